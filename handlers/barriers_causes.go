package handlers

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// tiePage asks which action made each frein change.
type tiePage struct {
	Page
	Name, Person string
	Fields       []templates.Field
	Version      int
	Action, Back string
}

// causes are the actions the reader may see, until a day.
func (a *App) causes(c *gin.Context, access Access, personID string, until models.Date) ([]store.Cause, error) {
	return a.Store.Causes(ctx(c), a.timelineScopes(access), a.scope(access, models.Read, models.KindPlan), personID, until)
}

func (a *App) causeLabel(cause store.Cause) string {
	label := a.Texts.T("barrier.cause."+cause.Kind, "Date", models.FrenchDate(cause.OnDate))
	switch cause.Kind {
	case models.CauseFollowUp:
		return join(" · ", label, a.topics(cause.Moment.Topics))
	case models.CauseSession:
		return join(" · ", label, cause.Moment.Title)
	}
	return join(" · ", label, cause.Text)
}

// causeURL is the page of an action; a task has none, its plan has.
func causeURL(cause store.Cause) string {
	switch cause.Kind {
	case models.CauseFollowUp:
		return "/suivis/" + cause.PublicID
	case models.CauseSession:
		return "/seances/" + cause.PublicID
	}
	return ""
}

// tieBarriers: GET and POST /evaluations/:id/actions.
func (a *App) tieBarriers(c *gin.Context, access Access) error {
	v, err := a.Store.Assessment(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	all, err := a.Store.Assessments(ctx(c), access.Scope, v.Person)
	if err != nil {
		return err
	}
	causes, err := a.causes(c, access, v.Person, v.OnDate)
	if err != nil {
		return err
	}
	problems := models.Problems{}
	fields, chosen := a.tieFields(c, v, models.ChangesAt(store.Rated(all), v.PublicID), causes, problems)
	if c.Request.Method == http.MethodPost && len(problems) == 0 {
		if err := a.Store.TieChanges(ctx(c), access.Scope, v.PublicID, number(c.PostForm("version")), chosen); err != nil {
			return err
		}
		a.flash(c, "success", "barrier.tie.saved")
		return see(c, personURL(v.Person)+"/freins")
	}
	p, err := a.Store.Participant(ctx(c), a.scope(access, models.Read, models.KindParticipant), v.Person)
	if err != nil {
		return err
	}
	page := tiePage{Page: a.newPage(c, access, "barrier.tie.title"), Name: p.Name(), Person: v.Person, Fields: fields, Version: v.Version,
		Action: "/evaluations/" + v.PublicID + "/actions", Back: personURL(v.Person) + "/freins"}
	page.Breadcrumb = []templates.Link{{URL: personURL(v.Person), Label: a.Texts.T("person.trail")}, {URL: page.Back, Label: a.Texts.T("barrier.title")}}
	page.Summary = templates.Problems(fields...)
	return a.showForm(c, "barriers/tie", page, problems)
}

// tieFields asks one question per change; a choice is an action the reader sees, or the one tied before.
func (a *App) tieFields(c *gin.Context, v store.AssessmentView, changes []models.BarrierChange, causes []store.Cause, problems models.Problems) ([]templates.Field, map[string]store.Cause) {
	chosen := map[string]store.Cause{}
	var fields []templates.Field
	for _, change := range changes {
		r := v.Of(change.Barrier)
		before := r.CauseKind + ":" + r.Cause
		if r.Cause == "" {
			before = "-"
		}
		options := a.causeOptions(causes, before)
		name := "action_" + change.Barrier
		value := typed(c, name, before)
		if value == "" {
			value = "-"
		}
		kind, id, _ := strings.Cut(value, ":")
		if value == "-" {
			kind, id = "", ""
		}
		if !hasOption(options, value) {
			problems.Add(name, "field.not_in_list")
		}
		chosen[change.Barrier] = store.Cause{Kind: kind, PublicID: id}
		arrow, words := a.movement(models.Track{{OnDate: change.Since, Level: change.From}, {OnDate: v.OnDate, Level: change.To}})
		fields = append(fields, templates.Select(name, a.answer("topic", change.Barrier)+" · "+arrow+", "+words, value, options).Wrong(a.problem(problems, name)))
	}
	return fields, chosen
}

func (a *App) causeOptions(causes []store.Cause, before string) []templates.Option {
	options := []templates.Option{{Value: "-", Label: a.Texts.T("barrier.tie.none")}}
	for _, cause := range causes {
		options = append(options, templates.Option{Value: cause.Kind + ":" + cause.PublicID, Label: a.causeLabel(cause)})
	}
	if !hasOption(options, before) {
		options = append(options, templates.Option{Value: before, Label: a.Texts.T("barrier.cause.hidden")})
	}
	return options
}

func hasOption(options []templates.Option, value string) bool {
	for _, o := range options {
		if o.Value == value {
			return true
		}
	}
	return false
}

// cancelAssessment: GET and POST /evaluations/:id/annuler.
func (a *App) cancelAssessment(c *gin.Context, access Access) error {
	v, err := a.Store.Assessment(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	back, reason := personURL(v.Person)+"/freins", strings.TrimSpace(c.PostForm("reason"))
	if problem := a.missingReason(c, reason); c.Request.Method == http.MethodGet || problem != "" {
		return a.reasonPage(c, access, "barrier.cancel.title", "barrier.cancel", "/evaluations/"+v.PublicID+"/annuler", back, problem)
	}
	if err := a.Store.CancelAssessment(ctx(c), access.Scope, v.PublicID, reason); err != nil {
		return err
	}
	a.flash(c, "success", "barrier.cancel.done")
	return see(c, back)
}

// undoAssessment: POST /evaluations/:id/defaire, the « Annuler » of the message after saving.
func (a *App) undoAssessment(c *gin.Context, access Access) error {
	v, err := a.Store.Assessment(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	mine := v.CreatedBy != nil && *v.CreatedBy == access.Actor.UserID
	if !mine || a.Store.Now().Sub(v.CreatedAt.Time) > undoTime {
		return see(c, "/evaluations/"+v.PublicID+"/annuler")
	}
	if err := a.Store.CancelAssessment(ctx(c), access.Scope, v.PublicID, a.Texts.T("barrier.undo.reason")); err != nil {
		return err
	}
	a.flash(c, "success", "barrier.undone")
	return see(c, personURL(v.Person)+"/freins")
}
