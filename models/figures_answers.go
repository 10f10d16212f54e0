package models

import (
	"cmp"
	"slices"
)

// Figures of the FSE+ report.
func (r *FSEReport) Figures() Figures {
	return Figures{"fse", r.Request, r.Period, r.Rules, r.Indicators, r.Rates, r.Controls}
}

// Topics of the FSE+ report are its indicators.
func (r *FSEReport) Topics() []Topic {
	all := make([]Topic, len(Indicators))
	for rank := range Indicators {
		all[rank] = Topic{Indicators[rank].Code, r.Indicators[rank].Label}
	}
	return all
}

// Len is how many enrolments were added.
func (r *FSEReport) Len() int { return len(r.Participations) }

// Participation is the one of rank i.
func (r *FSEReport) Participation(i int) *Participation { return r.Participations[i] }

// Answer is the verdict of an indicator on a participation.
func (r *FSEReport) Answer(i, topic int) Answer {
	p, indicator := r.Participations[i], &Indicators[topic]
	verdict := indicator.Judge(p)
	a := Answer{Outcome: verdict.Outcome, On: indicator.CountedOn(p), Refers: indicator.Refers(p), Reason: verdict.Reason}
	if verdict.Outcome == Counted {
		a.Line = indicator.Code
	}
	return a
}

// answer places a participation under its value of a characteristic.
func (rule breakdownRule) answer(p *Participation, on Date) Answer {
	value := cmp.Or(rule.of(p), notRecordedCode)
	return Answer{Line: rule.code + "_" + value, Outcome: Counted, On: on, Reason: reasonCounted}
}

func topicsOf(titles labels, first []Topic, rules ...[]breakdownRule) []Topic {
	all := first
	for _, rule := range slices.Concat(rules...) {
		all = append(all, Topic{rule.code, titles[rule.code]})
	}
	return all
}

var foremResultRules = []breakdownRule{foremResults}

// Figures of the report to the Forem.
func (r *ForemReport) Figures() Figures {
	return Figures{"forem", r.Request, r.Period, r.Rules, r.Indicators(), nil, r.Controls}
}

// Topics of the report to the Forem: who entered, their profile, their result.
func (r *ForemReport) Topics() []Topic {
	return topicsOf(r.titles, []Topic{{ForemTotal, r.Entries.Label}}, foremPublic, foremResultRules)
}

// Len is how many enrolments were added.
func (r *ForemReport) Len() int { return len(r.Participations) }

// Participation is the one of rank i.
func (r *ForemReport) Participation(i int) *Participation { return &r.Participations[i].Participation }

// Answer of a participation: everybody who came counts, results are those of exits.
func (r *ForemReport) Answer(i, topic int) Answer {
	p := &r.Participations[i].Participation
	switch {
	case !p.Started():
		return Answer{Reason: reasonNotStarted}
	case topic == 0:
		return Answer{Line: ForemTotal, Outcome: Counted, On: p.Entry, Reason: reasonCounted}
	case topic <= len(foremPublic):
		return foremPublic[topic-1].answer(p, p.Entry)
	case p.Exit == "":
		return Answer{Reason: reasonNoExit}
	default:
		return foremResults.answer(p, p.Exit)
	}
}

var spwExemptionRules = []breakdownRule{spwExemptions}

// Figures of the report to the Region.
func (r *SPWReport) Figures() Figures {
	return Figures{"spw", r.Request, r.Period, r.Rules, r.Indicators(), nil, r.Controls}
}

// Topics of the report to the Region: its totals, the profile, the exemptions.
func (r *SPWReport) Topics() []Topic {
	totals := make([]Topic, 0, len(spwTotals)+len(spwGroups)+1)
	for _, total := range spwTotals {
		totals = append(totals, Topic{total.code, r.titles[total.code]})
	}
	return topicsOf(r.titles, totals, spwGroups, spwExemptionRules)
}

// Len is how many enrolments were added.
func (r *SPWReport) Len() int { return len(r.Participations) }

// Participation is the one of rank i.
func (r *SPWReport) Participation(i int) *Participation { return &r.Participations[i].Participation }

// Answer of a participation. An exemption counts whether or not the person came.
func (r *SPWReport) Answer(i, topic int) Answer {
	p := r.Participations[i]
	last := len(spwTotals) + len(spwGroups)
	switch {
	case topic == last && known(p.Snapshot.Exemption) == "":
		return Answer{Reason: "Pas de dispense."}
	case topic == last && p.exemptedOn() > r.Period.To:
		return Answer{Reason: "Dispense datée d'après la date d'arrêté."}
	case topic == last:
		return spwExemptions.answer(&p.Participation, p.exemptedOn())
	case !p.Started():
		return Answer{Reason: reasonNotStarted}
	case topic >= len(spwTotals):
		return spwGroups[topic-len(spwTotals)].answer(&p.Participation, p.Entry)
	}
	total := &spwTotals[topic]
	if counts, on := total.counts(p); counts {
		return Answer{Line: total.code, Outcome: Counted, On: on, Reason: reasonCounted}
	}
	return Answer{Reason: total.otherwise}
}

// Retroactive fails control C20 when the last frozen report would be another one today.
func (r *FSEReport) Retroactive(c Comparison) { r.sheet.retroactive("C20", c) }

// Retroactive fails control F09 when the last frozen report would be another one today.
func (r *ForemReport) Retroactive(c Comparison) { r.sheet.retroactive("F09", c) }

// Retroactive fails control S10 when the last frozen report would be another one today.
func (r *SPWReport) Retroactive(c Comparison) { r.sheet.retroactive("S10", c) }
