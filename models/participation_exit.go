package models

import "slices"

// labourEvents are the events of the labour market; training and qualification are not.
var labourEvents = []string{
	"recherche", "emploi", "independant", "contrat_formation", "chomage", "inactif", "fin_emploi",
}

// readExit derives what is known of the results. Immediate results are read up to 28 days after the
// exit, the situation six months later on exit + 6 months.
func (p *Participation) readExit(exits []ExitFact, events []EventFact) {
	if p.Exit == "" {
		return
	}
	p.ExitAsked = slices.ContainsFunc(exits, func(e ExitFact) bool { return e.Date == p.Exit && e.Declined })
	windowEnd := p.WindowEnd()
	p.Provisional = windowEnd > p.KnownOn
	p.SixMonths = p.Exit.AddMonths(6)
	p.SixMonthsDue = p.SixMonths <= p.AsOf
	lastSpell := p.Spells[len(p.Spells)-1]
	var last EventFact
	for _, event := range events {
		if event.Date > windowEnd {
			continue
		}
		fromLastSpell := event.Date >= lastSpell.From
		p.HasExitData = p.HasExitData || fromLastSpell
		if fromLastSpell && slices.Contains(labourEvents, event.Type) && !event.before(last) {
			last = event
		}
		p.readLearning(event)
	}
	p.LastLabourEvent, p.LastLabourOn, p.LastLabourProof = last.Type, last.Date, last.Proof
}

// before orders events by date, then by row: the lower row wins a tie.
func (e EventFact) before(other EventFact) bool {
	if e.Date != other.Date {
		return e.Date < other.Date
	}
	return e.Order < other.Order
}

// readLearning reads an event dated at most 28 days after the exit: training counts from the exit,
// a qualification from the entry and with its proof.
func (p *Participation) readLearning(event EventFact) {
	switch event.Type {
	case "formation", "contrat_formation":
		if event.Date >= p.Exit && (!p.EnteredTraining || event.Date < p.TrainingOn) {
			p.EnteredTraining, p.TrainingOn = true, event.Date
		}
	case "qualification":
		if event.Date < p.Entry {
			return
		}
		if event.Proof && (!p.Qualified || event.Date < p.QualifiedOn) {
			p.Qualified, p.QualifiedOn = true, event.Date
		}
		p.UnprovenQualified = p.UnprovenQualified || !event.Proof
	}
}

// SixMonthStatus is the known situation on exit + 6 months, "" when nobody could tell.
func (p *Participation) SixMonthStatus() string {
	if p.SixMonthReply == nil {
		return ""
	}
	return known(p.SixMonthReply.Status)
}

// Improvement is the known improvement six months after the exit, "" when nobody could tell.
func (p *Participation) Improvement() string {
	if p.SixMonthReply == nil {
		return ""
	}
	return known(p.SixMonthReply.Improvement)
}
