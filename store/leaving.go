package store

import (
	"context"
	"errors"

	"jalon/models"
)

// LeavingScopes are the proofs for what an exit may change: the exit, the snapshot, and the places in sessions to come.
type LeavingScopes struct{ Exit, Entry, Sessions, Places models.Scope }

// PlaceToCome is a place in a session that is still to come.
type PlaceToCome struct {
	PublicID string      `db:"public_id"`
	Session  string      `db:"session"` // public id
	OnDate   models.Date `db:"on_date"`
	Title    string      `db:"title"`
}

// PlacesToCome lists the places of an enrolment in sessions from today on, nearest first; scope is of kind registration.
func (s *Store) PlacesToCome(ctx context.Context, scope models.Scope, enrolmentPublicID string) ([]PlaceToCome, error) {
	condition, args := within(scope, models.KindRegistration)
	var places []PlaceToCome
	err := s.list(ctx, &places, `select r.public_id, s.public_id as session, s.on_date, s.title from registrations r
		join enrolments e on e.id = r.enrolment_id join participants p on p.id = e.participant_id join sessions s on s.id = r.session_id
		where `+condition+` and e.public_id = ? and r.place <> 'annule' and r.attendance = '' and s.status = 'planned' and s.on_date >= ?
		order by s.on_date, s.starts_at`, append(args, enrolmentPublicID, s.Today())...)
	return places, err
}

// Leave records an exit with what was asked at that moment, all or nothing. It gives back the exit and the situation as
// they are recorded; a situation that was written down before has no identifier.
func (s *Store) Leave(ctx context.Context, scopes LeavingScopes, enrolmentPublicID string, l models.Leaving) (models.Leaving, error) {
	err := s.Atomically(ctx, func(tx *Store) (err error) {
		if l.Cancel {
			if err := tx.giveBackPlaces(ctx, scopes, enrolmentPublicID); err != nil {
				return err
			}
		}
		if l.Entry != nil {
			if err := tx.UpdateEntry(ctx, scopes.Entry, *l.Entry, l.Reason); err != nil {
				return err
			}
		}
		if l.Exit, err = tx.RecordExit(ctx, scopes.Exit, enrolmentPublicID, l.Exit); err != nil || l.Situation.Type == "" {
			return err
		}
		l.Situation.OnDate = l.Exit.OnDate
		recorded, err := tx.RecordEvent(ctx, scopes.Exit, enrolmentPublicID, l.Situation)
		if refusal := new(models.Error); errors.As(err, &refusal) && refusal.Key == eventRecorded {
			return nil
		}
		l.Situation = recorded
		return err
	})
	return l, err
}

// giveBackPlaces holds every session first, in the order of all who hold several, then cancels the places.
func (s *Store) giveBackPlaces(ctx context.Context, scopes LeavingScopes, enrolmentPublicID string) error {
	places, err := s.PlacesToCome(ctx, scopes.Places, enrolmentPublicID)
	if err != nil {
		return err
	}
	for _, p := range places {
		if _, err := s.lockSession(ctx, scopes.Sessions, p.Session); err != nil {
			return err
		}
	}
	for _, p := range places {
		if _, err := s.GiveUpPlace(ctx, scopes.Sessions, scopes.Places, p.PublicID, models.LeftExit); err != nil {
			return err
		}
	}
	return nil
}
