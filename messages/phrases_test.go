package messages

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	"jalon/models"
)

// scripts tells what each language is written in: a phrase pasted into the wrong file is found here.
var scripts = map[string]*unicode.RangeTable{"ar": unicode.Arabic, "fa": unicode.Arabic, "ps": unicode.Arabic, "ti": unicode.Ethiopic, "uk": unicode.Cyrillic,
	"en": unicode.Latin, "es": unicode.Latin, "tr": unicode.Latin, "sq": unicode.Latin, "so": unicode.Latin}

// Every language of contact says the same things, whole, in its own script.
func TestEveryLanguageIsWhole(t *testing.T) {
	english, _ := Phrases("en")
	keys := slices.Sorted(maps.Keys(english.Texts))
	for _, language := range models.ContactLanguages() {
		book, known := Phrases(language.Code)
		if known == (language.Code == "fr") {
			t.Errorf("%s: has a book %v", language.Code, known)
		}
		if language.Code == "fr" {
			continue
		}
		if got := slices.Sorted(maps.Keys(book.Texts)); !slices.Equal(got, keys) {
			t.Errorf("%s: keys %v, want %v", language.Code, got, keys)
		}
		if book.Version < 1 {
			t.Errorf("%s: version %d", language.Code, book.Version)
		}
		for key, text := range book.Texts {
			inScript := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(scripts[language.Code], r) })
			if text != strings.TrimSpace(text) || !inScript || strings.ContainsFunc(text, unicode.IsControl) {
				t.Errorf("%s %s: %q", language.Code, key, text)
			}
		}
	}
	for _, goal := range models.StandardGoals {
		if english.Text("goal."+goal) == "" {
			t.Errorf("no phrase for the standard goal %s", goal)
		}
	}
}

// A phrase said twice in one book is a slip of the pen.
func TestNoPhraseTwice(t *testing.T) {
	entries, err := fs.ReadDir(files, "phrases")
	if err != nil || len(entries) != len(models.ContactLanguages())-1 {
		t.Fatalf("%d books, %v", len(entries), err)
	}
	for _, e := range entries {
		code := strings.TrimSuffix(e.Name(), ".toml")
		book, known := Phrases(code)
		if !known {
			t.Errorf("%s is no language of contact", e.Name())
		}
		said := map[string]string{}
		for key, text := range book.Texts {
			if other, twice := said[text]; twice {
				t.Errorf("%s: %s and %s are both %q", code, key, other, text)
			}
			said[text] = key
		}
	}
}

// Until somebody of a centre has read a translation again, the paper says so.
func TestReview(t *testing.T) {
	if !(Phrasebook{}).ToReview() || (Phrasebook{Reviewed: "2027-01-15, A. B."}).ToReview() {
		t.Error("the mention follows the review")
	}
}
