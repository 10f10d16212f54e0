package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"jalon/models"
)

func TestAssessBarriers(t *testing.T) {
	onEngines(t, func(t *testing.T, s *site) {
		planOf(t, s, "namur", "amina")
		nadia := s.as(t, "nadia")
		form := nadia.get("/personnes/p-amina/freins/evaluer").want(t, http.StatusOK)
		if n := form.Doc.Find("details.rating").Length(); n != len(models.Barriers) {
			t.Fatalf("%d freins, want %d", n, len(models.Barriers))
		}
		if n := form.Doc.Find("ol.levels li").Length(); n != 5*len(models.Barriers) {
			t.Errorf("%d definitions, want five per frein", n)
		}
		if !strings.Contains(form.text("#bloc_mobilite"), "La dernière fois (01/10/2026) : 3, fort.") || form.Doc.Find("#bloc_mobilite[open]").Length() != 1 {
			t.Errorf("the former rating is not shown: %s", form.text("#bloc_mobilite"))
		}
		typed := url.Values{"submission": {form.value("submission")}, "date": {"24/11/2026"}, "frein_mobilite": {"1"}, "avis_mobilite": {"2"}, "avis_langue": {"refus"}, "remarque": {"Permis provisoire."}}
		first := nadia.post("/personnes/p-amina/freins/evaluer", typed).want(t, http.StatusSeeOther)
		if again := nadia.post("/personnes/p-amina/freins/evaluer", typed).want(t, http.StatusSeeOther); again.Location != first.Location {
			t.Errorf("a double click leads to %s and %s", first.Location, again.Location)
		}
		if n := s.Count(t, "select count(*) from assessments where participant_id = 'amina'"); n != 2 {
			t.Fatalf("%d assessments, want 2", n)
		}
		tie := nadia.get(first.Location).want(t, http.StatusOK)
		if tie.Doc.Find("select").Length() != 1 || !strings.Contains(tie.text("form"), "Mobilité · 3 → 1, s'allège de 2") {
			t.Fatalf("changes: %s", tie.text("main"))
		}
		links := url.Values{"version": {tie.value("version")}, "action_mobilite": {"suivi:f-amina"}}
		nadia.post(first.Location, url.Values{"version": {tie.value("version")}, "action_mobilite": {"suivi:f-bruno"}}).want(t, http.StatusUnprocessableEntity)
		nadia.post(first.Location, links).want(t, http.StatusSeeOther)
		page := nadia.get("/personnes/p-amina/freins").want(t, http.StatusOK)
		for _, want := range []string{"1 frein s'allège", "Le plus grand progrès : Mobilité, de 3 à 1.", "Mobilité 3 → 1 s'allège de 2 · action liée : Suivi du 10/11/2026", "Permis provisoire.", "– / refus"} {
			if !strings.Contains(page.text("main"), want) {
				t.Errorf("the page lacks %q: %s", want, page.text("main"))
			}
		}
		if page.Doc.Find(`article a[href="/suivis/f-amina"]`).Length() != 1 {
			t.Error("the cause does not lead to its page")
		}
		if !strings.Contains(nadia.get("/personnes/p-amina").text("aside"), "3 → 1") {
			t.Error("the page of the person does not show the movement")
		}
	})
}

func TestAssessmentRefusals(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	for name, tc := range map[string]struct {
		form url.Values
		want string
	}{
		"nothing":     {url.Values{"date": {"24/11/2026"}}, "Évaluez au moins un frein."},
		"future":      {url.Values{"date": {"25/11/2026"}, "frein_langue": {"2"}}, "La date ne peut pas être dans le futur."},
		"no level":    {url.Values{"date": {"24/11/2026"}, "frein_langue": {"5"}}, "Choisissez une réponse de la liste."},
		"counsellor":  {url.Values{"date": {"24/11/2026"}, "frein_langue": {"refus"}}, "Choisissez une réponse de la liste."},
		"long remark": {url.Values{"date": {"24/11/2026"}, "frein_langue": {"2"}, "remarque": {strings.Repeat("é", 2001)}}, "Raccourcissez la remarque : 2 000 signes au plus"},
	} {
		answer := nadia.post("/personnes/p-amina/freins/evaluer", tc.form).want(t, http.StatusUnprocessableEntity)
		if !strings.Contains(answer.text(".summary"), tc.want) {
			t.Errorf("%s: %q, want %q", name, answer.text(".summary"), tc.want)
		}
		if answer.value("remarque") != tc.form.Get("remarque") {
			t.Errorf("%s: the remark is lost", name)
		}
	}
	if n := s.Count(t, "select count(*) from assessments"); n != 0 {
		t.Errorf("%d assessments written", n)
	}
}

// A cancelled assessment is kept with its reason and moves nothing any more; undoing right after saving asks none.
func TestCancelAssessment(t *testing.T) {
	s := newSite(t)
	planOf(t, s, "namur", "amina")
	nadia := s.as(t, "nadia")
	saved := nadia.post("/personnes/p-amina/freins/evaluer", url.Values{"date": {"24/11/2026"}, "frein_mobilite": {"0"}}).want(t, http.StatusSeeOther)
	undo := nadia.get(saved.Location).Doc.Find(".flash form").AttrOr("action", "")
	nadia.post(undo, url.Values{}).want(t, http.StatusSeeOther)
	page := nadia.get("/personnes/p-amina/freins").want(t, http.StatusOK)
	if strings.Contains(page.text("figure"), "grand progrès") || !strings.Contains(page.text("main"), "Annulée : Annulation juste après l'enregistrement") {
		t.Errorf("undone: %s", page.text("main"))
	}
	nadia.post("/evaluations/as-amina/annuler", url.Values{}).want(t, http.StatusUnprocessableEntity)
	nadia.post("/evaluations/as-amina/annuler", url.Values{"reason": {"Mauvaise personne"}}).want(t, http.StatusSeeOther)
	if !strings.Contains(nadia.get("/personnes/p-amina/freins").text("main"), "Pas encore d'évaluation.") {
		t.Error("a cancelled assessment is still drawn")
	}
	nadia.post("/evaluations/as-amina/annuler", url.Values{"reason": {"Encore"}}).want(t, http.StatusConflict)
}

// Who may see the freins: those who accompany, the coordination and the management; reception and trainers never.
func TestBarrierReach(t *testing.T) {
	s := newSite(t)
	planOf(t, s, "namur", "amina")
	for who, status := range map[string]int{"nadia": 200, "claire": 200, "marc": 200, "simon": 404, "lea": 404, "rita": 403, "tom": 403, "fanny": 403, "alex": 403, "odile": 403} {
		for _, path := range []string{"/personnes/p-amina/freins", "/personnes/p-amina/plan", "/personnes/p-amina/plan/resume"} {
			s.as(t, who).get(path).want(t, status)
		}
	}
	if strings.Contains(s.as(t, "rita").get("/personnes/p-amina").want(t, http.StatusOK).text("main"), "Freins") {
		t.Error("the reception sees that there are freins")
	}
	if s.as(t, "marc").get("/personnes/p-amina/freins").Doc.Find(`a[href$="/evaluer"]`).Length() != 0 {
		t.Error("a manager is offered to assess")
	}
}

// The chart's figures leave as a file, which the journal says; under an urgent access they do not.
func TestBarrierFigures(t *testing.T) {
	s := newSite(t)
	planOf(t, s, "namur", "amina")
	link := s.as(t, "nadia").get("/personnes/p-amina/freins").want(t, http.StatusOK).Doc.Find(`main a[href$="/freins/export"]`).AttrOr("href", "none")
	file := s.as(t, "nadia").get(link).want(t, http.StatusOK)
	if !strings.HasPrefix(file.Body, "\ufeffDate de l'évaluation;Frein;Accompagnement;Personne\r\n") || !strings.Contains(file.Body, "01/10/2026;Mobilité;3;") {
		t.Errorf("the file: %s", file.Body)
	}
	if n := s.Count(t, "select count(*) from journal where kind = 'barrier' and action = 'export' and participant = 'p-amina' and user_id = 'nadia'"); n != 1 {
		t.Errorf("%d lines in the journal, want 1", n)
	}
	simon := s.as(t, "simon")
	simon.get(link).want(t, http.StatusNotFound)
	simon.post("/personnes/p-amina/acces-urgent", form("reason", "Appel de l'hôpital au sujet du logement")).want(t, http.StatusSeeOther)
	if simon.get("/personnes/p-amina/freins").want(t, http.StatusOK).Doc.Find(`a[href$="/freins/export"]`).Length() != 0 {
		t.Error("an urgent access offers the file")
	}
	simon.get(link).want(t, http.StatusNotFound)
}
