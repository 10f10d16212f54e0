package models

import (
	"slices"
	"testing"
)

func TestStandingOf(t *testing.T) {
	forem := Operation{Code: "LLF", Programme: LLF, Funder: FunderForem, StartsOn: "2024-01-01", EndsOn: "2027-12-31"}
	spw := Operation{Code: "M4H", Programme: M4H, Funder: FunderSPW, StartsOn: "2024-01-01", EndsOn: "2027-12-31"}
	short := func(f *EnrolmentFacts) { f.Contacts = f.Contacts[:1]; f.Contacts[0].Minutes = 60 }
	nobody := func(f *EnrolmentFacts) { f.Contacts = nil }
	for name, c := range map[string]struct {
		operation Operation
		change    func(*EnrolmentFacts)
		counts    bool
		as        string
		missing   []string
	}{
		"complete":             {goToJob(), nil, true, CountsComplete, nil},
		"sex not recorded":     {goToJob(), sex(""), true, CountsIncomplete, []string{MissingSex}},
		"one hour":             {goToJob(), short, false, CountsNotShort, nil},
		"nobody came":          {goToJob(), nobody, false, CountsNotStarted, nil},
		"forem counts an hour": {forem, short, true, CountsEntered, nil},
		"forem, nobody came":   {forem, nobody, false, CountsNotStarted, nil},
		"spw without a public": {spw, nil, true, CountsUnsorted, nil},
		"spw obliged":          {spw, func(f *EnrolmentFacts) { f.Snapshot.Public = PublicObliged }, true, CountsObliged, nil},
		"spw volunteer":        {spw, func(f *EnrolmentFacts) { f.Snapshot.Public = PublicVolunteer }, true, CountsVolunteer, nil},
		"no funder":            {Operation{Code: "AUT"}, nil, false, CountsForNoFunder, nil},
	} {
		facts := named(valid("2026-02-02"), "I1")
		if c.change != nil {
			c.change(&facts)
		}
		s := StandingOf(c.operation, facts, "2026-03-01")
		if s.Counts != c.counts || s.As != c.as || !slices.Equal(s.Missing, c.missing) {
			t.Errorf("%s: counts %v as %s, missing %v", name, s.Counts, s.As, s.Missing)
		}
	}
}

// What the report blames the record for is said; what only the whole report can fail is not.
func TestStandingFailures(t *testing.T) {
	facts := named(valid("2026-02-02"), "I1", sex(""))
	facts.Contacts = append(facts.Contacts, ContactFact{Ref: "X", Kind: FollowUpContact, Date: "2026-02-20", Minutes: 30, Presence: "present", Mode: "bureau"})
	codes := func(today Date) []string {
		var all []string
		for _, control := range StandingOf(goToJob(), facts, today).Failed {
			all = append(all, control.Code)
		}
		return all
	}
	if got := codes("2026-02-25"); slices.Contains(got, "C11") || slices.Contains(got, "C12") {
		t.Errorf("a week later: %v", got)
	}
	if got := codes("2026-09-01"); !slices.Contains(got, "C12") {
		t.Errorf("half a year of silence is not said: %v", got)
	}
	s := StandingOf(goToJob(), facts, "2026-02-25")
	if s.UnsignedMinutes != 30 || s.First.Date != "2026-02-02" {
		t.Errorf("%d minutes without a signature, entry by %v", s.UnsignedMinutes, s.First)
	}
	if over := StandingOf(goToJob(), facts, "2028-05-01"); over.AsOf != "2027-12-31" {
		t.Errorf("an operation that is over is judged on %s", over.AsOf)
	}
}
