package models

import (
	"slices"
	"strings"
	"unicode"
)

// MostInContact is how many persons one contact may be of: a family, a small group. More is a collective session.
const MostInContact = 12

// CheckGroup says what is wrong with a contact of several persons. Its note and its next step go to the file of each,
// so they may name none of them.
func CheckGroup(persons, names []string, note, nextStep string) Problems {
	problems := Problems{}
	if len(persons) > MostInContact {
		problems.Add("persons", "followup.group.too_many", "Max", MostInContact)
	}
	for i, person := range persons {
		if slices.Contains(persons[:i], person) {
			problems.Add("persons", "followup.group.twice")
		}
	}
	if NamesOneOf(note, names) {
		problems.Add("note", "followup.group.named")
	}
	if NamesOneOf(nextStep, names) {
		problems.Add("next_step", "followup.group.named")
	}
	return problems
}

// NamesOneOf tells whether a text holds, as a word of its own, a word of three letters or more of one of the names.
func NamesOneOf(text string, names []string) bool {
	cut := func(s string) []string {
		return strings.FieldsFunc(Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	}
	said := cut(text)
	for _, name := range names {
		for _, word := range cut(name) {
			if len([]rune(word)) >= 3 && slices.Contains(said, word) {
				return true
			}
		}
	}
	return false
}
