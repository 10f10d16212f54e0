package main

import (
	"context"

	"jalon/models"
	"jalon/policies"
)

// bundles: a sample of the last year that Direction asked for; the program makes it as soon as it serves.
func (e *demoExtras) bundles(ctx context.Context, today models.Date) error {
	direction, err := e.store.UserByEmail(ctx, "marc@demo.example")
	if err != nil {
		return err
	}
	actor, err := e.store.ActorOf(ctx, direction)
	if err != nil {
		return err
	}
	gate, err := policies.NewGate()
	if err != nil {
		return err
	}
	scope, err := gate.Scope(actor, models.Create, models.KindBundle)
	if err != nil {
		return err
	}
	o, err := e.store.OperationByCode(ctx, scope, e.centre.ID, models.GTJ)
	if err != nil {
		return err
	}
	order := models.BundleOrder{From: today.AddMonths(-12), To: today, Method: models.BundleRandom, Size: 8, Seed: "AFSE-2026-03"}
	_, err = e.store.CreateBundle(ctx, scope, o.PublicID, order, version())
	return err
}
