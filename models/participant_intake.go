package models

import "strings"

// Intake registers a person from the six questions of the first visit: family name, given name, birth, a way to reach
// them, language, commune. The rest of the profile comes later.
func (p *Participant) Intake(a Answers, today Date) Problems {
	problems := Problems{}
	p.writeNames(a, problems)
	birth, problem := a.birth()
	switch {
	case problem != "":
		problems.Add("birth", problem)
	case birth == "":
		problems.Add("birth", "person.birth_missing")
	default:
		p.writeBirth(birth, today, problems)
	}
	p.intakeContact(a, problems)
	p.ContactLanguage = a["contact_language"]
	if LanguageName(p.ContactLanguage) == "" {
		problems.Add("contact_language", "person.contact_language_missing")
	}
	p.writePlace(a, problems)
	p.Derive()
	return problems
}

// intakeContact reads one field that is a telephone number or an e-mail address.
func (p *Participant) intakeContact(a Answers, problems Problems) {
	typed := strings.TrimSpace(a["contact"])
	p.NoContact = a["no_contact"] != ""
	if strings.Contains(typed, "@") {
		p.Email = emailAnswer(problems, "contact", typed)
	} else {
		p.Phone = phoneAnswer(problems, "contact", typed)
	}
	if !problems.Has("contact") {
		p.contactOrNone(problems, "contact")
	}
}
