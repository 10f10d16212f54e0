package handlers

import (
	"encoding/base64"
	"html/template"
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/documents"
	"jalon/models"
	"jalon/templates"
)

// bookletDays are the days whose sheets are printed together, today included: a place without a network prepares them.
const bookletDays = 3

// sheetPage is the attendance sheet on screen: the same content as the PDF, readable by everybody.
type sheetPage struct {
	Page
	Sheet     models.AttendanceSheet
	Programme templates.Programme
	Operation string
	Trainers  string
	Hours     string
	HalfDays  []models.HalfDay
	Slots     []models.SignSlot
	Blank     []struct{}
	PDF       string
	Variants  []templates.Tab
	Sizes     []templates.Tab
	QR        template.URL // the code that reopens the roll call
	Logos     []template.URL
}

// attendanceSheet collects what the sheet prints, on screen and on paper, and gives it its number.
func (a *App) attendanceSheet(c *gin.Context, access Access, session string) (models.AttendanceSheet, error) {
	r, err := a.Store.Session(ctx(c), access.Scope, session)
	if err != nil {
		return models.AttendanceSheet{}, err
	}
	return a.sheetOf(c, access, r)
}

// sheetOf is the sheet of a session in the variant asked for: filled when none is, in small letters.
func (a *App) sheetOf(c *gin.Context, access Access, r models.SessionRow) (models.AttendanceSheet, error) {
	sheet := models.AttendanceSheet{Session: r, BlankRows: models.BlankRows, PrintedOn: a.today(), Address: a.Config.BaseURL,
		Variant: models.SheetFilled, Large: c.Query("taille") == "13"}
	if v := c.Query("version"); slices.Contains(models.SheetVariants, v) {
		sheet.Variant = v
	}
	places, err := a.Store.Registrations(ctx(c), access.Scope, r.PublicID)
	if err != nil {
		return sheet, err
	}
	for _, p := range places {
		if p.Place == models.PlaceTaken {
			p.FamilyName, p.GivenName = nameOfPlace(p), ""
			sheet.People = append(sheet.People, p)
		}
	}
	if len(sheet.People) == 0 {
		sheet.BlankRows = models.BlankRowsAlone
	}
	if sheet.Variant == models.SheetSigned {
		signatures, err := a.Store.Signatures(ctx(c), access.Scope, r.Session)
		if err != nil {
			return sheet, err
		}
		for _, x := range signatures {
			sheet.Signed = append(sheet.Signed, x.Signature)
		}
	}
	if sheet.Logos, err = a.Store.SheetLogos(ctx(c), access.Scope, r.PublicID); err != nil {
		return sheet, err
	}
	sheet.Printed, err = a.Store.PrintSheet(ctx(c), access.Scope, sheet)
	return sheet, err
}

// showSheet: GET /seances/:id/feuille.
func (a *App) showSheet(c *gin.Context, access Access) error {
	sheet, err := a.attendanceSheet(c, access, c.Param("id"))
	if err != nil {
		return err
	}
	r := sheet.Session
	base := "/seances/" + r.PublicID + "/feuille"
	page := sheetPage{Page: a.newPage(c, access, "document.sheet.title"), Sheet: sheet, Programme: a.programme(r.Programme), Trainers: trainerNames(r),
		Operation: operationLabel(models.Operation{Code: r.OperationCode, Title: r.OperationTitle}), Hours: a.hours(r.Session),
		HalfDays: r.HalfDays(), Slots: r.SignSlots(), Blank: make([]struct{}, sheet.BlankRows), PDF: base + ".pdf?" + sheetQuery(sheet.Variant, sheet.Large)}
	for _, v := range models.SheetVariants {
		page.Variants = append(page.Variants, templates.Tab{Label: a.Texts.T("sheet.variant." + v), URL: base + "?" + sheetQuery(v, sheet.Large), Current: v == sheet.Variant})
	}
	for _, large := range []bool{false, true} {
		label := a.Texts.T("sheet.size", "Points", sheetPoints(large))
		page.Sizes = append(page.Sizes, templates.Tab{Label: label, URL: base + "?" + sheetQuery(sheet.Variant, large), Current: large == sheet.Large})
	}
	image, err := documents.QR(sheet.Code(1))
	if err != nil {
		return err
	}
	page.Logos = pictures(sheet.Logos)
	page.QR = template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(image))
	return a.show(c, "sessions/sheet", page)
}

func sheetQuery(variant string, large bool) string {
	return query("version", variant, "taille", sheetPoints(large))
}

func sheetPoints(large bool) string {
	if large {
		return "13"
	}
	return "11"
}

// downloadSheet: GET /seances/:id/feuille.pdf.
func (a *App) downloadSheet(c *gin.Context, access Access) error {
	sheet, err := a.attendanceSheet(c, access, c.Param("id"))
	if err != nil {
		return err
	}
	pdf, err := documents.AttendanceSheet(a.Texts.T, sheet)
	if err != nil {
		return err
	}
	return sendPDF(c, "feuille-"+sheet.Number()+".pdf", pdf)
}

// downloadBooklet: GET /seances/feuilles.pdf, the sheets of today and of the two days that follow in one document.
func (a *App) downloadBooklet(c *gin.Context, access Access) error {
	sessions, err := a.Store.SessionsToPrint(ctx(c), access.Scope, a.today(), a.today().AddDays(bookletDays-1))
	if err != nil {
		return err
	}
	if len(sessions) == 0 {
		a.flash(c, "info", "sheet.booklet.none", "Days", bookletDays)
		return see(c, "/seances")
	}
	var sheets []models.AttendanceSheet
	for _, r := range sessions {
		sheet, err := a.sheetOf(c, access, r)
		if err != nil {
			return err
		}
		sheets = append(sheets, sheet)
	}
	pdf, err := documents.AttendanceSheets(a.Texts.T, sheets)
	if err != nil {
		return err
	}
	return sendPDF(c, "feuilles-"+string(a.today())+".pdf", pdf)
}

// openSheet: GET /feuilles/:id/:page, where the code of a printed sheet leads.
func (a *App) openSheet(c *gin.Context, access Access) error {
	session, err := a.Store.SheetSession(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	return see(c, "/seances/"+session+"/presences")
}
