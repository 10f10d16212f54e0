package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// followUpPage is the form of one contact.
type followUpPage struct {
	Page
	Name      string // of the person; hidden from the title
	Person    string // public id
	Heading   string
	Fields    followUpFields
	Action    string
	Back      string
	Enrolled  bool
	Hidden    []templates.Field
	New       bool
	NoteBelow bool // the note may be written here
	Group     *groupBlock
	Shorthand *shorthandBlock // the line that filled the form
	Reach     *templates.Field
	Keep      *templates.Field // what the line did not mean
}

// newFollowUp: GET /suivis/nouveau. Without a person the page asks for one; from an appointment everything is filled in.
func (a *App) newFollowUp(c *gin.Context, access Access) error {
	personID, form := c.Query("personne"), a.freshFollowUp(c)
	if id := c.Query("rendez-vous"); id != "" {
		v, err := a.Store.OpenAppointment(ctx(c), a.scope(access, models.Update, models.KindAppointment), access.Scope, id)
		if err != nil {
			return err
		}
		if v.FollowUpWritten != "" {
			return see(c, "/suivis/"+v.FollowUpWritten)
		}
		personID = v.Person
		form.fromAppointment(v)
	}
	if id := c.Query("modele"); id != "" {
		var err error
		if personID, err = a.duplicateFollowUp(c, access, id, &form); err != nil {
			return err
		}
	}
	if personID == "" {
		return a.choosePerson(c, access, "followup.new.title", "/suivis/nouveau", "/suivis/personne")
	}
	choices, err := a.followUpChoices(c, access, personID, nil)
	if err != nil {
		return err
	}
	if !slices.Contains(choices.Active, form.Enrolment) {
		form.Enrolment = choices.only()
	}
	return a.showGroup(c, access, a.newFollowUpPage(c, access, choices, form, nil), form, nil)
}

// freshFollowUp is the form before anything is typed: today, half an hour, at the office, present.
func (a *App) freshFollowUp(c *gin.Context) followUpForm {
	return followUpForm{Date: models.FrenchDate(a.today()), Length: "30", Mode: models.ModeOffice, Presence: models.Present, Signed: models.No,
		Level: models.NoteFile, Next: nextNothing, NextLength: "60", Back: knownPath(c.Query("retour"))}
}

// knownPath is where a form was opened from, "" when it does not say.
func knownPath(back string) string {
	if back == "" {
		return ""
	}
	return localPath(back)
}

// fromAppointment fills in what the appointment says.
func (f *followUpForm) fromAppointment(v store.AppointmentView) {
	f.Date, f.Start, f.Mode, f.Place, f.Enrolment, f.Appointment = models.FrenchDate(v.OnDate), plainTime(v.StartsAt), v.Mode, v.Place, v.Enrolment, v.PublicID
	f.setLength(v.Minutes)
	if v.Outcome == models.Excused || v.Outcome == models.Absent {
		f.Presence = v.Outcome
	}
}

func (a *App) newFollowUpPage(c *gin.Context, access Access, choices followUpChoices, form followUpForm, problems models.Problems) followUpPage {
	page := a.followUpPage(c, access, "followup.new.title", choices, form, problems)
	if problem, wrong := problems["rendez_vous"]; wrong { // sent again, the form is no longer tied to it
		page.Flash = append(page.Flash, Flash{Kind: "error", Text: a.Texts.T(problem.Key, problem.Args...)})
		form.Appointment = ""
	}
	page.New, page.Action = true, "/suivis/nouveau?personne="+url.QueryEscape(choices.Person.PublicID)
	page.Hidden = append(page.Hidden, templates.Hidden("submission", page.Submission), templates.Hidden("rendez_vous", form.Appointment),
		templates.Hidden("retour", form.Back))
	return page
}

func (a *App) followUpPage(c *gin.Context, access Access, title string, choices followUpChoices, form followUpForm, problems models.Problems) followUpPage {
	person := choices.Person
	page := followUpPage{Page: a.newPage(c, access, title), Name: person.Name(), Person: person.PublicID, Heading: a.Texts.T(title),
		Fields: a.followUpFields(choices, form, problems), Back: knownPath(form.Back), Enrolled: len(choices.Enrolments) > 0, NoteBelow: len(choices.Levels) > 0}
	if page.Back == "" {
		page.Back = "/personnes/" + person.PublicID
	}
	page.Breadcrumb = []templates.Link{{URL: "/suivis", Label: a.Texts.T("nav.followups")}, {URL: "/personnes/" + person.PublicID, Label: a.Texts.T("person.trail")}}
	a.blame(&page.Page, problems, append(stepNames(), followUpFieldNames...)...)
	return page
}

// createFollowUp: POST /suivis/nouveau.
func (a *App) createFollowUp(c *gin.Context, access Access) error {
	form := readFollowUpForm(c)
	choices, err := a.followUpChoices(c, access, c.Query("personne"), nil)
	if err != nil {
		return err
	}
	if form.Group.Gesture != "" {
		form.Group.act()
		return a.showGroup(c, access, a.newFollowUpPage(c, access, choices, form, nil), form, nil)
	}
	entry, problems, err := a.checkedContact(c, access, choices, form)
	if err != nil {
		return err
	}
	var logged store.Logged
	if len(problems) == 0 {
		location := a.afterFollowUp(c, form, choices)
		location, err = a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
			var err error
			logged, err = tx.LogContact(ctx(c), a.followUpScopes(access, access.Scope, form), entry)
			return location, err
		})
		if err == nil {
			a.flashFollowUp(c, logged)
			return see(c, location)
		}
		if isSimilar(err) {
			return a.askAgain(c, access, err, c.Request.URL.RequestURI(), a.newFollowUpPage(c, access, choices, form, nil).Back)
		}
		if !a.addStoreProblems(err, problems) {
			return err
		}
	}
	return a.showGroup(c, access, a.newFollowUpPage(c, access, choices, form, problems), form, problems)
}

// checkedContact is checkedEntry with what the form refers to: the appointment, colleagues, the other persons.
func (a *App) checkedContact(c *gin.Context, access Access, choices followUpChoices, form followUpForm) (store.FollowUpEntry, models.Problems, error) {
	entry, problems := a.checkedEntry(choices, form)
	if err := a.checkMentions(c, access, choices.Person, &entry.Note, problems); err != nil {
		return entry, problems, err
	}
	if err := a.checkAppointment(c, access, form.Appointment, problems); err != nil {
		return entry, problems, err
	}
	if err := a.addMembers(c, access, form.Group, &entry, problems); err != nil {
		return entry, problems, err
	}
	return entry, problems, nil
}

// checkedEntry is what was typed, with all that can be told without the database.
func (a *App) checkedEntry(choices followUpChoices, form followUpForm) (store.FollowUpEntry, models.Problems) {
	entry, problems := form.entry(a.today())
	if form.Level == models.NoteShared {
		entry.Note.Readers = choices.readers(form.Readers, problems)
	}
	if form.Level == "" && form.Note == "" {
		entry.Note.Level = models.NoteFile
	}
	addProblems(problems, models.CheckFollowUp(entry.FollowUp, models.Operation{}, a.today(), a.Store.Zone()), followUpProblem)
	addProblems(problems, models.CheckNote(entry.Note), followUpProblem)
	a.checkEnrolment(choices, form.Enrolment, problems)
	choices.checkTopics(form.Topics, problems)
	if !slices.Contains([]string{nextNothing, nextAppointment, nextText}, form.Next) && form.Next != "" {
		problems.Add("suite", "field.not_in_list")
	}
	return entry, problems
}

// checkAppointment makes sure that the appointment the form was opened from can be closed: a garbled reference must not
// cost a page of typing.
func (a *App) checkAppointment(c *gin.Context, access Access, publicID string, problems models.Problems) error {
	if publicID == "" {
		return nil
	}
	_, err := a.Store.Appointment(ctx(c), a.scope(access, models.Update, models.KindAppointment), publicID)
	if models.CodeOf(err) == models.NotFound {
		problems.Add("rendez_vous", "followup.problem.appointment")
		return nil
	}
	return err
}

// followUpScopes asks the gate for each thing the form writes; a note is a kind of its own.
func (a *App) followUpScopes(access Access, followUp models.Scope, form followUpForm) store.FollowUpScopes {
	action := models.Create
	if form.NoteID != "" {
		action = models.Update
	}
	return store.FollowUpScopes{FollowUp: followUp, Note: a.scope(access, action, models.KindOfNote(form.Level)),
		Appointment: a.scope(access, models.Update, models.KindAppointment), Next: a.scope(access, models.Create, models.KindAppointment),
		Plan: a.scope(access, models.Create, models.KindPlan)}
}

// addStoreProblems shows what only the store could see at the fields it concerns.
func (a *App) addStoreProblems(err error, problems models.Problems) bool {
	var wrong *models.FormError
	if errors.As(err, &wrong) {
		addProblems(problems, taskProblems(wrong.Problems), followUpProblem)
		return true
	}
	return asProblem(err, problems, "dispositif")
}

// afterFollowUp is where one goes after saving: back, or to the next follow-up.
func (a *App) afterFollowUp(c *gin.Context, form followUpForm, choices followUpChoices) string {
	if c.PostForm("puis") == "autre" {
		return "/suivis/nouveau?" + url.Values{"retour": {knownPath(form.Back)}}.Encode()
	}
	if form.Back != "" || form.Appointment != "" {
		return localPath(form.Back)
	}
	return "/personnes/" + choices.Person.PublicID
}

// flashFollowUp offers to undo; a second click of a double click wrote nothing, hence has nothing to undo.
func (a *App) flashFollowUp(c *gin.Context, logged store.Logged) {
	if logged.FollowUp.PublicID == "" {
		a.flash(c, "success", "followup.saved")
		return
	}
	a.flashUndo(c, undoURL(logged), "followup.saved")
}

func isSimilar(err error) bool {
	refusal, ok := asRefusal(err)
	return ok && refusal.Key == "followup.similar"
}

// askAgain interrupts before what is probably an error, a contact that looks like one already encoded say: the refusal's key
// with .title, .add and .drop are the words of the page. What was typed is carried along.
func (a *App) askAgain(c *gin.Context, access Access, err error, action, back string) error {
	refusal, _ := asRefusal(err)
	page := confirmPage{Page: a.newPage(c, access, refusal.Key+".title")}
	page.Confirm = templates.Confirm{Title: a.Texts.T(refusal.Key + ".title"), Text: a.Texts.T(refusal.Key, refusal.Args...), Action: action,
		Button: a.Texts.T(refusal.Key + ".add"), CancelURL: back, CancelLabel: a.Texts.T(refusal.Key + ".drop"),
		Fields: []templates.Field{templates.Hidden("encore", "1")}}
	for name, values := range c.Request.PostForm {
		for _, value := range values {
			if name != "encore" && name != "personne" {
				page.Confirm.Fields = append(page.Confirm.Fields, templates.Hidden(name, value))
			}
		}
	}
	a.render(c, http.StatusConflict, "enrolments/confirm", page)
	return nil
}

// undoFollowUp: POST /suivis/:id/defaire, the « Annuler » of the message after saving.
func (a *App) undoFollowUp(c *gin.Context, access Access) error {
	v, err := a.Store.FollowUp(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	mine := v.CreatedBy != nil && *v.CreatedBy == access.Actor.UserID
	if !mine || a.Store.Now().Sub(v.CreatedAt.Time) > undoTime {
		return see(c, "/suivis/"+v.PublicID+"/annuler")
	}
	if err := a.undoContact(c, access, v); err != nil {
		return err
	}
	a.flash(c, "success", "followup.undone")
	return see(c, backTo(c))
}
