package handlers

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// rollPage is the roll call of a session: one tap per person, saved at once.
type rollPage struct {
	Page
	Session   models.SessionRow
	Programme templates.Programme
	State     templates.Badge
	Hours     string
	Count     rollCount
	Lines     []rollLine
	MayMark   bool
	Refusal   string // why nothing can be marked now, "" when it can
	MayAdd    bool
	MayClose  bool
	History   []historyLine
}

// rollCount is the bar above the names; it is what a tap replaces.
type rollCount struct {
	Base    string // address of the roll call
	Summary string
	Problem string // a tap that was refused
	Left    int    // to specify
	Unsign  int
	Gesture string // the reader's last gesture, to undo
	MayMark bool
}

// rollLine is one person of the roll call.
type rollLine struct {
	ID        string
	First     bool // the first one still to specify: where the page opens
	Name      string
	Action    string
	Choice    templates.Field
	Late      string
	Left      string // minutes before the end, "" when the person stayed
	Signed    bool
	Drawn     bool   // on the tablet, or certified: nothing to tick
	CannotSay string // they said that they cannot sign
	Note      string // another colleague tapped otherwise, a tap was refused, or an arrival was declared
	Saved     string
	Attended  bool
	StateText templates.Badge // for those who only read
}

// historyLine is one past mark.
type historyLine struct{ At, Name, Text, By string }

// historyShown is how many past marks the page lists.
const historyShown = 30

// lateByDefault is what a tap on « Retard » means until the minutes are typed.
const lateByDefault = 15

// showRoll: GET /seances/:id/presences.
func (a *App) showRoll(c *gin.Context, access Access) error {
	page, err := a.rollPage(c, access, "")
	if err != nil {
		return err
	}
	return a.show(c, "sessions/roll", page)
}

// rollPage reads the roll call; problem is what the last tap was refused for.
func (a *App) rollPage(c *gin.Context, access Access, problem string) (rollPage, error) {
	read := a.scope(access, models.Read, models.KindAttendance)
	r, err := a.Store.Session(ctx(c), read, c.Param("id"))
	if err != nil {
		return rollPage{}, err
	}
	page := rollPage{Page: a.newPage(c, access, "attendance.title"), Session: r, Programme: a.programme(r.Programme), State: a.sessionState(r),
		Hours: a.hours(r.Session), MayAdd: a.may(access, models.Create, models.KindRegistration),
		MayClose: r.Status == models.SessionPlanned && a.may(access, models.Close, models.KindSession) && a.reaches(access, models.Close, models.KindSession, r)}
	page.Breadcrumb = []Link{{URL: "/seances", Label: a.Texts.T("session.list.title")}, {URL: "/seances/" + r.PublicID, Label: a.Texts.T("session.title")}}
	if refusal, ok := asRefusal(r.MayBeMarked(a.today())); ok {
		page.Refusal = a.Texts.T(refusal.Key, refusal.Args...)
	}
	page.MayMark = page.Refusal == "" && a.may(access, models.Update, models.KindAttendance) && a.reaches(access, models.Update, models.KindAttendance, r)
	if page.Count, err = a.rollCount(c, read, r, page.MayMark, problem); err != nil {
		return page, err
	}
	return page, a.fillRoll(c, read, &page)
}

func (a *App) rollCount(c *gin.Context, read models.Scope, r models.SessionRow, mayMark bool, problem string) (rollCount, error) {
	count := rollCount{Base: "/seances/" + r.PublicID + "/presences", Problem: problem, Left: r.ToSpecify, Unsign: r.Unsigned, MayMark: mayMark}
	parts := a.Texts.T("attendance.count", "Count", r.Registered)
	for _, n := range []struct {
		key   string
		count int
	}{{"attendance.count.attended", r.Attended}, {"attendance.count.late", r.LateCount}, {"attendance.count.excused", r.ExcusedCount},
		{"attendance.count.absent", r.AbsentCount}, {"attendance.count.left", r.ToSpecify}, {"attendance.count.unsigned", r.Unsigned}} {
		if n.count > 0 {
			parts += " · " + a.Texts.T(n.key, "Count", n.count)
		}
	}
	count.Summary = parts
	if !mayMark {
		return count, nil
	}
	var err error
	count.Gesture, err = a.Store.LastGesture(ctx(c), read, r.PublicID)
	return count, err
}

func (a *App) rollLines(page *rollPage, places []models.RegistrationRow) {
	options := make([]templates.Option, 0, 4)
	for _, code := range []string{models.Present, models.Late, models.Excused, models.Absent} {
		kind := map[string]string{models.Present: "success", models.Late: "warning", models.Excused: "info", models.Absent: "error"}[code]
		options = append(options, templates.Option{Value: code, Label: a.Texts.T("attendance.short." + code), Kind: kind})
	}
	open := true
	for _, p := range places {
		if p.Place != models.PlaceTaken {
			continue
		}
		line := rollLine{ID: p.PublicID, Name: nameOfPlace(p), Action: page.Count.Base + "/" + p.PublicID,
			Late: strconv.Itoa(lateByDefault), Signed: p.Signed, Attended: p.Attended(), StateText: a.attendanceBadge(p.Attendance)}
		if p.LeftEarly > 0 {
			line.Left = strconv.Itoa(p.LeftEarly)
		}
		if p.CannotSign && p.Attended() && !p.Signed {
			line.CannotSay = a.Texts.T("signature.cannot.short")
		}
		if !p.ArrivedAt.IsZero() && p.Attendance == "" {
			line.Note = a.Texts.T("attendance.arrived", "Time", a.clock(p.ArrivedAt))
		}
		line.Choice = templates.Radios("attendance", line.Name, p.Attendance, options)
		line.Choice.ID = "a-" + p.PublicID
		if minutes := models.LateBy(page.Session.Session, p.Registration); minutes > 0 {
			line.Late = strconv.Itoa(minutes)
		}
		if p.Attendance == "" && open {
			line.First, open = true, false
		}
		if !p.MarkedAt.IsZero() {
			line.Saved = a.Texts.T("attendance.marked", "Time", models.FrenchTime(p.MarkedAt.In(a.zone).Format("15:04")), "Name", p.MarkedByName)
		}
		page.Lines = append(page.Lines, line)
	}
}

func (a *App) rollHistory(marks []store.AttendanceMark) []historyLine {
	lines := make([]historyLine, min(len(marks), historyShown))
	for i, m := range marks[:len(lines)] {
		at := m.At.In(a.zone)
		lines[i] = historyLine{At: models.FrenchDate(models.DateOf(at)) + " " + models.FrenchTime(at.Format("15:04")),
			Name: displayName(m.FamilyName, m.GivenName), By: m.By, Text: a.markText(m)}
	}
	return lines
}

// markText says what a mark changed: the presence, the signature, or both back as they were.
func (a *App) markText(m store.AttendanceMark) string {
	text := a.Texts.T("attendance.changed", "Before", a.Texts.T("attendance."+m.Before), "After", a.Texts.T("attendance."+m.After))
	if m.Before == m.After {
		text = a.Texts.T("attendance." + m.After)
	}
	if m.Signed != m.WasSigned {
		key := "attendance.now_signed"
		if !m.Signed {
			key = "attendance.now_unsigned"
		}
		text += ", " + a.Texts.T(key)
	}
	if m.Reason != "" {
		text += " (" + a.Texts.T("attendance.undone_mark") + ")"
	}
	if m.Outcome != "" {
		text += " (" + a.Texts.T("attendance.outcome."+m.Outcome) + ")"
	}
	return text
}

// markAttendance: POST /seances/:id/presences/:place. One tap; with X-Fragment the answer is the bar of counts.
func (a *App) markAttendance(c *gin.Context, access Access) error {
	m, problems := readMark(c)
	says := tapSays(c)
	if says == store.SaysSignature {
		m, problems = models.Mark{Signed: m.Signed}, models.Problems{}
	}
	var err error
	if len(problems) == 0 {
		r, findErr := a.Store.Session(ctx(c), access.Scope, c.Param("id"))
		if findErr != nil {
			return findErr
		}
		problems = m.Check(r.Session)
	}
	if len(problems) == 0 {
		tap := store.Tap{Mark: m, Says: says, At: a.madeAt(c), EntryKey: entryKey(c)}
		err = a.Store.Tap(ctx(c), access.Scope, c.Param("id"), c.Param("place"), tap)
		if err != nil && !asProblem(err, problems, "attendance") {
			return err
		}
		if c.GetHeader(backgroundHeader) != "" && tap.EntryKey != "" { // it waited on the device: the line says what became of it
			return a.rollDone(c, access, "")
		}
	}
	if len(problems) > 0 {
		return a.rollRefused(c, access, or(a.problem(problems, "attendance"), or(a.problem(problems, "late"), a.problem(problems, "left"))))
	}
	return a.rollDone(c, access, "#a-"+c.Param("place"))
}

// tapSays is what was tapped. A line without a presence says nothing of it: a colleague may have marked it since.
func tapSays(c *gin.Context) string {
	switch _, chosen := c.GetPostForm("attendance"); {
	case !chosen || c.PostForm("touched") == "signed":
		return store.SaysSignature
	case c.PostForm("touched") != "":
		return store.SaysPresence
	}
	return ""
}

// readMark reads one line of the roll call. Without minutes, late is a quarter of an hour.
func readMark(c *gin.Context) (models.Mark, models.Problems) {
	problems := models.Problems{}
	m := models.Mark{Attendance: c.PostForm("attendance"), Signed: c.PostForm("signed") == "1"}
	if text := c.PostForm("left"); text != "" && (m.Attendance == models.Present || m.Attendance == models.Late) {
		minutes, err := strconv.Atoi(text)
		if err != nil {
			minutes = -1 // Mark.Check says what may be typed
		}
		m.LeftEarly = minutes
	}
	if m.Attendance != models.Late {
		return m, problems
	}
	m.LateMinutes = lateByDefault
	if text := c.PostForm("late"); text != "" {
		minutes, problem := models.ParseMinutes(text)
		if problem != "" {
			problems.Add("late", problem)
		}
		m.LateMinutes = minutes
	}
	return m, problems
}

// rollDone answers a gesture: the fragment asked for, or the page again.
func (a *App) rollDone(c *gin.Context, access Access, anchor string) error {
	if c.GetHeader("X-Fragment") == "" {
		return see(c, "/seances/"+c.Param("id")+"/presences"+anchor)
	}
	return a.showRoll(c, access)
}

func (a *App) rollRefused(c *gin.Context, access Access, problem string) error {
	page, err := a.rollPage(c, access, problem)
	if err != nil {
		return err
	}
	page.Summary = []FieldError{{Text: problem}}
	a.render(c, http.StatusUnprocessableEntity, "sessions/roll", page)
	return nil
}

// markRemaining: POST /seances/:id/presences/restantes.
func (a *App) markRemaining(c *gin.Context, access Access) error {
	n, left, err := a.Store.MarkRemaining(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return a.gestureFailed(c, access, err)
	}
	if len(left) > 0 {
		refusal, _ := asRefusal(left[0])
		return a.rollRefused(c, access, a.Texts.T(refusal.Key, refusal.Args...))
	}
	a.flash(c, "success", "attendance.remaining.done", "Count", n)
	return a.rollDone(c, access, "")
}

// signAll: POST /seances/:id/presences/signatures.
func (a *App) signAll(c *gin.Context, access Access) error {
	n, err := a.Store.SignAll(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return a.gestureFailed(c, access, err)
	}
	a.flash(c, "success", "attendance.sign_all.done", "Count", n)
	return a.rollDone(c, access, "")
}

// undoGesture: POST /seances/:id/presences/annuler.
func (a *App) undoGesture(c *gin.Context, access Access) error {
	n, err := a.Store.UndoGesture(ctx(c), access.Scope, c.Param("id"), c.PostForm("gesture"))
	if err != nil {
		return a.gestureFailed(c, access, err)
	}
	a.flash(c, "success", "attendance.undo.done", "Count", n)
	return a.rollDone(c, access, "")
}

// gestureFailed shows a refusal on the roll call itself.
func (a *App) gestureFailed(c *gin.Context, access Access, err error) error {
	problems := models.Problems{}
	if !asProblem(err, problems, "attendance") {
		return err
	}
	return a.rollRefused(c, access, a.problem(problems, "attendance"))
}
