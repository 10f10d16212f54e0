package store

import (
	"context"
	"time"

	"jalon/models"
)

// Feed is the calendar a colleague reads with another program.
type Feed struct {
	UserID    string         `db:"user_id"`
	CreatedAt models.Instant `db:"created_at"`
	ReadAt    models.Instant `db:"read_at"` // last time a calendar asked for it, to the hour; zero = never
}

// readEvery is how often the reading of a feed is written down: calendars ask every few minutes.
const readEvery = time.Hour

// Feed is the user's own, models.ErrNotFound when there is none.
func (s *Store) Feed(ctx context.Context, scope models.Scope) (Feed, error) {
	var f Feed
	if scope.Kind() != models.KindAccount {
		return f, models.ErrForbidden
	}
	err := s.get(ctx, &f, "select user_id, created_at, read_at from feeds where user_id = ?", scope.Actor().UserID)
	return f, err
}

// RenewFeed gives the user's calendar a new secret and returns it; it can never be read again. The former one dies at once.
func (s *Store) RenewFeed(ctx context.Context, scope models.Scope) (string, error) {
	if scope.Kind() != models.KindAccount || scope.Action() != models.Update {
		return "", models.ErrForbidden
	}
	secret := models.NewToken()
	err := s.Atomically(ctx, func(tx *Store) error {
		_, err := tx.exec(ctx, `insert into feeds (user_id, secret_hash, created_at) values (?, ?, ?)
			on conflict (user_id) do update set secret_hash = excluded.secret_hash, created_at = excluded.created_at, read_at = null`,
			scope.Actor().UserID, tokenHash(secret), tx.Now())
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: firstCentre(scope), Detail: "feed renewed"})
	})
	return secret, err
}

// RevokeFeed closes the user's calendar to other programs.
func (s *Store) RevokeFeed(ctx context.Context, scope models.Scope) error {
	if scope.Kind() != models.KindAccount || scope.Action() != models.Update {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		n, err := tx.exec(ctx, "delete from feeds where user_id = ?", scope.Actor().UserID)
		if err != nil || n == 0 {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: firstCentre(scope), Detail: "feed revoked"})
	})
}

// FeedUser finds whose calendar a secret opens, before anybody is signed in. An account that was disabled has none.
func (s *Store) FeedUser(ctx context.Context, secret string) (models.User, error) {
	var u models.User
	err := s.get(ctx, &u, "select "+prefixed("u", userColumns)+` from users u join feeds f on f.user_id = u.id
		where f.secret_hash = ? and u.disabled_at is null`, tokenHash(secret))
	return u, err
}

// FeedRead writes down that a calendar asked for the feed of a user, once an hour.
func (s *Store) FeedRead(ctx context.Context, userID string) error {
	now := s.Now()
	_, err := s.exec(ctx, "update feeds set read_at = ? where user_id = ? and (read_at is null or read_at < ?)", now, userID, models.InstantOf(now.Add(-readEvery)))
	return err
}
