package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// newAppointment: GET /rendez-vous/nouveau.
func (a *App) newAppointment(c *gin.Context, access Access) error {
	if c.Query("personne") == "" {
		return a.choosePerson(c, access, "appointment.new.title", "/rendez-vous/nouveau", "/rendez-vous/personne")
	}
	person, err := a.Store.Participant(ctx(c), a.scope(access, models.Read, models.KindParticipant), c.Query("personne"))
	if err != nil {
		return err
	}
	form := freshAppointment(c, access)
	page, err := a.appointmentPage(c, access, "appointment.new.title", person.Name(), person.PublicID, form, nil)
	if err != nil {
		return err
	}
	return a.show(c, "appointments/form", a.asNewAppointment(page, form))
}

func (a *App) asNewAppointment(page appointmentPage, form appointmentForm) appointmentPage {
	page.Action, page.Button = "/rendez-vous/nouveau?personne="+url.QueryEscape(page.Person), a.Texts.T("appointment.save")
	page.Hidden = []templates.Field{templates.Hidden("submission", page.Submission), templates.Hidden("retour", form.Back)}
	if page.Back = form.Back; page.Back == "" || page.Back == "/" {
		page.Back = personURL(page.Person)
	}
	return page
}

// createAppointment: POST /rendez-vous/nouveau.
func (a *App) createAppointment(c *gin.Context, access Access) error {
	person, err := a.Store.Participant(ctx(c), a.scope(access, models.Read, models.KindParticipant), c.Query("personne"))
	if err != nil {
		return err
	}
	form := readAppointmentForm(c)
	planned, problems, err := a.checkedAppointment(c, access, form)
	if err != nil {
		return err
	}
	if len(problems) == 0 {
		made, location, err := a.planOnce(c, access, person.PublicID, planned, form.Back)
		if err == nil {
			a.tellPlanned(c, made)
			return see(c, location)
		}
		if !addAppointmentProblems(err, problems) {
			return err
		}
	}
	page, err := a.appointmentPage(c, access, "appointment.new.title", person.Name(), person.PublicID, form, problems)
	if err == nil {
		err = a.offerSlots(c, access, &page, planned, problems)
	}
	if err != nil {
		return err
	}
	return a.refuse(c, "appointments/form", a.asNewAppointment(page, form))
}

// planOnce plans an appointment and says where to go; made has no id after the second click of a double click.
func (a *App) planOnce(c *gin.Context, access Access, person string, planned models.Appointment, back string) (made models.Appointment, location string, err error) {
	location, err = a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		var err error
		made, err = tx.CreateAppointment(ctx(c), access.Scope, person, planned)
		if back := localPath(back); back != "/" {
			return back, err
		}
		return personURL(person), err
	})
	return made, location, err
}

func (a *App) tellPlanned(c *gin.Context, made models.Appointment) {
	if made.PublicID == "" {
		a.flash(c, "success", "appointment.saved")
		return
	}
	a.flashUndo(c, undoAppointmentURL(made.PublicID, made.Version), "appointment.saved")
}

// undoAppointmentURL takes back what left an appointment at a version.
func undoAppointmentURL(publicID string, version int) string {
	return "/rendez-vous/" + publicID + "/defaire?version=" + strconv.Itoa(version)
}

func addAppointmentProblems(err error, problems models.Problems) bool {
	var wrong *models.FormError
	if errors.As(err, &wrong) {
		addProblems(problems, wrong.Problems, appointmentProblem)
		return true
	}
	return asProblem(err, problems, "date")
}

// editAppointment: GET and POST /rendez-vous/:id/modifier.
func (a *App) editAppointment(c *gin.Context, access Access) error {
	v, err := a.Store.OpenAppointment(ctx(c), access.Scope, a.scope(access, models.Read, models.KindFollowUp), c.Param("id"))
	if err != nil {
		return err
	}
	if v.Outcome != "" {
		return models.Refuse(models.Conflict, "appointment.problem.over")
	}
	if c.Request.Method == http.MethodGet {
		return a.showAppointmentForm(c, access, v, appointmentFormOf(v.Appointment, v.ColleagueID, v.Location), models.Appointment{}, nil)
	}
	form := readAppointmentForm(c)
	planned, problems, err := a.checkedAppointment(c, access, form)
	if err != nil {
		return err
	}
	planned.ID, planned.PublicID = v.ID, v.PublicID
	if len(problems) == 0 {
		err := a.Store.UpdateAppointment(ctx(c), access.Scope, planned)
		switch {
		case err == nil:
			a.flashUndo(c, undoAppointmentURL(v.PublicID, planned.Version+1), "appointment.moved")
			return see(c, "/rendez-vous/"+v.PublicID)
		case !addAppointmentProblems(err, problems):
			return err
		}
	}
	return a.showAppointmentForm(c, access, v, form, planned, problems)
}

// showAppointmentForm shows the form of an appointment that is being moved; with problems, as it was sent.
func (a *App) showAppointmentForm(c *gin.Context, access Access, v store.AppointmentView, form appointmentForm, planned models.Appointment, problems models.Problems) error {
	page, err := a.appointmentPage(c, access, "appointment.edit.title", v.Name(), v.Person, form, problems)
	if err == nil && len(problems) > 0 {
		scope := access
		scope.Scope = a.scope(access, models.Create, models.KindAppointment)
		err = a.offerSlots(c, scope, &page, planned, problems)
	}
	if err != nil {
		return err
	}
	page.Back, page.Button = "/rendez-vous/"+v.PublicID, a.Texts.T("appointment.edit.save")
	page.Action, page.Hidden = page.Back+"/modifier", []templates.Field{hiddenVersion(form.Version)}
	return a.showForm(c, "appointments/form", page, problems)
}
