package handlers

import (
	"errors"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// relayPage asks for a relais, gives one, or answers a request: a form about a person, and what is in force already.
type relayPage struct {
	Page
	Heading string
	Lead    string
	Name    string
	URL     string // of the person, "" when their file is not open
	Facts   []templates.Row
	Fields  []templates.Field
	Action  string
	Button  string
	Refuse  string // button that refuses, "" when there is nothing to refuse
	Back    string
	Lines   []relayLine
}

// relayLine is a relais in force, or a request that waits.
type relayLine struct {
	Name, Detail, Reason string
	EndURL, AnswerURL    string // "" when there is none
}

// formProblems puts what the store refused in a form's problems: at its own fields, or at the field named.
func formProblems(err error, problems models.Problems, field string) bool {
	var wrong *models.FormError
	if errors.As(err, &wrong) {
		for name, p := range wrong.Problems {
			problems.Add(name, p.Key, p.Args...)
		}
		return true
	}
	return asProblem(err, problems, field)
}

// askRelay: GET and POST /personnes/:id/relais/demande. The file is somebody else's: the card is all there is to see.
func (a *App) askRelay(c *gin.Context, access Access) error {
	cards, files, enrolments := a.cardScopes(access)
	card, err := a.Store.Card(ctx(c), cards, files, enrolments, c.Param("id"))
	if err != nil {
		return err
	}
	if card.Mine {
		return see(c, personURL(card.PublicID))
	}
	back := personURL(card.PublicID) + "/carte"
	problems := models.Problems{}
	if c.Request.Method == "POST" {
		r := models.Relay{Reason: c.PostForm("reason"), EndsOn: a.relayEnd(c, problems)}
		if len(problems) == 0 {
			_, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
				_, err := tx.AskRelay(ctx(c), access.Scope, card.PublicID, r)
				return back, err
			})
			if err == nil {
				a.flash(c, "success", "relay.asked")
				return see(c, back)
			}
			if !formProblems(err, problems, "reason") {
				return err
			}
		}
	}
	page := relayPage{Page: a.newPage(c, access, "relay.ask.title"), Heading: a.Texts.T("relay.ask.title"), Lead: a.Texts.T("relay.ask.lead"),
		Name: card.Name(), Action: personURL(card.PublicID) + "/relais/demande", Button: a.Texts.T("relay.ask.button"), Back: back}
	page.Fields = []templates.Field{templates.TextArea("reason", a.Texts.T("relay.reason"), c.PostForm("reason"), 3).With(a.Texts.T("relay.reason.hint")).
		Wrong(a.problem(problems, "reason")), a.relayEndField(c, problems, a.Texts.T("relay.ends.wish"), "")}
	return a.showRelayForm(c, page, problems)
}

func (a *App) relayEnd(c *gin.Context, problems models.Problems) models.Date {
	return typedDate(c.PostForm("ends_on"), a.today(), "ends_on", problems)
}

func (a *App) relayEndField(c *gin.Context, problems models.Problems, label string, value models.Date) templates.Field {
	typed := models.FrenchDate(value)
	if c.Request.Method == "POST" {
		typed = c.PostForm("ends_on")
	}
	return templates.Date("ends_on", label, typed).With(a.Texts.T("relay.ends.hint")).Wrong(a.problem(problems, "ends_on")).AsOptional()
}

func (a *App) showRelayForm(c *gin.Context, page relayPage, problems models.Problems) error {
	page.Breadcrumb = []templates.Link{{URL: "/personnes", Label: a.Texts.T("nav.persons")}, {URL: page.Back, Label: a.Texts.T("person.trail")}}
	page.Summary = templates.Problems(page.Fields...)
	return a.showForm(c, "relays/form", page, problems)
}

// giveRelay: GET and POST /personnes/:id/relais.
func (a *App) giveRelay(c *gin.Context, access Access) error {
	card, err := a.Store.RelayPerson(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	problems := models.Problems{}
	if c.Request.Method == "POST" {
		done, err := a.saveRelay(c, access, card, problems)
		if done || err != nil {
			return err
		}
	}
	colleagues, err := a.Store.PossibleReferents(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	page := relayPage{Page: a.newPage(c, access, "relay.give.title"), Heading: a.Texts.T("relay.give.title"), Lead: a.Texts.T("relay.give.lead"),
		Name: card.Name(), URL: personURL(card.PublicID), Action: personURL(card.PublicID) + "/relais", Button: a.Texts.T("relay.give.button"), Back: personURL(card.PublicID)}
	page.Fields = []templates.Field{
		templates.Select("colleague", a.Texts.T("relay.colleague"), c.PostForm("colleague"), append([]templates.Option{{Label: a.Texts.T("field.choose")}}, userOptions(colleagues)...)).
			Wrong(a.problem(problems, "colleague")),
		a.relayEndField(c, problems, a.Texts.T("relay.ends"), ""),
		templates.TextArea("reason", a.Texts.T("relay.word"), c.PostForm("reason"), 2).Wrong(a.problem(problems, "reason")).AsOptional()}
	if page.Lines, err = a.relayLines(c, access, card.PublicID); err != nil {
		return err
	}
	return a.showRelayForm(c, page, problems)
}

// saveRelay opens the file to the colleague; false and no error is a form to show again.
func (a *App) saveRelay(c *gin.Context, access Access, card models.Card, problems models.Problems) (bool, error) {
	r := models.Relay{Reason: c.PostForm("reason"), EndsOn: a.relayEnd(c, problems)}
	colleague, err := a.Store.PossibleReferent(ctx(c), access.Scope, c.PostForm("colleague"))
	if models.CodeOf(err) == models.NotFound {
		problems.Add("colleague", "relay.problem.no_colleague")
	} else if err != nil {
		return false, err
	}
	if len(problems) > 0 {
		return false, nil
	}
	r.UserID = colleague.ID
	relay := ""
	location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		var err error
		relay, err = tx.GiveRelay(ctx(c), access.Scope, card.PublicID, r)
		return personURL(card.PublicID), err
	})
	if err != nil {
		if formProblems(err, problems, "colleague") {
			return false, nil
		}
		return false, err
	}
	if relay != "" {
		a.flashUndo(c, "/relais/"+relay+"/fin", "relay.given")
	}
	return true, see(c, location)
}

func (a *App) relayLines(c *gin.Context, access Access, person string) ([]relayLine, error) {
	all, err := a.Store.RelaysOf(ctx(c), access.Scope, person)
	var lines []relayLine
	for _, v := range all {
		line := relayLine{Name: v.Colleague, Reason: v.Reason}
		switch {
		case v.State == models.RelayAsked:
			line.Detail = a.Texts.T("relay.line.asked", "Date", a.moment(v.At))
			line.AnswerURL = "/relais/" + v.PublicID
		case v.EndsOn != "":
			line.Detail = a.Texts.T("relay.line.until", "Date", models.FrenchDate(v.EndsOn))
			line.EndURL = "/relais/" + v.PublicID + "/fin"
		default:
			line.Detail = a.Texts.T("relay.line.open", "Date", models.FrenchDate(models.DateOf(v.At.In(a.zone))))
			line.EndURL = "/relais/" + v.PublicID + "/fin"
		}
		lines = append(lines, line)
	}
	return lines, err
}

// answerRelay: GET and POST /relais/:id.
func (a *App) answerRelay(c *gin.Context, access Access) error {
	v, err := a.Store.Relay(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	problems := models.Problems{}
	if c.Request.Method == "POST" {
		answer := models.Relay{State: models.RelayGranted, Answer: c.PostForm("answer"), EndsOn: a.relayEnd(c, problems)}
		if c.PostForm("reponse") == models.RelayRefused {
			answer.State, answer.EndsOn, problems = models.RelayRefused, "", models.Problems{}
		}
		if len(problems) == 0 {
			if err = a.Store.AnswerRelay(ctx(c), access.Scope, v.PublicID, answer); err == nil {
				return a.relayAnswered(c, v, answer.State)
			}
			if !formProblems(err, problems, "answer") {
				return err
			}
		}
	}
	page := relayPage{Page: a.newPage(c, access, "relay.answer.title"), Heading: a.Texts.T("relay.answer.title"), Name: v.Name(), URL: personURL(v.Person), Back: "/"}
	page.Facts = []templates.Row{{Label: a.Texts.T("relay.who"), Value: v.Colleague}, {Label: a.Texts.T("relay.when"), Value: a.moment(v.At)},
		{Label: a.Texts.T("relay.reason"), Value: v.Reason}}
	if v.State == models.RelayAsked {
		page.Action, page.Button, page.Refuse = "/relais/"+v.PublicID, a.Texts.T("relay.grant"), a.Texts.T("relay.refuse")
		page.Fields = []templates.Field{a.relayEndField(c, problems, a.Texts.T("relay.ends"), v.EndsOn),
			templates.TextArea("answer", a.Texts.T("relay.answer"), c.PostForm("answer"), 2).With(a.Texts.T("relay.answer.hint")).Wrong(a.problem(problems, "answer")).AsOptional()}
	} else {
		page.Facts = append(page.Facts, templates.Row{Label: a.Texts.T("relay.state"), Value: a.Texts.T("relay.state." + v.State)})
		if v.Answerer != "" {
			page.Facts = append(page.Facts, templates.Row{Label: a.Texts.T("relay.answerer"), Value: v.Answerer})
		}
	}
	return a.showRelayForm(c, page, problems)
}

func (a *App) relayAnswered(c *gin.Context, v store.RelayView, state string) error {
	if state == models.RelayGranted {
		a.flashUndo(c, "/relais/"+v.PublicID+"/fin", "relay.granted_done")
	} else {
		a.flash(c, "success", "relay.refused_done")
	}
	return see(c, personURL(v.Person)+"/relais")
}

// cardActions are the ways into a file that is not open to the reader: asking, or urgency.
func (a *App) cardActions(c *gin.Context, access Access, page *cardPage, person string) error {
	ask := a.scope(access, models.Create, models.KindRelay)
	if page.FileURL != "" && len(access.Urgent) == 0 || ask.Empty() {
		return nil
	}
	request, err := a.Store.OwnRequest(ctx(c), ask, person)
	switch {
	case err == nil:
		page.Asked, page.WithdrawURL = a.Texts.T("relay.waiting", "Date", a.moment(request.At)), "/relais/"+request.PublicID+"/retirer"
	case models.CodeOf(err) != models.NotFound:
		return err
	default:
		page.AskURL = personURL(person) + "/relais/demande"
	}
	if page.FileURL == "" && a.may(access, models.Create, models.KindEmergency) {
		page.UrgentURL = personURL(person) + "/acces-urgent"
	}
	return nil
}

// withdrawRelay: POST /relais/:id/retirer.
func (a *App) withdrawRelay(c *gin.Context, access Access) error {
	person, err := a.Store.WithdrawRelay(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	a.flash(c, "success", "relay.withdrawn")
	return see(c, personURL(person)+"/carte")
}

// endRelay: POST /relais/:id/fin. Who ends their own relais has no page of the person to come back to.
func (a *App) endRelay(c *gin.Context, access Access) error {
	v, err := a.Store.EndRelay(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	if !a.Store.Reaches(ctx(c), a.scope(access, models.Update, models.KindRelay), v.Person) {
		a.flash(c, "success", "relay.ended")
		return see(c, "/personnes")
	}
	a.flashUndo(c, "/relais/"+v.PublicID+"/reprendre", "relay.ended")
	return see(c, personURL(v.Person)+"/relais")
}

// resumeRelay: POST /relais/:id/reprendre.
func (a *App) resumeRelay(c *gin.Context, access Access) error {
	v, err := a.Store.ResumeRelay(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	a.flash(c, "success", "relay.resumed")
	return see(c, personURL(v.Person)+"/relais")
}

// untilLabel says the end of a title that ends by itself, "" for one without an end.
func (a *App) untilLabel(at models.Instant) string {
	if at.IsZero() {
		return ""
	}
	return a.Texts.T("relay.until", "Date", models.FrenchDate(models.DateOf(at.Add(-time.Second).In(a.zone))))
}
