package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"jalon/messages"
	"jalon/models"
	"jalon/store/storetest"
)

// planOf gives a person one row of each table of freins and plans: "as-amina", "pg-amina", "pt-amina", "ps-amina".
func planOf(t *testing.T, s *site, centre, person string) {
	t.Helper()
	box := s.Box(t, person)
	row := func(prefix string, more map[string]any) map[string]any {
		more["id"], more["public_id"], more["centre_id"], more["participant_id"], more["created_at"] = prefix+person, prefix+person, centre, person, storetest.Now
		return more
	}
	s.Insert(t, "assessments", row("as-", map[string]any{"on_date": "2026-10-01",
		"ratings_sealed": box.Seal("assessment as-"+person, `{"ratings":[{"barrier":"mobilite","counsellor":"3","person":"4"},{"barrier":"langue","counsellor":"2","person":"refus"}]}`)}))
	s.Insert(t, "plan_goals", row("pg-", map[string]any{"words_sealed": box.Seal("plan goal pg-"+person, `{"standard":"permis","barrier":"mobilite"}`)}))
	s.Insert(t, "plan_tasks", row("pt-", map[string]any{"who": "personne", "due_on": "2026-11-20", "goal_id": "pg-" + person,
		"words_sealed": box.Seal("plan task pt-"+person, `{"text":"Inscription à l'auto-école"}`)}))
	s.Insert(t, "plan_summaries", row("ps-", map[string]any{"language": "ar", "handed_on": "2026-11-10",
		"content_sealed": box.Seal("plan summary ps-"+person, `{"language":"ar","centre":"Centre","person":"X","words":[{"key":"title","fr":"Mon plan d'action","theirs":"خطة عملي"}]}`)}))
}

func TestPlanFromGoalToHome(t *testing.T) {
	onEngines(t, func(t *testing.T, s *site) {
		nadia := s.as(t, "nadia")
		page := nadia.get("/personnes/p-amina/plan").want(t, http.StatusOK)
		if !strings.Contains(page.text("main"), "Pas encore de plan") || page.Doc.Find(`a[href$="/plan/resume"]`).Length() != 0 {
			t.Error("an empty plan says so, and offers nothing to take home")
		}
		submission := nadia.get("/personnes/p-amina/plan/objectif").want(t, http.StatusOK).value("submission")
		goal := url.Values{"submission": {submission}, "objectif": {"permis"}, "frein": {"mobilite"}}
		for range 2 { // a double click adds one
			nadia.post("/personnes/p-amina/plan/objectif", goal).want(t, http.StatusSeeOther)
		}
		if n := s.Count(t, "select count(*) from plan_goals where participant_id = 'amina'"); n != 1 {
			t.Fatalf("%d goals, want 1", n)
		}
		page = nadia.get("/personnes/p-amina/plan").want(t, http.StatusOK)
		add := page.Doc.Find(`article a[href*="objectif="]`).AttrOr("href", "")
		form := nadia.get(add).want(t, http.StatusOK)
		if form.value("objectif") == "" {
			t.Error("a task added from a goal is for that goal")
		}
		task := url.Values{"submission": {form.value("submission")}, "objectif": {form.value("objectif")}, "texte": {"Examen théorique"}, "echeance": {"1/12"}, "qui": {"autre"}, "autre": {"sa sœur"}}
		nadia.post("/personnes/p-amina/plan/tache", task).want(t, http.StatusSeeOther)
		page = nadia.get("/personnes/p-amina/plan").want(t, http.StatusOK)
		for _, want := range []string{"Passer le permis de conduire", "Frein : Mobilité", "Examen théorique", "sa sœur", "pour le 01/12/2026"} {
			if !strings.Contains(page.text("main"), want) {
				t.Errorf("the plan lacks %q: %s", want, page.text("main"))
			}
		}
		if strings.Contains(page.text("title"), "Examen") || strings.Contains(page.text("title"), "Haddad") {
			t.Errorf("title %q", page.text("title"))
		}
	})
}

// One click says that a task is done, one takes it back; the same for a goal.
func TestPlanStates(t *testing.T) {
	s := newSite(t)
	planOf(t, s, "namur", "amina")
	nadia := s.as(t, "nadia")
	state := func(table string) string {
		for _, state := range []string{"a_faire", "fait", "abandonne", "ouvert", "atteint"} {
			if s.Count(t, "select count(*) from "+table+" where state = ?", state) == 1 {
				return state
			}
		}
		return ""
	}
	undo := func() string {
		return nadia.get("/personnes/p-amina/plan").Doc.Find(".flash form").AttrOr("action", "")
	}
	nadia.post("/taches/pt-amina/etat", url.Values{"etat": {"fait"}}).want(t, http.StatusSeeOther)
	if state("plan_tasks") != "fait" {
		t.Fatal("the task is not done")
	}
	nadia.post(undo(), url.Values{}).want(t, http.StatusSeeOther)
	if state("plan_tasks") != "a_faire" || undo() != "" {
		t.Errorf("undone: %s", state("plan_tasks"))
	}
	s.Exec(t, "update plan_goals set state = 'atteint', state_on = '2026-11-02'")
	nadia.post("/objectifs/pg-amina/etat", url.Values{"etat": {"ouvert"}}).want(t, http.StatusSeeOther)
	nadia.post(undo(), url.Values{}).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from plan_goals where state = 'atteint' and state_on = '2026-11-02'"); n != 1 {
		t.Error("undoing gives back the day on which the goal was reached")
	}
	nadia.post("/taches/pt-amina/etat", url.Values{"etat": {"perdu"}}).want(t, http.StatusUnprocessableEntity)
	s.as(t, "simon").post("/taches/pt-amina/etat", url.Values{"etat": {"fait"}}).want(t, http.StatusNotFound)
	s.as(t, "marc").post("/taches/pt-amina/etat", url.Values{"etat": {"fait"}}).want(t, http.StatusForbidden)
}

// A refused form keeps what was typed and says what to do.
func TestPlanForms(t *testing.T) {
	s := newSite(t)
	planOf(t, s, "namur", "amina")
	nadia := s.as(t, "nadia")
	for name, tc := range map[string]struct {
		path string
		form url.Values
		want string
	}{
		"goal":          {"/personnes/p-amina/plan/objectif", url.Values{}, "Choisissez un objectif, ou « Un autre objectif, à écrire »."},
		"goal in words": {"/personnes/p-amina/plan/objectif", url.Values{"objectif": {"libre"}}, "Écrivez en quelques mots ce qui est à faire."},
		"task":          {"/personnes/p-amina/plan/tache", url.Values{"qui": {"personne"}}, "Écrivez en quelques mots ce qui est à faire."},
		"who":           {"/personnes/p-amina/plan/tache", url.Values{"texte": {"x"}}, "Indiquez qui s'en charge."},
		"who else":      {"/personnes/p-amina/plan/tache", url.Values{"texte": {"x"}, "qui": {"autre"}}, "Indiquez qui s'en charge, par exemple « CPAS » ou « sa sœur »."},
		"past":          {"/personnes/p-amina/plan/tache", url.Values{"texte": {"x"}, "qui": {"personne"}, "echeance": {"hier"}}, "Cette date est passée : indiquez une date à venir."},
		"far":           {"/personnes/p-amina/plan/tache", url.Values{"texte": {"x"}, "qui": {"personne"}, "echeance": {"01/01/2040"}}, "Cette date est trop lointaine : 3 ans au plus."},
		"other's goal":  {"/personnes/p-amina/plan/tache", url.Values{"texte": {"x"}, "qui": {"personne"}, "objectif": {"pg-bruno"}}, "Choisissez une réponse de la liste."},
		"too long":      {"/personnes/p-amina/plan/tache", url.Values{"texte": {strings.Repeat("x", 201)}, "qui": {"personne"}}, "200"},
	} {
		answer := nadia.post(tc.path, tc.form).want(t, http.StatusUnprocessableEntity)
		if !strings.Contains(answer.text(".summary"), tc.want) {
			t.Errorf("%s: %q, want %q", name, answer.text(".summary"), tc.want)
		}
		if typed := tc.form.Get("texte"); answer.value("texte") != typed {
			t.Errorf("%s: %q typed, %q kept", name, typed, answer.value("texte"))
		}
	}
	edit := nadia.get("/taches/pt-amina/modifier").want(t, http.StatusOK)
	if edit.value("texte") != "Inscription à l'auto-école" || edit.value("echeance") != "20/11/2026" {
		t.Errorf("the form of a task: %q %q", edit.value("texte"), edit.value("echeance"))
	}
	form := url.Values{"version": {edit.value("version")}, "texte": {"Payer l'auto-école"}, "echeance": {"20/11/2026"}, "qui": {"personne"}}
	nadia.post("/taches/pt-amina/modifier", form).want(t, http.StatusSeeOther) // a date that is past may stay
	form.Set("texte", "Autre chose")
	nadia.post("/taches/pt-amina/modifier", form).want(t, http.StatusConflict)
}

// The paper speaks both languages, says that nobody read the translation again, and names no frein.
func TestSummaryInTwoLanguages(t *testing.T) {
	s := newSite(t)
	planOf(t, s, "namur", "amina")
	s.Exec(t, "update participants set contact_language = 'ar' where id = 'amina'")
	nadia := s.as(t, "nadia")
	page := nadia.get("/personnes/p-amina/plan/resume").want(t, http.StatusOK)
	book, _ := messages.Phrases("ar")
	if theirs := page.Doc.Find(`h1 [lang="ar"][dir="rtl"]`).Text(); theirs != book.Text("title") {
		t.Errorf("the title in Arabic: %q", theirs)
	}
	for _, want := range []string{"Mon plan d'action", "Passer le permis de conduire", book.Text("goal.permis"), "Inscription à l'auto-école", book.Text("review"), "traduction à relire"} {
		if !strings.Contains(strings.ToLower(page.text("main")), strings.ToLower(want)) {
			t.Errorf("the paper lacks %q", want)
		}
	}
	if strings.Contains(page.text(".sheet-table"), "Mobilité") {
		t.Error("the paper names a frein")
	}
	if page.Doc.Find(`a[href*="/plan/pdf"]`).Length() != 0 {
		t.Error("Arabic is printed from the page")
	}
	if a := nadia.get("/personnes/p-amina/plan/pdf").want(t, http.StatusSeeOther); !strings.Contains(a.Location, "/plan/resume?langue=ar") {
		t.Errorf("the PDF in Arabic leads to %s", a.Location)
	}
	pdf := nadia.get("/personnes/p-amina/plan/pdf?langue=uk").want(t, http.StatusOK)
	if !strings.HasPrefix(pdf.Body, "%PDF") || !strings.HasPrefix(pdf.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the PDF in Ukrainian: %v", pdf.Header)
	}
	french := nadia.get("/personnes/p-amina/plan/resume?langue=fr").want(t, http.StatusOK)
	if french.Doc.Find(".theirs").Length() != 0 || strings.Contains(french.text("main"), "à relire") {
		t.Error("French alone has no second language and nothing to review")
	}
	nadia.post("/personnes/p-amina/plan/remise?langue=ar", url.Values{"remis_le": {"demain"}}).want(t, http.StatusUnprocessableEntity)
	nadia.post("/personnes/p-amina/plan/remise?langue=ar", url.Values{"remis_le": {"24/11/2026"}}).want(t, http.StatusSeeOther)
	plan := nadia.get("/personnes/p-amina/plan").want(t, http.StatusOK)
	handed := plan.Doc.Find(`section a[href^="/resumes/"]`).First()
	if handed.Length() == 0 || !strings.Contains(plan.text("main"), "Résumé remis le 24/11/2026 (arabe)") {
		t.Fatalf("handed over: %s", plan.text("main"))
	}
	s.Exec(t, "update plan_goals set cancelled_at = ?", s.Now())
	kept := nadia.get(handed.AttrOr("href", "")).want(t, http.StatusOK)
	if !strings.Contains(kept.text("main"), "Passer le permis de conduire") {
		t.Error("a paper handed over changed with the plan")
	}
	if !strings.Contains(nadia.get("/personnes/p-amina?type=freins").text("main"), "Résumé du plan remis") {
		t.Error("the timeline does not say that the plan was handed over")
	}
}

// The French of the paper is in the catalogue, the rest in the books: neither lacks a word of the other.
func TestPaperSpeaksEveryLanguage(t *testing.T) {
	texts := newSite(t).App.Texts
	for _, l := range models.ContactLanguages() {
		book, known := messages.Phrases(l.Code)
		for key := range book.Texts {
			if !texts.Has("paper." + key) {
				t.Errorf("%s: %s has no French", l.Code, key)
			}
		}
		for _, key := range messages.PlanLabels {
			if known && book.Text(key) == "" {
				t.Errorf("%s lacks %s", l.Code, key)
			}
		}
	}
}

// Due tasks stand in « À compléter » with their person.
func TestPlanTasksAreDue(t *testing.T) {
	s := newSite(t)
	planOf(t, s, "namur", "amina")
	page := s.as(t, "nadia").get("/a-completer").want(t, http.StatusOK)
	if !strings.Contains(page.text("main"), "Inscription à l'auto-école · La personne · en retard depuis le 20/11/2026") {
		t.Errorf("À compléter: %s", page.text("main"))
	}
	if strings.Contains(s.as(t, "simon").get("/a-completer").want(t, http.StatusOK).text("main"), "auto-école") {
		t.Error("Simon sees a task of Nadia's person")
	}
}
