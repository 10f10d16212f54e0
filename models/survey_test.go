package models

import (
	"fmt"
	"slices"
	"testing"
)

func TestSampleSize(t *testing.T) {
	for population, want := range map[int]int{0: 0, 1: 1, 10: 10, 100: 80, 1000: 278, 100_000: 383} {
		if got := SampleSize(population); got != want {
			t.Errorf("of %d: %d, want %d", population, got, want)
		}
	}
}

// surveyed is a report on 30/06/2026 in which ten unemployed people left on 1 December 2025; the first of them answered.
func surveyed(draws SixMonthDraws, answers ...string) *FSEReport {
	o := goToJob()
	o.Draws = draws
	r := NewFSEReport(ReportRequest{Operation: o, To: "2026-06-30"})
	for i := range 10 {
		facts := named(valid("2025-09-01"), fmt.Sprintf("I%d", i))
		facts.ID, facts.Exits = facts.Enrolment, []ExitFact{{Date: "2025-12-01", Reason: "terme", Declined: true}}
		if i < len(answers) && answers[i] != "" {
			facts.SixMonths = &SixMonthAnswer{Date: "2026-06-02", Status: answers[i]}
		}
		r.Add(facts)
	}
	r.Finish()
	return r
}

// The estimate stands apart: counts are what they are in a census.
func TestSurvey(t *testing.T) {
	draw := SixMonthDraw{ExitsFrom: "2025-10-01", ExitsUntil: "2025-12-31", Seed: "1", Population: 10, Size: 5, Members: IDSet{"I0": true, "I1": true, "I2": true, "I3": true, "I4": true}}
	answers := []string{"emploi", "independant", "chomage", Unknown, "", "emploi"} // the last was not drawn
	census, sample := surveyed(nil, answers...), surveyed(SixMonthDraws{draw}, answers...)
	if len(census.Surveys) != 0 || len(sample.Surveys) != 4 {
		t.Fatalf("%d and %d lines", len(census.Surveys), len(sample.Surveys))
	}
	line := sample.Surveys[0]
	if estimate, known := line.Estimate(); line.Population != 10 || line.Surveyed != 5 || line.Answered != 3 || line.Positive != 2 || !known || estimate != 7 {
		t.Errorf("%+v, estimate %d", line, estimate)
	}
	if _, known := sample.Surveys[1].Estimate(); known || sample.Surveys[1].Population != 0 {
		t.Errorf("nobody worked at the entry: %+v", sample.Surveys[1])
	}
	if rest := sample.Surveys[2]; !rest.Census || rest.Population != 0 {
		t.Errorf("everybody left in the period of the draw: %+v", rest)
	}
	if census.Count("EECR05") != sample.Count("EECR05") || !slices.Equal(census.Rates, sample.Rates) {
		t.Errorf("the draw changes the counts: %+v, %+v", census.Count("EECR05"), sample.Count("EECR05"))
	}
	late := func(r *FSEReport) []string {
		i := slices.IndexFunc(r.Controls, func(c Control) bool { return c.Code == "C14" })
		return r.Controls[i].Records
	}
	if got := late(census); !slices.Equal(got, []string{"I4", "I6", "I7", "I8", "I9"}) {
		t.Errorf("census: %v are late", got)
	}
	if got := late(sample); !slices.Equal(got, []string{"I4"}) {
		t.Errorf("sample: %v are late", got)
	}
	draw.ExitsUntil = "2025-11-30"
	rest := surveyed(SixMonthDraws{draw}, answers...).Surveys[2]
	if _, estimated := rest.Estimate(); rest.Population != 10 || rest.Surveyed != 10 || rest.Answered != 4 || rest.Positive != 3 || estimated {
		t.Errorf("outside the draw, a census: %+v", rest)
	}
	if !(SixMonthDraws{draw}).Asks("I9", "2026-01-01") {
		t.Error("an exit outside the draw is a census")
	}
}
