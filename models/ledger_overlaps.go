package models

import (
	"cmp"
	"slices"
	"strings"
)

// Overlap is one time spent twice: by a person who attended two contacts at once, or by a colleague who gave them.
type Overlap struct {
	First, Second LedgerEntry
	Minutes       int // shared
	Colleague     bool
}

// Twice tells whether two operations are charged with the same time.
func (o Overlap) Twice() bool { return o.First.OperationID != o.Second.OperationID }

// OverlapFinder finds what overlaps in entries that come ordered by owner (a person, or a colleague), day and start. Only the entries
// of one day are kept meanwhile.
type OverlapFinder struct {
	Found []Overlap
	// Colleague: the owners are colleagues, else persons.
	Colleague bool
	owner     string
	day       Date
	open      []LedgerEntry
}

// Add compares an entry with those of the same owner and day. One without clock times overlaps nothing.
func (o *OverlapFinder) Add(owner string, e LedgerEntry) {
	if owner != o.owner || e.Date != o.day {
		o.owner, o.day, o.open = owner, e.Date, o.open[:0]
	}
	from, to, timed := e.clock()
	if !timed {
		return
	}
	for _, before := range o.open {
		start, end, _ := before.clock()
		if shared := min(to, end) - max(from, start); shared > 0 {
			o.Found = append(o.Found, Overlap{First: before, Second: e, Minutes: shared, Colleague: o.Colleague})
		}
	}
	o.open = append(o.open, e)
}

// Who spent the time: the colleague, or the person as they may be named.
func (o Overlap) Who() string {
	if o.Colleague {
		return o.First.Staff
	}
	return o.First.Name()
}

// Line writes one side of an overlap: « 10:00–10:45, Suivi individuel, GTJ, Nadia ».
func (e LedgerEntry) Line() string {
	parts := []string{e.Start + "–" + e.End, cmp.Or(e.Title, e.HoursCategory()), e.Operation, e.Staff}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// Remedy says how to set the hour right. Its words belong to the workbook as well as to the page.
func (o Overlap) Remedy() string {
	switch {
	case o.Colleague:
		return "Corrigez l'heure de début ou la personne qui a donné l'un des deux ; une heure de travail n'a qu'une opération."
	case o.Twice():
		return "Deux opérations pour la même heure : corrigez l'heure de début, ou annulez le suivi ou la présence qui n'a pas eu lieu."
	}
	return "La même heure compte deux fois : corrigez l'heure de début, ou annulez le suivi ou la présence encodé deux fois."
}
