package models

import "strings"

// Bases of a reservation of places.
const (
	QuotaAudience = "public"    // obliged or volunteer, for the 4-hour module
	QuotaReferral = "adressage" // who sent the person: Forem, CPAS…
)

// Limits of reservations.
const (
	MaxReleaseDays = 90
	MaxQuotas      = 4
)

// Quota is a number of places of a session kept for some people until some days before it.
type Quota struct {
	SessionID   string `db:"session_id"`
	Basis       string `db:"basis"`
	Value       string `db:"value"` // oblige, volontaire, or the name of who sends
	Seats       int    `db:"seats"`
	ReleaseDays *int   `db:"release_days"` // the places are anybody's from that many days before the session; nil = never
	Position    int    `db:"position"`
	Given       int    `db:"-"` // of these people, with a place or an offer
}

// Covers tells whether the reservation is for people of that audience, sent by that partner.
func (q Quota) Covers(audience, referral string) bool {
	if q.Basis == QuotaAudience {
		return q.Value == audience
	}
	return Fold(q.Value) == Fold(strings.TrimSpace(referral))
}

// Released tells whether the places are anybody's by now.
func (q Quota) Released(session, today Date) bool {
	return q.ReleaseDays != nil && today >= session.AddDays(-*q.ReleaseDays)
}

// Seating is how the places of a session are given on one day: a place is given or held by an offer, and some are kept.
type Seating struct {
	Capacity int // NoLimit: as many as come
	Quotas   []Quota
	Others   int // given to people no reservation is for
}

// NoLimit is the capacity of a session without one.
const NoLimit = -1

// NewSeating prepares the count of a session's places on a day: reservations released by then keep nothing.
func NewSeating(s Session, quotas []Quota, today Date) Seating {
	seating := Seating{Capacity: NoLimit}
	if s.Capacity != nil {
		seating.Capacity = *s.Capacity
	}
	for _, q := range quotas {
		if q.Given = 0; !q.Released(s.OnDate, today) {
			seating.Quotas = append(seating.Quotas, q)
		}
	}
	return seating
}

// Seat counts people who have a place or an offer.
func (s *Seating) Seat(audience, referral string, n int) {
	if i := s.group(audience, referral); i >= 0 {
		s.Quotas[i].Given += n
	} else {
		s.Others += n
	}
}

// group is the reservation that is for such people, -1 when none is.
func (s *Seating) group(audience, referral string) int {
	for i, q := range s.Quotas {
		if q.Covers(audience, referral) {
			return i
		}
	}
	return -1
}

// taken is how many places are out of reach of one more person of no reservation: given, held, or kept for others.
func (s *Seating) taken() int {
	n := s.Others
	for _, q := range s.Quotas {
		n += max(q.Seats, q.Given)
	}
	return n
}

// Room tells whether one more such person fits: on a place kept for them, or on one that is kept for nobody.
func (s *Seating) Room(audience, referral string) bool {
	if s.Capacity == NoLimit {
		return true
	}
	if i := s.group(audience, referral); i >= 0 && s.Quotas[i].Given < s.Quotas[i].Seats {
		return s.given() < s.Capacity
	}
	return s.taken() < s.Capacity
}

// Free is how many places nobody has nor is offered, whoever they are kept for; NoLimit without a capacity.
func (s *Seating) Free() int {
	if s.Capacity == NoLimit {
		return NoLimit
	}
	return max(0, s.Capacity-s.given())
}

func (s *Seating) given() int {
	n := s.Others
	for _, q := range s.Quotas {
		n += q.Given
	}
	return n
}

// CheckQuotas says what is wrong with the reservations of a session of the given capacity, as typed.
func CheckQuotas(quotas []Quota, capacity *int) Problems {
	problems := Problems{}
	sum, seen := 0, map[string]bool{}
	for _, q := range quotas {
		key := q.Basis + " " + Fold(q.Value)
		switch {
		case strings.TrimSpace(q.Value) == "":
			problems.Add("value", "quota.problem.value")
		case seen[key]:
			problems.Add("value", "quota.problem.twice", "Value", q.Value)
		case q.Seats < 1:
			problems.Add("seats", "quota.problem.seats")
		case q.ReleaseDays != nil && (*q.ReleaseDays < 0 || *q.ReleaseDays > MaxReleaseDays):
			problems.Add("release", "quota.problem.release", "Max", MaxReleaseDays)
		}
		checkLine(problems, "value", q.Value)
		seen[key] = true
		sum += q.Seats
	}
	switch {
	case len(quotas) > 0 && capacity == nil:
		problems.Add("seats", "quota.problem.no_capacity")
	case capacity != nil && sum > *capacity:
		problems.Add("seats", "quota.problem.too_many", "Sum", sum, "Capacity", *capacity)
	}
	return problems
}
