package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// sessionForm is what was typed about a session.
type sessionForm struct {
	Operation, Module, Title, OnDate, StartsAt, EndsAt, Place, Room, Capacity, Operator, Interpreter string
	Trainers                                                                                         []string // public ids
}

// sessionFields names the fields in the order of the page, for the error summary.
var sessionFields = []string{"operation", "module", "title", "on_date", "starts_at", "ends_at", "place", "room", "capacity", "trainers", "operator", "interpreter"}

// sessionFormPage plans or edits a session.
type sessionFormPage struct {
	Page
	Heading string
	Action  string
	Button  string
	Version int
	Fields  []templates.Field // operation, module, title
	When    []templates.Field // on one line: day, start, end
	Where   []templates.Field // on one line: place, room, capacity
	More    []templates.Field
}

// sessionChoices are the closed lists of the form.
type sessionChoices struct {
	Operations []models.Operation
	Modules    []models.Module
	Trainers   []models.User
}

func (a *App) sessionChoices(c *gin.Context, access Access) (sessionChoices, error) {
	var all sessionChoices
	var err error
	if all.Operations, err = a.Store.Operations(ctx(c), a.scope(access, models.Read, models.KindOperation)); err != nil {
		return all, err
	}
	if all.Modules, err = a.Store.Modules(ctx(c), a.scope(access, models.Read, models.KindModule)); err != nil {
		return all, err
	}
	for _, centre := range access.Scope.Centres() {
		users, err := a.Store.Trainers(ctx(c), access.Scope, centre)
		if err != nil {
			return all, err
		}
		all.Trainers = append(all.Trainers, users...)
	}
	return all, nil
}

func readSessionForm(c *gin.Context) sessionForm {
	get := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	return sessionForm{Operation: get("operation"), Module: get("module"), Title: get("title"), OnDate: get("on_date"), StartsAt: get("starts_at"),
		EndsAt: get("ends_at"), Place: get("place"), Room: get("room"), Capacity: get("capacity"), Operator: get("operator"),
		Interpreter: get("interpreter"), Trainers: c.PostFormArray("trainers")}
}

// apply fills a session from what was typed. An empty title, end or capacity of a new session is the module's.
func (f sessionForm) apply(s *models.Session, all sessionChoices, today models.Date) (trainers []string, operation models.Operation, problems models.Problems) {
	problems = models.Problems{}
	for _, o := range all.Operations {
		if o.PublicID == f.Operation {
			operation, s.OperationID = o, o.ID
		}
	}
	var problem string
	if s.OnDate, problem = models.ParseTypedDate(f.OnDate, today); problem != "" {
		problems.Add("on_date", problem)
	}
	if s.StartsAt, problem = models.ParseTypedTime(f.StartsAt); problem != "" {
		problems.Add("starts_at", problem)
	}
	if s.EndsAt, problem = models.ParseTypedTime(f.EndsAt); problem != "" {
		problems.Add("ends_at", problem)
	}
	s.Title, s.Place, s.Room, s.Interpreter = f.Title, f.Place, f.Room, f.Interpreter
	switch f.Operator {
	case "", models.OperatorCentre:
		s.Operator = ""
	case models.OperatorForem:
		s.Operator = models.OperatorForem
	default:
		problems.Add("operator", "field.not_in_list")
	}
	s.Capacity = typedCount(f.Capacity, "capacity", problems)
	f.applyModule(s, all.Modules, operation, problems)
	return f.applyTrainers(all.Trainers, problems), operation, problems
}

// applyTrainers turns the public ids of the trainers ticked into ids; one that is not offered is refused.
func (f sessionForm) applyTrainers(offered []models.User, problems models.Problems) []string {
	var ids []string
	for _, publicID := range f.Trainers {
		i := slices.IndexFunc(offered, func(u models.User) bool { return u.PublicID == publicID })
		if i < 0 {
			problems.Add("trainers", "field.not_in_list")
			continue
		}
		ids = append(ids, offered[i].ID)
	}
	return ids
}

// applyModule ties the session to its module and takes from it what was left empty.
func (f sessionForm) applyModule(s *models.Session, modules []models.Module, o models.Operation, problems models.Problems) {
	s.ModuleID, s.ModuleCode = nil, ""
	if f.Module != "" && !slices.ContainsFunc(modules, func(m models.Module) bool { return m.PublicID == f.Module }) {
		problems.Add("module", "field.not_in_list")
	}
	for _, m := range modules {
		if m.PublicID != f.Module {
			continue
		}
		if o.ID != "" && m.Programme != o.Programme {
			problems.Add("module", "session.problem.module_programme", "Module", m.Title, "Operation", o.Code)
		}
		s.ModuleID, s.ModuleCode = &m.ID, m.Code
		if s.Title == "" {
			s.Title = m.Title
		}
		if f.EndsAt == "" && m.Minutes != nil && s.StartsAt != "" {
			s.EndsAt = models.EndOf(s.StartsAt, *m.Minutes)
		}
		if f.Capacity == "" && s.ID == "" {
			s.Capacity = m.Capacity
		}
	}
}

// typedCount reads a whole number that may be left empty.
func typedCount(text, field string, problems models.Problems) *int {
	if text == "" {
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		problems.Add(field, "session.problem.not_a_number")
		return nil
	}
	return &n
}

// newSession: GET /seances/nouvelle.
func (a *App) newSession(c *gin.Context, access Access) error {
	all, err := a.sessionChoices(c, access)
	if err != nil {
		return err
	}
	form := sessionForm{Operation: c.Query("operation"), Module: c.Query("module"), Place: c.Query("lieu")}
	return a.show(c, "sessions/form", a.sessionForm(c, access, models.Session{}, form, all, nil))
}

// createSession: POST /seances.
func (a *App) createSession(c *gin.Context, access Access) error {
	all, err := a.sessionChoices(c, access)
	if err != nil {
		return err
	}
	var s models.Session
	form := readSessionForm(c)
	trainers, operation, problems := form.apply(&s, all, a.today())
	merge(problems, models.CheckSession(s, operation, a.zone))
	location := ""
	if len(problems) == 0 {
		location, err = a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
			planned, err := tx.CreateSession(ctx(c), access.Scope, s, trainers)
			return "/seances/" + planned.PublicID, err
		})
		if err != nil && !asProblem(err, problems, clashField(err)) {
			return err
		}
	}
	if len(problems) > 0 {
		return a.refuse(c, "sessions/form", a.sessionForm(c, access, models.Session{}, form, all, problems))
	}
	a.flash(c, "success", "session.planned")
	return see(c, location)
}

// merge adds the problems a field does not have yet.
func merge(problems, more models.Problems) {
	for field, p := range more {
		problems.Add(field, p.Key, p.Args...)
	}
}

// clashField is the field a refusal of the store is about.
func clashField(err error) string {
	refusal, ok := asRefusal(err)
	if !ok {
		return "on_date"
	}
	switch refusal.Key {
	case "session.problem.room_busy":
		return "room"
	case "session.problem.trainer_busy", "session.problem.trainer_appointment", "session.problem.trainer_away":
		return "trainers"
	case "session.problem.capacity_below", "session.problem.room_small":
		return "capacity"
	case "session.problem.operation_fixed":
		return "operation"
	}
	return "on_date"
}

// editSession: GET /seances/:id/modifier.
func (a *App) editSession(c *gin.Context, access Access) error {
	r, err := a.Store.Session(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	all, err := a.sessionChoices(c, access)
	if err != nil {
		return err
	}
	return a.show(c, "sessions/form", a.sessionForm(c, access, r.Session, sessionFormOf(r, all), all, nil))
}

func sessionFormOf(r models.SessionRow, all sessionChoices) sessionForm {
	f := sessionForm{Operation: r.OperationPublicID, Title: r.Title, OnDate: models.FrenchDate(r.OnDate), StartsAt: r.StartsAt, EndsAt: r.EndsAt,
		Place: r.Place, Room: r.Room, Operator: r.Operator, Interpreter: r.Interpreter}
	if r.Capacity != nil {
		f.Capacity = strconv.Itoa(*r.Capacity)
	}
	for _, m := range all.Modules {
		if r.ModuleID != nil && m.ID == *r.ModuleID {
			f.Module = m.PublicID
		}
	}
	for _, u := range r.Trainers {
		f.Trainers = append(f.Trainers, u.PublicID)
	}
	return f
}

// updateSession: POST /seances/:id.
func (a *App) updateSession(c *gin.Context, access Access) error {
	r, err := a.Store.Session(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	all, err := a.sessionChoices(c, access)
	if err != nil {
		return err
	}
	s, form := r.Session, readSessionForm(c)
	s.Version = number(c.PostForm("version"))
	trainers, operation, problems := form.apply(&s, all, a.today())
	merge(problems, models.CheckSession(s, operation, a.zone))
	if len(problems) == 0 {
		err = a.nameBusy(c, access, a.Store.UpdateSession(ctx(c), access.Scope, s, trainers))
		if err != nil && !asProblem(err, problems, clashField(err)) {
			return err
		}
	}
	if len(problems) == 0 {
		a.setFlash(c, a.thenTell(access, notice{Kind: "success", Key: "session.saved"}, r, s))
		return see(c, "/seances/"+r.PublicID)
	}
	return a.refuse(c, "sessions/form", a.sessionForm(c, access, r.Session, form, all, problems))
}

// sessionForm lays out the form; s is the session being edited, or none.
func (a *App) sessionForm(c *gin.Context, access Access, s models.Session, f sessionForm, all sessionChoices, problems models.Problems) sessionFormPage {
	page := sessionFormPage{Page: a.newPage(c, access, "session.plan"), Heading: a.Texts.T("session.plan"), Action: "/seances", Button: a.Texts.T("session.plan.save")}
	page.Breadcrumb = []Link{{URL: "/seances", Label: a.Texts.T("session.list.title")}}
	if s.PublicID != "" {
		page.Title, page.Heading, page.Button = a.Texts.T("session.edit"), a.Texts.T("session.edit"), a.Texts.T("session.save")
		page.Action, page.Version = "/seances/"+s.PublicID, s.Version
		page.Breadcrumb = append(page.Breadcrumb, Link{URL: "/seances/" + s.PublicID, Label: a.Texts.T("session.title")})
	}
	t, wrong := a.Texts.T, func(field string) string { return a.problem(problems, field) }
	page.Fields = []templates.Field{
		templates.Select("operation", t("session.operation"), f.Operation, operationChoices(all.Operations)).Wrong(wrong("operation")),
		templates.Select("module", t("session.module"), f.Module, a.moduleChoices(all.Modules)).With(t("session.module.hint")).AsOptional().Wrong(wrong("module")),
		templates.Text("title", t("session.name"), f.Title).With(t("session.name.hint")).Wrong(wrong("title")),
	}
	page.When = []templates.Field{
		templates.Date("on_date", t("session.date"), f.OnDate).Wrong(wrong("on_date")),
		templates.Time("starts_at", t("session.start"), f.StartsAt).Wrong(wrong("starts_at")),
		templates.Time("ends_at", t("session.end"), f.EndsAt).Wrong(wrong("ends_at")),
	}
	page.Where = []templates.Field{
		templates.Text("place", t("session.place"), f.Place).AsOptional().Sized("medium").Wrong(wrong("place")),
		templates.Text("room", t("session.room"), f.Room).AsOptional().Sized("short").Wrong(wrong("room")),
		templates.Number("capacity", t("session.capacity"), f.Capacity, "").AsOptional().Wrong(wrong("capacity")),
	}
	page.More = []templates.Field{
		templates.Checkboxes("trainers", t("session.trainers"), f.Trainers, userOptions(all.Trainers)).AsOptional().Wrong(wrong("trainers")),
		templates.Radios("operator", t("session.operator"), or(f.Operator, models.OperatorCentre), []templates.Option{
			{Value: models.OperatorCentre, Label: t("document.operator.CRI")}, {Value: models.OperatorForem, Label: t("document.operator.FOREM")}}).Wrong(wrong("operator")),
		templates.Text("interpreter", t("session.interpreter"), f.Interpreter).With(t("session.interpreter.hint")).AsOptional().Wrong(wrong("interpreter")),
	}
	a.blame(&page.Page, problems, sessionFields...)
	return page
}

func operationChoices(operations []models.Operation) []templates.Option {
	options := make([]templates.Option, len(operations))
	for i, o := range operations {
		options[i] = templates.Option{Value: o.PublicID, Label: operationLabel(o)}
	}
	return options
}

// moduleChoices starts with « Aucun module »: a session may be of no kind in the catalogue.
func (a *App) moduleChoices(modules []models.Module) []templates.Option {
	options := []templates.Option{{Value: "", Label: a.Texts.T("session.no_module")}}
	for _, m := range modules {
		if m.Active {
			options = append(options, templates.Option{Value: m.PublicID, Label: m.Code + " – " + m.Title})
		}
	}
	return options
}

// or is text, or what stands for it when it is empty.
func or[T ~string](text, otherwise T) T {
	if text == "" {
		return otherwise
	}
	return text
}
