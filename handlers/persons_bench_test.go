package handlers

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// crowd is a centre with many people (JALON_BENCH_PERSONS, 2,000 unless told) and JALON_BENCH_FOLLOWUPS each (10 unless told), seen by one of its
// counsellors.
type crowd struct {
	*client
	people []string // public ids of the counsellor's own people
}

func newCrowd(b *testing.B) crowd {
	b.Helper()
	n, err := strconv.Atoi(os.Getenv("JALON_BENCH_PERSONS"))
	if err != nil {
		n = 2000
	}
	contacts, err := strconv.Atoi(os.Getenv("JALON_BENCH_FOLLOWUPS"))
	if err != nil {
		contacts = 10
	}
	s := siteOn(b, storetest.SQLite(b), Config{})
	scope, err := s.App.Gate.Scope(s.App.Gate.System("namur"), models.Create, models.KindImport)
	if err != nil {
		b.Fatal(err)
	}
	options := store.SeedOptions{Centre: models.Centre{ID: "namur", Code: "namur"},
		Fiction: models.Fiction{Seed: 1, Persons: n, FollowUps: contacts, From: "2025-01-01", To: "2026-06-30"}}
	if err := s.Seed(context.Background(), scope, options); err != nil {
		b.Fatal(err)
	}
	colleagues, err := s.Colleagues(context.Background(), "namur")
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range colleagues {
		if c.Role == models.Counsellor && s.Actors[c.UserID].UserID == "" {
			s.Actors["seeded"] = models.Actor{UserID: c.UserID, Name: c.Name, Memberships: []models.Membership{c.Membership}}
		}
	}
	cards, files, enrolments := s.App.cardScopes(Access{Actor: s.Actors["seeded"]})
	page, err := s.Cards(context.Background(), cards, files, enrolments, store.CardFilter{Mine: true})
	if err != nil || len(page.Cards) == 0 {
		b.Fatal(len(page.Cards), err)
	}
	c := crowd{client: s.as(b, "seeded")}
	for _, card := range page.Cards {
		c.people = append(c.people, card.PublicID)
	}
	return c
}

// ask sends one request and reads nothing but its status: the time is the server's.
func (c crowd) ask(b *testing.B, method, path string, form url.Values, block string) {
	r := httptest.NewRequest(method, "http://jalon.test"+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if block != "" {
		r.Header.Set("X-Fragment", block)
	}
	for name, value := range c.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	if c.site.handler.ServeHTTP(w, r); w.Code >= http.StatusBadRequest {
		b.Fatalf("%s %s: %d", method, path, w.Code)
	}
}

// work reports the processor time of a turn beside the time on the clock: it is the same on a busy machine.
func work(b *testing.B, turn func(i int)) {
	before, n := processorTime(b), 0
	for b.Loop() {
		turn(n)
		n++
	}
	b.ReportMetric((processorTime(b)-before).Seconds()*1000/float64(n), "cpu-ms/op")
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// BenchmarkPersons measures what is opened all day: a person's page with its journal line, the profile, the list, and the
// search while typing.
func BenchmarkPersons(b *testing.B) {
	c := newCrowd(b)
	pages := []struct{ name, path string }{{"page", ""}, {"profile", "/profil"}, {"briefing", "/fiche"}}
	for _, p := range pages {
		b.Run(p.name, func(b *testing.B) {
			work(b, func(i int) { c.ask(b, "GET", "/personnes/"+c.people[i%len(c.people)]+p.path, nil, "") })
		})
	}
	for name, path := range map[string]string{"list-own": "/personnes", "list-all": "/personnes?vue=toutes"} {
		b.Run(name, func(b *testing.B) {
			work(b, func(int) { c.ask(b, "GET", path, nil, "") })
		})
	}
	b.Run("lookalikes", func(b *testing.B) { // a registration, once the birth date is typed
		typed := url.Values{"family_name": {"Hadad"}, "given_name": {"Muhammad"}, "birth_day": {"14"}, "birth_month": {"2"}, "birth_year": {"1992"},
			"contact": {"0470 12 34 56"}, "contact_language": {"ar"}, "place": {"5000 Namur"}}
		work(b, func(int) { c.ask(b, "POST", "/personnes/nouvelle/semblables", typed, "duplicates") })
	})
	for name, text := range map[string]string{"search-2-letters": "mo", "search-3-letters": "moh", "search-two-words": "ahm kar", "search-year": "1990", "search-phone": "5678"} {
		b.Run(name, func(b *testing.B) {
			work(b, func(int) { c.ask(b, "POST", "/recherche", url.Values{"q": {text}}, "results") })
		})
	}
}
