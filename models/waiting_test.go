package models

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestRankWaiting(t *testing.T) {
	list := []Waiter{
		{Registration: "late", Queue: 1, Missed: 1, Audience: PublicObliged},
		{Registration: "second", Queue: 3},
		{Registration: "first", Queue: 2},
		{Registration: "again", Queue: 5, Waited: 2},
		{Registration: "obliged", Queue: 6, Audience: PublicObliged},
	}
	for programme, want := range map[string][]string{
		M4H: {"obliged", "again", "first", "second", "late"},
		LLF: {"again", "first", "second", "obliged", "late"},
	} {
		var got []string
		for i, w := range RankWaiting(programme, list) {
			if got = append(got, w.Registration); w.Rank != i+1 {
				t.Errorf("%s: rank %d, want %d", w.Registration, w.Rank, i+1)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", programme, got, want)
		}
	}
}

// However the list comes, its order is the same: two colleagues never see two orders.
func TestRankDoesNotDependOnTheReading(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var list []Waiter
	for i := range 20 {
		list = append(list, Waiter{Registration: string(rune('a' + i)), Queue: r.IntN(8), Missed: r.IntN(2), Waited: r.IntN(3), Audience: []string{"", PublicObliged}[r.IntN(2)]})
	}
	want := RankWaiting(M4H, list)
	for range 50 {
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if got := RankWaiting(M4H, list); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	}
}

// Kept places never make more people than places, and no place stays empty that somebody may have.
func TestSeatingNeverOverflows(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	audiences := []string{PublicObliged, PublicVolunteer, ""}
	for range 500 {
		capacity := 1 + r.IntN(15)
		obliged := r.IntN(capacity + 1)
		quotas := []Quota{{Basis: QuotaAudience, Value: PublicObliged, Seats: obliged}, {Basis: QuotaAudience, Value: PublicVolunteer, Seats: r.IntN(capacity - obliged + 1)}}
		s := NewSeating(Session{Capacity: &capacity, OnDate: "2026-12-01"}, quotas, "2026-11-24")
		for range 60 {
			if audience := audiences[r.IntN(3)]; s.Room(audience, "") {
				s.Seat(audience, "", 1)
			}
			if s.given() > capacity {
				t.Fatalf("%d people on %d places: %+v", s.given(), capacity, s)
			}
		}
		for i, audience := range audiences[:2] {
			for s.Room(audience, "") {
				s.Seat(audience, "", 1)
			}
			if s.Quotas[i].Given < s.Quotas[i].Seats {
				t.Fatalf("a place kept for %s went to somebody else: %+v", audience, s)
			}
		}
	}
}

func TestReservedPlaces(t *testing.T) {
	capacity, week := 12, 7
	quotas := []Quota{{Basis: QuotaAudience, Value: PublicObliged, Seats: 8, ReleaseDays: &week}, {Basis: QuotaAudience, Value: PublicVolunteer, Seats: 4}}
	session := Session{Capacity: &capacity, OnDate: "2026-12-10"}
	s := NewSeating(session, quotas, "2026-12-02")
	s.Seat(PublicVolunteer, "", 4)
	if s.Room(PublicVolunteer, "") || s.Room("", "") || !s.Room(PublicObliged, "") {
		t.Errorf("8 places are kept for people who are obliged: %+v", s)
	}
	s = NewSeating(session, quotas, "2026-12-03")
	s.Seat(PublicVolunteer, "", 4)
	if !s.Room(PublicVolunteer, "") {
		t.Error("seven days before, they are anybody's")
	}
	byPartner := NewSeating(session, []Quota{{Basis: QuotaReferral, Value: "CPAS de Namur", Seats: 12}}, "2026-12-02")
	if byPartner.Room("", "Forem") || !byPartner.Room("", " cpas de namur") {
		t.Error("who sent the person is read without case or spaces")
	}
}

func TestCheckQuotas(t *testing.T) {
	twelve := 12
	for want, quotas := range map[string][]Quota{
		"":                       {{Basis: QuotaAudience, Value: "oblige", Seats: 8}, {Basis: QuotaAudience, Value: "volontaire", Seats: 4}},
		"quota.problem.too_many": {{Basis: QuotaAudience, Value: "oblige", Seats: 13}},
		"quota.problem.twice":    {{Basis: QuotaReferral, Value: "CPAS", Seats: 1}, {Basis: QuotaReferral, Value: "cpas", Seats: 1}},
		"quota.problem.value":    {{Basis: QuotaReferral, Seats: 1}},
		"quota.problem.seats":    {{Basis: QuotaReferral, Value: "CPAS"}},
	} {
		got := ""
		for _, p := range CheckQuotas(quotas, &twelve) {
			got = p.Key
		}
		if got != want {
			t.Errorf("%+v: %q, want %q", quotas, got, want)
		}
	}
	if !CheckQuotas([]Quota{{Basis: QuotaReferral, Value: "CPAS", Seats: 1}}, nil).Has("seats") {
		t.Error("without a capacity nothing can be kept")
	}
}

func TestOfferExpiry(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		moment, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	far := at("2027-12-01 09:00")
	for _, c := range []struct {
		offered string
		hours   int
		begins  time.Time
		want    string
	}{
		{"2026-11-24 10:00", 48, far, "2026-11-26 10:00"},                    // Tuesday to Thursday
		{"2026-11-27 10:00", 48, far, "2026-12-01 10:00"},                    // Friday to Tuesday: the week-end does not count
		{"2026-11-28 10:00", 24, far, "2026-12-01 00:00"},                    // a Saturday begins on Monday
		{"2026-12-24 12:00", 24, far, "2026-12-28 12:00"},                    // Christmas and the week-end
		{"2026-11-24 10:00", 48, at("2026-11-25 09:00"), "2026-11-25 09:00"}, // never after the session begins
		{"2026-10-23 10:00", 24, far, "2026-10-26 10:00"},                    // across the end of summer time, the same hour
	} {
		if got := OfferExpiry(at(c.offered), c.hours, c.begins, WorkingDay); !got.Equal(at(c.want)) {
			t.Errorf("%s + %d h: %s, want %s", c.offered, c.hours, got, c.want)
		}
	}
}

func TestLateDeparture(t *testing.T) {
	monday := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		at     time.Time
		reason string
		want   bool
	}{
		{monday.AddDate(0, 0, -4), "transport", false}, // Thursday
		{monday.AddDate(0, 0, -2), "transport", true},  // Saturday: nobody can be called before Monday
		{monday.Add(-time.Hour), "transport", true},
		{monday.Add(-time.Hour), LeftMistake, false},
		{monday.Add(-time.Hour), LeftCentre, false},
	} {
		if got := LateDeparture(c.at, c.reason, monday, WorkingDay); got != c.want {
			t.Errorf("%s at %s: late %v, want %v", c.reason, c.at, got, c.want)
		}
	}
}
