package store

import (
	"context"
	"errors"

	"jalon/models"
)

const registrationColumns = `id, public_id, centre_id, session_id, participant_id, enrolment_id, place, attendance, minutes, left_early,
	signed, cannot_sign, arrived_at, marked_at, marked_by, queue, created_by, created_at, version`

var registrationRow = "select " + prefixed("r", registrationColumns) + `, p.public_id as participant_public_id,
	e.public_id as enrolment_public_id, p.family_name, p.given_name, p.sort_name, coalesce(u.name, '') as marked_by_name,
	substr(p.birth, 1, 4) as birth_year
	from registrations r join sessions s on s.id = r.session_id join enrolments e on e.id = r.enrolment_id
	join participants p on p.id = r.participant_id left join users u on u.id = r.marked_by`

// Registrations lists the places of a session with the names of the people, by name, then the waiting list in its
// order. The scope is of registrations (whose people it opens) or of attendance (whole sessions).
func (s *Store) Registrations(ctx context.Context, scope models.Scope, sessionPublicID string) ([]models.RegistrationRow, error) {
	condition, args := placesWithin(scope)
	var rows []models.RegistrationRow
	err := s.list(ctx, &rows, registrationRow+" where s.public_id = ? and r.place <> 'annule' and "+condition+
		" order by r.place desc, case when r.place = 'attente' then r.queue end, p.sort_name, r.id", append([]any{sessionPublicID}, args...)...)
	if err != nil {
		return nil, err
	}
	models.TellApart(rows)
	return rows, s.fillWaiting(ctx, rows)
}

// registration finds one place by its public id, within the scope.
func (s *Store) registration(ctx context.Context, scope models.Scope, publicID string) (models.RegistrationRow, error) {
	condition, args := placesWithin(scope)
	var row models.RegistrationRow
	err := s.get(ctx, &row, registrationRow+" where r.public_id = ? and "+condition, append([]any{publicID}, args...)...)
	row.BirthYear = ""
	return row, err
}

// Place finds one place by its public id within a scope of registrations, and the public id of its session.
func (s *Store) Place(ctx context.Context, scope models.Scope, publicID string) (r models.RegistrationRow, session string, err error) {
	if r, err = s.registration(ctx, scope, publicID); err != nil {
		return r, "", err
	}
	err = s.get(ctx, &session, "select public_id from sessions where id = ?", r.SessionID)
	return r, session, err
}

func placesWithin(scope models.Scope) (string, []any) {
	if kind := scope.Kind(); kind == models.KindRegistration || kind == models.KindAttendance {
		return within(scope, kind)
	}
	return "1 = 0", nil
}

// Register gives an enrolled person a place in a session of their operation, or puts them on its waiting list when it
// is full: never more people than places. Registering twice changes nothing. sessions is a scope of sessions to read,
// scope one of registrations to create.
func (s *Store) Register(ctx context.Context, sessions, scope models.Scope, sessionPublicID, enrolmentPublicID string) (models.Registration, error) {
	return s.RegisterDespite(ctx, sessions, scope, models.Scope{}, sessionPublicID, enrolmentPublicID, "")
}

// RegisterDespite is Register for somebody who has not followed the part before, for a reason. derogations is a scope of
// derogations to create: the coordination's.
func (s *Store) RegisterDespite(ctx context.Context, sessions, scope, derogations models.Scope, sessionPublicID, enrolmentPublicID, reason string) (models.Registration, error) {
	return s.seat(ctx, sessions, scope, derogations, sessionPublicID, enrolmentPublicID, reason, func(tx *Store, n models.SessionRow, person enrolled) (bool, error) {
		seating, err := tx.seating(ctx, n.Session)
		return err == nil && seating.Room(person.Audience, person.Referral), err
	})
}

// RegisterOver is RegisterDespite for somebody at the door of a full session, on its day or when it is encoded later: they get a
// place beyond those there are, for a reason that is written in the journal.
func (s *Store) RegisterOver(ctx context.Context, sessions, scope, derogations models.Scope, sessionPublicID, enrolmentPublicID, reason string) (models.Registration, error) {
	for _, problem := range models.CheckReason(reason) {
		return models.Registration{}, models.Refuse(models.Invalid, "registration.problem.over_reason", problem.Args...)
	}
	return s.seat(ctx, sessions, scope, derogations, sessionPublicID, enrolmentPublicID, reason, func(tx *Store, n models.SessionRow, person enrolled) (bool, error) {
		switch {
		case derogations.Kind() != models.KindDerogation || !derogations.Covers(models.Record{CentreID: n.CentreID}):
			return false, models.ErrForbidden
		case n.OnDate > tx.Today():
			return false, models.Refuse(models.Conflict, "registration.problem.over_early")
		}
		seating, err := tx.seating(ctx, n.Session)
		if err != nil || seating.Room(person.Audience, person.Referral) {
			return true, err
		}
		return true, tx.journal(ctx, scope, models.JournalEntry{CentreID: n.CentreID, Record: n.PublicID, Participant: person.PublicID, Detail: "beyond the places: " + reason})
	})
}

// mayBeSeated tells, while a session is held, whether a person gets a place in it: on the waiting list otherwise.
type mayBeSeated func(tx *Store, n models.SessionRow, person enrolled) (bool, error)

// seat gives an enrolled person what the rules of a session give them.
func (s *Store) seat(ctx context.Context, sessions, scope, derogations models.Scope, sessionPublicID, enrolmentPublicID, reason string, may mayBeSeated) (models.Registration, error) {
	var r models.Registration
	err := s.Atomically(ctx, func(tx *Store) error {
		n, err := tx.lockSession(ctx, sessions, sessionPublicID)
		if err != nil {
			return err
		}
		person, err := tx.registrable(ctx, scope, n, enrolmentPublicID)
		if err != nil {
			return err
		}
		if r, err = tx.placeOf(ctx, n.ID, person.EnrolmentID); err != nil || r.ID != "" && r.Place != models.PlaceCancelled {
			return err
		}
		if err := tx.lockPerson(ctx, person.ID); err != nil {
			return err
		}
		if err := tx.personFree(ctx, n.Session, person.ID, person.name(), anyClash); err != nil {
			return err
		}
		if err := tx.prerequisiteMet(ctx, scope, derogations, n, person, reason); err != nil {
			return err
		}
		seated, err := may(tx, n, person)
		if err != nil {
			return err
		}
		if r, err = tx.takePlace(ctx, scope, n, r, person, seated); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: n.CentreID, Record: r.PublicID, Participant: person.PublicID, Detail: r.Place})
	})
	return r, err
}

// enrolled is a person as registering needs them.
type enrolled struct {
	ID          string `db:"id"`
	PublicID    string `db:"public_id"`
	FamilyName  string `db:"family_name"`
	GivenName   string `db:"given_name"`
	EnrolmentID string `db:"enrolment_id"`
	OperationID string `db:"operation_id"`
	Audience    string `db:"audience"`
	Referral    string `db:"referral"`
}

func (e enrolled) name() string {
	return models.RegistrationRow{FamilyName: e.FamilyName, GivenName: e.GivenName}.FullName()
}

// registrable finds the person behind an enrolment within the scope, and refuses a session that takes nobody any more
// or that belongs to another operation.
func (s *Store) registrable(ctx context.Context, scope models.Scope, n models.SessionRow, enrolmentPublicID string) (enrolled, error) {
	condition, args := within(scope, models.KindRegistration)
	var person enrolled
	err := s.get(ctx, &person, `select p.id, p.public_id, p.family_name, p.given_name, e.id as enrolment_id, e.operation_id, e.audience, e.referral
		from enrolments e join participants p on p.id = e.participant_id
		where e.public_id = ? and e.cancelled_at is null and `+condition, append([]any{enrolmentPublicID}, args...)...)
	switch {
	case err != nil:
		return person, err
	case n.Status != models.SessionPlanned:
		return person, models.Refuse(models.Conflict, "session.problem.not_planned")
	case person.OperationID != n.OperationID:
		return person, models.Refuse(models.Invalid, "registration.problem.not_enrolled", "Name", person.name(), "Operation", n.OperationCode)
	}
	return person, nil
}

// placeOf is the place an enrolment already has in a session, cancelled ones included; none is the zero value.
func (s *Store) placeOf(ctx context.Context, sessionID, enrolmentID string) (models.Registration, error) {
	var r models.Registration
	err := s.get(ctx, &r, "select "+registrationColumns+" from registrations where session_id = ? and enrolment_id = ?", sessionID, enrolmentID)
	if errors.Is(err, models.ErrNotFound) {
		return models.Registration{}, nil
	}
	return r, err
}

// takePlace writes the place, or takes a cancelled one up again. The session is held: its count is true.
func (s *Store) takePlace(ctx context.Context, scope models.Scope, n models.SessionRow, r models.Registration, person enrolled, seated bool) (models.Registration, error) {
	place, queue := models.PlaceTaken, (*int)(nil)
	if !seated {
		last, err := s.count(ctx, "select coalesce(max(queue), 0) from registrations where session_id = ?", n.ID)
		if err != nil {
			return r, err
		}
		last++
		place, queue = models.PlaceWaiting, &last
	}
	if r.ID != "" {
		r.Place, r.Queue = place, queue
		return r, s.change(ctx, "update registrations set place = ?, queue = ?, version = version + 1 where id = ?", place, queue, r.ID)
	}
	r = models.Registration{ID: models.NewID(), PublicID: models.NewPublicID(), CentreID: n.CentreID, SessionID: n.ID,
		ParticipantID: person.ID, EnrolmentID: person.EnrolmentID, Place: place, Queue: queue,
		CreatedBy: nullable(scope.Actor().UserID), CreatedAt: s.Now(), Version: 1}
	return r, s.insert(ctx, "registrations", registrationColumns, r)
}

// CancelPlace takes back a registration made by mistake, and returns the session's public id. A person who attended
// keeps theirs.
func (s *Store) CancelPlace(ctx context.Context, sessions, scope models.Scope, publicID string) (string, error) {
	return s.GiveUpPlace(ctx, sessions, scope, publicID, models.LeftMistake)
}

// GiveUpPlace frees a place or leaves the waiting list for a reason, and returns the session's public id. A person who
// attended keeps theirs.
func (s *Store) GiveUpPlace(ctx context.Context, sessions, scope models.Scope, publicID, reason string) (string, error) {
	return s.changePlace(ctx, sessions, scope, publicID, func(tx *Store, n models.SessionRow, r models.RegistrationRow) error {
		if r.Attended() {
			return models.Refuse(models.Conflict, "registration.problem.attended", "Name", r.FullName())
		}
		if r.Place == models.PlaceCancelled {
			return nil
		}
		if err := tx.writeDeparture(ctx, scope, n.Session, r, reason); err != nil {
			return err
		}
		return tx.setPlace(ctx, scope, r, models.PlaceCancelled)
	})
}

// RestorePlace takes back a place given up in error: in the room as long as there is one and the person is free, or at its
// rank on the waiting list.
func (s *Store) RestorePlace(ctx context.Context, sessions, scope models.Scope, publicID string) (string, error) {
	return s.changePlace(ctx, sessions, scope, publicID, func(tx *Store, n models.SessionRow, r models.RegistrationRow) error {
		if r.Place != models.PlaceCancelled {
			return nil
		}
		had, err := tx.undoDeparture(ctx, r.ID)
		if err != nil {
			return err
		}
		if had == models.PlaceWaiting && r.Queue != nil {
			return tx.setPlace(ctx, scope, r, models.PlaceWaiting)
		}
		return tx.fillPlace(ctx, scope, n, r)
	})
}

// fillPlace gives a person of the session a free place.
func (s *Store) fillPlace(ctx context.Context, scope models.Scope, n models.SessionRow, r models.RegistrationRow) error {
	if err := s.roomFor(ctx, n.Session, r); err != nil {
		return err
	}
	if err := s.lockPerson(ctx, r.ParticipantID); err != nil {
		return err
	}
	if err := s.personFree(ctx, n.Session, r.ParticipantID, r.FullName(), anyClash); err != nil {
		return err
	}
	return s.setPlace(ctx, scope, r, models.PlaceTaken)
}

// PromotePlace gives a free place to a person of the waiting list; it is never automatic (ux.md T5). Whoever is not first
// in line gets it for a reason, which is written in the journal.
func (s *Store) PromotePlace(ctx context.Context, sessions, scope models.Scope, publicID, reason string) (string, error) {
	return s.changePlace(ctx, sessions, scope, publicID, func(tx *Store, n models.SessionRow, r models.RegistrationRow) error {
		if r.Place != models.PlaceWaiting {
			return nil
		}
		first, err := tx.inLine(ctx, n.Session, r)
		if err != nil {
			return err
		}
		if !first && reason == "" {
			if err := tx.roomFor(ctx, n.Session, r); err != nil { // no reason gives a place that is not there
				return err
			}
			return models.Refuse(models.Conflict, "waiting.problem.not_first", "Name", r.FullName())
		}
		if !first {
			if err := tx.journal(ctx, scope, models.JournalEntry{CentreID: r.CentreID, Record: r.PublicID, Participant: r.ParticipantPublicID, Detail: "out of turn: " + reason}); err != nil {
				return err
			}
		}
		return tx.fillPlace(ctx, scope, n, r)
	})
}

// changePlace holds the session of a place of the scope while f decides.
func (s *Store) changePlace(ctx context.Context, sessions, scope models.Scope, publicID string, f func(*Store, models.SessionRow, models.RegistrationRow) error) (string, error) {
	var session string
	err := s.Atomically(ctx, func(tx *Store) error {
		r, err := tx.registration(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if err := tx.get(ctx, &session, "select public_id from sessions where id = ?", r.SessionID); err != nil {
			return err
		}
		n, err := tx.lockSession(ctx, sessions, session)
		if err != nil {
			return err
		}
		if n.Status != models.SessionPlanned {
			return models.Refuse(models.Conflict, "session.problem.not_planned")
		}
		if r, err = tx.registration(ctx, scope, publicID); err != nil { // as it is now that the session is held
			return err
		}
		return f(tx, n, r)
	})
	return session, err
}

// setPlace changes what somebody has in a session. The order of a request outlives the place: taken back, it is where it was.
func (s *Store) setPlace(ctx context.Context, scope models.Scope, r models.RegistrationRow, place string) error {
	if err := s.closeOffer(ctx, scope, r.ID, place); err != nil {
		return err
	}
	err := s.change(ctx, `update registrations set place = ?, attendance = '', minutes = null, left_early = 0, signed = ?,
		version = version + 1 where id = ?`, place, false, r.ID)
	if err != nil {
		return err
	}
	return s.journal(ctx, scope, models.JournalEntry{CentreID: r.CentreID, Record: r.PublicID, Participant: r.ParticipantPublicID,
		Detail: r.Place + " -> " + place})
}

// freePlaces takes an enrolment that is cancelled out of every session it has a place in. It is called in the
// transaction that cancels the enrolment, which has no attended contact.
func (s *Store) freePlaces(ctx context.Context, enrolmentID string) error {
	_, err := s.exec(ctx, "update place_offers set state = ?, answered_at = ? where state = ? and registration_id in (select id from registrations where enrolment_id = ?)",
		models.OfferWithdrawn, s.Now(), models.OfferOpen, enrolmentID)
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `update registrations set place = 'annule', queue = null, attendance = '', minutes = null, left_early = 0,
		signed = ?, version = version + 1 where enrolment_id = ? and place <> 'annule'`, false, enrolmentID)
	return err
}

// SeatCandidates finds people to register: those enrolled in the session's operation whom the scope (registrations
// to create) opens, by name. query narrows to names with words starting like each of its words, enrolments to some
// by public id. Who has a place already is listed with it.
func (s *Store) SeatCandidates(ctx context.Context, scope models.Scope, n models.SessionRow, query string, enrolments []string, limit int) ([]models.SeatCandidate, error) {
	words, values := namedLike(query)
	if len(enrolments) > 0 {
		words, values = words+" and e.public_id in ("+marks(len(enrolments))+")", append(values, anys(enrolments)...)
	}
	return s.seats(ctx, scope, n, words, values, limit)
}

// ChosenCandidates are those of some people, by public id, who are enrolled in the session's operation and whom the scope
// (registrations to create) opens, by name.
func (s *Store) ChosenCandidates(ctx context.Context, scope models.Scope, n models.SessionRow, persons []string) ([]models.SeatCandidate, error) {
	if len(persons) == 0 {
		return nil, nil
	}
	return s.seats(ctx, scope, n, " and p.public_id in ("+marks(len(persons))+")", anys(persons), len(persons))
}

// seats lists the people enrolled in the operation of a session under one more condition, with what they have in it.
func (s *Store) seats(ctx context.Context, scope models.Scope, n models.SessionRow, narrower string, values []any, limit int) ([]models.SeatCandidate, error) {
	condition, args := within(scope, models.KindRegistration)
	args = append(append(append([]any{n.ID, n.CentreID, n.OperationID}, args...), values...), limit)
	var people []models.SeatCandidate
	err := s.list(ctx, &people, `select p.public_id as participant_public_id, e.public_id as enrolment_public_id, p.family_name, p.given_name, p.birth,
		coalesce(r.place, '') as place from enrolments e join participants p on p.id = e.participant_id
		left join registrations r on r.session_id = ? and r.enrolment_id = e.id
		where p.centre_id = ? and e.operation_id = ? and e.cancelled_at is null and `+condition+narrower+
		" order by p.sort_name, e.id limit ?", args...) // the centre: names are read in their order
	if err != nil {
		return nil, err
	}
	if err := s.fillPrerequisites(ctx, n.Session, people); err != nil {
		return nil, err
	}
	return people, s.fillClashes(ctx, n.Session, people)
}

// OutsideCandidates finds people of the scope (persons to read) who are not enrolled in the session's operation: they
// are to be enrolled first. Without a query there are none.
func (s *Store) OutsideCandidates(ctx context.Context, scope models.Scope, n models.SessionRow, query string, limit int) ([]models.SeatCandidate, error) {
	words, values := namedLike(query)
	if words == "" {
		return nil, nil
	}
	condition, args := within(scope, models.KindParticipant)
	var people []models.SeatCandidate
	err := s.list(ctx, &people, `select p.public_id as participant_public_id, '' as enrolment_public_id, p.family_name, p.given_name,
		p.birth, '' as place from participants p where p.centre_id = ? and `+condition+words+` and not exists (select 1 from enrolments x
		where x.participant_id = p.id and x.operation_id = ? and x.cancelled_at is null) order by p.sort_name, p.id limit ?`,
		append(append(append([]any{n.CentreID}, args...), values...), n.OperationID, limit)...)
	return people, err
}

// namedLike is the condition that every word of query begins a word of the name, by the index of words.
func namedLike(query string) (string, []any) {
	var sql string
	var args []any
	for _, word := range models.NameWords(query) {
		sql += " and p.id in (select w.participant_id from participant_words w where w.kind = 'w' and w.word >= ? and w.word < ?)"
		args = append(args, word, word+"\U0010FFFF")
	}
	return sql, args
}
