package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Each role lands on its own page (ux.md §1.2); who only reads reports lands on them.
func TestHomePerRole(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update sessions set on_date = '2026-11-24', starts_at = '14:00', ends_at = '18:00' where id = 'info'")
	for who, want := range map[string][]string{
		"nadia":  {"Ma journée", "mardi 24 novembre 2026", "Rien de prévu aujourd'hui.", "Vus récemment", "HADDAD Amina", "Semaine : 0 min de suivi, 0 suivi"},
		"claire": {"Ma semaine", "Séances de la semaine", "Formation à désigner"},
		"rita":   {"Accueil du jour", "Inscription rapide", "info"},
		"tom":    {"Mes séances", "Séances à clôturer", "cv"},
		"marc":   {"Pilotage", "Personnes vues", "3", "Heures de suivi", "2 h 15"},
		"alex":   {"Accueil", "En ordre", "Dernières lignes du journal"},
	} {
		page := s.as(t, who).get("/").want(t, http.StatusOK)
		text := strings.ToUpper(page.text("main"))
		for _, w := range want {
			if !strings.Contains(text, strings.ToUpper(w)) {
				t.Errorf("%s does not see %q: %s", who, w, page.text("main"))
			}
		}
		if page.Doc.Find("h1").Length() != 1 {
			t.Errorf("%s: %d h1", who, page.Doc.Find("h1").Length())
		}
	}
	for _, who := range []string{"fanny", "odile"} {
		if to := s.as(t, who).get("/").want(t, http.StatusSeeOther).Location; to != "/rapports" {
			t.Errorf("%s lands on %s", who, to)
		}
	}
	if page := s.as(t, "tom").get("/"); strings.Contains(page.Body, "Haddad") || strings.Contains(page.Body, "À compléter") {
		t.Error("a trainer sees more than their sessions")
	}
}

// Roles add up: somebody who accompanies people and coordinates sees both blocks.
func TestHomeOfTwoRoles(t *testing.T) {
	s := newSite(t)
	s.Insert(t, "memberships", map[string]any{"id": "m2", "public_id": "m2", "user_id": "nadia", "centre_id": "namur", "role": "coordinator", "created_at": s.Now().Time})
	page := s.as(t, "nadia").get("/").want(t, http.StatusOK)
	if page.Doc.Find("#day").Length() != 1 || page.Doc.Find("#week").Length() != 1 {
		t.Errorf("blocks: %s", page.text("h2"))
	}
}

func TestTasks(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update enrolments set frozen_on = '2026-03-01' where id in ('amina-gtj', 'noori-gtj')")
	s.Exec(t, "update operations set short_hours = '0' where id = 'gtj'") // a short help lacks nothing: no report counts it
	s.Exec(t, "update followups set on_date = '2026-03-01' where id = 'f-noori'")
	s.Exec(t, "update participants set permit_expires_on = '2026-12-24' where id = 'amina'")
	s.Insert(t, "appointments", map[string]any{"id": "a1", "public_id": "a-1", "centre_id": "namur", "participant_id": "amina", "user_id": "nadia",
		"on_date": "2026-11-23", "starts_at": "09:00", "minutes": 60, "created_at": s.Now().Time})
	nadia := s.as(t, "nadia")
	page := nadia.get("/a-completer").want(t, http.StatusOK)
	const back = "retour=/a-completer%23personne-p-" // each form comes back to the person's row
	for _, href := range []string{"/suivis/nouveau?rendez-vous=a-1&" + back + "amina", "/personnes/p-amina/profil/identite?" + back + "amina",
		"/inscriptions/e-amina-gtj/entree?" + back + "amina", "/inscriptions/e-noori-gtj/sortie?" + back + "noori", "/personnes/p-amina/profil/sejour?" + back + "amina"} {
		if page.Doc.Find(`.queue a.button[href="`+href+`"]`).Length() != 1 || page.Doc.Find("#personne-p-amina, #personne-p-noori").Length() != 2 {
			t.Errorf("no button leads to %s: %s", href, page.text("main"))
		}
	}
	if people := page.Doc.Find(".queue > li"); people.Length() != 2 || people.First().Find(".lines > li").Length() != 3 {
		t.Errorf("one call does not solve all: %s", people.Text())
	}
	if page.Doc.Find(".queue .lines > li").Length() != strings.Count(page.text(".queue"), "Pourquoi :") {
		t.Errorf("a line does not say why it is here: %s", page.text(".queue"))
	}
	if next := page.Doc.Find("a.primary").AttrOr("href", ""); next != "/suivis/nouveau?rendez-vous=a-1&"+back+"amina" {
		t.Errorf("the next to complete is %s", next)
	}
	exits := nadia.get("/a-completer?type=exits").want(t, http.StatusOK)
	if exits.Doc.Find(".queue .lines > li").Length() != 1 || exits.text(`.chip-link[aria-current="true"]`) != "Sorties à encoder 1" {
		t.Errorf("exits alone: %s", exits.text("main"))
	}
	if home := nadia.get("/"); home.Doc.Find(`aside a[href="/a-completer?type=exits"]`).Length() != 1 || home.text("#tasks .count") != "5" {
		t.Errorf("home: %s", home.text("aside"))
	}
	count := page.text(".rail > ul > li > a .count")
	if count != "5" {
		t.Errorf("the rail counts %q, want 5", count)
	}
	if got := s.as(t, "lea").get("/a-completer").text("main"); !strings.Contains(got, "Tout est complet.") {
		t.Errorf("another centre: %s", got)
	}
	s.as(t, "tom").get("/a-completer").want(t, http.StatusForbidden)
}

func TestSixMonthCallPages(t *testing.T) {
	s := newSite(t)
	s.Insert(t, "exits", map[string]any{"id": "x1", "public_id": "x-1", "centre_id": "namur", "enrolment_id": "noori-gtj", "on_date": "2026-05-20", "created_at": s.Now().Time})
	s.Exec(t, "update followups set on_date = '2026-03-01' where id = 'f-noori'")
	nadia := s.as(t, "nadia")
	list := nadia.get("/suivi-6-mois").want(t, http.StatusOK)
	if got := list.text("main"); !strings.Contains(got, "Mahdi") || !strings.Contains(got, "Échéance le 20/11/2026") || !strings.Contains(got, "En retard") || !strings.Contains(got, "Aucun essai") {
		t.Fatalf("list: %s", got)
	}
	miss := url.Values{"submission": {list.Doc.Find(`form[action$="/injoignable"] input[name=submission]`).AttrOr("value", "")}}
	for range 2 { // the second click
		nadia.post("/suivi-6-mois/e-noori-gtj/injoignable", miss).want(t, http.StatusSeeOther)
	}
	if got := nadia.get("/suivi-6-mois").text("main"); !strings.Contains(got, "1 jour d'essai sur 3") {
		t.Errorf("after a call nobody answered: %s", got)
	}
	refused := nadia.post("/suivi-6-mois/e-noori-gtj", url.Values{"date": {"25/11/2026"}, "statut": {""}}).want(t, http.StatusUnprocessableEntity)
	if got := refused.text(".summary"); !strings.Contains(got, "futur") || !strings.Contains(got, "Choisissez une situation") {
		t.Errorf("summary: %q", got)
	}
	nadia.post("/suivi-6-mois/e-noori-gtj", url.Values{"date": {"24/11/2026"}, "statut": {"emploi"}, "amelioration": {"stable"}}).want(t, http.StatusSeeOther)
	if got := nadia.get("/suivi-6-mois").text(".empty"); !strings.Contains(got, "Aucun suivi à 6 mois ce mois-ci.") {
		t.Errorf("after the answer: %q", got)
	}
	if n := s.Count(t, "select count(*) from six_month_attempts where outcome = 'joignable'"); n != 1 {
		t.Errorf("%d answered calls, want 1", n)
	}
	s.as(t, "simon").get("/suivi-6-mois/e-noori-gtj").want(t, http.StatusNotFound)
}

// TestClosingWithoutAnswer: three calls of one morning are one try; « Sans réponse » asks for three days (ux.md T9).
func TestClosingWithoutAnswer(t *testing.T) {
	s := newSite(t)
	s.Insert(t, "exits", map[string]any{"id": "x1", "public_id": "x-1", "centre_id": "namur", "enrolment_id": "noori-gtj", "on_date": "2026-05-20", "created_at": s.Now().Time})
	s.Exec(t, "update followups set on_date = '2026-03-01' where id = 'f-noori'")
	nadia, miss, closing := s.as(t, "nadia"), "/suivi-6-mois/e-noori-gtj/injoignable", url.Values{"clore": {"1"}}
	for range 3 {
		nadia.post(miss, url.Values{}).want(t, http.StatusSeeOther)
	}
	list := nadia.get("/suivi-6-mois")
	if got := list.text("main"); !strings.Contains(got, "1 jour d'essai sur 3") || list.Doc.Find("input[name=clore]").Length() != 0 {
		t.Errorf("after three calls on one day: %s", got)
	}
	nadia.post(miss, closing).want(t, http.StatusConflict)
	for i, day := range []string{"2026-11-20", "2026-11-21"} {
		s.Insert(t, "six_month_attempts", map[string]any{"id": day, "enrolment_id": "noori-gtj", "on_date": day, "outcome": []string{"joignable", "injoignable"}[i]})
	}
	nadia.post(miss, closing).want(t, http.StatusConflict)
	s.Exec(t, "update six_month_attempts set outcome = 'injoignable'")
	list = nadia.get("/suivi-6-mois")
	if got := list.text("main"); !strings.Contains(got, "3 jours d'essai sur 3") || list.Doc.Find("input[name=clore]").Length() != 1 {
		t.Errorf("after calls on three days: %s", got)
	}
	nadia.post(miss, closing).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from six_months where status = 'inconnu'"); n != 1 {
		t.Errorf("%d follow-ups closed, want 1", n)
	}
}
