package models

import (
	"slices"
	"testing"
)

func assessed(id string, day Date, levels map[string]Rating) Assessment {
	a := Assessment{ID: id, PublicID: id, OnDate: day}
	for _, code := range Barriers {
		r := BarrierRating{Barrier: code, Counsellor: RatingNotRaised, Person: RatingNotRaised}
		if level, known := levels[code]; known {
			r.Counsellor = level
		}
		a.Ratings = append(a.Ratings, r)
	}
	return a
}

func TestRatingLevel(t *testing.T) {
	for rating, want := range map[Rating]int{"0": 0, "4": 4, "5": -1, "-1": -1, "04": -1, "": -1, RatingNotRaised: -1, RatingDeclined: -1} {
		level, rated := rating.Level()
		if rated != (want >= 0) || rated && level != want {
			t.Errorf("%q: %d %v, want %d", rating, level, rated, want)
		}
	}
}

// The freins that got lighter most come first, then the heaviest; a cancelled assessment and a « non abordé » move nothing.
func TestBarrierMoves(t *testing.T) {
	cancelled := assessed("c", "2026-11-20", map[string]Rating{"langue": "0"})
	cancelled.CancelledAt = InstantOf(Date("2026-11-21").Time())
	all := []Assessment{
		assessed("b", "2026-11-01", map[string]Rating{"langue": "4", "mobilite": "1", "dettes": "3", "sante": RatingNotRaised}),
		assessed("a", "2026-01-01", map[string]Rating{"langue": "3", "mobilite": "4", "dettes": "3", "sante": "2", "reseau": "4"}),
		cancelled}
	moves := BarrierMoves(all)
	var order []string
	for _, m := range moves {
		order = append(order, m.Barrier)
	}
	if want := []string{"mobilite", "reseau", "dettes", "sante", "langue"}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	if f := FindingOf(moves); f != (BarrierFinding{From: "2026-01-01", Until: "2026-11-01", Lighter: 1, Heavier: 1, Still: 1, Once: 2}) {
		t.Errorf("finding %+v", f)
	}
	if changes := ChangesAt(all, "b"); len(changes) != 2 || changes[0] != (BarrierChange{"langue", 3, 4, "2026-01-01"}) || changes[1] != (BarrierChange{"mobilite", 4, 1, "2026-01-01"}) {
		t.Errorf("changes %+v", changes)
	}
	if changes := ChangesAt(all, "a"); len(changes) != 0 {
		t.Errorf("the first assessment changed %+v", changes)
	}
}

func TestCheckPlanTask(t *testing.T) {
	const today Date = "2026-11-24"
	good := PlanTask{Who: TaskByPerson, DueOn: today, PlanWords: PlanWords{Text: "Téléphoner"}}
	for name, tc := range map[string]struct {
		change func(*PlanTask)
		before Date
		field  string
	}{
		"good":           {func(*PlanTask) {}, "", ""},
		"no date":        {func(p *PlanTask) { p.DueOn = "" }, "", ""},
		"past":           {func(p *PlanTask) { p.DueOn = "2026-11-23" }, "", "due_on"},
		"past as before": {func(p *PlanTask) { p.DueOn = "2026-11-23" }, "2026-11-23", ""},
		"three years":    {func(p *PlanTask) { p.DueOn = "2029-11-24" }, "", ""},
		"beyond":         {func(p *PlanTask) { p.DueOn = "2029-11-25" }, "", "due_on"},
		"no words":       {func(p *PlanTask) { p.Text = "  " }, "", "text"},
		"invisible":      {func(p *PlanTask) { p.Text = "a\x07b" }, "", "text"},
		"unknown frein":  {func(p *PlanTask) { p.Barrier = "x" }, "", "barrier"},
		"nobody":         {func(p *PlanTask) { p.Who = TaskByOther }, "", "other"},
	} {
		task := good
		tc.change(&task)
		problems := CheckPlanTask(task, tc.before, today)
		if tc.field == "" && len(problems) > 0 || tc.field != "" && !problems.Has(tc.field) {
			t.Errorf("%s: %v, want %q", name, problems, tc.field)
		}
	}
}
