package handlers

import (
	"maps"
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// choicesShown is how many sessions to come are looked at for one person.
const choicesShown = 60

// sessionChoicesPage proposes the sessions to come that suit one person, and says why the others do not.
type sessionChoicesPage struct {
	personFrame
	Page
	Choices, Others []sessionChoice
	Back            string
	Empty           templates.Empty
}

// sessionChoice is a session one click away, or what keeps the person out of it.
type sessionChoice struct {
	sessionLine
	Action    string // where the button posts
	Enrolment string // public id, "" when the dispositif comes first
	EnrolURL  string // enrols in the dispositif and the session together
	Before    *templates.Condition
	Problem   string
}

// chooseSession: GET /personnes/:id/seances, « Inscrire dans une séance ».
func (a *App) chooseSession(c *gin.Context, access Access) error {
	person, err := a.Store.Participant(ctx(c), a.scope(access, models.Read, models.KindParticipant), c.Param("id"))
	if err != nil {
		return err
	}
	full, err := a.Store.Participant(ctx(c), a.profileScope(access), c.Param("id"))
	mayProfile := err == nil
	if mayProfile {
		person = full
	} else if models.CodeOf(err) != models.NotFound {
		return err
	}
	record, err := a.Store.PersonRecord(ctx(c), a.scope(access, models.Read, models.KindParticipant), person.PublicID)
	if err != nil {
		return err
	}
	page := sessionChoicesPage{Page: a.newPage(c, access, "registration.choose.title"), Back: personURL(person.PublicID) + "/seances"}
	page.Breadcrumb = personTrail(a, person)
	if page.personFrame, err = a.personFrame(c, access, person, record, mayProfile, "course"); err != nil {
		return err
	}
	if err := a.fillSessionChoices(c, access, &page, person, mayProfile); err != nil {
		return err
	}
	page.Empty = templates.Empty{Text: a.Texts.T("registration.choose.none"), Action: templates.Link{URL: "/seances", Label: a.Texts.T("session.list.title")}}
	return a.show(c, "sessions/choose", page)
}

func (a *App) fillSessionChoices(c *gin.Context, access Access, page *sessionChoicesPage, person models.Participant, mayProfile bool) error {
	enrolled, err := a.activeEnrolments(c, access, person)
	if err != nil {
		return err
	}
	operations := slices.Sorted(maps.Keys(enrolled))
	if mayProfile {
		open, err := a.eligibleOperations(c, access, person)
		if err != nil {
			return err
		}
		operations = append(operations, open...)
	}
	choices, err := a.Store.SessionChoices(ctx(c), a.scope(access, models.Read, models.KindSession), a.scope(access, models.Read, models.KindParticipant),
		person.PublicID, operations, choicesShown)
	for _, choice := range choices {
		line := a.sessionChoice(person, choice, enrolled[choice.OperationPublicID])
		if choice.Suits() {
			page.Choices = append(page.Choices, line)
		} else {
			page.Others = append(page.Others, line)
		}
	}
	return err
}

// activeEnrolments are those a person has not left, by the operation: public ids.
func (a *App) activeEnrolments(c *gin.Context, access Access, person models.Participant) (map[string]string, error) {
	all, err := a.Store.EnrolmentsOf(ctx(c), a.scope(access, models.Read, models.KindEnrolment), person.PublicID)
	active := map[string]string{}
	for _, e := range all {
		if state := e.State(); state == "attente" || state == "en_cours" {
			active[e.OperationPublicID] = e.PublicID
		}
	}
	return active, err
}

// eligibleOperations are those open today that the person is in no way enrolled in and that no condition closes to them.
func (a *App) eligibleOperations(c *gin.Context, access Access, person models.Participant) ([]string, error) {
	if !a.Store.Reaches(ctx(c), a.scope(access, models.Create, models.KindEnrolment), person.PublicID) {
		return nil, nil
	}
	all, err := a.Store.Operations(ctx(c), a.scope(access, models.Read, models.KindOperation))
	if err != nil {
		return nil, err
	}
	existing, err := a.Store.EnrolmentsOf(ctx(c), a.scope(access, models.Read, models.KindEnrolment), person.PublicID)
	var open []string
	for _, o := range all {
		choice := a.enrolChoice(access, person, o, existing)
		if choice.Already == "" && choice.State != models.ConditionUnmet && o.CentreID == person.CentreID {
			open = append(open, o.PublicID)
		}
	}
	return open, err
}

func (a *App) sessionChoice(person models.Participant, n models.SessionChoice, enrolment string) sessionChoice {
	line := sessionChoice{sessionLine: a.sessionLine(n.SessionRow), Enrolment: enrolment, Before: a.prerequisite(n.Before)}
	line.Action = line.URL + "/inscriptions"
	if enrolment == "" {
		line.EnrolURL = personURL(person.PublicID) + "/inscription/" + n.OperationPublicID + "?" + query("seance", n.PublicID)
	}
	switch {
	case n.Clash != nil:
		line.Problem = a.Texts.T(n.Clash.Key, n.Clash.Args...)
	case n.Closed:
		line.Problem = a.Texts.T("registration.waits", "Rank", a.rank(n.Waiting+1))
	}
	return line
}

// prerequisite is the part before as a condition: « Prérequis : partie 1 pas encore suivie ».
func (a *App) prerequisite(p *models.Prerequisite) *templates.Condition {
	if p == nil {
		return nil
	}
	state := p.State
	if state == models.ConditionCheck {
		state = "unknown"
	}
	return &templates.Condition{State: state, Label: a.Texts.T("prerequisite."+p.State, "Part", p.Title, "Date", models.FrenchDate(p.On))}
}
