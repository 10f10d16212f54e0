package store

import (
	"context"
	"errors"
	"fmt"

	"jalon/models"
)

// Health is what doctor asks of a database that opens.
type Health struct {
	Schema  int64 // number of the last migration
	Centres int
	Admins  int            // administrators who can sign in or were invited
	Latest  models.Instant // of the journal; later than now means that the clock went back
}

// SchemaVersion is the number of the last migration.
func (s *Store) SchemaVersion(ctx context.Context) (int64, error) {
	p, err := s.provider()
	if err != nil {
		return 0, fmt.Errorf("migrations: %w", err)
	}
	return p.GetDBVersion(ctx)
}

// Health looks at what must be there for somebody to work.
func (s *Store) Health(ctx context.Context) (Health, error) {
	var h Health
	var err error
	if h.Schema, err = s.SchemaVersion(ctx); err != nil {
		return h, err
	}
	if h.Centres, err = s.count(ctx, "select count(*) from centres"); err != nil {
		return h, err
	}
	h.Admins, err = s.count(ctx, `select count(distinct m.user_id) from memberships m join users u on u.id = m.user_id
		where m.role = 'admin' and u.disabled_at is null and (m.until_on is null or m.until_on >= ?)`, s.Today())
	if err != nil {
		return h, err
	}
	err = s.get(ctx, &h.Latest, "select at from journal order by seq desc limit 1")
	if errors.Is(err, models.ErrNotFound) {
		err = nil
	}
	return h, err
}
