package store

import (
	"context"
	"slices"

	"jalon/models"
)

// NISS reads the national number of a person: the number, or models.Refused or models.Unknown, or "" when it was not asked.
// Pages show it masked; RevealNISS is for reading it.
func (s *Store) NISS(ctx context.Context, scope models.Scope, publicID string) (string, error) {
	p, err := s.nissHolder(ctx, scope, publicID)
	if err != nil {
		return "", err
	}
	return s.openNISS(ctx, p)
}

// nissHolder finds the person, if the centre has switched the number on.
func (s *Store) nissHolder(ctx context.Context, scope models.Scope, publicID string) (models.Participant, error) {
	if scope.Kind() != models.KindNISS {
		return models.Participant{}, models.ErrNotFound
	}
	p, err := s.Participant(ctx, scope, publicID)
	if err != nil {
		return p, err
	}
	var enabled bool
	if err := s.get(ctx, &enabled, "select niss_enabled from centres where id = ?", p.CentreID); err != nil {
		return p, err
	}
	if !enabled {
		return p, models.ErrNotFound
	}
	return p, nil
}

func (s *Store) openNISS(ctx context.Context, p models.Participant) (string, error) {
	box, err := s.box(ctx, p.ID)
	if err != nil {
		return "", err
	}
	return box.Open("niss", p.NISSSealed)
}

// RevealNISS reads the number in clear and writes who did.
func (s *Store) RevealNISS(ctx context.Context, scope models.Scope, publicID string) (string, error) {
	var number string
	err := s.Audited(ctx, scope, func(tx *Store) (models.JournalEntry, error) {
		p, err := tx.nissHolder(ctx, scope, publicID)
		if err != nil {
			return models.JournalEntry{}, err
		}
		number, err = tx.openNISS(ctx, p)
		return entryOf(p, "niss"), err
	})
	return number, err
}

// SetNISS records the number, or models.Refused or models.Unknown, or "" to clear it. A number that another person of the
// centre has is refused.
func (s *Store) SetNISS(ctx context.Context, scope models.Scope, publicID string, version int, number string) error {
	if scope.Action() != models.Update {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		p, err := tx.nissHolder(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if err := tx.unchangedSince(ctx, p, SectionEdit{Section: models.KindNISS, Version: version}); err != nil {
			return err
		}
		before, err := tx.openNISS(ctx, p)
		if err != nil || before == number {
			return err
		}
		return tx.writeNISS(ctx, scope, p, before, number)
	})
}

func (s *Store) writeNISS(ctx context.Context, scope models.Scope, p models.Participant, before, number string) error {
	box, err := s.box(ctx, p.ID)
	if err != nil {
		return err
	}
	p.NISSSealed, p.NISSHash = box.Seal("niss", number), ""
	if number != "" && !slices.Contains(models.DeclinedAnswers, number) {
		p.NISSHash = s.sealer.blindIndex(number)
	}
	var others int
	err = s.get(ctx, &others, "select count(*) from participants where niss_hash = ? and niss_hash <> '' and centre_id = ? and id <> ? and linked_to is null", p.NISSHash, p.CentreID, p.ID)
	if err != nil {
		return err
	}
	if others > 0 {
		return models.Refuse(models.Conflict, "niss.taken")
	}
	if err := s.keepRevision(ctx, scope, p.ID, revisionKind(models.KindNISS), p.ID, p.Version, "", models.Answers{"niss": before}); err != nil {
		return err
	}
	if err := s.updateParticipant(ctx, scope, p); err != nil {
		return err
	}
	if err := s.indexPerson(ctx, p.ID); err != nil {
		return err
	}
	return s.journal(ctx, scope, entryOf(p, "niss"))
}
