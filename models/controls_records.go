package models

import "slices"

// recordChecks are the controls that every funder's report runs on each enrolment, under the codes
// of that report.
type recordChecks struct {
	identity, dates, hours string
	operation              Operation
	seen                   map[sighted]sighting
}

// sighted is by what somebody is recognised: one of the two.
type sighted struct{ person, double string }

type sighting struct {
	record string
	blamed bool
}

// check blames the enrolment for what it fails. facts end at the as-of date.
func (c *recordChecks) check(sheet *controlSheet, facts EnrolmentFacts, p *Participation) {
	if overlapping(facts.Contacts, facts.Elsewhere) || !hoursAgree(facts.Contacts, p.Hours) {
		sheet.blame(c.hours, p.Enrolment)
	}
	if !p.Started() {
		return
	}
	c.sight(sheet, sighted{person: p.Person}, p.Enrolment)
	if facts.DuplicateKey != "" {
		c.sight(sheet, sighted{double: facts.DuplicateKey}, p.Enrolment)
	}
	if !datesAgree(facts, p, c.operation) {
		sheet.blame(c.dates, p.Enrolment)
	}
}

// sight remembers who was seen, and blames the records of those seen twice.
func (c *recordChecks) sight(sheet *controlSheet, by sighted, record string) {
	if c.seen == nil {
		c.seen = map[sighted]sighting{}
	}
	first, again := c.seen[by]
	if !again {
		c.seen[by] = sighting{record: record}
		return
	}
	if !first.blamed {
		c.seen[by] = sighting{record: first.record, blamed: true}
		sheet.blame(c.identity, first.record)
	}
	sheet.blame(c.identity, record)
}

// hoursAgree recounts the signed minutes from the contacts themselves.
func hoursAgree(contacts []ContactFact, hours []HoursLine) bool {
	balance := 0
	for i := range contacts {
		balance += contacts[i].SignedMinutes()
	}
	for _, line := range hours {
		balance -= line.Signed
	}
	return balance == 0
}

// datesAgree: birth ≤ entry ≤ exit, all within the operation, and no exit before the first contact.
func datesAgree(facts EnrolmentFacts, p *Participation, operation Operation) bool {
	return len(dateFaults(facts, p, operation)) == 0
}

// dateFaults says which dates of a started participation contradict themselves or the operation, as gaps.
func dateFaults(facts EnrolmentFacts, p *Participation, operation Operation) []string {
	outside := func(d Date) bool {
		return d != "" && (d < operation.StartsOn || operation.EndsOn != "" && d > operation.EndsOn)
	}
	earliest, _ := p.Profile.Birth.Range()
	var faults []string
	for _, fault := range []struct {
		gap   string
		fails bool
	}{
		{GapExitFirst, slices.ContainsFunc(facts.Exits, func(e ExitFact) bool { return e.Date < p.Entry })},
		{GapBirth, earliest > p.Entry},
		{GapEntryOut, outside(p.Entry)},
		{GapExitOut, outside(p.Exit)},
	} {
		if fault.fails {
			faults = append(faults, fault.gap)
		}
	}
	return faults
}
