package handlers

import (
	"net/http"
	"strings"
	"testing"

	"jalon/models"
	"jalon/store/storetest"
)

// linkOf adds a link to the kept person of a centre, and the file it absorbed.
func linkOf(t *testing.T, s *site, centre, person string) {
	t.Helper()
	type row = map[string]any
	id := "twin-" + person
	s.Insert(t, "participants", row{"id": id, "public_id": "p-" + id, "centre_id": centre, "family_name": "Double", "sort_name": "double", "linked_to": person,
		"created_at": storetest.Now, "updated_at": storetest.Now})
	s.Insert(t, "person_keys", row{"participant_id": id, "wrapped": s.Sealer().NewPersonKey(id)})
	s.Insert(t, "links", row{"id": "li-" + person, "public_id": "li-" + person, "centre_id": centre, "kept_id": person, "absorbed_id": id, "created_at": storetest.Now})
}

// twin registers a second file of Amina, by a colleague.
func (s *site) twin(t *testing.T, user string) string {
	t.Helper()
	scope, err := s.App.Gate.Scope(s.Actors[user], models.Create, models.KindParticipant)
	if err != nil {
		t.Fatal(err)
	}
	first, err := s.CreateParticipant(t.Context(), scope, models.Participant{CentreID: "namur", FamilyName: "Hadad", GivenName: "Amina", Birth: "1992-02-14", Phone: "+32470123456"}, user)
	if err != nil {
		t.Fatal(err)
	}
	return first.PublicID
}

func TestRegistrationTakesWhatWasTypedToTheFile(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	typed := form("family_name", "Hadad", "given_name", "Amina", "birth_day", "14", "birth_month", "2", "birth_year", "1992", "contact", "0470 12 34 56",
		"contact_language", "ar", "place", "5000 Namur")
	block := nadia.send(http.MethodPost, "/personnes/nouvelle/semblables", typed, http.Header{"X-Fragment": {"duplicates"}}).want(t, http.StatusOK)
	if !strings.Contains(block.Body, "HADDAD Amina") || !strings.Contains(block.Body, "Même date de naissance") || strings.Contains(block.Body, "<h1>") {
		t.Errorf("while typing: %s", block.Body)
	}
	early := form("family_name", "Hadad", "given_name", "Amina", "birth_day", "14")
	if got := nadia.send(http.MethodPost, "/personnes/nouvelle/semblables", early, http.Header{"X-Fragment": {"duplicates"}}); strings.Contains(got.Body, "HADDAD") {
		t.Error("a candidate before the birth date is typed")
	}
	page := nadia.post("/personnes/p-amina/mise-a-jour", typed).want(t, http.StatusOK)
	for _, want := range []string{"Hadad", "0470 12 34 56", "Mettre à jour le dossier"} {
		if !strings.Contains(page.Body, want) {
			t.Errorf("the page of updates lacks %q", want)
		}
	}
	typed.Set("apply", "1")
	typed.Set("version", "1")
	typed["take"] = []string{"phone"}
	nadia.post("/personnes/p-amina/mise-a-jour", typed).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from participants where id = 'amina' and phone = '+32470123456' and family_name = 'Haddad'"); n != 1 {
		t.Error("not the ticked answer alone was taken")
	}
	s.as(t, "simon").post("/personnes/p-amina/mise-a-jour", typed).want(t, http.StatusNotFound)
}

func TestDuplicatesAreComparedAndLinked(t *testing.T) {
	s := newSite(t)
	twin := s.twin(t, "nadia")
	nadia := s.as(t, "nadia")
	if list := nadia.get("/personnes/doublons").want(t, http.StatusOK); !strings.Contains(list.Body, "1 paire") || !strings.Contains(list.Body, "HADAD Amina") {
		t.Errorf("pairs: %s", list.text("main"))
	}
	if list := s.as(t, "simon").get("/personnes/doublons"); !strings.Contains(list.Body, "Aucun doublon à examiner.") {
		t.Error("a colleague sees a pair of which no file is theirs")
	}
	base := "/personnes/doublons/p-amina/" + twin
	compared := nadia.get(base).want(t, http.StatusOK)
	if !strings.Contains(compared.Body, "0470 12 34 56") || !strings.Contains(compared.Body, base+"/fusion") {
		t.Errorf("compared: %s", compared.text("main"))
	}
	if n := s.Count(t, "select count(*) from journal where action = 'read' and kind = 'participant' and participant in ('p-amina', ?)", twin); n != 2 {
		t.Errorf("%d openings written down, want 2", n)
	}
	nadia.post(base+"/distinctes", form()).want(t, http.StatusSeeOther)
	if list := nadia.get("/personnes/doublons"); strings.Contains(list.Body, "HADAD") {
		t.Error("a pair told apart is still proposed")
	}
	nadia.post(base+"/semblables", form()).want(t, http.StatusSeeOther)
	if list := nadia.get("/personnes/doublons"); !strings.Contains(list.Body, "HADAD") {
		t.Error("the undone pair is not proposed again")
	}
	page := nadia.get(base+"/fusion").want(t, http.StatusOK)
	if !strings.Contains(page.Body, "choice_family_name") {
		t.Error("nothing to choose between Haddad and Hadad")
	}
	a := nadia.post(base+"/fusion", form("version_a", "1", "version_b", "1", "choice_phone", "autre", "submission", "once")).want(t, http.StatusSeeOther)
	if a.Location != "/personnes/p-amina" {
		t.Errorf("linked, to %s", a.Location)
	}
	nadia.post(base+"/fusion", form("version_a", "1", "version_b", "1", "submission", "once")) // a double click
	if n := s.Count(t, "select count(*) from links"); n != 1 {
		t.Fatalf("%d links", n)
	}
	if got := nadia.get("/personnes/"+twin+"/profil").want(t, http.StatusSeeOther); got.Location != "/personnes/p-amina" {
		t.Errorf("the absorbed address leads to %s", got.Location)
	}
	person := nadia.get("/personnes/p-amina").want(t, http.StatusOK)
	undo := person.Doc.Find(`a[href^="/fusions/"]`).AttrOr("href", "")
	if undo == "" || !strings.Contains(person.Body, "HADAD Amina") {
		t.Fatalf("the page does not say that it holds two files: %s", person.text("main"))
	}
	nadia.get(undo).want(t, http.StatusOK)
	nadia.post(undo, form()).want(t, http.StatusSeeOther)
	nadia.get("/personnes/"+twin).want(t, http.StatusOK)
}

func TestLinkingWhatChangedMeanwhileIsRefused(t *testing.T) {
	s := newSite(t)
	twin := s.twin(t, "nadia")
	s.Exec(t, "update participants set version = 2 where id = 'amina'")
	s.as(t, "nadia").post("/personnes/doublons/p-amina/"+twin+"/fusion", form("version_a", "1", "version_b", "1")).want(t, http.StatusUnprocessableEntity)
	foreign := s.twin(t, "simon")
	compared := s.as(t, "nadia").get("/personnes/doublons/p-amina/"+foreign).want(t, http.StatusOK)
	if strings.Contains(compared.Body, "0470 12 34 56") || strings.Contains(compared.Body, "/fusion") || !strings.Contains(compared.Body, "Demandez à la coordination") {
		t.Errorf("a colleague's file is more than a card: %s", compared.text("main"))
	}
	s.as(t, "nadia").get("/personnes/doublons/p-amina/"+foreign+"/fusion").want(t, http.StatusNotFound)
}
