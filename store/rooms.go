package store

import (
	"context"
	"strings"

	"jalon/models"
)

const (
	roomColumns    = "id, public_id, centre_id, location_id, name, sort_name, seats, closed_at, closed_by, created_by, created_at, version"
	closureColumns = "id, public_id, centre_id, kind, code, label, from_on, until_on, cancelled_at, cancelled_by, created_by, created_at, version"
	absenceColumns = "id, public_id, centre_id, user_id, from_on, until_on, cancelled_at, cancelled_by, created_by, created_at, version"
)

// roomsOf lists the open rooms of a centre, by place then name.
func (s *Store) roomsOf(ctx context.Context, centreID string) ([]models.Room, error) {
	var all []models.Room
	err := s.list(ctx, &all, "select "+prefixed("r", roomColumns)+`, l.name as place from rooms r join locations l on l.id = r.location_id
		where r.centre_id = ? and r.closed_at is null and l.closed_at is null order by l.desk, l.sort_name, r.sort_name`, centreID)
	return all, err
}

// Rooms lists the open rooms of the centres of a scope of any kind: they are no personal data.
func (s *Store) Rooms(ctx context.Context, scope models.Scope) ([]models.Room, error) {
	var all []models.Room
	for _, centre := range scope.Centres() {
		rooms, err := s.roomsOf(ctx, centre)
		if err != nil {
			return nil, err
		}
		all = append(all, rooms...)
	}
	return all, nil
}

// RoomsOf lists the rooms of one location, those no longer used last.
func (s *Store) RoomsOf(ctx context.Context, scope models.Scope, location string) ([]models.Room, error) {
	l, err := s.Location(ctx, scope, location)
	if err != nil {
		return nil, err
	}
	var all []models.Room
	err = s.list(ctx, &all, "select "+prefixed("r", roomColumns)+", '' as place from rooms r where r.location_id = ? order by case when r.closed_at is null then 0 else 1 end, r.sort_name", l.ID)
	return all, err
}

// SaveRoom changes the room with that public id; without one it adds a room to a location, or changes the one of that name: seats,
// and back in use. Sessions to come follow the name; those that were typed with the names of the place and of the room are tied to it.
func (s *Store) SaveRoom(ctx context.Context, scope models.Scope, location string, r models.Room) (models.Room, error) {
	if scope.Kind() != models.KindSettings || scope.Action() != models.Update {
		return r, models.ErrForbidden
	}
	r.Name = strings.Join(strings.Fields(r.Name), " ")
	r.SortName = models.Fold(r.Name)
	if err := models.CheckRoom(r).AsError(); err != nil {
		return r, err
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		l, err := tx.Location(ctx, scope, location)
		if err != nil {
			return err
		}
		if err := tx.writeRoom(ctx, scope, l, &r); err != nil {
			return err
		}
		if err := tx.tieSessions(ctx, l, r); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: l.CentreID, Record: r.PublicID, Detail: "room"})
	})
	return r, err
}

func (s *Store) writeRoom(ctx context.Context, scope models.Scope, l models.Location, r *models.Room) error {
	var known []models.Room
	if err := s.list(ctx, &known, "select "+roomColumns+", '' as place from rooms where location_id = ? and sort_name = ?", l.ID, r.SortName); err != nil {
		return err
	}
	if r.PublicID != "" {
		return s.changeRoom(ctx, l, r, known)
	}
	if len(known) > 0 {
		r.ID, r.PublicID = known[0].ID, known[0].PublicID
		_, err := s.exec(ctx, "update rooms set name = ?, seats = ?, closed_at = null, closed_by = null, version = version + 1 where id = ?", r.Name, r.Seats, r.ID)
		return err
	}
	r.ID, r.PublicID, r.CentreID, r.LocationID = models.NewID(), models.NewPublicID(), l.CentreID, l.ID
	r.Version, r.CreatedAt, r.CreatedBy = 1, s.Now(), nullable(scope.Actor().UserID)
	return s.insert(ctx, "rooms", roomColumns, r)
}

// changeRoom gives a room another name or other seats; same are the rooms of the place with that name.
func (s *Store) changeRoom(ctx context.Context, l models.Location, r *models.Room, same []models.Room) error {
	var before models.Room
	err := s.get(ctx, &before, "select "+roomColumns+", '' as place from rooms where public_id = ? and location_id = ?", r.PublicID, l.ID)
	if err != nil {
		return err
	}
	if len(same) > 0 && same[0].ID != before.ID {
		return refuseField("name", "room.problem.taken")
	}
	r.ID = before.ID
	if err := s.change(ctx, "update rooms set name = ?, sort_name = ?, seats = ?, version = version + 1 where id = ? and version = ?", r.Name, r.SortName, r.Seats, r.ID, r.Version); err != nil {
		return err
	}
	_, err = s.exec(ctx, "update sessions set room = ? where room_id = ? and on_date >= ?", r.Name, r.ID, s.Today())
	return err
}

// tieSessions ties the sessions to come whose place and room were typed.
func (s *Store) tieSessions(ctx context.Context, l models.Location, r models.Room) error {
	var typed []models.Session
	err := s.list(ctx, &typed, "select id, place, room from sessions where centre_id = ? and on_date >= ? and room_id is null and room <> ''", l.CentreID, s.Today())
	for _, n := range typed {
		if models.Fold(n.Place) != l.SortName || models.Fold(n.Room) != r.SortName {
			continue
		}
		if _, err := s.exec(ctx, "update sessions set location_id = ?, room_id = ? where id = ?", l.ID, r.ID, n.ID); err != nil {
			return err
		}
	}
	return err
}

// CloseRoom takes a room out of the forms, or puts it back; what is planned there stays. It gives the public id of its location.
func (s *Store) CloseRoom(ctx context.Context, scope models.Scope, publicID string, closed bool) (string, error) {
	if scope.Kind() != models.KindSettings || scope.Action() != models.Update {
		return "", models.ErrForbidden
	}
	condition, args := locationsOf(scope)
	var r struct {
		models.Room
		Location string `db:"location"`
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		err := tx.get(ctx, &r, "select r.id, r.public_id, r.centre_id, l.public_id as location from rooms r join locations l on l.id = r.location_id where r.public_id = ? and "+condition,
			append([]any{publicID}, args...)...)
		if err != nil {
			return err
		}
		at, by, detail := models.Instant{}, nullable(""), "room reopened"
		if closed {
			at, by, detail = tx.Now(), nullable(scope.Actor().UserID), "room closed"
		}
		if _, err := tx.exec(ctx, "update rooms set closed_at = ?, closed_by = ?, version = version + 1 where id = ?", at, by, r.ID); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: r.CentreID, Record: r.PublicID, Detail: detail})
	})
	return r.Location, err
}
