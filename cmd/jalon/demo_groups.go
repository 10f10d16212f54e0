package main

import (
	"context"

	"jalon/models"
	"jalon/policies"
	"jalon/store"
)

// groups makes one contact of two persons: a family seen together two days ago.
func (e *demoExtras) groups(ctx context.Context, today models.Date) error {
	gate, actor, err := e.counsellor(ctx)
	if err != nil {
		return err
	}
	may := func(action, kind string) models.Scope {
		scope, refused := gate.Scope(actor, action, kind)
		if refused != nil {
			err = refused
		}
		return scope
	}
	scopes := store.FollowUpScopes{FollowUp: may(models.Create, models.KindFollowUp), Note: may(models.Create, models.KindNote)}
	read, enrolments := may(models.Read, models.KindFollowUp), may(models.Read, models.KindEnrolment)
	if err != nil {
		return err
	}
	chosen, err := e.running(ctx, read, enrolments, 2)
	if err != nil || len(chosen) < 2 {
		return err
	}
	_, err = e.store.LogContact(ctx, scopes, store.FollowUpEntry{Enrolment: chosen[0], Others: chosen[1:], Again: true,
		FollowUp: models.FollowUp{OnDate: today.AddDays(-2), Minutes: 50, Mode: models.ModeOffice, Presence: models.Present, Signed: true, Topics: "logement;garde_enfants"},
		Note:     models.Note{Level: models.NoteFile, Body: "Le logement est trop petit : dossier de la société de logement rempli ensemble."}})
	return err
}

// counsellor is the first colleague who accompanies people, and the gate that says what they may.
func (e *demoExtras) counsellor(ctx context.Context) (*policies.Gate, models.Actor, error) {
	scope, err := e.scope(e.centre, models.Read, models.KindEnrolment)
	if err != nil {
		return nil, models.Actor{}, err
	}
	users, err := e.store.PossibleReferents(ctx, scope)
	if err != nil {
		return nil, models.Actor{}, err
	}
	gate, err := policies.NewGate()
	for _, user := range users {
		actor, failed := e.store.ActorOf(ctx, user)
		if failed != nil {
			return nil, actor, failed
		}
		if actor.HasRole(models.Counsellor) {
			return gate, actor, err
		}
	}
	return nil, models.Actor{}, models.ErrNotFound
}

// running lists one running enrolment in Go to Job of the people the colleague met last, at most n of them.
func (e *demoExtras) running(ctx context.Context, followUps, enrolments models.Scope, n int) ([]string, error) {
	seen, err := e.store.RecentPersons(ctx, followUps, 30)
	if err != nil {
		return nil, err
	}
	var chosen []string
	for _, p := range seen {
		all, err := e.store.EnrolmentsOf(ctx, enrolments, p.Person)
		if err != nil {
			return nil, err
		}
		for _, v := range all {
			if v.Programme == models.GTJ && v.State() != "cloture" && v.State() != "annulee" && len(chosen) < n {
				chosen = append(chosen, v.PublicID)
				break
			}
		}
	}
	return chosen, nil
}
