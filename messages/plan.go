package messages

import "jalon/models"

// Texts answers message keys in French: the catalogue's T.
type Texts func(key string, args ...any) string

// PlanGoal is a goal of a plan with its tasks.
type PlanGoal struct {
	models.Goal
	Tasks []models.PlanTask
}

// PlanLabels are the words of the summary that stand whatever the plan holds ("paper." in the catalogue, phrases here).
var PlanLabels = []string{"title", "intro", "name", "date", "goal", "others", "task", "who", "due", "state", "next", "contact",
	"signature.person", "signature.colleague", "handed", "review"}

// PlanSummary completes the summary c of a plan in French and in the language it names: labels and standard goals are said
// in both, free text stays as written. What was dropped is left out.
func PlanSummary(t Texts, c models.SummaryContent, goals []PlanGoal, loose []models.PlanTask) models.SummaryContent {
	if _, known := models.ContactLanguageOf(c.Language); !known {
		c.Language = "fr"
	}
	book, translated := Phrases(c.Language)
	c.Phrases, c.ToReview = book.Version, translated && book.ToReview()
	word := func(key string) models.SummaryWord {
		return models.SummaryWord{Key: key, French: t("paper." + key), Theirs: book.Text(key)}
	}
	for _, key := range PlanLabels {
		c.Words = append(c.Words, word(key))
	}
	for _, g := range goals {
		if g.State == models.GoalDropped {
			continue
		}
		goal := models.SummaryGoal{Detail: g.Text, State: word("state." + g.State), Tasks: planTasks(g.Tasks, word)}
		if g.Standard != "" {
			goal.Title = word("goal." + g.Standard)
		}
		c.Goals = append(c.Goals, goal)
	}
	if others := planTasks(loose, word); len(others) > 0 {
		c.Goals = append(c.Goals, models.SummaryGoal{Title: word("others"), Tasks: others})
	}
	return c
}

func planTasks(tasks []models.PlanTask, word func(string) models.SummaryWord) []models.SummaryTask {
	var all []models.SummaryTask
	for _, t := range tasks {
		if t.State != models.PlanTaskDropped {
			all = append(all, models.SummaryTask{Text: t.Text, Who: word("who." + t.Who), Other: t.Other, DueOn: t.DueOn, State: word("state." + t.State)})
		}
	}
	return all
}
