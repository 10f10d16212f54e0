package handlers

import (
	"net/http"
	"strings"
	"testing"

	"jalon/store/storetest"
)

// A double click records one fact, and only answers of the list are kept.
func TestEventOnce(t *testing.T) { onEngines(t, eventOnce) }

func eventOnce(t *testing.T, s *site) {
	c := s.as(t, "nadia")
	address := "/inscriptions/e-amina-gtj/evenement"
	fact := form("date", "11/11/2026", "type", "formation", "preuve", "oui")
	c.post(address, fact).want(t, http.StatusSeeOther)
	c.post(address, fact).want(t, http.StatusUnprocessableEntity)
	c.post(address, form("date", "12/11/2026", "type", "formation", "preuve", "peut-être")).want(t, http.StatusUnprocessableEntity)
	c.post("/inscriptions/e-amina-gtj/six-mois", form("date", "12/11/2026", "statut", "emploi", "amelioration", "voiture")).want(t, http.StatusUnprocessableEntity)
	c.post("/inscriptions/e-amina-gtj/six-mois", form("date", "12/11/2026", "statut", "emploi", "amelioration", "stable")).want(t, http.StatusSeeOther)
}

// An exit asks four things: date, situation, reason, proof. What the report still misses of the entry and the places in
// sessions to come are asked there too, and everything is saved together.
func TestLeaving(t *testing.T) { onEngines(t, leaving) }

func leaving(t *testing.T, s *site) {
	s.Exec(t, "update enrolments set frozen_on = '2026-11-10', entry_isced = '3' where id = 'amina-gtj'")
	s.Exec(t, "update sessions set on_date = '2026-12-01' where id = 'info'")
	s.Insert(t, "registrations", map[string]any{"id": "info-amina", "public_id": "r-info-amina", "centre_id": "namur", "session_id": "info", "participant_id": "amina",
		"enrolment_id": "amina-gtj", "created_at": storetest.Now})
	nadia := s.as(t, "nadia")
	const address = "/inscriptions/e-amina-gtj/sortie"
	page := nadia.get(address).want(t, http.StatusOK)
	if text := page.text("main"); !strings.Contains(text, "1 séance à venir : l'annuler ou la garder ?") || page.Doc.Find(`[name="work"]`).Length() == 0 || page.Doc.Find(`[name="isced"]`).Length() != 0 {
		t.Errorf("asked: %s", text)
	}
	typed := fields(page)
	typed.Set("date", "09/11/2026")
	typed.Set("motif", "emploi")
	refused := nadia.post(address, typed).want(t, http.StatusUnprocessableEntity)
	for _, sentence := range []string{"Choisissez la situation à la sortie.", "Choisissez : annuler ou garder les places dans les séances à venir."} {
		if !strings.Contains(refused.text("main"), sentence) {
			t.Errorf("not said: %s", sentence)
		}
	}
	for name, value := range map[string]string{"situation": "emploi", "seances": "annuler", "preuve": "oui", "work": "aucun", "forem": "inconnu"} {
		typed.Set(name, value)
	}
	refused = nadia.post(address, typed).want(t, http.StatusUnprocessableEntity)
	if text := refused.text("main"); !strings.Contains(text, "La sortie ne peut pas précéder la dernière présence (10/11/2026).") || s.Count(t, "select count(*) from registrations where id = 'info-amina' and place = 'annule'") != 0 {
		t.Errorf("half saved, or: %s", text)
	}
	typed = fields(refused)
	typed.Set("date", "20/11/2026")
	nadia.post(address, typed).want(t, http.StatusSeeOther)
	for query, what := range map[string]string{
		"select count(*) from exits where enrolment_id = 'amina-gtj' and on_date = '2026-11-20' and reason = 'emploi' and declined = ''":                "the exit",
		"select count(*) from events where enrolment_id = 'amina-gtj' and on_date = '2026-11-20' and type = 'emploi' and proof = 'oui'":                 "the situation",
		"select count(*) from registrations where id = 'info-amina' and place = 'annule'":                                                               "the place given back",
		"select count(*) from enrolments where id = 'amina-gtj' and entry_work = 'aucun' and entry_forem = 'inconnu' and entry_isced = '3'":             "the snapshot",
		"select count(*) from revisions where record_id = 'amina-gtj' and reason = 'Donnée demandée à la sortie'":                                       "its former version",
		"select count(*) from registrations r where r.enrolment_id = 'amina-llf' and r.place <> 'annule' and r.session_id = 'cv' and r.attendance = ''": "the place of the other enrolment",
	} {
		if s.Count(t, query) != 1 {
			t.Errorf("%s is not there", what)
		}
	}
}

// « Demandé, inconnu » is an answer: no fact is invented.
func TestLeavingUnknown(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	nadia.post("/inscriptions/e-amina-gtj/sortie", form("date", "20/11/2026", "motif", "perdu_de_vue", "situation", "inconnu")).want(t, http.StatusSeeOther)
	if s.Count(t, "select count(*) from events where enrolment_id = 'amina-gtj'") != 0 || s.Count(t, "select count(*) from exits where declined = 'inconnu'") != 1 {
		t.Error("a fact was invented, or the answer is lost")
	}
	if text := nadia.get("/inscriptions/e-amina-gtj").want(t, http.StatusOK).text("main"); !strings.Contains(text, "situation demandée, inconnue") {
		t.Errorf("not shown: %s", text)
	}
}

// « Annuler » after saving takes back the exit and the situation told with it; a colleague is offered the cancellation.
func TestLeavingUndone(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	nadia.post("/inscriptions/e-amina-gtj/sortie", form("date", "20/11/2026", "motif", "emploi", "situation", "emploi")).want(t, http.StatusSeeOther)
	undo := nadia.get("/inscriptions/e-amina-gtj").Doc.Find(`form[action*="/defaire"]`).AttrOr("action", "")
	if !strings.HasPrefix(undo, "/inscriptions/e-amina-gtj/sorties/") {
		t.Fatalf("no « Annuler »: %q", undo)
	}
	if at := s.as(t, "claire").post(undo, form()).want(t, http.StatusSeeOther).Location; !strings.HasSuffix(at, "/annuler") {
		t.Errorf("a colleague undoes it at once: %s", at)
	}
	nadia.post(undo, form()).want(t, http.StatusSeeOther)
	if s.Count(t, "select count(*) from exits where cancelled_at is null") != 0 || s.Count(t, "select count(*) from events where cancelled_at is null") != 0 {
		t.Error("the exit or the situation is still there")
	}
}
