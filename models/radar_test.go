package models

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestAbsencesInARow(t *testing.T) {
	for name, c := range map[string]struct {
		facts          []Fact
		count, excused int
		since          Date
	}{
		"nothing":        {nil, 0, 0, ""},
		"one":            {[]Fact{{"2026-11-10", "09:00", Absent}}, 1, 0, "2026-11-10"},
		"two, one said":  {[]Fact{{"2026-11-10", "09:00", Absent}, {"2026-11-17", "09:00", Excused}}, 2, 1, "2026-11-10"},
		"came since":     {[]Fact{{"2026-11-10", "09:00", Absent}, {"2026-11-17", "09:00", Absent}, {"2026-11-18", "09:00", Late}}, 0, 0, ""},
		"came between":   {[]Fact{{"2026-11-10", "09:00", Absent}, {"2026-11-12", "09:00", Present}, {"2026-11-17", "09:00", Absent}}, 1, 0, "2026-11-17"},
		"same day":       {[]Fact{{"2026-11-10", "14:00", Absent}, {"2026-11-10", "09:00", Present}}, 1, 0, "2026-11-10"},
		"nobody knows":   {[]Fact{{"2026-11-10", "09:00", Absent}, {"2026-11-12", "09:00", "inconnu"}, {"2026-11-17", "09:00", Absent}}, 2, 0, "2026-11-10"},
		"to be said yet": {[]Fact{{"2026-11-10", "09:00", ""}}, 0, 0, ""},
	} {
		for range 5 { // whatever the order
			rand.Shuffle(len(c.facts), func(i, j int) { c.facts[i], c.facts[j] = c.facts[j], c.facts[i] })
			before := slices.Clone(c.facts)
			if count, excused, since := AbsencesInARow(c.facts); count != c.count || excused != c.excused || since != c.since {
				t.Errorf("%s: %d absences, %d excused, since %s", name, count, excused, since)
			}
			if !slices.Equal(before, c.facts) {
				t.Errorf("%s: the facts were moved", name)
			}
		}
	}
}

func TestCheckThresholdsAndSnooze(t *testing.T) {
	if problems := CheckThresholds(DefaultThresholds()); len(problems) > 0 {
		t.Errorf("those of the product: %v", problems)
	}
	zero, much := 0, 1000
	if problems := CheckThresholds(Thresholds{Absences: &zero, SilentDays: &much, ReferralDays: &zero}); len(problems) != 2 || problems.Has("referral_days") {
		t.Errorf("%v", problems)
	}
	for until, field := range map[Date]string{"2026-11-24": "", "2026-11-23": "until_on", "2027-05-23": "", "2027-05-24": "until_on", "": "until_on"} {
		problems := CheckSnooze(Snooze{Signal: SignalSilence, Reason: "à l'étranger", UntilOn: until}, "2026-11-24")
		if (field == "") != (len(problems) == 0) || field != "" && !problems.Has(field) {
			t.Errorf("until %s: %v", until, problems)
		}
	}
	if problems := CheckSnooze(Snooze{UntilOn: "2026-12-01"}, "2026-11-24"); !problems.Has("reason") || !problems.Has("signal") {
		t.Errorf("%v", problems)
	}
}
