package handlers

import (
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
	Who            []templates.Tab
	Empty          *templates.Empty
	MayPlan        bool
}

// agendaDay is a day with what it holds, in the order of the clock.
type agendaDay struct {
	Title string
	Today bool
	Slots []slot
}

// showAgenda: GET /agenda?semaine=2026-11-23&qui=moi.
func (a *App) showAgenda(c *gin.Context, access Access) error {
	monday := a.today().Monday()
	if asked, err := models.ParseDate(c.Query("semaine")); err == nil && asked != "" {
		monday = asked.Monday()
	}
	who := c.Query("qui")
	if who != whoTeam && who != whoMe {
		who = whoTeam
		if a.may(access, models.Create, models.KindAppointment) && access.Actor.HasRole(models.Counsellor) {
			who = whoMe
		}
	}
	days, err := a.slotsOf(c, access, monday, monday.AddDays(6), who == whoMe)
	if err != nil {
		return err
	}
	page := agendaPage{Page: a.newPage(c, access, "agenda.title"), MayPlan: a.may(access, models.Create, models.KindAppointment),
		Heading:  a.Texts.T("agenda.week", "From", models.FrenchLongDate(monday), "Until", models.FrenchLongDate(monday.AddDays(6))),
		Previous: agendaURL(monday.AddDays(-7), who), Next: agendaURL(monday.AddDays(7), who)}
	if this := a.today().Monday(); this != monday {
		page.This = agendaURL(this, who)
	}
	if a.may(access, models.Create, models.KindAppointment) {
		for _, w := range []string{whoMe, whoTeam} {
			page.Who = append(page.Who, templates.Tab{Label: a.answer("who", w), URL: agendaURL(monday, w), Current: w == who})
		}
	}
	a.fillDays(&page, monday, days)
	return a.show(c, "appointments/agenda", page)
}

// fillDays shows the five working days, and those of the weekend that hold something.
func (a *App) fillDays(page *agendaPage, monday models.Date, days map[models.Date][]slot) {
	busy := false
	for i := range 7 {
		day := monday.AddDays(i)
		if i >= 5 && len(days[day]) == 0 {
			continue
		}
		busy = busy || len(days[day]) > 0
		page.Days = append(page.Days, agendaDay{Title: models.FrenchLongDate(day), Today: day == a.today(), Slots: days[day]})
	}
	if !busy {
		page.Empty = &templates.Empty{Text: a.Texts.T("agenda.empty")}
		if page.MayPlan {
			page.Empty.Action = templates.Link{URL: "/rendez-vous/nouveau", Label: a.Texts.T("appointment.new.title")}
		}
	}
}

func agendaURL(monday models.Date, who string) string {
	return "/agenda?semaine=" + string(monday) + "&qui=" + who
}

// slot is an hour of a day: an appointment or a session, and the one thing to do with it.
type slot struct {
	Time      string
	Title     string // name of the person, title of the session
	URL       string
	Facts     []string
	Programme *templates.Programme
	State     *templates.Badge
	Action    *templates.Action
	Fill      *templates.Meter // places of a session
	Private   bool             // names somebody: hidden in mode entretien
	Briefing  string           // address of the fiche d'avant-entretien, "" without
	sort      string
}

// slotsOf gathers the appointments and the sessions of some days, by day, each under its own scope. mine keeps one's own.
func (a *App) slotsOf(c *gin.Context, access Access, from, until models.Date, mine bool) (map[models.Date][]slot, error) {
	days, own := map[models.Date][]slot{}, ""
	if mine {
		own = access.Actor.UserID
	}
	if scope := a.scope(access, models.Read, models.KindAppointment); !scope.Empty() {
		appointments, err := a.Store.Appointments(ctx(c), scope, store.AppointmentFilter{From: from, Until: until, UserID: own, Limit: 500})
		if err != nil {
			return nil, err
		}
		for _, v := range appointments {
			days[v.OnDate] = append(days[v.OnDate], a.appointmentSlot(access, v, own == ""))
		}
	}
	if scope := a.scope(access, models.Read, models.KindSession); !scope.Empty() {
		sessions, err := a.Store.SessionsBetween(ctx(c), scope, from, until, own)
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
