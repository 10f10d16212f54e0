package models

import (
	"cmp"
	"slices"
)

// What an enrolment counts as in the report of its funder.
const (
	CountsComplete    = "complete"    // FSE+: in every line
	CountsIncomplete  = "incomplete"  // FSE+: a datum of the entry is missing
	CountsEntered     = "entered"     // Forem: came at least once
	CountsObliged     = "obliged"     // SPW: came at least once, obliged
	CountsVolunteer   = "volunteer"   // SPW: came at least once, volunteer
	CountsUnsorted    = "unsorted"    // SPW: came at least once, neither obliged nor volunteer
	CountsNotShort    = "short"       // FSE+: does not count, the support is too short
	CountsNotStarted  = "not_started" // does not count: nobody came yet
	CountsForNoFunder = "no_funder"   // the operation reports to nobody
)

// Controls that say again, of one record, what Missing already lists.
const (
	restatedFSE   = "C11" // a share of the whole report
	restatedForem = "F08"
)

// Standing is what one enrolment is worth today for the report of its funder: « compte / ne compte pas, parce que… ».
// It is read from that very report, made of this enrolment alone; what only several records together can fail (a person
// enrolled twice, a share of incomplete records) is left to the report.
type Standing struct {
	AsOf   Date
	Counts bool
	As     string // CountsComplete…
	Participation
	First     ContactFact // the contact that made the entry; zero before
	Completed Date        // SPW: the day on which the hours of the attestation were reached
	// UnsignedMinutes were attended without a signature: they count for nobody.
	UnsignedMinutes int
	Failed          []Control // controls of the report that this enrolment fails, blocking ones first
}

// ReportDate is the as-of date of a report that is asked for today: an operation that is over is judged on its last day.
func (o Operation) ReportDate(today Date) Date {
	if o.EndsOn != "" {
		return min(today, o.EndsOn)
	}
	return today
}

// StandingOf judges one enrolment by the report of its operation's funder. Facts may be later than today: the report
// leaves them out.
func StandingOf(operation Operation, facts EnrolmentFacts, today Date) Standing {
	s := Standing{AsOf: operation.ReportDate(today), As: CountsForNoFunder}
	request := ReportRequest{Operation: operation, To: s.AsOf}
	switch operation.Funder {
	case FunderFSE:
		r := NewFSEReport(request)
		r.Add(facts)
		r.Finish()
		s.Participation, s.Failed = *r.Participations[0], r.Controls
		s.Counts, s.As = s.Participation.Counts(), fseStanding[s.Status]
	case FunderForem:
		r := NewForemReport(request)
		r.Add(facts)
		r.Finish()
		s.Participation, s.Failed = r.Participations[0].Participation, r.Controls
		s.Counts, s.As = s.Started(), started(s.Participation, CountsEntered)
	case FunderSPW:
		r := NewSPWReport(request)
		r.Add(facts)
		r.Finish()
		s.Participation, s.Failed = r.Participations[0].Participation, r.Controls
		s.Completed = r.Participations[0].CompletedOn
		s.Counts, s.As = s.Started(), started(s.Participation, spwStanding(s.Snapshot.Public))
	}
	s.readContacts(facts.until(s.AsOf))
	s.Failed = failedBy(s.Failed, s.Enrolment)
	return s
}

var fseStanding = map[ParticipationStatus]string{
	Complete: CountsComplete, Incomplete: CountsIncomplete, ExcludedShort: CountsNotShort, NotStarted: CountsNotStarted,
}

func started(p Participation, as string) string {
	if p.Started() {
		return as
	}
	return CountsNotStarted
}

func spwStanding(public string) string {
	switch public {
	case PublicObliged:
		return CountsObliged
	case PublicVolunteer:
		return CountsVolunteer
	}
	return CountsUnsorted
}

// readContacts finds the contact of the entry and the time without a signature.
func (s *Standing) readContacts(facts EnrolmentFacts) {
	for _, c := range facts.Contacts {
		if !c.Attended() {
			continue
		}
		if c.Date == s.Entry && (s.First.Date == "" || c.Start < s.First.Start) {
			s.First = c
		}
		if !c.Signed {
			s.UnsignedMinutes += c.Minutes
		}
	}
}

// failedBy keeps the controls that blame this enrolment.
func failedBy(controls []Control, enrolment string) []Control {
	failed := slices.DeleteFunc(slices.Clone(controls), func(c Control) bool {
		return c.OK || c.Code == restatedFSE || c.Code == restatedForem || !slices.Contains(c.Records, enrolment)
	})
	slices.SortStableFunc(failed, func(a, b Control) int { return cmp.Compare(a.Level, b.Level) })
	return failed
}
