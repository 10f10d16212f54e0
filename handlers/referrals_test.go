package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"jalon/models"
	"jalon/store/storetest"
)

// networkOf gives a centre a partner, a referral and a document, for the tests of every page.
func networkOf(t *testing.T, s *site, centre, person string) {
	t.Helper()
	type row = map[string]any
	s.Insert(t, "partners", row{"id": "pa-" + centre, "public_id": "pa-" + centre, "centre_id": centre, "kind": "forem", "name": "Forem " + centre,
		"sort_name": "forem " + centre, "created_at": storetest.Now})
	s.Insert(t, "referrals", row{"id": "re-" + person, "public_id": "re-" + person, "centre_id": centre, "participant_id": person, "partner_id": "pa-" + centre,
		"direction": "sortante", "on_date": "2026-10-01", "mode": "email", "consent": true, "expected_on": "2026-10-22", "created_at": storetest.Now})
	box := s.Box(t, person)
	s.Insert(t, "files", row{"id": "fi-" + person, "public_id": "fi-" + person, "centre_id": centre, "participant_id": person, "kind": "titre_sejour", "format": "pdf",
		"size": 7, "expires_on": "2026-12-24", "added_on": "2026-11-01", "created_at": storetest.Now,
		"details_sealed": box.Seal("file fi-"+person, `{"Name":"Carte A.pdf","Comment":"Recto verso","Chunks":1}`)})
	id := "fi-" + person + ".000"
	s.Insert(t, "file_chunks", row{"id": id, "file_id": "fi-" + person, "participant_id": person, "content_sealed": box.Seal("file chunk "+id, "%PDF-1.")})
}

func newNetwork(t *testing.T) *site {
	t.Helper()
	s := newSite(t)
	networkOf(t, s, "namur", "amina")
	networkOf(t, s, "liege", "bruno")
	return s
}

func TestPartnerPages(t *testing.T) {
	s := newNetwork(t)
	nadia := s.as(t, "nadia")
	empty := nadia.get("/partenaires/nouveau").want(t, http.StatusOK)
	typed := url.Values{"submission": {empty.value("submission")}, "name": {"CPAS de Namur"}, "kind": {"cpas"}, "commune": {"Namur"}, "phone": {"081 22 33 44"}, "website": {"www.cpasnamur.be"},
		"contact_name_0": {"Élise Dubois"}, "contact_email_0": {"elise@cpas.be"}}
	wrong := url.Values{}
	for name, values := range typed {
		wrong[name] = values
	}
	wrong.Set("commune", "Atlantide")
	wrong.Set("contact_name_0", "")
	page := nadia.post("/partenaires/nouveau", wrong).want(t, http.StatusUnprocessableEntity)
	if page.value("name") != "CPAS de Namur" || page.value("commune") != "Atlantide" || page.value("contact_email_0") != "elise@cpas.be" {
		t.Error("what was typed is lost")
	}
	for _, sentence := range []string{"Choisissez une commune belge", "Indiquez le nom de cette personne, ou effacez sa ligne."} {
		if !strings.Contains(page.text(".summary"), sentence) {
			t.Errorf("no %q in %s", sentence, page.text(".summary"))
		}
	}
	made := nadia.post("/partenaires/nouveau", typed).want(t, http.StatusSeeOther).Location
	if again := nadia.post("/partenaires/nouveau", typed).want(t, http.StatusSeeOther).Location; again != made {
		t.Errorf("a double click made two: %s and %s", made, again)
	}
	typed.Set("submission", models.NewToken())
	if twin := nadia.post("/partenaires/nouveau", typed).want(t, http.StatusUnprocessableEntity); !strings.Contains(twin.text(".summary"), "Un partenaire porte déjà ce nom") {
		t.Errorf("the same name: %s", twin.text(".summary"))
	}
	shown := nadia.get(made).want(t, http.StatusOK)
	for _, fact := range []string{"CPAS de Namur", "081 22 33 44", "Élise Dubois", "https://www.cpasnamur.be"} {
		if !strings.Contains(shown.text("main"), fact) {
			t.Errorf("no %q on the page", fact)
		}
	}
	if list := s.as(t, "rita").get("/partenaires?nom=cpas").want(t, http.StatusOK); !strings.Contains(list.text("table"), "CPAS de Namur") || strings.Contains(list.text("table"), "Forem") {
		t.Errorf("the list: %s", list.text("table"))
	}
	closePartnerPage(t, nadia, made)
}

func closePartnerPage(t *testing.T, nadia *client, partner string) {
	t.Helper()
	nadia.post(partner+"/fermeture", form()).want(t, http.StatusSeeOther)
	if list := nadia.get("/partenaires"); strings.Contains(list.text("table"), "CPAS") {
		t.Error("a closed partner is still in the directory")
	}
	if page := nadia.get(partner); !strings.Contains(page.text("main"), "Ce partenariat est terminé") {
		t.Error("nothing says that it is closed")
	}
	nadia.post(partner+"/reouverture", form()).want(t, http.StatusSeeOther)
	edit := nadia.get(partner+"/modifier").want(t, http.StatusOK)
	changed := url.Values{"version": {edit.value("version")}, "name": {"CPAS de Namur"}, "kind": {"cpas"}, "contact_ref_0": {edit.value("contact_ref_0")},
		"contact_name_0": {"Élise Dubois-Remy"}, "contact_name_1": {"Awa Diop"}}
	nadia.post(partner+"/modifier", changed).want(t, http.StatusSeeOther)
	if page := nadia.get(partner); !strings.Contains(page.text("main"), "Dubois-Remy") || !strings.Contains(page.text("main"), "Awa Diop") {
		t.Errorf("people: %s", page.text("main"))
	}
	changed.Set("name", "CPAS de Jambes")
	nadia.post(partner+"/modifier", changed).want(t, http.StatusConflict)
}

func TestReferralPages(t *testing.T) {
	s := newNetwork(t)
	nadia := s.as(t, "nadia")
	path := "/personnes/p-amina/orientations"
	page := nadia.get(path+"/nouvelle").want(t, http.StatusOK)
	typed := url.Values{"submission": {page.value("submission")}, "direction": {"sortante"}, "partner": {"pa-namur"}, "date": {"24/11/2026"}, "topic": {"langue"}, "mode": {"telephone"},
		"expected_on": {page.value("expected_on")}, "reason": {"Cours du soir"}}
	refused := nadia.post(path+"/nouvelle", typed).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(refused.text(".summary"), "Demandez l'accord de la personne") || !strings.Contains(refused.Doc.Find("textarea[name=reason]").Text(), "Cours du soir") {
		t.Errorf("without the person's agreement: %s", refused.text(".summary"))
	}
	typed.Set("partner", "pa-liege")
	typed.Set("consent", "1")
	if other := nadia.post(path+"/nouvelle", typed).want(t, http.StatusUnprocessableEntity); !strings.Contains(other.text(".summary"), "Choisissez un partenaire de la liste.") {
		t.Errorf("a partner of another centre: %s", other.text(".summary"))
	}
	typed.Set("partner", "pa-namur")
	nadia.post(path+"/nouvelle", typed).want(t, http.StatusSeeOther)
	nadia.post(path+"/nouvelle", typed).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from referrals where participant_id = 'amina' and topic = 'langue' and expected_on = '2026-12-15'"); n != 1 {
		t.Errorf("%d referrals after a double click", n)
	}
	for _, page := range []string{path, "/personnes/p-amina?type=orientations"} {
		if text := nadia.get(page).want(t, http.StatusOK).text("main"); strings.Count(text, "Vers un partenaire") < 2 {
			t.Errorf("%s: %s", page, text)
		}
	}
	s.as(t, "simon").get("/orientations/re-amina").want(t, http.StatusNotFound)
	s.as(t, "rita").get("/orientations").want(t, http.StatusForbidden)
}

func TestChaseReferral(t *testing.T) {
	s := newNetwork(t)
	nadia := s.as(t, "nadia")
	for _, page := range []string{"/orientations", "/a-completer"} {
		if text := nadia.get(page).want(t, http.StatusOK).text("main"); !strings.Contains(text, "Forem namur") || !strings.Contains(text, "Relancer") {
			t.Errorf("%s does not show the late referral: %s", page, text)
		}
	}
	wrong := nadia.post("/orientations/re-amina/relance", form("reminder_mode", "telephone", "reminder_expected", "hier")).want(t, http.StatusUnprocessableEntity)
	if wrong.value("reminder_expected") != "hier" || !strings.Contains(wrong.text(".summary"), "Indiquez une date de réponse à venir") {
		t.Errorf("a reminder that waits until yesterday: %s", wrong.text(".summary"))
	}
	nadia.post("/orientations/re-amina/relance", form("reminder_mode", "telephone", "reminder_expected", "08/12/2026")).want(t, http.StatusSeeOther)
	if text := nadia.get("/orientations").text("main"); strings.Contains(text, "À relancer") {
		t.Errorf("reminded today, it is still to be chased: %s", text)
	}
	if wrong := nadia.post("/orientations/re-amina/reponse", form("outcome", "", "answered_on", "24/11/2026", "answer", "Rappelle lundi")).want(t, http.StatusUnprocessableEntity); wrong.Doc.Find("textarea[name=answer]").Text() != "Rappelle lundi" {
		t.Error("what was typed is lost")
	}
	nadia.post("/orientations/re-amina/reponse", form("outcome", "acceptee", "answered_on", "24/11/2026", "answer", "Commence lundi")).want(t, http.StatusSeeOther)
	text := nadia.get("/orientations/re-amina").want(t, http.StatusOK).text("main")
	for _, fact := range []string{"Acceptation, 24/11/2026", "Commence lundi", "24/11/2026Téléphone"} {
		if !strings.Contains(text, fact) {
			t.Errorf("no %q in %s", fact, text)
		}
	}
	nadia.post("/orientations/re-amina/reponse/annuler", form()).want(t, http.StatusSeeOther)
	edit := nadia.get("/orientations/re-amina/modifier").want(t, http.StatusOK)
	nadia.post("/orientations/re-amina/modifier", form("version", edit.value("version"), "date", "02/10/2026", "mode", "personne", "expected_on", "30/11/2026")).want(t, http.StatusSeeOther)
	nadia.post("/orientations/re-amina/annulation", form("reason", "")).want(t, http.StatusUnprocessableEntity)
	nadia.post("/orientations/re-amina/annulation", form("reason", "Encodée deux fois")).want(t, http.StatusSeeOther)
	if text := nadia.get("/personnes/p-amina/orientations").text("main"); !strings.Contains(text, "1 orientation annulée") {
		t.Errorf("cancelled: %s", text)
	}
}

func TestUndoReferral(t *testing.T) {
	s := newNetwork(t)
	nadia := s.as(t, "nadia")
	page := nadia.get("/personnes/p-noori/orientations/nouvelle").want(t, http.StatusOK)
	nadia.post("/personnes/p-noori/orientations/nouvelle", form("submission", page.value("submission"), "direction", "entrante", "partner", "pa-namur", "date", "hier")).want(t, http.StatusSeeOther)
	undo := nadia.get("/personnes/p-noori/orientations").Doc.Find(".flash form").AttrOr("action", "")
	nadia.post(undo, form()).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from referrals where participant_id = 'noori' and cancelled_at is not null"); n != 1 {
		t.Error("« Annuler » did not cancel it")
	}
}
