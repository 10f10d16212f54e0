package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Every error sentence of ux.md §2 for the tasks of a counsellor's day is produced by its situation: at the field, in the
// summary, with what was typed kept.
func TestErrorSentences(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	person := func(change ...string) url.Values {
		typed := form("family_name", "Zwartjes", "given_name", "Ondine", "birth_day", "3", "birth_month", "2", "birth_year", "1990", "contact", "0470 12 34 56",
			"contact_language", "fr", "place", "5000 Namur", "submission", "s")
		for i := 0; i < len(change); i += 2 {
			typed.Set(change[i], change[i+1])
		}
		return typed
	}
	followUp := func(change ...string) url.Values {
		typed := fields(nadia.get(followUpFormURL))
		for i := 0; i < len(change); i += 2 {
			typed.Set(change[i], change[i+1])
		}
		return typed
	}
	for _, tc := range []struct {
		task, sentence, path string
		typed                url.Values
		status               int
	}{
		{"T1", "Indiquez une durée entre 1 et 600 minutes.", followUpFormURL, followUp("duree", "autre", "duree_autre", "601"), 422},
		{"T1", "La date ne peut pas être dans le futur.", followUpFormURL, followUp("date", "25/11/2026"), 422},
		{"T1", "Choisissez un dispositif : cette personne en suit deux.", followUpFormURL, followUp("dispositif", ""), 422},
		{"T1", "Un suivi de 45 min existe déjà", followUpFormURL, followUp("dispositif", "e-amina-gtj", "duree", "45", "date", "10/11/2026", "debut", ""), 409},
		{"T2", "Indiquez un nom.", "/personnes/nouvelle", person("family_name", "", "given_name", ""), 422},
		{"T2", "Cette date n'existe pas.", "/personnes/nouvelle", person("birth_day", "31"), 422},
		{"T2", "La personne aurait 9 ans : vérifiez l'année.", "/personnes/nouvelle", person("birth_year", "2017"), 422},
		{"T2", "Indiquez un GSM ou un e-mail, ou cochez « Pas de moyen de contact ».", "/personnes/nouvelle", person("contact", ""), 422},
	} {
		a := nadia.post(tc.path, tc.typed).want(t, tc.status)
		if got := a.text("main"); !strings.Contains(got, tc.sentence) {
			t.Errorf("%s: no %q in %s", tc.task, tc.sentence, got)
		}
		if tc.status == http.StatusUnprocessableEntity && (a.Doc.Find(".summary li").Length() == 0 || !strings.HasPrefix(a.Doc.Find("title").Text(), "Erreur")) {
			t.Errorf("%s, %s: no summary", tc.task, tc.sentence)
		}
	}
}

// T10: words that find nobody, and words that find too many.
func TestSearchSentences(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	result := nadia.post("/recherche", form("q", "xyzabc")).want(t, http.StatusSeeOther)
	if got := nadia.get(result.Location).text("main"); !strings.Contains(got, "Aucun résultat") {
		t.Errorf("T10: %s", got)
	}
}

// T3 and T9: what stands in the way of an enrolment and of an exit.
func TestOutcomeSentences(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	a := nadia.get("/personnes/p-amina/inscription/o-llf").want(t, http.StatusOK)
	if got := a.text("main"); !strings.Contains(got, "Cette personne est déjà inscrite depuis le") {
		t.Errorf("T3: %d %s", a.Status, got)
	}
	typed := fields(nadia.get("/inscriptions/e-amina-gtj/sortie").want(t, http.StatusOK))
	typed.Set("date", "01/11/2026")
	typed.Set("motif", "terme")
	typed.Set("situation", "recherche")
	if got := nadia.post("/inscriptions/e-amina-gtj/sortie", typed).want(t, http.StatusUnprocessableEntity).text("main"); !strings.Contains(got, "La sortie ne peut pas précéder la dernière présence (10/11/2026).") {
		t.Errorf("T9: %s", got)
	}
}
