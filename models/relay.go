package models

import "strings"

// States of a relais.
const (
	RelayAsked     = "demande"
	RelayGranted   = "accorde"
	RelayRefused   = "refuse"
	RelayWithdrawn = "retire" // by who asked, before an answer
)

// Relay is a file opened to a colleague at somebody's request: asked for by the colleague, or given to them.
type Relay struct {
	ID            string  `db:"id"`
	PublicID      string  `db:"public_id"`
	CentreID      string  `db:"centre_id"`
	ParticipantID string  `db:"participant_id"`
	UserID        string  `db:"user_id"` // to whom the file opens
	ByUser        string  `db:"by_user"` // who asked, or gave
	At            Instant `db:"at"`
	EndsOn        Date    `db:"ends_on"` // last day, "" = no end in sight
	State         string  `db:"state"`
	AnsweredBy    *string `db:"answered_by"`
	AnsweredAt    Instant `db:"answered_at"`
	CaseloadID    *string `db:"caseload_id"`
	Version       int     `db:"version"`

	Reason       string `db:"-"`
	Answer       string `db:"-"`
	ReasonSealed []byte `db:"reason_sealed"`
	AnswerSealed []byte `db:"answer_sealed"`
}

// Limits of an urgent access.
const (
	EmergencyMinutes   = 60 // it ends by itself after that long (product.md §4)
	EmergencyLimit     = 3  // that many a user in 24 hours
	EmergencyMinReason = 15 // characters of its reason
	relayMaxDays       = 366
)

// CheckRelay says what is wrong with a relais as typed: why, and until when. Who gives one need not say why.
func CheckRelay(r Relay, mustSay bool, today Date) Problems {
	problems := Problems{}
	switch n := len([]rune(strings.TrimSpace(r.Reason))); {
	case n == 0 && mustSay:
		problems.Add("reason", "relay.problem.no_reason")
	case n > MaxReason:
		problems.Add("reason", "session.problem.long_reason", "Max", MaxReason)
	}
	switch {
	case r.EndsOn == "":
	case !r.EndsOn.Valid():
		problems.Add("ends_on", "date.no_such_date")
	case r.EndsOn < today:
		problems.Add("ends_on", "relay.problem.past")
	case r.EndsOn > today.AddDays(relayMaxDays):
		problems.Add("ends_on", "relay.problem.far")
	}
	return problems
}

// CheckEmergencyReason says what is wrong with the reason of an urgent access: it is read by the colleagues of the file.
func CheckEmergencyReason(reason string) Problems {
	problems := Problems{}
	switch n := len([]rune(strings.Join(strings.Fields(reason), " "))); {
	case n < EmergencyMinReason:
		problems.Add("reason", "emergency.problem.reason", "Min", EmergencyMinReason)
	case n > MaxReason:
		problems.Add("reason", "session.problem.long_reason", "Max", MaxReason)
	}
	return problems
}
