package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A sample of those who left: they alone are called, the page and the report say so, and a wrong draw is cancelled with a reason.
func TestSurveyBySample(t *testing.T) {
	s := counting(t)
	s.Exec(t, "update followups set on_date = '2026-03-01' where id in ('f-amina', 'f-noori')")
	for _, id := range []string{"amina", "noori"} {
		s.Insert(t, "exits", map[string]any{"id": "x-" + id, "public_id": "x-" + id, "centre_id": "namur", "enrolment_id": id + "-gtj", "on_date": "2026-05-05", "created_at": s.Now().Time})
	}
	const survey = "/operations/o-gtj/six-mois"
	marc := s.as(t, "marc")
	calls := func() int { return s.as(t, "nadia").get("/suivi-6-mois").Doc.Find(`a[id^="appel-"]`).Length() }
	if calls() != 2 {
		t.Fatalf("census: %d calls", calls())
	}
	counted := marc.get(survey+"?du=01/05/2026&au=31/05/2026").want(t, http.StatusOK)
	if got := counted.text("main"); !strings.Contains(got, "Recensement") || !strings.Contains(got, "2 personnes sorties dans cette période.") {
		t.Errorf("counted: %s", got)
	}
	form := url.Values{"submission": {counted.Doc.Find("[name=submission]").AttrOr("value", "")}, "du": {"01/05/2026"}, "au": {"31/05/2026"}, "taille": {"3"}, "graine": {"42"}}
	if got := marc.post(survey, form).want(t, http.StatusUnprocessableEntity).text(".summary"); !strings.Contains(got, "de 1 à 2") {
		t.Errorf("too many: %q", got)
	}
	form.Set("taille", "1")
	for range 2 { // the second click
		marc.post(survey, form).want(t, http.StatusSeeOther)
	}
	for who, link := range map[string]int{"nadia": 0, "marc": 1} {
		if page := s.as(t, who).get("/suivi-6-mois"); !strings.Contains(unspaced(page.text("main")), "un échantillon remplace le recensement. Tirage au sort : 1 sur 2") ||
			page.Doc.Find(`main a[href="`+survey+`"]`).Length() != link {
			t.Errorf("%s is not told of the sample: %s", who, page.text("main"))
		}
	}
	if n := s.Count(t, "select count(*) from six_month_members"); n != 1 || calls() != 1 {
		t.Errorf("%d drawn, %d calls", n, calls())
	}
	if got := unspaced(marc.get(survey).text("main")); !strings.Contains(got, "1 sur 2, graine 42") || !strings.Contains(got, "Échantillon :") {
		t.Errorf("after the draw: %s", got)
	}
	form.Set("submission", "autre-envoi-autre-envoi")
	if got := marc.post(survey, form).want(t, http.StatusUnprocessableEntity).text(".summary"); !strings.Contains(got, "déjà une partie") {
		t.Errorf("drawn twice: %q", got)
	}
	report := marc.get("/rapports/o-gtj/fse?au=2026-11-24&feuille=enquete").want(t, http.StatusOK)
	if got := report.text("main table"); !strings.Contains(got, "42") || !strings.Contains(got, "Estimation") {
		t.Errorf("sheet: %s", got)
	}
	s.Exec(t, "update participants set sex = 'F'")
	frozen := freezeAs(t, marc, freezeGTJ)
	sample := "échantillon des sorties du 01/05/2026 au 31/05/2026 : 1 sur 2, tirage du 24/11/2026, graine 42"
	if got := unspaced(marc.get(frozen).want(t, http.StatusOK).text("main")); !strings.Contains(got, sample) {
		t.Errorf("head of the frozen report: %s", got)
	}
	cancel := marc.get(survey).Doc.Find(`a[href$="/annuler"]`).AttrOr("href", "")
	marc.post(cancel, url.Values{"reason": {""}}).want(t, http.StatusUnprocessableEntity)
	marc.post(cancel, url.Values{"reason": {"mauvaise période"}}).want(t, http.StatusSeeOther)
	if got := marc.get(survey).text("main"); calls() != 2 || !strings.Contains(got, "mauvaise période") {
		t.Errorf("cancelled: %s", got)
	}
	if got := unspaced(marc.get(frozen).text("main")); !strings.Contains(got, sample) {
		t.Errorf("a draw cancelled later leaves the frozen report: %s", got)
	}
	s.as(t, "nadia").get(survey).want(t, http.StatusForbidden)
	s.as(t, "marie").get(survey).want(t, http.StatusNotFound)
}
