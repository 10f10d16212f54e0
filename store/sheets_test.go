package store_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"jalon/models"
)

// sheetOf is the sheet of a session of the world, as the handlers collect it.
func (w *sessionWorld) sheetOf(t *testing.T, user, session string) models.AttendanceSheet {
	t.Helper()
	read := w.may(user, models.Read, models.KindAttendance)
	n := must[models.SessionRow](t)(w.Session(context.Background(), read, session))
	people := must[[]models.RegistrationRow](t)(w.Registrations(context.Background(), read, session))
	return models.AttendanceSheet{Session: n, People: people, BlankRows: models.BlankRows, PrintedOn: w.Today()}
}

func TestSheetNumbers(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, read := context.Background(), w.may("claire", models.Read, models.KindAttendance)
		sheet := w.sheetOf(t, "claire", "s-cv")
		var wait sync.WaitGroup
		numbers := make([]string, 8)
		for i := range numbers {
			wait.Go(func() { numbers[i] = must[models.Sheet](t)(w.PrintSheet(ctx, read, sheet)).Number })
		}
		wait.Wait()
		if slices.Sort(numbers); numbers[0] != "2026-0001" || numbers[7] != "2026-0001" {
			t.Errorf("one list, printed at once by eight: %v", numbers)
		}
		first := must[models.Sheet](t)(w.PrintSheet(ctx, read, sheet))
		if first.Row("r-cv-tsehaye") != 1 || first.Row("r-cv-amina") != 2 || first.Row("r-other") != 0 {
			t.Errorf("rows of %q", first.Places)
		}
		w.Exec(t, "update sessions set on_date = '2026-11-18' where id = 'cv'")
		moved := w.sheetOf(t, "claire", "s-cv")
		if !first.Moved(moved.Session.Session) {
			t.Error("the sheet does not say that the session was moved")
		}
		second := must[models.Sheet](t)(w.PrintSheet(ctx, read, moved))
		if second.Number != "2026-0002" || second.Moved(moved.Session.Session) {
			t.Errorf("after the move: %+v", second)
		}
		_, err := w.PrintSheet(ctx, w.may("lea", models.Read, models.KindAttendance), sheet)
		wantKey(t, err, "error.not_found")
		if id := must[string](t)(w.SheetSession(ctx, w.may("tom", models.Read, models.KindAttendance), first.PublicID)); id != "s-cv" {
			t.Errorf("the code leads to %s", id)
		}
		_, err = w.SheetSession(ctx, w.may("lea", models.Read, models.KindAttendance), first.PublicID)
		wantKey(t, err, "error.not_found")
		to := must[[]models.SessionRow](t)(w.SessionsToPrint(ctx, w.may("tom", models.Read, models.KindAttendance), "2026-11-17", "2026-11-19"))
		if len(to) != 1 || to[0].PublicID != "s-cv" {
			t.Errorf("sheets of the trainer's days: %d", len(to))
		}
	})
}
