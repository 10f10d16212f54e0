package models

import "strings"

// Answers to a question a person may decline. "" is not asked: four answers, never two.
const (
	NotAsked = ""
	Yes      = "oui"
	No       = "non"
	Refused  = "refus"
	Unknown  = "inconnu"
)

// Participant is a person accompanied by a centre, as of today; what counts for reports is the entry
// snapshot of each Enrolment. Texts are stored as typed.
type Participant struct {
	ID                 string    `db:"id"`
	PublicID           string    `db:"public_id"`
	CentreID           string    `db:"centre_id"`
	ExternalRef        string    `db:"external_ref"` // key in the file it was imported from
	FamilyName         string    `db:"family_name"`
	GivenName          string    `db:"given_name"`
	PreferredName      string    `db:"preferred_name"`
	SortName           string    `db:"sort_name"` // folded "family given", the order of lists on both engines
	SingleName         bool      `db:"single_name"`
	Sex                string    `db:"sex"` // F, M, X, refus, inconnu or ""
	Birth              BirthDate `db:"birth"`
	Nationalities      string    `db:"nationalities"` // ISO codes separated by ";" in the order typed
	BirthCountry       string    `db:"birth_country"`
	FatherBirthCountry string    `db:"father_birth_country"`
	MotherBirthCountry string    `db:"mother_birth_country"`
	ContactLanguage    string    `db:"contact_language"` // ISO 639-1
	Languages          string    `db:"languages"`        // ISO codes separated by ";"
	FrenchLevel        string    `db:"french_level"`     // A0…C2
	Interpreter        string    `db:"interpreter"`
	Phone              string    `db:"phone"`          // GSM, E.164
	PhoneReversed      string    `db:"phone_reversed"` // digits backwards: last digits are a prefix
	Landline           string    `db:"landline"`
	Email              string    `db:"email"`
	NoContact          bool      `db:"no_contact"` // « Pas de moyen de contact »
	Address            string    `db:"address"`
	Postcode           string    `db:"postcode"`
	Refnis             string    `db:"refnis"`     // commune, Statbel code
	Places             *Places   `db:"-"`          // in which a commune is read, nil = the shipped list
	ArrivedOn          string    `db:"arrived_on"` // date or year
	PermitExpiresOn    Date      `db:"permit_expires_on"`
	Residence          Residence `db:"-"`
	Sensitive          Sensitive `db:"-"`
	ISCED              string    `db:"isced"` // 0–8, refus, inconnu or ""
	Diploma            string    `db:"diploma"`
	DiplomaCountry     string    `db:"diploma_country"`
	Recognition        string    `db:"recognition"`    // reconnu, non, en_cours, inconnu, refus or ""
	Household          string    `db:"household"`      // seul, couple, famille, autre…
	Children           string    `db:"children"`       // number of children in charge, as answered
	HouseholdWork      string    `db:"household_work"` // somebody of the household works: oui, non…
	InformedOn         Date      `db:"informed_on"`    // information notice given
	Origin             string    `db:"origin"`         // how the person came
	CreatedBy          *string   `db:"created_by"`
	CreatedAt          Instant   `db:"created_at"`
	UpdatedAt          Instant   `db:"updated_at"`
	Version            int       `db:"version"`

	ResidenceSealed []byte `db:"residence_sealed"`
	SensitiveSealed []byte `db:"sensitive_sealed"`
	NISSSealed      []byte `db:"niss_sealed"`
	NISSHash        string `db:"niss_hash"`
}

// Residence is the residence document: what it is and what is printed on it. The right to work is the printed
// mention, never deduced from the letter of the card.
type Residence struct {
	Title      string `json:"title,omitempty"`       // A, B, K, L, EU, F, AI, annexe 15…
	WorkMarket string `json:"work_market,omitempty"` // printed mention: illimite, limite, non (refus, inconnu)
	Expiry     string `json:"expiry,omitempty"`      // why there is no expiry date: sans, refus, inconnu
}

// Sensitive holds answers of GDPR article 9, and housing exclusion: self-declared, refusable, a kind of their own.
type Sensitive struct {
	Disability string `json:"disability,omitempty"` // oui, non, refus, inconnu
	Minority   string `json:"minority,omitempty"`
	Homeless   string `json:"homeless,omitempty"`
}

// Card is what every colleague of a centre sees of anybody in it: enough to recognise, nothing to learn.
type Card struct {
	ID         string    `db:"id"`
	PublicID   string    `db:"public_id"`
	CentreID   string    `db:"centre_id"`
	FamilyName string    `db:"family_name"`
	GivenName  string    `db:"given_name"`
	SortName   string    `db:"sort_name"`
	Birth      BirthDate `db:"birth"` // shown as a year only
	Refnis     string    `db:"refnis"`
	Open       bool      `db:"opens"` // the reader may open the file, not the card only
	Mine       bool      `db:"mine"`  // the reader accompanies the person
	Referents  []string  `db:"-"`     // names of those who accompany the person
	Programmes []string  `db:"-"`     // codes of running enrolments, within the reader's own reach
}

// Name is how lists write a person: « HADDAD Amina ».
func (c Card) Name() string { return ListName(c.FamilyName, c.GivenName) }

// Name is how lists write a person: « HADDAD Amina ».
func (p Participant) Name() string { return ListName(p.FamilyName, p.GivenName) }

// ListName writes a name for lists: the family name in capitals, then the given name as typed.
func ListName(family, given string) string {
	return strings.TrimSpace(strings.ToUpper(family) + " " + given)
}

// SortName is the key by which lists are ordered, the same on both engines: family name, then given name, folded.
func SortName(family, given string) string {
	return strings.TrimSpace(Fold(family) + " " + Fold(given))
}

// ReversedDigits writes the digits of a telephone number backwards, so that its last digits are a prefix.
func ReversedDigits(phone string) string {
	var digits []byte
	for i := len(phone) - 1; i >= 0; i-- {
		if phone[i] >= '0' && phone[i] <= '9' {
			digits = append(digits, phone[i])
		}
	}
	return string(digits)
}

// Derive fills the keys computed from what was typed. Whoever writes a participant calls it first.
func (p *Participant) Derive() {
	p.SortName = SortName(p.FamilyName, p.GivenName)
	p.PhoneReversed = ReversedDigits(p.Phone)
}

// Identity is what duplicates are recognised by.
func (p Participant) Identity() Identity {
	return Identity{Family: p.FamilyName, Given: p.GivenName, SingleName: p.SingleName, Birth: p.Birth, Phone: p.Phone, Email: p.Email, Sex: p.Sex,
		Nationalities: p.Nationalities, NISS: p.NISSHash}
}
