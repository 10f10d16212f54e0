package store

import (
	"context"
	"strings"

	"jalon/models"
)

const locationColumns = "id, public_id, centre_id, name, sort_name, address, desk, seats, closed_at, closed_by, created_by, created_at, version, laptops, directions"

// Locations lists where the centres of a scope receive people, by name; closed lists those no longer used instead. They are no
// personal data: the scope may be of any kind.
func (s *Store) Locations(ctx context.Context, scope models.Scope, closed bool) ([]models.Location, error) {
	state := "l.closed_at is null"
	if closed {
		state = "l.closed_at is not null"
	}
	var all []models.Location
	condition, args := locationsOf(scope)
	err := s.list(ctx, &all, "select "+prefixed("l", locationColumns)+" from locations l where "+condition+" and "+state+" order by l.desk, l.sort_name, l.id", args...)
	return all, err
}

// Location is one of them by public id, closed or not.
func (s *Store) Location(ctx context.Context, scope models.Scope, publicID string) (models.Location, error) {
	var l models.Location
	condition, args := locationsOf(scope)
	err := s.get(ctx, &l, "select "+prefixed("l", locationColumns)+" from locations l where "+condition+" and l.public_id = ?", append(args, publicID)...)
	return l, err
}

func locationsOf(scope models.Scope) (string, []any) {
	centres := scope.Centres()
	if len(centres) == 0 {
		return "1 = 0", nil
	}
	return "l.centre_id in (" + marks(len(centres)) + ")", anys(centres)
}

// SaveLocation adds a location (without a public id) or changes one; the appointments to come there follow its name.
func (s *Store) SaveLocation(ctx context.Context, scope models.Scope, l models.Location) (models.Location, error) {
	if scope.Kind() != models.KindSettings || scope.Action() != models.Update {
		return l, models.ErrForbidden
	}
	l.Name, l.Address = strings.Join(strings.Fields(l.Name), " "), strings.TrimSpace(l.Address)
	l.SortName = models.Fold(l.Name)
	if err := models.CheckLocation(l).AsError(); err != nil {
		return l, err
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		if err := tx.writeLocation(ctx, scope, &l); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: l.CentreID, Record: l.PublicID, Detail: "location"})
	})
	return l, err
}

func (s *Store) writeLocation(ctx context.Context, scope models.Scope, l *models.Location) error {
	if l.PublicID != "" {
		before, err := s.Location(ctx, scope, l.PublicID)
		if err != nil {
			return err
		}
		l.ID, l.CentreID = before.ID, before.CentreID
	}
	taken, err := s.count(ctx, "select count(*) from locations where centre_id = ? and sort_name = ? and id <> ?", l.CentreID, l.SortName, l.ID)
	switch {
	case err != nil:
		return err
	case taken > 0:
		problems := models.Problems{}
		problems.Add("name", "location.problem.taken")
		return problems.AsError()
	case !scope.Covers(models.Record{CentreID: l.CentreID}):
		return models.ErrNotFound
	}
	if l.ID == "" {
		l.ID, l.PublicID, l.Version, l.CreatedAt, l.CreatedBy = models.NewID(), models.NewPublicID(), 1, s.Now(), nullable(scope.Actor().UserID)
		return s.insert(ctx, "locations", locationColumns, l)
	}
	if err := s.change(ctx, "update locations set name = ?, sort_name = ?, address = ?, desk = ?, seats = ?, laptops = ?, directions = ?, version = version + 1 where id = ? and version = ?",
		l.Name, l.SortName, l.Address, l.Desk, l.Seats, l.Laptops, l.Directions, l.ID, l.Version); err != nil {
		return err
	}
	if _, err := s.exec(ctx, "update sessions set place = ? where location_id = ? and on_date >= ?", l.Name, l.ID, s.Today()); err != nil {
		return err
	}
	_, err = s.exec(ctx, "update appointments set place = ? where location_id = ? and on_date >= ?", l.Name, l.ID, s.Today())
	return err
}

// CloseLocation takes a location out of the forms, or puts it back. What was planned there stays.
func (s *Store) CloseLocation(ctx context.Context, scope models.Scope, publicID string, closed bool) error {
	if scope.Kind() != models.KindSettings || scope.Action() != models.Update {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		l, err := tx.Location(ctx, scope, publicID)
		if err != nil {
			return err
		}
		at, by, detail := models.Instant{}, nullable(""), "location reopened"
		if closed {
			at, by, detail = tx.Now(), nullable(scope.Actor().UserID), "location closed"
		}
		if _, err := tx.exec(ctx, "update locations set closed_at = ?, closed_by = ?, version = version + 1 where id = ?", at, by, l.ID); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: l.CentreID, Record: l.PublicID, Detail: detail})
	})
}
