package store

import (
	"context"

	"jalon/models"
)

// LockLogin hands a browser over: until UnlockLogin it opens the signatures of that session and nothing else. scope is the
// user's own account; hash is that of the code that takes it back.
func (s *Store) LockLogin(ctx context.Context, scope models.Scope, login models.Login, session models.Session, slot models.SignSlot, hash string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		err := tx.change(ctx, "update logins set lock_session_id = ?, lock_half = ?, lock_moment = ?, lock_hash = ? where token_hash = ? and user_id = ?",
			session.ID, slot.Half, slot.Moment, hash, login.TokenHash, scope.Actor().UserID)
		if err != nil {
			return err
		}
		return tx.journalAccount(ctx, scope, "lock", session.PublicID)
	})
}

// UnlockLogin takes the browser back.
func (s *Store) UnlockLogin(ctx context.Context, scope models.Scope, login models.Login) error {
	return s.Atomically(ctx, func(tx *Store) error {
		err := tx.change(ctx, "update logins set lock_session_id = null, lock_half = '', lock_moment = '', lock_hash = '' where token_hash = ? and user_id = ?",
			login.TokenHash, scope.Actor().UserID)
		if err != nil {
			return err
		}
		return tx.journalAccount(ctx, scope, "unlock", login.Lock.Session)
	})
}

// SetTeamCode keeps the hash of the user's code for tablets; "" removes it.
func (s *Store) SetTeamCode(ctx context.Context, scope models.Scope, hash string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		if err := tx.change(ctx, "update users set team_code_hash = ?, version = version + 1 where id = ?", hash, scope.Actor().UserID); err != nil {
			return err
		}
		return tx.journalAccount(ctx, scope, "", "team code")
	})
}

// Signer is somebody who may sign on the tablet: what the page greets them with, and no more.
type Signer struct {
	Place    string `db:"place"` // public id of the registration
	Family   string `db:"family_name"`
	Given    string `db:"given_name"`
	Language string `db:"contact_language"`
}

// Signers lists those who attended a session, have not signed for the slot, and have not said that they cannot.
func (s *Store) Signers(ctx context.Context, scope models.Scope, sessionPublicID string, slot models.SignSlot) ([]Signer, error) {
	condition, args := within(scope, models.KindAttendance)
	var people []Signer
	err := s.list(ctx, &people, `select r.public_id as place, p.family_name, p.given_name, p.contact_language from registrations r
		join sessions s on s.id = r.session_id join participants p on p.id = r.participant_id
		where s.public_id = ? and r.place = 'inscrit' and r.attendance in ('present', 'retard') and not r.cannot_sign
		and not exists (select 1 from signatures x where x.registration_id = r.id and x.half = ? and x.moment = ? and x.revoked_at is null)
		and `+condition+" order by p.sort_name, r.id", append([]any{sessionPublicID, slot.Half, slot.Moment}, args...)...)
	return people, err
}
