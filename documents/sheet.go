package documents

import (
	"fmt"
	"strconv"
	"strings"

	"jalon/models"
)

// sheet is an attendance sheet on A4 landscape: every element of reports.md §3.2 on every page, so that a page alone is
// a proof.
type sheet struct {
	*paper
	models.AttendanceSheet
	first        int // page of the document before the first one of this sheet
	y, rowHeight float64
}

const (
	sheetWidth   = 297 - 2*margin
	sheetEnd     = 210 - 13.0 // above the footer
	sheetTop     = 58.5       // of the first row
	signedHeight = 25.0       // rule about corrections and boxes of the trainers
	sheetCode    = 22.0       // side of the QR code: 3 dots or more a module when scanned at 150 dpi
	codeTop      = 9.0
	codeLeft     = 297 - margin - sheetCode
)

// rowHeightFor spreads the rows over as few pages as a hand can still sign on, the boxes of the trainers on the last one.
func rowHeightFor(rows int, large bool) float64 {
	least, most := 7.2, 10.0
	if large {
		least, most = 9, 12
	}
	for pages := 1; ; pages++ {
		for height := most; height >= least; height -= 0.1 {
			whole, last := int((sheetEnd-sheetTop)/height), int((sheetEnd-sheetTop-signedHeight)/height)
			if rows <= (pages-1)*whole+last {
				return height
			}
		}
	}
}

// AttendanceSheet prints the attendance sheet of a session.
func AttendanceSheet(t Texts, content models.AttendanceSheet) ([]byte, error) {
	return AttendanceSheets(t, []models.AttendanceSheet{content})
}

// AttendanceSheets prints several sheets in one document. Each has its own number and its own pages.
func AttendanceSheets(t Texts, contents []models.AttendanceSheet) ([]byte, error) {
	var day models.Date
	for _, content := range contents {
		day = max(day, content.PrintedOn)
	}
	p := newPaper(t, "L", t("document.sheet.title"), day)
	for _, content := range contents {
		s := &sheet{paper: p, AttendanceSheet: content, first: p.PageCount(), rowHeight: rowHeightFor(len(content.People)+content.BlankRows, content.Large)}
		if err := s.print(); err != nil {
			return nil, err
		}
	}
	return p.bytes()
}

func (s *sheet) print() error {
	if err := s.page(); err != nil {
		return err
	}
	if err := s.rows(); err != nil {
		return err
	}
	if err := s.signatures(); err != nil {
		return err
	}
	s.RegisterAlias(s.pagesAlias(), strconv.Itoa(s.pageNumber()))
	return nil
}

// pageNumber counts the pages of this sheet, not those of the document.
func (s *sheet) pageNumber() int { return s.PageNo() - s.first }

func (s *sheet) pagesAlias() string { return "{pages" + strconv.Itoa(s.first) + "}" }

// page begins a page with the whole heading, and the head of the table.
func (s *sheet) page() error {
	s.AddPage()
	s.footer()
	s.ink(false)
	s.line(margin, margin, 150, s.Session.CentreName, "", 9, "L")
	s.line(margin, margin+5, 150, s.t("document.sheet.title"), "B", 16, "L")
	if err := s.qr(codeLeft, codeTop, sheetCode, s.Code(s.pageNumber())); err != nil {
		return err
	}
	right := codeLeft - 3 - 60
	s.line(right, margin, 60, s.t("document.sheet.number", "Number", s.Number()), "B", 9, "R")
	if s.CoFunded() {
		s.union(right+8, margin+7, 11)
	} else {
		s.line(right, margin+6, 60, s.t("document.funder", "Funder", s.t("document.funder."+s.Session.Funder)), "", 9, "R")
	}
	if err := s.logos(right-2, margin-3, 100, 16, s.Logos); err != nil {
		return err
	}
	s.facts()
	s.tableHead()
	return nil
}

// facts prints what the session is, in two columns of labels and values.
func (s *sheet) facts() {
	n := s.Session
	place := strings.Trim(n.Place+", "+n.Room, ", ")
	left := [][2]string{
		{"document.sheet.operation", s.operation()},
		{"document.sheet.activity", n.Title},
		{"document.sheet.category", or(n.ModuleCategory, n.ModuleTitle)},
		{"document.sheet.trainers", s.trainers()},
	}
	rightColumn := [][2]string{
		{"document.sheet.date", models.FrenchLongDate(n.OnDate)},
		{"document.sheet.hours", s.t("document.hours", "From", models.FrenchTime(n.StartsAt), "To", models.FrenchTime(n.EndsAt))},
		{"document.sheet.place", place},
		{"document.sheet.funder", s.t("document.funder." + n.Funder)},
	}
	top := margin + 20.0
	for i := range left {
		s.fact(margin, top+float64(i)*4.6, 150, left[i])
		s.fact(margin+158, top+float64(i)*4.6, sheetWidth-158, rightColumn[i])
	}
	s.y = sheetTop - 7.5
}

func (s *sheet) fact(x, y, width float64, labelled [2]string) {
	s.ink(true)
	s.line(x, y, 26, s.t(labelled[0]), "", 8, "L")
	s.ink(false)
	s.line(x+26, y, width-26, or(labelled[1], "–"), "B", 9, "L")
}

func (s *sheet) operation() string {
	n := s.Session
	if n.OperationNumber == "" {
		return or(n.OperationTitle, n.OperationCode)
	}
	return s.t("document.operation_number", "Operation", or(n.OperationTitle, n.OperationCode), "Number", n.OperationNumber)
}

func (s *sheet) trainers() string {
	var names []string
	for _, u := range s.Session.Trainers {
		names = append(names, u.Name)
	}
	return strings.Join(names, ", ")
}

// Widths of the columns that are always there, in millimetres.
const (
	numberColumn  = 9.0
	nameColumn    = 70.0
	minutesColumn = 16.0
	absenceColumn = 32.0
	initialColumn = 18.0
)

// columns are the widths of number, name, one pair of signatures per half-day, minutes, absence and initials.
func (s *sheet) columns() []float64 {
	widths := []float64{numberColumn, nameColumn}
	pairs := len(s.Session.HalfDays())
	each := (sheetWidth - numberColumn - nameColumn - minutesColumn - absenceColumn - initialColumn) / float64(2*pairs)
	for range 2 * pairs {
		widths = append(widths, each)
	}
	return append(widths, minutesColumn, absenceColumn, initialColumn)
}

func (s *sheet) tableHead() {
	heads := []string{s.t("document.sheet.row"), s.t("document.sheet.name")}
	for _, half := range s.Session.HalfDays() {
		heads = append(heads, s.t("document.sheet.sign_start."+string(half)), s.t("document.sheet.sign_end."+string(half)))
	}
	heads = append(heads, s.t("document.sheet.minutes"), s.t("document.sheet.absence"), s.t("document.sheet.initials"))
	s.SetFillColor(237, 241, 245)
	x := margin
	for i, width := range s.columns() {
		s.Rect(x, s.y, width, 7.5, "DF")
		s.middle(x, s.y, width, 7.5, heads[i], "B", 7.5)
		x += width
	}
	s.y += 7.5
}

func (s *sheet) rows() error {
	for i, person := range s.People {
		if err := s.row(strconv.Itoa(i+1), person); err != nil {
			return err
		}
	}
	for range s.BlankRows {
		if err := s.row("", models.RegistrationRow{}); err != nil {
			return err
		}
	}
	return nil
}

// row prints one person, with what is known of their presence; signatures that were not drawn stay to be written by hand.
func (s *sheet) row(number string, r models.RegistrationRow) error {
	if s.y+s.rowHeight > sheetEnd {
		if err := s.page(); err != nil {
			return err
		}
	}
	widths := s.columns()
	x := margin
	for _, width := range widths {
		s.Rect(x, s.y, width, s.rowHeight, "D")
		x += width
	}
	size := 11.0
	if s.Large {
		size = 13
	}
	text := s.y + s.rowHeight/2 - 2
	s.line(margin, text, numberColumn, number, "", 8, "C")
	s.middle(margin+numberColumn, s.y+0.5, nameColumn, s.rowHeight-1, r.FullName(), "B", size)
	if s.Marks() {
		s.marks(text, r)
	}
	s.strokes(r, widths)
	s.y += s.rowHeight
	return nil
}

// marks are the minutes of whoever attended and the absence of whoever did not.
func (s *sheet) marks(y float64, r models.RegistrationRow) {
	minutes := margin + sheetWidth - initialColumn - absenceColumn - minutesColumn
	if r.Attended() {
		s.line(minutes, y, minutesColumn, strconv.Itoa(s.Minutes(r)), "", 8, "C")
	} else if r.Absent() {
		s.line(minutes+minutesColumn, y, absenceColumn, s.t("attendance."+r.Attendance), "", 8, "L")
	}
}

// strokes draws the signatures given on the tablet in their columns, with their own proportions; of the others, the way.
func (s *sheet) strokes(r models.RegistrationRow, widths []float64) {
	x := margin + numberColumn + nameColumn
	for i, slot := range s.Session.SignSlots() {
		width := widths[i+2]
		switch given := s.Signature(r, slot); {
		case given == nil:
		case len(given.Strokes) == 0:
			s.ink(true)
			s.middle(x, s.y, width, s.rowHeight, s.t("document.sheet.way."+given.Way), "", 7.5)
			s.ink(false)
		default:
			s.drawn(given.Strokes, x, width)
		}
		x += width
	}
}

func (s *sheet) drawn(strokes models.Strokes, x, width float64) {
	scale := min((width-2)/models.FrameWidth, (s.rowHeight-1)/models.FrameHeight)
	left, top := x+(width-scale*models.FrameWidth)/2, s.y+(s.rowHeight-scale*models.FrameHeight)/2
	at := func(p models.Point) (float64, float64) { return left + float64(p[0])*scale, top + float64(p[1])*scale }
	s.SetDrawColor(0, 0, 0)
	s.SetLineWidth(0.3)
	for _, stroke := range strokes {
		for i := 1; i < len(stroke); i++ {
			x1, y1 := at(stroke[i-1])
			x2, y2 := at(stroke[i])
			s.Line(x1, y1, x2, y2)
		}
	}
	s.SetLineWidth(0.2)
	s.SetDrawColor(90, 98, 108)
}

// signatures are the boxes of those who gave the session, and the rule about corrections.
func (s *sheet) signatures() error {
	names := s.Session.Trainers
	if len(names) == 0 {
		names = []models.User{{}}
	}
	if s.y+signedHeight > sheetEnd+0.1 {
		if err := s.page(); err != nil {
			return err
		}
	}
	s.y += 1.5
	s.ink(true)
	s.block(margin, s.y, sheetWidth, 4.5, s.t("document.sheet.corrections"), "", 7.5)
	s.ink(false)
	s.y += 5
	width := min(90, (sheetWidth-6*float64(len(names)-1))/float64(len(names)))
	for i, u := range names {
		x := margin + float64(i)*(width+6)
		s.Rect(x, s.y, width, 18, "D")
		s.ink(true)
		s.line(x+1, s.y+1, width-2, s.t("document.sheet.trainer_signature"), "", 7.5, "L")
		s.ink(false)
		s.line(x+1, s.y+5, width-2, u.Name, "B", 9, "L")
	}
	return nil
}

func (s *sheet) footer() {
	s.ink(true)
	s.line(margin, 210-margin, 180, s.t("document.sheet.printed", "Number", s.Number(), "Date", models.FrenchDate(s.PrintedOn)), "", 7.5, "L")
	s.style("", 7.5)
	s.SetXY(297-margin-18, 210-margin)
	s.CellFormat(30, 3.75, s.t("document.page", "Page", fmt.Sprint(s.pageNumber()), "Pages", s.pagesAlias()), "", 0, "L", false, 0, "")
	s.ink(false)
}

func or(text, otherwise string) string {
	if strings.TrimSpace(text) == "" {
		return otherwise
	}
	return text
}
