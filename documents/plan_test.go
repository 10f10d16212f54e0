package documents

import (
	"bytes"
	"fmt"
	"testing"

	"jalon/messages"
	"jalon/models"
)

// examplePlan is a plan of a few goals with tasks each, in French and another language.
func examplePlan(t *testing.T, language string, goals, tasks int) models.SummaryContent {
	t.Helper()
	c := models.SummaryContent{Language: language, Centre: "Centre d'intégration de démonstration", Contact: "081 00 00 00", Person: "KOVALENKO Olha",
		Colleague: "Nadia Lambert", On: "2026-11-24", Next: []models.SummaryNext{{On: "2026-12-01", At: "09:00", Title: "Rédiger un CV", Place: "Namur"}}}
	var planned []messages.PlanGoal
	for i := range goals {
		g := messages.PlanGoal{Goal: models.Goal{State: models.GoalOpen, PlanWords: models.PlanWords{Standard: models.StandardGoals[i%len(models.StandardGoals)]}}}
		for n := range tasks {
			task := models.PlanTask{Who: models.TaskDoers[n%3], State: models.PlanTaskStates[n%2], DueOn: "2026-12-15",
				PlanWords: models.PlanWords{Text: fmt.Sprintf("Étape %d : téléphoner à l'auto-école et demander le prix du cours théorique", n+1)}}
			if task.Who == models.TaskByOther {
				task.Other = "sa sœur"
			}
			g.Tasks = append(g.Tasks, task)
		}
		planned = append(planned, g)
	}
	return messages.PlanSummary(messages.Texts(texts(t)), c, planned, nil)
}

// Languages whose letters the font draws as they are may be a PDF; the others are printed from the page.
func TestPrints(t *testing.T) {
	for _, l := range models.ContactLanguages() {
		want := l.Code != "ar" && l.Code != "fa" && l.Code != "ps" && l.Code != "ti"
		if Prints(l.Code) != want {
			t.Errorf("%s: prints %v", l.Code, !want)
		}
		if !want {
			continue
		}
		book, _ := messages.Phrases(l.Code)
		for key, text := range book.Texts {
			if printable(text) != text {
				t.Errorf("%s %s: %q would be printed %q", l.Code, key, text, printable(text))
			}
		}
	}
}

// A plan of any length keeps its signatures together and numbers its pages.
func TestLongPlan(t *testing.T) {
	for goals, pages := range map[int]int{1: 1, 4: 2, 12: 5} {
		file, err := Plan(texts(t), examplePlan(t, "uk", goals, 5))
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.Count(file, []byte("/Type /Page\n")); got != pages {
			t.Errorf("%d goals: %d pages, want %d", goals, got, pages)
		}
	}
}
