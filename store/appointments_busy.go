package store

import (
	"context"

	"jalon/models"
)

// Occupied is a time at which a colleague or a location is taken by an appointment that the reader may not see: that it is, and
// nothing of it.
type Occupied struct {
	OnDate   models.Date `db:"on_date"`
	StartsAt string      `db:"starts_at"`
	Minutes  int         `db:"minutes"`
	Place    string      `db:"place"` // of the centre's locations; what was typed is not told
}

// EndsAt is when the time ends.
func (o Occupied) EndsAt() string { return models.EndOf(o.StartsAt, o.Minutes) }

// Occupied lists, in the order of the clock, the appointments of a colleague or at a location of the centres in which the
// scope may plan one, save those within the scope seen.
func (s *Store) Occupied(ctx context.Context, scope, seen models.Scope, f AppointmentFilter) ([]Occupied, error) {
	if scope.Kind() != models.KindAppointment || scope.Action() != models.Create || scope.Empty() || f.UserID == "" && f.LocationID == "" {
		return nil, nil
	}
	query, args := occupiedList(scope, seen, f)
	var all []Occupied
	err := s.list(ctx, &all, query, args...)
	return all, err
}

func occupiedList(scope, seen models.Scope, f AppointmentFilter) (string, []any) {
	column, id := "a.user_id", f.UserID
	if f.LocationID != "" {
		column, id = "a.location_id", f.LocationID
	}
	visible, values := within(seen, models.KindAppointment)
	args := append([]any{id, f.From, f.Until}, anys(scope.Centres())...)
	return `select a.on_date, a.starts_at, a.minutes, case when a.location_id is null then '' else a.place end as place
		from appointments a join participants p on p.id = a.participant_id
		where ` + column + " = ? and a.on_date >= ? and a.on_date <= ? and a.centre_id in (" + marks(len(scope.Centres())) + `)
		and a.outcome in ('', 'present') and not ` + visible + " order by a.on_date, a.starts_at, a.id limit ?", append(append(args, values...), max(1, f.Limit))
}
