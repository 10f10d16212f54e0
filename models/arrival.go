package models

import "strings"

// ArrivalMinutes is how long before and after its start people may say at the door of a session that they are there.
const ArrivalMinutes = 30

// TakesArrivals tells whether people may declare their arrival, given the local day and the clock of the centre.
func (s Session) TakesArrivals(today Date, clock string) bool {
	return s.Status == SessionPlanned && s.OnDate == today && minutesApart(clock, s.StartsAt) <= ArrivalMinutes
}

// Arrival is what a person types at the door.
type Arrival struct {
	Given string
	Birth BirthDate // a full date
}

// Is tells whether somebody of these names, born then, typed it. The first of several given names is enough, and the family
// name of a person who has no other; of a birth known by its year, only the year is compared.
func (a Arrival) Is(family, given string, birth BirthDate) bool {
	if given == "" {
		given = family
	}
	typed, whole := Fold(strings.TrimSpace(a.Given)), Fold(given)
	first, _, _ := strings.Cut(whole, " ")
	if typed == "" || typed != whole && typed != first || !a.Birth.Full() {
		return false
	}
	return a.Birth == birth || birth.YearOnly() && birth.Year() == a.Birth.Year()
}
