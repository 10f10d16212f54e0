package handlers

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"jalon/models"
	"jalon/store/storetest"
)

func TestCalendarShowsAWeekAndAMonth(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update sessions set place = 'Namur', room = 'B12', capacity = 12 where id = 'cv'")
	claire := s.as(t, "claire")
	week := claire.get("/seances/calendrier?jour=2026-11-17").want(t, 200)
	if days := week.Doc.Find(".calendar .cal-day").Length(); days != 5 {
		t.Errorf("%d days in a week without a session at the weekend", days)
	}
	if text := week.text(".calendar"); !strings.Contains(text, "mardi 17 novembre 2026") || !strings.Contains(text, "2/12") || !strings.Contains(text, "Formation à désigner") {
		t.Error(text)
	}
	month := claire.get("/seances/calendrier?vue=mois&jour=2026-11-01").want(t, 200)
	if days := month.Doc.Find(".calendar > .cal-day").Length(); days != 42 || month.Doc.Find(".cal-line").Length() != 3 {
		t.Errorf("%d days, %d sessions", days, month.Doc.Find(".cal-line").Length())
	}
	if closed := month.Doc.Find(".cal-day.closed:contains('Armistice')").Length(); closed != 1 {
		t.Errorf("a holiday is greyed, with its name: %d", closed)
	}
	filtered := claire.get("/seances/calendrier?vue=mois&jour=2026-11-01&lieu=namur&local=B12").want(t, 200)
	if filtered.Doc.Find(".cal-line").Length() != 1 || !strings.Contains(filtered.text(".active-filters"), "Local : B12") {
		t.Error(filtered.text("main"))
	}
	if text := claire.get("/seances/calendrier?formation=u-nobody&jour=2026-11-17").want(t, 200).text("main"); !strings.Contains(text, "Aucune séance cette semaine.") {
		t.Error(text)
	}
	if lines := s.as(t, "tom").get("/seances/calendrier?jour=2026-11-17").want(t, 200).Doc.Find(".cal-line"); lines.Length() != 1 {
		t.Errorf("a trainer sees %d sessions, not their own", lines.Length())
	}
}

func TestMoveASession(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update sessions set on_date = '2026-12-01', room = 'B12', place = 'Namur' where id in ('cv', 'info')")
	s.Exec(t, "update sessions set starts_at = '14:00', ends_at = '16:00' where id = 'info'")
	claire := s.as(t, "claire")
	form := claire.get("/seances/s-cv/deplacer?jour=2026-12-02&moment=apres_midi").want(t, 200)
	if form.value("on_date") != "02/12/2026" || form.value("starts_at") != "13:30" || form.value("ends_at") != "17:30" {
		t.Errorf("a drop fills in the form: %s %s %s", form.value("on_date"), form.value("starts_at"), form.value("ends_at"))
	}
	typed := filled("version", form.value("version"), "on_date", "1/12", "starts_at", "13h30", "ends_at", "17h30", "place", "Namur", "room", "B12")
	refused := claire.post("/seances/s-cv/deplacer", typed).want(t, 422)
	if !strings.Contains(refused.text(".summary"), "B12 est occupé le 01/12/2026 de 14 h 00 à 16 h 00 (info)") || refused.value("starts_at") != "13h30" {
		t.Error(refused.text("main"))
	}
	typed.Set("on_date", "2/12")
	moved := claire.post("/seances/s-cv/deplacer", typed).want(t, 303)
	page := claire.get(moved.Location).want(t, 200)
	if !strings.Contains(page.text(".flash"), "2 personnes sont à prévenir") || !strings.Contains(page.text(".calendar"), "13 h 30") {
		t.Error(page.text("main"))
	}
	undo := page.Doc.Find(".flash form").AttrOr("action", "")
	claire.post(undo, url.Values{}).want(t, 303)
	if n := s.Count(t, "select count(*) from sessions where id = 'cv' and on_date = '2026-12-01' and starts_at = '09:00' and room = 'B12'"); n != 1 {
		t.Error("the move is not undone")
	}
	claire.post(undo, url.Values{}).want(t, 409)
	for day, said := range map[string]string{"25/12/2026": "Séance déplacée au 25/12/2026 (Noël)", "1/10/2026": "une date passée"} {
		typed.Set("on_date", day)
		typed.Set("version", claire.get("/seances/s-cv/deplacer").value("version"))
		if flash := claire.get(claire.post("/seances/s-cv/deplacer", typed).want(t, 303).Location).text(".flash"); !strings.Contains(flash, said) {
			t.Errorf("moved to %s: %s", day, flash)
		}
	}
	s.as(t, "nadia").get("/seances/s-cv/deplacer").want(t, 403)
}

func TestSessionFeed(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update sessions set place = 'Namur' where id = 'cv'")
	claire := s.as(t, "claire")
	shown := claire.post("/moi/calendriers", filled("dispositif", "LLF")).want(t, 200)
	_, secret, found := strings.Cut(shown.Doc.Find("textarea#link").Text(), "/p/seances/")
	if !found {
		t.Fatal(shown.text("main"))
	}
	feed := s.anonymous(t).get("/p/seances/"+secret).want(t, 200)
	if strings.Count(feed.Body, "BEGIN:VEVENT") != 1 || !strings.Contains(feed.Body, "LOCATION:Namur") {
		t.Error(feed.Body)
	}
	for _, name := range []string{"Haddad", "Amina", "Gebru", "tom"} {
		if strings.Contains(feed.Body, name) {
			t.Errorf("the feed names %s", name)
		}
	}
	list := claire.get("/moi/calendriers").want(t, 200)
	if !strings.Contains(list.text("main"), "Levons les freins") {
		t.Error(list.text("main"))
	}
	drop := list.Doc.Find("main .lines form").AttrOr("action", "")
	s.as(t, "nadia").post(drop, url.Values{}).want(t, 404)
	claire.post(drop, url.Values{}).want(t, 303)
	s.anonymous(t).get("/p/seances/"+secret).want(t, 404)
}

// The calendar of a month with 400 sessions opens within 50 ms.
func BenchmarkCalendarMonth(b *testing.B) {
	s := newSite(b)
	days := models.CalendarDays(models.CalendarMonth, "2026-11-01")[6:36]
	for i := range 400 {
		id := fmt.Sprintf("x%d", i)
		s.Insert(b, "sessions", map[string]any{"id": id, "public_id": id, "centre_id": "namur", "operation_id": []string{"llf", "gtj", "m4h"}[i%3], "title": "Rédiger un CV " + id,
			"on_date": string(days[i%len(days)]), "starts_at": "09:00", "ends_at": "12:00", "place": "Namur", "room": "B12", "capacity": 12, "created_at": storetest.Now})
		s.Insert(b, "session_trainers", map[string]any{"session_id": id, "user_id": "tom"})
		for _, person := range []string{"amina", "tsehaye"} {
			s.Insert(b, "registrations", map[string]any{"id": id + person, "public_id": id + person, "centre_id": "namur", "session_id": id, "participant_id": person,
				"enrolment_id": person + "-llf", "created_at": storetest.Now})
		}
	}
	browser := crowd{client: s.as(b, "claire")}
	b.ResetTimer()
	for b.Loop() {
		browser.ask(b, "GET", "/seances/calendrier?vue=mois&jour=2026-11-01", nil, "")
	}
}
