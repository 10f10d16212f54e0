package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// moduleForm is what was typed about a module.
type moduleForm struct {
	Code, Programme, Title, Theme, Goal, Minutes, Capacity, Category, Counting string
	Content, Material, Language, Laptops, After                                string
	Trainers                                                                   []string // public ids
	Active                                                                     bool
}

var moduleFields = []string{"code", "programme", "title", "theme", "goal", "content", "material", "minutes", "capacity", "laptops", "language", "trainers", "after",
	"category", "counting"}

// moduleFormPage adds or edits a module.
type moduleFormPage struct {
	Page
	Heading, Action, Button string
	Version                 int
	VersionsURL             string // "" for a new module
	Fields                  []templates.Field
}

// moduleLists are the closed lists of the form.
type moduleLists struct {
	Modules  []models.Module
	Trainers []models.User
}

func (a *App) moduleLists(c *gin.Context, access Access) (moduleLists, error) {
	var all moduleLists
	var err error
	if all.Modules, err = a.Store.Modules(ctx(c), access.Scope); err != nil {
		return all, err
	}
	scope := a.scope(access, models.Create, models.KindSession)
	for _, centre := range scope.Centres() {
		users, err := a.Store.Trainers(ctx(c), scope, centre)
		if err != nil {
			return all, err
		}
		all.Trainers = append(all.Trainers, users...)
	}
	return all, nil
}

func readModuleForm(c *gin.Context) moduleForm {
	get := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	text := func(name string) string { return strings.ReplaceAll(get(name), "\r\n", "\n") }
	return moduleForm{Code: get("code"), Programme: get("programme"), Title: get("title"), Theme: get("theme"), Goal: get("goal"),
		Minutes: get("minutes"), Capacity: get("capacity"), Category: get("category"), Counting: get("counting"), Active: get("active") == "1",
		Content: text("content"), Material: text("material"), Language: get("language"), Laptops: get("laptops"), After: get("after"), Trainers: c.PostFormArray("trainers")}
}

func moduleFormOf(m models.Module) moduleForm {
	f := moduleForm{Code: m.Code, Programme: m.Programme, Title: m.Title, Theme: m.Theme, Goal: m.Goal, Category: m.Category, Counting: m.Counting, Active: m.Active,
		Content: m.Content, Material: m.Material, Language: m.Language, After: m.AfterCode}
	if m.Minutes != nil {
		f.Minutes = strconv.Itoa(*m.Minutes)
	}
	if m.Capacity != nil {
		f.Capacity = strconv.Itoa(*m.Capacity)
	}
	if m.Laptops > 0 {
		f.Laptops = strconv.Itoa(m.Laptops)
	}
	for _, u := range m.Trainers {
		f.Trainers = append(f.Trainers, u.PublicID)
	}
	return f
}

func (f moduleForm) apply(m *models.Module, all moduleLists) models.Problems {
	problems := models.Problems{}
	m.Title, m.Theme, m.Goal, m.Category, m.Active = f.Title, f.Theme, f.Goal, f.Category, f.Active
	m.Content, m.Material, m.Language, m.AfterCode = f.Content, f.Material, f.Language, f.After
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
	m.Capacity, m.Laptops = typedCount(f.Capacity, "capacity", problems), 0
	if n := typedCount(f.Laptops, "laptops", problems); n != nil {
		m.Laptops = *n
	}
	m.Trainers = f.trainers(all.Trainers, problems)
	merge(problems, models.CheckModule(*m))
	return problems
}

func (f moduleForm) trainers(all []models.User, problems models.Problems) []models.User {
	var chosen []models.User
	for _, id := range f.Trainers {
		i := slices.IndexFunc(all, func(u models.User) bool { return u.PublicID == id })
		if i < 0 {
			problems.Add("trainers", "field.not_in_list")
			continue
		}
		chosen = append(chosen, all[i])
	}
	return chosen
}

// newModule: GET /modules/nouveau.
func (a *App) newModule(c *gin.Context, access Access) error {
	all, err := a.moduleLists(c, a.readsModules(access))
	if err != nil {
		return err
	}
	return a.show(c, "modules/form", a.moduleForm(c, access, models.Module{}, moduleForm{Counting: models.CountClock, Active: true}, all, nil))
}

// readsModules is the same colleague reading the catalogue.
func (a *App) readsModules(access Access) Access {
	access.Scope = a.scope(access, models.Read, models.KindModule)
	return access
}

// createModule: POST /modules.
func (a *App) createModule(c *gin.Context, access Access) error {
	all, err := a.moduleLists(c, a.readsModules(access))
	if err != nil {
		return err
	}
	form := readModuleForm(c)
	m := models.Module{CentreID: access.Scope.Centres()[0]}
	problems := form.apply(&m, all)
	if len(problems) == 0 {
		_, err := a.Store.CreateModule(ctx(c), access.Scope, m)
		if err != nil && !formProblems(err, problems, "code") {
			return err
		}
	}
	if len(problems) > 0 {
		return a.refuse(c, "modules/form", a.moduleForm(c, access, models.Module{}, form, all, problems))
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
	all, err := a.moduleLists(c, access)
	if err != nil {
		return err
	}
	return a.show(c, "modules/form", a.moduleForm(c, access, m, moduleFormOf(m), all, nil))
}

// updateModule: POST /modules/:id.
func (a *App) updateModule(c *gin.Context, access Access) error {
	m, err := a.Store.Module(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	all, err := a.moduleLists(c, access)
	if err != nil {
		return err
	}
	before, form := m, readModuleForm(c)
	m.Version = number(c.PostForm("version"))
	problems := form.apply(&m, all)
	if len(problems) == 0 {
		err := a.Store.UpdateModule(ctx(c), access.Scope, m)
		if err != nil && !formProblems(err, problems, "title") {
			return err
		}
	}
	if len(problems) > 0 {
		return a.refuse(c, "modules/form", a.moduleForm(c, access, before, form, all, problems))
	}
	a.flash(c, "success", "module.saved")
	return see(c, "/modules")
}

func (a *App) moduleForm(c *gin.Context, access Access, m models.Module, f moduleForm, all moduleLists, problems models.Problems) moduleFormPage {
	page := moduleFormPage{Page: a.newPage(c, access, "module.add"), Heading: a.Texts.T("module.add"), Action: "/modules", Button: a.Texts.T("module.add.save")}
	page.Breadcrumb = []Link{{URL: "/modules", Label: a.Texts.T("module.list.title")}}
	t := a.Texts.T
	if m.PublicID == "" {
		page.Fields = []templates.Field{
			templates.Text("code", t("module.code"), f.Code).With(t("module.code.hint")).Sized("short"),
			templates.Radios("programme", t("module.programme"), f.Programme, a.programmeOptions())}
	} else {
		page.Title, page.Heading, page.Button = t("module.edit"), m.Code+" – "+m.Title, t("module.save")
		page.Action, page.Version, page.VersionsURL = "/modules/"+m.PublicID, m.Version, "/modules/"+m.PublicID+"/versions"
	}
	page.Fields = append(append(page.Fields, a.moduleContents(f)...), a.modulePlanning(m, f, all)...)
	if m.PublicID != "" {
		page.Fields = append(page.Fields, templates.Check("active", t("module.active"), f.Active))
	}
	for i := range page.Fields {
		page.Fields[i] = page.Fields[i].Wrong(a.problem(problems, page.Fields[i].Name))
	}
	a.blame(&page.Page, problems, moduleFields...)
	return page
}

// moduleContents are what is given.
func (a *App) moduleContents(f moduleForm) []templates.Field {
	t := a.Texts.T
	return []templates.Field{templates.Text("title", t("module.title"), f.Title), templates.Text("theme", t("module.theme"), f.Theme).AsOptional(),
		templates.TextArea("goal", t("module.goal"), f.Goal, 2).AsOptional(), templates.TextArea("content", t("module.content"), f.Content, 3).AsOptional(),
		templates.TextArea("material", t("module.material"), f.Material, 2).With(t("module.material.hint")).AsOptional()}
}

// modulePlanning are what the planner takes over, and how hours count.
func (a *App) modulePlanning(m models.Module, f moduleForm, all moduleLists) []templates.Field {
	t := a.Texts.T
	languages := []templates.Option{{Value: "", Label: t("module.language.french")}}
	for _, l := range models.Languages() {
		if l.Code != "fr" {
			languages = append(languages, templates.Option{Value: l.Code, Label: l.Name})
		}
	}
	parts := []templates.Option{{Value: "", Label: t("module.after.none")}}
	for _, part := range all.Modules {
		if part.PublicID != m.PublicID && (m.PublicID == "" || part.Programme == m.Programme) {
			parts = append(parts, templates.Option{Value: part.Code, Label: part.Code + " – " + part.Title})
		}
	}
	var trainers []templates.Option
	for _, u := range all.Trainers {
		trainers = append(trainers, templates.Option{Value: u.PublicID, Label: u.Name})
	}
	return []templates.Field{templates.Number("minutes", t("module.minutes"), f.Minutes, "min").AsOptional(), templates.Number("capacity", t("session.capacity"), f.Capacity, "").AsOptional(),
		templates.Number("laptops", t("module.laptops"), f.Laptops, "").AsOptional(), templates.Select("language", t("module.language"), f.Language, languages).AsOptional(),
		templates.Checkboxes("trainers", t("module.trainers"), f.Trainers, trainers).With(t("module.trainers.hint")).AsOptional(),
		templates.Select("after", t("module.after"), f.After, parts).With(t("module.after.hint")).AsOptional(),
		templates.Text("category", t("module.category"), f.Category).With(t("module.category.hint")).AsOptional(),
		templates.Radios("counting", t("module.counting"), f.Counting, []templates.Option{
			{Value: models.CountClock, Label: t("module.counting.horloge")}, {Value: models.CountFixed, Label: t("module.counting.fixe")},
			{Value: models.CountDuration, Label: t("module.counting.duree")}}).With(t("module.counting.hint"))}
}
