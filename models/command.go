package models

import (
	"slices"
	"strings"
)

// Verbs of the palette (ux.md T10): what may be done with a person whose name follows.
const (
	VerbFollowUp    = "followup"
	VerbAppointment = "appointment"
	VerbEnrol       = "enrol"
	VerbBriefing    = "briefing"
)

// Verbs lists them in the order the palette offers them.
var Verbs = []string{VerbFollowUp, VerbAppointment, VerbEnrol, VerbBriefing}

var verbWords = map[string]string{"suivi": VerbFollowUp, "encoder": VerbFollowUp, "rdv": VerbAppointment, "rendezvous": VerbAppointment,
	"inscrire": VerbEnrol, "inscription": VerbEnrol, "fiche": VerbBriefing}

// Command is what was typed in the palette: a verb, "" without one, and what is looked for.
type Command struct{ Verb, Text string }

// ParseCommand reads « suivi haddad ». A verb is a whole word and something follows it, so that no name is taken for one
// while it is typed.
func ParseCommand(text string) Command {
	text = strings.TrimSpace(text)
	first, rest, _ := strings.Cut(text, " ")
	verb, known := verbWords[Fold(strings.ReplaceAll(first, "-", ""))]
	if rest = strings.TrimSpace(rest); known && rest != "" {
		return Command{Verb: verb, Text: rest}
	}
	return Command{Text: text}
}

// Called tells whether every word typed begins a word of a label, whatever its accents: « sea cv » finds « Séance CV ».
func Called(label, typed string) bool {
	wanted := NameWords(typed)
	if len(wanted) == 0 || len([]rune(strings.Join(wanted, ""))) < 2 {
		return false
	}
	words := NameWords(label)
	for _, begin := range wanted {
		if !slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, begin) }) {
			return false
		}
	}
	return true
}
