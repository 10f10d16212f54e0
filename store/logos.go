package store

import (
	"context"

	"jalon/models"
)

const logoColumns = "id, public_id, centre_id, operation_id, name, image, created_by, created_at, removed_by, removed_at"

// Logos are those printed on the documents of an operation, the oldest first. scope is of any kind that hangs on operations.
func (s *Store) Logos(ctx context.Context, scope models.Scope, operationPublicID string) ([]models.Logo, error) {
	condition, args := withinAnchor(scope, onOperation)
	var all []models.Logo
	err := s.list(ctx, &all, "select "+prefixed("l", logoColumns)+` from operation_logos l join operations o on o.id = l.operation_id
		where o.public_id = ? and l.removed_at is null and `+condition+" order by l.created_at, l.id", append([]any{operationPublicID}, args...)...)
	return all, err
}

// SheetLogos are the pictures for the sheet of a session, within a scope of sessions or of attendance.
func (s *Store) SheetLogos(ctx context.Context, scope models.Scope, sessionPublicID string) ([][]byte, error) {
	condition, args := sessionsWithin(scope)
	var pictures [][]byte
	err := s.list(ctx, &pictures, `select l.image from sessions s join operations o on o.id = s.operation_id join operation_logos l on l.operation_id = o.id
		where s.public_id = ? and l.removed_at is null and `+condition+" order by l.created_at, l.id", append([]any{sessionPublicID}, args...)...)
	return pictures, err
}

// logosOf are the pictures of an operation, by its id: for a document whose scope was checked.
func (s *Store) logosOf(ctx context.Context, operationID string) ([][]byte, error) {
	var pictures [][]byte
	err := s.list(ctx, &pictures, "select image from operation_logos where operation_id = ? and removed_at is null order by created_at, id", operationID)
	return pictures, err
}

// AddLogo keeps a picture that models.DrawLogo drew, in an operation of a scope of operations to update.
func (s *Store) AddLogo(ctx context.Context, scope models.Scope, operationPublicID, name string, picture []byte) (string, error) {
	if scope.Kind() != models.KindOperation || scope.Action() != models.Update {
		return "", models.ErrForbidden
	}
	publicID := models.NewPublicID()
	err := s.Atomically(ctx, func(tx *Store) error {
		if _, err := tx.exec(ctx, "update operations set version = version where public_id = ?", operationPublicID); err != nil {
			return err // held: two uploads at once are counted
		}
		o, err := tx.Operation(ctx, scope, operationPublicID)
		if err != nil {
			return err
		}
		n, err := tx.count(ctx, "select count(*) from operation_logos where operation_id = ? and removed_at is null", o.ID)
		if err != nil {
			return err
		}
		if n >= models.MaxLogos {
			return models.Refuse(models.Invalid, "logo.problem.many", "Max", models.MaxLogos)
		}
		l := models.Logo{ID: models.NewID(), PublicID: publicID, CentreID: o.CentreID, OperationID: o.ID, Name: name, Image: picture,
			CreatedBy: nullable(scope.Actor().UserID), CreatedAt: tx.Now()}
		if err := tx.insert(ctx, "operation_logos", logoColumns, l); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: o.CentreID, Record: o.PublicID, Detail: "logo " + publicID})
	})
	return publicID, err
}

// RemoveLogo takes a logo off the documents to come, or puts it back.
func (s *Store) RemoveLogo(ctx context.Context, scope models.Scope, operationPublicID, logoPublicID string, removed bool) error {
	if scope.Kind() != models.KindOperation || scope.Action() != models.Update {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		o, err := tx.Operation(ctx, scope, operationPublicID)
		if err != nil {
			return err
		}
		at, by, detail := models.Instant{}, nullable(""), "logo restored "
		if removed {
			at, by, detail = tx.Now(), nullable(scope.Actor().UserID), "logo removed "
		}
		n, err := tx.exec(ctx, "update operation_logos set removed_at = ?, removed_by = ? where public_id = ? and operation_id = ?", at, by, logoPublicID, o.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return models.ErrNotFound
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: o.CentreID, Record: o.PublicID, Detail: detail + logoPublicID})
	})
}
