package handlers

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// groupForm keeps who else was met: public ids of persons, and the dispositif chosen for each.
type groupForm struct {
	Persons    []string
	Enrolments map[string]string // by person
	Search     string
	Gesture    string // a button of the block: « chercher », « ajouter ID », « retirer ID »
}

const (
	gestureSearch = "chercher"
	gestureAdd    = "ajouter "
	gestureRemove = "retirer "
)

// memberField is the name of the question about the dispositif of one of the other persons.
func memberField(person string) string { return "dispositif_" + person }

func readGroupForm(c *gin.Context) groupForm {
	g := groupForm{Persons: c.PostFormArray("autre"), Enrolments: map[string]string{}, Search: strings.TrimSpace(c.PostForm("autre_nom")), Gesture: c.PostForm("geste")}
	for _, person := range g.Persons {
		g.Enrolments[person] = c.PostForm(memberField(person))
	}
	return g
}

// act carries out the button that was pressed; the search is for groupBlock.
func (g *groupForm) act() {
	if person, adds := strings.CutPrefix(g.Gesture, gestureAdd); adds && !slices.Contains(g.Persons, person) {
		g.Persons = append(g.Persons, person)
		g.Search = ""
	}
	if person, removes := strings.CutPrefix(g.Gesture, gestureRemove); removes {
		g.Persons = slices.DeleteFunc(g.Persons, func(p string) bool { return p == person })
	}
}

// groupBlock is « Autres personnes » of the form.
type groupBlock struct {
	Open     bool
	Members  []groupMember
	Search   templates.Field
	Searched bool
	Found    []personChoice // URL is the public id
	Full     bool           // no more persons can be added
}

// groupMember is one of the other persons, with their own dispositif.
type groupMember struct {
	Person, Name string
	Enrolment    templates.Field // radios; without options the person is enrolled nowhere
	Problem      string
}

// member reads what the form needs of another person.
func (a *App) member(c *gin.Context, access Access, personID string) (followUpChoices, error) {
	var p followUpChoices
	var err error
	if p.Person, err = a.Store.Participant(ctx(c), a.scope(access, models.Read, models.KindParticipant), personID); err != nil {
		return p, err
	}
	enrolments, err := a.Store.EnrolmentsOf(ctx(c), a.scope(access, models.Read, models.KindEnrolment), personID)
	a.enrolmentChoices(&p, enrolments)
	return p, err
}

// addMembers puts the other persons into the entry; each needs a dispositif of their own.
func (a *App) addMembers(c *gin.Context, access Access, g groupForm, entry *store.FollowUpEntry, problems models.Problems) error {
	for _, person := range g.Persons {
		p, err := a.member(c, access, person)
		if err != nil {
			return err
		}
		chosen := g.Enrolments[person]
		if !slices.ContainsFunc(p.Enrolments, func(o templates.Option) bool { return o.Value == chosen }) {
			problems.Add(memberField(person), "followup.problem.programme")
		}
		entry.Others = append(entry.Others, chosen)
	}
	return nil
}

// groupBlock fills « Autres personnes »; who is in the form already is not found again.
func (a *App) groupBlock(c *gin.Context, access Access, first string, g groupForm, problems models.Problems) (*groupBlock, error) {
	b := &groupBlock{Open: len(g.Persons) > 0 || g.Gesture != "", Full: len(g.Persons)+1 >= models.MostInContact}
	for _, person := range g.Persons {
		p, err := a.member(c, access, person)
		if err != nil {
			return nil, err
		}
		chosen := g.Enrolments[person]
		if chosen == "" {
			chosen = p.only()
		}
		m := groupMember{Person: person, Name: p.Person.Name(), Problem: a.memberProblem(problems, chosen),
			Enrolment: templates.Radios(memberField(person), a.Texts.T("followup.programme"), chosen, p.Enrolments).Wrong(a.problem(problems, memberField(person)))}
		b.Members = append(b.Members, m)
	}
	b.Search = templates.Text("autre_nom", a.Texts.T("followup.group.search"), g.Search).AsOptional().Wrong(a.problem(problems, "autre_nom"))
	if g.Gesture != gestureSearch || g.Search == "" {
		return b, nil
	}
	b.Searched = true
	found, err := a.openFiles(c, access, g.Search)
	for _, p := range found {
		if p.URL != first && !slices.Contains(g.Persons, p.URL) {
			b.Found = append(b.Found, p)
		}
	}
	return b, err
}

// showGroup ends the page of the form with « Autres personnes »: 422 when something is wrong. During an interview the
// others are carried along unseen.
func (a *App) showGroup(c *gin.Context, access Access, page followUpPage, form followUpForm, problems models.Problems) error {
	block, err := a.groupBlock(c, access, page.Person, form.Group, problems)
	if err != nil {
		return err
	}
	for _, m := range block.Members {
		who := m.Name
		if page.Interview {
			who = a.Texts.T("followup.group.other")
			page.Hidden = append(page.Hidden, templates.Hidden("autre", m.Person), templates.Hidden(memberField(m.Person), m.Enrolment.Value))
		}
		for _, problem := range []string{m.Problem, m.Enrolment.Problem} {
			if problem != "" {
				page.Summary = append(page.Summary, FieldError{Field: memberField(m.Person), Text: who + " : " + problem})
			}
		}
	}
	if !page.Interview {
		page.Group = block
	}
	return a.showForm(c, "followups/form", page, problems)
}

// memberProblem is what the store found wrong for one of the other persons, whatever the field.
func (a *App) memberProblem(problems models.Problems, enrolment string) string {
	for field := range problems {
		if strings.HasPrefix(field, store.OtherPerson(enrolment)) {
			return a.problem(problems, field)
		}
	}
	return ""
}

// openFiles finds people whose file is open to the reader; URL is the public id, for a button.
func (a *App) openFiles(c *gin.Context, access Access, text string) ([]personChoice, error) {
	cards, files, enrolments := a.cardScopes(access)
	result, err := a.Store.Search(ctx(c), cards, files, enrolments, models.ParseSearch(text), pageResults)
	var found []personChoice
	for _, card := range result.Cards {
		if card.Open {
			v := a.cardView(card)
			found = append(found, personChoice{URL: card.PublicID, Name: v.Name, Detail: strings.Trim(v.Birth+" · "+v.Commune, " ·"), Programmes: v.Programmes})
		}
	}
	return found, err
}

// duplicateFollowUp fills the form from a follow-up: the same meeting today, without its note. Who wrote it finds the
// other persons of the meeting again, those whose file is still open to them.
func (a *App) duplicateFollowUp(c *gin.Context, access Access, publicID string, form *followUpForm) (person string, err error) {
	read := a.scope(access, models.Read, models.KindFollowUp)
	v, err := a.Store.FollowUp(ctx(c), read, publicID)
	if err != nil {
		return "", err
	}
	form.Mode, form.Place, form.Enrolment, form.Topics = v.Mode, v.Place, v.Enrolment, models.SplitList(v.Topics)
	form.setLength(v.Minutes)
	if v.UserID == nil || *v.UserID != access.Actor.UserID {
		return v.Person, nil
	}
	publicIDs, _, err := a.Store.FollowUpGroup(ctx(c), read, v.FollowUp)
	form.Group.Enrolments = map[string]string{}
	for _, publicID := range publicIDs {
		if other, err := a.Store.FollowUp(ctx(c), read, publicID); err == nil && other.Person != v.Person {
			form.Group.Persons = append(form.Group.Persons, other.Person)
			form.Group.Enrolments[other.Person] = other.Enrolment
		}
	}
	return v.Person, err
}

// Reaches of a change to a contact of several persons.
const (
	reachOne   = "une"
	reachWhole = "toutes"
)

// reachField asks whether a change or a cancellation concerns one person or all of the contact; nil for a contact of one.
func (a *App) reachField(c *gin.Context, v store.FollowUpView, scope models.Scope, chosen string) (*templates.Field, error) {
	_, all, err := a.Store.FollowUpGroup(ctx(c), scope, v.FollowUp)
	if err != nil || all < 2 {
		return nil, err
	}
	field := templates.Radios("portee", a.Texts.T("followup.group.reach"), cmp.Or(chosen, reachOne), []templates.Option{
		{Value: reachOne, Label: a.Texts.T("followup.group.one")}, {Value: reachWhole, Label: a.Texts.T("followup.group.whole", "Count", all)}})
	field = field.With(a.Texts.T("followup.group.reach.hint"))
	return &field, nil
}

// showEdit is the form of a correction; in a contact of several persons it asks whom it concerns.
func (a *App) showEdit(c *gin.Context, access Access, v store.FollowUpView, page followUpPage, form followUpForm, problems models.Problems) error {
	chosen := reachOne
	if form.Whole {
		chosen = reachWhole
	}
	var err error
	if page.Reach, err = a.reachField(c, v, access.Scope, chosen); err != nil {
		return err
	}
	return a.showForm(c, "followups/form", page, problems)
}

// cancelPage asks why a follow-up is cancelled, and for whom.
func (a *App) cancelPage(c *gin.Context, access Access, v store.FollowUpView, problem string) error {
	reach, err := a.reachField(c, v, access.Scope, c.PostForm("portee"))
	if err != nil {
		return err
	}
	var more []templates.Field
	if reach != nil {
		reach.Hint = ""
		more = append(more, *reach)
	}
	back := "/suivis/" + v.PublicID
	return a.reasonPage(c, access, "followup.cancel.title", "followup.cancel", back+"/annuler", back, problem, more...)
}

// duplicateURL is the form of a new follow-up filled in from another.
func duplicateURL(publicID string) string { return "/suivis/nouveau?modele=" + publicID }

// undoURL is where « Annuler » takes back all that was saved together.
func undoURL(logged store.Logged) string {
	values := url.Values{}
	if logged.Next != "" {
		values.Set("rendez-vous", logged.Next)
	}
	for _, task := range logged.Tasks {
		values.Add("tache", task)
	}
	path := "/suivis/" + logged.FollowUp.PublicID + "/defaire"
	if len(values) > 0 {
		path += "?" + values.Encode()
	}
	return path
}

// undoContact takes back a follow-up, for every person of the contact, with the appointment and the tasks saved with it.
func (a *App) undoContact(c *gin.Context, access Access, v store.FollowUpView) error {
	return a.Store.Atomically(ctx(c), func(tx *store.Store) error {
		if err := tx.CancelFollowUpGroup(ctx(c), access.Scope, v.PublicID, a.Texts.T("followup.undo.reason")); err != nil {
			return err
		}
		if err := a.undoNext(c, access, tx, v); err != nil {
			return err
		}
		plan, cancel := a.scope(access, models.Read, models.KindPlan), a.scope(access, models.Cancel, models.KindPlan)
		for _, publicID := range c.QueryArray("tache") {
			task, err := tx.PlanTask(ctx(c), plan, publicID)
			if err == nil && task.ParticipantID == v.ParticipantID && together(task.CreatedAt, v.CreatedAt) {
				err = tx.CancelTask(ctx(c), cancel, publicID)
			}
			if err != nil && models.CodeOf(err) != models.NotFound {
				return err
			}
		}
		return nil
	})
}

// undoNext takes back the appointment planned in the same moment, unless it was changed since.
func (a *App) undoNext(c *gin.Context, access Access, tx *store.Store, v store.FollowUpView) error {
	publicID := c.Query("rendez-vous")
	if publicID == "" {
		return nil
	}
	scope := a.scope(access, models.Update, models.KindAppointment)
	next, err := tx.Appointment(ctx(c), scope, publicID)
	if models.CodeOf(err) == models.NotFound {
		return nil
	}
	if err != nil || next.ParticipantID != v.ParticipantID || !together(next.CreatedAt, v.CreatedAt) || next.Outcome != "" || next.Version != 1 {
		return err
	}
	return tx.UndoAppointment(ctx(c), scope, publicID, next.Version)
}

// together tells whether two rows were written by one form.
func together(a, b models.Instant) bool { return a.Sub(b.Time).Abs() < 5*time.Second }
