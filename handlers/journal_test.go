package handlers

import (
	"net/http"
	"strings"
	"testing"

	"jalon/store/storetest"
)

// An administrator sees that something was done to a person's file, never who the person is nor what was written.
func TestJournalShowsAdministratorsNoContent(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update users set name = 'Nadia Lambert' where id = 'nadia'")
	s.Insert(t, "journal", map[string]any{"seq": 999, "at": storetest.Now, "centre_id": "namur", "user_id": "nadia", "action": "cancel", "kind": "followup",
		"record": "f-amina", "participant": "p-amina", "reach": "caseload", "detail": "Encodé chez Amina Haddad par erreur", "previous": "", "hash": ""})
	admin := s.as(t, "alex").get("/journal").want(t, http.StatusOK)
	if text := admin.text("table"); !strings.Contains(text, "Nadia Lambert") || !strings.Contains(text, "p-amina") || strings.Contains(text, "Haddad") {
		t.Errorf("the administrator reads %q", text)
	}
	if links := admin.Doc.Find(`table a[href^="/personnes"]`).Length(); links != 0 {
		t.Errorf("%d links to files", links)
	}
	manager := s.as(t, "marc").get("/journal").want(t, http.StatusOK)
	if text := manager.text("table"); !strings.Contains(text, "par erreur") || manager.Doc.Find(`table a[href="/personnes/p-amina"]`).Length() != 1 {
		t.Errorf("the manager reads %q", text)
	}
}

func TestJournalFilters(t *testing.T) { onEngines(t, journalFilters) }

func journalFilters(t *testing.T, s *site) {
	alex := s.as(t, "alex")
	for range 60 {
		s.as(t, "nadia")
	}
	first := alex.get("/journal").want(t, http.StatusOK)
	if n := first.Doc.Find("tbody tr").Length(); n != journalPageSize {
		t.Errorf("%d lines on the first page", n)
	}
	if words := first.text(".filters"); strings.Contains(words, "[journal.") { // a kind that nobody put into French
		t.Errorf("the filters offer %q", words)
	}
	next, _ := first.Doc.Find(`.pager a[rel="next"]`).Attr("href")
	if n := alex.get(next).want(t, http.StatusOK).Doc.Find("tbody tr").Length(); n != 11 {
		t.Errorf("%d lines on the second page, want 11", n)
	}
	for query, want := range map[string]int{"?action=read": 0, "?action=sign_in": journalPageSize, "?objet=niss": 0, "?du=25/11/2026": 0, "?au=23/11/2026": 0,
		"?du=24/11/2026&au=24/11/2026": journalPageSize, "?action=%27&objet=x&avant=zz": journalPageSize} {
		a := alex.get("/journal"+query).want(t, http.StatusOK)
		if n := a.Doc.Find("tbody tr").Length(); n != want {
			t.Errorf("%s: %d lines, want %d", query, n, want)
		}
		if want == 0 && !strings.Contains(a.text(".empty"), "Aucune action.") {
			t.Errorf("%s: an empty list says %q", query, a.text(".empty"))
		}
	}
	if a := alex.get("/journal?du=31/02/2026").want(t, http.StatusOK); !strings.Contains(a.text(".summary"), "Cette date n'existe pas.") || a.value("du") != "31/02/2026" {
		t.Errorf("%q, %q", a.text(".summary"), a.value("du"))
	}
}

func TestSettingsPage(t *testing.T) { onEngines(t, settingsAreSaved) }

func settingsAreSaved(t *testing.T, s *site) {
	alex := s.as(t, "alex")
	page := alex.get("/reglages").want(t, http.StatusOK)
	if page.value("hours") != "4h" || page.value("name") != "Centre de namur" {
		t.Errorf("hours %q, name %q", page.value("hours"), page.value("name"))
	}
	base := func(pairs ...string) map[string][]string {
		values := form("centre", page.value("centre"), "version", page.value("version"), "name", "Centre", "sharing", "equipe", "hours", "3h45", "offer_hours", "48")
		for i := 0; i < len(pairs); i += 2 {
			values.Set(pairs[i], pairs[i+1])
		}
		return values
	}
	for _, wrong := range []struct{ field, value, want string }{
		{"name", " ", "Indiquez le nom du centre."}, {"hours", "beaucoup", "Écrivez la durée comme 45, 1h15 ou 1,5h."}, {"hours", "0", "Indiquez une durée entre 1 minute et 24 heures."},
		{"sharing", "tous", "Choisissez qui lit les dossiers."}, {"niss", "1", "Indiquez la référence de l'autorisation, ou laissez le numéro désactivé."},
	} {
		a := alex.post("/reglages", base(wrong.field, wrong.value)).want(t, http.StatusUnprocessableEntity)
		if a.text(".summary li") != wrong.want {
			t.Errorf("%s=%q: %q", wrong.field, wrong.value, a.text(".summary li"))
		}
	}
	alex.post("/reglages", base()).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from centres where id = 'namur' and attestation_minutes = 225 and sharing = 'equipe'"); n != 1 {
		t.Error("the settings were not saved")
	}
	alex.post("/reglages", base("name", "Un autre nom")).want(t, http.StatusConflict) // typed on the version before
	alex.post("/reglages", base("centre", "c-liege")).want(t, http.StatusNotFound)
	alex.post("/reglages/communes", form("degurba_92094", "2", "degurba_99999", "3", "degurba_91030", "9")).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from commune_classes"); n != 1 {
		t.Errorf("%d classes", n)
	}
	alex.post("/reglages/communes/changements", form("refnis", "820", "name", "")).want(t, http.StatusUnprocessableEntity)
	alex.post("/reglages/communes/changements", form("refnis", "82039", "name", "Bastogne", "from_on", "1/1/2025")).want(t, http.StatusSeeOther)
	if a := alex.get("/reglages/communes").want(t, http.StatusOK); !strings.Contains(a.text("main"), "82039") {
		t.Error("the new commune is not listed")
	}
}
