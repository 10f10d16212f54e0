package handlers

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/documents"
	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// Where time sheets are: those of the team, and one's own.
const (
	timeSheetsURL = "/temps"
	ownSheetsURL  = "/moi/temps"
)

// timeSheetsPage lists the time sheets of a month: a colleague, an operation, the hours.
type timeSheetsPage struct {
	Page
	Own     bool
	Filters templates.FilterBar
	Heading string
	Sheets  []timeSheetRow
	Empty   templates.Empty
}

// timeSheetRow is one sheet of the list.
type timeSheetRow struct {
	Name, Operation, URL                 string
	Individual, Steps, Collective, Total string
}

// timeSheetPage is one sheet, as it is printed.
type timeSheetPage struct {
	Page
	Sheet models.TimeSheet
	Facts []templates.Row
	Days  []timeSheetDay
	Total timeSheetDay
	PDF   string
}

// timeSheetDay is a line of the sheet.
type timeSheetDay struct{ Day, Individual, Steps, Collective, Total string }

// sheetMonth is the month asked for, AAAA-MM; this one by default.
func (a *App) sheetMonth(c *gin.Context) (month string, filter store.StaffFilter) {
	first := models.Date(c.Query("mois") + "-01")
	if !first.Valid() {
		first = a.today()[:7] + "-01"
	}
	return string(first[:7]), store.StaffFilter{From: first, To: first.AddMonths(1).AddDays(-1)}
}

// listTimeSheets: GET /temps and /moi/temps.
func (a *App) listTimeSheets(own bool) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		month, filter := a.sheetMonth(c)
		sheets, err := a.timeSheets(c, access, own, month, filter)
		if err != nil {
			return err
		}
		key, base := "timesheet.list.title", timeSheetsURL
		if own {
			key, base = "timesheet.own", ownSheetsURL
		}
		page := timeSheetsPage{Page: a.newPage(c, access, key), Own: own, Heading: models.FrenchMonth(filter.From), Empty: templates.Empty{Text: a.Texts.T("timesheet.empty")}}
		page.Filters = templates.FilterBar{Action: base, Fields: []templates.Field{templates.Select("mois", a.Texts.T("timesheet.month"), month, a.recentMonths(month))}}
		if own {
			page.Breadcrumb = []Link{{URL: "/moi", Label: a.Texts.T("account.title")}}
		} else {
			page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}, {URL: ledgerURL, Label: a.Texts.T("ledger.title")}}
		}
		for _, s := range sheets {
			d := timeSheetCells(s.Total)
			page.Sheets = append(page.Sheets, timeSheetRow{Name: s.UserName, Operation: s.Operation, URL: timeSheetURL(s, own, ""),
				Individual: d.Individual, Steps: d.Steps, Collective: d.Collective, Total: d.Total})
		}
		return a.show(c, "ledger/timesheets", page)
	}
}

func timeSheetURL(s models.TimeSheet, own bool, suffix string) string {
	base := timeSheetsURL + "/" + s.User + "/" + s.OperationID
	if own {
		base = ownSheetsURL + "/" + s.OperationID
	}
	return base + suffix + "?" + query("mois", s.Month)
}

// recentMonths are the two years up to today, the month shown included.
func (a *App) recentMonths(shown string) []templates.Option {
	months := models.MonthsOf(a.today().AddMonths(-23), a.today())
	if !slices.Contains(months, shown) {
		months = append(months, shown)
		slices.Sort(months)
	}
	slices.Reverse(months)
	var options []templates.Option
	for _, m := range months {
		options = append(options, templates.Option{Value: m, Label: models.FrenchMonth(models.Date(m + "-01"))})
	}
	return options
}

// timeSheets reads the sheets of a month, one's own or those of the team.
func (a *App) timeSheets(c *gin.Context, access Access, own bool, month string, filter store.StaffFilter) ([]models.TimeSheet, error) {
	var entries []models.StaffEntry
	add := func(e models.StaffEntry) error {
		entries = append(entries, e)
		return nil
	}
	read := a.Store.StaffTime
	if own {
		read = a.Store.OwnTime
	}
	err := read(ctx(c), access.Scope, filter, add)
	return models.TimeSheets(entries, month), err
}

// timeSheet is the sheet that the address names.
func (a *App) timeSheet(c *gin.Context, access Access, own bool) (models.TimeSheet, error) {
	month, filter := a.sheetMonth(c)
	filter.Operation, filter.User = c.Param("operation"), c.Param("id")
	if own {
		filter.User = ""
	}
	sheets, err := a.timeSheets(c, access, own, month, filter)
	if err != nil || len(sheets) == 0 {
		return models.TimeSheet{}, cmpErr(err, models.ErrNotFound)
	}
	if !own { // a colleague's hours are looked at: it is written down
		err = a.Store.JournalLedger(ctx(c), access.Scope, "temps "+sheets[0].User+" "+month)
	}
	if err == nil {
		err = a.Store.TimeSheetOf(ctx(c), &sheets[0])
	}
	return sheets[0], err
}

func cmpErr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// showTimeSheet: GET /temps/:id/:operation and /moi/temps/:operation.
func (a *App) showTimeSheet(own bool) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		s, err := a.timeSheet(c, access, own)
		if err != nil {
			return err
		}
		page := timeSheetPage{Page: a.newPage(c, access, "timesheet.title"), Sheet: s, PDF: timeSheetURL(s, own, "/pdf"), Total: timeSheetCells(s.Total)}
		base := timeSheetsURL
		if own {
			base = ownSheetsURL
		}
		page.Breadcrumb = []Link{{URL: base + "?" + query("mois", s.Month), Label: a.Texts.T("timesheet.list.title")}}
		for _, fact := range documents.TimeSheetFacts(a.Texts.T, s) {
			page.Facts = append(page.Facts, templates.Row{Label: fact[0], Value: fact[1]})
		}
		for _, d := range s.Days {
			cells := timeSheetCells(d.SheetTime)
			cells.Day = models.FrenchLongDate(d.Date)
			page.Days = append(page.Days, cells)
		}
		return a.show(c, "ledger/timesheet", page)
	}
}

func timeSheetCells(t models.SheetTime) timeSheetDay {
	text := func(minutes int) string {
		if minutes == 0 {
			return "–"
		}
		return models.FrenchDuration(minutes)
	}
	return timeSheetDay{Individual: text(t.Individual), Steps: text(t.Steps), Collective: text(t.Collective), Total: text(t.Total())}
}

// printTimeSheet: GET /temps/:id/:operation/pdf and /moi/temps/:operation/pdf.
func (a *App) printTimeSheet(own bool) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		s, err := a.timeSheet(c, access, own)
		if err != nil {
			return err
		}
		pdf, err := documents.TimeSheet(a.Texts.T, s)
		if err != nil {
			return err
		}
		return sendPDF(c, strings.ToLower(s.Number())+".pdf", pdf)
	}
}
