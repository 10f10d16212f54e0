package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/reports"
	"jalon/store"
	"jalon/templates"
)

// activityComparePage sets two frozen activity reports side by side, or one and the data of today: the figures that differ.
type activityComparePage struct {
	Page
	Before, After string
	Filters       templates.FilterBar
	Actions       bool // the list of actions differs
	Lines         []activityDifference
}

// activityDifference is one figure, before and after.
type activityDifference struct {
	Line, Column, Before, After, Difference string
}

// compareActivityRuns: GET /activites-figees/:id/comparer.
func (a *App) compareActivityRuns(c *gin.Context, access Access) error {
	with, sheet := c.DefaultQuery("avec", comparedToday), c.DefaultQuery("feuille", "axes")
	run, before, err := a.openActivityRun(c, access, "comparer "+with)
	if err != nil {
		return err
	}
	if sheet != "axes" && sheet != "public" {
		return models.ErrNotFound
	}
	after, named, err := a.otherActivityRun(c, access, run, with)
	if err != nil {
		return err
	}
	page := activityComparePage{Page: a.newPage(c, access, "activity_run.compare.title"), Before: a.activityRunName(run), After: named, Actions: before.Actions != after.Actions}
	page.Breadcrumb = a.activityTrail(Link{URL: "/activites-figees/" + run.PublicID, Label: a.Texts.T("run.title")})
	if page.Filters, err = a.activityCompareFilters(c, access, run, with, sheet); err != nil {
		return err
	}
	changes, err := reports.CompareActivity(before.Figures(), after.Figures(), sheet, a.answer)
	for _, change := range changes {
		page.Lines = append(page.Lines, activityDifference{change.Line, change.Column, cellText(change.Before), cellText(change.After), differenceText(change)})
	}
	if err != nil {
		return err
	}
	return a.show(c, "reports/activity_compare", page)
}

// differenceText is « +3 » or « −1,50 ».
func differenceText(change reports.FigureChange) string {
	gap := reports.Cell{Kind: change.After.Kind, Number: change.After.Number - change.Before.Number}
	if gap.Number > 0 {
		return "+" + cellText(gap)
	}
	gap.Number = -gap.Number
	return "−" + cellText(gap)
}

func (a *App) activityRunName(run store.ActivityRun) string {
	return a.runPeriod(run.FromOn, run.ToOn, "") + " (" + strings.ToLower(a.Texts.T("run.made")) + " " + a.moment(run.CreatedAt) + ")"
}

// otherActivityRun reads what a run is compared with: another of the same centre, or the same period counted today.
func (a *App) otherActivityRun(c *gin.Context, access Access, run store.ActivityRun, with string) (models.ActivityRun, string, error) {
	if with != comparedToday {
		other, err := a.Store.ActivityRun(ctx(c), access.Scope, with)
		if err == nil && other.CentreID != run.CentreID {
			err = models.ErrNotFound
		}
		if err != nil {
			return models.ActivityRun{}, "", err
		}
		content, err := other.Content()
		return content, a.activityRunName(other), err
	}
	order := a.activityOrder(access, models.Period{From: run.FromOn, To: run.ToOn}, a.scope(access, models.Read, models.KindActivity).In(run.CentreID))
	order.Actions = order.Actions.In(run.CentreID)
	counted, err := order.count(ctx(c), a.Store)
	if err != nil {
		return models.ActivityRun{}, "", err
	}
	content, err := models.ActivityRunOf(counted, "", a.Config.Version)
	return content, a.Texts.T("run.compare.today"), err
}

func (a *App) activityCompareFilters(c *gin.Context, access Access, run store.ActivityRun, with, sheet string) (templates.FilterBar, error) {
	others := []templates.Option{{Value: comparedToday, Label: a.Texts.T("run.compare.today")}}
	runs, err := a.Store.ActivityRuns(ctx(c), access.Scope, models.Instant{}, "", runsPageSize)
	for _, other := range runs {
		if other.CentreID == run.CentreID && other.ID != run.ID {
			others = append(others, templates.Option{Value: other.PublicID, Label: a.activityRunName(other)})
		}
	}
	var sheets []templates.Option
	for _, table := range reports.ActivityFigures(&models.Activity{}, a.answer) {
		sheets = append(sheets, templates.Option{Value: table.Key, Label: table.Title})
	}
	return templates.FilterBar{Action: "/activites-figees/" + run.PublicID + "/comparer", Fields: []templates.Field{
		templates.Select("avec", a.Texts.T("run.compare.with"), with, others),
		templates.Select("feuille", a.Texts.T("activity_run.sheet"), sheet, sheets)}}, err
}
