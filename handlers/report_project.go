package handlers

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/reports"
	"jalon/templates"
)

// projectQuery reads the address of the sums of a project: its code and its period, up to today unless told otherwise.
func (a *App) projectQuery(c *gin.Context, access Access) (q reportQuery, operations []models.Operation, problems models.Problems, err error) {
	q, problems = a.activityQuery(c, access)
	q.kind, q.project = reports.ProjectKind, strings.TrimSpace(c.Query("code"))
	all, err := a.Store.Operations(ctx(c), access.Scope)
	if err != nil {
		return q, nil, nil, err
	}
	operations = slices.DeleteFunc(all, func(o models.Operation) bool { return o.Project == "" || o.Project != q.project })
	if len(operations) == 0 {
		return q, nil, nil, models.ErrNotFound
	}
	return q, operations, problems, nil
}

// showProject: GET /rapports/projet?code=…, the sums of the operations that share a code, of all centres in reach.
func (a *App) showProject(c *gin.Context, access Access) error {
	q, operations, problems, err := a.projectQuery(c, access)
	if err != nil {
		return err
	}
	page := reportPage{Page: a.newPage(c, access, "report.title.projet"), Heading: a.Texts.T("project.heading", "Code", q.project)}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}}
	page.Filters = templates.FilterBar{Action: q.path(), Fields: []templates.Field{templates.Hidden("code", q.project),
		templates.Date("du", a.Texts.T("report.from"), orElse(models.FrenchDate(q.from), c.Query("du"))).Wrong(a.problem(problems, "du")),
		templates.Date("au", a.Texts.T("report.to"), orElse(models.FrenchDate(q.to), c.Query("au"))).Wrong(a.problem(problems, "au"))}}
	a.blame(&page.Page, problems, "du", "au")
	if len(problems) > 0 {
		return a.refuse(c, "reports/show", page)
	}
	document, err := a.project(c, access, q, operations)
	if err != nil {
		return err
	}
	a.reportLinks(&page, q, document)
	if page.Sheet, err = a.sheetView(document, q); err != nil {
		return err
	}
	return a.show(c, "reports/show", page)
}

// project counts each operation and adds the figures up.
func (a *App) project(c *gin.Context, access Access, q reportQuery, operations []models.Operation) (*reports.Document, error) {
	var counted []models.ProjectOperation
	var centres []string
	for _, o := range operations {
		detail := fmt.Sprintf("%s %s %s %s", q.kind, q.project, q.from, q.to)
		if err := a.Store.JournalReport(ctx(c), q.scope, o, detail); err != nil {
			return nil, err
		}
		centre, err := a.Store.CentreName(ctx(c), q.scope, o.CentreID)
		if err != nil {
			return nil, err
		}
		report, err := Count(ctx(c), a.Store, q.scope, ReportOrder{Kind: "fse", Operation: o, From: q.from, To: q.to, Alone: true})
		if err != nil {
			return nil, err
		}
		fse, ok := report.(*models.FSEReport)
		if !ok {
			return nil, fmt.Errorf("the report of %s is no FSE+ report", o.Code)
		}
		fse.Participations = nil // sums are all that is kept
		counted = append(counted, models.ProjectOperation{Operation: o, Centre: centre, Report: fse})
		if !slices.Contains(centres, centre) {
			centres = append(centres, centre)
		}
	}
	meta := reports.Meta{Centre: strings.Join(centres, ", "), Responsible: access.Actor.Name, Version: a.Config.Version, ProducedOn: a.today()}
	return reports.Project(models.SumProject(q.project, models.Period{From: q.from, To: q.to}, counted), meta), nil
}

// operationLink opens a total of one operation in its own report.
func (q reportQuery) operationLink(operation, column string) string {
	values := url.Values{"du": {string(q.from)}, "au": {string(q.to)}}
	if sheet := map[string]string{"incompletes": "incompletes", "bloquants": "controles"}[column]; sheet != "" {
		values.Set("feuille", sheet)
		return "/rapports/" + operation + "/fse?" + values.Encode()
	}
	values.Set("ligne", models.TotalIndicator)
	values.Set("colonne", "cumul_total")
	return "/rapports/" + operation + "/fse/chiffre?" + values.Encode()
}

// downloadProject: GET /rapports/projet/classeur and /donnees.
func (a *App) downloadProject(format string) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		q, operations, problems, err := a.projectQuery(c, access)
		if err != nil {
			return err
		}
		if len(problems) > 0 {
			return see(c, q.path()+"?"+c.Request.URL.RawQuery)
		}
		document, err := a.project(c, access, q, operations)
		if err != nil {
			return err
		}
		return a.sendDocument(c, document, format, fmt.Sprintf("projet-%s.%s", q.to, format))
	}
}

// projectLinks lead to the sums of the projects that some operations share.
func (a *App) projectLinks(access Access, operations []models.Operation) []templates.Action {
	var links []templates.Action
	seen := map[string]bool{"": true}
	for _, o := range operations {
		if !seen[o.Project] && a.may(access, models.Read, models.KindProject) {
			links = append(links, templates.Action{Label: a.Texts.T("project.heading", "Code", o.Project), URL: "/rapports/projet?" + url.Values{"code": {o.Project}}.Encode(), Icon: "report"})
		}
		seen[o.Project] = true
	}
	return links
}
