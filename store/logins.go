package store

import (
	"context"
	"fmt"
	"time"

	"jalon/models"
)

const loginColumns = "token_hash, public_id, user_id, stage, agent, created_at, seen_at, expires_at"

// OpenLogin signs a browser in and returns the token of its cookie. At the stage second_factor the login gives
// nothing yet; a complete one is written in the journal. The scope is the user's own account.
func (s *Store) OpenLogin(ctx context.Context, scope models.Scope, stage, agent string, lifetime time.Duration) (string, error) {
	token, now := models.NewToken(), s.Now()
	login := models.Login{TokenHash: tokenHash(token), PublicID: models.NewPublicID(), UserID: scope.Actor().UserID, Stage: stage,
		Agent: agent, CreatedAt: now, SeenAt: now, ExpiresAt: models.InstantOf(now.Add(lifetime))}
	err := s.Atomically(ctx, func(tx *Store) error {
		if err := tx.purge(ctx); err != nil {
			return err
		}
		if err := tx.insert(ctx, "logins", loginColumns, login); err != nil {
			return err
		}
		if stage != models.StageComplete {
			return nil
		}
		return tx.journalAccount(ctx, scope, "sign_in", login.PublicID)
	})
	return token, err
}

// purge forgets what has run out: logins a day after their end, links, held forms, drafts, counters.
func (s *Store) purge(ctx context.Context) error {
	now := s.Now()
	yesterday := models.InstantOf(now.Add(-24 * time.Hour))
	for _, q := range []struct {
		sql string
		arg any
	}{
		{"delete from logins where expires_at < ?", yesterday},
		{"delete from held_forms where expires_at < ?", now},
		{"delete from submissions where at < ?", yesterday},
		{"delete from drafts where saved_at < ?", s.oldestDraft()},
		{"delete from throttles where busy_until < ?", now.UnixMilli()},
	} {
		if _, err := s.exec(ctx, q.sql, q.arg); err != nil {
			return fmt.Errorf("purge: %w", err)
		}
	}
	return nil
}

// Login finds the login of a cookie and its user, whether or not it has run out: the caller knows the limits.
// A disabled account has none.
func (s *Store) Login(ctx context.Context, token string) (models.Login, models.User, error) {
	var row struct {
		models.Login
		User models.User `db:"u"`
	}
	err := s.get(ctx, &row, `select l.token_hash, l.public_id, l.user_id, l.stage, l.agent, l.created_at, l.seen_at, l.expires_at,
		coalesce(l.lock_session_id, '') as "lock.session_id", coalesce(ls.public_id, '') as "lock.session", l.lock_half as "lock.half",
		l.lock_moment as "lock.moment", l.lock_hash as "lock.hash", u.team_code_hash as "u.team_code_hash",
		u.id as "u.id", u.public_id as "u.public_id", u.email as "u.email", u.name as "u.name", u.password_hash as "u.password_hash",
		u.totp_secret as "u.totp_secret", u.totp_pending as "u.totp_pending", u.totp_step as "u.totp_step", u.theme as "u.theme",
		u.density as "u.density", u.created_at as "u.created_at", u.version as "u.version"
		from logins l join users u on u.id = l.user_id left join sessions ls on ls.id = l.lock_session_id where l.token_hash = ? and u.disabled_at is null`, tokenHash(token))
	return row.Login, row.User, err
}

// SeeLogin notes that a login is in use; at most once a minute, so that reading a page hardly ever writes.
func (s *Store) SeeLogin(ctx context.Context, login models.Login) error {
	now := s.Now()
	if now.Sub(login.SeenAt.Time) < time.Minute {
		return nil
	}
	_, err := s.exec(ctx, "update logins set seen_at = ? where token_hash = ?", now, login.TokenHash)
	return err
}

// Logins lists where the user is signed in, the latest first.
func (s *Store) Logins(ctx context.Context, scope models.Scope) ([]models.Login, error) {
	var logins []models.Login
	err := s.list(ctx, &logins, "select "+loginColumns+" from logins where user_id = ? and stage = 'complete' and expires_at > ? order by seen_at desc",
		scope.Actor().UserID, s.Now())
	return logins, err
}

// CloseLogin signs one browser of the user out.
func (s *Store) CloseLogin(ctx context.Context, scope models.Scope, publicID string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		n, err := tx.exec(ctx, "delete from logins where public_id = ? and user_id = ?", publicID, scope.Actor().UserID)
		if err != nil {
			return err
		}
		if n == 0 {
			return models.ErrNotFound
		}
		return tx.journalAccount(ctx, scope, "sign_out", publicID)
	})
}

// CloseOtherLogins signs the user out everywhere but in the browser whose login is kept; "" keeps none.
func (s *Store) CloseOtherLogins(ctx context.Context, scope models.Scope, keep string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		if err := tx.closeLogins(ctx, scope.Actor().UserID, keep); err != nil {
			return err
		}
		return tx.journalAccount(ctx, scope, "sign_out", "")
	})
}

func (s *Store) closeLogins(ctx context.Context, userID, keep string) error {
	_, err := s.exec(ctx, "delete from logins where user_id = ? and public_id <> ?", userID, keep)
	return err
}

// DropLogin forgets a login that leads nowhere: one still waiting for its code, or one being replaced.
func (s *Store) DropLogin(ctx context.Context, tokenHash string) error {
	_, err := s.exec(ctx, "delete from logins where token_hash = ?", tokenHash)
	return err
}

// RefusedSignIn writes in the journal that somebody failed to sign in to an account. An unknown account, the zero
// user, is written too: both answers must take the same time.
func (s *Store) RefusedSignIn(ctx context.Context, user models.User, reason string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		var centre string
		err := tx.get(ctx, &centre, "select coalesce(min(centre_id), '') from memberships where user_id = ?", user.ID)
		if err != nil {
			return err
		}
		return tx.journal(ctx, models.Scope{}, models.JournalEntry{CentreID: centre, Action: "sign_in_refused", Kind: models.KindAccount,
			Record: user.PublicID, Detail: reason})
	})
}

// journalAccount writes what somebody did to their own account.
func (s *Store) journalAccount(ctx context.Context, scope models.Scope, action, detail string) error {
	e := models.JournalEntry{CentreID: firstCentre(scope), Action: action, Kind: models.KindAccount, Detail: detail}
	if err := s.get(ctx, &e.Record, "select public_id from users where id = ?", scope.Actor().UserID); err != nil {
		return err
	}
	return s.journal(ctx, scope, e)
}
