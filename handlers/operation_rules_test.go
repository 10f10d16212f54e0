package handlers

import (
	"net/http"
	"strings"
	"testing"
)

// A counting rule changed in mid-year changes every figure that is not frozen: the page says so before, and after.
func TestAChangedRuleIsAnnounced(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update operations set short_hours = '0' where id = 'gtj'")
	marc := s.as(t, "marc")
	run := freezeAs(t, marc, freezeGTJ)
	frozen := marc.get(run + "/donnees").Body
	page := marc.get("/operations/o-gtj").want(t, http.StatusOK)
	if said := unspaced(page.text(".flash.warning")); !strings.Contains(said, "les chiffres qui ne sont pas figés changent tous") || !strings.Contains(said, "1 rapport figé garde ses chiffres") {
		t.Errorf("before the change: %q", said)
	}
	remarked := func() bool {
		return strings.Contains(marc.get(freezeGTJ).text("main"), "Les règles de comptage ont changé")
	}
	if remarked() {
		t.Error("no rule has changed yet")
	}
	marc.post("/operations/o-gtj", form("version", page.Doc.Find("[name=version]").AttrOr("value", ""), "bailleur", "FSE", "debut", "01/01/2026", "court_heures", "8")).want(t, http.StatusSeeOther)
	if said := marc.get("/operations").text(".flash"); !strings.Contains(said, "tous les chiffres qui ne sont pas figés") {
		t.Errorf("after the change: %q", said)
	}
	if !remarked() {
		t.Error("who freezes again is not told that a rule has changed")
	}
	if marc.get(run+"/donnees").Body != frozen {
		t.Error("a frozen report follows the new rule")
	}
	s.Exec(t, "update operations set starts_on = '2027-01-01', ends_on = null where id = 'gtj'")
	if said := marc.get("/operations/o-gtj").text("main"); strings.Contains(said, "pas figés") {
		t.Errorf("an operation to come has no figures yet: %q", said)
	}
}
