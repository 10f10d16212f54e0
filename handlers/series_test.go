package handlers

import (
	"net/url"
	"strings"
	"testing"

	"jalon/models"
	"jalon/store/storetest"
)

// plannedSite is a site whose centre has a module and a place with two rooms.
func plannedSite(t *testing.T) (*site, *client, url.Values) {
	t.Helper()
	s := newSite(t)
	at := storetest.Now
	s.Insert(t, "modules", map[string]any{"id": "cv", "public_id": "mo-cv", "centre_id": "namur", "code": "LLF11", "programme": "LLF", "title": "Rédiger un CV", "minutes": 240,
		"capacity": 12, "created_at": at})
	s.Insert(t, "module_trainers", map[string]any{"module_id": "cv", "user_id": "tom"})
	s.Insert(t, "locations", map[string]any{"id": "namur", "public_id": "lo-n", "centre_id": "namur", "name": "Namur", "sort_name": "namur", "laptops": 4, "created_at": at})
	for name, seats := range map[string]int{"B12": 14, "B14": 20} {
		s.Insert(t, "rooms", map[string]any{"id": name, "public_id": "r-" + name, "centre_id": "namur", "location_id": "namur", "name": name, "sort_name": strings.ToLower(name),
			"seats": seats, "created_at": at})
	}
	return s, s.as(t, "claire"), filled("module", "mo-cv", "room", "local:r-B12", "start", "01/12/2026", "starts_at", "9", "count", "3")
}

func with(v url.Values, pairs ...string) url.Values {
	copied := url.Values{}
	for name, list := range v {
		copied[name] = append([]string{}, list...)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		copied[pairs[i]] = append(copied[pairs[i]], pairs[i+1])
	}
	return copied
}

// The module gives what is left empty; closing days are said; a conflict stands on its line with buttons that settle it.
func TestPlanASeries(t *testing.T) {
	s, claire, typed := plannedSite(t)
	s.Insert(t, "sessions", map[string]any{"id": "x", "public_id": "s-x", "centre_id": "namur", "operation_id": "llf", "title": "Accueil", "on_date": "2026-12-08",
		"starts_at": "09:00", "ends_at": "12:00", "place": "Namur", "room": "B12", "created_at": storetest.Now})
	s.Insert(t, "closures", map[string]any{"id": "c", "public_id": "cl-c", "centre_id": "namur", "kind": "fermeture", "label": "Pont", "from_on": "2026-12-15", "until_on": "2026-12-15",
		"created_at": storetest.Now})
	page := claire.post(seriesPlanURL, with(typed, "action", "proposer")).want(t, 200)
	for _, text := range []string{"Rédiger un CV", "09 h 00 – 13 h 00", "tom", "mardi 1er décembre 2026", "mardi 15 décembre 2026 évité : Pont",
		"B12 est occupé le 08/12/2026 de 09 h 00 à 12 h 00 (Accueil)", "1 point à régler", "Créer 3 séances", "Vacances d'hiver"} {
		if !strings.Contains(page.text("main"), text) {
			t.Errorf("the proposal does not say %q: %s", text, page.text("#proposition"))
		}
	}
	if link := page.Doc.Find(`#proposition a[href="/reglages/fermetures"]`); link.Length() != 1 || !strings.Contains(page.text("#proposition"), "Les congés scolaires sont ceux de la Fédération") {
		t.Errorf("where the school holidays come from: %s", page.text("#proposition"))
	}
	past := claire.post(seriesPlanURL, with(filled("module", "mo-cv", "start", "01/12/2025", "starts_at", "9", "count", "1"), "action", "proposer")).want(t, 200)
	if !strings.Contains(past.text("#proposition"), "Date passée") {
		t.Errorf("a year typed wrong: %s", past.text("#proposition"))
	}
	remedy := page.Doc.Find(`button[name=change]`).First()
	if remedy.Text() != "Prendre B14 (20 places)" {
		t.Errorf("first remedy: %s", remedy.Text())
	}
	change, _ := remedy.Attr("value")
	refused := claire.post(seriesPlanURL, with(typed, "action", "creer", "submission", page.value("submission"))).want(t, 422)
	if !strings.Contains(refused.text(".summary"), "B12 est occupé") || refused.value("start") != "01/12/2026" {
		t.Errorf("creation with a conflict: %s", refused.text(".summary"))
	}
	settled := claire.post(seriesPlanURL, with(typed, "change", change)).want(t, 200)
	if strings.Contains(settled.text("main"), "à régler") || settled.value("change") != change {
		t.Errorf("after the remedy: %s", settled.text("#proposition"))
	}
	created := claire.post(seriesPlanURL, with(typed, "change", change, "action", "creer", "submission", page.value("submission"))).want(t, 303)
	shown := claire.get(created.Location).want(t, 200)
	if !strings.Contains(shown.text("main"), "Namur, B14") || shown.Doc.Find("tbody tr").Length() != 3 {
		t.Errorf("the series: %s", shown.text("main"))
	}
	again := claire.post(seriesPlanURL, filled("action", "reprendre")).want(t, 200)
	if again.value("start") != "12/01/2027" || again.value("count") != "3" || again.value("starts_at") != "09:00" {
		t.Errorf("« Reprendre la dernière série »: %s %s %s", again.value("start"), again.value("count"), again.value("starts_at"))
	}
	s.as(t, "nadia").get(seriesPlanURL).want(t, 403)
}

func TestSeriesRefusals(t *testing.T) {
	_, claire, typed := plannedSite(t)
	for _, c := range []struct{ field, value, sentence string }{
		{"capacity", "16", "16 places demandées, B12 en compte 14."},
		{"ends_at", "8", "L'heure de fin doit suivre l'heure de début."},
		{"count", "0", "Indiquez un nombre de séances entre 1 et 60."},
		{"start", "28/03/2027", "passe à l'heure d'été"},
		{"start", "", "Indiquez la première date"},
		{"days", "01/12, demain peut-être", "« demain peut-être » n'est pas une date."},
		{"laptops", "9", "9 ordinateurs demandés le 01/12/2026, Namur en a 4 de libres."},
		{"module", "", "Choisissez un module"},
		{"room", "local:ailleurs", "Choisissez"},
	} {
		form := with(typed)
		form.Set(c.field, c.value)
		if c.value == "28/03/2027" {
			form.Set("starts_at", "02:30")
			form.Set("ends_at", "05:00")
		}
		form.Set("action", "creer")
		answer := claire.post(seriesPlanURL, form).want(t, 422)
		if !strings.Contains(answer.text("main"), c.sentence) {
			t.Errorf("%s = %q: %s", c.field, c.value, answer.text("main"))
		}
		if c.field != "module" && strings.Contains(answer.text("main"), "Choisissez un module") {
			t.Errorf("%s = %q: a module is chosen, and the page asks for one", c.field, c.value)
		}
	}
}

func TestSeriesDraft(t *testing.T) {
	_, claire, typed := plannedSite(t)
	page := claire.get(seriesPlanURL).want(t, 200)
	claire.post(seriesPlanURL, with(typed, "action", "brouillon", "change", "2026-12-08|retirer||", "brouillon", page.value("brouillon"), "brouillon_page", page.value("brouillon_page"))).want(t, 303)
	resumed := claire.get(seriesPlanURL+"?brouillon=1").want(t, 200)
	if resumed.value("start") != "01/12/2026" || !strings.Contains(resumed.text("#proposition"), "8 décembre 2026 : retiré de la série") {
		t.Errorf("the draft taken up: %s", resumed.text("main"))
	}
	if !strings.Contains(claire.get("/brouillons").want(t, 200).text("main"), "Planifier une série") {
		t.Error("the draft is in the list")
	}
}

func TestMoveAndCancelSeries(t *testing.T) {
	s, claire, typed := plannedSite(t)
	created := claire.post(seriesPlanURL, with(typed, "action", "creer", "submission", claire.get(seriesPlanURL).value("submission"))).want(t, 303)
	s.Exec(t, "insert into registrations (id, public_id, centre_id, session_id, participant_id, enrolment_id, created_at) select 'r-new', 'r-new', 'namur', id, 'amina', 'amina-gtj', ? from sessions where on_date = '2026-12-08' and room_id = 'B12'", storetest.Now)
	if text := claire.get(created.Location).want(t, 200).text("main"); !strings.Contains(text, "1 inscription à venir") {
		t.Errorf("whom it concerns: %s", text)
	}
	move := created.Location + "/deplacement"
	claire.get(move).want(t, 200)
	unchanged := claire.post(move, filled("first", "01/12/2026", "starts_at", "09:00", "ends_at", "13:00", "room", "local:r-B12", "reason", "Local")).want(t, 422)
	if !strings.Contains(unchanged.text(".summary"), "Rien ne change") {
		t.Errorf("nothing changes: %s", unchanged.text(".summary"))
	}
	// One week later: each takes the day of the next.
	moved := claire.post(move, filled("first", "08/12/2026", "starts_at", "09:00", "ends_at", "13:00", "room", "local:r-B12", "reason", "Travaux")).want(t, 303)
	shown := claire.get(moved.Location).want(t, 200)
	if !strings.Contains(shown.text(".flash"), "1 inscription : prévenez la personne") && !strings.Contains(shown.text("body"), "1 inscription : prévenez la personne") {
		t.Errorf("whom to tell: %s", shown.text("body"))
	}
	if link := shown.Doc.Find(`main table a[href$="/messages?motif=deplacement"]`); link.Length() != 1 {
		t.Errorf("%d sessions to tell people about, want the one with somebody", link.Length())
	}
	if !strings.Contains(shown.text("main"), "mardi 22 décembre 2026") || strings.Contains(shown.text("main"), "mardi 1er décembre") {
		t.Errorf("moved: %s", shown.text("main"))
	}
	s.Exec(t, "update registrations set attendance = ? where id = 'r-new'", models.Present)
	claire.post(move, filled("first", "09/12/2026", "starts_at", "09:00", "ends_at", "13:00", "room", "local:r-B12", "reason", "Travaux")).want(t, 303)
	if n := s.Count(t, "select count(*) from sessions where series_id is not null and on_date in ('2026-12-09', '2026-12-15', '2026-12-23')"); n != 3 {
		t.Errorf("%d sessions where they should be: the one whose presences are known stays", n)
	}
	closed := claire.post(move, filled("first", "25/12/2026", "starts_at", "09:00", "ends_at", "13:00", "room", "local:r-B12", "reason", "Travaux")).want(t, 422)
	if !strings.Contains(closed.text(".summary"), "Le 25/12/2026 est férié (Noël)") {
		t.Errorf("moved to a holiday: %s", closed.text(".summary"))
	}
	s.Exec(t, "update registrations set attendance = '' where id = 'r-new'")
	claire.post(created.Location+"/annulation", filled("reason", "")).want(t, 422)
	claire.post(created.Location+"/annulation", filled("reason", "Plus de demande")).want(t, 303)
	if n := s.Count(t, "select count(*) from sessions where series_id is not null and status = 'cancelled' and status_reason = 'Plus de demande'"); n != 3 {
		t.Errorf("%d sessions cancelled", n)
	}
	if claire.get(created.Location).Doc.Find(`main table a[href$="/messages?motif=annulation"]`).Length() != 1 {
		t.Error("nobody is told of the cancellation")
	}
}
