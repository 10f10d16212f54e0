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

// reportKindOrder is the order in which reports are offered.
var reportKindOrder = []string{"fse", "forem", "spw"}

// reportPage shows one sheet of a report at a time, with its period, its controls and its downloads.
type reportPage struct {
	Page
	Operation  models.Operation
	Programme  templates.Programme
	Heading    string
	Filters    templates.FilterBar
	Sheets     []templates.Tab
	Sheet      sheetView
	Blocking   []string // failed blocking controls, in words
	Warnings   int
	ControlURL string
	Downloads  []templates.Action
	Nominative bool
	Outside    bool // the reader is outside the centre
	MayFreeze  bool
	Ready      *readyLine
	Registry   string // URL of the definitions of every report, on the sheet of those of this one
}

// sheetView is a table ready to print.
type sheetView struct {
	Title   string
	Columns []reports.Column
	Rows    [][]cellView
	Pager   templates.Pager
}

// cellView is a cell as the page shows it.
type cellView struct {
	Text  string
	URL   string // of the people behind a figure
	Right bool
	Long  bool // a sentence: its column is kept wide
}

const sheetPageSize = 100

// reportQuery is what the address of a report says.
type reportQuery struct {
	kind       string
	operation  models.Operation
	from, to   models.Date
	asOf       models.Date // day of hand-over after to, "" without
	nominative bool
	funder     bool // the reader is outside the centre
	targets    bool // the reader may open targets
	scope      models.Scope
	project    string // code of the project, of a report of several operations
	sheet      string
	page       int
}

// showReport: GET /rapports/:operation/:kind.
func (a *App) showReport(c *gin.Context, access Access) error {
	q, problems, err := a.reportQuery(c, access, models.Read)
	if err != nil {
		return err
	}
	page := reportPage{Page: a.newPage(c, access, "report.title."+q.kind), Operation: q.operation, Programme: a.programme(q.operation.Programme),
		Heading: a.Texts.T("report.title." + q.kind), Nominative: q.nominative, Outside: q.funder,
		MayFreeze: a.may(access, models.Create, models.KindReportRun)}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}}
	page.Filters = a.reportFilters(c, access, q, problems)
	a.blame(&page.Page, problems, "du", "au", "remise")
	if len(problems) > 0 {
		return a.refuse(c, "reports/show", page)
	}
	document, err := a.compile(c, q)
	if err != nil {
		return err
	}
	a.reportLinks(&page, q, document)
	if page.Sheet, err = a.sheetView(document, q); err != nil {
		return err
	}
	a.reportControls(&page, q, document)
	page.Ready = a.readyLineOf(access, q.operation, readyIn(document))
	return a.show(c, "reports/show", page)
}

// compile counts the report and leaves a line in the journal: every look at a report is an export.
func (a *App) compile(c *gin.Context, q reportQuery) (*reports.Document, error) {
	order, err := a.order(c, q, "")
	if err != nil {
		return nil, err
	}
	return Compile(ctx(c), a.Store, q.scope, order)
}

// order says what is asked, and leaves the line of it in the journal.
func (a *App) order(c *gin.Context, q reportQuery, more string) (ReportOrder, error) {
	detail := fmt.Sprintf("%s %s %s%s", q.kind, q.from, q.to, more)
	if err := a.Store.JournalReport(ctx(c), q.scope, q.operation, detail); err != nil {
		return ReportOrder{}, err
	}
	centre, err := a.Store.CentreName(ctx(c), q.scope, q.operation.CentreID)
	return ReportOrder{Kind: q.kind, Operation: q.operation, From: q.from, To: q.to, AsOf: q.asOf,
		Nominative: q.nominative, Funder: q.funder, Centre: centre, Version: a.Config.Version}, err
}

// reportQuery reads the address under the scope it needs: names are a kind of their own.
func (a *App) reportQuery(c *gin.Context, access Access, action string) (reportQuery, models.Problems, error) {
	q := reportQuery{kind: c.Param("kind"), nominative: c.Query("nominatif") == "1", scope: access.Scope, funder: !access.Actor.HasRole(models.Manager, models.Auditor), sheet: c.Query("feuille"), page: max(number(c.Query("page")), 1),
		targets: a.may(access, models.Read, models.KindTarget)}
	if q.nominative {
		scope, err := a.Gate.Scope(access.Actor, action, models.KindReportNominal)
		if err != nil {
			return q, nil, err
		}
		q.scope = scope
	}
	var err error
	if q.operation, err = a.Store.Operation(ctx(c), q.scope, c.Param("operation")); err != nil {
		return q, nil, err
	}
	if !slices.Contains(a.reportKinds(access, q.operation), q.kind) {
		return q, nil, models.ErrNotFound
	}
	problems := models.Problems{}
	q.to = a.reportDay(c, "au", min(a.today(), cmpOr(q.operation.EndsOn, a.today())), problems)
	q.from = a.reportDay(c, "du", models.ReportPeriod("", q.to).From, problems)
	if len(problems) == 0 && q.from > q.to {
		problems.Add("du", "report.period_reversed")
	}
	q.asOf = a.reportDay(c, "remise", "", problems)
	if len(problems) == 0 && q.asOf != "" && q.asOf < q.to {
		problems.Add("remise", "report.as_of_early")
	}
	return q, problems, nil
}

func cmpOr(d, otherwise models.Date) models.Date {
	if d == "" {
		return otherwise
	}
	return d
}

func (a *App) reportDay(c *gin.Context, name string, otherwise models.Date, problems models.Problems) models.Date {
	typed := strings.TrimSpace(c.Query(name))
	if typed == "" {
		return otherwise
	}
	d, problem := models.ParseTypedDate(typed, a.today())
	if problem != "" {
		problems.Add(name, problem)
	}
	return d
}

func (a *App) reportFilters(c *gin.Context, access Access, q reportQuery, problems models.Problems) templates.FilterBar {
	value := func(name string, d models.Date) string {
		if problems.Has(name) {
			return c.Query(name)
		}
		return models.FrenchDate(d)
	}
	bar := templates.FilterBar{Action: q.path(), Fields: []templates.Field{
		templates.Date("du", a.Texts.T("report.from"), value("du", q.from)).Wrong(a.problem(problems, "du")),
		templates.Date("au", a.Texts.T("report.to"), value("au", q.to)).Wrong(a.problem(problems, "au")),
		templates.Date("remise", a.Texts.T("report.as_of"), value("remise", q.asOf)).Wrong(a.problem(problems, "remise")).AsOptional()}}
	if a.may(access, models.Read, models.KindReportNominal) {
		bar.Fields = append(bar.Fields, templates.Check("nominatif", a.Texts.T("report.nominative"), q.nominative))
	}
	return bar
}

func (q reportQuery) path() string {
	if q.operation.PublicID == "" { // of the centre, not of an operation
		return "/rapports/" + q.kind
	}
	return "/rapports/" + q.operation.PublicID + "/" + q.kind
}

// link is the address of the same report, with other parameters.
func (q reportQuery) link(suffix string, more ...string) string {
	values := url.Values{"du": {string(q.from)}, "au": {string(q.to)}}
	if q.nominative {
		values.Set("nominatif", "1")
	}
	if q.project != "" {
		values.Set("code", q.project)
	}
	if q.asOf != "" {
		values.Set("remise", string(q.asOf))
	}
	for i := 0; i+1 < len(more); i += 2 {
		values.Set(more[i], more[i+1])
	}
	return q.path() + suffix + "?" + values.Encode()
}

func (a *App) reportLinks(page *reportPage, q reportQuery, d *reports.Document) {
	for i, t := range d.Tables {
		if t.BookOnly {
			continue
		}
		current := t.Key == q.sheet || q.sheet == "" && i == 1
		page.Sheets = append(page.Sheets, templates.Tab{Label: t.Title, URL: q.link("", "feuille", t.Key), Current: current})
	}
	if q.sheet == "definitions" {
		page.Registry = registryURL
		if slices.Contains(registryKinds, q.kind) {
			page.Registry += "?rapport=" + q.kind
		}
	}
	page.Downloads = []templates.Action{{Label: a.Texts.T("report.download.xlsx"), URL: q.link("/classeur"), Icon: "download", Primary: true},
		{Label: a.Texts.T("report.download.json"), URL: q.link("/donnees"), Icon: "download"}}
	if page.MayFreeze && !q.nominative {
		page.Downloads = append(page.Downloads, templates.Action{Label: a.Texts.T("run.freeze"), URL: q.link("/figer"), Icon: "lock"})
	}
}

func (a *App) reportControls(page *reportPage, q reportQuery, d *reports.Document) {
	for _, control := range d.Controls {
		switch {
		case control.OK:
		case control.Level == models.Blocking:
			page.Blocking = append(page.Blocking, control.Code+" – "+control.Message)
		default:
			page.Warnings++
		}
	}
	page.ControlURL = q.link("", "feuille", "controles")
}

// sheetView is the sheet asked for, one page of it; the second sheet when none is (the first is the cover).
func (a *App) sheetView(d *reports.Document, q reportQuery) (sheetView, error) {
	table := d.Table(q.sheet)
	if q.sheet == "" {
		table = d.Tables[1]
	}
	if table.Rows == nil || table.BookOnly {
		return sheetView{}, models.ErrNotFound
	}
	view := sheetView{Title: table.Title, Columns: table.Columns}
	first, n := (q.page-1)*sheetPageSize, 0
	for row, err := range table.Rows {
		if err != nil {
			return view, err
		}
		if n++; n > first && n <= first+sheetPageSize {
			view.Rows = append(view.Rows, q.cellViews(table.Columns, row))
		}
	}
	if q.page > 1 {
		view.Pager.Previous = q.link("", "feuille", table.Key, "page", fmt.Sprint(q.page-1))
	}
	if n > first+sheetPageSize {
		view.Pager.Next = q.link("", "feuille", table.Key, "page", fmt.Sprint(q.page+1))
	}
	if n > sheetPageSize {
		view.Pager.Shown = a.Texts.T("report.rows", "From", first+1, "To", first+len(view.Rows), "Count", n)
	}
	return view, nil
}

func (q reportQuery) cellViews(columns []reports.Column, row []reports.Cell) []cellView {
	out := cellTexts(columns, row)
	for i, cell := range row {
		switch {
		case cell.Line == "":
		case q.kind == reports.ProjectKind:
			out[i].URL = q.operationLink(cell.Line, columns[i].Key)
		case q.kind == reports.ActivityKind && models.OfPersons(columns[i].Key):
			out[i].URL = q.link("/chiffre", "ligne", cell.Line, "colonne", columns[i].Key)
		case q.kind == reports.ActivityKind:
			out[i].URL = q.actionsLink(cell.Line)
		case slices.Contains(reports.TargetColumns, columns[i].Key):
			if q.targets {
				out[i].URL = "/cibles/" + cell.Line
			}
		case cell.Line == reports.SessionsLine:
			out[i].URL = q.link("", "feuille", "seances")
		default:
			out[i].URL = q.link("/chiffre", "ligne", cell.Line, "colonne", columns[i].Key)
		}
	}
	return out
}

func cellTexts(columns []reports.Column, row []reports.Cell) []cellView {
	out := make([]cellView, len(row))
	for i, cell := range row {
		out[i] = cellView{Text: cellText(cell), Long: columns[i].Width >= 30,
			Right: !columns[i].Left && (cell.Kind == reports.Number || cell.Kind == reports.Hours || cell.Kind == reports.Percent || cell.Kind == reports.Empty && columns[i].Right)}
	}
	return out
}

// cellText writes a cell in French: 24/11/2026, 3,75, 42 %.
func cellText(cell reports.Cell) string {
	switch cell.Kind {
	case reports.Text:
		return cell.Text
	case reports.Number:
		return models.FrenchNumber(cell.Number)
	case reports.Day:
		return models.FrenchDate(models.Date(cell.Text))
	case reports.Hours:
		return strings.Replace(fmt.Sprintf("%.2f", float64(cell.Number)/60), ".", ",", 1)
	case reports.Percent:
		return strings.Replace(fmt.Sprintf("%.1f", 100*float64(cell.Number)/float64(cell.Of)), ".", ",", 1) + "\u00a0%"
	default:
		return ""
	}
}

// downloadReport: GET /rapports/:operation/:kind/classeur and …/donnees.
func (a *App) downloadReport(format string) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		q, problems, err := a.reportQuery(c, access, models.Export)
		if err != nil {
			return err
		}
		if len(problems) > 0 {
			return see(c, q.path()+"?"+c.Request.URL.RawQuery)
		}
		document, err := a.compile(c, q)
		if err != nil {
			return err
		}
		return a.sendDocument(c, document, format, fmt.Sprintf("%s-%s-%s.%s", q.kind, strings.ToLower(q.operation.Code), q.to, format))
	}
}
