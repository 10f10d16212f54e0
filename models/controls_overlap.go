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
	slots := make([]slot, 0, len(here)+len(elsewhere))
	add := func(contacts []ContactFact, counted bool) {
		for _, c := range contacts {
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
func (c ContactFact) clock() (from, to int, ok bool) {
	from = clockMinutes(c.Start)
	if from < 0 {
		return 0, 0, false
	}
	to = clockMinutes(c.End)
	if to < 0 {
		to = from + c.Minutes
	}
	return from, to, to > from
}
