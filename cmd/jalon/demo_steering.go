package main

import (
	"context"
	"fmt"

	"jalon/models"
	"jalon/store"
)

// targets are what the operations of the year should reach: some ahead, some late.
func (e *demoExtras) targets(ctx context.Context, today models.Date) error {
	read, err := e.scope(e.centre, models.Read, models.KindOperation)
	if err != nil {
		return err
	}
	scope, err := e.scope(e.centre, models.Create, models.KindTarget)
	if err != nil {
		return err
	}
	operations, err := e.store.Operations(ctx, read)
	if err != nil {
		return err
	}
	year, met := fmt.Sprint(today.Year()), 14
	first, last := models.Date(year+"-01-01"), models.Date(year+"-12-31")
	for _, o := range operations {
		if o.StartsOn > today || o.EndsOn != "" && o.EndsOn < today {
			continue
		}
		for _, t := range map[string][]models.Target{
			models.M4H: {{Measure: models.MeasurePersons, Value: 90}, {Measure: models.MeasureAttestations, Value: 30}},
			models.LLF: {{Measure: models.MeasurePersons, Value: 95}, {Measure: models.MeasureHours, Value: 420}},
			models.GTJ: {{Measure: models.TotalIndicator, Value: 60, Steps: models.TargetStep{On: models.Date(year + "-06-30"), Value: 45}.String()},
				{Measure: models.MeasureOwn, Label: "Entreprises rencontrées", Value: 15, Done: &met, DoneOn: today}},
		}[o.Programme] {
			t.FromOn, t.DueOn = first, last
			if _, err := e.store.CreateTarget(ctx, scope, o.PublicID, t); err != nil {
				return err
			}
		}
	}
	return e.funderLink(ctx, today)
}

// funderLink is an address given to a funder; nobody knows it any more.
func (e *demoExtras) funderLink(ctx context.Context, today models.Date) error {
	scope, err := e.scope(e.centre, models.Create, models.KindFunderLink)
	if err != nil {
		return err
	}
	_, err = e.store.CreateFunderLink(ctx, scope, store.FunderLink{CentreID: e.centre.ID, Funder: models.FunderForem, Label: "Forem, direction territoriale", ExpiresOn: today.AddDays(60)})
	return err
}
