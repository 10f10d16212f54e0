package models

import (
	"cmp"
	"slices"
)

// overlapping tells whether a person attended two contacts at the same time, counting those under
// other enrolments: one hour has one funder. Contacts without a start time overlap nothing.
func overlapping(here, elsewhere []ContactFact) bool {
	type slot struct {
		date     Date
		from, to int
		counted  bool
	}
	var room [24]slot // most have fewer, and need no memory of their own
	slots := room[:0]
	add := func(contacts []ContactFact, counted bool) {
		for i := range contacts {
			c := &contacts[i]
			if from, to, ok := c.clock(); ok && c.Attended() {
				slots = append(slots, slot{c.Date, from, to, counted})
			}
		}
	}
	add(here, true)
	add(elsewhere, false)
	slices.SortFunc(slots, func(a, b slot) int {
		return cmp.Or(cmp.Compare(a.date, b.date), cmp.Compare(a.from, b.from))
	})
	for i, first := range slots {
		for _, next := range slots[i+1:] {
			if next.date != first.date || next.from >= first.to {
				break
			}
			if next.counted || first.counted {
				return true
			}
		}
	}
	return false
}

// clock gives the minutes of the day between which the contact lasted.
func (c *ContactFact) clock() (from, to int, ok bool) {
	if c.Start == "" {
		return 0, 0, false
	}
	from = clockMinutes(c.Start)
	to = from + c.Minutes
	if c.End != "" {
		to = clockMinutes(c.End)
	}
	return from, to, from >= 0 && to > from
}
