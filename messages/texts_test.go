package messages

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"jalon/models"
)

// Every draft says all there is to say, names what it must, in sentences of twelve words at most (FALC), in its own script.
func TestDraftsAreWhole(t *testing.T) {
	sentence := regexp.MustCompile(`[.!?።؟]+\s+|\n`)
	for _, language := range models.ContactLanguages() {
		if got := slices.Sorted(maps.Keys(drafts()[language.Code])); !slices.Equal(got, slices.Sorted(slices.Values(models.MessageKinds))) {
			t.Errorf("%s: kinds %v", language.Code, got)
		}
		for _, kind := range models.MessageKinds {
			text := Draft(language.Code, kind)
			if got, want := slices.Sorted(maps.Keys(text.Parts)), slices.Sorted(slices.Values(MessageParts(kind))); !slices.Equal(got, want) {
				t.Errorf("%s %s: parts %v, want %v", language.Code, kind, got, want)
			}
			for field, problem := range models.CheckMessageParts(kind, text.Parts, MessageParts(kind)) {
				t.Errorf("%s %s.%s: %s %v", language.Code, kind, field, problem.Key, problem.Args)
			}
			for name, part := range text.Parts {
				for _, s := range sentence.Split(part, -1) {
					if n := len(strings.Fields(s)); n > 12 {
						t.Errorf("%s %s.%s: %d words: %s", language.Code, kind, name, n, s)
					}
				}
				if script := scripts[language.Code]; script != nil && !strings.ContainsFunc(part, func(r rune) bool { return unicode.Is(script, r) }) {
					t.Errorf("%s %s.%s is in another script: %s", language.Code, kind, name, part)
				}
			}
		}
	}
}

// A short message stays within two parts, with an address and a place of an ordinary length.
func TestShortMessagesFit(t *testing.T) {
	facts := Facts{Title: "CV", On: "2026-12-01", Starts: "09:00", Ends: "12:00", Place: "Rue Rogier 71, Namur", Room: "B12", Phone: "081 12 34 56", Link: "https://jalon.exemple.be/p/abcdefghijklmnopqrstuvwxyz"}
	for _, language := range models.ContactLanguages() {
		for _, kind := range models.MessageKinds[:7] {
			library := reviewed(language.Code)
			content, second := library.Compose(kind, Recipient{Name: "Amina Haddad", Language: language.Code}, facts)
			length := models.MeasureSMS(content.SMS)
			if second != language.Code || !length.Fits() || strings.ContainsAny(content.SMS, "{}") {
				t.Errorf("%s %s in %s: %+v %s", language.Code, kind, second, length, content.SMS)
			}
			if language.Code == "fr" && length.Unicode {
				t.Errorf("French outside the alphabet of GSM: %s", content.SMS)
			}
		}
	}
}

// reviewed is a library in which somebody read the texts of one language.
func reviewed(language string) Library {
	var own []models.MessageText
	for _, kind := range models.MessageKinds {
		text := Draft(language, kind)
		text.ReviewedBy, text.Version = "Claire", 1
		own = append(own, text)
	}
	if language == "fr" {
		own = nil
	}
	return NewLibrary(own)
}

// What nobody of the centre has read never leaves: neither a draft, nor a translation older than the French, nor a text whose page is a draft.
func TestUnreadTranslationsStay(t *testing.T) {
	facts, who := Facts{On: "2026-12-01", Starts: "09:00", Ends: "12:00"}, Recipient{Name: "Amina", Language: "ar"}
	changed := Draft("fr", models.MessageConvocation)
	changed.Version = 1
	read := Draft("ar", models.MessageConvocation)
	read.ReviewedBy, read.Version = "Claire", 1
	stale := reviewed("ar")
	stale[LibraryKey(models.MessageConvocation, "fr")] = changed
	for name, library := range map[string]Library{"draft": NewLibrary(nil), "older than the French": stale, "page not read": NewLibrary([]models.MessageText{read})} {
		content, language := library.Compose(models.MessageConvocation, who, facts)
		if language != "fr" || content.Theirs.Language != "" || strings.ContainsFunc(content.SMS+content.Subject, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
			t.Errorf("%s: %s %+v", name, language, content)
		}
	}
	content, language := reviewed("ar").Compose(models.MessageConvocation, who, facts)
	if language != "ar" || !strings.Contains(content.Theirs.Text, "Amina") || content.French.Text == "" {
		t.Errorf("read again: %s %+v", language, content)
	}
}

// Days are said in each language with Western digits.
func TestLongDates(t *testing.T) {
	for language, want := range map[string]string{"fr": "mardi 1er décembre 2026", "en": "Tuesday 1 December 2026", "es": "martes 1 de diciembre de 2026", "sq": "e martë, 1 dhjetor 2026",
		"uk": "вівторок, 1 грудня 2026", "ar": "الثلاثاء 1 ديسمبر 2026", "ti": "ሰሉስ 1 ታሕሳስ 2026", "tr": "1 Aralık 2026 Salı"} {
		if got := LongDate(language, "2026-12-01"); got != want {
			t.Errorf("%s: %q, want %q", language, got, want)
		}
	}
	for language, words := range calendars {
		days := strings.Fields(words.days)
		if strings.Contains(words.days, "|") {
			days = strings.Split(words.days, "|")
		}
		if len(days) != 7 || len(strings.Fields(words.months)) != 12 {
			t.Errorf("%s: %d days, %d months", language, len(days), len(strings.Fields(words.months)))
		}
	}
}
