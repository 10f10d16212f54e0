package models

import "strings"

// AttendanceSheet is everything printed on an attendance sheet (reports.md §3.2), on paper and on screen alike.
type AttendanceSheet struct {
	Session   SessionRow
	People    []RegistrationRow // those with a place, in the order of names
	BlankRows int               // for people who come without a place
	URL       string            // address that reopens the roll call, "" when the installation has none
	PrintedOn Date
}

// BlankRows are the lines added under the names; a sheet without names gets more.
const (
	BlankRows      = 3
	BlankRowsAlone = 12
)

// Number is the number of the sheet, the same each time it is printed: « K7QD-M2PX ».
func (s AttendanceSheet) Number() string {
	id := strings.ToUpper(s.Session.PublicID)
	if len(id) < 8 {
		return id
	}
	return id[:4] + "-" + id[4:8]
}

// CoFunded tells whether the sheet carries the emblem and the statement of the Union.
func (s AttendanceSheet) CoFunded() bool { return s.Session.Funder == FunderFSE }

// HalfDay is a part of a session for which each person signs at the start and at the end.
type HalfDay string

// Half-days; a session within one of them is Whole.
const (
	Whole     HalfDay = "whole"
	Morning   HalfDay = "morning"
	Afternoon HalfDay = "afternoon"
)

// HalfDays cuts a session in two when it begins in the morning and goes on in the afternoon.
func (s Session) HalfDays() []HalfDay {
	if s.StartsAt < "12:00" && s.EndsAt > "14:00" {
		return []HalfDay{Morning, Afternoon}
	}
	return []HalfDay{Whole}
}

// Row is the number printed before the person at index i.
func (s AttendanceSheet) Row(i int) int { return i + 1 }

// Minutes are those a person attended, by the rule of the module, signed or not.
func (s AttendanceSheet) Minutes(r RegistrationRow) int {
	n := s.Session
	return CountedMinutes(n.Counting, r.Attendance, r.Minutes, n.ModuleMinutes, n.StartsAt, n.EndsAt)
}
