package handlers

import (
	"net/http"
	"strings"
	"testing"
)

func TestReportsStayWithTheirReader(t *testing.T) {
	s := newSite(t)
	for _, c := range []struct {
		who, path string
		want      int
	}{
		{"marc", "/rapports/o-gtj/fse", http.StatusOK},
		{"marc", "/rapports/o-llf/forem", http.StatusOK},
		{"marc", "/rapports/o-m4h/spw", http.StatusOK},
		{"marc", "/rapports/o-gtj/fse?nominatif=1&feuille=participants", http.StatusOK},
		{"marc", "/rapports/o-liege-gtj/fse", http.StatusNotFound},
		{"marc", "/rapports/o-gtj/inconnu", http.StatusNotFound},
		{"marc", "/rapports/o-gtj/fse?feuille=inconnue", http.StatusNotFound},
		{"marc", "/rapports/o-gtj/fse?du=31/02/2026", http.StatusUnprocessableEntity},
		{"marc", "/rapports/o-gtj/fse?du=2026-06-01&au=2026-01-01", http.StatusUnprocessableEntity},
		{"fanny", "/rapports/o-gtj/fse", http.StatusOK},
		{"fanny", "/rapports/o-gtj/fse/classeur", http.StatusOK},
		{"fanny", "/rapports/o-gtj/forem", http.StatusNotFound},
		{"fanny", "/rapports/o-llf/forem", http.StatusNotFound},
		{"fanny", "/rapports/o-gtj/fse?nominatif=1", http.StatusForbidden},
		{"odile", "/rapports/o-gtj/fse", http.StatusOK},
		{"odile", "/rapports/o-llf/forem", http.StatusNotFound},
		{"odile", "/rapports/o-gtj/fse?nominatif=1", http.StatusForbidden}, // her mandate does not say names
		{"nadia", "/rapports/o-gtj/fse", http.StatusForbidden},
	} {
		if got := s.as(t, c.who).get(c.path); got.Status != c.want {
			t.Errorf("%s %s: %d, want %d", c.who, c.path, got.Status, c.want)
		}
	}
}

func TestTheFunderReadsNoNameAndNoSmallCell(t *testing.T) {
	s := newSite(t)
	fanny, marc := s.as(t, "fanny"), s.as(t, "marc")
	for _, path := range []string{"", "?feuille=participants", "?feuille=presences", "/donnees"} {
		page := fanny.get("/rapports/o-gtj/fse" + path)
		for _, name := range []string{"Haddad", "Amina", "Kovalenko", "Noori"} {
			if strings.Contains(page.Body, name) {
				t.Errorf("%s shows %s to the funder", path, name)
			}
		}
	}
	// Two persons of the world have a contact in GTJ: the total says 2, the cell says nothing to the funder.
	s.Exec(t, "update operations set short_hours = '0' where id = 'gtj'")
	s.Exec(t, "update participants set sex = 'F'")
	open, masked := `"F":2,"M":0,"X":0,"NR":0,"total":2`, `"F":null,"M":null,"NR":0,"X":null,"total":2`
	if data := marc.get("/rapports/o-gtj/fse/donnees?au=2026-11-24").Body; !strings.Contains(data, open) {
		t.Errorf("the manager's figures: %.400s", data)
	}
	if data := fanny.get("/rapports/o-gtj/fse/donnees?au=2026-11-24").Body; !strings.Contains(data, masked) || strings.Contains(data, open) {
		t.Errorf("the funder's figures: %.400s", data)
	}
	// Lines with their gender, or lists by gender, would be counted one by one: neither the page nor a figure gives it.
	for who, columns := range map[string]int{"marc": 1, "fanny": 0} {
		if n := s.as(t, who).get("/rapports/o-gtj/fse?feuille=participants").Doc.Find("thead th:contains('Sexe')").Length(); n != columns {
			t.Errorf("%s reads %d columns of gender, line by line", who, n)
		}
	}
	own := func(who string) string { // the pseudonym of Noori, for its reader
		row := s.as(t, who).get("/rapports/o-gtj/fse?feuille=participants").Doc.Find("tbody tr:contains('e-noori-gtj')")
		return row.Find("td").First().Text()
	}
	if outside, inside := own("fanny"), own("marc"); inside != "p-noori" || outside == inside || len(outside) != 16 {
		t.Errorf("the funder reads the person as %q, the centre as %q", outside, inside)
	}
	if sheet := fanny.get("/rapports/o-gtj/fse?feuille=presences").text("main table"); strings.Contains(strings.ToLower(sheet), "nadia") {
		t.Errorf("a colleague is named to the funder: %s", sheet)
	}
	if nominal := marc.get("/rapports/o-gtj/fse?nominatif=1&feuille=participants"); !strings.Contains(nominal.Body, "Haddad") {
		t.Error("the nominative variant shows no name to the manager")
	}
	if n := s.Count(t, "select count(*) from journal where user_id = 'fanny' and kind = 'report'"); n != 8 {
		t.Errorf("%d lines in the journal for eight looks of the funder", n)
	}
}

func TestReportEntry(t *testing.T) {
	s := newSite(t)
	claire := s.as(t, "claire")
	page := claire.get("/rapports/o-llf/saisie")
	submission, _ := page.Doc.Find("input[name=submission]").Attr("value")
	candidate := form("submission", submission, "date", "24/11/2026", "source", "Forem", "candidat_ref", "C1", "entree", "oui")
	for range 2 { // a double click
		claire.post("/rapports/o-llf/saisie/candidats", candidate).want(t, http.StatusSeeOther)
	}
	if n := s.Count(t, "select count(*) from recruitments"); n != 1 {
		t.Errorf("%d candidates after a double click, want 1", n)
	}
	refused := claire.post("/rapports/o-llf/saisie/candidats", form("date", "31/02/2026", "source", "CPAS"))
	if value, _ := refused.Doc.Find("#source").Attr("value"); refused.Status != http.StatusUnprocessableEntity || value != "CPAS" {
		t.Errorf("impossible date: %d, source kept %q", refused.Status, value)
	}
	claire.post("/rapports/o-llf/saisie/textes?annee=2026", form("question", "resultats", "texte-resultats", "Onze emplois.", "version", "0")).want(t, http.StatusSeeOther)
	if body := s.as(t, "marc").get("/rapports/o-llf/forem?feuille=qualitatif").Body; !strings.Contains(body, "Onze emplois.") {
		t.Error("the written part is not on the report")
	}
	s.as(t, "nadia").get("/rapports/o-llf/saisie").want(t, http.StatusForbidden)
}

func TestOperations(t *testing.T) {
	s := newSite(t)
	marc := s.as(t, "marc")
	typed := form("code", "GTJ", "dispositif", "GTJ", "bailleur", "FSE", "debut", "01/01/2026", "fin", "31/12/2026")
	if taken := marc.post("/operations", typed); taken.Status != http.StatusUnprocessableEntity || taken.Doc.Find("#code-problem").Length() != 1 {
		t.Errorf("a code that exists: %d", taken.Status)
	}
	typed.Set("code", "GTJ-2026")
	marc.post("/operations", typed).want(t, http.StatusSeeOther)
	typed.Set("fin", "31/12/2025")
	typed.Set("code", "GTJ-2027")
	if reversed := marc.post("/operations", typed); reversed.Status != http.StatusUnprocessableEntity || reversed.Doc.Find("#fin-problem").Length() != 1 {
		t.Errorf("an end before the start: %d", reversed.Status)
	}
	s.as(t, "claire").post("/operations", typed).want(t, http.StatusForbidden)
}
