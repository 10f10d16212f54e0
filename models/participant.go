package models

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
}

// Sensitive holds answers of GDPR article 9, and housing exclusion: self-declared, refusable, a kind of their own.
type Sensitive struct {
	Disability string `json:"disability,omitempty"` // oui, non, refus, inconnu
	Minority   string `json:"minority,omitempty"`
	Homeless   string `json:"homeless,omitempty"`
}

// Card is what every colleague of a centre sees of anybody in it: enough to recognise, nothing to learn.
type Card struct {
	PublicID   string    `db:"public_id"`
	FamilyName string    `db:"family_name"`
	GivenName  string    `db:"given_name"`
	Birth      BirthDate `db:"birth"` // shown as a year only
	Refnis     string    `db:"refnis"`
	Referents  string    `db:"referents"`  // names of those who accompany the person
	Programmes string    `db:"programmes"` // codes of open enrolments, separated by ";", own reach only
	Mine       bool      `db:"mine"`       // within the reader's own caseload
}
