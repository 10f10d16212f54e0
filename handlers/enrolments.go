package handlers

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// enrolChoicePage shows one card per open dispositif with its conditions, before anything is decided.
type enrolChoicePage struct {
	Page
	Person  models.Participant
	Choices []enrolChoice
}

// enrolChoice is one operation a person may enter.
type enrolChoice struct {
	Programme  templates.Programme
	Title      string
	Conditions []templates.Condition
	State      string // met, unmet, check
	URL        string
	Already    string // URL of the enrolment that exists already
}

// chooseEnrolment: GET /personnes/:id/inscription.
func (a *App) chooseEnrolment(c *gin.Context, access Access) error {
	person, err := a.Store.Participant(ctx(c), a.profileScope(access), c.Param("id"))
	if err != nil {
		return err
	}
	operations, err := a.Store.Operations(ctx(c), a.scope(access, models.Read, models.KindOperation))
	if err != nil {
		return err
	}
	existing, err := a.Store.EnrolmentsOf(ctx(c), a.scope(access, models.Read, models.KindEnrolment), person.PublicID)
	if err != nil {
		return err
	}
	page := enrolChoicePage{Page: a.newPage(c, access, "enrolment.choose.title"), Person: person}
	page.Breadcrumb = personTrail(a, person)
	for _, o := range operations {
		if o.EndsOn == "" || o.EndsOn >= a.today() {
			page.Choices = append(page.Choices, a.enrolChoice(access, person, o, existing))
		}
	}
	return a.show(c, "enrolments/choose", page)
}

// profileScope is the scope under which the data behind the conditions are read.
func (a *App) profileScope(access Access) models.Scope {
	return a.scope(access, models.Read, models.KindProfile)
}

func (a *App) enrolChoice(access Access, person models.Participant, o models.Operation, existing []store.EnrolmentView) enrolChoice {
	candidate := models.Candidate{Person: person, OnDate: a.today(), RecordedOn: models.DateOf(person.UpdatedAt.Time)}
	conditions := models.Eligibility(o, candidate)
	choose := personURL(person.PublicID) + "/inscription"
	choice := enrolChoice{Programme: a.programme(o.Programme), Title: operationLabel(o), Conditions: a.conditions(access, conditions, person, choose, o.PublicID+"-"),
		State: models.Eligible(conditions), URL: choose + "/" + o.PublicID}
	for _, e := range existing {
		if e.OperationPublicID == o.PublicID && e.CancelledAt.IsZero() {
			choice.Already = "/inscriptions/" + e.PublicID
		}
	}
	return choice
}

func (a *App) programme(code string) templates.Programme {
	return templates.Programme{Code: code, Name: a.Texts.T("programme." + code)}
}

func operationLabel(o models.Operation) string {
	if o.Title != "" {
		return o.Code + " – " + o.Title
	}
	return o.Code
}

// conditions turns the rules' answer into what the page prints: the datum, where it comes from, since when, and the
// question that completes it. back is the page itself; prefix keeps the ids of several lists apart.
func (a *App) conditions(access Access, all []models.Condition, person models.Participant, back, prefix string) []templates.Condition {
	out := make([]templates.Condition, len(all))
	for i, c := range all {
		state := c.State
		if state == models.ConditionCheck {
			state = "unknown"
		}
		detail := a.Texts.T("eligibility.datum", "Datum", a.datum(c))
		if c.Datum == "" {
			detail = a.Texts.T("eligibility.no_datum")
		}
		out[i] = templates.Condition{State: state, Label: a.Texts.T(c.Key), Detail: detail,
			Source: a.Texts.T(c.Source, "Date", models.FrenchDate(c.On)), Edit: a.inPlace(access, c, person, back, prefix)}
	}
	return out
}

// inPlace asks for the datum of a condition where it is missing: those questions of a section of the profile and no
// other, saved under the section's own rules.
func (a *App) inPlace(access Access, c models.Condition, person models.Participant, back, prefix string) *templates.InlineForm {
	section, asked := models.SectionOf(c.Section)
	if !asked || c.State == models.ConditionMet || !a.may(access, models.Update, section.Kind) {
		return nil
	}
	form := &templates.InlineForm{Action: sectionURL(person.PublicID, section.Key), Hidden: []templates.Field{
		templates.Hidden("version", strconv.Itoa(person.Version)), templates.Hidden("seulement", strings.Join(c.Asks, ";")), templates.Hidden("retour", back)}}
	for _, f := range a.sectionFields(section.Key, section.Read(person), nil) {
		if slices.Contains(c.Asks, f.Name) || slices.Contains(c.Asks, f.Name+"_year") {
			f.ID = prefix + strings.TrimPrefix(c.Key, "eligibility.") + "-" + f.ID
			form.Fields = append(form.Fields, f)
		}
	}
	return form
}

// datum prints coded answers in words.
func (a *App) datum(c models.Condition) string {
	if key := "eligibility.datum." + c.Datum; c.Datum != "" && a.Texts.Has(key) {
		return a.Texts.T(key)
	}
	return c.Datum
}

// enrolPage is the form of one enrolment: the answers that the file does not hold, the conditions, the referent.
type enrolPage struct {
	Page
	Person     models.Participant
	Operation  models.Operation
	Programme  templates.Programme
	Conditions []templates.Condition
	State      string
	Fields     []templates.Field
	Derogation templates.Field
	MayDecide  bool // coordination: may enrol with a reason
	Granted    string
	Action     string
	Already    string       // address of the enrolment that exists already, "" when there is none
	Session    *sessionLine // the place to take in the same gesture
	SessionID  string       // its public id
	WalkIn     bool         // the person stands at the door of it
	Since      string       // « Cette personne est déjà inscrite depuis le… »
}

// newEnrolment: GET /personnes/:id/inscription/:operation.
func (a *App) newEnrolment(c *gin.Context, access Access) error {
	person, operation, err := a.enrolmentSubjects(c, access)
	if err != nil {
		return err
	}
	sender, err := a.sentBy(c, access, person.PublicID)
	if err != nil {
		return err
	}
	form := enrolForm{Requested: models.FrenchDate(a.today()), Lead: access.User.PublicID, Referral: sender, Session: c.Query("seance")}
	page, err := a.enrolPage(c, access, person, operation, form, nil)
	if err != nil {
		return err
	}
	return a.show(c, "enrolments/new", page)
}

// sentBy is the partner whose referral brought the person last, "" when nobody's did, or none that the colleague may read.
func (a *App) sentBy(c *gin.Context, access Access, personPublicID string) (string, error) {
	referrals, err := a.Store.ReferralsOf(ctx(c), a.scope(access, models.Read, models.KindReferral), personPublicID)
	for _, r := range referrals {
		if r.Direction == models.ReferralIn && r.CancelledAt.IsZero() {
			return r.Partner, err
		}
	}
	return "", err
}

func (a *App) enrolmentSubjects(c *gin.Context, access Access) (models.Participant, models.Operation, error) {
	person, err := a.Store.Participant(ctx(c), a.profileScope(access), c.Param("id"))
	if err != nil {
		return person, models.Operation{}, err
	}
	operation, err := a.Store.Operation(ctx(c), a.scope(access, models.Read, models.KindOperation), c.Param("operation"))
	return person, operation, err
}

func (a *App) enrolPage(c *gin.Context, access Access, person models.Participant, operation models.Operation, form enrolForm, problems models.Problems) (enrolPage, error) {
	page := enrolPage{Page: a.newPage(c, access, "enrolment.new.title"), Person: person, Operation: operation,
		Programme: a.programme(operation.Programme), MayDecide: a.may(access, models.Create, models.KindDerogation),
		Action: "/personnes/" + person.PublicID + "/inscription/" + operation.PublicID}
	page.Breadcrumb = personTrail(a, person)
	if err := a.sayAlready(c, access, &page); err != nil {
		return page, err
	}
	if err := a.saySession(c, access, &page, form.Session); err != nil {
		return page, err
	}
	enrolment, _ := form.enrolment(a.today())
	conditions := models.Eligibility(operation, candidateOf(person, enrolment, a.today()))
	page.Conditions, page.State = a.conditions(access, conditions, person, page.Action, ""), models.Eligible(conditions)
	colleagues, err := a.Store.PossibleReferents(ctx(c), access.Scope)
	if err != nil {
		return page, err
	}
	page.Fields = a.enrolFields(operation.Programme, form, problems, colleagues)
	page.Derogation = templates.TextArea("derogation", a.Texts.T("enrolment.derogation.reason"), form.Derogation, 3).
		With(a.Texts.T("enrolment.derogation.hint")).Wrong(a.problem(problems, "derogation"))
	granted, err := a.Store.Granted(ctx(c), access.Scope, person.ID, operation.ID)
	if err == nil {
		page.Granted = granted.DecidedReason
	} else if models.CodeOf(err) != models.NotFound {
		return page, err
	}
	a.blame(&page.Page, problems, append(enrolFieldNames, "derogation")...)
	return page, nil
}

// sayAlready tells that the person is enrolled in this operation, since when, and where.
func (a *App) sayAlready(c *gin.Context, access Access, page *enrolPage) error {
	existing, err := a.Store.EnrolmentsOf(ctx(c), a.scope(access, models.Read, models.KindEnrolment), page.Person.PublicID)
	for _, e := range existing {
		if e.OperationPublicID == page.Operation.PublicID && e.CancelledAt.IsZero() {
			page.Already = "/inscriptions/" + e.PublicID
			page.Since = a.Texts.T("enrolment.already", "Date", models.FrenchDate(models.Date(orElse(string(e.FirstContact), string(e.RequestedOn)))))
		}
	}
	return err
}

// previewConditions: POST /personnes/:id/inscription/:operation/conditions answers the conditions for what is typed so far.
func (a *App) previewConditions(c *gin.Context, access Access) error {
	person, operation, err := a.enrolmentSubjects(c, access)
	if err != nil {
		return err
	}
	page, err := a.enrolPage(c, access, person, operation, readEnrolForm(c), nil)
	if err != nil {
		return err
	}
	return a.show(c, "enrolments/new", page)
}

// outsideOperation refuses a request made on a day when the operation is not open: no derogation can change its dates.
func outsideOperation(o models.Operation, on models.Date, problems models.Problems) {
	switch {
	case on == "":
	case on < o.StartsOn:
		problems.Add("requested", "enrolment.before_opening", "Date", models.FrenchDate(on), "Opening", models.FrenchDate(o.StartsOn))
	case o.EndsOn != "" && on > o.EndsOn:
		problems.Add("requested", "enrolment.after_end", "Date", models.FrenchDate(on), "End", models.FrenchDate(o.EndsOn))
	}
}

func candidateOf(person models.Participant, e models.Enrolment, today models.Date) models.Candidate {
	on := e.RequestedOn
	if on == "" {
		on = today
	}
	return models.Candidate{Person: person, Entry: e.Entry, Audience: e.Audience, OnDate: on, RecordedOn: models.DateOf(person.UpdatedAt.Time)}
}

// createEnrolment: POST /personnes/:id/inscription/:operation. A condition that is not met needs a derogation, granted
// before or decided now by a coordinator with a reason; a counsellor's reason becomes a request.
func (a *App) createEnrolment(c *gin.Context, access Access) error {
	person, operation, err := a.enrolmentSubjects(c, access)
	if err != nil {
		return err
	}
	form := readEnrolForm(c)
	enrolment, problems := form.enrolment(a.today())
	outsideOperation(operation, enrolment.RequestedOn, problems)
	enrolment.ParticipantID, enrolment.OperationID = person.ID, operation.ID
	lead, err := a.Store.PossibleReferent(ctx(c), access.Scope, form.Lead)
	if models.CodeOf(err) == models.NotFound {
		problems.Add("lead", "enrolment.not_a_colleague")
	} else if err != nil {
		return err
	}
	conditions := models.Eligibility(operation, candidateOf(person, enrolment, a.today()))
	asked, err := a.derogate(c, access, person, operation, conditions, form, &enrolment, problems)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		page, err := a.enrolPage(c, access, person, operation, form, problems)
		if err != nil {
			return err
		}
		return a.refuse(c, "enrolments/new", page)
	}
	if asked {
		a.flash(c, "info", "enrolment.derogation.asked")
		return see(c, "/personnes/"+person.PublicID)
	}
	location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		e, err := tx.Enrol(ctx(c), access.Scope, enrolment, lead.ID)
		if err != nil || form.Session == "" {
			return "/inscriptions/" + e.PublicID, err
		}
		return a.takeSeat(c, access, tx, form.Session, e.PublicID)
	})
	if err != nil {
		return a.refuseEnrolment(c, access, person, operation, form, err)
	}
	a.flash(c, "success", "enrolment.created")
	a.markArrived(c, access, location)
	return see(c, location)
}

// refuseEnrolment shows the form again when it came without its key of submission, or the enrolment that exists already;
// any other error stays one.
func (a *App) refuseEnrolment(c *gin.Context, access Access, person models.Participant, operation models.Operation, form enrolForm, err error) error {
	page, failed := a.enrolPage(c, access, person, operation, form, nil)
	if failed != nil {
		return failed
	}
	refusal, known := asRefusal(err)
	if known && form.Session != "" && refusal.Key != "enrolment.already" && (refusal.Code == models.Invalid || refusal.Code == models.Conflict) && refusal.Key != "error.submission" {
		page.Summary = append(page.Summary, FieldError{Text: a.Texts.T(refusal.Key, refusal.Args...)})
		return a.refuse(c, "enrolments/new", page)
	}
	if (!known || refusal.Key != "enrolment.already") && !a.unsent(&page.Page, err) {
		return err
	}
	return a.refuse(c, "enrolments/new", page)
}

// derogate settles a condition that is not met. asked tells that a request was made instead of an enrolment.
func (a *App) derogate(c *gin.Context, access Access, person models.Participant, operation models.Operation,
	conditions []models.Condition, form enrolForm, e *models.Enrolment, problems models.Problems) (asked bool, err error) {
	if models.Eligible(conditions) != models.ConditionUnmet || len(problems) > 0 {
		return false, nil
	}
	granted, err := a.Store.Granted(ctx(c), access.Scope, person.ID, operation.ID)
	if err == nil {
		e.DerogationWhy, e.DerogationBy = granted.DecidedReason, granted.DecidedBy
		return false, nil
	}
	if models.CodeOf(err) != models.NotFound {
		return false, err
	}
	switch {
	case form.Derogation == "":
		problems.Add("derogation", "enrolment.derogation.required")
		return false, nil
	case a.may(access, models.Create, models.KindDerogation):
		e.DerogationWhy, e.DerogationBy = form.Derogation, &access.Actor.UserID
		return false, nil
	default:
		return true, a.Store.AskDerogation(ctx(c), access.Scope, person.PublicID, operation.PublicID, form.Derogation)
	}
}

// personTrail is the breadcrumb of the pages under a person; it names no one.
func personTrail(a *App, person models.Participant) []templates.Link {
	return []templates.Link{{URL: "/personnes", Label: a.Texts.T("nav.persons")},
		{URL: "/personnes/" + person.PublicID, Label: a.Texts.T("person.trail")}}
}

// decideDerogation: POST /derogations/:id.
func (a *App) decideDerogation(c *gin.Context, access Access) error {
	reason := c.PostForm("reason")
	if reason == "" {
		return models.Refuse(models.Invalid, "enrolment.derogation.decision_reason")
	}
	granted := c.PostForm("decision") == "accordee"
	if err := a.Store.DecideDerogation(ctx(c), access.Scope, c.Param("id"), granted, reason); err != nil {
		return err
	}
	a.flash(c, "success", "enrolment.derogation.decided")
	c.Redirect(http.StatusSeeOther, "/derogations")
	return nil
}

// derogationsPage lists the requests waiting for a decision.
type derogationsPage struct {
	Page
	Requests []store.DerogationView
}

// listDerogations: GET /derogations.
func (a *App) listDerogations(c *gin.Context, access Access) error {
	requests, err := a.Store.OpenDerogations(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	return a.show(c, "enrolments/derogations", derogationsPage{Page: a.newPage(c, access, "enrolment.derogations.title"), Requests: requests})
}
