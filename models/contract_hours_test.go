package models

import "testing"

func TestParseWeeklyHours(t *testing.T) {
	for typed, want := range map[string]struct {
		minutes int
		problem string
	}{
		"38": {38 * 60, ""}, "30,4": {30*60 + 24, ""}, "30.4": {30*60 + 24, ""}, "30 h 24": {30*60 + 24, ""}, "19h": {19 * 60, ""}, "0": {0, ""}, "60": {3600, ""},
		"": {0, "contract.hours.missing"}, "61": {0, "contract.hours.too_many"}, "mi-temps": {0, "contract.hours.unreadable"}, "-4": {0, "contract.hours.unreadable"},
	} {
		if minutes, problem := ParseWeeklyHours(typed); minutes != want.minutes || problem != want.problem {
			t.Errorf("%q: %d, %q", typed, minutes, problem)
		}
	}
}

func TestExpectedMinutes(t *testing.T) {
	full := ContractHours{CentreID: "namur", FromOn: "2026-01-01", WeeklyMinutes: 2280}
	half := ContractHours{CentreID: "namur", FromOn: "2026-11-18", WeeklyMinutes: 1140} // a Wednesday
	gone := ContractHours{CentreID: "namur", FromOn: "2026-11-23", WeeklyMinutes: 0}
	week := Period{"2026-11-16", "2026-11-22"}
	for _, c := range []struct {
		name   string
		rows   []ContractHours
		period Period
		want   int
		known  bool
	}{
		{"a whole week", []ContractHours{full}, week, 2280, true},
		{"thirteen weeks", []ContractHours{full}, Period{"2026-08-24", "2026-11-22"}, 13 * 2280, true},
		{"the Monday alone", []ContractHours{full}, Period{"2026-11-16", "2026-11-16"}, 456, true},
		{"a weekend", []ContractHours{full}, Period{"2026-11-21", "2026-11-22"}, 0, false},
		{"a change in the week", []ContractHours{full, half}, week, 2*456 + 3*228, true},
		{"the first days of a contract", []ContractHours{half}, week, 3 * 228, true},
		{"nothing yet", []ContractHours{half}, Period{"2026-11-09", "2026-11-15"}, 0, false},
		{"none any more", []ContractHours{full, gone}, Period{"2026-11-23", "2026-11-29"}, 0, true},
		{"two centres", []ContractHours{full, {CentreID: "liege", FromOn: "2026-03-01", WeeklyMinutes: 600}}, week, 2880, true},
		{"no contract", nil, week, 0, false},
	} {
		if got, known := ExpectedMinutes(c.rows, c.period); got != c.want || known != c.known {
			t.Errorf("%s: %d, %t", c.name, got, known)
		}
	}
}
