package models

import (
	"slices"
	"strings"
	"unicode"
)

// Attestation of the 4-hour module: numbered, frozen, cancelled-and-replaced, never edited.
type Attestation struct {
	ID            string  `db:"id"`
	PublicID      string  `db:"public_id"`
	CentreID      string  `db:"centre_id"`
	ParticipantID string  `db:"participant_id"`
	EnrolmentID   string  `db:"enrolment_id"`
	Number        string  `db:"number"` // "2026-0042"
	IssuedOn      Date    `db:"issued_on"`
	Operator      string  `db:"operator"`
	Minutes       *int    `db:"minutes"`
	Verification  string  `db:"verification"` // "" = imported, no frozen PDF
	Handed        string  `db:"handed"`       // main_propre, envoyee
	HandedOn      Date    `db:"handed_on"`
	ReplacesID    *string `db:"replaces_id"`
	CancelledAt   Instant `db:"cancelled_at"`
	CancelledBy   *string `db:"cancelled_by"`
	CancelReason  string  `db:"cancel_reason"`
	CreatedBy     *string `db:"created_by"`
	CreatedAt     Instant `db:"created_at"`

	ContentSealed []byte `db:"content_sealed"`
	PDFSealed     []byte `db:"pdf_sealed"`
}

// Ways of giving an attestation to the person.
const (
	HandedInPerson = "main_propre"
	HandedSent     = "envoyee"
)

// AttendedSession is one place of an enrolment in a session, as the attestation counts it.
type AttendedSession struct {
	Session    string `json:"-"` // public id
	OnDate     Date
	StartsAt   string
	EndsAt     string
	Title      string
	Module     string // code
	Place      string
	Operator   string // CRI, FOREM
	Attendance string
	Signed     bool
	Closed     bool `json:"-"`
	Minutes    int  // attended minutes, signed or not

	Elsewhere string `json:"-"` // public id of hours followed elsewhere, "" for a session; Signed tells that they are proven
}

// Progress is how far an enrolment is on the way to its attestation. Hours add up over sessions, parts and
// operators (product.md §1, system 1); only signed presence counts.
type Progress struct {
	Sessions  []AttendedSession // attended ones, oldest first
	Threshold int               // minutes that give the attestation
}

// Signed is the signed presence so far, in minutes.
func (p Progress) Signed() int {
	total := 0
	for _, s := range p.Counted() {
		total += s.Minutes
	}
	return total
}

// Counted are the sessions that count: attended and signed.
func (p Progress) Counted() []AttendedSession {
	var counted []AttendedSession
	for _, s := range p.Sessions {
		if s.Signed && s.Minutes > 0 {
			counted = append(counted, s)
		}
	}
	return counted
}

// Missing is the presence still needed, in minutes.
func (p Progress) Missing() int { return max(0, p.Threshold-p.Signed()) }

// Unsigned are the attended sessions without a signature: the usual reason of missing hours.
func (p Progress) Unsigned() []AttendedSession {
	var unsigned []AttendedSession
	for _, s := range p.Sessions {
		if !s.Signed && s.Elsewhere == "" {
			unsigned = append(unsigned, s)
		}
	}
	return unsigned
}

// RepeatedModule is the code of a part followed twice, "" when none was: the hours are there, the content may not be.
func (p Progress) RepeatedModule() string {
	seen := map[string]bool{}
	for _, s := range p.Counted() {
		if s.Module != "" && seen[s.Module] {
			return s.Module
		}
		seen[s.Module] = true
	}
	return ""
}

// Ready tells whether the attestation may be made, or says in one sentence what is missing (ux.md T8).
func (p Progress) Ready() error {
	if p.Missing() > 0 {
		return Refuse(Invalid, "attestation.missing_hours", "Missing", FrenchDuration(p.Missing()),
			"Signed", FrenchDuration(p.Signed()), "Threshold", FrenchDuration(p.Threshold))
	}
	for _, s := range p.Counted() {
		if !s.Closed {
			return Refuse(Invalid, "attestation.session_open", "Date", FrenchDate(s.OnDate))
		}
	}
	return nil
}

// AttestationContent is everything printed on an attestation. It is frozen with the document: later changes of the
// file, of the centre or of the texts never rewrite it.
type AttestationContent struct {
	Number          string
	IssuedOn        Date
	Verification    string // code of the public check page
	VerificationURL string
	FullName        string // as on the residence document
	Birth           string // as printed
	CentreName      string
	CentreAddress   string
	CentreContact   string
	Signatory       string
	SignatoryTitle  string
	Operation       string // title of the operation
	Funder          string // code
	Convention      string // number of the person's convention
	Sessions        []AttendedSession
	Minutes         int
	Replaces        string   // number of the attestation cancelled by this one
	Logos           [][]byte `json:",omitempty"` // of the operation on that day, PNG
}

// Check says what is wrong with what was typed on the check page.
func (c AttestationContent) Check() Problems {
	problems := Problems{}
	if strings.TrimSpace(c.FullName) == "" {
		problems.Add("full_name", "attestation.problem.no_name")
	}
	if _, err := CleanName(c.FullName); err != nil {
		problems.Add("full_name", "attestation.problem.unreadable")
	}
	if !LatinLetters(c.FullName) {
		problems.Add("full_name", "attestation.problem.script")
	}
	if strings.TrimSpace(c.Signatory) == "" {
		problems.Add("signatory", "attestation.problem.no_signatory")
	}
	for field, text := range map[string]string{"signatory": c.Signatory, "signatory_title": c.SignatoryTitle, "birth": c.Birth} {
		if _, err := CleanName(text); err != nil {
			problems.Add(field, "attestation.problem.unreadable")
		}
	}
	return problems
}

// LatinLetters tells whether every letter is of the Latin script, the one of Belgian residence documents.
func LatinLetters(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
}

// NameInitials are the initials shown by the public check page: « A. H. » and nothing else of the person.
func NameInitials(name string) string {
	var initials []string
	for _, word := range strings.Fields(name) {
		first := []rune(word)[0]
		initials = append(initials, strings.ToUpper(string(first))+".")
	}
	return strings.Join(initials[:min(len(initials), 4)], " ")
}

// Verification is the public answer about an attestation: nothing but what its holder shows anyway.
type Verification struct {
	Number     string
	IssuedOn   Date
	Initials   string
	CentreName string
	Cancelled  bool
	ReplacedBy string // number of the attestation that replaces it
}

// SortAttended puts sessions in the order they took place.
func SortAttended(sessions []AttendedSession) {
	slices.SortStableFunc(sessions, func(a, b AttendedSession) int {
		return strings.Compare(string(a.OnDate)+a.StartsAt, string(b.OnDate)+b.StartsAt)
	})
}
