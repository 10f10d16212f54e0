package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"
	"github.com/xuri/excelize/v2"

	"jalon/models"
)

const sampleWorkbook = "../../reports/testdata/exercice-2025-2026.xlsx"

// jalon runs one command line in a folder of its own.
func jalon(t *testing.T, dir string, args ...string) (status int, out, errors string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args = append(args, "--key-file", filepath.Join(dir, "master.key"))
	status = run(context.Background(), streams{strings.NewReader(""), &stdout, &stderr}, args)
	return status, stdout.String(), stderr.String()
}

func mustRun(t *testing.T, dir string, args ...string) string {
	t.Helper()
	status, out, stderr := jalon(t, dir, args...)
	if status != 0 {
		t.Fatalf("jalon %v: status %d, %s", args, status, stderr)
	}
	return out
}

// databases are an empty one of each engine.
func databases(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{"sqlite": "sqlite:" + filepath.Join(t.TempDir(), "jalon.db")}
	server := os.Getenv("JALON_TEST_POSTGRES")
	if server == "" {
		return all
	}
	admin, err := sqlx.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	name := "jalon_test_" + models.NewPublicID()
	if _, err := admin.Exec("create database " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = admin.Exec("drop database if exists " + name + " with (force)")
		_ = admin.Close()
	})
	before, after, _ := strings.Cut(server, "/postgres?")
	all["postgres"] = before + "/" + name + "?" + after
	return all
}

func TestImportThenExportIsStable(t *testing.T) {
	for engine, database := range databases(t) {
		t.Run(engine, func(t *testing.T) {
			dir := t.TempDir()
			first, second := filepath.Join(dir, "first.xlsx"), filepath.Join(dir, "second.xlsx")
			mustRun(t, dir, "import", sampleWorkbook, "--database", database)
			mustRun(t, dir, "export", first, "--database", database)
			other := t.TempDir()
			empty := filepath.Join(other, "other.db")
			mustRun(t, other, "import", first, "--database", empty)
			mustRun(t, other, "export", second, "--database", empty)
			sameWorkbook(t, first, second)
		})
	}
}

// sameWorkbook compares the parts: their order in the archive means nothing.
func sameWorkbook(t *testing.T, a, b string) {
	t.Helper()
	first, second := parts(t, a), parts(t, b)
	if len(first) != len(second) {
		t.Errorf("%d and %d parts", len(first), len(second))
	}
	for name, text := range first {
		if second[name] != text {
			t.Errorf("%s differs", name)
		}
	}
}

func parts(t *testing.T, path string) map[string]string {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	all := map[string]string{}
	for _, f := range archive.File {
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(text)
	}
	return all
}

func TestDryRunLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	database := filepath.Join(dir, "data", "jalon.db")
	out := mustRun(t, dir, "import", sampleWorkbook, "--dry-run", "--database", database)
	if !strings.Contains(out, "rien n'a été enregistré") {
		t.Error(out)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	tried := mustRun(t, dir, "import", sampleWorkbook, "--dry-run", "--format", "json", "--database", database)
	done := mustRun(t, dir, "import", sampleWorkbook, "--format", "json", "--database", database)
	if want := strings.Replace(tried, `"dry_run":true`, `"dry_run":false`, 1); want != done {
		t.Error("the dry run and the import do not say the same")
	}
	again := mustRun(t, dir, "import", sampleWorkbook, "--dry-run", "--format", "json", "--database", database)
	var result models.ImportResult
	if err := json.Unmarshal([]byte(again), &result); err != nil || !result.OK || len(result.Created) != 0 || result.Counts["Personnes"] != 220 {
		t.Errorf("%v %+v", err, result)
	}
}

func TestImportRefusals(t *testing.T) {
	dir := t.TempDir()
	junk, bad := filepath.Join(dir, "junk.xlsx"), filepath.Join(dir, "bad.xlsx")
	if err := os.WriteFile(junk, []byte("nom;prénom"), 0o600); err != nil {
		t.Fatal(err)
	}
	f := excelize.NewFile()
	_ = f.SetSheetName("Sheet1", "Personnes")
	_ = f.SetSheetRow("Personnes", "A1", &[]any{"ref", "nom", "naissance"})
	_ = f.SetSheetRow("Personnes", "A2", &[]any{"P1", "EXEMPLE", "31/02/1990"})
	_ = f.SetSheetRow("Personnes", "A3", &[]any{"P1", "", ""})
	if err := f.SaveAs(bad); err != nil {
		t.Fatal(err)
	}
	database := filepath.Join(dir, "jalon.db")
	cases := []struct {
		name   string
		args   []string
		status int
		says   string
	}{
		{"not a workbook", []string{"import", junk}, 1, "n'est pas un classeur"},
		{"absent", []string{"import", filepath.Join(dir, "none.xlsx")}, 1, "ne peut pas être lu"},
		{"errors inside", []string{"import", bad}, 1, "3 erreurs"},
		{"no file", []string{"import"}, 2, "FICHIER.xlsx"},
		{"unknown format", []string{"import", bad, "--format", "xml"}, 2, "--format"},
		{"unknown flag", []string{"import", bad, "--essai"}, 2, "--essai"},
		{"export of an absent database", []string{"export", filepath.Join(dir, "x.xlsx")}, 1, "n'existe pas"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_ = os.Remove(database)
			status, _, stderr := jalon(t, dir, append(c.args, "--database", database)...)
			if status != c.status || !strings.Contains(stderr, c.says) {
				t.Errorf("status %d, %s", status, stderr)
			}
		})
	}
	_, out, _ := jalon(t, dir, "import", bad, "--database", database, "--format", "json")
	var result models.ImportResult
	if err := json.Unmarshal([]byte(out), &result); err != nil || result.OK || len(result.Findings) != 3 || result.Findings[0].Cell != "C2" {
		t.Errorf("%v %+v", err, result)
	}
	if status, _, _ := jalon(t, dir, "export", filepath.Join(dir, "x.xlsx"), "--database", database); status != 1 {
		t.Error("the refused import left a centre behind")
	}
}

// An export given the name of the database by mistake leaves it alone; the workbook of yesterday is replaced.
func TestExportReplacesWorkbooksOnly(t *testing.T) {
	dir := t.TempDir()
	database, workbook := filepath.Join(dir, "jalon.db"), filepath.Join(dir, "x.xlsx")
	mustRun(t, dir, "seed", "--persons", "3", "--database", database)
	mustRun(t, dir, "export", workbook, "--database", database)
	mustRun(t, dir, "export", workbook, "--database", database)
	for _, line := range [][]string{{"export", database}, {"report", "fse", "--operation", "gtj", "--to", "2026-06-30", "--format", "json", "--out", database}} {
		if status, _, stderr := jalon(t, dir, append(line, "--database", database)...); status != 1 || !strings.Contains(stderr, "ni un classeur ni un rapport") {
			t.Errorf("%v: status %d, %s", line, status, stderr)
		}
	}
	mustRun(t, dir, "verify", "--database", database)
}
