package handlers

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// actionFormPage records or changes an action.
type actionFormPage struct {
	Page
	Heading, Action, Button, Back string
	Version                       int
	Fields                        []templates.Field
	When                          []templates.Field // on one line
	Public                        []templates.Field // on one line
	Partners                      []templates.Field
	More                          []templates.Field
}

// actionForm keeps what was typed about an action; Partners always ends with empty lines, while there is room.
type actionForm struct {
	Title, Kind, Axis, Date, Minutes, Place, Persons, Institutions, Companies, Operation, Note string
	Themes, Colleagues, Partners                                                               []string
}

// actionChoices are the closed lists of the form.
type actionChoices struct {
	Colleagues, Partners []models.NamedRow
	Operations           []models.Operation
}

var actionFieldNames = []string{"title", "kind", "axis", "themes", "on_date", "minutes", "place", "persons", "institutions", "companies"}

func readActionForm(c *gin.Context) actionForm {
	v := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	f := actionForm{Title: v("title"), Kind: v("kind"), Axis: v("axis"), Date: v("on_date"), Minutes: v("minutes"), Place: v("place"), Persons: v("persons"),
		Institutions: v("institutions"), Companies: v("companies"), Operation: v("operation"), Note: strings.ReplaceAll(v("note"), "\r\n", "\n"),
		Themes: c.PostFormArray("themes"), Colleagues: c.PostFormArray("colleagues")}
	for i := range models.MaxActionPartners {
		name, sent := c.GetPostForm("partner_" + strconv.Itoa(i))
		if !sent {
			break
		}
		f.Partners = append(f.Partners, strings.TrimSpace(name))
	}
	return f
}

func actionFormOf(v store.ActionView) actionForm {
	f := actionForm{Title: v.Title, Kind: v.Kind, Axis: v.Axis, Date: models.FrenchDate(v.OnDate), Minutes: models.FrenchDuration(v.Minutes), Place: v.Place,
		Persons: optional(v.Persons), Institutions: optional(v.Institutions), Companies: optional(v.Companies), Operation: v.OperationPublicID, Note: v.Note,
		Themes: models.SplitList(v.Themes)}
	for _, k := range v.Colleagues {
		f.Colleagues = append(f.Colleagues, k.PublicID)
	}
	for _, k := range v.Partners {
		f.Partners = append(f.Partners, k.Name)
	}
	f.Partners = append(f.Partners, "", "")
	f.Partners = f.Partners[:min(len(f.Partners), models.MaxActionPartners)]
	return f
}

// apply is the action as typed, or what is wrong with it.
func (f actionForm) apply(all actionChoices, today models.Date, problems models.Problems) models.CentreAction {
	x := models.CentreAction{Title: f.Title, Kind: f.Kind, Axis: f.Axis, Themes: models.JoinList(f.Themes), Place: f.Place, Note: f.Note}
	x.OnDate = typedFutureDay(f.Date, today, "on_date", problems)
	minutes, wrong := models.ParseMinutes(f.Minutes)
	if x.Minutes = minutes; wrong != "" {
		problems.Add("minutes", wrong)
	}
	x.Persons = typedCount(f.Persons, "persons", problems)
	x.Institutions = typedCount(f.Institutions, "institutions", problems)
	x.Companies = typedCount(f.Companies, "companies", problems)
	var known bool
	if x.Colleagues, known = idsOf(all.Colleagues, f.Colleagues); !known {
		problems.Add("colleagues", "field.not_in_list")
	}
	for _, o := range all.Operations {
		if o.PublicID == f.Operation {
			x.OperationID = &o.ID
		}
	}
	if f.Operation != "" && x.OperationID == nil {
		problems.Add("operation", "field.not_in_list")
	}
	for i, name := range f.Partners {
		at := slices.IndexFunc(all.Partners, func(p models.NamedRow) bool { return models.Fold(p.Name) == models.Fold(name) })
		switch {
		case name == "":
		case at < 0:
			problems.Add("partner_"+strconv.Itoa(i), "action.problem.partner")
		default:
			x.Partners = append(x.Partners, all.Partners[at])
		}
	}
	merge(problems, models.CheckAction(x))
	return x
}

// editAction: GET and POST /actions/nouvelle and /actions/:id/modifier.
func (a *App) editAction(c *gin.Context, access Access) error {
	var before store.ActionView
	form := actionForm{Date: models.FrenchDate(a.today()), Partners: []string{"", ""}}
	if access.Scope.Action() == models.Update {
		var err error
		if before, err = a.Store.Action(ctx(c), access.Scope, c.Param("id")); err != nil {
			return err
		}
		form = actionFormOf(before)
	}
	all, err := a.actionChoices(c, access, before)
	if err != nil {
		return err
	}
	problems := models.Problems{}
	if c.Request.Method == http.MethodPost {
		form = readActionForm(c)
		x := form.apply(all, a.today(), problems)
		if len(problems) == 0 {
			location, err := a.saveAction(c, access, before, x)
			if err != nil {
				return err
			}
			a.flash(c, "success", "action.saved")
			return see(c, location)
		}
	} else if before.PublicID == "" {
		form.Colleagues = a.oneself(all, access)
	}
	page := a.actionFormPage(c, access, before, form, all, problems)
	return a.showForm(c, "actions/form", page, problems)
}

// oneself is ticked in a new form: who records an action was mostly there.
func (a *App) oneself(all actionChoices, access Access) []string {
	for _, k := range all.Colleagues {
		if k.ID == access.Actor.UserID {
			return []string{k.PublicID}
		}
	}
	return nil
}

// actionChoices are those of today, with those the action named before.
func (a *App) actionChoices(c *gin.Context, access Access, before store.ActionView) (all actionChoices, err error) {
	if all.Colleagues, all.Partners, err = a.Store.ActionChoices(ctx(c), access.Scope); err != nil {
		return all, err
	}
	all.Colleagues, all.Partners = withNamed(all.Colleagues, before.Colleagues), withNamed(all.Partners, before.Partners)
	all.Operations, err = a.Store.Operations(ctx(c), a.scope(access, models.Read, models.KindOperation))
	return all, err
}

func withNamed(rows, more []models.NamedRow) []models.NamedRow {
	for _, m := range more {
		if !slices.Contains(rows, m) {
			rows = append(rows, m)
		}
	}
	return rows
}

func (a *App) saveAction(c *gin.Context, access Access, before store.ActionView, x models.CentreAction) (string, error) {
	if before.PublicID != "" {
		x.PublicID, x.Version = before.PublicID, number(c.PostForm("version"))
		return "/actions/" + x.PublicID, a.Store.UpdateAction(ctx(c), access.Scope, x)
	}
	x.CentreID = access.Scope.Centres()[0]
	return a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		x, err := tx.CreateAction(ctx(c), access.Scope, x)
		return "/actions/" + x.PublicID, err
	})
}

func (a *App) actionFormPage(c *gin.Context, access Access, before store.ActionView, f actionForm, all actionChoices, problems models.Problems) actionFormPage {
	t := a.Texts.T
	page := actionFormPage{Page: a.newPage(c, access, "action.add"), Heading: t("action.add"), Action: "/actions/nouvelle", Back: "/actions", Button: t("action.add.save")}
	page.Breadcrumb = []templates.Link{{URL: "/actions", Label: t("action.list.title")}}
	if before.PublicID != "" {
		page.Title, page.Heading, page.Button = t("action.edit"), t("action.edit"), t("action.save")
		page.Back, page.Version = "/actions/"+before.PublicID, before.Version
		page.Action = page.Back + "/modifier"
		page.Breadcrumb = append(page.Breadcrumb, templates.Link{URL: page.Back, Label: t("action.title")})
		if c.Request.Method == http.MethodPost {
			page.Version = number(c.PostForm("version"))
		}
	}
	a.actionFields(&page, f, all, problems)
	names := slices.Clone(actionFieldNames)
	for i := range f.Partners {
		names = append(names, "partner_"+strconv.Itoa(i))
	}
	a.blame(&page.Page, problems, append(names, "colleagues", "operation", "note")...)
	return page
}

func (a *App) actionFields(page *actionFormPage, f actionForm, all actionChoices, problems models.Problems) {
	t, wrong := a.Texts.T, func(field templates.Field) templates.Field { return field.Wrong(a.problem(problems, field.Name)) }
	operations := []templates.Option{{Label: t("action.operation.none")}}
	for _, o := range all.Operations {
		operations = append(operations, templates.Option{Value: o.PublicID, Label: operationLabel(o)})
	}
	page.Fields = []templates.Field{
		wrong(templates.Text("title", t("action.title_label"), f.Title).With(t("action.title_label.hint"))),
		wrong(templates.Radios("kind", t("action.kind"), f.Kind, a.codes("action_kind", models.ActionKinds))),
		wrong(templates.Radios("axis", t("action.axis"), f.Axis, a.codes("axis", models.Axes))),
		wrong(templates.Checkboxes("themes", t("action.themes"), f.Themes, a.codes("theme", models.Themes)))}
	page.When = []templates.Field{wrong(templates.Date("on_date", t("action.date"), f.Date)),
		wrong(templates.Text("minutes", t("action.minutes"), f.Minutes).With(t("action.minutes.hint")).Sized("short")),
		wrong(templates.Text("place", t("action.place"), f.Place).AsOptional())}
	for _, name := range []struct{ name, value string }{{"persons", f.Persons}, {"institutions", f.Institutions}, {"companies", f.Companies}} {
		page.Public = append(page.Public, wrong(templates.Number(name.name, t("action."+name.name), name.value, "").AsOptional()))
	}
	suggestions := make([]string, len(all.Partners))
	for i, p := range all.Partners {
		suggestions[i] = p.Name
	}
	for i, name := range f.Partners {
		field := templates.Text("partner_"+strconv.Itoa(i), t("action.partner.rank", "Rank", i+1), name).Proposing(suggestions).AsOptional()
		page.Partners = append(page.Partners, wrong(field))
	}
	page.More = []templates.Field{wrong(templates.Checkboxes("colleagues", t("action.colleagues"), f.Colleagues, named(all.Colleagues))),
		wrong(templates.Select("operation", t("action.operation"), f.Operation, operations).AsOptional()),
		wrong(templates.TextArea("note", t("action.note"), f.Note, 4).With(t("action.note.hint")).AsOptional())}
}
