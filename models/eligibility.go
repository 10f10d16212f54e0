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
	Field  string // where to complete it: the fragment of the page that edits it
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

func (c Candidate) profile(key, state, datum, field string) Condition {
	return Condition{Key: "eligibility." + key, State: state, Datum: datum, Source: "eligibility.source.profile", On: c.RecordedOn, Field: field}
}

func (c Candidate) answered(key, state, datum, field string) Condition {
	return Condition{Key: "eligibility." + key, State: state, Datum: datum, Source: "eligibility.source.enrolment", On: c.OnDate, Field: field}
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
	return Condition{Key: "eligibility.open", State: state, Datum: datum, Source: "eligibility.source.operation", On: o.StartsOn, Field: "requested"}
}

// foreign: not Belgian, or Belgian with a parent born abroad.
func (c Candidate) foreign() Condition {
	codes := SplitList(c.Person.Nationalities)
	switch {
	case len(codes) > 0 && !slices.Contains(codes, "BE"):
		return c.profile("foreign", ConditionMet, CountryNames(codes), "origin")
	case bornAbroad(c.Person.FatherBirthCountry) || bornAbroad(c.Person.MotherBirthCountry) || bornAbroad(c.Person.BirthCountry):
		return c.profile("foreign", ConditionMet, CountryNames(codes), "origin")
	case len(codes) > 0 && c.Person.FatherBirthCountry == "BE" && c.Person.MotherBirthCountry == "BE":
		return c.profile("foreign", ConditionUnmet, CountryNames(codes), "origin")
	default:
		return c.profile("foreign", ConditionCheck, CountryNames(codes), "origin")
	}
}

func bornAbroad(country string) bool {
	return country != "" && country != "BE" && country != Refused && country != Unknown
}

// permit: the residence document has not expired on the day of the enrolment. A Belgian needs none.
func (c Candidate) permit() Condition {
	expiry := c.Person.PermitExpiresOn
	switch {
	case slices.Contains(SplitList(c.Person.Nationalities), "BE"):
		return c.profile("permit", ConditionMet, CountryName("BE"), "residence")
	case expiry == "":
		return c.profile("permit", ConditionCheck, c.Person.Residence.Title, "residence")
	case expiry < c.OnDate:
		return c.profile("permit", ConditionUnmet, FrenchDate(expiry), "residence")
	default:
		return c.profile("permit", ConditionMet, FrenchDate(expiry), "residence")
	}
}

// workRight: the printed mention « marché du travail », never deduced from the card.
func (c Candidate) workRight() Condition {
	mention := c.Person.Residence.WorkMarket
	switch {
	case slices.Contains(SplitList(c.Person.Nationalities), "BE"), mention == "illimite":
		return c.profile("work_right", ConditionMet, mention, "residence")
	case mention == No:
		return c.profile("work_right", ConditionUnmet, mention, "residence")
	default:
		return c.profile("work_right", ConditionCheck, mention, "residence") // limited, or not recorded
	}
}

func (c Candidate) audience() Condition {
	if c.Audience == "oblige" || c.Audience == "volontaire" {
		return c.answered("audience", ConditionMet, c.Audience, "audience")
	}
	return c.answered("audience", ConditionCheck, "", "audience")
}

func (c Candidate) unemployed() Condition {
	switch {
	case c.Entry.Forem == "DEI" && c.Entry.Ground != "":
		return c.answered("unemployed", ConditionMet, "DEI, "+c.Entry.Ground, "ground")
	case c.Entry.Forem == "AUCUN", c.Entry.Forem == "DE_OCCUPE":
		return c.answered("unemployed", ConditionUnmet, c.Entry.Forem, "forem")
	default:
		return c.answered("unemployed", ConditionCheck, c.Entry.Forem, "forem")
	}
}

func (c Candidate) adult() Condition {
	youngest, oldest := c.Person.Birth.AgeRangeOn(c.OnDate)
	switch {
	case c.Person.Birth == "":
		return c.profile("adult", ConditionCheck, "", "identity")
	case youngest >= 18:
		return c.profile("adult", ConditionMet, birthText(c.Person.Birth), "identity")
	case oldest < 18:
		return c.profile("adult", ConditionUnmet, birthText(c.Person.Birth), "identity")
	default:
		return c.profile("adult", ConditionCheck, birthText(c.Person.Birth), "identity")
	}
}

func birthText(b BirthDate) string {
	if b.Full() {
		return FrenchDate(Date(b))
	}
	return string(b)
}

func (c Candidate) walloon() Condition {
	commune, known := CommuneByRefnis(c.Person.Refnis)
	switch {
	case !known:
		return c.profile("walloon", ConditionCheck, "", "contact")
	case commune.Region == "Région wallonne":
		return c.profile("walloon", ConditionMet, commune.Name, "contact")
	default:
		return c.profile("walloon", ConditionUnmet, commune.Name, "contact")
	}
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
		names[i] = CountryName(code)
	}
	return strings.Join(names, ", ")
}
