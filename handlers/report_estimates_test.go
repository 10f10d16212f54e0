package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// An estimate stands beside the count, with its method and its date, and goes out of the report when it is cancelled.
func TestEstimates(t *testing.T) { onEngines(t, estimates) }

func estimates(t *testing.T, s *site) {
	marc := s.as(t, "marc")
	entry := marc.get("/rapports/o-gtj/saisie").want(t, http.StatusOK)
	typed := form("submission", entry.value("submission"), "code", "EECO16", "valeur", "12", "methode", "Échantillon de 40 dossiers", "date", "01/11/2026")
	for field, value := range map[string]string{"methode": "au jugé", "valeur": "douze", "code": "EECO01", "date": "01/01/2030"} {
		wrong := form()
		for name := range typed {
			wrong.Set(name, typed.Get(name))
		}
		wrong.Set(field, value)
		if page := marc.post("/rapports/o-gtj/saisie/estimations", wrong).want(t, http.StatusUnprocessableEntity); page.value("methode") != wrong.Get("methode") {
			t.Errorf("%s: what was typed is lost", field)
		}
	}
	marc.post("/rapports/o-gtj/saisie/estimations", typed).want(t, http.StatusSeeOther)
	marc.post("/rapports/o-gtj/saisie/estimations", typed).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from estimates"); n != 1 {
		t.Errorf("%d estimates after a double click", n)
	}
	other := s.as(t, "marc")
	printed := func(to string) bool {
		page := other.get("/rapports/o-gtj/fse?feuille=realisations&au="+to).want(t, http.StatusOK).text("main")
		return strings.Contains(page, "estimation : 12 (Échantillon de 40 dossiers, 01/11/2026)")
	}
	if !printed("2026-11-24") || printed("2026-10-31") {
		t.Error("the estimate is not printed from its date on")
	}
	if body := other.get("/rapports/o-gtj/fse/donnees?au=2026-11-24").Body; !strings.Contains(body, `"method":"Échantillon de 40 dossiers"`) && !strings.Contains(body, `"method": "Échantillon de 40 dossiers"`) {
		t.Error("the estimate is not in the data")
	}
	cancel := other.get("/rapports/o-gtj/saisie").Doc.Find("form[action$='/annulation']").AttrOr("action", "")
	marc.post(cancel, form()).want(t, http.StatusSeeOther)
	if printed("2026-11-24") {
		t.Error("a cancelled estimate is printed")
	}
	marc.undo(t, "/rapports/o-gtj/saisie")
	if !printed("2026-11-24") {
		t.Error("a restored estimate is not printed")
	}
	s.as(t, "nadia").post("/rapports/o-gtj/saisie/estimations", typed).want(t, http.StatusForbidden)
	s.as(t, "marie").post("/rapports/o-gtj/saisie/estimations", typed).want(t, http.StatusNotFound)
}

// The sums of a project are for who manages all of its centres; another manager finds the operations of their own.
func TestProject(t *testing.T) { onEngines(t, sumsProject) }

func sumsProject(t *testing.T, s *site) {
	s.Exec(t, "update operations set project = 'GTJ-COMMUN', zone = 'transition' where code = 'GTJ'")
	address := "/rapports/projet?" + url.Values{"code": {"GTJ-COMMUN"}, "du": {"2026-01-01"}, "au": {"2026-11-24"}}.Encode()
	rows := func(who, sheet string) (int, string) {
		page := s.as(t, who).get(address+"&feuille="+sheet).want(t, http.StatusOK)
		return page.Doc.Find("table.data tbody tr").Length(), page.text("main")
	}
	if n, text := rows("marc", "operations"); n != 1 || strings.Contains(text, "Centre de liege") {
		t.Errorf("the manager of one centre sees %d operations", n)
	}
	s.Exec(t, "update memberships set network = ? where id = 'm-marc'", true)
	n, text := rows("marc", "operations")
	if n != 2 || !strings.Contains(text, "Centre de liege") {
		t.Errorf("the manager of the network sees %d operations", n)
	}
	if _, text := rows("marc", "sommes"); !strings.Contains(text, "EECO01") || strings.Contains(text, "Silva") {
		t.Error("the sums are not there, or name somebody")
	}
	if zip := s.as(t, "marc").get(strings.Replace(address, "/projet?", "/projet/classeur?", 1)).want(t, http.StatusOK).Body; !strings.HasPrefix(zip, "PK") {
		t.Error("no workbook")
	}
	s.as(t, "marc").get("/rapports/projet?code=AUTRE").want(t, http.StatusNotFound)
	s.as(t, "fanny").get(address).want(t, http.StatusForbidden)
	if !strings.Contains(s.as(t, "marc").get("/rapports").Body, "code=GTJ-COMMUN") {
		t.Error("no link to the project")
	}
}
