package handlers

import (
	"net/http"
	"strings"
	"testing"
)

// The six-month answer is written once however often its form is sent, and one opened before a colleague's answer does not
// overwrite it in silence.
func TestSixMonthAnswerOnceAndNotOverAnother(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	const address = "/inscriptions/e-amina-gtj/six-mois"
	first := fields(nadia.get(address).want(t, http.StatusOK))
	first.Set("statut", "emploi")
	nadia.post(address, first).want(t, http.StatusSeeOther)
	nadia.post(address, first).want(t, http.StatusSeeOther) // the double click
	if n := s.Count(t, "select version from six_months where enrolment_id = 'amina-gtj'"); n != 1 {
		t.Errorf("version %d after a double click, want 1", n)
	}
	late := form("date", first.Get("date"), "statut", "chomage", "version", "0")
	nadia.post(address, late).want(t, http.StatusConflict)
	if s.Count(t, "select count(*) from six_months where enrolment_id = 'amina-gtj' and status = 'emploi'") != 1 {
		t.Error("the colleague's answer is gone")
	}
	again := fields(nadia.get(address).want(t, http.StatusOK))
	if again.Get("statut") != "emploi" {
		t.Error("the form does not show what is recorded")
	}
	again.Set("statut", "chomage")
	nadia.post(address, again).want(t, http.StatusSeeOther)
}

// A fact dated before the entry is probably an error: asked once, not refused.
func TestFactBeforeTheEntryIsAsked(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	const address = "/inscriptions/e-amina-gtj/evenement"
	page := nadia.post(address, form("date", "01/01/2020", "type", "emploi")).want(t, http.StatusConflict)
	if !strings.Contains(page.text("main"), "précède l'entrée") || s.Count(t, "select count(*) from events where on_date = '2020-01-01'") != 0 {
		t.Errorf("not asked: %s", page.text("main"))
	}
	confirmed := form("date", page.value("date"), "type", page.value("type"), "encore", page.value("encore"), "submission", page.value("submission"))
	nadia.post(address, confirmed).want(t, http.StatusSeeOther)
	if s.Count(t, "select count(*) from events where on_date = '2020-01-01'") != 1 {
		t.Error("confirmed, the fact is not there")
	}
}
