package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// timeline is what somebody sees of a person, as "kind:public id" from the newest.
func (w who) timeline(t *testing.T, user, person string, only ...string) []string {
	t.Helper()
	moments, _, err := w.Timeline(ctx, w.timelineScopes(user), person, store.TimelineFilter{Kinds: only})
	if err != nil {
		t.Fatal(err)
	}
	seen := []string{}
	for _, m := range moments {
		seen = append(seen, m.Kind+":"+m.PublicID)
	}
	return seen
}

func (w who) timelineScopes(user string) store.TimelineScopes {
	read := func(kind string) models.Scope { return w.scope(user, models.Read, kind) }
	return store.TimelineScopes{FollowUps: read(models.KindFollowUp), Registrations: read(models.KindRegistration), Enrolments: read(models.KindEnrolment),
		Exits: read(models.KindExit), Attestations: read(models.KindAttestation), Appointments: read(models.KindAppointment)}
}

func TestTimeline(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		w.Insert(t, "exits", map[string]any{"id": "x-amina", "public_id": "x-amina", "centre_id": "namur", "enrolment_id": "amina-llf", "on_date": "2026-11-20",
			"reason": "emploi", "created_at": storetest.Now})
		w.Insert(t, "events", map[string]any{"id": "v-amina", "public_id": "v-amina", "centre_id": "namur", "enrolment_id": "amina-llf", "on_date": "2026-11-21",
			"type": "emploi", "created_at": storetest.Now})
		all := []string{"event:v-amina", "exit:x-amina", "session:s-cv", "followup:f-amina"}
		if got := w.timeline(t, "nadia", "p-amina"); !slices.Equal(got[:4], all) || len(got) != 6 || !strings.HasPrefix(got[5], "enrolment:e-amina-") {
			t.Errorf("timeline %v", got)
		}
		if got := w.timeline(t, "nadia", "p-amina", models.MomentSession); !slices.Equal(got, []string{"session:s-cv"}) {
			t.Errorf("sessions alone: %v", got)
		}
		if got, _, err := w.Timeline(ctx, w.timelineScopes("nadia"), "p-amina", store.TimelineFilter{Programme: models.GTJ}); err != nil || len(got) != 2 || got[0].Programme != models.GTJ || got[1].Programme != models.GTJ {
			t.Errorf("one dispositif alone: %v, %v", got, err)
		}
		for user, want := range map[string]int{"claire": 6, "marc": 6, "simon": 0, "rita": 0, "tom": 0, "lea": 0, "alex": 0, "paula": 0} {
			if got := w.timeline(t, user, "p-amina"); len(got) != want {
				t.Errorf("%s sees %d moments, want %d: %v", user, len(got), want, got)
			}
		}
		for _, cancelled := range []string{"update followups set cancelled_at = ? where id = 'f-amina'", "update exits set cancelled_at = ? where id = 'x-amina'",
			"update sessions set status = 'cancelled', closed_at = ? where id = 'cv'"} {
			db.Exec(t, cancelled, storetest.Now)
		}
		if got := w.timeline(t, "nadia", "p-amina"); len(got) != 3 {
			t.Errorf("what was cancelled is still there: %v", got)
		}
	})
}

// TestTimelinePages: a page never cuts a day, and the pages together hold everything once.
func TestTimelinePages(t *testing.T) {
	db := storetest.SQLite(t)
	w := newWho(t, db)
	for i := range 100 {
		w.Insert(t, "followups", map[string]any{"id": fmt.Sprintf("g%03d", i), "public_id": fmt.Sprintf("g%03d", i), "centre_id": "namur", "participant_id": "amina",
			"enrolment_id": "amina-gtj", "on_date": models.Date("2025-01-01").AddDays(i / 3), "starts_at": fmt.Sprintf("%02d:00", 9+i%3), "minutes": 30,
			"created_at": storetest.Now, "updated_at": storetest.Now})
	}
	seen := map[string]bool{}
	var before, last models.Date
	for range 20 {
		moments, next, err := w.Timeline(ctx, w.timelineScopes("nadia"), "p-amina", store.TimelineFilter{Before: before, Kinds: []string{models.MomentFollowUp}})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range moments {
			if seen[m.PublicID] {
				t.Fatalf("%s twice", m.PublicID)
			}
			if seen[m.PublicID] = true; last != "" && m.OnDate > last {
				t.Fatalf("%s after %s", m.OnDate, last)
			}
			last = m.OnDate
		}
		if before = next; next == "" {
			break
		}
	}
	if len(seen) != 101 {
		t.Errorf("%d follow-ups seen, want 101", len(seen))
	}
}

func TestNextSteps(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		for id, day := range map[string]string{"past": "2026-11-01", "next": "2026-12-01"} {
			w.Insert(t, "appointments", map[string]any{"id": id, "public_id": "a-" + id, "centre_id": "namur", "participant_id": "amina", "user_id": "nadia",
				"on_date": day, "starts_at": "10:00", "minutes": 45, "created_at": storetest.Now})
		}
		db.Exec(t, "update sessions set on_date = '2026-11-30' where id = 'cv'")
		for user, want := range map[string]string{"nadia": "s-cv a-next", "claire": "s-cv a-next", "rita": "a-next", "simon": ""} {
			steps, err := w.NextSteps(ctx, w.timelineScopes(user), "p-amina")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range steps {
				got = append(got, s.PublicID)
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s: %v, want %s", user, got, want)
			}
		}
		if got := w.timeline(t, "nadia", "p-amina", models.MomentSession); len(got) != 0 {
			t.Errorf("a session to come is in the past: %v", got)
		}
	})
}

func TestHoursOf(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		db.Exec(t, "update registrations set attendance = 'present', signed = ? where session_id = 'module4h'", true)
		hours, err := w.HoursOf(ctx, w.scope("simon", models.Read, models.KindRegistration), "e-tsehaye-m4h")
		if err != nil || hours.Signed() != 240 || hours.Threshold != 240 {
			t.Errorf("signed %d of %d, %v", hours.Signed(), hours.Threshold, err)
		}
		if _, err := w.HoursOf(ctx, w.scope("nadia", models.Read, models.KindRegistration), "e-tsehaye-m4h"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a colleague's enrolment: %v", err)
		}
	})
}

// TestVisibility: who may open a file is what the gate answers for each colleague.
func TestVisibility(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		record, err := w.PersonRecord(ctx, w.scope("nadia", models.Read, models.KindParticipant), "p-amina")
		if err != nil {
			t.Fatal(err)
		}
		db.Exec(t, "update memberships set until_on = '2026-11-23' where user_id = 'rita'") // over since yesterday
		colleagues, err := w.Colleagues(ctx, "namur")
		if err != nil {
			t.Fatal(err)
		}
		var may []string
		for _, c := range colleagues {
			scope, err := w.gate.Scope(models.Actor{UserID: c.UserID, Memberships: []models.Membership{c.Membership}}, models.Read, models.KindParticipant)
			if err == nil && scope.Covers(record) {
				may = append(may, c.Name)
			}
		}
		if !slices.Equal(may, []string{"claire", "marc", "nadia"}) {
			t.Errorf("visible to %v", may)
		}
		if _, err := w.PersonRecord(ctx, w.scope("simon", models.Read, models.KindParticipant), "p-amina"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a colleague's person: %v", err)
		}
	})
}
