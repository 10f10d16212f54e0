package handlers

import (
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// followUpListPage is the log of contacts, one's own or the team's within reach.
type followUpListPage struct {
	Page
	Views     viewBar
	Filters   templates.FilterBar
	Heading   string // « 23 suivis »
	Totals    []templates.Tile
	Rows      []followUpRow
	Pager     templates.Pager
	Empty     templates.Empty
	ExportURL string
	NewURL    string // comes back to this list, as it is filtered; "" when the role writes none
}

// followUpRow is one line of the list.
type followUpRow struct {
	URL, Date, Name, Length, Mode, Topics, Colleague string
	Programme                                        templates.Programme
	State                                            templates.Badge // presence, or what the minutes are worth
	DuplicateURL                                     string          // "" when the role writes none
	Row                                              string          // its mark in the address of the list
}

// followUpFilterForm keeps the filters as they are in the address.
type followUpFilterForm struct{ From, Until, Who, Programme, Mode, Topic string }

const (
	whoMe   = "moi"
	whoTeam = "equipe"
)

// readFollowUpFilter reads the filters. Without any, the list is one's own of this month (of the team for who logs none).
func (a *App) readFollowUpFilter(c *gin.Context, access Access) (followUpFilterForm, models.FollowUpFilter, models.Problems) {
	problems := models.Problems{}
	f := followUpFilterForm{From: c.Query("du"), Until: c.Query("au"), Who: c.Query("qui"), Programme: c.Query("dispositif"), Mode: c.Query("mode"), Topic: c.Query("theme")}
	if len(c.Request.URL.Query()) == 0 {
		f.From = models.FrenchDate(firstOfMonth(a.today()))
	}
	if f.Who == "" {
		f.Who = whoMe
		if !a.may(access, models.Create, models.KindFollowUp) {
			f.Who = whoTeam
		}
	}
	filter := models.FollowUpFilter{Programme: f.Programme, Mode: f.Mode, Topic: f.Topic, After: c.Query("apres"), Limit: store.PageSize + 1,
		From: typedFutureDay(f.From, a.today(), "du", problems), Until: typedFutureDay(f.Until, a.today(), "au", problems)}
	if f.Who == whoMe {
		filter.UserID = access.Actor.UserID
	}
	return f, filter, problems
}

func firstOfMonth(d models.Date) models.Date { return d[:8] + "01" }

// values are the filters by name.
func (f followUpFilterForm) values() url.Values {
	values := url.Values{}
	for name, value := range map[string]string{"du": f.From, "au": f.Until, "qui": f.Who, "dispositif": f.Programme, "mode": f.Mode, "theme": f.Topic} {
		if value != "" {
			values.Set(name, value)
		}
	}
	return values
}

// query is the address of the list under these filters.
func (f followUpFilterForm) query(change func(url.Values)) string {
	values := f.values()
	change(values)
	return "?" + values.Encode()
}

// listFollowUps: GET /suivis.
func (a *App) listFollowUps(c *gin.Context, access Access) error {
	form, filter, problems := a.readFollowUpFilter(c, access)
	views, opens, err := a.viewBar(c, access, models.ListFollowUps, form.values())
	if err != nil || opens != "" {
		return orSee(c, err, opens)
	}
	page := followUpListPage{Page: a.newPage(c, access, "followup.list.title"), Views: views, Filters: a.followUpFilters(form, problems),
		ExportURL: "/suivis/export" + form.query(func(url.Values) {})}
	here := "/suivis" + form.query(func(v url.Values) {
		if filter.After != "" {
			v.Set("apres", c.Query("apres"))
		}
	})
	if a.may(access, models.Create, models.KindFollowUp) {
		page.NewURL = "/suivis/nouveau?retour=" + url.QueryEscape("/suivis"+form.query(func(url.Values) {}))
	}
	a.blame(&page.Page, problems, "du", "au")
	rows, err := a.Store.FollowUps(ctx(c), access.Scope, filter)
	if err != nil {
		return err
	}
	totals, err := a.Store.FollowUpTotals(ctx(c), access.Scope, filter)
	if err != nil {
		return err
	}
	if len(rows) > store.PageSize {
		rows = rows[:store.PageSize]
		page.Pager.Next = form.query(func(v url.Values) { v.Set("apres", rows[len(rows)-1].PublicID) })
	}
	if filter.After != "" {
		page.Pager.First = form.query(func(url.Values) {})
	}
	page.Heading = a.Texts.T("followup.count", "Count", totals.Count)
	page.Pager.Shown = page.Heading
	page.Totals = a.totalTiles(totals)
	for _, v := range rows {
		row := a.followUpRow(v)
		row.Row = "suivi-" + v.PublicID
		if page.NewURL != "" {
			row.DuplicateURL = comingBack(duplicateURL(v.PublicID), atRow(here, row.Row))
		}
		page.Rows = append(page.Rows, row)
	}
	page.Empty = templates.Empty{Text: a.Texts.T("followup.list.empty")}
	if page.NewURL != "" {
		page.Empty.Action = templates.Link{URL: page.NewURL, Label: a.Texts.T("followup.new.title")}
	}
	return a.show(c, "followups/list", page)
}

func (a *App) totalTiles(t models.FollowUpTotals) []templates.Tile {
	return []templates.Tile{
		{Figure: models.FrenchDuration(t.Minutes), Label: a.Texts.T("followup.total.attended")},
		{Figure: models.FrenchDuration(t.Signed), Label: a.Texts.T("followup.total.signed"), Note: a.Texts.T("followup.total.signed.note")},
		{Figure: models.FrenchDuration(t.Errands), Label: a.Texts.T("followup.total.errands"), Note: a.Texts.T("followup.total.errands.note")},
		{Figure: models.FrenchDuration(t.Staff), Label: a.Texts.T("followup.total.staff"), Note: a.Texts.T("followup.total.staff.note")},
	}
}

func (a *App) followUpRow(v store.FollowUpView) followUpRow {
	return followUpRow{URL: "/suivis/" + v.PublicID, Date: models.FrenchDate(v.OnDate), Name: v.Name(), Length: models.FrenchDuration(v.Minutes),
		Mode: a.answer("mode", v.Mode), Topics: a.topicWords(v.Topics), Colleague: v.Colleague, Programme: a.programme(v.Programme), State: a.contactState(v.FollowUp)}
}

// contactState says in a word what a contact is worth.
func (a *App) contactState(f models.FollowUp) templates.Badge {
	switch {
	case f.Mode == models.ModeErrand:
		return templates.NewBadge("neutral", a.Texts.T("followup.state.errand"))
	case f.Presence == models.Excused:
		return templates.NewBadge("info", a.answer("presence", f.Presence))
	case f.Presence == models.Absent:
		return templates.NewBadge("error", a.answer("presence", f.Presence))
	case !f.Signed:
		return templates.NewBadge("warning", a.Texts.T("followup.state.unsigned"))
	}
	return templates.NewBadge("success", a.Texts.T("followup.state.signed"))
}

func (a *App) followUpFilters(f followUpFilterForm, problems models.Problems) templates.FilterBar {
	t := a.Texts.T
	all := func(options []templates.Option) []templates.Option {
		return append([]templates.Option{{Value: "", Label: t("followup.filter.all")}}, options...)
	}
	var programmes []templates.Option
	for _, code := range []string{models.M4H, models.LLF, models.GTJ, models.AUT} {
		programmes = append(programmes, templates.Option{Value: code, Label: t("programme." + code)})
	}
	bar := templates.FilterBar{Action: "/suivis", ClearURL: "/suivis?qui=" + f.Who, Fields: []templates.Field{
		templates.Date("du", t("followup.filter.from"), f.From).Wrong(a.problem(problems, "du")),
		templates.Date("au", t("followup.filter.until"), f.Until).Wrong(a.problem(problems, "au")),
		templates.Select("qui", t("followup.filter.who"), f.Who, a.codes("who", []string{whoMe, whoTeam})),
		templates.Select("dispositif", t("followup.programme"), f.Programme, all(programmes)),
		templates.Select("mode", t("followup.mode"), f.Mode, all(a.codes("mode", models.FollowUpModes))),
		templates.Select("theme", t("followup.topic"), f.Topic, all(a.codes("topic", models.Topics))),
	}}
	chip := func(name, value, label string) {
		if value != "" {
			bar.Chips = append(bar.Chips, templates.Chip{Label: label, RemoveURL: "/suivis" + f.query(func(v url.Values) { v.Del(name) })})
		}
	}
	chip("du", f.From, t("followup.chip.from", "Date", f.From))
	chip("au", f.Until, t("followup.chip.until", "Date", f.Until))
	if slices.Contains([]string{models.M4H, models.LLF, models.GTJ, models.AUT}, f.Programme) {
		chip("dispositif", f.Programme, t("programme."+f.Programme))
	}
	if slices.Contains(models.FollowUpModes, f.Mode) {
		chip("mode", f.Mode, a.answer("mode", f.Mode))
	}
	if f.Topic != "" {
		chip("theme", f.Topic, a.answer("topic", f.Topic))
	}
	return bar
}
