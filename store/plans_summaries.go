package store

import (
	"context"
	"encoding/json"
	"fmt"

	"jalon/models"
)

const summaryColumns = "id, public_id, centre_id, participant_id, language, handed_on, content_sealed, cancelled_at, cancelled_by, created_by, created_at"

// SummaryView is a summary handed over, with its person and who handed it.
type SummaryView struct {
	models.PlanSummary
	Person string `db:"person"` // public id
	Author string `db:"author"`
}

const summarySource = `, p.public_id as person, coalesce(u.name, '') as author from plan_summaries h join participants p on p.id = h.participant_id
	left join users u on u.id = h.created_by where h.cancelled_at is null and `

// summaries lists those handed to a person, newest first, without their content.
func (s *Store) summaries(ctx context.Context, scope models.Scope, participantID string) ([]SummaryView, error) {
	in, args := within(scope, models.KindPlan)
	var all []SummaryView
	err := s.list(ctx, &all, "select "+prefixed("h", summaryColumns)+summarySource+in+" and h.participant_id = ? order by h.handed_on desc, h.id desc",
		append(args, participantID)...)
	return all, err
}

// Summary finds one summary handed over by its public id, without its content, within a scope of plans.
func (s *Store) Summary(ctx context.Context, scope models.Scope, publicID string) (SummaryView, error) {
	in, args := within(scope, models.KindPlan)
	var v SummaryView
	err := s.get(ctx, &v, "select "+prefixed("h", summaryColumns)+summarySource+in+" and h.public_id = ?", append(args, publicID)...)
	return v, err
}

// OpenSummary reads a summary as it was handed over, with its journal line.
func (s *Store) OpenSummary(ctx context.Context, scope models.Scope, publicID string) (SummaryView, error) {
	var v SummaryView
	err := s.Audited(ctx, scope, func(tx *Store) (models.JournalEntry, error) {
		var err error
		if v, err = tx.Summary(ctx, scope, publicID); err != nil {
			return models.JournalEntry{}, err
		}
		box, err := tx.box(ctx, v.ParticipantID)
		if err != nil {
			return models.JournalEntry{}, err
		}
		text, err := box.Open("plan summary "+v.ID, v.ContentSealed)
		if err == nil {
			err = json.Unmarshal([]byte(text), &v.Content)
		}
		return models.JournalEntry{CentreID: v.CentreID, Record: v.PublicID, Participant: v.Person}, err
	})
	return v, err
}

// HandSummary records that a person took the summary home on a day, with what it said.
func (s *Store) HandSummary(ctx context.Context, scope models.Scope, personPublicID string, on models.Date, content models.SummaryContent) (string, error) {
	h := models.PlanSummary{ID: models.NewID(), PublicID: models.NewPublicID(), Language: content.Language, HandedOn: on, CreatedAt: s.Now()}
	if scope.Action() != models.Create {
		return "", models.ErrForbidden
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		target, err := tx.planTarget(ctx, scope, personPublicID)
		if err != nil {
			return err
		}
		if err := models.CheckHandedOn(on, tx.Today()).AsError(); err != nil {
			return err
		}
		h.CentreID, h.ParticipantID, h.CreatedBy = target.CentreID, target.ID, nullable(scope.Actor().UserID)
		text, err := json.Marshal(content)
		if err != nil {
			return fmt.Errorf("summary: %w", err)
		}
		box, err := tx.box(ctx, target.ID)
		if err != nil {
			return err
		}
		h.ContentSealed = box.Seal("plan summary "+h.ID, string(text))
		if err := tx.insert(ctx, "plan_summaries", summaryColumns, h); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: h.CentreID, Record: h.PublicID, Participant: personPublicID, Detail: "handed"})
	})
	return h.PublicID, err
}

// CancelSummary takes back a record made by mistake: the paper was not handed over.
func (s *Store) CancelSummary(ctx context.Context, scope models.Scope, publicID string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.Summary(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if scope.Action() != models.Cancel {
			return models.ErrForbidden
		}
		err = tx.change(ctx, "update plan_summaries set cancelled_at = ?, cancelled_by = ? where id = ? and cancelled_at is null",
			tx.Now(), nullable(scope.Actor().UserID), v.ID)
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: v.CentreID, Record: v.PublicID, Participant: v.Person, Detail: "handed"})
	})
}
