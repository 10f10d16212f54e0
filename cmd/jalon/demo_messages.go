package main

import (
	"context"
	"slices"

	"jalon/handlers"
	"jalon/models"
	"jalon/store"
)

// messages tell the people of the first session after today that they are expected; some leave, some wait to be printed.
func (e *demoExtras) messages(ctx context.Context, today models.Date) error {
	texts, err := e.scope(e.centre, models.Update, models.KindMessageText)
	if err != nil {
		return err
	}
	settings, err := e.store.MessageSettings(ctx, texts, e.centre.ID)
	if err != nil {
		return err
	}
	settings.Phone = "081 00 00 00"
	if err := e.store.SaveMessageSettings(ctx, texts, e.centre.ID, settings); err != nil {
		return err
	}
	read, err := e.scope(e.centre, models.Read, models.KindSession)
	if err != nil {
		return err
	}
	create, err := e.scope(e.centre, models.Create, models.KindMessage)
	if err != nil {
		return err
	}
	next, err := e.store.Sessions(ctx, read, models.SessionFilter{View: models.ViewUpcoming, Limit: 10})
	if err != nil {
		return err
	}
	full := slices.IndexFunc(next, func(n models.SessionRow) bool { return n.OnDate > today && n.Registered > 0 })
	if full < 0 {
		return nil
	}
	people, err := e.store.Recipients(ctx, create, next[full].PublicID)
	if err != nil || len(people) == 0 {
		return err
	}
	choose, err := e.scope(e.centre, models.Update, models.KindMessage)
	if err != nil {
		return err
	}
	if err := e.store.SaveMessageChoice(ctx, choose, people[0].Person, models.MessageChoice{Channel: models.ChannelPaper}); err != nil {
		return err
	}
	people[0].Choice = models.ChannelPaper
	writer, err := handlers.NewMessageWriter(ctx, e.store, "http://"+e.settings.Listen, create, next[full], models.MessageInvitation)
	if err != nil {
		return err
	}
	return e.store.Atomically(ctx, func(tx *store.Store) error {
		_, err := writer.Queue(ctx, tx, create, people, models.NewPublicID())
		return err
	})
}
