package messages

import (
	"strings"
	"testing"

	"jalon/models"
)

func TestPlanSummary(t *testing.T) {
	french := func(key string, _ ...any) string { return "FR " + key }
	goals := []PlanGoal{
		{models.Goal{State: models.GoalOpen, PlanWords: models.PlanWords{Standard: "permis", Text: "permis B", Barrier: "mobilite"}},
			[]models.PlanTask{{Who: models.TaskByPerson, State: models.PlanTaskTodo, PlanWords: models.PlanWords{Text: "Payer", Barrier: "dettes"}}, {State: models.PlanTaskDropped}}},
		{models.Goal{State: models.GoalDropped, PlanWords: models.PlanWords{Text: "abandon"}}, nil},
		{models.Goal{State: models.GoalReached, PlanWords: models.PlanWords{Text: "En ses mots"}}, nil}}
	loose := []models.PlanTask{{Who: models.TaskByOther, State: models.PlanTaskDone, PlanWords: models.PlanWords{Text: "Téléphoner", Other: "CPAS"}}}

	c := PlanSummary(french, models.SummaryContent{Language: "es"}, goals, loose)
	if len(c.Goals) != 3 || len(c.Goals[0].Tasks) != 1 {
		t.Fatalf("goals: %+v", c.Goals)
	}
	if g := c.Goals[0]; g.Title.French != "FR paper.goal.permis" || g.Title.Theirs != "Obtener el permiso de conducir" || g.Detail != "permis B" || g.State.Theirs != "En curso" {
		t.Errorf("standard goal: %+v", g)
	}
	if g := c.Goals[1]; g.Title.French != "" || g.Detail != "En ses mots" {
		t.Errorf("a goal in words of its own is not translated: %+v", g)
	}
	if g := c.Goals[2]; g.Title.Key != "others" || g.Tasks[0].Other != "CPAS" {
		t.Errorf("loose tasks: %+v", g)
	}
	if !c.ToReview || c.Phrases != 1 || c.Word("title").Theirs != "Mi plan de acción" || c.Word("nothing").French != "" {
		t.Errorf("summary: %+v", c)
	}
	for _, w := range c.Words {
		if strings.Contains(w.Key, "barrier") {
			t.Error("the paper names freins")
		}
	}
	if fr := PlanSummary(french, models.SummaryContent{Language: "xx"}, nil, nil); fr.Language != "fr" || fr.ToReview || fr.Word("title").Theirs != "" {
		t.Errorf("a language without a book is French alone: %+v", fr)
	}
}
