package main

import (
	"context"

	"jalon/models"
)

// radar puts one signal off, so that the page shows what that looks like.
func (e *demoExtras) radar(ctx context.Context, today models.Date) error {
	gate, actor, err := e.counsellor(ctx)
	if err != nil {
		return err
	}
	read, err := gate.Scope(actor, models.Read, models.KindRadar)
	if err != nil {
		return err
	}
	create, err := gate.Scope(actor, models.Create, models.KindRadar)
	if err != nil {
		return err
	}
	alerts, err := e.store.Radar(ctx, read, "")
	if err != nil || len(alerts) == 0 {
		return err
	}
	last := alerts[len(alerts)-1]
	_, err = e.store.SnoozeAlert(ctx, create, last.Person, models.Snooze{Signal: last.Signal, Record: last.Record, Reason: "Formation à temps plein jusqu'à la fin du mois", UntilOn: today.AddDays(21)})
	return err
}
