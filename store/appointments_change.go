package store

import (
	"context"

	"jalon/models"
)

const moveColumns = `id, appointment_id, version, user_id, on_date, starts_at, minutes, mode, place, location_id, interpreter,
	interpreter_service, interpreter_language, interpreter_name, moved_by, moved_at`

// AppointmentMove is what an appointment was before it was moved or changed.
type AppointmentMove struct {
	ID            string         `db:"id"`
	AppointmentID string         `db:"appointment_id"`
	Version       int            `db:"version"` // the one it then had
	UserID        string         `db:"user_id"`
	OnDate        models.Date    `db:"on_date"`
	StartsAt      string         `db:"starts_at"`
	Minutes       int            `db:"minutes"`
	Mode          string         `db:"mode"`
	Place         string         `db:"place"`
	LocationID    *string        `db:"location_id"`
	MovedBy       *string        `db:"moved_by"`
	MovedAt       models.Instant `db:"moved_at"`
	models.Interpreter

	UndoneAt  models.Instant `db:"undone_at"`
	Colleague string         `db:"colleague"` // with whom it was
	Mover     string         `db:"mover"`     // who moved it
}

// AppointmentMoves lists what became of an appointment of the scope before its present slot, the last change first.
func (s *Store) AppointmentMoves(ctx context.Context, scope models.Scope, publicID string) ([]AppointmentMove, error) {
	condition, args := within(scope, models.KindAppointment)
	var all []AppointmentMove
	err := s.list(ctx, &all, "select "+prefixed("m", moveColumns)+`, m.undone_at, u.name as colleague, coalesce(y.name, '') as mover
		from appointment_moves m join appointments a on a.id = m.appointment_id join participants p on p.id = a.participant_id
		join users u on u.id = m.user_id left join users y on y.id = m.moved_by
		where a.public_id = ? and `+condition+" order by m.moved_at desc, m.id desc limit 50", append([]any{publicID}, args...)...)
	return all, err
}

// openToChange finds an appointment of a scope of changes.
func (s *Store) openToChange(ctx context.Context, scope models.Scope, publicID string) (AppointmentView, error) {
	if scope.Action() != models.Update && scope.Action() != models.Cancel {
		return AppointmentView{}, models.ErrForbidden
	}
	return s.Appointment(ctx, scope, publicID)
}

// changeable refuses an appointment that is over, or that is no longer as the form was opened with.
func (v AppointmentView) changeable(version int) error {
	switch {
	case v.Outcome != "":
		return models.Refuse(models.Conflict, "appointment.problem.over")
	case v.Version != version:
		return models.ErrStale
	}
	return nil
}

// UpdateAppointment moves or changes an appointment that has no outcome yet; the version is the one the form was opened with.
func (s *Store) UpdateAppointment(ctx context.Context, scope models.Scope, a models.Appointment) error {
	return s.Atomically(ctx, func(tx *Store) error {
		before, err := tx.openToChange(ctx, scope, a.PublicID)
		if err != nil {
			return err
		}
		if err := before.changeable(a.Version); err != nil {
			return err
		}
		a.ID, a.CentreID, a.ParticipantID = before.ID, before.CentreID, before.ParticipantID
		if a.UserID == "" {
			a.UserID = before.UserID
		}
		if err := tx.plannableAppointment(ctx, scope, &a); err != nil {
			return err
		}
		if err := tx.keepSlot(ctx, scope, before.Appointment); err != nil {
			return err
		}
		if _, err := tx.exec(ctx, "update appointments set purpose_sealed = ? where id = ?", a.PurposeSealed, a.ID); err != nil {
			return err
		}
		return tx.writeSlot(ctx, scope, before.Person, a)
	})
}

// keepSlot remembers what an appointment was.
func (s *Store) keepSlot(ctx context.Context, scope models.Scope, a models.Appointment) error {
	m := AppointmentMove{ID: models.NewID(), AppointmentID: a.ID, Version: a.Version, UserID: a.UserID, OnDate: a.OnDate, StartsAt: a.StartsAt, Minutes: a.Minutes,
		Mode: a.Mode, Place: a.Place, LocationID: a.LocationID, Interpreter: a.Interpreter, MovedBy: nullable(scope.Actor().UserID), MovedAt: s.Now()}
	return s.insert(ctx, "appointment_moves", moveColumns, m)
}

// writeSlot writes when, where and with whom an appointment is.
func (s *Store) writeSlot(ctx context.Context, scope models.Scope, person string, a models.Appointment) error {
	err := s.change(ctx, `update appointments set user_id = ?, on_date = ?, starts_at = ?, minutes = ?, mode = ?, place = ?, location_id = ?,
		interpreter = ?, interpreter_service = ?, interpreter_language = ?, interpreter_name = ?, changed_at = ?, version = version + 1
		where id = ? and version = ?`, a.UserID, a.OnDate, a.StartsAt, a.Minutes, a.Mode, a.Place, a.LocationID,
		a.Interpreted, a.Service, a.Language, a.Interprets, s.Now(), a.ID, a.Version)
	if err != nil {
		return err
	}
	return s.journal(ctx, scope, models.JournalEntry{CentreID: a.CentreID, Record: a.PublicID, Participant: person})
}

// SetOutcome says that the person did not come: excuse, absent. A person who came is a follow-up (LogFollowUp). Before
// its day only an excuse can be. It returns the version to undo.
func (s *Store) SetOutcome(ctx context.Context, scope models.Scope, publicID, outcome string) (int, error) {
	version := 0
	err := s.Atomically(ctx, func(tx *Store) error {
		a, err := tx.openToChange(ctx, scope, publicID)
		if err != nil {
			return err
		}
		switch {
		case outcome != models.Excused && outcome != models.Absent:
			return models.Refuse(models.Invalid, "appointment.problem.outcome")
		case a.FollowUpWritten != "":
			return models.Refuse(models.Conflict, "appointment.problem.written")
		case a.Outcome != "" && a.Outcome != outcome:
			return models.Refuse(models.Conflict, "appointment.problem.over")
		case outcome == models.Absent && a.OnDate > tx.Today():
			return models.Refuse(models.Invalid, "appointment.problem.not_yet")
		}
		if version = a.Version; a.Outcome == outcome { // the second click of a double click
			return nil
		}
		version++
		return tx.writeOutcome(ctx, scope, a, outcome, "", "")
	})
	return version, err
}

// CancelAppointment says that an appointment does not take place, which side cancelled, and why ("" = not said).
func (s *Store) CancelAppointment(ctx context.Context, scope models.Scope, publicID, side, reason string, version int) error {
	if err := models.CheckCancellation(side, reason).AsError(); err != nil {
		return err
	}
	return s.Atomically(ctx, func(tx *Store) error {
		a, err := tx.openToChange(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if err := a.changeable(version); err != nil {
			return err
		}
		return tx.writeOutcome(ctx, scope, a, models.OutcomeCancelled, side, reason)
	})
}

func (s *Store) writeOutcome(ctx context.Context, scope models.Scope, a AppointmentView, outcome, side, reason string) error {
	var sealed []byte
	if reason != "" {
		box, err := s.box(ctx, a.ParticipantID)
		if err != nil {
			return err
		}
		sealed = box.Seal("appointment reason", reason)
	}
	err := s.change(ctx, `update appointments set outcome = ?, cancel_side = ?, cancel_reason_sealed = ?, outcome_by = ?, outcome_at = ?, changed_at = ?,
		version = version + 1 where id = ? and version = ?`, outcome, side, sealed, nullable(scope.Actor().UserID), s.Now(), s.Now(), a.ID, a.Version)
	if err != nil {
		return err
	}
	return s.journal(ctx, scope, models.JournalEntry{CentreID: a.CentreID, Record: a.PublicID, Participant: a.Person, Detail: orDetail(outcome, side)})
}

func orDetail(outcome, side string) string {
	if side != "" {
		return outcome + " " + side
	}
	return outcome
}

// UndoAppointment takes back the last thing done to an appointment: its outcome, else the move that gave it its present
// slot, else its planning. version is the one that was left behind. A slot that was taken since is not given back.
func (s *Store) UndoAppointment(ctx context.Context, scope models.Scope, publicID string, version int) error {
	return s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.openToChange(ctx, scope, publicID)
		switch {
		case err != nil:
			return err
		case v.Version != version:
			return models.ErrStale
		case v.FollowUpWritten != "":
			return models.Refuse(models.Conflict, "appointment.problem.written")
		case v.Outcome != "":
			return tx.reopen(ctx, scope, v)
		case v.Version == 1:
			return tx.writeOutcome(ctx, scope, v, models.OutcomeCancelled, models.CancelMistake, "")
		}
		return tx.moveBack(ctx, scope, v)
	})
}

// reopen asks again what became of an appointment. One whose slot was free for others must find it free.
func (s *Store) reopen(ctx context.Context, scope models.Scope, v AppointmentView) error {
	a := v.Appointment
	a.Outcome = ""
	if err := s.lockAppointment(ctx, a); err != nil {
		return err
	}
	if err := s.slotFree(ctx, scope, a); err != nil {
		return err
	}
	return s.writeOutcome(ctx, scope, v, "", "", "")
}

func (s *Store) moveBack(ctx context.Context, scope models.Scope, v AppointmentView) error {
	var m AppointmentMove
	err := s.get(ctx, &m, "select "+moveColumns+" from appointment_moves where appointment_id = ? and version = ? and undone_at is null", v.ID, v.Version-1)
	if models.CodeOf(err) == models.NotFound {
		return models.Refuse(models.Conflict, "appointment.problem.no_undo")
	}
	if err != nil {
		return err
	}
	a := v.Appointment
	a.UserID, a.OnDate, a.StartsAt, a.Minutes, a.Mode, a.Place, a.LocationID = m.UserID, m.OnDate, m.StartsAt, m.Minutes, m.Mode, m.Place, m.LocationID
	a.Interpreter = m.Interpreter
	if err := s.lockAppointment(ctx, a); err != nil {
		return err
	}
	if err := s.slotFree(ctx, scope, a); err != nil {
		return err
	}
	if _, err := s.exec(ctx, "update appointment_moves set undone_at = ? where id = ?", s.Now(), m.ID); err != nil {
		return err
	}
	return s.writeSlot(ctx, scope, v.Person, a)
}
