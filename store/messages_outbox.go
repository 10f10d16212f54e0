package store

import (
	"context"
	"encoding/json"
	"fmt"

	"jalon/models"
)

// OutboxView is a message with its person and its session, as the list shows it.
type OutboxView struct {
	models.OutboxMessage
	Person       string      `db:"person"` // public id
	FamilyName   string      `db:"family_name"`
	GivenName    string      `db:"given_name"`
	Session      string      `db:"session"` // public id, "" = none
	SessionTitle string      `db:"session_title"`
	SessionDate  models.Date `db:"session_date"`
}

// Name is the person's as lists write it.
func (v OutboxView) Name() string { return models.ListName(v.FamilyName, v.GivenName) }

var outboxQuery = "select " + prefixed("m", outboxColumns) + `, p.public_id as person, p.family_name, p.given_name, coalesce(s.public_id, '') as session,
	coalesce(s.title, '') as session_title, s.on_date as session_date
	from outbox m join participants p on p.id = m.participant_id left join sessions s on s.id = m.session_id where `

// OutboxFilter narrows the list of messages.
type OutboxFilter struct {
	State   string // "" = all that are not finished first: see Outbox
	Person  string // public id
	Session string // public id
	After   string // public id of the last row of the page before
	Limit   int
}

// Outbox lists messages of a state, newest first, a page at a time.
func (s *Store) Outbox(ctx context.Context, scope models.Scope, f OutboxFilter) ([]OutboxView, error) {
	query, args := outboxList(scope, f)
	var rows []OutboxView
	err := s.list(ctx, &rows, query, args...)
	return rows, err
}

func outboxList(scope models.Scope, f OutboxFilter) (string, []any) {
	condition, args := within(scope, models.KindMessage)
	query := outboxQuery + condition
	and := func(sql string, values ...any) { query, args = query+" and "+sql, append(args, values...) }
	if f.State != "" {
		centres := scope.Centres()
		and("m.centre_id in ("+marks(len(centres))+") and m.state = ?", append(anys(centres), f.State)...)
	}
	if f.Person != "" {
		and("p.public_id = ?", f.Person)
	}
	if f.Session != "" {
		and("s.public_id = ?", f.Session)
	}
	if f.After != "" {
		and("m.id < (select x.id from outbox x where x.public_id = ?)", f.After)
	}
	return query + " order by m.id desc limit ?", append(args, max(1, f.Limit))
}

func (s *Store) outboxList(ctx context.Context, scope models.Scope, where string, values ...any) ([]OutboxView, error) {
	condition, args := within(scope, models.KindMessage)
	var rows []OutboxView
	err := s.list(ctx, &rows, outboxQuery+condition+" and "+where+" order by p.sort_name, m.id", append(args, values...)...)
	return rows, err
}

// OutboxCounts counts the messages of each state.
func (s *Store) OutboxCounts(ctx context.Context, scope models.Scope) (map[string]int, error) {
	condition, args := within(scope, models.KindMessage)
	var rows []struct {
		State string `db:"state"`
		Count int    `db:"n"`
	}
	err := s.list(ctx, &rows, "select m.state, count(*) as n from outbox m join participants p on p.id = m.participant_id where "+condition+" group by m.state", args...)
	counts := map[string]int{}
	for _, r := range rows {
		counts[r.State] = r.Count
	}
	return counts, err
}

// Waiting says since when messages of a channel wait because of a fault of the transport, and how many; zero when none does.
func (s *Store) Waiting(ctx context.Context, scope models.Scope, channel string) (int, models.Instant, error) {
	condition, args := within(scope, models.KindMessage)
	var row struct {
		Count int            `db:"n"`
		Since models.Instant `db:"since"`
	}
	err := s.get(ctx, &row, `select count(*) as n, min(m.created_at) as since from outbox m join participants p on p.id = m.participant_id
		where m.state = 'a_envoyer' and m.attempts > 0 and m.channel = ? and `+condition, append([]any{channel}, args...)...)
	return row.Count, row.Since, err
}

// OutboxItem is one message with what it says, opened under the person's key.
type OutboxItem struct {
	OutboxView
	Address string
	Content models.MessageContent
}

// OpenMessages reads messages with what they say, and writes who read them: those of a session that wait to be printed, or one by
// its public id.
func (s *Store) OpenMessages(ctx context.Context, scope models.Scope, publicID, session string) ([]OutboxItem, error) {
	var items []OutboxItem
	err := s.Atomically(ctx, func(tx *Store) error {
		where, value := "m.public_id = ?", publicID
		if session != "" {
			where, value = "s.public_id = ? and m.state = 'a_imprimer'", session
		}
		rows, err := tx.outboxList(ctx, scope, where, value)
		if err == nil && len(rows) == 0 && publicID != "" {
			err = models.ErrNotFound
		}
		if err != nil {
			return err
		}
		for _, r := range rows {
			item, err := tx.openMessage(ctx, r)
			if err != nil {
				return err
			}
			items = append(items, item)
			e := models.JournalEntry{CentreID: r.CentreID, Record: r.PublicID, Participant: r.Person, Action: models.Read}
			if err := tx.journal(ctx, scope, e); err != nil {
				return err
			}
		}
		return nil
	})
	return items, err
}

func (s *Store) openMessage(ctx context.Context, v OutboxView) (OutboxItem, error) {
	item := OutboxItem{OutboxView: v}
	var sealed struct {
		Address []byte `db:"address_sealed"`
		Content []byte `db:"content_sealed"`
	}
	if err := s.get(ctx, &sealed, "select address_sealed, content_sealed from outbox where id = ?", v.ID); err != nil {
		return item, err
	}
	box, err := s.box(ctx, *v.ParticipantID)
	if err != nil {
		return item, err
	}
	if item.Address, err = box.Open("message address "+v.ID, sealed.Address); err != nil {
		return item, err
	}
	text, err := box.Open("message "+v.ID, sealed.Content)
	if err == nil {
		err = json.Unmarshal([]byte(text), &item.Content)
	}
	if err != nil {
		return item, fmt.Errorf("message %s: %w", v.PublicID, err)
	}
	return item, nil
}

// EndMessages marks by hand messages as sent (printed, copied, handed over), or as withdrawn, and tells how many changed.
func (s *Store) EndMessages(ctx context.Context, scope models.Scope, state string, publicIDs ...string) (int, error) {
	changed := 0
	err := s.Atomically(ctx, func(tx *Store) error {
		if scope.Action() != models.Update || state != models.MessageSent && state != models.MessageWithdrawn {
			return models.ErrForbidden
		}
		for _, id := range publicIDs {
			rows, err := tx.outboxList(ctx, scope, "m.public_id = ?", id)
			if err != nil || len(rows) == 0 {
				return orNotFound(err)
			}
			if r := rows[0]; r.State != models.MessageSent && r.State != models.MessageWithdrawn {
				if err := tx.endMessage(ctx, scope, r, state); err != nil {
					return err
				}
				changed++
			}
		}
		return nil
	})
	return changed, err
}

// endMessage takes a message out of the queue. The key of a withdrawn one is freed: the message may be written again.
func (s *Store) endMessage(ctx context.Context, scope models.Scope, r OutboxView, state string) error {
	key := "idempotency"
	if state == models.MessageWithdrawn {
		key = "idempotency || '#' || public_id"
	}
	err := s.change(ctx, `update outbox set state = ?, done_at = ?, done_by = ?, problem = '', locked_until = null, idempotency = `+key+`, version = version + 1
		where id = ? and version = ?`, state, s.Now(), nullable(scope.Actor().UserID), r.ID, r.Version)
	if err != nil {
		return err
	}
	return s.journal(ctx, scope, models.JournalEntry{CentreID: r.CentreID, Record: r.PublicID, Participant: r.Person, Detail: r.State + " -> " + state})
}

// ReopenMessages puts messages back in the queue: one marked by mistake, or one that failed and is to be sent again. The person's
// address of today is used.
func (s *Store) ReopenMessages(ctx context.Context, scope models.Scope, publicID string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		if scope.Action() != models.Update {
			return models.ErrForbidden
		}
		rows, err := tx.outboxList(ctx, scope, "m.public_id = ?", publicID)
		if err != nil || len(rows) == 0 {
			return orNotFound(err)
		}
		r := rows[0]
		if r.State == models.MessageWithdrawn {
			return models.Refuse(models.Conflict, "message.problem.withdrawn")
		}
		return tx.requeue(ctx, scope, r)
	})
}

func (s *Store) requeue(ctx context.Context, scope models.Scope, r OutboxView) error {
	var now Recipient
	err := s.get(ctx, &now, `select p.phone, p.email, coalesce(q.channel, '') as choice from participants p left join message_choices q on q.participant_id = p.id
		and q.id = (select max(x.id) from message_choices x where x.participant_id = p.id) where p.id = ?`, *r.ParticipantID)
	if err != nil {
		return err
	}
	reach, state := now.Reach(), models.MessageToSend
	if reach.Channel() == models.ChannelPaper {
		state = models.MessageToPrint
	}
	box, err := s.box(ctx, *r.ParticipantID)
	if err != nil {
		return err
	}
	err = s.change(ctx, `update outbox set state = ?, channel = ?, address_sealed = ?, attempts = 0, next_at = ?, locked_until = null, problem = '', done_at = null,
		done_by = null, version = version + 1 where id = ? and version = ?`, state, reach.Channel(), box.Seal("message address "+r.ID, reach.Address()), s.Now(), r.ID, r.Version)
	if err != nil {
		return err
	}
	return s.journal(ctx, scope, models.JournalEntry{CentreID: r.CentreID, Record: r.PublicID, Participant: r.Person, Detail: r.State + " -> " + state})
}
