package models

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// What a target may measure besides the indicators of the registry.
const (
	MeasurePersons      = "personnes"    // persons with at least one attended contact
	MeasureHours        = "heures"       // attended and signed, in whole hours
	MeasureSessions     = "seances"      // sessions that at least one person attended
	MeasureAttestations = "attestations" // issued and not cancelled
	MeasureOwn          = "propre"       // a figure of the centre's own, typed
)

// Measures lists those that are no indicator, in the order in which they are offered.
var Measures = []string{MeasurePersons, MeasureHours, MeasureSessions, MeasureAttestations, MeasureOwn}

// MaxTarget bounds the value of a target.
const MaxTarget = 1_000_000

// Target is what an operation should reach by a day. It is changed under its version; what it was is kept.
type Target struct {
	ID          string  `db:"id"`
	PublicID    string  `db:"public_id"`
	CentreID    string  `db:"centre_id"`
	OperationID string  `db:"operation_id"`
	Measure     string  `db:"measure"` // code of an indicator, or one of Measures
	Label       string  `db:"label"`   // of an own figure
	Value       int     `db:"value"`
	FromOn      Date    `db:"from_on"` // counted from that day on
	DueOn       Date    `db:"due_on"`
	Steps       string  `db:"steps"`   // see TargetSteps
	Done        *int    `db:"done"`    // of an own figure
	DoneOn      Date    `db:"done_on"` // the day on which it was so
	CancelledAt Instant `db:"cancelled_at"`
	CancelledBy *string `db:"cancelled_by"`
	CreatedBy   *string `db:"created_by"`
	CreatedAt   Instant `db:"created_at"`
	ChangedBy   *string `db:"changed_by"`
	ChangedAt   Instant `db:"changed_at"`
	Version     int     `db:"version"`
}

// TargetStep is what should be reached on a day on the way.
type TargetStep struct {
	On    Date
	Value int
}

// String is the step as it is stored.
func (s TargetStep) String() string { return fmt.Sprintf("%s %d", s.On, s.Value) }

// ParsedSteps are the dated steps, the soonest first.
func (t Target) ParsedSteps() []TargetStep {
	var steps []TargetStep
	for _, line := range strings.Split(t.Steps, "\n") {
		day, value, _ := strings.Cut(line, " ")
		if n, err := strconv.Atoi(value); err == nil && Date(day).Valid() {
			steps = append(steps, TargetStep{Date(day), n})
		}
	}
	slices.SortStableFunc(steps, func(a, b TargetStep) int { return cmp.Compare(a.On, b.On) })
	return steps
}

// Expected is what should be reached at the end of a day: evenly from the first day to the last, or the last dated step that is past.
func (t Target) Expected(on Date) int {
	switch steps := t.ParsedSteps(); {
	case on >= t.DueOn:
		return t.Value
	case on < t.FromOn:
		return 0
	case len(steps) > 0:
		reached := 0
		for _, step := range steps {
			if step.On <= on {
				reached = step.Value
			}
		}
		return reached
	}
	return t.Value * (t.FromOn.DaysUntil(on) + 1) / (t.FromOn.DaysUntil(t.DueOn) + 1)
}

// Pace compares what is done with what was expected to date.
type Pace string

// The three answers (ux.md §4).
const (
	PaceAhead  Pace = "avance"
	PaceOnTime Pace = "temps"
	PaceLate   Pace = "retard"
)

// paceMargin is how far from the expected figure still is on time, in per cent of it.
const paceMargin = 5

// Pace tells whether the target is ahead, on time or late on a day. On the last day there is no margin left below.
func (t Target) Pace(done int, on Date) Pace {
	expected := t.Expected(on)
	margin := expected * paceMargin / 100
	switch {
	case done > expected+margin:
		return PaceAhead
	case done < expected-margin || on >= t.DueOn && done < t.Value:
		return PaceLate
	}
	return PaceOnTime
}

// Check tells what keeps the target from being kept, by field of its form.
func (t Target) Check() Problems {
	problems := Problems{}
	if IndicatorByCode(t.Measure) == nil && !slices.Contains(Measures, t.Measure) {
		problems.Add("mesure", "target.problem.measure")
	}
	if t.Measure == MeasureOwn && strings.TrimSpace(t.Label) == "" {
		problems.Add("intitule", "target.problem.label")
	}
	if len([]rune(t.Label)) > 80 {
		problems.Add("intitule", "target.problem.long", "Max", 80)
	}
	if t.Value < 1 || t.Value > MaxTarget {
		problems.Add("valeur", "target.problem.value")
	}
	if t.FromOn != "" && t.DueOn != "" && t.DueOn <= t.FromOn {
		problems.Add("au", "target.problem.order")
	}
	before := TargetStep{}
	for _, step := range t.ParsedSteps() {
		if step.On < t.FromOn || step.On > t.DueOn || step.Value < before.Value || step.Value > t.Value || step.On == before.On {
			problems.Add("etapes", "target.problem.steps")
		}
		before = step
	}
	return problems
}

// TargetsOn picks, for each measure, the target in force on a day: of several, the one that begins first, then the one that ends last,
// for a report sets a target beside what was done since the start.
func TargetsOn(targets []Target, day Date) map[string]Target {
	found := map[string]Target{}
	for _, t := range targets {
		if day < t.FromOn || day > t.DueOn || !t.CancelledAt.IsZero() {
			continue
		}
		if best, another := found[t.Measure]; !another || t.FromOn < best.FromOn || t.FromOn == best.FromOn && t.DueOn > best.DueOn {
			found[t.Measure] = t
		}
	}
	return found
}

// Towards is what counts for the target of an indicator: those counted on its days, up to the as-of date. False without a target.
func (r *FSEReport) Towards(code string) (Target, int, bool) {
	target, set := r.Request.Targets[code]
	rank, known := indicatorRanks[code]
	if !set || !known {
		return target, 0, false
	}
	days, done := Period{From: target.FromOn, To: min(target.DueOn, r.Period.To)}, 0
	for _, p := range r.Participations {
		if p.Indicators&(1<<rank) != 0 && days.Contains(Indicators[rank].CountedOn(p)) {
			done++
		}
	}
	return target, done, true
}
