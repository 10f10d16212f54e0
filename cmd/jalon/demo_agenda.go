package main

import (
	"context"

	"jalon/models"
	"jalon/store"
)

// fictionalLocations are where the demonstration's centre receives people: two rooms, and desks in communes around.
var fictionalLocations = []models.Location{{Name: "Namur, bureau 2", Seats: 1}, {Name: "Namur, bureau 4", Seats: 1},
	{Name: "Andenne", Desk: true, Seats: 1, Address: "Maison de l'emploi (fictif)"}, {Name: "Ciney", Desk: true, Seats: 1}, {Name: "Couvin", Desk: true, Seats: 1},
	{Name: "Dinant", Desk: true, Seats: 2}, {Name: "Gembloux", Desk: true, Seats: 1, Address: "CPAS, 1er étage (fictif)"}}

// plannedSlots are a counsellor's appointments of the demonstration: days from Monday on, hours, how and where.
var plannedSlots = []struct {
	day      int
	starts   string
	minutes  int
	location int // of fictionalLocations, -1 = none
	mode     string
	interp   models.Interpreter
}{
	{1, "15:00", 60, 0, models.ModeOffice, models.Interpreter{}},
	{2, "09:00", 45, 2, models.ModeAway, models.Interpreter{}},
	{2, "10:00", 60, 2, models.ModeAway, models.Interpreter{Interpreted: true, Service: "SeTIS Wallonie", Language: "ar", Interprets: "Nour Haddad (fictif)"}},
	{2, "14:00", 30, -1, models.ModePhone, models.Interpreter{}},
	{3, "09:30", 60, 1, models.ModeOffice, models.Interpreter{Interpreted: true, Language: "uk"}},
	{4, "10:00", 90, 6, models.ModeAway, models.Interpreter{}},
}

// agenda lists the locations and plans some appointments of this week and the next with the people seen last. A slot
// that is taken stays as it is.
func (e *demoExtras) agenda(ctx context.Context, today models.Date) error {
	settings, err := e.scope(e.centre, models.Update, models.KindSettings)
	if err != nil {
		return err
	}
	var known []models.Location
	for _, l := range fictionalLocations {
		l.CentreID = e.centre.ID
		if l, err = e.store.SaveLocation(ctx, settings, l); err != nil {
			return err
		}
		known = append(known, l)
	}
	gate, actor, err := e.counsellor(ctx)
	if err != nil {
		return err
	}
	followUps, err := gate.Scope(actor, models.Read, models.KindFollowUp)
	if err != nil {
		return err
	}
	create, err := gate.Scope(actor, models.Create, models.KindAppointment)
	if err != nil {
		return err
	}
	seen, err := e.store.RecentPersons(ctx, followUps, 2*len(plannedSlots))
	if err != nil {
		return err
	}
	return e.planSlots(ctx, create, today, known, seen)
}

func (e *demoExtras) planSlots(ctx context.Context, create models.Scope, today models.Date, known []models.Location, seen []store.PersonSeen) error {
	for i, person := range seen {
		p := plannedSlots[i%len(plannedSlots)]
		a := models.Appointment{OnDate: today.Monday().AddDays(p.day + 7*(i/len(plannedSlots))), StartsAt: p.starts, Minutes: p.minutes, Mode: p.mode, Interpreter: p.interp, Purpose: "Point sur le projet"}
		if p.location >= 0 {
			a.LocationID = &known[p.location].ID
		}
		if a.OnDate <= today || models.Holiday(a.OnDate) != "" {
			continue
		}
		if _, err := e.store.CreateAppointment(ctx, create, person.Person, a); err != nil && models.CodeOf(err) != models.Invalid {
			return err
		}
	}
	return nil
}
