package models

import (
	"slices"
	"strconv"
)

// ParticipationStatus says what an enrolment is worth as of a date.
type ParticipationStatus string

// The four statuses.
const (
	Complete      ParticipationStatus = "complete"
	Incomplete    ParticipationStatus = "incomplete"
	ExcludedShort ParticipationStatus = "excluded_short"
	NotStarted    ParticipationStatus = "not_started"
)

// LabourStatus is the situation on the labour market at entry; "" is unknown.
type LabourStatus string

// The three situations, mutually exclusive.
const (
	Unemployed LabourStatus = "U"
	Employed   LabourStatus = "E"
	Inactive   LabourStatus = "I"
)

// AgeRange is an age in years: a year of birth alone gives two possible ages.
type AgeRange struct {
	Known    bool
	Min, Max int
}

// AgeBracket is one of the four exclusive age groups; "" is unknown.
type AgeBracket string

// The age groups of Annex I; the third has no code there.
const (
	Below18 AgeBracket = "<18"
	From18  AgeBracket = "18-29"
	From30  AgeBracket = "30-54"
	From55  AgeBracket = "55+"
)

// The data without which a record is incomplete, as listed in Participation.Missing.
const (
	MissingSex    = "sexe"
	MissingBirth  = "naissance"
	MissingLabour = "situation"
	MissingISCED  = "isced"
)

// immediateDays is how long after the exit immediate results are read (28 days, both ends included).
const immediateDays = 28

// Participation is what the facts of one enrolment amount to as of a date, under the rules of its
// operation. Indicators are judged on it alone.
type Participation struct {
	ID                string // public id of the enrolment
	Enrolment, Person string
	PersonID          string
	Family, Given     string
	Referent          string
	Requested         Date
	Referral          string
	Profile           ProfileFacts
	Snapshot          SnapshotFacts
	Attestations      []AttestationFact

	AsOf Date
	// KnownOn is the day up to which results are read: AsOf, or a later day of hand-over.
	KnownOn Date
	Rules   OperationRules
	Status  ParticipationStatus
	// Missing lists the data that keep the record incomplete.
	Missing []string

	Spells      []Spell
	Entry, Exit Date // Exit is "" while a spell is open
	ExitReason  string
	First       ContactTrace // the contact that made the entry
	LastContact Date         // last attended contact
	// Provisional: the exit is so recent that results may still change (exit + 28 days > KnownOn).
	Provisional bool

	Sex     string // F, M, X or ""
	Age     AgeRange
	Bracket AgeBracket
	Labour  LabourStatus
	ISCED   int // −1 when unknown

	// These are Yes, No or "" (unknown).
	LongTerm, ThirdCountry, ForeignBackground string
	Disability, Minority, Homeless, Rural     string
	InTraining                                string

	// LastLabourEvent is the type of the last labour-market event from the start of the last spell
	// to exit + 28 days.
	LastLabourEvent string
	LastLabourOn    Date
	LastLabourProof bool
	// HasExitData: something at all is recorded between the start of the last spell and exit + 28 days.
	HasExitData bool
	// ExitAsked: the situation at the exit was asked and is not known. It stays unknown, and nothing is left to ask.
	ExitAsked         bool
	EnteredTraining   bool
	Qualified         bool
	UnprovenQualified bool
	// TrainingOn and QualifiedOn are the days of the events behind them.
	TrainingOn, QualifiedOn Date

	SixMonths     Date // exit + 6 months, clamped to the end of the month
	SixMonthsDue  bool // that day has come
	SixMonthReply *SixMonthAnswer

	SignedMinutes, SignedDays int
	Hours                     []HoursLine
	Indicators                IndicatorSet
}

// ContactTrace is what is kept of one contact: a report holds no contact, so that it does not grow with them.
type ContactTrace struct {
	Ref   string
	Kind  ContactKind
	Start string // HH:MM
}

// Counts tells whether the participation is in the total number of participants.
func (p *Participation) Counts() bool { return p.Status == Complete || p.Status == Incomplete }

// Started tells whether the person came at least once.
func (p *Participation) Started() bool { return p.Status != NotStarted }

// WindowEnd is the last day on which an immediate result counts, "" without an exit.
func (p *Participation) WindowEnd() Date { return p.Exit.AddDays(immediateDays) }

// Evaluate judges the facts of one enrolment as of a date, under the rules of its operation
// (interchange.md §2, reports.md §6). Facts dated later do not exist.
func Evaluate(facts EnrolmentFacts, rules OperationRules, asOf Date) Participation {
	return *evaluate(facts.until(asOf), rules, asOf, asOf)
}

// evaluate judges facts that knownOn has cut.
func evaluate(f EnrolmentFacts, rules OperationRules, asOf, knownOn Date) *Participation {
	p := &Participation{
		ID: f.ID, Enrolment: f.Enrolment, Person: f.Person, PersonID: f.PersonID, Family: f.Family, Given: f.Given,
		Referent: f.Referent, Requested: f.Requested, Referral: f.Referral,
		Profile: f.Profile, Snapshot: f.Snapshot, Attestations: f.Attestations,
		AsOf: asOf, KnownOn: knownOn, Rules: rules, SixMonthReply: f.SixMonths,
	}
	p.readSpells(f)
	p.readEntry()
	p.readExit(f.Exits, f.Events)
	p.SignedMinutes, p.SignedDays = signedTime(f.Contacts)
	p.Hours = hoursByMonth(f.Contacts)
	p.Status = p.status()
	p.Indicators = indicatorsOf(p)
	return p
}

func (p *Participation) readSpells(f EnrolmentFacts) {
	p.Spells = Spells(f.Contacts, f.Exits)
	if len(p.Spells) == 0 {
		return
	}
	last := p.Spells[len(p.Spells)-1]
	p.Entry, p.Exit, p.ExitReason = p.Spells[0].From, last.To, last.Reason
	for i := range f.Contacts {
		c := &f.Contacts[i]
		if !c.Attended() {
			continue
		}
		p.LastContact = max(p.LastContact, c.Date)
		if c.Date == p.Entry && (p.First.Ref == "" || c.Start < p.First.Start) {
			p.First = ContactTrace{c.Ref, c.Kind, c.Start}
		}
	}
}

func (p *Participation) status() ParticipationStatus {
	switch {
	case len(p.Spells) == 0:
		return NotStarted
	case p.Rules.isShort(p.SignedMinutes, p.SignedDays):
		return ExcludedShort
	case len(p.Missing) > 0:
		return Incomplete
	default:
		return Complete
	}
}

// readEntry derives the characteristics at entry; all are read on the entry date.
func (p *Participation) readEntry() {
	p.Sex = sexOf(p.Profile.Sex)
	p.Labour = labourStatus(p.Snapshot)
	p.ISCED = iscedLevel(p.Snapshot.ISCED)
	p.InTraining = yesOrNo(p.Snapshot.InTraining)
	p.Disability = yesOrNo(p.Snapshot.Disability)
	p.Minority = yesOrNo(p.Snapshot.Minority)
	p.Homeless = yesOrNo(p.Snapshot.Homeless)
	p.Rural = ruralAnswer(p.Snapshot.Degurba)
	p.ThirdCountry = thirdCountry(p.NationalitiesAtEntry())
	p.ForeignBackground = foreignBackground(p.Profile, p.Rules.Background)
	if p.Entry != "" {
		p.Age = ageOn(p.Profile.Birth, p.Entry)
		p.Bracket = bracketOf(p.Age)
		p.LongTerm = p.longTerm()
	}
	p.Missing = p.missing()
}

func (p *Participation) missing() []string {
	var missing []string
	for _, datum := range []struct {
		name  string
		known bool
	}{
		{MissingSex, p.Sex != ""},
		{MissingBirth, p.Bracket != "" || (p.Entry == "" && p.Profile.Birth != "")},
		{MissingLabour, p.Labour != ""},
		{MissingISCED, p.ISCED >= 0},
	} {
		if !datum.known {
			missing = append(missing, datum.name)
		}
	}
	return missing
}

// NationalitiesAtEntry are those of the snapshot when it holds some, else those of the file.
func (p *Participation) NationalitiesAtEntry() []string {
	if len(p.Snapshot.Nationalities) > 0 {
		return p.Snapshot.Nationalities
	}
	return p.Profile.Nationalities
}

func sexOf(code string) string {
	if slices.Contains([]string{"F", "M", "X"}, code) {
		return code
	}
	return ""
}

// paidWork are the answers of « travail » that are work: a student or an ALE worker is not employed.
var paidWork = []string{"salarie", "salarie_partiel", "independant", "art60"}

// labourStatus: the register of the Forem wins, then paid work, then the search for work.
func labourStatus(s SnapshotFacts) LabourStatus {
	switch {
	case s.Forem == "DEI":
		return Unemployed
	case slices.Contains(paidWork, s.Work):
		return Employed
	case s.Seeking == "oui":
		return Unemployed
	case s.Seeking == "non":
		return Inactive
	default:
		return ""
	}
}

func iscedLevel(code string) int {
	level, err := strconv.Atoi(code)
	if err != nil || level < 0 || level > 8 {
		return -1
	}
	return level
}

func ruralAnswer(degurba string) string {
	switch degurba {
	case "1", "2":
		return No
	case "3":
		return Yes
	default:
		return ""
	}
}

// thirdCountry: no nationality of the Union among those known. Stateless and undetermined count.
func thirdCountry(nationalities []string) string {
	result := ""
	for _, code := range nationalities {
		if IsEU27(code) {
			return No
		}
		if known(code) != "" {
			result = Yes
		}
	}
	return result
}

// foreignBackground: parents born outside Belgium, both of them or at least one according to the rule.
func foreignBackground(profile ProfileFacts, rule string) string {
	father, mother := known(profile.FatherBirthCountry), known(profile.MotherBirthCountry)
	abroad := func(country string) bool { return country != "" && country != "BE" }
	bothKnown := father != "" && mother != ""
	if rule == BackgroundOne {
		if abroad(father) || abroad(mother) {
			return Yes
		}
	} else {
		if abroad(father) && abroad(mother) {
			return Yes
		}
		if father == "BE" || mother == "BE" {
			return No
		}
	}
	if bothKnown {
		return No
	}
	return ""
}

// ageOn is the age on a day. A birth after that day is not usable: the age is unknown.
func ageOn(birth BirthDate, day Date) AgeRange {
	earliest, _ := birth.Range()
	if earliest == "" || earliest > day {
		return AgeRange{}
	}
	lowest, highest := birth.AgeRangeOn(day)
	return AgeRange{Known: true, Min: lowest, Max: highest}
}

// bracketOf is the age group, unknown when a year of birth alone falls in two groups.
func bracketOf(age AgeRange) AgeBracket {
	if !age.Known || ageBracket(age.Min) != ageBracket(age.Max) {
		return ""
	}
	return ageBracket(age.Min)
}

func ageBracket(years int) AgeBracket {
	switch {
	case years < 18:
		return Below18
	case years < 30:
		return From18
	case years < 55:
		return From30
	default:
		return From55
	}
}

// longTerm: unemployed for strictly more than the months the rule asks.
func (p *Participation) longTerm() string {
	switch {
	case p.Labour == "":
		return ""
	case p.Labour != Unemployed:
		return No
	case !p.Snapshot.UnemployedSince.Valid():
		return ""
	default:
		return yesIf(p.Entry > p.Snapshot.UnemployedSince.AddMonths(p.Rules.longTermMonths(p.Age)))
	}
}
