package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A commune added in the settings is proposed and understood everywhere at once; a closed one stays readable in old files.
func TestCommunesOfTheSettings(t *testing.T) {
	s := newSite(t)
	nadia, alex := s.as(t, "nadia"), s.as(t, "alex")
	nadia.get("/personnes").want(t, http.StatusOK) // the shipped list is in memory
	change := func(refnis, name, from, until string) {
		alex.post("/reglages/communes/changements", form("refnis", refnis, "name", name, "from_on", from, "until_on", until)).want(t, http.StatusSeeOther)
	}
	s.Exec(t, "update participants set phone = '+32470123456', refnis = '92141', postcode = '5080' where id = 'amina'")
	change("92999", "Nouvelle-Meuse", "01/01/2026", "")
	change("92141", "La Bruyère", "", "01/01/2026")
	filter := nadia.get("/personnes").text("select[name=commune]")
	if !strings.Contains(filter, "Nouvelle-Meuse") || strings.Contains(filter, "La Bruyère") {
		t.Errorf("the filter of people: %s", filter)
	}
	entry := nadia.get("/inscriptions/e-amina-gtj/entree").want(t, http.StatusOK).text("select[name=commune]")
	if !strings.Contains(entry, "Nouvelle-Meuse") || strings.Contains(entry, "La Bruyère") {
		t.Error("the entry of an enrolment has the former communes")
	}
	section := nadia.get("/personnes/p-amina/profil/contact")
	if got := section.value("place"); got != "5080 La Bruyère" {
		t.Errorf("an old file reads %q", got)
	}
	sent := fields(section)
	nadia.post("/personnes/p-amina/profil/contact", sent).want(t, http.StatusSeeOther) // a closed commune is kept
	sent = fields(nadia.get("/personnes/p-amina/profil/contact"))
	sent.Set("place", "5080 Nouvelle-Meuse")
	nadia.post("/personnes/p-amina/profil/contact", sent).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from participants where id = 'amina' and refnis = '92999'"); n != 1 {
		t.Error("the profile does not know the added commune")
	}
	nadia.post("/personnes/nouvelle", intake(url.Values{"place": {"Nouvelle-Meuse"}})).want(t, http.StatusSeeOther)
	nadia.post("/personnes/nouvelle", intake(url.Values{"place": {"La Bruyère"}, "family_name": {"Autre"}})).want(t, http.StatusUnprocessableEntity)
	if got := nadia.get("/personnes").text("main"); !strings.Contains(got, "Nouvelle-Meuse") {
		t.Errorf("the list: %s", got)
	}
	s.Exec(t, "update enrolments set entry_commune = '92999' where id = 'amina-llf'")
	s.Exec(t, "update followups set on_date = '2026-11-10', enrolment_id = 'amina-llf' where id = 'f-amina'")
	if got := s.as(t, "marc").get("/rapports/o-llf/forem").text("main"); !strings.Contains(got, "Nouvelle-Meuse") || strings.Contains(got, "92999") {
		t.Errorf("the report does not name the commune: %s", got)
	}
}

// The place of a follow-up and of an appointment proposes the locations of the settings.
func TestPlacesAreProposed(t *testing.T) {
	s := newSite(t)
	s.as(t, "alex").post("/reglages/lieux", form("name", "Antenne de Jambes", "seats", "1")).want(t, http.StatusSeeOther)
	nadia := s.as(t, "nadia")
	for page, name := range map[string]string{"/suivis/nouveau?personne=p-amina": "#lieu-list, #suite_lieu-list", "/rendez-vous/nouveau?personne=p-amina": "#lieu-list"} {
		if lists := nadia.get(page).want(t, http.StatusOK).Doc.Find(name); lists.Length() == 0 || lists.Find(`option[value="Antenne de Jambes"]`).Length() != lists.Length() {
			t.Errorf("%s proposes no location", page)
		}
	}
}
