package handlers

import (
	"errors"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// newPersonPage is the registration in six questions, with the files that resemble the person.
type newPersonPage struct {
	Page
	Fields      []templates.Field
	Lookalikes  []lookalikeView
	Heading     string   // « 2 dossiers semblables »
	Distinct    []string // public ids already found to be somebody else
	AllDistinct string   // the same and all those shown
	Session     string   // public id: the file is made for a place in it, "" otherwise
	WalkIn      bool     // the person stands at the door of it
	Create      string   // « Ce n'est pas la même personne : créer le dossier »
}

// lookalikeView is a file that may be the person's.
type lookalikeView struct {
	cardView
	PublicID  string
	Reasons   string
	UpdateURL string // takes what was typed to the file, "" when it is a colleague's
}

// intakeQuestions are the names of the form, in the order of the page.
var intakeQuestions = []string{"family_name", "given_name", "birth", "contact", "contact_language", "place", "referent"}

// newPerson: GET /personnes/nouvelle.
func (a *App) newPerson(c *gin.Context, access Access) error {
	t := models.Answers{}
	if access.Actor.HasRole(models.Counsellor) {
		t["referent"] = access.User.PublicID // whoever also coordinates may choose somebody else
	}
	page, err := a.newPersonPage(c, access, t, nil)
	if err != nil {
		return err
	}
	return a.show(c, "persons/new", page)
}

func (a *App) newPersonPage(c *gin.Context, access Access, t models.Answers, problems models.Problems) (newPersonPage, error) {
	page := newPersonPage{Page: a.newPage(c, access, "person.new.title"), Session: typed(c, "seance", c.Query("seance")),
		WalkIn: typed(c, "appel", c.Query("appel")) == "1"}
	if key := c.PostForm("submission"); key != "" {
		page.Submission = key // the same registration, asked again
	}
	page.Breadcrumb = []templates.Link{{URL: "/personnes", Label: a.Texts.T("nav.persons")}}
	ask := asker{a, t, problems}
	contact := ask.text("contact").With(a.Texts.T("person.contact.hint"))
	page.Fields = []templates.Field{ask.text("family_name"), ask.text("given_name"), ask.check("single_name"), ask.birth(),
		contact, ask.check("no_contact"), ask.contactLanguage(), ask.place()}
	page.Fields = append(page.Fields, ask.placeConfirmation()...)
	if !entersOwnCaseload(access) {
		colleagues, err := a.Store.PossibleReferents(ctx(c), access.Scope)
		if err != nil {
			return page, err
		}
		options := append([]templates.Option{{Label: a.Texts.T("person.referent.none")}}, userOptions(colleagues)...)
		page.Fields = append(page.Fields, templates.Select("referent", a.Texts.T("person.referent"), t["referent"], options).
			Wrong(a.problem(problems, "referent")).AsOptional())
	}
	a.blame(&page.Page, problems, intakeQuestions...)
	return page, nil
}

// entersOwnCaseload: a counsellor accompanies whom they register; reception and coordination may choose a colleague.
func entersOwnCaseload(access Access) bool {
	return access.Actor.HasRole(models.Counsellor) && !access.Actor.HasRole(models.Coordinator)
}

// createPerson: POST /personnes/nouvelle. Files that resemble the person are shown once, before anything is written.
func (a *App) createPerson(c *gin.Context, access Access) error {
	t := postedAnswers(c, append([]string{"referent"}, intakeNames...)...)
	p := models.Participant{Places: a.communes()}
	problems := p.Intake(t, a.today())
	p.CentreID = access.Scope.Centres()[0]
	referentID, err := a.intakeReferent(c, access, t["referent"], problems)
	if err != nil {
		return err
	}
	page, err := a.newPersonPage(c, access, t, problems)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		page.Distinct = c.PostFormArray("distinct")
		return a.refuse(c, "persons/new", page)
	}
	location, err := a.registerPerson(c, access, p, referentID, &page)
	if errors.Is(err, errLookalikes) || a.unsent(&page.Page, err) {
		return a.refuse(c, "persons/new", page)
	}
	if err != nil {
		return err
	}
	a.flash(c, "success", "person.created")
	return see(c, a.thenEnrol(c, access, page, location))
}

// thenEnrol leads on from a new file to the enrolment for whose session it was made.
func (a *App) thenEnrol(c *gin.Context, access Access, page newPersonPage, location string) string {
	if page.Session == "" || !a.may(access, models.Create, models.KindRegistration) {
		return location
	}
	n, err := a.Store.Session(ctx(c), a.scope(access, models.Read, models.KindSession), page.Session)
	if err != nil { // the file exists: its page is a good place, too
		return location
	}
	return location + "/inscription/" + n.OperationPublicID + "?" + registerPage{Session: n, WalkIn: page.WalkIn}.thisSeat()
}

// errLookalikes stops a registration until somebody has looked at the files that resemble the person.
var errLookalikes = errors.New("files resemble the person")

// registerPerson looks for files that resemble p and creates its own, in one transaction: the second click of a double
// click finds the first one's file, and two colleagues registering one person at once see each other's.
func (a *App) registerPerson(c *gin.Context, access Access, p models.Participant, referentID string, page *newPersonPage) (string, error) {
	return a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		distinct, err := a.lookAlike(c, access, tx, p, page)
		if err != nil {
			return "", err
		}
		if len(page.Lookalikes) > 0 {
			return "", errLookalikes
		}
		created, err := tx.CreateParticipant(ctx(c), access.Scope, p, referentID, distinct...)
		return personURL(created.PublicID), err
	})
}

// intakeReferent is whose caseload the person enters, "" for nobody's yet.
func (a *App) intakeReferent(c *gin.Context, access Access, publicID string, problems models.Problems) (string, error) {
	if entersOwnCaseload(access) {
		return access.Actor.UserID, nil
	}
	if publicID == "" {
		return "", nil
	}
	user, err := a.Store.PossibleReferent(ctx(c), access.Scope, publicID)
	if models.CodeOf(err) == models.NotFound {
		problems.Add("referent", "enrolment.not_a_colleague")
		return "", nil
	}
	return user.ID, err
}

// lookAlike fills the page with the files that resemble p and were not yet told apart from it; those told apart are
// returned, to be remembered once p exists.
func (a *App) lookAlike(c *gin.Context, access Access, tx *store.Store, p models.Participant, page *newPersonPage) ([]string, error) {
	dismissed := append(c.PostFormArray("distinct"), strings.Fields(c.PostForm("all_distinct"))...)
	cards, files, _ := a.cardScopes(access)
	found, err := tx.Lookalikes(ctx(c), cards, files, p.CentreID, p.Identity())
	if err != nil {
		return nil, err
	}
	for _, l := range found {
		if slices.Contains(dismissed, l.PublicID) {
			page.Distinct = append(page.Distinct, l.PublicID)
			continue
		}
		page.Lookalikes = append(page.Lookalikes, a.lookalikeView(access, l))
	}
	all := page.Distinct
	for _, l := range page.Lookalikes {
		all = append(all, l.PublicID)
	}
	page.AllDistinct = strings.Join(all, " ")
	page.Heading = a.Texts.T("person.lookalikes", "Count", len(page.Lookalikes))
	page.Create = a.Texts.T("person.create_anyway", "Count", len(page.Lookalikes))
	return page.Distinct, nil
}

func (a *App) lookalikeView(access Access, l store.Lookalike) lookalikeView {
	v := lookalikeView{cardView: a.cardView(l.Card), PublicID: l.PublicID, Reasons: a.reasons(l.Reasons)}
	if l.Open && a.may(access, models.Update, models.KindParticipant) {
		v.UpdateURL = personURL(l.PublicID) + "/mise-a-jour"
	}
	return v
}

// previewLookalikes: POST /personnes/nouvelle/semblables answers the files that resemble what is typed so far, once the birth date is.
func (a *App) previewLookalikes(c *gin.Context, access Access) error {
	t := postedAnswers(c, intakeNames...)
	page := newPersonPage{Page: a.newPage(c, access, "person.new.title")}
	p := models.Participant{Places: a.communes()}
	problems := p.Intake(t, a.today())
	p.CentreID = access.Scope.Centres()[0]
	if problems.Has("birth") || problems.Has("family_name") {
		return a.show(c, "persons/new", page)
	}
	if _, err := a.lookAlike(c, access, a.Store, p, &page); err != nil {
		return err
	}
	return a.show(c, "persons/new", page)
}

// reasons is a sentence: « Même date de naissance, nom proche. »
func (a *App) reasons(keys []string) string {
	var texts []string
	for _, key := range keys {
		texts = append(texts, a.Texts.T(key))
	}
	sentence := strings.Join(texts, ", ")
	if sentence == "" {
		return ""
	}
	first := []rune(sentence)
	return strings.ToUpper(string(first[0])) + string(first[1:]) + "."
}

// postedAnswers reads the fields of a form; several choices of one question are joined by ";".
func postedAnswers(c *gin.Context, names ...string) models.Answers {
	t := models.Answers{}
	for _, name := range names {
		t[name] = models.JoinList(c.PostFormArray(name))
	}
	return t
}
