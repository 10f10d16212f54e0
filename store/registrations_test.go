package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"jalon/models"
	"jalon/store/storetest"
)

// enrolMany adds n persons enrolled in llf and returns the public ids of their enrolments.
func (w *sessionWorld) enrolMany(t *testing.T, n int) []string {
	var ids []string
	for i := range n {
		id := fmt.Sprintf("many%03d", i)
		w.Insert(t, "participants", map[string]any{"id": id, "public_id": "p-" + id, "centre_id": "namur", "family_name": "Nom" + id,
			"sort_name": "nom" + id, "created_at": storetest.Now, "updated_at": storetest.Now})
		w.Insert(t, "person_keys", map[string]any{"participant_id": id, "wrapped": w.Sealer().NewPersonKey(id)})
		w.Insert(t, "enrolments", map[string]any{"id": "e-" + id, "public_id": "e-" + id, "centre_id": "namur", "participant_id": id,
			"operation_id": "llf", "created_at": storetest.Now, "updated_at": storetest.Now})
		ids = append(ids, "e-"+id)
	}
	return ids
}

func (w *sessionWorld) plan(t *testing.T, day models.Date, capacity int) models.Session {
	n := llfSession(day, "09:00", "12:00")
	n.Capacity, n.Room = &capacity, ""
	return must[models.Session](t)(w.CreateSession(context.Background(), w.may("claire", models.Create, models.KindSession), n, []string{"tom"}))
}

func (w *sessionWorld) register(user, session, enrolment string) (models.Registration, error) {
	return w.Register(context.Background(), w.may(user, models.Read, models.KindSession), w.may(user, models.Create, models.KindRegistration), session, enrolment)
}

func TestNeverMorePeopleThanPlaces(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		n := w.plan(t, "2026-12-01", 12)
		var wait sync.WaitGroup
		errs := make(chan error, 100)
		for _, enrolment := range w.enrolMany(t, 100) {
			wait.Go(func() {
				_, err := w.register("claire", n.PublicID, enrolment)
				errs <- err
			})
		}
		wait.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		row := must[models.SessionRow](t)(w.Session(context.Background(), w.may("claire", models.Read, models.KindSession), n.PublicID))
		if row.Registered != 12 || row.Waiting != 88 {
			t.Errorf("%d places taken and %d waiting, want 12 and 88", row.Registered, row.Waiting)
		}
	})
}

func TestWaitingList(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		n, people := w.plan(t, "2026-12-01", 1), w.enrolMany(t, 3)
		places := map[string]models.Registration{}
		for _, id := range people {
			places[id] = must[models.Registration](t)(w.register("claire", n.PublicID, id))
		}
		again := must[models.Registration](t)(w.register("claire", n.PublicID, people[1]))
		if again.PublicID != places[people[1]].PublicID || again.Place != models.PlaceWaiting {
			t.Errorf("registering twice: %+v", again)
		}
		sessions, create, cancel := w.may("claire", models.Read, models.KindSession), w.may("claire", models.Create, models.KindRegistration), w.may("claire", models.Cancel, models.KindRegistration)
		_, err := w.PromotePlace(ctx, sessions, create, places[people[1]].PublicID, "")
		wantKey(t, err, "registration.problem.full")
		if session, err := w.CancelPlace(ctx, sessions, cancel, places[people[0]].PublicID); err != nil || session != n.PublicID {
			t.Fatalf("%s, %v", session, err)
		}
		_, err = w.PromotePlace(ctx, sessions, create, places[people[2]].PublicID, "")
		wantKey(t, err, "waiting.problem.not_first")
		if _, err := w.PromotePlace(ctx, sessions, create, places[people[2]].PublicID, "interprète présente ce jour-là"); err != nil {
			t.Fatal(err)
		}
		back := must[models.Registration](t)(w.register("claire", n.PublicID, people[0]))
		if back.Place != models.PlaceWaiting {
			t.Errorf("coming back to a full session: %s", back.Place)
		}
		rows := must[[]models.RegistrationRow](t)(w.Registrations(ctx, w.may("claire", models.Read, models.KindRegistration), n.PublicID))
		if len(rows) != 3 || rows[0].EnrolmentPublicID != people[2] || rows[1].EnrolmentPublicID != people[1] || rows[2].EnrolmentPublicID != people[0] {
			t.Errorf("the waiting list keeps its order: %+v", rows)
		}
	})
}

func TestRegisterRefusals(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		n := w.plan(t, "2026-12-01", 12)
		_, err := w.register("claire", n.PublicID, "e-noori-gtj")
		wantKey(t, err, "registration.problem.not_enrolled")
		_, err = w.register("nadia", n.PublicID, "e-tsehaye-llf") // simon's person
		wantKey(t, err, "error.not_found")
		_, err = w.register("lea", n.PublicID, "e-amina-llf")
		wantKey(t, err, "error.not_found")
		w.Insert(t, "appointments", map[string]any{"id": "rdv", "public_id": "rdv", "centre_id": "namur", "participant_id": "amina",
			"user_id": "simon", "on_date": "2026-12-01", "starts_at": "11:30", "minutes": 60, "created_at": storetest.Now})
		_, err = w.register("nadia", n.PublicID, "e-amina-llf")
		wantKey(t, err, "registration.problem.clash_appointment")
		if _, err := w.register("simon", n.PublicID, "e-tsehaye-llf"); err != nil {
			t.Fatal(err)
		}
		other := llfSession("2026-12-01", "10:00", "11:00")
		other.Room = ""
		second := must[models.Session](t)(w.CreateSession(context.Background(), w.may("claire", models.Create, models.KindSession), other, nil))
		_, err = w.register("simon", second.PublicID, "e-tsehaye-llf")
		wantKey(t, err, "registration.problem.clash_session")
		if err := w.CancelSession(context.Background(), w.may("claire", models.Cancel, models.KindSession), n.PublicID, "grève"); err != nil {
			t.Fatal(err)
		}
		if _, err := w.register("simon", second.PublicID, "e-tsehaye-llf"); err != nil {
			t.Errorf("after the other session is cancelled: %v", err)
		}
		_, err = w.register("simon", n.PublicID, "e-tsehaye-llf")
		wantKey(t, err, "session.problem.not_planned")
	})
}

// One person, two sessions at the same hour, both asked at once: one place.
func TestParallelClash(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		var sessions []string
		for range 8 {
			sessions = append(sessions, must[models.Session](t)(w.CreateSession(context.Background(), w.may("claire", models.Create, models.KindSession),
				models.Session{OperationID: "llf", Title: "x", OnDate: "2026-12-01", StartsAt: "09:00", EndsAt: "12:00"}, nil)).PublicID)
		}
		var wait sync.WaitGroup
		for _, id := range sessions {
			wait.Go(func() { _, _ = w.register("claire", id, "e-amina-llf") })
		}
		wait.Wait()
		if n := w.Count(t, "select count(*) from registrations r join sessions s on s.id = r.session_id where r.participant_id = 'amina' and s.on_date = '2026-12-01'"); n != 1 {
			t.Errorf("%d places at the same hour, want 1", n)
		}
	})
}

func TestNamesOfASession(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		for _, c := range []struct {
			user, kind string
			want       int
		}{
			{"nadia", models.KindRegistration, 1}, {"claire", models.KindRegistration, 2}, {"tom", models.KindRegistration, 0},
			{"tom", models.KindAttendance, 2}, {"nadia", models.KindAttendance, 0}, {"rita", models.KindAttendance, 0}, {"claire", models.KindSession, 0},
		} {
			rows, err := w.Registrations(context.Background(), w.may(c.user, models.Read, c.kind), "s-cv")
			if err != nil || len(rows) != c.want {
				t.Errorf("%s, %s: %d names (%v), want %d", c.user, c.kind, len(rows), err, c.want)
			}
		}
	})
}

func TestCandidates(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		for _, p := range [][]string{{"amina", "haddad"}, {"amina", "amina"}, {"noori", "noori"}, {"tsehaye", "gebru"}} {
			w.Insert(t, "participant_words", map[string]any{"word": p[1], "kind": "w", "participant_id": p[0], "centre_id": "namur"})
		}
		cv := must[models.SessionRow](t)(w.Session(ctx, w.may("nadia", models.Read, models.KindSession), "s-cv"))
		scope := w.may("nadia", models.Create, models.KindRegistration)
		people := must[[]models.SeatCandidate](t)(w.SeatCandidates(ctx, scope, cv, "Amin HAD", nil, 20))
		if len(people) != 1 || people[0].EnrolmentPublicID != "e-amina-llf" || people[0].Place != models.PlaceTaken {
			t.Errorf("amina by two parts of her name: %+v", people)
		}
		if people = must[[]models.SeatCandidate](t)(w.SeatCandidates(ctx, scope, cv, "gebru", nil, 20)); len(people) != 0 {
			t.Errorf("a colleague's person is found: %+v", people)
		}
		outside := must[[]models.SeatCandidate](t)(w.OutsideCandidates(ctx, w.may("nadia", models.Read, models.KindParticipant), cv, "noo", 20))
		if len(outside) != 1 || outside[0].ParticipantPublicID != "p-noori" || outside[0].EnrolmentPublicID != "" {
			t.Errorf("to enrol first: %+v", outside)
		}
	})
}

func TestCancelledEnrolmentFreesItsPlaces(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		if err := w.CancelEnrolment(ctx, w.may("nadia", models.Cancel, models.KindEnrolment), "e-amina-llf", "erreur de personne"); err != nil {
			t.Fatal(err)
		}
		row := must[models.SessionRow](t)(w.Session(ctx, w.may("claire", models.Read, models.KindSession), "s-cv"))
		if row.Registered != 1 {
			t.Errorf("%d places taken, want tsehaye's only", row.Registered)
		}
	})
}
