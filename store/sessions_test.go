package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"jalon/models"
	"jalon/policies"
	"jalon/store/storetest"
)

// sessionWorld is the world with a gate, for the tests of sessions and of what hangs on them.
type sessionWorld struct {
	*storetest.World
	gate *policies.Gate
}

func onSessions(t *testing.T, f func(t *testing.T, w *sessionWorld)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		gate, err := policies.NewGate()
		if err != nil {
			t.Fatal(err)
		}
		f(t, &sessionWorld{storetest.NewWorld(t, db), gate})
	})
}

// may is the scope of a colleague, empty when the role never may.
func (w *sessionWorld) may(user, action, kind string) models.Scope {
	scope, err := w.gate.Scope(w.Actors[user], action, kind)
	if err != nil {
		return models.Scope{}
	}
	return scope
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	var e *models.Error
	if !errors.As(err, &e) || e.Key != key {
		t.Errorf("error %v, want %s", err, key)
	}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func llfSession(day models.Date, start, end string) models.Session {
	return models.Session{OperationID: "llf", Title: "Rédiger un CV", OnDate: day, StartsAt: start, EndsAt: end, Place: "Namur", Room: "B12"}
}

func TestPlanSession(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, create := context.Background(), w.may("claire", models.Create, models.KindSession)
		first := must[models.Session](t)(w.CreateSession(ctx, create, llfSession("2026-12-01", "09:00", "12:00"), []string{"tom"}))
		w.Insert(t, "appointments", map[string]any{"id": "rdv", "public_id": "rdv", "centre_id": "namur", "participant_id": "amina",
			"user_id": "nadia", "on_date": "2026-12-01", "starts_at": "14:00", "minutes": 60, "created_at": storetest.Now})

		room := llfSession("2026-12-01", "11:00", "13:00")
		room.Room, room.Place = "b12", "NAMUR"
		_, err := w.CreateSession(ctx, create, room, nil)
		wantKey(t, err, "session.problem.room_busy")
		elsewhere := llfSession("2026-12-01", "11:00", "13:00")
		elsewhere.Place = "Gembloux"
		_, err = w.CreateSession(ctx, create, elsewhere, []string{"tom"})
		wantKey(t, err, "session.problem.trainer_busy")
		afternoon := llfSession("2026-12-01", "14:30", "16:00")
		_, err = w.CreateSession(ctx, create, afternoon, []string{"nadia"})
		wantKey(t, err, "session.problem.trainer_appointment")
		if _, err := w.CreateSession(ctx, create, llfSession("2026-12-01", "12:00", "13:00"), []string{"tom"}); err != nil {
			t.Errorf("a session that starts when the other ends: %v", err)
		}
		foreign := llfSession("2026-12-02", "09:00", "12:00")
		foreign.OperationID = "liege-gtj"
		_, err = w.CreateSession(ctx, create, foreign, nil)
		wantKey(t, err, "error.not_found")

		row := must[models.SessionRow](t)(w.Session(ctx, w.may("tom", models.Read, models.KindSession), first.PublicID))
		if len(row.Trainers) != 1 || row.Trainers[0].Name != "tom" || row.Programme != "LLF" {
			t.Errorf("planned session: %+v", row)
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'session' and action = 'create'"); n != 2 {
			t.Errorf("journal lines: %d, want 2", n)
		}
	})
}

func TestSessionsReach(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		for user, want := range map[string]int{"claire": 3, "nadia": 3, "tom": 1, "rita": 3, "lea": 0, "paula": 1, "fanny": 0} {
			rows, err := w.Sessions(ctx, w.may(user, models.Read, models.KindSession), models.SessionFilter{View: models.ViewPast, Limit: 50})
			if err != nil || len(rows) != want {
				t.Errorf("%s sees %d past sessions (%v), want %d", user, len(rows), err, want)
			}
		}
		_, err := w.Session(ctx, w.may("tom", models.Read, models.KindSession), "s-module4h")
		wantKey(t, err, "error.not_found")
		_, err = w.Session(ctx, w.may("claire", models.Read, models.KindEnrolment), "s-module4h")
		wantKey(t, err, "error.not_found")
	})
}

func TestSessionListPagesAndViews(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, create, read := context.Background(), w.may("claire", models.Create, models.KindSession), w.may("claire", models.Read, models.KindSession)
		for _, day := range []models.Date{"2026-12-08", "2026-12-01", "2026-12-15"} {
			must[models.Session](t)(w.CreateSession(ctx, create, llfSession(day, "09:00", "12:00"), nil))
		}
		var days []string
		after := ""
		for {
			rows := must[[]models.SessionRow](t)(w.Sessions(ctx, read, models.SessionFilter{Limit: 2, After: after}))
			if len(rows) == 0 {
				break
			}
			for _, r := range rows {
				days = append(days, string(r.OnDate))
			}
			after = rows[len(rows)-1].PublicID
		}
		if got := strings.Join(days, " "); got != "2026-12-01 2026-12-08 2026-12-15" {
			t.Errorf("upcoming, page by page: %s", got)
		}
		rows := must[[]models.SessionRow](t)(w.Sessions(ctx, read, models.SessionFilter{View: models.ViewToClose, Operation: "o-m4h", Limit: 50}))
		if len(rows) != 1 || rows[0].PublicID != "s-module4h" || rows[0].ToSpecify != 1 || rows[0].Registered != 1 {
			t.Errorf("to close: %+v", rows)
		}
		if state := rows[0].State(w.Today(), w.LocalClock()); state != models.SessionToClose {
			t.Errorf("state %s, want to_close", state)
		}
	})
}

func TestSessionListUsesItsIndex(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		if w.Engine() != "sqlite" {
			t.Skip("SQLite's plans are stable on empty tables")
		}
		for _, view := range []string{models.ViewUpcoming, models.ViewPast, models.ViewToClose, models.ViewNobody} {
			plan := must[string](t)(w.ExplainSessions(context.Background(), w.may("claire", models.Read, models.KindSession), models.SessionFilter{View: view, Limit: 50}))
			if !strings.Contains(plan, "SEARCH s USING INDEX sessions_") || strings.Contains(plan, "SCAN s") || strings.Contains(plan, "TEMP B-TREE") {
				t.Errorf("%s:\n%s", view, plan)
			}
		}
	})
}

func TestEditSession(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, update := context.Background(), w.may("claire", models.Update, models.KindSession)
		cv := must[models.SessionRow](t)(w.Session(ctx, update, "s-cv")).Session
		stale := cv
		cv.Title = "CV et lettre"
		if err := w.UpdateSession(ctx, update, cv, []string{"tom"}); err != nil {
			t.Fatal(err)
		}
		if err := w.UpdateSession(ctx, update, stale, nil); !errors.Is(err, models.ErrStale) {
			t.Errorf("stale edit: %v", err)
		}
		cv.Version++
		one := 1
		small := cv
		small.Capacity = &one
		wantKey(t, w.UpdateSession(ctx, update, small, nil), "session.problem.capacity_below")
		w.Exec(t, "update sessions set capacity = 1 where id = 'cv'") // two have a place: one was at the door
		if err := w.UpdateSession(ctx, update, small, nil); err != nil {
			t.Errorf("the title of a session with one person too many: %v", err)
		}
		w.Exec(t, "update sessions set version = ? where id = 'cv'", cv.Version)
		other := cv
		other.OperationID = "gtj"
		wantKey(t, w.UpdateSession(ctx, update, other, nil), "session.problem.operation_fixed")
		clash := cv
		clash.OnDate, clash.StartsAt, clash.EndsAt = "2026-11-10", "09:30", "11:00" // tsehaye has a follow-up at 10:00
		wantKey(t, w.UpdateSession(ctx, update, clash, nil), "session.problem.people_busy")
		wantKey(t, w.UpdateSession(ctx, w.may("nadia", models.Update, models.KindSession), cv, nil), "error.not_found")
	})
}

func TestCancelAndCloseSession(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, cancel, closing := context.Background(), w.may("claire", models.Cancel, models.KindSession), w.may("tom", models.Close, models.KindSession)
		wantKey(t, w.CloseSession(ctx, closing, "s-cv", false), "session.problem.left")
		wantKey(t, w.CloseSession(ctx, closing, "s-module4h", true), "error.not_found")
		if err := w.CloseSession(ctx, closing, "s-cv", true); err != nil {
			t.Fatal(err)
		}
		wantKey(t, w.CancelSession(ctx, cancel, "s-cv", "grève"), "session.problem.not_planned")
		mark := w.may("tom", models.Update, models.KindAttendance)
		_, err := w.MarkAttendance(ctx, mark, "s-cv", "r-cv-amina", models.Mark{Attendance: models.Present})
		wantKey(t, err, "attendance.session_closed")
		if err := w.ReopenSession(ctx, closing, "s-cv", "oubli d'une présence"); err != nil {
			t.Fatal(err)
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'session' and action = 'close' and detail like '%oubli%'"); n != 1 {
			t.Errorf("reopening is logged with its reason: %d lines", n)
		}
		if _, err := w.MarkAttendance(ctx, mark, "s-cv", "r-cv-amina", models.Mark{Attendance: models.Present}); err != nil {
			t.Error(err)
		}
		wantKey(t, w.CancelSession(ctx, cancel, "s-cv", "grève"), "session.problem.cancel_attended")
		if err := w.CancelSession(ctx, cancel, "s-info", "grève"); err != nil {
			t.Error(err)
		}
		future := must[models.Session](t)(w.CreateSession(ctx, w.may("claire", models.Create, models.KindSession), llfSession("2026-11-24", "09:00", "12:00"), nil))
		wantKey(t, w.CloseSession(ctx, w.may("claire", models.Close, models.KindSession), future.PublicID, true), "session.problem.not_over")
	})
}

func TestModules(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, read := context.Background(), w.may("claire", models.Read, models.KindModule)
		if err := w.SeedModules(ctx, "namur"); err != nil {
			t.Fatal(err)
		}
		all := must[[]models.Module](t)(w.Modules(ctx, read))
		if len(all) != len(models.DefaultModules()) || all[0].Programme != models.M4H {
			t.Fatalf("%d modules, first %+v", len(all), all[0])
		}
		m := all[5]
		m.Title = "Autre titre"
		update := w.may("claire", models.Update, models.KindModule)
		if err := w.UpdateModule(ctx, update, m); err != nil {
			t.Fatal(err)
		}
		if err := w.UpdateModule(ctx, update, m); !errors.Is(err, models.ErrStale) {
			t.Errorf("stale edit: %v", err)
		}
		if err := w.SeedModules(ctx, "namur"); err != nil {
			t.Fatal(err)
		}
		if again := must[models.Module](t)(w.Module(ctx, read, m.PublicID)); again.Title != "Autre titre" {
			t.Error("seeding again overwrites what the centre changed")
		}
		create := w.may("claire", models.Create, models.KindModule)
		_, err := w.CreateModule(ctx, create, models.Module{CentreID: "namur", Code: m.Code, Programme: models.LLF, Title: "x"})
		wantKey(t, err, "module.problem.taken")
		_, err = w.CreateModule(ctx, create, models.Module{CentreID: "liege", Code: "X", Programme: models.LLF, Title: "x"})
		wantKey(t, err, "error.forbidden")
		if n := len(must[[]models.Module](t)(w.Modules(ctx, w.may("lea", models.Read, models.KindModule)))); n != 0 {
			t.Errorf("another centre sees %d modules", n)
		}
	})
}
