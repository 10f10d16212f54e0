package handlers

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// planFormPage is the form of a goal or of a task.
type planFormPage struct {
	Page
	Name, Person, Heading string
	Fields                []templates.Field
	Other                 templates.Field // who else carries out a task
	Rest                  []templates.Field
	Hidden                []templates.Field
	Action, Back, Button  string
}

// freeGoal is the choice of a goal in words of its own.
const freeGoal = "libre"

// planProblem finds the field of the form where a problem of the rules belongs.
var planProblem = map[string]string{"text": "texte", "due_on": "echeance", "who": "qui", "other": "autre", "barrier": "frein", "standard": "objectif"}

// editGoal: GET and POST /personnes/:id/plan/objectif and /objectifs/:id/modifier.
func (a *App) editGoal(c *gin.Context, access Access) error {
	before, person := store.GoalView{}, c.Param("id")
	fresh := access.Scope.Action() == models.Create
	if !fresh {
		var err error
		if before, err = a.Store.Goal(ctx(c), access.Scope, c.Param("id")); err != nil {
			return err
		}
		person = before.Person
	}
	chosen := before.Standard
	if !fresh && chosen == "" {
		chosen = freeGoal
	}
	problems := models.Problems{}
	g := models.Goal{PublicID: before.PublicID, Version: number(typed(c, "version", "0")), PlanWords: models.PlanWords{
		Standard: typed(c, "objectif", chosen), Text: typed(c, "texte", before.Text), Barrier: typed(c, "frein", before.Barrier)}}
	picked := g.Standard
	if g.Standard == freeGoal {
		g.Standard = ""
	} else if g.Standard == "" && c.Request.Method == http.MethodPost {
		problems.Add("objectif", "plan.problem.goal")
	}
	if c.Request.Method == http.MethodPost && len(problems) == 0 {
		if addProblems(problems, models.CheckGoal(g), planProblem); len(problems) == 0 {
			return a.saveGoal(c, access, person, g, fresh)
		}
	}
	fields := []templates.Field{
		templates.Select("objectif", a.Texts.T("plan.goal"), picked, a.goalOptions()).Wrong(a.problem(problems, "objectif")),
		templates.Text("texte", a.Texts.T("plan.goal.text"), g.Text).With(a.Texts.T("plan.goal.text.hint")).AsOptional().Wrong(a.problem(problems, "texte")),
		a.barrierField(g.Barrier, problems)}
	page, err := a.planForm(c, access, person, "plan.goal", fresh, before.Version, fields)
	if err != nil {
		return err
	}
	page.Action = "/objectifs/" + before.PublicID + "/modifier"
	if fresh {
		page.Action = planURL(person) + "/objectif"
	}
	return a.answerPlanForm(c, page, problems)
}

func (a *App) goalOptions() []templates.Option {
	options := make([]templates.Option, 0, len(models.StandardGoals)+1)
	for _, code := range models.StandardGoals {
		options = append(options, templates.Option{Value: code, Label: a.Texts.T("paper.goal." + code)})
	}
	return append(options, templates.Option{Value: freeGoal, Label: a.Texts.T("plan.goal.free")})
}

func (a *App) barrierField(code string, problems models.Problems) templates.Field {
	options := []templates.Option{{Value: "", Label: a.Texts.T("plan.barrier.none")}}
	for _, b := range models.Barriers {
		options = append(options, templates.Option{Value: b, Label: a.answer("topic", b)})
	}
	return templates.Select("frein", a.Texts.T("plan.barrier"), code, options).AsOptional().Wrong(a.problem(problems, "frein"))
}

// planForm is the frame that goals and tasks share; key is "plan.goal" or "plan.task".
func (a *App) planForm(c *gin.Context, access Access, person, key string, fresh bool, version int, fields []templates.Field) (planFormPage, error) {
	p, err := a.Store.Participant(ctx(c), a.scope(access, models.Read, models.KindParticipant), person)
	if err != nil {
		return planFormPage{}, err
	}
	title, button := key+".edit", key+".edit.save"
	if fresh {
		title, button = key+".new", key+".save"
	}
	page := planFormPage{Page: a.newPage(c, access, title), Name: p.Name(), Person: person, Heading: a.Texts.T(title), Fields: fields,
		Back: planURL(person), Button: a.Texts.T(button)}
	page.Hidden = []templates.Field{templates.Hidden("version", typed(c, "version", strconv.Itoa(version)))}
	if fresh {
		page.Hidden = []templates.Field{templates.Hidden("submission", page.Submission)}
	}
	page.Breadcrumb = []templates.Link{{URL: personURL(person), Label: a.Texts.T("person.trail")}, {URL: planURL(person), Label: a.Texts.T("plan.title")}}
	return page, nil
}

func (a *App) answerPlanForm(c *gin.Context, page planFormPage, problems models.Problems) error {
	page.Summary = templates.Problems(slices.Concat(page.Fields, []templates.Field{page.Other}, page.Rest)...)
	return a.showForm(c, "plans/form", page, problems)
}

func (a *App) saveGoal(c *gin.Context, access Access, person string, g models.Goal, fresh bool) error {
	if !fresh {
		if err := a.Store.UpdateGoal(ctx(c), access.Scope, g); err != nil {
			return err
		}
		a.flash(c, "success", "plan.goal.saved")
		return see(c, planURL(person))
	}
	return a.savePlanned(c, access, person, "/objectifs/", "plan.goal.added", func(tx *store.Store) (string, error) {
		return tx.AddGoal(ctx(c), access.Scope, person, g)
	})
}

// savePlanned adds a row of the plan once, and offers to undo it.
func (a *App) savePlanned(c *gin.Context, access Access, person, folder, key string, add func(tx *store.Store) (string, error)) error {
	written := ""
	location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		var err error
		written, err = add(tx)
		return planURL(person), err
	})
	if err != nil {
		return err
	}
	if written == "" {
		a.flash(c, "success", key)
	} else {
		a.flashUndo(c, folder+written+"/defaire", key)
	}
	return see(c, location)
}

// editTask: GET and POST /personnes/:id/plan/tache and /taches/:id/modifier.
func (a *App) editTask(c *gin.Context, access Access) error {
	before, person := store.PlanTaskView{PlanTask: models.PlanTask{Who: models.TaskByPerson, Goal: c.Query("objectif")}}, c.Param("id")
	fresh := access.Scope.Action() == models.Create
	if !fresh {
		var err error
		if before, err = a.Store.PlanTask(ctx(c), access.Scope, c.Param("id")); err != nil {
			return err
		}
		person = before.Person
	}
	problems := models.Problems{}
	t, due := before.PlanTask, typed(c, "echeance", models.FrenchDate(before.DueOn))
	t.Version, t.Who, t.Goal = number(typed(c, "version", "0")), typed(c, "qui", before.Who), typed(c, "objectif", before.Goal)
	t.PlanWords = models.PlanWords{Text: typed(c, "texte", before.Text), Barrier: typed(c, "frein", before.Barrier), Other: typed(c, "autre", before.Other)}
	t.DueOn = typedFutureDay(due, a.today(), "echeance", problems)
	goals, err := a.openGoals(c, access, person, t.Goal)
	if err != nil {
		return err
	}
	if !hasOption(goals, t.Goal) {
		problems.Add("objectif", "field.not_in_list")
	}
	if c.Request.Method == http.MethodPost {
		if addProblems(problems, models.CheckPlanTask(t, before.DueOn, a.today()), planProblem); len(problems) == 0 {
			return a.saveTask(c, access, person, t, fresh)
		}
	}
	page, err := a.planForm(c, access, person, "plan.task", fresh, before.Version, a.taskFields(t, due, problems))
	if err != nil {
		return err
	}
	page.Other = templates.Text("autre", a.Texts.T("plan.who.other"), t.Other).Sized("medium").Wrong(a.problem(problems, "autre"))
	page.Rest = []templates.Field{templates.Select("objectif", a.Texts.T("plan.task.goal"), t.Goal, goals).AsOptional().Wrong(a.problem(problems, "objectif")),
		a.barrierField(t.Barrier, problems)}
	page.Action = "/taches/" + before.PublicID + "/modifier"
	if fresh {
		page.Action = planURL(person) + "/tache"
	}
	return a.answerPlanForm(c, page, problems)
}

func (a *App) taskFields(t models.PlanTask, due string, problems models.Problems) []templates.Field {
	var doers []templates.Option
	for _, who := range models.TaskDoers {
		doers = append(doers, templates.Option{Value: who, Label: a.Texts.T("plan.who." + who)})
	}
	return []templates.Field{
		templates.Text("texte", a.Texts.T("plan.task.text"), t.Text).With(a.Texts.T("plan.task.text.hint")).Wrong(a.problem(problems, "texte")),
		templates.Date("echeance", a.Texts.T("plan.task.due"), due).AsOptional().Wrong(a.problem(problems, "echeance")),
		templates.Radios("qui", a.Texts.T("plan.task.who"), t.Who, doers).Wrong(a.problem(problems, "qui"))}
}

// openGoals are the goals a task may be for: those under way, and the one it has.
func (a *App) openGoals(c *gin.Context, access Access, person, current string) ([]templates.Option, error) {
	plan, err := a.Store.Plan(ctx(c), a.scope(access, models.Read, models.KindPlan), person)
	options := []templates.Option{{Value: "", Label: a.Texts.T("plan.task.goal.none")}}
	for _, g := range plan.Goals {
		if g.State == models.GoalOpen || g.PublicID == current {
			options = append(options, templates.Option{Value: g.PublicID, Label: a.goalTitle(g.PlanWords)})
		}
	}
	return options, err
}

func (a *App) saveTask(c *gin.Context, access Access, person string, t models.PlanTask, fresh bool) error {
	if !fresh {
		if err := a.Store.UpdateTask(ctx(c), access.Scope, t); err != nil {
			return err
		}
		a.flash(c, "success", "plan.task.saved")
		return see(c, planURL(person))
	}
	return a.savePlanned(c, access, person, "/taches/", "plan.task.added", func(tx *store.Store) (string, error) {
		return tx.AddTask(ctx(c), access.Scope, person, t)
	})
}

// setTaskState: POST /taches/:id/etat. The address carries the state when it comes from « Annuler ».
func (a *App) setTaskState(c *gin.Context, access Access) error {
	t, err := a.Store.PlanTask(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	state, on := a.typedState(c)
	if err := a.Store.SetTaskState(ctx(c), access.Scope, t.PublicID, state, on); err != nil {
		return err
	}
	return a.afterState(c, "/taches/"+t.PublicID, t.Person, "plan.task.now.", state, t.State, t.StateOn)
}

// setGoalState: POST /objectifs/:id/etat.
func (a *App) setGoalState(c *gin.Context, access Access) error {
	g, err := a.Store.Goal(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	state, on := a.typedState(c)
	if err := a.Store.SetGoalState(ctx(c), access.Scope, g.PublicID, state, on); err != nil {
		return err
	}
	return a.afterState(c, "/objectifs/"+g.PublicID, g.Person, "plan.goal.now.", state, g.State, g.StateOn)
}

// typedState is the state asked for, today unless a day says otherwise.
func (a *App) typedState(c *gin.Context) (string, models.Date) {
	state := c.PostForm("etat")
	if state == "" {
		state = c.Query("etat")
	}
	if on, err := models.ParseDate(c.Query("le")); err == nil && on != "" {
		return state, on
	}
	return state, a.today()
}

// afterState offers to go back to the state before, on its own day; what was undone is not offered again.
func (a *App) afterState(c *gin.Context, row, person, key, state, before string, on models.Date) error {
	if c.Query("etat") != "" || state == before {
		a.flash(c, "success", key+state)
	} else {
		undo := row + "/etat?etat=" + before
		if on != "" {
			undo += "&le=" + string(on)
		}
		a.flashUndo(c, undo, key+state)
	}
	return see(c, planURL(person))
}

// undoTask and undoGoal: POST /taches/:id/defaire and /objectifs/:id/defaire, the « Annuler » of the message after adding.
func (a *App) undoTask(c *gin.Context, access Access) error {
	t, err := a.Store.PlanTask(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	return a.undoPlanned(c, t.Person, t.CreatedAt, "plan.task.undone", func() error { return a.Store.CancelTask(ctx(c), access.Scope, t.PublicID) })
}

// undoGoal: see undoTask.
func (a *App) undoGoal(c *gin.Context, access Access) error {
	g, err := a.Store.Goal(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	return a.undoPlanned(c, g.Person, g.CreatedAt, "plan.goal.undone", func() error { return a.Store.CancelGoal(ctx(c), access.Scope, g.PublicID) })
}

func (a *App) undoPlanned(c *gin.Context, person string, since models.Instant, key string, cancel func() error) error {
	if a.Store.Now().Sub(since.Time) > undoTime {
		return models.Refuse(models.Conflict, "plan.undo.late", "Minutes", int(undoTime/time.Minute))
	}
	if err := cancel(); err != nil {
		return err
	}
	a.flash(c, "success", key)
	return see(c, planURL(person))
}
