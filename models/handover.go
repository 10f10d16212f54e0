package models

import (
	"cmp"
	"slices"
)

// Kinds of passation.
const (
	HandoverForGood = "definitif"  // the people change colleague on a date
	HandoverCover   = "couverture" // somebody stands in until a date; the absent colleague keeps the file
)

// Ways of sharing people out.
const (
	SpreadOne  = "un"       // all to one colleague
	SpreadEven = "parts"    // as many to each
	SpreadHand = "personne" // one by one
)

// HandoverUndoDays is how long a passation may be undone.
const HandoverUndoDays = 7

// HandoverPerson is somebody who is handed over, and what goes with them.
type HandoverPerson struct {
	ParticipantID string
	Person        string // public id
	FamilyName    string
	GivenName     string
	Programmes    []string // codes of the dispositifs in which the colleague accompanies them
	Operations    []string // operations of all their enrolments
	Accompanying  []string // ids of other colleagues who accompany them already
	NextOn        Date     // next appointment with the colleague, "" without
	Appointments  int      // to come, with the colleague
	Tasks         int      // open, of the colleague
}

// Name is the person's as lists write it.
func (p HandoverPerson) Name() string { return ListName(p.FamilyName, p.GivenName) }

// HandoverReceiver is a colleague who may receive people.
type HandoverReceiver struct {
	UserID     string
	Operations []string // empty = no restriction
	Load       int      // people already accompanied
}

// MayReceive tells whether the colleague could open the file: one who is paid by some operations sees their people only.
func (r HandoverReceiver) MayReceive(p HandoverPerson) bool {
	return len(r.Operations) == 0 || slices.ContainsFunc(p.Operations, func(o string) bool { return slices.Contains(r.Operations, o) })
}

// Spread shares people out between colleagues in parts as equal as can be: first to who accompanies the person already, then
// dispositif by dispositif to who has received least, and among those to who accompanies fewest. A person whom nobody may receive
// goes to nobody. The answer is person (public id) → user id, the same for the same question.
func Spread(people []HandoverPerson, receivers []HandoverReceiver) map[string]string {
	order := inOrderOfChoice(people, receivers)
	received, to := map[string]int{}, map[string]string{}
	share := 0
	if len(receivers) > 0 {
		share = (len(people) + len(receivers) - 1) / len(receivers)
	}
	give := func(p HandoverPerson, only func(HandoverReceiver) bool) {
		var best *HandoverReceiver
		for i, r := range receivers {
			if !r.MayReceive(p) || !only(r) {
				continue
			}
			if best == nil || cmp.Or(cmp.Compare(received[r.UserID], received[best.UserID]), cmp.Compare(r.Load, best.Load)) < 0 {
				best = &receivers[i]
			}
		}
		if best != nil {
			to[p.Person] = best.UserID
			received[best.UserID]++
		}
	}
	for _, p := range order {
		give(p, func(r HandoverReceiver) bool {
			return slices.Contains(p.Accompanying, r.UserID) && received[r.UserID] < share
		})
	}
	for _, p := range order {
		if to[p.Person] == "" {
			give(p, func(HandoverReceiver) bool { return true })
		}
	}
	return to
}

// inOrderOfChoice puts first who has fewest colleagues to go to, then dispositif by dispositif and by name.
func inOrderOfChoice(people []HandoverPerson, receivers []HandoverReceiver) []HandoverPerson {
	choices := map[string]int{}
	for _, p := range people {
		for _, r := range receivers {
			if r.MayReceive(p) {
				choices[p.Person]++
			}
		}
	}
	order := slices.Clone(people)
	slices.SortStableFunc(order, func(a, b HandoverPerson) int {
		return cmp.Or(cmp.Compare(choices[a.Person], choices[b.Person]), slices.Compare(a.Programmes, b.Programmes), cmp.Compare(a.Name(), b.Name()), cmp.Compare(a.Person, b.Person))
	})
	return order
}

// Handover is a passation: people of a colleague handed to others.
type Handover struct {
	ID        string  `db:"id"`
	PublicID  string  `db:"public_id"`
	CentreID  string  `db:"centre_id"`
	UserID    string  `db:"user_id"` // who hands over
	Kind      string  `db:"kind"`
	FromOn    Date    `db:"from_on"`
	UntilOn   Date    `db:"until_on"` // last day of a cover
	CreatedBy string  `db:"created_by"`
	CreatedAt Instant `db:"created_at"`
	UndoneAt  Instant `db:"undone_at"`

	To               map[string]string `db:"-"` // person (public id) → user id
	MoveAppointments bool              `db:"-"`
}

// CheckHandover says what is wrong with a passation as typed.
func CheckHandover(h Handover, today Date) Problems {
	problems := Problems{}
	switch {
	case !h.FromOn.Valid():
		problems.Add("from_on", "handover.problem.no_date")
	case h.FromOn < today:
		problems.Add("from_on", "handover.problem.past")
	case h.FromOn > today.AddDays(relayMaxDays):
		problems.Add("from_on", "handover.problem.far")
	}
	if h.Kind == HandoverCover {
		switch {
		case !h.UntilOn.Valid():
			problems.Add("until_on", "handover.problem.no_end")
		case h.UntilOn < h.FromOn:
			problems.Add("until_on", "handover.problem.end_before")
		case h.UntilOn > today.AddDays(relayMaxDays):
			problems.Add("until_on", "handover.problem.far")
		}
	}
	if len(h.To) == 0 {
		problems.Add("people", "handover.problem.nobody")
	}
	return problems
}

// MayUndo tells whether a passation may still be undone at that moment.
func (h Handover) MayUndo(now Instant) bool {
	return h.UndoneAt.IsZero() && now.Before(h.CreatedAt.AddDate(0, 0, HandoverUndoDays))
}
