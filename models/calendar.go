package models

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// Views of the calendar of sessions.
const (
	CalendarWeek  = "semaine"
	CalendarMonth = "mois"
)

// CalendarFilter narrows the calendar of sessions; an empty field narrows nothing.
type CalendarFilter struct {
	Place, Room string // as lists write them, compared without case and accents
	Trainer     string // public id, CalendarNobody for sessions nobody gives
	Programme   string
}

// CalendarNobody is the trainer of sessions that have none.
const CalendarNobody = "personne"

// CalendarFilterOf reads a filter from the values of an address.
func CalendarFilterOf(values url.Values) CalendarFilter {
	get := func(name string) string { return strings.TrimSpace(values.Get(name)) }
	return CalendarFilter{Place: get("lieu"), Room: get("local"), Trainer: get("formation"), Programme: get("dispositif")}
}

// Values is the filter as an address writes it, empty fields left out.
func (f CalendarFilter) Values() url.Values {
	values := url.Values{}
	for name, value := range map[string]string{"lieu": f.Place, "local": f.Room, "formation": f.Trainer, "dispositif": f.Programme} {
		if value != "" {
			values.Set(name, value)
		}
	}
	return values
}

// Keeps tells whether a session passes the filter.
func (f CalendarFilter) Keeps(r SessionRow) bool {
	switch {
	case f.Place != "" && Fold(f.Place) != Fold(r.Place), f.Room != "" && Fold(f.Room) != Fold(r.Room):
		return false
	case f.Programme != "" && f.Programme != r.Programme:
		return false
	case f.Trainer == "":
		return true
	case f.Trainer == CalendarNobody:
		return len(r.Trainers) == 0
	}
	return slices.ContainsFunc(r.Trainers, func(u User) bool { return u.PublicID == f.Trainer })
}

// CalendarDays are the days that a view shows around one of them: a week, Monday first, or the whole weeks of a month.
func CalendarDays(view string, day Date) []Date {
	first, last := day.Monday(), day.Monday().AddDays(6)
	if view == CalendarMonth {
		start := FirstOfMonth(day)
		first, last = start.Monday(), start.AddMonths(1).AddDays(-1).Monday().AddDays(6)
	}
	var days []Date
	for d := first; d <= last; d = d.AddDays(1) {
		days = append(days, d)
	}
	return days
}

// CalendarStep is a day of the view before (-1) or after (1).
func CalendarStep(view string, day Date, step int) Date {
	if view == CalendarMonth {
		return FirstOfMonth(day).AddMonths(step)
	}
	return day.Monday().AddDays(7 * step)
}

// FirstOfMonth is the first day of the month of d.
func FirstOfMonth(d Date) Date {
	t := d.Time()
	return DateOf(time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC))
}

// Halves of a day in the week of the calendar.
const (
	HalfMorning   = "matin"
	HalfAfternoon = "apres_midi"
	HalfEvening   = "soir"
)

// HalfOf is the part of the day in which a time of the clock falls.
func HalfOf(clock string) string {
	switch {
	case clock < "12:00":
		return HalfMorning
	case clock < "17:00":
		return HalfAfternoon
	}
	return HalfEvening
}

// MovedStart is when a session begins once it is moved to a part of the day: as before if it was in that part already, else at
// the hour at which that part usually begins.
func MovedStart(startsAt, half string) string {
	usual, known := map[string]string{HalfMorning: "09:00", HalfAfternoon: "13:30", HalfEvening: "17:30"}[half]
	if !known || HalfOf(startsAt) == half {
		return startsAt
	}
	return usual
}
