package handlers

import (
	"cmp"
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/reports"
	"jalon/templates"
)

// moduleFigurePage opens a figure of the modules of the Forem report: the sessions that make it, the others and why.
type moduleFigurePage struct {
	Page
	Programme templates.Programme
	Operation models.Operation
	Heading   string
	Column    string
	Tiles     []templates.Tile
	Rows      []moduleFigureRow
	Back      string
}

// moduleFigureRow is one session. Why is "" when it counts.
type moduleFigureRow struct {
	Date, Title, URL, Why string
	Hours                 string
	Registered, Attended  int
}

// moduleColumns are the columns of the modules: what one session adds to each.
var moduleColumns = map[string]func(models.SessionLine) int{
	"prevues":        func(models.SessionLine) int { return 1 },
	"tenues":         func(models.SessionLine) int { return 1 },
	"heures_prevues": models.SessionLine.Foreseen,
	"heures_donnees": models.SessionLine.Foreseen,
	"inscrits":       func(s models.SessionLine) int { return s.Registered },
	"presents":       func(s models.SessionLine) int { return s.Attended },
}

// showModuleFigure: GET /rapports/:operation/forem/chiffre?ligne=MODULE|…
func (a *App) showModuleFigure(c *gin.Context, access Access, q reportQuery, module string) error {
	column := c.Query("colonne")
	adds, known := moduleColumns[column]
	if !known {
		return models.ErrNotFound
	}
	order, err := a.order(c, q, " "+reports.ModuleLinePrefix+module+" "+column)
	if err != nil {
		return err
	}
	order.Alone = true
	counted, err := Count(ctx(c), a.Store, q.scope, order)
	if err != nil {
		return err
	}
	forem, isForem := counted.(*models.ForemReport)
	if !isForem {
		return models.ErrNotFound
	}
	page := moduleFigurePage{Page: a.newPage(c, access, "figure.module.title"), Programme: a.programme(q.operation.Programme), Operation: q.operation,
		Column: a.Texts.T("figure.module." + column), Back: q.link("", "feuille", "modules")}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}, {URL: q.link(""), Label: a.Texts.T("report.title." + q.kind)}}
	total, left := 0, 0
	for _, s := range forem.Sessions {
		if s.ModuleKey() != module {
			continue
		}
		page.Heading = s.Title
		row := a.moduleFigureRow(access, s, column, forem.Period)
		if row.Why == "" {
			total += adds(s)
		} else {
			left++
		}
		page.Rows = append(page.Rows, row)
	}
	if len(page.Rows) == 0 {
		return models.ErrNotFound
	}
	slices.SortStableFunc(page.Rows, func(x, y moduleFigureRow) int { return cmp.Compare(x.Why, y.Why) })
	page.Tiles = []templates.Tile{{Label: page.Column, Figure: a.moduleTotal(column, total)},
		{Label: a.Texts.T("figure.module.counted"), Figure: models.FrenchNumber(len(page.Rows) - left)}, {Label: a.Texts.T("figure.module.left"), Figure: models.FrenchNumber(left)}}
	return a.show(c, "reports/module_figure", page)
}

func (a *App) moduleTotal(column string, total int) string {
	if column == "heures_prevues" || column == "heures_donnees" {
		return models.FrenchDuration(total)
	}
	return models.FrenchNumber(total)
}

// moduleFigureRow says of a session whether it is in the figure, and why not.
func (a *App) moduleFigureRow(access Access, s models.SessionLine, column string, period models.Period) moduleFigureRow {
	row := moduleFigureRow{Date: models.FrenchDate(s.Date), Title: s.Title, Hours: models.FrenchDuration(s.Foreseen()), Registered: s.Registered, Attended: s.Attended}
	if s.ID != "" && a.may(access, models.Read, models.KindSession) {
		row.URL = "/seances/" + s.ID
	}
	given := column == "tenues" || column == "heures_donnees"
	switch {
	case !period.Contains(s.Date):
		row.Why = a.Texts.T("figure.module.outside")
	case given && s.Cancelled:
		row.Why = a.Texts.T("figure.module.cancelled")
	case given && !s.Held():
		row.Why = a.Texts.T("figure.module.nobody")
	}
	return row
}
