package models

import (
	"slices"
	"strings"
)

const maxText = 300 // characters of a free line: address, diploma

func readContact(p Participant) Answers {
	a := Answers{"phone": DisplayPhone(p.Phone), "landline": DisplayPhone(p.Landline), "email": p.Email,
		"no_contact": mark(p.NoContact), "address": p.Address, "origin": p.Origin, "informed_on": FrenchDate(p.InformedOn)}
	a["place"], a["place_other"] = placeAnswers(p)
	return a
}

// placeAnswers tells a place apart from a refusal to name one.
func placeAnswers(p Participant) (place, other string) {
	if slices.Contains(DeclinedAnswers, p.Refnis) {
		return p.Postcode, p.Refnis
	}
	return p.Places.Text(p.Postcode, p.Refnis), ""
}

func writeContact(p *Participant, a Answers, today Date) Problems {
	problems, before := Problems{}, readContact(*p)
	if a["phone"] != before["phone"] { // an imported number that nobody can read stays until somebody changes it
		p.Phone = phoneAnswer(problems, "phone", a["phone"])
	}
	if a["landline"] != before["landline"] {
		p.Landline = phoneAnswer(problems, "landline", a["landline"])
	}
	if a["email"] != before["email"] {
		p.Email = emailAnswer(problems, "email", a["email"])
	}
	p.NoContact = a["no_contact"] != ""
	p.contactOrNone(problems, "phone")
	p.Address = lineAnswer(problems, "address", a["address"])
	p.writePlace(a, problems)
	p.Origin = lineAnswer(problems, "origin", a["origin"])
	p.InformedOn = pastDate(problems, "informed_on", a["informed_on"], today)
	p.Derive()
	return problems
}

// contactOrNone asks for a way to reach the person, or to say that there is none.
func (p *Participant) contactOrNone(problems Problems, field string) {
	reached := p.Phone != "" || p.Landline != "" || p.Email != ""
	switch {
	case problems.Has("phone") || problems.Has("landline") || problems.Has("email"):
	case !reached && !p.NoContact:
		problems.Add(field, "person.contact_missing")
	case reached && p.NoContact:
		problems.Add(field, "person.contact_and_none")
	}
}

// writePlace reads commune and postcode. A postcode of another commune is asked, not refused.
func (p *Participant) writePlace(a Answers, problems Problems) {
	place, other := placeAnswers(*p)
	if a["place"] == place && a["place_other"] == other {
		return
	}
	p.readPlace(a, problems)
}

func (p *Participant) readPlace(a Answers, problems Problems) {
	if strings.TrimSpace(a["place"]) == "" {
		oneOf(problems, "place_other", a["place_other"], nil)
		p.Postcode, p.Refnis = "", a["place_other"]
		return
	}
	place, problem := p.Places.Parse(a["place"])
	if problem.Key != "" {
		problems.Add("place", problem.Key, problem.Args...)
		return
	}
	if place.Odd && a["place_confirmed"] != a["place"] {
		problems.Add("place", "person.place_odd", "Postcode", place.Postcode, "Communes", p.Places.names(place.Postcode), "Commune", p.Places.Name(place.Refnis))
		return
	}
	p.Postcode, p.Refnis = place.Postcode, place.Refnis
}

func phoneAnswer(problems Problems, field, typed string) string {
	phone, err := NormalisePhone(typed)
	if err != nil {
		addError(problems, field, err)
	}
	return phone
}

func emailAnswer(problems Problems, field, typed string) string {
	email, err := NormaliseEmail(typed)
	if err != nil {
		addError(problems, field, err)
	}
	return email
}

// lineAnswer keeps a free line as typed, without what has no business in a line.
func lineAnswer(problems Problems, field, typed string) string {
	typed = strings.TrimSpace(typed)
	switch {
	case strings.ContainsFunc(typed, notInName):
		problems.Add(field, "person.line_unreadable")
	case len([]rune(typed)) > maxText:
		problems.Add(field, "person.line_too_long")
	}
	return typed
}

// pastDate reads a day that has been.
func pastDate(problems Problems, field, typed string, today Date) Date {
	d, problem := ParseTypedDate(typed, today)
	if problem == "" && d > today {
		problem = "person.date_future"
	}
	if problem != "" {
		problems.Add(field, problem)
	}
	return d
}

func askedContact(p Participant) []string {
	reached := p.Phone + p.Landline + p.Email + mark(p.NoContact)
	return []string{reached, p.Refnis}
}
