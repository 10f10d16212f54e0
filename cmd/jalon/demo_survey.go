package main

import (
	"context"
	"fmt"

	"jalon/models"
	"jalon/store"
)

// survey draws half of those who left last year: the year before this one is known by a sample, this one by a census.
func (e *demoExtras) survey(ctx context.Context, today models.Date) error {
	read, err := e.scope(e.centre, models.Read, models.KindReport)
	if err != nil {
		return err
	}
	change, err := e.scope(e.centre, models.Update, models.KindOperation)
	if err != nil {
		return err
	}
	o, err := e.store.OperationByCode(ctx, read, e.centre.ID, models.GTJ)
	if err != nil {
		return err
	}
	year := today.Year() - 1
	d := models.SixMonthDraw{ExitsFrom: models.Date(fmt.Sprintf("%d-01-01", year)), ExitsUntil: models.Date(fmt.Sprintf("%d-12-31", year)), Seed: "482913"}
	people, err := e.store.SixMonthPopulation(ctx, read, o, d.ExitsFrom, d.ExitsUntil)
	if err != nil || len(people) < 2 {
		return err
	}
	d.Size = len(people) / 2
	_, err = e.store.DrawSixMonths(ctx, store.DrawScopes{Operation: change, Report: read}, o.PublicID, d)
	return err
}
