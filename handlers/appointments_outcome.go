package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// outcomeChoice is what may be said with one click of an appointment that is over: the person came (a follow-up), was
// excused or absent, or it was cancelled.
type outcomeChoice struct {
	Came, Cancel string // addresses, "" where the role may not
	URL, Back    string // where the others are posted, and where to return
	Buttons      []outcomeButton
	Name         string // of whom, for those who hear the page
}

// outcomeButton posts what became of an appointment.
type outcomeButton struct{ Value, Label string }

// outcomesOf are the one-click answers for an appointment without outcome that has begun; nil when there is nothing to say.
func (a *App) outcomesOf(access Access, v store.AppointmentView, back string) *outcomeChoice {
	if v.Outcome != "" || v.FollowUpWritten != "" || v.OnDate > a.today() || !a.may(access, models.Update, models.KindAppointment) {
		return nil
	}
	base := "/rendez-vous/" + v.PublicID
	choice := &outcomeChoice{URL: base + "/issue", Back: back, Name: v.Name()}
	if a.may(access, models.Create, models.KindFollowUp) {
		choice.Came = encodeURL(v.PublicID, back)
	}
	if a.may(access, models.Cancel, models.KindAppointment) {
		choice.Cancel = base + "/annulation?retour=" + backQuery(back)
	}
	for _, o := range []string{models.Excused, models.Absent} {
		choice.Buttons = append(choice.Buttons, outcomeButton{o, a.Texts.T("appointment.outcome.short." + o)})
	}
	return choice
}

// backQuery is a page to return to as an address holds it.
func backQuery(back string) string { return strings.ReplaceAll(url.QueryEscape(back), "%2F", "/") }

// setOutcome: POST /rendez-vous/:id/issue.
func (a *App) setOutcome(c *gin.Context, access Access) error {
	version, err := a.Store.SetOutcome(ctx(c), access.Scope, c.Param("id"), c.PostForm("issue"))
	if err != nil {
		return err
	}
	a.tasks.forget(access.Actor.UserID)
	a.flashUndo(c, undoAppointmentURL(c.Param("id"), version), "appointment.outcome.saved")
	return see(c, a.appointmentBack(c, "/rendez-vous/"+c.Param("id")))
}

// appointmentBack is the page a button came from, else another one.
func (a *App) appointmentBack(c *gin.Context, other string) string {
	if back := c.PostForm("retour"); back != "" {
		return localPath(back)
	}
	return other
}

// cancelAppointment: GET and POST /rendez-vous/:id/annulation. Who cancelled, and why if it is worth saying.
func (a *App) cancelAppointment(c *gin.Context, access Access) error {
	v, err := a.Store.Appointment(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	if c.Request.Method == http.MethodGet {
		if v.Outcome != "" {
			return models.Refuse(models.Conflict, "appointment.problem.over")
		}
		return a.showCancellation(c, access, v, v.Version, nil)
	}
	version := number(c.PostForm("version"))
	problems := models.CheckCancellation(c.PostForm("side"), strings.TrimSpace(c.PostForm("reason")))
	if len(problems) > 0 {
		return a.showCancellation(c, access, v, version, problems)
	}
	if err := a.Store.CancelAppointment(ctx(c), access.Scope, v.PublicID, c.PostForm("side"), strings.TrimSpace(c.PostForm("reason")), version); err != nil {
		return err
	}
	a.tasks.forget(access.Actor.UserID)
	a.flashUndo(c, undoAppointmentURL(v.PublicID, version+1), "appointment.cancelled")
	return see(c, a.appointmentBack(c, "/rendez-vous/"+v.PublicID))
}

func (a *App) showCancellation(c *gin.Context, access Access, v store.AppointmentView, version int, problems models.Problems) error {
	t, page := a.Texts.T, confirmPage{Page: a.newPage(c, access, "appointment.cancel.title")}
	back := c.PostForm("retour")
	if back == "" && c.Query("retour") != "" {
		back = localPath(c.Query("retour"))
	}
	fields := []templates.Field{
		templates.Radios("side", t("appointment.cancel.side"), c.PostForm("side"), a.codes("cancel_side", models.CancelSides)).Wrong(a.problem(problems, "side")),
		templates.Text("reason", t("appointment.cancel.reason"), c.PostForm("reason")).With(t("appointment.cancel.reason.hint")).AsOptional().Wrong(a.problem(problems, "reason")),
		hiddenVersion(version), templates.Hidden("retour", back)}
	page.Confirm = templates.Confirm{Title: t("appointment.cancel.title"), Action: "/rendez-vous/" + v.PublicID + "/annulation", Button: t("appointment.cancel"), Danger: true,
		Text:   t("appointment.cancel.text", "Name", v.Name(), "Date", models.FrenchDate(v.OnDate), "Time", models.FrenchTime(v.StartsAt)),
		Fields: fields, CancelURL: localPath(back), CancelLabel: t("appointment.cancel.keep")}
	if back == "" {
		page.Confirm.CancelURL = "/rendez-vous/" + v.PublicID
	}
	page.Summary = templates.Problems(fields...)
	return a.showForm(c, "enrolments/confirm", page, problems)
}

// undoAppointment: POST /rendez-vous/:id/defaire?version=3.
func (a *App) undoAppointment(c *gin.Context, access Access) error {
	version := number(c.Query("version"))
	if err := a.Store.UndoAppointment(ctx(c), access.Scope, c.Param("id"), version); err != nil {
		return err
	}
	a.tasks.forget(access.Actor.UserID)
	a.flash(c, "success", "appointment.undone")
	if version == 1 { // the planning itself: there is nothing left to look at
		return see(c, "/agenda")
	}
	return see(c, "/rendez-vous/"+c.Param("id"))
}
