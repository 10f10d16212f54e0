package store

import (
	"context"

	"jalon/models"
)

// slotFree refuses an appointment at a time at which the colleague, the person, the interpreter or every seat of the
// location is taken.
func (s *Store) slotFree(ctx context.Context, scope models.Scope, a models.Appointment) error {
	hours, seats, err := s.expected(ctx, scope, a, a.OnDate)
	if err != nil {
		return err
	}
	i := models.FirstClash(a, takenTimes(hours), seats)
	if i < 0 {
		return nil
	}
	e := hours[i]
	key := "appointment.clash." + e.Whose + "." + e.Kind
	if !e.Visible && (e.Whose == models.TakenColleague || e.Whose == models.TakenPerson) {
		key = "appointment.clash." + e.Whose + ".other"
	}
	problems := models.Problems{}
	problems.Add("time", key, "From", models.FrenchTime(e.StartsAt), "To", models.FrenchTime(e.end()), "Title", e.Title, "Place", a.Place,
		"Interpreter", a.Interprets, "Colleague", e.Colleague, "Person", models.ListName(e.FamilyName, e.GivenName), "Date", models.FrenchDate(a.OnDate))
	return problems.AsError()
}

// FreeSlots are the times to offer for an appointment with a person of the scope that was refused at its own.
func (s *Store) FreeSlots(ctx context.Context, scope models.Scope, personPublicID string, a models.Appointment) ([]models.Slot, error) {
	if err := s.get(ctx, &a.ParticipantID, "select id from participants where public_id = ?", personPublicID); err != nil {
		return nil, err
	}
	record, err := s.personRecord(ctx, a.ParticipantID)
	if err != nil {
		return nil, err
	}
	if a.CentreID = record.CentreID; !scope.Covers(record) {
		return nil, models.ErrNotFound
	}
	hours, seats, err := s.expected(ctx, scope, a, a.OnDate.AddDays(models.OfferDays))
	return models.FreeSlots(a, takenTimes(hours), seats, s.Today(), s.LocalClock()), err
}

// expectation is an hour of a day somebody is already expected somewhere.
type expectation struct {
	taken
	OnDate models.Date `db:"on_date"`
	Whose  string      `db:"whose"` // models.TakenColleague…
	models.Interpreter
}

func takenTimes(hours []expectation) []models.Taken {
	times := make([]models.Taken, len(hours))
	for i, e := range hours {
		times[i] = models.Taken{OnDate: e.OnDate, Starts: e.StartsAt, Ends: e.end(), Whose: e.Whose}
	}
	return times
}

// expected lists where the colleague, the person and the interpreter of an appointment are expected from its day until another,
// and when its location is taken, with the seats of the location: appointments and sessions, the appointment itself left out.
func (s *Store) expected(ctx context.Context, scope models.Scope, a models.Appointment, until models.Date) ([]expectation, int, error) {
	visible, args := within(scope, models.KindAppointment)
	query, values := "", []any{}
	add := func(sql string, with ...any) {
		if query != "" {
			query += " union all "
		}
		query, values = query+sql, append(values, with...)
	}
	appointments := func(whose, condition string, with ...any) {
		add(`select cast(? as text) as whose, 'appointment' as kind, a.id, a.on_date, a.starts_at, '' as ends_at, a.minutes, '' as title,
			u.name as colleague, p.family_name, p.given_name, a.interpreter, a.interpreter_name, `+visible+` as visible
			from appointments a join participants p on p.id = a.participant_id join users u on u.id = a.user_id
			where a.on_date >= ? and a.on_date <= ? and a.outcome in ('', 'present') and a.id <> ? and `+condition,
			append(append(append([]any{whose}, args...), a.OnDate, until, a.ID), with...)...)
	}
	sessions := func(whose, condition string, with ...any) {
		add(`select cast(? as text) as whose, 'session' as kind, s.id, s.on_date, s.starts_at, s.ends_at, 0 as minutes, s.title,
			'' as colleague, '' as family_name, '' as given_name, cast(false as boolean) as interpreter, '' as interpreter_name, cast(true as boolean) as visible
			from sessions s where s.on_date >= ? and s.on_date <= ? and s.status <> 'cancelled' and s.id in (`+condition+")",
			append([]any{whose, a.OnDate, until}, with...)...)
	}
	appointments(models.TakenColleague, "a.user_id = ?", a.UserID)
	sessions(models.TakenColleague, "select session_id from session_trainers where user_id = ?", a.UserID)
	appointments(models.TakenPerson, "a.participant_id = ?", a.ParticipantID)
	sessions(models.TakenPerson, "select session_id from registrations where participant_id = ? and place = 'inscrit' and attendance not in ('excuse', 'absent')", a.ParticipantID)
	seats := 0
	if a.LocationID != nil {
		if err := s.get(ctx, &seats, "select seats from locations where id = ?", *a.LocationID); err != nil {
			return nil, 0, err
		}
		appointments(models.TakenLocation, "a.location_id = ?", *a.LocationID)
	}
	if a.Interpreted && a.Interprets != "" {
		appointments(models.TakenInterpreter, "a.centre_id = ? and a.interpreter_name <> ''", a.CentreID)
	}
	var all []expectation
	if err := s.list(ctx, &all, query, values...); err != nil {
		return nil, 0, err
	}
	return sameInterpreter(a, all), seats, nil
}

// sameInterpreter leaves out the appointments of other interpreters.
func sameInterpreter(a models.Appointment, all []expectation) []expectation {
	var kept []expectation
	for _, e := range all {
		if e.Whose != models.TakenInterpreter || a.SameInterpreter(e.Interpreter) {
			kept = append(kept, e)
		}
	}
	return kept
}
