package store

import (
	"context"
	"path"

	"jalon/models"
)

// rememberLink keeps the hash of the secret at the end of a message's link.
func (s *Store) rememberLink(ctx context.Context, m models.Message) error {
	_, err := s.exec(ctx, "insert into message_links (token_hash, registration_id, created_at) values (?, ?, ?)", tokenHash(path.Base(m.Content.Link)), m.Registration, s.Now())
	return err
}

// LinkedSession is all the page of a person shows: a session, their language, what they announced. It holds no name.
type LinkedSession struct {
	models.Session
	Registration string `db:"registration"`
	RegPublic    string `db:"registration_public"`
	PlaceState   string `db:"place_state"`
	Person       string `db:"person"`
	Language     string `db:"contact_language"`
	Phone        string `db:"message_phone"`
	Bring        string `db:"bring"`
	Answer       string `db:"-"`
}

// Linked finds what the secret of an address opens. An address that was never given, whose session is past, or whose place was
// given back opens nothing: models.ErrNotFound.
func (s *Store) Linked(ctx context.Context, token string) (LinkedSession, error) {
	var l LinkedSession
	err := s.get(ctx, &l, "select "+prefixed("s", sessionColumns)+`, s.bring, r.id as registration, r.public_id as registration_public, r.place as place_state,
		p.public_id as person, p.contact_language, c.message_phone from message_links k join registrations r on r.id = k.registration_id
		join sessions s on s.id = r.session_id join participants p on p.id = r.participant_id join centres c on c.id = s.centre_id
		where k.token_hash = ?`, tokenHash(token))
	if err != nil {
		return l, err
	}
	if !models.LinkOpen(l.Session, s.Today()) || l.PlaceState == models.PlaceCancelled {
		return LinkedSession{}, models.ErrNotFound
	}
	answers, err := s.announced(ctx, "r.id = ?", l.Registration)
	l.Answer = answers[l.RegPublic]
	return l, err
}

// Announce writes what a person answers on their page; "" takes the answer back. It changes no attendance and frees no place. Nobody
// comes to a session that was cancelled while the page was open: nothing is written then.
func (s *Store) Announce(ctx context.Context, token, answer string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		l, err := tx.Linked(ctx, token)
		if err != nil || l.Answer == answer || l.Status == models.SessionCancelled {
			return err
		}
		_, err = tx.exec(ctx, "insert into announcements (id, registration_id, answer, at) values (?, ?, ?, ?)", models.NewID(), l.Registration, answer, tx.Now())
		if err != nil {
			return err
		}
		return tx.journal(ctx, models.Scope{}, models.JournalEntry{CentreID: l.CentreID, Record: l.RegPublic, Participant: l.Person, Kind: models.KindRegistration,
			Action: models.Update, Reach: "link", Detail: "announced " + answer})
	})
}

// announced are the last answers of registrations, by their public id.
func (s *Store) announced(ctx context.Context, where string, values ...any) (map[string]string, error) {
	var rows []struct {
		Registration string `db:"public_id"`
		Answer       string `db:"answer"`
	}
	err := s.list(ctx, &rows, `select r.public_id, n.answer from announcements n join registrations r on r.id = n.registration_id join sessions s on s.id = r.session_id
		where n.id = (select max(x.id) from announcements x where x.registration_id = r.id) and `+where, values...)
	answers := map[string]string{}
	for _, r := range rows {
		answers[r.Registration] = r.Answer
	}
	return answers, err
}

// Told is what a person with a place was last told about it, and what they answered.
type Told struct {
	Registration string         `db:"registration"` // public id
	Kind         string         `db:"kind"`
	Channel      string         `db:"channel"`
	State        string         `db:"state"`
	DoneAt       models.Instant `db:"done_at"`
	Answer       string         `db:"-"`
}

// ToldAbout is what the people of a session were last told and answered, by the public id of their place. scope is of registrations or
// of attendance, like that of the names it stands beside.
func (s *Store) ToldAbout(ctx context.Context, scope models.Scope, sessionPublicID string) (map[string]Told, error) {
	condition, args := placesWithin(scope)
	var rows []Told
	err := s.list(ctx, &rows, `select r.public_id as registration, m.kind, m.channel, m.state, m.done_at from outbox m join registrations r on r.id = m.registration_id
		join sessions s on s.id = m.session_id join enrolments e on e.id = r.enrolment_id join participants p on p.id = r.participant_id
		where s.public_id = ? and m.state <> 'annulee' and m.id = (select max(x.id) from outbox x where x.registration_id = r.id and x.session_id = s.id and x.state <> 'annulee') and `+condition,
		append([]any{sessionPublicID}, args...)...)
	if err != nil {
		return nil, err
	}
	answers, err := s.announced(ctx, `s.public_id = ? and exists (select 1 from enrolments e join participants p on p.id = e.participant_id
		where e.id = r.enrolment_id and `+condition+")", append([]any{sessionPublicID}, args...)...)
	told := map[string]Told{}
	for _, r := range rows {
		told[r.Registration] = r
	}
	for registration, answer := range answers {
		t := told[registration]
		t.Registration, t.Answer = registration, answer
		told[registration] = t
	}
	return told, err
}
