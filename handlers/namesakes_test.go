package handlers

import (
	"net/http"
	"strings"
	"testing"
)

// Two people of one name in a session are told apart by their year of birth; the others show nothing more than their name.
func TestNamesakesInASession(t *testing.T) {
	s := newSite(t)
	tom, claire := s.as(t, "tom"), s.as(t, "claire")
	shown := func() map[string]string {
		return map[string]string{"roll call": tom.get("/seances/s-cv/presences").want(t, http.StatusOK).text("main"),
			"sheet": tom.get("/seances/s-cv/feuille").want(t, http.StatusOK).text("body"), "session": claire.get("/seances/s-cv").want(t, http.StatusOK).text("main")}
	}
	for page, text := range shown() {
		if strings.Contains(text, "(19") {
			t.Errorf("%s: a year of birth without a namesake: %s", page, text)
		}
	}
	s.Exec(t, "update participants set family_name = 'Haddad', given_name = 'Amina', birth = '1984-03-02' where id = (select participant_id from registrations where session_id = 'cv' and id <> 'cv-amina' limit 1)")
	s.Exec(t, "update participants set birth = '1991' where id = (select participant_id from registrations where id = 'cv-amina')")
	for page, text := range shown() {
		if !strings.Contains(text, "HADDAD Amina (1984)") || !strings.Contains(text, "HADDAD Amina (1991)") {
			t.Errorf("%s: namesakes look alike: %s", page, text)
		}
	}
}
