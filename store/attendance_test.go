package store_test

import (
	"context"
	"sync"
	"testing"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

func TestMarkAttendance(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, tom := context.Background(), w.may("tom", models.Update, models.KindAttendance)
		row := must[models.RegistrationRow](t)(w.MarkAttendance(ctx, tom, "s-cv", "r-cv-amina", models.Mark{Attendance: models.Present, Signed: true}))
		if row.Attendance != models.Present || !row.Signed || row.MarkedByName != "tom" || row.FullName() != "Haddad Amina" {
			t.Errorf("after the tap: %+v", row)
		}
		if n := w.Count(t, "select count(*) from enrolments where id = 'amina-llf' and frozen_on = '2026-11-17'"); n != 1 {
			t.Error("the first attended contact freezes the entry snapshot")
		}
		again := must[models.RegistrationRow](t)(w.MarkAttendance(ctx, tom, "s-cv", "r-cv-amina", models.Mark{Attendance: models.Present, Signed: true}))
		if again.Version != row.Version {
			t.Error("the same tap twice changes nothing")
		}
		late := must[models.RegistrationRow](t)(w.MarkAttendance(ctx, tom, "s-cv", "r-cv-amina", models.Mark{Attendance: models.Late, LateMinutes: 30, Signed: true}))
		if late.Minutes == nil || *late.Minutes != 210 {
			t.Errorf("late by 30 of 240 minutes: %v", late.Minutes)
		}
		absent := must[models.RegistrationRow](t)(w.MarkAttendance(ctx, tom, "s-cv", "r-cv-amina", models.Mark{Attendance: models.Absent, Signed: true}))
		if absent.Signed || absent.Minutes != nil {
			t.Errorf("nobody absent has signed: %+v", absent)
		}
		if n := w.Count(t, "select count(*) from attendance_marks where registration_id = 'cv-amina'"); n != 3 {
			t.Errorf("history: %d lines, want 3", n)
		}
	})
}

func TestAttendanceReach(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		mark := func(user, session, place string) error {
			_, err := w.MarkAttendance(ctx, w.may(user, models.Update, models.KindAttendance), session, place, models.Mark{Attendance: models.Present})
			return err
		}
		wantKey(t, mark("tom", "s-module4h", "r-module4h-tsehaye"), "error.not_found")
		wantKey(t, mark("tom", "s-cv", "r-module4h-tsehaye"), "error.not_found") // a place of another session
		wantKey(t, mark("nadia", "s-cv", "r-cv-amina"), "error.not_found")       // accompanies amina, does not give the session
		wantKey(t, mark("marc", "s-cv", "r-cv-amina"), "error.not_found")        // reads, does not mark
		if err := mark("claire", "s-cv", "r-cv-amina"); err != nil {
			t.Error(err)
		}
	})
}

func TestAttendanceRefusals(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, claire := context.Background(), w.may("claire", models.Update, models.KindAttendance)
		n := w.plan(t, "2026-11-25", 12)
		r := must[models.Registration](t)(w.register("claire", n.PublicID, "e-amina-llf"))
		_, err := w.MarkAttendance(ctx, claire, n.PublicID, r.PublicID, models.Mark{Attendance: models.Present})
		wantKey(t, err, "attendance.session_future")
		present := func(session, place string) error {
			_, err := w.MarkAttendance(ctx, claire, session, place, models.Mark{Attendance: models.Present})
			return err
		}
		// The world registers her in two sessions at once: a place elsewhere is a plan, a presence elsewhere a fact.
		w.Insert(t, "appointments", map[string]any{"id": "a2", "public_id": "a2", "centre_id": "namur", "participant_id": "tsehaye", "user_id": "simon",
			"on_date": "2026-11-17", "starts_at": "12:30", "minutes": 30, "created_at": storetest.Now})
		if err := present("s-cv", "r-cv-tsehaye"); err != nil {
			t.Errorf("a planned appointment stops a presence: %v", err)
		}
		wantKey(t, present("s-module4h", "r-module4h-tsehaye"), "registration.problem.clash_session")
		if _, err = w.MarkAttendance(ctx, claire, "s-cv", "r-cv-tsehaye", models.Mark{Attendance: models.Absent}); err != nil {
			t.Error(err)
		}
		w.Insert(t, "followups", map[string]any{"id": "f2", "public_id": "f2", "centre_id": "namur", "participant_id": "tsehaye", "enrolment_id": "tsehaye-llf",
			"on_date": "2026-11-17", "starts_at": "12:30", "minutes": 60, "mode": "bureau", "created_at": storetest.Now, "updated_at": storetest.Now})
		err = present("s-module4h", "r-module4h-tsehaye")
		wantKey(t, err, "registration.problem.clash_appointment")
	})
}

func TestBulkGesturesAndUndo(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, tom := context.Background(), w.may("tom", models.Update, models.KindAttendance)
		w.Exec(t, "delete from registrations where id = 'module4h-tsehaye'")
		must[models.RegistrationRow](t)(w.MarkAttendance(ctx, tom, "s-cv", "r-cv-amina", models.Mark{Attendance: models.Excused}))
		n, left, err := w.MarkRemaining(ctx, tom, "s-cv")
		if err != nil || n != 1 || len(left) != 0 {
			t.Fatalf("remaining: %d, %v, %v", n, left, err)
		}
		if n := must[int](t)(w.SignAll(ctx, tom, "s-cv")); n != 1 {
			t.Errorf("signed: %d, want the one who attended", n)
		}
		signing := must[string](t)(w.LastGesture(ctx, w.may("tom", models.Read, models.KindAttendance), "s-cv"))
		if n := must[int](t)(w.UndoGesture(ctx, tom, "s-cv", signing)); n != 1 {
			t.Errorf("undone: %d", n)
		}
		if n := w.Count(t, "select count(*) from registrations where id = 'cv-tsehaye' and attendance = 'present' and not signed"); n != 1 {
			t.Error("undoing takes back the signature only")
		}
		_, err = w.UndoGesture(ctx, tom, "s-cv", signing)
		wantKey(t, err, "attendance.problem.nothing_to_undo")
		history, err := w.AttendanceHistory(ctx, w.may("tom", models.Read, models.KindAttendance), "s-cv", 10)
		if err != nil || len(history) != 4 || history[0].Reason == "" || history[3].After != models.Excused {
			t.Errorf("history: %+v, %v", history, err)
		}
	})
}

// Two trainers mark the same people present in two sessions of one day while follow-ups are written: everybody waits,
// nobody is stopped.
func TestGesturesDoNotStopOneAnother(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, claire := context.Background(), w.may("claire", models.Update, models.KindAttendance)
		morning, afternoon := w.plan(t, "2026-11-23", 30), llfSession("2026-11-23", "13:00", "16:00")
		afternoon.Room = ""
		afternoon = must[models.Session](t)(w.CreateSession(ctx, w.may("claire", models.Create, models.KindSession), afternoon, nil))
		people := w.enrolMany(t, 20)
		for i := range people {
			must[models.Registration](t)(w.register("claire", morning.PublicID, people[i]))
			must[models.Registration](t)(w.register("claire", afternoon.PublicID, people[len(people)-1-i]))
		}
		w.Exec(t, "update participants set sort_name = 'z' || sort_name where id < 'many010'")
		var wait sync.WaitGroup
		for _, id := range []string{morning.PublicID, afternoon.PublicID} {
			wait.Go(func() {
				if _, _, err := w.MarkRemaining(ctx, claire, id); err != nil {
					t.Error(err)
				}
			})
		}
		for _, id := range people {
			wait.Go(func() {
				err := w.Atomically(ctx, func(tx *store.Store) error { return tx.FreezeAndJournal(ctx, claire, id) })
				if err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if n := w.Count(t, "select count(*) from registrations where attendance = 'present'"); n != 40 {
			t.Errorf("%d presences, want 40", n)
		}
	})
}
