package handlers

import (
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// followUpChoices is what the form of a follow-up offers for one person and one colleague.
type followUpChoices struct {
	Person     models.Participant
	Enrolments []templates.Option
	Active     []string // public ids of the running enrolments
	Recent     []templates.Option
	Others     []templates.Option
	Levels     []templates.Option
	Colleagues []templates.Option
	Nexts      []templates.Option
	Places     []string // locations of the centre, proposed while typing
	users      []models.User
}

// followUpChoices reads what the form needs. Topics that the file holds and the catalogue does not know stay choosable.
func (a *App) followUpChoices(c *gin.Context, access Access, personID string, topics []string) (followUpChoices, error) {
	var p followUpChoices
	var err error
	if p.Person, err = a.Store.Participant(ctx(c), a.scope(access, models.Read, models.KindParticipant), personID); err != nil {
		return p, err
	}
	enrolments, err := a.Store.EnrolmentsOf(ctx(c), a.scope(access, models.Read, models.KindEnrolment), personID)
	if err != nil {
		return p, err
	}
	a.enrolmentChoices(&p, enrolments)
	recent, err := a.Store.RecentTopics(ctx(c), access.Actor.UserID)
	if err != nil {
		return p, err
	}
	first, others := models.OrderTopics(recent)
	for _, topic := range topics {
		if !slices.Contains(models.Topics, topic) {
			first = append(first, topic)
		}
	}
	if len(first) == 0 { // nothing used yet: all of them, in the order of the catalogue
		first, others = others[:models.RecentTopics], others[models.RecentTopics:]
	}
	p.Recent, p.Others = a.codes("topic", first), a.codes("topic", others)
	p.Levels = a.levelChoices(access)
	p.Nexts = a.codes("next", []string{nextNothing, nextAppointment, nextText})
	if !a.may(access, models.Create, models.KindAppointment) {
		p.Nexts = a.codes("next", []string{nextNothing, nextText})
	}
	if p.users, err = a.Store.PossibleReferents(ctx(c), access.Scope); err != nil {
		return p, err
	}
	for _, o := range userOptions(p.users) {
		if o.Value != access.User.PublicID {
			p.Colleagues = append(p.Colleagues, o)
		}
	}
	p.Places, err = a.locationNames(c, access)
	return p, err
}

// enrolmentChoices lists the running enrolments, then the closed ones: a contact after an exit opens a new spell.
func (a *App) enrolmentChoices(p *followUpChoices, enrolments []store.EnrolmentView) {
	var closed []templates.Option
	for _, e := range enrolments {
		option := templates.Option{Value: e.PublicID, Label: e.OperationCode, Programme: e.Programme}
		switch e.State() {
		case "annulee":
		case "cloture":
			option.Hint = a.Texts.T("followup.programme.closed", "Date", models.FrenchDate(e.LastExit))
			closed = append(closed, option)
		default:
			p.Enrolments, p.Active = append(p.Enrolments, option), append(p.Active, e.PublicID)
		}
	}
	p.Enrolments = append(p.Enrolments, closed...)
}

// only is the enrolment chosen beforehand: the single running one, or the single one.
func (p followUpChoices) only() string {
	switch {
	case len(p.Active) == 1:
		return p.Active[0]
	case len(p.Active) == 0 && len(p.Enrolments) == 1:
		return p.Enrolments[0].Value
	}
	return ""
}

// levelChoices are the levels of note the role may write.
func (a *App) levelChoices(access Access) []templates.Option {
	var levels []string
	for _, level := range models.NoteLevels {
		if a.may(access, models.Create, models.KindOfNote(level)) {
			levels = append(levels, level)
		}
	}
	options := a.codes("level", levels)
	for i := range options {
		options[i].Hint = a.Texts.T("followup.level." + options[i].Value + ".hint")
	}
	return options
}

// readers turns the public ids of the colleagues ticked into ids; one that is no colleague is refused.
func (p followUpChoices) readers(publicIDs []string, problems models.Problems) []string {
	var ids []string
	for _, publicID := range publicIDs {
		i := slices.IndexFunc(p.users, func(u models.User) bool { return u.PublicID == publicID })
		if i < 0 {
			problems.Add("avec", "enrolment.not_a_colleague")
			continue
		}
		ids = append(ids, p.users[i].ID)
	}
	return ids
}

// checkTopics refuses a topic that the form did not offer.
func (p followUpChoices) checkTopics(chosen []string, problems models.Problems) {
	for _, topic := range chosen {
		offered := func(o templates.Option) bool { return o.Value == topic }
		if !slices.ContainsFunc(p.Recent, offered) && !slices.ContainsFunc(p.Others, offered) {
			problems.Add("themes", "field.not_in_list")
		}
	}
}

// checkEnrolment says which dispositif is missing. « Choisissez un dispositif : cette personne en suit deux. »
func (a *App) checkEnrolment(p followUpChoices, chosen string, problems models.Problems) {
	known := slices.ContainsFunc(p.Enrolments, func(o templates.Option) bool { return o.Value == chosen })
	switch {
	case known:
	case len(p.Active) > 1:
		problems.Add("dispositif", "followup.problem.several", "Number", a.Texts.T("number."+string(rune('0'+min(len(p.Active), 5)))))
	default:
		problems.Add("dispositif", "followup.problem.programme")
	}
}
