package models

import (
	"slices"
	"time"
)

// States of an offer of a place.
const (
	OfferOpen      = "offerte"
	OfferAccepted  = "acceptee"
	OfferRefused   = "refusee"
	OfferExpired   = "expiree"
	OfferWithdrawn = "retiree"
)

// Limits of the time to answer an offer, in hours of working days.
const (
	DefaultOfferHours = 48
	MaxOfferHours     = 720
)

// Offer is a free place proposed to somebody of the waiting list and held for them until they answer or it expires.
type Offer struct {
	ID             string  `db:"id"`
	PublicID       string  `db:"public_id"`
	CentreID       string  `db:"centre_id"`
	SessionID      string  `db:"session_id"`
	RegistrationID string  `db:"registration_id"`
	ParticipantID  string  `db:"participant_id"`
	State          string  `db:"state"`
	ExpiresAt      Instant `db:"expires_at"`
	OfferedAt      Instant `db:"offered_at"`
	OfferedBy      *string `db:"offered_by"`
	AnsweredAt     Instant `db:"answered_at"`
	AnsweredBy     *string `db:"answered_by"`
	Version        int     `db:"version"`
}

// StateAt is the state at a moment: an offer expires by itself.
func (o Offer) StateAt(now Instant) string {
	if o.State == OfferOpen && !o.ExpiresAt.After(now.Time) {
		return OfferExpired
	}
	return o.State
}

// OfferExpiry is when an offer made at a moment expires: that many hours later, those of days that are not worked left out,
// and never after the session begins.
func OfferExpiry(offered time.Time, hours int, begins time.Time, worked func(Date) bool) time.Time {
	expiry := afterWorkedHours(offered, time.Duration(hours)*time.Hour, begins, worked)
	if expiry.After(begins) {
		return begins
	}
	return expiry
}

// afterWorkedHours walks from day to day; it stops looking once past the end.
func afterWorkedHours(from time.Time, left time.Duration, end time.Time, worked func(Date) bool) time.Time {
	at := from
	for !at.After(end) {
		midnight := time.Date(at.Year(), at.Month(), at.Day()+1, 0, 0, 0, 0, at.Location())
		if worked(DateOf(at)) {
			if span := midnight.Sub(at); left > span {
				left -= span
			} else {
				return at.Add(left)
			}
		}
		at = midnight
	}
	return at
}

// Begins is the moment the session begins, on the clock of its centre.
func (s Session) Begins(zone *time.Location) time.Time {
	day, m := s.OnDate.Time(), max(0, clockMinutes(s.StartsAt))
	return time.Date(day.Year(), day.Month(), day.Day(), m/60, m%60, 0, 0, zone)
}

// Reasons a place is given up. None tells anything of a person's health: that stays between the person and the counsellor.
const (
	LeftMistake = "erreur" // the registration itself was a mistake
	LeftCentre  = "centre" // the centre's own doing
	LeftExit    = "sortie" // the person left the dispositif
	LeftOffer   = "offre"  // the person refused the place they were offered
)

// DepartureReasons are those a colleague chooses from, the person's own first.
var DepartureReasons = []string{"empechement", "horaire", "garde_enfants", "transport", "emploi", "sans_suite", "injoignable", LeftCentre, LeftMistake, "autre"}

// KnownDeparture tells whether a colleague may give that reason.
func KnownDeparture(reason string) bool { return slices.Contains(DepartureReasons, reason) }

// LateHours is how long before a session, in hours of working days, a place can still be given to somebody else.
const LateHours = 24

// LateDeparture tells whether a place is given up too late to be given to somebody else. A mistake or the centre's own doing
// is never the person's being late.
func LateDeparture(at time.Time, reason string, begins time.Time, worked func(Date) bool) bool {
	if reason == LeftMistake || reason == LeftCentre {
		return false
	}
	return !OfferExpiry(at, LateHours, begins, worked).Before(begins)
}

// Departure is one place given up.
type Departure struct {
	ID             string  `db:"id"`
	PublicID       string  `db:"public_id"`
	CentreID       string  `db:"centre_id"`
	RegistrationID string  `db:"registration_id"`
	ParticipantID  string  `db:"participant_id"`
	Place          string  `db:"place"` // what was given up: inscrit, attente
	Reason         string  `db:"reason"`
	Late           bool    `db:"late"`
	OnDate         Date    `db:"on_date"` // the day it was given up
	At             Instant `db:"at"`
	UserID         *string `db:"user_id"`
	UndoneAt       Instant `db:"undone_at"`
}
