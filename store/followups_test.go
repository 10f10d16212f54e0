package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"jalon/models"
	"jalon/store"
)

// logScopes are what a colleague needs to log a follow-up with a note of a level.
func (w *sessionWorld) logScopes(who, action, level string) store.FollowUpScopes {
	return store.FollowUpScopes{FollowUp: w.may(who, action, models.KindFollowUp), Note: w.may(who, action, models.KindOfNote(level)),
		Former: w.may(who, models.Update, models.KindOfNote(level)), Appointment: w.may(who, models.Update, models.KindAppointment), Next: w.may(who, models.Create, models.KindAppointment)}
}

func (w *sessionWorld) log(t *testing.T, who string, entry store.FollowUpEntry) (models.FollowUp, error) {
	t.Helper()
	return w.LogFollowUp(context.Background(), w.logScopes(who, models.Create, entry.Note.Level), entry)
}

// contact is an attended meeting of 45 minutes on the day of the tests.
func contact(enrolment, start string) store.FollowUpEntry {
	return store.FollowUpEntry{Enrolment: enrolment, FollowUp: models.FollowUp{OnDate: "2026-11-24", StartsAt: start, Minutes: 45,
		Mode: models.ModeOffice, Presence: models.Present, Signed: true, Topics: "CV;mobilite"}}
}

func TestLogFollowUp(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		entry := contact("e-amina-llf", "08:30")
		entry.Note = models.Note{Level: models.NoteShared, Body: "Prépare un entretien.", Readers: []string{"simon"}}
		entry.Next = &models.Appointment{OnDate: "2026-12-01", StartsAt: "09:00", Minutes: 60, Mode: models.ModeOffice, Purpose: "Bilan"}
		f := must[models.FollowUp](t)(w.log(t, "nadia", entry))
		v := must[store.FollowUpView](t)(w.FollowUp(ctx, w.may("nadia", models.Read, models.KindFollowUp), f.PublicID))
		if v.Name() != models.ListName("Haddad", "Amina") || v.OperationCode != "LLF" || v.Colleague != "nadia" || v.Minutes != 45 || !v.Signed || v.Version != 1 {
			t.Errorf("recorded: %+v", v)
		}
		if frozen := w.Count(t, "select count(*) from enrolments where id = 'amina-llf' and frozen_on = '2026-11-24'"); frozen != 1 {
			t.Error("the first attended contact freezes the entry")
		}
		if n := w.Count(t, "select count(*) from appointments where participant_id = 'amina' and on_date = '2026-12-01' and enrolment_id = 'amina-llf'"); n != 1 {
			t.Errorf("%d next appointments, want 1", n)
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'followup' and action = 'create' and record = ? and participant = 'p-amina'", f.PublicID); n != 1 {
			t.Errorf("%d journal lines, want 1", n)
		}
		if n := w.Count(t, "select count(*) from notes where followup_id = ? and body_sealed is not null", f.ID); n != 1 {
			t.Errorf("%d notes, want 1", n)
		}
	})
}

// A step without the person is staff time only: it never opens a participation. Nor does an absence.
func TestWhatNeverOpensAParticipation(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		for _, change := range []func(*models.FollowUp){
			func(f *models.FollowUp) { f.Mode = models.ModeErrand },
			func(f *models.FollowUp) { f.Presence = models.Absent },
			func(f *models.FollowUp) { f.Presence = models.Excused },
		} {
			entry := contact("e-amina-llf", "")
			change(&entry.FollowUp)
			entry.Again = true
			must[models.FollowUp](t)(w.log(t, "nadia", entry))
		}
		if n := w.Count(t, "select count(*) from enrolments where id = 'amina-llf' and frozen_on is not null"); n != 0 {
			t.Error("the entry is frozen although nobody came")
		}
	})
}

func TestFollowUpRefusals(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		w.Exec(t, "update enrolments set cancelled_at = ? where id = 'amina-llf'", w.Now())
		w.Exec(t, "update registrations set attendance = 'present' where id = 'cv-tsehaye'")
		before := w.Count(t, "select count(*) from followups")
		for name, tc := range map[string]struct {
			who, key string
			change   func(*store.FollowUpEntry)
		}{
			"out of the caseload":  {"simon", "error.not_found", func(*store.FollowUpEntry) {}},
			"another centre":       {"lea", "error.not_found", func(*store.FollowUpEntry) {}},
			"cancelled enrolment":  {"nadia", "enrolment.cancelled", func(e *store.FollowUpEntry) { e.Enrolment = "e-amina-llf" }},
			"future":               {"nadia", "date.future", func(e *store.FollowUpEntry) { e.FollowUp.OnDate = "2026-11-25" }},
			"before the operation": {"nadia", "followup.problem.before_operation", func(e *store.FollowUpEntry) { e.FollowUp.OnDate = "2024-12-31" }},
			"the person is busy":   {"nadia", "followup.overlap.person.followup", func(e *store.FollowUpEntry) { e.FollowUp.OnDate, e.FollowUp.StartsAt = "2026-11-10", "10:44" }},
			"the colleague is busy": {"nadia", "followup.overlap.colleague.followup", func(e *store.FollowUpEntry) {
				e.Enrolment = "e-noori-gtj"
				e.FollowUp.OnDate, e.FollowUp.StartsAt = "2026-11-10", "09:16"
			}},
			"in a session": {"simon", "followup.overlap.person.session", func(e *store.FollowUpEntry) {
				e.Enrolment = "e-tsehaye-llf"
				e.FollowUp.OnDate, e.FollowUp.StartsAt = "2026-11-17", "12:59"
			}},
			"giving a session": {"claire", "followup.overlap.colleague.session", func(e *store.FollowUpEntry) { e.FollowUp.OnDate, e.FollowUp.StartsAt = "2026-11-17", "09:30" }},
			"similar":          {"nadia", "followup.similar", func(e *store.FollowUpEntry) { e.FollowUp.OnDate, e.FollowUp.StartsAt = "2026-11-10", "" }},
			"shared with a stranger": {"nadia", "enrolment.not_a_colleague", func(e *store.FollowUpEntry) {
				e.Note = models.Note{Level: models.NoteShared, Body: "x", Readers: []string{"lea"}}
			}},
			"no right to read": {"marc", "error.forbidden", func(*store.FollowUpEntry) {}},
		} {
			entry := contact("e-amina-gtj", "14:00")
			tc.change(&entry)
			if tc.who == "nadia" && name == "the colleague is busy" {
				w.Exec(t, "update followups set participant_id = 'amina' where id = 'f-noori'") // leave one contact of Nadia at 10:00
			}
			_, err := w.LogFollowUp(ctx, w.logScopes(tc.who, models.Create, entry.Note.Level), entry)
			var e *models.Error
			if !errors.As(err, &e) || e.Key != tc.key {
				t.Errorf("%s: %v, want %s", name, err, tc.key)
			}
		}
		if after := w.Count(t, "select count(*) from followups"); after != before {
			t.Errorf("a refused follow-up was written: %d, then %d", before, after)
		}
	})
}

// What a refusal says of the other contact stays within the reader's scope.
func TestOverlapNamesOnlyWhatTheReaderSees(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		w.Exec(t, "update followups set user_id = 'paula', starts_at = '15:00', on_date = '2026-11-24' where id = 'f-tsehaye'")
		entry := contact("e-noori-gtj", "15:10") // paula works for GTJ only: Tsehaye is a stranger to her
		w.Exec(t, "insert into caseloads (id, centre_id, participant_id, enrolment_id, user_id, kind, from_on) values ('k', 'namur', 'noori', 'noori-gtj', 'paula', 'co', '2026-01-01')")
		_, err := w.log(t, "paula", entry)
		wantKey(t, err, "followup.overlap.colleague.other")
		w.Exec(t, "update followups set user_id = 'nadia' where id = 'f-tsehaye'")
		_, err = w.log(t, "claire", store.FollowUpEntry{Enrolment: "e-tsehaye-m4h", FollowUp: entry.FollowUp})
		wantKey(t, err, "followup.overlap.person.followup")
	})
}

// Edges touch without overlapping, an excused or cancelled contact takes no time, and one without a start none that is known.
func TestFollowUpsSideBySide(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		for name, change := range map[string]func(*models.FollowUp){
			"just after":  func(f *models.FollowUp) { f.StartsAt = "10:45" },
			"just before": func(f *models.FollowUp) { f.StartsAt, f.Minutes = "09:40", 20 },
			"excused":     func(f *models.FollowUp) { f.StartsAt, f.Presence, f.Minutes = "10:00", models.Excused, 30 },
			"no start":    func(f *models.FollowUp) { f.StartsAt, f.Minutes = "", 15 },
			"other day":   func(f *models.FollowUp) { f.OnDate = "2026-11-11" },
		} {
			entry := contact("e-amina-gtj", "10:00")
			entry.FollowUp.OnDate = "2026-11-10"
			change(&entry.FollowUp)
			if _, err := w.log(t, "claire", entry); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.Exec(t, "update followups set cancelled_at = ? where id = 'f-noori'", w.Now())
		entry := contact("e-noori-gtj", "10:15")
		entry.FollowUp.OnDate = "2026-11-10"
		if _, err := w.log(t, "claire", entry); err != nil && !strings.Contains(err.Error(), "colleague") {
			t.Errorf("over a cancelled one: %v", err)
		}
	})
}

func TestUpdateFollowUp(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		read := w.may("nadia", models.Read, models.KindFollowUp)
		w.Exec(t, "update followups set starts_at = '14:00' where id = 'f-noori'")
		before := must[store.FollowUpView](t)(w.FollowUp(ctx, read, "f-amina"))
		entry := store.FollowUpEntry{Enrolment: "e-amina-llf", FollowUp: before.FollowUp,
			Note: models.Note{PublicID: "n-amina", Level: models.NoteFile, Body: "Note corrigée"}}
		entry.FollowUp.Minutes = 60
		scopes := w.logScopes("nadia", models.Update, models.NoteFile)
		if err := w.UpdateFollowUp(ctx, scopes, entry); err != nil {
			t.Fatal(err)
		}
		page := must[store.FollowUpPage](t)(w.OpenFollowUp(ctx, read, "f-amina", w.may("nadia", models.Read, models.KindNote)))
		if page.Minutes != 60 || page.OperationCode != "LLF" || page.Version != 2 || len(page.Notes) != 1 || page.Notes[0].Body != "Note corrigée" {
			t.Errorf("after the change: %+v %+v", page.FollowUp, page.Notes)
		}
		if len(page.Revisions) != 1 || !strings.Contains(page.Revisions[0].BeforeText, `"Minutes":45`) {
			t.Errorf("history: %+v", page.Revisions)
		}
		if n := w.Count(t, "select count(*) from enrolments where id = 'amina-llf' and frozen_on = '2026-11-10'"); n != 1 {
			t.Error("the entry of the new dispositif is not frozen")
		}
		if n := w.Count(t, "select count(*) from enrolments where id = 'amina-gtj' and frozen_on is null"); n != 1 {
			t.Error("the former dispositif has no contact any more, its entry is open again")
		}
		wantKey(t, w.UpdateFollowUp(ctx, scopes, entry), "error.stale")
		entry.FollowUp.Version, entry.Enrolment = 2, "e-noori-gtj"
		wantKey(t, w.UpdateFollowUp(ctx, scopes, entry), "error.not_found")
		if err := w.UpdateFollowUp(ctx, w.logScopes("simon", models.Update, models.NoteFile), entry); models.CodeOf(err) != models.NotFound {
			t.Errorf("out of scope: %v", err)
		}
	})
}

func TestCancelFollowUp(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		w.Exec(t, "update enrolments set frozen_on = '2026-11-10' where id = 'amina-gtj'")
		cancel := w.may("nadia", models.Cancel, models.KindFollowUp)
		wantKey(t, w.CancelFollowUp(ctx, cancel, "f-amina", " "), "session.problem.no_reason")
		wantKey(t, w.CancelFollowUp(ctx, cancel, "f-tsehaye", "erreur"), "error.not_found")
		if err := w.CancelFollowUp(ctx, cancel, "f-amina", "Mauvaise personne"); err != nil {
			t.Fatal(err)
		}
		wantKey(t, w.CancelFollowUp(ctx, cancel, "f-amina", "encore"), "followup.cancelled")
		read := w.may("nadia", models.Read, models.KindFollowUp)
		totals := must[models.FollowUpTotals](t)(w.FollowUpTotals(ctx, read, models.FollowUpFilter{}))
		if totals.Count != 1 || totals.Minutes != 45 {
			t.Errorf("after a cancellation: %+v, want Noori's 45 minutes only", totals)
		}
		if v := must[store.FollowUpView](t)(w.FollowUp(ctx, read, "f-amina")); v.CancelReason != "Mauvaise personne" {
			t.Errorf("nothing is erased: %+v", v.FollowUp)
		}
		if n := w.Count(t, "select count(*) from enrolments where id = 'amina-gtj' and frozen_on is null"); n != 1 {
			t.Error("the only contact is cancelled: the entry waits for the next one")
		}
	})
}

func TestFollowUpsAreScopedAndPaged(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		for who, want := range map[string]int{"nadia": 2, "simon": 1, "claire": 3, "marc": 3, "lea": 1, "tom": 0, "rita": 0, "alex": 0, "fanny": 0} {
			all := must[[]store.FollowUpView](t)(w.FollowUps(ctx, w.may(who, models.Read, models.KindFollowUp), models.FollowUpFilter{Limit: 50}))
			if len(all) != want {
				t.Errorf("%s sees %d follow-ups, want %d", who, len(all), want)
			}
		}
		claire := w.may("claire", models.Read, models.KindFollowUp)
		for name, tc := range map[string]struct {
			filter models.FollowUpFilter
			want   int
		}{
			"colleague": {models.FollowUpFilter{UserID: "simon"}, 1}, "programme": {models.FollowUpFilter{Programme: models.GTJ}, 2},
			"mode": {models.FollowUpFilter{Mode: models.ModePhone}, 0}, "from": {models.FollowUpFilter{From: "2026-11-11"}, 0},
			"until": {models.FollowUpFilter{Until: "2026-11-10"}, 3}, "topic": {models.FollowUpFilter{Topic: "C_"}, 0},
		} {
			w.Exec(t, "update followups set topics = 'CV;langue' where id = 'f-amina'")
			tc.filter.Limit = 50
			all := must[[]store.FollowUpView](t)(w.FollowUps(ctx, claire, tc.filter))
			totals := must[models.FollowUpTotals](t)(w.FollowUpTotals(ctx, claire, tc.filter))
			if len(all) != tc.want || totals.Count != tc.want || totals.Minutes != 45*tc.want || totals.Signed != 45*tc.want {
				t.Errorf("%s: %d rows, totals %+v, want %d", name, len(all), totals, tc.want)
			}
		}
		var seen []string
		for after := ""; len(seen) < 10; {
			page := must[[]store.FollowUpView](t)(w.FollowUps(ctx, claire, models.FollowUpFilter{After: after, Limit: 1}))
			if len(page) == 0 {
				break
			}
			after = page[0].PublicID
			seen = append(seen, after)
		}
		if len(seen) != 3 || len(slices.Compact(slices.Sorted(slices.Values(seen)))) != 3 {
			t.Errorf("pages of one row: %v", seen)
		}
	})
}

// The lists are read along an index, whatever the filter.
func TestFollowUpListsUseAnIndex(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		for _, who := range []string{"nadia", "claire"} {
			read, appointments := w.may(who, models.Read, models.KindFollowUp), w.may(who, models.Read, models.KindAppointment)
			plans := map[string]func() (string, []any){
				"team": func() (string, []any) {
					return store.FollowUpList(read, models.FollowUpFilter{From: "2026-11-01", Limit: 50})
				},
				"mine": func() (string, []any) { return store.FollowUpList(read, models.FollowUpFilter{UserID: who, Limit: 50}) },
				"next page": func() (string, []any) {
					return store.FollowUpList(read, models.FollowUpFilter{Limit: 50}, models.Date("2026-11-10"), "f-amina")
				},
				"agenda": func() (string, []any) {
					return store.AppointmentList(appointments, store.AppointmentFilter{From: "2026-11-23", Until: "2026-11-29", Limit: 50})
				},
				"open": func() (string, []any) {
					return store.AppointmentList(appointments, store.AppointmentFilter{From: "2026-01-01", Until: "2026-11-24", Open: true, Limit: 50})
				},
				"exits due": func() (string, []any) {
					return store.ExitsDueList(w.may(who, models.Create, models.KindExit), "2026-08-26")
				},
			}
			for name, plan := range plans {
				query, args := plan()
				refuseScans(t, w.DB, who+" "+name, query, args)
				refuseFullReads(t, w.DB, who+" "+name, query, args, "followups", "appointments", "enrolments")
			}
		}
	})
}

func TestExportFollowUps(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		var names []string
		err := w.ExportFollowUps(context.Background(), w.may("nadia", models.Read, models.KindFollowUp), models.FollowUpFilter{},
			func(v store.FollowUpView) error { names = append(names, v.GivenName); return nil })
		if err != nil || len(names) != 2 {
			t.Errorf("exported %v, %v", names, err)
		}
		if n := w.Count(t, "select count(*) from journal where action = 'export' and kind = 'followup' and user_id = 'nadia'"); n != 1 {
			t.Errorf("%d journal lines, want 1", n)
		}
	})
}

// with is the same scopes with another proof for the follow-up itself: adding a note to an old one.
func with(s store.FollowUpScopes, followUp models.Scope) store.FollowUpScopes {
	s.FollowUp = followUp
	return s
}

// Of many contacts of one person encoded at once for the same hour, one is written: an hour has one funder.
func TestOneHourIsWrittenOnce(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		const attempts = 40
		errs := make(chan error, attempts)
		for i := range attempts {
			who, enrolment := "nadia", "e-amina-gtj"
			if i%2 == 1 {
				who, enrolment = "claire", "e-amina-llf"
			}
			go func() {
				_, err := w.LogFollowUp(context.Background(), w.logScopes(who, models.Create, models.NoteFile), contact(enrolment, "08:15"))
				errs <- err
			}()
		}
		written := 0
		for range attempts {
			err := <-errs
			if err == nil {
				written++
				continue
			}
			if models.CodeOf(err) != models.Invalid {
				t.Errorf("refused with %v, want an overlap", err)
			}
		}
		if n := w.Count(t, "select count(*) from followups where participant_id = 'amina' and on_date = '2026-11-24'"); written != 1 || n != 1 {
			t.Errorf("%d accepted, %d written, want 1", written, n)
		}
	})
}
