package models

import (
	"cmp"
	"slices"
)

// ModuleRate is how a module filled and was attended in some days. Attendance is what was marked, never what was registered (ux.md E3).
type ModuleRate struct {
	Title      string
	Programme  string
	Sessions   int
	Capacity   int // of the sessions that have one
	Registered int // in those
	Attended   int // present or late
	Marked     int // present, late, excused or absent
}

// Fill is the share of the places that were taken, in per cent; -1 when no session had a capacity.
func (r ModuleRate) Fill() int { return share(r.Registered, r.Capacity) }

// Attendance is the share of presences among what was marked, in per cent; -1 when nothing was.
func (r ModuleRate) Attendance() int { return share(r.Attended, r.Marked) }

// share is part of whole in per cent, rounded; -1 of nothing.
func share(part, whole int) int {
	if whole == 0 {
		return -1
	}
	return (200*part + whole) / (2 * whole)
}

// ModuleRates adds up sessions module by module, the module with most sessions first. Cancelled sessions are left out; a session of
// no module counts under its title.
func ModuleRates(rows []SessionRow) []ModuleRate {
	at := map[string]int{}
	var all []ModuleRate
	for _, r := range rows {
		if r.Status == SessionCancelled {
			continue
		}
		title := r.ModuleTitle
		if title == "" {
			title = r.Title
		}
		i, known := at[r.Programme+title]
		if !known {
			i = len(all)
			at[r.Programme+title] = i
			all = append(all, ModuleRate{Title: title, Programme: r.Programme})
		}
		m := &all[i]
		m.Sessions++
		if r.Capacity != nil {
			m.Capacity, m.Registered = m.Capacity+*r.Capacity, m.Registered+r.Registered
		}
		m.Attended, m.Marked = m.Attended+r.Attended, m.Marked+r.Attended+r.ExcusedCount+r.AbsentCount
	}
	slices.SortStableFunc(all, func(x, y ModuleRate) int { return cmp.Or(y.Sessions-x.Sessions, cmp.Compare(x.Title, y.Title)) })
	return all
}

// TrainerMonth is what a colleague gave in a month: sessions that are over, and their length on the clock.
type TrainerMonth struct {
	Trainer  User
	Month    Date // its first day
	Sessions int
	Minutes  int
}

// TrainerHours adds up the sessions that are over, by colleague and month: the latest month first, then by name. Two colleagues who
// give a session together both gave all of it.
func TrainerHours(rows []SessionRow, today Date, clock string) []TrainerMonth {
	type key struct {
		user  string
		month Date
	}
	at := map[key]int{}
	var all []TrainerMonth
	for _, r := range rows {
		if r.Status == SessionCancelled || !r.OverAt(today, clock) {
			continue
		}
		for _, u := range r.Trainers {
			k := key{u.PublicID, FirstOfMonth(r.OnDate)}
			i, known := at[k]
			if !known {
				i = len(all)
				at[k] = i
				all = append(all, TrainerMonth{Trainer: u, Month: k.month})
			}
			all[i].Sessions++
			all[i].Minutes += r.Span()
		}
	}
	slices.SortFunc(all, func(x, y TrainerMonth) int {
		return cmp.Or(cmp.Compare(y.Month, x.Month), cmp.Compare(Fold(x.Trainer.Name), Fold(y.Trainer.Name)), cmp.Compare(x.Trainer.PublicID, y.Trainer.PublicID))
	})
	return all
}
