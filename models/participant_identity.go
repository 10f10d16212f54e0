package models

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// youngest is the age under which a birth date is more likely a slip of the keyboard than a participant.
const youngest = 14

func readIdentity(p Participant) Answers {
	a := Answers{"family_name": p.FamilyName, "given_name": p.GivenName, "single_name": mark(p.SingleName),
		"preferred_name": p.PreferredName, "sex": p.Sex, "nationalities": p.Nationalities, "birth_country": p.BirthCountry}
	readBirth(a, p.Birth)
	return a
}

func readBirth(a Answers, b BirthDate) {
	a["birth_day"], a["birth_month"], a["birth_year"], a["birth_year_only"] = "", "", "", mark(b.YearOnly())
	switch {
	case b.YearOnly():
		a["birth_year"] = string(b)
	case b.Full():
		d := Date(b)
		a["birth_year"], a["birth_month"], a["birth_day"] = string(d[:4]), string(d[5:7]), string(d[8:])
	}
}

func mark(b bool) string {
	if b {
		return "1"
	}
	return ""
}

func writeIdentity(p *Participant, a Answers, today Date) Problems {
	problems := Problems{}
	p.writeNames(a, problems)
	if a["preferred_name"] != p.PreferredName {
		p.PreferredName = cleanName(problems, "preferred_name", a["preferred_name"])
	}
	birth, problem := a.birth()
	if problem != "" {
		problems.Add("birth", problem)
	} else if birth != p.Birth {
		p.writeBirth(birth, today, problems)
	}
	p.Sex = a["sex"]
	oneOf(problems, "sex", p.Sex, SexCodes)
	p.Nationalities = a.list("nationalities")
	codesOf(problems, "nationalities", p.Nationalities, func(code string) bool { _, known := NormaliseNationality(code); return known })
	p.BirthCountry = a["birth_country"]
	oneCountry(problems, "birth_country", p.BirthCountry)
	p.Derive()
	return problems
}

// writeNames reads family and given name: both, or one when the person has a single name.
func (p *Participant) writeNames(a Answers, problems Problems) {
	p.SingleName = a["single_name"] != ""
	p.FamilyName = cleanName(problems, "family_name", a["family_name"])
	p.GivenName = cleanName(problems, "given_name", a["given_name"])
	switch {
	case p.FamilyName == "" && p.GivenName == "":
		problems.Add("family_name", "person.name_missing")
	case p.SingleName || p.FamilyName != "" && p.GivenName != "":
	case p.FamilyName == "":
		problems.Add("family_name", "person.family_name_missing")
	default:
		problems.Add("given_name", "person.given_name_missing")
	}
}

func cleanName(problems Problems, field, typed string) string {
	name, err := CleanName(typed)
	if err != nil {
		addError(problems, field, err)
	}
	return name
}

// addError records the sentence of a refusal.
func addError(problems Problems, field string, err error) {
	var refusal *Error
	if !errors.As(err, &refusal) {
		refusal = Refuse(Internal, "error.internal")
	}
	problems.Add(field, refusal.Key, refusal.Args...)
}

func (a Answers) birth() (BirthDate, string) {
	return ParseBirth(a["birth_day"], a["birth_month"], a["birth_year"], a["birth_year_only"] != "")
}

// writeBirth takes a new birth date if somebody of that age can be met today.
func (p *Participant) writeBirth(birth BirthDate, today Date, problems Problems) {
	if problem := birth.Problem(today); problem != "" {
		problems.Add("birth", problem)
		return
	}
	if _, highest := birth.AgeRangeOn(today); birth != "" && highest < youngest {
		problems.Add("birth", "person.too_young", "Age", strconv.Itoa(highest))
		return
	}
	p.Birth = birth
}

// list is the distinct non-empty choices of a question with several, in the order given.
func (a Answers) list(field string) string {
	var kept []string
	for _, choice := range strings.Split(a[field], ";") {
		if choice = strings.TrimSpace(choice); choice != "" && !slices.Contains(kept, choice) {
			kept = append(kept, choice)
		}
	}
	return strings.Join(kept, ";")
}

// codesOf checks a list of codes; « inconnu » and « refus » are the whole answer or none of it.
func codesOf(problems Problems, field, list string, known func(string) bool) {
	if list == "" || slices.Contains(DeclinedAnswers, list) {
		return
	}
	for _, code := range strings.Split(list, ";") {
		if slices.Contains(DeclinedAnswers, code) {
			problems.Add(field, "person.declined_and_answered")
		} else if !known(code) {
			problems.Add(field, "person.choose_from_list")
		}
	}
}

func oneCountry(problems Problems, field, code string) {
	if CountryName(code) == "" {
		oneOf(problems, field, code, nil)
	}
}

func askedIdentity(p Participant) []string {
	return []string{p.FamilyName + p.GivenName, p.Sex, string(p.Birth), p.Nationalities, p.BirthCountry}
}
