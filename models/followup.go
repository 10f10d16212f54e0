package models

// FollowUp is one individual contact (suivi).
type FollowUp struct {
	ID            string  `db:"id"`
	PublicID      string  `db:"public_id"`
	CentreID      string  `db:"centre_id"`
	ParticipantID string  `db:"participant_id"`
	EnrolmentID   string  `db:"enrolment_id"`
	ExternalRef   string  `db:"external_ref"`
	OnDate        Date    `db:"on_date"`
	StartsAt      string  `db:"starts_at"` // "09:30" or ""
	Minutes       int     `db:"minutes"`
	Mode          string  `db:"mode"` // bureau, telephone, visio, decentralise, demarche
	Place         string  `db:"place"`
	Presence      string  `db:"presence"` // present, excuse, absent
	Signed        bool    `db:"signed"`
	UserID        *string `db:"user_id"` // the colleague who met the person
	Topics        string  `db:"topics"`  // separated by ";"
	NextStep      string  `db:"next_step"`
	GroupID       string  `db:"group_id"` // ties the rows of a contact of several persons, "" for one alone
	AppointmentID *string `db:"appointment_id"`
	CancelledAt   Instant `db:"cancelled_at"`
	CancelledBy   *string `db:"cancelled_by"`
	CancelReason  string  `db:"cancel_reason"`
	CreatedBy     *string `db:"created_by"`
	CreatedAt     Instant `db:"created_at"`
	UpdatedAt     Instant `db:"updated_at"`
	Version       int     `db:"version"`
}

// Note levels. A note of level confidence is its author's alone.
const (
	NoteFile       = "dossier"
	NoteShared     = "partage"
	NoteConfidence = "confidence"
)

// Note is the note of a follow-up, with its own reach.
type Note struct {
	ID            string   `db:"id"`
	PublicID      string   `db:"public_id"`
	CentreID      string   `db:"centre_id"`
	ParticipantID string   `db:"participant_id"`
	FollowUpID    string   `db:"followup_id"`
	AuthorID      *string  `db:"author_id"`
	Level         string   `db:"level"`
	Body          string   `db:"-"`
	Readers       []string `db:"-"` // user ids, level partagé
	Mentioned     []string `db:"-"` // user ids, named after a sign @
	BodySealed    []byte   `db:"body_sealed"`
}

// Appointment is a planned follow-up.
type Appointment struct {
	ID            string  `db:"id"`
	PublicID      string  `db:"public_id"`
	CentreID      string  `db:"centre_id"`
	ParticipantID string  `db:"participant_id"`
	EnrolmentID   *string `db:"enrolment_id"`
	UserID        string  `db:"user_id"`
	OnDate        Date    `db:"on_date"`
	StartsAt      string  `db:"starts_at"` // local time, Europe/Brussels
	Minutes       int     `db:"minutes"`
	Mode          string  `db:"mode"`
	Place         string  `db:"place"`       // name of the location, or as typed
	LocationID    *string `db:"location_id"` // one of the centre's locations; nil = typed, or none
	Purpose       string  `db:"-"`
	Outcome       string  `db:"outcome"` // "" = to come or to be specified; present, excuse, absent, annule
	CancelSide    string  `db:"cancel_side"`
	CancelReason  string  `db:"-"`
	OutcomeBy     *string `db:"outcome_by"`
	OutcomeAt     Instant `db:"outcome_at"`
	CreatedBy     *string `db:"created_by"`
	CreatedAt     Instant `db:"created_at"`
	ChangedAt     Instant `db:"changed_at"` // never, or when it was last moved, cancelled or specified
	Version       int     `db:"version"`
	Interpreter

	PurposeSealed      []byte `db:"purpose_sealed"`
	CancelReasonSealed []byte `db:"cancel_reason_sealed"`
}
