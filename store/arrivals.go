package store

import (
	"context"
	"crypto/hmac"

	"jalon/models"
)

// arrivalCodeLength is 128 bits in hexadecimal.
const arrivalCodeLength = 32

// ArrivalCode is the secret of the address where people say that they have come to a session: nothing is kept of it, it
// follows from the session and the key of the installation.
func (s *Store) ArrivalCode(session models.Session) string {
	return s.sealer.Sign("arrival", session.ID)[:arrivalCodeLength]
}

// ArrivalSession finds the session whose code it is among those that take arrivals now; models.ErrNotFound for any other.
func (s *Store) ArrivalSession(ctx context.Context, code string) (models.Session, error) {
	var today []models.Session
	err := s.list(ctx, &today, "select "+sessionColumns+" from sessions where centre_id in (select id from centres) and on_date = ? and status = ?",
		s.Today(), models.SessionPlanned) // the centres, so that their index serves
	if err != nil {
		return models.Session{}, err
	}
	for _, n := range today {
		if n.TakesArrivals(s.Today(), s.LocalClock()) && hmac.Equal([]byte(s.ArrivalCode(n)), []byte(code)) {
			return n, nil
		}
	}
	return models.Session{}, models.ErrNotFound
}

// DeclareArrival notes that a person says they are there, and tells whether exactly one of those who have a place was meant.
// It marks no presence: the team confirms it.
func (s *Store) DeclareArrival(ctx context.Context, code string, typed models.Arrival) (bool, error) {
	known := false
	err := s.Atomically(ctx, func(tx *Store) error {
		n, err := tx.ArrivalSession(ctx, code)
		if err != nil {
			return err
		}
		var places []struct {
			models.Registration
			Person string           `db:"person"` // public id
			Family string           `db:"family_name"`
			Given  string           `db:"given_name"`
			Birth  models.BirthDate `db:"birth"`
		}
		err = tx.list(ctx, &places, "select "+prefixed("r", registrationColumns)+`, p.public_id as person, p.family_name, p.given_name, p.birth
			from registrations r join participants p on p.id = r.participant_id where r.session_id = ? and r.place = ?`, n.ID, models.PlaceTaken)
		if err != nil {
			return err
		}
		meant, found := 0, -1
		for i, p := range places {
			if typed.Is(p.Family, p.Given, p.Birth) {
				meant, found = meant+1, i
			}
		}
		if known = meant == 1; !known || !places[found].ArrivedAt.IsZero() {
			return nil
		}
		r := places[found]
		if err := tx.change(ctx, "update registrations set arrived_at = ?, version = version + 1 where id = ?", tx.Now(), r.ID); err != nil {
			return err
		}
		return tx.journal(ctx, models.Scope{}, models.JournalEntry{CentreID: r.CentreID, Record: r.PublicID, Participant: r.Person, Kind: models.KindRegistration,
			Action: models.Update, Reach: "link", Detail: "arrival declared"})
	})
	return known, err
}
