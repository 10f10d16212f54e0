package models

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// Modes of a contact. A « démarche » is a step without the person: staff time, never participant hours
// (interchange.md §2).
const (
	ModeOffice         = "bureau"
	ModePhone          = "telephone"
	ModeVideo          = "visio"
	ModeAway           = "decentralise" // asks for the place
	ModeErrand         = "demarche"
	MaxFollowUpMinutes = 600
	maxNote            = 20_000 // characters
	maxLine            = 200
)

// FollowUpModes are the modes in the order shown; interchange.md §2.
var FollowUpModes = []string{ModeOffice, ModePhone, ModeAway, ModeVideo, ModeErrand}

// Presences are what became of a planned contact, in the order shown.
var Presences = []string{Present, Excused, Absent}

// NoteLevels are the reaches of a note, the widest first.
var NoteLevels = []string{NoteFile, NoteShared, NoteConfidence}

// Topics are the freins of domain.md §B, then the work itself; a topic imported under another word is kept as it is.
var Topics = []string{"langue", "diplome", "equivalence", "experience", "titre_sejour", "mobilite", "garde_enfants", "logement", "sante",
	"dettes", "numerique", "discrimination", "reseau", "marche", "confiance", "famille", "CV", "recherche_emploi", "projet"}

// RecentTopics is how many topics a counsellor used last come first (ux.md T1).
const RecentTopics = 8

// OrderTopics puts the topics of recent follow-ups (lists separated by ";", newest first) before the others.
func OrderTopics(recent []string) (first, others []string) {
	for _, list := range recent {
		for _, topic := range SplitList(list) {
			if len(first) < RecentTopics && slices.Contains(Topics, topic) && !slices.Contains(first, topic) {
				first = append(first, topic)
			}
		}
	}
	for _, topic := range Topics {
		if !slices.Contains(first, topic) {
			others = append(others, topic)
		}
	}
	return first, others
}

// Attended tells whether the person was there: only then does the contact open a participation.
func (f FollowUp) Attended() bool {
	return f.CancelledAt.IsZero() && f.Presence == Present && f.Mode != ModeErrand
}

// StaffTime tells whether the contact took the colleague's time: the person came, or the step was taken without them.
func (f FollowUp) StaffTime() bool { return f.CancelledAt.IsZero() && f.Presence == Present }

// EndsAt is when the contact ended, "" without a start.
func (f FollowUp) EndsAt() string {
	if f.StartsAt == "" {
		return ""
	}
	return EndOf(f.StartsAt, f.Minutes)
}

// HourMinutes is the time that counts as hours: attended and signed (product.md §3, rule 4).
func (f FollowUp) HourMinutes() int {
	if !f.Attended() || !f.Signed {
		return 0
	}
	return f.Minutes
}

// CheckFollowUp says what is wrong with a follow-up of an operation as typed. What the person or the colleague already
// does at that time is the store's to find.
func CheckFollowUp(f FollowUp, o Operation, today Date, zone *time.Location) Problems {
	problems := Problems{}
	checkContactDay(problems, f.OnDate, o, today)
	if f.StartsAt != "" && f.OnDate.Valid() && !ClockExists(f.OnDate, f.StartsAt, zone) {
		problems.Add("starts_at", "time.no_such_time")
	}
	if f.StartsAt != "" && clockMinutes(f.StartsAt)+f.Minutes > 24*60 {
		problems.Add("starts_at", "followup.problem.midnight")
	}
	if f.Minutes < 1 && f.Presence == Present || f.Minutes < 0 || f.Minutes > MaxFollowUpMinutes { // an absence may have lasted nothing
		problems.Add("minutes", "followup.problem.minutes")
	}
	oneOfCodes(problems, "mode", f.Mode, FollowUpModes, "followup.problem.mode")
	oneOfCodes(problems, "presence", f.Presence, Presences, "followup.problem.presence")
	if f.Mode == ModeAway && strings.TrimSpace(f.Place) == "" {
		problems.Add("place", "followup.problem.place")
	}
	for _, topic := range SplitList(f.Topics) {
		checkShortText(problems, "topics", topic)
	}
	checkShortText(problems, "place", f.Place)
	checkShortText(problems, "next_step", f.NextStep)
	return problems
}

func checkContactDay(problems Problems, day Date, o Operation, today Date) {
	switch {
	case !day.Valid():
		problems.Add("date", "date.required")
	case day > today:
		problems.Add("date", "date.future")
	case o.StartsOn != "" && day < o.StartsOn:
		problems.Add("date", "followup.problem.before_operation", "Start", FrenchDate(o.StartsOn))
	case o.EndsOn != "" && day > o.EndsOn:
		problems.Add("date", "followup.problem.after_operation", "End", FrenchDate(o.EndsOn))
	}
}

func oneOfCodes(problems Problems, field, code string, codes []string, key string) {
	if !slices.Contains(codes, code) {
		problems.Add(field, key)
	}
}

// checkShortText holds a line to a length that can be read and to characters that can be seen.
func checkShortText(problems Problems, field, text string) {
	if len([]rune(text)) > maxLine || strings.ContainsFunc(text, notInName) {
		problems.Add(field, "followup.problem.line", "Max", maxLine)
	}
}

// CheckNote says what is wrong with a note: an unknown level, nobody to share it with, too long a text.
func CheckNote(n Note) Problems {
	problems := Problems{}
	oneOfCodes(problems, "level", n.Level, NoteLevels, "followup.problem.level")
	if n.Level == NoteShared && n.Body != "" && len(n.Readers) == 0 {
		problems.Add("readers", "followup.problem.readers")
	}
	hidden := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }
	if len([]rune(n.Body)) > maxNote || strings.ContainsFunc(n.Body, hidden) {
		problems.Add("note", "followup.problem.note", "Max", FrenchNumber(maxNote))
	}
	return problems
}

// KindOfNote is the kind of object of the policy that a note of that level is.
func KindOfNote(level string) string {
	switch level {
	case NoteFile:
		return KindNote
	case NoteShared:
		return KindNoteShared
	case NoteConfidence:
		return KindNoteConfidence
	}
	return ""
}
