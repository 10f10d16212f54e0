package main

import (
	"context"

	"jalon/models"
)

// fictionalRooms are the rooms of the demonstration's sessions; its invented sessions are given in the first three.
var fictionalRooms = []models.Room{{Name: "Salle Meuse", Seats: 20}, {Name: "Salle Sambre", Seats: 20}, {Name: "Salle Citadelle", Seats: 20}, {Name: "B12", Seats: 14}}

// series gives the centre rooms, closing days, an absence, a series planned by the coordinator, and a second part to come.
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
	places := 12
	b12 := rooms[len(rooms)-1]
	season := models.SeriesPlan{Start: today.AddDays(1), Count: 4, Session: models.Session{StartsAt: "09:00", EndsAt: "11:00", Capacity: &places,
		LocationID: &l.ID, RoomID: &b12.ID, Place: l.Name, Room: b12.Name}}
	series, err := e.plan(ctx, models.LLF, "LLF11", season)
	if err != nil {
		return err
	}
	if err := e.fillLast(ctx, series); err != nil {
		return err
	}
	second := season // nobody has followed the first part yet
	second.Start, second.Count, second.Session.StartsAt, second.Session.EndsAt = today.AddDays(9), 1, "14:00", "16:00"
	if _, err := e.plan(ctx, models.M4H, "M4H-2B", second); err != nil {
		return err
	}
	return e.away(ctx, today)
}

// away is a colleague who gives sessions, absent for a week.
func (e *demoExtras) away(ctx context.Context, today models.Date) error {
	sessions, err := e.scope(e.centre, models.Create, models.KindSession)
	if err != nil {
		return err
	}
	absences, err := e.scope(e.centre, models.Create, models.KindAbsence)
	if err != nil {
		return err
	}
	trainers, err := e.store.Trainers(ctx, sessions, e.centre.ID)
	if err != nil || len(trainers) == 0 {
		return err
	}
	monday := today.AddDays(14).Monday()
	absent := models.Absence{CentreID: e.centre.ID, UserID: trainers[len(trainers)-1].ID, FromOn: monday, UntilOn: monday.AddDays(4)}
	_, err = e.store.SaveAbsence(ctx, absences, absent)
	return err
}

// fillLast registers a few people in the last session of a series: they are to be told.
func (e *demoExtras) fillLast(ctx context.Context, series string) error {
	sessions, err := e.scope(e.centre, models.Read, models.KindSession)
	if err != nil || series == "" {
		return err
	}
	places, err := e.scope(e.centre, models.Create, models.KindRegistration)
	if err != nil {
		return err
	}
	rows, err := e.store.Series(ctx, sessions, series)
	if err != nil {
		return err
	}
	last := rows[len(rows)-1]
	people, err := e.store.SeatCandidates(ctx, places, last, "", nil, 5)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Clash != nil {
			continue
		}
		if _, err := e.store.Register(ctx, sessions, places, last.PublicID, p.EnrolmentPublicID); err != nil {
			return err
		}
	}
	return nil
}

// plan plans sessions of a module of the catalogue in the centre's operation of a dispositif, and gives the series' public id; ""
// when the demonstration has something else that day.
func (e *demoExtras) plan(ctx context.Context, programme, code string, plan models.SeriesPlan) (string, error) {
	create, err := e.scope(e.centre, models.Create, models.KindSession)
	if err != nil {
		return "", err
	}
	read, err := e.scope(e.centre, models.Read, models.KindOperation)
	if err != nil {
		return "", err
	}
	o, err := e.store.OperationByCode(ctx, read, e.centre.ID, programme)
	if err != nil {
		return "", err
	}
	catalogue, err := e.scope(e.centre, models.Read, models.KindModule)
	if err != nil {
		return "", err
	}
	modules, err := e.store.Modules(ctx, catalogue)
	if err != nil {
		return "", err
	}
	plan.Session.OperationID = o.ID
	for i, m := range modules {
		if m.Code == code {
			plan.Session.ModuleID, plan.Session.Title = &modules[i].ID, m.Title
		}
	}
	publicID, err := e.store.CreateSeries(ctx, create, plan)
	if models.CodeOf(err) == models.Conflict {
		return "", nil
	}
	return publicID, err
}
