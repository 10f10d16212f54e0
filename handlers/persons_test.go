package handlers

import (
	"maps"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"jalon/models"
)

// intake are six right answers; change is what the case types otherwise.
func intake(change url.Values) url.Values {
	form := url.Values{"family_name": {"Tahiri"}, "given_name": {"Samira"}, "birth_day": {"3"}, "birth_month": {"5"}, "birth_year": {"1990"},
		"contact": {"0470 12 56 78"}, "contact_language": {"ar"}, "place": {"5000 Namur"}, "submission": {"cle-1"}}
	maps.Copy(form, change)
	return form
}

func TestRegisterPerson(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	fields := nadia.get("/personnes/nouvelle").want(t, 200).Doc.Find("form[action='/personnes/nouvelle']")
	for _, name := range []string{"family_name", "given_name", "single_name", "birth_day", "birth_year_only", "contact", "no_contact", "contact_language", "place", "submission"} {
		if fields.Find("[name="+name+"]").Length() != 1 {
			t.Errorf("no field %s", name)
		}
	}
	if fields.Find("[name=referent]").Length() != 0 {
		t.Error("a counsellor is asked for a referent")
	}
	location := nadia.post("/personnes/nouvelle", intake(nil)).want(t, 303).Location
	again := nadia.post("/personnes/nouvelle", intake(nil)).want(t, 303).Location // a double click
	if again != location || s.Count(t, "select count(*) from participants where family_name = 'Tahiri'") != 1 {
		t.Errorf("a double click made two files: %s, %s", location, again)
	}
	page := nadia.get(location).want(t, 200)
	if got := page.Doc.Find("h1").Text(); got != "TAHIRI Samira" {
		t.Errorf("h1 %q", got)
	}
	if title := page.Doc.Find("title").Text(); strings.Contains(title, "Tahiri") || strings.Contains(strings.ToUpper(title), "TAHIRI") {
		t.Errorf("a name in the title: %q", title)
	}
	if profile := nadia.get(location+"/profil").want(t, 200); !strings.Contains(profile.Body, "Profil\u00a0: 1 section sur 6") {
		t.Error("no progress of the profile")
	}
	s.as(t, "simon").get(location).want(t, 404)
}

func TestRegistrationRefusals(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	cases := []struct {
		change   url.Values
		field    string
		sentence string
	}{
		{url.Values{"family_name": {""}, "given_name": {""}}, "family_name", "Indiquez un nom."},
		{url.Values{"family_name": {strings.Repeat("a", 500)}}, "family_name", "Ce texte est trop long"},
		{url.Values{"given_name": {"Sa\x02mira"}}, "given_name", "caractères invisibles"},
		{url.Values{"birth_day": {"31"}, "birth_month": {"2"}}, "birth", "Cette date n'existe pas."},
		{url.Values{"birth_year": {"2017"}}, "birth", "La personne aurait 9 ans"},
		{url.Values{"contact": {""}}, "contact", "Pas de moyen de contact"},
		{url.Values{"place": {"5030 Namur"}}, "place", "Gembloux"},
	}
	for _, tc := range cases {
		page := nadia.post("/personnes/nouvelle", intake(tc.change)).want(t, 422)
		if text := page.Doc.Find("#" + tc.field + "-problem").Text(); !strings.Contains(text, tc.sentence) {
			t.Errorf("%s: %q, want %q", tc.field, text, tc.sentence)
		}
		if page.Doc.Find("[data-summary] a[href='#"+tc.field+"']").Length() != 1 {
			t.Errorf("%s is not in the summary", tc.field)
		}
		if !strings.HasPrefix(page.Doc.Find("title").Text(), "Erreur") {
			t.Errorf("title %q", page.Doc.Find("title").Text())
		}
		if typed := page.Doc.Find("[name=contact]").AttrOr("value", ""); typed != intake(tc.change).Get("contact") {
			t.Errorf("%s: what was typed is lost: %q", tc.field, typed)
		}
	}
	if n := s.Count(t, "select count(*) from participants"); n != 6 {
		t.Errorf("%d persons after refusals", n)
	}
	odd := intake(url.Values{"place": {"5030 Namur"}, "place_confirmed": {"5030 Namur"}})
	nadia.post("/personnes/nouvelle", odd).want(t, 303)
}

// TestDuplicates: candidates with reasons before creating, as cards only; the answer is remembered.
func TestDuplicates(t *testing.T) {
	s := newSite(t)
	simon := s.as(t, "simon")
	form := intake(url.Values{"family_name": {"Hadad"}, "given_name": {"Amina"}, "birth_day": {"14"}, "birth_month": {"2"}, "birth_year": {"1992"}})
	page := simon.post("/personnes/nouvelle", form).want(t, 422)
	aside := page.Doc.Find("aside[role=region]")
	if text := aside.Text(); !strings.Contains(text, "1 dossier semblable") || !strings.Contains(text, "ême date de naissance") || !strings.Contains(text, "HADDAD Amina") {
		t.Errorf("candidates: %q", text)
	}
	if strings.Contains(aside.Text(), "14/02") {
		t.Error("the card shows the full birth date")
	}
	if link := aside.Find("a.button").AttrOr("href", ""); link != "/personnes/p-amina/carte" {
		t.Errorf("« C'est cette personne » leads to %s", link)
	}
	if n := s.Count(t, "select count(*) from participants"); n != 6 {
		t.Fatalf("created before the question was answered")
	}
	form.Set("distinct", aside.Find("button[name=distinct]").AttrOr("value", ""))
	simon.post("/personnes/nouvelle", form).want(t, 303)
	if n := s.Count(t, "select count(*) from distinct_persons"); n != 1 {
		t.Errorf("pairs remembered: %d", n)
	}
}

// TestConfirmationSurvivesDuplicates: what was confirmed is not asked again after the question about lookalikes.
func TestConfirmationSurvivesDuplicates(t *testing.T) {
	s := newSite(t)
	simon := s.as(t, "simon")
	form := intake(url.Values{"family_name": {"Haddad"}, "given_name": {"Amina"}, "birth_day": {"14"}, "birth_month": {"2"}, "birth_year": {"1992"},
		"place": {"5030 Namur"}, "place_confirmed": {"5030 Namur"}})
	page := simon.post("/personnes/nouvelle", form).want(t, 422)
	if page.Doc.Find("aside[role=region]").Length() != 1 || page.Doc.Find("[name=place_confirmed][checked]").AttrOr("value", "") != "5030 Namur" {
		t.Error("the confirmation is lost while lookalikes are shown")
	}
	form.Set("all_distinct", page.Doc.Find("button[name=all_distinct]").AttrOr("value", ""))
	simon.post("/personnes/nouvelle", form).want(t, 303)
}

func TestReceptionChoosesReferent(t *testing.T) {
	s := newSite(t)
	rita := s.as(t, "rita")
	if rita.get("/personnes/nouvelle").want(t, 200).Doc.Find("[name=referent] option[value=u-simon]").Length() != 1 {
		t.Error("reception cannot choose a referent")
	}
	location := rita.post("/personnes/nouvelle", intake(url.Values{"referent": {"u-simon"}})).want(t, 303).Location
	s.as(t, "simon").get(location).want(t, 200)
	rita.post("/personnes/nouvelle", intake(url.Values{"referent": {"u-lea"}, "submission": {"cle-2"}, "family_name": {"Autre"}})).want(t, 422)
	page := rita.get(location).want(t, 200) // identity and contact, nothing else
	if page.Doc.Find(".timeline").Length() != 0 || !strings.Contains(page.Body, "0470 12 56 78") {
		t.Error("reception sees more, or less, than contact")
	}
	if text := rita.get("/personnes/p-amina").want(t, 200).Doc.Find("main").Text(); strings.Contains(text, "LLF") || strings.Contains(text, "GTJ") {
		t.Error("reception learns which dispositifs a person follows")
	}
	rita.get(location+"/profil/langues").want(t, 403)
	if body := rita.get(location+"/profil").want(t, 200).Body; strings.Contains(body, "id=\"languages\"") || strings.Contains(body, "sensible") {
		t.Error("reception sees the profile")
	}
}

func TestPersonsList(t *testing.T) {
	s := newSite(t)
	names := func(a answer) string {
		return strings.Join(a.Doc.Find("table.data tbody th a").Map(func(_ int, n *goquery.Selection) string { return n.Text() }), ", ")
	}
	nadia := s.as(t, "nadia")
	if got := names(nadia.get("/personnes").want(t, 200)); got != "HADDAD Amina, NOORI Mahdi" {
		t.Errorf("own people: %s", got)
	}
	all := nadia.get("/personnes?vue=toutes").want(t, 200)
	if got := names(all); got != "GEBRU Tsehaye, HADDAD Amina, KOVALENKO Olha, MBALA Joseph, NOORI Mahdi" {
		t.Errorf("everybody: %s", got)
	}
	if link := all.Doc.Find("tbody th a").First().AttrOr("href", ""); link != "/personnes/p-tsehaye/carte" {
		t.Errorf("a colleague's person leads to %s", link)
	}
	if got := names(nadia.get("/personnes?vue=toutes&dispositif=M4H").want(t, 200)); got != "" {
		t.Errorf("the filter tells who follows the 4-hour module: %s", got)
	}
	if got := names(s.as(t, "claire").get("/personnes?dispositif=M4H").want(t, 200)); got != "GEBRU Tsehaye" {
		t.Errorf("coordination: %s", got)
	}
	empty := nadia.get("/personnes?commune=93088").want(t, 200)
	if !strings.Contains(empty.Body, "Aucune personne dans cette vue.") {
		t.Error("no word for an empty list")
	}
	for _, user := range []string{"tom", "fanny", "alex", "odile"} {
		s.as(t, user).get("/personnes").want(t, 403)
	}
}

// TestSearchPages: no name in an address; the same people as in the list; the search is written down.
func TestSearchPages(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	location := nadia.post("/personnes/nouvelle", intake(nil)).want(t, 303).Location
	result := nadia.post("/recherche", url.Values{"q": {"tahiri"}}).want(t, 303).Location
	if strings.Contains(result, "tahiri") || !strings.HasPrefix(result, "/recherche/") {
		t.Fatalf("address %s", result)
	}
	page := nadia.get(result).want(t, 200)
	if link := page.Doc.Find(".results a").First().AttrOr("href", ""); link != location {
		t.Errorf("leads to %s, want %s", link, location)
	}
	s.as(t, "simon").get(result).want(t, 404) // another colleague's search
	fragment := nadia.fragment("POST", "/recherche", "results", url.Values{"q": {"samira tah"}}).want(t, 200)
	if strings.Contains(fragment.Body, "<html") || fragment.Doc.Find(".results a").Length() != 5 {
		t.Errorf("fragment %s", fragment.Body)
	}
	if n := s.Count(t, "select count(*) from journal where detail = 'search'"); n != 1 {
		t.Errorf("searches in the journal: %d, want the submitted one", n)
	}
	if body := nadia.fragment("POST", "/recherche", "results", url.Values{"q": {"zzz"}}).Body; !strings.Contains(body, "Aucun résultat pour ces lettres. Essayez le prénom seul") {
		t.Errorf("no result: %s", body)
	}
	filtered := nadia.post("/personnes", url.Values{"q": {"tahiri"}, "vue": {"toutes"}}).want(t, 303).Location
	if strings.Contains(filtered, "tahiri") {
		t.Errorf("a name in %s", filtered)
	}
	if page := nadia.get(filtered).want(t, 200); page.Doc.Find("tbody tr").Length() != 1 {
		t.Error("the text does not filter the list")
	}
}

func TestCardPage(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update participants set phone = '+32470999999', address = 'Rue secrète 5' where id = 'olha'")
	nadia := s.as(t, "nadia")
	nadia.get("/personnes/p-olha").want(t, 404)
	card := nadia.get("/personnes/p-olha/carte").want(t, 200)
	for _, secret := range []string{"30/07", "0470", "secrète", "GTJ"} {
		if strings.Contains(card.Doc.Find("main").Text(), secret) {
			t.Errorf("the card shows %q", secret)
		}
	}
	if !strings.Contains(card.Doc.Find("main").Text(), "simon@exemple.be") {
		t.Error("the card does not say whom to ask for a relais")
	}
	if n := s.Count(t, "select count(*) from journal where kind = 'card' and record = 'p-olha' and user_id = 'nadia'"); n != 1 {
		t.Errorf("journal lines: %d", n)
	}
	if absent, foreign := nadia.get("/personnes/p-nobody/carte"), nadia.get("/personnes/p-bruno/carte"); absent.Status != 404 || foreign.Status != 404 {
		t.Errorf("absent %d, foreign %d", absent.Status, foreign.Status)
	}
}

func TestPersonPage(t *testing.T) {
	s := newSite(t)
	page := s.as(t, "nadia").get("/personnes/p-amina").want(t, 200)
	for _, text := range []string{"HADDAD Amina", "34 ans", "LLF", "GTJ", "45\u00a0min", "Visible par"} {
		if !strings.Contains(page.Doc.Find("main").Text(), text) {
			t.Errorf("no %q", text)
		}
	}
	visible := page.Doc.Find("details.card").Text()
	for _, name := range []string{"nadia", "claire", "rita", "marc"} {
		if !strings.Contains(visible, name) {
			t.Errorf("« Visible par » leaves out %s", name)
		}
	}
	for _, name := range []string{"simon", "tom", "lea", "alex", "fanny"} {
		if strings.Contains(visible, name) {
			t.Errorf("« Visible par » names %s", name)
		}
	}
	if page.Doc.Find(".actions a.primary").AttrOr("href", "") != "/suivis/nouveau?personne=p-amina" {
		t.Error("no way to log a follow-up")
	}
	if n := s.Count(t, "select count(*) from journal where kind = 'participant' and record = 'p-amina' and user_id = 'nadia'"); n != 1 {
		t.Errorf("journal lines: %d", n)
	}
	marc := s.as(t, "marc").get("/personnes/p-amina").want(t, 200)
	if marc.Doc.Find(".actions a").Length() != 0 {
		t.Error("a manager is offered what the role cannot do")
	}
}

func TestVisibleFollowsTheSharingPreset(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update centres set sharing = 'equipe' where id = 'namur'")
	visible := s.as(t, "nadia").get("/personnes/p-amina").want(t, 200).Doc.Find("details.card").Text()
	if !strings.Contains(visible, "simon") {
		t.Error("the whole team may open the file, and « Visible par » does not say so")
	}
	s.as(t, "simon").get("/personnes/p-amina").want(t, 200)
}

func TestFormulasStayText(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	name := `=HYPERLINK("http://exemple.be","x")<script>alert(1)</script>`
	location := nadia.post("/personnes/nouvelle", intake(url.Values{"family_name": {name}})).want(t, 303).Location
	page := nadia.get(location).want(t, 200)
	if page.Doc.Find("main script").Length() != 0 || !strings.Contains(page.Doc.Find("h1").Text(), "=HYPERLINK") {
		t.Errorf("h1 %q", page.Doc.Find("h1").Text())
	}
}

func TestProfileSections(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	for _, key := range models.Sections {
		form := nadia.get("/personnes/p-amina/profil/"+slugs[key.Key]).want(t, 200).Doc.Find("form[action='/personnes/p-amina/profil/" + slugs[key.Key] + "']")
		if form.Length() != 1 || form.Find("[name=version]").AttrOr("value", "") != "1" {
			t.Errorf("%s: no form on version 1", key.Key)
		}
		for answer := range key.Read(models.Participant{}) {
			if form.Find("[name="+answer+"]").Length() == 0 {
				t.Errorf("%s: %s is not asked", key.Key, answer)
			}
		}
	}
	saved := nadia.post("/personnes/p-amina/profil/langues", url.Values{"version": {"1"}, "contact_language": {"ar"}, "languages": {"ar", "", "fr"},
		"french_level": {"A2"}, "interpreter": {"refus"}}).want(t, 303).Location
	if saved != "/personnes/p-amina/profil#languages" {
		t.Errorf("back to %s", saved)
	}
	text := nadia.get("/personnes/p-amina/profil").want(t, 200).Doc.Find("#languages").Text()
	for _, want := range []string{"arabe, français", "A2", "Ne souhaite pas répondre"} {
		if !strings.Contains(text, want) {
			t.Errorf("languages show %q, want %q", text, want)
		}
	}
	if n := s.Count(t, "select count(*) from participants where id = 'amina' and languages = 'ar;fr' and interpreter = 'refus'"); n != 1 {
		t.Error("not saved")
	}
	wrong := nadia.post("/personnes/p-amina/profil/identite", url.Values{"version": {"2"}, "family_name": {"Haddad"}, "given_name": {""}}).want(t, 422)
	if wrong.Doc.Find("#given_name-problem").Length() != 1 || wrong.Doc.Find("[name=version]").AttrOr("value", "") != "2" {
		t.Error("a wrong section is not shown again")
	}
	nadia.get("/personnes/p-olha/profil/langues").want(t, 404)
	nadia.post("/personnes/p-olha/profil/langues", url.Values{"version": {"1"}}).want(t, 404)
}

// TestConflict: a stale edit shows both versions, loses nothing, and saves the choice made question by question.
func TestConflict(t *testing.T) {
	s := newSite(t)
	nadia, claire := s.as(t, "nadia"), s.as(t, "claire")
	path := "/personnes/p-amina/profil/menage"
	claire.post(path, url.Values{"version": {"1"}, "household": {"couple"}, "children": {"2"}}).want(t, 303)
	page := nadia.post(path, url.Values{"version": {"1"}, "household": {"seul"}, "children": {"3"}, "household_work": {"oui"}}).want(t, 409)
	text := page.Doc.Find("main").Text()
	for _, want := range []string{"claire a modifié ce dossier", "Couple sans enfant", "Vit sans autre adulte", "Enfants à charge"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	form := url.Values{}
	page.Doc.Find("main form input[type=hidden]").Each(func(_ int, n *goquery.Selection) { form.Add(n.AttrOr("name", ""), n.AttrOr("value", "")) })
	form.Set("keep_household", "theirs")
	form.Set("keep_children", "mine")
	nadia.post(path, form).want(t, 303)
	if n := s.Count(t, "select count(*) from participants where id = 'amina' and household = 'couple' and children = '3' and household_work = 'oui'"); n != 1 {
		t.Error("the choices were not saved")
	}
	claire.post("/personnes/p-amina/profil/contact", url.Values{"version": {"1"}, "no_contact": {"1"}}).want(t, 303) // another section: no conflict
}

func TestSensitiveIsApart(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	nadia.post("/personnes/p-amina/profil/sensible", url.Values{"version": {"1"}, "disability": {"oui"}, "minority": {"refus"}}).want(t, 303)
	if strings.Contains(nadia.get("/personnes/p-amina/profil").want(t, 200).Body, "Appartenance") {
		t.Error("the profile shows sensitive answers")
	}
	before := s.Count(t, "select count(*) from journal where kind = 'sensitive' and record = 'p-amina'")
	if checked := nadia.get("/personnes/p-amina/profil/sensible").want(t, 200).Doc.Find("[name=disability][checked]").AttrOr("value", ""); checked != "oui" {
		t.Errorf("disability %q", checked)
	}
	if after := s.Count(t, "select count(*) from journal where kind = 'sensitive' and record = 'p-amina'"); after != before+1 {
		t.Error("opening sensitive answers is not written down")
	}
	s.as(t, "rita").get("/personnes/p-amina/profil/sensible").want(t, 403)
}

func TestNISSPages(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	nadia.get("/personnes/p-amina/profil/niss").want(t, 404) // switched off
	if strings.Contains(nadia.get("/personnes/p-amina/profil").Body, "registre national") {
		t.Error("the number is offered where the centre does not use it")
	}
	s.Exec(t, "update centres set niss_enabled = ?", true)
	wrong := nadia.post("/personnes/p-amina/profil/niss", url.Values{"version": {"1"}, "niss": {"85.07.30-033.29"}}).want(t, 422)
	if wrong.Doc.Find("#niss-problem").Length() != 1 {
		t.Error("a wrong check digit is let through without a word")
	}
	nadia.post("/personnes/p-amina/profil/niss", url.Values{"version": {"1"}, "niss": {"85.07.30-033.28"}}).want(t, 303)
	profile := nadia.get("/personnes/p-amina/profil").want(t, 200)
	if strings.Contains(profile.Body, "85.07.30") || !strings.Contains(profile.Body, "•••.28") {
		t.Error("the number is not masked")
	}
	if shown := nadia.post("/personnes/p-amina/niss", url.Values{}).want(t, 200); !strings.Contains(shown.Body, "85.07.30-033.28") {
		t.Error("the number is not revealed")
	}
	if n := s.Count(t, "select count(*) from journal where kind = 'niss' and action = 'read'"); n != 1 {
		t.Errorf("reveals in the journal: %d", n)
	}
	s.as(t, "rita").post("/personnes/p-amina/niss", url.Values{}).want(t, 403)
}
