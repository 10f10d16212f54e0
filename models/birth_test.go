package models

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseBirth(t *testing.T) {
	for _, c := range []struct {
		day, month, year string
		yearOnly         bool
		want             BirthDate
		problem          string
	}{
		{"14", "02", "1992", false, "1992-02-14", ""},
		{" 4 ", "2", "1992", false, "1992-02-04", ""},
		{"29", "02", "2000", false, "2000-02-29", ""},
		{"", "", "", false, "", ""},
		{"", "", "1992", true, "1992", ""},
		{"14", "02", "1992", true, "1992", ""},
		{"", "", "", true, "", "birth.year_missing"},
		{"14", "02", "", false, "", "birth.year_missing"},
		{"", "", "1992", false, "", "birth.day_month_missing"},
		{"", "02", "1992", false, "", "birth.day_month_missing"},
		{"31", "02", "1990", false, "", "birth.no_such_date"},
		{"29", "02", "1900", false, "", "birth.no_such_date"},
		{"14", "13", "1992", false, "", "birth.no_such_date"},
		{"0", "0", "1992", false, "", "birth.no_such_date"},
		{"14", "02", "1192", false, "", "birth.no_such_date"},
		{"", "", "0000", true, "", "birth.no_such_date"},
		{"14", "02", "92", false, "", "birth.four_digit_year"},
		{"14", "fév", "1992", false, "", "birth.unreadable"},
		{"-1", "02", "1992", false, "", "birth.unreadable"},
		{"14", "02", "19 2", false, "", "birth.unreadable"},
		{"14", "02", "99999", false, "", "birth.unreadable"},
	} {
		got, problem := ParseBirth(c.day, c.month, c.year, c.yearOnly)
		if got != c.want || problem != c.problem {
			t.Errorf("ParseBirth(%q, %q, %q, %v) = %q, %q, want %q, %q", c.day, c.month, c.year, c.yearOnly, got, problem, c.want, c.problem)
		}
	}
}

func TestBirthDateKinds(t *testing.T) {
	for _, c := range []struct {
		b           BirthDate
		valid, full bool
		year        int
		placeholder bool
		from, to    Date
	}{
		{"1992-02-14", true, true, 1992, false, "1992-02-14", "1992-02-14"},
		{"1992-01-01", true, true, 1992, true, "1992-01-01", "1992-01-01"},
		{"1992", true, false, 1992, false, "1992-01-01", "1992-12-31"},
		{"", true, false, 0, false, "", ""},
		{"1992-02-30", false, false, 0, false, "", ""},
		{"92", false, false, 0, false, "", ""},
		{"19 2", false, false, 0, false, "", ""},
		{"1849", false, false, 0, false, "", ""},
	} {
		from, to := c.b.Range()
		if c.b.Valid() != c.valid || c.b.Full() != c.full || c.b.Year() != c.year || c.b.Placeholder() != c.placeholder || from != c.from || to != c.to {
			t.Errorf("%q: valid %v, full %v, year %d, placeholder %v, range %s–%s", c.b, c.b.Valid(), c.b.Full(), c.b.Year(), c.b.Placeholder(), from, to)
		}
	}
}

func TestAgeRangeOn(t *testing.T) {
	for _, c := range []struct {
		b               BirthDate
		on              Date
		lowest, highest int
	}{
		{"1992-02-14", "2026-02-13", 33, 33},
		{"1992-02-14", "2026-02-14", 34, 34},
		{"2000-02-29", "2026-02-28", 25, 25},
		{"2000-02-29", "2026-03-01", 26, 26},
		{"2000-02-29", "2024-02-28", 23, 23},
		{"2000-02-29", "2024-02-29", 24, 24},
		{"1992", "2026-06-30", 33, 34},
		{"1992", "2026-01-01", 33, 34},
		{"1992", "2026-12-31", 34, 34},
		{"2026", "2026-11-24", 0, 0},
		{"", "2026-11-24", -1, -1},
		{"1992", "", -1, -1},
	} {
		if lowest, highest := c.b.AgeRangeOn(c.on); lowest != c.lowest || highest != c.highest {
			t.Errorf("%q on %s: %d–%d, want %d–%d", c.b, c.on, lowest, highest, c.lowest, c.highest)
		}
	}
}

func TestBirthProblem(t *testing.T) {
	const today = Date("2026-11-24")
	for b, want := range map[BirthDate]string{
		"":           "",
		"1992-02-14": "",
		"2026-11-24": "",
		"2026-11-25": "birth.future",
		"2026":       "",
		"2027":       "birth.future",
		"1915-11-25": "",
		"1915-11-24": "birth.too_old",
		"1915":       "",
		"1914":       "birth.too_old",
	} {
		if got := b.Problem(today); got != want {
			t.Errorf("%q: %q, want %q", b, got, want)
		}
	}
}

// TestAgeProperty: the age of a full date lies within the age range of its year, and grows by one on the birthday.
func TestAgeProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		birth := time.Date(1940, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 25000).Draw(t, "birth"))
		on := DateOf(birth.AddDate(0, 0, rapid.IntRange(400, 30000).Draw(t, "later")))
		full := BirthDate(DateOf(birth))
		age, same := full.AgeRangeOn(on)
		lowest, highest := BirthDate(string(full[:4])).AgeRangeOn(on)
		if age != same || age < lowest || age > highest {
			t.Fatalf("%s on %s: %d, not in %d–%d", full, on, age, lowest, highest)
		}
		birthday := birth.AddDate(age, 0, 0) // time.AddDate turns 29 February into 1 March, the rule here
		if DateOf(birthday) > on || DateOf(birth.AddDate(age+1, 0, 0)) <= on {
			t.Fatalf("%s on %s is not %d", full, on, age)
		}
	})
}
