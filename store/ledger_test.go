package store_test

import (
	"context"
	"testing"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

func ledgerOf(t *testing.T, w *storetest.World, who, kind string) []models.LedgerEntry {
	t.Helper()
	var all []models.LedgerEntry
	err := w.Ledger(context.Background(), asked(t, w, who, models.Read, kind), models.LedgerQuery{From: "2026-01-01", To: "2026-12-31"}, func(e models.LedgerEntry) error {
		all = append(all, e)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestLedgerEntries(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		w.Exec(t, "update registrations set attendance = 'present', signed = ? where id = 'cv-amina'", true)
		w.Exec(t, "update registrations set attendance = 'absent' where id = 'cv-tsehaye'")
		w.Insert(t, "session_trainers", map[string]any{"session_id": "cv", "user_id": "claire", "position": 1})
		all := ledgerOf(t, w, "marc", models.KindLedger)
		if len(all) != 4 || all[0].Person != "p-amina" || all[0].Minutes != 45 || all[0].Family != "" || all[1].Minutes != 240 || all[1].StaffIDs != "u-tom u-claire" || all[1].Session != "s-cv" {
			t.Errorf("%d entries: %+v", len(all), all)
		}
		if named := ledgerOf(t, w, "marc", models.KindReportNominal); named[0].Family != "Haddad" {
			t.Errorf("%+v", named[0])
		}
		for _, e := range ledgerOf(t, w, "odile", models.KindLedger) {
			if e.OperationID != "o-gtj" {
				t.Errorf("an auditor of GTJ reads %s", e.OperationID)
			}
		}
		// What no report counts is in no ledger.
		w.Exec(t, "update sessions set operation_id = 'gtj' where id = 'cv'")
		w.Exec(t, "update enrolments set cancelled_at = ? where id = 'noori-gtj'", storetest.Now)
		if all := ledgerOf(t, w, "marc", models.KindLedger); len(all) != 2 {
			t.Errorf("%d entries, want Amina's and Tsehaye's follow-ups: %+v", len(all), all)
		}
	})
}

// An imported hour given twice is found for the person and for the colleague; a contact of several people at once is one.
func TestOverlapsOfHistory(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		ctx := context.Background()
		w.Exec(t, "update followups set group_id = 'famille', user_id = 'nadia', starts_at = '10:00' where id in ('f-amina', 'f-noori')")
		scope, year := asked(t, w, "marc", models.Read, models.KindLedger), models.LedgerQuery{From: "2026-01-01", To: "2026-12-31"}
		if found, err := w.Overlaps(ctx, scope, year); err != nil || len(found) != 0 {
			t.Fatalf("%v %+v", err, found)
		}
		w.Insert(t, "followups", map[string]any{"id": "double", "public_id": "double", "centre_id": "namur", "participant_id": "amina", "enrolment_id": "amina-llf",
			"on_date": "2026-11-10", "starts_at": "10:30", "minutes": 60, "mode": "bureau", "user_id": "nadia", "created_at": storetest.Now, "updated_at": storetest.Now})
		found, err := w.Overlaps(ctx, scope, year)
		if err != nil || len(found) != 2 || found[0].Colleague || !found[1].Colleague || !found[0].Twice() || found[1].Minutes != 15 {
			t.Errorf("%v %+v", err, found)
		}
		var own []models.StaffEntry
		err = w.OwnTime(ctx, asked(t, w, "nadia", models.Read, models.KindAccount), store.StaffFilter{From: "2026-11-01", To: "2026-11-30"}, func(e models.StaffEntry) error {
			own = append(own, e)
			return nil
		})
		sheets := models.TimeSheets(own, "2026-11")
		if err != nil || len(sheets) != 2 || sheets[0].Total.Individual != 45 || sheets[1].Total.Individual != 60 {
			t.Errorf("%v %+v", err, sheets)
		}
	})
}

func TestTimeOfSessionsGiven(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		total := func(who string) (sum models.SheetTime) {
			err := w.StaffTime(context.Background(), asked(t, w, who, models.Read, models.KindLedger), store.StaffFilter{From: "2026-11-01", To: "2026-11-30", User: "u-tom"},
				func(e models.StaffEntry) error {
					sheets := models.TimeSheets([]models.StaffEntry{e}, "2026-11")
					sum.Collective += sheets[0].Total.Collective
					return nil
				})
			if err != nil {
				t.Fatal(err)
			}
			return sum
		}
		if got := total("marc"); got.Collective != 0 {
			t.Errorf("a session that nobody attended and nobody closed gives %v", got)
		}
		w.Exec(t, "update registrations set attendance = 'retard' where id = 'cv-amina'")
		if got := total("marc"); got.Collective != 240 {
			t.Errorf("%v, want the four hours of the session, signed or not", got)
		}
		if got := total("odile"); got.Collective != 0 {
			t.Errorf("an auditor of GTJ reads the time given to LLF: %v", got)
		}
	})
}
