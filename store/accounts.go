package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"jalon/models"
)

// Lifetimes of one-time links.
const (
	invitationFor = 7 * 24 * time.Hour
	resetFor      = time.Hour
)

// Purposes of a one-time link.
const (
	PurposeInvitation = "invitation"
	PurposeReset      = "reset"
)

// Invite makes the one-time link by which an account chooses its password: seven days for a first one, an hour
// to replace one. Earlier links stop working. Only the hash of the returned token is kept.
func (s *Store) Invite(ctx context.Context, scope models.Scope, publicID string) (token, purpose string, err error) {
	token = models.NewToken()
	err = s.Atomically(ctx, func(tx *Store) error {
		condition, args := whollyInside(scope)
		var u models.User
		err := tx.get(ctx, &u, "select "+prefixed("u", userColumns)+" from users u where u.public_id = ? and u.disabled_at is null and "+condition,
			append([]any{publicID}, args...)...)
		if err != nil {
			return err
		}
		lifetime := resetFor
		if purpose = PurposeReset; u.Invited() {
			purpose, lifetime = PurposeInvitation, invitationFor
		}
		if _, err := tx.exec(ctx, "delete from invitations where user_id = ?", u.ID); err != nil {
			return err
		}
		now := tx.Now()
		_, err = tx.exec(ctx, "insert into invitations (token_hash, user_id, purpose, created_by, created_at, expires_at) values (?, ?, ?, ?, ?, ?)",
			tokenHash(token), u.ID, purpose, nullable(scope.Actor().UserID), now, models.InstantOf(now.Add(lifetime)))
		if err != nil {
			return err
		}
		return tx.journalUser(ctx, scope, "", publicID, purpose+"_link")
	})
	return token, purpose, err
}

// Invited finds the account of a link that still works; looking does not use it up.
func (s *Store) Invited(ctx context.Context, token, purpose string) (models.User, error) {
	var u models.User
	err := s.get(ctx, &u, "select "+prefixed("u", userColumns)+` from users u join invitations i on i.user_id = u.id
		where i.token_hash = ? and i.purpose = ? and i.used_at is null and i.expires_at > ? and u.disabled_at is null`, tokenHash(token), purpose, s.Now())
	return u, err
}

// AcceptInvitation sets the password of the account of a link, once: of two at the same time, one wins. Every
// login of the account ends; a second factor stays.
func (s *Store) AcceptInvitation(ctx context.Context, token, purpose, passwordHash string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		u, err := tx.Invited(ctx, token, purpose)
		if err != nil {
			return err
		}
		n, err := tx.exec(ctx, "update invitations set used_at = ? where token_hash = ? and used_at is null", tx.Now(), tokenHash(token))
		if err != nil {
			return err
		}
		if n == 0 {
			return models.ErrNotFound
		}
		if err := tx.setPassword(ctx, u.ID, passwordHash, ""); err != nil {
			return err
		}
		return tx.journalPassword(ctx, u, purpose)
	})
}

// journalPassword writes in the journal that a password was set through a link.
func (s *Store) journalPassword(ctx context.Context, u models.User, purpose string) error {
	var centre string
	if err := s.get(ctx, &centre, "select coalesce(min(centre_id), '') from memberships where user_id = ?", u.ID); err != nil {
		return err
	}
	return s.journal(ctx, models.Scope{}, models.JournalEntry{CentreID: centre, Action: models.Update, Kind: models.KindAccount, Record: u.PublicID,
		Detail: "password, " + purpose + "_link"})
}

// SetPassword changes the user's own password and signs them out everywhere else.
func (s *Store) SetPassword(ctx context.Context, scope models.Scope, passwordHash, keepLogin string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		if err := tx.setPassword(ctx, scope.Actor().UserID, passwordHash, keepLogin); err != nil {
			return err
		}
		return tx.journalAccount(ctx, scope, "", "password")
	})
}

func (s *Store) setPassword(ctx context.Context, userID, passwordHash, keepLogin string) error {
	if err := s.change(ctx, "update users set password_hash = ?, version = version + 1 where id = ?", passwordHash, userID); err != nil {
		return err
	}
	if _, err := s.exec(ctx, "delete from invitations where user_id = ? and used_at is null", userID); err != nil {
		return err
	}
	return s.closeLogins(ctx, userID, keepLogin)
}

// GivePassword sets the password of an account of the scope, from the command line: the demonstration and the
// first administrator.
func (s *Store) GivePassword(ctx context.Context, scope models.Scope, publicID, passwordHash string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		u, err := tx.User(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if err := tx.setPassword(ctx, u.ID, passwordHash, ""); err != nil {
			return err
		}
		return tx.journalUser(ctx, scope, "", publicID, "password")
	})
}

// SavePreferences keeps the theme ("", light, dark) and the density ("", compact) of the user.
func (s *Store) SavePreferences(ctx context.Context, scope models.Scope, theme, density string) error {
	return s.change(ctx, "update users set theme = ?, density = ? where id = ?", theme, density, scope.Actor().UserID)
}

// PrepareSecondFactor keeps a secret until a first code proves that the telephone has it.
func (s *Store) PrepareSecondFactor(ctx context.Context, user models.User, secret string) error {
	return s.change(ctx, "update users set totp_pending = ? where id = ?", s.sealer.userBox(user.ID).Seal("totp", secret), user.ID)
}

// SecondFactor opens the secrets of the user: the one in use and the one being set up, "" when there is none.
func (s *Store) SecondFactor(user models.User) (secret, pending string, err error) {
	box := s.sealer.userBox(user.ID)
	secret, err = box.Open("totp", user.TOTPSecret)
	pending, pendingErr := box.Open("totp", user.TOTPPending)
	return secret, pending, errors.Join(err, pendingErr)
}

// ActivateSecondFactor makes the pending secret the one in use, its first code spent, and replaces the recovery
// codes.
func (s *Store) ActivateSecondFactor(ctx context.Context, scope models.Scope, step int64, codes []string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		userID := scope.Actor().UserID
		err := tx.change(ctx, `update users set totp_secret = totp_pending, totp_pending = null, totp_step = ?, version = version + 1
			where id = ? and totp_pending is not null`, step, userID)
		if err != nil {
			return err
		}
		if err := tx.setRecoveryCodes(ctx, userID, codes); err != nil {
			return err
		}
		return tx.journalAccount(ctx, scope, "", "second_factor_on")
	})
}

// RemoveSecondFactor takes the second factor and its recovery codes away.
func (s *Store) RemoveSecondFactor(ctx context.Context, scope models.Scope) error {
	return s.Atomically(ctx, func(tx *Store) error {
		userID := scope.Actor().UserID
		if err := tx.clearSecondFactor(ctx, userID); err != nil {
			return err
		}
		return tx.journalAccount(ctx, scope, "", "second_factor_off")
	})
}

// ResetSecondFactor takes the second factor of a colleague who lost telephone and codes away.
func (s *Store) ResetSecondFactor(ctx context.Context, scope models.Scope, publicID string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		condition, args := whollyInside(scope)
		var userID string
		err := tx.get(ctx, &userID, "select u.id from users u where u.public_id = ? and "+condition, append([]any{publicID}, args...)...)
		if err != nil {
			return err
		}
		if err := tx.clearSecondFactor(ctx, userID); err != nil {
			return err
		}
		if err := tx.closeLogins(ctx, userID, ""); err != nil {
			return err
		}
		return tx.journalUser(ctx, scope, "", publicID, "second_factor_off")
	})
}

func (s *Store) clearSecondFactor(ctx context.Context, userID string) error {
	if _, err := s.exec(ctx, "update users set totp_secret = null, totp_pending = null, version = version + 1 where id = ?", userID); err != nil {
		return err
	}
	_, err := s.exec(ctx, "delete from recovery_codes where user_id = ?", userID)
	return err
}

// SpendCode marks a time step as used: false when it, or a later one, was used before. One statement: of twenty
// requests with the same code, one gets true.
func (s *Store) SpendCode(ctx context.Context, userID string, step int64) (bool, error) {
	n, err := s.exec(ctx, "update users set totp_step = ? where id = ? and totp_step < ?", step, userID, step)
	return n == 1, err
}

// RenewRecoveryCodes replaces the recovery codes.
func (s *Store) RenewRecoveryCodes(ctx context.Context, scope models.Scope, codes []string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		if err := tx.setRecoveryCodes(ctx, scope.Actor().UserID, codes); err != nil {
			return err
		}
		return tx.journalAccount(ctx, scope, "", "recovery_codes")
	})
}

func (s *Store) setRecoveryCodes(ctx context.Context, userID string, codes []string) error {
	if _, err := s.exec(ctx, "delete from recovery_codes where user_id = ?", userID); err != nil {
		return err
	}
	for _, code := range codes {
		if _, err := s.exec(ctx, "insert into recovery_codes (user_id, hash) values (?, ?)", userID, s.recoveryHash(userID, code)); err != nil {
			return fmt.Errorf("recovery code: %w", err)
		}
	}
	return nil
}

// recoveryHash is keyed: a code of 60 bits cannot be found again from a stolen database.
func (s *Store) recoveryHash(userID, code string) string {
	return s.sealer.Sign("recovery", userID+" "+models.RecoveryCode(code))
}

// SpendRecoveryCode uses a recovery code up and says how many are left; false when it is none.
func (s *Store) SpendRecoveryCode(ctx context.Context, userID, code string) (spent bool, left int, err error) {
	n, err := s.exec(ctx, "update recovery_codes set used_at = ? where user_id = ? and hash = ? and used_at is null", s.Now(), userID, s.recoveryHash(userID, code))
	if err != nil {
		return false, 0, err
	}
	left, err = s.RecoveryCodesLeft(ctx, userID)
	return n == 1, left, err
}

// RecoveryCodesLeft counts the recovery codes not used yet.
func (s *Store) RecoveryCodesLeft(ctx context.Context, userID string) (int, error) {
	var left int
	err := s.get(ctx, &left, "select count(*) from recovery_codes where user_id = ? and used_at is null", userID)
	return left, err
}
