package store

import (
	"context"

	"jalon/models"
)

const (
	offerColumns = `id, public_id, centre_id, session_id, registration_id, participant_id, state, expires_at, offered_at, offered_by,
	answered_at, answered_by, version`
	departureColumns = "id, public_id, centre_id, registration_id, participant_id, place, reason, late, on_date, at, user_id, undone_at"
)

// OfferPlace proposes a free place to whoever of the waiting list is first in line, and holds it until they answer or the
// time of the centre is over. It returns the offer and the session's public id.
func (s *Store) OfferPlace(ctx context.Context, sessions, scope models.Scope, publicID string) (o models.Offer, session string, err error) {
	if scope.Kind() != models.KindRegistration || scope.Action() != models.Create {
		return o, "", models.ErrForbidden
	}
	session, err = s.changePlace(ctx, sessions, scope, publicID, func(tx *Store, n models.SessionRow, r models.RegistrationRow) error {
		if err := tx.offerable(ctx, n, r); err != nil {
			return err
		}
		expires, err := tx.offerExpiry(ctx, n.Session)
		if err != nil {
			return err
		}
		if err := tx.expireOffers(ctx, r.ID); err != nil {
			return err
		}
		o = models.Offer{ID: models.NewID(), PublicID: models.NewPublicID(), CentreID: r.CentreID, SessionID: n.ID, RegistrationID: r.ID,
			ParticipantID: r.ParticipantID, State: models.OfferOpen, ExpiresAt: expires, OfferedAt: tx.Now(),
			OfferedBy: nullable(scope.Actor().UserID), Version: 1}
		if err := tx.insert(ctx, "place_offers", offerColumns, o); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: r.CentreID, Record: r.PublicID, Participant: r.ParticipantPublicID, Detail: "offer"})
	})
	return o, session, err
}

// offerable refuses an offer that the rule does not give to this person now.
func (s *Store) offerable(ctx context.Context, n models.SessionRow, r models.RegistrationRow) error {
	if r.Place != models.PlaceWaiting {
		return models.Refuse(models.Conflict, "offer.problem.not_waiting", "Name", r.FullName())
	}
	if !n.Begins(s.Zone()).After(s.now()) {
		return models.Refuse(models.Conflict, "offer.problem.begun")
	}
	_, _, offered, err := s.seatOf(ctx, r.ID)
	switch {
	case err != nil:
		return err
	case offered:
		return models.Refuse(models.Conflict, "offer.problem.open", "Name", r.FullName())
	}
	first, err := s.inLine(ctx, n.Session, r)
	if err != nil || first {
		return err
	}
	if err := s.roomFor(ctx, n.Session, r); err != nil {
		return err
	}
	return models.Refuse(models.Conflict, "waiting.problem.not_first", "Name", r.FullName())
}

func (s *Store) offerExpiry(ctx context.Context, n models.Session) (models.Instant, error) {
	var hours int
	err := s.get(ctx, &hours, "select offer_hours from centres where id = ?", n.CentreID)
	return models.InstantOf(models.OfferExpiry(s.now().In(brussels), hours, n.Begins(brussels), models.WorkingDay)), err
}

// expireOffers writes down that an offer nobody answered is over, so that another can be made.
func (s *Store) expireOffers(ctx context.Context, registrationID string) error {
	_, err := s.exec(ctx, `update place_offers set state = ?, answered_at = expires_at, version = version + 1
		where registration_id = ? and state = ? and expires_at <= ?`, models.OfferExpired, registrationID, models.OfferOpen, s.Now())
	return err
}

// AcceptOffer gives the person the place that was held for them.
func (s *Store) AcceptOffer(ctx context.Context, sessions, scope models.Scope, offerPublicID string) (string, error) {
	return s.answerOffer(ctx, sessions, scope, offerPublicID, func(tx *Store, n models.SessionRow, r models.RegistrationRow) error {
		return tx.fillPlace(ctx, scope, n, r)
	})
}

// RefuseOffer takes the person off the waiting list: they said no to this session. Nothing of it counts for the next ones.
func (s *Store) RefuseOffer(ctx context.Context, sessions, scope models.Scope, offerPublicID string) (session, place string, err error) {
	session, err = s.answerOffer(ctx, sessions, scope, offerPublicID, func(tx *Store, n models.SessionRow, r models.RegistrationRow) error {
		place = r.PublicID
		if err := tx.writeDeparture(ctx, scope, n.Session, r, models.LeftOffer); err != nil {
			return err
		}
		return tx.setPlace(ctx, scope, r, models.PlaceCancelled)
	})
	return session, place, err
}

// WithdrawOffer takes an offer back: the person waits on at their rank.
func (s *Store) WithdrawOffer(ctx context.Context, sessions, scope models.Scope, offerPublicID string) (string, error) {
	return s.answerOffer(ctx, sessions, scope, offerPublicID, func(tx *Store, _ models.SessionRow, r models.RegistrationRow) error {
		if err := tx.closeOffer(ctx, scope, r.ID, models.PlaceWaiting); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: r.CentreID, Record: r.PublicID, Participant: r.ParticipantPublicID, Detail: "offer withdrawn"})
	})
}

// answerOffer holds the session of an open offer of the scope while f decides.
func (s *Store) answerOffer(ctx context.Context, sessions, scope models.Scope, offerPublicID string, f func(*Store, models.SessionRow, models.RegistrationRow) error) (string, error) {
	var place string
	err := s.get(ctx, &place, "select r.public_id from place_offers o join registrations r on r.id = o.registration_id where o.public_id = ?", offerPublicID)
	if err != nil {
		return "", err
	}
	return s.changePlace(ctx, sessions, scope, place, func(tx *Store, n models.SessionRow, r models.RegistrationRow) error {
		var o models.Offer
		if err := tx.get(ctx, &o, "select "+offerColumns+" from place_offers where public_id = ?", offerPublicID); err != nil {
			return err
		}
		switch o.StateAt(tx.Now()) {
		case models.OfferOpen:
			return f(tx, n, r)
		case models.OfferExpired:
			return models.Refuse(models.Conflict, "offer.problem.expired", "Name", r.FullName())
		}
		return models.Refuse(models.Conflict, "offer.problem.answered")
	})
}

// closeOffer writes what became of the open offer of a place, if there is one, from what the place becomes.
func (s *Store) closeOffer(ctx context.Context, scope models.Scope, registrationID, place string) error {
	if err := s.expireOffers(ctx, registrationID); err != nil {
		return err
	}
	state := map[string]string{models.PlaceTaken: models.OfferAccepted, models.PlaceCancelled: models.OfferRefused, models.PlaceWaiting: models.OfferWithdrawn}[place]
	_, err := s.exec(ctx, "update place_offers set state = ?, answered_at = ?, answered_by = ?, version = version + 1 where registration_id = ? and state = ?",
		state, s.Now(), nullable(scope.Actor().UserID), registrationID, models.OfferOpen)
	return err
}

// lastOffers are the offers of a session by place, the last one of each, as they stand now.
func (s *Store) lastOffers(ctx context.Context, sessionID string) (map[string]models.Offer, error) {
	var all []models.Offer
	query, args := offersOf(sessionID)
	err := s.list(ctx, &all, query, args...)
	last := map[string]models.Offer{}
	for _, o := range all {
		o.State = o.StateAt(s.Now())
		last[o.RegistrationID] = o
	}
	return last, err
}

func offersOf(sessionID string) (string, []any) {
	return "select " + offerColumns + " from place_offers where session_id = ? order by offered_at, id", []any{sessionID}
}

// writeDeparture keeps why and when a place is given up.
func (s *Store) writeDeparture(ctx context.Context, scope models.Scope, n models.Session, r models.RegistrationRow, reason string) error {
	late := r.Place == models.PlaceTaken && models.LateDeparture(s.now().In(brussels), reason, n.Begins(brussels), models.WorkingDay)
	return s.insert(ctx, "place_departures", departureColumns, models.Departure{ID: models.NewID(), PublicID: models.NewPublicID(), CentreID: r.CentreID,
		RegistrationID: r.ID, ParticipantID: r.ParticipantID, Place: r.Place, Reason: reason, Late: late, OnDate: s.Today(), At: s.Now(),
		UserID: nullable(scope.Actor().UserID)})
}

// undoDeparture marks the last one as undone, and tells what had been given up; "" when none was written down.
func (s *Store) undoDeparture(ctx context.Context, registrationID string) (string, error) {
	var last []models.Departure
	err := s.list(ctx, &last, "select "+departureColumns+" from place_departures where registration_id = ? and undone_at is null order by at desc, id desc limit 1", registrationID)
	if err != nil || len(last) == 0 {
		return "", err
	}
	return last[0].Place, s.change(ctx, "update place_departures set undone_at = ? where id = ?", s.Now(), last[0].ID)
}

// IsLate tells whether giving up a place in a session now is too late for somebody else to take it.
func (s *Store) IsLate(n models.Session, reason string) bool {
	return models.LateDeparture(s.now().In(s.Zone()), reason, n.Begins(s.Zone()), models.WorkingDay)
}

// withdrawOffers takes back the open offers of a session that will not take place.
func (s *Store) withdrawOffers(ctx context.Context, sessionID string) error {
	_, err := s.exec(ctx, "update place_offers set state = ?, answered_at = ?, version = version + 1 where session_id = ? and state = ?",
		models.OfferWithdrawn, s.Now(), sessionID, models.OfferOpen)
	return err
}
