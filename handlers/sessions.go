package handlers

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// sessionsPerPage is the length of one page of the list.
const sessionsPerPage = 50

// sessionsPage is a list of sessions: to come, past, or to close.
type sessionsPage struct {
	Page
	MayPlan   bool
	MayScan   bool
	MayAttest bool
	MayClose  bool // days without sessions
	Views     viewBar
	Filters   templates.FilterBar
	Heading   string
	Lines     []sessionLine
	Pager     templates.Pager
	Empty     templates.Empty
}

// sessionLine is a session in a list.
type sessionLine struct {
	URL, Title string
	Programme  templates.Programme
	Date       models.Date
	Hours      string
	Where      string
	Trainers   string
	Places     *templates.Meter // nil when nobody has a place and there is no limit
	Attended   string           // of a past session: what was marked, never what was planned
	State      templates.Badge
}

// listSessions: GET /seances.
func (a *App) listSessions(c *gin.Context, access Access) error {
	f := models.SessionFilter{View: c.Query("vue"), Operation: c.Query("operation"), After: c.Query("apres"), Limit: sessionsPerPage + 1}
	views, opens, err := a.viewBar(c, access, models.ListSessions, url.Values{"vue": {viewOf(f)}, "operation": {f.Operation}})
	if err != nil || opens != "" {
		return orSee(c, err, opens)
	}
	rows, err := a.Store.Sessions(ctx(c), access.Scope, f)
	if err != nil {
		return err
	}
	page := sessionsPage{Page: a.newPage(c, access, "session.list.title"), Views: views, MayPlan: a.may(access, models.Create, models.KindSession), MayScan: a.may(access, models.Read, models.KindScan),
		MayAttest: a.may(access, models.Read, models.KindAttestation), MayClose: a.may(access, models.Read, models.KindClosure)}
	if page.Filters, err = a.sessionFilters(c, access, f); err != nil {
		return err
	}
	if len(rows) > sessionsPerPage {
		rows = rows[:sessionsPerPage]
		page.Pager.Next = "/seances?" + query("vue", f.View, "operation", f.Operation, "apres", rows[len(rows)-1].PublicID)
	}
	if f.After != "" {
		page.Pager.First = "/seances?" + query("vue", f.View, "operation", f.Operation)
	}
	for _, r := range rows {
		page.Lines = append(page.Lines, a.sessionLine(r))
	}
	page.Heading = a.Texts.T("session.list.count", "Count", len(rows))
	page.Empty = a.noSessions(access, f)
	return a.show(c, "sessions/list", page)
}

// query builds the part of an address after « ? » from name, value pairs, leaving out empty values.
func query(pairs ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			values.Set(pairs[i], pairs[i+1])
		}
	}
	return values.Encode()
}

func (a *App) noSessions(access Access, f models.SessionFilter) templates.Empty {
	empty := templates.Empty{Text: a.Texts.T("session.list.empty." + viewOf(f))}
	if f.Operation != "" {
		empty.Action = templates.Link{URL: "/seances?" + query("vue", f.View), Label: a.Texts.T("filter.clear")}
	} else if a.may(access, models.Create, models.KindSession) {
		empty.Action = templates.Link{URL: "/seances/nouvelle", Label: a.Texts.T("session.plan")}
	}
	return empty
}

func viewOf(f models.SessionFilter) string {
	return or(oneOf(f.View, models.ViewPast, models.ViewToClose, models.ViewToTell, models.ViewNobody), models.ViewUpcoming)
}

// sessionFilters are the view and the operation, as a form that can be bookmarked.
func (a *App) sessionFilters(c *gin.Context, access Access, f models.SessionFilter) (templates.FilterBar, error) {
	var views []templates.Option
	offered := []string{models.ViewUpcoming}
	if a.may(access, models.Create, models.KindMessage) {
		offered = append(offered, models.ViewToTell)
	}
	if a.may(access, models.Create, models.KindSession) {
		offered = append(offered, models.ViewNobody)
	}
	offered = append(offered, models.ViewToClose, models.ViewPast)
	for _, view := range offered {
		views = append(views, templates.Option{Value: view, Label: a.Texts.T("session.view." + view)})
	}
	bar := templates.FilterBar{Action: "/seances", Fields: []templates.Field{templates.Radios("vue", a.Texts.T("session.view"), viewOf(f), views)}}
	operations, err := a.Store.Operations(ctx(c), a.scope(access, models.Read, models.KindOperation))
	if err != nil || len(operations) == 0 {
		return bar, err
	}
	options := []templates.Option{{Value: "", Label: a.Texts.T("session.all_operations")}}
	for _, o := range operations {
		options = append(options, templates.Option{Value: o.PublicID, Label: operationLabel(o)})
		if o.PublicID == f.Operation {
			bar.Chips = []templates.Chip{{Label: operationLabel(o), RemoveURL: "/seances?" + query("vue", f.View)}}
		}
	}
	bar.Fields = append(bar.Fields, templates.Select("operation", a.Texts.T("session.operation"), f.Operation, options))
	return bar, nil
}

func (a *App) sessionLine(r models.SessionRow) sessionLine {
	line := sessionLine{URL: "/seances/" + r.PublicID, Title: r.Title, Programme: a.programme(r.Programme), Date: r.OnDate, Hours: a.hours(r.Session),
		Where: strings.Trim(r.Place+", "+r.Room, ", "), Trainers: trainerNames(r), State: a.sessionState(r)}
	if r.OverAt(a.today(), a.Store.LocalClock()) {
		if r.Status != models.SessionCancelled {
			line.Attended = a.Texts.T("session.attended_of", "Count", r.Attended, "Registered", r.Registered)
		}
		return line
	}
	line.Places = a.places(r)
	return line
}

// places is the fill bar « 9/12 ».
func (a *App) places(r models.SessionRow) *templates.Meter {
	m := &templates.Meter{Value: r.Registered, Max: max(1, r.Registered), Label: a.Texts.T("session.places")}
	if r.Capacity == nil {
		m.Text = strconv.Itoa(r.Registered)
		return m
	}
	m.Max, m.Text = *r.Capacity, strconv.Itoa(r.Registered)+"/"+strconv.Itoa(*r.Capacity)
	if r.Held > 0 {
		m.Text = a.Texts.T("session.places.held", "Places", m.Text, "Count", r.Held)
	}
	if r.Waiting > 0 {
		m.Text = a.Texts.T("session.places.waiting", "Places", m.Text, "Count", r.Waiting)
	}
	return m
}

func (a *App) hours(s models.Session) string {
	return a.Texts.T("document.hours", "From", models.FrenchTime(s.StartsAt), "To", models.FrenchTime(s.EndsAt))
}

func trainerNames(r models.SessionRow) string {
	var names []string
	for _, u := range r.Trainers {
		names = append(names, u.Name)
	}
	return strings.Join(names, ", ")
}

// sessionState is the state with its kind of badge; finished states are plain text.
func (a *App) sessionState(r models.SessionRow) templates.Badge {
	state := r.State(a.today(), a.Store.LocalClock())
	kind := map[string]string{models.SessionPlanned: "info", models.SessionToClose: "warning", models.SessionClosed: "plain", models.SessionCancelled: "neutral"}[state]
	return templates.NewBadge(kind, a.Texts.T("session.state."+state))
}

// sessionPage is one session: what it is, who comes, and what to do next.
type sessionPage struct {
	Page
	Session   models.SessionRow
	Programme templates.Programme
	State     templates.Badge
	Facts     []templates.Row
	Places    *templates.Meter
	Actions   []templates.Action
	People    []placeLine
	Waiting   []placeLine
	Hidden    int  // people with a place whom the reader does not accompany
	MaySee    bool // names at all
	MayAdd    bool
	Scans     []scanLine // signed sheets that came back
	Letters   int        // that wait to be printed
	CancelURL string
	ReopenURL string
	SeriesURL string            // of the sessions planned with it, "" when it was planned alone
	Quotas    []templates.Meter // places kept for some people
	QuotasURL string
	PosterURL string   // what hangs at the door while people may still arrive
	Rule      []string // the order of the waiting list, in words
}

// showSession: GET /seances/:id.
func (a *App) showSession(c *gin.Context, access Access) error {
	r, err := a.Store.Session(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	page := sessionPage{Page: a.newPage(c, access, "session.title"), Session: r, Programme: a.programme(r.Programme), State: a.sessionState(r),
		Facts: a.sessionFacts(r), Places: a.places(r), Actions: a.sessionActions(access, r),
		MayAdd: r.Status == models.SessionPlanned && a.may(access, models.Create, models.KindRegistration)}
	page.Breadcrumb = []Link{{URL: "/seances", Label: a.Texts.T("session.list.title")}}
	if r.Status == models.SessionPlanned && a.may(access, models.Cancel, models.KindSession) {
		page.CancelURL = "/seances/" + r.PublicID + "/annulation"
	}
	if r.Status == models.SessionClosed && a.may(access, models.Close, models.KindSession) && a.reaches(access, models.Close, models.KindSession, r) {
		page.ReopenURL = "/seances/" + r.PublicID + "/reouverture"
	}
	if r.Status == models.SessionPlanned && r.OnDate >= a.today() && a.may(access, models.Update, models.KindAttendance) && a.reaches(access, models.Update, models.KindAttendance, r) {
		page.PosterURL = "/seances/" + r.PublicID + "/affiche"
	}
	series, err := a.Store.SeriesOf(ctx(c), r.Session)
	if err != nil {
		return err
	}
	if series != "" {
		page.SeriesURL = "/seances/series/" + series
	}
	if err := a.fillPlaces(c, access, &page); err != nil {
		return err
	}
	if page.Scans, err = a.sessionScans(c, access, r); err != nil {
		return err
	}
	if err := a.fillQuotas(c, access, &page); err != nil {
		return err
	}
	return a.show(c, "sessions/show", page)
}

func (a *App) attendanceBadge(attendance string) templates.Badge {
	kind := map[string]string{models.Present: "success", models.Late: "warning", models.Excused: "info", models.Absent: "error"}[attendance]
	if kind == "" {
		kind = "neutral"
	}
	return templates.NewBadge(kind, a.Texts.T("attendance."+attendance))
}

func (a *App) sessionFacts(r models.SessionRow) []templates.Row {
	rows := []templates.Row{
		{Label: a.Texts.T("session.date"), Value: models.FrenchLongDate(r.OnDate)},
		{Label: a.Texts.T("session.hours"), Value: a.hours(r.Session)},
		{Label: a.Texts.T("session.where"), Value: strings.Trim(r.Place+", "+r.Room, ", ")},
		{Label: a.Texts.T("session.trainers"), Value: trainerNames(r)},
		{Label: a.Texts.T("session.operation"), Value: operationLabel(models.Operation{Code: r.OperationCode, Title: r.OperationTitle})},
		{Label: a.Texts.T("session.module"), Value: strings.Trim(r.ModuleCode+" – "+r.ModuleTitle, " –")},
	}
	if r.Operator != "" {
		rows = append(rows, templates.Row{Label: a.Texts.T("session.operator"), Value: a.Texts.T("document.operator." + r.Operator)})
	}
	if r.Interpreter != "" {
		rows = append(rows, templates.Row{Label: a.Texts.T("session.interpreter"), Value: r.Interpreter})
	}
	if r.StatusReason != "" {
		rows = append(rows, templates.Row{Label: a.Texts.T("session.reason." + r.Status), Value: r.StatusReason})
	}
	return rows
}

// sessionActions are what the reader can do now, the next step first.
func (a *App) sessionActions(access Access, r models.SessionRow) []templates.Action {
	base := "/seances/" + r.PublicID
	var actions []templates.Action
	add := func(action, kind, path, key, icon string, when bool) {
		if when && a.may(access, action, kind) && a.reaches(access, action, kind, r) {
			actions = append(actions, templates.Action{Label: a.Texts.T(key), URL: base + path, Icon: icon, Primary: len(actions) == 0})
		}
	}
	live, begun := r.Status != models.SessionCancelled, r.OnDate <= a.today()
	add(models.Read, models.KindAttendance, "/presences#a-preciser", "attendance.title", "checklist", live && begun)
	add(models.Create, models.KindRegistration, "/inscriptions", "registration.add", "user-plus", r.Status == models.SessionPlanned)
	add(models.Create, models.KindMessage, "/messages", "message.motive."+kindOf("", r), "message", r.OnDate >= a.today() && r.Status != models.SessionClosed && r.Registered > 0)
	add(models.Read, models.KindAttendance, "/feuille", "session.sheet", "printer", live)
	add(models.Read, models.KindAttestation, "/attestations", "attestation.batch.title", "certificate", live && begun && r.Programme == models.M4H)
	add(models.Update, models.KindSession, "/modifier", "session.edit", "edit", r.Status == models.SessionPlanned)
	return actions
}

// reaches tells whether a kind that hangs on sessions covers this one: a trainer's own, the whole centre's.
func (a *App) reaches(access Access, action, kind string, r models.SessionRow) bool {
	if kind != models.KindSession && kind != models.KindAttendance {
		return true
	}
	record := models.Record{CentreID: r.CentreID, Operations: []string{r.OperationID}, Funders: []string{r.Funder}}
	for _, u := range r.Trainers {
		record.Trainers = append(record.Trainers, u.ID)
	}
	return a.Gate.Can(access.Actor, action, kind, record)
}
