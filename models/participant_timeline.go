package models

// Kinds of moment on a person's timeline.
const (
	MomentFollowUp    = "followup"
	MomentSession     = "session"
	MomentEnrolment   = "enrolment"
	MomentExit        = "exit"
	MomentEvent       = "event"
	MomentAttestation = "attestation"
	MomentFile        = "file"
	MomentReferral    = "referral"
	MomentAssessment  = "assessment" // of the freins; PublicID is the person's
	MomentSummary     = "summary"    // of the plan, handed over
	MomentDeparture   = "departure"  // a place in a session, given back
)

// Moment is one line of a person's timeline. Which fields are filled depends on its kind.
type Moment struct {
	Kind      string `db:"kind"`
	OnDate    Date   `db:"on_date"`
	StartsAt  string `db:"starts_at"` // "" = not recorded
	EndsAt    string `db:"ends_at"`
	PublicID  string `db:"public_id"` // of the record, or of the session
	Programme string `db:"programme"`
	Title     string `db:"title"`   // session: its title; exit, event and departure: the code of the reason; attestation: its number; file: its kind; referral: the partner
	Minutes   int    `db:"minutes"` // follow-up: as recorded
	Mode      string `db:"mode"`
	Place     string `db:"place"`
	Presence  string `db:"presence"` // "" = to be specified
	Signed    bool   `db:"signed"`
	Topics    string `db:"topics"` // follow-up: its subjects; departure: the title of the session
	NextStep  string `db:"next_step"`
	Author    string `db:"author"`
}

// Later tells whether m comes before other on a timeline, newest first.
func (m Moment) Later(other Moment) bool {
	if m.OnDate != other.OnDate {
		return m.OnDate > other.OnDate
	}
	return m.StartsAt > other.StartsAt
}
