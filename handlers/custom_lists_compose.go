package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// composerPage is where a list is composed: its address is the definition, each button leads to the next one, and the lines
// below are what the list shows now. Nothing is kept before it is saved.
type composerPage struct {
	Page
	Heading  string
	Action   string // page itself
	Hidden   []templates.Field
	Columns  []composedColumn
	AddField templates.Field
	Filters  []templates.Chip
	AskField templates.Field // which column to filter
	Question *filterQuestion // of the column that was chosen
	Order    []templates.Field
	// OrderHidden is Hidden without what Order asks.
	OrderHidden []templates.Field
	Save        []templates.Field
	SaveURL     string
	Version     int // 0 for a new list
	Absent      string
	Stale       string // address of the list as somebody saved it meanwhile
	Actions     []templates.Action
	Table       listTable
}

// composedColumn is a column of the list with the addresses of its buttons, "" where it cannot go.
type composedColumn struct{ Title, Up, Down, Remove string }

// filterQuestion asks what a filter compares with.
type filterQuestion struct {
	Column string // key
	Title  string
	Fields []templates.Field
	Back   string
}

// composeList: GET /listes/composer.
func (a *App) composeList(c *gin.Context, access Access) error {
	d, known := models.ParseListDefinition(c.Request.URL.Query())
	if !known {
		return see(c, "/listes")
	}
	return a.compose(c, access, models.CustomList{Definition: d}, models.ListDefinition{})
}

// editList: GET /listes/:id/modifier.
func (a *App) editList(c *gin.Context, access Access) error {
	l, err := a.ownList(c, access)
	if err != nil {
		return err
	}
	saved := l.Definition
	if d, changed := models.ParseListDefinition(c.Request.URL.Query()); changed {
		l.Definition = d
	}
	return a.compose(c, access, l, saved)
}

// compose carries out what was asked, then shows the page of the definition that results.
func (a *App) compose(c *gin.Context, access Access, l models.CustomList, saved models.ListDefinition) error {
	if key := c.Query("ajout"); key != "" {
		l.Definition.Add(key)
		return see(c, composerURL(l.PublicID, l.Definition))
	}
	source, _ := models.SourceOf(l.Definition.Source)
	column, asked := source.Column(c.Query("filtre"))
	problems := models.Problems{}
	if asked && c.Query("geste") == "filtrer" {
		filters := a.readFilters(c, column, problems)
		if len(problems) == 0 && len(filters) > 0 {
			for _, f := range filters {
				l.Definition.AddFilter(f)
			}
			return see(c, composerURL(l.PublicID, l.Definition))
		}
	}
	page, err := a.composerPage(c, access, l, saved)
	if err != nil {
		return err
	}
	if asked && (column.Kind == "" || a.may(access, models.Read, column.Kind)) {
		if page.Question, err = a.filterQuestion(c, access, source, column, problems); err != nil {
			return err
		}
		page.Question.Back = composerURL(l.PublicID, l.Definition)
	}
	if len(problems) > 0 {
		page.Summary = templates.Problems(page.Question.Fields...)
		return a.refuse(c, "lists/compose", page)
	}
	return a.show(c, "lists/compose", page)
}

// refuseList shows the composer again with what is wrong in the name of the list.
func (a *App) refuseList(c *gin.Context, access Access, l models.CustomList, problems models.Problems) error {
	page, err := a.composerPage(c, access, l, models.ListDefinition{})
	if err != nil {
		return err
	}
	page.Save = a.saveFields(l, problems)
	page.Summary = templates.Problems(page.Save...)
	return a.refuse(c, "lists/compose", page)
}

// staleList shows the composer again, as it was left, beside a way to the list as somebody saved it meanwhile.
func (a *App) staleList(c *gin.Context, access Access, l models.CustomList) error {
	page, err := a.composerPage(c, access, l, models.ListDefinition{})
	if err != nil {
		return err
	}
	page.Save = a.saveFields(l, nil)
	page.Summary = []FieldError{{Text: a.Texts.T("list.problem.stale")}}
	page.Stale = "/listes/" + l.PublicID + "/modifier"
	a.render(c, http.StatusConflict, "lists/compose", page)
	return nil
}

func (a *App) composerPage(c *gin.Context, access Access, l models.CustomList, saved models.ListDefinition) (composerPage, error) {
	page := composerPage{Heading: a.Texts.T("list.compose", "Source", a.Texts.T("list.source."+l.Definition.Source)), Action: "/listes/composer", SaveURL: "/listes",
		Version: l.Version}
	if l.PublicID != "" {
		page.Action = "/listes/" + l.PublicID + "/modifier"
		page.Heading, page.SaveURL = a.Texts.T("list.edit.title"), page.Action
	}
	shown, err := a.shownList(c, access, l.Definition, saved)
	if err != nil {
		return page, err
	}
	l.Definition = shown.definition
	page.Page = a.newPage(c, access, "list.compose.title")
	page.Title = page.Heading
	page.Breadcrumb = []Link{{URL: "/listes", Label: a.Texts.T("list.title")}}
	page.Hidden, page.Absent = definitionFields(l.Definition.Values()), a.absentText(shown)
	a.composeColumns(access, &page, l, shown)
	a.composeFilters(access, &page, l, shown)
	a.composeOrder(access, &page, l, shown)
	page.Save = a.saveFields(l, nil)
	page.Table, err = a.listTable(c, access, shown, l.PublicID, func(after string) string { return composerURL(l.PublicID, l.Definition, "apres", after) })
	page.Actions = a.listFiles(access, "/listes/composer/export?"+l.Definition.Values().Encode()+"&", page.Table)
	for i := range page.Actions {
		page.Actions[i].Primary = false // the act of this page is to save the list
	}
	return page, err
}

// definitionFields carry a definition in a form, without some of its parts.
func definitionFields(values url.Values, without ...string) []templates.Field {
	var fields []templates.Field
	for _, name := range []string{"de", "c", "f", "groupe", "tri", "sens"} {
		for _, value := range values[name] {
			if !slices.Contains(without, name) {
				fields = append(fields, templates.Hidden(name, value))
			}
		}
	}
	return fields
}

// choices are the columns the reader may read, as options.
func (a *App) choices(access Access, source models.ListSource, wanted func(models.CustomColumn) bool) []templates.Option {
	var options []templates.Option
	for _, column := range source.Columns {
		if (column.Kind == "" || a.may(access, models.Read, column.Kind)) && wanted(column) {
			options = append(options, templates.Option{Value: column.Key, Label: a.listTitle(column.Key)})
		}
	}
	return options
}

// composeColumns are the columns with their buttons, and those that may be added.
func (a *App) composeColumns(access Access, page *composerPage, l models.CustomList, shown shownList) {
	to := func(change func(d *models.ListDefinition)) string {
		d := l.Definition
		change(&d)
		return composerURL(l.PublicID, d)
	}
	last := len(l.Definition.Columns) - 1
	for i, h := range l.Definition.Columns {
		row := composedColumn{Title: h.Title, Remove: to(func(d *models.ListDefinition) { d.Remove(h.Key) })}
		if i > 0 {
			row.Up = to(func(d *models.ListDefinition) { d.Move(h.Key, -1) })
		}
		if i < last {
			row.Down = to(func(d *models.ListDefinition) { d.Move(h.Key, 1) })
		}
		page.Columns = append(page.Columns, row)
	}
	missing := a.choices(access, shown.source, func(column models.CustomColumn) bool {
		return !slices.ContainsFunc(l.Definition.Columns, func(h models.ListHeading) bool { return h.Key == column.Key })
	})
	page.AddField = templates.Select("ajout", a.Texts.T("list.add"), "", missing)
}

// composeFilters are the filters in words, each with the address of the list without it.
func (a *App) composeFilters(access Access, page *composerPage, l models.CustomList, shown shownList) {
	for _, f := range l.Definition.Filters {
		d := l.Definition
		d.DropFilter(f.String())
		page.Filters = append(page.Filters, templates.Chip{Label: shown.words.filter(shown.source, f), RemoveURL: composerURL(l.PublicID, d)})
	}
	page.AskField = templates.Select("filtre", a.Texts.T("list.filter.on"), "",
		a.choices(access, shown.source, func(models.CustomColumn) bool { return true }))
}

// composeOrder asks for the order and the grouping.
func (a *App) composeOrder(access Access, page *composerPage, l models.CustomList, shown shownList) {
	t := a.Texts.T
	direction := "asc"
	if l.Definition.Down {
		direction = "desc"
	}
	groups := append([]templates.Option{{Value: "", Label: t("list.group.none")}}, a.choices(access, shown.source, models.CustomColumn.Groups)...)
	page.Order = []templates.Field{
		templates.Select("tri", t("list.sort"), l.Definition.Sort, a.choices(access, shown.source, models.CustomColumn.Sorts)),
		templates.Select("sens", t("list.direction"), direction, []templates.Option{{Value: "asc", Label: t("list.direction.up")}, {Value: "desc", Label: t("list.direction.down")}}),
		templates.Select("groupe", t("list.group"), l.Definition.Group, groups)}
	page.OrderHidden = definitionFields(l.Definition.Values(), "tri", "sens", "groupe")
}

// saveFields ask for the name of the list and who sees it, and carry what it shows.
func (a *App) saveFields(l models.CustomList, problems models.Problems) []templates.Field {
	return []templates.Field{
		templates.Text("nom_liste", a.Texts.T("list.name"), l.Name).With(a.Texts.T("list.name.hint")).Wrong(a.problem(problems, "nom_liste")),
		templates.Check("partage", a.Texts.T("list.shared"), l.Shared).AsOptional(),
		templates.Hidden("definition", l.Definition.Values().Encode())}
}

// filterQuestion asks what to compare a column with: its codes, days, or figures, and whether it is recorded.
func (a *App) filterQuestion(c *gin.Context, access Access, source models.ListSource, column models.CustomColumn, problems models.Problems) (*filterQuestion, error) {
	words, err := a.listWords(c, access, source, []string{column.Key})
	if err != nil {
		return nil, err
	}
	t := a.Texts.T
	q := &filterQuestion{Column: column.Key, Title: a.listTitle(column.Key)}
	typed := func(name string) string { return c.Query(name) }
	switch column.Type {
	case models.ListCode, models.ListCodes:
		if options := words.options(column); len(options) > 20 {
			q.Fields = append(q.Fields, templates.Select("valeur", q.Title, "", options))
		} else {
			q.Fields = append(q.Fields, templates.Checkboxes("valeur", q.Title, c.QueryArray("valeur"), options))
		}
	case models.ListDay:
		periods := a.labelled("list.period.", models.Periods)
		q.Fields = append(q.Fields, templates.Select("pendant", t("list.period"), typed("pendant"), append([]templates.Option{{Label: t("list.period.none")}}, periods...)),
			templates.Date("du", t("list.from"), typed("du")).Wrong(a.problem(problems, "du")).AsOptional(),
			templates.Date("au", t("list.until"), typed("au")).Wrong(a.problem(problems, "au")).AsOptional())
	case models.ListMinutes:
		q.Fields = append(q.Fields, templates.Text("min", t("list.least"), typed("min")).With(t("list.minutes.hint")).Wrong(a.problem(problems, "min")).Sized("short").AsOptional(),
			templates.Text("max", t("list.most"), typed("max")).Wrong(a.problem(problems, "max")).Sized("short").AsOptional())
	case models.ListNumber:
		q.Fields = append(q.Fields, templates.Number("min", t("list.least"), typed("min"), "").Wrong(a.problem(problems, "min")).AsOptional(),
			templates.Number("max", t("list.most"), typed("max"), "").Wrong(a.problem(problems, "max")).AsOptional())
	}
	q.Fields = append(q.Fields, templates.Radios("renseigne", t("list.recorded"), orElse(typed("renseigne"), "tous"), []templates.Option{{Value: "tous", Label: t("list.recorded.any")},
		{Value: models.FilterFilled, Label: t("list.recorded.yes")}, {Value: models.FilterBlank, Label: t("list.recorded.no")}}))
	return q, nil
}

// readFilters reads the answer to a filterQuestion.
func (a *App) readFilters(c *gin.Context, column models.CustomColumn, problems models.Problems) []models.ListFilter {
	var filters []models.ListFilter
	add := func(sign, value string) {
		filters = append(filters, models.ListFilter{Column: column.Key, Sign: sign, Value: value})
	}
	if sign := c.Query("renseigne"); sign == models.FilterBlank || sign == models.FilterFilled {
		add(sign, "")
	}
	for _, code := range c.QueryArray("valeur") {
		add(models.FilterIs, code)
	}
	if period := c.Query("pendant"); period != "" {
		add(models.FilterDuring, period)
	}
	for name, sign := range map[string]string{"du": models.FilterFrom, "au": models.FilterUntil} {
		if d := typedFutureDay(c.Query(name), a.today(), name, problems); d != "" {
			add(sign, string(d))
		}
	}
	for name, sign := range map[string]string{"min": models.FilterFrom, "max": models.FilterUntil} {
		if c.Query(name) == "" {
			continue
		}
		n, problem := typedFigure(column, c.Query(name))
		if problem != "" {
			problems.Add(name, problem)
			continue
		}
		add(sign, strconv.Itoa(n))
	}
	slices.SortFunc(filters, func(x, y models.ListFilter) int {
		return slices.Index(filterSigns, x.Sign) - slices.Index(filterSigns, y.Sign)
	})
	return slices.DeleteFunc(filters, func(f models.ListFilter) bool { return !column.Bears(f.Sign, f.Value) })
}

// filterSigns is the order of the filters of one answer.
var filterSigns = []string{models.FilterIs, models.FilterDuring, models.FilterFrom, models.FilterUntil, models.FilterFilled, models.FilterBlank}

// typedFigure reads a figure, or a length of time as people type it (90, 1h30).
func typedFigure(column models.CustomColumn, typed string) (n int, problem string) {
	if column.Type == models.ListMinutes {
		n, problem = models.ParseMinutes(typed)
		return n, problem
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 0 || n > 1_000_000 {
		return 0, "list.problem.figure"
	}
	return n, ""
}

// exportComposed: GET /listes/composer/export, the list as it is composed.
func (a *App) exportComposed(c *gin.Context, access Access) error {
	d, known := models.ParseListDefinition(c.Request.URL.Query())
	if !known {
		return models.ErrNotFound
	}
	return a.exportList(c, access, models.CustomList{Name: a.Texts.T("list.one"), Definition: d})
}

// exportSaved: GET /listes/:id/export.
func (a *App) exportSaved(c *gin.Context, access Access) error {
	l, err := a.Store.CustomList(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	return a.exportList(c, access, l)
}
