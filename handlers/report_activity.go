package handlers

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/locales"
	"jalon/models"
	"jalon/reports"
	"jalon/store"
	"jalon/templates"
)

// showActivity: GET /rapports/activite, the activity report of the centre, one sheet at a time.
func (a *App) showActivity(c *gin.Context, access Access) error {
	q, problems := a.activityQuery(c, access)
	page := reportPage{Page: a.newPage(c, access, "report.title.activite"), Heading: a.Texts.T("report.title.activite"),
		MayFreeze: a.may(access, models.Create, models.KindActivityRun)}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}}
	page.Filters = templates.FilterBar{Action: q.path(), Fields: []templates.Field{
		templates.Date("du", a.Texts.T("report.from"), orElse(models.FrenchDate(q.from), c.Query("du"))).Wrong(a.problem(problems, "du")),
		templates.Date("au", a.Texts.T("report.to"), orElse(models.FrenchDate(q.to), c.Query("au"))).Wrong(a.problem(problems, "au"))}}
	a.blame(&page.Page, problems, "du", "au")
	if len(problems) > 0 {
		return a.refuse(c, "reports/show", page)
	}
	document, err := a.activity(c, access, q)
	if err != nil {
		return err
	}
	a.reportLinks(&page, q, document)
	if a.may(access, models.Read, models.KindActivityRun) {
		page.Downloads = append(page.Downloads, templates.Action{Label: a.Texts.T("run.list.title"), URL: activityRunsURL})
	}
	if page.Sheet, err = a.sheetView(document, q); err != nil {
		return err
	}
	a.reportControls(&page, q, document)
	return a.show(c, "reports/show", page)
}

// activityQuery reads the period: the year up to today unless told otherwise.
func (a *App) activityQuery(c *gin.Context, access Access) (reportQuery, models.Problems) {
	problems := models.Problems{}
	q := reportQuery{kind: reports.ActivityKind, scope: access.Scope, sheet: c.Query("feuille"), page: max(number(c.Query("page")), 1)}
	q.to = a.reportDay(c, "au", a.today(), problems)
	q.from = a.reportDay(c, "du", models.ReportPeriod("", q.to).From, problems)
	if len(problems) == 0 && q.from > q.to {
		problems.Add("du", "report.period_reversed")
	}
	return q, problems
}

// activity counts the report and leaves a line in the journal.
func (a *App) activity(c *gin.Context, access Access, q reportQuery) (*reports.Document, error) {
	return CompileActivity(ctx(c), a.Store, a.activityOrder(access, models.Period{From: q.from, To: q.to}, q.scope))
}

func (a *App) activityOrder(access Access, period models.Period, scope models.Scope) ActivityOrder {
	return ActivityOrder{Period: period, Scope: scope, Actions: a.scope(access, models.Read, models.KindAction), Version: a.Config.Version, Texts: a.Texts}
}

// ActivityOrder is what somebody asks of the activity report: a period, and the proofs for what it reads.
type ActivityOrder struct {
	Period         models.Period
	Scope, Actions models.Scope // of the kinds activity and action
	Version        string
	Texts          *locales.Catalogue
}

// CompileActivity counts the activity report of the centres of a scope, lays it out, and leaves a line in the journal. Web page,
// workbook and the command line all come through here.
func CompileActivity(ctx context.Context, s *store.Store, order ActivityOrder) (*reports.Document, error) {
	period := order.Period
	centres, err := s.JournalActivity(ctx, order.Scope, fmt.Sprintf("%s %s %s", reports.ActivityKind, period.From, period.To))
	if err != nil {
		return nil, err
	}
	counted, err := order.count(ctx, s)
	if err != nil {
		return nil, err
	}
	return order.layOut(counted, reports.Meta{Centre: strings.Join(centres, ", "), ProducedOn: s.Today()}), nil
}

// count reads and counts the report.
func (order ActivityOrder) count(ctx context.Context, s *store.Store) (*models.Activity, error) {
	counted := models.NewActivity(order.Period)
	if err := s.ActivityContacts(ctx, order.Scope, order.Period.To, counted.AddContact); err != nil {
		return nil, err
	}
	if err := s.ActivityPersons(ctx, order.Scope, counted.People(), counted.AddPerson); err != nil {
		return nil, err
	}
	if err := s.ActivityActions(ctx, order.Actions, order.Period, counted.AddAction); err != nil {
		return nil, err
	}
	counted.Finish()
	return counted, nil
}

// layOut makes the tables of the counted report.
func (order ActivityOrder) layOut(counted *models.Activity, meta reports.Meta) *reports.Document {
	meta.Responsible, meta.Version = order.Scope.Actor().Name, order.Version
	return reports.Activity(counted, meta, order.words())
}

// words names an axis, a theme or a kind of action.
func (order ActivityOrder) words() func(question, code string) string {
	return (&App{Texts: order.Texts}).answer
}

// downloadActivity: GET /rapports/activite/classeur and /donnees.
func (a *App) downloadActivity(format string) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		q, problems := a.activityQuery(c, access)
		if len(problems) > 0 {
			return see(c, q.path()+"?"+c.Request.URL.RawQuery)
		}
		document, err := a.activity(c, access, q)
		if err != nil {
			return err
		}
		return a.sendDocument(c, document, format, fmt.Sprintf("activite-%s.%s", q.to, format))
	}
}

// sendDocument answers a report as a workbook or as JSON.
func (a *App) sendDocument(c *gin.Context, document *reports.Document, format, name string) error {
	var out bytes.Buffer
	if format == "xlsx" {
		if err := reports.WriteWorkbook(&out, document); err != nil {
			return err
		}
		return a.attachment(c, name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", out.Bytes())
	}
	if err := reports.WriteJSON(&out, document); err != nil {
		return err
	}
	return a.attachment(c, name, "application/json; charset=utf-8", out.Bytes())
}

// actionsLink is the list of the actions behind a figure; line is the axis and the theme.
func (q reportQuery) actionsLink(line string) string {
	axis, theme, _ := strings.Cut(line, "|")
	values := url.Values{"du": {models.FrenchDate(q.from)}, "au": {models.FrenchDate(q.to)}}
	if axis != "" {
		values.Set("axe", axis)
	}
	if theme != "" && theme != models.NotRecordedTheme {
		values.Set("theme", theme)
	}
	return "/actions?" + values.Encode()
}
