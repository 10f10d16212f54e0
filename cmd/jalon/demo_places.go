package main

import (
	"context"

	"jalon/models"
)

// Places of the session that is full, and how many people wait for one.
const (
	fullPlaces  = 3
	fullWaiting = 3
)

// places gives the demonstration a full session where three people wait, one of them with an offer, and places of a session
// of the 4-hour module kept for those who must follow it.
func (e *demoExtras) places(ctx context.Context, today models.Date) error {
	read, err := e.scope(e.centre, models.Read, models.KindSession)
	if err != nil {
		return err
	}
	if err := e.keptPlaces(ctx, read); err != nil {
		return err
	}
	full, err := e.fullSession(ctx, today)
	if err != nil || full.PublicID == "" {
		return err
	}
	row, err := e.store.Session(ctx, read, full.PublicID)
	if err != nil {
		return err
	}
	create, err := e.scope(e.centre, models.Create, models.KindRegistration)
	if err != nil {
		return err
	}
	people, err := e.store.SeatCandidates(ctx, create, row, "", nil, 30)
	if err != nil {
		return err
	}
	var given []string
	for _, p := range people {
		if len(given) > fullPlaces+fullWaiting {
			break
		}
		r, err := e.store.Register(ctx, read, create, full.PublicID, p.EnrolmentPublicID)
		if models.CodeOf(err) == models.Invalid { // busy at that hour
			continue
		}
		if err != nil {
			return err
		}
		given = append(given, r.PublicID)
	}
	return e.firstOffer(ctx, read, create, given)
}

// fullSession plans a session with few places, in a few days; none when something is in the way.
func (e *demoExtras) fullSession(ctx context.Context, today models.Date) (models.Session, error) {
	create, err := e.scope(e.centre, models.Create, models.KindSession)
	if err != nil {
		return models.Session{}, err
	}
	operations, err := e.scope(e.centre, models.Read, models.KindOperation)
	if err != nil {
		return models.Session{}, err
	}
	o, err := e.store.OperationByCode(ctx, operations, e.centre.ID, models.LLF)
	if err != nil {
		return models.Session{}, err
	}
	day, places := today.AddDays(3), fullPlaces
	for !models.WorkingDay(day) {
		day = day.AddDays(1)
	}
	n := models.Session{OperationID: o.ID, Title: "Visite d'entreprise", OnDate: day, StartsAt: "17:00", EndsAt: "18:30", Place: "Namur", Capacity: &places}
	n, err = e.store.CreateSession(ctx, create, n, nil)
	if models.CodeOf(err) == models.Invalid || models.CodeOf(err) == models.Conflict {
		return models.Session{}, nil
	}
	return n, err
}

// firstOffer frees two places: one is offered to the first in line, one is still to be proposed.
func (e *demoExtras) firstOffer(ctx context.Context, read, create models.Scope, given []string) error {
	if len(given) <= fullPlaces {
		return nil
	}
	cancel, err := e.scope(e.centre, models.Cancel, models.KindRegistration)
	if err != nil {
		return err
	}
	for _, freed := range given[:2] {
		if _, err := e.store.GiveUpPlace(ctx, read, cancel, freed, "autre"); err != nil {
			return err
		}
	}
	for _, place := range given[fullPlaces:] {
		_, _, err := e.store.OfferPlace(ctx, read, create, place)
		if models.CodeOf(err) != models.Conflict { // another one is first in line
			return err
		}
	}
	return nil
}

// keptPlaces keeps places of the next session of the 4-hour module for those who must follow it.
func (e *demoExtras) keptPlaces(ctx context.Context, read models.Scope) error {
	update, err := e.scope(e.centre, models.Update, models.KindSession)
	if err != nil {
		return err
	}
	sessions, err := e.store.Sessions(ctx, read, models.SessionFilter{Limit: 40})
	if err != nil {
		return err
	}
	release := 3
	for _, n := range sessions {
		if n.Programme == models.M4H && n.Status == models.SessionPlanned && n.Capacity != nil && *n.Capacity >= 12 {
			return e.store.SetQuotas(ctx, update, n.PublicID, n.Version, []models.Quota{{Basis: models.QuotaAudience, Value: models.PublicObliged, Seats: 8, ReleaseDays: &release},
				{Basis: models.QuotaAudience, Value: models.PublicVolunteer, Seats: 4, ReleaseDays: &release}})
		}
	}
	return nil
}
