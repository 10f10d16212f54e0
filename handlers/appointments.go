package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// appointmentForm keeps what was typed for an appointment.
type appointmentForm struct {
	Date, Time, Length, OtherLength, Mode, Place, Purpose string
	Colleague, Enrolment, Back                            string // public ids
	Version                                               int
}

var appointmentFieldNames = []string{"date", "heure", "duree", "mode", "lieu", "motif", "collegue", "dispositif"}

// appointmentProblem finds the field of the form where a problem of the rules belongs.
var appointmentProblem = map[string]string{"time": "heure", "minutes": "duree", "place": "lieu", "purpose": "motif"}

func readAppointmentForm(c *gin.Context) appointmentForm {
	v := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	return appointmentForm{Date: v("date"), Time: v("heure"), Length: v("duree"), OtherLength: v("duree_autre"), Mode: v("mode"), Place: v("lieu"),
		Purpose: v("motif"), Colleague: v("collegue"), Back: v("retour"), Version: number(v("version"))}
}

func (f appointmentForm) appointment(today models.Date) (models.Appointment, models.Problems) {
	problems := models.Problems{}
	a := models.Appointment{Mode: f.Mode, Purpose: f.Purpose, Version: f.Version}
	a.OnDate = typedFutureDay(f.Date, today, "date", problems)
	a.StartsAt = typedClock(f.Time, "heure", problems)
	a.Minutes = typedLength(f.Length, f.OtherLength, "duree", problems)
	if f.Mode == models.ModeAway {
		a.Place = f.Place
	}
	return a, problems
}

// appointmentPage is the form of one appointment.
type appointmentPage struct {
	Page
	Name, Person, Heading string
	When, Length, Rest    []templates.Field
	Mode, Place           templates.Field
	Hidden                []templates.Field
	Action, Back, Button  string
}

// newAppointment: GET /rendez-vous/nouveau.
func (a *App) newAppointment(c *gin.Context, access Access) error {
	if c.Query("personne") == "" {
		return a.choosePerson(c, access, "appointment.new.title", "/rendez-vous/nouveau", "/rendez-vous/personne")
	}
	person, err := a.Store.Participant(ctx(c), a.scope(access, models.Read, models.KindParticipant), c.Query("personne"))
	if err != nil {
		return err
	}
	form := appointmentForm{Date: c.Query("date"), Time: c.Query("heure"), Length: "60", Mode: models.ModeOffice, Colleague: access.User.PublicID, Back: localPath(c.Query("retour"))}
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

func (a *App) appointmentPage(c *gin.Context, access Access, title, name, person string, f appointmentForm, problems models.Problems) (appointmentPage, error) {
	users, err := a.Store.PossibleReferents(ctx(c), access.Scope)
	if err != nil {
		return appointmentPage{}, err
	}
	t := a.Texts.T
	wrong := func(field templates.Field) templates.Field { return field.Wrong(a.problem(problems, field.Name)) }
	page := appointmentPage{Page: a.newPage(c, access, title), Name: name, Person: person, Heading: t(title),
		When: []templates.Field{wrong(templates.Date("date", t("followup.date"), f.Date)), wrong(templates.Time("heure", t("appointment.time"), f.Time))},
		Length: []templates.Field{wrong(templates.Radios("duree", t("followup.length"), f.Length, a.lengths())),
			templates.Number("duree_autre", t("followup.length.other"), f.OtherLength, t("followup.length.unit"))},
		Mode:  wrong(templates.Radios("mode", t("followup.mode"), f.Mode, a.codes("mode", models.AppointmentModes))),
		Place: wrong(templates.Text("lieu", t("followup.place"), f.Place).Sized("medium")),
		Rest: []templates.Field{wrong(templates.Text("motif", t("appointment.purpose"), f.Purpose).With(t("appointment.purpose.hint")).AsOptional()),
			wrong(templates.Select("collegue", t("appointment.colleague"), f.Colleague, userOptions(users)))}}
	page.Breadcrumb = []templates.Link{{URL: "/agenda", Label: t("nav.agenda")}, {URL: personURL(person), Label: t("person.trail")}}
	a.blame(&page.Page, problems, appointmentFieldNames...)
	return page, nil
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
		location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
			_, err := tx.CreateAppointment(ctx(c), access.Scope, person.PublicID, planned)
			if back := localPath(form.Back); back != "/" {
				return back, err
			}
			return personURL(person.PublicID), err
		})
		if err == nil {
			a.flash(c, "success", "appointment.saved")
			return see(c, location)
		}
		if !addAppointmentProblems(err, problems) {
			return err
		}
	}
	page, err := a.appointmentPage(c, access, "appointment.new.title", person.Name(), person.PublicID, form, problems)
	if err != nil {
		return err
	}
	return a.refuse(c, "appointments/form", a.asNewAppointment(page, form))
}

// checkedAppointment is what was typed, with the colleague found.
func (a *App) checkedAppointment(c *gin.Context, access Access, form appointmentForm) (models.Appointment, models.Problems, error) {
	planned, problems := form.appointment(a.today())
	colleague, err := a.Store.PossibleReferent(ctx(c), access.Scope, form.Colleague)
	if models.CodeOf(err) == models.NotFound {
		problems.Add("collegue", "enrolment.not_a_colleague")
	} else if err != nil {
		return planned, problems, err
	}
	planned.UserID = colleague.ID
	addProblems(problems, models.CheckAppointment(planned, a.today(), a.Store.Zone()), appointmentProblem)
	return planned, problems, nil
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
		return a.showAppointmentForm(c, access, v, appointmentFormOf(v), nil, http.StatusOK)
	}
	form := readAppointmentForm(c)
	planned, problems, err := a.checkedAppointment(c, access, form)
	if err != nil {
		return err
	}
	if len(problems) == 0 {
		planned.PublicID = v.PublicID
		err := a.Store.UpdateAppointment(ctx(c), access.Scope, planned)
		switch {
		case err == nil:
			a.flash(c, "success", "appointment.moved")
			return see(c, "/rendez-vous/"+v.PublicID)
		case !addAppointmentProblems(err, problems):
			return err
		}
	}
	return a.showAppointmentForm(c, access, v, form, problems, http.StatusUnprocessableEntity)
}

func (a *App) showAppointmentForm(c *gin.Context, access Access, v store.AppointmentView, form appointmentForm, problems models.Problems, status int) error {
	page, err := a.appointmentPage(c, access, "appointment.edit.title", v.Name(), v.Person, form, problems)
	if err != nil {
		return err
	}
	page.Back, page.Button = "/rendez-vous/"+v.PublicID, a.Texts.T("appointment.edit.save")
	page.Action = page.Back + "/modifier"
	page.Hidden = []templates.Field{templates.Hidden("version", strconv.Itoa(form.Version))}
	a.render(c, status, "appointments/form", page)
	return nil
}

func appointmentFormOf(v store.AppointmentView) appointmentForm {
	f := appointmentForm{Date: models.FrenchDate(v.OnDate), Time: plainTime(v.StartsAt), Mode: v.Mode, Place: v.Place, Purpose: v.Purpose,
		Colleague: v.ColleagueID, Version: v.Version}
	length := followUpForm{}
	length.setLength(v.Minutes)
	f.Length, f.OtherLength = length.Length, length.OtherLength
	return f
}
