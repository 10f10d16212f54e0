package handlers

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
)

// feed makes the calendar of a colleague and returns its path.
func feed(t *testing.T, c *client) string {
	t.Helper()
	page := c.post("/moi/agenda", nil).want(t, http.StatusOK)
	link := page.text("#link")
	i := strings.Index(link, "/p/agenda/")
	if i < 0 || !strings.HasSuffix(link, ".ics") || len(link)-i < 40 {
		t.Fatalf("the address is %q", link)
	}
	return link[i:]
}

func TestFeedHoldsNobody(t *testing.T) { onEngines(t, feedHoldsNobody) }

func feedHoldsNobody(t *testing.T, s *site) {
	nadia, anonymous := s.as(t, "nadia"), s.anonymous(t)
	nadia.post("/rendez-vous/nouveau?personne=p-amina", plan(nil)).want(t, http.StatusSeeOther)
	away := plan(nil)
	away.Set("heure", "14h")
	away.Set("mode", "decentralise")
	away.Set("lieu", "Chez Amina")
	nadia.post("/rendez-vous/nouveau?personne=p-amina", away).want(t, http.StatusSeeOther)
	s.Exec(t, "update appointments set public_id = 'a-1' where starts_at = '09:00'")
	path := feed(t, nadia)
	got := anonymous.get(path).want(t, http.StatusOK)
	if kind := got.Header.Get("Content-Type"); kind != "text/calendar; charset=utf-8" {
		t.Errorf("type %s", kind)
	}
	for _, word := range []string{"Amina", "p-amina", "Bilan", "Chez"} {
		if strings.Contains(got.Body, word) {
			t.Errorf("the feed says %s", word)
		}
	}
	calendar, err := ics.ParseCalendar(strings.NewReader(got.Body))
	if err != nil || len(calendar.Events()) != 2 {
		t.Fatalf("%d events, %v", len(calendar.Events()), err)
	}
	first := calendar.Events()[0]
	if start, _ := first.GetStartAt(); start.UTC().Format("2006-01-02T15:04") != "2026-11-25T08:00" || first.Id() != "rdv-a-1@jalon" ||
		first.GetProperty(ics.ComponentPropertySummary).Value != "Rendez-vous (bureau)" || !strings.HasSuffix(first.GetProperty(ics.ComponentPropertyUrl).Value, "/rendez-vous/a-1") {
		t.Errorf("first event:\n%s", got.Body)
	}
	tag := got.Header.Get("ETag")
	same := anonymous.send(http.MethodGet, path, nil, http.Header{"If-None-Match": {tag}})
	if same.Status != http.StatusNotModified || same.Body != "" || same.Header.Get("Cache-Control") != "private, max-age=900" {
		t.Errorf("nothing new: %d, %q", same.Status, same.Header.Get("Cache-Control"))
	}
	nadia.post("/rendez-vous/a-1/annulation", form("version", "1", "side", "personne")).want(t, http.StatusSeeOther)
	changed := anonymous.send(http.MethodGet, path, nil, http.Header{"If-None-Match": {tag}}).want(t, http.StatusOK)
	if !strings.Contains(changed.Body, "STATUS:CANCELLED") || !strings.Contains(changed.Body, "SEQUENCE:1") || !strings.Contains(changed.Body, "SUMMARY:Annulé") {
		t.Errorf("after the cancellation:\n%s", changed.Body)
	}
}

// An address that is unknown, was replaced, was taken back, or whose owner has left answers like no page at all.
func TestFeedDies(t *testing.T) {
	s := newSite(t)
	var log bytes.Buffer
	s.App.Log = slog.New(slog.NewTextHandler(&log, nil))
	nadia, anonymous := s.as(t, "nadia"), s.anonymous(t)
	const unknown = "/p/agenda/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.ics"
	absent := anonymous.get(unknown).want(t, http.StatusNotFound)
	dead := func(name, path string) {
		t.Helper()
		if a := anonymous.get(path); a.Status != http.StatusNotFound || neutral(a.Body, path) != neutral(absent.Body, unknown) {
			t.Errorf("%s: %d", name, a.Status)
		}
	}
	first := feed(t, nadia)
	second := feed(t, nadia)
	dead("replaced", first)
	anonymous.get(second).want(t, http.StatusOK)
	if got := nadia.get("/moi").text("main"); !strings.Contains(got, "Dernière lecture par un calendrier : 24/11/2026") || strings.Contains(got, strings.TrimPrefix(second, "/p/agenda/")) {
		t.Errorf("account page: %s", got)
	}
	s.Exec(t, "update users set disabled_at = created_at where id = 'nadia'")
	dead("disabled", second)
	s.Exec(t, "update users set disabled_at = null where id = 'nadia'")
	s.Exec(t, "update memberships set until_on = '2026-11-23' where user_id = 'nadia'")
	dead("without a role", second)
	s.Exec(t, "update memberships set until_on = null where user_id = 'nadia'")
	nadia.post("/moi/agenda/retirer", nil).want(t, http.StatusSeeOther)
	dead("taken back", second)
	if strings.Contains(log.String(), strings.TrimSuffix(strings.TrimPrefix(second, "/p/agenda/"), ".ics")) || !strings.Contains(log.String(), "/p/agenda/:secret") {
		t.Error("the log holds the secret")
	}
	refused := false
	for range 80 {
		refused = refused || anonymous.get(unknown).Status == http.StatusTooManyRequests
	}
	if !refused {
		t.Error("eighty guesses in a second are all answered")
	}
}
