package models

import (
	"cmp"
	"slices"
)

// Whose time is taken, in the order in which a clash is told.
const (
	TakenColleague   = "colleague"
	TakenPerson      = "person"
	TakenLocation    = "location"
	TakenInterpreter = "interpreter"
)

// Taken is a time of a day at which the colleague, the person, the location or the interpreter of an appointment is not free.
// Clocks are local ("09:30"), the end excluded.
type Taken struct {
	OnDate       Date
	Starts, Ends string
	Whose        string
}

// Slot is a day and a clock at which something may begin.
type Slot struct {
	OnDate   Date
	StartsAt string
}

// Opening hours between which a free slot is offered. An appointment may be planned at any other hour: these only bound
// what Jalon proposes by itself.
const (
	openingTime  = "08:30"
	lunchBegins  = "12:30"
	lunchEnds    = "13:00"
	closingTime  = "17:00"
	slotStep     = 30 // minutes between two offers
	sameDayOffer = 3
	laterOffer   = 3
	OfferDays    = 14 // a free slot is looked for that many days ahead
)

// FirstClash is the index of the first time taken that keeps an appointment from its slot, -1 when it is free. A location
// refuses only when seats colleagues are there already, 0 = never.
func FirstClash(a Appointment, times []Taken, seats int) int {
	for i, t := range times {
		if t.Whose != TakenLocation && t.OnDate == a.OnDate && Overlaps(a.StartsAt, a.EndsAt(), t.Starts, t.Ends) {
			return i
		}
	}
	there := slices.DeleteFunc(slices.Clone(times), func(t Taken) bool {
		return t.Whose != TakenLocation || t.OnDate != a.OnDate || !Overlaps(a.StartsAt, a.EndsAt(), t.Starts, t.Ends)
	})
	if seats == 0 || MostAtOnce(there) < seats {
		return -1
	}
	return slices.Index(times, there[0])
}

// MostAtOnce is the largest number of times of one day that share a minute.
func MostAtOnce(times []Taken) int {
	most := 0
	for _, t := range times { // the largest number is reached when one of them begins
		at := 0
		for _, other := range times {
			if other.Starts <= t.Starts && t.Starts < other.Ends {
				at++
			}
		}
		most = max(most, at)
	}
	return most
}

// FreeSlots are the times to offer instead of the one that was refused: the nearest of that day, then the nearest to that
// hour on the following working days. today and clock are now: nothing is offered in the past.
func FreeSlots(a Appointment, times []Taken, seats int, today Date, clock string) []Slot {
	var offers []Slot
	later := 0
	for i := 0; i <= OfferDays && later < laterOffer; i++ {
		day := a.OnDate.AddDays(i)
		if !WorkingDay(day) {
			continue
		}
		free := freeStarts(a, day, times, seats, today, clock)
		count := min(sameDayOffer, len(free))
		if i > 0 {
			count = min(1, len(free))
			later += count
		}
		free = free[:count]
		slices.Sort(free)
		for _, start := range free {
			offers = append(offers, Slot{day, start})
		}
	}
	return offers
}

// freeStarts are the clocks of one day at which the appointment could begin, the nearest to the one asked for first.
func freeStarts(a Appointment, day Date, times []Taken, seats int, today Date, clock string) []string {
	asked := clockMinutes(a.StartsAt)
	var free []string
	for start := clockMinutes(openingTime); start+a.Minutes <= clockMinutes(closingTime); start += slotStep {
		planned := a
		planned.OnDate, planned.StartsAt = day, EndOf("00:00", start)
		past := day < today || day == today && planned.StartsAt <= clock
		if !past && !overLunch(planned) && FirstClash(planned, times, seats) < 0 {
			free = append(free, planned.StartsAt)
		}
	}
	distance := func(start string) int { return max(clockMinutes(start)-asked, asked-clockMinutes(start)) }
	slices.SortStableFunc(free, func(x, y string) int { return cmp.Compare(distance(x), distance(y)) })
	return free
}

// overLunch: an appointment that fits into a half-day is not offered over lunch.
func overLunch(a Appointment) bool {
	halfDay := clockMinutes(lunchBegins) - clockMinutes(openingTime)
	return a.Minutes <= halfDay && Overlaps(a.StartsAt, a.EndsAt(), lunchBegins, lunchEnds)
}

// shortestGap is the shortest free time that is shown as one, in minutes.
const shortestGap = 30

// Gaps are the free times of a day within the opening hours, from a clock on ("" = the whole day).
func Gaps(day Date, times []Taken, from string) []Taken {
	var gaps []Taken
	for _, half := range [][2]string{{openingTime, lunchBegins}, {lunchEnds, closingTime}} {
		begin := max(half[0], nextStep(from))
		busy := append([]Taken{{OnDate: day, Starts: half[1], Ends: half[1]}}, times...)
		slices.SortStableFunc(busy, func(x, y Taken) int { return cmp.Compare(x.Starts, y.Starts) })
		for _, t := range busy {
			if t.OnDate != day || t.Ends < begin {
				continue
			}
			if end := min(t.Starts, half[1]); clockMinutes(end)-clockMinutes(begin) >= shortestGap {
				gaps = append(gaps, Taken{OnDate: day, Starts: begin, Ends: end})
			}
			if begin = max(begin, t.Ends); begin >= half[1] {
				break
			}
		}
	}
	return gaps
}

// nextStep rounds a clock up to the quarter of an hour.
func nextStep(clock string) string {
	minutes := clockMinutes(clock)
	if minutes < 0 {
		return ""
	}
	return EndOf("00:00", (minutes+14)/15*15)
}
