package store_test

import (
	"context"
	"errors"
	"testing"

	"jalon/models"
	"jalon/policies"
	"jalon/store/storetest"
)

// asked is a scope the real gate gives.
func asked(t *testing.T, w *storetest.World, who, action, kind string) models.Scope {
	t.Helper()
	gate, err := policies.NewGate()
	if err != nil {
		t.Fatal(err)
	}
	scope, err := gate.Scope(w.Actors[who], action, kind)
	if err != nil {
		t.Fatalf("%s may not %s %s: %v", who, action, kind, err)
	}
	return scope
}

func TestEnrolmentsOfAPerson(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		for _, c := range []struct {
			who  string
			want int
		}{{"nadia", 2}, {"simon", 0}, {"claire", 2}, {"marc", 2}, {"lea", 0}} {
			all, err := w.EnrolmentsOf(context.Background(), asked(t, w, c.who, models.Read, models.KindEnrolment), "p-amina")
			if err != nil || len(all) != c.want {
				t.Errorf("%s sees %d enrolments of Amina (%v), want %d", c.who, len(all), err, c.want)
			}
		}
		all, err := w.EnrolmentsOf(context.Background(), asked(t, w, "nadia", models.Read, models.KindEnrolment), "p-amina")
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range all {
			if v.OperationCode == "GTJ" && (v.FirstContact != "2026-11-10" || v.State() != "en_cours") {
				t.Errorf("GTJ: first contact %q, state %s", v.FirstContact, v.State())
			}
			if v.OperationCode == "LLF" && v.State() != "attente" {
				t.Errorf("LLF: state %s, want attente", v.State())
			}
			if len(v.Referents) != 1 || v.Referents[0].UserID != "nadia" {
				t.Errorf("%s: referents %v", v.OperationCode, v.Referents)
			}
		}
	})
}

func TestEnrol(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w, ctx := storetest.NewWorld(t, db), context.Background()
		scope := asked(t, w, "nadia", models.Create, models.KindEnrolment)
		e, err := w.Enrol(ctx, scope, models.Enrolment{ParticipantID: "amina", OperationID: "m4h", RequestedOn: "2026-11-24",
			Sensitive: models.Sensitive{Disability: models.Yes}}, "nadia")
		if err != nil {
			t.Fatal(err)
		}
		v, err := w.Enrolment(ctx, asked(t, w, "nadia", models.Read, models.KindEnrolment), e.PublicID)
		if err != nil || v.Sensitive.Disability != models.Yes || v.Programme != models.M4H {
			t.Errorf("read back: %+v, %v", v.Enrolment, err)
		}
		_, err = w.Enrol(ctx, scope, models.Enrolment{ParticipantID: "amina", OperationID: "m4h"}, "nadia")
		if models.CodeOf(err) != models.Conflict {
			t.Errorf("second enrolment in the same operation: %v, want a conflict", err)
		}
		for who, c := range map[string]models.Enrolment{"nadia": {ParticipantID: "olha", OperationID: "llf"}, "claire": {ParticipantID: "bruno", OperationID: "llf"}} {
			if _, err := w.Enrol(ctx, asked(t, w, who, models.Create, models.KindEnrolment), c, who); models.CodeOf(err) != models.NotFound {
				t.Errorf("%s enrols %s: %v, want not found", who, c.ParticipantID, err)
			}
		}
		if n := w.Count(t, "select count(*) from journal where action = 'create' and kind = 'enrolment' and participant = 'p-amina'"); n != 1 {
			t.Errorf("journal lines: %d, want 1", n)
		}
	})
}

func TestHandingOverClosesTheFile(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w, ctx := storetest.NewWorld(t, db), context.Background()
		update := asked(t, w, "nadia", models.Update, models.KindEnrolment)
		if err := w.SetReferents(ctx, update, "e-noori-gtj", "simon", nil); err != nil {
			t.Fatal(err)
		}
		if w.Reaches(ctx, asked(t, w, "nadia", models.Read, models.KindParticipant), "p-noori") {
			t.Error("Nadia still reaches Noori after the handover")
		}
		if !w.Reaches(ctx, asked(t, w, "simon", models.Read, models.KindParticipant), "p-noori") {
			t.Error("Simon does not reach Noori after the handover")
		}
		if err := w.SetReferents(ctx, asked(t, w, "simon", models.Update, models.KindEnrolment), "e-noori-gtj", "lea", nil); models.CodeOf(err) != models.Invalid {
			t.Errorf("a colleague of another centre as referent: %v, want a refusal", err)
		}
	})
}

func TestExits(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w, ctx := storetest.NewWorld(t, db), context.Background()
		scope := asked(t, w, "nadia", models.Create, models.KindExit)
		for name, c := range map[string]struct {
			enrolment string
			on        models.Date
			key       string
		}{
			"before the last presence": {"e-amina-gtj", "2026-11-09", "exit.before_last_presence"},
			"in the future":            {"e-amina-gtj", "2026-11-25", "exit.future"},
			"without a contact":        {"e-amina-llf", "2026-11-20", "exit.no_contact"},
		} {
			_, err := w.RecordExit(ctx, scope, c.enrolment, models.Exit{OnDate: c.on, Reason: "terme"})
			if !isRefusal(err, c.key) {
				t.Errorf("%s: %v, want %s", name, err, c.key)
			}
		}
		x, err := w.RecordExit(ctx, scope, "e-amina-gtj", models.Exit{OnDate: "2026-11-10", Reason: "emploi"})
		if err != nil {
			t.Fatalf("an exit on the day of the last presence: %v", err)
		}
		if _, err := w.RecordExit(ctx, scope, "e-amina-gtj", models.Exit{OnDate: "2026-11-12", Reason: "emploi"}); !isRefusal(err, "exit.already") {
			t.Errorf("second exit without a contact between: %v", err)
		}
		if err := w.CancelExit(ctx, asked(t, w, "nadia", models.Cancel, models.KindExit), "e-amina-gtj", x.PublicID, "erreur"); err != nil {
			t.Fatal(err)
		}
		if _, err := w.RecordExit(ctx, scope, "e-amina-gtj", models.Exit{OnDate: "2026-11-12", Reason: "emploi"}); err != nil {
			t.Errorf("an exit after the cancelled one: %v", err)
		}
		if _, err := w.RecordExit(ctx, scope, "e-olha-gtj", models.Exit{OnDate: "2026-11-12"}); models.CodeOf(err) != models.NotFound {
			t.Errorf("exit of a colleague's person: %v, want not found", err)
		}
	})
}

func isRefusal(err error, key string) bool {
	var refusal *models.Error
	return errors.As(err, &refusal) && refusal.Key == key
}

func TestSixMonthCalls(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w, ctx := storetest.NewWorld(t, db), context.Background()
		w.Exec(t, "update followups set on_date = '2026-03-01' where id = 'f-amina'")
		w.Insert(t, "exits", map[string]any{"id": "x", "public_id": "x", "centre_id": "namur", "enrolment_id": "amina-gtj",
			"on_date": "2026-05-31", "created_at": storetest.Now})
		scope := asked(t, w, "nadia", models.Read, models.KindExit)
		for until, want := range map[models.Date]int{"2026-11-29": 0, "2026-11-30": 1, "2026-12-08": 1} {
			calls, err := w.SixMonthCalls(ctx, scope, until, 50)
			if err != nil || len(calls) != want {
				t.Errorf("calls due until %s: %d (%v), want %d", until, len(calls), err, want)
			}
		}
		if err := w.SaveSixMonths(ctx, asked(t, w, "nadia", models.Update, models.KindExit), "e-amina-gtj", models.SixMonths{OnDate: "2026-11-24", Status: "inconnu"}); err != nil {
			t.Fatal(err)
		}
		if calls, _ := w.SixMonthCalls(ctx, scope, "2026-12-08", 50); len(calls) != 0 {
			t.Error("« Demandé, inconnu » is an answer: the call is done")
		}
		if calls, _ := w.SixMonthCalls(ctx, asked(t, w, "simon", models.Read, models.KindExit), "2026-12-08", 50); len(calls) != 0 {
			t.Error("Simon sees a call of Nadia's caseload")
		}
	})
}

func TestCorrectingAFrozenEntry(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w, ctx := storetest.NewWorld(t, db), context.Background()
		w.Exec(t, "update enrolments set frozen_on = '2026-11-10' where id = 'amina-gtj'")
		scope := asked(t, w, "nadia", models.Update, models.KindEnrolment)
		e := models.Enrolment{PublicID: "e-amina-gtj", Version: 1, Entry: models.Entry{ISCED: "6"}}
		if err := w.UpdateEntry(ctx, scope, e, ""); !isRefusal(err, "enrolment.reason_required") {
			t.Errorf("correction without a reason: %v", err)
		}
		if err := w.UpdateEntry(ctx, scope, e, "diplôme vérifié"); err != nil {
			t.Fatal(err)
		}
		if err := w.UpdateEntry(ctx, scope, e, "encore"); models.CodeOf(err) != models.Conflict {
			t.Errorf("stale correction: %v, want a conflict", err)
		}
		if n := w.Count(t, "select count(*) from revisions where record_id = 'amina-gtj'"); n != 1 {
			t.Errorf("revisions: %d, want 1 (the stale one kept nothing)", n)
		}
	})
}

func TestDerogations(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w, ctx := storetest.NewWorld(t, db), context.Background()
		nadia := asked(t, w, "nadia", models.Create, models.KindEnrolment)
		if err := w.AskDerogation(ctx, nadia, "p-olha", "o-llf", "motif"); models.CodeOf(err) != models.NotFound {
			t.Errorf("derogation for a colleague's person: %v, want not found", err)
		}
		if err := w.AskDerogation(ctx, nadia, "p-amina", "o-m4h", "motif"); err != nil {
			t.Fatal(err)
		}
		claire := asked(t, w, "claire", models.Create, models.KindDerogation)
		open, err := w.OpenDerogations(ctx, claire)
		if err != nil || len(open) != 1 {
			t.Fatalf("open requests: %d, %v", len(open), err)
		}
		if err := w.DecideDerogation(ctx, claire, open[0].PublicID, true, "accord"); err != nil {
			t.Fatal(err)
		}
		d, err := w.Granted(ctx, nadia, "amina", "m4h")
		if err != nil || d.DecidedReason != "accord" {
			t.Errorf("granted: %+v, %v", d, err)
		}
		if err := w.DecideDerogation(ctx, claire, open[0].PublicID, false, "non"); models.CodeOf(err) != models.Conflict {
			t.Errorf("deciding twice: %v, want a conflict", err)
		}
	})
}
