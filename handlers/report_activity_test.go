package handlers

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The activity report counts what a hand count finds, on both engines.
func TestActivityReport(t *testing.T) { onEngines(t, countsActivity) }

func countsActivity(t *testing.T, s *site) {
	networkOf(t, s, "namur", "amina")
	actionOf(t, s, "namur", "nadia")
	actionOf(t, s, "liege", "lea")
	s.Insert(t, "action_partners", map[string]any{"action_id": "ac-namur", "partner_id": "pa-namur"})
	s.Exec(t, "update followups set topics = 'logement;CV', on_date = '2026-05-05' where id = 'f-amina' or public_id = 'f-amina'")
	marc := s.as(t, "marc")
	body := marc.get("/rapports/activite/donnees?du=2026-01-01&au=2026-11-24").want(t, http.StatusOK).Body
	var report struct {
		Kind     string         `json:"kind"`
		Settings map[string]any `json:"settings"`
		Tables   []struct {
			Key  string  `json:"key"`
			Rows [][]any `json:"rows"`
		} `json:"tables"`
	}
	if err := json.Unmarshal([]byte(body), &report); err != nil || report.Kind != "activite" || len(report.Settings) != 0 {
		t.Fatalf("%v: %.200s", err, body)
	}
	axes := report.Tables[slices.IndexFunc(report.Tables, func(x struct {
		Key  string  `json:"key"`
		Rows [][]any `json:"rows"`
	}) bool {
		return x.Key == "axes"
	})].Rows
	attended := "f.cancelled_at is null and f.presence = 'present' and f.mode <> 'demarche' and f.on_date between '2026-01-01' and '2026-11-24' and f.centre_id = 'namur'"
	seen := s.Count(t, `select count(*) from (select f.participant_id from followups f where `+attended+` union select r.participant_id from registrations r
		join sessions s on s.id = r.session_id where r.place = 'inscrit' and r.attendance in ('present', 'retard') and s.centre_id = 'namur' and s.status <> 'cancelled'
		and s.on_date between '2026-01-01' and '2026-11-24') x`)
	followUps := s.Count(t, "select count(*) from followups f where "+attended)
	if seen == 0 || followUps == 0 || axes[0][2] != float64(seen) || axes[0][3] != float64(followUps) || axes[0][7] != 1.0 || axes[0][10] != 1.0 || axes[0][11] != 40.0 {
		t.Errorf("counted %v; by hand %d persons and %d follow-ups", axes[0], seen, followUps)
	}
	page := marc.get("/rapports/activite?feuille=axes&au=2026-11-24").want(t, http.StatusOK)
	link := ""
	for _, node := range page.Doc.Find("table.data a").EachIter() {
		if href := node.AttrOr("href", ""); strings.Contains(href, "theme=logement") && node.Text() == "1" {
			link = href
		}
	}
	if !strings.Contains(marc.get(link).want(t, http.StatusOK).text("main"), "Plateforme ISP") {
		t.Errorf("%q does not lead to the action", link)
	}
	opensActivity(t, marc, int(axes[0][2].(float64)), followUps)
	if !strings.Contains(marc.get("/rapports/activite?feuille=definitions").text("main"), "les thèmes ne s'additionnent pas") {
		t.Error("the definitions are not printed")
	}
	if zip := marc.get("/rapports/activite/classeur").want(t, http.StatusOK).Body; !strings.HasPrefix(zip, "PK") {
		t.Error("no workbook")
	}
	if n := s.Count(t, "select count(*) from journal where kind = 'activity' and centre_id = 'namur'"); n != 10 {
		t.Errorf("%d lines in the journal", n)
	}
	marc.get("/rapports/activite?du=01/12/2026&au=01/01/2026").want(t, http.StatusUnprocessableEntity)
	for _, who := range []string{"nadia", "fanny", "claire"} {
		s.as(t, who).get("/rapports/activite").want(t, http.StatusForbidden)
	}
}

// opensActivity follows the figures of persons to those behind them.
func opensActivity(t *testing.T, marc *client, seen, followUps int) {
	t.Helper()
	for cell, want := range map[string]int{"ligne=%7C&colonne=personnes": seen, "ligne=%7C&colonne=suivis": followUps, "ligne=PERSONNES&colonne=periode_total": seen} {
		page := marc.get("/rapports/activite/chiffre?du=2026-01-01&au=2026-11-24&"+cell).want(t, http.StatusOK)
		if got := page.Doc.Find(".tile-figure").First().Text(); got != strconv.Itoa(want) {
			t.Errorf("%s opens on %q, want %d", cell, got, want)
		}
	}
	page := marc.get("/rapports/activite?feuille=public&du=2026-01-01&au=2026-11-24")
	women := page.Doc.Find(`table.data a[href*="ligne=SEXE_F"][href*="colonne=periode_total"]`)
	if women.Length() != 1 {
		t.Fatalf("the public does not open: %s", page.text("main"))
	}
	amina := marc.get("/rapports/activite/chiffre?du=2026-01-01&au=2026-11-24&ligne=accompagnement%7Clogement&colonne=heures_suivis").want(t, http.StatusOK)
	if got := amina.text("main"); !strings.Contains(got, "Suivi du 05/05/2026, 45 min (Emploi et formation, Logement)") || !strings.Contains(got, "sous un autre axe ou un autre thème") {
		t.Errorf("who is behind the hours on housing: %s", got)
	}
	if amina.Doc.Find(`a[href="/personnes/p-amina"]`).Length() != 1 {
		t.Error("the person's file does not open")
	}
	for _, wrong := range []string{"ligne=%7C&colonne=actions", "ligne=nulle%7C&colonne=personnes", "ligne=SEXE_Q&colonne=periode_f", "ligne=SEXE_F&colonne=periode_q", ""} {
		marc.get("/rapports/activite/chiffre?"+wrong).want(t, http.StatusNotFound)
	}
}
