package handlers

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// listsPage are the custom lists that the reader sees, and what a new one may start from.
type listsPage struct {
	Page
	Lists   []listLine
	Sources []templates.Action
	Empty   templates.Empty
}

// listLine is one saved list; the addresses of its changes are empty for a colleague's.
type listLine struct{ Name, URL, Source, Who, EditURL, DeleteURL string }

// listLists: GET /listes.
func (a *App) listLists(c *gin.Context, access Access) error {
	lists, err := a.Store.CustomLists(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	page := listsPage{Page: a.newPage(c, access, "list.title"), Empty: templates.Empty{Text: a.Texts.T("list.none")}}
	for _, l := range lists {
		source, known := models.SourceOf(l.Source)
		if !known || !a.may(access, models.Read, source.Kind) {
			continue
		}
		line := listLine{Name: l.Name, URL: "/listes/" + l.PublicID, Source: a.Texts.T("list.source." + l.Source), Who: a.Texts.T("list.private")}
		if l.Shared {
			line.Who = a.Texts.T("list.shared_by", "Name", l.Author)
		}
		if l.UserID == access.Actor.UserID {
			line.EditURL, line.DeleteURL = line.URL+"/modifier", line.URL+"/supprimer"
		}
		page.Lists = append(page.Lists, line)
	}
	for _, source := range models.ListSources {
		if a.may(access, models.Read, source.Kind) {
			page.Sources = append(page.Sources, templates.Action{Label: a.Texts.T("list.source." + source.Key), URL: composerURL("", models.NewListDefinition(source))})
		}
	}
	return a.show(c, "lists/index", page)
}

// shownList is a list as its reader may see it.
type shownList struct {
	source     models.ListSource
	definition models.ListDefinition // readable, with titles
	absent     []string              // keys of the columns left out
	words      listWords
	request    store.ListRequest
}

// shownList prepares a definition for its reader. saved are the titles of the list it was opened from; more names columns whose
// words are needed besides. A source the reader may not read is absent.
func (a *App) shownList(c *gin.Context, access Access, d, saved models.ListDefinition, more ...string) (shownList, error) {
	var l shownList
	source, known := models.SourceOf(d.Source)
	if !known || !a.may(access, models.Read, source.Kind) {
		return l, models.ErrNotFound
	}
	l.source = source
	l.definition, l.absent = d.Readable(func(kind string) bool { return a.may(access, models.Read, kind) })
	l.definition = l.definition.Named(saved, a.listTitle)
	keys := append([]string{l.definition.Group}, more...)
	for _, h := range l.definition.Columns {
		keys = append(keys, h.Key)
	}
	for _, f := range l.definition.Filters {
		keys = append(keys, f.Column)
	}
	l.request = store.ListRequest{Definition: l.definition, Scope: a.scope(access, models.Read, source.Kind), Kinds: map[string]models.Scope{}}
	for _, column := range source.Columns {
		if column.Kind != "" {
			l.request.Kinds[column.Kind] = a.scope(access, models.Read, column.Kind)
		}
	}
	var err error
	l.words, err = a.listWords(c, access, source, keys)
	return l, err
}

// absentText says which columns the reader does not see, "" when there is none.
func (a *App) absentText(l shownList) string {
	if len(l.absent) == 0 {
		return ""
	}
	titles := make([]string, len(l.absent))
	for i, key := range l.absent {
		titles[i] = a.listTitle(key)
	}
	return a.Texts.T("list.absent", "Count", len(titles), "Columns", strings.Join(titles, ", "))
}

// listPage is a saved list with its lines.
type listPage struct {
	Page
	Heading string
	About   []string // what it lists, how, for whom
	Absent  string
	Actions []templates.Action
	Table   listTable
}

// showList: GET /listes/:id.
func (a *App) showList(c *gin.Context, access Access) error {
	saved, err := a.Store.CustomList(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	l, err := a.shownList(c, access, saved.Definition, saved.Definition)
	if err != nil {
		return err
	}
	at := "/listes/" + saved.PublicID
	page := listPage{Page: a.newPage(c, access, "list.one"), Heading: saved.Name, About: a.aboutList(l, saved), Absent: a.absentText(l)}
	page.Breadcrumb = []Link{{URL: "/listes", Label: a.Texts.T("list.title")}}
	if page.Table, err = a.listTable(c, access, l, saved.PublicID, func(after string) string { return at + "?apres=" + after }); err != nil {
		return err
	}
	page.Actions = a.listFiles(access, at+"/export?", page.Table)
	if saved.UserID == access.Actor.UserID {
		page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("list.edit"), URL: at + "/modifier", Icon: "edit"})
	} else {
		page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("list.copy"), URL: composerURL("", l.definition), Icon: "copy"})
	}
	return a.show(c, "lists/show", page)
}

// listFiles are the files of a list that has lines.
func (a *App) listFiles(access Access, at string, table listTable) []templates.Action {
	if len(table.Rows) == 0 || !a.may(access, models.Export, models.KindList) {
		return nil
	}
	return []templates.Action{{Label: a.Texts.T("list.export.xlsx"), URL: at + "format=xlsx", Icon: "download", Primary: true},
		{Label: a.Texts.T("list.export.csv"), URL: at + "format=csv", Icon: "download"}}
}

// aboutList says what a list holds: its source, its filters, its order, who sees it.
func (a *App) aboutList(l shownList, saved models.CustomList) []string {
	about := []string{a.Texts.T("list.source." + l.source.Key)}
	for _, f := range l.definition.Filters {
		about = append(about, l.words.filter(l.source, f))
	}
	if l.definition.Group != "" {
		about = append(about, a.Texts.T("list.grouped", "Column", a.listTitle(l.definition.Group)))
	}
	if saved.Shared {
		about = append(about, a.Texts.T("list.shared_by", "Name", saved.Author))
	}
	return about
}

// composerURL is the page that changes a definition: of a new list, or of a saved one.
func composerURL(publicID string, d models.ListDefinition, pairs ...string) string {
	values := d.Values()
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	if publicID == "" {
		return "/listes/composer?" + values.Encode()
	}
	return "/listes/" + publicID + "/modifier?" + values.Encode()
}

// dropList: POST /listes/:id/supprimer, and restoreList, the « Annuler » of its message.
func (a *App) dropList() func(*gin.Context, Access) error {
	return a.turned("/listes", "list.dropped", "/retablir", func(s *store.Store, c *gin.Context, access Access) error {
		return s.DropList(ctx(c), access.Scope, c.Param("id"))
	})
}

func (a *App) restoreList() func(*gin.Context, Access) error {
	return a.turned("/listes", "list.restored", "", func(s *store.Store, c *gin.Context, access Access) error {
		return s.RestoreList(ctx(c), access.Scope, c.Param("id"))
	})
}

// readList reads the form that saves a list: its name, who sees it, and the definition that the page carries.
func readList(c *gin.Context) (models.CustomList, error) {
	values, err := url.ParseQuery(c.PostForm("definition"))
	if err != nil {
		return models.CustomList{}, models.Refuse(models.Invalid, "error.form")
	}
	d, known := models.ParseListDefinition(values)
	if !known {
		return models.CustomList{}, models.ErrNotFound
	}
	return models.CustomList{Name: strings.Join(strings.Fields(c.PostForm("nom_liste")), " "), Shared: c.PostForm("partage") == "1", Definition: d}, nil
}

// createList: POST /listes.
func (a *App) createList(c *gin.Context, access Access) error {
	l, err := readList(c)
	if err != nil {
		return err
	}
	if source, _ := models.SourceOf(l.Definition.Source); !a.may(access, models.Read, source.Kind) {
		return models.ErrNotFound
	}
	if problems := l.Check(); len(problems) > 0 {
		return a.refuseList(c, access, l, problems)
	}
	l.Definition = l.Definition.Named(models.ListDefinition{}, a.listTitle)
	location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		saved, err := tx.SaveList(ctx(c), access.Scope, l)
		return "/listes/" + saved.PublicID, err
	})
	if err != nil {
		return err
	}
	a.flash(c, "success", "list.saved")
	return see(c, location)
}

// ownList finds a list of the reader's own, to change it.
func (a *App) ownList(c *gin.Context, access Access) (models.CustomList, error) {
	l, err := a.Store.CustomList(ctx(c), access.Scope, c.Param("id"))
	if err == nil && l.UserID != access.Actor.UserID {
		err = models.ErrNotFound
	}
	return l, err
}

// saveList: POST /listes/:id/modifier.
func (a *App) saveList(c *gin.Context, access Access) error {
	saved, err := a.ownList(c, access)
	if err != nil {
		return err
	}
	l, err := readList(c)
	if err != nil {
		return err
	}
	l.PublicID, l.Version = saved.PublicID, number(c.PostForm("version"))
	if problems := l.Check(); len(problems) > 0 {
		return a.refuseList(c, access, l, problems)
	}
	l.Definition = l.Definition.Named(saved.Definition, a.listTitle)
	err = a.Store.ChangeList(ctx(c), access.Scope, l)
	if isStale(err) { // what a list shows stands in no field that the page of a conflict could compare: the list as composed stays
		l.Version = saved.Version
		return a.staleList(c, access, l)
	}
	if err != nil {
		return err
	}
	a.flash(c, "success", "list.saved")
	return see(c, "/listes/"+l.PublicID)
}

// columnOf finds a column of the list's source.
func (l shownList) column(key string) models.CustomColumn {
	column, _ := l.source.Column(key)
	return column
}

// counted are the headings of the columns that groups sum up.
func (l shownList) counted() []models.ListHeading {
	return slices.DeleteFunc(slices.Clone(l.definition.Columns), func(h models.ListHeading) bool { return !l.column(h.Key).Counted() })
}
