package store

import (
	"context"
	"encoding/json"
	"fmt"

	"jalon/models"
)

const assessmentColumns = `id, public_id, centre_id, participant_id, on_date, ratings_sealed, user_id, cancelled_at, cancelled_by, cancel_reason,
	created_by, created_at, version`

// AssessmentView is an assessment opened, with its person and who made it.
type AssessmentView struct {
	models.Assessment
	Person string `db:"person"` // public id
	Author string `db:"author"`
}

const assessmentSource = `, p.public_id as person, coalesce(u.name, '') as author from assessments b join participants p on p.id = b.participant_id
	left join users u on u.id = b.user_id where `

// assessmentsWhere reads assessments of one person, opened; those cancelled too.
func (s *Store) assessmentsWhere(ctx context.Context, scope models.Scope, condition string, values ...any) ([]AssessmentView, error) {
	in, args := within(scope, models.KindBarrier)
	var all []AssessmentView
	err := s.list(ctx, &all, "select "+prefixed("b", assessmentColumns)+assessmentSource+in+" and "+condition, append(args, values...)...)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	box, err := s.box(ctx, all[0].ParticipantID)
	if err != nil {
		return nil, err
	}
	for i := range all {
		text, err := box.Open("assessment "+all[i].ID, all[i].RatingsSealed)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(text), &all[i].AssessmentContent); err != nil {
			return nil, fmt.Errorf("assessment %s: %w", all[i].PublicID, err)
		}
	}
	return all, nil
}

// Assessments lists those of a person, oldest first, within a scope of freins; cancelled ones too.
func (s *Store) Assessments(ctx context.Context, scope models.Scope, personPublicID string) ([]AssessmentView, error) {
	t, err := s.planTarget(ctx, scope, personPublicID)
	if err != nil {
		return nil, err
	}
	return s.assessmentsWhere(ctx, scope, "b.participant_id = ? order by b.on_date, b.id", t.ID)
}

// OpenAssessments is Assessments with its journal line, in one transaction.
func (s *Store) OpenAssessments(ctx context.Context, scope models.Scope, personPublicID string) ([]AssessmentView, error) {
	return s.auditedAssessments(ctx, scope, personPublicID, models.Read)
}

// ExportAssessments is OpenAssessments for a file: the journal says that the figures left the program.
func (s *Store) ExportAssessments(ctx context.Context, scope models.Scope, personPublicID string) ([]AssessmentView, error) {
	return s.auditedAssessments(ctx, scope, personPublicID, models.Export)
}

func (s *Store) auditedAssessments(ctx context.Context, scope models.Scope, personPublicID, action string) ([]AssessmentView, error) {
	var all []AssessmentView
	err := s.Audited(ctx, scope, func(tx *Store) (models.JournalEntry, error) {
		t, err := tx.planTarget(ctx, scope, personPublicID)
		if err == nil {
			all, err = tx.Assessments(ctx, scope, personPublicID)
		}
		return models.JournalEntry{CentreID: t.CentreID, Action: action, Record: personPublicID, Participant: personPublicID}, err
	})
	return all, err
}

// BarrierMoves follows the freins of a person, within a scope of freins; for the pages that sum a file up.
func (s *Store) BarrierMoves(ctx context.Context, scope models.Scope, personPublicID string) ([]models.BarrierMove, error) {
	all, err := s.Assessments(ctx, scope, personPublicID)
	return models.BarrierMoves(Rated(all)), err
}

// Rated is the assessments behind their views.
func Rated(views []AssessmentView) []models.Assessment {
	all := make([]models.Assessment, len(views))
	for i, v := range views {
		all[i] = v.Assessment
	}
	return all
}

// Assessment finds one assessment by its public id, within a scope of freins.
func (s *Store) Assessment(ctx context.Context, scope models.Scope, publicID string) (AssessmentView, error) {
	found, err := s.assessmentsWhere(ctx, scope, "b.public_id = ?", publicID)
	if err == nil && len(found) == 0 {
		err = models.ErrNotFound
	}
	if err != nil {
		return AssessmentView{}, err
	}
	return found[0], nil
}

// AddAssessment records a rating of the freins of a person of the scope and gives its public id.
func (s *Store) AddAssessment(ctx context.Context, scope models.Scope, personPublicID string, a models.Assessment) (string, error) {
	if scope.Action() != models.Create {
		return "", models.ErrForbidden
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		target, err := tx.planTarget(ctx, scope, personPublicID)
		if err != nil {
			return err
		}
		if err := models.CheckAssessment(a, tx.Today()).AsError(); err != nil {
			return err
		}
		author := nullable(scope.Actor().UserID)
		a.ID, a.PublicID, a.CentreID, a.ParticipantID, a.Version = models.NewID(), models.NewPublicID(), target.CentreID, target.ID, 1
		a.UserID, a.CreatedBy, a.CreatedAt = author, author, tx.Now()
		if err := tx.sealAssessment(ctx, &a); err != nil {
			return err
		}
		if err := tx.insert(ctx, "assessments", assessmentColumns, a); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: a.CentreID, Record: a.PublicID, Participant: personPublicID})
	})
	return a.PublicID, err
}

func (s *Store) sealAssessment(ctx context.Context, a *models.Assessment) error {
	box, err := s.box(ctx, a.ParticipantID)
	if err != nil {
		return err
	}
	text, err := json.Marshal(a.AssessmentContent)
	if err != nil {
		return fmt.Errorf("assessment: %w", err)
	}
	a.RatingsSealed = box.Seal("assessment "+a.ID, string(text))
	return nil
}

// TieChanges says which action made each frein change at an assessment: the causes by frein, "" kind for none. Ratings
// stay as they are; what the links were before is kept.
func (s *Store) TieChanges(ctx context.Context, scope models.Scope, publicID string, version int, causes map[string]Cause) error {
	return s.Atomically(ctx, func(tx *Store) error {
		a, err := tx.Assessment(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if err := changeable(scope, a.Version, version); err != nil {
			return err
		}
		if !a.CancelledAt.IsZero() {
			return models.Refuse(models.Conflict, "barrier.cancelled")
		}
		if err := tx.keepRevision(ctx, scope, a.ParticipantID, models.KindBarrier, a.ID, a.Version, "", a.AssessmentContent); err != nil {
			return err
		}
		for i, r := range a.Ratings {
			if cause, named := causes[r.Barrier]; named {
				a.Ratings[i].CauseKind, a.Ratings[i].Cause = cause.Kind, cause.PublicID
			}
		}
		if err := tx.sealAssessment(ctx, &a.Assessment); err != nil {
			return err
		}
		err = tx.change(ctx, "update assessments set ratings_sealed = ?, version = version + 1 where id = ? and version = ?", a.RatingsSealed, a.ID, version)
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: a.CentreID, Record: a.PublicID, Participant: a.Person, Detail: "causes"})
	})
}

// CancelAssessment marks an assessment made in error, with a reason: it no longer counts in any movement, nothing is erased.
func (s *Store) CancelAssessment(ctx context.Context, scope models.Scope, publicID, reason string) error {
	if err := models.CheckReason(reason).AsError(); err != nil {
		return err
	}
	return s.Atomically(ctx, func(tx *Store) error {
		a, err := tx.Assessment(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if scope.Action() != models.Cancel {
			return models.ErrForbidden
		}
		if !a.CancelledAt.IsZero() {
			return models.Refuse(models.Conflict, "barrier.cancelled")
		}
		err = tx.change(ctx, `update assessments set cancelled_at = ?, cancelled_by = ?, cancel_reason = ?, version = version + 1
			where id = ? and cancelled_at is null`, tx.Now(), nullable(scope.Actor().UserID), reason, a.ID)
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: a.CentreID, Record: a.PublicID, Participant: a.Person})
	})
}
