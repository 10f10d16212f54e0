package handlers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/reports"
	"jalon/store"
	"jalon/templates"
)

// freezePage asks whether a report is to be frozen, and says what that means.
type freezePage struct {
	Page
	Programme templates.Programme
	Operation models.Operation
	Heading   string
	Period    string
	Lead      string // what freezing means
	Action    string
	Back      string
	Future    string // why this report cannot be frozen, "" when it can: a period that is not over, say
	Blocking  []string
	// ControlURL shows the controls, with the records behind each.
	ControlURL string
	Remarks    []string // what a manager should know before
	Override   templates.Field
}

// runsPage lists the frozen reports of an operation.
type runsPage struct {
	Page
	Programme templates.Programme
	Operation models.Operation
	Runs      []runRow
	Pager     templates.Pager
}

// runRow is one frozen report.
type runRow struct {
	URL, Label, Period, AsOf, Made, Author string
	Override                               string // why it was frozen in spite of a blocking control, "" when none failed
}

// runPage is one frozen report: its settings, its figures, its files, what it can be compared with.
type runPage struct {
	Page
	Programme templates.Programme
	Heading   string
	Facts     []templates.Row
	Downloads []templates.Action
	Failed    []string
	Columns   []reports.Column
	Rows      [][]cellView
}

// order of the frozen reports on a page of the list
const runsPageSize = 30

// freezing reads what is to be frozen: the report of the address, pseudonymous, counted now.
func (a *App) freezing(c *gin.Context, access Access) (reportQuery, ReportOrder, error) {
	read := access
	read.Scope = a.scope(access, models.Read, models.KindReport)
	q, problems, err := a.reportQuery(c, read, models.Read)
	if err != nil {
		return q, ReportOrder{}, err
	}
	if len(problems) > 0 || q.nominative {
		return q, ReportOrder{}, models.ErrNotFound
	}
	order, err := a.order(c, q, " figer")
	return q, order, err
}

// showFreeze: GET /rapports/:operation/:kind/figer.
func (a *App) showFreeze(c *gin.Context, access Access) error {
	q, order, err := a.freezing(c, access)
	if err != nil {
		return err
	}
	counted, err := Count(ctx(c), a.Store, q.scope, order)
	if err != nil {
		return err
	}
	page, err := a.freezePage(c, access, q, counted.Figures().Controls, "", nil)
	if err != nil {
		return err
	}
	return a.show(c, "reports/freeze", page)
}

func (a *App) freezePage(c *gin.Context, access Access, q reportQuery, controls []models.Control, typed string, problems models.Problems) (freezePage, error) {
	page := freezePage{Page: a.newPage(c, access, "run.freeze.title"), Programme: a.programme(q.operation.Programme), Operation: q.operation,
		Heading: a.Texts.T("report.title." + q.kind), Period: a.runPeriod(q.from, q.to, q.asOf),
		Lead: a.Texts.T("run.freeze.lead") + " " + a.Texts.T("run.freeze.names"), Action: q.link("/figer"), Back: q.link(""), ControlURL: q.link("", "feuille", "controles")}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}, {URL: q.link(""), Label: page.Heading}}
	page.Override = a.overrideField(typed, problems)
	if q.to > a.today() {
		page.Future = a.Texts.T("run.future", "Date", models.FrenchDate(a.today()))
	}
	page.Blocking = blockingOf(controls)
	var err error
	page.Remarks, err = a.operationRemarks(c, access, q.operation)
	a.blame(&page.Page, problems, "raison")
	return page, err
}

func (a *App) overrideField(typed string, problems models.Problems) templates.Field {
	return templates.TextArea("raison", a.Texts.T("run.override"), typed, 3).With(a.Texts.T("run.override.hint")).Wrong(a.problem(problems, "raison"))
}

func blockingOf(controls []models.Control) []string {
	var blocking []string
	for _, control := range controls {
		if !control.OK && control.Level == models.Blocking {
			blocking = append(blocking, control.Code+" – "+control.Message)
		}
	}
	return blocking
}

func (a *App) runPeriod(from, to, asOf models.Date) string {
	text := models.FrenchDate(from) + " – " + models.FrenchDate(to)
	if asOf > to {
		text += a.Texts.T("run.known_on", "Date", models.FrenchDate(asOf))
	}
	return text
}

// operationRemarks says what makes the figures of an operation doubtful whatever its people: no dates, another operation that
// reports the same days to the same funder, a rule changed since a report was frozen.
func (a *App) operationRemarks(c *gin.Context, access Access, o models.Operation) ([]string, error) {
	var remarks []string
	if o.StartsOn == "" || o.EndsOn == "" {
		remarks = append(remarks, a.Texts.T("run.remark.no_dates"))
	}
	others, err := a.Store.Operations(ctx(c), a.scope(access, models.Read, models.KindOperation))
	if err != nil {
		return nil, err
	}
	for _, other := range others {
		if o.Overlaps(other) {
			remarks = append(remarks, a.Texts.T("run.remark.overlap", "Code", other.Code))
		}
	}
	runs, err := a.Store.ReportRuns(ctx(c), a.scope(access, models.Read, models.KindReportRun), o.PublicID, models.Instant{}, "", runsPageSize)
	if err != nil {
		return nil, err
	}
	for _, run := range runs {
		if frozen, err := run.Rules(); err == nil && !frozen.Same(o.RulesOf(run.Kind)) {
			remarks = append(remarks, a.Texts.T("run.remark.rules", "Date", models.FrenchDate(models.DateOf(run.CreatedAt.Time))))
			break
		}
	}
	return remarks, nil
}

// freezeReport: POST /rapports/:operation/:kind/figer.
func (a *App) freezeReport(c *gin.Context, access Access) error {
	q, order, err := a.freezing(c, access)
	if err != nil {
		return err
	}
	if q.to > a.today() {
		return a.refuseFreeze(c, access, q, nil, nil, nil)
	}
	frozen, err := Freeze(ctx(c), a.Store, q.scope, order, models.PlainText(strings.TrimSpace(c.PostForm("raison"))))
	if problems := (models.Problems{}); asProblem(err, problems, "raison") {
		return a.refuseFreeze(c, access, q, frozen.Failed, problems, nil)
	}
	if err != nil {
		return err
	}
	defer frozen.Files.Close()
	location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		id, err := tx.FreezeReport(ctx(c), access.Scope, q.operation.PublicID, frozen)
		return "/rapports-figes/" + id, err
	})
	if err != nil {
		return a.refuseFreeze(c, access, q, frozen.Failed, nil, err)
	}
	a.flash(c, "success", "run.frozen")
	return see(c, location)
}

func (a *App) refuseFreeze(c *gin.Context, access Access, q reportQuery, controls []models.Control, problems models.Problems, refused error) error {
	page, err := a.freezePage(c, access, q, controls, c.PostForm("raison"), problems)
	if err != nil {
		return err
	}
	if refused != nil && !a.unsent(&page.Page, refused) {
		return refused
	}
	return a.refuse(c, "reports/freeze", page)
}

// Freeze counts a report in one reading of the database and makes its files: the centre's variant and the funder's. Names are
// in none of them. A blocking control needs a reason: without one nothing is made, and Failed says what fails. The files wait on disk,
// sealed, until they are closed.
func Freeze(ctx context.Context, s *store.Store, scope models.Scope, order ReportOrder, override string) (store.Frozen, error) {
	var frozen store.Frozen
	err := s.Snapshot(ctx, func(tx *store.Store) error {
		counted, err := Count(ctx, tx, scope, order)
		if err != nil {
			return err
		}
		gone, err := tx.Gone(ctx, scope, order.Operation.PublicID)
		if err != nil {
			return err
		}
		if len(blockingOf(counted.Figures().Controls)) == 0 {
			override = "" // nothing to override: nothing to print
		}
		frozen.Run = models.RunOf(counted, gone, override, order.Version)
		if err := frozen.Check(); err != nil {
			return err
		}
		order.Override = override
		if order.Digest, err = frozen.Digest(); err != nil {
			return err
		}
		frozen.Files, err = runFiles(ctx, tx, scope, order, counted)
		return err
	})
	return frozen, err
}

// runFiles writes the workbook and the data of both variants.
func runFiles(ctx context.Context, s *store.Store, scope models.Scope, order ReportOrder, counted models.Counting) (*store.RunFiles, error) {
	files, err := s.NewRunFiles()
	if err != nil {
		return nil, err
	}
	for _, variant := range []struct {
		funder         bool
		workbook, data string
	}{{false, store.RunWorkbook, store.RunData}, {true, store.RunFunderWorkbook, store.RunFunderData}} {
		order.Funder = variant.funder
		document, err := layOut(ctx, s, scope, order, counted)
		if err == nil {
			err = addFiles(files, document, variant.workbook, variant.data)
		}
		if err != nil {
			files.Close()
			return nil, err
		}
	}
	return files, nil
}

// addFiles writes the workbook and the data of a report that is laid out.
func addFiles(files *store.RunFiles, d *reports.Document, workbook, data string) error {
	if err := files.Add(workbook, func(w io.Writer) error { return reports.WriteWorkbook(w, d) }); err != nil {
		return err
	}
	return files.Add(data, func(w io.Writer) error { return reports.WriteJSON(w, d) })
}

// listRuns: GET /rapports/:operation/figes.
func (a *App) listRuns(c *gin.Context, access Access) error {
	o, err := a.Store.Operation(ctx(c), access.Scope, c.Param("operation"))
	if err != nil {
		return err
	}
	var before store.ReportRun
	if after := c.Query("apres"); after != "" {
		if before, err = a.Store.ReportRun(ctx(c), access.Scope, after); err != nil {
			return err
		}
	}
	runs, err := a.Store.ReportRuns(ctx(c), access.Scope, o.PublicID, before.CreatedAt, before.ID, runsPageSize+1)
	if err != nil {
		return err
	}
	page := runsPage{Page: a.newPage(c, access, "run.list.title"), Programme: a.programme(o.Programme), Operation: o}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}}
	for i, run := range runs {
		if i == runsPageSize {
			page.Pager.Next = "?apres=" + runs[i-1].PublicID
			break
		}
		page.Runs = append(page.Runs, a.runRow(run))
	}
	return a.show(c, "reports/runs", page)
}

func (a *App) runRow(run store.ReportRun) runRow {
	row := runRow{URL: "/rapports-figes/" + run.PublicID, Label: a.Texts.T("report.title." + run.Kind), Period: a.runPeriod(run.FromOn, run.ToOn, ""),
		Made: a.moment(run.CreatedAt), Author: run.Author, Override: run.Override}
	if run.AsOf > run.ToOn {
		row.AsOf = models.FrenchDate(run.AsOf)
	}
	return row
}

// showRun: GET /rapports-figes/:id.
func (a *App) showRun(c *gin.Context, access Access) error {
	var run store.ReportRun
	err := a.Store.Audited(ctx(c), access.Scope, func(tx *store.Store) (models.JournalEntry, error) {
		var err error
		run, err = tx.ReportRun(ctx(c), access.Scope, c.Param("id"))
		return models.JournalEntry{CentreID: run.CentreID, Record: run.PublicID}, err
	})
	if err != nil {
		return err
	}
	head, err := run.Content()
	if err != nil {
		return err
	}
	page := runPage{Page: a.newPage(c, access, "run.title"), Heading: a.Texts.T("report.title."+run.Kind) + ", " + run.OperationCode,
		Programme: a.programme(run.Programme), Facts: a.runFacts(run, head)}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}, {URL: "/rapports/" + run.OperationPublicID + "/figes", Label: a.Texts.T("run.list.title")}}
	page.Downloads = []templates.Action{{Label: a.Texts.T("run.download.xlsx"), URL: "/rapports-figes/" + run.PublicID + "/classeur", Icon: "download", Primary: true},
		{Label: a.Texts.T("report.download.json"), URL: "/rapports-figes/" + run.PublicID + "/donnees", Icon: "download"},
		{Label: a.Texts.T("run.compare"), URL: "/rapports-figes/" + run.PublicID + "/comparer"}}
	for _, control := range head.Failed {
		page.Failed = append(page.Failed, control.Code+" – "+control.Message)
	}
	table := reports.FiguresTable(head, models.DateOf(run.CreatedAt.Time), outsideCentre(access))
	page.Columns = table.Columns
	rows, err := table.All()
	for _, row := range rows {
		page.Rows = append(page.Rows, cellTexts(table.Columns, row))
	}
	return errors.Join(err, a.show(c, "reports/run", page))
}

// outsideCentre tells whether the reader is a funder: small cells are masked, lists of persons left out.
func outsideCentre(access Access) bool { return !access.Actor.HasRole(models.Manager, models.Auditor) }

func (a *App) runFacts(run store.ReportRun, head models.Run) []templates.Row {
	t := a.Texts.T
	rows := []templates.Row{{Label: t("run.period"), Value: a.runPeriod(run.FromOn, run.ToOn, run.AsOf)},
		{Label: t("run.made"), Value: a.moment(run.CreatedAt)}, {Label: t("run.author"), Value: run.Author}}
	if run.Override != "" {
		rows = append(rows, templates.Row{Label: t("run.overridden"), Value: run.Override})
	}
	rows = append(rows, templates.Row{Label: t("run.rules"), Value: reports.RulesText(head.Rules)})
	for _, d := range head.Survey {
		rows = append(rows, templates.Row{Label: t("run.survey"), Value: t("run.survey.draw", "From", models.FrenchDate(d.From), "Until", models.FrenchDate(d.Until),
			"Size", models.FrenchNumber(d.Size), "Population", models.FrenchNumber(d.Population), "Date", models.FrenchDate(d.DrawnOn), "Seed", d.Seed)})
	}
	return append(rows,
		templates.Row{Label: t("run.version"), Value: "Jalon " + run.Version}, templates.Row{Label: t("run.digest"), Value: run.SHA256})
}

// downloadRun: GET /rapports-figes/:id/classeur and …/donnees. The bytes are those that were frozen.
func (a *App) downloadRun(centre, funder, extension, mimeType string) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		name := centre
		if outsideCentre(access) {
			name = funder
		}
		run, file, err := a.Store.OpenRunFile(ctx(c), access.Scope, c.Param("id"), name)
		if err != nil {
			return err
		}
		return a.sendFrozen(c, fmt.Sprintf("%s-%s-%s-fige.%s", run.Kind, strings.ToLower(run.OperationCode), run.ToOn, extension), mimeType,
			func(write func([]byte) error) error { return a.Store.RunFileContent(ctx(c), run, file, write) })
	}
}

// sendFrozen answers the bytes that were frozen, piece after piece.
func (a *App) sendFrozen(c *gin.Context, name, mimeType string, content func(write func([]byte) error) error) error {
	header := c.Writer.Header()
	header.Set("Content-Type", mimeType)
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	header.Set("Content-Security-Policy", filePolicy)
	err := content(func(part []byte) error {
		c.Status(http.StatusOK)
		_, err := c.Writer.Write(part)
		return err
	})
	if err != nil && c.Writer.Written() { // too late for a page: the browser sees that bytes are missing
		a.Log.Error("download cut short", "request", requestID(c), "error", err)
		return nil
	}
	return err
}
