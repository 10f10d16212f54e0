package store_test

import (
	"context"
	"errors"
	"testing"

	"jalon/models"
	"jalon/store"
)

func TestSixMonthDraw(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		w.Exec(t, "update operations set short_hours = '0'")
		w.Exec(t, "update followups set on_date = '2026-03-01' where id in ('f-amina', 'f-noori', 'f-bruno')")
		for _, id := range []string{"amina", "noori"} {
			w.Insert(t, "exits", map[string]any{"id": "x-" + id, "public_id": "x-" + id, "centre_id": "namur", "enrolment_id": id + "-gtj", "on_date": "2026-05-05", "created_at": w.Now().Time})
		}
		draw := func(who, operation string, d models.SixMonthDraw) (models.SixMonthDraw, error) {
			return w.DrawSixMonths(ctx, store.DrawScopes{Operation: w.may(who, models.Update, models.KindOperation), Report: w.may(who, models.Read, models.KindReport)}, operation, d)
		}
		may := models.SixMonthDraw{ExitsFrom: "2026-05-01", ExitsUntil: "2026-05-31", Size: 1, Seed: "42"}
		_, err := draw("marc", "o-gtj", models.SixMonthDraw{ExitsFrom: "2026-05-01", ExitsUntil: "2026-11-25", Size: 1})
		wantKey(t, err, "survey.future")
		_, err = draw("marc", "o-gtj", models.SixMonthDraw{ExitsFrom: "2026-06-01", ExitsUntil: "2026-06-30", Size: 1})
		wantKey(t, err, "survey.size")
		for who, operation := range map[string]string{"marie": "o-gtj", "claire": "o-gtj", "marc": "o-llf"} {
			if _, err := draw(who, operation, may); !errors.Is(err, models.ErrNotFound) && !errors.Is(err, models.ErrForbidden) {
				t.Errorf("%s draws of %s: %v", who, operation, err)
			}
		}
		drawn, err := draw("marc", "o-gtj", may)
		if err != nil || drawn.Population != 2 {
			t.Fatalf("%+v, %v", drawn, err)
		}
		want := models.Draw("42", []string{"e-amina-gtj", "e-noori-gtj"}, 1)[0]
		o := must[models.Operation](t)(w.Operation(ctx, w.may("marc", models.Read, models.KindReport), "o-gtj"))
		if o, err = w.WithDraws(ctx, o); err != nil || len(o.Draws) != 1 || !o.Draws[0].Members[want] || len(o.Draws[0].Members) != 1 {
			t.Errorf("draws: %+v, %v", o.Draws, err)
		}
		calls := must[[]store.SixMonthCall](t)(w.SixMonthCalls(ctx, w.may("nadia", models.Update, models.KindExit), w.Today(), 50))
		if len(calls) != 1 || calls[0].Enrolment != want {
			t.Errorf("called: %+v, drawn %s", calls, want)
		}
		_, err = draw("marc", "o-gtj", models.SixMonthDraw{ExitsFrom: "2026-05-31", ExitsUntil: "2026-06-30", Size: 1})
		wantKey(t, err, "survey.overlap")
		cancel := func(who string) error {
			return w.CancelSixMonthDraw(ctx, w.may(who, models.Update, models.KindOperation), "o-gtj", drawn.PublicID, "mauvaise période")
		}
		if err := cancel("marie"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("cancelled from elsewhere: %v", err)
		}
		if err := cancel("marc"); err != nil || !errors.Is(cancel("marc"), models.ErrNotFound) {
			t.Errorf("cancelled: %v", err)
		}
		if all := must[[]store.DrawView](t)(w.SixMonthDraws(ctx, w.may("marc", models.Read, models.KindOperation), "o-gtj")); len(all) != 1 || all[0].CancelReason == "" || all[0].Author != "marc" {
			t.Errorf("listed: %+v", all)
		}
	})
}
