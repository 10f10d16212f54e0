package messages

import (
	"strings"
	"testing"
	"unicode"

	"jalon/models"
)

// Every language of contact has every phrase, in its own script.
func TestKioskPhrases(t *testing.T) {
	english, _ := KioskPhrases("en")
	if len(english.Texts) < 20 {
		t.Fatalf("%d phrases", len(english.Texts))
	}
	for _, language := range models.ContactLanguages() {
		book, known := KioskPhrases(language.Code)
		if known == (language.Code == "fr") {
			t.Errorf("%s: known %v", language.Code, known)
		}
		if language.Code == "fr" {
			continue
		}
		seen := map[string]string{}
		for key := range english.Texts {
			text := book.Text(key)
			if text == "" || seen[text] != "" || language.Code != "en" && text == english.Text(key) {
				t.Errorf("%s %s: %q, as %q", language.Code, key, text, seen[text])
			}
			seen[text] = key
			if !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(scripts[language.Code], r) }) {
				t.Errorf("%s %s: %q is not in its script", language.Code, key, text)
			}
		}
		if len(book.Texts) != len(english.Texts) {
			t.Errorf("%s: %d phrases of %d", language.Code, len(book.Texts), len(english.Texts))
		}
	}
}
