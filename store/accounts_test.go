package store_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// parallel calls f n times at once and counts the calls that were accepted.
func parallel(t *testing.T, n int, f func(i int) (bool, error)) int {
	t.Helper()
	var accepted atomic.Int64
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			ok, err := f(i)
			if err != nil {
				t.Error(err)
			}
			if ok {
				accepted.Add(1)
			}
		})
	}
	group.Wait()
	return int(accepted.Load())
}

func TestTakeIsExactUnderLoad(t *testing.T) {
	ctx := context.Background()
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		bucket := store.Bucket{Key: "k", Burst: 5, Refill: 10 * time.Second}
		if n := parallel(t, 100, func(int) (bool, error) { return db.Take(ctx, bucket) }); n != 5 {
			t.Errorf("%d of 100 attempts allowed, want 5", n)
		}
		if full, err := db.Full(ctx, bucket); err != nil || !full {
			t.Errorf("full: %v, %v", full, err)
		}
		if err := db.GiveBack(ctx, bucket); err != nil {
			t.Fatal(err)
		}
		if allowed, err := db.Take(ctx, bucket); err != nil || !allowed {
			t.Errorf("after one was given back: %v, %v", allowed, err)
		}
		before := storetest.Now
		defer func() { storetest.Now = before }()
		storetest.Now = before.Add(21 * time.Second)
		if n := parallel(t, 20, func(int) (bool, error) { return db.Take(ctx, bucket) }); n != 2 {
			t.Errorf("%d allowed after 21 seconds, want 2", n)
		}
	})
}

// An attempt that one bucket refuses costs the other nothing.
func TestTakeIsAllOrNone(t *testing.T) {
	ctx := context.Background()
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		wide, narrow := store.Bucket{Key: "wide", Burst: 3, Refill: time.Minute}, store.Bucket{Key: "narrow", Burst: 1, Refill: time.Minute}
		for i, want := range []bool{true, false, false} {
			if got, err := db.Take(ctx, wide, narrow); err != nil || got != want {
				t.Errorf("attempt %d: %v, %v", i, got, err)
			}
		}
		for i, want := range []bool{true, true, false} {
			if got, err := db.Take(ctx, wide); err != nil || got != want {
				t.Errorf("wide alone, attempt %d: %v, %v", i, got, err)
			}
		}
	})
}

func TestCodeAndLinkServeOnce(t *testing.T) {
	ctx := context.Background()
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		if n := parallel(t, 20, func(int) (bool, error) { return db.SpendCode(ctx, "nadia", 1000) }); n != 1 {
			t.Errorf("one code accepted %d times", n)
		}
		if ok, err := db.SpendCode(ctx, "nadia", 999); ok || err != nil {
			t.Errorf("an earlier code: %v, %v", ok, err)
		}
		own := asked(t, w, "nadia", models.Update, models.KindAccount)
		codes := models.NewRecoveryCodes()
		if err := db.RenewRecoveryCodes(ctx, own, codes); err != nil {
			t.Fatal(err)
		}
		if n := parallel(t, 20, func(int) (bool, error) { ok, _, err := db.SpendRecoveryCode(ctx, "nadia", codes[3]); return ok, err }); n != 1 {
			t.Errorf("one recovery code accepted %d times", n)
		}
		if ok, _, err := db.SpendRecoveryCode(ctx, "simon", codes[4]); ok || err != nil {
			t.Errorf("somebody else's recovery code: %v, %v", ok, err)
		}
		token, purpose, err := db.Invite(ctx, asked(t, w, "alex", models.Update, models.KindUser), "u-nadia")
		if err != nil || purpose != store.PurposeInvitation {
			t.Fatalf("%s, %v", purpose, err)
		}
		accepted := parallel(t, 20, func(i int) (bool, error) {
			err := db.AcceptInvitation(ctx, token, purpose, fmt.Sprintf("hash %d", i))
			if models.CodeOf(err) == models.NotFound {
				err = nil
				return false, err
			}
			return err == nil, err
		})
		if accepted != 1 {
			t.Errorf("one link accepted %d times", accepted)
		}
	})
}

func TestActorHoldsWhatIsInForceToday(t *testing.T) {
	ctx := context.Background()
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		for id, dates := range map[string][2]any{"past": {"2025-01-01", "2026-11-23"}, "today": {"2026-11-24", "2026-11-24"}, "future": {"2026-11-25", nil}} {
			w.Insert(t, "memberships", row{"id": id, "public_id": id, "user_id": "simon", "centre_id": "namur", "role": "coordinator", "from_on": dates[0],
				"until_on": dates[1], "created_at": storetest.Now.Add(time.Second)})
		}
		w.Insert(t, "membership_operations", row{"membership_id": "today", "operation_id": "gtj"})
		actor, err := db.ActorOf(ctx, models.User{ID: "simon", Name: "Simon"})
		if err != nil {
			t.Fatal(err)
		}
		if len(actor.Memberships) != 2 || actor.Memberships[1].ID != "today" || len(actor.Memberships[1].Operations) != 1 || actor.Memberships[0].CentreName != "Centre de namur" {
			t.Errorf("%+v", actor.Memberships)
		}
	})
}

func TestAccountsStayInTheirCentre(t *testing.T) {
	ctx := context.Background()
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		scope := asked(t, w, "alex", models.Read, models.KindUser)
		accounts, err := db.Users(ctx, scope)
		if err != nil || len(accounts) != 10 {
			t.Fatalf("%d accounts, %v", len(accounts), err)
		}
		change := asked(t, w, "alex", models.Update, models.KindUser)
		if _, err := db.User(ctx, scope, "u-lea"); models.CodeOf(err) != models.NotFound {
			t.Errorf("an account of Liège: %v", err)
		}
		if _, _, err := db.Invite(ctx, change, "u-lea"); models.CodeOf(err) != models.NotFound {
			t.Errorf("a link for an account of Liège: %v", err)
		}
		for name, err := range map[string]error{
			"disable":    db.DisableUser(ctx, change, "u-lea", true),
			"factor":     db.ResetSecondFactor(ctx, change, "u-lea"),
			"membership": db.SaveMembership(ctx, change, models.Membership{PublicID: "m-lea"}),
			"other's operation": db.AddMembership(ctx, change, models.Membership{UserID: "nadia", CentreID: "namur", Role: models.Counsellor,
				Operations: []string{"liege-gtj"}}),
		} {
			if models.CodeOf(err) != models.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := db.DisableUser(ctx, change, "u-alex", true); models.CodeOf(err) != models.Conflict {
			t.Errorf("disable self: %v", err)
		}
		if err := db.AddMembership(ctx, change, models.Membership{UserID: "nadia", CentreID: "liege", Role: models.Manager}); models.CodeOf(err) != models.Forbidden {
			t.Errorf("a role in another centre: %v", err)
		}
		if err := db.SaveUser(ctx, change, models.User{PublicID: "u-nadia", Name: "N", Email: "n@exemple.be", Version: 7}); models.CodeOf(err) != models.Conflict {
			t.Errorf("an old version: %v", err)
		}
		if err := db.SaveUser(ctx, change, models.User{PublicID: "u-nadia", Name: "N", Email: "SIMON@exemple.be", Version: 1}); models.CodeOf(err) != models.Conflict {
			t.Errorf("the e-mail of somebody else: %v", err)
		}
		if n := w.Count(t, "select count(*) from journal"); n != 0 {
			t.Errorf("%d lines in the journal for what was refused", n)
		}
	})
}

func TestSettingsOfACentre(t *testing.T) {
	ctx := context.Background()
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		read, change := asked(t, w, "alex", models.Read, models.KindSettings), asked(t, w, "alex", models.Update, models.KindSettings)
		centre, err := db.Centre(ctx, read, "")
		if err != nil || centre.PublicID != "c-namur" {
			t.Fatalf("%+v, %v", centre, err)
		}
		if _, err := db.Centre(ctx, read, "c-liege"); models.CodeOf(err) != models.NotFound {
			t.Errorf("another centre: %v", err)
		}
		centre.Sharing, centre.AttestationMinutes = models.SharingTeam, 225
		if err := db.SaveCentre(ctx, change, centre, "sharing"); err != nil {
			t.Fatal(err)
		}
		if err := db.SaveCentre(ctx, change, centre, "sharing"); models.CodeOf(err) != models.Conflict {
			t.Errorf("an old version: %v", err)
		}
		if err := db.SaveCentre(ctx, change, models.Centre{PublicID: "c-liege", Version: 1, Sharing: models.SharingTeam, AttestationMinutes: 1}, ""); err == nil {
			t.Error("another centre was changed")
		}
		actor, err := db.ActorOf(ctx, models.User{ID: "nadia"})
		if err != nil || actor.Memberships[0].Sharing != models.SharingTeam {
			t.Errorf("the preset does not count at once: %+v, %v", actor, err)
		}
		if err := db.SaveCommuneClasses(ctx, change, map[string]string{"92094": "1", "91030": "3"}); err != nil {
			t.Fatal(err)
		}
		if err := db.SaveCommuneClasses(ctx, change, map[string]string{"92094": ""}); err != nil {
			t.Fatal(err)
		}
		if classes, err := db.CommuneClasses(ctx); err != nil || len(classes) != 1 || classes["91030"] != "3" {
			t.Errorf("%v, %v", classes, err)
		}
		for _, until := range []models.Date{"", "2024-12-31"} {
			if err := db.SaveCommuneChange(ctx, change, store.CommuneSetting{Refnis: "82003", Name: "Bastogne", UntilOn: until}); err != nil {
				t.Fatal(err)
			}
		}
		if changes, err := db.CommuneChanges(ctx); err != nil || len(changes) != 1 || changes[0].UntilOn != "2024-12-31" {
			t.Errorf("%v, %v", changes, err)
		}
	})
}

func TestHeldFormIsItsAuthors(t *testing.T) {
	ctx := context.Background()
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		token, err := db.HoldForm(ctx, "nadia", "/suivis/nouveau", "note=Secret")
		if err != nil {
			t.Fatal(err)
		}
		if path, body, err := db.HeldForm(ctx, asked(t, w, "nadia", models.Read, models.KindAccount), token); err != nil || path != "/suivis/nouveau" || body != "note=Secret" {
			t.Errorf("%q %q %v", path, body, err)
		}
		if _, _, err := db.HeldForm(ctx, asked(t, w, "simon", models.Read, models.KindAccount), token); models.CodeOf(err) != models.NotFound {
			t.Errorf("to somebody else: %v", err)
		}
	})
}

func TestJournalPagesAndItsIndex(t *testing.T) {
	ctx := context.Background()
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		own := asked(t, w, "nadia", models.Update, models.KindAccount)
		lea := asked(t, w, "lea", models.Update, models.KindAccount)
		for range 7 {
			if err := db.RenewRecoveryCodes(ctx, own, nil); err != nil {
				t.Fatal(err)
			}
			if err := db.RenewRecoveryCodes(ctx, lea, nil); err != nil {
				t.Fatal(err)
			}
		}
		scope := asked(t, w, "alex", models.Read, models.KindJournal)
		filter, seen := store.JournalFilter{Limit: 3}, []int64{}
		for {
			lines, err := db.Journal(ctx, scope, filter)
			if err != nil {
				t.Fatal(err)
			}
			if len(lines) == 0 {
				break
			}
			for _, l := range lines {
				if l.CentreID != "namur" || l.UserName != "nadia" {
					t.Errorf("line of %s by %s", l.CentreID, l.UserName)
				}
				seen = append(seen, l.Seq)
			}
			filter.BeforeAt, filter.BeforeSeq = lines[len(lines)-1].At, lines[len(lines)-1].Seq
		}
		if len(seen) != 7 {
			t.Errorf("lines %v, want 7", seen)
		}
		for _, f := range []store.JournalFilter{{Action: models.Read}, {Kind: models.KindUser}, {From: models.InstantOf(storetest.Now.Add(time.Hour))}, {Until: models.InstantOf(storetest.Now)}} {
			f.Limit = 10
			if lines, err := db.Journal(ctx, scope, f); err != nil || len(lines) != 0 {
				t.Errorf("%+v: %d lines, %v", f, len(lines), err)
			}
		}
		if lines, broken, err := db.VerifyJournal(ctx); err != nil || broken != 0 || lines != 14 {
			t.Errorf("%d lines, broken at %d, %v", lines, broken, err)
		}
		query, args := store.JournalStatement(scope, store.JournalFilter{From: models.InstantOf(storetest.Now), Limit: 50})
		refuseFullReads(t, db, "journal", query, args, "journal")
	})
}
