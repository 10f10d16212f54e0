package main

import (
	"context"

	"jalon/models"
)

// fictionalRooms are the rooms of the demonstration's sessions; its invented sessions are given in the first three.
var fictionalRooms = []models.Room{{Name: "Salle Meuse", Seats: 20}, {Name: "Salle Sambre", Seats: 20}, {Name: "Salle Citadelle", Seats: 20}, {Name: "B12", Seats: 14}}

// series gives the centre rooms, closing days, an absence, and one series planned by the coordinator.
func (e *demoExtras) series(ctx context.Context, today models.Date) error {
	settings, err := e.scope(e.centre, models.Update, models.KindSettings)
	if err != nil {
		return err
	}
	l, err := e.store.SaveLocation(ctx, settings, models.Location{CentreID: e.centre.ID, Name: "Namur", Address: "Rue fictive 1, 5000 Namur", Laptops: 12})
	if err != nil {
		return err
	}
	var rooms []models.Room
	for _, r := range fictionalRooms {
		saved, err := e.store.SaveRoom(ctx, settings, l.PublicID, r)
		if err != nil {
			return err
		}
		rooms = append(rooms, saved)
	}
	closures, err := e.scope(e.centre, models.Create, models.KindClosure)
	if err != nil {
		return err
	}
	closed := models.Closure{CentreID: e.centre.ID, Kind: models.ClosedCentre, Label: "Journée d'équipe (fictif)", FromOn: today.AddDays(24), UntilOn: today.AddDays(24)}
	if _, err := e.store.SaveClosure(ctx, closures, closed); err != nil {
		return err
	}
	return e.firstSeries(ctx, today, l, rooms[len(rooms)-1])
}

// firstSeries plans « CV » four times, in the room of its own.
func (e *demoExtras) firstSeries(ctx context.Context, today models.Date, l models.Location, room models.Room) error {
	create, err := e.scope(e.centre, models.Create, models.KindSession)
	if err != nil {
		return err
	}
	read, err := e.scope(e.centre, models.Read, models.KindOperation)
	if err != nil {
		return err
	}
	o, err := e.store.OperationByCode(ctx, read, e.centre.ID, models.LLF)
	if err != nil {
		return err
	}
	catalogue, err := e.scope(e.centre, models.Read, models.KindModule)
	if err != nil {
		return err
	}
	modules, err := e.store.Modules(ctx, catalogue)
	if err != nil {
		return err
	}
	places := 12
	plan := models.SeriesPlan{Start: today.AddDays(1), Count: 4, Session: models.Session{OperationID: o.ID, Title: "CV", StartsAt: "09:00", EndsAt: "11:00",
		Capacity: &places, LocationID: &l.ID, RoomID: &room.ID, Place: l.Name, Room: room.Name}}
	for i, m := range modules {
		if m.Code == "LLF11" {
			plan.Session.ModuleID, plan.Session.Title = &modules[i].ID, m.Title
		}
	}
	if _, err := e.store.CreateSeries(ctx, create, plan); err != nil {
		return err
	}
	return nil
}
