package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// personChoicePage asks with whom before a form: a search over the files open to the reader, and the people seen lately.
type personChoicePage struct {
	Page
	Heading string
	Action  string // where the search is posted
	Text    string
	Asked   bool
	Results []personChoice
	Recent  []personChoice
	Empty   templates.Empty

	Shorthand *shorthandField // for a follow-up
}

// personChoice leads to the form of one person.
type personChoice struct {
	URL, Name, Detail string
	Programmes        []templates.Programme
}

// choosePerson shows the page; target is the form that waits for a person.
func (a *App) choosePerson(c *gin.Context, access Access, title, target, action string) error {
	page := personChoicePage{Page: a.newPage(c, access, title), Heading: a.Texts.T(title), Action: withQuery(action, plannedQuery(c))}
	to := func(person string) string {
		values := plannedQuery(c)
		values.Set("personne", person)
		if back := c.Query("retour"); back != "" {
			values.Set("retour", localPath(back))
		}
		return target + "?" + values.Encode()
	}
	if token := c.Query("recherche"); token != "" {
		if err := a.foundPersons(c, access, token, to, &page); err != nil {
			return err
		}
	}
	if target == "/suivis/nouveau" {
		page.Shorthand = &shorthandField{Back: knownPath(c.Query("retour"))}
	}
	seen, err := a.Store.RecentPersons(ctx(c), a.scope(access, models.Read, models.KindFollowUp), 8)
	if err != nil {
		return err
	}
	for _, p := range seen {
		page.Recent = append(page.Recent, personChoice{URL: to(p.Person), Name: p.Name(), Detail: models.FrenchDate(p.OnDate)})
	}
	page.Empty = templates.Empty{Text: a.Texts.T("choice.empty")}
	if a.may(access, models.Create, models.KindParticipant) {
		page.Empty.Action = templates.Link{URL: "/personnes/nouvelle", Label: a.Texts.T("person.create")}
	}
	return a.show(c, "followups/person", page)
}

// foundPersons lists the people a search found whose file is open to the reader: nobody else can be written about.
func (a *App) foundPersons(c *gin.Context, access Access, token string, to func(string) string, page *personChoicePage) error {
	cards, files, enrolments := a.cardScopes(access)
	text, err := a.Store.KeptSearch(ctx(c), cards, token)
	if models.CodeOf(err) == models.NotFound {
		return nil // ten minutes have passed: ask again
	}
	if err != nil {
		return err
	}
	result, err := a.Store.Search(ctx(c), cards, files, enrolments, models.ParseSearch(text), pageResults)
	if err != nil {
		return err
	}
	page.Text, page.Asked = text, true
	for _, card := range result.Cards {
		if !card.Open {
			continue
		}
		v := a.cardView(card)
		detail := strings.Trim(v.Birth+" · "+v.Commune, " ·")
		page.Results = append(page.Results, personChoice{URL: to(card.PublicID), Name: v.Name, Detail: detail, Programmes: v.Programmes})
	}
	return nil
}

// searchFollowUpPerson: POST /suivis/personne, and searchAppointmentPerson: POST /rendez-vous/personne. The address of the
// answer holds no name.
func (a *App) searchFollowUpPerson(c *gin.Context, access Access) error {
	return a.searchPerson(c, access, "/suivis/nouveau")
}

func (a *App) searchAppointmentPerson(c *gin.Context, access Access) error {
	return a.searchPerson(c, access, "/rendez-vous/nouveau")
}

func (a *App) searchPerson(c *gin.Context, access Access, target string) error {
	text, values := strings.TrimSpace(c.PostForm("q")), plannedQuery(c)
	if text == "" {
		return see(c, withQuery(target, values))
	}
	token, err := a.Store.KeepSearch(ctx(c), access.Scope, text)
	if err != nil {
		return err
	}
	values.Set("recherche", token)
	return see(c, withQuery(target, values))
}
