package main

import (
	"context"
	"fmt"

	"jalon/handlers"
	"jalon/models"
)

// frozen keeps the report of the year before as it was handed over.
func (e *demoExtras) frozen(ctx context.Context, today models.Date) error {
	read, err := e.scope(e.centre, models.Read, models.KindReport)
	if err != nil {
		return err
	}
	create, err := e.scope(e.centre, models.Create, models.KindReportRun)
	if err != nil {
		return err
	}
	o, err := e.store.OperationByCode(ctx, read, e.centre.ID, models.GTJ)
	if err != nil {
		return err
	}
	year := today.Year() - 1
	order := handlers.ReportOrder{Kind: "fse", Operation: o, From: models.Date(fmt.Sprintf("%d-01-01", year)), To: models.Date(fmt.Sprintf("%d-12-31", year)),
		Centre: e.centre.Name, Version: version()}
	run, err := handlers.Freeze(ctx, e.store, read, order, "Premier rapport : les points signalés seront corrigés dans le suivant.")
	if err != nil {
		return err
	}
	defer run.Files.Close()
	_, err = e.store.FreezeReport(ctx, create, o.PublicID, run)
	return err
}

// frozenActivity keeps the activity report of the year before.
func (e *demoExtras) frozenActivity(ctx context.Context, today models.Date) error {
	year := today.Year() - 1
	order := handlers.ActivityOrder{Period: models.Period{From: models.Date(fmt.Sprintf("%d-01-01", year)), To: models.Date(fmt.Sprintf("%d-12-31", year))},
		Version: version(), Texts: e.texts}
	var err error
	if order.Scope, err = e.scope(e.centre, models.Read, models.KindActivity); err != nil {
		return err
	}
	if order.Actions, err = e.scope(e.centre, models.Read, models.KindAction); err != nil {
		return err
	}
	create, err := e.scope(e.centre, models.Create, models.KindActivityRun)
	if err != nil {
		return err
	}
	run, err := handlers.FreezeActivity(ctx, e.store, order, e.centre.Name, "")
	if err != nil {
		return err
	}
	defer run.Files.Close()
	_, err = e.store.FreezeActivity(ctx, create, run)
	return err
}
