package handlers

import (
	"context"
	"fmt"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/reports"
	"jalon/store"
	"jalon/templates"
)

const activityRunsURL = "/rapports/activite/figes"

// activityRunsPage lists the frozen activity reports.
type activityRunsPage struct {
	Page
	Runs  []activityRunRow
	Pager templates.Pager
}

// activityRunRow is one of them.
type activityRunRow struct {
	URL, Period, Made, Author string
	Digest                    string // the beginning of the SHA-256
	Override                  string // why it was frozen in spite of a blocking control, "" when none failed
}

// activityRunPage is one frozen activity report: what it rests on, its figures, its files.
type activityRunPage struct {
	Page
	Centre    string
	Facts     []templates.Row
	Downloads []templates.Action
	Failed    []string
	Sheets    []sheetView
}

// showFreezeActivity: GET /rapports/activite/figer.
func (a *App) showFreezeActivity(c *gin.Context, access Access) error {
	q, order, centres, err := a.freezingActivity(c, access)
	if err != nil {
		return err
	}
	counted, err := order.count(ctx(c), a.Store)
	if err != nil {
		return err
	}
	return a.show(c, "reports/freeze", a.freezeActivityPage(c, access, q, centres, counted.Controls, "", nil))
}

// freezingActivity reads what is to be frozen, and names the centres it is about.
func (a *App) freezingActivity(c *gin.Context, access Access) (reportQuery, ActivityOrder, []string, error) {
	read := access
	read.Scope = a.scope(access, models.Read, models.KindActivity)
	q, problems := a.activityQuery(c, read)
	if len(problems) > 0 {
		return q, ActivityOrder{}, nil, models.ErrNotFound
	}
	centres, err := a.Store.JournalActivity(ctx(c), q.scope, fmt.Sprintf("%s %s %s figer", q.kind, q.from, q.to))
	return q, a.activityOrder(access, models.Period{From: q.from, To: q.to}, q.scope), centres, err
}

func (a *App) freezeActivityPage(c *gin.Context, access Access, q reportQuery, centres []string, controls []models.Control, typed string, problems models.Problems) freezePage {
	page := freezePage{Page: a.newPage(c, access, "activity_run.freeze.title"), Heading: a.Texts.T("report.title." + q.kind), Period: a.runPeriod(q.from, q.to, ""),
		Lead: a.Texts.T("activity_run.freeze.lead") + " " + a.Texts.T("activity_run.freeze.names"), Action: q.link("/figer"), Back: q.link(""), ControlURL: q.link("", "feuille", "controles")}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}, {URL: q.link(""), Label: page.Heading}}
	page.Override = a.overrideField(typed, problems)
	page.Future, page.Blocking = a.unfreezable(q, centres), blockingOf(controls)
	a.blame(&page.Page, problems, "raison")
	return page
}

// unfreezable says why a report cannot be frozen whatever its figures, "" when it can.
func (a *App) unfreezable(q reportQuery, centres []string) string {
	switch {
	case len(centres) != 1:
		return a.Texts.T("activity_run.centres")
	case q.to > a.today():
		return a.Texts.T("run.future", "Date", models.FrenchDate(a.today()))
	}
	return ""
}

// freezeActivity: POST /rapports/activite/figer.
func (a *App) freezeActivity(c *gin.Context, access Access) error {
	q, order, centres, err := a.freezingActivity(c, access)
	if err != nil {
		return err
	}
	refuse := func(controls []models.Control, problems models.Problems, refused error) error {
		page := a.freezeActivityPage(c, access, q, centres, controls, c.PostForm("raison"), problems)
		if refused != nil && !a.unsent(&page.Page, refused) {
			return refused
		}
		return a.refuse(c, "reports/freeze", page)
	}
	if a.unfreezable(q, centres) != "" {
		return refuse(nil, nil, nil)
	}
	frozen, err := FreezeActivity(ctx(c), a.Store, order, centres[0], models.PlainText(strings.TrimSpace(c.PostForm("raison"))))
	if problems := (models.Problems{}); asProblem(err, problems, "raison") {
		return refuse(frozen.Failed, problems, nil)
	}
	if err != nil {
		return err
	}
	defer frozen.Files.Close()
	location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		id, err := tx.FreezeActivity(ctx(c), access.Scope, frozen)
		return "/activites-figees/" + id, err
	})
	if err != nil {
		return refuse(frozen.Failed, nil, err)
	}
	a.flash(c, "success", "run.frozen")
	return see(c, location)
}

// FreezeActivity counts an activity report in one reading of the database and makes its files. A blocking control needs a
// reason: without one nothing is made, and Failed says what fails. The files wait on disk, sealed, until they are closed.
func FreezeActivity(ctx context.Context, s *store.Store, order ActivityOrder, centre, override string) (store.FrozenActivity, error) {
	var frozen store.FrozenActivity
	err := s.Snapshot(ctx, func(tx *store.Store) error {
		counted, err := order.count(ctx, tx)
		if err != nil {
			return err
		}
		if frozen.ActivityRun, err = models.ActivityRunOf(counted, override, order.Version); err != nil {
			return err
		}
		if err := frozen.Check(); err != nil {
			return err
		}
		meta := reports.Meta{Centre: centre, ProducedOn: s.Today(), Override: frozen.Override}
		if _, meta.Digest, err = frozen.Head(); err != nil {
			return err
		}
		if frozen.Files, err = s.NewActivityRunFiles(); err != nil {
			return err
		}
		return addFiles(frozen.Files, order.layOut(counted, meta), store.RunWorkbook, store.RunData)
	})
	if err != nil {
		frozen.Files.Close()
	}
	return frozen, err
}

// listActivityRuns: GET /rapports/activite/figes.
func (a *App) listActivityRuns(c *gin.Context, access Access) error {
	var before store.ActivityRun
	var err error
	if after := c.Query("apres"); after != "" {
		if before, err = a.Store.ActivityRun(ctx(c), access.Scope, after); err != nil {
			return err
		}
	}
	runs, err := a.Store.ActivityRuns(ctx(c), access.Scope, before.CreatedAt, before.ID, runsPageSize+1)
	if err != nil {
		return err
	}
	page := activityRunsPage{Page: a.newPage(c, access, "activity_run.list.title")}
	page.Breadcrumb = a.activityTrail()
	for i, run := range runs {
		if i == runsPageSize {
			page.Pager.Next = "?apres=" + runs[i-1].PublicID
			break
		}
		page.Runs = append(page.Runs, activityRunRow{URL: "/activites-figees/" + run.PublicID, Period: a.runPeriod(run.FromOn, run.ToOn, ""),
			Made: a.moment(run.CreatedAt), Author: run.Author, Digest: run.SHA256[:min(12, len(run.SHA256))], Override: run.Override})
	}
	return a.show(c, "reports/activity_runs", page)
}

func (a *App) activityTrail(more ...Link) []Link {
	return append([]Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}, {URL: "/rapports/activite", Label: a.Texts.T("report.title.activite")}}, more...)
}

// openActivityRun reads a frozen activity report and what it holds, and leaves a line in the journal.
func (a *App) openActivityRun(c *gin.Context, access Access, detail string) (store.ActivityRun, models.ActivityRun, error) {
	var run store.ActivityRun
	err := a.Store.Audited(ctx(c), access.Scope, func(tx *store.Store) (models.JournalEntry, error) {
		var err error
		run, err = tx.ActivityRun(ctx(c), access.Scope, c.Param("id"))
		return models.JournalEntry{CentreID: run.CentreID, Record: run.PublicID, Detail: detail}, err
	})
	if err != nil {
		return run, models.ActivityRun{}, err
	}
	content, err := run.Content()
	return run, content, err
}

// showActivityRun: GET /activites-figees/:id.
func (a *App) showActivityRun(c *gin.Context, access Access) error {
	run, content, err := a.openActivityRun(c, access, "")
	if err != nil {
		return err
	}
	page := activityRunPage{Page: a.newPage(c, access, "activity_run.title"), Centre: run.Centre}
	page.Breadcrumb = a.activityTrail(Link{URL: activityRunsURL, Label: a.Texts.T("run.list.title")})
	t, url := a.Texts.T, "/activites-figees/"+run.PublicID
	page.Facts = []templates.Row{{Label: t("run.period"), Value: a.runPeriod(run.FromOn, run.ToOn, "")},
		{Label: t("run.made"), Value: a.moment(run.CreatedAt)}, {Label: t("run.author"), Value: run.Author}}
	if run.Override != "" {
		page.Facts = append(page.Facts, templates.Row{Label: t("run.overridden"), Value: run.Override})
	}
	page.Facts = append(page.Facts, templates.Row{Label: t("run.version"), Value: "Jalon " + run.Version}, templates.Row{Label: t("run.digest"), Value: run.SHA256})
	page.Downloads = []templates.Action{{Label: t("run.download.xlsx"), URL: url + "/classeur", Icon: "download", Primary: true},
		{Label: t("report.download.json"), URL: url + "/donnees", Icon: "download"}, {Label: t("run.compare"), URL: url + "/comparer"}}
	for _, control := range content.Failed {
		page.Failed = append(page.Failed, control.Code+" – "+control.Message)
	}
	for _, table := range reports.ActivityFigures(content.Figures(), a.answer) {
		rows, err := table.All()
		if err != nil {
			return err
		}
		sheet := sheetView{Title: table.Title, Columns: table.Columns}
		for _, row := range rows {
			sheet.Rows = append(sheet.Rows, cellTexts(table.Columns, row))
		}
		page.Sheets = append(page.Sheets, sheet)
	}
	return a.show(c, "reports/activity_run", page)
}

// downloadActivityRun: GET /activites-figees/:id/classeur and …/donnees. The bytes are those that were frozen.
func (a *App) downloadActivityRun(name, extension, mimeType string) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		run, file, err := a.Store.OpenActivityFile(ctx(c), access.Scope, c.Param("id"), name)
		if err != nil {
			return err
		}
		return a.sendFrozen(c, fmt.Sprintf("activite-%s-fige.%s", run.ToOn, extension), mimeType,
			func(write func([]byte) error) error { return a.Store.ActivityFileContent(ctx(c), run, file, write) })
	}
}
