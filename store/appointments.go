package store

import (
	"context"

	"jalon/models"
)

const appointmentColumns = `id, public_id, centre_id, participant_id, enrolment_id, user_id, on_date, starts_at, minutes, mode, place,
	purpose_sealed, outcome, created_by, created_at, version`

// AppointmentView is an appointment as pages show it. Its purpose is opened by OpenAppointment only.
type AppointmentView struct {
	models.Appointment
	Person          string `db:"person"` // public id
	FamilyName      string `db:"family_name"`
	GivenName       string `db:"given_name"`
	Phone           string `db:"phone"`
	Colleague       string `db:"colleague"`
	ColleagueID     string `db:"colleague_public_id"`
	Enrolment       string `db:"enrolment"` // public id, "" without
	Programme       string `db:"programme"`
	FollowUpWritten string `db:"followup"` // public id of the follow-up that came of it, ""
}

// Name is the person's as lists write it.
func (v AppointmentView) Name() string { return models.ListName(v.FamilyName, v.GivenName) }

const appointmentSource = `, p.public_id as person, p.family_name, p.given_name, p.phone, u.name as colleague, u.public_id as colleague_public_id,
	coalesce(e.public_id, '') as enrolment, coalesce(o.programme, '') as programme,
	coalesce((select f.public_id from followups f where f.appointment_id = a.id and f.cancelled_at is null limit 1), '') as followup
	from appointments a cross join participants p cross join users u
	left join enrolments e on e.id = a.enrolment_id left join operations o on o.id = e.operation_id
	where p.id = a.participant_id and u.id = a.user_id and `

// Appointment finds one appointment by its public id, within a scope of appointments; its purpose stays sealed.
func (s *Store) Appointment(ctx context.Context, scope models.Scope, publicID string) (AppointmentView, error) {
	condition, args := within(scope, models.KindAppointment)
	var v AppointmentView
	err := s.get(ctx, &v, "select "+prefixed("a", appointmentColumns)+appointmentSource+condition+" and a.public_id = ?", append(args, publicID)...)
	return v, err
}

// OpenAppointment is Appointment with its purpose, for who may read follow-ups of that person: what a meeting is about
// belongs to the file, not to the desk.
func (s *Store) OpenAppointment(ctx context.Context, scope, followUps models.Scope, publicID string) (AppointmentView, error) {
	v, err := s.Appointment(ctx, scope, publicID)
	if err != nil || !s.Reaches(ctx, followUps, v.Person) {
		return v, err
	}
	box, err := s.box(ctx, v.ParticipantID)
	if err != nil {
		return v, err
	}
	v.Purpose, err = box.Open("purpose", v.PurposeSealed)
	return v, err
}

// AppointmentFilter narrows a list of appointments.
type AppointmentFilter struct {
	From, Until models.Date // both inclusive
	UserID      string      // "" = of everybody within the scope
	Open        bool        // without outcome
	Limit       int
}

// Appointments lists appointments in the order of the clock.
func (s *Store) Appointments(ctx context.Context, scope models.Scope, f AppointmentFilter) ([]AppointmentView, error) {
	query, args := appointmentList(scope, f)
	var all []AppointmentView
	err := s.list(ctx, &all, query, args...)
	return all, err
}

func appointmentList(scope models.Scope, f AppointmentFilter) (string, []any) {
	where, args := appointmentWhere(scope, f)
	return "select " + prefixed("a", appointmentColumns) + appointmentSource + where + " order by a.on_date, a.starts_at, a.id limit ?",
		append(args, max(1, f.Limit))
}

func appointmentWhere(scope models.Scope, f AppointmentFilter) (string, []any) {
	where, args := within(scope, models.KindAppointment)
	where, args = where+" and a.on_date >= ? and a.on_date <= ?", append(args, f.From, f.Until)
	if f.UserID != "" {
		where, args = where+" and a.user_id = ?", append(args, f.UserID)
	} else if condition, values := inCentres(scope, "a.centre_id"); condition != "" {
		where, args = where+" and "+condition, append(args, values...)
	}
	if f.Open {
		where += " and a.outcome = ''"
	}
	return where, args
}

// CreateAppointment plans a meeting with a person of the scope. A time at which the person or the colleague is busy is refused.
func (s *Store) CreateAppointment(ctx context.Context, scope models.Scope, personPublicID string, a models.Appointment) (models.Appointment, error) {
	err := s.Atomically(ctx, func(tx *Store) error {
		if err := tx.get(ctx, &a.ParticipantID, "select id from participants where public_id = ?", personPublicID); err != nil {
			return err
		}
		record, err := tx.personRecord(ctx, a.ParticipantID)
		if err != nil {
			return err
		}
		if scope.Kind() != models.KindAppointment || scope.Action() != models.Create || !scope.Covers(record) {
			return models.ErrNotFound
		}
		author := scope.Actor().UserID
		if a.UserID == "" {
			a.UserID = author
		}
		a.ID, a.PublicID, a.CentreID, a.CreatedBy, a.CreatedAt, a.Version = models.NewID(), models.NewPublicID(), record.CentreID, nullable(author), tx.Now(), 1
		if err := tx.plannableAppointment(ctx, scope, &a); err != nil {
			return err
		}
		if err := tx.insert(ctx, "appointments", appointmentColumns, a); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: a.CentreID, Record: a.PublicID, Participant: personPublicID})
	})
	return a, err
}

// plannableAppointment checks what was typed and who is free, and seals the purpose. The person and the colleague are
// held until the end of the transaction.
func (s *Store) plannableAppointment(ctx context.Context, scope models.Scope, a *models.Appointment) error {
	if err := models.CheckAppointment(*a, s.Today(), brussels).AsError(); err != nil {
		return err
	}
	if err := s.colleague(ctx, a.CentreID, a.UserID); err != nil {
		return err
	}
	if err := s.lockPerson(ctx, a.ParticipantID); err != nil {
		return err
	}
	if _, err := s.exec(ctx, "update users set version = version where id = ?", a.UserID); err != nil {
		return err
	}
	if err := s.slotFree(ctx, scope, *a); err != nil {
		return err
	}
	box, err := s.box(ctx, a.ParticipantID)
	if err != nil {
		return err
	}
	a.PurposeSealed = box.Seal("purpose", a.Purpose)
	return nil
}

// UpdateAppointment moves or changes an appointment that has no outcome yet; the version is the one the form was opened with.
func (s *Store) UpdateAppointment(ctx context.Context, scope models.Scope, a models.Appointment) error {
	return s.Atomically(ctx, func(tx *Store) error {
		before, err := tx.Appointment(ctx, scope, a.PublicID)
		if err != nil {
			return err
		}
		switch {
		case scope.Action() != models.Update:
			return models.ErrForbidden
		case before.Outcome != "":
			return models.Refuse(models.Conflict, "appointment.problem.over")
		case before.Version != a.Version:
			return models.ErrStale
		}
		a.ID, a.CentreID, a.ParticipantID = before.ID, before.CentreID, before.ParticipantID
		if a.UserID == "" {
			a.UserID = before.UserID
		}
		if err := tx.plannableAppointment(ctx, scope, &a); err != nil {
			return err
		}
		err = tx.change(ctx, `update appointments set user_id = ?, on_date = ?, starts_at = ?, minutes = ?, mode = ?, place = ?, purpose_sealed = ?,
			version = version + 1 where id = ? and version = ?`, a.UserID, a.OnDate, a.StartsAt, a.Minutes, a.Mode, a.Place, a.PurposeSealed, a.ID, a.Version)
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: a.CentreID, Record: a.PublicID, Participant: before.Person})
	})
}

// SetOutcome says what became of an appointment: excuse, absent, annule; "" asks again. A person who came is a follow-up
// (LogFollowUp). Before its day only annule and excuse can be.
func (s *Store) SetOutcome(ctx context.Context, scope models.Scope, publicID, outcome string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		a, err := tx.Appointment(ctx, scope, publicID)
		if err != nil {
			return err
		}
		switch {
		case scope.Action() != models.Update:
			return models.ErrForbidden
		case outcome != "" && outcome != models.Excused && outcome != models.Absent && outcome != models.OutcomeCancelled:
			return models.Refuse(models.Invalid, "appointment.problem.outcome")
		case a.FollowUpWritten != "":
			return models.Refuse(models.Conflict, "appointment.problem.written")
		case outcome == models.Absent && a.OnDate > tx.Today():
			return models.Refuse(models.Invalid, "appointment.problem.not_yet")
		}
		if _, err := tx.exec(ctx, "update appointments set outcome = ?, version = version + 1 where id = ?", outcome, a.ID); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: a.CentreID, Record: a.PublicID, Participant: a.Person, Detail: outcome})
	})
}
