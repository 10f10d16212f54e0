package store

import (
	"context"
	"strings"

	"jalon/models"
)

// openOffer joins the offer that holds a place now; its argument is the present moment.
const openOffer = "(select id, registration_id from place_offers where state = 'offerte' and expires_at > ?) x"

const quotaColumns = "session_id, basis, value, seats, release_days, position"

// Quotas lists the places of a session kept for some people, with how many of them have one, within a scope of sessions.
func (s *Store) Quotas(ctx context.Context, scope models.Scope, sessionPublicID string) ([]models.Quota, error) {
	n, err := s.Session(ctx, scope, sessionPublicID)
	if err != nil {
		return nil, err
	}
	quotas, err := s.quotas(ctx, n.ID)
	if err != nil || len(quotas) == 0 {
		return nil, err
	}
	for i := range quotas {
		quotas[i].Given = 0
	}

	seating := models.Seating{Capacity: models.NoLimit, Quotas: quotas} // released ones are counted too: the page says how full they are
	return quotas, s.countSeats(ctx, n.ID, &seating)
}

func (s *Store) quotas(ctx context.Context, sessionID string) ([]models.Quota, error) {
	var quotas []models.Quota
	err := s.list(ctx, &quotas, "select "+quotaColumns+" from session_quotas where session_id = ? order by position, basis, value", sessionID)
	return quotas, err
}

// seating counts the places of a session that is held: those given, those an offer holds, and those kept, in one statement.
func (s *Store) seating(ctx context.Context, n models.Session) (models.Seating, error) {
	quotas, err := s.quotas(ctx, n.ID)
	if err != nil {
		return models.Seating{}, err
	}
	seating := models.NewSeating(n, quotas, s.Today())
	return seating, s.countSeats(ctx, n.ID, &seating)
}

func (s *Store) countSeats(ctx context.Context, sessionID string, seating *models.Seating) error {
	var groups []struct {
		Audience string `db:"audience"`
		Referral string `db:"referral"`
		Given    int    `db:"given"`
	}
	err := s.list(ctx, &groups, `select e.audience, e.referral, count(*) as given from registrations r join enrolments e on e.id = r.enrolment_id
		left join `+openOffer+` on x.registration_id = r.id
		where r.session_id = ? and (r.place = 'inscrit' or r.place = 'attente' and x.id is not null) group by e.audience, e.referral`, s.Now(), sessionID)
	for _, g := range groups {
		seating.Seat(g.Audience, g.Referral, g.Given)
	}
	return err
}

// roomFor refuses somebody of the session for whom no place is free: an offer made to them holds theirs.
func (s *Store) roomFor(ctx context.Context, n models.Session, r models.RegistrationRow) error {
	seating, err := s.seating(ctx, n)
	if err != nil {
		return err
	}
	audience, referral, offered, err := s.seatOf(ctx, r.ID)
	if err != nil {
		return err
	}
	if offered && r.Place == models.PlaceWaiting {
		return nil // their place is among those counted
	}
	switch {
	case seating.Room(audience, referral):
		return nil
	case seating.Free() > 0:
		return models.Refuse(models.Conflict, "quota.problem.kept", "Count", seating.Free(), "Name", r.FullName())
	}
	return models.Refuse(models.Conflict, "registration.problem.full", "Count", *n.Capacity)
}

// seatOf is what the reservations and offers look at: the answers of the enrolment, and whether an offer holds a place.
func (s *Store) seatOf(ctx context.Context, registrationID string) (audience, referral string, offered bool, err error) {
	var row struct {
		Audience string `db:"audience"`
		Referral string `db:"referral"`
		Offered  bool   `db:"offered"`
	}
	err = s.get(ctx, &row, `select e.audience, e.referral, x.id is not null as offered from registrations r join enrolments e on e.id = r.enrolment_id
		left join `+openOffer+" on x.registration_id = r.id where r.id = ?", s.Now(), registrationID)
	return row.Audience, row.Referral, row.Offered, err
}

// SetQuotas keeps places of a planned session for some people, instead of those kept so far. Nobody loses a place they have.
func (s *Store) SetQuotas(ctx context.Context, scope models.Scope, sessionPublicID string, version int, quotas []models.Quota) error {
	if scope.Kind() != models.KindSession || scope.Action() != models.Update {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		n, err := tx.lockSession(ctx, scope, sessionPublicID)
		switch {
		case err != nil:
			return err
		case n.Version != version:
			return models.ErrStale
		case n.Status != models.SessionPlanned:
			return models.Refuse(models.Conflict, "session.problem.not_planned")
		}
		for _, problem := range models.CheckQuotas(quotas, n.Capacity) {
			return models.Refuse(models.Invalid, problem.Key, problem.Args...)
		}
		if _, err := tx.exec(ctx, "delete from session_quotas where session_id = ?", n.ID); err != nil {
			return err
		}
		for i, q := range quotas {
			q.SessionID, q.Position, q.Value = n.ID, i, strings.TrimSpace(q.Value)
			if err := tx.insert(ctx, "session_quotas", quotaColumns, q); err != nil {
				return err
			}
		}
		if err := tx.change(ctx, "update sessions set version = version + 1 where id = ?", n.ID); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: n.CentreID, Record: n.PublicID, Detail: "quotas"})
	})
}

// quotasFit refuses a capacity smaller than the places kept for some people.
func (s *Store) quotasFit(ctx context.Context, n models.Session) error {
	quotas, err := s.quotas(ctx, n.ID)
	if err != nil {
		return err
	}
	for _, problem := range models.CheckQuotas(quotas, n.Capacity) {
		return models.Refuse(models.Invalid, problem.Key, problem.Args...)
	}
	return nil
}
