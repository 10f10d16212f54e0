package handlers

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/reports"
	"jalon/templates"
)

const (
	ledgerURL      = "/rapports/grand-livre"
	ledgerPageSize = 100
	ledgerMonths   = 12 // a page shows; a file shows all
)

// ledgerPage adds attended time up by one view, month by month; each figure opens its contacts.
type ledgerPage struct {
	Page
	Views      []templates.Tab
	Filters    templates.FilterBar
	Downloads  []templates.Action
	Related    []templates.Link
	Tiles      []templates.Tile
	View       string // heading of the first column
	Months     []string
	Rows       []ledgerRow
	Total      ledgerRow
	Named      bool
	Pager      templates.Pager
	Empty      templates.Empty
	Nominative bool
}

// ledgerHeads are the headings of the first column.
var ledgerHeads = map[string]string{models.LedgerByPerson: "ledger.person", models.LedgerByColleague: "ledger.colleague", models.LedgerByOperation: "ledger.operation",
	models.LedgerByCategory: "ledger.category"}

// ledgerRow is one row of the table.
type ledgerRow struct {
	Label string
	Cells []ledgerCell
	Total ledgerCell
}

// ledgerCell is the signed time of a month, and what nobody signed.
type ledgerCell struct{ Month, Text, Unsigned, URL string }

// ledgerQuery is what the address of a page of the ledger says.
type ledgerQuery struct {
	models.LedgerQuery
	view       string
	nominative bool
	scope      models.Scope
	typed      map[string]string
}

// readLedger reads the address under the scope it needs: names are a right of their own.
func (a *App) readLedger(c *gin.Context, access Access, action string) (ledgerQuery, models.Problems, error) {
	q := ledgerQuery{view: c.Query("vue"), nominative: c.Query("nominatif") == "1", scope: access.Scope, typed: map[string]string{}}
	if q.nominative {
		scope, err := a.Gate.Scope(access.Actor, action, models.KindReportNominal)
		if err != nil {
			return q, nil, err
		}
		q.scope = scope
	}
	if !slices.Contains(models.LedgerViews, q.view) {
		q.view = models.LedgerByOperation
	}
	problems := models.Problems{}
	q.To = a.reportDay(c, "au", a.today(), problems)
	q.From = a.reportDay(c, "du", models.ReportPeriod("", q.To).From, problems)
	q.Operation, q.Colleague, q.Category, q.Person = c.Query("operation"), c.Query("collegue"), c.Query("categorie"), c.Query("personne")
	switch {
	case len(problems) > 0:
	case q.From > q.To:
		problems.Add("du", "report.period_reversed")
	case action == models.Read && len(models.MonthsOf(q.From, q.To)) > ledgerMonths:
		problems.Add("du", "ledger.too_long")
	}
	for _, name := range []string{"du", "au"} {
		q.typed[name] = c.Query(name)
	}
	return q, problems, nil
}

// link is the address of the ledger with other parameters.
func (q ledgerQuery) link(suffix string, more ...string) string {
	pairs := []string{"vue", q.view, "du", string(q.From), "au", string(q.To), "operation", q.Operation, "collegue", q.Colleague, "categorie", q.Category, "personne", q.Person}
	if q.nominative {
		pairs = append(pairs, "nominatif", "1")
	}
	return ledgerURL + suffix + "?" + query(append(pairs, more...)...)
}

// showLedger: GET /rapports/grand-livre.
func (a *App) showLedger(c *gin.Context, access Access) error {
	q, problems, err := a.readLedger(c, access, models.Read)
	if err != nil {
		return err
	}
	page := ledgerPage{Page: a.newPage(c, access, "ledger.title"), View: a.Texts.T(ledgerHeads[q.view]), Named: q.nominative && q.view == models.LedgerByPerson,
		Nominative: q.nominative, Empty: templates.Empty{Text: a.Texts.T("ledger.empty")}}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}}
	if len(problems) > 0 {
		page.Filters = a.ledgerFilters(c, access, q, problems, models.NewLedger(models.LedgerQuery{From: a.today(), To: a.today()}, q.view))
		a.blame(&page.Page, problems, "du", "au")
		return a.refuse(c, "ledger/show", page)
	}
	ledger := models.NewLedger(q.LedgerQuery, q.view)
	if err := a.Store.JournalLedger(ctx(c), q.scope, q.view+" "+string(q.From)+" "+string(q.To)); err != nil {
		return err
	}
	err = a.Store.Ledger(ctx(c), q.scope, models.LedgerQuery{From: q.From, To: q.To, Operation: q.Operation, Person: q.Person}, func(e models.LedgerEntry) error {
		ledger.Add(e)
		return nil
	})
	if err != nil {
		return err
	}
	page.Filters = a.ledgerFilters(c, access, q, problems, ledger)
	a.ledgerLinks(&page, access, q)
	a.ledgerTable(&page, c, q, ledger)
	return a.show(c, "ledger/show", page)
}

func (a *App) ledgerLinks(page *ledgerPage, access Access, q ledgerQuery) {
	for _, view := range models.LedgerViews {
		other := q
		other.view = view
		page.Views = append(page.Views, templates.Tab{Label: a.Texts.T("ledger.view." + view), URL: other.link(""), Current: view == q.view})
	}
	if a.may(access, models.Export, models.KindLedger) {
		page.Downloads = []templates.Action{{Label: a.Texts.T("ledger.download"), URL: q.link("/classeur"), Icon: "download", Primary: true},
			{Label: a.Texts.T("team.export"), URL: q.link("/csv"), Icon: "table-export"}}
	}
	page.Related = []templates.Link{{URL: q.link("/doubles"), Label: a.Texts.T("ledger.overlap.title")},
		{URL: timeSheetsURL + "?" + query("mois", string(q.To[:7])), Label: a.Texts.T("timesheet.list.title")}}
}

func (a *App) ledgerFilters(c *gin.Context, access Access, q ledgerQuery, problems models.Problems, l *models.Ledger) templates.FilterBar {
	day := func(name string, d models.Date) string {
		if problems.Has(name) && q.typed[name] != "" {
			return q.typed[name]
		}
		return models.FrenchDate(d)
	}
	all := []templates.Option{{Value: "", Label: a.Texts.T("calendar.all")}}
	operations, colleagues, categories := slices.Clone(all), slices.Clone(all), slices.Clone(all)
	known, _ := a.Store.Operations(ctx(c), q.scope)
	for _, o := range known {
		operations = append(operations, templates.Option{Value: o.PublicID, Label: operationLabel(o)})
	}
	for _, k := range l.Colleagues {
		colleagues = append(colleagues, templates.Option{Value: k.ID, Label: k.Label})
	}
	for _, name := range l.Categories {
		categories = append(categories, templates.Option{Value: name, Label: name})
	}
	byLabel := func(x, y templates.Option) int { return strings.Compare(models.Fold(x.Label), models.Fold(y.Label)) }
	slices.SortFunc(colleagues[1:], byLabel)
	slices.SortFunc(categories[1:], byLabel)
	bar := templates.FilterBar{Action: ledgerURL, Fields: []templates.Field{templates.Hidden("vue", q.view),
		templates.Date("du", a.Texts.T("report.from"), day("du", q.From)).Wrong(a.problem(problems, "du")),
		templates.Date("au", a.Texts.T("ledger.to"), day("au", q.To)).Wrong(a.problem(problems, "au")),
		templates.Select("operation", a.Texts.T("ledger.operation"), q.Operation, operations),
		templates.Select("collegue", a.Texts.T("ledger.colleague"), q.Colleague, colleagues),
		templates.Select("categorie", a.Texts.T("ledger.category"), q.Category, categories)}}
	if a.may(access, models.Read, models.KindReportNominal) {
		bar.Fields = append(bar.Fields, templates.Check("nominatif", a.Texts.T("report.nominative"), q.nominative))
	}
	return bar
}

// ledgerTable prints one page of the rows; the total is that of all of them.
func (a *App) ledgerTable(page *ledgerPage, c *gin.Context, q ledgerQuery, l *models.Ledger) {
	rows := l.Rows()
	after := c.Query("apres")
	if first := slices.IndexFunc(rows, func(r models.LedgerRow) bool { return after != "" && r.ID == after }); first >= 0 {
		rows = rows[first+1:]
		page.Pager.First = q.link("")
	}
	if len(rows) > ledgerPageSize {
		rows = rows[:ledgerPageSize]
		page.Pager.Next = q.link("", "apres", rows[len(rows)-1].ID)
	}
	for _, m := range l.Months {
		page.Months = append(page.Months, models.FrenchMonth(models.Date(m+"-01")))
	}
	for _, r := range rows {
		page.Rows = append(page.Rows, a.ledgerRow(q, r, l.Months, true))
	}
	page.Total = a.ledgerRow(q, l.Total, l.Months, false)
	page.Tiles = []templates.Tile{{Figure: models.FrenchDuration(l.Total.Total.Signed), Label: a.Texts.T("ledger.signed"), Note: a.Texts.T("ledger.minutes", "Minutes", models.FrenchNumber(l.Total.Total.Signed))},
		{Figure: models.FrenchDuration(l.Total.Total.Unsigned), Label: a.Texts.T("ledger.unsigned"), Note: a.Texts.T("ledger.unsigned.note")}}
}

func (a *App) ledgerRow(q ledgerQuery, r models.LedgerRow, months []string, leads bool) ledgerRow {
	row := ledgerRow{Label: reports.LedgerLabel(r.LedgerKey)}
	for i, month := range months {
		cell := a.ledgerCell(r.Months[i])
		cell.Month = models.FrenchMonth(models.Date(month + "-01"))
		if leads && r.Months[i] != (models.LedgerTime{}) {
			cell.URL = q.link("/lignes", "cle", r.ID, "mois", month)
		}
		row.Cells = append(row.Cells, cell)
	}
	row.Total = a.ledgerCell(r.Total)
	if leads {
		row.Total.URL = q.link("/lignes", "cle", r.ID)
	} else {
		row.Label = a.Texts.T("ledger.total")
	}
	return row
}

func (a *App) ledgerCell(t models.LedgerTime) ledgerCell {
	cell := ledgerCell{Text: "–"}
	if t.Signed > 0 {
		cell.Text = models.FrenchDuration(t.Signed)
	}
	if t.Unsigned > 0 {
		cell.Unsigned = models.FrenchDuration(t.Unsigned)
	}
	return cell
}
