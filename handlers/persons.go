package handlers

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// cardView is a directory card as lists and searches print it.
type cardView struct {
	ID, URL, Name  string // ID is public
	Birth, Commune string
	Referents      string
	Programmes     []templates.Programme
	CardOnly       bool // the file is not open to the reader
}

func (a *App) cardViews(cards []models.Card) []cardView {
	views := make([]cardView, len(cards))
	for i, c := range cards {
		views[i] = a.cardView(c)
	}
	return views
}

func (a *App) cardView(c models.Card) cardView {
	v := cardView{ID: c.PublicID, URL: cardURL(c), Name: c.Name(), Commune: a.communes().Name(c.Refnis), Referents: strings.Join(c.Referents, ", "), CardOnly: !c.Open}
	if year := c.Birth.Year(); year > 0 {
		v.Birth = strconv.Itoa(year)
	}
	for _, code := range c.Programmes {
		v.Programmes = append(v.Programmes, a.programme(code))
	}
	return v
}

func cardURL(c models.Card) string {
	if c.Open {
		return personURL(c.PublicID)
	}
	return personURL(c.PublicID) + "/carte"
}

func personURL(publicID string) string { return "/personnes/" + publicID }

// cardScopes are the three scopes of lists and searches: cards, files that may be opened, dispositifs that show.
func (a *App) cardScopes(access Access) (cards, files, enrolments models.Scope) {
	return a.scope(access, models.Read, models.KindCard), a.scope(access, models.Read, models.KindParticipant), a.scope(access, models.Read, models.KindEnrolment)
}

// personsPage is the list of people.
type personsPage struct {
	Page
	Heading   string
	Views     viewBar
	Filters   templates.FilterBar
	Hidden    []templates.Field // the filters, carried by the form of the text
	Text      string
	People    []cardView
	Pager     templates.Pager
	Empty     templates.Empty
	MayCreate bool
	Both      bool // dispositifs are shown
	Partners  bool // the directory is open to the reader
	Pairs     bool // the duplicates are too
	Lists     bool // so are custom lists
	Bulk      []batchButton
	Back      string // this list, as it is filtered
}

const (
	viewMine = "mes"
	viewAll  = "toutes"
)

// listPersons: GET /personnes.
func (a *App) listPersons(c *gin.Context, access Access) error {
	f := readPersonFilters(c, c.Query)
	if f.View == "" && access.Actor.HasRole(models.Counsellor) {
		f.View = viewMine
	}
	views, opens, err := a.viewBar(c, access, models.ListPersons, f.values())
	if err != nil || opens != "" {
		return orSee(c, err, opens)
	}
	text, err := a.keptText(c, access, f.TextToken)
	if err != nil {
		return err
	}
	cards, files, enrolments := a.cardScopes(access)
	result, err := a.Store.Cards(ctx(c), cards, files, enrolments, a.cardFilter(access, f, text))
	if err != nil {
		return err
	}
	page := personsPage{Page: a.newPage(c, access, "person.list.title"), Heading: a.Texts.T("person.count", "Count", result.Total), Text: text, Views: views,
		People: a.cardViews(result.Cards), MayCreate: a.may(access, models.Create, models.KindParticipant), Both: !enrolments.Empty(),
		Partners: a.may(access, models.Read, models.KindPartner), Pairs: a.may(access, models.Read, models.KindLink), Lists: a.may(access, models.Read, models.KindList), Hidden: f.hidden()}
	if page.Filters, err = a.personFilterBar(c, access, f, text); err != nil {
		return err
	}
	page.Pager, page.Bulk, page.Back = a.personPager(f, result), a.batchButtons(access), f.url("apres", f.After, "avant", f.Before)
	page.Empty = a.personsEmpty(page, f)
	return a.show(c, "persons/list", page)
}

// keptText is the text behind a token; an expired one filters nothing.
func (a *App) keptText(c *gin.Context, access Access, token string) (string, error) {
	if token == "" {
		return "", nil
	}
	text, err := a.Store.KeptSearch(ctx(c), access.Scope, token)
	if models.CodeOf(err) == models.NotFound {
		return "", nil
	}
	return text, err
}

func (a *App) personPager(f personFilters, result store.CardPage) templates.Pager {
	var p templates.Pager
	if result.Next != "" {
		p.Next = f.url("apres", result.Next)
	}
	if result.Previous != "" {
		p.First, p.Previous = f.url(), f.url("avant", result.Previous)
	}
	return p
}

func (a *App) personsEmpty(page personsPage, f personFilters) templates.Empty {
	empty := templates.Empty{Text: a.Texts.T("person.list.empty")}
	switch {
	case len(page.Filters.Chips) > 0:
		empty.Action = templates.Link{URL: page.Filters.ClearURL, Label: a.Texts.T("filter.clear")}
	case f.View == viewMine:
		empty.Action = templates.Link{URL: f.url("vue", viewAll), Label: a.Texts.T("person.list.see_all")}
	case page.MayCreate:
		empty.Action = templates.Link{URL: "/personnes/nouvelle", Label: a.Texts.T("person.add")}
	}
	return empty
}

func orElse(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

// filterPersons: POST /personnes. The text of the filter is kept for ten minutes under a token.
func (a *App) filterPersons(c *gin.Context, access Access) error {
	f := readPersonFilters(c, c.PostForm)
	f.TextToken = ""
	if text := strings.TrimSpace(c.PostForm("q")); text != "" {
		token, err := a.Store.KeepSearch(ctx(c), access.Scope, text)
		if err != nil {
			return err
		}
		f.TextToken = token
	}
	return see(c, f.url())
}

// cardPage is the directory card of somebody whose file is a colleague's.
type cardPage struct {
	Page
	Card               cardView
	Relais             []store.PersonReferent
	FileURL            string // "" when the file is not open to the reader
	AskURL, UrgentURL  string // "" when the role may not
	Asked, WithdrawURL string // the reader's own request that waits
}

// showCard: GET /personnes/:id/carte. Opening it is written down.
func (a *App) showCard(c *gin.Context, access Access) error {
	cards, files, enrolments := a.cardScopes(access)
	card, err := a.Store.OpenCard(ctx(c), cards, files, enrolments, c.Param("id"))
	if err != nil {
		return err
	}
	page := cardPage{Page: a.newPage(c, access, "person.card.title"), Card: a.cardView(card)}
	page.Breadcrumb = []templates.Link{{URL: "/personnes", Label: a.Texts.T("nav.persons")}}
	if card.Open {
		page.FileURL = personURL(card.PublicID)
	}
	if page.Relais, err = a.Store.PersonReferents(ctx(c), cards, models.Scope{}, card.PublicID); err != nil {
		return err
	}
	if err := a.cardActions(c, access, &page, card.PublicID); err != nil {
		return err
	}
	return a.show(c, "persons/card", page)
}
