package store_test

import (
	"slices"
	"testing"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// open reads the fiche of a person as a colleague does.
func (w who) briefing(user, person string) (models.Participant, *store.LastMeeting, error) {
	read := func(kind string) models.Scope { return w.scope(user, models.Read, kind) }
	return w.OpenBriefing(ctx, read(models.KindParticipant), read(models.KindFollowUp), person, models.PaperA5,
		read(models.KindNote), read(models.KindNoteShared), read(models.KindNoteConfidence))
}

func TestBriefing(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		for _, c := range []struct {
			user, person, last, note string
		}{
			{"nadia", "p-amina", "f-amina", "Note de amina"},
			{"nadia", "p-noori", "f-noori", ""},     // a confidence of her own: never on paper
			{"simon", "p-tsehaye", "f-tsehaye", ""}, // shared with Nadia: he is not among its readers
			{"simon", "p-olha", "", ""},
			{"marc", "p-tsehaye", "f-tsehaye", ""}, // shared with Nadia, not with him
		} {
			p, last, err := w.briefing(c.user, c.person)
			if err != nil || p.PublicID != c.person {
				t.Fatalf("%s, %s: %v", c.user, c.person, err)
			}
			seen, note := "", ""
			if last != nil {
				seen = last.PublicID
				for _, n := range last.Notes {
					note += n.Body
				}
			}
			if seen != c.last || note != c.note {
				t.Errorf("%s sees of %s: %q with note %q", c.user, c.person, seen, note)
			}
		}
		if _, _, err := w.briefing("simon", "p-amina"); models.CodeOf(err) != models.NotFound {
			t.Errorf("somebody else's fiche: %v", err)
		}
		if n := db.Count(t, "select count(*) from journal where detail = 'fiche a5 dossier' and record = 'p-amina' and user_id = 'nadia'"); n != 1 {
			t.Errorf("%d lines in the journal, want 1", n)
		}
	})
}

func TestLastMeetingIsOneWhereThePersonCame(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		for i, f := range []struct{ mode, presence, cancelled string }{{"bureau", "absent", ""}, {"demarche", "present", ""}, {"bureau", "present", "x"}} {
			row := map[string]any{"id": string(rune('a' + i)), "public_id": string(rune('a' + i)), "centre_id": "namur", "participant_id": "amina", "enrolment_id": "amina-gtj",
				"on_date": "2026-11-20", "minutes": 30, "mode": f.mode, "presence": f.presence, "created_at": storetest.Now, "updated_at": storetest.Now}
			if f.cancelled != "" {
				row["cancelled_at"] = storetest.Now
			}
			db.Insert(t, "followups", row)
		}
		if _, last, err := w.briefing("nadia", "p-amina"); err != nil || last == nil || last.PublicID != "f-amina" {
			t.Errorf("the last meeting is %v, %v", last, err)
		}
		missed, err := w.Absences(ctx, w.timelineScopes("nadia"), "p-amina", "2026-11-10", 5)
		if err != nil || len(missed) != 1 || missed[0].PublicID != "a" {
			t.Errorf("missed since: %v, %v", missed, err)
		}
		db.Exec(t, "update registrations set attendance = 'excuse' where id = 'cv-amina'")
		if missed, _ = w.Absences(ctx, w.timelineScopes("nadia"), "p-amina", "2026-11-10", 5); len(missed) != 2 || missed[1].PublicID != "s-cv" {
			t.Errorf("with the session: %v", missed)
		}
		if missed, _ = w.Absences(ctx, w.timelineScopes("nadia"), "p-amina", "2026-11-20", 5); len(missed) != 0 {
			t.Errorf("before the last time: %v", missed)
		}
	})
}

func TestSuitableSessions(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		for _, id := range []string{"m-cv", "m-lang"} {
			db.Insert(t, "modules", map[string]any{"id": id, "public_id": id, "centre_id": "namur", "code": id, "programme": "LLF", "title": id, "created_at": storetest.Now})
		}
		db.Exec(t, "update sessions set module_id = 'm-cv' where id = 'cv'")
		plan := func(id, operation string, more map[string]any) {
			row := map[string]any{"id": id, "public_id": id, "centre_id": "namur", "operation_id": operation, "title": id, "on_date": "2026-12-01",
				"starts_at": "09:00", "ends_at": "12:00", "created_at": storetest.Now}
			for column, value := range more {
				row[column] = value
			}
			db.Insert(t, "sessions", row)
		}
		plan("lang", "llf", map[string]any{"module_id": "m-lang"})
		plan("talents", "gtj", map[string]any{"on_date": "2026-11-25"})
		plan("cv-again", "llf", map[string]any{"module_id": "m-cv"})
		plan("full", "llf", map[string]any{"capacity": 1})
		plan("taken", "llf", nil)
		plan("elsewhere", "m4h", nil)
		plan("past", "llf", map[string]any{"on_date": "2026-11-23"})
		plan("dropped", "llf", map[string]any{"status": "cancelled", "closed_at": storetest.Now})
		for session, person := range map[string]string{"full": "tsehaye", "taken": "amina"} {
			db.Insert(t, "registrations", map[string]any{"id": session, "public_id": session, "centre_id": "namur", "session_id": session, "participant_id": person,
				"enrolment_id": person + "-llf", "created_at": storetest.Now})
		}
		ids := func(user string) []string {
			rows, err := w.SuitableSessions(ctx, w.scope(user, models.Read, models.KindSession), w.scope(user, models.Read, models.KindEnrolment), "p-amina", 10)
			if err != nil {
				t.Fatal(err)
			}
			all := []string{}
			for _, r := range rows {
				all = append(all, r.PublicID)
			}
			return all
		}
		plan("lang-later", "llf", map[string]any{"module_id": "m-lang", "on_date": "2026-12-08"})
		if got := ids("nadia"); !slices.Equal(got, []string{"talents", "cv-again", "lang"}) {
			t.Errorf("before she followed a module, one session of each: %v", got)
		}
		db.Exec(t, "update sessions set on_date = '2026-12-15' where id = 'cv'")
		if got := ids("nadia"); !slices.Equal(got, []string{"talents", "lang"}) {
			t.Errorf("with a place to come in a module: %v", got)
		}
		db.Exec(t, "update registrations set attendance = 'present' where id = 'cv-amina'")
		if got := ids("nadia"); !slices.Equal(got, []string{"talents", "lang"}) {
			t.Errorf("a module she has followed: %v", got)
		}
		db.Insert(t, "exits", map[string]any{"id": "x", "public_id": "x", "centre_id": "namur", "enrolment_id": "amina-gtj", "on_date": "2026-11-22", "created_at": storetest.Now})
		if got := ids("nadia"); !slices.Equal(got, []string{"lang"}) {
			t.Errorf("after the exit of Go to Job: %v", got)
		}
		if got := ids("simon"); len(got) != 0 {
			t.Errorf("somebody else's person: %v", got)
		}
		query, args := store.SuitableList(w.Store, w.scope("nadia", models.Read, models.KindSession), w.scope("nadia", models.Read, models.KindEnrolment), "p-amina")
		refuseFullReads(t, db, "suitable sessions", query, args, "sessions", "registrations")
	})
}
