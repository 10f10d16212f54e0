package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"jalon/models"
)

// outboxRow is a line of the outbox as it is written.
type outboxRow struct {
	models.OutboxMessage
	Batch         string  `db:"batch"`
	Idempotency   string  `db:"idempotency"`
	AddressSealed []byte  `db:"address_sealed"`
	ContentSealed []byte  `db:"content_sealed"`
	Body          string  `db:"body"`
	CreatedBy     *string `db:"created_by"`
}

const (
	outboxColumns = `id, public_id, centre_id, participant_id, user_id, session_id, registration_id, kind, channel, language, state, attempts,
	next_at, problem, done_at, created_at, version`
	outboxWritten = outboxColumns + ", batch, idempotency, address_sealed, content_sealed, body, created_by"
)

// QueueMessage writes a message to a person in the outbox, in the transaction it is called in, and tells whether it is new: a
// message of the same key is there already otherwise. It leaves after models.HoldMessages; without an address it waits to be
// printed. scope is of messages to create and must reach the person.
func (s *Store) QueueMessage(ctx context.Context, scope models.Scope, m models.Message) (bool, error) {
	if scope.Kind() != models.KindMessage || scope.Action() != models.Create {
		return false, models.ErrForbidden
	}
	queued := false
	err := s.Atomically(ctx, func(tx *Store) error {
		var person struct {
			PublicID string `db:"public_id"`
			CentreID string `db:"centre_id"`
		}
		condition, args := within(scope, models.KindMessage)
		err := tx.get(ctx, &person, "select p.public_id, p.centre_id from participants p where p.id = ? and "+condition, append([]any{m.ParticipantID}, args...)...)
		if err != nil {
			return err
		}
		known, err := tx.count(ctx, "select count(*) from outbox where idempotency = ?", m.Key)
		if err != nil || known > 0 {
			return err
		}
		row, err := tx.sealMessage(ctx, m)
		if err != nil {
			return err
		}
		row.CentreID, row.CreatedBy = person.CentreID, nullable(scope.Actor().UserID)
		if err := tx.insert(ctx, "outbox", outboxWritten, row); err != nil {
			return err
		}
		queued = true
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: row.CentreID, Record: row.PublicID, Participant: person.PublicID, Detail: m.Kind + " " + row.Channel})
	})
	return queued, err
}

func (s *Store) sealMessage(ctx context.Context, m models.Message) (outboxRow, error) {
	row := outboxRow{OutboxMessage: models.OutboxMessage{ID: models.NewID(), PublicID: models.NewPublicID(), ParticipantID: &m.ParticipantID, SessionID: nullable(m.SessionID),
		RegistrationID: nullable(m.Registration), Kind: m.Kind, Channel: m.Reach.Channel(), Language: m.Language, State: models.MessageToSend,
		NextAt: models.InstantOf(s.Now().Add(models.HoldMessages)), CreatedAt: s.Now(), Version: 1}, Batch: m.Batch, Idempotency: m.Key}
	if row.Channel == models.ChannelPaper {
		row.State = models.MessageToPrint
	}
	box, err := s.box(ctx, m.ParticipantID)
	if err != nil {
		return row, err
	}
	content, err := json.Marshal(m.Content)
	if err != nil {
		return row, fmt.Errorf("message: %w", err)
	}
	row.AddressSealed, row.ContentSealed = box.Seal("message address "+row.ID, m.Reach.Address()), box.Seal("message "+row.ID, string(content))
	if m.Content.Link != "" && m.Registration != "" {
		return row, s.rememberLink(ctx, m)
	}
	return row, nil
}

// Recipient is a person with a place in a session, as a message needs them. Told is the state of the message of the same kind and
// version of the session, "" when there is none.
type Recipient struct {
	Registration       string      `db:"registration"` // id
	RegistrationPublic string      `db:"registration_public"`
	SessionID          string      `db:"session_id"`
	ParticipantID      string      `db:"participant_id"`
	Person             string      `db:"person"` // public id
	FamilyName         string      `db:"family_name"`
	GivenName          string      `db:"given_name"`
	Language           string      `db:"contact_language"`
	Phone              string      `db:"phone"`
	Email              string      `db:"email"`
	Address            string      `db:"address"`
	Postcode           string      `db:"postcode"`
	Refnis             string      `db:"refnis"`
	Place              string      `db:"place"`
	Choice             string      `db:"choice"`
	PausedUntil        models.Date `db:"paused_until"`
}

// Reach is how the person may be written to.
func (r Recipient) Reach() models.Reach {
	return models.Reach{Phone: r.Phone, Email: r.Email, Choice: r.Choice}
}

const (
	recipientColumns = `p.id as participant_id, p.public_id as person, p.family_name, p.given_name,
	p.contact_language, p.phone, p.email, p.address, p.postcode, p.refnis, coalesce(q.channel, '') as choice, q.paused_until`
	recipientChoice = ` left join message_choices q on q.participant_id = p.id and q.id = (select max(x.id) from message_choices x where x.participant_id = p.id)`
	recipientQuery  = `select r.id as registration, r.public_id as registration_public, r.session_id, r.place, ` + recipientColumns + `
	from registrations r join sessions s on s.id = r.session_id join participants p on p.id = r.participant_id` + recipientChoice
	recipientPerson = recipientColumns + " from participants p" + recipientChoice
)

// Recipients are the people with a place in a session whom a scope of messages reaches, by name.
func (s *Store) Recipients(ctx context.Context, scope models.Scope, sessionPublicID string) ([]Recipient, error) {
	condition, args := within(scope, models.KindMessage)
	var all []Recipient
	err := s.list(ctx, &all, recipientQuery+" where s.public_id = ? and r.place = 'inscrit' and "+condition+" order by p.sort_name, r.id",
		append([]any{sessionPublicID}, args...)...)
	return all, err
}

// SeriesRecipients are those of all the sessions of a series, by the id of the session.
func (s *Store) SeriesRecipients(ctx context.Context, scope models.Scope, seriesPublicID string) (map[string][]Recipient, error) {
	condition, args := within(scope, models.KindMessage)
	var rows []Recipient
	err := s.list(ctx, &rows, recipientQuery+" where s.series_id = (select y.id from series y where y.public_id = ?) and r.place = 'inscrit' and "+condition+
		" order by p.sort_name, r.id", append([]any{seriesPublicID}, args...)...)
	bySession := map[string][]Recipient{}
	for _, r := range rows {
		bySession[r.SessionID] = append(bySession[r.SessionID], r)
	}
	return bySession, err
}

// RecipientPerson is somebody to write to about no session, by their public id.
func (s *Store) RecipientPerson(ctx context.Context, scope models.Scope, personPublicID string) (Recipient, error) {
	condition, args := within(scope, models.KindMessage)
	var one Recipient
	err := s.get(ctx, &one, "select "+recipientPerson+" where p.public_id = ? and "+condition, append([]any{personPublicID}, args...)...)
	return one, err
}

// MessagesKnown tells which of the keys are in the outbox already.
func (s *Store) MessagesKnown(ctx context.Context, keys []string) (map[string]bool, error) {
	known := map[string]bool{}
	if len(keys) == 0 {
		return known, nil
	}
	var found []string
	err := s.list(ctx, &found, "select idempotency from outbox where idempotency in ("+marks(len(keys))+")", anys(keys)...)
	for _, key := range found {
		known[key] = true
	}
	return known, err
}

// SessionBring reads, and SetSessionBring writes, what people are asked to bring to a session: models.BringCodes.
func (s *Store) SessionBring(ctx context.Context, sessionID string) (string, error) {
	var codes string
	err := s.get(ctx, &codes, "select bring from sessions where id = ?", sessionID)
	return codes, err
}

// SetSessionBring is for who may write messages; it is part of queueing them.
func (s *Store) SetSessionBring(ctx context.Context, scope models.Scope, sessionID, codes string) error {
	if scope.Kind() != models.KindMessage || scope.Action() != models.Create {
		return models.ErrForbidden
	}
	_, err := s.exec(ctx, "update sessions set bring = ? where id = ? and bring <> ?", codes, sessionID, codes)
	return err
}

// Directions are how to come to a session: those of its place, which older sessions only name. "" when nothing was written.
func (s *Store) Directions(ctx context.Context, n models.Session) (string, error) {
	var text string
	err := s.get(ctx, &text, `select l.directions from locations l where l.centre_id = ? and (l.id = (select x.location_id from sessions x where x.id = ?) or l.sort_name = ?)
		order by case when l.sort_name = ? then 1 else 0 end, l.id limit 1`, n.CentreID, n.ID, models.Fold(n.Place), models.Fold(n.Place))
	if errors.Is(err, models.ErrNotFound) {
		err = nil
	}
	return text, err
}

// WithdrawBatch takes back the messages of one gesture that have not left, and tells how many.
func (s *Store) WithdrawBatch(ctx context.Context, scope models.Scope, batch string) (int, error) {
	withdrawn := 0
	err := s.Atomically(ctx, func(tx *Store) error {
		rows, err := tx.outboxList(ctx, scope, "m.batch = ? and m.batch <> '' and m.state in ('a_envoyer', 'a_imprimer')", batch)
		if err != nil || batch == "" {
			return errors.Join(err, notFoundIf(batch == ""))
		}
		for _, r := range rows {
			if err := tx.endMessage(ctx, scope, r, models.MessageWithdrawn); err != nil {
				return err
			}
			withdrawn++
		}
		return nil
	})
	return withdrawn, err
}

func notFoundIf(absent bool) error {
	if absent {
		return models.ErrNotFound
	}
	return nil
}

// RecipientOf is who waits for a place, by the public id of the place, when a scope of messages reaches them.
func (s *Store) RecipientOf(ctx context.Context, scope models.Scope, placePublicID string) (Recipient, error) {
	condition, args := within(scope, models.KindMessage)
	var one Recipient
	err := s.get(ctx, &one, recipientQuery+" where r.public_id = ? and r.place = 'attente' and "+condition, append([]any{placePublicID}, args...)...)
	return one, err
}
