package handlers

import (
	"strings"
	"testing"

	"jalon/store/storetest"
)

// A whole series is convoked in one gesture: once each, whatever the clicks, and taken back in one. After a move each person is told
// again, and the page of a session that was moved alone leads there.
func TestTellAWholeSeries(t *testing.T) {
	s := newSite(t)
	s.Insert(t, "series", map[string]any{"id": "se", "public_id": "se", "centre_id": "namur", "created_at": storetest.Now})
	s.Exec(t, "update sessions set on_date = '2026-12-01', place = 'Namur', series_id = 'se' where id = 'cv'")
	s.Exec(t, "update sessions set on_date = '2026-12-08', operation_id = 'llf', series_id = 'se' where id = 'module4h'")
	claire := s.as(t, "claire")
	if link := claire.get("/seances/series/se").want(t, 200).Doc.Find(`main a[href="/seances/series/se/messages"]`); link.Length() != 1 {
		t.Error("the series does not lead to its messages")
	}
	page := claire.get("/seances/series/se/messages").want(t, 200)
	if text := page.text("main"); !strings.Contains(text, "Envoyer 3 messages") || !strings.Contains(text, "1er décembre 2026") || !strings.Contains(text, "8 décembre 2026") {
		t.Fatalf("before: %s", text)
	}
	form := fields(page)
	done := claire.post("/seances/series/se/messages?motif=convocation", form).want(t, 303)
	claire.post("/seances/series/se/messages?motif=convocation", form).want(t, 303)
	if n := s.Count(t, "select count(*) from outbox"); n != 3 {
		t.Fatalf("%d messages after two clicks, want 3", n)
	}
	if text := claire.get("/seances/series/se/messages").text("main"); !strings.Contains(text, "3 messages sont déjà écrits") {
		t.Errorf("after: %s", text)
	}
	again := claire.post("/seances/series/se/messages?motif=rappel", fields(claire.get("/seances/series/se/messages?motif=rappel"))).want(t, 303)
	claire.undo(t, again.Location)
	if n := s.Count(t, "select count(*) from outbox where kind = 'rappel' and state = 'annulee'"); n != 3 {
		t.Errorf("%d reminders taken back, want 3 (%s)", n, done.Location)
	}
	typed := filled("version", claire.get("/seances/s-cv/deplacer").value("version"), "on_date", "2/12", "starts_at", "9h", "ends_at", "13h", "place", "Namur")
	moved := claire.post("/seances/s-cv/deplacer", typed).want(t, 303)
	next := claire.get(moved.Location).want(t, 200).Doc.Find(`.flash a[href="/seances/s-cv/messages?motif=deplacement"]`)
	if next.Length() != 1 {
		t.Fatal("a session moved alone does not lead to its messages")
	}
	if text := claire.get("/seances/s-cv/messages?motif=deplacement").want(t, 200).text("main"); !strings.Contains(text, "Annoncer le changement à 2 personnes") {
		t.Errorf("moved: %s", text)
	}
	s.as(t, "tom").get("/seances/series/se/messages").want(t, 403)
}

// A second offer of the same session is told like the first.
func TestSecondOfferIsTold(t *testing.T) {
	s := newSite(t)
	claire := s.as(t, "claire")
	s.Exec(t, "update sessions set on_date = '2026-12-01', capacity = 2 where id = 'cv'")
	s.Exec(t, "update registrations set place = 'attente', queue = 1 where id = 'cv-amina'")
	for n := 1; n <= 2; n++ {
		offer := claire.get("/seances/s-cv").want(t, 200).Doc.Find("form[action$='/offre']").AttrOr("action", "")
		claire.post(offer, form()).want(t, 303)
		if told := s.Count(t, "select count(*) from outbox where kind = 'place' and participant_id = 'amina'"); told != n {
			t.Errorf("offer %d: %d messages", n, told)
		}
		claire.post(claire.get("/seances/s-cv").Doc.Find("form[action$='/retrait']").AttrOr("action", ""), form()).want(t, 303)
	}
}

// The message of the sixth month leaves from the page of the call, once a day.
func TestSixMonthsMessage(t *testing.T) {
	s := newSite(t)
	s.Insert(t, "exits", map[string]any{"id": "x1", "public_id": "x-1", "centre_id": "namur", "enrolment_id": "noori-gtj", "on_date": "2026-05-20", "created_at": s.Now().Time})
	s.Exec(t, "update participants set phone = '+32470000001' where id = 'noori'")
	nadia := s.as(t, "nadia")
	if nadia.get("/suivi-6-mois/e-noori-gtj").want(t, 200).Doc.Find(`main a[href="/suivi-6-mois/e-noori-gtj/message"]`).Length() != 1 {
		t.Error("the page of the call does not lead to the message")
	}
	page := nadia.get("/suivi-6-mois/e-noori-gtj/message").want(t, 200)
	if text := page.text("main"); !strings.Contains(text, "Comment allez-vous depuis six mois") {
		t.Errorf("preview: %s", text)
	}
	nadia.post("/suivi-6-mois/e-noori-gtj/message", fields(page)).want(t, 303)
	nadia.post("/suivi-6-mois/e-noori-gtj/message", fields(nadia.get("/suivi-6-mois/e-noori-gtj/message"))).want(t, 303)
	if n := s.Count(t, "select count(*) from outbox where kind = 'suivi_6' and channel = 'sms' and session_id is null"); n != 1 {
		t.Errorf("%d messages, want 1", n)
	}
	s.as(t, "tom").get("/suivi-6-mois/e-noori-gtj/message").want(t, 403)
}
