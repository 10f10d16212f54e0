package handlers

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// bundleForm asks for everybody of the world's Go to Job in 2026.
func bundleForm(more ...string) url.Values {
	form := url.Values{"du": {"01/01/2026"}, "au": {"31/12/2026"}, "methode": {models.BundleAll}, "variante": {"pseudonyme"}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return form
}

// unpacked is the files of a ZIP by path.
func unpacked(t *testing.T, content string) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(strings.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range archive.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(part); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// withProof gives Amina a document.
func withProof(t *testing.T, s *site) {
	t.Helper()
	file := store.NewFile{File: models.File{Kind: models.FilePermit, Format: models.FormatPDF, FileDetails: models.FileDetails{Name: "titre Haddad.pdf"}}, Content: bytes.Repeat([]byte("%PDF-1.4 "), 20_000)}
	scope := s.App.scope(Access{Actor: s.Actors["claire"]}, models.Create, models.KindDocument)
	if err := s.Store.AddFiles(context.Background(), scope, "p-amina", []store.NewFile{file}); err != nil {
		t.Fatal(err)
	}
}

// Asked for, made in the background, taken away: each file has the digest that the index says, and the ZIP that of the page.
func TestBundleIsMade(t *testing.T) {
	onEngines(t, func(t *testing.T, s *site) {
		withProof(t, s)
		marc := s.as(t, "marc")
		asked := marc.post("/rapports/o-gtj/liasses", bundleForm("variante", "nominative")).want(t, http.StatusSeeOther)
		waiting := marc.get(asked.Location).want(t, http.StatusOK)
		if got := waiting.text("#avancement"); !strings.Contains(got, "0 sur 2") || waiting.Doc.Find("a[download]").Length() != 0 {
			t.Errorf("before it is made: %q", got)
		}
		marc.get(asked.Location+"/fichier").want(t, http.StatusConflict)
		if err := s.App.RunBundles(context.Background()); err != nil {
			t.Fatal(err)
		}
		ready := marc.get(asked.Location).want(t, http.StatusOK)
		zipped := marc.get(asked.Location+"/fichier").want(t, http.StatusOK).Body
		if sum := sha256.Sum256([]byte(zipped)); !strings.Contains(ready.Body, hex.EncodeToString(sum[:])) {
			t.Error("the page shows another digest than that of the file")
		}
		files := unpacked(t, zipped)
		if len(files["personnes/e-amina-gtj/titre_sejour-1.pdf"]) != 180_000 || files["index.pdf"] == nil || files["personnes/e-noori-gtj/fiche.pdf"] == nil {
			t.Errorf("%d files", len(files))
		}
		for _, line := range strings.Split(strings.TrimSpace(string(files["SHA256SUMS"])), "\n") {
			sum, path, _ := strings.Cut(line, "  ")
			if got := sha256.Sum256(files[path]); hex.EncodeToString(got[:]) != sum {
				t.Errorf("%s is not what the index says", path)
			}
		}
		book, err := excelize.OpenReader(bytes.NewReader(files["index.xlsx"]))
		if err != nil {
			t.Fatal(err)
		}
		if rows, _ := book.GetRows("2 Personnes"); len(rows) != 3 || !strings.Contains(fmt.Sprint(rows), "HADDAD Amina") {
			t.Errorf("%v", rows)
		}
		for path := range files {
			if strings.Contains(strings.ToLower(path), "haddad") || strings.Contains(strings.ToLower(path), "titre h") {
				t.Errorf("a name in a file name: %s", path)
			}
		}
		if n := s.Count(t, "select count(*) from journal where kind = 'bundle' and action = 'export'"); n != 1 {
			t.Errorf("%d downloads in the journal", n)
		}
	})
}

// Without names nothing of the archive holds one, and what could not be shown without is listed.
func TestBundleWithoutNames(t *testing.T) {
	s := newSite(t)
	withProof(t, s)
	odile := s.as(t, "odile")                                                         // her mandate names nobody
	odile.post("/rapports/o-gtj/liasses", bundleForm()).want(t, http.StatusForbidden) // an audit reads
	asked := s.as(t, "marc").post("/rapports/o-gtj/liasses", bundleForm("methode", models.BundleRandom, "nombre", "1", "graine", "AFSE-7")).want(t, http.StatusSeeOther)
	if err := s.App.RunBundles(context.Background()); err != nil {
		t.Fatal(err)
	}
	if page := odile.get(asked.Location); !strings.Contains(page.Body, "AFSE-7") {
		t.Error("the seed is not printed")
	}
	all := s.as(t, "marc").post("/rapports/o-gtj/liasses", bundleForm()).want(t, http.StatusSeeOther)
	if err := s.App.RunBundles(context.Background()); err != nil {
		t.Fatal(err)
	}
	files := unpacked(t, odile.get(all.Location+"/fichier").want(t, http.StatusOK).Body)
	book, err := excelize.OpenReader(bytes.NewReader(files["index.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	left, _ := book.GetRows("4 Hors de la liasse")
	if len(left) != 2 || !strings.Contains(left[1][1], "Titre de séjour") {
		t.Errorf("left out: %v", left)
	}
	for _, sheet := range book.GetSheetList() {
		if rows, _ := book.GetRows(sheet); strings.Contains(strings.ToLower(fmt.Sprint(rows)), "haddad") || strings.Contains(strings.ToLower(fmt.Sprint(rows)), "amina h") {
			t.Errorf("a name on %s: %v", sheet, rows)
		}
	}
	if n := len(files); n != 5 { // two records, the index twice, the sums
		t.Errorf("%d files", n)
	}
	odile.get("/rapports/o-llf/liasses").want(t, http.StatusNotFound)
	s.as(t, "nadia").get("/rapports/o-gtj/liasses").want(t, http.StatusForbidden)
	// Whoever reads names no longer, or never did, takes nothing that shows one.
	named := s.as(t, "marc").post("/rapports/o-gtj/liasses", bundleForm("variante", "pieces"))
	if err := s.App.RunBundles(context.Background()); err != nil {
		t.Fatal(err)
	}
	odile.get(named.Location+"/fichier").want(t, http.StatusForbidden)
}

// A program that stops half-way leaves nothing that looks ready; the next one begins again with the same people, and a bundle that
// stops it each time is given up.
func TestBundleAfterACrash(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	marc := s.as(t, "marc")
	asked := marc.post("/rapports/o-gtj/liasses", bundleForm()).want(t, http.StatusSeeOther)
	b, err := s.Store.ClaimBundle(ctx, lockBundle)
	if err != nil {
		t.Fatal(err)
	}
	half, err := s.Store.WriteBundle(ctx, b.Bundle)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := half.Write(make([]byte, 300<<10)); err != nil { // one piece is stored
		t.Fatal(err)
	}
	if _, err := s.Store.ClaimBundle(ctx, lockBundle); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("two programs make the same bundle: %v", err)
	}
	marc.get(asked.Location+"/fichier").want(t, http.StatusConflict)
	at(t, storetest.Now.Add(3*time.Minute))
	stopped := marc.get(asked.Location).want(t, http.StatusOK)
	if got := stopped.text("main"); !strings.Contains(got, "interrompue") || stopped.Doc.Find(`form[action$="/recommencer"]`).Length() != 1 {
		t.Errorf("%q", got)
	}
	marc.post(asked.Location+"/recommencer", url.Values{}).want(t, http.StatusSeeOther)
	if err := s.App.RunBundles(ctx); err != nil {
		t.Fatal(err)
	}
	if err := half.Finish(); !isStale(err) {
		t.Errorf("the program that was given up finishes all the same: %v", err)
	}
	if files := unpacked(t, marc.get(asked.Location+"/fichier").want(t, http.StatusOK).Body); len(files) != 5 {
		t.Errorf("%d files", len(files))
	}
	marc.post(asked.Location+"/retrait", url.Values{}).want(t, http.StatusSeeOther)
	marc.get(asked.Location+"/fichier").want(t, http.StatusConflict)
	if n := s.Count(t, "select count(*) from bundle_chunks where bundle_id = ?", b.ID); n != 0 {
		t.Errorf("%d pieces are left", n)
	}
}

func TestBundleExpiresAndFails(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	marc := s.as(t, "marc")
	asked := marc.post("/rapports/o-gtj/liasses", bundleForm()).want(t, http.StatusSeeOther)
	if err := s.App.RunBundles(ctx); err != nil {
		t.Fatal(err)
	}
	s.Exec(t, "update bundles set expires_on = '2026-11-23'")
	if err := s.App.RunBundles(ctx); err != nil {
		t.Fatal(err)
	}
	if page := marc.get(asked.Location); !strings.Contains(page.text("main"), "Délai dépassé") || s.Count(t, "select count(*) from bundle_chunks") != 0 {
		t.Errorf("%q", page.text("main"))
	}
	// The disk fills while it is written.
	other := marc.post("/rapports/o-gtj/liasses", bundleForm()).want(t, http.StatusSeeOther)
	s.Exec(t, "create trigger full_disk before insert on bundle_chunks begin select raise(abort, 'no room'); end")
	if err := s.App.RunBundles(ctx); err != nil {
		t.Fatal(err)
	}
	if got := marc.get(other.Location).text("main"); !strings.Contains(got, "La préparation a échoué") {
		t.Errorf("%q", got)
	}
	if got := bundleProblem(fmt.Errorf("piece: %w", &models.Error{Code: models.TooLarge, Key: "error.disk_full"})); got != "bundle.problem.disk" {
		t.Errorf("a full disk says %s", got)
	}
}

func TestBundleFormRefuses(t *testing.T) {
	s := newSite(t)
	marc := s.as(t, "marc")
	for want, form := range map[string]url.Values{
		"Aucune présence sur cette période pour : X9": bundleForm("methode", models.BundleList, "liste", "e-amina-gtj X9"), "Écrivez combien": bundleForm("methode", models.BundleRandom, "nombre", ""),
		"Personne n'a de présence": bundleForm("du", "01/01/2025", "au", "31/01/2025"), "Écrivez une date": bundleForm("au", ""),
	} {
		page := marc.post("/rapports/o-gtj/liasses", form).want(t, http.StatusUnprocessableEntity)
		if got := page.text(".summary"); !strings.Contains(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		if page.value("liste") != form.Get("liste") || page.value("du") != form.Get("du") {
			t.Error("what was typed is lost")
		}
	}
	if n := s.Count(t, "select count(*) from bundles"); n != 0 {
		t.Errorf("%d bundles", n)
	}
}
