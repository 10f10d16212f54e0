package handlers

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"jalon/store/storetest"
)

func filled(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return values
}

func TestPlanASession(t *testing.T) {
	s := newSite(t)
	claire := s.as(t, "claire")
	page := claire.get("/seances/nouvelle").want(t, 200)
	if page.Doc.Find("select[name=operation] option").Length() < 3 {
		t.Error("the operations of the centre are offered")
	}
	submission := page.value("submission")
	typed := filled("submission", submission, "operation", "o-llf", "title", "Rédiger un CV", "on_date", "1/12", "starts_at", "9", "ends_at", "12h30",
		"place", "Namur", "room", "B12", "capacity", "12", "trainers", "u-tom", "operator", "CRI")
	first := claire.post("/seances", typed).want(t, 303)
	if again := claire.post("/seances", typed).want(t, 303); again.Location != first.Location {
		t.Error("a second click plans a second session")
	}
	shown := claire.get(first.Location).want(t, 200)
	for _, text := range []string{"Rédiger un CV", "mardi 1er décembre 2026", "09 h 00 – 12 h 30", "Namur, B12", "tom", "0/12", "Planifiée"} {
		if !strings.Contains(shown.text("main"), text) {
			t.Errorf("the session's page does not say %q: %s", text, shown.text("main"))
		}
	}
	if !strings.Contains(claire.get("/seances").want(t, 200).text("main"), "Rédiger un CV") {
		t.Error("the list of upcoming sessions has it")
	}
}

func TestPlanningRefusals(t *testing.T) {
	s := newSite(t)
	claire := s.as(t, "claire")
	base := map[string]string{"operation": "o-llf", "title": "CV", "on_date": "01/12/2026", "starts_at": "09:00", "ends_at": "12:00", "place": "Namur", "room": "B12"}
	claire.post("/seances", values(base)).want(t, 303)
	for _, c := range []struct{ field, value, sentence string }{
		{"room", "b12", "b12 est occupé le 01/12/2026 de 09 h 00 à 12 h 00 (CV)"},
		{"on_date", "31/02/2026", "n'existe pas"},
		{"on_date", "01/12/2028", "suit la fin de l'opération (31/12/2027)"},
		{"ends_at", "08:00", "L'heure de fin doit suivre l'heure de début."},
		{"operation", "o-liege-gtj", "Choisissez une opération."},
		{"capacity", "mille", "Indiquez un nombre entier"},
		{"title", "CV\u202e", "caractères qui ne s'impriment pas"},
	} {
		typed := map[string]string{}
		for k, v := range base {
			typed[k] = v
		}
		typed[c.field] = c.value
		answer := claire.post("/seances", values(typed)).want(t, 422)
		if !strings.Contains(answer.text(".summary"), c.sentence) {
			t.Errorf("%s = %q: %s", c.field, c.value, answer.text(".summary"))
		}
		if c.field != "operation" && answer.value(c.field) != c.value {
			t.Errorf("%s: what was typed is lost: %q", c.field, answer.value(c.field))
		}
	}
	spring := map[string]string{"operation": "o-llf", "title": "CV", "on_date": "28/03/2027", "starts_at": "02:30", "ends_at": "05:00"}
	if answer := claire.post("/seances", values(spring)).want(t, 422); !strings.Contains(answer.text(".summary"), "heure d'été") {
		t.Errorf("an hour the clock skips: %s", answer.text(".summary"))
	}
}

func values(m map[string]string) url.Values {
	v := url.Values{}
	for name, value := range m {
		v.Set(name, value)
	}
	return v
}

func TestModulePrefillsTheSession(t *testing.T) {
	s := newSite(t)
	claire := s.as(t, "claire")
	claire.post("/modules", filled("code", "LLF11", "programme", "LLF", "title", "CV", "minutes", "2h", "capacity", "8", "counting", "horloge")).want(t, 303)
	page := claire.get("/seances/nouvelle")
	module := page.Doc.Find("select[name=module] option:contains(LLF11)").AttrOr("value", "")
	answer := claire.post("/seances", filled("operation", "o-llf", "module", module, "on_date", "02/12/2026", "starts_at", "14")).want(t, 303)
	if text := claire.get(answer.Location).text("main"); !strings.Contains(text, "14 h 00 – 16 h 00") || !strings.Contains(text, "0/8") || !strings.Contains(text, "LLF11 – CV") {
		t.Errorf("title, end and capacity are the module's: %s", text)
	}
	answer = claire.post("/seances", filled("operation", "o-gtj", "module", module, "on_date", "02/12/2026", "starts_at", "9")).want(t, 422)
	if !strings.Contains(answer.text(".summary"), "même dispositif") {
		t.Error(answer.text(".summary"))
	}
}

func TestStaleSessionKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t)
	claire := s.as(t, "claire")
	edit := filled("version", "1", "operation", "o-llf", "title", "CV, bis", "on_date", "17/11/2026", "starts_at", "09:00", "ends_at", "13:00", "trainers", "u-tom")
	claire.post("/seances/s-cv", edit).want(t, 303)
	edit.Set("title", "CV, ter")
	answer := claire.post("/seances/s-cv", edit).want(t, 409)
	if answer.value("title") != "CV, ter" || answer.value("theirs_title") != "CV, bis" {
		t.Errorf("both versions: typed %q, saved %s", answer.value("title"), answer.text("main"))
	}
}

func TestRegisterPeople(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	s.Exec(t, "update sessions set on_date = '2026-12-01' where id = 'cv'")
	s.Exec(t, "delete from registrations where id = 'cv-amina'")
	page := nadia.get("/seances/s-cv/inscriptions").want(t, 200)
	if text := page.text("main"); !strings.Contains(text, "HADDAD Amina") || strings.Contains(text, "GEBRU") {
		t.Errorf("a counsellor registers their own people: %s", text)
	}
	answer := nadia.post("/seances/s-cv/inscriptions", filled("inscription", "e-amina-llf")).want(t, 303)
	shown := nadia.get(answer.Location).want(t, 200)
	if text := shown.text("main"); !strings.Contains(text, "HADDAD Amina") || strings.Contains(text, "GEBRU") || !strings.Contains(text, "1 autre personne, que vous n'accompagnez pas") {
		t.Errorf("names of a session: %s", text)
	}
	nadia.post("/seances/s-cv/inscriptions", filled("inscription", "e-tsehaye-llf")).want(t, 404)
	nobody := nadia.post("/seances/s-cv/inscriptions", filled("x", "y")).want(t, 422)
	if !strings.Contains(nobody.text(".summary"), "Cochez au moins une personne") {
		t.Error(nobody.text(".summary"))
	}
	cancel := shown.Doc.Find("a[href*='/places/']").AttrOr("href", "")
	nadia.post(cancel, filled("x", "y")).want(t, 422)
	nadia.post(cancel, filled("reason", "transport")).want(t, 303)
	if n := s.Count(t, "select count(*) from registrations where session_id = 'cv' and place = 'inscrit'"); n != 1 {
		t.Errorf("%d places taken, want tsehaye's only", n)
	}
	s.as(t, "tom").get("/seances/s-cv/inscriptions").want(t, 403)
}

func TestSearchIsAPost(t *testing.T) {
	s := newSite(t)
	s.Insert(t, "participant_words", map[string]any{"word": "haddad", "kind": "w", "participant_id": "amina", "centre_id": "namur"})
	s.Insert(t, "participant_words", map[string]any{"word": "noori", "kind": "w", "participant_id": "noori", "centre_id": "namur"})
	s.Exec(t, "delete from registrations where id = 'cv-amina'")
	claire := s.as(t, "claire")
	found := claire.fragment("POST", "/seances/s-cv/inscriptions/recherche", "results", filled("q", "hAd")).want(t, 200)
	if who := found.Doc.Find(".results form input[name=inscription]").AttrOr("value", ""); who != "e-amina-llf" {
		t.Errorf("search as you type: %q in %s", who, found.Body)
	}
	outside := claire.post("/seances/s-cv/inscriptions/recherche", filled("q", "noori")).want(t, 200)
	if href := outside.Doc.Find("a[href*='/inscription/o-llf']").AttrOr("href", ""); href != "/personnes/p-noori/inscription/o-llf?seance=s-cv" {
		t.Errorf("to enrol first: %q", href)
	}
	one := claire.get("/seances/s-cv/inscriptions?inscription=e-amina-llf").want(t, 200)
	if one.Doc.Find("input[name=inscription][checked]").Length() != 1 {
		t.Error("the person chosen is ticked")
	}
}

func TestRollCall(t *testing.T) {
	s := newSite(t)
	tom := s.as(t, "tom")
	s.Exec(t, "delete from registrations where id = 'module4h-tsehaye'")
	page := tom.get("/seances/s-cv/presences").want(t, 200)
	if page.Doc.Find("#a-preciser .who").First().Text() != "GEBRU Tsehaye" {
		t.Errorf("the page opens on the first person to specify: %s", page.text(".roll"))
	}
	tap := tom.fragment("POST", "/seances/s-cv/presences/r-cv-amina", "bilan", filled("attendance", "present", "late", "15", "signed", "1")).want(t, 200)
	if text := tap.text("body"); !strings.Contains(text, "1 présence · 1 à préciser") || strings.Contains(text, "Historique") {
		t.Errorf("a tap answers the counts only: %s", text)
	}
	tom.post("/seances/s-cv/presences/r-cv-tsehaye", filled("attendance", "retard", "late", "300")).want(t, 422)
	tom.post("/seances/s-cv/presences/r-cv-tsehaye", filled("attendance", "malade")).want(t, 422)
	late := tom.post("/seances/s-cv/presences/r-cv-tsehaye", filled("attendance", "retard", "late", "20")).want(t, 303)
	if n := s.Count(t, "select minutes from registrations where id = 'cv-tsehaye'"); n != 220 || !strings.HasSuffix(late.Location, "#a-r-cv-tsehaye") {
		t.Errorf("late by 20 of 240: %d minutes, %s", n, late.Location)
	}
	// A tablet that has not seen the presence ticks the signature: nothing else is taken back.
	tom.fragment("POST", "/seances/s-cv/presences/r-cv-tsehaye", "bilan", filled("late", "15", "signed", "1", "touched", "signed")).want(t, 200)
	tom.fragment("POST", "/seances/s-cv/presences/r-cv-tsehaye", "bilan", filled("attendance", "retard", "late", "20", "signed", "1", "touched", "late")).want(t, 200)
	if n := s.Count(t, "select count(*) from registrations where id = 'cv-tsehaye' and attendance = 'retard' and minutes = 220 and signed"); n != 1 {
		t.Error("the tick of another tablet has changed the presence")
	}
	tom.post("/seances/s-cv/presences/r-cv-tsehaye", filled("attendance", "retard", "late", "20")).want(t, 303)
	tom.post("/seances/s-cv/presences/signatures", filled("x", "y")).want(t, 303)
	page = tom.get("/seances/s-cv/presences")
	if text := page.text(".roll-bar"); !strings.Contains(text, "2 présences · dont 1 retard") || strings.Contains(text, "sans signature") {
		t.Errorf("counts: %s", text)
	}
	tom.post("/seances/s-cv/presences/annuler", filled("gesture", page.value("gesture"))).want(t, 303)
	if text := tom.get("/seances/s-cv/presences").text("main"); !strings.Contains(text, "1 sans signature") || !strings.Contains(text, "signature retirée (annulation)") {
		t.Errorf("undone and kept in the history: %s", text)
	}
	closing := tom.get("/seances/s-cv/cloture").want(t, 200)
	if text := closing.text("main"); !strings.Contains(text, "GEBRU Tsehaye : aucune signature") || !strings.Contains(text, "Clôturer quand même") {
		t.Errorf("what is left: %s", text)
	}
	tom.post("/seances/s-cv/cloture", filled("x", "y")).want(t, 303)
	refused := tom.post("/seances/s-cv/presences/r-cv-tsehaye", filled("attendance", "absent")).want(t, 422)
	if !strings.Contains(refused.text(".summary"), "Rouvrez-la avec un motif") {
		t.Error(refused.text(".summary"))
	}
	tom.post("/seances/s-cv/reouverture", filled("reason", "")).want(t, 422)
	tom.post("/seances/s-cv/reouverture", filled("reason", "oubli")).want(t, 303)
	tom.post("/seances/s-cv/presences/r-cv-tsehaye", filled("attendance", "absent")).want(t, 303)
}

func TestRollCallReach(t *testing.T) {
	s := newSite(t)
	tom := s.as(t, "tom")
	tom.get("/seances/s-module4h/presences").want(t, 404)
	tom.get("/personnes/p-amina").want(t, 403)
	s.as(t, "nadia").get("/seances/s-cv/presences").want(t, 404)
	s.as(t, "rita").get("/seances/s-cv/presences").want(t, 403)
	if page := s.as(t, "marc").get("/seances/s-cv/presences").want(t, 200); page.Doc.Find(".roll form").Length() != 0 {
		t.Error("Direction reads the roll call and marks nothing")
	}
	s.Exec(t, "update sessions set on_date = '2026-11-25' where id = 'cv'")
	future := tom.get("/seances/s-cv/presences").want(t, 200)
	if !strings.Contains(future.text("main"), "les présences s'encodent à partir de ce jour") || future.Doc.Find(".roll form").Length() != 0 {
		t.Error("nothing can be marked before the day")
	}
	tom.post("/seances/s-cv/presences/r-cv-amina", filled("attendance", "present")).want(t, 422)
}

func TestSheet(t *testing.T) {
	s := newSite(t)
	tom := s.as(t, "tom")
	page := tom.get("/seances/s-cv/feuille").want(t, 200)
	for _, text := range []string{"Feuille de présences", "HADDAD Amina", "Signature au début", "Absence : motif", "mardi 17 novembre 2026", "Forem"} {
		if !strings.Contains(page.text("body"), text) {
			t.Errorf("the sheet on screen does not say %q", text)
		}
	}
	pdf := tom.get("/seances/s-cv/feuille.pdf").want(t, 200)
	if pdf.Header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(pdf.Body, "%PDF-") {
		t.Errorf("%s", pdf.Header.Get("Content-Type"))
	}
	if again := tom.get("/seances/s-cv/feuille.pdf"); again.Body != pdf.Body {
		t.Error("the same sheet prints other bytes")
	}
	s.as(t, "rita").get("/seances/s-cv/feuille").want(t, 403)
}

func TestAttestation(t *testing.T) {
	s := siteOn(t, storetest.SQLite(t), Config{BaseURL: "http://jalon.exemple"})
	claire := s.as(t, "claire")
	s.Exec(t, "delete from registrations where id = 'cv-tsehaye'")
	s.Exec(t, "update sessions set starts_at = '09:00', ends_at = '12:00' where id = 'module4h'")
	claire.post("/seances/s-module4h/presences/r-module4h-tsehaye", filled("attendance", "present", "signed", "1")).want(t, 303)
	if text := claire.get("/inscriptions/e-tsehaye-m4h/attestation").want(t, 200).text("main"); !strings.Contains(text, "Il manque 1 h de présence (3 h sur 4 h).") {
		t.Errorf("three hours: %s", text)
	}
	claire.get("/inscriptions/e-tsehaye-m4h/attestation/nouvelle").want(t, 422)
	s.Exec(t, "update sessions set ends_at = '13:00' where id = 'module4h'")
	claire.post("/seances/s-module4h/cloture", filled("x", "y")).want(t, 303)
	check := claire.get("/inscriptions/e-tsehaye-m4h/attestation/nouvelle").want(t, 200)
	if check.value("full_name") != "GEBRU Tsehaye" || check.value("birth") != "01/01/1995" {
		t.Errorf("identity to check: %s, %s", check.value("full_name"), check.value("birth"))
	}
	wrong := claire.post("/inscriptions/e-tsehaye-m4h/attestation/nouvelle", filled("full_name", "ገብሩ ፀሐይ", "signatory", "")).want(t, 422)
	if text := wrong.text(".summary"); !strings.Contains(text, "indiquez l'orthographe du titre de séjour") || !strings.Contains(text, "Indiquez qui signe") {
		t.Error(text)
	}
	made := claire.post("/inscriptions/e-tsehaye-m4h/attestation/nouvelle", filled("full_name", "GEBRU Tsehay", "birth", "01/01/1995", "signatory", "Marc Exemple")).want(t, 303)
	shown := claire.get(made.Location).want(t, 200)
	if text := shown.text("main"); !strings.Contains(text, "n° 2026-0001") || !strings.Contains(text, "Valable") {
		t.Errorf("made: %s", text)
	}
	pdf := claire.get(made.Location+"/pdf").want(t, 200)
	s.Exec(t, "update participants set family_name = 'Autre' where id = 'tsehaye'")
	if again := claire.get(made.Location + "/pdf"); again.Body != pdf.Body || !strings.HasPrefix(pdf.Body, "%PDF-") {
		t.Error("the document is not frozen")
	}
	claire.post(made.Location+"/remise", filled("handed", "main_propre", "handed_on", "hier")).want(t, 422)
	claire.post(made.Location+"/remise", filled("handed", "main_propre", "handed_on", "aujourd'hui")).want(t, 303)
	next := claire.post(made.Location+"/remplacement", filled("reason", "nom mal écrit", "full_name", "GEBRU Tsehaye", "signatory", "Marc Exemple")).want(t, 303)
	if text := claire.get(next.Location).text("main"); !strings.Contains(text, "n° 2026-0002") || !strings.Contains(text, "2026-0001") {
		t.Errorf("replacement: %s", text)
	}
	s.as(t, "simon").get(next.Location).want(t, 200)
	s.as(t, "nadia").get(next.Location).want(t, 404)
	s.as(t, "simon").get(next.Location+"/remplacement").want(t, 403)
	s.as(t, "tom").get(next.Location+"/pdf").want(t, 403)
	checkPublicAnswer(t, s, shown)
}

// checkPublicAnswer looks at what anybody with the code of the first, cancelled attestation sees.
func checkPublicAnswer(t *testing.T, s *site, shown answer) {
	t.Helper()
	code := shown.Doc.Find("dt:contains('Code de vérification') + dd").Text()
	visitor := s.anonymous(t)
	found := visitor.post("/verifier", filled("code", strings.ToUpper(code[:4])+" "+code[4:])).want(t, 303)
	public := visitor.get(found.Location).want(t, 200)
	text := public.text("body")
	if !strings.Contains(text, "annulée") || !strings.Contains(text, "G. T.") || !strings.Contains(text, "2026-0002") || strings.Contains(strings.ToLower(text), "gebru") || strings.Contains(text, "1995") {
		t.Errorf("public check: %s", text)
	}
	visitor.get("/verifier/aaaaaaaaaaaaaaaa").want(t, 404)
	visitor.get("/verifier").want(t, 200)
}

func TestBatchOfAttestations(t *testing.T) {
	s := newSite(t)
	claire := s.as(t, "claire")
	s.Exec(t, "update centres set signatory = 'Marc Exemple' where id = 'namur'")
	s.Exec(t, "delete from registrations where id = 'cv-tsehaye'")
	claire.post("/seances/s-module4h/presences/restantes", filled("x", "y")).want(t, 303)
	claire.post("/seances/s-module4h/presences/signatures", filled("x", "y")).want(t, 303)
	claire.post("/seances/s-module4h/cloture", filled("x", "y")).want(t, 303)
	page := claire.get("/seances/s-module4h/attestations").want(t, 200)
	if page.Doc.Find("input[name=inscription][checked]").Length() != 1 {
		t.Fatalf("ready: %s", page.text("main"))
	}
	claire.post("/seances/s-module4h/attestations", filled("inscription", "e-tsehaye-m4h")).want(t, 303)
	if text := claire.get("/seances/s-module4h/attestations").text("main"); !strings.Contains(text, "Attestation n° 2026-0001") {
		t.Errorf("after: %s", text)
	}
	if n := s.Count(t, "select count(*) from attestations"); n != 1 {
		t.Errorf("%d attestations", n)
	}
}

func TestSessionStates(t *testing.T) {
	s := newSite(t)
	claire := s.as(t, "claire")
	if text := claire.get("/seances?vue=a_cloturer").want(t, 200).text("main"); !strings.Contains(text, "3 séances") || !strings.Contains(text, "À clôturer") {
		t.Errorf("past and open: %s", text)
	}
	claire.post("/seances/s-info/annulation", filled("reason", "")).want(t, 422)
	claire.post("/seances/s-info/annulation", filled("reason", "grève des trains")).want(t, 303)
	if text := claire.get("/seances/s-info").text("main"); !strings.Contains(text, "Annulée") || !strings.Contains(text, "grève des trains") {
		t.Errorf("cancelled: %s", text)
	}
	s.as(t, "nadia").get("/seances/nouvelle").want(t, 403)
	s.as(t, "lea").get("/seances/s-cv").want(t, 404)
	at(t, time.Date(2026, 11, 16, 8, 0, 0, 0, time.UTC))
	if text := claire.get("/seances").text("main"); !strings.Contains(text, "Planifiée") {
		t.Errorf("before the day: %s", text)
	}
}
