package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// accompaniedBy lists the people a colleague reaches through their caseload.
func (w who) accompaniedBy(t *testing.T, user string) string {
	t.Helper()
	ids, err := w.Within(ctx, w.scope(user, models.Update, models.KindParticipant), models.KindParticipant)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

func TestHandoverForGoodAndUndo(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		create, read := w.scope("claire", models.Create, models.KindHandover), w.scope("claire", models.Read, models.KindHandover)
		appointment := func(id, person, user, day, clock string) {
			w.Insert(t, "appointments", row{"id": id, "public_id": id, "centre_id": "namur", "participant_id": person, "user_id": user, "on_date": day,
				"starts_at": clock, "minutes": 45, "created_at": storetest.Now})
		}
		appointment("moves", "amina", "nadia", "2026-11-26", "10:00")
		appointment("stays", "noori", "nadia", "2026-11-27", "10:00")
		appointment("taken", "olha", "simon", "2026-11-27", "10:30")
		appointment("past", "amina", "nadia", "2026-11-20", "10:00")
		people, err := w.HandoverPeople(ctx, read, "nadia")
		if err != nil || len(people) != 2 || people[0].Person != "p-amina" || len(people[0].Programmes) != 2 || people[0].NextOn != "2026-11-26" || people[1].Appointments != 1 {
			t.Fatalf("preview %+v, %v", people, err)
		}
		if all, err := w.HandoverPeople(ctx, w.scope("marie", models.Read, models.KindHandover), "nadia"); err != nil || len(all) > 0 {
			t.Errorf("another centre previews %v, %v", all, err)
		}
		h := models.Handover{UserID: "nadia", Kind: models.HandoverForGood, FromOn: "2026-11-24", MoveAppointments: true, To: map[string]string{"p-amina": "simon", "p-noori": "simon"}}
		result, err := w.MakeHandover(ctx, create, h)
		if err != nil || result.People != 2 || result.Appointments != 1 || result.Kept != 1 {
			t.Fatalf("%+v, %v", result, err)
		}
		if nadia, simon := w.accompaniedBy(t, "nadia"), w.accompaniedBy(t, "simon"); nadia != "" || simon != "amina noori olha tsehaye" {
			t.Errorf("after: nadia %q, simon %q", nadia, simon)
		}
		if n := w.Count(t, "select count(*) from notes n join participants p on p.id = n.participant_id where n.author_id = 'nadia' and n.level = 'confidence'"); n != 1 {
			t.Error("a confidence has moved")
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'handover' and record = ?", result.PublicID); n != 2 {
			t.Errorf("%d lines in the journal", n)
		}
		all, err := w.Notices(ctx, "simon", w.noticeScopes("simon"), store.NoticeFilter{Unseen: true})
		if err != nil || len(all) != 1 || all[0].Kind != models.NoticeHandover || all[0].Name() != "" {
			t.Errorf("simon is told %+v, %v", all, err)
		}
		moves, err := w.AppointmentMoves(ctx, w.scope("simon", models.Read, models.KindAppointment), "moves")
		if err != nil || len(moves) != 1 || moves[0].Colleague == moves[0].Mover || moves[0].UserID != "nadia" || moves[0].OnDate != "2026-11-26" {
			t.Errorf("the appointment was %+v, %v", moves, err)
		}
		undo := w.scope("claire", models.Cancel, models.KindHandover)
		w.Exec(t, "update appointments set version = version + 1 where id = 'moves'") // somebody changes the meeting
		if kept, err := w.UndoHandover(ctx, undo, result.PublicID); err != nil || kept != 1 {
			t.Errorf("undo kept %d, %v", kept, err)
		}
		if nadia, simon := w.accompaniedBy(t, "nadia"), w.accompaniedBy(t, "simon"); nadia != "amina noori" || simon != "olha tsehaye" {
			t.Errorf("undone: nadia %q, simon %q", nadia, simon)
		}
		if n := w.Count(t, "select count(*) from appointments where id = 'moves' and user_id = 'simon'"); n != 1 {
			t.Error("a meeting changed since was moved back")
		}
		if _, err := w.UndoHandover(ctx, undo, result.PublicID); models.CodeOf(err) != models.Conflict {
			t.Errorf("undone twice: %v", err)
		}
	})
}

func TestHandoverToComeAndCover(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		create, undo := w.scope("marc", models.Create, models.KindHandover), w.scope("marc", models.Cancel, models.KindHandover)
		if _, err := w.MakeHandover(ctx, create, models.Handover{UserID: "nadia", Kind: models.HandoverForGood, FromOn: "2026-12-01", To: map[string]string{"p-noori": "simon"}}); err != nil {
			t.Fatal(err)
		}
		cover, err := w.MakeHandover(ctx, create, models.Handover{UserID: "nadia", Kind: models.HandoverCover, FromOn: "2026-11-24", UntilOn: "2026-11-27", To: map[string]string{"p-amina": "simon"}})
		if err != nil {
			t.Fatal(err)
		}
		at := func(moment time.Time, nadia, simon string) {
			t.Helper()
			later(t, moment.Sub(storetest.Now))
			if a, b := w.accompaniedBy(t, "nadia"), w.accompaniedBy(t, "simon"); a != nadia || b != simon {
				t.Errorf("%s: nadia %q, simon %q", moment, a, b)
			}
		}
		at(storetest.Now, "amina noori", "amina olha tsehaye")
		at(time.Date(2026, 11, 27, 23, 30, 0, 0, time.UTC), "amina noori", "olha tsehaye") // half past midnight in Brussels
		at(time.Date(2026, 11, 30, 22, 59, 59, 0, time.UTC), "amina noori", "olha tsehaye")
		at(time.Date(2026, 11, 30, 23, 0, 0, 0, time.UTC), "amina", "noori olha tsehaye")
		if _, err := w.UndoHandover(ctx, undo, cover.PublicID); err != nil {
			t.Errorf("six days later: %v", err)
		}
		later(t, 24*time.Hour)
		if _, err := w.UndoHandover(ctx, undo, cover.PublicID); models.CodeOf(err) != models.Conflict {
			t.Errorf("undone twice: %v", err)
		}
	})
}

func TestHandoverRefusals(t *testing.T) {
	w := newWho(t, storetest.SQLite(t))
	create := w.scope("claire", models.Create, models.KindHandover)
	for name, c := range map[string]struct {
		from string
		to   map[string]string
		want models.Code
	}{
		"somebody of another centre":     {"nadia", map[string]string{"p-amina": "lea"}, models.Invalid},
		"a trainer":                      {"nadia", map[string]string{"p-amina": "tom"}, models.Invalid},
		"to who leaves":                  {"nadia", map[string]string{"p-amina": "nadia"}, models.Invalid},
		"beyond the colleague's project": {"simon", map[string]string{"p-tsehaye": "paula"}, models.Invalid},
		"not in the caseload":            {"nadia", map[string]string{"p-olha": "simon"}, models.Conflict},
		"a person of another centre":     {"lea", map[string]string{"p-bruno": "simon"}, models.Conflict},
		"nobody":                         {"nadia", nil, models.Invalid},
	} {
		if _, err := w.MakeHandover(ctx, create, models.Handover{UserID: c.from, Kind: models.HandoverForGood, FromOn: "2026-11-24", To: c.to}); models.CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.MakeHandover(ctx, w.scope("nadia", models.Create, models.KindHandover), models.Handover{}); models.CodeOf(err) != models.Forbidden {
		t.Errorf("by a counsellor: %v", err)
	}
	if w.accompaniedBy(t, "nadia") != "amina noori" {
		t.Error("a refused passation changed something")
	}
}

// A whole caseload of 200 persons goes over in a moment, and comes back.
func TestHandoverOfTwoHundred(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		for i := range 200 {
			id := fmt.Sprintf("x%03d", i)
			w.Insert(t, "participants", row{"id": id, "public_id": "p-" + id, "centre_id": "namur", "family_name": id, "sort_name": id, "created_at": storetest.Now, "updated_at": storetest.Now})
			w.Insert(t, "person_keys", row{"participant_id": id, "wrapped": w.Sealer().NewPersonKey(id)})
			w.Insert(t, "caseloads", row{"id": "k" + id, "centre_id": "namur", "participant_id": id, "user_id": "nadia", "kind": "intake", "from_on": "2026-01-05"})
		}
		began := time.Now()
		people, err := w.HandoverPeople(ctx, w.scope("claire", models.Read, models.KindHandover), "nadia")
		if err != nil || len(people) != 202 {
			t.Fatalf("%d people, %v", len(people), err)
		}
		preview := time.Since(began)
		to := models.Spread(people, []models.HandoverReceiver{{UserID: "simon"}, {UserID: "claire"}})
		began = time.Now()
		result, err := w.MakeHandover(ctx, w.scope("claire", models.Create, models.KindHandover), models.Handover{UserID: "nadia", Kind: models.HandoverForGood, FromOn: "2026-11-24", To: to})
		if err != nil || result.People != 202 {
			t.Fatalf("%+v, %v", result, err)
		}
		done := time.Since(began)
		began = time.Now()
		if kept, err := w.UndoHandover(ctx, w.scope("claire", models.Cancel, models.KindHandover), result.PublicID); err != nil || kept != 0 {
			t.Fatalf("undo kept %d, %v", kept, err)
		}
		t.Logf("preview %s, passation %s, undo %s", preview, done, time.Since(began))
		if done > 5*time.Second {
			t.Errorf("the passation took %s", done)
		}
	})
}
