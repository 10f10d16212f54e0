package handlers

import (
	"net/http"
	"strings"
	"testing"
)

// standing is what the page says of the enrolments of a person.
func (c *client) standing(person string) string {
	return unspaced(c.get("/personnes/"+person).want(c.t, http.StatusOK).text(".standing"))
}

func TestStandingOnThePage(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	short := nadia.standing("p-amina")
	for _, want := range []string{"GTJ Go to Job Ne compte pas", "accompagnement trop court", "45 min avec signature en 1 jour ; il faut plus de 8 h ou plus de 1 jour.",
		"Ne compte pas encore", "Entrée le 10/11/2026, première présence (Suivi, bureau).", "Rapport FSE+ au 24/11/2026"} {
		if !strings.Contains(short, want) {
			t.Errorf("%q lacks %q", short, want)
		}
	}
	s.Exec(t, "update operations set short_hours = '0' where id = 'gtj'")
	counted := nadia.get("/personnes/p-amina")
	if text := unspaced(counted.text(".standing")); !strings.Contains(text, "dossier incomplet, dans le total seulement") || !strings.Contains(text, "une présence suffit") {
		t.Errorf("counted: %q", text)
	}
	for _, href := range []string{"/personnes/p-amina/profil/identite", "/inscriptions/e-amina-gtj/entree"} {
		if counted.Doc.Find(`.standing a[href="`+href+`"]`).Length() == 0 {
			t.Errorf("no link to %s", href)
		}
	}
	report := s.as(t, "marc").get("/rapports/o-gtj/fse/donnees?au=2026-11-24").Body
	if !strings.Contains(report, `"status":"incomplete"`) || strings.Contains(report, `"status":"excluded_short"`) {
		t.Errorf("the report says otherwise: %.600s", report)
	}
	s.Exec(t, "update operations set incomplete = 'PER_VARIABLE' where id = 'gtj'")
	if text := nadia.standing("p-amina"); !strings.Contains(text, "dossier incomplet, pour ce qui est connu") {
		t.Errorf("per variable: %q", text)
	}
}

// The desk reads identity and contact, not what funders count.
func TestStandingIsOfThoseWhoAccompany(t *testing.T) {
	s := newSite(t)
	if s.as(t, "rita").get("/personnes/p-amina").want(t, http.StatusOK).Doc.Find(".standing").Length() != 0 {
		t.Error("the desk sees what funders count")
	}
}
