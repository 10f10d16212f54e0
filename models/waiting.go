package models

import (
	"cmp"
	"slices"
)

// Waiter is somebody on a waiting list, as the rule looks at them.
type Waiter struct {
	Registration string `db:"id"`
	Audience     string `db:"audience"`
	Referral     string `db:"referral"`
	Queue        int    `db:"queue"`  // order of the requests
	Missed       int    `db:"missed"` // offers for this session that nobody answered
	Waited       int    `db:"waited"` // past sessions of the module they waited for in vain, or that were cancelled on them
	Offered      bool   `db:"offered"`
	Obliged      bool   `db:"-"` // the module is compulsory for them
	Rank         int    `db:"-"` // 1 = first in line
}

// RankWaiting puts a waiting list in its published order (docs/decisions/2026-11-23-waiting-list.md): who left an offer
// unanswered comes after the others; then those for whom the module is compulsory; then who waited most often for this
// module without getting a place; then the order of the requests. programme is the session's.
func RankWaiting(programme string, list []Waiter) []Waiter {
	ranked := slices.Clone(list)
	for i := range ranked {
		ranked[i].Obliged = programme == M4H && ranked[i].Audience == PublicObliged
	}
	slices.SortFunc(ranked, func(a, b Waiter) int {
		return cmp.Or(cmp.Compare(a.Missed, b.Missed), first(a.Obliged, b.Obliged), cmp.Compare(b.Waited, a.Waited),
			cmp.Compare(a.Queue, b.Queue), cmp.Compare(a.Registration, b.Registration))
	})
	for i := range ranked {
		ranked[i].Rank = i + 1
	}
	return ranked
}

// first puts those who are before those who are not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// NextInLine is who of a ranked list the free places go to, by registration: somebody with an offer has theirs held already, and whom
// no free place is for lets the next one pass.
func NextInLine(ranked []Waiter, seating Seating) map[string]bool {
	seating.Quotas = slices.Clone(seating.Quotas)
	next := map[string]bool{}
	for _, w := range ranked {
		if seating.Capacity != NoLimit && seating.Free() == 0 {
			break
		}
		if !w.Offered && seating.Room(w.Audience, w.Referral) {
			next[w.Registration] = true
			seating.Seat(w.Audience, w.Referral, 1)
		}
	}
	return next
}
