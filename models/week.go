package models

// ConcernDays is how many days ahead « Ma semaine » looks.
const ConcernDays = 30

// Concerns are what waits for a decision among some sessions (ux.md §1.2, « Ma semaine »).
type Concerns struct {
	Conflicts int // pairs of sessions that share a room or a colleague at one time
	NoTrainer int // to come, without a colleague
	Waiting   int // to come, with people waiting and a free place
	ToClose   int
	Unsigned  int // over, with a presence that is not signed
}

// ConcernsOf counts them; cancelled sessions concern nobody.
func ConcernsOf(rows []SessionRow, today Date, clock string) Concerns {
	var c Concerns
	var coming []SessionRow
	for _, r := range rows {
		switch r.State(today, clock) {
		case SessionPlanned:
			coming = append(coming, r)
			if len(r.Trainers) == 0 {
				c.NoTrainer++
			}
			if r.Waiting > 0 && !r.Full() {
				c.Waiting++
			}
		case SessionToClose:
			c.ToClose++
		}
		if r.Status != SessionCancelled && r.Unsigned > 0 && r.OverAt(today, clock) {
			c.Unsigned++
		}
	}
	for i, r := range coming {
		for _, other := range coming[i+1:] {
			if r.OnDate == other.OnDate && Overlaps(r.StartsAt, r.EndsAt, other.StartsAt, other.EndsAt) && sharesMeans(r, other) {
				c.Conflicts++
			}
		}
	}
	return c
}

// sharesMeans tells whether two sessions need the same room or the same colleague.
func sharesMeans(r, other SessionRow) bool {
	if r.Room != "" && Fold(r.Room) == Fold(other.Room) && Fold(r.Place) == Fold(other.Place) {
		return true
	}
	for _, u := range r.Trainers {
		for _, v := range other.Trainers {
			if u.PublicID == v.PublicID {
				return true
			}
		}
	}
	return false
}
