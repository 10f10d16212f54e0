package models

import (
	"math"
	"slices"
)

// SixMonthDraw is a random sample of the people of an operation who left in a period: they alone are asked for their situation six
// months later (reports.md §6, sample mode). It is drawn once. Exits of no draw are a census: everybody is asked.
type SixMonthDraw struct {
	ID           string  `db:"id"`
	PublicID     string  `db:"public_id"`
	CentreID     string  `db:"centre_id"`
	OperationID  string  `db:"operation_id"`
	ExitsFrom    Date    `db:"exits_from"`
	ExitsUntil   Date    `db:"exits_until"`
	Seed         string  `db:"seed"`       // printed: with it anybody draws the same people again
	Population   int     `db:"population"` // among whom
	Size         int     `db:"size"`       // how many
	DrawnBy      *string `db:"drawn_by"`
	DrawnAt      Instant `db:"drawn_at"`
	CancelledAt  Instant `db:"cancelled_at"`
	CancelledBy  *string `db:"cancelled_by"`
	CancelReason string  `db:"cancel_reason"`
	Version      int     `db:"version"`
	Members      IDSet   `db:"-"` // public ids of the enrolments drawn
}

// IDSet is a set of public ids.
type IDSet map[string]bool

// Covers tells whether an exit of that day was part of the draw.
func (d SixMonthDraw) Covers(exit Date) bool { return d.ExitsFrom <= exit && exit <= d.ExitsUntil }

// SixMonthDraws are the draws of an operation that hold; their periods do not overlap.
type SixMonthDraws []SixMonthDraw

// Asks tells whether an enrolment that ended that day is to be asked six months later: nobody drew, or it was drawn.
func (all SixMonthDraws) Asks(enrolment string, exit Date) bool {
	for _, d := range all {
		if d.Covers(exit) {
			return d.Members[enrolment]
		}
	}
	return true
}

// SampleSize is how many of a population to draw for a proportion known within 5 points at 95 % (Cochran, with the correction for
// small populations), everybody answering.
func SampleSize(population int) int {
	const infinite = 1.96 * 1.96 * 0.25 / (0.05 * 0.05)
	n := float64(population)
	if population <= 0 {
		return 0
	}
	return int(math.Ceil(infinite * n / (n + infinite - 1)))
}

// SurveyLine is what a draw says of one longer-term result. The estimate stands beside the counts and never in their place.
type SurveyLine struct {
	Draw        SixMonthDraw
	Census      bool // of the exits of no draw: everybody is asked, and nothing is estimated
	Code, Label string
	Population  int // of the reference population, those of the draw's period whose six months have elapsed
	Surveyed    int // of them, those drawn
	Answered    int
	Positive    int
}

// Estimate is round(positive ÷ answered × population); false when nobody answered, and in a census.
func (l SurveyLine) Estimate() (int, bool) {
	if l.Answered == 0 || l.Census {
		return 0, false
	}
	return int(math.Round(float64(l.Positive) / float64(l.Answered) * float64(l.Population))), true
}

// surveyLines are the empty lines of the draws of an operation and of the rest, for each longer-term result; none without a draw.
func surveyLines(draws SixMonthDraws) []SurveyLine {
	if len(draws) == 0 {
		return nil
	}
	var lines []SurveyLine
	add := func(d SixMonthDraw, census bool) {
		for _, indicator := range Indicators {
			if indicator.Kind == LongerTerm {
				lines = append(lines, SurveyLine{Draw: d, Census: census, Code: indicator.Code, Label: indicator.Label})
			}
		}
	}
	for _, d := range draws {
		add(d, false)
	}
	add(SixMonthDraw{}, true)
	return lines
}

// holds tells whether an exit of that day belongs to the line: to its draw, or to none of them.
func (l SurveyLine) holds(exit Date, draws SixMonthDraws) bool {
	if !l.Census {
		return l.Draw.Covers(exit)
	}
	return !slices.ContainsFunc(draws, func(d SixMonthDraw) bool { return d.Covers(exit) })
}

// countSurvey adds a participation to the lines of its draw.
func (r *FSEReport) countSurvey(p *Participation) {
	for i := range r.Surveys {
		line := &r.Surveys[i]
		indicator := IndicatorByCode(line.Code)
		if !p.SixMonthsDue || !line.holds(p.Exit, r.Request.Operation.Draws) || !indicator.Refers(p) {
			continue
		}
		line.Population++
		if !line.Census && !line.Draw.Members[p.ID] {
			continue
		}
		line.Surveyed++
		switch indicator.Judge(p).Outcome {
		case Counted:
			line.Answered++
			line.Positive++
		case NotCounted:
			line.Answered++
		}
	}
}
