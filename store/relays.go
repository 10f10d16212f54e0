package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"jalon/models"
)

const relayColumns = `id, public_id, centre_id, participant_id, user_id, by_user, at, reason_sealed, ends_on, state, answered_by,
	answered_at, answer_sealed, caseload_id, version`

// RelayView is a relais as pages show it.
type RelayView struct {
	models.Relay
	Person     string         `db:"person"` // public id
	FamilyName string         `db:"family_name"`
	GivenName  string         `db:"given_name"`
	Colleague  string         `db:"colleague"` // to whom the file opens
	By         string         `db:"by_name"`
	Answerer   string         `db:"answerer"`
	Ended      models.Date    `db:"ended"`      // the day somebody ended it
	ExpiresAt  models.Instant `db:"expires_at"` // of its line
}

// Name is the person's as lists write it.
func (v RelayView) Name() string { return models.ListName(v.FamilyName, v.GivenName) }

const relaySource = `, p.public_id as person, p.family_name, p.given_name, u.name as colleague, b.name as by_name, coalesce(w.name, '') as answerer,
	k.until_on as ended, k.expires_at from relays y join participants p on p.id = y.participant_id join users u on u.id = y.user_id
	join users b on b.id = y.by_user left join users w on w.id = y.answered_by left join caseloads k on k.id = y.caseload_id where `

// Relay finds one relais within a scope of relais, with its reason.
func (s *Store) Relay(ctx context.Context, scope models.Scope, publicID string) (RelayView, error) {
	condition, args := within(scope, models.KindRelay)
	var v RelayView
	err := s.get(ctx, &v, "select "+prefixed("y", relayColumns)+relaySource+"y.public_id = ? and "+condition, append([]any{publicID}, args...)...)
	if err != nil {
		return v, err
	}
	return v, s.openRelay(ctx, &v)
}

func (s *Store) openRelay(ctx context.Context, v *RelayView) error {
	box, err := s.box(ctx, v.ParticipantID)
	if err != nil {
		return err
	}
	if v.Reason, err = box.Open("relay reason", v.ReasonSealed); err != nil || v.AnswerSealed == nil {
		return err
	}
	v.Answer, err = box.Open("relay answer", v.AnswerSealed)
	return err
}

// RelaysOf lists the relais of a person within a scope of relais that wait for an answer or are in force, the latest first.
func (s *Store) RelaysOf(ctx context.Context, scope models.Scope, personPublicID string) ([]RelayView, error) {
	condition, args := within(scope, models.KindRelay)
	var all []RelayView
	err := s.list(ctx, &all, "select "+prefixed("y", relayColumns)+relaySource+"p.public_id = ? and (y.state = 'demande' or y.state = 'accorde' and "+
		inForce+") and "+condition+" order by y.at desc, y.id", slices.Concat(clocks(personPublicID), args)...)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := s.openRelay(ctx, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// RelayPerson is the card of a person within a scope of relais.
func (s *Store) RelayPerson(ctx context.Context, scope models.Scope, publicID string) (models.Card, error) {
	condition, args := within(scope, models.KindRelay)
	var c models.Card
	err := s.get(ctx, &c, "select p.id, p.public_id, p.centre_id, p.family_name, p.given_name from participants p where p.public_id = ? and "+condition,
		append([]any{publicID}, args...)...)
	return c, err
}

// OwnRequest is the request of the user of a scope for a person that waits for an answer, ErrNotFound without one.
func (s *Store) OwnRequest(ctx context.Context, scope models.Scope, personPublicID string) (RelayView, error) {
	condition, args := within(scope, models.KindRelay)
	var v RelayView
	err := s.get(ctx, &v, "select "+prefixed("y", relayColumns)+relaySource+"p.public_id = ? and y.user_id = ? and y.state = 'demande' and "+condition,
		append([]any{personPublicID, scope.Actor().UserID}, args...)...)
	return v, err
}

// AskRelay asks those who accompany a person of the scope, and the coordination, to open the file to the user. It gives
// the public id of the request.
func (s *Store) AskRelay(ctx context.Context, scope models.Scope, personPublicID string, r models.Relay) (string, error) {
	if scope.Action() != models.Create {
		return "", models.ErrForbidden
	}
	r.UserID, r.State = scope.Actor().UserID, models.RelayAsked
	err := s.Atomically(ctx, func(tx *Store) error {
		if err := models.CheckRelay(r, true, tx.Today()).AsError(); err != nil {
			return err
		}
		if err := tx.startRelay(ctx, scope, personPublicID, &r); err != nil {
			return err
		}
		if _, err := tx.OwnRequest(ctx, scope, personPublicID); models.CodeOf(err) != models.NotFound {
			return cmpError(err, models.Refuse(models.Conflict, "relay.already_asked"))
		}
		if err := tx.insert(ctx, "relays", relayColumns, r); err != nil {
			return err
		}
		users, err := tx.watchers(ctx, r.ParticipantID, r.CentreID, models.Coordinator)
		if err != nil {
			return err
		}
		if err := tx.notify(ctx, scope, noticeOf(models.NoticeRelayAsked, r), users); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: r.CentreID, Record: r.PublicID, Participant: personPublicID})
	})
	return r.PublicID, err
}

func noticeOf(kind string, r models.Relay) models.Notice {
	return models.Notice{Kind: kind, CentreID: r.CentreID, ParticipantID: r.ParticipantID, Record: r.PublicID}
}

// cmpError is err if there is one, else what is said otherwise.
func cmpError(err error, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// startRelay finds the person within the scope, refuses a colleague to whom the file is open already, and seals the reason.
func (s *Store) startRelay(ctx context.Context, scope models.Scope, personPublicID string, r *models.Relay) error {
	condition, args := within(scope, models.KindRelay)
	err := s.get(ctx, r, "select p.id as participant_id, p.centre_id from participants p where p.public_id = ? and "+condition, append([]any{personPublicID}, args...)...)
	if err != nil {
		return err
	}
	if err := s.lockPerson(ctx, r.ParticipantID); err != nil {
		return err
	}
	record, err := s.personRecord(ctx, r.ParticipantID)
	if err != nil {
		return err
	}
	if slices.Contains(record.Caseload, r.UserID) {
		return models.Refuse(models.Conflict, "relay.already_open")
	}
	box, err := s.box(ctx, r.ParticipantID)
	if err != nil {
		return err
	}
	r.ReasonSealed = box.Seal("relay reason", strings.TrimSpace(r.Reason))
	r.ID, r.PublicID, r.ByUser, r.At, r.Version = models.NewID(), models.NewPublicID(), scope.Actor().UserID, s.Now(), 1
	return nil
}

// GiveRelay opens the file of a person of the scope to a colleague, until the end of a day if one is said.
func (s *Store) GiveRelay(ctx context.Context, scope models.Scope, personPublicID string, r models.Relay) (string, error) {
	if scope.Action() != models.Update {
		return "", models.ErrForbidden
	}
	r.State = models.RelayGranted
	err := s.Atomically(ctx, func(tx *Store) error {
		if err := models.CheckRelay(r, false, tx.Today()).AsError(); err != nil {
			return err
		}
		if err := tx.startRelay(ctx, scope, personPublicID, &r); err != nil {
			return err
		}
		if err := tx.colleague(ctx, r.CentreID, r.UserID); err != nil {
			return err
		}
		line, err := tx.openLine(ctx, models.CaseloadRelay, r.CentreID, r.ParticipantID, r.UserID, tx.Today(), endOf(r.EndsOn))
		if err != nil {
			return err
		}
		author, now := scope.Actor().UserID, tx.Now()
		r.CaseloadID, r.AnsweredBy, r.AnsweredAt = &line, &author, now
		if err := tx.insert(ctx, "relays", relayColumns, r); err != nil {
			return err
		}
		if err := tx.notify(ctx, scope, noticeOf(models.NoticeRelayGiven, r), []string{r.UserID}); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: r.CentreID, Record: r.PublicID, Participant: personPublicID, Detail: "give"})
	})
	return r.PublicID, err
}

// openLine adds a line of caseload of a person, and gives its id. A zero end is no end.
func (s *Store) openLine(ctx context.Context, kind, centreID, participantID, userID string, from models.Date, ends models.Instant) (string, error) {
	l := models.CaseloadLine{ID: models.NewID(), CentreID: centreID, ParticipantID: participantID, UserID: userID, Kind: kind, FromOn: from, ExpiresAt: ends}
	return l.ID, s.insert(ctx, "caseloads", "id, centre_id, participant_id, user_id, kind, from_on, expires_at", l)
}

// endOf is the end of a day in Brussels, zero for no day.
func endOf(day models.Date) models.Instant {
	if day == "" {
		return models.Instant{}
	}
	t := day.AddDays(1).Time()
	return models.InstantOf(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, brussels))
}

// AnswerRelay grants a request, until the end of a day if one is said, or refuses it. The first answer counts.
func (s *Store) AnswerRelay(ctx context.Context, scope models.Scope, publicID string, answer models.Relay) error {
	if scope.Action() != models.Update {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.Relay(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if v.State != models.RelayAsked {
			return models.Refuse(models.Conflict, "relay.answered")
		}
		if v.UserID == scope.Actor().UserID {
			return models.ErrForbidden // nobody grants their own request
		}
		v.Reason = answer.Answer // bounded like a reason
		v.EndsOn = answer.EndsOn
		if err := models.CheckRelay(v.Relay, false, tx.Today()).AsError(); err != nil {
			return err
		}
		box, err := tx.box(ctx, v.ParticipantID)
		if err != nil {
			return err
		}
		var line *string
		if answer.State == models.RelayGranted {
			id, err := tx.openLine(ctx, models.CaseloadRelay, v.CentreID, v.ParticipantID, v.UserID, tx.Today(), endOf(answer.EndsOn))
			if err != nil {
				return err
			}
			line = &id
		}
		err = tx.change(ctx, `update relays set state = ?, ends_on = ?, answered_by = ?, answered_at = ?, answer_sealed = ?, caseload_id = ?, version = version + 1
			where id = ? and state = 'demande'`, answer.State, nullDate(answer.EndsOn), scope.Actor().UserID, tx.Now(),
			box.Seal("relay answer", strings.TrimSpace(answer.Answer)), line, v.ID)
		if err != nil {
			return err
		}
		return tx.settleRelay(ctx, scope, v, answer.State)
	})
}

func nullDate(d models.Date) any {
	if d == "" {
		return nil
	}
	return d
}

// settleRelay takes an answered request off the lists, tells who asked, and writes it down.
func (s *Store) settleRelay(ctx context.Context, scope models.Scope, v RelayView, detail string) error {
	if err := s.seeRecord(ctx, v.PublicID, ""); err != nil {
		return err
	}
	if err := s.notify(ctx, scope, noticeOf(models.NoticeRelayAnswered, v.Relay), []string{v.UserID}); err != nil {
		return err
	}
	return s.journal(ctx, scope, models.JournalEntry{CentreID: v.CentreID, Record: v.PublicID, Participant: v.Person, Detail: detail})
}

// WithdrawRelay takes back a request of the user of the scope that nobody answered.
func (s *Store) WithdrawRelay(ctx context.Context, scope models.Scope, publicID string) (person string, err error) {
	err = s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.Relay(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if person = v.Person; v.UserID != scope.Actor().UserID {
			return models.ErrNotFound
		}
		n, err := tx.exec(ctx, "update relays set state = 'retire', version = version + 1 where id = ? and state = 'demande'", v.ID)
		if err == nil && n == 0 {
			err = models.Refuse(models.Conflict, "relay.answered")
		}
		if err == nil {
			err = tx.seeRecord(ctx, publicID, "")
		}
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: v.CentreID, Record: v.PublicID, Participant: v.Person, Detail: models.RelayWithdrawn})
	})
	return person, err
}

// EndRelay closes the file to the colleague at once; ResumeRelay opens it again, under the same title.
func (s *Store) EndRelay(ctx context.Context, scope models.Scope, publicID string) (RelayView, error) {
	return s.turnRelay(ctx, scope, publicID, "end", "update caseloads set until_on = ? where id = ? and until_on is null", s.Today())
}

// ResumeRelay is the undo of EndRelay, on the day it was ended.
func (s *Store) ResumeRelay(ctx context.Context, scope models.Scope, publicID string) (RelayView, error) {
	return s.turnRelay(ctx, scope, publicID, "resume", "update caseloads set until_on = null where until_on = ? and id = ?", s.Today())
}

func (s *Store) turnRelay(ctx context.Context, scope models.Scope, publicID, detail, statement string, day models.Date) (RelayView, error) {
	var v RelayView
	if scope.Action() != models.Cancel {
		return v, models.ErrForbidden
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		var err error
		if v, err = tx.Relay(ctx, scope, publicID); err != nil {
			return err
		}
		if v.CaseloadID == nil {
			return models.Refuse(models.Conflict, "relay.not_in_force")
		}
		n, err := tx.exec(ctx, statement, day, *v.CaseloadID)
		if err == nil && n == 0 {
			err = models.Refuse(models.Conflict, "relay.not_in_force")
		}
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: v.CentreID, Record: v.PublicID, Participant: v.Person, Detail: detail})
	})
	return v, err
}
