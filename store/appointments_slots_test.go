package store_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"jalon/models"
	"jalon/store"
)

// desk is a location of Namur.
func (w *sessionWorld) desk(t *testing.T, name string, away bool, seats int) models.Location {
	t.Helper()
	return must[models.Location](t)(w.SaveLocation(context.Background(), w.may("alex", models.Update, models.KindSettings),
		models.Location{CentreID: "namur", Name: name, Desk: away, Seats: seats}))
}

func (w *sessionWorld) meet(t *testing.T, who, person string, a models.Appointment) (models.Appointment, error) {
	t.Helper()
	return w.CreateAppointment(context.Background(), w.may(who, models.Create, models.KindAppointment), person, a)
}

func TestLocations(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, admin := context.Background(), w.may("alex", models.Update, models.KindSettings)
		andenne := w.desk(t, " Andenne ", true, 1)
		_, err := w.SaveLocation(ctx, admin, models.Location{CentreID: "namur", Name: "ANDENNE"})
		wantProblem(t, err, "location.problem.taken")
		_, err = w.SaveLocation(ctx, admin, models.Location{CentreID: "liege", Name: "Liège"})
		wantKey(t, err, "error.not_found")
		_, err = w.SaveLocation(ctx, w.may("nadia", models.Read, models.KindAccount), models.Location{CentreID: "namur", Name: "Ciney"})
		wantKey(t, err, "error.forbidden")
		a := meeting("2026-11-25", "09:00")
		a.Mode, a.LocationID = models.ModeAway, &andenne.ID
		a = must[models.Appointment](t)(w.meet(t, "nadia", "p-amina", a))
		if a.Place != "Andenne" {
			t.Errorf("the place is %q", a.Place)
		}
		andenne.Name = "Andenne (CPAS)"
		must[models.Location](t)(w.SaveLocation(ctx, admin, andenne))
		_, err = w.SaveLocation(ctx, admin, andenne)
		wantKey(t, err, "error.stale")
		v := must[store.AppointmentView](t)(w.Appointment(ctx, w.may("nadia", models.Read, models.KindAppointment), a.PublicID))
		if v.Place != "Andenne (CPAS)" {
			t.Errorf("after the new name: %q", v.Place)
		}
		if err := w.CloseLocation(ctx, admin, andenne.PublicID, true); err != nil {
			t.Fatal(err)
		}
		if open := must[[]models.Location](t)(w.Locations(ctx, w.may("nadia", models.Create, models.KindAppointment), false)); len(open) != 0 {
			t.Errorf("still offered: %v", open)
		}
		later := meeting("2026-11-26", "09:00")
		later.Mode, later.LocationID = models.ModeAway, &andenne.ID
		_, err = w.meet(t, "nadia", "p-amina", later)
		wantProblem(t, err, "appointment.problem.location")
	})
}

func wantProblem(t *testing.T, err error, key string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), key) {
		t.Errorf("error %v, want %s", err, key)
	}
}

func TestSeatsAndInterpreters(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		desk, bureau := w.desk(t, "Andenne", true, 1), w.desk(t, "Bureau 3", false, 0)
		setis := models.Interpreter{Interpreted: true, Service: "SeTIS", Language: "ar", Interprets: "Éric Dupont"}
		first := meeting("2026-11-25", "14:00")
		first.Mode, first.LocationID, first.Interpreter = models.ModeAway, &desk.ID, setis
		must[models.Appointment](t)(w.meet(t, "nadia", "p-noori", first))
		second := meeting("2026-11-25", "14:30")
		second.Mode, second.LocationID = models.ModeAway, &desk.ID
		_, err := w.meet(t, "simon", "p-olha", second)
		wantProblem(t, err, "appointment.clash.location.appointment")
		second.Mode, second.LocationID, second.Interpreter = models.ModeOffice, &bureau.ID, models.Interpreter{Interpreted: true, Interprets: "eric dupont"}
		_, err = w.meet(t, "simon", "p-olha", second)
		wantProblem(t, err, "appointment.clash.interpreter.appointment")
		wrong := second
		wrong.LocationID = &desk.ID // a desk away from the centre is not the office
		_, err = w.meet(t, "simon", "p-olha", wrong)
		wantProblem(t, err, "appointment.problem.location")
		offers := must[[]models.Slot](t)(w.FreeSlots(context.Background(), w.may("simon", models.Create, models.KindAppointment), "p-olha", withUser(second, "simon")))
		if len(offers) != 6 || offers[0] != (models.Slot{OnDate: "2026-11-25", StartsAt: "13:00"}) || offers[1].StartsAt != "15:00" || offers[3] != (models.Slot{OnDate: "2026-11-26", StartsAt: "14:30"}) {
			t.Errorf("offered: %v", offers)
		}
		second.StartsAt = offers[1].StartsAt
		must[models.Appointment](t)(w.meet(t, "simon", "p-olha", second))
		if _, err := w.FreeSlots(context.Background(), w.may("simon", models.Create, models.KindAppointment), "p-amina", withUser(second, "simon")); models.CodeOf(err) != models.NotFound {
			t.Errorf("free times of somebody out of reach: %v", err)
		}
	})
}

func withUser(a models.Appointment, user string) models.Appointment {
	a.UserID = user
	return a
}

// A hundred colleagues press the button at the same moment: one appointment, ninety-nine sentences.
func TestOneSlotForOne(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		var group sync.WaitGroup
		made, refused := make(chan string, 100), make(chan error, 100)
		people := []string{"p-amina", "p-noori"}
		for i := range 100 {
			group.Add(1)
			go func() {
				defer group.Done()
				a, err := w.CreateAppointment(context.Background(), w.may("nadia", models.Create, models.KindAppointment), people[i%2], meeting("2026-11-25", "10:00"))
				if err != nil {
					refused <- err
				} else {
					made <- a.PublicID
				}
			}()
		}
		group.Wait()
		close(refused)
		if len(made) != 1 || w.Count(t, "select count(*) from appointments where on_date = '2026-11-25'") != 1 {
			t.Fatalf("%d appointments were made", len(made))
		}
		for err := range refused {
			if !strings.Contains(err.Error(), "appointment.clash.") {
				t.Fatalf("refused with %v", err)
			}
		}
	})
}

func TestUndoAppointment(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, update, cancel := context.Background(), w.may("nadia", models.Update, models.KindAppointment), w.may("nadia", models.Cancel, models.KindAppointment)
		a := must[models.Appointment](t)(w.meet(t, "nadia", "p-amina", meeting("2026-11-25", "09:00")))
		moved := a
		moved.OnDate, moved.StartsAt, moved.Place = "2026-11-26", "11:00", ""
		if err := w.UpdateAppointment(ctx, update, moved); err != nil {
			t.Fatal(err)
		}
		moves := must[[]store.AppointmentMove](t)(w.AppointmentMoves(ctx, update, a.PublicID))
		if len(moves) != 1 || moves[0].OnDate != "2026-11-25" || moves[0].Mover != "nadia" || moves[0].Colleague != "nadia" {
			t.Fatalf("history: %+v", moves)
		}
		// Somebody took the former slot: it is not given back.
		other := must[models.Appointment](t)(w.meet(t, "nadia", "p-noori", meeting("2026-11-25", "09:30")))
		wantProblem(t, w.UndoAppointment(ctx, update, a.PublicID, 2), "appointment.clash.colleague.appointment")
		if err := w.UndoAppointment(ctx, update, other.PublicID, 1); err != nil { // the planning itself
			t.Fatal(err)
		}
		if err := w.UndoAppointment(ctx, update, a.PublicID, 2); err != nil {
			t.Fatal(err)
		}
		wantKey(t, w.UndoAppointment(ctx, update, a.PublicID, 2), "error.stale") // the second click
		wantKey(t, w.UndoAppointment(ctx, update, a.PublicID, 3), "appointment.problem.no_undo")
		if n := w.Count(t, "select count(*) from appointments where public_id = ? and on_date = '2026-11-25' and starts_at = '09:00'", a.PublicID); n != 1 {
			t.Error("the appointment is not back in its slot")
		}
		week := store.AppointmentFilter{From: "2026-11-23", Until: "2026-11-29", Limit: 50}
		if all := must[[]store.AppointmentView](t)(w.Appointments(ctx, update, week)); len(all) != 1 {
			t.Errorf("%d appointments in the week, want 1: one made by mistake is not shown", len(all))
		}
		if err := w.CancelAppointment(ctx, cancel, a.PublicID, models.CancelByCentre, "", 3); err != nil {
			t.Fatal(err)
		}
		if err := w.UndoAppointment(ctx, update, a.PublicID, 4); err != nil {
			t.Fatal(err)
		}
		if v := must[store.AppointmentView](t)(w.Appointment(ctx, update, a.PublicID)); v.Outcome != "" || v.CancelSide != "" || v.OutcomeBy == nil {
			t.Errorf("after the undo: %+v", v.Appointment)
		}
	})
}

// A colleague's hours are seen as taken, and nothing of them, unless the person is within reach.
func TestOccupied(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		must[models.Appointment](t)(w.meet(t, "simon", "p-olha", meeting("2026-11-25", "14:00")))
		filter := store.AppointmentFilter{From: "2026-11-23", Until: "2026-11-29", UserID: "simon", Limit: 50}
		for who, want := range map[string]int{"nadia": 1, "claire": 0, "simon": 0, "lea": 0, "rita": 0, "marc": 0, "tom": 0} {
			got := must[[]store.Occupied](t)(w.Occupied(ctx, w.may(who, models.Create, models.KindAppointment), w.may(who, models.Read, models.KindAppointment), filter))
			if len(got) != want {
				t.Errorf("%s sees %d hours taken, want %d", who, len(got), want)
			}
		}
		if all := must[[]store.Occupied](t)(w.Occupied(ctx, w.may("nadia", models.Create, models.KindAppointment), models.Scope{}, store.AppointmentFilter{From: "2026-11-23", Until: "2026-11-29", Limit: 50})); all != nil {
			t.Error("nobody in particular was asked for")
		}
	})
}

func TestFeeds(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, own := context.Background(), w.may("nadia", models.Update, models.KindAccount)
		_, err := w.Feed(ctx, own)
		wantKey(t, err, "error.not_found")
		first := must[string](t)(w.RenewFeed(ctx, own))
		if len(first) < 26 { // 128 bits in base 32
			t.Errorf("a secret of %d characters", len(first))
		}
		if n := w.Count(t, "select count(*) from feeds where secret_hash = ?", first); n != 0 {
			t.Error("the secret itself is kept")
		}
		if u := must[models.User](t)(w.FeedUser(ctx, first)); u.ID != "nadia" {
			t.Errorf("opens the calendar of %s", u.ID)
		}
		second := must[string](t)(w.RenewFeed(ctx, own))
		_, err = w.FeedUser(ctx, first)
		wantKey(t, err, "error.not_found")
		for range 2 {
			if err := w.FeedRead(ctx, "nadia"); err != nil {
				t.Fatal(err)
			}
		}
		if f := must[store.Feed](t)(w.Feed(ctx, own)); f.ReadAt.IsZero() {
			t.Error("the reading is not written down")
		}
		w.Exec(t, "update users set disabled_at = created_at where id = 'nadia'")
		_, err = w.FeedUser(ctx, second)
		wantKey(t, err, "error.not_found")
		w.Exec(t, "update users set disabled_at = null where id = 'nadia'")
		if err := w.RevokeFeed(ctx, own); err != nil {
			t.Fatal(err)
		}
		_, err = w.FeedUser(ctx, second)
		wantKey(t, err, "error.not_found")
		_, err = w.FeedUser(ctx, "")
		wantKey(t, err, "error.not_found")
	})
}

// The lists of the agenda are read through an index.
func TestAgendaLists(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		read, create := w.may("nadia", models.Read, models.KindAppointment), w.may("nadia", models.Create, models.KindAppointment)
		for name, f := range map[string]store.AppointmentFilter{"colleague": {UserID: "simon"}, "location": {LocationID: "x"}, "own": {UserID: "nadia"}} {
			f.From, f.Until, f.Limit = "2026-11-23", "2026-11-29", 50
			query, args := store.AppointmentList(read, f)
			refuseFullReads(t, w.DB, name, query, args, "appointments")
			if name != "own" {
				query, args = store.OccupiedList(create, read, f)
				refuseFullReads(t, w.DB, name, query, args, "appointments")
			}
		}
	})
}
