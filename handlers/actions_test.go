package handlers

import (
	"net/http"
	"strings"
	"testing"

	"jalon/store/storetest"
)

// actionOf gives a centre an action, for the tests of every page.
func actionOf(t *testing.T, s *site, centre, user string) {
	t.Helper()
	s.Insert(t, "actions", map[string]any{"id": "ac-" + centre, "public_id": "ac-" + centre, "centre_id": centre, "kind": "reseau", "axis": "reseau",
		"themes": "logement;sante", "title": "Plateforme ISP", "on_date": "2026-10-05", "minutes": 150, "persons": 40, "created_at": storetest.Now})
	s.Insert(t, "action_colleagues", map[string]any{"action_id": "ac-" + centre, "user_id": user})
}

func TestActionPages(t *testing.T) {
	s := newNetwork(t)
	actionOf(t, s, "liege", "lea")
	nadia := s.as(t, "nadia")
	empty := nadia.get("/actions/nouvelle").want(t, http.StatusOK)
	typed := form("submission", empty.value("submission"), "title", "  Rencontre des  agences d'intérim ", "kind", "sensibilisation", "axis", "interpellation",
		"themes", "emploi_formation", "on_date", "10/11/2026", "minutes", "2h30", "companies", "4", "partner_0", "forem NAMUR", "partner_1", "", "colleagues", "u-nadia",
		"operation", "o-gtj", "note", "=Deux stages promis.")
	typed.Add("themes", "discriminations")
	typed.Add("colleagues", "u-claire")
	wrong := form("submission", empty.value("submission"), "title", "Rencontre", "themes", "astrologie", "on_date", "32/13/2026", "minutes", "long", "persons", "-1", "partner_0", "Inconnu SA")
	refused := nadia.post("/actions/nouvelle", wrong).want(t, http.StatusUnprocessableEntity)
	for _, sentence := range []string{"Choisissez l'axe", "Choisissez le type", "Choisissez un partenaire du répertoire", "nombre entier", "Cochez au moins une personne"} {
		if !strings.Contains(refused.text(".summary"), sentence) {
			t.Errorf("no %q in %s", sentence, refused.text(".summary"))
		}
	}
	if refused.value("title") != "Rencontre" || refused.value("partner_0") != "Inconnu SA" {
		t.Error("what was typed is lost")
	}
	made := nadia.post("/actions/nouvelle", typed).want(t, http.StatusSeeOther).Location
	if again := nadia.post("/actions/nouvelle", typed).want(t, http.StatusSeeOther).Location; again != made {
		t.Errorf("a double click made two: %s and %s", made, again)
	}
	shown := nadia.get(made).want(t, http.StatusOK).text("main")
	for _, want := range []string{"Rencontre des agences d'intérim", "Forem namur", "5 h", "4 entreprises", "Discriminations", "GTJ"} {
		if !strings.Contains(shown, want) {
			t.Errorf("no %q in %s", want, shown)
		}
	}
	csv := s.as(t, "marc").get("/actions/export?theme=discriminations").want(t, http.StatusOK).Body
	if !strings.Contains(csv, "Sensibilisation;Interpellation;Emploi et formation, Discriminations;150;300;") || strings.Contains(csv, "Plateforme ISP") {
		t.Errorf("exported %s", csv)
	}
	for filter, want := range map[string]bool{"": true, "?qui=moi": true, "?type=evenement": false, "?theme=discriminations&du=2026-11-01": true, "?theme=discrimination": false,
		"?partenaire=pa-namur": true, "?partenaire=pa-liege": false, "?etat=annulees": false, "?au=2026-11-09": false} {
		if got := strings.Contains(nadia.get("/actions"+filter).want(t, http.StatusOK).text("main"), "Rencontre des agences"); got != want {
			t.Errorf("/actions%s lists it: %v", filter, got)
		}
	}
	nadia.post(made+"/annulation", form()).want(t, http.StatusSeeOther)
	if strings.Contains(s.as(t, "claire").get("/actions").text("main"), "Rencontre des agences") {
		t.Error("a cancelled action is listed")
	}
	nadia.undo(t, made)
	for _, path := range []string{"/actions/ac-liege", "/actions/ac-liege/modifier"} {
		nadia.get(path).want(t, http.StatusNotFound)
	}
	s.as(t, "tom").get("/actions").want(t, http.StatusForbidden)
}

// The form of an action keeps whom it named, also a partner closed since; two colleagues who change it at once both see it.
func TestActionIsChanged(t *testing.T) {
	s := newNetwork(t)
	actionOf(t, s, "namur", "nadia")
	s.Insert(t, "action_partners", map[string]any{"action_id": "ac-namur", "partner_id": "pa-namur"})
	s.Exec(t, "update partners set closed_at = ? where id = 'pa-namur'", storetest.Now)
	claire := s.as(t, "claire")
	edit := claire.get("/actions/ac-namur/modifier").want(t, http.StatusOK)
	if edit.value("partner_0") != "Forem namur" || edit.value("persons") != "40" || edit.value("minutes") != "2\u202fh\u202f30" {
		t.Errorf("the form opens with %q, %q, %q", edit.value("partner_0"), edit.value("persons"), edit.value("minutes"))
	}
	typed := form("version", edit.value("version"), "title", "Plateforme ISP", "kind", "evenement", "axis", "reseau", "themes", "sante", "on_date", "05/10/2026",
		"minutes", edit.value("minutes"), "partner_0", edit.value("partner_0"), "colleagues", "u-nadia")
	claire.post("/actions/ac-namur/modifier", typed).want(t, http.StatusSeeOther)
	typed.Set("title", "Plateforme")
	claire.post("/actions/ac-namur/modifier", typed).want(t, http.StatusConflict)
	if n := s.Count(t, "select count(*) from actions where id = 'ac-namur' and kind = 'evenement' and themes = 'sante' and persons is null and version = 2"); n != 1 {
		t.Error("the action is not as typed")
	}
	if n := s.Count(t, "select count(*) from action_partners where action_id = 'ac-namur'"); n != 1 {
		t.Errorf("%d partners", n)
	}
}
