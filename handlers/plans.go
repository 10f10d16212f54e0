package handlers

import (
	"net/url"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// planPage is a person's action plan.
type planPage struct {
	Page
	personFrame
	Goals             []goalBlock
	Loose             []taskItem
	Summaries         []summaryLine
	AddGoal, AddTask  string // "" when the role may not
	TakeHome          string
	Empty             templates.Empty
	MayChange, MayAdd bool
}

// goalBlock is one goal with its tasks.
type goalBlock struct {
	Title, Barrier, URL string
	State               templates.Badge
	Open                bool
	Next                []stateButton // what may become of it
	EditURL, AddTask    string
	Tasks               []taskItem
}

// taskItem is one task as it is listed.
type taskItem struct {
	Text, Who, Due, Barrier string
	State                   templates.Badge
	Todo                    bool
	Done                    stateButton   // the one click that matters
	Others                  []stateButton // the rest, in a menu
	EditURL, URL            string
}

// stateButton posts a state.
type stateButton struct{ State, Label string }

type summaryLine struct{ Title, Author, URL string }

// showPlan: GET /personnes/:id/plan. Opening it is written in the journal.
func (a *App) showPlan(c *gin.Context, access Access) error {
	plan, err := a.Store.OpenPlan(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	p, record, frame, err := a.personSection(c, access, c.Param("id"), "plan")
	if err != nil {
		return err
	}
	page := planPage{Page: a.newPage(c, access, "plan.title"), personFrame: frame, TakeHome: planURL(p.PublicID) + "/resume"}
	page.Breadcrumb = []templates.Link{{URL: "/personnes", Label: a.Texts.T("nav.persons")}}
	page.MayAdd = a.scope(access, models.Create, models.KindPlan).Covers(record)
	page.MayChange = a.scope(access, models.Update, models.KindPlan).Covers(record)
	page.Empty = templates.Empty{Text: a.Texts.T("plan.empty")}
	if page.MayAdd {
		page.AddGoal, page.AddTask = planURL(p.PublicID)+"/objectif", planURL(p.PublicID)+"/tache"
	}
	for _, g := range plan.Goals {
		page.Goals = append(page.Goals, a.goalBlock(g, page.AddTask))
	}
	for _, t := range plan.Loose {
		page.Loose = append(page.Loose, a.taskItem(t))
	}
	if plan.Empty() {
		page.TakeHome = ""
	}
	for _, s := range plan.Summaries {
		page.Summaries = append(page.Summaries, summaryLine{URL: "/resumes/" + s.PublicID, Author: s.Author,
			Title: a.Texts.T("plan.summary.line", "Date", models.FrenchDate(s.HandedOn), "Language", models.LanguageName(s.Language))})
	}
	return a.show(c, "plans/show", page)
}

func planURL(person string) string { return personURL(person) + "/plan" }

// goalTitle is what a goal says in French.
func (a *App) goalTitle(w models.PlanWords) string {
	if w.Standard == "" {
		return w.Text
	}
	return join(" · ", a.Texts.T("paper.goal."+w.Standard), w.Text)
}

func (a *App) barrierName(code string) string {
	if code == "" {
		return ""
	}
	return a.answer("topic", code)
}

func (a *App) goalBlock(g store.GoalView, addTask string) goalBlock {
	kinds := map[string]string{models.GoalOpen: "info", models.GoalReached: "success", models.GoalDropped: "plain"}
	b := goalBlock{Title: a.goalTitle(g.PlanWords), Barrier: a.barrierName(g.Barrier), Open: g.State == models.GoalOpen, URL: "/objectifs/" + g.PublicID,
		State: templates.NewBadge(kinds[g.State], a.planState("plan.goal.state.", g.State, g.StateOn)), EditURL: "/objectifs/" + g.PublicID + "/modifier"}
	for _, state := range models.GoalStates {
		if state != g.State {
			b.Next = append(b.Next, stateButton{state, a.Texts.T("plan.goal.do." + state)})
		}
	}
	if b.Open && addTask != "" {
		b.AddTask = addTask + "?objectif=" + url.QueryEscape(g.PublicID)
	}
	for _, t := range g.Tasks {
		b.Tasks = append(b.Tasks, a.taskItem(t))
	}
	return b
}

// planState is a state with its day: « Fait le 12/11/2026 ».
func (a *App) planState(prefix, state string, on models.Date) string {
	if on == "" {
		return a.Texts.T(prefix + state)
	}
	return a.Texts.T("plan.state.on", "State", a.Texts.T(prefix+state), "Date", models.FrenchDate(on))
}

func (a *App) taskItem(t store.PlanTaskView) taskItem {
	item := taskItem{Text: t.Text, Who: a.taskDoer(t), Barrier: a.barrierName(t.Barrier), Todo: t.State == models.PlanTaskTodo, URL: "/taches/" + t.PublicID,
		EditURL: "/taches/" + t.PublicID + "/modifier", State: templates.NewBadge("plain", a.planState("plan.task.state.", t.State, t.StateOn))}
	if t.DueOn != "" {
		item.Due = a.Texts.T("plan.task.due_on", "Date", models.FrenchDate(t.DueOn))
	}
	switch {
	case t.State == models.PlanTaskDone:
		item.State = templates.NewBadge("success", item.State.Label)
	case t.Late(a.today()):
		item.State = templates.NewBadge("warning", a.Texts.T("plan.task.late"))
	}
	for _, state := range models.PlanTaskStates {
		button := stateButton{state, a.Texts.T("plan.task.do." + state)}
		switch {
		case state == t.State:
		case state == models.PlanTaskDone && item.Todo:
			item.Done = button
		default:
			item.Others = append(item.Others, button)
		}
	}
	return item
}

// taskDoer names who carries out a task: the person, a colleague, or somebody else.
func (a *App) taskDoer(t store.PlanTaskView) string {
	switch {
	case t.Who == models.TaskByOther:
		return t.Other
	case t.Who == models.TaskByColleague && t.Colleague != "":
		return t.Colleague
	}
	return a.Texts.T("plan.who." + t.Who)
}

// planTasks are the tasks of the plans that are due within a week, or late.
func (a *App) planTasks(c *gin.Context, access Access, scope models.Scope) ([]taskLine, error) {
	user := access.Actor.UserID
	if access.Actor.HasRole(models.Coordinator) {
		user = ""
	}
	due, err := a.Store.OpenTasks(ctx(c), scope, user, a.today().AddDays(planDays))
	var lines []taskLine
	for _, t := range due {
		key := "task.plan.soon"
		if t.Late(a.today()) {
			key = "task.plan.late"
		}
		lines = append(lines, taskLine{Name: t.Name(), Person: t.Person, URL: planURL(t.Person),
			Detail:  a.Texts.T(key, "Task", t.Text, "Who", a.taskDoer(t), "Date", models.FrenchDate(t.DueOn)),
			Actions: []templates.Action{{Label: a.Texts.T("task.plan.do"), URL: planURL(t.Person), Icon: "check"}}})
	}
	return lines, err
}

// planDays is how many days before its date a task of a plan is shown.
const planDays = 7
