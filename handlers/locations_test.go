package handlers

import (
	"net/http"
	"strings"
	"testing"
)

func TestLocationsOfTheCentre(t *testing.T) {
	s := newSite(t)
	alex := s.as(t, "alex")
	if got := alex.get("/reglages/lieux").want(t, http.StatusOK).text(".empty"); !strings.Contains(got, "Aucun lieu") {
		t.Errorf("a new centre: %s", got)
	}
	alex.post("/reglages/lieux", form("name", "Andenne", "desk", "1", "seats", "1", "submission", "once")).want(t, http.StatusSeeOther)
	for name, typed := range map[string][]string{"Indiquez le nom du lieu.": {"seats", "1"}, "Un lieu porte déjà ce nom": {"name", "andenne"}, "Indiquez un nombre de 0 à 99": {"name", "Ciney", "seats", "beaucoup"}} {
		if got := alex.post("/reglages/lieux", form(append(typed, "submission", name)...)).want(t, http.StatusUnprocessableEntity).text(".summary"); !strings.Contains(got, name) {
			t.Errorf("%v: %s", typed, got)
		}
	}
	s.Exec(t, "update locations set public_id = 'l-1'")
	edit := fields(alex.get("/reglages/lieux/l-1").want(t, http.StatusOK))
	edit.Set("name", "Andenne (CPAS)")
	alex.post("/reglages/lieux/l-1", edit).want(t, http.StatusSeeOther)
	edit.Set("address", "Ailleurs")
	alex.post("/reglages/lieux/l-1", edit).want(t, http.StatusConflict)
	if got := s.as(t, "nadia").get("/rendez-vous/nouveau?personne=p-amina").text("#antenne"); !strings.Contains(got, "Andenne (CPAS)") {
		t.Errorf("the form offers %s", got)
	}
	alex.post("/reglages/lieux/l-1/fermeture", nil).want(t, http.StatusSeeOther)
	if got := s.as(t, "nadia").get("/rendez-vous/nouveau?personne=p-amina").text("#antenne"); got != "" {
		t.Errorf("still offered: %s", got)
	}
	alex.undo(t, "/reglages/lieux")
	if s.Count(t, "select count(*) from locations where closed_at is null") != 1 {
		t.Error("not offered again")
	}
}
