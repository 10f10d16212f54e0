package handlers

import (
	"net/http"
	"strings"
	"testing"
)

// Three letters and Enter: the person is registered, and the page waits for the next name.
func TestRegisterOneAfterAnother(t *testing.T) {
	s := newSite(t)
	claire := s.as(t, "claire")
	s.Exec(t, "update sessions set on_date = '2026-12-01', capacity = 1 where id = 'cv'")
	s.Exec(t, "delete from registrations where session_id = 'cv'")
	next := claire.post("/seances/s-cv/inscriptions", filled("inscription", "e-amina-llf", "suite", "1")).want(t, http.StatusSeeOther)
	if next.Location != "/seances/s-cv/inscriptions" {
		t.Fatalf("on to %s", next.Location)
	}
	page := claire.get(next.Location).want(t, http.StatusOK)
	if text := page.text("main"); !strings.Contains(text, "Dans cette séance") || !strings.Contains(text, "Liste d'attente (1re)") {
		t.Errorf("who is in, and what the next one gets: %s", text)
	}
	if _, focused := page.Doc.Find("main input[name=q]").Attr("autofocus"); !focused {
		t.Error("the next name is typed at once")
	}
	claire.post("/seances/s-cv/inscriptions", filled("inscription", "e-tsehaye-llf", "suite", "1")).want(t, http.StatusSeeOther)
	if text := claire.get("/seances/s-cv").want(t, http.StatusOK).text("main"); !strings.Contains(text, "1re") || !strings.Contains(text, "Comment l'ordre est établi") {
		t.Errorf("the waiting list says its rule: %s", text)
	}
}

// What somebody has already at that hour stands on their line before anybody tries.
func TestClashOnTheLine(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update sessions set on_date = '2026-12-01' where id = 'cv'")
	s.Exec(t, "delete from registrations where session_id = 'cv'")
	s.Insert(t, "appointments", map[string]any{"id": "rdv", "public_id": "rdv", "centre_id": "namur", "participant_id": "amina", "user_id": "simon",
		"on_date": "2026-12-01", "starts_at": "10:00", "minutes": 30, "created_at": "2026-11-24 08:30:00+00:00"})
	page := s.as(t, "claire").get("/seances/s-cv/inscriptions").want(t, http.StatusOK)
	if text := page.text("main .problem"); !strings.Contains(text, "a déjà un rendez-vous ou un suivi à cette heure (10 h 00)") || strings.Contains(text, "Gebru") {
		t.Errorf("the clash of one person: %q", text)
	}
}

func TestOffersOnThePage(t *testing.T) {
	s := newSite(t)
	claire := s.as(t, "claire")
	s.Exec(t, "update sessions set on_date = '2026-12-01', capacity = 2 where id = 'cv'")
	s.Exec(t, "update registrations set place = 'attente', queue = 1 where id = 'cv-amina'")
	page := claire.get("/seances/s-cv").want(t, http.StatusOK)
	offer := page.Doc.Find("form[action$='/offre']").AttrOr("action", "")
	claire.post(offer, form()).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from outbox where kind = 'place' and participant_id = 'amina'"); n != 1 {
		t.Errorf("%d messages tell of the offer", n)
	}
	page = claire.get("/seances/s-cv").want(t, http.StatusOK)
	if text := page.text("main"); !strings.Contains(text, "Offerte jusqu'au 26/11/2026") || !strings.Contains(text, "1 proposée") {
		t.Errorf("the offer and its end: %s", text)
	}
	claire.post(page.Doc.Find("form[action$='/acceptation']").AttrOr("action", ""), form()).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from registrations where id = 'cv-amina' and place = 'inscrit'"); n != 1 {
		t.Error("accepted, the place is theirs")
	}
	s.Exec(t, "update registrations set attendance = '' where session_id = 'cv'")
	bad := claire.post("/seances/s-cv/places-reservees", filled("version", "1", "value", "CPAS", "seats", "9")).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(bad.text(".summary"), "9 places sont réservées pour une capacité de 2") || bad.value("value") != "CPAS" {
		t.Errorf("%s", bad.text(".summary"))
	}
	claire.post("/seances/s-cv/places-reservees", filled("version", "1", "value", "CPAS", "seats", "1", "release", "3")).want(t, http.StatusSeeOther)
	if text := claire.get("/seances/s-cv").text("main"); !strings.Contains(text, "Adressage CPAS : 0/1, jusqu'au 28/11/2026") {
		t.Errorf("kept places are shown: %s", text)
	}
	s.as(t, "nadia").get("/seances/s-cv/places-reservees").want(t, http.StatusForbidden)
}

func TestRegisterFromASavedView(t *testing.T) {
	s := newSite(t)
	claire := s.as(t, "claire")
	s.Exec(t, "update sessions set on_date = '2026-12-01' where id = 'cv'")
	s.Exec(t, "delete from registrations where session_id = 'cv'")
	fresh := claire.get("/personnes?dispositif=M4H").want(t, http.StatusOK)
	typed := filled("nom_vue", "Module de 4 heures", "liste", "personnes", "filtres", "dispositif=M4H", "submission", fresh.value("submission"))
	claire.post("/moi/vues", typed).want(t, http.StatusSeeOther)
	page := claire.get("/seances/s-cv/inscriptions").want(t, http.StatusOK)
	view := page.Doc.Find("main nav.tabs a[href*='vue=']").AttrOr("href", "")
	if text := claire.get(view).want(t, http.StatusOK).text("main form .lines"); !strings.Contains(text, "GEBRU") || strings.Contains(text, "HADDAD") {
		t.Errorf("only those of the view: %s", text)
	}
}
