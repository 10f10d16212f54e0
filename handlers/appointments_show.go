package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// appointmentShowPage is one appointment and what may be done with it.
type appointmentShowPage struct {
	Page
	Name, Person, Heading string
	State                 templates.Badge
	Rows                  []templates.Row
	Actions               []templates.Action
	Outcome               *outcomeChoice
	Excuse                *outcomeButton // before the day
	OutcomeURL            string
	ReopenURL             string
	Moves                 []moveLine
}

// moveLine is what the appointment was, and who moved it when.
type moveLine struct{ Was, Moved string }

// showAppointment: GET /rendez-vous/:id.
func (a *App) showAppointment(c *gin.Context, access Access) error {
	v, err := a.Store.OpenAppointment(ctx(c), access.Scope, a.scope(access, models.Read, models.KindFollowUp), c.Param("id"))
	if err != nil {
		return err
	}
	page := appointmentShowPage{Page: a.newPage(c, access, "appointment.title"), Name: v.Name(), Person: v.Person, State: a.appointmentState(v.Appointment),
		Heading: a.Texts.T("appointment.heading", "Date", models.FrenchDate(v.OnDate), "Time", models.FrenchTime(v.StartsAt)), Rows: a.appointmentRows(v)}
	page.Breadcrumb = []templates.Link{{URL: "/agenda", Label: a.Texts.T("nav.agenda")}, {URL: personURL(v.Person), Label: a.Texts.T("person.trail")}}
	a.appointmentActions(access, v, &page)
	moves, err := a.Store.AppointmentMoves(ctx(c), access.Scope, v.PublicID)
	for _, m := range moves {
		page.Moves = append(page.Moves, a.moveLine(m))
	}
	if err != nil {
		return err
	}
	return a.show(c, "appointments/show", page)
}

func (a *App) appointmentRows(v store.AppointmentView) []templates.Row {
	var rows []templates.Row
	row := func(key, value string) {
		if value != "" {
			rows = append(rows, templates.Row{Label: a.Texts.T(key), Value: value})
		}
	}
	row("appointment.day", models.FrenchLongDate(v.OnDate))
	row("appointment.time", models.FrenchTime(v.StartsAt)+" – "+models.FrenchTime(v.EndsAt()))
	row("followup.mode", a.answer("mode", v.Mode))
	row("followup.place", v.Place)
	row("appointment.interpreter", a.interpreterWords(v.Interpreter))
	row("appointment.colleague", v.Colleague)
	row("appointment.purpose", v.Purpose)
	if v.CancelSide != "" {
		row("appointment.cancel.side", a.answer("cancel_side", v.CancelSide))
	}
	row("appointment.cancel.reason", v.CancelReason)
	return rows
}

// interpreterWords is « arabe, SeTIS, Éric Dupont », « oui » when nothing more is known, "" without interpreter.
func (a *App) interpreterWords(i models.Interpreter) string {
	if !i.Interpreted {
		return ""
	}
	var known []string
	for _, word := range []string{models.LanguageName(i.Language), i.Service, i.Interprets} {
		if word != "" {
			known = append(known, word)
		}
	}
	if len(known) == 0 {
		return a.Texts.T("answer.oui")
	}
	return strings.Join(known, ", ")
}

func (a *App) moveLine(m store.AppointmentMove) moveLine {
	was := []string{models.FrenchLongDate(m.OnDate), models.FrenchTime(m.StartsAt) + " – " + models.FrenchTime(models.EndOf(m.StartsAt, m.Minutes)), a.answer("mode", m.Mode)}
	for _, word := range []string{m.Place, m.Colleague} {
		if word != "" {
			was = append(was, word)
		}
	}
	key := "appointment.move.by"
	if !m.UndoneAt.IsZero() {
		key = "appointment.move.undone"
	}
	return moveLine{Was: strings.Join(was, " · "), Moved: a.Texts.T(key, "Name", m.Mover, "Moment", a.moment(m.MovedAt))}
}

func (a *App) appointmentActions(access Access, v store.AppointmentView, page *appointmentShowPage) {
	base := "/rendez-vous/" + v.PublicID
	if v.FollowUpWritten != "" {
		page.Actions = []templates.Action{{Label: a.Texts.T("appointment.followup"), URL: "/suivis/" + v.FollowUpWritten, Icon: "notes", Primary: true}}
		return
	}
	if !a.may(access, models.Update, models.KindAppointment) {
		return
	}
	if v.Outcome != "" {
		page.ReopenURL = undoAppointmentURL(v.PublicID, v.Version)
		return
	}
	if page.Outcome = a.outcomesOf(access, v, ""); page.Outcome == nil {
		page.OutcomeURL, page.Excuse = base+"/issue", &outcomeButton{models.Excused, a.Texts.T("appointment.outcome.excuse")}
	}
	page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("appointment.move"), URL: base + "/modifier", Icon: "calendar", Primary: page.Outcome == nil})
	if a.may(access, models.Cancel, models.KindAppointment) && page.Outcome == nil {
		page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("appointment.cancel"), URL: base + "/annulation", Icon: "x"})
	}
}

// encodeURL is the follow-up form filled in from an appointment.
func encodeURL(appointment, back string) string {
	return "/suivis/nouveau?rendez-vous=" + appointment + "&retour=" + backQuery(back)
}

func (a *App) appointmentState(p models.Appointment) templates.Badge {
	state := p.State(a.today(), a.Store.LocalClock())
	kinds := map[string]string{models.AppointmentToCome: "info", models.AppointmentToSpecify: "warning", models.Present: "success",
		models.Excused: "info", models.Absent: "error", models.OutcomeCancelled: "plain"}
	return templates.NewBadge(kinds[state], a.Texts.T("appointment.state."+state))
}
