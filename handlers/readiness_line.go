package handlers

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/reports"
	"jalon/templates"
)

// readyLine is « Rapport FSE+ complet à 87 %, 12 dossiers à compléter ».
type readyLine struct {
	Meter     templates.Meter
	Left, URL string // "" when nothing is left
}

// readyMonths is how long after its end an operation is still looked after.
const readyMonths = 12

// readyLine is the readiness of the report of an operation, nil when it has none, when the role completes no file, or when it is being
// counted.
func (a *App) readyLine(c *gin.Context, access Access, o models.Operation) (*readyLine, error) {
	if !a.completes(access, o) {
		return nil, nil
	}
	r, err := a.readiness(c, access, o)
	if errors.Is(err, errCounting) {
		return nil, nil
	}
	return a.readyLineOf(access, o, r), err
}

// completes tells whether a reader sees how complete the report of an operation is.
func (a *App) completes(access Access, o models.Operation) bool {
	return o.Funder == models.FunderFSE && a.may(access, models.Update, models.KindEnrolment) && a.may(access, models.Read, models.KindReport)
}

func (a *App) readyLineOf(access Access, o models.Operation, r models.Readiness) *readyLine {
	if !a.completes(access, o) {
		return nil
	}
	line := &readyLine{Meter: templates.Meter{Value: r.Complete, Max: max(r.Records, 1), Label: a.Texts.T("readiness.meter"),
		Text: a.Texts.T("readiness.tile", "Percent", r.Percent()), Wide: true}}
	if r.ToComplete() > 0 {
		line.Left, line.URL = a.Texts.T("readiness.tile.left", "Count", r.ToComplete()), gapFilter{operation: o, datum: gapIncomplete}.url("")
	}
	return line
}

// readyIn counts the records of a report that was just made.
func readyIn(d *reports.Document) models.Readiness {
	var r models.Readiness
	for _, p := range d.Participations {
		r.Count(p)
	}
	return r
}

// reporting are the operations of a scope whose FSE+ report still matters.
func (a *App) reporting(ctx context.Context, scope models.Scope) ([]models.Operation, error) {
	all, err := a.Store.Operations(ctx, scope)
	return slices.DeleteFunc(all, func(o models.Operation) bool {
		return o.Funder != models.FunderFSE || o.StartsOn > a.today() || o.EndsOn != "" && o.EndsOn.AddMonths(readyMonths) < a.today()
	}), err
}

// gapGrids lead to the grid of each operation.
func (a *App) gapGrids(c *gin.Context, access Access) ([]templates.Action, error) {
	operations, err := a.reporting(ctx(c), a.scope(access, models.Read, models.KindOperation))
	var links []templates.Action
	for _, o := range operations {
		links = append(links, templates.Action{Label: a.Texts.T("readiness.grid", "Code", o.Code), URL: gapFilter{operation: o}.url(""), Icon: "list-check"})
	}
	return links, err
}

// readyTiles are the readiness of every report that still matters, for « Pilotage ».
func (a *App) readyTiles(c *gin.Context, access Access) ([]templates.Tile, error) {
	operations, err := a.reporting(ctx(c), a.scope(access, models.Read, models.KindReport))
	var tiles []templates.Tile
	for _, o := range operations {
		if !a.completes(access, o) {
			continue
		}
		r, err := a.readiness(c, access, o)
		if errors.Is(err, errCounting) {
			continue // there the next time
		}
		if err != nil {
			return nil, err
		}
		note := a.Texts.T("readiness.tile.done")
		if r.ToComplete() > 0 {
			note = a.Texts.T("readiness.tile.left", "Count", r.ToComplete())
		}
		tiles = append(tiles, templates.Tile{Figure: a.Texts.T("readiness.percent", "Percent", r.Percent()), Label: a.Texts.T("readiness.tile.label"),
			Note: o.Code + " : " + note, URL: gapFilter{operation: o, datum: gapIncomplete}.url("")})
	}
	return tiles, err
}

// glance is how long a page waits for a figure that stands among other things.
const glance = time.Second

// readiness of the report of an operation as of today, from the figures of « Pilotage »; errCounting while it is not known.
func (a *App) readiness(c *gin.Context, access Access, o models.Operation) (models.Readiness, error) {
	order := a.readinessOrder(access, o)
	counted, err := a.counted(ctx(c), glance, order)
	if err != nil {
		return models.Readiness{}, err
	}
	s := counted[0][order.periods[0]].figures
	return models.Readiness{Records: s.Counted, Complete: s.Counted - s.Incomplete}, nil
}

// readinessOrder asks for the figures that readiness rests on.
func (a *App) readinessOrder(access Access, o models.Operation) steeringOrder {
	return steeringOrder{scope: a.scope(access, models.Read, models.KindReport), operation: o,
		periods: []models.Period{models.ReportPeriod("", o.ReportDate(a.today()))}}
}
