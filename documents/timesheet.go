package documents

import (
	"strconv"

	"jalon/models"
)

// timeSheet is a colleague's month for one operation, on A4 upright: head, days, total, and the two signatures. The number and
// the page are on every page, so that a page alone tells what it belongs to.
type timeSheet struct {
	*paper
	models.TimeSheet
	y float64
}

const (
	timeSheetWidth  = 210 - 2*margin
	timeSheetEnd    = 297 - 20.0
	timeSheetRow    = 6.4
	timeSheetSigned = 44.0 // total, what the sheet says of itself, boxes of the signatures
)

// TimeSheetFacts are the head of a time sheet: labels and values.
func TimeSheetFacts(t Texts, s models.TimeSheet) [][2]string {
	return [][2]string{{t("timesheet.colleague"), s.UserName}, {t("timesheet.month"), models.FrenchMonth(models.Date(s.Month + "-01"))},
		{t("timesheet.operation"), or(s.Operation+" – "+s.Title, s.Operation)}, {t("timesheet.funder"), or(s.Funds, "–") + ", " + or(s.OperationNumber, t("timesheet.no_number"))},
		{t("timesheet.centre"), s.Centre}, {t("timesheet.number"), s.Number()}}
}

// TimeSheet prints one sheet.
func TimeSheet(t Texts, content models.TimeSheet) ([]byte, error) {
	s := &timeSheet{paper: newPaper(t, "P", t("timesheet.title"), content.PrintedOn), TimeSheet: content}
	s.page()
	for i, d := range s.Days {
		need := timeSheetRow
		if i == len(s.Days)-1 {
			need += timeSheetSigned
		}
		if s.y+need > timeSheetEnd {
			s.page()
		}
		s.row(models.FrenchLongDate(d.Date), d.SheetTime, "")
	}
	s.row(t("timesheet.total"), s.Total, "B")
	s.signatures()
	return s.bytes()
}

func (s *timeSheet) page() {
	s.AddPage()
	s.line(margin, margin, timeSheetWidth, s.t("timesheet.title"), "B", 15, "L")
	y := margin + 10
	for i, fact := range TimeSheetFacts(s.t, s.TimeSheet) {
		x := margin + float64(i%2)*timeSheetWidth/2
		s.ink(true)
		s.line(x, y, timeSheetWidth/2-2, fact[0], "", 7.5, "L")
		s.ink(false)
		s.line(x, y+3.6, timeSheetWidth/2-2, fact[1], "B", 10, "L")
		if i%2 == 1 {
			y += 10.5
		}
	}
	s.footer()
	s.y = y + 2
	s.head()
}

// columns are the width of the day, then of each kind of time.
func (s *timeSheet) columns() (first, each float64) {
	each = 29
	return timeSheetWidth - 4*each, each
}

func (s *timeSheet) head() {
	first, each := s.columns()
	s.SetFillColor(238, 241, 245)
	s.Rect(margin, s.y, timeSheetWidth, timeSheetRow+3, "FD")
	s.middle(margin, s.y, first, timeSheetRow+3, s.t("timesheet.day"), "B", 8.5)
	for i, key := range []string{"timesheet.individual", "timesheet.steps", "timesheet.collective", "timesheet.total"} {
		s.halfway(margin+first+float64(i)*each, s.y, each-1, timeSheetRow+3, s.t(key), "B", 8.5, "R") // over the figures
	}
	s.y += timeSheetRow + 3
}

func (s *timeSheet) row(day string, t models.SheetTime, weight string) {
	first, each := s.columns()
	s.Rect(margin, s.y, timeSheetWidth, timeSheetRow, "D")
	s.line(margin, s.y+1, first, day, weight, 9, "L")
	for i, minutes := range []int{t.Individual, t.Steps, t.Collective, t.Total()} {
		text := "–"
		if minutes > 0 {
			text = models.FrenchDuration(minutes)
		}
		s.line(margin+first+float64(i)*each, s.y+1, each-1, text, weight, 9, "R")
	}
	s.y += timeSheetRow
}

func (s *timeSheet) signatures() {
	s.ink(true)
	s.y += 2
	s.y += s.block(margin, s.y, timeSheetWidth, 10, s.t("timesheet.recorded"), "", 8) + 2
	s.ink(false)
	for i, key := range []string{"timesheet.sign.colleague", "timesheet.sign.direction"} {
		x := margin + float64(i)*(timeSheetWidth/2+2)
		s.Rect(x, s.y, timeSheetWidth/2-2, 24, "D")
		s.line(x+1, s.y+1.5, timeSheetWidth/2-4, s.t(key), "B", 8.5, "L")
		s.line(x+1, s.y+18.5, timeSheetWidth/2-4, s.t("timesheet.sign.date"), "", 8, "L")
	}
}

func (s *timeSheet) footer() {
	s.ink(true)
	s.line(margin, 297-margin-2, timeSheetWidth/2, s.t("timesheet.printed", "Number", s.Number(), "Date", models.FrenchDate(s.PrintedOn)), "", 7.5, "L")
	s.line(margin+timeSheetWidth/2, 297-margin-2, timeSheetWidth/2, s.t("timesheet.page", "Page", strconv.Itoa(s.PageNo()), "Pages", "{pages}"), "", 7.5, "R")
	s.ink(false)
}
