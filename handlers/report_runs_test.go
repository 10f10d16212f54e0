package handlers

import (
	"crypto/sha256"
	"net/http"
	"strings"
	"testing"
)

const freezeGTJ = "/rapports/o-gtj/fse/figer?du=01/01/2026&au=24/11/2026"

// freezeAs freezes the report of Go to Job and returns the address of the frozen one.
func freezeAs(t *testing.T, marc *client, path string) string {
	t.Helper()
	page := marc.get(path).want(t, http.StatusOK)
	submission, _ := page.Doc.Find("input[name=submission]").Attr("value")
	address := ""
	for range 2 { // a double click
		answer := marc.post(path, form("submission", submission)).want(t, http.StatusSeeOther)
		if address != "" && answer.Location != address {
			t.Errorf("two runs: %s, %s", address, answer.Location)
		}
		address = answer.Location
	}
	return address
}

func TestAFrozenReportStays(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update operations set short_hours = '0' where id = 'gtj'")
	s.Exec(t, "update participants set sex = 'F'")
	marc, fanny := s.as(t, "marc"), s.as(t, "fanny")
	run := freezeAs(t, marc, freezeGTJ)
	if again := freezeAs(t, marc, freezeGTJ); again != run {
		t.Error("the same report asked in another window is another run")
	}
	if n := s.Count(t, "select count(*) from report_runs"); n != 1 {
		t.Fatalf("%d runs", n)
	}
	before := marc.get(run+"/donnees").want(t, http.StatusOK).Body
	workbook := sha256.Sum256([]byte(marc.get(run+"/classeur").want(t, http.StatusOK).Body))
	nadia := s.as(t, "nadia")
	if said := nadia.get("/inscriptions/e-amina-gtj").want(t, http.StatusOK).text("main"); strings.Contains(said, "rapport figé") {
		t.Errorf("nothing changed, yet: %s", said)
	}
	s.Exec(t, "update followups set presence = 'absent', signed = false")
	if said := nadia.get("/inscriptions/e-amina-gtj").text("main"); !strings.Contains(said, "Depuis le rapport figé au 24/11/2026, cette inscription compte autrement : entrée corrigée.") {
		t.Errorf("a correction after the freeze is not told: %s", said)
	}
	if after := marc.get(run + "/donnees").Body; after != before || !strings.Contains(before, `"total":2`) {
		t.Error("the data of a frozen report changed")
	}
	if workbook != sha256.Sum256([]byte(marc.get(run+"/classeur").Body)) {
		t.Error("the workbook of a frozen report changed")
	}
	if body := fanny.get(run+"/donnees").want(t, http.StatusOK).Body; strings.Contains(body, `"F":2`) || !strings.Contains(body, `"F":null`) {
		t.Error("a small cell leaves the centre")
	}
	for _, name := range []string{"Haddad", "Amina", "Noori"} {
		if strings.Contains(before, name) {
			t.Errorf("a frozen report holds %s", name)
		}
	}
	for who, want := range map[string]int{"marc": http.StatusOK, "fanny": http.StatusOK, "odile": http.StatusOK, "nadia": http.StatusForbidden, "lea": http.StatusForbidden} {
		s.as(t, who).get(run).want(t, want)
	}
	compared := marc.get(run+"/comparer?ligne=EECO01").want(t, http.StatusOK).Doc.Find("main").Text()
	if !strings.Contains(compared, "−2") || !strings.Contains(compared, "2 entrées corrigées") || !strings.Contains(compared, "e-amina-gtj") {
		t.Errorf("what changed since: %s", compared)
	}
	if outside := fanny.get(run+"/comparer?ligne=EECO01").want(t, http.StatusOK).Doc.Find("main").Text(); strings.Contains(outside, "e-amina-gtj") {
		t.Error("the funder reads whose presence changed")
	}
	fanny.get(run+"/comparer?colonne=cumul_f").want(t, http.StatusNotFound)
	if flagged := marc.get("/rapports/o-gtj/fse?feuille=controles").Body; !strings.Contains(flagged, "EECO01 : 2 → 0 (2 entrées corrigées)") {
		t.Error("control 20 says nothing of a retroactive correction")
	}
	if page := marc.get("/rapports/o-gtj/figes"); page.Doc.Find("tbody tr").Length() != 1 {
		t.Error("the run is not in the list")
	}
	fanny.get(freezeGTJ).want(t, http.StatusForbidden)
}

// A blocking control refuses, keeps what was typed, and gives way to a reason that is printed.
func TestFreezingInSpiteOfAControl(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update operations set short_hours = '0', starts_on = '2026-11-20' where id = 'gtj'") // entries lie before the operation
	s.Insert(t, "operations", map[string]any{"id": "gtj2", "public_id": "o-gtj2", "centre_id": "namur", "code": "GTJ-BIS", "programme": "GTJ", "funder": "FSE",
		"title": "", "starts_on": "2026-06-01", "created_at": "2026-11-24 09:00:00"})
	marc := s.as(t, "marc")
	page := marc.get(freezeGTJ)
	if page.Doc.Find("a[href*='feuille=controles']").Length() != 1 {
		t.Error("the records behind the control are not one link away")
	}
	if !strings.Contains(page.Body, "C08") || !strings.Contains(page.Body, "GTJ-BIS couvre les mêmes jours") {
		t.Errorf("neither the control nor the overlapping operation is said: %s", page.Doc.Find("main").Text())
	}
	submission, _ := page.Doc.Find("input[name=submission]").Attr("value")
	refused := marc.post(freezeGTJ, form("submission", submission, "raison", "ok")).want(t, http.StatusUnprocessableEntity)
	if refused.Doc.Find("#raison").Text() != "ok" || refused.Doc.Find("#raison-problem").Length() != 1 {
		t.Error("what was typed is lost, or nothing says what to do")
	}
	done := marc.post(freezeGTJ, form("submission", submission, "raison", "Les dates de l'avenant ne sont pas encore encodées.")).want(t, http.StatusSeeOther)
	if !strings.Contains(marc.get(done.Location).Body, "Les dates de l&#39;avenant") {
		t.Error("the reason is not printed")
	}
	if list := marc.get("/rapports/o-gtj/figes").Body; !strings.Contains(list, "malgré un contrôle bloquant") || !strings.Contains(list, "Les dates de l&#39;avenant") {
		t.Error("the list does not say why")
	}
	if !strings.Contains(marc.get("/rapports/o-gtj2/fse/figer").Body, "toutes ses dates") {
		t.Error("an operation without an end is not said")
	}
	s.Exec(t, "update operations set background = 'ONE' where id = 'gtj'")
	if !strings.Contains(marc.get(freezeGTJ).Body, "règles de comptage ont changé") {
		t.Error("a rule changed after a freeze is not said")
	}
}

// A period that is not over cannot be frozen: its figures would stand for days that have not come.
func TestTheFutureIsNotFrozen(t *testing.T) {
	s := newSite(t)
	marc := s.as(t, "marc")
	const future = "/rapports/o-gtj/fse/figer?du=2026-01-01&au=2026-12-31"
	submission := marc.get(freezeGTJ).Doc.Find("main [name=submission]").AttrOr("value", "")
	page := marc.get(future).want(t, http.StatusOK)
	if page.Doc.Find("main form").Length() != 0 || !strings.Contains(page.text("main"), "jusqu'au 24/11/2026") {
		t.Errorf("the page offers it: %s", page.text("main"))
	}
	marc.post(future, form("submission", submission, "raison", "parce que je le veux")).want(t, http.StatusUnprocessableEntity)
	if n := s.Count(t, "select count(*) from report_runs"); n != 0 {
		t.Errorf("%d reports of the future", n)
	}
}
