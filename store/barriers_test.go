package store_test

import (
	"context"
	"testing"

	"jalon/models"
	"jalon/store"
)

func rated(day models.Date, levels map[string][2]models.Rating) models.Assessment {
	a := models.Assessment{OnDate: day}
	for _, code := range models.Barriers {
		r := models.BarrierRating{Barrier: code, Counsellor: models.RatingNotRaised, Person: models.RatingNotRaised}
		if pair, known := levels[code]; known {
			r.Counsellor, r.Person = pair[0], pair[1]
		}
		a.Ratings = append(a.Ratings, r)
	}
	return a
}

// Two assessments, what moved between them, what caused it, and what a cancellation leaves.
func TestAssessments(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, create := context.Background(), w.may("nadia", models.Create, models.KindBarrier)
		read, update := w.may("nadia", models.Read, models.KindBarrier), w.may("nadia", models.Update, models.KindBarrier)
		must[string](t)(w.AddAssessment(ctx, create, "p-amina", rated("2026-10-01", map[string][2]models.Rating{"mobilite": {"4", "3"}, "langue": {"2", "refus"}})))
		second := must[string](t)(w.AddAssessment(ctx, create, "p-amina", rated("2026-11-24", map[string][2]models.Rating{"mobilite": {"1", "3"}, "langue": {"2", "2"}})))

		moves := must[[]models.BarrierMove](t)(w.BarrierMoves(ctx, read, "p-amina"))
		if len(moves) != 2 || moves[0].Barrier != "mobilite" || moves[0].Counsellor.Change() != -3 || moves[0].Person.Change() != 0 || len(moves[1].Person) != 1 {
			t.Fatalf("moves: %+v", moves)
		}
		causes := must[[]store.Cause](t)(w.Causes(ctx, store.TimelineScopes{FollowUps: w.may("nadia", models.Read, models.KindFollowUp)}, models.Scope{}, "p-amina", "2026-11-24"))
		if len(causes) != 1 || causes[0].PublicID != "f-amina" {
			t.Fatalf("causes: %+v", causes)
		}
		if err := w.TieChanges(ctx, update, second, 1, map[string]store.Cause{"mobilite": causes[0]}); err != nil {
			t.Fatal(err)
		}
		wantKey(t, w.TieChanges(ctx, update, second, 1, nil), "error.stale")
		v := must[store.AssessmentView](t)(w.Assessment(ctx, read, second))
		if r := v.Of("mobilite"); r.CauseKind != models.CauseFollowUp || r.Cause != "f-amina" || r.Counsellor != "1" {
			t.Errorf("tied: %+v", r)
		}
		if err := w.CancelAssessment(ctx, w.may("nadia", models.Cancel, models.KindBarrier), second, "Erreur de personne"); err != nil {
			t.Fatal(err)
		}
		moves = must[[]models.BarrierMove](t)(w.BarrierMoves(ctx, read, "p-amina"))
		if len(moves) != 2 || moves[0].Counsellor.Moves() {
			t.Errorf("a cancelled assessment moves a frein: %+v", moves)
		}
		if n := w.Count(t, "select count(*) from assessments where cancel_reason <> '' and cancelled_by = 'nadia'"); n != 1 {
			t.Error("the cancelled assessment is not kept with its reason")
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'barrier' and participant = 'p-amina'"); n != 4 {
			t.Errorf("%d journal lines, want 4", n)
		}
	})
}

// What the freins say is read with the person's key only.
func TestAssessmentsAreSealed(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		must[string](t)(w.AddAssessment(ctx, w.may("nadia", models.Create, models.KindBarrier), "p-amina", rated("2026-10-01", map[string][2]models.Rating{"dettes": {"4", "4"}})))
		if n := w.Count(t, "select count(*) from assessments where cast(ratings_sealed as text) like '%dettes%'"); n != 0 {
			t.Error("the freins are readable in the database")
		}
		v := must[store.Verification](t)(w.Verify(ctx))
		if !v.Sound() {
			t.Errorf("verify: %+v", v)
		}
		w.Exec(t, "update assessments set id = 'other'")
		if v := must[store.Verification](t)(w.Verify(ctx)); len(v.Unreadable) != 1 {
			t.Errorf("a seal moved to another row opens: %+v", v.Unreadable)
		}
	})
}

func TestAssessmentRefusals(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, good := context.Background(), rated("2026-10-01", map[string][2]models.Rating{"langue": {"2", "2"}})
		for name, tc := range map[string]struct{ who, person, key string }{
			"another's person": {"simon", "p-amina", "error.not_found"}, "another centre": {"lea", "p-amina", "error.not_found"},
			"nobody's person": {"nadia", "p-nobody", "error.not_found"}, "a manager reads": {"marc", "p-amina", "error.forbidden"},
			"the reception": {"rita", "p-amina", "error.forbidden"},
		} {
			_, err := w.AddAssessment(ctx, w.may(tc.who, models.Create, models.KindBarrier), tc.person, good)
			if key := keyOf(err); key != tc.key {
				t.Errorf("%s: %v, want %s", name, err, tc.key)
			}
		}
		_, err := w.AddAssessment(ctx, w.may("nadia", models.Create, models.KindBarrier), "p-amina", rated("2026-11-25", map[string][2]models.Rating{"langue": {"2", "2"}}))
		wantKey(t, err, "date.future")
	})
}

// Each list of freins and plans follows an index.
func TestPlanQueriesFollowIndexes(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		for name, q := range store.PlanQueries(w.may("nadia", models.Read, models.KindPlan), w.may("claire", models.Read, models.KindPlan)) {
			refuseFullReads(t, w.DB, name, q.Query, q.Args, "plan_tasks", "plan_goals", "participants")
		}
	})
}
