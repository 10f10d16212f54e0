package models

import (
	"cmp"
	"slices"
)

// SPWReport is the report of the 4-hour module to the Walloon Region: who came, obliged or
// volunteer, and who reached the hours of the attestation, over sessions and operators.
type SPWReport struct {
	Request ReportRequest
	Period  Period
	Rules   OperationRules

	// Totals are the participants, by public, completion and attestation.
	Totals         []IndicatorCount
	Groups         []Breakdown
	Exemptions     Breakdown
	Participations []*SPWParticipation
	Sessions       []SessionLine
	Controls       []Control

	titles      labels
	groups      []breakdownTally
	exemptions  []breakdownTally
	conventions map[string]string
	tally       sessionTally
	sheet       controlSheet
	records     recordChecks
}

// SPWParticipation is a participation with what the attestation needs.
type SPWParticipation struct {
	Participation
	// Days are the days attended; Operators and Interpreters those of the sessions attended.
	Days                    []Date
	Operators, Interpreters []string
	// ProvenMinutes were followed with another operator, with a proof: they count for the attestation only.
	ProvenMinutes int
	// CompletedOn is the day on which the signed time reached that of the attestation, "" before.
	CompletedOn Date
}

// AttestationMinutes is the signed time that gives the attestation of the 4-hour module.
const AttestationMinutes = 240

// NewSPWReport starts an empty report.
func NewSPWReport(request ReportRequest) *SPWReport {
	titles := labelsOf("spw", request.Operation.StartsOn, request.To)
	r := &SPWReport{
		Request: request, titles: titles, Period: ReportPeriod(request.From, request.To),
		Rules:          request.Operation.Rules().CountingEverybody(),
		Participations: []*SPWParticipation{},
		groups:         newBreakdowns(spwGroups, titles),
		exemptions:     newBreakdowns([]breakdownRule{spwExemptions}, titles),
		conventions:    map[string]string{},
		sheet:          newControlSheet(spwControls),
		records:        recordChecks{identity: "S05", dates: "S06", hours: "S07", operation: request.Operation},
	}
	for _, total := range spwTotals {
		r.Totals = append(r.Totals, IndicatorCount{Code: total.code, Label: titles[total.code]})
	}
	r.tally.asOf = r.Period.To
	return r
}

// AddSession describes a session of the operation, attended or not.
func (r *SPWReport) AddSession(facts SessionFacts) { r.tally.describe(facts) }

// Add counts one enrolment of the operation.
func (r *SPWReport) Add(facts EnrolmentFacts) {
	f := facts.knownOn(r.Period.To, r.Request.knownOn())
	p := SPWParticipation{Participation: *evaluate(f, r.Rules, r.Period.To, r.Request.knownOn())}
	p.readContacts(f.Contacts, f.Proven)
	r.tally.take(f.Contacts)
	r.records.check(&r.sheet, f, &p.Participation)
	if p.Started() {
		r.count(&p)
	}
	if on := p.exemptedOn(); known(p.Snapshot.Exemption) != "" && on <= r.Period.To {
		r.exemptions[0].add(&p.Participation, r.Period.Contains(on))
	}
	r.check(&p)
	r.Participations = append(r.Participations, &p)
}

// exemptedOn is the day that places an exemption in a period, "" when neither date was recorded.
func (p *SPWParticipation) exemptedOn() Date { return cmp.Or(p.Requested, p.Snapshot.AssessmentDate) }

// readContacts derives the days, the operators and the day of completion.
func (p *SPWParticipation) readContacts(contacts, proven []ContactFact) {
	p.Days = attendedDays(nil, contacts)
	signed := make([]ContactFact, 0, len(contacts))
	for _, c := range contacts {
		if !c.Attended() {
			continue
		}
		p.Operators = appendNew(p.Operators, cmp.Or(c.Operator, OperatorCentre))
		if known(c.Interpreter) != "" && c.Interpreter != No {
			p.Interpreters = appendNew(p.Interpreters, c.Interpreter)
		}
		if c.Signed {
			signed = append(signed, c)
		}
	}
	for _, c := range proven {
		p.ProvenMinutes += c.Minutes
		p.Operators = appendNew(p.Operators, c.Operator)
		signed = append(signed, c)
	}
	slices.SortStableFunc(signed, func(a, b ContactFact) int { return cmp.Compare(a.Date, b.Date) })
	minutes := 0
	for _, c := range signed {
		minutes += c.Minutes
		if minutes >= AttestationMinutes {
			p.CompletedOn = c.Date
			return
		}
	}
}

func appendNew(list []string, item string) []string {
	if slices.Contains(list, item) {
		return list
	}
	return append(list, item)
}

func (r *SPWReport) count(p *SPWParticipation) {
	for i, total := range spwTotals {
		if counts, on := total.counts(p); counts {
			r.Totals[i].add(p.Sex, r.Period.Contains(on))
		}
	}
	for i := range r.groups {
		r.groups[i].add(&p.Participation, r.Period.Contains(p.Entry))
	}
}

func (r *SPWReport) check(p *SPWParticipation) {
	if len(p.Attestations) > 0 && p.SignedMinutes+p.ProvenMinutes < AttestationMinutes {
		r.sheet.blame("S01", p.Enrolment)
	}
	if p.CompletedOn != "" && len(p.Attestations) == 0 {
		r.sheet.blame("S08", p.Enrolment)
	}
	if !p.Started() {
		return
	}
	if p.Snapshot.Public == PublicObliged && slices.ContainsFunc(p.NationalitiesAtEntry(), IsEUPlus) {
		r.sheet.blame("S03", p.Enrolment)
	}
	if !p.publicKnown() {
		r.sheet.blame("S04", p.Enrolment)
	}
	if known(p.Snapshot.Convention) == "" {
		r.sheet.blame("S09", p.Enrolment)
	}
	r.checkConvention(p)
}

// checkConvention: one attestation for a convention, whatever the enrolments it covers.
func (r *SPWReport) checkConvention(p *SPWParticipation) {
	convention := cmp.Or(known(p.Snapshot.Convention), "inscription:"+p.Enrolment)
	for range p.Attestations {
		if first, again := r.conventions[convention]; again {
			r.sheet.blame("S02", first)
			r.sheet.blame("S02", p.Enrolment)
		}
		r.conventions[convention] = p.Enrolment
	}
}

// Finish orders the lists and runs the controls on the whole. Nothing may be added afterwards.
func (r *SPWReport) Finish() {
	r.Groups, r.Exemptions = breakdowns(r.groups), r.exemptions[0].breakdown()
	r.Sessions = r.tally.sessions()
	total := func(code string) GenderCounts { return r.Total(code).Cumulative }
	r.sheet.check("S04", total(SPWObliged).plus(total(SPWVolunteers)) == total(SPWParticipants))
	r.Controls = r.sheet.controls()
}

// Blocked tells whether a blocking control fails.
func (r *SPWReport) Blocked() bool { return blocked(r.Controls) }

// Total is one of the Totals; an unknown code is an empty line.
func (r *SPWReport) Total(code string) IndicatorCount {
	for _, line := range r.Totals {
		if line.Code == code {
			return line
		}
	}
	return IndicatorCount{}
}

// Indicators are all the counted lines, in order.
func (r *SPWReport) Indicators() []IndicatorCount {
	lines := slices.Clone(r.Totals)
	for _, group := range append(slices.Clone(r.Groups), r.Exemptions) {
		lines = append(lines, group.Lines...)
	}
	return lines
}
