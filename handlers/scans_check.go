package handlers

import (
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// scanPage is one page that came back: its picture, and beside it the question it asks.
type scanPage struct {
	Page
	Heading   string
	Image     string
	Session   string // address, "" while it is not known
	Facts     []templates.Row
	Moved     string
	Locked    string // why signatures cannot be noted now, "" when they can
	Reopen    string // address of what unlocks them
	Lines     []scanTick
	Extra     int // people on the list today who were not when it was printed
	Fields    []templates.Field
	Action    string // "" when the reader may not
	Withdraw  string
	Withdrawn bool
	Restore   string
}

// scanTick is one person of the list, to be compared with the page.
type scanTick struct {
	Place   string
	Row     int // as printed, 0 when the person was not on the sheet
	Name    string
	Ticked  bool
	Other   string          // how the person signed otherwise, "" when they did not
	Absence templates.Badge // of those marked absent: their presence is to be corrected first
}

// scanFileDays are how far back a page may be filed by hand.
const scanFileDays = 90

// scanFileSessions bounds the choice.
const scanFileSessions = 100

// showScan: GET /scans/:id.
func (a *App) showScan(c *gin.Context, access Access) error {
	page, err := a.scanPage(c, access, nil)
	if err != nil {
		return err
	}
	return a.show(c, "scans/show", page)
}

func (a *App) scanPage(c *gin.Context, access Access, problems models.Problems) (scanPage, error) {
	v, err := a.Store.Scan(ctx(c), a.scope(access, models.Read, models.KindScan), c.Param("id"))
	if err != nil {
		return scanPage{}, err
	}
	if !v.Kept() {
		return scanPage{}, models.ErrNotFound
	}
	base := "/scans/" + v.PublicID
	page := scanPage{Page: a.newPage(c, access, "scan.show.title"), Heading: a.Texts.T("scan.show.title"), Image: base + "/image", Withdrawn: !v.WithdrawnAt.IsZero()}
	page.Breadcrumb = []Link{{URL: "/seances", Label: a.Texts.T("session.list.title")}, {URL: "/seances/feuilles", Label: a.Texts.T("scan.title")}}
	if a.may(access, models.Cancel, models.KindScan) {
		page.Withdraw, page.Restore = base+"/retrait", base+"/retablir"
	}
	if page.Withdrawn {
		return page, nil
	}
	if v.State == models.ScanUnread {
		return page, a.scanToFile(c, access, &page, base, problems)
	}
	return page, a.scanToCheck(c, access, &page, v, problems)
}

// scanToFile asks of which session a page is whose code could not be read.
func (a *App) scanToFile(c *gin.Context, access Access, page *scanPage, base string, problems models.Problems) error {
	page.Heading = a.Texts.T("scan.file")
	if !a.may(access, models.Update, models.KindScan) {
		return nil
	}
	page.Action = base + "/seance"
	f := models.SessionFilter{View: models.ViewPast, Limit: scanFileSessions}
	attendance := a.scope(access, models.Update, models.KindAttendance)
	past, err := a.Store.Sessions(ctx(c), attendance, f)
	if err != nil {
		return err
	}
	today, err := a.Store.SessionsOn(ctx(c), attendance, a.today())
	if err != nil {
		return err
	}
	options := []templates.Option{{Value: "", Label: a.Texts.T("scan.session.choose")}}
	for _, r := range append(today, past...) {
		if r.Status != models.SessionCancelled && r.OnDate > a.today().AddDays(-scanFileDays) {
			options = append(options, templates.Option{Value: r.PublicID, Label: models.FrenchDate(r.OnDate) + ", " + models.FrenchTime(r.StartsAt) + ", " + r.Title})
		}
	}
	page.Fields = []templates.Field{
		templates.Text("number", a.Texts.T("scan.number"), c.PostForm("number")).With(a.Texts.T("scan.number.hint")).AsOptional().Sized("short").Wrong(a.problem(problems, "number")),
		templates.Select("session", a.Texts.T("scan.session"), c.PostForm("session"), options).AsOptional().Wrong(a.problem(problems, "session"))}
	a.blame(&page.Page, problems, "number", "session")
	return nil
}

// scanToCheck lists the people of the session with a box each: who signed is for the reader to see, never guessed.
func (a *App) scanToCheck(c *gin.Context, access Access, page *scanPage, v store.ScanView, problems models.Problems) error {
	page.Session = "/seances/" + v.Session
	page.Facts = []templates.Row{{Label: a.Texts.T("session.title"), Value: a.scanSession(v)},
		{Label: a.Texts.T("scan.sheet"), Value: or(v.Number, a.Texts.T("scan.sheet.by_hand"))}}
	if v.Moved() {
		page.Moved = a.scanMoved(v)
	}
	update := a.scope(access, models.Update, models.KindAttendance)
	r, err := a.Store.Session(ctx(c), update, v.Session)
	if models.CodeOf(err) == models.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if refusal, ok := asRefusal(r.MayBeMarked(a.today())); ok {
		page.Locked = a.Texts.T(refusal.Key, refusal.Args...)
		if r.Status == models.SessionClosed && a.may(access, models.Close, models.KindSession) {
			page.Reopen = page.Session + "/reouverture"
		}
	} else if a.may(access, models.Update, models.KindScan) {
		page.Action = "/scans/" + v.PublicID + "/signatures"
	}
	places, err := a.Store.Registrations(ctx(c), update, v.Session)
	if err != nil {
		return err
	}
	signatures, err := a.Store.Signatures(ctx(c), a.scope(access, models.Read, models.KindAttendance), r.Session)
	if err != nil {
		return err
	}
	a.scanTicks(c, page, v, places, signatures)
	a.blame(&page.Page, problems, "signe")
	return nil
}

func (a *App) scanTicks(c *gin.Context, page *scanPage, v store.ScanView, places []models.RegistrationRow, signatures []store.SignatureRow) {
	ways := map[string]string{}
	for _, x := range signatures {
		if x.RevokedAt.IsZero() && (ways[x.Place] == "" || x.Way != models.SignedScan) {
			ways[x.Place] = x.Way
		}
	}
	sent, sheet := c.PostFormArray("signe"), v.Sheet()
	for _, p := range places {
		if p.Place != models.PlaceTaken {
			continue
		}
		way := ways[p.PublicID]
		line := scanTick{Place: p.PublicID, Row: sheet.Row(p.PublicID), Name: nameOfPlace(p), Ticked: way == models.SignedScan || slices.Contains(sent, p.PublicID)}
		if way != "" && way != models.SignedScan {
			line.Other = a.Texts.T("scan.signed." + way)
		}
		if p.Absent() {
			line.Absence = a.attendanceBadge(p.Attendance)
		}
		if line.Row == 0 && v.Number != "" {
			page.Extra++
		}
		page.Lines = append(page.Lines, line)
	}
	slices.SortStableFunc(page.Lines, func(a, b scanTick) int { return rowOrLast(a.Row) - rowOrLast(b.Row) })
}

// rowOrLast puts people who were not on the sheet after the others.
func rowOrLast(row int) int {
	if row == 0 {
		return models.MaxCapacity + 1
	}
	return row
}

// fileScan: POST /scans/:id/seance.
func (a *App) fileScan(c *gin.Context, access Access) error {
	problems := models.Problems{}
	number, session := c.PostForm("number"), c.PostForm("session")
	if number == "" && session == "" {
		problems.Add("session", "scan.problem.session")
	} else {
		field := "session"
		if number != "" {
			field = "number"
		}
		err := a.Store.FileScan(ctx(c), access.Scope, a.scope(access, models.Update, models.KindAttendance), c.Param("id"), session, number)
		if err != nil && !asProblem(err, problems, field) {
			return err
		}
	}
	if len(problems) > 0 {
		return a.scanRefused(c, access, problems)
	}
	a.flash(c, "success", "scan.filed")
	return see(c, "/scans/"+c.Param("id"))
}

// checkScan: POST /scans/:id/signatures.
func (a *App) checkScan(c *gin.Context, access Access) error {
	problems := models.Problems{}
	n, err := a.Store.CheckScan(ctx(c), access.Scope, a.scope(access, models.Update, models.KindAttendance), c.Param("id"), c.PostFormArray("signe"))
	if err != nil && !asProblem(err, problems, "signe") {
		return err
	}
	if len(problems) > 0 {
		return a.scanRefused(c, access, problems)
	}
	v, err := a.Store.Scan(ctx(c), a.scope(access, models.Read, models.KindScan), c.Param("id"))
	if err != nil {
		return err
	}
	a.flash(c, "success", "scan.checked", "Count", n)
	return see(c, "/seances/"+v.Session)
}

func (a *App) scanRefused(c *gin.Context, access Access, problems models.Problems) error {
	page, err := a.scanPage(c, access, problems)
	if err != nil {
		return err
	}
	return a.refuse(c, "scans/show", page)
}
