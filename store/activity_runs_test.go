package store_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// activityOf is an activity report ready to be frozen, of one person.
func activityOf(t *testing.T, w *storetest.World, override string) store.FrozenActivity {
	t.Helper()
	a := models.NewActivity(models.Period{From: "2025-01-01", To: "2025-12-31"})
	a.AddContact(models.ActivityContact{Ref: "f", Person: "amina", Programme: "GTJ", Date: "2025-05-05", Minutes: 45, Themes: []string{"logement"}})
	a.AddPerson(models.ActivityPerson{ID: "amina", Profile: models.ProfileFacts{Sex: "F"}})
	a.Finish()
	run, err := models.ActivityRunOf(a, override, "test")
	if err != nil {
		t.Fatal(err)
	}
	files, err := w.NewActivityRunFiles()
	if err != nil {
		t.Fatal(err)
	}
	return store.FrozenActivity{ActivityRun: run, Files: someFile(t, files)}
}

func TestFreezingActivity(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		ctx := context.Background()
		create, read := asked(t, w, "marc", models.Create, models.KindActivityRun), asked(t, w, "marc", models.Read, models.KindActivityRun)
		// Two windows at once: one run.
		var ids [2]string
		var wait sync.WaitGroup
		for i := range ids {
			wait.Go(func() {
				var err error
				if ids[i], err = w.FreezeActivity(ctx, create, activityOf(t, w, "")); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if n := db.Count(t, "select count(*) from activity_runs"); n != 1 || ids[0] != ids[1] {
			t.Fatalf("%d runs, %v", n, ids)
		}
		run, err := w.ActivityRun(ctx, read, ids[0])
		if err != nil {
			t.Fatal(err)
		}
		content, err := run.Content()
		if err != nil || content.Followed.Period.F != 1 || content.Lines[0].FollowUpMinutes != 45 {
			t.Errorf("%+v, %v", content, err)
		}
		files, _ := run.Files()
		size := 0
		if err := w.ActivityFileContent(ctx, run, files[0], func(part []byte) error { size += len(part); return nil }); err != nil || size != 800_000 {
			t.Errorf("%d bytes, %v", size, err)
		}
		for _, change := range []string{"update activity_runs set to_on = '2026-12-30'", "delete from activity_run_chunks", "delete from activity_runs",
			"update activity_run_chunks set position = position + 1"} {
			if err := db.Try(change); err == nil {
				t.Errorf("%s went through", change)
			}
		}
		if v, err := w.Verify(ctx); err != nil || !v.Sound() || v.Runs != 1 {
			t.Errorf("%+v, %v", v, err)
		}
		db.Exec(t, map[string]string{"sqlite": "drop trigger activity_runs_no_update", "postgres": "drop trigger activity_runs_unchanging on activity_runs"}[db.Engine()])
		db.Exec(t, "update activity_runs set to_on = '2026-12-30'")
		if v, err := w.Verify(ctx); err != nil || v.Sound() || !slices.Equal(v.ChangedRuns, []string{ids[0]}) {
			t.Errorf("%+v, %v", v.ChangedRuns, err)
		}
	})
}

// A blocking control asks for a reason; who may not create, and who reaches two centres, freezes nothing.
func TestActivityIsNotFrozen(t *testing.T) {
	db := storetest.SQLite(t)
	w := storetest.NewWorld(t, db)
	ctx, create := context.Background(), asked(t, w, "marc", models.Create, models.KindActivityRun)
	failing := activityOf(t, w, "")
	failing.Failed = []models.Control{{Code: "A01", Level: models.Blocking}}
	for name, try := range map[string]struct {
		scope  models.Scope
		frozen store.FrozenActivity
		want   models.Code
	}{
		"a blocking control": {create, failing, models.Invalid},
		"a reader":           {asked(t, w, "marc", models.Read, models.KindActivityRun), activityOf(t, w, ""), models.Forbidden},
		"an operation's":     {asked(t, w, "marc", models.Create, models.KindReportRun), activityOf(t, w, ""), models.Forbidden},
		"two centres": {models.NewScope(create.Actor(), models.KindActivityRun, models.Create, models.Grant{Reach: models.ReachNetwork}),
			activityOf(t, w, ""), models.Invalid},
		"no centre": {models.NewScope(create.Actor(), models.KindActivityRun, models.Create), activityOf(t, w, ""), models.NotFound},
	} {
		if _, err := w.FreezeActivity(ctx, try.scope, try.frozen); models.CodeOf(err) != try.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := db.Count(t, "select count(*) from activity_runs"); n != 0 {
		t.Errorf("%d runs", n)
	}
	failing.Override = "Corrigé dans le rapport suivant."
	if _, err := w.FreezeActivity(ctx, create, failing); err != nil {
		t.Error(err)
	}
}

// The list of frozen activity reports follows its index, page after page.
func TestFrozenActivityIsListedAlongAnIndex(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		read := asked(t, w, "marc", models.Read, models.KindActivityRun)
		for name, after := range map[string]string{"first page": "", "next page": "a"} {
			q := store.ActivityRunsQuery(read, after)
			refuseFullReads(t, db, name, q.Query, q.Args, "w", "activity_runs", "centres")
		}
	})
}
