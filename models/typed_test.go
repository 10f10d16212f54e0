package models

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseTypedDate(t *testing.T) {
	const today = Date("2026-11-24")
	for typed, want := range map[string]Date{
		"":            "",
		"24/11/2026":  "2026-11-24",
		" 4/1/2026 ":  "2026-01-04",
		"24.11.26":    "2026-11-24",
		"24-11-2026":  "2026-11-24",
		"24 11 26":    "2026-11-24",
		"241126":      "2026-11-24",
		"24112026":    "2026-11-24",
		"2026-11-24":  "2026-11-24",
		"2026-1-4":    "2026-01-04",
		"24/11":       "2026-11-24",
		"25.11":       "2026-11-25",
		"3/1":         "2027-01-03",
		"1/6":         "2026-06-01",
		"20/5":        "2027-05-20", // 177 days ahead, 188 behind
		"29/02":       "2028-02-29",
		"29/2/24":     "2024-02-29",
		"14/02/92":    "1992-02-14",
		"01/01/46":    "1946-01-01",
		"01/01/45":    "2045-01-01",
		"hier":        "2026-11-23",
		"Hier ":       "2026-11-23",
		"aujourd'hui": "2026-11-24",
		"Aujourd’hui": "2026-11-24",
		"aujourdhui":  "2026-11-24",
		"DEMAIN":      "2026-11-25",
	} {
		if got, problem := ParseTypedDate(typed, today); got != want || problem != "" {
			t.Errorf("ParseTypedDate(%q) = %q, %q, want %q", typed, got, problem, want)
		}
	}
	if got, _ := ParseTypedDate("24/11", "2027-01-05"); got != "2026-11-24" {
		t.Errorf("in January 24/11 is %s, want last November", got)
	}
}

func TestParseTypedDateRefuses(t *testing.T) {
	for typed, want := range map[string]string{
		"31/02/2026":   "date.no_such_date",
		"30/02":        "date.no_such_date",
		"29/02/2026":   "date.no_such_date",
		"00/11/2026":   "date.no_such_date",
		"24/13":        "date.no_such_date",
		"311126":       "date.no_such_date",
		"24/11/0026":   "date.no_such_date",
		"2026-13-01":   "date.no_such_date",
		"24":           "date.unreadable",
		"2411":         "date.unreadable",
		"24/11/202":    "date.unreadable",
		"novembre":     "date.unreadable",
		"24/11/2026 x": "date.unreadable",
		"-1/11/2026":   "date.unreadable",
		"٢٤/١١/٢٠٢٦":   "date.unreadable",
	} {
		if got, problem := ParseTypedDate(typed, "2026-11-24"); got != "" || problem != want {
			t.Errorf("ParseTypedDate(%q) = %q, %q, want %q", typed, got, problem, want)
		}
	}
}

// TestTypedDateProperty: what the pages show reads back, in every way of writing it.
func TestTypedDateProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(-4000, 4000).Draw(t, "day"))
		want := DateOf(day)
		for _, layout := range []string{"02/01/2006", "2/1/06", "02.01.06", "020106", "02012006", "2006-01-02"} {
			if got, problem := ParseTypedDate(day.Format(layout), "2026-11-24"); got != want || problem != "" {
				t.Fatalf("%s: %q, %q, want %q", day.Format(layout), got, problem, want)
			}
		}
		near, _ := ParseTypedDate(day.Format("2/1"), want.AddDays(rapid.IntRange(-180, 180).Draw(t, "today")))
		if near != want && day.Format("2/1") != "29/2" {
			t.Fatalf("%s without its year: %q, want %q", day.Format("2/1"), near, want)
		}
	})
}

func TestParseTypedTime(t *testing.T) {
	for typed, want := range map[string]string{
		"": "", "9": "09:00", "9h": "09:00", "9H30": "09:30", "09:30": "09:30", "0930": "09:30", "930": "09:30",
		"9 h 30": "09:30", "14\u202fh\u202f30": "14:30", "9.30": "09:30", "0": "00:00", "23:59": "23:59",
	} {
		if got, problem := ParseTypedTime(typed); got != want || problem != "" {
			t.Errorf("ParseTypedTime(%q) = %q, %q, want %q", typed, got, problem, want)
		}
	}
	for typed, want := range map[string]string{
		"24:00": "time.no_such_time", "24": "time.no_such_time", "9h60": "time.no_such_time", "9999": "time.no_such_time",
		"matin": "time.unreadable", "9h3": "time.unreadable", "-9": "time.unreadable", "09:30:00": "time.unreadable", "93000": "time.unreadable",
	} {
		if got, problem := ParseTypedTime(typed); got != "" || problem != want {
			t.Errorf("ParseTypedTime(%q) = %q, %q, want %q", typed, got, problem, want)
		}
	}
}

func TestParseMinutes(t *testing.T) {
	for typed, want := range map[string]int{
		"": 0, "45": 45, "45min": 45, "45 min": 45, "45'": 45, "90 minutes": 90, "1h": 60, "1 h": 60, "1h15": 75, "1h05": 65,
		"1 h 15 min": 75, "1:15": 75, "1,5h": 90, "1.5 h": 90, "1,25h": 75, "0,75h": 45, "2 heures": 120, "0,33h": 20, "3\u202fh\u202f45": 225, "0": 0,
	} {
		if got, problem := ParseMinutes(typed); got != want || problem != "" {
			t.Errorf("ParseMinutes(%q) = %d, %q, want %d", typed, got, problem, want)
		}
	}
	for _, typed := range []string{"longtemps", "-45", "1h75", "1,5", "99999", "1h5h", "h", "1:5"} {
		if got, problem := ParseMinutes(typed); got != 0 || problem != "duration.unreadable" {
			t.Errorf("ParseMinutes(%q) = %d, %q", typed, got, problem)
		}
	}
}

// TestShownDurationsReadBack: a duration as the pages show it can be typed back.
func TestShownDurationsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minutes := rapid.IntRange(0, 24*60).Draw(t, "minutes")
		if got, problem := ParseMinutes(FrenchDuration(minutes)); got != minutes || problem != "" {
			t.Fatalf("%q: %d, %q", FrenchDuration(minutes), got, problem)
		}
		clock := fmt.Sprintf("%02d:%02d", minutes/60%24, minutes%60)
		if got, problem := ParseTypedTime(FrenchTime(clock)); got != clock || problem != "" {
			t.Fatalf("%q: %q, %q", FrenchTime(clock), got, problem)
		}
	})
}
