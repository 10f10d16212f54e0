package models

import "testing"

func TestTakesArrivals(t *testing.T) {
	n := Session{Status: SessionPlanned, OnDate: "2026-11-24", StartsAt: "09:00", EndsAt: "12:00"}
	for clock, want := range map[string]bool{"08:29": false, "08:30": true, "09:00": true, "09:30": true, "09:31": false, "11:00": false} {
		if got := n.TakesArrivals("2026-11-24", clock); got != want {
			t.Errorf("at %s: %v", clock, got)
		}
	}
	if n.TakesArrivals("2026-11-23", "09:00") {
		t.Error("the day before")
	}
	n.Status = SessionCancelled
	if n.TakesArrivals("2026-11-24", "09:00") {
		t.Error("a cancelled session")
	}
}

func TestArrivalIs(t *testing.T) {
	for _, c := range []struct {
		typed         string
		birth         BirthDate
		family, given string
		born          BirthDate
		want          bool
	}{
		{"amina", "1992-02-14", "Haddad", "Amina", "1992-02-14", true},
		{" AMINA ", "1992-02-14", "Haddad", "Amina Fatima", "1992-02-14", true},
		{"Zoe", "1992-02-14", "Haddad", "Zoé", "1992-02-14", true},
		{"Fatima", "1992-02-14", "Haddad", "Amina Fatima", "1992-02-14", false},
		{"Am", "1992-02-14", "Haddad", "Amina", "1992-02-14", false},
		{"Haddad", "1992-02-14", "Haddad", "Amina", "1992-02-14", false},
		{"", "1992-02-14", "", "", "1992-02-14", false},
		{"Amina", "1992-02-15", "Haddad", "Amina", "1992-02-14", false},
		{"Amina", "1992-07-01", "Haddad", "Amina", "1992", true},
		{"Amina", "1993-07-01", "Haddad", "Amina", "1992", false},
		{"Amina", "1992", "Haddad", "Amina", "1992", false},
		{"Amina", "", "Haddad", "Amina", "", false},
		{"Sukarno", "1980-05-02", "Sukarno", "", "1980-05-02", true},
	} {
		if got := (Arrival{c.typed, c.birth}).Is(c.family, c.given, c.born); got != c.want {
			t.Errorf("%q %q for %q %q %q: %v", c.typed, c.birth, c.family, c.given, c.born, got)
		}
	}
}
