package models

import (
	"cmp"
	"slices"
)

// Steering is what one operation did over a period, by the rules and from the facts of its reports: real attendance, never
// registrations. A figure of « Pilotage » is therefore the one that the report of the same period gives.
type Steering struct {
	Period  Period
	Persons map[string]Home // who came at least once, by reference
	Minutes int             // attended and signed
	// Counted and Incomplete are the participations at the end of the period, from the start of the operation: as in EECO01.
	Counted, Incomplete int
	Months              map[Date]Attendance // of sessions, by the first day of the month
	Modules             map[string]ModuleAttendance
	Steps               [len(SteeringSteps)]Step
	SixMonths           map[string]int // by the codes of SixMonthAnswers
	Measures            map[string]int // what a target may measure, over the period

	rules    OperationRules
	sessions map[string]bool
}

// Home is the commune of a person at the entry: its REFNIS code, or what was written, and its name; both "" when not known.
type Home struct{ Refnis, Name string }

// SixMonthAnswers are the situations six months after the exit, in the order of the chart.
var SixMonthAnswers = []string{"emploi", "recherche", "autre", "sans_reponse"}

// NewSteering starts the figures of an operation over a period.
func NewSteering(o Operation, period Period) *Steering {
	return &Steering{Period: period, rules: o.Rules(), Persons: map[string]Home{}, Months: map[Date]Attendance{}, Modules: map[string]ModuleAttendance{},
		SixMonths: map[string]int{}, Measures: map[string]int{}, sessions: map[string]bool{}}
}

// Add counts one enrolment of the operation.
func (s *Steering) Add(facts EnrolmentFacts) {
	cut := facts.until(s.Period.To)
	p := evaluate(cut, s.rules, s.Period.To, s.Period.To)
	for _, c := range cut.Contacts {
		if s.Period.Contains(c.Date) {
			s.contact(p, c)
		}
	}
	for _, a := range cut.Attestations {
		if s.Period.Contains(a.Date) {
			s.Measures[MeasureAttestations]++
		}
	}
	if p.Counts() {
		s.Counted++
	}
	if p.Status == Incomplete {
		s.Incomplete++
	}
	for rank := range Indicators {
		if p.Indicators&(1<<rank) != 0 && s.Period.Contains(Indicators[rank].CountedOn(p)) {
			s.Measures[Indicators[rank].Code]++
		}
	}
	if s.Period.Contains(p.SixMonths) {
		s.SixMonths[sixMonthAnswer(p)]++
	}
	s.steps(p, attendedDays(nil, cut.Contacts))
}

func (s *Steering) contact(p *Participation, c ContactFact) {
	if c.Kind == SessionContact {
		month := c.Date[:7] + "-01"
		s.Months[month] = s.Months[month].with(c)
		title := cmp.Or(c.Module, c.Title)
		m := s.Modules[title]
		m.Code, m.Title, m.Attendance = c.Module, cmp.Or(m.Title, c.Title), m.with(c)
		s.Modules[title] = m
	}
	if !c.Attended() {
		return
	}
	s.Persons[p.Person] = Home{communeOf(p), p.CommuneAtEntry()}
	s.Minutes += c.SignedMinutes()
	if c.Kind == SessionContact && !s.sessions[c.Ref] {
		s.sessions[c.Ref] = true
		s.Measures[MeasureSessions]++
	}
}

// Measure is the state of what a target measures, at the end of the period.
func (s *Steering) Measure(measure string) int {
	switch measure {
	case MeasurePersons:
		return len(s.Persons)
	case MeasureHours:
		return s.Minutes / 60
	}
	return s.Measures[measure]
}

func sixMonthAnswer(p *Participation) string {
	switch p.SixMonthStatus() {
	case "emploi", "independant":
		return "emploi"
	case "chomage":
		return "recherche"
	case "inactif":
		return "autre"
	}
	return "sans_reponse"
}

// Attendance is what became of places in sessions: registrations that wait for a mark are in Registered only.
type Attendance struct{ Registered, Present, Excused, Absent int }

func (a Attendance) with(c ContactFact) Attendance {
	a.Registered++
	switch c.Presence {
	case "present", "retard":
		a.Present++
	case "excuse":
		a.Excused++
	case "absent":
		a.Absent++
	}
	return a
}

// Plus adds two counts up.
func (a Attendance) Plus(b Attendance) Attendance {
	return Attendance{a.Registered + b.Registered, a.Present + b.Present, a.Excused + b.Excused, a.Absent + b.Absent}
}

// Marked is how many places have their mark.
func (a Attendance) Marked() int { return a.Present + a.Excused + a.Absent }

// Rate is the share of presences among marked places, in per cent; -1 when none is marked.
func (a Attendance) Rate() int { return share(a.Present, a.Marked()) }

// ModuleAttendance is the attendance of one module, or of sessions of one title.
type ModuleAttendance struct {
	Code, Title string
	Attendance
}

// SteeringSteps are the steps from intake to exit, each among those who made the one before.
var SteeringSteps = [5]string{"demande", "premier", "deuxieme", "sortie", "resultat"}

// Step is how many made it, and after how many days each.
type Step struct {
	Count int
	Days  []int // since the step before; fewer than Count where a day is not known
}

// Median is the median delay in days, -1 when none is known.
func (s Step) Median() int {
	if len(s.Days) == 0 {
		return -1
	}
	days := slices.Sorted(slices.Values(s.Days))
	return days[(len(days)-1)/2]
}

// Plus adds the steps of two operations up.
func (s Step) Plus(other Step) Step {
	return Step{s.Count + other.Count, append(slices.Clone(s.Days), other.Days...)}
}

// steps follows those whose request, or whose entry where the request has no date, falls in the period.
func (s *Steering) steps(p *Participation, days []Date) {
	if !s.Period.Contains(cmp.Or(p.Requested, p.Entry)) {
		return
	}
	second := Date("")
	if len(days) > 1 {
		second = days[1]
	}
	exit := p.Exit
	if exit < second {
		exit = ""
	}
	reached := []Date{cmp.Or(p.Requested, p.Entry), p.Entry, second, exit, resultDay(p)}
	for i, day := range reached {
		if day == "" {
			return
		}
		s.Steps[i].Count++
		if i > 0 && i < len(reached)-1 && reached[i-1] <= day {
			s.Steps[i].Days = append(s.Steps[i].Days, reached[i-1].DaysUntil(day))
		}
	}
}

// resultDay is the day of a job, a training or a qualification that a funder counts at the exit, "" without one.
func resultDay(p *Participation) Date {
	switch {
	case slices.Contains([]string{"emploi", "independant", "contrat_formation"}, p.LastLabourEvent):
		return p.LastLabourOn
	case p.EnteredTraining:
		return p.TrainingOn
	case p.Qualified:
		return p.QualifiedOn
	}
	return ""
}

// BarrierBalance is how one frein moved among those for whom it was rated more than once.
type BarrierBalance struct {
	Barrier                 string
	Lighter, Still, Heavier int
}

// Rated is how many people the balance is about.
func (b BarrierBalance) Rated() int { return b.Lighter + b.Still + b.Heavier }

// BarrierBalances adds the moves of many people up, those whose last rating falls in the period: the frein that got lighter for most
// comes first.
func BarrierBalances(people [][]BarrierMove, period Period) []BarrierBalance {
	balances := map[string]*BarrierBalance{}
	for _, moves := range people {
		for _, m := range moves {
			track := m.Main()
			if !track.Moves() || !period.Contains(track.Last().OnDate) {
				continue
			}
			b := balances[m.Barrier]
			if b == nil {
				b = &BarrierBalance{Barrier: m.Barrier}
				balances[m.Barrier] = b
			}
			switch change := track.Change(); {
			case change < 0:
				b.Lighter++
			case change > 0:
				b.Heavier++
			default:
				b.Still++
			}
		}
	}
	var all []BarrierBalance
	for _, code := range Barriers {
		if b := balances[code]; b != nil {
			all = append(all, *b)
		}
	}
	slices.SortStableFunc(all, func(a, b BarrierBalance) int {
		return cmp.Or(cmp.Compare(b.Lighter*a.Rated(), a.Lighter*b.Rated()), b.Rated()-a.Rated())
	})
	return all
}

// StaffTime is what a colleague did in a dispositif on the days from a Monday on: follow-ups and sessions given.
type StaffTime struct {
	UserID, Name string
	Week         Date // its Monday
	Programme    string
	Minutes      int
}
