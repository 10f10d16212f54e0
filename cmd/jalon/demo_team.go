package main

import (
	"context"

	"jalon/models"
	"jalon/policies"
	"jalon/store"
)

// demoTeam is what colleagues do for one another: a cover with a mention, relais, an urgent access.
type demoTeam struct {
	*demoExtras
	gate   *policies.Gate
	actors []models.Actor // counsellors, by name
	coord  models.Actor
	today  models.Date
}

// team shows each of them once: the first counsellor is asked, told and trusted by the second.
func (e *demoExtras) team(ctx context.Context, today models.Date) error {
	d := &demoTeam{demoExtras: e, today: today}
	if err := d.meet(ctx); err != nil || len(d.actors) < 2 || d.coord.UserID == "" {
		return err
	}
	nadia, simon := d.actors[0], d.actors[1]
	own, err := e.store.HandoverPeople(ctx, d.may(d.coord, models.Read, models.KindHandover), nadia.UserID)
	if err != nil {
		return err
	}
	people := alone(own)
	if len(people) < 4 {
		return nil
	}
	if _, err := e.store.AskRelay(ctx, d.may(simon, models.Create, models.KindRelay), people[0].Person,
		models.Relay{Reason: "Permanence de jeudi : cette personne a téléphoné pour un contrat de bail.", EndsOn: today.AddDays(7)}); err != nil {
		return err
	}
	if _, err := e.store.GiveRelay(ctx, d.may(nadia, models.Update, models.KindRelay), people[1].Person,
		models.Relay{UserID: simon.UserID, EndsOn: today.AddDays(21), Reason: "Simon connaît bien l'employeur."}); err != nil {
		return err
	}
	if _, err := e.store.OpenEmergency(ctx, d.may(simon, models.Create, models.KindEmergency), people[2].Person,
		"Appel du CPAS : la personne perd son logement ce soir, il faut le nom de son contact."); err != nil {
		return err
	}
	return d.cover(ctx, simon, nadia)
}

// meet finds the colleagues.
func (d *demoTeam) meet(ctx context.Context) error {
	scope, err := d.scope(d.centre, models.Read, models.KindEnrolment)
	if err != nil {
		return err
	}
	users, err := d.store.PossibleReferents(ctx, scope)
	if err != nil {
		return err
	}
	if d.gate, err = policies.NewGate(); err != nil {
		return err
	}
	for _, user := range users {
		actor, err := d.store.ActorOf(ctx, user)
		if err != nil {
			return err
		}
		if actor.HasRole(models.Counsellor) {
			d.actors = append(d.actors, actor)
		}
		if actor.HasRole(models.Coordinator) {
			d.coord = actor
		}
	}
	return nil
}

// may is what a colleague may; an action the policy refuses gives an empty scope, which every write refuses.
func (d *demoTeam) may(actor models.Actor, action, kind string) models.Scope {
	scope, _ := d.gate.Scope(actor, action, kind)
	return scope
}

// alone are the people whom nobody else accompanies.
func alone(people []models.HandoverPerson) (without []models.HandoverPerson) {
	for _, p := range people {
		if len(p.Accompanying) == 0 {
			without = append(without, p)
		}
	}
	return without
}

// cover hands two people over for two weeks, then names the colleague in a note of one of them.
func (d *demoTeam) cover(ctx context.Context, from, to models.Actor) error {
	all, err := d.store.HandoverPeople(ctx, d.may(d.coord, models.Read, models.KindHandover), from.UserID)
	if err != nil {
		return err
	}
	people := alone(all)
	if len(people) < 2 {
		return nil
	}
	h := models.Handover{UserID: from.UserID, Kind: models.HandoverCover, FromOn: d.today, UntilOn: d.today.AddDays(13), To: map[string]string{people[0].Person: to.UserID, people[1].Person: to.UserID}}
	if _, err := d.store.MakeHandover(ctx, d.may(d.coord, models.Create, models.KindHandover), h); err != nil {
		return err
	}
	return d.mention(ctx, from, to, people[:2])
}

// mention names the colleague in a note of the first of the people who has a running enrolment.
func (d *demoTeam) mention(ctx context.Context, from, to models.Actor, people []models.HandoverPerson) error {
	scopes := store.FollowUpScopes{FollowUp: d.may(from, models.Create, models.KindFollowUp), Note: d.may(from, models.Create, models.KindNote)}
	for _, p := range people {
		enrolments, err := d.store.EnrolmentsOf(ctx, d.may(from, models.Read, models.KindEnrolment), p.Person)
		if err != nil {
			return err
		}
		for _, e := range enrolments {
			_, err := d.store.LogContact(ctx, scopes, store.FollowUpEntry{Enrolment: e.PublicID, Again: true,
				FollowUp: models.FollowUp{OnDate: d.today.AddDays(-1), Minutes: 20, Mode: models.ModePhone, Presence: models.Present, Signed: true, Topics: "logement"},
				Note:     models.Note{Level: models.NoteFile, Body: "@Nadia, pendant mon absence : le contrat arrive mardi, peux-tu le relire avec elle ?", Mentioned: []string{to.UserID}}})
			if code := models.CodeOf(err); err == nil || code != models.Invalid && code != models.Conflict {
				return err
			}
		}
	}
	return nil // those enrolments are over
}
