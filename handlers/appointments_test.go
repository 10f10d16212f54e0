package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"jalon/models"
)

func plan(change func(url.Values)) url.Values {
	form := url.Values{"date": {"25/11"}, "heure": {"9"}, "duree": {"60"}, "mode": {"bureau"}, "motif": {"Bilan"}, "collegue": {"u-nadia"}, "submission": {models.NewToken()}}
	if change != nil {
		change(form)
	}
	return form
}

func TestPlanAppointment(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	form := plan(nil)
	for range 2 { // the second click
		if to := nadia.post("/rendez-vous/nouveau?personne=p-amina", form).want(t, http.StatusSeeOther).Location; to != "/personnes/p-amina" {
			t.Errorf("goes to %s", to)
		}
	}
	if n := s.Count(t, "select count(*) from appointments where on_date = '2026-11-25' and starts_at = '09:00'"); n != 1 {
		t.Fatalf("%d appointments, want 1", n)
	}
	for name, tc := range map[string]struct {
		change func(url.Values)
		want   string
	}{
		"past":   {func(f url.Values) { f.Set("date", "23/11/2026") }, "La date est passée"},
		"clash":  {func(f url.Values) { f.Set("heure", "9h30") }, "nadia a déjà un rendez-vous de 09 h 00 à 10 h 00 le 25/11/2026"},
		"hour":   {func(f url.Values) { f.Set("heure", "") }, "Indiquez l'heure."},
		"nobody": {func(f url.Values) { f.Set("collegue", "u-lea") }, "Choisissez une personne de l'équipe."},
		"place":  {func(f url.Values) { f.Set("mode", "decentralise") }, "Indiquez le lieu."},
	} {
		page := nadia.post("/rendez-vous/nouveau?personne=p-noori", plan(tc.change)).want(t, http.StatusUnprocessableEntity)
		if got := page.text(".summary"); !strings.Contains(got, tc.want) {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
		if page.value("motif") != "Bilan" {
			t.Errorf("%s: what was typed is lost", name)
		}
	}
	nadia.post("/rendez-vous/nouveau?personne=p-olha", plan(nil)).want(t, http.StatusNotFound)
}

func TestAppointmentLife(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	nadia.post("/rendez-vous/nouveau?personne=p-amina", plan(nil))
	s.Exec(t, "update appointments set public_id = 'a-1'")
	if got := nadia.get("/rendez-vous/a-1").want(t, http.StatusOK).text("main"); !strings.Contains(got, "Bilan") || !strings.Contains(got, "À venir") {
		t.Errorf("page: %s", got)
	}
	if got := s.as(t, "rita").get("/rendez-vous/a-1").want(t, http.StatusOK).text("main"); strings.Contains(got, "Bilan") || !strings.Contains(got, "Amina") {
		t.Errorf("the desk reads: %s", got)
	}
	s.as(t, "simon").get("/rendez-vous/a-1").want(t, http.StatusNotFound)
	form := fields(nadia.get("/rendez-vous/a-1/modifier").want(t, http.StatusOK))
	form.Set("heure", "14h")
	nadia.post("/rendez-vous/a-1/modifier", form).want(t, http.StatusSeeOther)
	form.Set("heure", "15h")
	stale := nadia.post("/rendez-vous/a-1/modifier", form).want(t, http.StatusConflict)
	if stale.value("heure") != "15h" || stale.value("version") != "2" || stale.value("theirs_heure") != "14h00" {
		t.Error("a stale change loses what was typed")
	}
	nadia.post("/rendez-vous/a-1/issue", url.Values{"issue": {"absent"}}).want(t, http.StatusUnprocessableEntity) // not yet
	nadia.post("/rendez-vous/a-1/issue", url.Values{"issue": {"annule"}}).want(t, http.StatusSeeOther)
	if got := nadia.get("/rendez-vous/a-1").text("main"); !strings.Contains(got, "Annulation") || !strings.Contains(got, "Remettre à préciser") {
		t.Errorf("after the cancellation: %s", got)
	}
}

func TestAgenda(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	if got := nadia.get("/agenda?semaine=2026-12-09&qui=moi").want(t, http.StatusOK); !strings.Contains(got.text(".empty"), "Semaine libre.") || !strings.Contains(got.text("main"), "Du lundi 7 décembre 2026 au dimanche 13 décembre 2026") {
		t.Errorf("an empty week: %s", got.text("main"))
	}
	nadia.post("/rendez-vous/nouveau?personne=p-amina", plan(nil))
	for who, want := range map[string]int{"nadia": 1, "claire": 1, "rita": 1, "marc": 1, "simon": 0} {
		page := s.as(t, who).get("/agenda").want(t, http.StatusOK)
		if got := page.Doc.Find(`.slots a[href^="/rendez-vous/"]`).FilterFunction(func(_ int, l *goquery.Selection) bool { return !l.HasClass("button") }).Length(); got != want {
			t.Errorf("%s sees %d appointments this week, want %d", who, got, want)
		}
	}
	s.as(t, "tom").get("/agenda").want(t, http.StatusForbidden)
	week := nadia.get("/agenda?semaine=2026-11-19&qui=equipe") // a Thursday: the week starts on Monday
	if got := week.text("h2"); !strings.HasPrefix(got, "lundi 16 novembre 2026") {
		t.Errorf("the week starts with %q", got)
	}
	if week.Doc.Find(`.slots a[href^="/seances/"]`).Length() == 0 {
		t.Error("the sessions of the week are missing")
	}
}
