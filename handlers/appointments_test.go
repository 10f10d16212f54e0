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
	moved := fields(nadia.get("/rendez-vous/a-1/modifier").want(t, http.StatusOK))
	moved.Set("heure", "14h")
	nadia.post("/rendez-vous/a-1/modifier", moved).want(t, http.StatusSeeOther)
	moved.Set("heure", "15h")
	stale := nadia.post("/rendez-vous/a-1/modifier", moved).want(t, http.StatusConflict)
	if stale.value("heure") != "15h" || stale.value("version") != "2" || stale.value("theirs_heure") != "14h00" {
		t.Error("a stale change loses what was typed")
	}
	nadia.post("/rendez-vous/a-1/issue", url.Values{"issue": {"absent"}}).want(t, http.StatusUnprocessableEntity) // not yet
	nadia.post("/rendez-vous/a-1/issue", form("issue", "annule")).want(t, http.StatusUnprocessableEntity)         // who cancels is asked
	nobody := nadia.post("/rendez-vous/a-1/annulation", form("version", "2", "reason", "grippe")).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(nobody.text(".summary"), "Indiquez qui annule") || nobody.value("reason") != "grippe" {
		t.Errorf("without a side: %s", nobody.text(".summary"))
	}
	nadia.post("/rendez-vous/a-1/annulation", form("version", "2", "side", "personne", "reason", "grippe")).want(t, http.StatusSeeOther)
	if got := nadia.get("/rendez-vous/a-1").text("main"); !strings.Contains(got, "Annulation") || !strings.Contains(got, "grippe") || !strings.Contains(got, "La personne") {
		t.Errorf("after the cancellation: %s", got)
	}
	if got := s.as(t, "rita").get("/rendez-vous/a-1").text("main"); strings.Contains(got, "grippe") {
		t.Errorf("the desk reads why: %s", got)
	}
	nadia.post("/rendez-vous/a-1/annulation", form("version", "3", "side", "centre")).want(t, http.StatusConflict)
	nadia.post("/rendez-vous/a-1/defaire?version=3", nil).want(t, http.StatusSeeOther)
	nadia.post("/rendez-vous/a-1/defaire?version=3", nil).want(t, http.StatusConflict) // the second click
	page := nadia.get("/rendez-vous/a-1").want(t, http.StatusOK)
	if got := page.text("main"); !strings.Contains(got, "À venir") || !strings.Contains(got, "Avant : mercredi 25 novembre 2026 · 09 h 00 – 10 h 00") {
		t.Errorf("after the undo: %s", got)
	}
	nadia.post("/rendez-vous/a-1/issue", form("issue", "excuse", "retour", "/agenda")).want(t, http.StatusSeeOther)
	nadia.undo(t, "/agenda")
}

// What was refused is answered with free times; one click plans at one of them, with everything that was typed.
func TestFreeTimesAreOffered(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	nadia.post("/rendez-vous/nouveau?personne=p-amina", plan(nil)).want(t, http.StatusSeeOther)
	clash := nadia.post("/rendez-vous/nouveau?personne=p-noori", plan(func(f url.Values) { f.Set("interprete", "1"); f.Set("interprete_langue", "ps") })).want(t, http.StatusUnprocessableEntity)
	offers := clash.Doc.Find(`form button[name=creneau]`)
	if offers.Length() != 6 || offers.First().AttrOr("value", "") != "2026-11-25 10:00" || offers.Eq(3).AttrOr("value", "") != "2026-11-26 09:00" {
		t.Fatalf("offered: %s", offers.Text())
	}
	if first := clash.Doc.Find("main form button").First(); first.AttrOr("name", "") != "" {
		t.Error("Enter would take the first free time")
	}
	again := fields(clash)
	again.Set("creneau", "2026-11-26 09:00")
	nadia.post("/rendez-vous/nouveau?personne=p-noori", again).want(t, http.StatusSeeOther)
	if s.Count(t, "select count(*) from appointments where on_date = '2026-11-26' and starts_at = '09:00' and interpreter_language = 'ps'") != 1 {
		t.Error("the free time was not taken with what was typed")
	}
	nadia.undo(t, "/personnes/p-noori")
	if s.Count(t, "select count(*) from appointments where on_date = '2026-11-26' and cancel_side = 'erreur'") != 1 {
		t.Error("the planning is not undone")
	}
}

func TestPlanAtADesk(t *testing.T) {
	s := newSite(t)
	for _, l := range []struct {
		name string
		desk bool
	}{{"Andenne", true}, {"Bureau 2", false}} {
		s.Insert(t, "locations", map[string]any{"id": l.name, "public_id": "l-" + l.name, "centre_id": "namur", "name": l.name, "sort_name": l.name, "desk": l.desk, "seats": 1, "created_at": s.Now().Time})
	}
	nadia := s.as(t, "nadia")
	send := func(change func(url.Values)) answer {
		return nadia.post("/rendez-vous/nouveau?personne=p-amina", plan(change))
	}
	for name, tc := range map[string]struct {
		change func(url.Values)
		field  string
	}{
		"no desk":        {func(f url.Values) { f.Set("mode", "decentralise") }, "antenne"},
		"nowhere":        {func(f url.Values) { f.Set("mode", "decentralise"); f.Set("antenne", "ailleurs") }, "lieu"},
		"office as desk": {func(f url.Values) { f.Set("mode", "decentralise"); f.Set("antenne", "l-Bureau 2") }, "antenne"},
		"desk as office": {func(f url.Values) { f.Set("bureau", "l-Andenne") }, "bureau"},
		"unknown":        {func(f url.Values) { f.Set("bureau", "nowhere") }, "bureau"},
	} {
		page := send(tc.change).want(t, http.StatusUnprocessableEntity)
		if page.Doc.Find(`.summary a[href="#`+tc.field+`"]`).Length() != 1 {
			t.Errorf("%s: %s", name, page.text(".summary"))
		}
	}
	send(func(f url.Values) { f.Set("mode", "decentralise"); f.Set("antenne", "l-Andenne") }).want(t, http.StatusSeeOther)
	s.Exec(t, "update appointments set public_id = 'a-1'")
	edit := fields(nadia.get("/rendez-vous/a-1/modifier").want(t, http.StatusOK))
	if edit.Get("antenne") != "l-Andenne" || edit.Get("lieu") != "" {
		t.Errorf("the form of the desk: %v", edit)
	}
	taken := s.as(t, "simon").post("/rendez-vous/nouveau?personne=p-olha", plan(func(f url.Values) {
		f.Set("collegue", "u-simon")
		f.Set("mode", "decentralise")
		f.Set("antenne", "l-Andenne")
	})).want(t, http.StatusUnprocessableEntity)
	if got := taken.text(".summary"); !strings.Contains(got, "Andenne est pris de 09 h 00 à 10 h 00 le 25/11/2026 par nadia") {
		t.Errorf("one colleague a desk: %s", got)
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
	if got := week.text("main h2"); !strings.HasPrefix(got, "lundi 16 novembre 2026") {
		t.Errorf("the week starts with %q", got)
	}
	if week.Doc.Find(`.slots a[href^="/seances/"]`).Length() == 0 {
		t.Error("the sessions of the week are missing")
	}
}

// A colleague's week: names within one's reach, else « Occupé ». Free times lead to the form, filled in.
func TestAgendaOfOthers(t *testing.T) {
	s := newSite(t)
	simon, nadia := s.as(t, "simon"), s.as(t, "nadia")
	simon.post("/rendez-vous/nouveau?personne=p-olha", plan(func(f url.Values) { f.Set("collegue", "u-simon") })).want(t, http.StatusSeeOther)
	page := nadia.get("/agenda?semaine=2026-11-23&qui=u-simon").want(t, http.StatusOK)
	got := page.text(".week")
	if !strings.Contains(got, "Occupé") || strings.Contains(strings.ToLower(got), "olha") || strings.Contains(got, "Bilan") {
		t.Errorf("nadia reads of simon: %s", got)
	}
	if own := simon.get("/agenda").want(t, http.StatusOK).text(".week"); !strings.Contains(strings.ToLower(own), "olha") || strings.Contains(own, "Occupé") {
		t.Errorf("simon reads of himself: %s", own)
	}
	if got := s.as(t, "rita").get("/agenda?qui=u-simon").want(t, http.StatusOK).text(".week"); strings.Contains(got, "Planifier") {
		t.Errorf("the desk may not plan: %s", got)
	}
	free := page.Doc.Find(".slots .free a")
	if free.Length() == 0 {
		t.Fatal("no free time")
	}
	to := free.FilterFunction(func(_ int, l *goquery.Selection) bool { return strings.Contains(l.AttrOr("href", ""), "date=25") }).First().AttrOr("href", "")
	choice := nadia.get(to).want(t, http.StatusOK)
	link := choice.Doc.Find(`a[href*="personne=p-amina"]`).First().AttrOr("href", "")
	if link == "" {
		link = to + "&personne=p-amina"
	}
	form := fields(nadia.get(link).want(t, http.StatusOK))
	if form.Get("date") != "25/11/2026" || form.Get("heure") != "8h30" || form.Get("collegue") != "u-simon" || !strings.HasPrefix(form.Get("retour"), "/agenda?") {
		t.Errorf("the form: %v", form)
	}
}

// What became of an appointment is said with one click, where it stands, and undone with another.
func TestOutcomeFromTheAgenda(t *testing.T) {
	s := newSite(t)
	s.Insert(t, "appointments", map[string]any{"id": "a1", "public_id": "a-1", "centre_id": "namur", "participant_id": "amina", "user_id": "nadia", "on_date": "2026-11-23",
		"starts_at": "09:00", "minutes": 60, "created_at": s.Now().Time})
	nadia := s.as(t, "nadia")
	for _, path := range []string{"/agenda", "/a-completer?type=appointments"} {
		button := nadia.get(path).want(t, http.StatusOK).Doc.Find(`form[action="/rendez-vous/a-1/issue"]`).First()
		back := button.Find("input[name=retour]").AttrOr("value", "")
		if button.Find("button[name=issue]").Length() != 2 || back == "" {
			t.Fatalf("%s: no answers", path)
		}
		if to := nadia.post("/rendez-vous/a-1/issue", form("issue", "excuse", "retour", back)).want(t, http.StatusSeeOther).Location; to != back {
			t.Errorf("%s leads to %s", path, to)
		}
		nadia.undo(t, back)
		if s.Count(t, "select count(*) from appointments where outcome = ''") != 1 {
			t.Errorf("%s: not undone", path)
		}
	}
}
