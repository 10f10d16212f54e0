package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// familyForm is a meeting of Amina and Noori as the browser sends it.
func familyForm(change func(url.Values)) url.Values {
	return contactForm("e-amina-gtj", func(f url.Values) {
		f["autre"] = []string{"p-noori"}
		f.Set("dispositif_p-noori", "e-noori-gtj")
		f.Set("note", "Le logement est trop petit.")
		if change != nil {
			change(f)
		}
	})
}

const newForAmina = "/suivis/nouveau?personne=p-amina"

// « Ajouter une personne »: search, add, remove, without a script and without losing what was typed.
func TestGroupIsMadeOnTheForm(t *testing.T) {
	s := searchable(t)
	nadia := s.as(t, "nadia")
	form := contactForm("e-amina-gtj", func(f url.Values) {
		f.Set("note", "ce que j'ai noté")
		f.Set("geste", "chercher")
		f.Set("autre_nom", "mahdi")
	})
	page := nadia.post(newForAmina, form).want(t, http.StatusOK)
	add := page.Doc.Find(`button[name="geste"][value^="ajouter"]`)
	if add.Length() != 1 || page.value("note") != "ce que j'ai noté" {
		t.Fatalf("found: %s", page.text("#autres-personnes"))
	}
	form.Set("geste", add.AttrOr("value", ""))
	page = nadia.post(newForAmina, form).want(t, http.StatusOK)
	filled := fields(page)
	if filled.Get("autre") != "p-noori" || filled.Get("dispositif_p-noori") != "e-noori-gtj" || filled.Get("note") != "ce que j'ai noté" {
		t.Errorf("added: %v", filled)
	}
	filled.Set("geste", "retirer p-noori")
	if again := fields(nadia.post(newForAmina, filled).want(t, http.StatusOK)); again.Has("autre") {
		t.Errorf("not removed: %v", again)
	}
	form.Set("geste", "chercher")
	form.Set("autre_nom", "olha") // Simon's
	if page := nadia.post(newForAmina, form).want(t, http.StatusOK); !strings.Contains(page.text("#autres-personnes"), "Aucun résultat parmi vos dossiers") {
		t.Errorf("found: %s", page.text("#autres-personnes"))
	}
	form.Set("geste", "ajouter p-olha")
	nadia.post(newForAmina, form).want(t, http.StatusNotFound)
	if n := s.Count(t, "select count(*) from followups where on_date = '2026-11-24'"); n != 0 {
		t.Error("a button of the block saved something")
	}
}

// Each file has its contact and its note; neither says who else was there.
func TestGroupNamesNobodyElse(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	nadia.post(newForAmina, familyForm(nil)).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(distinct group_id) from followups where group_id <> ''"); n != 1 || s.Count(t, "select count(*) from followups where group_id <> ''") != 2 {
		t.Fatalf("%d groups", n)
	}
	home := nadia.get("/").want(t, http.StatusOK)
	if got := plainSpaces(home.text("main")); !strings.Contains(got, "45 min") || strings.Contains(got, "1 h 30") {
		t.Errorf("the week counts it twice: %s", got)
	}
	for person, other := range map[string]string{"p-amina": "Mahdi", "p-noori": "Amina"} {
		link := nadia.get("/personnes/"+person).want(t, http.StatusOK).Doc.Find(`.timeline a[href^="/suivis/"]`).First().AttrOr("href", "")
		page := nadia.get(link).want(t, http.StatusOK)
		if got := page.text("main"); !strings.Contains(got, "Rencontre de 2 personnes") || !strings.Contains(got, "trop petit") || strings.Contains(got, other) {
			t.Errorf("%s: %s", person, got)
		}
	}
}

func TestGroupProblems(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	s.Exec(t, "update followups set starts_at = '', user_id = 'simon' where id = 'f-amina'")
	s.Exec(t, "update followups set user_id = 'simon' where id = 'f-noori'")
	for name, tc := range map[string]struct {
		change func(url.Values)
		want   string
	}{
		"named":        {func(f url.Values) { f.Set("note", "Mahdi était là") }, "retirez-en les noms"},
		"no programme": {func(f url.Values) { f.Del("dispositif_p-noori") }, "NOORI Mahdi : Choisissez un dispositif."},
		"twice":        {func(f url.Values) { f["autre"] = []string{"p-noori", "p-noori"} }, "Une personne est ajoutée deux fois"},
		"overlap": {func(f url.Values) { f.Set("date", "10/11/2026"); f.Set("debut", "10h30"); f.Set("duree", "30") },
			"NOORI Mahdi : Cette personne a déjà un suivi de 10 h 00 à 10 h 45"},
	} {
		page := nadia.post(newForAmina, familyForm(tc.change)).want(t, http.StatusUnprocessableEntity)
		if got := plainSpaces(page.text(".summary")); !strings.Contains(strings.ToUpper(got), strings.ToUpper(tc.want)) {
			t.Errorf("%s: %q", name, got)
		}
		if fields(page).Get("autre") != "p-noori" {
			t.Errorf("%s: the other person is lost", name)
		}
	}
	if n := s.Count(t, "select count(*) from followups where group_id <> ''"); n != 0 {
		t.Errorf("%d written", n)
	}
}

func TestGroupIsChangedAndCancelled(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	nadia.post(newForAmina, familyForm(nil)).want(t, http.StatusSeeOther)
	link := nadia.get("/personnes/p-amina").Doc.Find(`.timeline a[href^="/suivis/"]`).First().AttrOr("href", "")
	page := nadia.get(link+"/modifier").want(t, http.StatusOK)
	form := fields(page)
	if form.Get("portee") != "une" {
		t.Fatalf("does not ask whom it concerns: %v", form)
	}
	form.Set("portee", "toutes")
	form.Set("duree", "60")
	nadia.post(link+"/modifier", form).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from followups where group_id <> '' and minutes = 60"); n != 2 {
		t.Errorf("%d changed, want 2", n)
	}
	if nadia.get(link+"/annuler").want(t, http.StatusOK).Doc.Find(`input[name="portee"]`).Length() != 2 {
		t.Error("the cancellation does not ask whom it concerns")
	}
	nadia.post(link+"/annuler", url.Values{"reason": {"Encodé par erreur"}, "portee": {"toutes"}}).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from followups where group_id <> '' and cancelled_at is null"); n != 0 {
		t.Errorf("%d left", n)
	}
}

// « Dupliquer »: the same meeting today, without its note, its signature and its hour.
func TestDuplicateFollowUp(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	if nadia.get("/suivis?qui=moi").Doc.Find(`a[href="/suivis/nouveau?modele=f-amina&retour=/suivis%3Fqui%3Dmoi%23suivi-f-amina"]`).Length() != 1 {
		t.Error("the list does not offer it")
	}
	link := nadia.get("/suivis/f-amina").Doc.Find(`a[href*="modele="]`).AttrOr("href", "")
	form := fields(nadia.get(link).want(t, http.StatusOK))
	for name, want := range map[string]string{"date": "24/11/2026", "debut": "", "duree": "45", "dispositif": "e-amina-gtj", "signature": "non", "note": ""} {
		if form.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, form.Get(name), want)
		}
	}
	s.as(t, "simon").get(link).want(t, http.StatusNotFound)
	nadia.post(newForAmina, familyForm(nil)).want(t, http.StatusSeeOther)
	link = nadia.get("/personnes/p-amina").Doc.Find(`.timeline a[href^="/suivis/"]`).First().AttrOr("href", "")
	if form := fields(nadia.get("/suivis/nouveau?modele=" + strings.TrimPrefix(link, "/suivis/"))); form.Get("autre") != "p-noori" {
		t.Errorf("the family is not found again: %v", form)
	}
}

// The person beside the screen sees nobody else, and the others are not lost.
func TestGroupDuringAnInterview(t *testing.T) {
	s := searchable(t)
	nadia := s.as(t, "nadia")
	nadia.send(http.MethodPost, "/moi/entretien", form("on", "1"), http.Header{"Referer": {"http://jalon.test/personnes/p-amina"}}).want(t, http.StatusSeeOther)
	if body := nadia.post("/suivis/eclair", line("Noori 45min")).Body; strings.Contains(body, "Mahdi") {
		t.Error("a line names somebody else")
	}
	search := familyForm(func(f url.Values) { f.Set("geste", "chercher"); f.Set("autre_nom", "mahdi") })
	if body := nadia.post(newForAmina, search).Body; strings.Contains(body, "Mahdi") {
		t.Error("the search names somebody else")
	}
	page := nadia.post(newForAmina, familyForm(func(f url.Values) { f.Set("duree", "autre") })).want(t, http.StatusUnprocessableEntity)
	if again := fields(page); strings.Contains(page.Body, "Mahdi") || again.Get("autre") != "p-noori" || again.Get("dispositif_p-noori") != "e-noori-gtj" {
		t.Errorf("the other person is named or lost: %v", again)
	}
}
