package handlers

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// stepForm is one task of the form, as typed.
type stepForm struct{ Text, Due string }

// mostSteps is how many tasks one form carries.
const mostSteps = 10

func stepName(i int) string { return "tache_" + strconv.Itoa(i) }

func readStepForms(c *gin.Context) []stepForm {
	var tasks []stepForm
	for i := range mostSteps {
		task := stepForm{Text: strings.TrimSpace(c.PostForm(stepName(i))), Due: strings.TrimSpace(c.PostForm(stepName(i) + "_pour"))}
		if task != (stepForm{}) {
			tasks = append(tasks, task)
		}
	}
	return tasks
}

// planTasks turns the tasks typed into those of the plan; the colleague does them.
func (f followUpForm) planTasks(today models.Date, problems models.Problems) []models.PlanTask {
	var tasks []models.PlanTask
	for i, typed := range f.Tasks {
		task := models.PlanTask{Who: models.TaskByColleague, PlanWords: models.PlanWords{Text: typed.Text}}
		task.DueOn = typedFutureDay(typed.Due, today, stepName(i)+"_pour", problems)
		if typed.Text == "" {
			problems.Add(stepName(i), "shorthand.problem.task")
		}
		tasks = append(tasks, task)
	}
	return tasks
}

// stepFields are the questions about the tasks, two for each.
func (a *App) stepFields(tasks []stepForm, problems models.Problems) []templates.Field {
	var fields []templates.Field
	for i, task := range tasks {
		fields = append(fields, templates.Text(stepName(i), a.Texts.T("shorthand.task"), task.Text).Wrong(a.problem(problems, stepName(i))),
			templates.Date(stepName(i)+"_pour", a.Texts.T("shorthand.task.by"), task.Due).AsOptional().Wrong(a.problem(problems, stepName(i)+"_pour")))
	}
	return fields
}

// taskProblems names the fields of the problems that the store found in a task as the form does.
func taskProblems(found models.Problems) models.Problems {
	named := models.Problems{}
	for field, problem := range found {
		for i := range mostSteps {
			if rest, ours := strings.CutPrefix(field, store.TaskField(i)); ours {
				field = stepName(i)
				if rest == "due_on" {
					field += "_pour"
				}
			}
		}
		named[field] = problem
	}
	return named
}

// stepNames are the fields of the tasks, for the summary of errors.
func stepNames() []string {
	var names []string
	for i := range mostSteps {
		names = append(names, stepName(i), stepName(i)+"_pour")
	}
	return names
}
