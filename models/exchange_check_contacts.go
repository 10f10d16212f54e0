package models

import (
	"cmp"
	"slices"
	"strconv"
)

const unsigned = "Présence sans signature : elle ouvre la période, mais ses minutes ne comptent pas."

func (c *exchangeChecker) followUps() {
	name := followUpsSheet.name
	for _, f := range c.x.FollowUps {
		c.enrolmentRef(name, f.Row, f.Enrolment)
		c.colleague(name, f.Row, "conseiller", f.Counsellor)
		if !attendedFollowUp(f) {
			continue
		}
		c.past(name, f.Row, "date", f.On)
		if f.Minutes != nil && *f.Minutes == 0 {
			c.warn(name, f.Row, "minutes", "0", "Un suivi présent de 0 minute ne compte aucune heure : à vérifier.")
		}
		if f.Signed != Yes && f.Mode != "demarche" {
			c.warn(name, f.Row, "signature", f.Signed, unsigned)
		}
	}
}

func (c *exchangeChecker) sessions() {
	name := sessionsSheet.name
	for _, s := range c.x.Sessions {
		c.operationRef(name, s.Row, s.Operation)
		if s.Start != "" && s.End != "" && s.End <= s.Start {
			c.err(name, s.Row, "fin", s.End, "La séance finit avant de commencer ("+s.Start+") : corriger l'une des deux heures.")
		}
		if _, ok := c.moduleCodes[s.Module]; s.Module != "" && !ok && !c.known.Modules[s.Module] {
			c.warn(name, s.Row, "module", s.Module, "Ce module n'est ni dans le fichier ni dans le catalogue : la séance est gardée sans module.")
		}
		for _, email := range s.Trainers {
			c.colleague(name, s.Row, "intervenants", email)
		}
	}
}

func (c *exchangeChecker) attendances() {
	name := attendancesSheet.name
	seen := map[string]int{}
	for _, a := range c.x.Attendances {
		_, inBase := c.known.Sessions[a.Session]
		c.reference(name, a.Row, "seance", a.Session, c.sessionRefs, inBase, sessionsSheet.name)
		c.enrolmentRef(name, a.Row, a.Enrolment)
		c.twice(seen, name, a.Row, "seance", a.Session, a.Enrolment)
		c.operationsAgree(a)
		if !attendedStatus(a.Status) {
			if a.Minutes != nil && *a.Minutes > 0 && (a.Status == "absent" || a.Status == "excuse") {
				c.warn(name, a.Row, "minutes", strconv.Itoa(*a.Minutes), "Une personne absente ou excusée compte toujours 0 minute.")
			}
			continue
		}
		if day := c.sessionDay(a.Session); day > c.today {
			c.err(name, a.Row, "statut", a.Status, "La séance a lieu le "+FrenchDate(day)+", après aujourd'hui : écrire inscrit, ou corriger la date de la séance.")
		}
		if a.Signed != Yes {
			c.warn(name, a.Row, "signature", a.Signed, unsigned)
		}
	}
}

// operationsAgree: every attended minute belongs to one operation (product.md §3).
func (c *exchangeChecker) operationsAgree(a ExchangeAttendance) {
	s, known := c.sessionRefs[a.Session]
	e, ok := c.enrolmentRefs[a.Enrolment]
	if !known || !ok || c.x.Sessions[s].Operation == c.x.Enrolments[e].Operation {
		return
	}
	c.warn(attendancesSheet.name, a.Row, "seance", a.Session,
		"La séance est de l'opération "+c.x.Sessions[s].Operation+", l'inscription de l'opération "+c.x.Enrolments[e].Operation+" : à vérifier.")
}

func (c *exchangeChecker) exits() {
	name := exitsSheet.name
	seen := map[string]int{}
	for _, e := range c.x.Exits {
		c.enrolmentRef(name, e.Row, e.Enrolment)
		c.past(name, e.Row, "date", e.On)
		c.twice(seen, name, e.Row, "inscription", e.Enrolment, string(e.On))
		span, inBase := c.spans[e.Enrolment], c.known.FirstContacts[e.Enrolment]
		switch attended := earliest(span.attended, inBase); {
		case attended == "":
			c.warn(name, e.Row, "inscription", e.Enrolment, "Sortie d'une inscription sans aucun contact présent : elle ne compte pas comme participation.")
		case e.On != "" && e.On < earliest(span.any, inBase):
			c.err(name, e.Row, "date", FrenchDate(e.On), "Sortie avant le premier contact ("+FrenchDate(attended)+") : corriger l'une des deux dates.")
		}
	}
}

func (c *exchangeChecker) events() {
	seen := map[string]int{}
	for _, e := range c.x.Events {
		c.enrolmentRef(eventsSheet.name, e.Row, e.Enrolment)
		c.past(eventsSheet.name, e.Row, "date", e.On)
		c.twice(seen, eventsSheet.name, e.Row, "inscription", e.Enrolment, string(e.On), e.Type)
	}
}

func (c *exchangeChecker) sixMonths() {
	seen := map[string]int{}
	for _, m := range c.x.SixMonths {
		c.enrolmentRef(sixMonthsSheet.name, m.Row, m.Enrolment)
		c.past(sixMonthsSheet.name, m.Row, "date", m.On)
		c.twice(seen, sixMonthsSheet.name, m.Row, "inscription", m.Enrolment)
	}
}

func (c *exchangeChecker) attestations() {
	seen := map[string]int{}
	for _, a := range c.x.Attestations {
		c.enrolmentRef(attestationsSheet.name, a.Row, a.Enrolment)
		c.unusual(attestationsSheet.name, a.Row, "date", a.On)
		c.twice(seen, attestationsSheet.name, a.Row, "inscription", a.Enrolment, a.Number)
	}
}

// busy is the time one person or one colleague spent in a contact, in minutes of the day.
type busy struct {
	who           string
	on            Date
	start, end    int
	sheet         string
	row           int
	column, value string
}

func (b busy) describe() string { return "« " + b.sheet + " », ligne " + strconv.Itoa(b.row) }

// overlaps warns about the same person, or the same colleague, in two places at once.
func (c *exchangeChecker) overlaps() {
	c.overlapping(c.personTimes(), "La personne a un autre contact au même moment (")
	c.overlapping(c.staffTimes(), "Une personne de l'équipe a un autre contact au même moment (")
}

func (c *exchangeChecker) personTimes() []busy {
	var times []busy
	for _, f := range c.x.FollowUps {
		if e, ok := c.enrolmentRefs[f.Enrolment]; ok && attendedFollowUp(f) && f.Mode != "demarche" {
			times = appendBusy(times, followUpTime(f, c.x.Enrolments[e].Person))
		}
	}
	for _, a := range c.x.Attendances {
		e, ok := c.enrolmentRefs[a.Enrolment]
		s, known := c.sessionRefs[a.Session]
		if ok && known && attendedStatus(a.Status) {
			times = appendBusy(times, attendanceTime(c.x.Sessions[s], c.x.Enrolments[e].Person, a.Row))
		}
	}
	return times
}

func (c *exchangeChecker) staffTimes() []busy {
	var times []busy
	type contact struct {
		group, who, start string
		on                Date
	}
	counted := map[contact]bool{} // a contact of several persons takes the colleague's time once
	for _, f := range c.x.FollowUps {
		together := contact{f.Group, f.Counsellor, f.Start, f.On}
		if attendedFollowUp(f) && (f.Group == "" || !counted[together]) {
			counted[together] = true
			times = appendBusy(times, followUpTime(f, f.Counsellor))
		}
	}
	for _, s := range c.x.Sessions {
		for _, email := range s.Trainers {
			times = appendBusy(times, sessionTime(s, email))
		}
	}
	return times
}

func followUpTime(f ExchangeFollowUp, who string) busy {
	if f.Start == "" || f.Minutes == nil {
		return busy{}
	}
	start := clockMinutes(f.Start)
	return busy{who, f.On, start, start + *f.Minutes, followUpsSheet.name, f.Row, "debut", f.Start}
}

func sessionTime(s ExchangeSession, who string) busy {
	return busy{who, s.On, clockMinutes(s.Start), clockMinutes(s.End), sessionsSheet.name, s.Row, "debut", s.Start}
}

func attendanceTime(s ExchangeSession, who string, row int) busy {
	b := sessionTime(s, who)
	b.sheet, b.row, b.column, b.value = attendancesSheet.name, row, "seance", s.Ref
	return b
}

// appendBusy leaves out what has no owner, no day or no length.
func appendBusy(times []busy, b busy) []busy {
	if b.who == "" || b.on == "" || b.end <= b.start {
		return times
	}
	return append(times, b)
}

// overlapping sorts the times of each owner and compares each with the longest one before it.
func (c *exchangeChecker) overlapping(times []busy, message string) {
	slices.SortStableFunc(times, func(a, b busy) int {
		return cmp.Or(cmp.Compare(a.who, b.who), cmp.Compare(a.on, b.on), cmp.Compare(a.start, b.start))
	})
	var last busy
	for _, b := range times {
		same := b.who == last.who && b.on == last.on
		if same && b.start < last.end {
			c.warn(b.sheet, b.row, b.column, b.value, message+last.describe()+") : à vérifier.")
		}
		if !same || b.end > last.end {
			last = b
		}
	}
}
