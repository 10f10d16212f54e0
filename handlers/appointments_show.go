package handlers

import (
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
	Outcomes              []outcomeButton
	OutcomeURL            string
	MayReopen             bool
}

// outcomeButton posts what became of an appointment.
type outcomeButton struct{ Value, Label string }

// showAppointment: GET /rendez-vous/:id.
func (a *App) showAppointment(c *gin.Context, access Access) error {
	v, err := a.Store.OpenAppointment(ctx(c), access.Scope, a.scope(access, models.Read, models.KindFollowUp), c.Param("id"))
	if err != nil {
		return err
	}
	row := func(key, value string) templates.Row { return templates.Row{Label: a.Texts.T(key), Value: value} }
	page := appointmentShowPage{Page: a.newPage(c, access, "appointment.title"), Name: v.Name(), Person: v.Person, State: a.appointmentState(v.Appointment),
		Heading: a.Texts.T("appointment.heading", "Date", models.FrenchDate(v.OnDate), "Time", models.FrenchTime(v.StartsAt)),
		Rows: []templates.Row{row("appointment.day", models.FrenchLongDate(v.OnDate)),
			row("appointment.time", models.FrenchTime(v.StartsAt)+" – "+models.FrenchTime(v.EndsAt())), row("followup.mode", a.answer("mode", v.Mode)),
			row("appointment.colleague", v.Colleague)}}
	if v.Place != "" {
		page.Rows = append(page.Rows, row("followup.place", v.Place))
	}
	if v.Purpose != "" {
		page.Rows = append(page.Rows, row("appointment.purpose", v.Purpose))
	}
	page.Breadcrumb = []templates.Link{{URL: "/agenda", Label: a.Texts.T("nav.agenda")}, {URL: personURL(v.Person), Label: a.Texts.T("person.trail")}}
	a.appointmentActions(access, v, &page)
	return a.show(c, "appointments/show", page)
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
	page.OutcomeURL = base + "/issue"
	if v.Outcome != "" {
		page.MayReopen = true
		return
	}
	if v.OnDate <= a.today() && a.may(access, models.Create, models.KindFollowUp) {
		page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("followup.new.title"), URL: encodeURL(v.PublicID, base), Icon: "notes", Primary: true})
	}
	page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("appointment.move"), URL: base + "/modifier", Icon: "calendar"})
	outcomes := []string{models.Excused, models.OutcomeCancelled}
	if v.OnDate <= a.today() {
		outcomes = []string{models.Excused, models.Absent, models.OutcomeCancelled}
	}
	for _, o := range outcomes {
		page.Outcomes = append(page.Outcomes, outcomeButton{o, a.Texts.T("appointment.outcome." + o)})
	}
}

// encodeURL is the follow-up form filled in from an appointment.
func encodeURL(appointment, back string) string {
	return "/suivis/nouveau?rendez-vous=" + appointment + "&retour=" + back
}

func (a *App) appointmentState(p models.Appointment) templates.Badge {
	state := p.State(a.today(), a.Store.LocalClock())
	kinds := map[string]string{models.AppointmentToCome: "info", models.AppointmentToSpecify: "warning", models.Present: "success",
		models.Excused: "info", models.Absent: "error", models.OutcomeCancelled: "plain"}
	return templates.NewBadge(kinds[state], a.Texts.T("appointment.state."+state))
}

// setOutcome: POST /rendez-vous/:id/issue. An empty outcome asks again.
func (a *App) setOutcome(c *gin.Context, access Access) error {
	if err := a.Store.SetOutcome(ctx(c), access.Scope, c.Param("id"), c.PostForm("issue")); err != nil {
		return err
	}
	a.flash(c, "success", "appointment.outcome.saved")
	if back := c.PostForm("retour"); back != "" {
		return see(c, localPath(back))
	}
	return see(c, "/rendez-vous/"+c.Param("id"))
}
