package store

import (
	"context"

	"jalon/models"
)

// waitingList ranks who waits for a session by the published rule. It reads no name and goes through no scope: a rank is
// that of the whole list, whoever looks.
func (s *Store) waitingList(ctx context.Context, n models.Session) ([]models.Waiter, error) {
	var list []models.Waiter
	err := s.list(ctx, &list, `select r.id, e.audience, e.referral, coalesce(r.queue, 0) as queue, x.id is not null as offered,
		(select count(*) from place_offers m where m.registration_id = r.id
			and (m.state = 'expiree' or m.state = 'offerte' and m.expires_at <= ?)) as missed,
		(select count(*) from registrations w join sessions ws on ws.id = w.session_id where w.participant_id = r.participant_id
			and ws.id <> r.session_id and ws.operation_id = ? and coalesce(ws.module_id, '') = ? and ws.on_date < ?
			and (w.place = 'attente' and ws.on_date < ? or w.place = 'inscrit' and ws.status = 'cancelled')) as waited
		from registrations r join enrolments e on e.id = r.enrolment_id left join `+openOffer+` on x.registration_id = r.id
		where r.session_id = ? and r.place = 'attente'`, s.Now(), n.OperationID, text(n.ModuleID), n.OnDate, s.Today(), s.Now(), n.ID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	var programme string
	if err := s.get(ctx, &programme, "select programme from operations where id = ?", n.OperationID); err != nil {
		return nil, err
	}
	return models.RankWaiting(programme, list), nil
}

func text(value *string) string {
	if value == nil {
		return ""
	}
	return *value
}

// inLine tells whether the next free place is this person's, or held for them already.
func (s *Store) inLine(ctx context.Context, n models.Session, r models.RegistrationRow) (bool, error) {
	ranked, next, err := s.line(ctx, n)
	for _, w := range ranked {
		if w.Registration == r.ID && w.Offered {
			return true, err
		}
	}
	return next[r.ID], err
}

func (s *Store) line(ctx context.Context, n models.Session) ([]models.Waiter, map[string]bool, error) {
	ranked, err := s.waitingList(ctx, n)
	if err != nil || len(ranked) == 0 {
		return nil, nil, err
	}
	seating, err := s.seating(ctx, n)
	return ranked, models.NextInLine(ranked, seating), err
}

// fillWaiting adds ranks and offers to the places of one session, and puts who waits in the order of the rule.
func (s *Store) fillWaiting(ctx context.Context, rows []models.RegistrationRow) error {
	from := 0 // places come first, then who waits
	for from < len(rows) && rows[from].Place != models.PlaceWaiting {
		from++
	}
	waiting := rows[from:]
	if len(waiting) == 0 {
		return nil
	}
	var n models.Session
	if err := s.get(ctx, &n, "select "+sessionColumns+" from sessions where id = ?", waiting[0].SessionID); err != nil {
		return err
	}
	ranked, next, err := s.line(ctx, n)
	if err != nil {
		return err
	}
	offers, err := s.lastOffers(ctx, n.ID)
	if err != nil {
		return err
	}
	byID := map[string]models.RegistrationRow{}
	for _, r := range waiting {
		byID[r.ID] = r
	}
	i := 0
	for _, w := range ranked {
		if r, mine := byID[w.Registration]; mine {
			r.Waiter, r.Next, r.Offer = w, next[w.Registration], offers[w.Registration]
			waiting[i] = r
			i++
		}
	}
	return nil
}
