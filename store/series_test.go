package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"jalon/models"
)

// seasonRooms gives Namur a location with two rooms and ten laptops.
func seasonRooms(t *testing.T, w *sessionWorld) (b12, b14 models.Room) {
	t.Helper()
	ctx, scope := context.Background(), w.may("alex", models.Update, models.KindSettings)
	l := must[models.Location](t)(w.SaveLocation(ctx, scope, models.Location{CentreID: "namur", Name: "Namur", Laptops: 10}))
	b12 = must[models.Room](t)(w.SaveRoom(ctx, scope, l.PublicID, models.Room{Name: "B12", Seats: 14}))
	b14 = must[models.Room](t)(w.SaveRoom(ctx, scope, l.PublicID, models.Room{Name: "B14", Seats: 20}))
	return b12, b14
}

func seriesPlan(room models.Room) models.SeriesPlan {
	n := llfSession("", "09:00", "12:00")
	n.LocationID, n.RoomID, n.Place, n.Room = &room.LocationID, &room.ID, "Namur", room.Name
	return models.SeriesPlan{Session: n, Start: "2026-12-01", Count: 3}
}

func TestCreateSeries(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, create, read := context.Background(), w.may("claire", models.Create, models.KindSession), w.may("claire", models.Read, models.KindSession)
		b12, _ := seasonRooms(t, w)
		taken := llfSession("2026-12-15", "11:00", "13:00")
		must[models.Session](t)(w.CreateSession(ctx, create, taken, nil))
		before := w.Count(t, "select count(*) from sessions")

		_, err := w.CreateSeries(ctx, create, seriesPlan(b12))
		wantKey(t, err, "session.problem.room_busy")
		if n := w.Count(t, "select count(*) from sessions"); n != before {
			t.Errorf("a refused series left %d sessions", n-before)
		}
		plan := seriesPlan(b12)
		plan.Changes = []models.PlanChange{{Day: "2026-12-15", What: models.ChangeDate, With: "2026-12-16"}}
		id := must[string](t)(w.CreateSeries(ctx, create, plan))
		rows := must[[]models.SessionRow](t)(w.Series(ctx, read, id))
		var days []models.Date
		for _, r := range rows {
			days = append(days, r.OnDate)
		}
		if len(days) != 3 || days[2] != "2026-12-16" || rows[0].RoomID == nil {
			t.Errorf("planned: %v", days)
		}
		if last := must[[]models.SessionRow](t)(w.LastSeries(ctx, read, "")); len(last) != 3 {
			t.Errorf("the last series: %d", len(last))
		}
		_, err = w.Series(ctx, w.may("lea", models.Read, models.KindSession), id)
		wantKey(t, err, "error.not_found")
		_, err = w.CreateSeries(ctx, w.may("nadia", models.Create, models.KindSession), seriesPlan(b12))
		wantKey(t, err, "error.not_found")
	})
}

// Two coordinators plan the same room at the same moment: one gets the sentence.
func TestTwoSeriesAtOnce(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		create := w.may("claire", models.Create, models.KindSession)
		b12, _ := seasonRooms(t, w)
		const rivals = 4
		errs := make([]error, rivals)
		var group sync.WaitGroup
		for i := range rivals {
			group.Go(func() { _, errs[i] = w.CreateSeries(context.Background(), create, seriesPlan(b12)) })
		}
		group.Wait()
		planned := 0
		for _, err := range errs {
			if err == nil {
				planned++
				continue
			}
			wantKey(t, err, "session.problem.room_busy")
		}
		if n := w.Count(t, "select count(*) from sessions where series_id is not null"); planned != 1 || n != 3 {
			t.Errorf("%d series planned, %d sessions", planned, n)
		}
	})
}

// The catalogue may change: what was planned before counts as it did.
func TestModuleNeverRewritesThePast(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		create, update, read := w.may("claire", models.Create, models.KindSession), w.may("claire", models.Update, models.KindModule), w.may("claire", models.Read, models.KindModule)
		minutes := 120
		m := must[models.Module](t)(w.CreateModule(ctx, w.may("claire", models.Create, models.KindModule), models.Module{CentreID: "namur", Code: "LLF99", Programme: models.LLF,
			Title: "Essai", Minutes: &minutes, Counting: models.CountFixed, Category: "Orientation", Active: true, Trainers: []models.User{{ID: "tom"}}}))
		n := llfSession("2026-12-01", "09:00", "12:00")
		n.ModuleID = &m.ID
		old := must[models.Session](t)(w.CreateSession(ctx, create, n, nil))
		longer := 180
		m.Minutes, m.Counting, m.Category, m.Trainers = &longer, models.CountClock, "Apprentissage de base", nil
		if err := w.UpdateModule(ctx, update, m); err != nil {
			t.Fatal(err)
		}
		wantKey(t, w.UpdateModule(ctx, update, m), "error.stale")
		row := must[models.SessionRow](t)(w.Session(ctx, w.may("claire", models.Read, models.KindSession), old.PublicID))
		if row.Counting != models.CountFixed || *row.ModuleMinutes != 120 || row.ModuleCategory != "Orientation" {
			t.Errorf("the session of before counts %s %d %s", row.Counting, *row.ModuleMinutes, row.ModuleCategory)
		}
		edited := row.Session
		edited.Title = "Autre titre"
		if err := w.UpdateSession(ctx, w.may("claire", models.Update, models.KindSession), edited, nil); err != nil {
			t.Fatal(err)
		}
		if row = must[models.SessionRow](t)(w.Session(ctx, w.may("claire", models.Read, models.KindSession), old.PublicID)); row.Counting != models.CountFixed {
			t.Error("a change of the title took the new rule")
		}
		n.OnDate = "2026-12-02"
		if fresh := must[models.Session](t)(w.CreateSession(ctx, create, n, nil)); fresh.Counting != models.CountClock || *fresh.ModuleMinutes != 180 {
			t.Errorf("a session planned today counts %s", fresh.Counting)
		}
		versions := must[[]models.ModuleVersion](t)(w.ModuleVersions(ctx, read, m.PublicID))
		if len(versions) != 2 || *versions[1].Minutes != 120 || versions[0].By != "claire" || len(versions[1].Trainers) != 1 {
			t.Fatalf("versions: %+v", versions)
		}
		if changes := versions[0].Changes(versions[1].Module); len(changes) != 4 {
			t.Errorf("changes: %+v", changes)
		}
	})
}

func TestAwayAndClosedDays(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, create := context.Background(), w.may("claire", models.Create, models.KindSession)
		own, absences := w.may("tom", models.Update, models.KindAccount), w.may("claire", models.Create, models.KindAbsence)
		away := must[models.Absence](t)(w.SaveAbsence(ctx, own, models.Absence{CentreID: "namur", UserID: "tom", FromOn: "2026-12-01", UntilOn: "2026-12-02"}))
		_, err := w.SaveAbsence(ctx, own, models.Absence{CentreID: "namur", UserID: "nadia", FromOn: "2026-12-01", UntilOn: "2026-12-02"})
		wantKey(t, err, "error.forbidden")
		_, err = w.SaveAbsence(ctx, absences, models.Absence{CentreID: "namur", UserID: "lea", FromOn: "2026-12-01", UntilOn: "2026-12-02"})
		wantKey(t, err, "error.not_found")
		_, err = w.CreateSession(ctx, create, llfSession("2026-12-02", "09:00", "12:00"), []string{"tom"})
		wantKey(t, err, "session.problem.trainer_away")
		if list := must[[]models.Absence](t)(w.AwayDays(ctx, w.may("claire", models.Read, models.KindAbsence), "")); len(list) != 1 || list[0].Name != "tom" {
			t.Errorf("absences: %+v", list)
		}
		if err := w.CancelAbsence(ctx, w.may("nadia", models.Update, models.KindAccount), away.PublicID, true); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("somebody else's absence: %v", err)
		}
		if err := w.CancelAbsence(ctx, own, away.PublicID, true); err != nil {
			t.Fatal(err)
		}
		must[models.Session](t)(w.CreateSession(ctx, create, llfSession("2026-12-02", "09:00", "12:00"), []string{"tom"}))

		closed := models.Closure{CentreID: "namur", Kind: models.ClosedCentre, Label: "Pont", FromOn: "2026-12-08", UntilOn: "2026-12-08"}
		c := must[models.Closure](t)(w.SaveClosure(ctx, w.may("claire", models.Create, models.KindClosure), closed))
		calendar := must[models.Calendar](t)(w.Calendar(ctx, w.may("claire", models.Read, models.KindClosure)))
		if calendar.Closed("2026-12-08", false) == nil {
			t.Error("a closing day is open")
		}
		wantKey(t, w.CancelClosure(ctx, w.may("lea", models.Cancel, models.KindClosure), c.PublicID, true), "error.not_found")
		if err := w.CancelClosure(ctx, w.may("claire", models.Cancel, models.KindClosure), c.PublicID, true); err != nil {
			t.Fatal(err)
		}
	})
}
