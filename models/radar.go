package models

import (
	"slices"
	"strings"
)

// Signals of the « radar de décrochage »: plain facts, never a score (peers.md, « Radar de décrochage, explained »).
const (
	SignalAbsences = "absences"    // several appointments or sessions missed in a row
	SignalSilence  = "silence"     // no contact for long, and none planned
	SignalGoal     = "objectif"    // an open objective nothing moves
	SignalDocument = "document"    // a residence document or a file that ends soon
	SignalReferral = "orientation" // a partner who does not answer
)

// Signals lists them in the order of urgency.
var Signals = []string{SignalAbsences, SignalSilence, SignalGoal, SignalDocument, SignalReferral}

// How far back the radar looks, in days. Beyond silentEnd, « À compléter » asks whether there was an exit (control C12).
const (
	RadarWindow  = 90  // absences
	RadarSilence = 180 // silence
	RadarExpired = 30  // documents that have ended
)

// Thresholds say when the signals of a centre speak; nil = that signal is off. The coordination sets them; each change is dated.
type Thresholds struct {
	ID           string  `db:"id"`
	CentreID     string  `db:"centre_id"`
	Absences     *int    `db:"absences"`      // in a row
	SilentDays   *int    `db:"silent_days"`   // without a contact
	StalledDays  *int    `db:"stalled_days"`  // without a change to the objective or its tasks
	ExpiringDays *int    `db:"expiring_days"` // before the end of a document
	ReferralDays *int    `db:"referral_days"` // after the day an answer was expected
	SetBy        *string `db:"set_by"`
	SetAt        Instant `db:"set_at"` // zero: those of the product
	Author       string  `db:"author"`
}

// DefaultThresholds are those of a centre that has set none.
func DefaultThresholds() Thresholds {
	n := func(days int) *int { return &days }
	return Thresholds{Absences: n(2), SilentDays: n(30), StalledDays: n(60), ExpiringDays: n(30), ReferralDays: n(7)}
}

// CheckThresholds says what is wrong with thresholds as typed.
func CheckThresholds(t Thresholds) Problems {
	problems := Problems{}
	for _, bound := range []struct {
		field    string
		value    *int
		min, max int
	}{{"absences", t.Absences, 1, 20}, {"silent_days", t.SilentDays, 1, RadarSilence}, {"stalled_days", t.StalledDays, 1, 365},
		{"expiring_days", t.ExpiringDays, 1, 365}, {"referral_days", t.ReferralDays, 0, 365}} {
		if bound.value != nil && (*bound.value < bound.min || *bound.value > bound.max) {
			problems.Add(bound.field, "radar.problem.threshold", "Min", bound.min, "Max", bound.max)
		}
	}
	return problems
}

// Fact is what became of one appointment, session or follow-up.
type Fact struct {
	OnDate   Date
	StartsAt string
	Presence string // Present, Late, Excused, Absent, or another word of a follow-up
}

// AbsencesInARow counts the absences since the last presence; facts come in any order. since is the day of the first of them,
// excused how many were excused. Words that say neither (« inconnu ») are no fact.
func AbsencesInARow(facts []Fact) (count, excused int, since Date) {
	facts = slices.Clone(facts)
	slices.SortFunc(facts, func(x, y Fact) int {
		return strings.Compare(string(y.OnDate)+y.StartsAt, string(x.OnDate)+x.StartsAt)
	})
	for _, f := range facts {
		switch f.Presence {
		case Excused, Absent:
			count, since = count+1, f.OnDate
			if f.Presence == Excused {
				excused++
			}
		case Present, Late:
			return count, excused, since
		}
	}
	return count, excused, since
}

// Alert is one signal about one person, and the facts that explain it.
type Alert struct {
	Signal        string
	CentreID      string
	ParticipantID string
	Person        string // public id
	FamilyName    string
	GivenName     string
	Record        string // public id of the objective, document or referral; "" for a signal about the person
	OnDate        Date   // first absence, last contact, last change, end of the document, day the answer was expected
	Count         int    // absences
	Excused       int    // of them
	Detail        string // name of the partner, kind of document
	Threshold     int    // that was passed
	Snooze        *Snooze
}

// Name is the person's as lists write it.
func (a Alert) Name() string { return ListName(a.FamilyName, a.GivenName) }

// Snooze puts a signal off until the end of a day, with a reason.
type Snooze struct {
	ID            string  `db:"id"`
	PublicID      string  `db:"public_id"`
	CentreID      string  `db:"centre_id"`
	ParticipantID string  `db:"participant_id"`
	Signal        string  `db:"signal"`
	Record        string  `db:"record"`
	UntilOn       Date    `db:"until_on"`
	CreatedBy     *string `db:"created_by"`
	CreatedAt     Instant `db:"created_at"`
	CancelledAt   Instant `db:"cancelled_at"`
	CancelledBy   *string `db:"cancelled_by"`
	Author        string  `db:"author"`

	Reason       string `db:"-"`
	ReasonSealed []byte `db:"reason_sealed" json:"-"`
}

// Covers tells whether the snooze is about an alert.
func (n Snooze) Covers(a Alert) bool {
	return n.ParticipantID == a.ParticipantID && n.Signal == a.Signal && n.Record == a.Record
}

// maxSnoozeDays bounds a snooze: a signal put off for longer is a signal forgotten.
const maxSnoozeDays = 180

// CheckSnooze says what is wrong with a snooze as typed.
func CheckSnooze(n Snooze, today Date) Problems {
	problems := CheckReason(n.Reason)
	switch {
	case !n.UntilOn.Valid():
		problems.Add("until_on", "radar.problem.until")
	case n.UntilOn < today:
		problems.Add("until_on", "radar.problem.past")
	case n.UntilOn > today.AddDays(maxSnoozeDays):
		problems.Add("until_on", "radar.problem.far", "Days", maxSnoozeDays)
	}
	if !slices.Contains(Signals, n.Signal) {
		problems.Add("signal", "field.not_in_list")
	}
	return problems
}
