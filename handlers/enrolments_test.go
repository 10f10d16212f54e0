package handlers

import (
	"net/http"
	"strings"
	"testing"
)

// enrolJoseph is the address of an enrolment that does not exist yet: Joseph, in the Forem operation of the world.
const enrolJoseph = "/personnes/p-joseph/inscription/o-llf"

// A datum that a condition misses is completed where it is missing, under the rules of its section, and nothing else changes.
func TestConditionCompletedInPlace(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update participants set phone = '+32470123456', address = 'Rue Haute 1' where id = 'joseph'")
	claire := s.as(t, "claire")
	section := "/personnes/p-joseph/profil/contact"
	edit := claire.get(enrolJoseph).want(t, http.StatusOK).Doc.Find(`#eligibility form[action="` + section + `"]`)
	if edit.Length() != 1 {
		t.Fatalf("%d forms for the commune", edit.Length())
	}
	sent := form("version", "1", "place", "5000 Namur")
	for _, name := range []string{"seulement", "retour"} {
		sent.Set(name, edit.Find(`[name="`+name+`"]`).AttrOr("value", ""))
	}
	if at := claire.post(section, sent).want(t, http.StatusSeeOther).Location; at != enrolJoseph {
		t.Errorf("back at %s", at)
	}
	if s.Count(t, "select count(*) from participants where id = 'joseph' and refnis = '92094' and phone = '+32470123456' and address = 'Rue Haute 1'") != 1 {
		t.Error("the commune is not saved, or more than the commune changed")
	}
	page := claire.get(enrolJoseph).want(t, http.StatusOK)
	if text := page.text("#eligibility"); !strings.Contains(text, "Donnée : Namur") {
		t.Errorf("the condition does not know the commune: %s", text)
	}
	sent.Set("place", "9999 Nulle-Part")
	sent.Set("version", "2")
	refused := claire.post(section, sent).want(t, http.StatusUnprocessableEntity)
	if refused.value("place") != "9999 Nulle-Part" || refused.value("retour") != enrolJoseph {
		t.Errorf("typed %q, leads back to %q", refused.value("place"), refused.value("retour"))
	}
	sent.Set("retour", "https://ailleurs.example/")
	sent.Set("place", "5100 Jambes")
	if at := claire.post(section, sent).want(t, http.StatusSeeOther).Location; strings.Contains(at, "ailleurs") {
		t.Errorf("leads to another site: %s", at)
	}
}

// A referral to the centre says already who sent the person.
func TestEnrolmentKnowsTheSender(t *testing.T) {
	s := newNetwork(t)
	claire := s.as(t, "claire")
	s.Exec(t, "update referrals set participant_id = 'joseph' where id = 're-amina'")
	if typed := claire.get(enrolJoseph).want(t, http.StatusOK).value("referral"); typed != "" {
		t.Errorf("a partner we sent the person to sent them: %q", typed)
	}
	s.Exec(t, "update referrals set direction = 'entrante', outcome = '', answered_on = null where id = 're-amina'")
	if typed := claire.get(enrolJoseph).want(t, http.StatusOK).value("referral"); typed != "Forem namur" {
		t.Errorf("sent by %q", typed)
	}
}

// The conditions follow what is typed; the answer only reads.
func TestConditionsWhileTyping(t *testing.T) {
	s := newSite(t)
	claire := s.as(t, "claire")
	typed := form("requested", "03/11/2026", "forem", "DEI", "ground", "a")
	page := claire.fragment(http.MethodPost, enrolJoseph+"/conditions", "eligibility", typed).want(t, http.StatusOK)
	if text := page.text("body"); !strings.Contains(text, "Donnée : DEI, a") || page.Doc.Find("h1").Length() != 0 {
		t.Errorf("the conditions: %s", text)
	}
	typed.Set("forem", "AUCUN")
	page = claire.fragment(http.MethodPost, enrolJoseph+"/conditions", "eligibility", typed).want(t, http.StatusOK)
	if text := page.text("body"); !strings.Contains(text, "dérogation") {
		t.Errorf("not said that a derogation is needed: %s", text)
	}
	if s.Count(t, "select count(*) from enrolments where participant_id = 'joseph'") != 0 {
		t.Error("somebody was enrolled")
	}
}

// The sentences of ux.md T3, with what was typed.
func TestEnrolmentRefused(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update operations set starts_on = '2026-03-01', ends_on = '2026-10-31' where id = 'llf'")
	claire := s.as(t, "claire")
	for _, c := range []struct{ requested, sentence string }{
		{"05/01/2026", "Inscription impossible : la date de la demande (05/01/2026) précède l'ouverture du dispositif (01/03/2026)."},
		{"01/11/2026", "Inscription impossible : la date de la demande (01/11/2026) suit la fin de l'opération (31/10/2026). Choisissez une opération en cours."},
	} {
		page := claire.post(enrolJoseph, form("requested", c.requested, "lead", "u-nadia", "referral", "CPAS")).want(t, http.StatusUnprocessableEntity)
		if text := page.text("main"); !strings.Contains(text, c.sentence) || page.value("referral") != "CPAS" {
			t.Errorf("%s: %s", c.requested, text)
		}
	}
	page := claire.post("/personnes/p-amina/inscription/o-gtj", form("requested", "05/01/2026", "lead", "u-nadia", "derogation", "Accord du comité du 5 janvier.")).want(t, http.StatusUnprocessableEntity)
	if text := page.text("main"); !strings.Contains(text, "Cette personne est déjà inscrite depuis le 10/11/2026.") || page.Doc.Find(`main a[href="/inscriptions/e-amina-gtj"]`).Length() != 1 {
		t.Errorf("enrolled twice: %s", text)
	}
}
