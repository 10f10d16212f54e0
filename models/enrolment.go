package models

// Programme codes (dispositifs).
const (
	M4H = "M4H"
	LLF = "LLF"
	GTJ = "GTJ"
	AUT = "AUT"
)

// Funder codes (bailleurs).
const (
	FunderSPW   = "SPW"
	FunderForem = "FOREM"
	FunderFSE   = "FSE"
)

// Operation is one funded, dated instance of a programme. Its rules of counting are data: the cells as typed or
// imported, "" meaning the default of DefaultRules.
type Operation struct {
	ID         string  `db:"id"`
	PublicID   string  `db:"public_id"`
	CentreID   string  `db:"centre_id"`
	Code       string  `db:"code"`
	Title      string  `db:"title"`
	Programme  string  `db:"programme"`
	Funder     string  `db:"funder"`
	Number     string  `db:"number"` // convention number
	StartsOn   Date    `db:"starts_on"`
	EndsOn     Date    `db:"ends_on"`
	Priority   string  `db:"priority"`
	Objective  string  `db:"objective"`
	Zone       string  `db:"zone"`
	ShortHours string  `db:"short_hours"`
	ShortDays  string  `db:"short_days"`
	LongTerm   string  `db:"long_term"`
	Background string  `db:"background"`
	Incomplete string  `db:"incomplete"`
	Project    string  `db:"project"` // code shared by the operations of several centres, "" = none
	Version    int     `db:"version"`
	CreatedAt  Instant `db:"created_at"`

	// Draws say who is asked six months after the exit; none is a census.
	Draws SixMonthDraws `db:"-"`
}

// Entry is the entry snapshot: the state of the person at the first attended contact of the operation.
// Codes are those of the exchange workbook (interchange.md §2); "" is not recorded.
type Entry struct {
	Nationalities   string `db:"entry_nationalities"`
	Commune         string `db:"entry_commune"`
	Degurba         string `db:"entry_degurba"`          // 1, 2, 3
	Forem           string `db:"entry_forem"`            // DEI, DE_OCCUPE, AUCUN
	Work            string `db:"entry_work"`             // aucun, ale, salarie, salarie_partiel, independant, art60, etudiant
	Seeking         string `db:"entry_seeking"`          // oui, non
	UnemployedSince string `db:"entry_unemployed_since"` // date, refus or inconnu
	Training        string `db:"entry_training"`         // oui, non
	ISCED           string `db:"entry_isced"`
	Recognition     string `db:"entry_recognition"`
	Income          string `db:"entry_income"`
	Ground          string `db:"entry_ground"` // ground of « inoccupé »: a, b, c
}

// Enrolment is a participant in an operation. It is never erased: an error is cancelled with a reason.
type Enrolment struct {
	ID            string    `db:"id"`
	PublicID      string    `db:"public_id"`
	CentreID      string    `db:"centre_id"`
	ParticipantID string    `db:"participant_id"`
	OperationID   string    `db:"operation_id"`
	ExternalRef   string    `db:"external_ref"`
	RequestedOn   Date      `db:"requested_on"`
	FrozenOn      Date      `db:"frozen_on"` // day of the first attended contact; "" = the snapshot still follows the file
	Entry                   // the snapshot
	Sensitive     Sensitive `db:"-"`
	Referral      string    `db:"referral"`      // adressage: who sent the person
	Audience      string    `db:"audience"`      // M4H: oblige, volontaire
	Convention    string    `db:"convention"`    // M4H: number
	Exemption     string    `db:"exemption"`     // motif de dispense
	AssessmentOn  string    `db:"assessment_on"` // date of the bilan social
	DerogationWhy string    `db:"derogation_reason"`
	DerogationBy  *string   `db:"derogation_by"`
	CancelledAt   Instant   `db:"cancelled_at"`
	CancelledBy   *string   `db:"cancelled_by"`
	CancelReason  string    `db:"cancel_reason"`
	CreatedBy     *string   `db:"created_by"`
	CreatedAt     Instant   `db:"created_at"`
	UpdatedAt     Instant   `db:"updated_at"`
	Version       int       `db:"version"`

	SensitiveSealed []byte `db:"sensitive_sealed"`
}

// Derogation is a request that a person be enrolled although a condition is not met, and its answer.
type Derogation struct {
	ID            string  `db:"id"`
	PublicID      string  `db:"public_id"`
	CentreID      string  `db:"centre_id"`
	ParticipantID string  `db:"participant_id"`
	OperationID   string  `db:"operation_id"`
	AskedBy       *string `db:"asked_by"`
	AskedAt       Instant `db:"asked_at"`
	AskedReason   string  `db:"asked_reason"`
	Decision      string  `db:"decision"` // accordee, refusee; "" = waiting
	DecidedBy     *string `db:"decided_by"`
	DecidedAt     Instant `db:"decided_at"`
	DecidedReason string  `db:"decided_reason"`
}

// Exit closes a spell of an enrolment.
type Exit struct {
	ID           string  `db:"id"`
	PublicID     string  `db:"public_id"`
	CentreID     string  `db:"centre_id"`
	EnrolmentID  string  `db:"enrolment_id"`
	OnDate       Date    `db:"on_date"`
	Reason       string  `db:"reason"` // terme, emploi, formation, abandon, reorientation, perdu_de_vue, demenagement, autre
	Detail       string  `db:"detail"`
	Declined     string  `db:"declined"` // the situation was asked: inconnu or refus; a known one is an event of that day
	CancelledAt  Instant `db:"cancelled_at"`
	CancelledBy  *string `db:"cancelled_by"`
	CancelReason string  `db:"cancel_reason"`
	CreatedBy    *string `db:"created_by"`
	CreatedAt    Instant `db:"created_at"`
	Version      int     `db:"version"`
}

// Leaving is all that is asked when a person leaves: saved together or not at all.
type Leaving struct {
	Exit      Exit
	Situation LaterEvent // of the day of the exit; Type "" when it is not known
	Entry     *Enrolment // the snapshot with what it missed; nil when nothing was added
	Reason    string     // of that correction
	Cancel    bool       // the places in sessions to come are given back
}

// LaterEvent is a dated fact that a funder counts: search, job, training, qualification…
type LaterEvent struct {
	ID           string  `db:"id"`
	PublicID     string  `db:"public_id"`
	CentreID     string  `db:"centre_id"`
	EnrolmentID  string  `db:"enrolment_id"`
	OnDate       Date    `db:"on_date"`
	Type         string  `db:"type"`
	Proof        string  `db:"proof"` // oui, non
	Detail       string  `db:"detail"`
	Position     int     `db:"position"` // of two on one day the higher position wins
	CancelledAt  Instant `db:"cancelled_at"`
	CancelledBy  *string `db:"cancelled_by"`
	CancelReason string  `db:"cancel_reason"`
	CreatedBy    *string `db:"created_by"`
	CreatedAt    Instant `db:"created_at"`
	Version      int     `db:"version"`
}

// BeforeEntry tells whether the fact precedes the entry ("" = not entered yet): a later event that comes before is
// probably a mistyped date.
func (e LaterEvent) BeforeEntry(entry Date) bool { return entry != "" && e.OnDate < entry }

// SixMonths is the answer to the six-month follow-up of an enrolment.
type SixMonths struct {
	EnrolmentID string  `db:"enrolment_id"`
	CentreID    string  `db:"centre_id"`
	OnDate      Date    `db:"on_date"`
	Status      string  `db:"status"`      // emploi, independant, chomage, inactif, inconnu
	Improvement string  `db:"improvement"` // aucune, remuneration, stable, temps_plein, competence, promotion
	Source      string  `db:"source"`      // who said so: personne, partenaire, document; "" is not told
	CreatedBy   *string `db:"created_by"`
	CreatedAt   Instant `db:"created_at"`
	Version     int     `db:"version"`
}
