package handlers

import (
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// enoughDays is after how many days of calls without an answer « Sans réponse » may close a follow-up (ux.md T9).
const enoughDays = 3

// callsPage is the list of six-month calls, the oldest due first.
type callsPage struct {
	Page
	Heading string
	Samples []templates.Link // where a sample is in force: URL "" for who does not draw
	Rows    []callRow
	Empty   templates.Empty
}

// callRow is a person to call.
type callRow struct {
	ID, Name, Phone, Call, Due, Attempts string
	PersonURL                            string
	Programme                            templates.Programme
	Late, MayClose                       bool
}

// listCalls: GET /suivi-6-mois.
func (a *App) listCalls(c *gin.Context, access Access) error {
	calls, err := a.Store.SixMonthCalls(ctx(c), access.Scope, a.today().AddDays(callDays), store.TaskLimit)
	if err != nil {
		return err
	}
	page := callsPage{Page: a.newPage(c, access, "call.title"), Heading: a.Texts.T("call.count", "Count", len(calls)), Empty: templates.Empty{Text: a.Texts.T("call.empty")}}
	for _, call := range calls {
		page.Rows = append(page.Rows, a.callRow(call))
	}
	if page.Samples, err = a.samples(c, access); err != nil {
		return err
	}
	return a.show(c, "tasks/calls", page)
}

// samples say for which exits a sample replaces the call to everybody: the list would look too short without it.
func (a *App) samples(c *gin.Context, access Access) ([]templates.Link, error) {
	operations, err := a.reporting(ctx(c), a.scope(access, models.Read, models.KindOperation))
	if err != nil {
		return nil, err
	}
	var lines []templates.Link
	for _, o := range operations {
		if o, err = a.Store.WithDraws(ctx(c), o); err != nil {
			return nil, err
		}
		for _, d := range o.Draws {
			line := templates.Link{Label: a.Texts.T("call.sample", "Code", o.Code, "From", models.FrenchDate(d.ExitsFrom), "Until", models.FrenchDate(d.ExitsUntil), "Size", d.Size, "Population", d.Population)}
			if a.may(access, models.Update, models.KindOperation) {
				line.URL = surveyURL(o)
			}
			lines = append(lines, line)
		}
	}
	return lines, nil
}

func (a *App) callRow(call store.SixMonthCall) callRow {
	return callRow{ID: call.Enrolment, Name: models.ListName(call.FamilyName, call.GivenName), Phone: models.DisplayPhone(call.Phone), Call: call.Phone,
		Due: models.FrenchDate(call.DueOn()), Attempts: a.attempts(call.MissedDays), PersonURL: personURL(call.Person),
		Programme: a.programme(call.Programme), Late: call.DueOn() < a.today(), MayClose: call.MissedDays >= enoughDays}
}

// callPage is the form of an answered call.
type callPage struct {
	Page
	Name, PersonURL, Phone, Call string
	Programme                    templates.Programme
	Fields                       []templates.Field
	Action                       string
	MessageURL                   string // "" for who writes to nobody
	Attempts                     []string
	Saved                        int              // version of the answer recorded, 0 for none
	Facts                        []string         // in which language to call
	Missing                      []templates.Link // what the report still misses of this person: one call settles all
}

// recordCall: GET and POST /suivi-6-mois/:id, the situation six months after the exit, whatever the day of the call.
func (a *App) recordCall(c *gin.Context, access Access) error {
	v, err := a.Store.Enrolment(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	problems := models.Problems{}
	m := models.SixMonths{Version: number(c.PostForm("version"))}
	date := typed(c, "date", models.FrenchDate(a.today()))
	m.OnDate = a.postedDay(c, "date", date, problems)
	m.Status = chosen(c, "statut", situations, problems, "six_months.status_required")
	m.Improvement, m.Source = listed(c, "amelioration", improvements, problems), listed(c, "source", sources, problems)
	if c.Request.Method == "POST" && len(problems) == 0 {
		err := a.saveCall(c, access, v, m)
		if err == nil {
			a.flash(c, "success", "six_months.saved")
			return see(c, "/suivi-6-mois")
		}
		if !asProblem(err, problems, "date") {
			return err
		}
	}
	return a.showCall(c, access, v, date, m, problems)
}

// saveCall writes the answer and the call together.
func (a *App) saveCall(c *gin.Context, access Access, v store.EnrolmentView, m models.SixMonths) error {
	_, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		if err := tx.SaveSixMonths(ctx(c), access.Scope, v.PublicID, m); err != nil {
			return "", err
		}
		return "/suivi-6-mois", tx.RecordAttempt(ctx(c), access.Scope, v.PublicID, "joignable")
	})
	return err
}

func (a *App) showCall(c *gin.Context, access Access, v store.EnrolmentView, date string, m models.SixMonths, problems models.Problems) error {
	page := callPage{Page: a.newPage(c, access, "call.answer.title"), Name: models.ListName(v.FamilyName, v.GivenName), PersonURL: personURL(v.Person),
		Programme: a.programme(v.Programme), Action: "/suivi-6-mois/" + v.PublicID}
	if a.may(access, models.Create, models.KindMessage) {
		page.MessageURL = page.Action + "/message"
	}
	person, err := a.Store.Participant(ctx(c), a.profileScope(access), v.Person)
	if err != nil {
		return err
	}
	page.Facts, page.Missing = a.callFacts(person), a.alsoAsked(v, person, page.Action)
	page.Phone, page.Call = models.DisplayPhone(person.Phone), person.Phone
	outcome, err := a.Store.Outcome(ctx(c), access.Scope, v.PublicID)
	if err != nil {
		return err
	}
	page.Saved = outcome.SixMonths.Version
	for _, t := range outcome.Attempts {
		page.Attempts = append(page.Attempts, a.Texts.T("call.attempt."+t.Outcome, "Date", models.FrenchDate(t.OnDate)))
	}
	page.Breadcrumb = []templates.Link{{URL: "/suivi-6-mois", Label: a.Texts.T("call.title")}, {URL: page.PersonURL, Label: a.Texts.T("person.trail")}}
	page.Fields = a.sixMonthsFields(date, m, problems)
	if len(problems) > 0 {
		page.Summary = templates.Problems(page.Fields...)
		return a.refuse(c, "tasks/call", page)
	}
	return a.show(c, "tasks/call", page)
}

// missCall: POST /suivi-6-mois/:id/injoignable, a call that nobody answered. After three days of them « Sans
// réponse » closes the follow-up: asked, not known.
func (a *App) missCall(c *gin.Context, access Access) error {
	closing := c.PostForm("clore") == "1"
	_, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		if !closing {
			return "/suivi-6-mois", tx.RecordAttempt(ctx(c), access.Scope, c.Param("id"), "injoignable")
		}
		outcome, err := tx.Outcome(ctx(c), access.Scope, c.Param("id"))
		if err != nil {
			return "", err
		}
		if outcome.MissedDays() < enoughDays {
			return "", models.Refuse(models.Conflict, "call.too_few")
		}
		return "/suivi-6-mois", tx.SaveSixMonths(ctx(c), access.Scope, c.Param("id"), models.SixMonths{OnDate: a.today(), Status: models.Unknown, Version: outcome.SixMonths.Version})
	})
	if err != nil {
		return err
	}
	if closing {
		a.flash(c, "success", "call.closed")
	} else {
		a.flash(c, "success", "call.missed")
	}
	return see(c, atRow("/suivi-6-mois", "appel-"+c.Param("id")))
}

// callFacts tell in which language to call, and with whom.
func (a *App) callFacts(p models.Participant) []string {
	var facts []string
	if name := models.LanguageName(p.ContactLanguage); name != "" && !slices.Contains(models.DeclinedAnswers, p.ContactLanguage) {
		facts = append(facts, a.Texts.T("call.language", "Language", name))
	}
	if p.Interpreter == models.Yes {
		facts = append(facts, a.Texts.T("call.interpreter"))
	}
	return facts
}

// alsoAsked are the data of the entry that the report misses, each with its form.
func (a *App) alsoAsked(v store.EnrolmentView, p models.Participant, back string) []templates.Link {
	forms := map[string]string{models.MissingSex: sectionURL(p.PublicID, models.SectionIdentity), models.MissingBirth: sectionURL(p.PublicID, models.SectionIdentity),
		models.MissingLabour: "/inscriptions/" + v.PublicID + "/entree", models.MissingISCED: "/inscriptions/" + v.PublicID + "/entree"}
	var links []templates.Link
	for _, datum := range models.MissingAtEntry(p.Sex, p.Birth, v.Entry, v.FrozenOn) {
		links = append(links, templates.Link{URL: forms[datum] + "?retour=" + url.QueryEscape(back), Label: models.MissingName(datum)})
	}
	return links
}

// attempts says on how many days nobody answered.
func (a *App) attempts(days int) string {
	if days == 0 {
		return a.Texts.T("call.attempts.none")
	}
	return a.Texts.T("call.attempts", "Count", days)
}
