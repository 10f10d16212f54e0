package handlers

import (
	"net/http"
	"testing"
)

// A change of referents is taken back by « Annuler », by who made it and while the team is the one it made, even when the person is no
// longer theirs to see.
func TestUndoReferents(t *testing.T) { onEngines(t, undoesReferents) }

func undoesReferents(t *testing.T, s *site) {
	nadia, claire := s.as(t, "nadia"), s.as(t, "claire")
	const page, file = "/inscriptions/e-noori-gtj/referents", "/inscriptions/e-noori-gtj"
	lines := func() int {
		return s.Count(t, "select count(*) from caseloads where enrolment_id = 'noori-gtj' and until_on is null and user_id = 'nadia' and kind = 'lead' and from_on < '2026-11-24'")
	}
	if lines() != 1 {
		t.Fatalf("the world has changed: %d lines", lines())
	}
	nadia.post(page, form("lead", "u-simon")).want(t, http.StatusSeeOther)
	undo := nadia.get("/personnes").want(t, http.StatusOK).Doc.Find(".flash form").AttrOr("action", "")
	nadia.get(file).want(t, http.StatusNotFound)
	claire.post(undo, form()).want(t, http.StatusNotFound) // signed for another
	nadia.post(file+"/referents/defaire?avant=lead.u-nadia&apres=lead.u-simon", form()).want(t, http.StatusNotFound)
	nadia.post(undo, form()).want(t, http.StatusSeeOther)
	nadia.get(file).want(t, http.StatusOK)
	s.as(t, "simon").get(file).want(t, http.StatusNotFound)
	if lines() != 1 {
		t.Errorf("the line of before is not open again")
	}
	claire.post(page, form("lead", "u-nadia", "co", "u-simon")).want(t, http.StatusSeeOther)
	claire.undo(t, file)
	s.as(t, "simon").get(file).want(t, http.StatusNotFound)
	if lines() != 1 {
		t.Errorf("who accompanied all along lost their line")
	}
	nadia.post(page, form("lead", "u-simon")).want(t, http.StatusSeeOther)
	claire.post(page, form("lead", "u-simon", "co", "u-claire")).want(t, http.StatusSeeOther)
	nadia.post(undo, form()).want(t, http.StatusSeeOther) // too late: another change came after
	nadia.get(file).want(t, http.StatusNotFound)
}
