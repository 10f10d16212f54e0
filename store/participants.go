package store

import (
	"context"

	"jalon/models"
)

// Columns of a participant by kind: a scope of one kind reads and writes no other.
const (
	identityColumns = `id, public_id, centre_id, external_ref, family_name, given_name, preferred_name, sort_name, single_name, sex,
		birth, nationalities, birth_country, contact_language, phone, phone_reversed, landline, email, no_contact, address, postcode,
		refnis, informed_on, origin, created_by, created_at, updated_at, version`
	profileColumns = `, languages, french_level, interpreter, arrived_on, permit_expires_on, residence_sealed, isced, diploma,
		diploma_country, recognition, household, children, household_work, father_birth_country, mother_birth_country`
	sensitiveColumns = ", sensitive_sealed"
	nissColumns      = ", niss_sealed, niss_hash"
)

// columnsOf are the columns a scope of that kind opens; "" for a kind that is no participant.
func columnsOf(kind string) string {
	switch kind {
	case models.KindParticipant:
		return identityColumns
	case models.KindProfile:
		return identityColumns + profileColumns
	case models.KindSensitive:
		return identityColumns + sensitiveColumns
	case models.KindNISS:
		return identityColumns + nissColumns
	}
	return ""
}

// Participant finds one person by public id, within the scope. What is filled depends on the kind of the scope:
// participant (identity and contact), profile (and languages, residence, education, household), sensitive, niss.
func (s *Store) Participant(ctx context.Context, scope models.Scope, publicID string) (models.Participant, error) {
	var p models.Participant
	columns := columnsOf(scope.Kind())
	if columns == "" {
		return p, models.ErrNotFound
	}
	condition, args := within(scope, scope.Kind())
	err := s.get(ctx, &p, "select "+prefixed("p", columns)+" from participants p where p.public_id = ? and "+condition,
		append([]any{publicID}, args...)...)
	if err != nil {
		return p, err
	}
	return p, s.complete(ctx, &p)
}

// Profiles are those of several people by public id, in two queries: those the scope of profiles does not reach are left out.
func (s *Store) Profiles(ctx context.Context, scope models.Scope, publicIDs []string) (map[string]models.Participant, error) {
	if scope.Kind() != models.KindProfile || len(publicIDs) == 0 {
		return nil, nil
	}
	places, err := s.Places(ctx)
	if err != nil {
		return nil, err
	}
	condition, args := within(scope, models.KindProfile)
	var rows []struct {
		models.Participant
		Wrapped []byte `db:"wrapped"`
	}
	err = s.list(ctx, &rows, "select "+prefixed("p", columnsOf(models.KindProfile))+`, k.wrapped from participants p
		left join person_keys k on k.participant_id = p.id where p.public_id in (`+marks(len(publicIDs))+") and "+condition, append(anys(publicIDs), args...)...)
	all := map[string]models.Participant{}
	for _, r := range rows {
		r.Places = places
		if r.ResidenceSealed != nil {
			box, err := s.sealer.PersonBox(r.ID, r.Wrapped)
			if err != nil {
				return nil, err
			}
			if r.Residence, err = OpenJSON[models.Residence](box, "residence", r.ResidenceSealed); err != nil {
				return nil, err
			}
		}
		all[r.PublicID] = r.Participant
	}
	return all, err
}

// complete opens the sealed answers that were read, and gives the communes in which the place is read.
func (s *Store) complete(ctx context.Context, p *models.Participant) error {
	var err error
	if p.Places, err = s.Places(ctx); err != nil {
		return err
	}
	return s.openSealed(ctx, p)
}

// openSealed opens the sealed answers that were read.
func (s *Store) openSealed(ctx context.Context, p *models.Participant) error {
	if p.ResidenceSealed == nil && p.SensitiveSealed == nil {
		return nil
	}
	box, err := s.box(ctx, p.ID)
	if err != nil {
		return err
	}
	if p.Residence, err = OpenJSON[models.Residence](box, "residence", p.ResidenceSealed); err != nil {
		return err
	}
	p.Sensitive, err = OpenJSON[models.Sensitive](box, "sensitive", p.SensitiveSealed)
	return err
}

// OpenParticipant is Participant with its journal line: who opened which file, in the same transaction.
func (s *Store) OpenParticipant(ctx context.Context, scope models.Scope, publicID string) (models.Participant, error) {
	var p models.Participant
	err := s.Audited(ctx, scope, func(tx *Store) (models.JournalEntry, error) {
		var err error
		p, err = tx.Participant(ctx, scope, publicID)
		return entryOf(p, ""), err
	})
	return p, err
}

// entryOf is a journal line about a person.
func entryOf(p models.Participant, detail string) models.JournalEntry {
	return models.JournalEntry{CentreID: p.CentreID, Record: p.PublicID, Participant: p.PublicID, Detail: detail}
}

// CreateParticipant registers a person in the centre p.CentreID, which the scope must cover. referentID is the colleague
// whose caseload the person enters ("" = nobody yet). distinct are public ids of people of that centre who were
// looked at and found to be somebody else: the pairs are never proposed again.
func (s *Store) CreateParticipant(ctx context.Context, scope models.Scope, p models.Participant, referentID string, distinct ...string) (models.Participant, error) {
	if scope.Kind() != models.KindParticipant || scope.Action() != models.Create || !scope.Covers(models.Record{CentreID: p.CentreID}) {
		return p, models.ErrForbidden
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		p.ID, p.PublicID, p.Version = models.NewID(), models.NewPublicID(), 1
		p.CreatedAt, p.UpdatedAt, p.CreatedBy = tx.Now(), tx.Now(), nullable(scope.Actor().UserID)
		if err := tx.insertParticipant(ctx, &p); err != nil {
			return err
		}
		if err := tx.takeIn(ctx, p, referentID); err != nil {
			return err
		}
		if err := tx.tellApart(ctx, p, scope.Actor().UserID, distinct); err != nil {
			return err
		}
		if err := tx.findPairsOf(ctx, comparedOf(p)); err != nil {
			return err
		}
		return tx.journal(ctx, scope, entryOf(p, ""))
	})
	return p, err
}

// insertParticipant writes the row, the person's key and the name indexes. Ids and dates are the caller's.
func (s *Store) insertParticipant(ctx context.Context, p *models.Participant) error {
	p.Derive()
	wrapped := s.sealer.NewPersonKey(p.ID)
	box, err := s.sealer.PersonBox(p.ID, wrapped)
	if err != nil {
		return err
	}
	if err := sealAnswers(box, p); err != nil {
		return err
	}
	if err := s.insert(ctx, "participants", identityColumns+profileColumns+sensitiveColumns+nissColumns, p); err != nil {
		return err
	}
	if _, err := s.exec(ctx, "insert into person_keys (participant_id, wrapped) values (?, ?)", p.ID, wrapped); err != nil {
		return err
	}
	return s.insertIndex(ctx, comparedOf(*p), models.NameWords(p.FamilyName, p.GivenName, p.PreferredName))
}

func sealAnswers(box Box, p *models.Participant) error {
	var err error
	if p.ResidenceSealed, err = SealJSON(box, "residence", p.Residence); err != nil {
		return err
	}
	p.SensitiveSealed, err = SealJSON(box, "sensitive", p.Sensitive)
	return err
}

// takeIn puts a new person in the caseload of a colleague of the centre.
func (s *Store) takeIn(ctx context.Context, p models.Participant, userID string) error {
	if userID == "" {
		return nil
	}
	if err := s.colleague(ctx, p.CentreID, userID); err != nil {
		return err
	}
	return s.addCaseload(ctx, p.CentreID, p.ID, "", userID, "intake")
}
