package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"jalon/models"
)

// atTheDoor moves the session of the world to this morning and gives the address of its poster.
func atTheDoor(t *testing.T, s *site) string {
	t.Helper()
	s.Exec(t, "update sessions set on_date = '2026-11-24', starts_at = '09:15', ends_at = '12:00' where id = 'cv'")
	poster := s.as(t, "tom").get("/seances/s-cv/affiche").want(t, http.StatusOK).text(".poster-address")
	_, code, found := strings.Cut(poster, "/borne/")
	if !found || len(code) != 32 {
		t.Fatalf("the poster has no address: %q", poster)
	}
	return "/borne/" + code
}

func arriving(given, day, month, year string) url.Values {
	return url.Values{"given": {given}, "birth_day": {day}, "birth_month": {month}, "birth_year": {year}}
}

func TestArrivalAtTheDoor(t *testing.T) {
	s := newSite(t)
	door := atTheDoor(t, s)
	phone := s.anonymous(t)
	page := phone.get(door+"?langue=ar").want(t, http.StatusOK)
	if page.Doc.Find(`h1 strong[lang="ar"][dir="rtl"]`).Length() != 1 || page.Doc.Find(`h1 [lang="fr"]`).Text() != "Je suis là" {
		t.Errorf("Arabic with French beside: %s", page.text("h1"))
	}
	for _, word := range []string{"Haddad", "Amina", "Gebru", "Tsehaye"} {
		if strings.Contains(page.Body, word) {
			t.Errorf("the page at the door says %q", word)
		}
	}
	wrong := phone.post(door, arriving("Amina", "15", "2", "1992")).want(t, http.StatusUnprocessableEntity)
	if got := wrong.text("[role=alert]"); !strings.Contains(got, "Nous ne vous trouvons pas. Demandez à l'équipe.") {
		t.Errorf("a wrong date: %q", got)
	}
	nobody := phone.post(door, arriving("Bruno", "x", "", "")).want(t, http.StatusUnprocessableEntity)
	if nobody.text("[role=alert]") != wrong.text("[role=alert]") {
		t.Error("whether there is such a person must not be seen")
	}
	welcome := phone.post(door, arriving("amina", "14", "02", "1992")).want(t, http.StatusOK)
	if got := welcome.text("h1"); !strings.Contains(got, "Merci. Vous pouvez entrer.") {
		t.Errorf("known: %q", got)
	}
	phone.post(door, arriving("Amina", "14", "2", "1992")).want(t, http.StatusOK)
	if n := s.Count(t, "select count(*) from journal where detail = 'arrival declared'"); n != 1 {
		t.Errorf("%d lines of the journal, want 1", n)
	}
	if n := s.Count(t, "select count(*) from registrations where attendance <> ''"); n != 0 {
		t.Error("declaring an arrival marks no presence")
	}
	roll := s.as(t, "tom").get("/seances/s-cv/presences").want(t, http.StatusOK)
	if got := roll.text("#a-preciser .roll-note") + roll.text("#l-r-cv-amina .roll-note"); !strings.Contains(got, "Arrivée déclarée à 09 h 30") {
		t.Errorf("the roll call says %q", got)
	}
	s.Exec(t, "update sessions set starts_at = '10:01' where id = 'cv'")
	for _, address := range []string{door, "/borne/" + strings.Repeat("0", 32), "/borne/cv"} {
		if got := phone.get(address).want(t, http.StatusOK).text("h1"); got != "Pas de séance en ce moment." {
			t.Errorf("%s: %q", address, got)
		}
	}
}

func TestGuessesAtTheDoorAreBounded(t *testing.T) {
	s := newSite(t)
	door, phone := atTheDoor(t, s), s.anonymous(t)
	for _, b := range []struct {
		key    string
		status int
	}{{"", http.StatusUnprocessableEntity}, {"update throttles set busy_until = busy_until + 100000000 where key like 'arrival from %'", http.StatusTooManyRequests}} {
		if b.key != "" {
			s.Exec(t, b.key)
		}
		phone.post(door, arriving("Personne", "1", "2", "1990")).want(t, b.status)
	}
}

func TestPaperSheet(t *testing.T) {
	s := newSite(t)
	tom := s.as(t, "tom")
	page := tom.get("/seances/s-cv/presences/papier").want(t, http.StatusOK)
	if page.Doc.Find(".roll-paper select").Length() != 2 {
		t.Fatalf("one line per place: %s", page.text("main"))
	}
	sheet := url.Values{"shown-r-cv-amina": {""}, "state-r-cv-amina": {"retard"}, "late-r-cv-amina": {"20"}, "signed-r-cv-amina": {"1"},
		"shown-r-cv-tsehaye": {""}, "state-r-cv-tsehaye": {"retard"}, "late-r-cv-tsehaye": {"beaucoup"}}
	refused := tom.post("/seances/s-cv/presences/papier", sheet).want(t, http.StatusUnprocessableEntity)
	if n := s.Count(t, "select count(*) from attendance_marks"); n != 0 || refused.Doc.Find(`[name="late-r-cv-tsehaye"]`).AttrOr("value", "") != "beaucoup" {
		t.Errorf("a line that cannot be read: %d marks, and what was typed is kept", n)
	}
	s.Exec(t, "update registrations set attendance = 'absent' where id = 'cv-tsehaye'") // a colleague's tap meanwhile
	sheet.Set("state-r-cv-tsehaye", "")
	tom.post("/seances/s-cv/presences/papier", sheet).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from registrations where id = 'cv-amina' and attendance = 'retard' and minutes = 220 and signed"); n != 1 {
		t.Error("the line that was changed is written")
	}
	if n := s.Count(t, "select count(*) from registrations where id = 'cv-tsehaye' and attendance = 'absent'"); n != 1 {
		t.Error("a line that was not changed stays as a colleague left it")
	}
	if n := s.Count(t, "select count(*) from attendance_marks"); n != 1 {
		t.Errorf("%d lines of history, want 1", n)
	}
	s.as(t, "claire").post("/seances/s-liege/presences/papier", sheet).want(t, http.StatusNotFound)
}

func TestWalkIn(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "delete from registrations where id = 'cv-amina'")
	claire := s.as(t, "claire")
	page := claire.get("/seances/s-cv/inscriptions?appel=1").want(t, http.StatusOK)
	if page.Doc.Find(`main input[name="appel"]`).Length() < 2 {
		t.Error("the search and the form come back to the roll call")
	}
	done := claire.post("/seances/s-cv/inscriptions", url.Values{"appel": {"1"}, "inscription": {"e-amina-llf"}}).want(t, http.StatusSeeOther)
	if done.Location != "/seances/s-cv/presences" {
		t.Errorf("back to %s", done.Location)
	}
	if n := s.Count(t, "select count(*) from registrations where session_id = 'cv' and participant_id = 'amina' and place = ? and attendance = 'present'", models.PlaceTaken); n != 1 {
		t.Error("registered and marked in one gesture")
	}
}
