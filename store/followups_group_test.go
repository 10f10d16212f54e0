package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"jalon/models"
	"jalon/store"
)

// family is a contact of Amina and Noori, both of Nadia's caseload, on the day of the tests.
func family(start string) store.FollowUpEntry {
	entry := contact("e-amina-gtj", start)
	entry.Others = []string{"e-noori-gtj"}
	entry.Note = models.Note{Level: models.NoteFile, Body: "Le logement est trop petit."}
	return entry
}

// totals are those of Nadia's own list, on the day of the tests.
func (w *sessionWorld) totals(t *testing.T, f models.FollowUpFilter) models.FollowUpTotals {
	t.Helper()
	f.UserID, f.From, f.Until = "nadia", "2026-11-24", "2026-11-24"
	return must[models.FollowUpTotals](t)(w.FollowUpTotals(context.Background(), w.may("nadia", models.Read, models.KindFollowUp), f))
}

// Counted once for the colleague and once for each person (issue 3, point 10; product.md §3, rule 3).
func TestGroupCountsOnceForTheColleague(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		must[models.FollowUp](t)(w.log(t, "nadia", family("14:00")))
		if got := w.totals(t, models.FollowUpFilter{}); got != (models.FollowUpTotals{Count: 2, Minutes: 90, Signed: 90, Staff: 45}) {
			t.Errorf("totals %+v", got)
		}
		errand := family("15:00")
		errand.FollowUp.Mode, errand.FollowUp.Minutes, errand.Note.Body = models.ModeErrand, 20, ""
		must[models.FollowUp](t)(w.log(t, "nadia", errand))
		if got := w.totals(t, models.FollowUpFilter{}); got != (models.FollowUpTotals{Count: 4, Minutes: 90, Signed: 90, Errands: 20, Staff: 65}) {
			t.Errorf("with a step for both: %+v", got)
		}
		absent := family("16:00")
		absent.FollowUp.Presence, absent.Note.Body = models.Absent, ""
		must[models.FollowUp](t)(w.log(t, "nadia", absent))
		w.Exec(t, "update followups set minutes = 30 where participant_id = 'noori' and starts_at = '14:00' and on_date = '2026-11-24'") // left earlier
		if got := w.totals(t, models.FollowUpFilter{}); got.Staff != 65 || got.Minutes != 75 {
			t.Errorf("who left earlier: %+v", got)
		}
		if got := w.totals(t, models.FollowUpFilter{Programme: models.GTJ}); got.Staff != 65 {
			t.Errorf("under one dispositif: %+v", got)
		}
		figures := must[store.PeriodFigures](t)(w.PeriodFigures(context.Background(), w.may("claire", models.Read, models.KindFollowUp), "2026-11-24", "2026-11-24"))
		if figures != (store.PeriodFigures{People: 2, Minutes: 75, Signed: 75}) {
			t.Errorf("the persons' hours: %+v", figures)
		}
	})
}

// Each file holds the note under its own key, and nothing of the other person.
func TestGroupWritesToEachFile(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		entry := family("14:00")
		entry.Next = &models.Appointment{OnDate: "2026-12-01", StartsAt: "09:00", Minutes: 60, Mode: models.ModeOffice}
		entry.Tasks = []models.PlanTask{{Who: models.TaskByColleague, DueOn: "2026-12-04", PlanWords: models.PlanWords{Text: "Appeler la société de logement"}}}
		scopes := w.logScopes("nadia", models.Create, models.NoteFile)
		scopes.Plan = w.may("nadia", models.Create, models.KindPlan)
		logged := must[store.Logged](t)(w.LogContact(ctx, scopes, entry))
		read := w.may("nadia", models.Read, models.KindFollowUp)
		publicIDs, all, err := w.FollowUpGroup(ctx, read, logged.FollowUp)
		if err != nil || len(publicIDs) != 2 || all != 2 {
			t.Fatalf("%v of %d: %v", publicIDs, all, err)
		}
		persons := map[string]bool{}
		for _, publicID := range publicIDs {
			v := must[store.FollowUpView](t)(w.FollowUp(ctx, read, publicID))
			persons[v.Person] = true
			notes := must[[]store.NoteView](t)(w.NotesOf(ctx, publicID, w.may("nadia", models.Read, models.KindNote)))
			if len(notes) != 1 || notes[0].Body != entry.Note.Body || notes[0].Person != v.Person {
				t.Errorf("%s: notes %+v", v.Person, notes)
			}
			if n := w.Count(t, "select count(*) from journal where kind = 'followup' and action = 'create' and record = ? and participant = ?", publicID, v.Person); n != 1 {
				t.Errorf("%s: %d journal lines", v.Person, n)
			}
		}
		if !persons["p-amina"] || !persons["p-noori"] {
			t.Errorf("for %v", persons)
		}
		if logged.Next == "" || len(logged.Tasks) != 1 || w.Count(t, "select count(*) from appointments where on_date = '2026-12-01'") != 1 || w.Count(t, "select count(*) from plan_tasks") != 1 {
			t.Errorf("the appointment and the task are those of the first person: %+v", logged)
		}
	})
}

func TestGroupRefusals(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		before := w.Count(t, "select count(*) from followups")
		for name, tc := range map[string]struct {
			key, field string
			change     func(*store.FollowUpEntry)
		}{
			"twice the same":       {"followup.group.twice", "persons", func(e *store.FollowUpEntry) { e.Others = []string{"e-amina-llf"} }},
			"another's file":       {"error.not_found", "", func(e *store.FollowUpEntry) { e.Others = []string{"e-olha-gtj"} }},
			"another centre":       {"error.not_found", "", func(e *store.FollowUpEntry) { e.Others = []string{"e-bruno-liege-gtj"} }},
			"the note names one":   {"followup.group.named", "note", func(e *store.FollowUpEntry) { e.Note.Body = "Mahdi cherche un logement." }},
			"the step names one":   {"followup.group.named", "next_step", func(e *store.FollowUpEntry) { e.FollowUp.NextStep = "appeler HADDAD" }},
			"the other is busy":    {"followup.overlap.person.followup", "other e-noori-gtj starts_at", func(e *store.FollowUpEntry) { e.FollowUp.OnDate, e.FollowUp.StartsAt = "2026-11-10", "10:30" }},
			"the other has it too": {"followup.similar", "", func(e *store.FollowUpEntry) { e.FollowUp.OnDate, e.FollowUp.StartsAt = "2026-11-09", "" }},
		} {
			w.Exec(t, "update followups set on_date = '2026-10-10' where id = 'f-amina'")
			w.Exec(t, "update followups set user_id = 'simon' where id = 'f-noori'")
			if name == "the other has it too" {
				w.Exec(t, "update followups set on_date = '2026-11-09' where id = 'f-noori'")
			}
			entry := family("14:00")
			tc.change(&entry)
			_, err := w.log(t, "nadia", entry)
			w.Exec(t, "update followups set on_date = '2026-11-10' where id = 'f-noori'")
			var wrong *models.FormError
			if errors.As(err, &wrong) && tc.field != "" {
				if wrong.Problems[tc.field].Key != tc.key {
					t.Errorf("%s: %+v", name, wrong.Problems)
				}
				continue
			}
			var refusal *models.Error
			if !errors.As(err, &refusal) || refusal.Key != tc.key {
				t.Errorf("%s: %v", name, err)
			}
		}
		if after := w.Count(t, "select count(*) from followups"); after != before {
			t.Errorf("a refused group was written in part: %d, then %d", before, after)
		}
	})
}

// One corrected alone keeps its place in the group, unless it is moved; all of them are moved together.
func TestGroupChanges(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		f := must[models.FollowUp](t)(w.log(t, "nadia", family("14:00")))
		change := func(whole bool, start string, minutes, version int) error {
			entry := contact("e-amina-gtj", start)
			entry.FollowUp.PublicID, entry.FollowUp.Version, entry.FollowUp.Minutes, entry.Whole, entry.Again = f.PublicID, version, minutes, whole, true
			return w.UpdateFollowUp(ctx, w.logScopes("nadia", models.Update, models.NoteFile), entry)
		}
		rows := func(condition string) int {
			return w.Count(t, "select count(*) from followups where group_id = ? and "+condition, f.GroupID)
		}
		if err := change(true, "14:15", 60, 1); err != nil || rows("starts_at = '14:15' and minutes = 60") != 2 {
			t.Errorf("both are moved: %v", err)
		}
		if err := change(false, "14:15", 50, 2); err != nil || rows("starts_at = '14:15'") != 2 || w.totals(t, models.FollowUpFilter{}).Staff != 60 {
			t.Errorf("one is shorter: %v, %+v", err, w.totals(t, models.FollowUpFilter{}))
		}
		w.Exec(t, "update caseloads set user_id = 'simon' where participant_id = 'noori'")
		var refusal *models.Error
		if err := change(true, "14:30", 60, 3); !errors.As(err, &refusal) || refusal.Key != "followup.group.out_of_reach" || rows("starts_at = '14:15'") != 2 {
			t.Errorf("one is out of reach: %v", err)
		}
		if err := w.CancelFollowUpGroup(ctx, w.may("nadia", models.Cancel, models.KindFollowUp), f.PublicID, "erreur"); !errors.As(err, &refusal) || refusal.Key != "followup.group.out_of_reach" {
			t.Errorf("cancelled out of reach: %v", err)
		}
		w.Exec(t, "update caseloads set user_id = 'nadia' where participant_id = 'noori'")
		if err := change(false, "16:00", 50, 3); err != nil || rows("1 = 1") != 1 || w.totals(t, models.FollowUpFilter{}).Staff != 110 {
			t.Errorf("one is moved alone: %v, %+v", err, w.totals(t, models.FollowUpFilter{}))
		}
	})
}

func TestGroupIsCancelledWhole(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		f := must[models.FollowUp](t)(w.log(t, "nadia", family("14:00")))
		cancel := w.may("nadia", models.Cancel, models.KindFollowUp)
		if err := w.CancelFollowUpGroup(ctx, cancel, f.PublicID, "Encodé par erreur"); err != nil {
			t.Fatal(err)
		}
		if got := w.totals(t, models.FollowUpFilter{}); got != (models.FollowUpTotals{}) {
			t.Errorf("left: %+v", got)
		}
		again := must[models.FollowUp](t)(w.log(t, "nadia", family("14:00")))
		if err := w.CancelFollowUp(ctx, cancel, again.PublicID, "Amina n'était pas là"); err != nil {
			t.Fatal(err)
		}
		if got := w.totals(t, models.FollowUpFilter{}); got.Count != 1 || got.Staff != 45 {
			t.Errorf("one of the two is cancelled: %+v", got)
		}
	})
}

// Two groups with the same persons in another order, saved at once, do not wait for each other; one of them is refused.
func TestGroupsAtTheSameTime(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		const attempts = 20
		failed := make(chan error, attempts)
		for i := range attempts {
			go func() {
				entry := family("14:00")
				if i%2 == 1 {
					entry.Enrolment, entry.Others = entry.Others[0], []string{entry.Enrolment}
				}
				entry.Again = true
				_, err := w.LogFollowUp(context.Background(), w.logScopes("nadia", models.Create, models.NoteFile), entry)
				failed <- err
			}()
		}
		saved := 0
		for range attempts {
			var wrong *models.FormError
			switch err := <-failed; {
			case err == nil:
				saved++
			case !errors.As(err, &wrong) || !strings.HasPrefix(wrong.Problems["starts_at"].Key, "followup.overlap."):
				t.Errorf("not an overlap: %v", err)
			}
		}
		if saved != 1 {
			t.Errorf("%d saved, want 1", saved)
		}
	})
}
