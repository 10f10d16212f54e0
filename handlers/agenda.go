package handlers

import (
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// agendaPage is one week, Monday first: appointments and sessions within reach.
type agendaPage struct {
	Page
	Heading        string
	Days           []agendaDay
	Previous, Next string
	This           string // address of the current week, "" when it is shown
	Monday         models.Date
	Who            *templates.Field // whose week, or which place's; nil for a role without a choice
	Empty          *templates.Empty
	MayPlan        bool
}

// agendaDay is a day with what it holds, in the order of the clock.
type agendaDay struct {
	Title   string
	Today   bool
	Holiday string // its name, "" on a working day
	Slots   []slot
}

// agendaView is whose week is shown: one's own, the team's, a colleague's or a location's.
type agendaView struct {
	who        string // as the address says it
	userID     string // of a colleague, "" for everybody
	colleague  string // public id
	location   string // internal id, "" anywhere
	locationID string // public id
}

// atLocation begins the address of the week of a location.
const atLocation = "lieu-"

// showAgenda: GET /agenda?semaine=2026-11-23&qui=moi.
func (a *App) showAgenda(c *gin.Context, access Access) error {
	monday := a.today().Monday()
	if asked, err := models.ParseDate(c.Query("semaine")); err == nil && asked != "" {
		monday = asked.Monday()
	}
	view, choices, err := a.agendaView(c, access)
	if err != nil {
		return err
	}
	days, err := a.weekOf(c, access, monday, view)
	if err != nil {
		return err
	}
	page := agendaPage{Page: a.newPage(c, access, "agenda.title"), MayPlan: a.may(access, models.Create, models.KindAppointment), Monday: monday,
		Heading:  a.Texts.T("agenda.week", "From", models.FrenchLongDate(monday), "Until", models.FrenchLongDate(monday.AddDays(6))),
		Previous: agendaURL(monday.AddDays(-7), view.who), Next: agendaURL(monday.AddDays(7), view.who)}
	if this := a.today().Monday(); this != monday {
		page.This = agendaURL(this, view.who)
	}
	if len(choices) > 1 {
		field := templates.Select("qui", a.Texts.T("agenda.who"), view.who, choices)
		page.Who = &field
	}
	a.fillDays(&page, monday, days)
	return a.show(c, "appointments/agenda", page)
}

// agendaView finds whose week was asked for, one's own first, and those that may be.
func (a *App) agendaView(c *gin.Context, access Access) (agendaView, []templates.Option, error) {
	colleagues, err := a.Store.PossibleReferents(ctx(c), access.Scope)
	if err != nil {
		return agendaView{}, nil, err
	}
	locations, err := a.Store.Locations(ctx(c), access.Scope, false)
	if err != nil {
		return agendaView{}, nil, err
	}
	view, asked := agendaView{who: whoTeam}, c.Query("qui")
	own := slices.ContainsFunc(colleagues, func(u models.User) bool { return u.ID == access.Actor.UserID })
	var choices []templates.Option
	if own {
		choices = append(choices, templates.Option{Value: whoMe, Label: a.answer("who", whoMe)})
	}
	choices = append(choices, templates.Option{Value: whoTeam, Label: a.answer("who", whoTeam)})
	if asked == whoMe || asked != whoTeam && own && access.Actor.HasRole(models.Counsellor) {
		view = agendaView{who: whoMe, userID: access.Actor.UserID, colleague: access.User.PublicID}
	}
	for _, u := range colleagues {
		if u.ID == access.Actor.UserID {
			continue
		}
		choices = append(choices, templates.Option{Value: u.PublicID, Label: u.Name})
		if asked == u.PublicID {
			view = agendaView{who: asked, userID: u.ID, colleague: u.PublicID}
		}
	}
	for _, l := range locations {
		choices = append(choices, templates.Option{Value: atLocation + l.PublicID, Label: a.Texts.T("agenda.location", "Name", l.Name)})
		if asked == atLocation+l.PublicID {
			view = agendaView{who: asked, location: l.ID, locationID: l.PublicID}
		}
	}
	return view, choices, nil
}

// weekOf gathers the hours of a week: those within reach, those that are taken without being told by what, and, of one colleague
// or location, the free times in which to plan.
func (a *App) weekOf(c *gin.Context, access Access, monday models.Date, view agendaView) (map[models.Date][]slot, error) {
	filter := store.AppointmentFilter{From: monday, Until: monday.AddDays(6), UserID: view.userID, LocationID: view.location, Limit: 500}
	days, err := a.hoursOf(c, access, filter, agendaURL(monday, view.who))
	if err != nil {
		return nil, err
	}
	plan := a.scope(access, models.Create, models.KindAppointment)
	taken, err := a.Store.Occupied(ctx(c), plan, a.scope(access, models.Read, models.KindAppointment), filter)
	if err != nil {
		return nil, err
	}
	for _, o := range taken {
		days[o.OnDate] = append(days[o.OnDate], a.occupiedSlot(o))
	}
	if !plan.Empty() && (view.userID != "" || view.location != "") {
		for i := range 5 {
			a.addFreeTimes(days, monday.AddDays(i), view)
		}
	}
	for _, slots := range days {
		sortSlots(slots)
	}
	return days, nil
}

// occupiedSlot is a time of which nothing is told but that it is taken.
func (a *App) occupiedSlot(o store.Occupied) slot {
	s := slot{Time: models.FrenchTime(o.StartsAt), Title: a.Texts.T("agenda.occupied"), Facts: []string{models.FrenchDuration(o.Minutes)}, sort: o.StartsAt, ends: o.EndsAt()}
	if o.Place != "" {
		s.Facts = append(s.Facts, o.Place)
	}
	return s
}

// addFreeTimes adds the times of a working day, from now on, in which something may be planned.
func (a *App) addFreeTimes(days map[models.Date][]slot, day models.Date, view agendaView) {
	if day < a.today() || !models.WorkingDay(day) {
		return
	}
	from := ""
	if day == a.today() {
		from = a.Store.LocalClock()
	}
	var taken []models.Taken
	for _, s := range days[day] {
		if !s.released {
			taken = append(taken, models.Taken{OnDate: day, Starts: s.sort, Ends: s.ends})
		}
	}
	for _, gap := range models.Gaps(day, taken, from) {
		values := url.Values{"date": {models.FrenchDate(day)}, "heure": {plainTime(gap.Starts)}, "retour": {agendaURL(day.Monday(), view.who)}}
		if view.colleague != "" {
			values.Set("collegue", view.colleague)
		}
		if view.locationID != "" {
			values.Set("lieu", view.locationID)
		}
		days[day] = append(days[day], slot{Time: models.FrenchTime(gap.Starts), Title: a.Texts.T("agenda.gap", "Time", models.FrenchTime(gap.Ends)), Free: true, sort: gap.Starts, ends: gap.Ends,
			Action: &templates.Action{Label: a.Texts.T("agenda.plan"), URL: "/rendez-vous/nouveau?" + values.Encode(), Icon: "plus"}})
	}
}

// fillDays shows the five working days, and those of the weekend that hold something.
func (a *App) fillDays(page *agendaPage, monday models.Date, days map[models.Date][]slot) {
	busy, free := false, false
	for i := range 7 {
		day := monday.AddDays(i)
		if i >= 5 && len(days[day]) == 0 {
			continue
		}
		for _, s := range days[day] {
			busy, free = busy || !s.Free, free || s.Free
		}
		line := agendaDay{Title: models.FrenchLongDate(day), Today: day == a.today(), Slots: days[day]}
		if code := models.Holiday(day); code != "" {
			line.Holiday = a.Texts.T("holiday." + code)
		}
		page.Days = append(page.Days, line)
	}
	if busy {
		return
	}
	page.Empty = &templates.Empty{Text: a.Texts.T("agenda.empty")}
	if !free {
		page.Days = nil
	}
}

func agendaURL(monday models.Date, who string) string {
	return "/agenda?" + url.Values{"semaine": {string(monday)}, "qui": {who}}.Encode()
}

// slot is an hour of a day: an appointment or a session, and the one thing to do with it; a time that is taken, or free.
type slot struct {
	Time      string
	Title     string // name of the person, title of the session
	URL       string // "" = nothing to open
	Facts     []string
	Programme *templates.Programme
	State     *templates.Badge
	Action    *templates.Action
	Outcome   *outcomeChoice   // what became of it, when it is over
	Fill      *templates.Meter // places of a session
	Private   bool             // names somebody: hidden in mode entretien
	Free      bool             // nothing is planned
	Row       string           // its mark in the address of the page, "" without
	Briefing  string           // address of the fiche d'avant-entretien, "" without
	sort      string           // when it begins, "09:30"
	ends      string
	released  bool // cancelled, or nobody came: the time is free again
}

// slotsOf gathers the appointments and the sessions of some days, by day, each under its own scope. mine keeps one's own.
func (a *App) slotsOf(c *gin.Context, access Access, from, until models.Date, mine bool) (map[models.Date][]slot, error) {
	filter := store.AppointmentFilter{From: from, Until: until, Limit: 500}
	if mine {
		filter.UserID = access.Actor.UserID
	}
	return a.hoursOf(c, access, filter, "/")
}

// hoursOf lists the appointments of a filter and the sessions of its colleague; a location has none. back is the page they
// stand on.
func (a *App) hoursOf(c *gin.Context, access Access, filter store.AppointmentFilter, back string) (map[models.Date][]slot, error) {
	days := map[models.Date][]slot{}
	if scope := a.scope(access, models.Read, models.KindAppointment); !scope.Empty() {
		appointments, err := a.Store.Appointments(ctx(c), scope, filter)
		if err != nil {
			return nil, err
		}
		for _, v := range appointments {
			days[v.OnDate] = append(days[v.OnDate], a.appointmentSlot(access, v, filter.UserID == "", back))
		}
	}
	if scope := a.scope(access, models.Read, models.KindSession); !scope.Empty() && filter.LocationID == "" {
		sessions, err := a.Store.SessionsBetween(ctx(c), scope, filter.From, filter.Until, filter.UserID)
		if err != nil {
			return nil, err
		}
		for _, s := range sessions {
			days[s.OnDate] = append(days[s.OnDate], a.sessionSlot(access, s))
		}
	}
	for _, slots := range days {
		sortSlots(slots)
	}
	return days, nil
}
