package models

// SessionMinutes is the time a place in a session gives to the person's hours: CountedMinutes by the rule of the
// module, and only when the presence is signed (product.md §3, rule 4). Planned, excused, absent and unsigned count
// nothing. clock holds the minutes recorded for the person, moduleMinutes those of the module; start and end are HH:MM.
func SessionMinutes(counting, start, end string, clock, moduleMinutes *int, attendance string, signed bool) int {
	if !signed {
		return 0
	}
	return CountedMinutes(counting, attendance, clock, moduleMinutes, start, end)
}

// HoursOf is the signed time of a place, in minutes.
func (s SessionRow) HoursOf(r Registration) int {
	return SessionMinutes(s.Counting, s.StartsAt, s.EndsAt, r.Minutes, s.ModuleMinutes, r.Attendance, r.Signed)
}
