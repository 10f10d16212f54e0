package handlers

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"jalon/models"
)

// A choice that the form did not offer comes from a hand-made request: it is refused at its field, never dropped in silence.
func TestChoicesThatWereNotOffered(t *testing.T) {
	s := newSite(t)
	nadia, claire := s.as(t, "nadia"), s.as(t, "claire")
	session := map[string]string{"operation": "o-llf", "title": "CV", "on_date": "01/12/2026", "starts_at": "09:00", "ends_at": "12:00"}
	for _, field := range []string{"module", "trainers", "operator"} {
		typed := values(session)
		typed.Set(field, "inconnu")
		answer := claire.post("/seances", typed).want(t, http.StatusUnprocessableEntity)
		if answer.value("title") != "CV" || !strings.Contains(answer.text(".summary"), "Choisissez une réponse de la liste.") {
			t.Errorf("%s: %q, %s", field, answer.value("title"), answer.text(".summary"))
		}
	}
	topics := contactForm("e-noori-gtj", func(f url.Values) { f["themes"] = []string{"CV", "pêche"}; f.Set("note", "Ne pas perdre") })
	answer := nadia.post("/suivis/nouveau?personne=p-noori", topics).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(answer.text(".summary"), "Choisissez une réponse de la liste.") || !strings.Contains(answer.text("textarea[name=note]"), "Ne pas perdre") {
		t.Errorf("an unknown topic: %s", answer.text(".summary"))
	}
}

// The reference of the appointment is not the user's to mend: the note stays, and the form can be sent again without it.
func TestFollowUpOfAnAppointmentThatIsNone(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	form := contactForm("e-noori-gtj", func(f url.Values) { f.Set("rendez_vous", "n-importe-quoi"); f.Set("note", "Ne pas perdre") })
	answer := nadia.post("/suivis/nouveau?personne=p-noori", form).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(answer.text("textarea[name=note]"), "Ne pas perdre") || !strings.Contains(answer.text(".flash"), "rendez-vous d'origine est introuvable") {
		t.Errorf("the note or the sentence is missing: %s", answer.text(".flash"))
	}
	nadia.post("/suivis/nouveau?personne=p-noori", fields(answer)).want(t, http.StatusSeeOther)
	if s.Count(t, "select count(*) from followups where participant_id = 'noori' and on_date = '2026-11-24'") != 1 {
		t.Error("sent again, the follow-up is not there")
	}
}

func TestCancellingWhatIsNotThere(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	for _, folder := range []string{"sorties", "evenements"} {
		nadia.get("/inscriptions/e-noori-gtj/"+folder+"/n-importe/annuler").want(t, http.StatusNotFound)
	}
	nadia.post("/inscriptions/e-noori-gtj/evenement", form("date", "20/11/2026", "type", "emploi")).want(t, http.StatusSeeOther)
	id := nadia.get("/inscriptions/e-noori-gtj").Doc.Find(`a[href*="/evenements/"]`).AttrOr("href", "")
	nadia.get(id).want(t, http.StatusOK)
	nadia.get(strings.Replace(id, "evenements", "sorties", 1)).want(t, http.StatusNotFound)
}

// A form that comes as multipart obeys the bound of any form; only the page of the import takes a file.
func TestMultipartFormsAreBounded(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	for _, c := range []struct{ size, want int }{{maxForm + 1, http.StatusRequestEntityTooLarge}, {10, http.StatusUnprocessableEntity}} {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		if err := w.WriteField("note", strings.Repeat("a", c.size)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "http://jalon.test/suivis/nouveau?personne=p-noori", &body)
		r.RemoteAddr = nadia.address
		r.Header = http.Header{"Content-Type": {w.FormDataContentType()}, "Sec-Fetch-Site": {"same-origin"}}
		for name, value := range nadia.cookies {
			r.AddCookie(&http.Cookie{Name: name, Value: value})
		}
		if answer := nadia.answer(r); answer.Status != c.want {
			t.Errorf("%d bytes: status %d, want %d", c.size, answer.Status, c.want)
		}
	}
}

// What reverses the order of a text is taken out of a note; Arabic, and the marks it may need, stay.
func TestNotesAreNotReversed(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	const typed, kept = "Solde \u202e0021 EUR, \u2066أمينة\u2069\u200f الخطيب", "Solde 0021 EUR, أمينة\u200f الخطيب"
	saved := nadia.post("/suivis/nouveau?personne=p-noori", contactForm("e-noori-gtj", func(f url.Values) { f.Set("note", typed) })).want(t, http.StatusSeeOther)
	page := nadia.get(saved.Location).want(t, http.StatusOK)
	link := page.Doc.Find(`.timeline a[href^="/suivis/"]`).First().AttrOr("href", "")
	if body := nadia.get(link).want(t, http.StatusOK).Body; !strings.Contains(body, kept) || strings.ContainsRune(body, '\u202e') {
		t.Errorf("the note on %s is not %q", link, kept)
	}
	refused := nadia.post("/suivis/nouveau?personne=p-noori", contactForm("e-noori-gtj", func(f url.Values) {
		f.Set("suite", nextText)
		f.Set("suite_texte", "CV\u202e")
	})).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(refused.text(".summary"), "caractères invisibles") {
		t.Error(refused.text(".summary"))
	}
}

func TestNobodyClosesTheirOwnAccount(t *testing.T) {
	s := newSite(t)
	answer := s.as(t, "alex").post("/reglages/equipe/u-alex/desactiver", form()).want(t, http.StatusConflict)
	if !strings.Contains(answer.text("main"), "Personne ne ferme son propre compte.") {
		t.Error(answer.text("main"))
	}
}

// The only administrator has nobody to ask: they change their other rights, and stay administrator.
func TestSoleAdministrator(t *testing.T) {
	s := newSite(t)
	alex := s.as(t, "alex")
	alex.post("/reglages/equipe/u-alex/acces", form("role", models.Manager)).want(t, http.StatusSeeOther)
	alex.post("/reglages/equipe/u-alex/acces/m-alex", form("until_on", "1/1/2026")).want(t, http.StatusConflict)
	alex.get("/reglages").want(t, http.StatusOK)
	alex.post("/reglages/equipe/u-marc/acces", form("role", models.Admin)).want(t, http.StatusSeeOther)
	alex.post("/reglages/equipe/u-alex/acces", form("role", models.Coordinator)).want(t, http.StatusUnprocessableEntity)
}
