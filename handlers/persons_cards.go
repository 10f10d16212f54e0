package handlers

import (
	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// personCard is one block beside the timeline of a person. Part names its branch in the template "person-card"
// (templates/persons/parts.html), which prints Body.
type personCard struct {
	Part string
	Body any
}

// nextStep is an appointment or a session to come.
type nextStep struct{ When, Title, Place, URL, Author string }

// personCards is what stands beside the timeline, in this order. A new block is one line here, one function and one branch
// of "person-card"; a function answers nil when there is nothing to show or the role may not see it.
func (a *App) personCards(c *gin.Context, access Access, p models.Participant, record models.Record) ([]personCard, error) {
	var cards []personCard
	for _, card := range []struct {
		part string
		fill func(*gin.Context, Access, models.Participant, models.Record) (any, error)
	}{
		{"next", a.nextCard},
		{"barriers", a.barriersCard},
		{"standing", a.standingCard},
		{"profile", a.profileCard},
		{"people", a.peopleCard},
		{"links", a.linkCard},
		{"visible", a.visibleCard},
	} {
		body, err := card.fill(c, access, p, record)
		if err != nil {
			return nil, err
		}
		if body != nil {
			cards = append(cards, personCard{card.part, body})
		}
	}
	return cards, nil
}

// nextCard is what comes next, and where one prepares it.
type nextCard struct {
	Steps       []nextStep
	BriefingURL string // "" when the role may not
	SessionsURL string // where one gives a place in a session, "" when the role may not
}

func (a *App) nextCard(c *gin.Context, access Access, p models.Participant, record models.Record) (any, error) {
	steps, err := a.Store.NextSteps(ctx(c), a.timelineScopes(access), p.PublicID)
	card := nextCard{Steps: a.nextSteps(steps)}
	if a.scope(access, models.Read, models.KindFollowUp).Covers(record) {
		card.BriefingURL = personURL(p.PublicID) + "/fiche"
	}
	if a.scope(access, models.Create, models.KindRegistration).Covers(record) {
		card.SessionsURL = personURL(p.PublicID) + "/seances"
	}
	return card, err
}

// profileCard is what is left to ask, section by section; nothing once the profile is complete.
type profileCard struct {
	Progress string
	URL      string
	Tasks    []templates.Task
}

func (a *App) profileCard(_ *gin.Context, access Access, p models.Participant, record models.Record) (any, error) {
	full := a.profileScope(access).Covers(record)
	card := profileCard{Progress: a.profileProgress(p, full), URL: personURL(p.PublicID) + "/profil"}
	for _, s := range models.Sections {
		shown := s.Kind == models.KindParticipant || s.Kind == models.KindProfile && full
		if !shown || s.State(p) == models.TaskDone {
			continue
		}
		task := a.sectionTask(s, p)
		task.URL = card.URL + task.URL
		if a.may(access, models.Update, s.Kind) {
			task.URL = sectionURL(p.PublicID, s.Key)
		}
		card.Tasks = append(card.Tasks, task)
	}
	if len(card.Tasks) == 0 {
		return nil, nil
	}
	return card, nil
}

// peopleCard is who accompanies the person, and where one opens the file to a colleague.
type peopleCard struct {
	Rows     []templates.Row
	RelayURL string // "" when the role may not
}

// peopleCard is who accompanies the person, until when.
func (a *App) peopleCard(c *gin.Context, access Access, p models.Participant, record models.Record) (any, error) {
	referents, err := a.Store.PersonReferents(ctx(c), access.Scope, a.scope(access, models.Read, models.KindEnrolment), p.PublicID)
	rows := []templates.Row{}
	for _, r := range referents {
		label, value := a.Texts.T("person.referent."+r.Kind), r.Name
		if until := a.untilLabel(r.ExpiresAt); until != "" {
			value += ", " + until
		}
		if r.Programme != "" {
			label += " " + r.Programme
		}
		rows = append(rows, templates.Row{Label: label, Value: value})
	}
	card := peopleCard{Rows: rows}
	if a.scope(access, models.Update, models.KindRelay).Covers(record) {
		card.RelayURL = personURL(p.PublicID) + "/relais"
	}
	return card, err
}

// visibleCard is everybody who may open the file (« Visible par… »).
func (a *App) visibleCard(c *gin.Context, _ Access, p models.Participant, record models.Record) (any, error) {
	colleagues, err := a.Store.Colleagues(ctx(c), p.CentreID)
	return a.visibleTo(colleagues, record), err
}
