package handlers

import (
	"github.com/gin-gonic/gin"

	"jalon/documents"
	"jalon/messages"
	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// summaryPage is the summary of a plan on paper, as the print layout shows it: the present one, or one handed over.
type summaryPage struct {
	Page
	Content   models.SummaryContent
	Theirs    models.ContactLanguage // the second language; its code is "" for French alone
	Heads     []string               // labels over the columns of the tasks
	Languages templates.Field        // choice of the second language
	PDF       string                 // "" when its script is printed from this page
	Back      string
	Hand      *handForm // nil once handed over, or when the role may not
	HandedOn  string
}

// handForm records that the person took the paper home.
type handForm struct {
	Action string
	Date   templates.Field
}

// taskHeads are the labels over the columns of the tasks.
var taskHeads = []string{"task", "who", "due", "state"}

// showSummary: GET /personnes/:id/plan/resume. Opening it is written in the journal.
func (a *App) showSummary(c *gin.Context, access Access) error {
	plan, p, err := a.planOf(c, access)
	if err != nil {
		return err
	}
	return a.summaryPage(c, access, plan, p, nil)
}

// planOf opens the plan of the address and its person.
func (a *App) planOf(c *gin.Context, access Access) (store.Plan, models.Participant, error) {
	plan, err := a.Store.OpenPlan(ctx(c), a.scope(access, models.Read, models.KindPlan), c.Param("id"))
	if err != nil {
		return plan, models.Participant{}, err
	}
	p, err := a.Store.Participant(ctx(c), a.scope(access, models.Read, models.KindProfile), c.Param("id"))
	return plan, p, err
}

func (a *App) summaryPage(c *gin.Context, access Access, plan store.Plan, p models.Participant, problems models.Problems) error {
	content, err := a.summaryContent(c, access, plan, p)
	if err != nil {
		return err
	}
	page := summaryPage{Page: a.newPage(c, access, "plan.summary.title"), Content: content, Theirs: theirLanguage(content), Heads: taskHeads, Back: planURL(p.PublicID)}
	page.Languages = templates.Select("langue", a.Texts.T("plan.summary.language"), content.Language, paperLanguages())
	if documents.Prints(content.Language) {
		page.PDF = planURL(p.PublicID) + "/pdf?langue=" + content.Language
	}
	record, err := a.Store.PersonRecord(ctx(c), a.scope(access, models.Read, models.KindParticipant), p.PublicID)
	if err != nil {
		return err
	}
	if a.scope(access, models.Create, models.KindPlan).Covers(record) {
		page.Hand = &handForm{Action: planURL(p.PublicID) + "/remise?langue=" + content.Language,
			Date: templates.Date("remis_le", a.Texts.T("plan.summary.handed_on"), typed(c, "remis_le", models.FrenchDate(a.today()))).
				Wrong(a.problem(problems, "handed_on"))}
		page.Summary = templates.Problems(page.Hand.Date)
	}
	return a.showForm(c, "plans/summary", page, problems)
}

func paperLanguages() []templates.Option {
	var options []templates.Option
	for _, l := range models.ContactLanguages() {
		options = append(options, templates.Option{Value: l.Code, Label: models.LanguageName(l.Code) + " · " + l.Own})
	}
	return options
}

func theirLanguage(content models.SummaryContent) models.ContactLanguage {
	if content.Language == "fr" {
		return models.ContactLanguage{}
	}
	l, _ := models.ContactLanguageOf(content.Language)
	return l
}

// summaryContent writes the paper in French and in the language asked for, or else the person's.
func (a *App) summaryContent(c *gin.Context, access Access, plan store.Plan, p models.Participant) (models.SummaryContent, error) {
	content := models.SummaryContent{Language: orElse(c.Query("langue"), p.ContactLanguage), Centre: plan.CentreName, Contact: plan.CentreContact,
		Person: p.Name(), Colleague: access.User.Name, On: a.today()}
	var goals []messages.PlanGoal
	for _, g := range plan.Goals {
		goals = append(goals, messages.PlanGoal{Goal: g.Goal, Tasks: tasksOf(g.Tasks)})
	}
	content = messages.PlanSummary(a.Texts.T, content, goals, tasksOf(plan.Loose))
	steps, err := a.Store.NextSteps(ctx(c), a.timelineScopes(access), p.PublicID)
	for _, s := range steps {
		content.Next = append(content.Next, models.SummaryNext{On: s.OnDate, At: s.StartsAt, Place: s.Place, Title: s.Title})
	}
	return content, err
}

func tasksOf(views []store.PlanTaskView) []models.PlanTask {
	tasks := make([]models.PlanTask, len(views))
	for i, v := range views {
		tasks[i] = v.PlanTask
	}
	return tasks
}

// planPDF: GET /personnes/:id/plan/pdf. A script that the PDF cannot shape is printed from the page.
func (a *App) planPDF(c *gin.Context, access Access) error {
	plan, p, err := a.planOf(c, access)
	if err != nil {
		return err
	}
	content, err := a.summaryContent(c, access, plan, p)
	if err != nil {
		return err
	}
	if !documents.Prints(content.Language) {
		return see(c, planURL(p.PublicID)+"/resume?langue="+content.Language)
	}
	file, err := documents.Plan(a.Texts.T, content)
	if err != nil {
		return err
	}
	return a.attachment(c, "plan-"+string(a.today())+".pdf", "application/pdf", file)
}

// handSummary: POST /personnes/:id/plan/remise.
func (a *App) handSummary(c *gin.Context, access Access) error {
	plan, p, err := a.planOf(c, access)
	if err != nil {
		return err
	}
	problems := models.Problems{}
	on := typedDay(c.PostForm("remis_le"), a.today(), "handed_on", problems)
	addProblems(problems, models.CheckHandedOn(on, a.today()), nil)
	if len(problems) > 0 {
		return a.summaryPage(c, access, plan, p, problems)
	}
	content, err := a.summaryContent(c, access, plan, p)
	if err != nil {
		return err
	}
	return a.savePlanned(c, access, p.PublicID, "/resumes/", "plan.summary.handed", func(tx *store.Store) (string, error) {
		return tx.HandSummary(ctx(c), access.Scope, p.PublicID, on, content)
	})
}

// showHandedSummary: GET /resumes/:id: the paper as it was handed over.
func (a *App) showHandedSummary(c *gin.Context, access Access) error {
	v, err := a.Store.OpenSummary(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	page := summaryPage{Page: a.newPage(c, access, "plan.summary.handed.title"), Content: v.Content, Theirs: theirLanguage(v.Content), Heads: taskHeads, Back: planURL(v.Person),
		HandedOn: a.Texts.T("plan.summary.handed_by", "Date", models.FrenchDate(v.HandedOn), "Author", v.Author)}
	return a.show(c, "plans/summary", page)
}

// undoSummary: POST /resumes/:id/defaire.
func (a *App) undoSummary(c *gin.Context, access Access) error {
	v, err := a.Store.Summary(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	return a.undoPlanned(c, v.Person, v.CreatedAt, "plan.summary.undone", func() error { return a.Store.CancelSummary(ctx(c), access.Scope, v.PublicID) })
}
