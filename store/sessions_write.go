package store

import (
	"context"

	"jalon/models"
)

// CreateSession plans a session of an operation of the scope, given by the colleagues with those ids. A room or a
// colleague busy at that time is refused.
func (s *Store) CreateSession(ctx context.Context, scope models.Scope, n models.Session, trainers []string) (models.Session, error) {
	n.ID, n.PublicID, n.Version, n.CreatedAt = models.NewID(), models.NewPublicID(), 1, s.Now()
	n.Status, n.CreatedBy = models.SessionPlanned, nullable(scope.Actor().UserID)
	err := s.Atomically(ctx, func(tx *Store) error {
		if err := tx.plannable(ctx, scope, &n, trainers); err != nil {
			return err
		}
		if err := tx.insert(ctx, "sessions", sessionColumns, n); err != nil {
			return err
		}
		if err := tx.setTrainers(ctx, n, trainers); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: n.CentreID, Record: n.PublicID})
	})
	return n, err
}

// plannable places the session in the centre of its operation and compares it with what is planned already.
// Planning takes turns within a centre, so that two sessions do not get the same room.
func (s *Store) plannable(ctx context.Context, scope models.Scope, n *models.Session, trainers []string) error {
	var o models.Operation
	if err := s.get(ctx, &o, "select "+operationColumns+" from operations where id = ?", n.OperationID); err != nil {
		return err
	}
	if scope.Kind() != models.KindSession || !scope.Covers(models.Record{CentreID: o.CentreID, Operations: []string{o.ID}, Funders: []string{o.Funder}}) {
		return models.ErrNotFound
	}
	n.CentreID = o.CentreID
	if err := s.freezeRule(ctx, n); err != nil {
		return err
	}
	if _, err := s.exec(ctx, "update centres set version = version where id = ?", o.CentreID); err != nil {
		return err
	}
	return s.fits(ctx, o, n, trainers)
}

// fits compares a session with what the centre has that day. A place and a room that were typed are tied to those of the settings.
func (s *Store) fits(ctx context.Context, o models.Operation, n *models.Session, trainers []string) error {
	if err := s.tieRoom(ctx, n); err != nil {
		return err
	}
	planning, err := s.planning(ctx, o, trainers, n.OnDate, n.OnDate)
	if err != nil {
		return err
	}
	if conflicts := planning.Conflicts(*n, planning.Trainers); len(conflicts) > 0 {
		return conflicts[0].AsError()
	}
	return nil
}

// freezeRule gives a session the rule of its module, unless it already follows that module: then it keeps the rule it was planned with.
func (s *Store) freezeRule(ctx context.Context, n *models.Session) error {
	var before []models.Session
	if err := s.list(ctx, &before, "select module_id, counting, module_minutes, module_category from sessions where id = ?", n.ID); err != nil {
		return err
	}
	switch {
	case n.ModuleID == nil:
		n.SessionRule = models.SessionRule{}
		return nil
	case len(before) == 1 && before[0].ModuleID != nil && *before[0].ModuleID == *n.ModuleID:
		n.SessionRule = before[0].SessionRule
		return nil
	}
	var m models.Module
	err := s.get(ctx, &m, "select "+moduleColumns+" from modules where id = ? and centre_id = ?", *n.ModuleID, n.CentreID)
	n.SessionRule = m.Rule()
	return err
}

func (s *Store) setTrainers(ctx context.Context, n models.Session, trainers []string) error {
	if _, err := s.exec(ctx, "delete from session_trainers where session_id = ?", n.ID); err != nil {
		return err
	}
	for i, id := range trainers {
		_, err := s.exec(ctx, "insert into session_trainers (session_id, user_id, position) values (?, ?, ?)", n.ID, id, i)
		if err != nil {
			return err
		}
	}
	return nil
}

// UpdateSession changes a session that is not closed; the version is the one the form was opened with.
func (s *Store) UpdateSession(ctx context.Context, scope models.Scope, n models.Session, trainers []string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		before, err := tx.lockSession(ctx, scope, n.PublicID)
		if err != nil {
			return err
		}
		if before.Version != n.Version {
			return models.ErrStale
		}
		n.ID = before.ID
		if err := tx.changeable(ctx, before, n); err != nil {
			return err
		}
		if err := tx.plannable(ctx, scope, &n, trainers); err != nil {
			return err
		}
		err = tx.change(ctx, `update sessions set operation_id = ?, module_id = ?, module_code = ?, title = ?, on_date = ?, starts_at = ?,
			ends_at = ?, place = ?, room = ?, capacity = ?, operator = ?, interpreter = ?, series_id = ?, location_id = ?, room_id = ?, laptops = ?, counting = ?, module_minutes = ?,
			module_category = ?, version = version + 1 where id = ? and version = ?`,
			n.OperationID, n.ModuleID, n.ModuleCode, n.Title, n.OnDate, n.StartsAt, n.EndsAt, n.Place, n.Room, n.Capacity, n.Operator,
			n.Interpreter, n.SeriesID, n.LocationID, n.RoomID, n.Laptops, n.Counting, n.ModuleMinutes, n.ModuleCategory, n.ID, n.Version)
		if err != nil {
			return err
		}
		if err := tx.setTrainers(ctx, n, trainers); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: n.CentreID, Record: n.PublicID})
	})
}

// changeable refuses what would contradict the places and presences of the session.
func (s *Store) changeable(ctx context.Context, before models.SessionRow, n models.Session) error {
	if err := s.quotasFit(ctx, n); err != nil {
		return err
	}
	marked := before.Attended+before.ExcusedCount+before.AbsentCount > 0
	moved := n.OnDate != before.OnDate || n.StartsAt != before.StartsAt || n.EndsAt != before.EndsAt
	switch {
	case before.Status != models.SessionPlanned:
		return models.Refuse(models.Conflict, "session.problem.not_planned")
	case n.Capacity != nil && *n.Capacity < before.Registered+before.Held && !sameCount(n.Capacity, before.Capacity): // somebody at the door may be one too many
		return models.Refuse(models.Invalid, "session.problem.capacity_below", "Count", before.Registered+before.Held)
	case n.OperationID != before.OperationID && before.Registered+before.Waiting > 0:
		return models.Refuse(models.Invalid, "session.problem.operation_fixed")
	case marked && n.OnDate != before.OnDate:
		return models.Refuse(models.Invalid, "session.problem.date_fixed")
	case moved:
		if err := s.unsigned(ctx, n); err != nil {
			return err
		}
		if marked {
			return models.Refuse(models.Invalid, "session.problem.date_fixed")
		}
		return s.peopleFree(ctx, n)
	}
	return nil
}

func sameCount(a, b *int) bool { return a == b || a != nil && b != nil && *a == *b }

// peopleFree looks for people with a place who are busy at the new time of their session. It tells their public ids, no names:
// who reads the refusal may not see all of them.
func (s *Store) peopleFree(ctx context.Context, n models.Session) error {
	var people []struct {
		ID       string `db:"id"`
		PublicID string `db:"public_id"`
	}
	err := s.list(ctx, &people, `select p.id, p.public_id from registrations r join participants p on p.id = r.participant_id
		where r.session_id = ? and r.place = 'inscrit' order by p.id`, n.ID)
	if err != nil {
		return err
	}
	var busy []string
	for _, p := range people {
		clash, err := s.personClash(ctx, n, p.ID, anyClash)
		if err != nil {
			return err
		}
		if clash != nil {
			busy = append(busy, p.PublicID)
		}
	}
	if len(busy) > 0 {
		return models.Refuse(models.Invalid, models.PeopleBusy, "Count", len(busy), "Session", n.PublicID, "People", busy)
	}
	return nil
}

// CancelSession cancels a planned session with a reason; its places stay as a record.
func (s *Store) CancelSession(ctx context.Context, scope models.Scope, publicID, reason string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		n, err := tx.lockSession(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if n.Status != models.SessionPlanned {
			return models.Refuse(models.Conflict, "session.problem.not_planned")
		}
		if n.Attended > 0 {
			return models.Refuse(models.Conflict, "session.problem.cancel_attended", "Count", n.Attended)
		}
		if err := tx.withdrawOffers(ctx, n.ID); err != nil {
			return err
		}
		return tx.setStatus(ctx, scope, n, models.SessionCancelled, reason)
	})
}

// CloseSession closes a session that has taken place. What is left (places to specify, missing signatures) is
// refused unless the colleague has seen it and confirms.
func (s *Store) CloseSession(ctx context.Context, scope models.Scope, publicID string, confirmed bool) error {
	return s.Atomically(ctx, func(tx *Store) error {
		n, err := tx.lockSession(ctx, scope, publicID)
		if err != nil {
			return err
		}
		switch {
		case n.Status != models.SessionPlanned:
			return models.Refuse(models.Conflict, "session.problem.not_planned")
		case !n.OverAt(tx.Today(), tx.LocalClock()):
			return models.Refuse(models.Invalid, "session.problem.not_over", "Date", models.FrenchDate(n.OnDate), "Time", models.FrenchTime(n.EndsAt))
		case n.Left() > 0 && !confirmed:
			return models.Refuse(models.Invalid, "session.problem.left", "Count", n.Left())
		}
		return tx.setStatus(ctx, scope, n, models.SessionClosed, "")
	})
}

// ReopenSession allows the presences of a closed session to be changed again; the reason is kept and logged.
func (s *Store) ReopenSession(ctx context.Context, scope models.Scope, publicID, reason string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		n, err := tx.lockSession(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if n.Status != models.SessionClosed {
			return models.Refuse(models.Conflict, "session.problem.not_closed")
		}
		return tx.setStatus(ctx, scope, n, models.SessionPlanned, reason)
	})
}

func (s *Store) setStatus(ctx context.Context, scope models.Scope, n models.SessionRow, status, reason string) error {
	var closedAt models.Instant
	var closedBy *string
	if status == models.SessionClosed {
		closedAt, closedBy = s.Now(), nullable(scope.Actor().UserID)
	}
	err := s.change(ctx, "update sessions set status = ?, status_reason = ?, closed_at = ?, closed_by = ?, version = version + 1 where id = ? and version = ?",
		status, reason, closedAt, closedBy, n.ID, n.Version)
	if err != nil {
		return err
	}
	detail := n.Status + " -> " + status
	if reason != "" {
		detail += ": " + reason
	}
	return s.journal(ctx, scope, models.JournalEntry{CentreID: n.CentreID, Record: n.PublicID, Detail: detail})
}
