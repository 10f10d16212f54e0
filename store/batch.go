package store

import (
	"context"
	"errors"

	"jalon/models"
)

// Batch is what came of an act on several people: what was done, by public id, and who was left out and why.
type Batch struct {
	Done []string
	Left []LeftOut
}

// LeftOut is a person an act left out; the reason is a sentence of the catalogue.
type LeftOut struct {
	Person string // public id
	Reason *models.Error
}

// leave adds a person to those left out when the error is a refusal of this person alone; any other ends the act.
func (b *Batch) leave(person string, err error) error {
	var refusal *models.Error
	if !errors.As(err, &refusal) || refusal.Code != models.Invalid && refusal.Code != models.Conflict {
		return err
	}
	b.Left = append(b.Left, LeftOut{Person: person, Reason: refusal})
	return nil
}

// batchPerson is one enrolment of somebody chosen.
type batchPerson struct {
	ID            string `db:"id"`
	CentreID      string `db:"centre_id"`
	PublicID      string `db:"public_id"`
	FamilyName    string `db:"family_name"`
	GivenName     string `db:"given_name"`
	EnrolmentID   string `db:"enrolment_id"`
	EnrolmentCode string `db:"enrolment"` // public id
}

// batchEnrolments finds the enrolments of somebody chosen that a scope of registrations or enrolments opens, running ones
// only; operation narrows to one, by internal id.
func (s *Store) batchEnrolments(ctx context.Context, scope models.Scope, person, operation string) ([]batchPerson, error) {
	condition, args := withinAnchor(scope, onEnrolment)
	query := `select p.id, p.centre_id, p.public_id, p.family_name, p.given_name, e.id as enrolment_id, e.public_id as enrolment
		from participants p join enrolments e on e.participant_id = p.id where p.public_id = ? and e.cancelled_at is null and ` + condition
	args = append([]any{person}, args...)
	if operation != "" {
		query, args = query+" and e.operation_id = ?", append(args, operation)
	} else {
		query += " and " + runningEnrolment
	}
	var rows []batchPerson
	return rows, s.list(ctx, &rows, query+" order by e.id", args...)
}

// RegisterPersons gives places in a session to several people, in one transaction: Done are their places. Whoever cannot
// come is left out, and holds up nobody.
func (s *Store) RegisterPersons(ctx context.Context, sessions, scope models.Scope, session string, persons []string) (Batch, error) {
	var b Batch
	err := s.Atomically(ctx, func(tx *Store) error {
		b = Batch{}
		n, err := tx.Session(ctx, sessions, session)
		if err != nil {
			return err
		}
		for _, person := range persons {
			place, err := tx.registerPerson(ctx, sessions, scope, n, person)
			if err == nil {
				b.Done = append(b.Done, place)
			} else if err = b.leave(person, err); err != nil {
				return err
			}
		}
		return nil
	})
	return b, err
}

func (s *Store) registerPerson(ctx context.Context, sessions, scope models.Scope, n models.SessionRow, person string) (string, error) {
	found, err := s.batchEnrolments(ctx, scope, person, n.OperationID)
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", models.Refuse(models.Invalid, "batch.left.not_enrolled", "Operation", n.OperationCode)
	}
	had, err := s.placeOf(ctx, n.ID, found[0].EnrolmentID)
	if err != nil {
		return "", err
	}
	if had.ID != "" && had.Place != models.PlaceCancelled {
		return "", models.Refuse(models.Invalid, "batch.left.has_place")
	}
	r, err := s.Register(ctx, sessions, scope, n.PublicID, found[0].EnrolmentCode)
	return r.PublicID, err
}

// AddCoReferent adds a colleague to the running enrolments of several people, in one transaction: Done are the
// enrolments. Whoever the colleague accompanies already is left out.
func (s *Store) AddCoReferent(ctx context.Context, scope models.Scope, userID string, persons []string) (Batch, error) {
	if scope.Kind() != models.KindEnrolment || scope.Action() != models.Update {
		return Batch{}, models.ErrForbidden
	}
	var b Batch
	err := s.Atomically(ctx, func(tx *Store) error {
		b = Batch{}
		for _, person := range persons {
			done, err := tx.coReferentOf(ctx, scope, userID, person)
			if b.Done = append(b.Done, done...); err == nil {
				continue
			}
			if err = b.leave(person, err); err != nil {
				return err
			}
		}
		return nil
	})
	return b, err
}

func (s *Store) coReferentOf(ctx context.Context, scope models.Scope, userID, person string) (done []string, err error) {
	found, err := s.batchEnrolments(ctx, scope, person, "")
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, models.Refuse(models.Invalid, "batch.left.no_enrolment")
	}
	for _, p := range found {
		if err := s.colleague(ctx, p.CentreID, userID); err != nil {
			return nil, err
		}
		n, err := s.count(ctx, "select count(*) from caseloads k where k.enrolment_id = ? and k.user_id = ? and "+accompanies, clocks(p.EnrolmentID, userID)...)
		if err != nil || n > 0 {
			if err != nil {
				return nil, err
			}
			continue
		}
		if err := s.addCaseload(ctx, p.CentreID, p.ID, p.EnrolmentID, userID, "co"); err != nil {
			return nil, err
		}
		if err := s.journal(ctx, scope, models.JournalEntry{CentreID: p.CentreID, Record: p.EnrolmentCode, Participant: p.PublicID, Detail: "referents"}); err != nil {
			return nil, err
		}
		done = append(done, p.EnrolmentCode)
	}
	if len(done) == 0 {
		return nil, models.Refuse(models.Invalid, "batch.left.accompanied")
	}
	return done, nil
}

// EndCoReferent takes back, the same day, what AddCoReferent did: the colleague no longer accompanies those enrolments.
func (s *Store) EndCoReferent(ctx context.Context, scope models.Scope, userID string, enrolments []string) error {
	if scope.Kind() != models.KindEnrolment || scope.Action() != models.Update {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		for _, publicID := range enrolments {
			v, err := tx.Enrolment(ctx, scope, publicID)
			if err != nil {
				return err
			}
			if _, err := tx.exec(ctx, `update caseloads set until_on = ? where enrolment_id = ? and user_id = ? and kind = 'co' and from_on = ?
				and until_on is null`, tx.Today(), v.ID, userID, tx.Today()); err != nil {
				return err
			}
			if err := tx.journalEnrolment(ctx, scope, v.Enrolment, "referents undone"); err != nil {
				return err
			}
		}
		return nil
	})
}

// ChosenCards are the cards of the people chosen whose file the reader may open, by name; others are not found.
func (s *Store) ChosenCards(ctx context.Context, cards, files, enrolments models.Scope, persons []string) ([]models.Card, error) {
	if len(persons) == 0 {
		return nil, nil
	}
	inCards, cardArgs := within(cards, models.KindCard)
	inFiles, fileArgs := within(files, models.KindParticipant)
	args := append(cardSelectArgs(files, fileArgs), anys(persons)...)
	var found []models.Card
	err := s.list(ctx, &found, "select "+cardColumns(inFiles)+" from participants p where p.public_id in ("+marks(len(persons))+") and "+inCards+" and "+inFiles+
		" order by p.sort_name, p.id", append(append(args, cardArgs...), fileArgs...)...)
	if err != nil {
		return nil, err
	}
	return found, s.fillCards(ctx, enrolments, found)
}

// ExportCards is ChosenCards with a journal line for each person: their data leave the program.
func (s *Store) ExportCards(ctx context.Context, cards, files, enrolments models.Scope, persons []string) ([]models.Card, error) {
	var found []models.Card
	err := s.Atomically(ctx, func(tx *Store) error {
		var err error
		if found, err = tx.ChosenCards(ctx, cards, files, enrolments, persons); err != nil {
			return err
		}
		for _, c := range found {
			err := tx.journal(ctx, cards, models.JournalEntry{CentreID: c.CentreID, Action: models.Export, Record: c.PublicID, Participant: c.PublicID, Detail: "selection"})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return found, err
}
