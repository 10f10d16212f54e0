package store_test

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// frozenOf counts the report of the world's Go to Job and makes it ready to be frozen.
func frozenOf(t *testing.T, w *storetest.World, override string) store.Frozen {
	t.Helper()
	ctx := context.Background()
	scope := asked(t, w, "marc", models.Read, models.KindReport)
	o, err := w.Operation(ctx, scope, "o-gtj")
	if err != nil {
		t.Fatal(err)
	}
	r := models.NewFSEReport(models.ReportRequest{Operation: o, To: "2026-12-31"})
	if err := w.Participations(ctx, scope, "o-gtj", func(f models.EnrolmentFacts) error { r.Add(f); return nil }); err != nil {
		t.Fatal(err)
	}
	r.Finish()
	gone, err := w.Gone(ctx, scope, "o-gtj")
	if err != nil {
		t.Fatal(err)
	}
	files, err := w.NewRunFiles()
	if err != nil {
		t.Fatal(err)
	}
	return store.Frozen{Run: models.RunOf(r, gone, override, "test"), Files: someFile(t, files)}
}

// someFile adds a file of 800,000 bytes.
func someFile(t *testing.T, files *store.RunFiles) *store.RunFiles {
	t.Helper()
	t.Cleanup(files.Close)
	err := files.Add(store.RunWorkbook, func(out io.Writer) error {
		_, err := io.WriteString(out, strings.Repeat("classeur", 100_000))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestFreezing(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		ctx := context.Background()
		create, read := asked(t, w, "marc", models.Create, models.KindReportRun), asked(t, w, "marc", models.Read, models.KindReportRun)
		frozen := frozenOf(t, w, "")
		if waiting := frozen.Files.OnDisk(t); len(waiting) <= 800_000 || bytes.Contains(waiting, []byte("classeur")) {
			t.Errorf("%d bytes wait on disk, sealed: %t", len(waiting), !bytes.Contains(waiting, []byte("classeur")))
		}
		// Two windows at once: one run.
		var ids [2]string
		var wait sync.WaitGroup
		for i := range ids {
			wait.Go(func() {
				var err error
				if ids[i], err = w.FreezeReport(ctx, create, "o-gtj", frozen); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if n := db.Count(t, "select count(*) from report_runs"); n != 1 || ids[0] != ids[1] {
			t.Fatalf("%d runs, %v", n, ids)
		}
		run, err := w.ReportRun(ctx, read, ids[0])
		if err != nil {
			t.Fatal(err)
		}
		content, err := w.RunContent(ctx, run)
		if err != nil || len(content.Rows) != len(frozen.Rows) || len(content.Rows) == 0 {
			t.Fatalf("%d rows of %d, %v", len(content.Rows), len(frozen.Rows), err)
		}
		if digest, _ := content.Digest(); digest != run.SHA256 {
			t.Error("what is read is not what was frozen")
		}
		about, err := w.RunAbout(ctx, run, "e-amina-gtj")
		if row, found := about.Row("e-amina-gtj"); err != nil || !found || row.Status == "" {
			t.Errorf("Amina's row: %+v, %v", row, err)
		}
		files, _ := run.Files()
		size := 0
		if err := w.RunFileContent(ctx, run, files[0], func(part []byte) error { size += len(part); return nil }); err != nil || size != 800_000 {
			t.Errorf("%d bytes, %v", size, err)
		}
		for who, want := range map[string]error{"fanny": nil, "odile": nil} {
			if _, err := w.ReportRun(ctx, asked(t, w, who, models.Read, models.KindReportRun), ids[0]); models.CodeOf(err) != models.CodeOf(want) {
				t.Errorf("%s: %v", who, err)
			}
		}
		if v, err := w.Verify(ctx); err != nil || !v.Sound() || v.Runs != 1 {
			t.Errorf("%+v, %v", v, err)
		}
	})
}

// The engine itself refuses every change; who removes the guard is found by verify.
func TestFrozenReportsNeverChange(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		ctx := context.Background()
		id, err := w.FreezeReport(ctx, asked(t, w, "marc", models.Create, models.KindReportRun), "o-gtj", frozenOf(t, w, ""))
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range []string{"update report_runs set to_on = '2026-12-30'", "delete from report_run_chunks", "delete from report_runs",
			"update report_run_chunks set position = position + 1"} {
			if err := db.Try(change); err == nil {
				t.Errorf("%s went through", change)
			}
		}
		for _, drop := range map[string][]string{"sqlite": {"drop trigger report_runs_no_update"}, "postgres": {"drop trigger report_runs_unchanging on report_runs"}}[db.Engine()] {
			db.Exec(t, drop)
		}
		db.Exec(t, `update report_runs set head = replace(head, '"Total', '"Sum')`)
		db.Exec(t, `update report_runs set head = replace(head, '"to":"2026-12-31"', '"to":"2026-12-30"')`)
		if v, err := w.Verify(ctx); err != nil || v.Sound() || !slices.Equal(v.ChangedRuns, []string{id}) {
			t.Errorf("%+v, %v", v.ChangedRuns, err)
		}
	})
}

// A blocking control asks for a reason, and one that says something.
func TestBlockedReportsAskForAReason(t *testing.T) {
	db := storetest.SQLite(t)
	w := storetest.NewWorld(t, db)
	ctx, create := context.Background(), asked(t, w, "marc", models.Create, models.KindReportRun)
	for reason, want := range map[string]models.Code{"": models.Invalid, "ok": models.Invalid, "Corrigé dans le rapport suivant.": models.Internal} {
		frozen := frozenOf(t, w, reason)
		frozen.Failed = []models.Control{{Code: "C08", Level: models.Blocking}}
		if _, err := w.FreezeReport(ctx, create, "o-gtj", frozen); models.CodeOf(err) != want || want == models.Internal && err != nil {
			t.Errorf("%q: %v", reason, err)
		}
	}
	if n := db.Count(t, "select count(*) from report_runs"); n != 1 {
		t.Errorf("%d runs", n)
	}
	if _, err := w.FreezeReport(ctx, asked(t, w, "fanny", models.Read, models.KindReportRun), "o-gtj", frozenOf(t, w, "")); models.CodeOf(err) != models.Forbidden {
		t.Errorf("a funder freezes: %v", err)
	}
}

// The list of frozen reports follows its index, page after page.
func TestFrozenReportsAreListedAlongAnIndex(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		read := asked(t, w, "marc", models.Read, models.KindReportRun)
		for name, after := range map[string]string{"first page": "", "next page": "a"} {
			q := store.RunListQuery(read, w.Now(), after)
			refuseFullReads(t, db, name, q.Query, q.Args, "w", "report_runs", "operations")
		}
	})
}
