package messages

import (
	"slices"
	"strings"

	"jalon/models"
)

// Library is the texts in force in a centre: what it wrote, and the shipped drafts for the rest.
type Library map[string]models.MessageText // by LibraryKey

// LibraryKey names a text in a library.
func LibraryKey(kind, language string) string { return kind + " " + language }

// NewLibrary puts the texts of a centre (the last version of each) over the shipped drafts.
func NewLibrary(own []models.MessageText) Library {
	l := Library{}
	for _, language := range models.ContactLanguages() {
		for _, kind := range models.MessageKinds {
			l[LibraryKey(kind, language.Code)] = Draft(language.Code, kind)
		}
	}
	for _, t := range own {
		l[LibraryKey(t.Kind, t.Language)] = t
	}
	return l
}

// Text is the text of a kind in a language; the zero text when there is none.
func (l Library) Text(kind, language string) models.MessageText { return l[LibraryKey(kind, language)] }

// Ready tells whether a kind of text may go in a language: a person of the centre has read the text and the words of the page.
func (l Library) Ready(kind, language string) bool {
	for _, k := range []string{kind, models.MessagePage} {
		t, known := l[LibraryKey(k, language)]
		if !known || !t.Ready(l.Text(k, "fr").Version) {
			return false
		}
	}
	return true
}

// Second is the language that stands beside the French: the person's when its text may go, else "fr".
func (l Library) Second(kind, language string) string {
	if language != "" && l.Ready(kind, language) {
		return language
	}
	return "fr"
}

// Facts are what a message says about a session, without any language.
type Facts struct {
	Title, Starts, Ends, Place, Room, Phone, Link string
	On                                            models.Date
	Bring                                         []string // models.BringCodes
}

// Recipient is to whom.
type Recipient struct{ Name, Language string }

// Compose writes a message in French and in the person's language when it may go. The SMS is in one language: two do not fit.
func (l Library) Compose(kind string, who Recipient, f Facts) (content models.MessageContent, language string) {
	language = l.Second(kind, who.Language)
	content = models.MessageContent{Name: who.Name, Link: f.Link, French: l.body(kind, "fr", who, f)}
	content.Subject = content.French.Title
	if language != "fr" {
		content.Theirs = l.body(kind, language, who, f)
		content.Subject += " · " + content.Theirs.Title
	}
	content.SMS = l.sms(kind, language, who, f)
	return content, language
}

func (l Library) sms(kind, language string, who Recipient, f Facts) string {
	values := l.values(language, who, f)
	values["date"] = models.FrenchDate(f.On)
	values["place"] = strings.Trim(f.Place+", "+f.Room, ", ")
	text := models.PlainSMS(Fill(l.Text(kind, language).Parts["sms"], values))
	if !models.MeasureSMS(text).Fits() {
		values["place"] = f.Place
		text = models.PlainSMS(Fill(l.Text(kind, language).Parts["sms"], values))
	}
	return text
}

// Fill is models.Fill without the spaces that an empty value leaves.
func Fill(text string, values map[string]string) string {
	text = models.Fill(text, values)
	for strings.Contains(text, "  ") {
		text = strings.ReplaceAll(text, "  ", " ")
	}
	return strings.TrimSpace(text)
}

func (l Library) body(kind, language string, who Recipient, f Facts) models.MessageBody {
	text, values := l.Text(kind, language), l.values(language, who, f)
	page := l.Text(models.MessagePage, language).Parts
	return models.MessageBody{Language: language, Title: Fill(text.Parts["subject"], values), Text: Fill(text.Parts["body"], values),
		Facts: l.Facts(language, f), Scan: page["scan"], WayLabel: page["way"]}
}

// Facts are the lines of a letter and of the person's page, in one language.
func (l Library) Facts(language string, f Facts) []models.MessageFact {
	if f.On == "" {
		return nil
	}
	page, values := l.Text(models.MessagePage, language).Parts, l.values(language, Recipient{}, f)
	facts := []models.MessageFact{{Icon: "calendar", Label: page["date"], Value: values["date"], Big: true},
		{Icon: "clock", Label: page["hour"], Value: hours(language, f.Starts) + " – " + hours(language, f.Ends), Big: true},
		{Icon: "map-pin", Label: page["place"], Value: strings.Trim(f.Place+", "+f.Room, ", ")},
		{Icon: "briefcase", Label: page["bring"], Value: values["bring"]}, {Icon: "phone", Label: page["phone"], Value: f.Phone}}
	return slices.DeleteFunc(facts, func(fact models.MessageFact) bool { return fact.Value == "" })
}

func (l Library) values(language string, who Recipient, f Facts) map[string]string {
	page := l.Text(models.MessagePage, language).Parts
	var bring []string
	for _, code := range f.Bring {
		if word := page["bring_"+code]; word != "" {
			bring = append(bring, word)
		}
	}
	return map[string]string{"name": who.Name, "title": f.Title, "date": LongDate(language, f.On), "hour": hours(language, f.Starts), "place": f.Place, "room": f.Room,
		"bring": strings.Join(bring, comma(language)), "phone": f.Phone, "link": f.Link}
}

// hours writes a time of the clock: « 9 h 30 » in French, 09:30 elsewhere.
func hours(language, clock string) string {
	if language == "fr" {
		return models.FrenchTime(clock)
	}
	return clock
}

func comma(language string) string {
	switch language {
	case "ar", "fa", "ps":
		return "، "
	case "ti":
		return "፣ "
	}
	return ", "
}
