package store

import (
	"context"

	"jalon/models"
)

// CreateReferral records that a person was sent to a partner, or by one. The entry of their participations, once frozen,
// stays as it is.
func (s *Store) CreateReferral(ctx context.Context, scope models.Scope, personPublicID, partnerPublicID string, r models.Referral) (models.Referral, error) {
	err := s.Atomically(ctx, func(tx *Store) error {
		p, err := tx.writable(ctx, scope, models.KindReferral, models.Create, personPublicID)
		if err != nil {
			return err
		}
		r.ID, r.PublicID, r.CentreID, r.ParticipantID, r.Version = models.NewID(), models.NewPublicID(), p.CentreID, p.ID, 1
		r.CreatedAt, r.CreatedBy = tx.Now(), nullable(scope.Actor().UserID)
		if r.PartnerID, err = tx.partnerOf(ctx, p.CentreID, partnerPublicID); err != nil {
			return err
		}
		if err := tx.acceptableReferral(r); err != nil {
			return err
		}
		if err := tx.sealReferral(ctx, &r); err != nil {
			return err
		}
		if err := tx.insert(ctx, "referrals", referralColumns, r); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: r.CentreID, Record: r.PublicID, Participant: p.PublicID})
	})
	return r, err
}

// acceptableReferral checks what was typed, the answer included when it is known.
func (s *Store) acceptableReferral(r models.Referral) error {
	problems := models.CheckReferral(r, s.Today())
	if r.Outcome != "" {
		for field, p := range models.CheckAnswer(r, s.Today()) {
			problems.Add(field, p.Key, p.Args...)
		}
	}
	return problems.AsError()
}

// partnerOf is the id of an open partner of a centre.
func (s *Store) partnerOf(ctx context.Context, centreID, publicID string) (string, error) {
	var id string
	err := s.get(ctx, &id, "select id from partners where public_id = ? and centre_id = ? and closed_at is null", publicID, centreID)
	if models.CodeOf(err) == models.NotFound {
		err = models.Refuse(models.Invalid, "referral.problem.partner")
	}
	return id, err
}

func (s *Store) sealReferral(ctx context.Context, r *models.Referral) error {
	box, err := s.box(ctx, r.ParticipantID)
	if err != nil {
		return err
	}
	r.ReasonSealed = box.Seal("referral reason "+r.ID, r.Reason)
	r.AnswerSealed = box.Seal("referral answer "+r.ID, r.Answer)
	r.CancelReasonSealed = box.Seal("referral cancel "+r.ID, r.CancelReason)
	return nil
}

// UpdateReferral corrects a referral, its answer aside, under the version its form was opened with.
func (s *Store) UpdateReferral(ctx context.Context, scope models.Scope, r models.Referral) error {
	return s.changeReferral(ctx, scope, models.Update, r.PublicID, "", func(tx *Store, before *models.Referral) error {
		if before.Version != r.Version {
			return models.ErrStale
		}
		before.OnDate, before.Topic, before.Mode, before.Consent, before.ExpectedOn, before.Reason = r.OnDate, r.Topic, r.Mode, r.Consent, r.ExpectedOn, r.Reason
		return tx.acceptableReferral(*before)
	})
}

// AnswerReferral records what became of a referral; an empty outcome takes a wrong answer back.
func (s *Store) AnswerReferral(ctx context.Context, scope models.Scope, publicID, outcome string, on models.Date, answer string) error {
	return s.changeReferral(ctx, scope, models.Update, publicID, "answer", func(tx *Store, r *models.Referral) error {
		r.Outcome, r.AnsweredOn, r.Answer = outcome, on, answer
		if outcome == "" {
			r.AnsweredOn, r.Answer = "", ""
			return nil
		}
		return models.CheckAnswer(*r, tx.Today()).AsError()
	})
}

// RemindPartner records that the partner was asked again today, and until when it may now answer.
func (s *Store) RemindPartner(ctx context.Context, scope models.Scope, publicID, mode string, expected models.Date) error {
	if err := models.CheckReminder(mode, expected, s.Today()).AsError(); err != nil {
		return err
	}
	return s.changeReferral(ctx, scope, models.Update, publicID, "reminder", func(tx *Store, r *models.Referral) error {
		if !r.Open() {
			return models.Refuse(models.Conflict, "referral.answered")
		}
		r.ExpectedOn = expected
		_, err := tx.exec(ctx, "insert into referral_reminders (id, referral_id, on_date, mode, user_id) values (?, ?, ?, ?, ?)",
			models.NewID(), r.ID, tx.Today(), mode, nullable(scope.Actor().UserID))
		return err
	})
}

// CancelReferral marks a referral made in error, with a reason; nothing is erased.
func (s *Store) CancelReferral(ctx context.Context, scope models.Scope, publicID, reason string) error {
	if err := models.CheckReason(reason).AsError(); err != nil {
		return err
	}
	return s.changeReferral(ctx, scope, models.Cancel, publicID, "", func(tx *Store, r *models.Referral) error {
		r.CancelledAt, r.CancelledBy, r.CancelReason = tx.Now(), nullable(scope.Actor().UserID), reason
		return nil
	})
}

// changeReferral writes the change of one referral, keeps what it was, and writes the journal line.
func (s *Store) changeReferral(ctx context.Context, scope models.Scope, action, publicID, detail string, change func(tx *Store, r *models.Referral) error) error {
	if scope.Action() != action {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.Referral(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if !v.CancelledAt.IsZero() {
			return models.Refuse(models.Conflict, "referral.cancelled")
		}
		before, r := v.Referral, v.Referral
		if err := change(tx, &r); err != nil {
			return err
		}
		if err := tx.keepRevision(ctx, scope, r.ParticipantID, models.KindReferral, r.ID, before.Version, "", before); err != nil {
			return err
		}
		if err := tx.sealReferral(ctx, &r); err != nil {
			return err
		}
		err = tx.change(ctx, `update referrals set on_date = ?, topic = ?, mode = ?, consent = ?, expected_on = ?, outcome = ?, answered_on = ?,
			reason_sealed = ?, answer_sealed = ?, cancelled_at = ?, cancelled_by = ?, cancel_reason_sealed = ?, version = version + 1
			where id = ? and version = ?`, r.OnDate, r.Topic, r.Mode, r.Consent, r.ExpectedOn, r.Outcome, r.AnsweredOn, r.ReasonSealed, r.AnswerSealed,
			r.CancelledAt, r.CancelledBy, r.CancelReasonSealed, r.ID, before.Version)
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, v.entry(detail))
	})
}
