package handlers

import (
	"net/http"
	"strings"
	"testing"
)

// From the person's page: one button registers; a dispositif that comes first is one form for both.
func TestChooseASession(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	s.Exec(t, "update sessions set on_date = '2026-12-01', capacity = 5 where id = 'cv'")
	s.Exec(t, "delete from registrations where session_id = 'cv'")
	choose := nadia.get("/personnes/p-amina").want(t, http.StatusOK).Doc.Find("main a[href$='/seances']").AttrOr("href", "")
	page := nadia.get(choose).want(t, http.StatusOK)
	button := page.Doc.Find("form[action='/seances/s-cv/inscriptions']")
	if button.Find("[name=inscription]").AttrOr("value", "") != "e-amina-llf" {
		t.Fatalf("no button for the session: %s", page.text("main"))
	}
	back := nadia.post("/seances/s-cv/inscriptions", filled("inscription", "e-amina-llf", "retour", choose)).want(t, http.StatusSeeOther)
	if back.Location != choose || nadia.get(choose).Doc.Find("form[action='/seances/s-cv/inscriptions']").Length() != 0 {
		t.Errorf("back to %s, where the session is no longer proposed", back.Location)
	}
	s.as(t, "tom").get(choose).want(t, http.StatusForbidden)
	s.as(t, "simon").get(choose).want(t, http.StatusNotFound)
}

func TestEnrolAndRegisterTogether(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	s.Exec(t, "update sessions set on_date = '2026-12-01', capacity = 5 where id = 'cv'")
	link := nadia.get("/personnes/p-noori/seances").want(t, http.StatusOK).Doc.Find("main a[href*='seance=s-cv']").AttrOr("href", "")
	page := nadia.get(link).want(t, http.StatusOK)
	if !strings.Contains(page.text("main form"), "aura aussi une place dans la séance") {
		t.Fatalf("the form says both: %s", page.text("main form"))
	}
	typed := filled("requested", "24/11/2026", "lead", "u-nadia", "seance", page.value("seance"), "submission", page.value("submission"))
	s.Exec(t, "update sessions set status = 'cancelled' where id = 'cv'")
	if text := nadia.post("/personnes/p-noori/inscription/o-llf", typed).want(t, http.StatusUnprocessableEntity).text(".summary"); text == "" {
		t.Error("why the place is refused is said")
	}
	if n := s.Count(t, "select count(*) from enrolments where participant_id = 'noori' and operation_id = 'llf'"); n != 0 {
		t.Error("both or neither")
	}
	s.Exec(t, "update sessions set status = 'planned' where id = 'cv'")
	if done := nadia.post("/personnes/p-noori/inscription/o-llf", typed).want(t, http.StatusSeeOther); done.Location != "/seances/s-cv" {
		t.Errorf("on to %s", done.Location)
	}
	if n := s.Count(t, "select count(*) from registrations where participant_id = 'noori' and session_id = 'cv' and place = 'inscrit'"); n != 1 {
		t.Error("enrolled and registered")
	}
}
