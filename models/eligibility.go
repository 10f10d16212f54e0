package models

import (
	"slices"
	"strings"
)

// States of a condition of eligibility.
const (
	ConditionMet   = "met"
	ConditionUnmet = "unmet"
	ConditionCheck = "check" // « à vérifier »: the datum is missing or not conclusive
)

// Condition is one condition of a dispositif for one person: its state, the datum it rests on, where the datum
// comes from and when it was recorded. Texts are message keys; Datum is already readable.
type Condition struct {
	Key    string // message key of the sentence: eligibility.foreign…
	State  string
	Datum  string // the value as recorded, "" when there is none
	Source string // message key: eligibility.source.profile, .enrolment, .operation
	On     Date   // when it was recorded
	// Section and Asks are the questions of the profile that the datum answers; none for a datum of the enrolment itself.
	Section string
	Asks    []string
}

// Candidate is what the conditions look at: the person as recorded and the answers of the enrolment form.
type Candidate struct {
	Person     Participant
	Entry      Entry
	Audience   string // M4H: oblige, volontaire
	OnDate     Date   // day of the enrolment
	RecordedOn Date   // last change of the person's file
}

// Eligibility lists the conditions of an operation's dispositif for a candidate.
// M4H and GTJ: CWASS art. 150 ff. as amended by the decree of 14/03/2024 (foreigners and people of foreign
// origin). LLF: decree of 12/11/2021 art. 2, 8° (« chercheur d'emploi inoccupé », grounds a, b, c).
func Eligibility(o Operation, c Candidate) []Condition {
	conditions := []Condition{c.open(o)}
	switch o.Programme {
	case M4H:
		conditions = append(conditions, c.foreign(), c.permit(), c.audience())
	case LLF:
		conditions = append(conditions, c.unemployed(), c.adult(), c.walloon(), c.permit(), c.workRight())
	case GTJ:
		conditions = append(conditions, c.foreign(), c.permit(), c.workRight())
	}
	return conditions
}

// Eligible sums conditions up: unmet if one is, else check if one is, else met.
func Eligible(conditions []Condition) string {
	state := ConditionMet
	for _, c := range conditions {
		if c.State == ConditionUnmet {
			return ConditionUnmet
		}
		if c.State == ConditionCheck {
			state = ConditionCheck
		}
	}
	return state
}

func (c Candidate) profile(key, state, datum, section string, asks ...string) Condition {
	return Condition{Key: "eligibility." + key, State: state, Datum: datum, Source: "eligibility.source.profile", On: c.RecordedOn, Section: section, Asks: asks}
}

func (c Candidate) answered(key, state, datum string) Condition {
	return Condition{Key: "eligibility." + key, State: state, Datum: datum, Source: "eligibility.source.enrolment", On: c.OnDate}
}

func (c Candidate) open(o Operation) Condition {
	state := ConditionMet
	if c.OnDate < o.StartsOn || o.EndsOn != "" && c.OnDate > o.EndsOn {
		state = ConditionUnmet
	}
	datum := FrenchDate(o.StartsOn)
	if o.EndsOn != "" {
		datum += " – " + FrenchDate(o.EndsOn)
	}
	return Condition{Key: "eligibility.open", State: state, Datum: datum, Source: "eligibility.source.operation", On: o.StartsOn}
}

// foreign: not Belgian, or Belgian with a parent born abroad.
func (c Candidate) foreign() Condition {
	codes := slices.DeleteFunc(SplitList(c.Person.Nationalities), func(code string) bool { return known(code) == "" })
	condition := c.profile("foreign", ConditionCheck, CountryNames(codes), SectionIdentity, "nationalities", "birth_country")
	switch {
	case len(codes) > 0 && !slices.Contains(codes, "BE"):
		condition.State = ConditionMet
	case bornAbroad(c.Person.FatherBirthCountry) || bornAbroad(c.Person.MotherBirthCountry) || bornAbroad(c.Person.BirthCountry):
		condition.State = ConditionMet
	case len(codes) > 0 && c.Person.FatherBirthCountry == "BE" && c.Person.MotherBirthCountry == "BE":
		condition.State = ConditionUnmet
	case len(codes) > 0: // Belgian: the parents decide
		condition.Section, condition.Asks = SectionFamily, []string{"father_birth_country", "mother_birth_country"}
	}
	return condition
}

func bornAbroad(country string) bool {
	return country != "" && country != "BE" && country != Refused && country != Unknown
}

// permit: the residence document has not expired on the day of the enrolment. A Belgian needs none.
func (c Candidate) permit() Condition {
	expiry := c.Person.PermitExpiresOn
	condition := c.profile("permit", ConditionMet, FrenchDate(expiry), SectionResidence, "expires_on", "expires_other")
	switch {
	case slices.Contains(SplitList(c.Person.Nationalities), "BE"):
		condition.Datum = CountryName("BE")
	case expiry == "":
		condition.State, condition.Datum = ConditionCheck, c.Person.Residence.Title
	case expiry < c.OnDate:
		condition.State = ConditionUnmet
	}
	return condition
}

// workRight: the printed mention « marché du travail », never deduced from the card.
func (c Candidate) workRight() Condition {
	mention := c.Person.Residence.WorkMarket
	condition := c.profile("work_right", ConditionCheck, mention, SectionResidence, "work_market") // limited, or not recorded
	switch {
	case slices.Contains(SplitList(c.Person.Nationalities), "BE"), mention == "illimite":
		condition.State = ConditionMet
	case mention == No:
		condition.State = ConditionUnmet
	}
	return condition
}

func (c Candidate) audience() Condition {
	if c.Audience == "oblige" || c.Audience == "volontaire" {
		return c.answered("audience", ConditionMet, c.Audience)
	}
	return c.answered("audience", ConditionCheck, "")
}

func (c Candidate) unemployed() Condition {
	switch {
	case c.Entry.Forem == "DEI" && c.Entry.Ground != "":
		return c.answered("unemployed", ConditionMet, "DEI, "+c.Entry.Ground)
	case c.Entry.Forem == "AUCUN", c.Entry.Forem == "DE_OCCUPE":
		return c.answered("unemployed", ConditionUnmet, c.Entry.Forem)
	default:
		return c.answered("unemployed", ConditionCheck, c.Entry.Forem)
	}
}

func (c Candidate) adult() Condition {
	youngest, oldest := c.Person.Birth.AgeRangeOn(c.OnDate)
	condition := c.profile("adult", ConditionCheck, birthText(c.Person.Birth), SectionIdentity, "birth_day", "birth_month", "birth_year", "birth_year_only")
	switch {
	case c.Person.Birth == "":
	case youngest >= 18:
		condition.State = ConditionMet
	case oldest < 18:
		condition.State = ConditionUnmet
	}
	return condition
}

func birthText(b BirthDate) string {
	if b.Full() {
		return FrenchDate(Date(b))
	}
	return string(b)
}

func (c Candidate) walloon() Condition {
	commune, known := c.Person.Places.ByRefnis(c.Person.Refnis)
	condition := c.profile("walloon", ConditionCheck, commune.Name, SectionContact, "place", "place_other", "place_confirmed")
	switch {
	case !known:
	case commune.Region == "Région wallonne":
		condition.State = ConditionMet
	default:
		condition.State = ConditionUnmet
	}
	return condition
}

// SplitList reads a list stored in one column: codes separated by ";".
func SplitList(s string) []string {
	var items []string
	for _, item := range strings.Split(s, ";") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// JoinList writes a list for one column.
func JoinList(items []string) string { return strings.Join(items, ";") }

// CountryNames is the French list of countries or nationalities of codes.
func CountryNames(codes []string) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = NationalityName(code)
	}
	return strings.Join(names, ", ")
}
