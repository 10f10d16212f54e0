package store

import (
	"context"
	"slices"

	"jalon/models"
)

// slotFree refuses an appointment at a time at which the colleague or the person is already expected elsewhere.
func (s *Store) slotFree(ctx context.Context, scope models.Scope, a models.Appointment) error {
	hours, err := s.expected(ctx, scope, a)
	if err != nil {
		return err
	}
	for _, e := range hours {
		if e.ID == a.ID || !models.Overlaps(a.StartsAt, a.EndsAt(), e.StartsAt, e.end()) {
			continue
		}
		key := "appointment.clash." + e.Whose + "." + e.Kind
		if !e.Visible {
			key = "appointment.clash." + e.Whose + ".other"
		}
		problems := models.Problems{}
		problems.Add("time", key, "From", models.FrenchTime(e.StartsAt), "To", models.FrenchTime(e.end()), "Title", e.Title,
			"Colleague", e.Colleague, "Person", models.ListName(e.FamilyName, e.GivenName), "Date", models.FrenchDate(a.OnDate))
		return problems.AsError()
	}
	return nil
}

// expectation is an hour of the day somebody is already expected somewhere.
type expectation struct {
	taken
	Whose string `db:"whose"` // colleague, person
}

// expected lists where the colleague and the person are expected that day: appointments and sessions.
func (s *Store) expected(ctx context.Context, scope models.Scope, a models.Appointment) ([]expectation, error) {
	visible, args := within(scope, models.KindAppointment)
	const appointment = `select case when a.user_id = ? then 'colleague' else 'person' end as whose, 'appointment' as kind, a.id, a.starts_at,
		'' as ends_at, a.minutes, '' as title, u.name as colleague, p.family_name, p.given_name, `
	const appointmentFrom = ` as visible from appointments a join participants p on p.id = a.participant_id join users u on u.id = a.user_id
		where a.on_date = ? and a.outcome in ('', 'present') and `
	const session = ` union all select cast(? as text), 'session', s.id, s.starts_at, s.ends_at, 0, s.title, '', '', '', cast(true as boolean)
		from sessions s where s.on_date = ? and s.status <> 'cancelled' and s.id in `
	query := appointment + visible + appointmentFrom + "a.user_id = ?" +
		" union all " + appointment + visible + appointmentFrom + "a.participant_id = ?" +
		session + "(select session_id from session_trainers where user_id = ?)" +
		session + "(select session_id from registrations where participant_id = ? and place = 'inscrit' and attendance not in ('excuse', 'absent'))"
	values := slices.Concat([]any{a.UserID}, args, []any{a.OnDate, a.UserID}, []any{a.UserID}, args, []any{a.OnDate, a.ParticipantID},
		[]any{"colleague", a.OnDate, a.UserID}, []any{"person", a.OnDate, a.ParticipantID})
	var hours []expectation
	err := s.list(ctx, &hours, query, values...)
	return hours, err
}
