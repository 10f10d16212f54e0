package handlers

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

const (
	typedResults = 10 // shown while typing
	pageResults  = 50 // shown on the page
)

// searchPage is the page of results, whose block "results" is also what appears under the field while typing.
type searchPage struct {
	Page
	Text    string
	People  bool   // the reader may find people, not only sessions and pages
	Notice  string // « 38 résultats : ajoutez l'année de naissance. »
	Results []cardView
	Actions []templates.Action // what may be done with those found
	Lines   []paletteEntry     // sessions and pages of that name
	Found   bool
	Empty   templates.Empty
	Expired bool
}

// searches tells who has a field of search in the header: those who find people, sessions or settings with it.
func (a *App) searches(access Access) bool {
	return a.may(access, models.Read, models.KindCard) || a.may(access, models.Read, models.KindSession) || a.may(access, models.Read, models.KindSettings)
}

func (a *App) searchLabel(access Access) string {
	if a.may(access, models.Read, models.KindCard) {
		return a.Texts.T("layout.search")
	}
	return a.Texts.T("layout.search.pages")
}

// searchScope is under what a search is kept: that of the cards for those who may find people.
func (a *App) searchScope(access Access) models.Scope {
	if cards := a.scope(access, models.Read, models.KindCard); !cards.Empty() {
		return cards
	}
	return access.Scope
}

// askSearch: GET /recherche, the form on its own page.
func (a *App) askSearch(c *gin.Context, access Access) error {
	return a.show(c, "persons/search", searchPage{Page: a.newPage(c, access, "search.title"), People: a.may(access, models.Read, models.KindCard)})
}

// submitSearch: POST /recherche. While typing it answers the results; submitted, it leads to an address that holds no
// name, and the journal learns that somebody searched.
func (a *App) submitSearch(c *gin.Context, access Access) error {
	text := strings.TrimSpace(c.PostForm("q"))
	if c.GetHeader("X-Fragment") != "" {
		page, err := a.searchPage(c, access, text, typedResults)
		if err != nil {
			return err
		}
		return a.show(c, "persons/search", page)
	}
	if text == "" {
		return see(c, "/recherche")
	}
	token, err := a.Store.KeepSearch(ctx(c), a.searchScope(access), text)
	if err != nil {
		return err
	}
	return see(c, "/recherche/"+token)
}

// showResults: GET /recherche/:jeton, good for ten minutes and for the one who searched.
func (a *App) showResults(c *gin.Context, access Access) error {
	text, err := a.Store.KeptSearch(ctx(c), access.Scope, c.Param("jeton"))
	if models.CodeOf(err) == models.NotFound {
		a.render(c, http.StatusNotFound, "persons/search", searchPage{Page: a.newPage(c, access, "search.title"), Expired: true, People: a.may(access, models.Read, models.KindCard)})
		return nil
	}
	if err != nil {
		return err
	}
	page, err := a.searchPage(c, access, text, pageResults)
	if err != nil {
		return err
	}
	return a.show(c, "persons/search", page)
}

func (a *App) searchPage(c *gin.Context, access Access, text string, limit int) (searchPage, error) {
	page := searchPage{Text: text, People: a.may(access, models.Read, models.KindCard)}
	if c.GetHeader("X-Fragment") == "" { // a fragment has no frame
		page.Page = a.newPage(c, access, "search.title")
	}
	if !page.People {
		return a.searchPages(c, access, page)
	}
	cards, files, enrolments := a.cardScopes(access)
	command := models.ParseCommand(text)
	query := models.ParseSearch(command.Text)
	result, err := a.Store.Search(ctx(c), cards, files, enrolments, query, limit)
	if err != nil {
		return page, err
	}
	page.Notice, page.Actions = a.searchNotice(result, query), a.commands(access, command.Verb, result.Cards)
	if command.Verb == "" || len(page.Actions) == 0 { // with a verb, people are the actions
		page.Results = a.cardViews(result.Cards)
	}
	if page.Lines, err = a.paletteLines(c, access, text); err != nil {
		return page, err
	}
	page.Found = len(page.Results)+len(page.Actions)+len(page.Lines) > 0
	page.Empty = templates.Empty{Text: a.Texts.T("search.empty")}
	if a.may(access, models.Create, models.KindParticipant) {
		page.Empty.Action = templates.Link{URL: "/personnes/nouvelle", Label: a.Texts.T("person.create")}
	}
	return page, nil
}

// searchPages is the search of those who find no people: sessions and pages of that name.
func (a *App) searchPages(c *gin.Context, access Access, page searchPage) (searchPage, error) {
	var err error
	page.Lines, err = a.paletteLines(c, access, page.Text)
	page.Found = len(page.Lines) > 0
	page.Notice = a.Texts.T("search.count", "Count", len(page.Lines))
	page.Empty = templates.Empty{Text: a.Texts.T("search.empty_pages")}
	return page, err
}

func (a *App) searchNotice(result store.SearchResult, query models.SearchQuery) string {
	switch {
	case query.Empty():
		return a.Texts.T("search.too_short")
	case result.Total == 0:
		return a.Texts.T("search.nobody")
	case result.More:
		return a.Texts.T("search.too_many", "Count", result.Total)
	case result.Total > len(result.Cards) && query.Birth == "":
		return a.Texts.T("search.add_year", "Count", result.Total)
	}
	return a.Texts.T("search.count", "Count", result.Total)
}
