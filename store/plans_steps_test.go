package store_test

import (
	"context"
	"slices"
	"testing"

	"jalon/models"
	"jalon/store"
)

func step(text string, due models.Date) models.PlanTask {
	return models.PlanTask{Who: models.TaskByPerson, DueOn: due, PlanWords: models.PlanWords{Text: text, Barrier: "mobilite"}}
}

// A plan from its goal to a task done, undone and dropped; what it says is sealed.
func TestPlan(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, create, read := context.Background(), w.may("nadia", models.Create, models.KindPlan), w.may("nadia", models.Read, models.KindPlan)
		update := w.may("nadia", models.Update, models.KindPlan)
		goal := must[string](t)(w.AddGoal(ctx, create, "p-amina", models.Goal{PlanWords: models.PlanWords{Standard: "permis", Barrier: "mobilite"}}))
		task := step("Inscription à l'auto-école", "2026-12-01")
		task.Goal = goal
		id := must[string](t)(w.AddTask(ctx, create, "p-amina", task))
		must[string](t)(w.AddTask(ctx, create, "p-amina", step("Copie du diplôme", "")))

		plan := must[store.Plan](t)(w.OpenPlan(ctx, read, "p-amina"))
		if len(plan.Goals) != 1 || plan.Goals[0].Standard != "permis" || len(plan.Goals[0].Tasks) != 1 || len(plan.Loose) != 1 {
			t.Fatalf("plan: %+v", plan)
		}
		if got := plan.Goals[0].Tasks[0]; got.Text != "Inscription à l'auto-école" || got.Colleague != "nadia" || got.State != models.PlanTaskTodo {
			t.Errorf("task: %+v", got)
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'plan' and participant = 'p-amina'"); n != 4 {
			t.Errorf("%d journal lines, want 4", n)
		}
		changed := plan.Goals[0].Tasks[0].PlanTask
		changed.Text, changed.Goal = "Examen théorique", ""
		if err := w.UpdateTask(ctx, update, changed); err != nil {
			t.Fatal(err)
		}
		wantKey(t, w.UpdateTask(ctx, update, changed), "error.stale")
		if n := w.Count(t, "select count(*) from revisions where kind = 'plan'"); n != 1 {
			t.Errorf("%d former states kept, want 1", n)
		}
		if err := w.SetTaskState(ctx, update, id, models.PlanTaskDone, "2026-11-23"); err != nil {
			t.Fatal(err)
		}
		if v := must[store.PlanTaskView](t)(w.PlanTask(ctx, read, id)); v.State != models.PlanTaskDone || v.StateOn != "2026-11-23" || v.GoalID != nil {
			t.Errorf("done: %+v", v.PlanTask)
		}
		if err := w.SetTaskState(ctx, update, id, models.PlanTaskTodo, ""); err != nil {
			t.Fatal(err)
		}
		if v := must[store.PlanTaskView](t)(w.PlanTask(ctx, read, id)); v.State != models.PlanTaskTodo || v.StateOn != "" {
			t.Errorf("undone: %+v", v.PlanTask)
		}
		if err := w.CancelTask(ctx, w.may("nadia", models.Cancel, models.KindPlan), id); err != nil {
			t.Fatal(err)
		}
		_, err := w.PlanTask(ctx, read, id)
		wantKey(t, err, "error.not_found")
	})
}

// Nobody plans for people they do not accompany, nor with words that say nothing.
func TestPlanRefusals(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		foreign := must[string](t)(w.AddGoal(ctx, w.may("simon", models.Create, models.KindPlan), "p-olha", models.Goal{PlanWords: models.PlanWords{Standard: "cv"}}))
		for name, tc := range map[string]struct {
			who, key string
			change   func(*models.PlanTask)
		}{
			"another's person":       {"simon", "error.not_found", func(*models.PlanTask) {}},
			"another centre":         {"lea", "error.not_found", func(*models.PlanTask) {}},
			"reading is not writing": {"marc", "error.forbidden", func(*models.PlanTask) {}},
			"no words":               {"nadia", "plan.problem.text", func(p *models.PlanTask) { p.Text = " " }},
			"past":                   {"nadia", "plan.problem.past", func(p *models.PlanTask) { p.DueOn = "2026-11-23" }},
			"nobody does it":         {"nadia", "plan.problem.who", func(p *models.PlanTask) { p.Who = "" }},
			"somebody without name":  {"nadia", "plan.problem.other", func(p *models.PlanTask) { p.Who = models.TaskByOther }},
			"goal of somebody else":  {"claire", "error.not_found", func(p *models.PlanTask) { p.Goal = foreign }},
			"colleague of elsewhere": {"nadia", "enrolment.not_a_colleague", func(p *models.PlanTask) { lea := "lea"; p.UserID = &lea }},
		} {
			task := step("Téléphoner", "2026-11-24")
			tc.change(&task)
			_, err := w.AddTask(ctx, w.may(tc.who, models.Create, models.KindPlan), "p-amina", task)
			if key := keyOf(err); key != tc.key {
				t.Errorf("%s: %v, want %s", name, err, tc.key)
			}
		}
		if n := w.Count(t, "select count(*) from plan_tasks"); n != 0 {
			t.Errorf("%d tasks written", n)
		}
	})
}

// Due tasks: of the caseload and by its rows, the first due first.
func TestOpenTasks(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		add := func(who, person, text string, due models.Date) {
			must[string](t)(w.AddTask(ctx, w.may(who, models.Create, models.KindPlan), person, step(text, due)))
		}
		add("nadia", "p-amina", "plus tard", "2026-12-24")
		add("nadia", "p-amina", "deuxième", "2026-11-26")
		add("nadia", "p-noori", "première", "2026-11-24")
		add("nadia", "p-noori", "sans date", "")
		add("simon", "p-olha", "de Simon", "2026-11-25")
		add("lea", "p-bruno", "de Liège", "2026-11-25")
		for _, tc := range []struct {
			who, user string
			want      []string
		}{
			{"nadia", "nadia", []string{"première", "deuxième"}}, {"nadia", "", []string{"première", "deuxième"}}, {"simon", "simon", []string{"de Simon"}},
			{"claire", "", []string{"première", "de Simon", "deuxième"}}, {"claire", "claire", nil}, {"claire", "nadia", []string{"première", "deuxième"}},
			{"marc", "", []string{"première", "de Simon", "deuxième"}}, {"rita", "", nil}, {"tom", "", nil}, {"lea", "lea", []string{"de Liège"}},
		} {
			var got []string
			for _, v := range must[[]store.PlanTaskView](t)(w.OpenTasks(ctx, w.may(tc.who, models.Read, models.KindPlan), tc.user, "2026-11-30")) {
				got = append(got, v.Text)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("%s for %q: %v, want %v", tc.who, tc.user, got, tc.want)
			}
		}
	})
}
