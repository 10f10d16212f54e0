package handlers

import (
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// urgent finds out whether a page is opened under an urgent access, and writes it down before anything is shown: without
// the line, no page.
func (a *App) urgent(c *gin.Context, r Route, access *Access) error {
	if r.Public || !a.may(*access, models.Create, models.KindEmergency) {
		return nil
	}
	var ids []string
	for _, p := range c.Params {
		ids = append(ids, p.Value)
	}
	for _, values := range c.Request.URL.Query() {
		ids = append(ids, values...)
	}
	open, err := a.Store.Urgent(ctx(c), access.Actor, ids[:min(len(ids), 20)])
	if err != nil || len(open) == 0 {
		return err
	}
	access.Urgent = open
	return a.Store.JournalUrgent(ctx(c), access.Scope, open, r.Path)
}

// named is a scope of a page: an urgent access opens the pages that name its person, which are written down, and no list or
// export. On a page that names another person it opens nothing: every row it shows has its line in the journal.
func (access Access) named(scope models.Scope) models.Scope {
	var persons []string
	for _, u := range access.Urgent {
		persons = append(persons, u.ParticipantID)
	}
	return scope.Among(models.ReachEmergency, persons)
}

// banner says how long an urgent access still lasts: of several, the first opened, which ends first.
func (a *App) banner(open []store.UrgentAccess) *templates.Urgent {
	if len(open) == 0 {
		return nil
	}
	u := open[0]
	left := max(1, int(u.ExpiresAt.Sub(a.Store.Now().Time).Round(time.Minute)/time.Minute))
	return &templates.Urgent{EndURL: "/acces-urgents/" + u.Emergency + "/fin",
		Text: a.Texts.T("emergency.banner", "Time", models.FrenchTime(u.ExpiresAt.In(a.zone).Format("15:04")), "Count", left)}
}

// openEmergency: GET and POST /personnes/:id/acces-urgent. A full page interrupts: the access is seen by everybody concerned.
func (a *App) openEmergency(c *gin.Context, access Access) error {
	cards, files, enrolments := a.cardScopes(access)
	card, err := a.Store.Card(ctx(c), cards, files, enrolments, c.Param("id"))
	if err != nil {
		return err
	}
	if card.Open {
		return see(c, personURL(card.PublicID))
	}
	problems := models.Problems{}
	if c.Request.Method == "POST" {
		location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
			_, err := tx.OpenEmergency(ctx(c), access.Scope, card.PublicID, c.PostForm("reason"))
			return personURL(card.PublicID), err
		})
		if err == nil {
			return see(c, location)
		}
		if !formProblems(err, problems, "reason") {
			return err
		}
	}
	page := confirmPage{Page: a.newPage(c, access, "emergency.title")}
	page.Breadcrumb = []templates.Link{{URL: "/personnes", Label: a.Texts.T("nav.persons")}, {URL: personURL(card.PublicID) + "/carte", Label: a.Texts.T("person.card.title")}}
	reason := templates.TextArea("reason", a.Texts.T("emergency.reason"), c.PostForm("reason"), 3).With(a.Texts.T("emergency.reason.hint", "Min", models.EmergencyMinReason)).
		Wrong(a.problem(problems, "reason"))
	page.Confirm = templates.Confirm{Title: a.Texts.T("emergency.heading"), Text: card.Name(), Action: personURL(card.PublicID) + "/acces-urgent", Button: a.Texts.T("emergency.open"),
		Consequences: []string{a.Texts.T("emergency.consequence.hour"), a.Texts.T("emergency.consequence.told"), a.Texts.T("emergency.consequence.read"),
			a.Texts.T("emergency.consequence.limit", "Max", models.EmergencyLimit)},
		Fields: []templates.Field{templates.Hidden("submission", page.Submission), reason}, CancelURL: personURL(card.PublicID) + "/carte", CancelLabel: a.Texts.T("emergency.keep"), Danger: true}
	if len(problems) > 0 {
		page.Summary = templates.Problems(reason)
		return a.refuse(c, "enrolments/confirm", page)
	}
	return a.show(c, "enrolments/confirm", page)
}

// endEmergency: POST /acces-urgents/:id/fin.
func (a *App) endEmergency(c *gin.Context, access Access) error {
	person, err := a.Store.EndEmergency(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	a.flash(c, "success", "emergency.ended")
	return see(c, personURL(person)+"/carte")
}

// emergencyPage is one urgent access, for who is to know.
type emergencyPage struct {
	Page
	Name, PersonURL, Lead string
	Facts                 []templates.Row
	Pages                 []string
	SeenURL               string // "" once seen
}

// emergenciesPage lists the urgent accesses of three months.
type emergenciesPage struct {
	Page
	Rows  []emergencyRow
	Empty templates.Empty
}

type emergencyRow struct {
	At, URL, Name, Who string
	Unseen             bool
}

const emergencyDays = 92 // an urgent access is listed that long

// listEmergencies: GET /acces-urgents.
func (a *App) listEmergencies(c *gin.Context, access Access) error {
	since := models.InstantOf(a.Store.Now().AddDate(0, 0, -emergencyDays))
	all, err := a.Store.Emergencies(ctx(c), access.Scope, since, store.TaskLimit)
	if err != nil {
		return err
	}
	page := emergenciesPage{Page: a.newPage(c, access, "emergency.list.title"), Empty: templates.Empty{Text: a.Texts.T("emergency.list.empty")}}
	for _, v := range all {
		page.Rows = append(page.Rows, emergencyRow{At: a.moment(v.At), URL: "/acces-urgents/" + v.PublicID, Name: v.Name(), Who: v.Colleague, Unseen: v.Unseen})
	}
	return a.show(c, "emergencies/list", page)
}

// showEmergency: GET /acces-urgents/:id.
func (a *App) showEmergency(c *gin.Context, access Access) error {
	v, err := a.Store.Emergency(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	opened, err := a.Store.OpenedPages(ctx(c), access.Scope, v)
	if err != nil {
		return err
	}
	page := emergencyPage{Page: a.newPage(c, access, "emergency.show.title"), Name: v.Name(), PersonURL: personURL(v.Person)}
	page.Breadcrumb = []templates.Link{{URL: "/acces-urgents", Label: a.Texts.T("emergency.list.title")}}
	page.Facts = []templates.Row{{Label: a.Texts.T("emergency.who"), Value: v.Colleague + " · " + v.Email}, {Label: a.Texts.T("emergency.at"), Value: a.moment(v.At)},
		{Label: a.Texts.T("emergency.until"), Value: a.moment(v.ExpiresAt)}, {Label: a.Texts.T("emergency.reason"), Value: v.Reason}}
	for _, p := range opened {
		page.Pages = append(page.Pages, models.FrenchTime(p.At.In(a.zone).Format("15:04"))+" · "+a.openedPage(p.Route))
	}
	if v.Unseen && a.may(access, models.Update, models.KindEmergency) {
		page.SeenURL = "/acces-urgents/" + v.PublicID + "/vu"
	}
	return a.show(c, "emergencies/show", page)
}

// openedPage names a kind of page by what it is about: the same words as in the journal.
func (a *App) openedPage(route string) string {
	for _, r := range a.Routes() {
		if r.Path == route && r.Kind != "" {
			return a.Texts.T("journal.kind." + r.Kind)
		}
	}
	return route
}

// seeEmergency: POST /acces-urgents/:id/vu.
func (a *App) seeEmergency(c *gin.Context, access Access) error {
	if err := a.Store.SeeEmergency(ctx(c), access.Scope, c.Param("id")); err != nil {
		return err
	}
	a.tasks.forget(access.Actor.UserID)
	a.flash(c, "success", "emergency.seen")
	return see(c, "/")
}

// unseenEmergencies are alerts the user has not acknowledged.
func (a *App) unseenEmergencies(c *gin.Context, access Access, _ models.Scope) ([]taskLine, error) {
	all, err := a.Store.Notices(ctx(c), access.Actor.UserID, a.noticeScopes(access), store.NoticeFilter{Kinds: []string{models.NoticeEmergency}, Unseen: true})
	var lines []taskLine
	for _, n := range all {
		url := "/acces-urgents/" + n.Record
		lines = append(lines, taskLine{Name: n.Name(), URL: url, Person: n.Person, Detail: a.Texts.T("emergency.task", "Name", n.By, "Date", a.moment(n.At)),
			Actions: []templates.Action{{Label: a.Texts.T("emergency.look"), URL: url, Icon: "eye"}}})
	}
	return lines, err
}

// relayRequests are requests the user may answer.
func (a *App) relayRequests(c *gin.Context, access Access, _ models.Scope) ([]taskLine, error) {
	all, err := a.Store.Notices(ctx(c), access.Actor.UserID, a.noticeScopes(access), store.NoticeFilter{Kinds: []string{models.NoticeRelayAsked}, Unseen: true})
	var lines []taskLine
	for _, n := range all {
		url := "/relais/" + n.Record
		lines = append(lines, taskLine{Name: n.Name(), URL: url, Person: n.Person, Detail: a.Texts.T("relay.task", "Name", n.By, "Date", a.moment(n.At)),
			Actions: []templates.Action{{Label: a.Texts.T("relay.answer.button"), URL: url, Icon: "users"}}})
	}
	return lines, err
}
