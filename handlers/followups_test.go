package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jalon/models"
)

// contactForm is the form of an attended meeting as the browser sends it.
func contactForm(enrolment string, change func(url.Values)) url.Values {
	form := url.Values{"date": {"24/11/2026"}, "debut": {""}, "duree": {"45"}, "duree_autre": {""}, "mode": {"bureau"}, "lieu": {""}, "presence": {"present"},
		"signature": {"oui"}, "dispositif": {enrolment}, "themes": {"CV", "mobilite"}, "note": {""}, "niveau": {"dossier"}, "suite": {"aucune"},
		"submission": {models.NewToken()}, "retour": {""}}
	if change != nil {
		change(form)
	}
	return form
}

// From the home page: « Encoder » on the slot, everything is filled in, « Enregistrer le suivi », back home (ux.md T1).
func TestFollowUpInThreeClicks(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	s.Insert(t, "appointments", map[string]any{"id": "a1", "public_id": "a-1", "centre_id": "namur", "participant_id": "noori", "enrolment_id": "noori-gtj",
		"user_id": "nadia", "on_date": "2026-11-24", "starts_at": "09:00", "minutes": 60, "created_at": s.Now().Time})
	home := nadia.get("/").want(t, http.StatusOK)
	link, found := home.Doc.Find(`.slots a.button[href^="/suivis/nouveau"]`).Attr("href")
	if !found {
		t.Fatalf("no button on the slot: %s", home.text(".slots"))
	}
	page := nadia.get(link).want(t, http.StatusOK)
	form := fields(page)
	if form.Get("date") != "24/11/2026" || form.Get("debut") != "9h00" || form.Get("duree") != "60" || form.Get("dispositif") != "e-noori-gtj" || form.Get("presence") != "present" {
		t.Errorf("the appointment does not fill the form: %v", form)
	}
	action := page.Doc.Find("main form.form").AttrOr("action", "")
	if saved := nadia.post(action, form).want(t, http.StatusSeeOther); saved.Location != "/#rdv-a-1" {
		t.Errorf("after saving one goes to %s, not back home", saved.Location)
	}
	again := nadia.post(action, form).want(t, http.StatusSeeOther) // the double click
	if again.Location != "/#rdv-a-1" || s.Count(t, "select count(*) from followups where participant_id = 'noori' and on_date = '2026-11-24'") != 1 {
		t.Error("a double click wrote twice")
	}
	home = nadia.get("/")
	if got := home.text(".flash"); !strings.Contains(got, "Suivi enregistré.") {
		t.Errorf("message: %q", got)
	}
	if s.Count(t, "select count(*) from appointments where id = 'a1' and outcome = 'present'") != 1 {
		t.Error("the appointment is still to be specified")
	}
}

// fields is what the browser would send of the page's form, untouched.
func fields(page answer) url.Values {
	form := url.Values{}
	page.Doc.Find("main form.form").Find("input, textarea, select").Each(func(_ int, f *goquery.Selection) {
		name, kind := f.AttrOr("name", ""), f.AttrOr("type", "")
		_, checked := f.Attr("checked")
		switch {
		case kind == "radio" || kind == "checkbox":
			if checked {
				form.Add(name, f.AttrOr("value", "on"))
			}
		case f.Is("textarea"):
			form.Add(name, f.Text())
		case f.Is("select"):
			form.Add(name, f.Find("option[selected]").AttrOr("value", ""))
		default:
			form.Add(name, f.AttrOr("value", ""))
		}
	})
	return form
}

func TestUndoAfterSaving(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	nadia.post("/suivis/nouveau?personne=p-amina", contactForm("e-amina-llf", nil)).want(t, http.StatusSeeOther)
	undo, found := nadia.get("/personnes").Doc.Find(".flash form").Attr("action")
	if !found {
		t.Fatal("the message offers nothing to undo")
	}
	s.as(t, "claire").post(undo, url.Values{}).want(t, http.StatusSeeOther) // somebody else is asked for a reason
	if n := s.Count(t, "select count(*) from followups where cancelled_at is not null"); n != 0 {
		t.Error("somebody else undid it without a reason")
	}
	nadia.post(undo, url.Values{}).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from followups where cancelled_at is not null"); n != 1 {
		t.Errorf("%d follow-ups cancelled, want 1", n)
	}
}

// Each refusal: 422, one sentence at the field and in the summary, what was typed is kept, nothing is written.
func TestFollowUpProblems(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	before := s.Count(t, "select count(*) from followups")
	for name, tc := range map[string]struct {
		change func(url.Values)
		want   string
	}{
		"future":          {func(f url.Values) { f.Set("date", "25/11/2026") }, "La date ne peut pas être dans le futur."},
		"no such day":     {func(f url.Values) { f.Set("date", "31/02/2026") }, "Cette date n'existe pas."},
		"unreadable":      {func(f url.Values) { f.Set("date", "bientôt") }, "Écrivez la date comme 24/11/2026, 24/11 ou « hier »."},
		"minutes":         {func(f url.Values) { f.Set("duree", "autre"); f.Set("duree_autre", "601") }, "Indiquez une durée entre 1 et 600 minutes."},
		"no minutes":      {func(f url.Values) { f.Set("duree", "autre") }, "Indiquez une durée entre 1 et 600 minutes."},
		"two programmes":  {func(f url.Values) { f.Del("dispositif") }, "Choisissez un dispositif : cette personne en suit deux."},
		"somebody else's": {func(f url.Values) { f.Set("dispositif", "e-olha-gtj") }, "Choisissez un dispositif : cette personne en suit deux."},
		"place":           {func(f url.Values) { f.Set("mode", "decentralise") }, "Indiquez le lieu."},
		"mode":            {func(f url.Values) { f.Set("mode", "fax") }, "Choisissez un mode."},
		"readers":         {func(f url.Values) { f.Set("niveau", "partage"); f.Set("note", "x") }, "Choisissez avec qui partager la note."},
		"overlap":         {func(f url.Values) { f.Set("date", "10/11/2026"); f.Set("debut", "10h30") }, "Cette personne a déjà un suivi de 10 h 00 à 10 h 45 le 10/11/2026, avec nadia. Corrigez l'heure ou la durée."},
		"next in the past": {func(f url.Values) {
			f.Set("suite", "rendez-vous")
			f.Set("suite_date", "20/11/2026")
			f.Set("suite_heure", "9")
			f.Set("suite_duree", "60")
		}, "La date est passée : encodez un suivi, ou choisissez une date à venir."},
	} {
		form := contactForm("e-amina-gtj", func(f url.Values) { f.Set("note", "ce que j'ai noté"); tc.change(f) })
		page := nadia.post("/suivis/nouveau?personne=p-amina", form).want(t, http.StatusUnprocessableEntity)
		if got := page.text(".summary"); !strings.Contains(got, tc.want) {
			t.Errorf("%s: summary %q, want %q", name, got, tc.want)
		}
		if got := page.text(".problem"); !strings.Contains(got, tc.want) {
			t.Errorf("%s: at the field %q, want %q", name, got, tc.want)
		}
		if got := page.value("note"); got != form.Get("note") || page.value("date") != form.Get("date") {
			t.Errorf("%s: what was typed is lost: %q", name, got)
		}
		if !strings.HasPrefix(page.text("title"), "Erreur : ") {
			t.Errorf("%s: title %q", name, page.Doc.Find("title").Text())
		}
	}
	if after := s.Count(t, "select count(*) from followups"); after != before {
		t.Errorf("%d follow-ups after the refusals, want %d", after, before)
	}
}

// One of the same length the same day interrupts; said again, it is written.
func TestSimilarFollowUp(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	form := contactForm("e-amina-gtj", func(f url.Values) { f.Set("date", "10/11/2026") })
	page := nadia.post("/suivis/nouveau?personne=p-amina", form).want(t, http.StatusConflict)
	if got := page.text("main"); !strings.Contains(got, "Un suivi de 45 min existe déjà le 10/11/2026 pour cette personne. En ajouter un autre ?") {
		t.Errorf("asks: %q", got)
	}
	again := url.Values{}
	page.Doc.Find("main form input").Each(func(_ int, f *goquery.Selection) { again.Add(f.AttrOr("name", ""), f.AttrOr("value", "")) })
	if again.Get("encore") != "1" || len(again["themes"]) != 2 {
		t.Fatalf("what was typed is not carried along: %v", again)
	}
	nadia.post(page.Doc.Find("main form").AttrOr("action", ""), again).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from followups where participant_id = 'amina' and on_date = '2026-11-10'"); n != 2 {
		t.Errorf("%d follow-ups that day, want 2", n)
	}
}

func TestFollowUpPage(t *testing.T) {
	s := newSite(t)
	page := s.as(t, "nadia").get("/suivis/f-amina").want(t, http.StatusOK)
	for _, want := range []string{"Suivi du 10/11/2026", "HADDAD Amina", "Note de amina", "Oui, 45 min comptent"} {
		if !strings.Contains(strings.ToUpper(page.text("main")), strings.ToUpper(want)) {
			t.Errorf("the page does not say %q: %s", want, page.text("main"))
		}
	}
	if strings.Contains(page.Doc.Find("title").Text(), "Haddad") {
		t.Error("the title holds a name")
	}
	if n := s.Count(t, "select count(*) from journal where action = 'read' and kind = 'followup' and record = 'f-amina' and detail = 'dossier'"); n != 1 {
		t.Errorf("%d journal lines, want 1", n)
	}
	s.as(t, "simon").get("/suivis/f-amina").want(t, http.StatusNotFound)
	s.as(t, "rita").get("/suivis/f-amina").want(t, http.StatusForbidden)
	marc := s.as(t, "marc").get("/suivis/f-noori").want(t, http.StatusOK)
	if strings.Contains(marc.Body, "Note de noori") || strings.Contains(marc.text("main"), "Confidence") {
		t.Error("a manager sees that there is a confidence")
	}
	if marc.Doc.Find(`a[href$="/modifier"]`).Length() != 0 {
		t.Error("a manager is offered to change a follow-up")
	}
}

func TestEditFollowUp(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	s.Exec(t, "update followups set starts_at = '14:00' where id = 'f-noori'")
	page := nadia.get("/suivis/f-amina/modifier").want(t, http.StatusOK)
	form := fields(page)
	if form.Get("note") != "Note de amina" || form.Get("duree") != "45" || form.Get("version") != "1" || form.Get("debut") != "10h00" {
		t.Fatalf("the form does not show what is recorded: %v", form)
	}
	form.Set("duree", "60")
	form.Set("niveau", "confidence")
	nadia.post("/suivis/f-amina/modifier", form).want(t, http.StatusSeeOther)
	shown := nadia.get("/suivis/f-amina")
	if got := shown.text(".lines"); !strings.Contains(got, "Durée : 45 min → 1 h") || !strings.Contains(got, "nadia") {
		t.Errorf("history: %q", got)
	}
	form.Set("mode", "telephone")
	stale := nadia.post("/suivis/f-amina/modifier", form).want(t, http.StatusConflict)
	if got := stale.text("main"); !strings.Contains(got, "nadia a modifié ce dossier à 09 h 30.") || stale.value("mode") != "telephone" || stale.value("theirs_mode") != "bureau" {
		t.Errorf("both versions are shown: %s", got)
	}
	nadia.post("/suivis/f-amina/modifier", fields(stale)).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from followups where id = 'f-amina' and mode = 'telephone' and version = 3"); n != 1 {
		t.Error("saved knowingly, it is not written")
	}
	if claire := s.as(t, "claire").get("/suivis/f-amina"); strings.Contains(claire.Body, "Note de amina") {
		t.Error("the note was reserved, and the coordinator still reads it")
	}
}

func TestCancelFollowUpAsksWhy(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	nadia.get("/suivis/f-amina/annuler").want(t, http.StatusOK)
	refused := nadia.post("/suivis/f-amina/annuler", url.Values{"reason": {"  "}}).want(t, http.StatusUnprocessableEntity)
	if got := refused.text(".summary"); !strings.Contains(got, "Indiquez le motif") {
		t.Errorf("summary: %q", got)
	}
	nadia.post("/suivis/f-amina/annuler", url.Values{"reason": {"Mauvaise personne"}}).want(t, http.StatusSeeOther)
	if got := nadia.get("/suivis/f-amina").text("main"); !strings.Contains(got, "Suivi annulé : Mauvaise personne") {
		t.Errorf("page: %q", got)
	}
	nadia.get("/suivis/f-amina/modifier").want(t, http.StatusConflict)
}

func TestListOfFollowUps(t *testing.T) {
	s := newSite(t)
	page := s.as(t, "nadia").get("/suivis").want(t, http.StatusOK)
	if page.Doc.Find("tbody tr").Length() != 2 || !strings.Contains(page.text("h2"), "2 suivis") {
		t.Errorf("this month: %s", page.text("main"))
	}
	if got := page.text(".tiles"); !strings.Contains(got, "1 h 30") {
		t.Errorf("totals: %q", got)
	}
	for query, want := range map[string]int{"?qui=moi&dispositif=LLF": 0, "?qui=equipe": 2, "?qui=moi&du=11/11/2026": 0, "?qui=moi&mode=bureau&theme=": 2} {
		if got := s.as(t, "nadia").get("/suivis" + query).Doc.Find("tbody tr").Length(); got != want {
			t.Errorf("%s: %d rows, want %d", query, got, want)
		}
	}
	if wrong := s.as(t, "nadia").get("/suivis?du=31/02/2026"); !strings.Contains(wrong.text(".summary"), "Cette date n'existe pas.") {
		t.Errorf("an impossible filter: %s", wrong.text(".summary"))
	}
	if empty := s.as(t, "lea").get("/suivis?qui=moi&du=12/11/2026").text(".empty"); !strings.Contains(empty, "Aucun suivi sur cette période.") {
		t.Errorf("empty list: %q", empty)
	}
}

// The export holds what the list shows, never a note, and no cell that a spreadsheet would run.
func TestExportOfFollowUps(t *testing.T) {
	s := newSite(t)
	s.Exec(t, `update participants set family_name = '=HYPERLINK("http://mauvais.example")' where id = 'amina'`)
	s.Exec(t, "update followups set place = '+33 cmd' where id = 'f-amina'")
	file := s.as(t, "nadia").get("/suivis/export?qui=moi").want(t, http.StatusOK)
	if !strings.HasPrefix(file.Body, "\ufeffDate;") || !strings.HasPrefix(file.Header.Get("Content-Type"), "text/csv") {
		t.Errorf("head: %.60q, %s", file.Body, file.Header.Get("Content-Type"))
	}
	lines := strings.Split(strings.TrimSpace(file.Body), "\r\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines, want a head and two rows: %q", len(lines), lines)
	}
	if !strings.Contains(file.Body, `'=HYPERLINK`) || !strings.Contains(file.Body, ";'+33 cmd;") || strings.Contains(file.Body, "Note de") {
		t.Errorf("file: %q", file.Body)
	}
	if n := s.Count(t, "select count(*) from journal where action = 'export' and kind = 'followup'"); n != 1 {
		t.Errorf("%d journal lines, want 1", n)
	}
}

// A note shared by name opens on its own page; the file behind it stays closed.
func TestSharedNotePage(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	if got := nadia.get("/").text("main"); !strings.Contains(got, "Notes partagées avec moi") || !strings.Contains(got, "Tsehaye") {
		t.Errorf("home: %s", got)
	}
	if got := nadia.get("/notes/n-tsehaye").want(t, http.StatusOK).text("main"); !strings.Contains(got, "Note de tsehaye") {
		t.Errorf("note: %s", got)
	}
	nadia.get("/suivis/f-tsehaye").want(t, http.StatusNotFound)
	s.as(t, "claire").get("/notes/n-tsehaye").want(t, http.StatusNotFound)
	nadia.get("/notes/n-noori").want(t, http.StatusNotFound)
}

// Without a person the page asks for one, among the files the reader opens; no name goes into an address.
func TestChoosePerson(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	if got := nadia.get("/suivis/nouveau").want(t, http.StatusOK).text(".results"); !strings.Contains(got, "Amina") {
		t.Errorf("people seen lately: %q", got)
	}
	s.Exec(t, "insert into participant_words (word, kind, participant_id, centre_id) values ('amina', 'w', 'amina', 'namur'), ('olha', 'w', 'olha', 'namur')")
	for text, want := range map[string]int{"amina": 1, "olha": 0} {
		to := nadia.post("/suivis/personne", url.Values{"q": {text}}).want(t, http.StatusSeeOther).Location
		if strings.Contains(strings.ToLower(to), text) {
			t.Errorf("the address holds the name: %s", to)
		}
		if got := nadia.get(to).Doc.Find("main section:not(.shorthand)").First().Find(".results li").Length(); got != want {
			t.Errorf("%s: %d people found, want %d", text, got, want)
		}
	}
	nadia.get("/suivis/nouveau?personne=p-olha").want(t, http.StatusNotFound)
}

// An absence has no length to speak of, a phone call needs no place, and yesterday is a word.
func TestTypedLikePeopleType(t *testing.T) {
	s := newSite(t)
	at(t, time.Date(2026, 11, 24, 8, 30, 0, 0, time.UTC))
	form := contactForm("e-amina-llf", func(f url.Values) {
		f.Set("date", "hier")
		f.Set("debut", "9 h 30")
		f.Set("duree", "autre")
		f.Set("duree_autre", "1h15")
		f.Set("suite", "texte")
		f.Set("suite_texte", "Rappeler l'école")
	})
	s.as(t, "nadia").post("/suivis/nouveau?personne=p-amina", form).want(t, http.StatusSeeOther)
	if n := s.Count(t, `select count(*) from followups where on_date = '2026-11-23' and starts_at = '09:30' and minutes = 75 and next_step = 'Rappeler l''école'`); n != 1 {
		t.Errorf("%d follow-ups as typed, want 1", n)
	}
}
