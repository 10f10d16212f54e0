package store_test

import (
	"context"
	"testing"

	"jalon/models"
	"jalon/store"
)

func meeting(day models.Date, start string) models.Appointment {
	return models.Appointment{OnDate: day, StartsAt: start, Minutes: 60, Mode: models.ModeOffice, Purpose: "Bilan"}
}

func TestAppointments(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		create := w.may("nadia", models.Create, models.KindAppointment)
		a := must[models.Appointment](t)(w.CreateAppointment(ctx, create, "p-amina", meeting("2026-11-25", "09:00")))
		week := store.AppointmentFilter{From: "2026-11-23", Until: "2026-11-29", Limit: 50}
		for who, want := range map[string]int{"nadia": 1, "claire": 1, "rita": 1, "marc": 1, "simon": 0, "lea": 0, "tom": 0, "alex": 0} {
			all := must[[]store.AppointmentView](t)(w.Appointments(ctx, w.may(who, models.Read, models.KindAppointment), week))
			if len(all) != want {
				t.Errorf("%s sees %d appointments, want %d", who, len(all), want)
			}
		}
		// What the meeting is about belongs to the file: the desk sees who comes and when.
		for who, want := range map[string]string{"nadia": "Bilan", "claire": "Bilan", "rita": ""} {
			v := must[store.AppointmentView](t)(w.OpenAppointment(ctx, w.may(who, models.Read, models.KindAppointment), w.may(who, models.Read, models.KindFollowUp), a.PublicID))
			if v.Purpose != want || v.Colleague != "nadia" {
				t.Errorf("%s reads %q of %s", who, v.Purpose, v.Colleague)
			}
		}
		if _, err := w.CreateAppointment(ctx, w.may("simon", models.Create, models.KindAppointment), "p-amina", meeting("2026-11-26", "09:00")); models.CodeOf(err) != models.NotFound {
			t.Errorf("a person of somebody else: %v", err)
		}
	})
}

func TestAppointmentClashes(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		w.Exec(t, "update sessions set on_date = '2026-11-25' where id in ('cv', 'module4h')")
		w.Exec(t, "insert into caseloads (id, centre_id, participant_id, enrolment_id, user_id, kind, from_on) values ('k', 'namur', 'tsehaye', 'tsehaye-llf', 'nadia', 'co', '2026-01-01')")
		must[models.Appointment](t)(w.CreateAppointment(ctx, w.may("nadia", models.Create, models.KindAppointment), "p-noori", meeting("2026-11-25", "14:00")))
		must[models.Appointment](t)(w.CreateAppointment(ctx, w.may("simon", models.Create, models.KindAppointment), "p-olha", meeting("2026-11-25", "14:00")))
		for name, tc := range map[string]struct{ who, person, colleague, start, key string }{
			"colleague has an appointment":    {"nadia", "p-amina", "", "14:30", "appointment.clash.colleague.appointment"},
			"the other one is out of reach":   {"nadia", "p-amina", "simon", "14:30", "appointment.clash.colleague.other"},
			"person has an appointment":       {"claire", "p-noori", "", "13:30", "appointment.clash.person.appointment"},
			"person is expected in a session": {"nadia", "p-tsehaye", "", "12:00", "appointment.clash.person.session"},
			"colleague gives a session":       {"claire", "p-olha", "", "09:30", "appointment.clash.colleague.session"},
			"colleague of another centre":     {"claire", "p-olha", "lea", "16:00", "enrolment.not_a_colleague"},
		} {
			a := meeting("2026-11-25", tc.start)
			a.UserID = tc.colleague
			_, err := w.CreateAppointment(ctx, w.may(tc.who, models.Create, models.KindAppointment), tc.person, a)
			if err == nil {
				t.Errorf("%s: accepted", name)
				continue
			}
			wantKey(t, err, tc.key)
		}
		must[models.Appointment](t)(w.CreateAppointment(ctx, w.may("nadia", models.Create, models.KindAppointment), "p-amina", meeting("2026-11-25", "15:00")))
	})
}

func TestMoveAndOutcome(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		update := w.may("nadia", models.Update, models.KindAppointment)
		a := must[models.Appointment](t)(w.CreateAppointment(ctx, w.may("nadia", models.Create, models.KindAppointment), "p-amina", meeting("2026-11-25", "09:00")))
		a.StartsAt = "09:30"
		if err := w.UpdateAppointment(ctx, update, a); err != nil {
			t.Fatalf("moving into one's own slot: %v", err)
		}
		wantKey(t, w.UpdateAppointment(ctx, update, a), "error.stale")
		outcome := func(scope models.Scope, value string) error {
			_, err := w.SetOutcome(ctx, scope, a.PublicID, value)
			return err
		}
		wantKey(t, outcome(update, models.Absent), "appointment.problem.not_yet")
		wantKey(t, outcome(update, models.Present), "appointment.problem.outcome")
		wantKey(t, outcome(w.may("simon", models.Update, models.KindAppointment), models.Excused), "error.not_found")
		cancel := w.may("nadia", models.Cancel, models.KindAppointment)
		wantKey(t, w.CancelAppointment(ctx, cancel, a.PublicID, "", "", 2), "appointment.problem.side")
		wantKey(t, w.CancelAppointment(ctx, cancel, a.PublicID, models.CancelByPerson, "", 1), "error.stale")
		if err := w.CancelAppointment(ctx, cancel, a.PublicID, models.CancelByPerson, "malade", 2); err != nil {
			t.Fatal(err)
		}
		v := must[store.AppointmentView](t)(w.OpenAppointment(ctx, update, w.may("nadia", models.Read, models.KindFollowUp), a.PublicID))
		if v.CancelSide != models.CancelByPerson || v.CancelReason != "malade" || v.OutcomeBy == nil || *v.OutcomeBy != "nadia" || v.OutcomeAt.IsZero() {
			t.Errorf("cancelled: %+v", v)
		}
		if n := w.Count(t, "select count(*) from appointments where cancel_reason_sealed is not null"); n != 1 {
			t.Error("the reason is not sealed")
		}
		a.Version = 3
		wantKey(t, w.UpdateAppointment(ctx, update, a), "appointment.problem.over")
	})
}

// The follow-up is the outcome of its appointment; cancelling it asks again.
func TestAppointmentBecomesFollowUp(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		w.Insert(t, "appointments", map[string]any{"id": "a1", "public_id": "a-1", "centre_id": "namur", "participant_id": "amina", "user_id": "nadia",
			"on_date": "2026-11-24", "starts_at": "08:00", "minutes": 45, "created_at": w.Now().Time})
		entry := contact("e-amina-gtj", "08:00")
		entry.Appointment = "a-1"
		f := must[models.FollowUp](t)(w.log(t, "nadia", entry))
		v := must[store.AppointmentView](t)(w.Appointment(ctx, w.may("nadia", models.Read, models.KindAppointment), "a-1"))
		if v.Outcome != models.Present || v.FollowUpWritten != f.PublicID {
			t.Errorf("appointment: %+v", v)
		}
		_, err := w.SetOutcome(ctx, w.may("nadia", models.Update, models.KindAppointment), "a-1", models.Absent)
		wantKey(t, err, "appointment.problem.written")
		if err := w.CancelFollowUp(ctx, w.may("nadia", models.Cancel, models.KindFollowUp), f.PublicID, "erreur"); err != nil {
			t.Fatal(err)
		}
		v = must[store.AppointmentView](t)(w.Appointment(ctx, w.may("nadia", models.Read, models.KindAppointment), "a-1"))
		if v.Outcome != "" || v.FollowUpWritten != "" {
			t.Errorf("after the cancellation: %+v", v)
		}
		other := contact("e-noori-gtj", "11:00")
		other.Appointment = "a-1"
		_, err = w.log(t, "nadia", other)
		wantKey(t, err, "error.not_found")
	})
}
