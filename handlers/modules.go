package handlers

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// modulesPage is the catalogue, dispositif by dispositif.
type modulesPage struct {
	Page
	MayAdd  bool
	MayEdit bool
	MayPlan bool
	Groups  []moduleGroup
	Empty   templates.Empty
}

type moduleGroup struct {
	Programme templates.Programme
	Modules   []moduleLine
}

type moduleLine struct {
	models.Module
	Length   string
	Seats    string
	Counting string
	EditURL  string
	PlanURL  string
}

// listModules: GET /modules.
func (a *App) listModules(c *gin.Context, access Access) error {
	all, err := a.Store.Modules(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	page := modulesPage{Page: a.newPage(c, access, "module.list.title"), MayAdd: a.may(access, models.Create, models.KindModule),
		MayEdit: a.may(access, models.Update, models.KindModule), MayPlan: a.may(access, models.Create, models.KindSession),
		Empty: templates.Empty{Text: a.Texts.T("module.list.empty")}}
	for _, m := range all {
		if n := len(page.Groups); n == 0 || page.Groups[n-1].Programme.Code != m.Programme {
			page.Groups = append(page.Groups, moduleGroup{Programme: a.programme(m.Programme)})
		}
		group := &page.Groups[len(page.Groups)-1]
		group.Modules = append(group.Modules, a.moduleLine(m))
	}
	if page.MayAdd {
		page.Empty.Action = templates.Link{URL: "/modules/nouveau", Label: a.Texts.T("module.add")}
	}
	return a.show(c, "modules/list", page)
}

func (a *App) moduleLine(m models.Module) moduleLine {
	line := moduleLine{Module: m, Counting: a.Texts.T("module.counting." + m.Counting), EditURL: "/modules/" + m.PublicID + "/modifier",
		PlanURL: "/seances/nouvelle?module=" + m.PublicID}
	if m.Minutes != nil {
		line.Length = models.FrenchDuration(*m.Minutes)
	}
	if m.Capacity != nil {
		line.Seats = strconv.Itoa(*m.Capacity)
	}
	return line
}

// moduleForm is what was typed about a module.
type moduleForm struct {
	Code, Programme, Title, Theme, Goal, Minutes, Capacity, Category, Counting string
	Active                                                                     bool
}

var moduleFields = []string{"code", "programme", "title", "theme", "goal", "minutes", "capacity", "category", "counting"}

// moduleFormPage adds or edits a module.
type moduleFormPage struct {
	Page
	Heading, Action, Button string
	Version                 int
	Fields                  []templates.Field
}

func readModuleForm(c *gin.Context) moduleForm {
	get := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	return moduleForm{Code: get("code"), Programme: get("programme"), Title: get("title"), Theme: get("theme"), Goal: get("goal"),
		Minutes: get("minutes"), Capacity: get("capacity"), Category: get("category"), Counting: get("counting"), Active: get("active") == "1"}
}

func moduleFormOf(m models.Module) moduleForm {
	f := moduleForm{Code: m.Code, Programme: m.Programme, Title: m.Title, Theme: m.Theme, Goal: m.Goal, Category: m.Category, Counting: m.Counting, Active: m.Active}
	if m.Minutes != nil {
		f.Minutes = strconv.Itoa(*m.Minutes)
	}
	if m.Capacity != nil {
		f.Capacity = strconv.Itoa(*m.Capacity)
	}
	return f
}

func (f moduleForm) apply(m *models.Module) models.Problems {
	problems := models.Problems{}
	m.Title, m.Theme, m.Goal, m.Category, m.Active = f.Title, f.Theme, f.Goal, f.Category, f.Active
	if m.ID == "" {
		m.Code, m.Programme, m.Active = f.Code, f.Programme, true
	}
	if m.Counting = f.Counting; !containsText([]string{models.CountClock, models.CountFixed, models.CountDuration}, f.Counting) {
		m.Counting = models.CountClock
	}
	m.Minutes = nil
	if minutes, problem := models.ParseMinutes(f.Minutes); problem != "" {
		problems.Add("minutes", problem)
	} else if f.Minutes != "" {
		m.Minutes = &minutes
	}
	m.Capacity = typedCount(f.Capacity, "capacity", problems)
	merge(problems, models.CheckModule(*m))
	return problems
}

// newModule: GET /modules/nouveau.
func (a *App) newModule(c *gin.Context, access Access) error {
	return a.show(c, "modules/form", a.moduleForm(c, access, models.Module{}, moduleForm{Counting: models.CountClock, Active: true}, nil))
}

// createModule: POST /modules.
func (a *App) createModule(c *gin.Context, access Access) error {
	form := readModuleForm(c)
	m := models.Module{CentreID: access.Scope.Centres()[0]}
	problems := form.apply(&m)
	if len(problems) == 0 {
		_, err := a.Store.CreateModule(ctx(c), access.Scope, m)
		if err != nil && !asProblem(err, problems, "code") {
			return err
		}
	}
	if len(problems) > 0 {
		return a.refuse(c, "modules/form", a.moduleForm(c, access, models.Module{}, form, problems))
	}
	a.flash(c, "success", "module.saved")
	return see(c, "/modules")
}

// editModule: GET /modules/:id/modifier.
func (a *App) editModule(c *gin.Context, access Access) error {
	m, err := a.Store.Module(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	return a.show(c, "modules/form", a.moduleForm(c, access, m, moduleFormOf(m), nil))
}

// updateModule: POST /modules/:id.
func (a *App) updateModule(c *gin.Context, access Access) error {
	m, err := a.Store.Module(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	before, form := m, readModuleForm(c)
	m.Version = number(c.PostForm("version"))
	problems := form.apply(&m)
	if len(problems) == 0 {
		err := a.Store.UpdateModule(ctx(c), access.Scope, m)
		if err != nil && !asProblem(err, problems, "title") {
			return err
		}
	}
	if len(problems) > 0 {
		return a.refuse(c, "modules/form", a.moduleForm(c, access, before, form, problems))
	}
	a.flash(c, "success", "module.saved")
	return see(c, "/modules")
}

func (a *App) moduleForm(c *gin.Context, access Access, m models.Module, f moduleForm, problems models.Problems) moduleFormPage {
	page := moduleFormPage{Page: a.newPage(c, access, "module.add"), Heading: a.Texts.T("module.add"), Action: "/modules", Button: a.Texts.T("module.add.save")}
	page.Breadcrumb = []Link{{URL: "/modules", Label: a.Texts.T("module.list.title")}}
	t, wrong := a.Texts.T, func(field string) string { return a.problem(problems, field) }
	if m.PublicID == "" {
		page.Fields = []templates.Field{
			templates.Text("code", t("module.code"), f.Code).With(t("module.code.hint")).Sized("short").Wrong(wrong("code")),
			templates.Radios("programme", t("module.programme"), f.Programme, a.programmeOptions()).Wrong(wrong("programme"))}
	} else {
		page.Title, page.Heading, page.Button = t("module.edit"), m.Code+" – "+m.Title, t("module.save")
		page.Action, page.Version = "/modules/"+m.PublicID, m.Version
	}
	page.Fields = append(page.Fields,
		templates.Text("title", t("module.title"), f.Title).Wrong(wrong("title")),
		templates.Text("theme", t("module.theme"), f.Theme).AsOptional().Wrong(wrong("theme")),
		templates.TextArea("goal", t("module.goal"), f.Goal, 2).AsOptional(),
		templates.Number("minutes", t("module.minutes"), f.Minutes, "min").AsOptional().Wrong(wrong("minutes")),
		templates.Number("capacity", t("session.capacity"), f.Capacity, "").AsOptional().Wrong(wrong("capacity")),
		templates.Text("category", t("module.category"), f.Category).With(t("module.category.hint")).AsOptional().Wrong(wrong("category")),
		templates.Radios("counting", t("module.counting"), f.Counting, []templates.Option{
			{Value: models.CountClock, Label: t("module.counting.horloge")}, {Value: models.CountFixed, Label: t("module.counting.fixe")},
			{Value: models.CountDuration, Label: t("module.counting.duree")}}).With(t("module.counting.hint")))
	if m.PublicID != "" {
		page.Fields = append(page.Fields, templates.Check("active", t("module.active"), f.Active))
	}
	a.blame(&page.Page, problems, moduleFields...)
	return page
}

func (a *App) programmeOptions() []templates.Option {
	var options []templates.Option
	for _, code := range []string{models.M4H, models.LLF, models.GTJ, models.AUT} {
		options = append(options, templates.Option{Value: code, Label: a.Texts.T("programme." + code), Programme: code})
	}
	return options
}
