package store

import (
	"context"
	"errors"

	"jalon/models"
)

// freezeEntry freezes the entry snapshot of an enrolment at its first attended contact: what the enrolment does not
// say yet is copied from the person's file, once. Later changes of the file never reach it. It is called in the
// transaction that records an attended contact, and does nothing when the snapshot is frozen on that day or before.
func (s *Store) freezeEntry(ctx context.Context, enrolmentID string, on models.Date) error {
	var e models.Enrolment
	if err := s.get(ctx, &e, "select "+enrolmentColumns+" from enrolments where id = ?", enrolmentID); err != nil {
		return err
	}
	if e.FrozenOn != "" {
		if on < e.FrozenOn { // an older contact was encoded later: the entry moves, the answers stay
			_, err := s.exec(ctx, "update enrolments set frozen_on = ? where id = ?", on, e.ID)
			return err
		}
		return nil
	}
	person, err := s.person(ctx, e.ParticipantID)
	if err != nil {
		return err
	}
	degurba, err := s.degurba(ctx, person.Refnis)
	if err != nil {
		return err
	}
	box, err := s.box(ctx, e.ParticipantID)
	if err != nil {
		return err
	}
	if e.Sensitive, err = OpenJSON[models.Sensitive](box, "entry_sensitive", e.SensitiveSealed); err != nil {
		return err
	}
	models.Freeze(&e, person, degurba)
	if e.SensitiveSealed, err = SealJSON(box, "entry_sensitive", e.Sensitive); err != nil {
		return err
	}
	_, err = s.exec(ctx, `update enrolments set frozen_on = ?, entry_nationalities = ?, entry_commune = ?, entry_degurba = ?,
		entry_isced = ?, entry_recognition = ?, sensitive_sealed = ? where id = ? and frozen_on is null`,
		on, e.Nationalities, e.Commune, e.Degurba, e.ISCED, e.Recognition, e.SensitiveSealed, e.ID)
	return err
}

// person reads what a snapshot copies, by internal id, with its sealed answers opened.
func (s *Store) person(ctx context.Context, participantID string) (models.Participant, error) {
	var p models.Participant
	err := s.get(ctx, &p, `select id, public_id, centre_id, nationalities, refnis, isced, recognition, sensitive_sealed
		from participants where id = ?`, participantID)
	if err != nil {
		return p, err
	}
	box, err := s.box(ctx, participantID)
	if err != nil {
		return p, err
	}
	p.Sensitive, err = OpenJSON[models.Sensitive](box, "sensitive", p.SensitiveSealed)
	return p, err
}

// degurba is the class of a commune as the administrator has set it, "" when nobody has.
func (s *Store) degurba(ctx context.Context, refnis string) (string, error) {
	var class string
	err := s.get(ctx, &class, "select degurba from commune_classes where refnis = ?", refnis)
	if errors.Is(err, models.ErrNotFound) {
		return "", nil
	}
	return class, err
}

// UpdateEntry corrects the snapshot. Once it is frozen a reason is required: it is kept in the journal and the
// former answers in the revisions.
func (s *Store) UpdateEntry(ctx context.Context, scope models.Scope, e models.Enrolment, reason string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		before, err := tx.Enrolment(ctx, scope, e.PublicID)
		if err != nil {
			return err
		}
		if before.FrozenOn != "" && reason == "" {
			return models.Refuse(models.Invalid, "enrolment.reason_required")
		}
		if err := tx.keepRevision(ctx, scope, before.ParticipantID, models.KindEnrolment, before.ID, before.Version, reason, before.Enrolment); err != nil {
			return err
		}
		e.ParticipantID = before.ParticipantID
		if err := tx.sealEntry(ctx, &e); err != nil {
			return err
		}
		err = tx.change(ctx, `update enrolments set requested_on = ?, entry_nationalities = ?, entry_commune = ?, entry_degurba = ?,
			entry_forem = ?, entry_work = ?, entry_seeking = ?, entry_unemployed_since = ?, entry_training = ?, entry_isced = ?,
			entry_recognition = ?, entry_income = ?, entry_ground = ?, sensitive_sealed = ?, referral = ?, audience = ?, convention = ?,
			exemption = ?, assessment_on = ?, updated_at = ?, version = version + 1 where id = ? and version = ?`,
			e.RequestedOn, e.Nationalities, e.Commune, e.Degurba, e.Forem, e.Work, e.Seeking, e.UnemployedSince, e.Training, e.ISCED,
			e.Recognition, e.Income, e.Ground, e.SensitiveSealed, e.Referral, e.Audience, e.Convention, e.Exemption, e.AssessmentOn,
			tx.Now(), before.ID, e.Version)
		if err != nil {
			return err
		}
		detail := ""
		if before.FrozenOn != "" {
			detail = "frozen"
		}
		return tx.journalEnrolment(ctx, scope, before.Enrolment, detail)
	})
}
