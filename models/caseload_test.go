package models

import (
	"slices"
	"testing"
	"time"
)

func TestCaseloadLineInForce(t *testing.T) {
	noon := InstantOf(time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC))
	later := func(d time.Duration) Instant { return InstantOf(noon.Add(d)) }
	for name, c := range map[string]struct {
		line CaseloadLine
		want bool
	}{
		"for good":                {CaseloadLine{FromOn: "2026-01-05"}, true},
		"begins today":            {CaseloadLine{FromOn: "2026-11-24"}, true},
		"begins tomorrow":         {CaseloadLine{FromOn: "2026-11-25"}, false},
		"ended by hand":           {CaseloadLine{FromOn: "2026-01-05", UntilOn: "2026-11-24"}, false},
		"ended by hand long ago":  {CaseloadLine{FromOn: "2026-01-05", UntilOn: "2026-02-01"}, false},
		"ends in a moment":        {CaseloadLine{FromOn: "2026-01-05", ExpiresAt: later(time.Millisecond)}, true},
		"ends now":                {CaseloadLine{FromOn: "2026-01-05", ExpiresAt: later(0)}, false},
		"has ended":               {CaseloadLine{FromOn: "2026-01-05", ExpiresAt: later(-time.Hour)}, false},
		"to come, and then ended": {CaseloadLine{FromOn: "2026-12-01", ExpiresAt: later(240 * time.Hour)}, false},
	} {
		if got := c.line.InForce("2026-11-24", noon); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestCaseloadOfARecord(t *testing.T) {
	var r Record
	r.AddCaseload([]CaseloadLine{{UserID: "nadia", Kind: CaseloadLead, FromOn: "2026-01-05"}, {UserID: "simon", Kind: CaseloadEmergency, FromOn: "2026-11-24"},
		{UserID: "paula", Kind: CaseloadCover, FromOn: "2026-11-25"}}, "2026-11-24", InstantOf(time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)))
	if !slices.Equal(r.Caseload, []string{"nadia"}) || !slices.Equal(r.Emergency, []string{"simon"}) {
		t.Errorf("accompanied by %v, opened by %v", r.Caseload, r.Emergency)
	}
}
