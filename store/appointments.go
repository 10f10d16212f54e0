package store

import (
	"context"

	"jalon/models"
)

const appointmentColumns = `id, public_id, centre_id, participant_id, enrolment_id, user_id, on_date, starts_at, minutes, mode, place, location_id,
	interpreter, interpreter_service, interpreter_language, interpreter_name, purpose_sealed, outcome, cancel_side, cancel_reason_sealed,
	outcome_by, outcome_at, created_by, created_at, changed_at, version`

// AppointmentView is an appointment as pages show it. Its purpose is opened by OpenAppointment only.
type AppointmentView struct {
	models.Appointment
	Person          string `db:"person"` // public id
	FamilyName      string `db:"family_name"`
	GivenName       string `db:"given_name"`
	Phone           string `db:"phone"`
	Colleague       string `db:"colleague"`
	ColleagueID     string `db:"colleague_public_id"`
	Location        string `db:"location"`  // public id, "" without
	Enrolment       string `db:"enrolment"` // public id, "" without
	Programme       string `db:"programme"`
	FollowUpWritten string `db:"followup"` // public id of the follow-up that came of it, ""
}

// Name is the person's as lists write it.
func (v AppointmentView) Name() string { return models.ListName(v.FamilyName, v.GivenName) }

const appointmentSource = `, p.public_id as person, p.family_name, p.given_name, p.phone, u.name as colleague, u.public_id as colleague_public_id,
	coalesce((select l.public_id from locations l where l.id = a.location_id), '') as location, coalesce(e.public_id, '') as enrolment, coalesce(o.programme, '') as programme,
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
	if v.Purpose, err = box.Open("purpose", v.PurposeSealed); err != nil {
		return v, err
	}
	v.CancelReason, err = box.Open("appointment reason", v.CancelReasonSealed)
	return v, err
}

// AppointmentFilter narrows a list of appointments.
type AppointmentFilter struct {
	From, Until models.Date // both inclusive
	UserID      string      // "" = of everybody within the scope
	LocationID  string      // "" = anywhere
	Open        bool        // without outcome
	Mistakes    bool        // those written by mistake too
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
	if f.LocationID != "" {
		where, args = where+" and a.location_id = ?", append(args, f.LocationID)
	}
	if f.Open {
		where += " and a.outcome = ''"
	}
	if !f.Mistakes {
		where += " and a.cancel_side <> 'erreur'"
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

// plannableAppointment checks what was typed and who is free, and seals the purpose. The person, the colleague, and the
// location or the centre of a named interpreter are held until the end of the transaction: of two who plan the same slot at the
// same time, the second finds it taken.
func (s *Store) plannableAppointment(ctx context.Context, scope models.Scope, a *models.Appointment) error {
	if err := models.CheckAppointment(*a, s.Today(), brussels).AsError(); err != nil {
		return err
	}
	if err := s.colleague(ctx, a.CentreID, a.UserID); err != nil {
		return err
	}
	if err := s.atLocation(ctx, a); err != nil {
		return err
	}
	if err := s.lockAppointment(ctx, *a); err != nil {
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

// atLocation checks the location chosen, which must be one of the centre's that is still used, and writes its name.
func (s *Store) atLocation(ctx context.Context, a *models.Appointment) error {
	if a.LocationID == nil {
		return nil
	}
	var l models.Location
	err := s.get(ctx, &l, "select "+locationColumns+" from locations where id = ? and centre_id = ? and closed_at is null", *a.LocationID, a.CentreID)
	if err != nil && models.CodeOf(err) != models.NotFound {
		return err
	}
	if err != nil || !l.Serves(a.Mode) {
		problems := models.Problems{}
		problems.Add("place", "appointment.problem.location")
		return problems.AsError()
	}
	a.Place = l.Name
	return nil
}

func (s *Store) lockAppointment(ctx context.Context, a models.Appointment) error {
	if err := s.lockPerson(ctx, a.ParticipantID); err != nil {
		return err
	}
	_, err := s.exec(ctx, "update users set version = version where id = ?", a.UserID)
	if err == nil && a.LocationID != nil {
		_, err = s.exec(ctx, "update locations set version = version where id = ?", *a.LocationID)
	}
	if err == nil && a.Interprets != "" {
		_, err = s.exec(ctx, "update centres set version = version where id = ?", a.CentreID)
	}
	return err
}
