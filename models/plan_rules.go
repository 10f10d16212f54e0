package models

import (
	"slices"
	"strings"
)

// maxPlanYears bounds the date of a task: beyond, it is a typing error.
const maxPlanYears = 3

// CheckPlanTask says what is wrong with a task as typed. before is the date it had, "" for a new one: a date that is past
// may stay, not be chosen.
func CheckPlanTask(t PlanTask, before, today Date) Problems {
	problems := Problems{}
	checkPlanText(problems, t.Text)
	switch {
	case t.DueOn == "" || t.DueOn == before:
	case !t.DueOn.Valid():
		problems.Add("due_on", "date.unreadable")
	case t.DueOn < today:
		problems.Add("due_on", "plan.problem.past")
	case t.DueOn > today.AddMonths(12*maxPlanYears):
		problems.Add("due_on", "plan.problem.far", "Years", maxPlanYears)
	}
	oneOfCodes(problems, "who", t.Who, TaskDoers, "plan.problem.who")
	if t.Who == TaskByOther && strings.TrimSpace(t.Other) == "" {
		problems.Add("other", "plan.problem.other")
	}
	checkShortText(problems, "other", t.Other)
	checkBarrier(problems, t.Barrier)
	return problems
}

// CheckGoal says what is wrong with a goal as typed: one in words of its own, or a standard one, which words may detail.
func CheckGoal(g Goal) Problems {
	problems := Problems{}
	switch {
	case g.Standard == "":
		checkPlanText(problems, g.Text)
	case !slices.Contains(StandardGoals, g.Standard):
		problems.Add("standard", "field.not_in_list")
	default:
		checkShortText(problems, "text", g.Text)
	}
	checkBarrier(problems, g.Barrier)
	return problems
}

// CheckPlanState says what is wrong with a new state and its day.
func CheckPlanState(state string, on, today Date, states []string) Problems {
	problems := Problems{}
	oneOfCodes(problems, "state", state, states, "field.not_in_list")
	switch {
	case state == PlanTaskTodo || state == GoalOpen:
	case !on.Valid():
		problems.Add("state_on", "date.required")
	case on > today:
		problems.Add("state_on", "date.future")
	}
	return problems
}

func checkPlanText(problems Problems, text string) {
	if strings.TrimSpace(text) == "" {
		problems.Add("text", "plan.problem.text")
	}
	checkShortText(problems, "text", text)
}

func checkBarrier(problems Problems, code string) {
	if code != "" && !slices.Contains(Barriers, code) {
		problems.Add("barrier", "field.not_in_list")
	}
}

// CheckHandedOn says what is wrong with the day a summary was handed over.
func CheckHandedOn(on, today Date) Problems {
	problems := Problems{}
	switch {
	case !on.Valid():
		problems.Add("handed_on", "date.required")
	case on > today:
		problems.Add("handed_on", "date.future")
	case on < today.AddMonths(-12):
		problems.Add("handed_on", "plan.problem.handed_old")
	}
	return problems
}
