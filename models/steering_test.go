package models

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func interviewOn(day Date, presence string, signed bool) ContactFact {
	return ContactFact{Ref: "f" + string(day), Kind: FollowUpContact, Date: day, Minutes: 45, Mode: "bureau", Presence: presence, Signed: signed}
}

func placeOn(session string, day Date, presence string) ContactFact {
	return ContactFact{Ref: session, Kind: SessionContact, Date: day, Minutes: 120, Presence: presence, Signed: presence == "present", Module: "CV", Title: "Rédiger un CV"}
}

// steeringWorld: one who came four times and left for a job, one who never came, one who came once in the year before.
func steeringWorld() []EnrolmentFacts {
	return []EnrolmentFacts{
		{ID: "e1", Enrolment: "E1", Person: "P1", Requested: "2026-01-10", Profile: ProfileFacts{Sex: "F", Birth: "1990-05-01", Commune: "92094"},
			Snapshot: SnapshotFacts{Forem: "DEI", ISCED: "3"},
			Contacts: []ContactFact{interviewOn("2026-01-20", "present", true), placeOn("S1", "2026-02-03", "present"), placeOn("S2", "2026-02-10", "absent"),
				placeOn("S3", "2026-03-10", "inscrit"), interviewOn("2026-03-20", "excuse", false)},
			Exits: []ExitFact{{Date: "2026-04-01", Reason: "emploi"}}, Events: []EventFact{{Date: "2026-04-05", Type: "emploi"}},
			SixMonths: &SixMonthAnswer{Date: "2026-10-02", Status: "emploi"}, Attestations: []AttestationFact{{Number: "1", Date: "2026-02-04"}}},
		{ID: "e2", Enrolment: "E2", Person: "P2", Requested: "2026-02-01", Contacts: []ContactFact{interviewOn("2026-02-15", "absent", false)}},
		{ID: "e3", Enrolment: "E3", Person: "P3", Requested: "2025-02-01", Contacts: []ContactFact{interviewOn("2025-03-15", "present", false)}},
	}
}

func TestSteering(t *testing.T) {
	operation := Operation{StartsOn: "2025-01-01"}
	year := NewSteering(operation, Period{"2026-01-01", "2026-11-30"})
	before := NewSteering(operation, Period{"2025-01-01", "2025-11-30"})
	for _, facts := range steeringWorld() {
		year.Add(facts)
		before.Add(facts)
	}
	if diff := cmp.Diff(map[string]Home{"P1": {"92094", "Namur"}}, year.Persons); diff != "" {
		t.Errorf("persons:\n%s", diff)
	}
	if len(before.Persons) != 1 || before.Minutes != 0 {
		t.Errorf("the year before: %v, %d minutes", before.Persons, before.Minutes)
	}
	if year.Minutes != 165 || year.Measure(MeasureHours) != 2 || year.Measure(MeasureSessions) != 1 || year.Measure(MeasureAttestations) != 1 || year.Measure(MeasurePersons) != 1 {
		t.Errorf("measures: %d minutes, %v", year.Minutes, year.Measures)
	}
	want := Attendance{Registered: 2, Present: 1, Absent: 1}
	if got := year.Months["2026-02-01"]; got != want || got.Rate() != 50 || year.Months["2026-03-01"].Rate() != -1 || year.Modules["CV"].Registered != 3 {
		t.Errorf("attendance: %+v, %+v", got, year.Modules)
	}
	var counts []int
	for _, step := range year.Steps {
		counts = append(counts, step.Count)
	}
	if diff := cmp.Diff([]int{2, 1, 1, 1, 1}, counts); diff != "" || year.Steps[1].Median() != 10 || year.Steps[2].Median() != 14 {
		t.Errorf("steps: %s %+v", diff, year.Steps)
	}
	if year.SixMonths["emploi"] != 1 || len(year.SixMonths) != 1 {
		t.Errorf("six months: %v", year.SixMonths)
	}
}

// What Pilotage shows is what the report of the same days says.
func TestSteeringAgreesWithTheReport(t *testing.T) {
	operation := Operation{StartsOn: "2025-01-01", ShortHours: "0", ShortDays: "0"}
	report := NewFSEReport(ReportRequest{Operation: operation, From: "2026-01-01", To: "2026-11-30"})
	year := NewSteering(operation, Period{"2026-01-01", "2026-11-30"})
	for _, facts := range steeringWorld() {
		report.Add(facts)
		year.Add(facts)
	}
	for _, line := range report.Indicators {
		if got := year.Measure(line.Code); got != line.Period.Total {
			t.Errorf("%s: %d, the report says %d", line.Code, got, line.Period.Total)
		}
	}
	if total := report.Count(TotalIndicator).Cumulative.Total; year.Counted != total || year.Incomplete != report.IncompleteCumulative.Total || total == 0 {
		t.Errorf("%d records, %d incomplete; the report says %d and %d", year.Counted, year.Incomplete, total, report.IncompleteCumulative.Total)
	}
}

func TestBarrierBalances(t *testing.T) {
	moved := func(code string, last Date, levels ...int) BarrierMove {
		m := BarrierMove{Barrier: code}
		for i, level := range levels {
			day := Date("2026-01-01")
			if i == len(levels)-1 {
				day = last
			}
			m.Counsellor = append(m.Counsellor, RatedPoint{day, level})
		}
		return m
	}
	people := [][]BarrierMove{{moved("langue", "2026-05-01", 3, 1), moved("mobilite", "2026-05-01", 2, 3)}, {moved("langue", "2026-05-01", 2, 2)},
		{moved("langue", "2025-05-01", 4, 0)}, {moved("dettes", "2026-05-01", 4)}}
	want := []BarrierBalance{{"langue", 1, 1, 0}, {"mobilite", 0, 0, 1}}
	if diff := cmp.Diff(want, BarrierBalances(people, Period{"2026-01-01", "2026-12-31"})); diff != "" {
		t.Errorf("balances:\n%s", diff)
	}
}
