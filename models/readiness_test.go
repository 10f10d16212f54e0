package models

import (
	"slices"
	"testing"
)

func TestReadiness(t *testing.T) {
	for _, c := range []struct {
		r             Readiness
		left, percent int
	}{{Readiness{}, 0, 100}, {Readiness{131, 122}, 9, 93}, {Readiness{1000, 999}, 1, 99}, {Readiness{4, 4}, 0, 100}, {Readiness{3, 0}, 3, 0}} {
		if c.r.ToComplete() != c.left || c.r.Percent() != c.percent {
			t.Errorf("%+v: %d to complete, %d %%", c.r, c.r.ToComplete(), c.r.Percent())
		}
	}
}

// Complete and incomplete records make EECO01, whatever else is in the operation.
func TestReadinessIsTheReports(t *testing.T) {
	r, recount := NewFSEReport(ReportRequest{Operation: goToJob(), To: "2026-06-30"}), Readiness{}
	short := func(f *EnrolmentFacts) { f.Contacts = f.Contacts[:1]; f.Contacts[0].Minutes = 60 }
	nobody := func(f *EnrolmentFacts) { f.Contacts = nil }
	unknown := func(f *EnrolmentFacts) { f.Snapshot.ISCED = Unknown }
	for i, change := range []func(*EnrolmentFacts){func(*EnrolmentFacts) {}, sex(""), sex("F"), short, nobody, unknown} {
		facts := named(valid("2026-02-02"), string(rune('A'+i)), change)
		r.Add(facts)
		p, _ := GapsOf(goToJob(), facts, "2026-06-30")
		recount.Count(&p)
	}
	r.Finish()
	if got := r.Readiness(); got != (Readiness{4, 2}) || got != recount || got.Records != r.Count(TotalIndicator).Cumulative.Total ||
		got.ToComplete() != r.IncompleteCumulative.Total {
		t.Errorf("readiness %+v, recounted %+v", r.Readiness(), recount)
	}
}

func parents(father, mother string) func(*EnrolmentFacts) {
	return func(f *EnrolmentFacts) {
		f.Profile.FatherBirthCountry, f.Profile.MotherBirthCountry = father, mother
	}
}

func commune(refnis, degurba string) func(*EnrolmentFacts) {
	return func(f *EnrolmentFacts) { f.Profile.Commune, f.Snapshot.Degurba = refnis, degurba }
}

func TestGapsOf(t *testing.T) {
	late := func(f *EnrolmentFacts) { f.Exits = []ExitFact{{Date: "2026-02-27", Reason: "terme"}} }
	for name, c := range map[string]struct {
		change []func(*EnrolmentFacts)
		want   []string
	}{
		"complete":                 {nil, nil},
		"two data":                 {[]func(*EnrolmentFacts){sex(""), func(f *EnrolmentFacts) { f.Snapshot.ISCED = "" }}, []string{MissingSex, MissingISCED}},
		"unreachable":              {[]func(*EnrolmentFacts){func(f *EnrolmentFacts) { f.Profile.HasPhone = false }}, []string{GapContact}},
		"nobody came":              {[]func(*EnrolmentFacts){sex(""), func(f *EnrolmentFacts) { f.Contacts = nil }}, nil},
		"no situation at the exit": {[]func(*EnrolmentFacts){late}, []string{GapAtExit}},
		"asked at the exit":        {[]func(*EnrolmentFacts){late, func(f *EnrolmentFacts) { f.Exits[0].Declined = true }}, nil},
		"a situation": {[]func(*EnrolmentFacts){late, func(f *EnrolmentFacts) {
			f.Events = []EventFact{{Date: "2026-02-27", Type: "emploi"}}
		}}, nil},
		"exit before the entry":  {[]func(*EnrolmentFacts){func(f *EnrolmentFacts) { f.Exits = []ExitFact{{Date: "2026-01-27", Reason: "terme"}} }}, []string{GapExitFirst}},
		"born later, no number":  {[]func(*EnrolmentFacts){func(f *EnrolmentFacts) { f.Profile.Birth, f.Profile.HasPhone = "2026-03-01", false }}, []string{MissingBirth, GapBirth, GapContact}},
		"entered too soon":       {[]func(*EnrolmentFacts){func(f *EnrolmentFacts) { *f = valid("2023-12-01"); late(f); f.Exits[0].Declined = true }}, []string{GapEntryOut}},
		"parents never asked":    {[]func(*EnrolmentFacts){parents("", "")}, []string{GapFather, GapMother}},
		"one parent asked":       {[]func(*EnrolmentFacts){parents(Unknown, "")}, []string{GapMother}},
		"both asked, unknown":    {[]func(*EnrolmentFacts){parents(Unknown, Refused)}, nil},
		"one parent decides":     {[]func(*EnrolmentFacts){parents("BE", "")}, nil},
		"no commune":             {[]func(*EnrolmentFacts){commune("", "")}, []string{GapCommune}},
		"a commune, no class":    {[]func(*EnrolmentFacts){commune("92094", "")}, nil},
		"a class, no commune":    {[]func(*EnrolmentFacts){commune("", "3")}, nil},
		"commune asked, unknown": {[]func(*EnrolmentFacts){commune(Unknown, "")}, nil},
	} {
		_, gaps := GapsOf(goToJob(), named(valid("2026-02-02"), "I1", c.change...), "2026-04-15")
		if !slices.Equal(gaps, c.want) {
			t.Errorf("%s: %v, want %v", name, gaps, c.want)
		}
	}
}

// Every gap has its place in the order, and no two the same.
func TestGapCodes(t *testing.T) {
	seen := map[string]bool{}
	for _, code := range GapCodes {
		if seen[code] {
			t.Errorf("%s twice", code)
		}
		seen[code] = true
	}
	for control, gap := range gapControls {
		if !seen[gap] {
			t.Errorf("%s asks %q, which has no place", control, gap)
		}
	}
}

// Each choice settles the situation at entry, and only that.
func TestLabourChoices(t *testing.T) {
	for _, choice := range LabourChoices {
		e := Entry{ISCED: "3", Work: "aucun"}
		e.SetLabour(choice)
		if missing := MissingAtEntry("F", "1990-01-01", e, "2026-01-01"); len(missing) > 0 {
			t.Errorf("%s leaves %v", choice, missing)
		}
	}
}
