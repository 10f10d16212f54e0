package store_test

import (
	"context"
	"testing"
	"time"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// The last tap by its time wins, in whatever order they arrive, and each counts once.
func TestLastTapWins(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, tom, claire := context.Background(), w.may("tom", models.Update, models.KindAttendance), w.may("claire", models.Update, models.KindAttendance)
		ago := func(minutes int) models.Instant {
			return models.InstantOf(storetest.Now.Add(-time.Duration(minutes) * time.Minute))
		}
		tap := func(scope models.Scope, attendance, key string, at models.Instant) {
			t.Helper()
			if err := w.Tap(ctx, scope, "s-cv", "r-cv-amina", store.Tap{Mark: models.Mark{Attendance: attendance}, At: at, EntryKey: key}); err != nil {
				t.Fatal(err)
			}
		}
		tap(claire, models.Absent, "b", ago(10))
		tap(tom, models.Present, "a", ago(20)) // made before, received after
		tap(tom, models.Present, "a", ago(20)) // sent twice
		tap(claire, models.Absent, "c", ago(5))
		if n := w.Count(t, "select count(*) from registrations where id = 'cv-amina' and attendance = 'absent'"); n != 1 {
			t.Error("the earlier tap has won")
		}
		history, err := w.AttendanceHistory(ctx, w.may("tom", models.Read, models.KindAttendance), "s-cv", 10)
		if err != nil || len(history) != 2 || history[0].Outcome != store.MarkOvertaken || history[0].After != models.Present || history[1].Outcome != "" {
			t.Errorf("both are kept: %+v, %v", history, err)
		}
		tap(tom, models.Late, "d", ago(1))
		if n := w.Count(t, "select count(*) from registrations where id = 'cv-amina' and attendance = 'retard'"); n != 1 {
			t.Error("the later tap has lost")
		}
	})
}

// A tap says one thing: on a tablet that has not seen what a colleague marked meanwhile, it leaves the rest of the line alone.
func TestATapSaysOneThing(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, tom, claire := context.Background(), w.may("tom", models.Update, models.KindAttendance), w.may("claire", models.Update, models.KindAttendance)
		tap := func(scope models.Scope, says string, m models.Mark) error {
			return w.Tap(ctx, scope, "s-cv", "r-cv-amina", store.Tap{Mark: m, Says: says})
		}
		wantKey(t, tap(tom, store.SaysSignature, models.Mark{Signed: true}), "signature.problem.not_attended")
		for _, err := range []error{tap(claire, store.SaysPresence, models.Mark{Attendance: models.Late, LateMinutes: 30}), tap(tom, store.SaysSignature, models.Mark{Signed: true})} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if n := w.Count(t, "select count(*) from registrations where id = 'cv-amina' and attendance = 'retard' and minutes = 210 and signed"); n != 1 {
			t.Error("the signature of one tablet has taken the presence of the other away")
		}
		if err := tap(claire, store.SaysPresence, models.Mark{Attendance: models.Present}); err != nil {
			t.Fatal(err)
		}
		if n := w.Count(t, "select count(*) from registrations where id = 'cv-amina' and attendance = 'present' and signed"); n != 1 {
			t.Error("the presence of one tablet has taken the signature of the other away")
		}
		if err := tap(claire, "", models.Mark{Attendance: models.Present}); err != nil {
			t.Fatal(err)
		}
		if n := w.Count(t, "select count(*) from registrations where id = 'cv-amina' and not signed"); n != 1 {
			t.Error("a whole line takes the tick back")
		}
	})
}

// A tap made before the session was closed counts when it arrives after; one made after does not. One that is refused is in
// the history, and nothing else is changed.
func TestTapsThatArriveLate(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, tom := context.Background(), w.may("tom", models.Update, models.KindAttendance)
		closed := storetest.Now.Add(-time.Hour)
		w.Exec(t, "update sessions set status = 'closed', closed_at = ? where id = 'cv'", closed)
		present := models.Mark{Attendance: models.Present}
		before := store.Tap{Mark: present, At: models.InstantOf(closed.Add(-time.Minute)), EntryKey: "before"}
		if err := w.Tap(ctx, tom, "s-cv", "r-cv-amina", before); err != nil {
			t.Error(err)
		}
		after := store.Tap{Mark: present, At: models.InstantOf(closed.Add(time.Minute)), EntryKey: "after"}
		for range 2 {
			wantKey(t, w.Tap(ctx, tom, "s-cv", "r-cv-tsehaye", after), "attendance.session_closed")
		}
		if n := w.Count(t, "select count(*) from attendance_marks where entry_key = 'after' and outcome = 'refuse'"); n != 1 {
			t.Errorf("%d lines of the history for what was refused", n)
		}
		if n := w.Count(t, "select count(*) from registrations where id = 'cv-tsehaye' and attendance = ''"); n != 1 {
			t.Error("what was refused is written")
		}
	})
}
