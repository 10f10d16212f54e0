package models

import (
	"cmp"
	"slices"
)

// How the minutes of a session are counted: a property of its module.
const (
	CountClock    = "horloge" // the minutes recorded for the person, else end − start
	CountFixed    = "fixe"    // the minutes of the module
	CountDuration = "duree"   // end − start
)

// CountedMinutes is the time a place in a session counts for. recorded is nil when no minutes were
// recorded for the person, moduleMinutes when the module has none; start and end are HH:MM. Whoever did not attend gets 0, always.
func CountedMinutes(counting, presence string, recorded, moduleMinutes *int, start, end string) int {
	if presence != "present" && presence != "retard" {
		return 0
	}
	switch {
	case counting == CountFixed && moduleMinutes != nil:
		return *moduleMinutes
	case counting != CountFixed && counting != CountDuration && recorded != nil:
		return *recorded
	default:
		return clockSpan(start, end)
	}
}

// clockSpan is the number of minutes between two HH:MM times, 0 when one is unknown or they are
// the wrong way round.
func clockSpan(start, end string) int {
	if start == "" || end == "" {
		return 0
	}
	from, to := clockMinutes(start), clockMinutes(end)
	if from < 0 || to < from {
		return 0
	}
	return to - from
}

// HoursLine is the time of one enrolment in one category and month, in minutes.
type HoursLine struct {
	Category string
	Month    string // AAAA-MM
	Planned  int
	Signed   int
}

// hoursByMonth adds up planned and signed minutes, by month then category. Steps without the
// person are not participant hours and appear nowhere.
func hoursByMonth(contacts []ContactFact) []HoursLine {
	var room [16]HoursLine // most have fewer, and need no more memory than they fill
	lines := room[:0]
	for i := range contacts {
		c := &contacts[i]
		if c.Mode == "demarche" || len(c.Date) < 7 {
			continue
		}
		line := hoursLine(&lines, c.HoursCategory(), string(c.Date[:7]))
		line.Planned += c.plannedMinutes()
		line.Signed += c.SignedMinutes()
	}
	slices.SortFunc(lines, func(a, b HoursLine) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.Category, b.Category))
	})
	return append([]HoursLine(nil), lines...)
}

// hoursLine finds or makes the line of a category and month: an enrolment has few, so a scan is
// cheaper than a map.
func hoursLine(lines *[]HoursLine, category, month string) *HoursLine {
	for i := range *lines {
		if line := &(*lines)[i]; line.Category == category && line.Month == month {
			return line
		}
	}
	*lines = append(*lines, HoursLine{Category: category, Month: month})
	return &(*lines)[len(*lines)-1]
}

// signedTime is the total of signed minutes and the number of distinct days they lie on.
func signedTime(contacts []ContactFact) (minutes, days int) {
	var room [32]Date // most have fewer, and need no memory of their own
	signed := room[:0]
	for i := range contacts {
		if c := &contacts[i]; c.Attended() && c.Signed {
			minutes += c.Minutes
			signed = append(signed, c.Date)
		}
	}
	slices.Sort(signed)
	return minutes, len(slices.Compact(signed))
}
