package handlers

import (
	"net/http"
	"strings"
	"testing"

	"jalon/store/storetest"
)

// contractOf inserts hours of contract.
func contractOf(t *testing.T, s *site, centre, user string) {
	t.Helper()
	s.Insert(t, "contract_hours", map[string]any{"id": "ch-" + centre, "public_id": "ch-" + centre, "centre_id": centre, "user_id": user, "from_on": "2025-01-01",
		"weekly_minutes": 2280, "created_at": storetest.Now})
}

// Hours of contract are typed by the administration, and draw a line for the direction and for the colleague.
func TestContractHours(t *testing.T) { onEngines(t, drawsContracts) }

func drawsContracts(t *testing.T, s *site) {
	contractOf(t, s, "liege", "lea")
	alex := s.as(t, "alex")
	const account = "/reglages/equipe/u-nadia"
	page := alex.get(account).want(t, http.StatusOK)
	if !strings.Contains(page.text("#contrat"), "Aucune heure notée.") {
		t.Errorf("the page: %s", page.text("#contrat"))
	}
	submission := func() string { return alex.get(account).Doc.Find("#contrat [name=submission]").AttrOr("value", "") }
	refused := alex.post(account+"/contrat", form("submission", submission(), "hours", "mi-temps", "contract_from", "")).want(t, http.StatusUnprocessableEntity)
	if refused.Doc.Find("#hours").AttrOr("value", "") != "mi-temps" || refused.Doc.Find("#hours-problem, #contract_from-problem").Length() != 2 {
		t.Error("what was typed is lost, or nothing says what to do")
	}
	typed := form("submission", submission(), "hours", "30,4", "contract_from", "01/01/2026")
	for range 2 { // a double click
		alex.post(account+"/contrat", typed).want(t, http.StatusSeeOther)
	}
	again := alex.post(account+"/contrat", form("submission", submission(), "hours", "38", "contract_from", "01/01/2026")).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(again.text("main"), "annulez-les d'abord") {
		t.Errorf("two contracts from one day: %s", again.text("main"))
	}
	cancel := alex.get(account).Doc.Find("#contrat li form").AttrOr("action", "")
	if said := alex.get(account).text("#contrat li"); !strings.Contains(plainSpaces(said), "30 h 24 par semaine à partir du 01/01/2026") {
		t.Errorf("the line: %s", said)
	}
	shown := s.as(t, "marc").get("/pilotage").want(t, http.StatusOK).Doc.Find("section[aria-labelledby=equipe]")
	if shown.Find("path.chart-contract").Length() != 2 || !strings.Contains(shown.Text(), "Jours fériés et congés ne sont pas déduits") || !strings.Contains(plainSpaces(shown.Find("table").Text()), "30 h 24") {
		t.Errorf("the direction: %s", shown.Text())
	}
	if csv := s.as(t, "marc").get("/pilotage/donnees?graphique=equipe").want(t, http.StatusOK).Body; !strings.Contains(csv, "Heures du contrat") || !strings.Contains(plainSpaces(csv), "30 h 24") {
		t.Errorf("the file: %s", csv)
	}
	if filtered := s.as(t, "marc").get("/pilotage?dispositif=GTJ").want(t, http.StatusOK).Doc.Find("section[aria-labelledby=equipe]"); filtered.Find("path.chart-contract").Length() != 0 {
		t.Error("the contract is set beside a part of the work")
	}
	if own := s.as(t, "nadia").get("/moi/heures").want(t, http.StatusOK).Doc.Find("section[aria-labelledby=equipe]"); own.Find("path.chart-contract").Length() != 2 {
		t.Errorf("one's own: %s", own.Text())
	}
	if own := s.as(t, "simon").get("/moi/heures").want(t, http.StatusOK).Body; strings.Contains(plainSpaces(own), "30 h 24") || strings.Contains(own, "chart-contract") {
		t.Error("a colleague sees the contract of another")
	}
	alex.post(cancel, form()).want(t, http.StatusSeeOther)
	if said := alex.get(account).text("#contrat"); !strings.Contains(said, "Aucune heure notée.") {
		t.Errorf("not cancelled: %s", said)
	}
	alex.post(strings.Replace(cancel, "annulation", "retablir", 1), form()).want(t, http.StatusSeeOther)
	alex.post(strings.Replace(cancel, "annulation", "retablir", 1), form()).want(t, http.StatusSeeOther) // already there: said, not done twice
	if n := s.Count(t, "select count(*) from contract_hours where cancelled_at is null and centre_id = 'namur'"); n != 1 {
		t.Errorf("%d rows", n)
	}
	if n := s.Count(t, "select count(*) from journal where kind = 'user' and record = 'u-nadia' and detail like 'contract hours%'"); n != 3 {
		t.Errorf("%d lines in the journal", n)
	}
	for _, who := range []string{"marc", "nadia", "fanny"} {
		s.as(t, who).post(account+"/contrat", typed).want(t, http.StatusForbidden)
	}
	alex.post("/reglages/contrats/ch-liege/annulation", form()).want(t, http.StatusNotFound)
	alex.post("/reglages/equipe/u-lea/contrat", form("submission", submission(), "hours", "38", "contract_from", "01/01/2026")).want(t, http.StatusNotFound)
}
