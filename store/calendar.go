package store

import (
	"context"

	"jalon/models"
)

// CalendarLimit is how many sessions a calendar holds at most: five times what a large centre gives in a month.
const CalendarLimit = 2000

// CalendarSessions lists the sessions of some days within a scope of sessions, cancelled ones left out, in the order of the clock.
func (s *Store) CalendarSessions(ctx context.Context, scope models.Scope, from, until models.Date) ([]models.SessionRow, error) {
	return s.sessionsOfDays(ctx, scope, from, until, "", " and s.status <> 'cancelled'", CalendarLimit)
}

// SessionFeed is a calendar of sessions that a colleague reads with another program.
type SessionFeed struct {
	ID         string         `db:"id"`
	PublicID   string         `db:"public_id"`
	UserID     string         `db:"user_id"`
	Query      string         `db:"query"` // the filter, as an address writes it
	SecretHash string         `db:"secret_hash"`
	CreatedAt  models.Instant `db:"created_at"`
	ReadAt     models.Instant `db:"read_at"` // last time a calendar asked for it, to the hour; zero = never
}

// maxSessionFeeds bounds the calendars of one colleague.
const maxSessionFeeds = 20

// SessionFeeds lists the user's own calendars of sessions, the latest first.
func (s *Store) SessionFeeds(ctx context.Context, scope models.Scope) ([]SessionFeed, error) {
	if scope.Kind() != models.KindAccount {
		return nil, models.ErrForbidden
	}
	var all []SessionFeed
	err := s.list(ctx, &all, "select id, public_id, user_id, query, secret_hash, created_at, read_at from session_feeds where user_id = ? order by created_at desc, id",
		scope.Actor().UserID)
	return all, err
}

// AddSessionFeed makes a calendar of sessions of the user and returns its secret, which can never be read again.
func (s *Store) AddSessionFeed(ctx context.Context, scope models.Scope, f models.CalendarFilter) (string, error) {
	if scope.Kind() != models.KindAccount || scope.Action() != models.Update {
		return "", models.ErrForbidden
	}
	secret := models.NewToken()
	err := s.Atomically(ctx, func(tx *Store) error {
		there, err := tx.count(ctx, "select count(*) from session_feeds where user_id = ?", scope.Actor().UserID)
		if err != nil {
			return err
		}
		if there >= maxSessionFeeds {
			return models.Refuse(models.Conflict, "calendar.feed.full", "Max", maxSessionFeeds)
		}
		feed := SessionFeed{ID: models.NewID(), PublicID: models.NewPublicID(), UserID: scope.Actor().UserID, Query: f.Values().Encode(),
			SecretHash: tokenHash(secret), CreatedAt: tx.Now()}
		if err := tx.insert(ctx, "session_feeds", "id, public_id, user_id, query, secret_hash, created_at", feed); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: firstCentre(scope), Record: feed.PublicID, Detail: "session feed made"})
	})
	return secret, err
}

// DropSessionFeed closes one of the user's calendars of sessions to other programs.
func (s *Store) DropSessionFeed(ctx context.Context, scope models.Scope, publicID string) error {
	if scope.Kind() != models.KindAccount || scope.Action() != models.Update {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		n, err := tx.exec(ctx, "delete from session_feeds where public_id = ? and user_id = ?", publicID, scope.Actor().UserID)
		if err == nil && n == 0 {
			err = models.ErrNotFound
		}
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: firstCentre(scope), Record: publicID, Detail: "session feed revoked"})
	})
}

// SessionFeedUser finds whose calendar of sessions a secret opens, before anybody is signed in, and writes down once an hour that it
// was asked for. An account that was disabled has none.
func (s *Store) SessionFeedUser(ctx context.Context, secret string) (models.User, string, error) {
	var found struct {
		models.User
		Query string `db:"query"`
	}
	err := s.get(ctx, &found, "select "+prefixed("u", userColumns)+`, f.query from users u join session_feeds f on f.user_id = u.id
		where f.secret_hash = ? and u.disabled_at is null`, tokenHash(secret))
	if err != nil {
		return models.User{}, "", err
	}
	now := s.Now()
	_, err = s.exec(ctx, "update session_feeds set read_at = ? where secret_hash = ? and (read_at is null or read_at < ?)", now, tokenHash(secret),
		models.InstantOf(now.Add(-readEvery)))
	return found.User, found.Query, err
}
