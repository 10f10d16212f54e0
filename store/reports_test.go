package store_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jalon/models"
	"jalon/store/storetest"
)

func factsOf(t *testing.T, w *storetest.World, who, kind, operation string) map[string]models.EnrolmentFacts {
	t.Helper()
	facts := map[string]models.EnrolmentFacts{}
	scope := asked(t, w, who, models.Read, kind)
	var want, got []models.EnrolmentFacts // a sheet of attendances says the same, in the same order
	err := w.Participations(context.Background(), scope, operation, func(f models.EnrolmentFacts) error {
		facts[f.Enrolment] = f
		want = append(want, models.EnrolmentFacts{Enrolment: f.Enrolment, Contacts: f.Contacts})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = w.Attendances(context.Background(), scope, operation, func(f models.EnrolmentFacts) error { got = append(got, f); return nil })
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("attendances of %s: %v\n%s", operation, err, diff)
	}
	return facts
}

func TestParticipations(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		facts := factsOf(t, w, "marc", models.KindReport, "o-gtj")
		if len(facts) != 3 {
			t.Fatalf("%d enrolments in GTJ, want 3", len(facts))
		}
		amina := facts["e-amina-gtj"]
		want := []models.ContactFact{{Ref: "f-amina", Kind: models.FollowUpContact, Date: "2026-11-10", Start: "10:00", End: "10:45",
			Minutes: 45, Planned: 45, Mode: "bureau", Presence: "present", Signed: true, Staff: "nadia"}}
		if diff := cmp.Diff(want, amina.Contacts); diff != "" {
			t.Errorf("contacts of Amina:\n%s", diff)
		}
		if amina.Family != "" || amina.Given != "" {
			t.Errorf("a pseudonymous report holds a name: %q %q", amina.Family, amina.Given)
		}
		if named := factsOf(t, w, "marc", models.KindReportNominal, "o-gtj")["e-amina-gtj"]; named.Family != "Haddad" {
			t.Errorf("nominative report: family name %q", named.Family)
		}
	})
}

func TestParticipationsLeaveOutWhatIsCancelled(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		w.Exec(t, "update registrations set attendance = 'present', signed = ? where id = 'cv-amina'", true)
		if n := len(factsOf(t, w, "marc", models.KindReport, "o-llf")["e-amina-llf"].Contacts); n != 1 {
			t.Fatalf("contacts in LLF: %d, want 1", n)
		}
		if n := len(factsOf(t, w, "marc", models.KindReport, "o-gtj")["e-amina-gtj"].Elsewhere); n != 1 {
			t.Errorf("contacts of Amina elsewhere: %d, want the LLF session", n)
		}
		w.Exec(t, "update sessions set status = 'cancelled' where id = 'cv'")
		w.Exec(t, "update followups set cancelled_at = ? where id = 'f-amina'", storetest.Now)
		w.Exec(t, "update enrolments set cancelled_at = ? where id = 'noori-gtj'", storetest.Now)
		if n := len(factsOf(t, w, "marc", models.KindReport, "o-llf")["e-amina-llf"].Contacts); n != 0 {
			t.Errorf("a cancelled session still counts")
		}
		gtj := factsOf(t, w, "marc", models.KindReport, "o-gtj")
		if len(gtj) != 2 || len(gtj["e-amina-gtj"].Contacts) != 0 {
			t.Errorf("cancelled follow-up or enrolment still counts: %v", gtj)
		}
	})
}

// Who stays to the end of a session was there all the time foreseen, whichever way its module counts.
func TestPlannedTimeFollowsTheCounting(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		w.Exec(t, "update registrations set attendance = 'present', signed = ? where id = 'cv-amina'", true)
		for _, counting := range []string{models.CountClock, models.CountFixed, models.CountDuration} {
			w.Exec(t, "update sessions set counting = ?, module_minutes = 150, starts_at = '09:00', ends_at = '12:00' where id = 'cv'", counting)
			contacts := factsOf(t, w, "marc", models.KindReport, "o-llf")["e-amina-llf"].Contacts
			if len(contacts) != 1 || contacts[0].Planned != contacts[0].Minutes || contacts[0].Planned != map[bool]int{true: 150, false: 180}[counting == models.CountFixed] {
				t.Errorf("%s: %+v", counting, contacts)
			}
		}
	})
}

func TestReportsStayWithinTheirReach(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		none := func(models.EnrolmentFacts) error { t.Error("a row out of reach was read"); return nil }
		for who, operation := range map[string]string{"fanny": "o-llf", "odile": "o-m4h", "marie": "o-gtj"} {
			err := w.Participations(context.Background(), asked(t, w, who, models.Read, models.KindReport), operation, none)
			if models.CodeOf(err) != models.NotFound {
				t.Errorf("%s reads %s: %v, want not found", who, operation, err)
			}
		}
		if n := len(factsOf(t, w, "fanny", models.KindReport, "o-gtj")); n != 3 {
			t.Errorf("Fanny reads %d enrolments of her own operation, want 3", n)
		}
		err := w.Participations(context.Background(), asked(t, w, "marc", models.Read, models.KindParticipant), "o-gtj", none)
		if models.CodeOf(err) != models.NotFound {
			t.Errorf("a scope of persons opened a report: %v", err)
		}
	})
}
