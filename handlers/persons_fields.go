package handlers

import (
	"strings"
	"sync"

	"jalon/models"
	"jalon/templates"
)

// asker draws the questions of a person's forms with what was typed and what is wrong. The label of a question is
// the text "person.NAME".
type asker struct {
	a        *App
	t        models.Answers
	problems models.Problems
}

func (q asker) label(name string) string { return q.a.Texts.T("person." + name) }

// codeKey turns the code of a document into the end of a key: « EU+ », « annexe 15 ».
var codeKey = strings.NewReplacer(" ", "_", "+", "plus")

// answerText is the word of a code; an imported one that is in no list stays as it is.
func (q asker) answerText(question, code string) string {
	if key := "answer." + question + "." + codeKey.Replace(code); q.a.Texts.Has(key) {
		return q.a.Texts.T(key)
	}
	return q.a.answer(question, code)
}

func (q asker) finish(f templates.Field) templates.Field {
	return f.Wrong(q.a.problem(q.problems, f.Name))
}

func (q asker) text(name string) templates.Field {
	return q.finish(templates.Text(name, q.label(name), q.t[name]))
}

func (q asker) check(name string) templates.Field {
	return q.finish(templates.Check(name, q.label(name), q.t[name] != ""))
}

func (q asker) date(name string) templates.Field {
	return q.finish(templates.Date(name, q.label(name), q.t[name])).AsOptional()
}

func (q asker) birth() templates.Field {
	return q.finish(templates.BirthDate("birth", q.label("birth"), templates.Birth{Day: q.t["birth_day"], Month: q.t["birth_month"],
		Year: q.t["birth_year"], YearOnly: q.t["birth_year_only"] != ""}))
}

// declined are the answers that are none: each question tells them apart from « non » and from one another.
func (q asker) declined() []templates.Option {
	return []templates.Option{{Value: models.Unknown, Label: q.a.Texts.T("answer.inconnu")}, {Value: models.Refused, Label: q.a.Texts.T("answer.refus")}}
}

func (q asker) notAsked() templates.Option {
	return templates.Option{Label: q.a.Texts.T("person.not_asked")}
}

// choice is a closed question; question names its answers in the catalogue ("answer.QUESTION.CODE").
func (q asker) choice(name, question string, codes []string) templates.Field {
	options := []templates.Option{q.notAsked()}
	for _, code := range codes {
		options = append(options, templates.Option{Value: code, Label: q.answerText(question, code)})
	}
	options = append(options, q.declined()...)
	if len(codes) <= 3 {
		return q.finish(templates.Radios(name, q.label(name), q.t[name], options))
	}
	return q.finish(templates.Select(name, q.label(name), q.t[name], keepOdd(options, q.t[name])))
}

// keepOdd offers an imported value that is in no list, so that saving the form does not lose it.
func keepOdd(options []templates.Option, value string) []templates.Option {
	for _, o := range options {
		if o.Value == value {
			return options
		}
	}
	return append(options, templates.Option{Value: value, Label: value})
}

func (q asker) yesNo(name string) templates.Field { return q.choice(name, "yes_no", models.YesNo) }

// country is a question answered by a country.
func (q asker) country(name string) templates.Field {
	options := append(append([]templates.Option{q.notAsked()}, q.declined()...), countryOptions()...)
	return q.finish(templates.Select(name, q.label(name), q.t[name], keepOdd(options, q.t[name])))
}

// several is a question with any number of answers: one list per answer given, and one more. Only the first can be
// declined.
func (q asker) several(name string, choices []templates.Option, fewest int) []templates.Field {
	var given []string
	if q.t[name] != "" {
		given = strings.Split(q.t[name], ";")
	}
	var fields []templates.Field
	for i := range max(fewest, len(given)+1) {
		value := ""
		if i < len(given) {
			value = given[i]
		}
		options := append(append([]templates.Option{q.notAsked()}, q.declined()...), choices...)
		if i > 0 {
			options = append([]templates.Option{{Label: q.a.Texts.T("person.no_other")}}, choices...)
		}
		f := templates.Select(name, q.a.Texts.T("person."+name+".nth", "N", i+1), value, keepOdd(options, value))
		if i == 0 {
			f.Label = q.label(name)
			f = q.finish(f)
		} else {
			f.ID = name + "-" + string(rune('1'+i))
			f.Optional = true
		}
		fields = append(fields, f)
	}
	return fields
}

// contactLanguage offers the languages messages exist in, then all others.
func (q asker) contactLanguage() templates.Field {
	return q.finish(templates.Select("contact_language", q.label("contact_language"), q.t["contact_language"], contactLanguageOptions()))
}

func (q asker) place() templates.Field {
	place := q.text("place").With(q.a.Texts.T("person.place.hint")).AsOptional()
	for _, commune := range q.a.communes().Namur() {
		place.Suggestions = append(place.Suggestions, commune.Name)
	}
	return place
}

// placeConfirmation is the box that says « yes, this postcode with that commune »: shown once it was asked, and kept.
func (q asker) placeConfirmation() []templates.Field {
	confirmed := q.t["place"] != "" && q.t["place_confirmed"] == q.t["place"]
	if q.problems["place"].Key != "person.place_odd" && !confirmed {
		return nil
	}
	f := templates.Check("place_confirmed", q.a.Texts.T("person.place_confirmed", "Place", q.t["place"]), confirmed)
	f.Value = q.t["place"]
	return []templates.Field{f}
}

var countryOptions = sync.OnceValue(func() []templates.Option {
	var options []templates.Option
	for _, c := range models.Countries() {
		options = append(options, templates.Option{Value: c.Code, Label: c.Name})
	}
	return options
})

var nationalityOptions = sync.OnceValue(func() []templates.Option {
	var options []templates.Option
	for _, c := range models.Nationalities() {
		options = append(options, templates.Option{Value: c.Code, Label: c.Name})
	}
	return options
})

var languageOptions = sync.OnceValue(func() []templates.Option {
	var options []templates.Option
	for _, l := range models.Languages() {
		options = append(options, templates.Option{Value: l.Code, Label: l.Name})
	}
	return options
})

var contactLanguageOptions = sync.OnceValue(func() []templates.Option {
	var options []templates.Option
	for _, l := range models.ContactLanguages() {
		label := models.LanguageName(l.Code)
		if l.Code != "fr" {
			label += " – " + l.Own
		}
		options = append(options, templates.Option{Value: l.Code, Label: label})
	}
	for _, o := range languageOptions() {
		if _, listed := models.ContactLanguageOf(o.Value); !listed {
			options = append(options, o)
		}
	}
	return options
})
