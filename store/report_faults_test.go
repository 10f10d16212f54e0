package store_test

import (
	"slices"
	"testing"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// frozenRun freezes the Go to Job report of the world, with everybody who came counted.
func frozenRun(t *testing.T, w *storetest.World) store.ReportRun {
	t.Helper()
	w.Exec(t, "update operations set short_hours = '0' where id = 'gtj'")
	id, err := w.FreezeReport(ctx, asked(t, w, "marc", models.Create, models.KindReportRun), "o-gtj", frozenOf(t, w, ""))
	if err != nil {
		t.Fatal(err)
	}
	run, err := w.ReportRun(ctx, asked(t, w, "marc", models.Read, models.KindReportRun), id)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// sinceFrozen compares a frozen report with the data of now, and fails if a byte of it is not what was frozen.
func sinceFrozen(t *testing.T, w *storetest.World, run store.ReportRun) models.Comparison {
	t.Helper()
	before, err := w.RunContent(ctx, run)
	if err != nil {
		t.Fatal(err)
	}
	if digest, _ := before.Digest(); digest != run.SHA256 {
		t.Error("the frozen report changed")
	}
	if v, err := w.Verify(ctx); err != nil || !v.Sound() || v.Runs != 1 {
		t.Errorf("verify: %+v, %v", v, err)
	}
	return models.CompareRuns(before, frozenOf(t, w, "").Run)
}

// totalOf is the line of EECO01 of a comparison, since the start.
func totalOf(t *testing.T, c models.Comparison) models.LineChange {
	t.Helper()
	lines := c.Lines(false, "")
	i := slices.IndexFunc(lines, func(l models.LineChange) bool { return l.Code == models.TotalIndicator })
	if i < 0 {
		t.Fatal("no total")
	}
	return lines[i]
}

// Two files of one person are linked after a freeze: the frozen report stays, the comparison says which enrolment became part of another, and
// undoing the link brings the figures back.
func TestLinkAfterAFreeze(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		run := frozenRun(t, w.World)
		if total := totalOf(t, sinceFrozen(t, w.World, run)); total.Before != 2 || total.After != 2 {
			t.Fatalf("EECO01: %d, then %d", total.Before, total.After)
		}
		l := w.link(t, "claire", "amina", "noori")
		total := totalOf(t, sinceFrozen(t, w.World, run))
		if total.Before != 2 || total.After != 1 || total.Summary() != "1 dossier fusionné" || len(total.Rows) != 1 || total.Rows[0].ID != "e-noori-gtj" ||
			total.Rows[0].Changes[0].Text != "fusion avec un autre dossier de la même personne" {
			t.Errorf("linked: %+v, %s", total, total.Summary())
		}
		w.unlink(t, "claire", l)
		if detail := sinceFrozen(t, w.World, run).Detail(); detail != "" {
			t.Errorf("undone: %s", detail)
		}
	})
}

// Somebody's data are erased after a freeze: the key of the person is destroyed and the name blanked. The frozen report stays, the report of
// today goes on counting the person, and only what was sealed is not known any more.
func TestErasedPersonStaysCounted(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		sealed, err := store.SealJSON(w.Box(t, "noori"), "entry_sensitive", models.Sensitive{Disability: models.Yes})
		if err != nil {
			t.Fatal(err)
		}
		w.Exec(t, "update enrolments set sensitive_sealed = ? where id = 'noori-gtj'", sealed)
		w.Exec(t, "update enrolments set entry_forem = 'DEI', entry_isced = '3' where id = 'noori-gtj'")
		w.Exec(t, "update participants set sex = 'M' where id = 'noori'")
		run := frozenRun(t, w.World)
		w.Exec(t, "delete from person_keys where participant_id = 'noori'")
		w.Exec(t, "update participants set family_name = '–', given_name = '', sort_name = '', residence_sealed = null where id = 'noori'")
		c := sinceFrozen(t, w.World, run)
		for _, line := range c.Lines(false, "") {
			want := ""
			if line.Code == "EECO12" {
				want = "1 donnée d'entrée corrigée"
			}
			if line.Summary() != want {
				t.Errorf("%s: %d, then %d: %q", line.Code, line.Before, line.After, line.Summary())
			}
		}
	})
}

// crashOfFreezing makes the engine fail in the middle of the workbook.
var crashOfFreezing = map[string][]string{
	"sqlite": {"create trigger crash before insert on report_run_chunks when new.name = 'classeur' and new.position = 2 begin select raise(abort, 'crash'); end"},
	"postgres": {"create function crash() returns trigger language plpgsql as $$ begin raise exception 'crash'; end $$",
		"create trigger crash before insert on report_run_chunks for each row when (new.name = 'classeur' and new.position = 2) execute function crash()"},
}

// A crash between the rows and the files of a report, on either engine, leaves no piece of one and no line that says there is one.
func TestCrashWhileFreezing(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		for _, line := range crashOfFreezing[db.Engine()] {
			db.Exec(t, line)
		}
		written := db.Count(t, "select count(*) from journal where kind = 'report_run'")
		if _, err := w.FreezeReport(ctx, asked(t, w.World, "marc", models.Create, models.KindReportRun), "o-gtj", frozenOf(t, w.World, "")); err == nil {
			t.Fatal("it did not crash")
		}
		if n := db.Count(t, "select (select count(*) from report_runs) + (select count(*) from report_run_chunks)"); n != 0 {
			t.Errorf("%d rows left", n)
		}
		if n := db.Count(t, "select count(*) from journal where kind = 'report_run'"); n != written {
			t.Error("the journal says that a report was frozen")
		}
	})
}
