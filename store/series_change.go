package store

import (
	"context"

	"jalon/models"
)

// MoveSeries gives the sessions to come of a series another weekday, other hours or another room, all or none, and tells how many
// places the people to be told hold. What happened, and what people signed, stays where it is.
func (s *Store) MoveSeries(ctx context.Context, scope models.Scope, publicID string, move models.SeriesMove) (int, error) {
	people := 0
	err := s.Atomically(ctx, func(tx *Store) error {
		rows, err := tx.comingOf(ctx, scope, publicID)
		if err != nil {
			return err
		}
		closures, err := tx.closureRows(ctx, rows[0].CentreID)
		if err != nil {
			return err
		}
		calendar := models.NewCalendar(closures)
		moved := make([]models.SessionRow, len(rows))
		for i, r := range rows {
			moved[i] = r
			move.Apply(&moved[i].Session)
			people += r.Registered + r.Waiting
			if err := tx.writeMove(ctx, scope, r, moved[i].Session, move.Reason); err != nil {
				return err
			}
		}
		for i := range moved { // all have moved: they are no longer in each other's way
			if err := tx.movedFits(ctx, moved[i], calendar); err != nil {
				return err
			}
		}
		return nil
	})
	return people, err
}

// comingOf lists and holds the sessions of a series that are still to come, under the lock of its centre's planning.
func (s *Store) comingOf(ctx context.Context, scope models.Scope, publicID string) ([]models.SessionRow, error) {
	all, err := s.Series(ctx, scope, publicID)
	if err != nil {
		return nil, err
	}
	if _, err := s.exec(ctx, "update centres set version = version where id = ?", all[0].CentreID); err != nil {
		return nil, err
	}
	var coming []models.SessionRow
	for _, r := range all {
		if !r.StillToCome(s.Today(), s.LocalClock()) {
			continue
		}
		held, err := s.lockSession(ctx, scope, r.PublicID)
		if err != nil {
			return nil, err
		}
		coming = append(coming, held)
	}
	if len(coming) == 0 {
		return nil, models.Refuse(models.Conflict, "series.problem.over")
	}
	return coming, nil
}

func (s *Store) writeMove(ctx context.Context, scope models.Scope, before models.SessionRow, n models.Session, reason string) error {
	if err := s.tieRoom(ctx, &n); err != nil {
		return err
	}
	err := s.change(ctx, `update sessions set on_date = ?, starts_at = ?, ends_at = ?, place = ?, room = ?, location_id = ?, room_id = ?, version = version + 1
		where id = ? and version = ?`, n.OnDate, n.StartsAt, n.EndsAt, n.Place, n.Room, n.LocationID, n.RoomID, n.ID, before.Version)
	if err != nil {
		return err
	}
	return s.journal(ctx, scope, models.JournalEntry{CentreID: n.CentreID, Record: n.PublicID,
		Detail: "moved from " + string(before.OnDate) + " " + before.StartsAt + ": " + reason})
}

// movedFits compares a session that has moved with the days the centre is closed, with the rest, and with what the people who have a
// place do at that hour.
func (s *Store) movedFits(ctx context.Context, r models.SessionRow, calendar models.Calendar) error {
	if c := (models.Planning{Calendar: calendar}).ClosedDay(r.OnDate); c != nil {
		return c.AsError()
	}
	var o models.Operation
	if err := s.get(ctx, &o, "select "+operationColumns+" from operations where id = ?", r.OperationID); err != nil {
		return err
	}
	var ids []string
	for _, u := range r.Trainers {
		ids = append(ids, u.ID)
	}
	n := r.Session
	if err := s.fits(ctx, o, &n, ids); err != nil {
		return err
	}
	return s.peopleFree(ctx, n)
}

// CancelSeries cancels the sessions to come of a series, with a reason, and tells how many places were held in them.
func (s *Store) CancelSeries(ctx context.Context, scope models.Scope, publicID, reason string) (int, error) {
	people := 0
	err := s.Atomically(ctx, func(tx *Store) error {
		rows, err := tx.comingOf(ctx, scope, publicID)
		if err != nil {
			return err
		}
		for _, r := range rows {
			people += r.Registered + r.Waiting
			if err := tx.CancelSession(ctx, scope, r.PublicID, reason); err != nil {
				return err
			}
		}
		return nil
	})
	return people, err
}
