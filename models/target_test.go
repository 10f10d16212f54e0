package models

import (
	"testing"
	"time"
)

func TestExpectedToDate(t *testing.T) {
	year := Target{Value: 365, FromOn: "2026-01-01", DueOn: "2026-12-31"}
	steps := year
	steps.Steps = "2026-09-30 300\n2026-03-31 100"
	for _, c := range []struct {
		target Target
		on     Date
		want   int
	}{
		{year, "2025-12-31", 0}, {year, "2026-01-01", 1}, {year, "2026-07-02", 183}, {year, "2026-12-30", 364}, {year, "2026-12-31", 365}, {year, "2027-05-01", 365},
		{steps, "2026-03-30", 0}, {steps, "2026-03-31", 100}, {steps, "2026-09-29", 100}, {steps, "2026-10-01", 300}, {steps, "2026-12-31", 365},
	} {
		if got := c.target.Expected(c.on); got != c.want {
			t.Errorf("steps %q on %s: %d, want %d", c.target.Steps, c.on, got, c.want)
		}
	}
}

// Expected never falls, starts at nothing and ends at the value.
func TestExpectedNeverFalls(t *testing.T) {
	for _, steps := range []string{"", "2026-02-28 5\n2026-06-30 40\n2026-11-30 73"} {
		target, before := Target{Value: 73, FromOn: "2026-01-15", DueOn: "2026-12-20", Steps: steps}, 0
		for day := Date("2026-01-01"); day <= "2026-12-31"; day = day.AddDays(1) {
			n := target.Expected(day)
			if n < before || n > target.Value || day < target.FromOn && n != 0 {
				t.Fatalf("%s: %d after %d", day, n, before)
			}
			before = n
		}
		if before != target.Value {
			t.Errorf("ends at %d", before)
		}
	}
}

func TestPace(t *testing.T) {
	target := Target{Value: 200, FromOn: "2026-01-01", DueOn: "2026-12-31", Steps: "2026-06-30 100"}
	for _, c := range []struct {
		done int
		on   Date
		want Pace
	}{
		{106, "2026-07-01", PaceAhead}, {105, "2026-07-01", PaceOnTime}, {95, "2026-07-01", PaceOnTime}, {94, "2026-07-01", PaceLate},
		{1, "2026-02-01", PaceAhead}, {0, "2026-02-01", PaceOnTime}, {199, "2026-12-31", PaceLate}, {200, "2026-12-31", PaceOnTime}, {250, "2027-01-04", PaceAhead},
	} {
		if got := target.Pace(c.done, c.on); got != c.want {
			t.Errorf("%d done on %s: %s, want %s", c.done, c.on, got, c.want)
		}
	}
}

func TestCheckTarget(t *testing.T) {
	good := Target{Measure: MeasurePersons, Value: 60, FromOn: "2026-01-01", DueOn: "2026-12-31", Steps: "2026-06-30 30"}
	if problems := good.Check(); len(problems) > 0 {
		t.Fatalf("a good target: %v", problems)
	}
	for field, spoil := range map[string]func(*Target){
		"mesure": func(t *Target) { t.Measure = "EECO99" }, "valeur": func(t *Target) { t.Value = 0 }, "au": func(t *Target) { t.DueOn = t.FromOn },
		"intitule": func(t *Target) { t.Measure = MeasureOwn }, "etapes": func(t *Target) { t.Steps = "2026-06-30 61" },
	} {
		bad := good
		spoil(&bad)
		if problems := bad.Check(); !problems.Has(field) {
			t.Errorf("%s: %v", field, problems)
		}
	}
	for _, steps := range []string{"2025-12-31 1", "2027-01-01 50", "2026-03-01 20\n2026-04-01 10", "2026-03-01 20\n2026-03-01 20"} {
		bad := good
		bad.Steps = steps
		if !bad.Check().Has("etapes") {
			t.Errorf("steps %q are accepted", steps)
		}
	}
}

// A report shows, for a measure, the target in force that began first.
func TestTargetsOn(t *testing.T) {
	all := []Target{
		{PublicID: "year", Measure: "EECO01", FromOn: "2026-01-01", DueOn: "2026-12-31"},
		{PublicID: "whole", Measure: "EECO01", FromOn: "2024-01-01", DueOn: "2026-12-31"},
		{PublicID: "longer", Measure: "EECO01", FromOn: "2024-01-01", DueOn: "2027-12-31"},
		{PublicID: "gone", Measure: "EECR04", FromOn: "2024-01-01", DueOn: "2027-12-31", CancelledAt: InstantOf(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))},
		{PublicID: "past", Measure: "EECR05", FromOn: "2025-01-01", DueOn: "2025-12-31"},
	}
	if got := TargetsOn(all, "2026-06-30"); len(got) != 1 || got["EECO01"].PublicID != "longer" {
		t.Errorf("in force: %+v", got)
	}
	if got := TargetsOn(all, "2025-12-31"); got["EECR05"].PublicID != "past" {
		t.Errorf("on its last day: %+v", got)
	}
}

// A target counts on its own days, up to the as-of date; a result counts on the day that makes it one.
func TestTowardsTarget(t *testing.T) {
	report := func(to Date, target Target) *FSEReport {
		return reportOf(ReportRequest{Operation: goToJob(), To: to, Targets: map[string]Target{"EECO01": target}},
			named(valid("2025-11-03"), "I1"), named(valid("2026-02-02"), "I2"), named(valid("2026-05-04"), "I3"))
	}
	for _, c := range []struct {
		to, from, due Date
		want          int
	}{{"2026-06-30", "2024-01-01", "2027-12-31", 3}, {"2026-06-30", "2026-01-01", "2026-12-31", 2}, {"2026-03-31", "2026-01-01", "2026-12-31", 1}, {"2026-06-30", "2026-01-01", "2026-03-31", 1}} {
		if _, got, set := report(c.to, Target{Value: 4, FromOn: c.from, DueOn: c.due}).Towards("EECO01"); !set || got != c.want {
			t.Errorf("%+v: %d, %v", c, got, set)
		}
	}
	if _, _, set := report("2026-06-30", Target{}).Towards("EECO02"); set {
		t.Error("a target nobody set")
	}
}
