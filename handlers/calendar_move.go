package handlers

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// movePage gives a session another day, hour or room. A session dragged in the calendar opens it, filled in: the drag itself changes
// nothing.
type movePage struct {
	Page
	Name      string // of the session
	Programme templates.Programme
	Facts     []templates.Row
	People    string // how many people will have to be told, "" for nobody
	Action    string
	Version   int
	Back      string
	When      []templates.Field
	Where     []templates.Field
}

// moveForm is what was typed.
type moveForm struct{ OnDate, StartsAt, EndsAt, Place, Room, Back string }

var moveFields = []string{"on_date", "starts_at", "ends_at", "place", "room"}

// moveSession: GET and POST /seances/:id/deplacer?jour=2026-11-25&moment=matin.
func (a *App) moveSession(c *gin.Context, access Access) error {
	r, err := a.Store.Session(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	if c.Request.Method == "POST" {
		return a.saveMove(c, access, r)
	}
	form := moveForm{OnDate: models.FrenchDate(r.OnDate), StartsAt: r.StartsAt, EndsAt: r.EndsAt, Place: r.Place, Room: r.Room, Back: localPath(c.Query("retour"))}
	if day, err := models.ParseDate(c.Query("jour")); err == nil && day != "" {
		form.OnDate = models.FrenchDate(day)
		form.StartsAt = models.MovedStart(r.StartsAt, c.Query("moment"))
		form.EndsAt = models.EndOf(form.StartsAt, r.Span())
	}
	return a.show(c, "sessions/move", a.movePage(c, access, r, form, r.Version, nil))
}

func (a *App) saveMove(c *gin.Context, access Access, r models.SessionRow) error {
	get := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	form := moveForm{OnDate: get("on_date"), StartsAt: get("starts_at"), EndsAt: get("ends_at"), Place: get("place"), Room: get("room"), Back: localPath(c.PostForm("retour"))}
	version := number(c.PostForm("version"))
	moved, problems := a.movedSession(c, access, r, form)
	moved.Version = version
	if len(problems) == 0 {
		err := a.nameBusy(c, access, a.Store.UpdateSession(ctx(c), access.Scope, moved, trainerIDs(r)))
		if err != nil && !asProblem(err, problems, moveField(err)) {
			return err
		}
	}
	if len(problems) > 0 {
		return a.refuse(c, "sessions/move", a.movePage(c, access, r, form, version, problems))
	}
	before := url.Values{"jour": {string(r.OnDate)}, "debut": {r.StartsAt}, "fin": {r.EndsAt}, "lieu": {r.Place}, "local": {r.Room}, "version": {strconv.Itoa(version + 1)}}
	done := a.movedNotice(c, access, r, moved)
	done.Undo = "/seances/" + r.PublicID + "/deplacer/defaire?" + before.Encode()
	a.setFlash(c, a.thenTell(access, done, r, moved))
	if form.Back == "/" {
		return see(c, calendarAsked{}.url(models.CalendarWeek, moved.OnDate))
	}
	return see(c, form.Back)
}

// movedNotice says that a session was moved, and warns when its new day is past or one without sessions.
func (a *App) movedNotice(c *gin.Context, access Access, before models.SessionRow, after models.Session) notice {
	day := models.FrenchDate(after.OnDate)
	switch closed, err := a.Store.Calendar(ctx(c), access.Scope); {
	case after.OnDate == before.OnDate || err != nil:
	case after.OnDate < a.today():
		return notice{Kind: "warning", Key: "calendar.moved_past", Args: []any{"Date", day}}
	case closed.Closed(after.OnDate, true) != nil:
		return notice{Kind: "warning", Key: "calendar.moved_closed", Args: []any{"Date", day, "Why", a.closedWhy(*closed.Closed(after.OnDate, true))}}
	}
	return notice{Kind: "success", Key: "calendar.moved", Args: []any{"Count", before.Registered}}
}

// thenTell leads on from a session that was moved to the message that tells its people.
func (a *App) thenTell(access Access, done notice, before models.SessionRow, after models.Session) notice {
	same := before.OnDate == after.OnDate && before.StartsAt == after.StartsAt && before.EndsAt == after.EndsAt && before.Place == after.Place && before.Room == after.Room
	if !same && before.Registered > 0 && after.OnDate >= a.today() && a.may(access, models.Create, models.KindMessage) {
		done.Next, done.NextKey = "/seances/"+before.PublicID+"/messages?motif="+models.MessageMoved, "message.motive."+models.MessageMoved
	}
	return done
}

// moveField is the field a refusal is about: the form has none of trainers.
func moveField(err error) string {
	if field := clashField(err); field != "trainers" {
		return field
	}
	return "starts_at"
}

// movedSession is the session as typed, and what is wrong with it.
func (a *App) movedSession(c *gin.Context, access Access, r models.SessionRow, form moveForm) (models.Session, models.Problems) {
	problems, s := models.Problems{}, r.Session
	s.Place, s.Room = form.Place, form.Room
	var problem string
	if s.OnDate, problem = models.ParseTypedDate(form.OnDate, a.today()); problem != "" {
		problems.Add("on_date", problem)
	}
	if s.StartsAt, problem = models.ParseTypedTime(form.StartsAt); problem != "" {
		problems.Add("starts_at", problem)
	}
	if s.EndsAt, problem = models.ParseTypedTime(form.EndsAt); problem != "" {
		problems.Add("ends_at", problem)
	}
	operation := models.Operation{}
	operations, err := a.Store.Operations(ctx(c), a.scope(access, models.Read, models.KindOperation))
	for _, o := range operations {
		if err == nil && o.ID == s.OperationID {
			operation = o
		}
	}
	merge(problems, models.CheckSession(s, operation, a.zone))
	return s, problems
}

func trainerIDs(r models.SessionRow) []string {
	var ids []string
	for _, u := range r.Trainers {
		ids = append(ids, u.ID)
	}
	return ids
}

// undoMove: POST /seances/:id/deplacer/defaire?jour=…, the « Annuler » of a move: another move, back to where it was.
func (a *App) undoMove(c *gin.Context, access Access) error {
	r, err := a.Store.Session(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	s := r.Session
	s.OnDate, s.StartsAt, s.EndsAt, s.Place, s.Room = models.Date(c.Query("jour")), c.Query("debut"), c.Query("fin"), c.Query("lieu"), c.Query("local")
	s.Version = number(c.Query("version"))
	if problems := models.CheckSession(s, models.Operation{}, a.zone); len(problems) > 0 {
		return problems.AsError()
	}
	if err := a.Store.UpdateSession(ctx(c), access.Scope, s, trainerIDs(r)); err != nil {
		return err
	}
	a.flash(c, "success", "calendar.moved_back")
	return see(c, calendarAsked{}.url(models.CalendarWeek, s.OnDate))
}

func (a *App) movePage(c *gin.Context, access Access, r models.SessionRow, f moveForm, version int, problems models.Problems) movePage {
	page := movePage{Page: a.newPage(c, access, "calendar.move.title"), Name: r.Title, Programme: a.programme(r.Programme), Action: "/seances/" + r.PublicID + "/deplacer",
		Version: version, Back: f.Back}
	page.Breadcrumb = []Link{{URL: "/seances/calendrier", Label: a.Texts.T("calendar.title")}, {URL: "/seances/" + r.PublicID, Label: a.Texts.T("session.title")}}
	page.Facts = []templates.Row{{Label: a.Texts.T("calendar.move.from"), Value: models.FrenchLongDate(r.OnDate) + ", " + a.hours(r.Session)},
		{Label: a.Texts.T("session.trainers"), Value: trainerNames(r)}}
	if r.Registered > 0 {
		page.People = a.Texts.T("calendar.move.people", "Count", r.Registered)
	}
	t, wrong := a.Texts.T, func(field string) string { return a.problem(problems, field) }
	page.When = []templates.Field{templates.Date("on_date", t("session.date"), f.OnDate).Wrong(wrong("on_date")),
		templates.Time("starts_at", t("session.start"), f.StartsAt).Wrong(wrong("starts_at")), templates.Time("ends_at", t("session.end"), f.EndsAt).Wrong(wrong("ends_at"))}
	page.Where = []templates.Field{templates.Text("place", t("session.place"), f.Place).AsOptional().Sized("medium").Wrong(wrong("place")),
		templates.Text("room", t("session.room"), f.Room).AsOptional().Sized("short").Wrong(wrong("room"))}
	a.blame(&page.Page, problems, moveFields...)
	for field := range problems {
		if strings.Contains("on_date starts_at ends_at place room", field) {
			continue
		}
		page.Flash = append(page.Flash, Flash{Kind: "error", Text: a.problem(problems, field)})
	}
	return page
}
