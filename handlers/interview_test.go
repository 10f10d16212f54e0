package handlers

import (
	"net/http"
	"strings"
	"testing"
)

// During an interview nobody else's name is in what the browser gets: lists are masked by the server, one click leaves.
func TestInterviewHidesEverybodyElse(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	const page = "/personnes/p-amina"
	nadia.send(http.MethodPost, "/moi/entretien", form("on", "1"), http.Header{"Referer": {"http://jalon.test" + page}}).want(t, http.StatusSeeOther)
	others := []string{"Noori", "NOORI", "Tsehaye", "Olha", "Joseph", "GEBRU"}
	addresses := []string{"/", "/personnes", "/suivis", "/agenda", "/a-completer", "/suivi-6-mois", "/seances", "/seances/s-cv", "/seances/s-cv/presences", "/suivis/nouveau",
		"/rendez-vous/nouveau", "/personnes/nouvelle", "/brouillons", page, page + "/profil", "/inscriptions/e-amina-llf", "/suivis/nouveau?personne=p-amina", "/suivis/f-amina"}
	for _, address := range addresses {
		a := nadia.get(address).want(t, http.StatusOK)
		text := a.Doc.Find("body").Text()
		for _, name := range others {
			if strings.Contains(text, name) {
				t.Errorf("%s shows %s", address, name)
			}
		}
		if n := a.Doc.Find(".private, .top [type=search], .rail .count").Length(); n > 0 {
			t.Errorf("%s: %d private elements", address, n)
		}
		if a.Doc.Find(`.interview-bar button`).Length() != 1 {
			t.Errorf("%s: the state is not visible", address)
		}
		if about := strings.Contains(address, "amina"); about == strings.Contains(text, "Page masquée") {
			t.Errorf("%s: masked %v", address, strings.Contains(text, "Page masquée"))
		}
	}
	if got := nadia.get("/").Doc.Find("main a.primary").AttrOr("href", ""); got != page {
		t.Errorf("the masked page leads back to %q", got)
	}
	for _, search := range []string{"/recherche", "/personnes", "/suivis/personne", "/seances/s-cv/inscriptions/recherche"} {
		if a := nadia.fragment(http.MethodPost, search, "results", form("q", "noori")); strings.Contains(a.Body, "Noori") {
			t.Errorf("%s finds somebody", search)
		}
	}
	// What is being typed is still kept.
	nadia.types(t, "nadia", followUpFormURL, "page-1", form("note", "x")).want(t, http.StatusCreated)
	nadia.post("/moi/entretien", form("on", "0")).want(t, http.StatusSeeOther)
	if got := nadia.get("/personnes").want(t, http.StatusOK).text("main"); !strings.Contains(got, "NOORI") {
		t.Errorf("after the interview: %q", got)
	}
}
