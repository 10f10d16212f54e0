package models

import (
	"slices"
	"unicode"
)

// Kinds of record a change of a frein may be tied to.
const (
	CauseFollowUp = "suivi"
	CauseSession  = "seance"
	CauseTask     = "tache"
)

// CauseKinds lists them in the order shown.
var CauseKinds = []string{CauseFollowUp, CauseSession, CauseTask}

// BarrierChange is a frein whose level by the counsellor is not the one given the time before.
type BarrierChange struct {
	Barrier  string
	From, To int
	Since    Date // of the earlier rating
}

// ChangesAt lists what changed at one assessment, against the last rating of each frein before it.
func ChangesAt(assessments []Assessment, publicID string) []BarrierChange {
	var changes []BarrierChange
	for _, m := range barrierHistory(assessments) {
		for i := 1; i < len(m.points); i++ {
			before, after := m.points[i-1], m.points[i]
			if after.assessment == publicID && before.level != after.level {
				changes = append(changes, BarrierChange{m.barrier, before.level, after.level, before.on})
			}
		}
	}
	return changes
}

type historyPoint struct {
	assessment string
	on         Date
	level      int
}

type barrierPoints struct {
	barrier string
	points  []historyPoint
}

// barrierHistory is the counsellor's ratings of each frein, oldest first; assessments come in any order.
func barrierHistory(assessments []Assessment) []barrierPoints {
	dated := inOrder(assessments)
	var all []barrierPoints
	for _, code := range Barriers {
		h := barrierPoints{barrier: code}
		for _, a := range dated {
			if level, rated := a.Of(code).Counsellor.Level(); rated {
				h.points = append(h.points, historyPoint{a.PublicID, a.OnDate, level})
			}
		}
		all = append(all, h)
	}
	return all
}

// CheckAssessment says what is wrong with an assessment as typed: a problem about a frein is under its code, and under
// "person_" and its code for the person's own answer.
func CheckAssessment(a Assessment, today Date) Problems {
	problems := Problems{}
	switch {
	case !a.OnDate.Valid():
		problems.Add("date", "date.required")
	case a.OnDate > today:
		problems.Add("date", "date.future")
	case a.OnDate < "2000-01-01":
		problems.Add("date", "barrier.problem.old")
	}
	rated := false
	for _, r := range a.Ratings {
		if !slices.Contains(Barriers, r.Barrier) {
			problems.Add("ratings", "field.not_in_list")
			continue
		}
		_, level := r.Counsellor.Level()
		if !level && r.Counsellor != RatingNotRaised {
			problems.Add(r.Barrier, "field.not_in_list")
		}
		_, own := r.Person.Level()
		if !own && r.Person != RatingNotRaised && r.Person != RatingDeclined {
			problems.Add("person_"+r.Barrier, "field.not_in_list")
		}
		rated = rated || level || own || r.Person == RatingDeclined
	}
	if !rated {
		problems.Add("ratings", "barrier.problem.nothing")
	}
	hidden := func(c rune) bool { return unicode.IsControl(c) && c != '\n' && c != '\t' }
	if len([]rune(a.Remark)) > maxRemark || slices.ContainsFunc([]rune(a.Remark), hidden) {
		problems.Add("remark", "barrier.problem.remark", "Max", FrenchNumber(maxRemark))
	}
	return problems
}

// maxRemark bounds the remark of an assessment, in characters.
const maxRemark = 2000
