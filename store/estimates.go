package store

import (
	"context"
	"strings"

	"jalon/models"
)

const estimateColumns = "id, public_id, operation_id, code, value, method, on_date, created_by, created_at, cancelled_at, cancelled_by"

// Estimates lists the estimates of an operation within a scope of any kind that hangs on operations, cancelled ones included, the
// latest first.
func (s *Store) Estimates(ctx context.Context, scope models.Scope, operationPublicID string) ([]models.EstimateRecord, error) {
	o, err := s.Operation(ctx, scope, operationPublicID)
	if err != nil {
		return nil, err
	}
	var all []models.EstimateRecord
	err = s.list(ctx, &all, "select "+estimateColumns+" from estimates where operation_id = ? order by code, on_date desc, id desc", o.ID)
	return all, err
}

// SaveEstimate writes an estimate down. Those before it stay: a report up to an earlier day still prints them.
func (s *Store) SaveEstimate(ctx context.Context, scope models.Scope, operationPublicID string, e models.EstimateRecord) (models.EstimateRecord, error) {
	e.Method = strings.Join(strings.Fields(e.Method), " ")
	if err := models.CheckEstimate(e, s.Today()).AsError(); err != nil {
		return e, err
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		o, err := tx.Operation(ctx, scope, operationPublicID)
		if err != nil {
			return err
		}
		e.ID, e.PublicID, e.OperationID, e.CreatedAt, e.CreatedBy = models.NewID(), models.NewPublicID(), o.ID, tx.Now(), nullable(scope.Actor().UserID)
		if err := tx.insert(ctx, "estimates", estimateColumns, e); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: o.CentreID, Record: o.PublicID, Detail: "estimate " + e.PublicID})
	})
	return e, err
}

// CancelEstimate takes an estimate out of the reports, or restores it.
func (s *Store) CancelEstimate(ctx context.Context, scope models.Scope, operationPublicID, publicID string, cancelled bool) error {
	at, by, detail := models.Instant{}, nullable(""), "estimate restored "
	if cancelled {
		at, by, detail = s.Now(), nullable(scope.Actor().UserID), "estimate cancelled "
	}
	return s.Atomically(ctx, func(tx *Store) error {
		o, err := tx.Operation(ctx, scope, operationPublicID)
		if err != nil {
			return err
		}
		n, err := tx.exec(ctx, "update estimates set cancelled_at = ?, cancelled_by = ? where public_id = ? and operation_id = ?", at, by, publicID, o.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return models.ErrNotFound
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: o.CentreID, Record: o.PublicID, Detail: detail + publicID})
	})
}
