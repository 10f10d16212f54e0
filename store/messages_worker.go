package store

import (
	"context"
	"time"

	"jalon/models"
)

// Delivery is a message taken out of the outbox to be sent now, with where it goes.
type Delivery struct {
	ID, PublicID, Kind, Channel string
	Attempts                    int // before this one
	Address                     string
	Content                     models.MessageContent
	Body                        string // to a colleague
	Centre                      string // name
}

type claimed struct {
	ID          string  `db:"id"`
	Participant *string `db:"participant_id"`
	User        *string `db:"user_id"`
}

// ClaimMessage takes the next message that is due by one of the channels, and holds it for lock: several programs may work at the
// same outbox, and one that dies gives its message back. models.ErrNotFound when nothing is due.
func (s *Store) ClaimMessage(ctx context.Context, lock time.Duration, channels ...string) (Delivery, error) {
	if len(channels) == 0 {
		return Delivery{}, models.ErrNotFound
	}
	var c claimed
	now := s.Now()
	args := append([]any{models.InstantOf(now.Add(lock))}, anys(channels)...)
	err := s.getWriting(ctx, &c, `update outbox set locked_until = ? where id = (select id from outbox where state = 'a_envoyer' and channel in (`+marks(len(channels))+`)
		and next_at <= ? and (locked_until is null or locked_until < ?) order by next_at, id limit 1) and (locked_until is null or locked_until < ?)
		returning id, participant_id, user_id`, append(args, now, now, now)...)
	if err != nil {
		return Delivery{}, err
	}
	return s.delivery(ctx, c)
}

func (s *Store) delivery(ctx context.Context, c claimed) (Delivery, error) {
	var row struct {
		OutboxView
		Centre string `db:"centre"`
		Body   string `db:"body"`
		Email  string `db:"email"`
	}
	err := s.get(ctx, &row, "select "+prefixed("m", outboxColumns)+`, m.body, c.name as centre, coalesce(u.email, '') as email from outbox m join centres c on c.id = m.centre_id
		left join users u on u.id = m.user_id where m.id = ?`, c.ID)
	if err != nil {
		return Delivery{}, err
	}
	d := Delivery{ID: row.ID, PublicID: row.PublicID, Kind: row.Kind, Channel: row.Channel, Attempts: row.Attempts, Address: row.Email, Body: row.Body, Centre: row.Centre}
	if c.Participant == nil {
		return d, nil
	}
	item, err := s.openMessage(ctx, row.OutboxView)
	d.Address, d.Content = item.Address, item.Content
	return d, err
}

// Delivered says what became of a message that was claimed: sent (problem ""), to be tried again, or failed for good. A message
// that was withdrawn meanwhile stays so.
func (s *Store) Delivered(ctx context.Context, d Delivery, problem string, permanent bool) error {
	state, next, done := models.MessageSent, s.Now(), s.Now()
	if problem != "" {
		wait, again := models.RetryAfter(d.Attempts + 1)
		if state, done = models.MessageToSend, (models.Instant{}); permanent || !again {
			state = models.MessageFailed
		}
		next = models.InstantOf(next.Add(wait))
	}
	return s.Atomically(ctx, func(tx *Store) error {
		n, err := tx.exec(ctx, `update outbox set state = ?, attempts = attempts + 1, next_at = ?, locked_until = null, problem = ?, done_at = ?, version = version + 1
			where id = ? and state = 'a_envoyer'`, state, next, problem, done, d.ID)
		if err != nil || n == 0 || state == models.MessageToSend {
			return err
		}
		return tx.journalDelivery(ctx, d, state)
	})
}

func (s *Store) journalDelivery(ctx context.Context, d Delivery, state string) error {
	var row struct {
		CentreID string `db:"centre_id"`
		Person   string `db:"person"`
	}
	err := s.get(ctx, &row, "select m.centre_id, coalesce(p.public_id, '') as person from outbox m left join participants p on p.id = m.participant_id where m.id = ?", d.ID)
	if err != nil {
		return err
	}
	return s.journal(ctx, models.Scope{}, models.JournalEntry{CentreID: row.CentreID, Record: d.PublicID, Participant: row.Person, Kind: models.KindMessage, Action: models.Update,
		Reach: "system", Detail: state})
}

// Due is a session whose people are to be reminded today, with them.
type Due struct {
	models.SessionRow
	People []Recipient
}

// RemindersDue are the sessions of a centre within its days of reminder whose people were told about them and asked for no pause.
func (s *Store) RemindersDue(ctx context.Context, scope models.Scope, sessions models.Scope, centreID string) ([]Due, error) {
	settings, err := s.MessageSettings(ctx, scope, centreID)
	if err != nil || settings.ReminderDays == 0 {
		return nil, err
	}
	until := s.Today().AddDays(settings.ReminderDays)
	condition, args := sessionsWithin(sessions)
	var rows []models.SessionRow
	err = s.list(ctx, &rows, sessionRow+" where s.centre_id = ? and s.status = 'planned' and s.on_date > ? and s.on_date <= ? and "+condition+" order by s.on_date, s.starts_at, s.id",
		append([]any{centreID, s.Today(), until}, args...)...)
	var due []Due
	for _, row := range rows {
		people, err := s.remindable(ctx, scope, row.ID)
		if err != nil {
			return nil, err
		}
		if len(people) > 0 {
			due = append(due, Due{row, people})
		}
	}
	return due, err
}

// reminderApart is how long after a first message a reminder may follow it.
const reminderApart = 18 * time.Hour

// remindable are those who were told about the session some time ago, but not reminded of it.
func (s *Store) remindable(ctx context.Context, scope models.Scope, sessionID string) ([]Recipient, error) {
	condition, args := within(scope, models.KindMessage)
	var people []Recipient
	err := s.list(ctx, &people, recipientQuery+` where r.session_id = ? and r.place = 'inscrit' and (q.paused_until is null or q.paused_until < ?)
		and exists (select 1 from outbox m where m.registration_id = r.id and m.session_id = r.session_id and m.state <> 'annulee' and m.created_at < ?)
		and not exists (select 1 from outbox m where m.registration_id = r.id and m.session_id = r.session_id and m.kind = 'rappel') and `+condition+" order by r.id",
		append([]any{sessionID, s.Today(), models.InstantOf(s.Now().Add(-reminderApart))}, args...)...)
	return people, err
}

// Subscriber is a colleague who wants the morning's summary by mail and has not been written to today.
type Subscriber struct {
	models.User
	CentreID string `db:"centre_id"`
}

// DigestSubscribers are those to write to today.
func (s *Store) DigestSubscribers(ctx context.Context) ([]Subscriber, error) {
	var all []Subscriber
	err := s.list(ctx, &all, "select "+prefixed("u", userColumns)+`, (select min(m.centre_id) from memberships m where m.user_id = u.id) as centre_id from users u
		where u.digest_mail and u.disabled_at is null and exists (select 1 from memberships m where m.user_id = u.id)
		and not exists (select 1 from outbox x where x.idempotency = cast(? as text) || u.id)`, digestKey(s.Today()))
	return all, err
}

func digestKey(day models.Date) string { return "resume " + string(day) + " " }

// QueueDigest writes to a colleague what the day holds. body names nobody.
func (s *Store) QueueDigest(ctx context.Context, u Subscriber, body string) error {
	row := outboxRow{OutboxMessage: models.OutboxMessage{ID: models.NewID(), PublicID: models.NewPublicID(), CentreID: u.CentreID, UserID: &u.ID, Kind: models.MessageDigest,
		Channel: models.ChannelMail, Language: "fr", State: models.MessageToSend, NextAt: s.Now(), CreatedAt: s.Now(), Version: 1}, Body: body, Idempotency: digestKey(s.Today()) + u.ID}
	return s.Atomically(ctx, func(tx *Store) error {
		known, err := tx.count(ctx, "select count(*) from outbox where idempotency = ?", row.Idempotency)
		if err != nil || known > 0 {
			return err
		}
		return tx.insert(ctx, "outbox", outboxWritten, row)
	})
}

// DigestMail tells, and SetDigestMail decides, whether the user of a scope of their account gets the morning's summary by mail.
func (s *Store) DigestMail(ctx context.Context, scope models.Scope) (bool, error) {
	var on bool
	err := s.get(ctx, &on, "select digest_mail from users where id = ?", scope.Actor().UserID)
	return on, err
}

// SetDigestMail is part of one's account.
func (s *Store) SetDigestMail(ctx context.Context, scope models.Scope, on bool) error {
	if scope.Kind() != models.KindAccount || scope.Action() != models.Update {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		if _, err := tx.exec(ctx, "update users set digest_mail = ? where id = ?", on, scope.Actor().UserID); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: firstCentre(scope), Detail: "digest by mail"})
	})
}
