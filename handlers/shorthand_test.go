package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// searchable is a site whose people are found by their names.
func searchable(t *testing.T) *site {
	t.Helper()
	s := newSite(t)
	for id, words := range map[string][]string{"amina": {"amina", "haddad"}, "noori": {"noori", "mahdi"}, "olha": {"olha", "kovalenko"}, "tsehaye": {"tsehaye", "gebru"}} {
		for _, word := range words {
			s.Insert(t, "participant_words", map[string]any{"participant_id": id, "centre_id": "namur", "kind": "w", "word": word})
		}
	}
	return s
}

func line(text string) url.Values { return url.Values{"ligne": {text}, "retour": {"/"}} }

// From the home page: one line, the form filled in, saved; « Annuler » takes back the three.
func TestShorthandSavesThree(t *testing.T) {
	s := searchable(t)
	nadia := s.as(t, "nadia")
	if nadia.get("/").want(t, http.StatusOK).Doc.Find(`form[action="/suivis/eclair"] input[name="ligne"]`).Length() != 1 {
		t.Fatal("no field on the home page")
	}
	page := nadia.post("/suivis/eclair", line("Amina 45min CV gtj, à faire : lettre pour vendredi, rdv 03/12 10h")).want(t, http.StatusOK)
	form := fields(page)
	for name, want := range map[string]string{"date": "24/11/2026", "duree": "45", "dispositif": "e-amina-gtj", "themes": "CV", "tache_0": "lettre", "tache_0_pour": "27/11/2026",
		"suite": "rendez-vous", "suite_date": "03/12/2026", "suite_heure": "10h00", "suite_mode": "bureau", "retour": "/", "note": ""} {
		if form.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, form.Get(name), want)
		}
	}
	action := page.Doc.Find("main form.form").AttrOr("action", "")
	if strings.Contains(action, "Amina") || strings.Contains(page.Doc.Find("title").Text(), "Amina") {
		t.Errorf("a name in %q or in the title", action)
	}
	if saved := nadia.post(action, form).want(t, http.StatusSeeOther); saved.Location != "/" {
		t.Errorf("leads to %s", saved.Location)
	}
	nadia.post(action, form).want(t, http.StatusSeeOther) // a second click
	count := func(query string) int { return s.Count(t, "select count(*) from "+query) }
	const written, planned, todo = "followups where participant_id = 'amina' and on_date = '2026-11-24' and cancelled_at is null", "appointments where participant_id = 'amina' and outcome = ''", "plan_tasks where participant_id = 'amina' and cancelled_at is null"
	if count(written) != 1 || count(planned) != 1 || count(todo) != 1 {
		t.Fatalf("written: %d follow-ups, %d appointments, %d tasks", count(written), count(planned), count(todo))
	}
}

func TestShorthandIsUndoneWhole(t *testing.T) {
	s := searchable(t)
	nadia := s.as(t, "nadia")
	page := nadia.post("/suivis/eclair", line("Amina 45min gtj, tâche lettre, rdv 03/12 10h")).want(t, http.StatusOK)
	nadia.post(page.Doc.Find("main form.form").AttrOr("action", ""), fields(page)).want(t, http.StatusSeeOther)
	undo, found := nadia.get("/").Doc.Find(".flash form").Attr("action")
	if !found {
		t.Fatal("nothing to undo")
	}
	s.as(t, "simon").post(undo, url.Values{}).want(t, http.StatusNotFound)
	nadia.post(undo, url.Values{}).want(t, http.StatusSeeOther)
	for query, want := range map[string]int{"followups where cancelled_at is not null": 1, "appointments where outcome = 'annule'": 1, "plan_tasks where cancelled_at is not null": 1} {
		if n := s.Count(t, "select count(*) from "+query); n != want {
			t.Errorf("%s: %d, want %d", query, n, want)
		}
	}
}

// A task or an appointment that is refused keeps the follow-up from being saved: all or nothing, at its field.
func TestShorthandIsSavedWholeOrNot(t *testing.T) {
	s := searchable(t)
	nadia := s.as(t, "nadia")
	s.Insert(t, "appointments", map[string]any{"id": "a1", "public_id": "a-1", "centre_id": "namur", "participant_id": "noori", "user_id": "nadia", "on_date": "2026-12-03",
		"starts_at": "10:00", "minutes": 60, "created_at": s.Now().Time})
	before := s.Count(t, "select count(*) from followups")
	for text, want := range map[string]string{
		"Amina 45min gtj, tâche lettre, rdv 03/12 10h": "a déjà un rendez-vous de 10 h 00 à 11 h 00",
		"Amina 45min gtj, tâche lettre":                "Cette date est passée",
	} {
		page := nadia.post("/suivis/eclair", line(text)).want(t, http.StatusOK)
		form := fields(page)
		if !strings.Contains(text, "rdv") {
			form.Set("tache_0_pour", "01/11/2026")
		}
		refused := nadia.post(page.Doc.Find("main form.form").AttrOr("action", ""), form).want(t, http.StatusUnprocessableEntity)
		if got := refused.text(".summary"); !strings.Contains(plainSpaces(got), want) {
			t.Errorf("%s: %q", text, got)
		}
		if refused.value("tache_0") != "lettre" {
			t.Errorf("%s: the task is lost", text)
		}
	}
	if after := s.Count(t, "select count(*) from followups"); after != before || s.Count(t, "select count(*) from plan_tasks") != 0 {
		t.Error("half of it was written")
	}
}

func plainSpaces(s string) string {
	return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s)
}

// What is unclear is asked before the form; nothing is written on the way.
func TestShorthandAsks(t *testing.T) {
	s := searchable(t)
	nadia := s.as(t, "nadia")
	s.Exec(t, "update caseloads set user_id = 'nadia' where participant_id = 'tsehaye'")
	for text, want := range map[string]string{
		"Amina 10 CV":                "« 10 » : des minutes ou une heure ?",
		"Amina CV":                   "La durée n'est pas dite",
		"Amina 45min m4h":            "Cette personne n'a pas d'inscription en cours en Module de 4 heures",
		"45min CV":                   "Pour qui ?",
		"Olha 45min":                 "Aucun de vos dossiers ne correspond à « Olha »", // Simon's
		"Amina 45min, rdv":           "« rdv » : quel jour ?",
		"Amina 45min, rdv mardi 10h": "« mardi » : quel jour ?",
		"Amina 45min blabla":         "Non compris blabla",
		"Amina 30/11 45min":          "« 30/11 » est à venir",
	} {
		page := nadia.post("/suivis/eclair", line(text)).want(t, http.StatusOK)
		if got := strings.Join(strings.Fields(plainSpaces(page.text("main"))), " "); !strings.Contains(got, want) {
			t.Errorf("%s: %q not in %q", text, want, got)
		}
	}
	page := nadia.post("/suivis/eclair", line("Amina 10 CV"))
	first := page.Doc.Find(`.asked button[name="ligne"]`).First()
	again := nadia.post("/suivis/eclair", line(first.AttrOr("value", ""))).want(t, http.StatusOK)
	if form := fields(again); form.Get("duree") != "autre" || form.Get("duree_autre") != "10" {
		t.Errorf("the answer is not taken: %v", form)
	}
	if n := s.Count(t, "select count(*) from followups where on_date = '2026-11-24'"); n != 0 {
		t.Errorf("%d written", n)
	}
}

// Two people of one name: one's own files, each a button that carries no name in the address.
func TestShorthandAsksWho(t *testing.T) {
	s := searchable(t)
	nadia := s.as(t, "nadia")
	s.Insert(t, "participant_words", map[string]any{"participant_id": "amina", "centre_id": "namur", "kind": "w", "word": "zineb"})
	s.Insert(t, "participant_words", map[string]any{"participant_id": "noori", "centre_id": "namur", "kind": "w", "word": "zineb"})
	s.Insert(t, "participant_words", map[string]any{"participant_id": "olha", "centre_id": "namur", "kind": "w", "word": "zineb"})
	page := nadia.post("/suivis/eclair", line("Zineb 45min gtj")).want(t, http.StatusOK)
	buttons := page.Doc.Find(`.asked button[name="choisie"]`)
	if buttons.Length() != 2 || strings.Contains(page.text("main"), "Olha") || !strings.Contains(page.text(".asked"), "de qui s'agit-il") {
		t.Fatalf("asked: %s", page.text("main"))
	}
	chosen := line("Zineb 45min gtj")
	chosen.Set("choisie", "0:p-noori")
	form := nadia.post("/suivis/eclair", chosen).want(t, http.StatusOK)
	if action := form.Doc.Find("main form.form").AttrOr("action", ""); !strings.HasSuffix(action, "p-noori") {
		t.Errorf("the form is for %s", action)
	}
	chosen.Set("choisie", "0:p-olha") // a value that was not offered
	if nadia.post("/suivis/eclair", chosen).want(t, http.StatusOK).Doc.Find("main form.form").Length() != 0 {
		t.Error("somebody else's file was taken")
	}
}

func TestShorthandKeepsOnlyWhatIsTicked(t *testing.T) {
	s := searchable(t)
	nadia := s.as(t, "nadia")
	page := nadia.post("/suivis/eclair", line("Amina 45min gtj cherche soudure")).want(t, http.StatusOK)
	form := fields(page)
	if form.Has("garder") || form.Get("note") != "" {
		t.Errorf("kept unasked: %v", form)
	}
	form.Set("garder", page.Doc.Find(`input[name="garder"]`).AttrOr("value", ""))
	nadia.post(page.Doc.Find("main form.form").AttrOr("action", ""), form).want(t, http.StatusSeeOther)
	var shown string
	nadia.get("/personnes/p-amina").Doc.Find(`a[href^="/suivis/"]`).Each(func(_ int, a *goquery.Selection) {
		shown += nadia.get(a.AttrOr("href", "")).text("main")
	})
	if !strings.Contains(shown, "cherche soudure") {
		t.Error("what was ticked is not in the note")
	}
}

func TestShorthandProblems(t *testing.T) {
	s := searchable(t)
	nadia := s.as(t, "nadia")
	for text, want := range map[string]string{"": "Écrivez une ligne", "   ": "Écrivez une ligne", strings.Repeat("é", 501): "Cette ligne est trop longue : 500 caractères au plus"} {
		page := nadia.post("/suivis/eclair", line(text)).want(t, http.StatusUnprocessableEntity)
		if !strings.Contains(plainSpaces(page.text(".summary")), want) || page.value("ligne") != strings.TrimSpace(text) {
			t.Errorf("%.20q: %q", text, page.text(".summary"))
		}
	}
	page := nadia.post("/suivis/eclair", line(`Amina 45min <script>alert(1)</script> "><img src=x>`)).want(t, http.StatusOK)
	if strings.Contains(page.Body, "<script>alert") || strings.Contains(page.Body, "<img src=x") {
		t.Error("markup comes back alive")
	}
	for name, status := range map[string]int{"rita": http.StatusForbidden, "marc": http.StatusForbidden, "tom": http.StatusForbidden} {
		s.as(t, name).post("/suivis/eclair", line("Amina 45min")).want(t, status)
	}
}

// While typing, the block alone comes back, whatever is typed.
func TestShorthandPreview(t *testing.T) {
	s := searchable(t)
	nadia := s.as(t, "nadia")
	for _, text := range []string{"", "Am", "Amina 45min CV"} {
		page := nadia.send(http.MethodPost, "/suivis/eclair", line(text), http.Header{"X-Fragment": {"shorthand-preview"}}).want(t, http.StatusOK)
		if strings.Contains(page.Body, "<html") || text == "Amina 45min CV" && !strings.Contains(page.Body, "understood") {
			t.Errorf("%q: %s", text, page.Body)
		}
	}
}

// A line that is only an appointment leads to its form.
func TestShorthandOfAnAppointment(t *testing.T) {
	s := searchable(t)
	nadia := s.as(t, "nadia")
	to := nadia.post("/suivis/eclair", line("Amina rdv 03/12 10h")).want(t, http.StatusSeeOther)
	address, _ := url.Parse(to.Location)
	if address.Path != "/rendez-vous/nouveau" || address.Query().Get("personne") != "p-amina" || address.Query().Get("date") != "03/12/2026" || address.Query().Get("heure") != "10h00" {
		t.Errorf("leads to %s", to.Location)
	}
	if form := fields(nadia.get(to.Location).want(t, http.StatusOK)); form.Get("date") != "03/12/2026" || form.Get("heure") != "10h00" {
		t.Errorf("not filled in: %v", form)
	}
}
