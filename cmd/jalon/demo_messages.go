package main

import (
	"context"

	"jalon/handlers"
	"jalon/models"
	"jalon/store"
)

// messages tell the people of the session after today's that they are expected; some leave, some wait to be printed.
func (e *demoExtras) messages(ctx context.Context, _ models.Date) error {
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
	next, err := e.store.Sessions(ctx, read, models.SessionFilter{View: models.ViewUpcoming, Limit: 2})
	if err != nil || len(next) < 2 {
		return err
	}
	people, err := e.store.Recipients(ctx, create, next[1].PublicID)
	if err != nil {
		return err
	}
	writer, err := handlers.NewMessageWriter(ctx, e.store, "http://"+e.settings.Listen, create, next[1], models.MessageInvitation)
	if err != nil {
		return err
	}
	return e.store.Atomically(ctx, func(tx *store.Store) error {
		_, err := writer.Queue(ctx, tx, create, people, models.NewPublicID())
		return err
	})
}
