package models

// IndicatorKind says on which date an indicator belongs to a period.
type IndicatorKind string

// The kinds of indicator of Annex I.
const (
	Output     IndicatorKind = "output"      // counted on the entry date
	Result     IndicatorKind = "result"      // counted on the exit date
	LongerTerm IndicatorKind = "longer_term" // counted on the exit date + 6 months
)

// Indicator is one line of the FSE+ report: an entry of the registry and the computation it names.
type Indicator struct {
	RegistryEntry

	rule func(*Participation) Verdict
	// reference tells who is in the reference population of a result.
	reference func(*Participation) bool
	// earlier are the versions before, the oldest first.
	earlier []Indicator
}

// Outcome is what a rule answers.
type Outcome int8

// The outcomes: unknown is a missing datum, never a no.
const (
	NotCounted Outcome = iota
	NotKnown
	Counted
)

// Verdict is the answer of a rule and the sentence, in French, that explains it. Sentences may hold
// marks, as {sortie} or {manque}, that Participation.Sentence fills.
type Verdict struct {
	Outcome Outcome
	Reason  string
}

// Judge applies the indicator to a participation. A participation that is not counted, and an
// incomplete record under TOTAL_ONLY, count nowhere below the total.
func (i *Indicator) Judge(p *Participation) Verdict {
	switch {
	case p.Status == NotStarted:
		return Verdict{NotCounted, reasonNotStarted}
	case p.Status == ExcludedShort:
		return Verdict{NotCounted, reasonShort}
	case i.Code != TotalIndicator && p.Status == Incomplete && p.Rules.Incomplete != IncompletePerVariable:
		return Verdict{NotCounted, reasonIncomplete}
	default:
		return i.On(p.Rules.Registry).rule(p)
	}
}

// Refers tells whether the participation is in the reference population of a result. Like the
// result itself, the population leaves out what Judge leaves out.
func (i *Indicator) Refers(p *Participation) bool {
	if i.reference == nil || !p.Counts() || p.Exit == "" {
		return false
	}
	if p.Status == Incomplete && p.Rules.Incomplete != IncompletePerVariable {
		return false
	}
	return i.On(p.Rules.Registry).reference(p)
}

// CountedOn is the date that places the participation in a period: entry, exit or six-month date.
func (i *Indicator) CountedOn(p *Participation) Date {
	switch i.Kind {
	case Result:
		return p.Exit
	case LongerTerm:
		return p.SixMonths
	default:
		return p.Entry
	}
}

// Codes of the indicators that other rules name.
const (
	TotalIndicator = "EECO01"
	MiddleAgeGroup = "EECO30_54" // the unnamed group between EECO07 and EECO08
)

// IndicatorSet is a set of indicators, by their rank in Indicators.
type IndicatorSet uint32

// Has tells whether the indicator of that code is in the set.
func (s IndicatorSet) Has(code string) bool {
	rank, ok := indicatorRanks[code]
	return ok && s&(1<<rank) != 0
}

// Codes lists the set in the order of Annex I; never nil.
func (s IndicatorSet) Codes() []string {
	codes := []string{}
	for rank := range Indicators {
		if s&(1<<rank) != 0 {
			codes = append(codes, Indicators[rank].Code)
		}
	}
	return codes
}

// IndicatorByCode finds an indicator of the registry, nil when there is none.
func IndicatorByCode(code string) *Indicator {
	if rank, ok := indicatorRanks[code]; ok {
		return &Indicators[rank]
	}
	return nil
}

var indicatorRanks = rankIndicators()

func rankIndicators() map[string]int {
	ranks := make(map[string]int, len(Indicators))
	for rank := range Indicators {
		ranks[Indicators[rank].Code] = rank
	}
	return ranks
}

// indicatorsOf is the set of indicators the participation counts for.
func indicatorsOf(p *Participation) IndicatorSet {
	var set IndicatorSet
	for rank := range Indicators {
		if Indicators[rank].Judge(p).Outcome == Counted {
			set |= 1 << rank
		}
	}
	return set
}
