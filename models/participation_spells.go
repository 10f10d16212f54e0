package models

import (
	"cmp"
	"slices"
)

// Spell is a time during which a person attended: To is "" while it is open.
type Spell struct {
	From, To Date
	// Reason is that of the exit which closed it.
	Reason string
}

// Spells groups attended contacts and exits into periods (interchange.md §2): an attended contact
// opens a spell, an exit closes it; a contact on the day of the exit belongs to the spell it
// closes; of two exits without a contact between, the later counts. An exit before any attended
// contact closes nothing.
func Spells(contacts []ContactFact, exits []ExitFact) []Spell {
	var room [32]Date // most have fewer, and need no memory of their own
	days := attendedDays(room[:0], contacts)
	if len(exits) > 1 {
		exits = slices.SortedStableFunc(slices.Values(exits), func(a, b ExitFact) int { return cmp.Compare(a.Date, b.Date) })
	}
	var spells []Spell
	for _, exit := range exits {
		spells, days = openSpell(spells, days, exit.Date)
		if last := len(spells) - 1; last >= 0 {
			spells[last].To, spells[last].Reason = exit.Date, exit.Reason
		}
	}
	spells, _ = openSpell(spells, days, "9999-12-31")
	return spells
}

// openSpell consumes the attended days up to a date and opens a spell if there are any: every
// earlier spell is closed, since each exit is read in turn.
func openSpell(spells []Spell, days []Date, upTo Date) ([]Spell, []Date) {
	n := 0
	for n < len(days) && days[n] <= upTo {
		n++
	}
	if n > 0 {
		spells = append(spells, Spell{From: days[0]})
	}
	return spells, days[n:]
}

// attendedDays lists the days on which the person attended, in order, each once, in the room of days.
func attendedDays(days []Date, contacts []ContactFact) []Date {
	for i := range contacts {
		if c := &contacts[i]; c.Attended() && c.Date != "" {
			days = append(days, c.Date)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}
