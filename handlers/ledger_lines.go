package handlers

import (
	"encoding/csv"
	"iter"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/reports"
	"jalon/store"
	"jalon/templates"
)

// ledgerLinesPage is the contacts behind one figure of the ledger.
type ledgerLinesPage struct {
	Page
	Label string
	Facts string
	Count string
	Lines []ledgerLine
	Named bool
	Pager templates.Pager
	Back  string
}

// ledgerLine is one attended contact.
type ledgerLine struct {
	Date, Hours, Person, Staff, Operation, Category, Time, URL string
	Unsigned                                                   bool
}

// showLedgerLines: GET /rapports/grand-livre/lignes.
func (a *App) showLedgerLines(c *gin.Context, access Access) error {
	q, problems, err := a.readLedger(c, access, models.Read)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return models.ErrNotFound
	}
	keep := q.LedgerQuery
	keep.View, keep.Row = q.view, c.Query("cle")
	if month := models.Date(c.Query("mois") + "-01"); month.Valid() {
		keep.From, keep.To = max(keep.From, month), min(keep.To, month.AddMonths(1).AddDays(-1))
	}
	page := ledgerLinesPage{Page: a.newPage(c, access, "ledger.lines.title"), Named: q.nominative, Back: q.link("")}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}, {URL: page.Back, Label: a.Texts.T("ledger.title")}}
	if err := a.Store.JournalLedger(ctx(c), q.scope, "lignes "+string(keep.From)+" "+string(keep.To)); err != nil {
		return err
	}
	number, n, sum := max(number(c.Query("page")), 1), 0, models.LedgerTime{}
	first := (number - 1) * ledgerPageSize
	err = a.Store.Ledger(ctx(c), q.scope, models.LedgerQuery{From: keep.From, To: keep.To, Operation: q.Operation, Person: q.Person}, func(e models.LedgerEntry) error {
		if !keep.Keeps(e) {
			return nil
		}
		page.Label = reports.LedgerLabel(e.KeyOf(q.view))
		t := e.Time()
		sum.Signed, sum.Unsigned = sum.Signed+t.Signed, sum.Unsigned+t.Unsigned
		if n++; n > first && n <= first+ledgerPageSize {
			page.Lines = append(page.Lines, a.ledgerLine(access, e))
		}
		return nil
	})
	if err == nil && n == 0 {
		err = models.ErrNotFound
	}
	page.Count = a.Texts.T("ledger.lines.count", "Count", n)
	page.Facts = a.Texts.T("ledger.lines.facts", "From", models.FrenchDate(keep.From), "To", models.FrenchDate(keep.To), "Signed", models.FrenchDuration(sum.Signed), "Unsigned", models.FrenchDuration(sum.Unsigned))
	here := func(page int) string {
		return q.link("/lignes", "cle", keep.Row, "mois", c.Query("mois"), "page", strconv.Itoa(page))
	}
	if number > 1 {
		page.Pager.Previous = here(number - 1)
	}
	if n > first+ledgerPageSize {
		page.Pager.Next = here(number + 1)
	}
	if err != nil {
		return err
	}
	return a.show(c, "ledger/lines", page)
}

func (a *App) ledgerLine(access Access, e models.LedgerEntry) ledgerLine {
	line := ledgerLine{Date: models.FrenchDate(e.Date), Person: e.Name(), Staff: orElse(e.Staff, "–"), Operation: e.Operation, Category: e.HoursCategory(),
		Time: models.FrenchDuration(e.Minutes), Unsigned: !e.Signed}
	if e.Start != "" {
		line.Hours = models.FrenchTime(e.Start) + " – " + models.FrenchTime(e.End)
	}
	line.URL = a.contactURL(access, e)
	return line
}

// contactURL leads to the follow-up or the session of an entry, for a role that may open it.
func (a *App) contactURL(access Access, e models.LedgerEntry) string {
	switch {
	case e.Session != "" && a.may(access, models.Read, models.KindSession):
		return "/seances/" + e.Session
	case e.Session == "" && e.Kind == models.FollowUpContact && a.may(access, models.Read, models.KindFollowUp):
		return "/suivis/" + e.ID
	}
	return ""
}

// ledgerOverlapsPage lists the hours that were spent twice.
type ledgerOverlapsPage struct {
	Page
	Filters templates.FilterBar
	Rows    []ledgerOverlap
	Count   string
	More    bool
	Empty   templates.Empty
	Named   bool
}

// ledgerOverlap is one of them: both lines, and the remedy.
type ledgerOverlap struct {
	Who, Date, Shared, Remedy string
	Twice, Private            bool
	Lines                     []templates.Link
}

// showOverlaps: GET /rapports/grand-livre/doubles.
func (a *App) showOverlaps(c *gin.Context, access Access) error {
	q, problems, err := a.readLedger(c, access, models.Export) // several years at once: history
	if err != nil {
		return err
	}
	page := ledgerOverlapsPage{Page: a.newPage(c, access, "ledger.overlap.title"), Empty: templates.Empty{Text: a.Texts.T("ledger.overlap.empty")}, Named: q.nominative}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}, {URL: ledgerURL, Label: a.Texts.T("ledger.title")}}
	page.Filters = a.ledgerFilters(c, access, q, problems, models.NewLedger(models.LedgerQuery{From: a.today(), To: a.today()}, q.view))
	page.Filters.Action = ledgerURL + "/doubles"
	page.Filters.Fields = append(page.Filters.Fields[1:3], page.Filters.Fields[6:]...) // the days, and the names
	if a.blame(&page.Page, problems, "du", "au"); len(problems) > 0 {
		return a.refuse(c, "ledger/overlaps", page)
	}
	if err := a.Store.JournalLedger(ctx(c), q.scope, "doubles "+string(q.From)+" "+string(q.To)); err != nil {
		return err
	}
	found, err := a.Store.Overlaps(ctx(c), q.scope, q.LedgerQuery)
	for _, o := range found {
		row := ledgerOverlap{Who: o.Who(), Date: models.FrenchDate(o.First.Date), Shared: models.FrenchDuration(o.Minutes), Remedy: o.Remedy(), Twice: o.Twice(), Private: !o.Colleague}
		for _, e := range []models.LedgerEntry{o.First, o.Second} {
			row.Lines = append(row.Lines, templates.Link{Label: e.Line(), URL: a.contactURL(access, e)})
		}
		page.Rows = append(page.Rows, row)
	}
	page.Count, page.More = a.Texts.T("ledger.overlap.count", "Count", len(found)), len(found) >= store.OverlapLimit
	if err != nil {
		return err
	}
	return a.show(c, "ledger/overlaps", page)
}

// downloadLedger: GET /rapports/grand-livre/classeur and …/csv. Everything is read in one view of the database and streamed.
func (a *App) downloadLedger(format string) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		q, problems, err := a.readLedger(c, access, models.Export)
		if err != nil {
			return err
		}
		if len(problems) > 0 {
			return see(c, ledgerURL+"?"+c.Request.URL.RawQuery)
		}
		if err := a.Store.JournalLedger(ctx(c), q.scope, format+" "+string(q.From)+" "+string(q.To)); err != nil {
			return err
		}
		err = a.Store.Snapshot(ctx(c), func(tx *store.Store) error {
			if format == "csv" {
				return a.ledgerCSV(c, tx, q)
			}
			return a.ledgerBook(c, tx, q)
		})
		if err != nil && c.Writer.Written() { // too late for a page: the browser sees that bytes are missing
			a.Log.Error("download cut short", "request", requestID(c), "error", err)
			return nil
		}
		return err
	}
}

func (a *App) startDownload(c *gin.Context, name, mimeType string) {
	c.Header("Content-Disposition", `attachment; filename="`+name+`"`)
	c.Header("Content-Type", mimeType)
	c.Header("Content-Security-Policy", filePolicy)
	c.Status(http.StatusOK)
}

func (a *App) ledgerCSV(c *gin.Context, tx *store.Store, q ledgerQuery) error {
	a.startDownload(c, "grand-livre-"+string(q.To)+".csv", "text/csv; charset=utf-8")
	if _, err := c.Writer.WriteString("\ufeff"); err != nil {
		return err
	}
	w := csv.NewWriter(c.Writer)
	w.Comma, w.UseCRLF = ';', true
	var cells []string
	for _, column := range reports.LedgerHeads() {
		cells = append(cells, column.Label)
	}
	if err := w.Write(cells); err != nil {
		return err
	}
	for l, err := range ledgerLines(c, tx, q) {
		if err != nil {
			return err
		}
		for i, cell := range reports.LedgerCells(l) {
			cells[i] = plainCell(cellText(cell))
		}
		if err := w.Write(cells); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func (a *App) ledgerBook(c *gin.Context, tx *store.Store, q ledgerQuery) error {
	source := reports.LedgerSource{Period: models.Period{From: q.From, To: q.To}, Lines: ledgerLines(c, tx, q),
		Meta: reports.Meta{Version: a.Config.Version, ProducedOn: a.today(), Responsible: q.scope.Actor().Name, Nominative: q.nominative}}
	for _, view := range models.LedgerViews {
		source.Ledgers = append(source.Ledgers, models.NewLedger(q.LedgerQuery, view))
	}
	err := tx.Ledger(ctx(c), q.scope, q.LedgerQuery, func(e models.LedgerEntry) error {
		for _, l := range source.Ledgers {
			l.Add(e)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if source.Overlaps, err = tx.Overlaps(ctx(c), q.scope, q.LedgerQuery); err != nil {
		return err
	}
	if centres := q.scope.Centres(); len(centres) > 0 {
		if source.Meta.Centre, err = tx.CentreName(ctx(c), q.scope, centres[0]); err != nil {
			return err
		}
	}
	a.startDownload(c, "grand-livre-"+string(q.To)+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	return reports.WriteWorkbook(c.Writer, reports.Ledger(source))
}

// ledgerLines streams the lines, person after person: only one person's contacts are in memory.
func ledgerLines(c *gin.Context, tx *store.Store, q ledgerQuery) iter.Seq2[models.LedgerLine, error] {
	return func(yield func(models.LedgerLine, error) bool) {
		var person []models.LedgerEntry
		stopped := false
		flush := func() {
			for _, l := range models.LedgerLines(person) {
				if stopped = stopped || !yield(l, nil); stopped {
					return
				}
			}
			person = person[:0]
		}
		err := tx.Ledger(ctx(c), q.scope, q.LedgerQuery, func(e models.LedgerEntry) error {
			if !q.Keeps(e) {
				return nil
			}
			if len(person) > 0 && person[0].Person != e.Person {
				if flush(); stopped {
					return models.ErrStale // the reader has left
				}
			}
			person = append(person, e)
			return nil
		})
		if stopped {
			return
		}
		if flush(); err != nil && !stopped {
			yield(models.LedgerLine{}, err)
		}
	}
}
