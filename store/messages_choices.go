package store

import (
	"context"
	"errors"

	"jalon/models"
)

// MessageChoice is how a person wants to be reached, within a scope of messages; the zero choice when nothing was said.
func (s *Store) MessageChoice(ctx context.Context, scope models.Scope, personPublicID string) (models.MessageChoice, Recipient, error) {
	var person Recipient
	condition, args := within(scope, models.KindMessage)
	err := s.get(ctx, &person, `select p.id as participant_id, p.public_id as person, p.family_name, p.given_name, p.contact_language, p.phone, p.email
		from participants p where p.public_id = ? and `+condition, append([]any{personPublicID}, args...)...)
	if err != nil {
		return models.MessageChoice{}, person, err
	}
	var c models.MessageChoice
	err = s.get(ctx, &c, "select id, channel, paused_until, reason_sealed from message_choices where participant_id = ? order by id desc limit 1", person.ParticipantID)
	if errors.Is(err, models.ErrNotFound) {
		return c, person, nil
	}
	if err != nil || len(c.Sealed) == 0 {
		return c, person, err
	}
	box, err := s.box(ctx, person.ParticipantID)
	if err == nil {
		c.Reason, err = box.Open("message pause "+c.ID, c.Sealed)
	}
	return c, person, err
}

// SaveMessageChoice writes what a person wants now. c.ID is the choice the form was opened with.
func (s *Store) SaveMessageChoice(ctx context.Context, scope models.Scope, personPublicID string, c models.MessageChoice) error {
	if scope.Action() != models.Update {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		before, person, err := tx.MessageChoice(ctx, scope, personPublicID)
		if err != nil {
			return err
		}
		if before.ID != c.ID {
			return models.ErrStale
		}
		if err := models.CheckMessageChoice(c, tx.Today()).AsError(); err != nil {
			return err
		}
		box, err := tx.box(ctx, person.ParticipantID)
		if err != nil {
			return err
		}
		var centre string
		if err := tx.get(ctx, &centre, "select centre_id from participants where id = ?", person.ParticipantID); err != nil {
			return err
		}
		id := models.NewID()
		_, err = tx.exec(ctx, "insert into message_choices (id, participant_id, centre_id, channel, paused_until, reason_sealed, by_user, at) values (?, ?, ?, ?, ?, ?, ?, ?)",
			id, person.ParticipantID, centre, c.Channel, c.PausedUntil, box.Seal("message pause "+id, c.Reason), nullable(scope.Actor().UserID), tx.Now())
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: centre, Participant: personPublicID, Detail: "choice"})
	})
}
