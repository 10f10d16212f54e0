package handlers

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jalon/models"
	"jalon/store/storetest"
)

// teamOf gives a person a relais that waits for an answer and an urgent access that is over.
func teamOf(t *testing.T, s *site, centre, person string) {
	t.Helper()
	type row = map[string]any
	other := map[string]string{"namur": "simon", "liege": "marie"}[centre]
	box := s.Box(t, person)
	s.Insert(t, "relays", row{"id": "y-" + person, "public_id": "y-" + person, "centre_id": centre, "participant_id": person, "user_id": other, "by_user": other,
		"at": storetest.Now, "reason_sealed": box.Seal("relay reason", "Permanence"), "state": models.RelayAsked})
	s.Insert(t, "caseloads", row{"id": "k-" + person, "centre_id": centre, "participant_id": person, "user_id": other, "kind": "emergency", "from_on": "2026-11-20",
		"expires_at": storetest.Now.Add(-time.Hour)})
	s.Insert(t, "emergencies", row{"id": "x-" + person, "public_id": "x-" + person, "centre_id": centre, "participant_id": person, "user_id": other,
		"at": storetest.Now.Add(-2 * time.Hour), "reason_sealed": box.Seal("emergency reason", "Appel de l'hôpital"), "caseload_id": "k-" + person})
	s.Insert(t, "handovers", row{"id": "h-" + centre, "public_id": "h-" + centre, "centre_id": centre, "user_id": other, "kind": "definitif", "from_on": "2026-11-01",
		"created_by": other, "created_at": storetest.Now.Add(-time.Hour)})
}

func TestAskAndAnswerRelay(t *testing.T) { onEngines(t, askAndAnswerRelay) }

func askAndAnswerRelay(t *testing.T, s *site) {
	simon, nadia := s.as(t, "simon"), s.as(t, "nadia")
	simon.get("/personnes/p-amina").want(t, http.StatusNotFound)
	card := simon.get("/personnes/p-amina/carte").want(t, http.StatusOK)
	if !strings.Contains(card.Body, "/personnes/p-amina/relais/demande") || !strings.Contains(card.Body, "/personnes/p-amina/acces-urgent") {
		t.Error("the card shows no way in")
	}
	refused := simon.post("/personnes/p-amina/relais/demande", form("reason", " ", "ends_on", "1/1/2020")).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(refused.text("main"), "Dites pourquoi vous demandez ce relais.") {
		t.Errorf("no reason: %s", refused.text("main"))
	}
	key := models.NewToken()
	for range 2 { // a double click
		simon.post("/personnes/p-amina/relais/demande", form("reason", "Permanence de jeudi", "ends_on", "27/11/2026", "submission", key)).want(t, http.StatusSeeOther)
	}
	if !strings.Contains(simon.get("/personnes/p-amina/carte").text("main"), "attend une réponse") {
		t.Error("the card does not show the request that waits")
	}
	home := nadia.get("/").want(t, http.StatusOK)
	if !strings.Contains(home.text("main"), "simon demande un relais") || !strings.Contains(home.text("main"), "1 demande de relais") {
		t.Errorf("home of the referent: %s", home.text("main"))
	}
	address := home.Doc.Find(`a[href^="/relais/"]`).AttrOr("href", "")
	page := nadia.get(address).want(t, http.StatusOK)
	if !strings.Contains(page.text("main"), "Permanence de jeudi") {
		t.Errorf("the reason is not shown: %s", page.text("main"))
	}
	s.as(t, "paula").get(address).want(t, http.StatusNotFound)
	nadia.post(address, form("ends_on", "27/11/2026", "answer", "Avec plaisir")).want(t, http.StatusSeeOther)
	simon.get("/personnes/p-amina").want(t, http.StatusOK)
	if text := nadia.get("/personnes/p-amina").text("main"); !strings.Contains(text, "jusqu'au 27/11/2026") {
		t.Errorf("the person's page does not say until when: %s", text)
	}
	at(t, storetest.Now.Add(4*24*time.Hour))
	simon, nadia = s.as(t, "simon"), s.as(t, "nadia")
	simon.get("/personnes/p-amina").want(t, http.StatusNotFound)
	nadia.get("/personnes/p-amina").want(t, http.StatusOK)
}

func TestGiveEndAndResumeRelay(t *testing.T) {
	s := newSite(t)
	nadia, simon := s.as(t, "nadia"), s.as(t, "simon")
	simon.get("/personnes/p-amina/relais").want(t, http.StatusNotFound)
	nadia.post("/personnes/p-amina/relais", form("colleague", "u-lea")).want(t, http.StatusUnprocessableEntity)
	nadia.post("/personnes/p-amina/relais", form("colleague", "u-simon")).want(t, http.StatusSeeOther)
	undo := nadia.get("/personnes/p-amina").Doc.Find(`form[action^="/relais/"][action$="/fin"]`).AttrOr("action", "")
	simon.get("/personnes/p-amina").want(t, http.StatusOK)
	nadia.post(undo, form()).want(t, http.StatusSeeOther)
	simon.get("/personnes/p-amina").want(t, http.StatusNotFound)
	again := nadia.get("/personnes/p-amina/relais").Doc.Find(`form[action$="/reprendre"]`).AttrOr("action", "")
	nadia.post(again, form()).want(t, http.StatusSeeOther)
	simon.get("/personnes/p-amina").want(t, http.StatusOK)
	simon.post(undo, form()).want(t, http.StatusSeeOther) // who is in relais may leave it
	simon.get("/personnes/p-amina").want(t, http.StatusNotFound)
}

func TestUrgentAccess(t *testing.T) { onEngines(t, urgentAccess) }

func urgentAccess(t *testing.T, s *site) {
	simon := s.as(t, "simon")
	const door = "/personnes/p-amina/acces-urgent"
	for _, name := range []string{"tom", "rita", "fanny", "alex", "odile", "marc", "claire"} {
		s.as(t, name).get(door).want(t, http.StatusForbidden)
	}
	simon.get(door).want(t, http.StatusOK)
	short := simon.post(door, form("reason", "Urgent")).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(short.text("main"), "Expliquez l'urgence en 15 caractères au moins.") || !strings.Contains(short.Body, ">Urgent</textarea>") {
		t.Errorf("a short reason: %s", short.text("main"))
	}
	simon.post(door, form("reason", "Appel de l'hôpital au sujet du logement")).want(t, http.StatusSeeOther)
	for _, page := range []string{"/personnes/p-amina", "/inscriptions/e-amina-gtj", "/suivis/f-amina"} {
		text := simon.get(page).want(t, http.StatusOK).text("main")
		if !strings.Contains(text, "Accès urgent, en lecture seule, jusqu'à 10 h 30 (encore 60 minutes)") {
			t.Errorf("%s has no banner: %s", page, text[:min(len(text), 300)])
		}
	}
	if n := s.Count(t, "select count(*) from journal where kind = 'emergency' and action = 'read' and reach = 'emergency' and participant = 'p-amina' and user_id = 'simon'"); n != 3 {
		t.Errorf("%d pages in the journal, want 3", n)
	}
	simon.get("/inscriptions/e-amina-gtj/entree").want(t, http.StatusNotFound)
	simon.post("/personnes/p-amina/profil/contact", form("version", "1")).want(t, http.StatusNotFound)
	if strings.Contains(simon.get("/personnes/p-tsehaye").text("main"), "Accès urgent") {
		t.Error("a file of one's own carries the banner")
	}
	nadia := s.as(t, "nadia")
	home := nadia.get("/")
	if !strings.Contains(home.text("main"), "1 accès urgent à voir") {
		t.Errorf("home of the referent: %s", home.text("main"))
	}
	alert := nadia.get("/a-completer").Doc.Find(`a[href^="/acces-urgents/"]`).AttrOr("href", "")
	shown := nadia.get(alert).want(t, http.StatusOK).text("main")
	if !strings.Contains(shown, "Appel de l'hôpital") || !strings.Contains(shown, "Identité et contact") {
		t.Errorf("the alert: %s", shown)
	}
	simon.get(alert).want(t, http.StatusNotFound)
	nadia.post(alert+"/vu", form()).want(t, http.StatusSeeOther)
	if text := nadia.get("/a-completer").text("main"); strings.Contains(text, "accès urgent") {
		t.Errorf("acknowledged and still there: %s", text)
	}
	s.as(t, "marc").get("/acces-urgents").want(t, http.StatusOK)
	at(t, storetest.Now.Add(time.Hour))
	simon = s.as(t, "simon")
	simon.get("/personnes/p-amina").want(t, http.StatusNotFound)
	simon.get("/suivis/f-amina").want(t, http.StatusNotFound)
}

// An urgent access opens the pages that name the person, each with its line in the journal: no list and no export, which
// would show the file without one.
func TestUrgentAccessOpensNoList(t *testing.T) { onEngines(t, urgentLists) }

func urgentLists(t *testing.T, s *site) {
	simon := s.as(t, "simon")
	simon.post("/personnes/p-amina/acces-urgent", form("reason", "Appel de l'hôpital au sujet du logement")).want(t, http.StatusSeeOther)
	const all = "?qui=equipe&du=2000-01-01&au=2100-01-01"
	for _, page := range []string{"/suivis" + all, "/suivis/export" + all, "/a-completer?qui=equipe"} {
		if body := simon.get(page).want(t, http.StatusOK).Body; strings.Contains(body, "Amina") {
			t.Errorf("%s shows the person of an urgent access", page)
		}
	}
	long := strings.Repeat("x=1&", 40)
	simon.get("/personnes/p-amina?"+long).want(t, http.StatusOK)
	if n := s.Count(t, "select count(*) from journal where kind = 'emergency' and action = 'read' and user_id = 'simon'"); n != 1 {
		t.Errorf("%d pages in the journal, want 1", n)
	}
}

// Of two urgent accesses at once, a page shows the person it names and writes down: the other one's rows need their own line.
func TestTwoUrgentAccesses(t *testing.T) { onEngines(t, twoUrgentAccesses) }

func twoUrgentAccesses(t *testing.T, s *site) {
	simon := s.as(t, "simon")
	for _, id := range []string{"p-amina", "p-noori"} {
		simon.post("/personnes/"+id+"/acces-urgent", form("reason", "Appel de l'hôpital au sujet du logement")).want(t, http.StatusSeeOther)
	}
	const all = "?qui=equipe&du=2000-01-01&au=2100-01-01"
	for _, c := range []struct{ more, shown, hidden string }{
		{"&x=p-amina", "AMINA", "NOORI"}, {"&x=p-noori", "NOORI", "AMINA"}, {"&x=p-amina&x=p-noori", "AMINA NOORI", ""}, {"", "", "AMINA NOORI"},
	} {
		before := s.Count(t, "select count(*) from journal where kind = 'emergency' and action = 'read' and user_id = 'simon'")
		body := strings.ToUpper(simon.get("/suivis"+all+c.more).want(t, http.StatusOK).text("main") + simon.get("/suivis/export"+all+c.more).want(t, http.StatusOK).Body)
		for _, name := range strings.Fields(c.shown) {
			if !strings.Contains(body, name) {
				t.Errorf("%s: %s is not shown", c.more, name)
			}
		}
		for _, name := range strings.Fields(c.hidden) {
			if strings.Contains(body, name) {
				t.Errorf("%s: %s is shown without a line in the journal", c.more, name)
			}
		}
		lines := s.Count(t, "select count(*) from journal where kind = 'emergency' and action = 'read' and user_id = 'simon'") - before
		if want := 2 * len(strings.Fields(c.shown)); lines != want {
			t.Errorf("%s: %d lines in the journal, want %d", c.more, lines, want)
		}
	}
}

func TestMentions(t *testing.T) { onEngines(t, mentions) }

func mentions(t *testing.T, s *site) {
	nadia := s.as(t, "nadia")
	write := func(note, level string, more ...string) answer {
		f := form(append([]string{"date", "23/11/2026", "debut", "", "duree", "30", "mode", "bureau", "presence", "present", "signature", "oui", "dispositif", "e-amina-gtj",
			"note", note, "niveau", level, "suite", "aucune"}, more...)...)
		return nadia.post("/suivis/nouveau?personne=p-amina", f)
	}
	for _, c := range []struct{ note, level, want string }{
		{"@simon peux-tu rappeler ?", models.NoteFile, "simon ne peut pas ouvrir ce dossier"},
		{"@claire à savoir", models.NoteConfidence, "Une confidence n'est lue que par vous"},
		{"@tom à savoir", models.NoteFile, "tom ne peut pas ouvrir ce dossier"},
	} {
		a := write(c.note, c.level).want(t, http.StatusUnprocessableEntity)
		if !strings.Contains(a.text("main"), c.want) || !strings.Contains(a.Body, c.note) {
			t.Errorf("%s: %s", c.note, a.text("main"))
		}
	}
	if n := s.Count(t, "select count(*) from notices"); n != 0 {
		t.Errorf("a refused note told %d colleagues", n)
	}
	write("@claire peux-tu relire ?", models.NoteFile).want(t, http.StatusSeeOther)
	claire := s.as(t, "claire")
	home := claire.get("/").want(t, http.StatusOK)
	if !strings.Contains(home.text("main"), "nadia vous cite dans une note : Haddad Amina") && !strings.Contains(home.text("main"), "nadia vous cite dans une note : HADDAD Amina") {
		t.Errorf("home: %s", home.text("main"))
	}
	if note := home.Doc.Find(`a[href^="/suivis/"]`).FilterFunction(func(_ int, l *goquery.Selection) bool { return strings.Contains(l.Text(), "cite") }).AttrOr("href", ""); !strings.Contains(claire.get(note).text("main"), "peux-tu relire") {
		t.Errorf("%s does not show the note", note)
	}
	seen := home.Doc.Find(`form[action^="/moi/pour-vous/"]`).AttrOr("action", "")
	nadia.post(seen, form()).want(t, http.StatusNotFound)
	claire.post(seen, form()).want(t, http.StatusSeeOther)
	claire.post("/moi/resume/vu", form()).want(t, http.StatusSeeOther)
	if text := claire.get("/").text("main"); strings.Contains(text, "cite") || strings.Contains(text, "Résumé du matin") {
		t.Errorf("seen and still there: %s", text)
	}
	if text := claire.get("/moi/resume").want(t, http.StatusOK).text("main"); !strings.Contains(text, "nadia vous cite") || !strings.Contains(text, "aucun nom n'est envoyé par e-mail") {
		t.Errorf("the digest: %s", text)
	}
}

func TestHandoverPages(t *testing.T) { onEngines(t, handoverPages) }

func handoverPages(t *testing.T, s *site) {
	claire := s.as(t, "claire")
	for _, name := range []string{"nadia", "tom", "rita", "fanny", "alex", "odile"} {
		s.as(t, name).get("/equipe/passation").want(t, http.StatusForbidden)
	}
	if text := claire.get("/equipe/passation").want(t, http.StatusOK).text("main"); !strings.Contains(text, "nadia 2 personnes") || strings.Contains(text, "lea") {
		t.Errorf("who hands over: %s", text)
	}
	claire.get("/equipe/passation?de=u-lea").want(t, http.StatusNotFound)
	claire.get("/equipe/passation?de=u-nadia").want(t, http.StatusOK)
	choice := form("de", "u-nadia", "sorte", "definitif", "from_on", "24/11/2026", "repartition", "parts", "rendez_vous", "1")
	choice["personnes"] = []string{"p-amina", "p-noori"}
	if a := claire.post("/equipe/passation", choice).want(t, http.StatusUnprocessableEntity); !strings.Contains(a.text("main"), "Choisissez au moins un ou une collègue de la liste.") {
		t.Errorf("without a receiver: %s", a.text("main"))
	}
	choice["collegues"] = []string{"u-simon", "u-claire"}
	preview := claire.post("/equipe/passation", choice).want(t, http.StatusOK)
	if text := preview.text("main"); !strings.Contains(text, "Les confidences ne passent à personne") || !strings.Contains(text, "simon") {
		t.Errorf("preview: %s", text)
	}
	s.as(t, "nadia").get("/personnes/p-amina").want(t, http.StatusOK)
	sent := form()
	preview.Doc.Find(`main form[action="/equipe/passation"] input`).Each(func(_ int, i *goquery.Selection) { sent.Add(i.AttrOr("name", ""), i.AttrOr("value", "")) })
	done := claire.post("/equipe/passation", sent).want(t, http.StatusSeeOther)
	s.as(t, "nadia").get("/personnes/p-amina").want(t, http.StatusNotFound)
	page := claire.get(done.Location).want(t, http.StatusOK)
	if text := page.text("main"); !strings.Contains(text, "2 dossiers passés") || !strings.Contains(text, "Annuler la passation") {
		t.Errorf("done: %s", text)
	}
	claire.post(done.Location+"/annuler", form()).want(t, http.StatusSeeOther)
	s.as(t, "nadia").get("/personnes/p-amina").want(t, http.StatusOK)
	claire.post(done.Location+"/annuler", form()).want(t, http.StatusConflict)
}
