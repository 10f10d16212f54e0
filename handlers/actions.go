package handlers

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// actionsPage lists the actions of the centre.
type actionsPage struct {
	Page
	Filters   templates.FilterBar
	Actions   []actionLine
	Pager     templates.Pager
	Empty     templates.Empty
	ExportURL string
	MayAdd    bool
}

// actionLine is one action as it is listed.
type actionLine struct{ URL, Date, Title, Kind, Themes, Partners, Length, Reached string }

// actionFilterForm keeps the filters as they are in the address.
type actionFilterForm struct{ From, Until, Kind, Axis, Theme, Partner, Who, State string }

const actionsCancelled = "annulees"

func (f actionFilterForm) url(path, after string) string {
	values := url.Values{}
	for name, value := range map[string]string{"du": f.From, "au": f.Until, "type": f.Kind, "axe": f.Axis, "theme": f.Theme, "partenaire": f.Partner,
		"qui": f.Who, "etat": f.State, "apres": after} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// actionFilter reads the filters of the address.
func (a *App) actionFilter(c *gin.Context, access Access) (actionFilterForm, store.ActionFilter, models.Problems) {
	problems := models.Problems{}
	f := actionFilterForm{From: c.Query("du"), Until: c.Query("au"), Kind: c.Query("type"), Axis: c.Query("axe"), Theme: c.Query("theme"),
		Partner: c.Query("partenaire"), Who: c.Query("qui"), State: c.Query("etat")}
	filter := store.ActionFilter{Kind: f.Kind, Axis: f.Axis, Theme: f.Theme, Partner: f.Partner, Cancelled: f.State == actionsCancelled,
		After: c.Query("apres"), From: typedFutureDay(f.From, a.today(), "du", problems), Until: typedFutureDay(f.Until, a.today(), "au", problems)}
	if f.Who == whoMe {
		filter.UserID = access.Actor.UserID
	}
	return f, filter, problems
}

// listActions: GET /actions.
func (a *App) listActions(c *gin.Context, access Access) error {
	form, filter, problems := a.actionFilter(c, access)
	_, partners, err := a.Store.ActionChoices(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	page := actionsPage{Page: a.newPage(c, access, "action.list.title"), Filters: a.actionFilters(form, partners, problems),
		ExportURL: form.url("/actions/export", ""), MayAdd: a.may(access, models.Create, models.KindAction), Empty: templates.Empty{Text: a.Texts.T("action.list.empty")}}
	a.blame(&page.Page, problems, "du", "au")
	if len(problems) > 0 {
		return a.refuse(c, "actions/list", page)
	}
	all, more, err := a.Store.Actions(ctx(c), access.Scope, filter)
	if err != nil {
		return err
	}
	for _, v := range all {
		page.Actions = append(page.Actions, a.actionLine(v))
	}
	if more {
		page.Pager.Next = form.url("/actions", all[len(all)-1].PublicID)
	}
	if filter.After != "" {
		page.Pager.First = form.url("/actions", "")
	}
	switch {
	case len(page.Filters.Chips) > 0:
		page.Empty.Action = templates.Link{URL: "/actions", Label: a.Texts.T("filter.clear")}
	case page.MayAdd:
		page.Empty.Action = templates.Link{URL: "/actions/nouvelle", Label: a.Texts.T("action.add")}
	}
	return a.show(c, "actions/list", page)
}

func (a *App) actionLine(v store.ActionView) actionLine {
	return actionLine{URL: "/actions/" + v.PublicID, Date: models.FrenchDate(v.OnDate), Title: v.Title, Kind: a.answer("action_kind", v.Kind),
		Themes: a.themeWords(v.Themes), Partners: joinNames(v.Partners), Length: models.FrenchDuration(v.Minutes), Reached: a.reached(v.CentreAction)}
}

func (a *App) themeWords(themes string) string {
	var words []string
	for _, theme := range models.SplitList(themes) {
		words = append(words, a.answer("theme", theme))
	}
	return join(", ", words...)
}

func joinNames(rows []models.NamedRow) string {
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.Name
	}
	return join(", ", names...)
}

// reached is « 40 personnes, 3 institutions », without what is not recorded.
func (a *App) reached(x models.CentreAction) string {
	var words []string
	for _, part := range []struct {
		key string
		n   *int
	}{{"action.reached.persons", x.Persons}, {"action.reached.institutions", x.Institutions}, {"action.reached.companies", x.Companies}} {
		if part.n != nil {
			words = append(words, a.Texts.T(part.key, "Count", *part.n))
		}
	}
	return join(", ", words...)
}

func (a *App) actionFilters(f actionFilterForm, partners []models.NamedRow, problems models.Problems) templates.FilterBar {
	t := a.Texts.T
	all := func(options []templates.Option) []templates.Option {
		return append([]templates.Option{{Label: t("action.filter.all")}}, options...)
	}
	choices := []struct {
		name, label, value string
		options            []templates.Option
		clear              func(*actionFilterForm)
	}{
		{"type", "action.kind", f.Kind, a.codes("action_kind", models.ActionKinds), func(f *actionFilterForm) { f.Kind = "" }},
		{"axe", "action.axis", f.Axis, a.codes("axis", models.Axes), func(f *actionFilterForm) { f.Axis = "" }},
		{"theme", "action.theme", f.Theme, a.codes("theme", models.Themes), func(f *actionFilterForm) { f.Theme = "" }},
		{"partenaire", "action.partner", f.Partner, named(partners), func(f *actionFilterForm) { f.Partner = "" }},
		{"qui", "action.filter.who", f.Who, a.codes("who", []string{whoMe}), func(f *actionFilterForm) { f.Who = "" }},
		{"etat", "action.filter.state", f.State, []templates.Option{{Value: actionsCancelled, Label: t("action.filter.cancelled")}}, func(f *actionFilterForm) { f.State = "" }},
	}
	bar := templates.FilterBar{Action: "/actions", Fields: []templates.Field{
		templates.Date("du", t("followup.filter.from"), f.From).Wrong(a.problem(problems, "du")),
		templates.Date("au", t("followup.filter.until"), f.Until).Wrong(a.problem(problems, "au"))}}
	chip := func(label string, clear func(*actionFilterForm)) {
		without := f
		clear(&without)
		bar.Chips, bar.ClearURL = append(bar.Chips, templates.Chip{Label: label, RemoveURL: without.url("/actions", "")}), "/actions"
	}
	if f.From != "" {
		chip(t("followup.chip.from", "Date", f.From), func(f *actionFilterForm) { f.From = "" })
	}
	if f.Until != "" {
		chip(t("followup.chip.until", "Date", f.Until), func(f *actionFilterForm) { f.Until = "" })
	}
	for _, choice := range choices {
		bar.Fields = append(bar.Fields, templates.Select(choice.name, t(choice.label), choice.value, all(choice.options)))
		for _, option := range choice.options {
			if option.Value == choice.value {
				chip(t(choice.label)+" : "+option.Label, choice.clear)
			}
		}
	}
	return bar
}

func named(rows []models.NamedRow) []templates.Option {
	options := make([]templates.Option, len(rows))
	for i, r := range rows {
		options[i] = templates.Option{Value: r.PublicID, Label: r.Name}
	}
	return options
}

// actionPage is one action.
type actionPage struct {
	Page
	Heading   string
	Cancelled bool
	Facts     []templates.Row
	Note      string
	EditURL   string // "" when the reader may not
	CancelURL string
	Restore   string
}

// showAction: GET /actions/:id.
func (a *App) showAction(c *gin.Context, access Access) error {
	v, err := a.Store.Action(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	base := "/actions/" + v.PublicID
	page := actionPage{Page: a.newPage(c, access, "action.title"), Heading: v.Title, Cancelled: !v.CancelledAt.IsZero(), Facts: a.actionFacts(v), Note: v.Note}
	page.Breadcrumb = []templates.Link{{URL: "/actions", Label: a.Texts.T("action.list.title")}}
	if a.may(access, models.Update, models.KindAction) && !page.Cancelled {
		page.EditURL = base + "/modifier"
	}
	if a.may(access, models.Cancel, models.KindAction) {
		page.CancelURL = base + "/annulation"
		if page.Cancelled {
			page.CancelURL, page.Restore = "", base+"/retablir"
		}
	}
	return a.show(c, "actions/show", page)
}

func (a *App) actionFacts(v store.ActionView) []templates.Row {
	t := a.Texts.T
	rows := []templates.Row{{Label: t("action.date"), Value: models.FrenchDate(v.OnDate)}, {Label: t("action.kind"), Value: a.answer("action_kind", v.Kind)},
		{Label: t("action.axis"), Value: a.answer("axis", v.Axis)}, {Label: t("action.themes"), Value: a.themeWords(v.Themes)},
		{Label: t("action.minutes"), Value: models.FrenchDuration(v.Minutes)}, {Label: t("action.colleagues"), Value: joinNames(v.Colleagues)},
		{Label: t("action.staff_time"), Value: models.FrenchDuration(v.StaffMinutes())}}
	for _, row := range []templates.Row{{Label: t("action.partners"), Value: joinNames(v.Partners)}, {Label: t("action.reached"), Value: a.reached(v.CentreAction)},
		{Label: t("action.place"), Value: v.Place}, {Label: t("action.operation"), Value: v.OperationCode}} {
		rows = append(rows, templates.Row{Label: row.Label, Value: orElse(row.Value, t("answer.not_asked"))})
	}
	return rows
}

// cancelAction: POST /actions/:id/annulation and /retablir.
func (a *App) cancelAction(cancelled bool) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		base := "/actions/" + c.Param("id")
		if err := a.Store.CancelAction(ctx(c), access.Scope, c.Param("id"), cancelled); err != nil {
			return err
		}
		if cancelled {
			a.flashUndo(c, base+"/retablir", "action.cancelled")
		} else {
			a.flash(c, "success", "action.restored")
		}
		return see(c, base)
	}
}

// exportActions: GET /actions/export, the list under its filters as a file for Excel.
func (a *App) exportActions(c *gin.Context, access Access) error {
	_, filter, problems := a.actionFilter(c, access)
	if len(problems) > 0 {
		return problems.AsError()
	}
	var heads []string
	for _, key := range []string{"date", "title_label", "kind", "axis", "themes", "minutes.csv", "staff_time.csv", "colleagues", "partners", "persons", "institutions", "companies", "place", "operation"} {
		heads = append(heads, a.Texts.T("action."+key))
	}
	rows := [][]string{heads}
	err := a.Store.ExportActions(ctx(c), access.Scope, filter, func(part []store.ActionView) error {
		for _, v := range part {
			rows = append(rows, a.actionCells(v))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return sendCSV(c, "actions", a.today(), rows)
}

func (a *App) actionCells(v store.ActionView) []string {
	row := []string{models.FrenchDate(v.OnDate), v.Title, a.answer("action_kind", v.Kind), a.answer("axis", v.Axis), a.themeWords(v.Themes),
		strconv.Itoa(v.Minutes), strconv.Itoa(v.StaffMinutes()), joinNames(v.Colleagues), joinNames(v.Partners), optional(v.Persons), optional(v.Institutions),
		optional(v.Companies), v.Place, v.OperationCode}
	for i := range row {
		row[i] = plainCell(row[i])
	}
	return row
}

// optional writes a number that may be unknown.
func optional(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// idsOf finds the rows of some public ids, and tells whether all were among them.
func idsOf(rows []models.NamedRow, publicIDs []string) (found []models.NamedRow, all bool) {
	for _, r := range rows {
		if slices.Contains(publicIDs, r.PublicID) {
			found = append(found, r)
		}
	}
	return found, len(found) == len(publicIDs)
}
