package store_test

import (
	"context"
	"testing"

	"jalon/models"
	"jalon/store"
)

func TestExitsDue(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		w.Exec(t, "update enrolments set frozen_on = '2026-03-01'")
		w.Exec(t, "update followups set on_date = '2026-03-01'")
		count := func(who string) int {
			return len(must[[]store.ExitDue](t)(w.ExitsDue(ctx, w.may(who, models.Create, models.KindExit), w.Today().AddDays(-90), 50)))
		}
		for who, want := range map[string]int{"nadia": 3, "simon": 3, "claire": 6, "lea": 1} {
			if got := count(who); got != want {
				t.Errorf("%s: %d exits due, want %d", who, got, want)
			}
		}
		w.Exec(t, "update registrations set attendance = 'present' where id = 'cv-amina'") // a session counts as a contact
		w.Insert(t, "exits", map[string]any{"id": "x", "public_id": "x", "centre_id": "namur", "enrolment_id": "noori-gtj", "on_date": "2026-04-01", "created_at": w.Now().Time})
		if got := count("nadia"); got != 1 {
			t.Errorf("after a presence and an exit: %d, want 1", got)
		}
		w.Exec(t, "update followups set on_date = '2026-05-01' where id = 'f-noori'") // came back after the exit
		if got := count("nadia"); got != 2 {
			t.Errorf("after a return: %d, want 2", got)
		}
	})
}

func TestExpiringPermits(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		for id, day := range map[string]string{"amina": "2026-12-01", "noori": "2027-06-01", "tsehaye": "2027-01-10", "bruno": "2026-12-01"} {
			w.Exec(t, "update participants set permit_expires_on = ? where id = ?", day, id)
		}
		for who, want := range map[string]int{"nadia": 1, "simon": 1, "claire": 2, "rita": 0, "lea": 1} {
			all := must[[]store.ExpiringPermit](t)(w.ExpiringPermits(context.Background(), w.may(who, models.Read, models.KindProfile), "2026-09-25", "2027-01-23", 50))
			if len(all) != want {
				t.Errorf("%s: %d permits, want %d", who, len(all), want)
			}
		}
	})
}

func TestHomeBlocks(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		seen := must[[]store.PersonSeen](t)(w.RecentPersons(ctx, w.may("nadia", models.Read, models.KindFollowUp), 8))
		if len(seen) != 2 {
			t.Errorf("Nadia met %+v, want two people", seen)
		}
		for who, want := range map[string]int{"claire": 3, "tom": 1, "nadia": 3, "lea": 0} {
			rows := must[[]models.SessionRow](t)(w.SessionsBetween(ctx, w.may(who, models.Read, models.KindSession), "2026-11-16", "2026-11-22", ""))
			if len(rows) != want {
				t.Errorf("%s: %d sessions that week, want %d", who, len(rows), want)
			}
		}
		figures := must[store.PeriodFigures](t)(w.PeriodFigures(ctx, w.may("marc", models.Read, models.KindFollowUp), "2026-11-01", "2026-11-30"))
		if figures.People != 3 || figures.Minutes != 135 || figures.Signed != 135 {
			t.Errorf("figures of the month: %+v", figures)
		}
	})
}
