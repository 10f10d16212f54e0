package handlers

import (
	"strings"

	"jalon/models"
	"jalon/templates"
)

// sectionFields are the questions of one section with what was typed. The page of the profile prints their answers, the
// form asks them, a conflict compares them: one list for the three.
func (a *App) sectionFields(key string, t models.Answers, problems models.Problems) []templates.Field {
	q := asker{a, t, problems}
	switch key {
	case models.SectionIdentity:
		return q.identity()
	case models.SectionContact:
		return q.contact()
	case models.SectionLanguages:
		return q.languages()
	case models.SectionResidence:
		return q.residence()
	case models.SectionEducation:
		return []templates.Field{q.choice("isced", "isced", models.ISCEDLevels), q.text("diploma").With(a.Texts.T("person.diploma.hint")).AsOptional(),
			q.country("diploma_country"), q.choice("recognition", "recognition", models.RecognitionCodes)}
	case models.SectionFamily:
		return []templates.Field{q.choice("household", "household", models.HouseholdCodes), q.choice("children", "children", models.ChildrenCodes),
			q.yesNo("household_work"), q.country("father_birth_country"), q.country("mother_birth_country")}
	case models.SectionSensitive:
		return []templates.Field{q.yesNo("disability"), q.yesNo("minority"), q.yesNo("homeless")}
	}
	return nil
}

func (q asker) identity() []templates.Field {
	fields := []templates.Field{q.text("family_name"), q.text("given_name"), q.check("single_name"),
		q.text("preferred_name").With(q.a.Texts.T("person.preferred_name.hint")).AsOptional(), q.birth(), q.choice("sex", "sex", models.SexCodes)}
	fields = append(fields, q.several("nationalities", nationalityOptions(), 2)...)
	return append(fields, q.country("birth_country"))
}

func (q asker) contact() []templates.Field {
	phone, landline := templates.Phone("phone", q.label("phone"), q.t["phone"]), templates.Phone("landline", q.label("landline"), q.t["landline"])
	fields := []templates.Field{q.finish(phone).AsOptional(), q.finish(landline).AsOptional(),
		q.finish(templates.Email("email", q.label("email"), q.t["email"])).AsOptional(), q.check("no_contact"), q.text("address").AsOptional(), q.place()}
	fields = append(fields, q.placeConfirmation()...)
	return append(fields, q.instead("place_other", ""), q.text("origin").With(q.a.Texts.T("person.origin.hint")).AsOptional(), q.date("informed_on"))
}

// instead asks why a text is missing: not asked, unknown, refused.
func (q asker) instead(name, extra string) templates.Field {
	options := []templates.Option{q.notAsked()}
	if extra != "" {
		options = append(options, templates.Option{Value: extra, Label: q.a.Texts.T("answer.expiry." + extra)})
	}
	return q.finish(templates.Radios(name, q.label(name), q.t[name], append(options, q.declined()...)))
}

func (q asker) languages() []templates.Field {
	contact := q.contactLanguage()
	contact.Options = templates.Choose(keepOdd(append(append([]templates.Option{q.notAsked()}, q.declined()...), contact.Options...), contact.Value), contact.Value)
	fields := append([]templates.Field{contact}, q.several("languages", languageOptions(), 3)...)
	return append(fields, q.choice("french_level", "french_level", models.FrenchLevels), q.yesNo("interpreter"))
}

func (q asker) residence() []templates.Field {
	title := q.choice("title", "permit", models.ResidenceTitles)
	title.Label = q.label("title_document")
	return []templates.Field{title, q.choice("work_market", "work_market", models.WorkMarketCodes).With(q.a.Texts.T("person.work_market.hint")),
		q.date("expires_on"), q.instead("expires_other", "sans"),
		q.text("arrived_on").With(q.a.Texts.T("person.arrived_on.hint")).Sized("short").AsOptional(), q.instead("arrived_other", "")}
}

// answerRow is one answer of a section as it is printed. Name is that of its question; Tick says that it is a box,
// which is not worth a line when it is not ticked.
type answerRow struct {
	Name, Label, Value string
	Tick               bool
}

// answerRows prints the answers of questions: the words of the choice made, several answers on one line.
func (a *App) answerRows(fields []templates.Field) []answerRow {
	var rows []answerRow
	for _, f := range fields {
		value := printed(f)
		if f.Type == "check" && f.Checked() {
			value = a.Texts.T("answer.oui")
		} else if f.Type == "check" {
			value = ""
		}
		last := len(rows) - 1
		switch {
		case last >= 0 && rows[last].Name == f.Name: // one more nationality, one more language
			if value != "" && f.Value != "" {
				rows[last].Value += ", " + value
			}
		case strings.HasSuffix(f.Name, "_other"):
			if at := rowNamed(rows, strings.TrimSuffix(f.Name, "_other")); at >= 0 && rows[at].Value == "" {
				rows[at].Value = value
			}
		case f.Name == "place_confirmed":
		default:
			rows = append(rows, answerRow{f.Name, f.Label, value, f.Type == "check"})
		}
	}
	return rows
}

// rowNamed finds the question a reason for its absence belongs to: arrived_other explains arrived_on.
func rowNamed(rows []answerRow, stem string) int {
	for i, r := range rows {
		if r.Name == stem || r.Name == stem+"_on" {
			return i
		}
	}
	return -1
}

// printed is the answer of one question in words.
func printed(f templates.Field) string {
	if f.Type == "birth" {
		birth, _ := models.ParseBirth(f.Birth.Day, f.Birth.Month, f.Birth.Year, f.Birth.YearOnly)
		return frenchBirth(birth)
	}
	for _, o := range f.Options {
		if o.Selected {
			return o.Label
		}
	}
	return f.Value
}

// frenchBirth writes 14/02/1992, or the year alone.
func frenchBirth(b models.BirthDate) string {
	if b.Full() {
		return models.FrenchDate(models.Date(b))
	}
	return string(b)
}

// joinedAnswers are the fields that are one question: a colleague's version of it is taken whole.
var joinedAnswers = map[string][]string{
	"birth": {"birth_day", "birth_month", "birth_year", "birth_year_only"}, "place": {"place", "place_other"},
	"arrived_on": {"arrived_on", "arrived_other"}, "expires_on": {"expires_on", "expires_other"},
}

func answersOf(question string) []string {
	if fields, joined := joinedAnswers[question]; joined {
		return fields
	}
	return []string{question}
}
