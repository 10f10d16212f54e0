package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Several people ticked: those who can come get a place, the others are named with the reason, and « Annuler » takes the
// places back.
func TestRegisterSeveral(t *testing.T) {
	onEngines(t, func(t *testing.T, s *site) {
		claire := s.as(t, "claire")
		s.Exec(t, "update sessions set on_date = '2026-12-10' where public_id = 's-cv'")
		s.Exec(t, "update registrations set place = 'annule'")
		ask := claire.post("/personnes/lot/seance", url.Values{"personne": {"p-amina", "p-olha"}, "retour": {"/personnes?vue=toutes"}}).want(t, http.StatusOK)
		if got := ask.Doc.Find("[name=personne][checked]").Length(); got != 2 {
			t.Errorf("%d people on the page", got)
		}
		if got := ask.Doc.Find("select[name=seance] option[value]").Length(); got < 2 {
			t.Errorf("%d sessions to choose from", got)
		}
		a := claire.post("/personnes/lot/seance", form("personne", "p-amina", "seance", "", "retour", "/personnes")).want(t, http.StatusUnprocessableEntity)
		if got := a.text(".summary"); !strings.Contains(got, "Choisissez une séance.") {
			t.Errorf("no session: %s", got)
		}
		a = claire.post("/personnes/lot/seance", url.Values{"personne": {"p-amina", "p-olha", "p-bruno"}, "seance": {"s-cv"}}).want(t, http.StatusUnprocessableEntity)
		if got := a.text(".summary"); !strings.Contains(got, "KOVALENKO Olha : pas d'inscription dans LLF") || strings.Contains(got, "HADDAD") {
			t.Errorf("left out: %s", got)
		}
		if strings.Contains(a.Body, "SILVA") || !strings.Contains(a.text(".summary"), "laissée de côté") {
			t.Errorf("another centre: %s", a.text(".summary"))
		}
		if n := s.Count(t, "select count(*) from registrations where place <> 'annule'"); n != 1 {
			t.Fatalf("%d places", n)
		}
		undo := a.Doc.Find("form[action*='/inscriptions/defaire']").AttrOr("action", "")
		claire.post(undo, nil).want(t, http.StatusSeeOther)
		if n := s.Count(t, "select count(*) from registrations where place <> 'annule'"); n != 0 {
			t.Errorf("%d places after the undo", n)
		}
	})
}

// A co-referent for several people, and back.
func TestReferentOfSeveral(t *testing.T) {
	onEngines(t, func(t *testing.T, s *site) {
		nadia, simon := s.as(t, "nadia"), s.as(t, "simon")
		simon.get("/personnes/p-amina").want(t, http.StatusNotFound)
		typed := form("personne", "p-amina", "collegue", "u-simon", "retour", "/personnes?vue=mes")
		a := nadia.post("/personnes/lot/referent", typed).want(t, http.StatusSeeOther)
		if a.Location != "/personnes?vue=mes" {
			t.Errorf("back to %s", a.Location)
		}
		simon.get("/personnes/p-amina").want(t, http.StatusOK)
		page := nadia.get(a.Location)
		if got := nadia.post("/personnes/lot/referent", typed).want(t, http.StatusUnprocessableEntity).text(".summary"); !strings.Contains(got, "accompagne déjà") {
			t.Errorf("twice: %s", got)
		}
		nadia.post("/personnes/lot/referent", form("personne", "p-tsehaye", "collegue", "u-nadia")).want(t, http.StatusUnprocessableEntity) // not hers
		nadia.post(page.Doc.Find("form[action*='/defaire']").AttrOr("action", ""), nil).want(t, http.StatusSeeOther)
		simon.get("/personnes/p-amina").want(t, http.StatusNotFound)
	})
}

// The export holds what the list shows of files open to the reader; each is in the journal.
func TestExportSeveral(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	a := nadia.post("/personnes/lot/export", url.Values{"personne": {"p-amina", "p-tsehaye", "p-bruno"}}).want(t, http.StatusOK)
	if !strings.Contains(a.Body, "HADDAD Amina;") || strings.Contains(a.Body, "GEBRU") || strings.Count(a.Body, "\r\n") != 2 {
		t.Errorf("export: %q", a.Body)
	}
	if n := s.Count(t, "select count(*) from journal where action = 'export' and participant = 'p-amina'"); n != 1 {
		t.Errorf("%d lines in the journal", n)
	}
	if got := nadia.post("/personnes/lot/export", form("retour", "https://exemple.be/")).want(t, http.StatusSeeOther).Location; got != "/personnes" {
		t.Errorf("nobody ticked: %s", got)
	}
	s.as(t, "tom").post("/personnes/lot/export", form("personne", "p-amina")).want(t, http.StatusForbidden)
	s.as(t, "rita").post("/personnes/lot/seance", form("personne", "p-amina")).want(t, http.StatusForbidden)
	if got := nadia.get("/personnes").Doc.Find("[data-ticked]").AttrOr("data-several", ""); got != "{count} personnes cochées" {
		t.Errorf("count of the bar: %q", got)
	}
	if got := nadia.get("/personnes").text(".bulk"); !strings.Contains(got, "Inscrire à une séance") || strings.Contains(s.as(t, "rita").get("/personnes").text(".bulk"), "Inscrire") {
		t.Errorf("bar: %s", got)
	}
}
