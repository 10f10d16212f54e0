package models

// EnrolmentFacts is everything recorded about one enrolment, whatever the day it is looked at:
// the store reads it, Evaluate judges it as of a date. Codes are those of the exchange workbook;
// "", "inconnu" and "refus" all count as unknown.
type EnrolmentFacts struct {
	// ID is the public id of the enrolment: it never changes, whatever a later import calls it.
	ID string
	// Enrolment and Person are the references printed in reports: the external ones when known.
	Enrolment, Person string
	// PersonID is the public id of the person: pseudonyms are made of it.
	PersonID string
	// DuplicateKey is equal for two persons of the same name, birth and postcode, "" when that
	// cannot be told. It serves the control of duplicates and never leaves the report.
	DuplicateKey string
	// Family and Given are printed in the nominative variant only.
	Family, Given string
	Referent      string
	Requested     Date   // day of the request
	Referral      string // adressage: who sent the person

	Profile      ProfileFacts
	Snapshot     SnapshotFacts
	Contacts     []ContactFact
	Exits        []ExitFact
	Events       []EventFact
	SixMonths    *SixMonthAnswer
	Attestations []AttestationFact
	// Proven are hours followed with another operator, with their proof: they lead to the attestation and are hours of no session.
	Proven []ContactFact
	// Elsewhere holds the contacts of the same person under other enrolments: they are never
	// counted here, and only show that the same hour was charged twice.
	Elsewhere []ContactFact
}

// ProfileFacts is what reports use of the person's file.
type ProfileFacts struct {
	Sex                                       string // F, M, X
	Birth                                     BirthDate
	Nationalities                             []string
	BirthCountry                              string
	FatherBirthCountry, MotherBirthCountry    string
	Commune, Postcode                         string // a REFNIS code, or a name
	CommuneName                               string // of a code that the settings added or renamed, else ""
	HasPhone, HasEmail                        bool
	ArrivedInBelgium                          string // date or year alone
	FrenchLevel, ContactLanguage, WorkMention string
	ResidencePermit                           string
	ResidenceExpires                          Date
	HouseholdWork, Children                   string // as answered
}

// SnapshotFacts is the person's state at the first attended contact, frozen since.
type SnapshotFacts struct {
	Nationalities   []string // replaces those of the person when not empty
	Forem           string   // DEI, DE_OCCUPE, AUCUN
	Work            string   // aucun, ale, salarie, salarie_partiel, independant, art60, etudiant
	Seeking         string   // oui, non: seeks work and is available
	UnemployedSince Date
	InTraining      string // oui, non
	ISCED           string // 0 to 8
	Equivalence     string // reconnu, non, en_cours
	Disability      string // oui, non (Article 9)
	Minority        string // oui, non (Article 9)
	Homeless        string // oui, non
	Degurba         string // 1, 2, 3
	Income          string
	Ground          string // a, b, c: ground of the status « inoccupé »
	Public          string // oblige, volontaire
	Convention      string
	Exemption       string // reason of the exemption
	AssessmentDate  Date   // bilan social
}

// ContactKind tells individual contacts from collective ones.
type ContactKind string

// The two kinds of contact.
const (
	FollowUpContact ContactKind = "followup"
	SessionContact  ContactKind = "session"
)

// Operators of a session; an empty operator is the centre.
const (
	OperatorCentre = "CRI"
	OperatorForem  = "FOREM"
)

// ContactFact is one follow-up, or one place in a session.
type ContactFact struct {
	Ref        string // of the follow-up or of the session
	Kind       ContactKind
	Date       Date
	Start, End string // HH:MM, "" when not recorded
	// Minutes is the time that counts if the person attended and signed (CountedMinutes for a session).
	Minutes int
	// Planned is the time foreseen, in minutes.
	Planned  int
	Mode     string // bureau, telephone, visio, decentralise, demarche
	Presence string // present, retard, excuse, absent, inscrit
	Signed   bool
	Category string // category of hours, "" for the default of its kind
	Module   string // module code
	Title    string
	Place    string
	Staff    string
	Operator string
	// Sheet is the reference of the signed attendance sheet.
	Sheet string
	// Interpreter names the interpreter or the language interpreted, "" without.
	Interpreter string
	// Operation is filled for contacts under other enrolments only.
	Operation string
}

// Attended tells whether the person was there. A « démarche » is staff time: nobody attended it.
func (c ContactFact) Attended() bool {
	return (c.Presence == "present" || c.Presence == "retard") && c.Mode != "demarche"
}

// SignedMinutes is the time a funder may be shown: attended and signed.
func (c ContactFact) SignedMinutes() int {
	if c.Attended() && c.Signed {
		return c.Minutes
	}
	return 0
}

// Default categories of hours, for contacts whose module has none.
const (
	CategoryIndividual = "Suivi individuel"
	CategoryCollective = "Séance collective"
)

// HoursCategory is the category under which the hours of the contact are shown.
func (c ContactFact) HoursCategory() string {
	switch {
	case c.Category != "":
		return c.Category
	case c.Kind == SessionContact:
		return CategoryCollective
	default:
		return CategoryIndividual
	}
}

// ExitFact is one recorded exit.
type ExitFact struct {
	Date   Date
	Reason string // terme, emploi, formation, abandon, reorientation, perdu_de_vue, demenagement, autre
	// Declined: the situation was asked and is not known (inconnu, refus). It was asked: nothing is left to ask.
	Declined bool
}

// EventFact is a dated event of the person's working or learning life.
type EventFact struct {
	Date   Date
	Type   string // see the exchange workbook, sheet Evenements
	Proof  bool
	Detail string
	// Order breaks ties: of two labour-market events on one day the higher order wins.
	Order int
}

// SixMonthAnswer is the situation of the person six months after the exit, whatever the day of the call.
type SixMonthAnswer struct {
	Date        Date   // day of the call, "" when not recorded
	Status      string // emploi, independant, chomage, inactif
	Improvement string // aucune, remuneration, stable, temps_plein, competence, promotion
	Attempts    int    // calls made, 0 when not recorded
}

// AttestationFact is one attestation that has not been cancelled.
type AttestationFact struct {
	Number   string
	Date     Date
	Operator string
}

// known drops the answers that say nothing.
func known(code string) string {
	if code == Unknown || code == Refused {
		return ""
	}
	return code
}

// yesOrNo keeps oui and non: whatever else was answered is unknown, and unknown is never a no.
func yesOrNo(code string) string {
	if code == Yes || code == No {
		return code
	}
	return ""
}

func yesIf(condition bool) string {
	if condition {
		return Yes
	}
	return No
}

// until is the facts as they stood at the end of the day asOf: later contacts, exits, events and
// answers do not exist. A list that loses nothing is shared, and none is ever changed.
func (f EnrolmentFacts) until(asOf Date) EnrolmentFacts { return f.knownOn(asOf, asOf) }

// knownOn is the facts of a period that ends on to, as they were known on asOf: contacts, exits and attestations end with
// the period, while what became of people is read up to asOf (28 days after a late exit, a call made in January).
func (f EnrolmentFacts) knownOn(to, asOf Date) EnrolmentFacts {
	f.Contacts = keepUntil(f.Contacts, to, func(c *ContactFact) Date { return c.Date })
	f.Proven = keepUntil(f.Proven, to, func(c *ContactFact) Date { return c.Date })
	f.Elsewhere = keepUntil(f.Elsewhere, to, func(c *ContactFact) Date { return c.Date })
	f.Exits = keepUntil(f.Exits, to, func(e *ExitFact) Date { return e.Date })
	f.Events = keepUntil(f.Events, asOf, func(e *EventFact) Date { return e.Date })
	f.Attestations = keepUntil(f.Attestations, to, func(a *AttestationFact) Date { return a.Date })
	if f.SixMonths != nil && f.SixMonths.Date > asOf {
		f.SixMonths = nil
	}
	return f
}

func keepUntil[T any](facts []T, asOf Date, dated func(*T) Date) []T {
	later := 0
	for i := range facts {
		if dated(&facts[i]) > asOf {
			later++
		}
	}
	if later == 0 {
		return facts
	}
	kept := make([]T, 0, len(facts)-later)
	for i := range facts {
		if dated(&facts[i]) <= asOf {
			kept = append(kept, facts[i])
		}
	}
	return kept
}
