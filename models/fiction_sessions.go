package models

import (
	"fmt"
	"math/rand/v2"
	"sort"
	"time"
)

// takenPerPerson is the average number of places of a person in past sessions.
const takenPerPerson = 2.5

// planSessions lays sessions on a grid of mornings and afternoons, as many at a time as are needed for ten people in
// each. A trainer gives one at a time.
func (f *Fiction) planSessions() {
	r := f.random(0)
	wanted := max(48, int(float64(f.Persons)*takenPerPerson/10))
	halves := 2 * len(f.days)
	for n := range wanted {
		half := n * halves / wanted // spread over the whole time
		trainer := f.Trainers[n%len(f.Trainers)]
		f.addSession(r, f.days[half/2], half%2, n, trainer, true)
	}
	for n, day := range f.ahead {
		f.addSession(r, day, n%2, n, f.Trainers[n%len(f.Trainers)], false)
	}
}

// addSession takes the dispositifs in turn: the 4-hour module one time in four, then LLF, LLF and GTJ.
func (f *Fiction) addSession(r *rand.Rand, day Date, half, n int, trainer string, past bool) {
	rank := []int{0, 1, 2, 1}[n%4]
	operation := f.Operations[rank]
	module := f.moduleFor(r, operation.Programme)
	start := []int{9 * 60, 13*60 + 15}[half]
	s := Session{ID: f.id(), PublicID: f.publicID(), CentreID: f.CentreID, OperationID: operation.ID, ModuleID: &module.ID, Title: module.Title,
		OnDate: day, StartsAt: clockText(start), EndsAt: clockText(start + *module.Minutes), Place: "Namur", Operator: "CRI",
		Room: []string{"Salle Meuse", "Salle Sambre", "Salle Citadelle"}[n%3], Capacity: module.Capacity, Status: "planned", CreatedAt: f.created, Version: 1, SessionRule: module.Rule()}
	if operation.Programme == M4H && chance(r, 25) {
		s.Operator = "FOREM"
	}
	if past && day < f.To.AddDays(-3) {
		s.Status, s.ClosedAt = "closed", InstantOf(day.Time().Add(16*time.Hour))
		s.ClosedBy = &trainer
	}
	if past {
		f.given[rank] = append(f.given[rank], len(f.sessions))
	} else {
		f.toCome[rank] = append(f.toCome[rank], len(f.sessions))
	}
	f.sessions = append(f.sessions, FictionalSession{Session: s, Trainer: trainer})
}

// moduleFor draws a module of the dispositif; the 4-hour module is given in one part.
func (f *Fiction) moduleFor(r *rand.Rand, programme string) Module {
	var own []Module
	for _, m := range f.Modules {
		if m.Programme == programme && m.Minutes != nil && (programme != M4H || *m.Minutes >= 240) {
			own = append(own, m)
		}
	}
	return among(r, own)
}

func clockText(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// seat takes a place in a past session of the operation on a day the person is free, if possible while they are
// accompanied, else later; nil when there is none.
func (f *Fiction) seat(r *rand.Rand, rank int, days []Date, taken map[Date]bool) *FictionalSession {
	list := f.given[rank]
	from := sort.Search(len(list), func(i int) bool { return f.sessions[list[i]].Session.OnDate >= days[0] })
	until := sort.Search(len(list), func(i int) bool { return f.sessions[list[i]].Session.OnDate > days[len(days)-1] })
	for _, within := range [][]int{list[from:until], list[until:]} {
		for i, first := 0, r.IntN(len(within)+1); i < min(len(within), 200); i++ {
			s := &f.sessions[within[(first+i)%len(within)]]
			if !taken[s.Session.OnDate] && s.Taken < *s.Session.Capacity {
				taken[s.Session.OnDate] = true
				s.Taken++
				return s
			}
		}
	}
	return nil
}

// attend makes a place in a past session and what became of it.
func (f *Fiction) attend(r *rand.Rand, s *FictionalSession, e Enrolment) Registration {
	reg := Registration{ID: f.id(), PublicID: f.publicID(), CentreID: f.CentreID, SessionID: s.Session.ID, ParticipantID: e.ParticipantID,
		EnrolmentID: e.ID, Place: "inscrit", CreatedAt: f.created, Version: 1, MarkedBy: &s.Trainer,
		MarkedAt: InstantOf(s.Session.OnDate.Time().Add(14 * time.Hour))}
	switch n := r.IntN(100); {
	case s.Session.Status == "planned" && n < 30:
		reg.MarkedAt, reg.MarkedBy = Instant{}, nil // to be specified
	case n < 80:
		reg.Attendance, reg.Signed = "present", chance(r, 97)
	case n < 86:
		reg.Attendance, reg.Signed = "retard", true
		late := max(30, sessionLength(s.Session)-15-r.IntN(30))
		reg.Minutes = &late
	case n < 94:
		reg.Attendance = "excuse"
	default:
		reg.Attendance = "absent"
	}
	return reg
}

func sessionLength(s Session) int {
	var h1, m1, h2, m2 int
	_, _ = fmt.Sscanf(s.StartsAt+" "+s.EndsAt, "%d:%d %d:%d", &h1, &m1, &h2, &m2) // written by clockText
	return h2*60 + m2 - h1*60 - m1
}

// book registers the person for one of the next sessions of the operation; those who come when it is full wait.
func (f *Fiction) book(r *rand.Rand, rank int, e Enrolment) *Registration {
	list := f.toCome[rank]
	if len(list) == 0 {
		return nil
	}
	s := &f.sessions[list[r.IntN(len(list))*r.IntN(len(list))/len(list)]] // the nearest ones fill up first
	reg := Registration{ID: f.id(), PublicID: f.publicID(), CentreID: f.CentreID, SessionID: s.Session.ID, ParticipantID: e.ParticipantID,
		EnrolmentID: e.ID, Place: "inscrit", CreatedAt: f.created, Version: 1}
	if s.Taken >= *s.Session.Capacity {
		reg.Place = "attente"
	}
	s.Taken++
	return &reg
}
