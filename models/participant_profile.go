package models

import (
	"regexp"
	"slices"
)

func readLanguages(p Participant) Answers {
	return Answers{"contact_language": p.ContactLanguage, "languages": p.Languages, "french_level": p.FrenchLevel, "interpreter": p.Interpreter}
}

func writeLanguages(p *Participant, a Answers, _ Date) Problems {
	problems := Problems{}
	p.ContactLanguage, p.Languages = a["contact_language"], a.list("languages")
	p.FrenchLevel, p.Interpreter = a["french_level"], a["interpreter"]
	if LanguageName(p.ContactLanguage) == "" {
		oneOf(problems, "contact_language", p.ContactLanguage, nil)
	}
	codesOf(problems, "languages", p.Languages, func(code string) bool { return LanguageName(code) != "" })
	oneOf(problems, "french_level", p.FrenchLevel, FrenchLevels)
	oneOf(problems, "interpreter", p.Interpreter, YesNo)
	return problems
}

func askedLanguages(p Participant) []string {
	return []string{p.ContactLanguage, p.Languages, p.FrenchLevel, p.Interpreter}
}

func readResidence(p Participant) Answers {
	a := Answers{"title": p.Residence.Title, "work_market": p.Residence.WorkMarket, "expires_on": FrenchDate(p.PermitExpiresOn),
		"expires_other": p.Residence.Expiry, "arrived_on": "", "arrived_other": ""}
	switch {
	case slices.Contains(DeclinedAnswers, p.ArrivedOn):
		a["arrived_other"] = p.ArrivedOn
	case Date(p.ArrivedOn).Valid():
		a["arrived_on"] = FrenchDate(Date(p.ArrivedOn))
	default:
		a["arrived_on"] = p.ArrivedOn
	}
	return a
}

// writeResidence: the right to work is what the document says, never deduced from its letter.
func writeResidence(p *Participant, a Answers, today Date) Problems {
	problems := Problems{}
	if a["title"] != p.Residence.Title { // an imported title is kept as it was written
		oneOf(problems, "title", a["title"], ResidenceTitles)
	}
	oneOf(problems, "work_market", a["work_market"], WorkMarketCodes)
	oneOf(problems, "expires_other", a["expires_other"], []string{"sans"})
	oneOf(problems, "arrived_other", a["arrived_other"], nil)
	p.Residence = Residence{Title: a["title"], WorkMarket: a["work_market"], Expiry: a["expires_other"]}
	expires, problem := ParseTypedDate(a["expires_on"], today)
	if problem != "" {
		problems.Add("expires_on", problem)
	}
	if p.PermitExpiresOn = expires; expires != "" {
		p.Residence.Expiry = "" // a date typed says more than a box left ticked
	}
	p.writeArrival(a, today, problems)
	return problems
}

var plainYear = regexp.MustCompile(`^(19|20)[0-9]{2}$`)

// writeArrival reads a date or a year alone.
func (p *Participant) writeArrival(a Answers, today Date, problems Problems) {
	typed := a["arrived_on"]
	switch {
	case typed == "":
		p.ArrivedOn = a["arrived_other"]
	case plainYear.MatchString(typed) && typed <= string(today[:4]):
		p.ArrivedOn = typed
	default:
		p.ArrivedOn = string(pastDate(problems, "arrived_on", typed, today))
	}
	from, _ := p.Birth.Range()
	if problems.Has("arrived_on") || problems.Has("arrived_other") || p.ArrivedOn == "" || slices.Contains(DeclinedAnswers, p.ArrivedOn) || from == "" {
		return
	}
	if p.ArrivedOn[:4] < string(from[:4]) {
		problems.Add("arrived_on", "person.arrival_before_birth")
	}
}

// Belgian tells whether the person has no residence document because none is needed.
func (p Participant) Belgian() bool { return p.Residence.Title == "BE" }

func askedResidence(p Participant) []string {
	if p.Belgian() {
		return []string{p.Residence.Title}
	}
	expiry := string(p.PermitExpiresOn) + p.Residence.Expiry
	if slices.Contains(withoutExpiry, p.Residence.Title) {
		expiry = "sans"
	}
	return []string{p.Residence.Title, p.Residence.WorkMarket, expiry, p.ArrivedOn}
}

func readEducation(p Participant) Answers {
	return Answers{"isced": p.ISCED, "diploma": p.Diploma, "diploma_country": p.DiplomaCountry, "recognition": p.Recognition}
}

func writeEducation(p *Participant, a Answers, _ Date) Problems {
	problems := Problems{}
	p.ISCED, p.DiplomaCountry, p.Recognition = a["isced"], a["diploma_country"], a["recognition"]
	p.Diploma = lineAnswer(problems, "diploma", a["diploma"])
	oneOf(problems, "isced", p.ISCED, ISCEDLevels)
	oneCountry(problems, "diploma_country", p.DiplomaCountry)
	oneOf(problems, "recognition", p.Recognition, RecognitionCodes)
	return problems
}

// askedEducation: without schooling there is no diploma whose country and recognition could be asked.
func askedEducation(p Participant) []string {
	if p.ISCED == "0" {
		return []string{p.ISCED}
	}
	return []string{p.ISCED, p.DiplomaCountry, p.Recognition}
}

func readFamily(p Participant) Answers {
	return Answers{"household": p.Household, "children": p.Children, "household_work": p.HouseholdWork,
		"father_birth_country": p.FatherBirthCountry, "mother_birth_country": p.MotherBirthCountry}
}

func writeFamily(p *Participant, a Answers, _ Date) Problems {
	problems := Problems{}
	p.Household, p.Children, p.HouseholdWork = a["household"], a["children"], a["household_work"]
	p.FatherBirthCountry, p.MotherBirthCountry = a["father_birth_country"], a["mother_birth_country"]
	oneOf(problems, "household", p.Household, HouseholdCodes)
	oneOf(problems, "children", p.Children, ChildrenCodes)
	oneOf(problems, "household_work", p.HouseholdWork, YesNo)
	oneCountry(problems, "father_birth_country", p.FatherBirthCountry)
	oneCountry(problems, "mother_birth_country", p.MotherBirthCountry)
	return problems
}

func askedFamily(p Participant) []string {
	return []string{p.Household, p.Children, p.HouseholdWork, p.FatherBirthCountry, p.MotherBirthCountry}
}

func readSensitive(p Participant) Answers {
	return Answers{"disability": p.Sensitive.Disability, "minority": p.Sensitive.Minority, "homeless": p.Sensitive.Homeless}
}

func writeSensitive(p *Participant, a Answers, _ Date) Problems {
	problems := Problems{}
	p.Sensitive = Sensitive{Disability: a["disability"], Minority: a["minority"], Homeless: a["homeless"]}
	for _, field := range []string{"disability", "minority", "homeless"} {
		oneOf(problems, field, a[field], YesNo)
	}
	return problems
}

func askedSensitive(p Participant) []string {
	return []string{p.Sensitive.Disability, p.Sensitive.Minority, p.Sensitive.Homeless}
}
