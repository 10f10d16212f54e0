package store

import (
	"context"

	"jalon/models"
)

const operationColumns = `id, public_id, centre_id, code, title, programme, funder, number, starts_on, ends_on,
	priority, objective, zone, short_hours, short_days, long_term, background, incomplete, project, version, created_at`

// operationOrder is the order of dispositifs on every screen, then the most recent operation first.
const operationOrder = " order by g.position, o.starts_on desc, o.code"

// Operations lists the operations within the scope; the scope may be of any kind that hangs on operations.
func (s *Store) Operations(ctx context.Context, scope models.Scope) ([]models.Operation, error) {
	condition, args := withinAnchor(scope, onOperation)
	var all []models.Operation
	err := s.list(ctx, &all, "select "+prefixed("o", operationColumns)+
		" from operations o join programmes g on g.code = o.programme where "+condition+operationOrder, args...)
	return all, err
}

// Operation finds one operation by its public id, within the scope.
func (s *Store) Operation(ctx context.Context, scope models.Scope, publicID string) (models.Operation, error) {
	condition, args := withinAnchor(scope, onOperation)
	var o models.Operation
	err := s.get(ctx, &o, "select "+prefixed("o", operationColumns)+" from operations o where o.public_id = ? and "+condition,
		append([]any{publicID}, args...)...)
	return o, err
}

// OperationByCode finds one operation of one centre by its code, capitals or not, within the scope.
func (s *Store) OperationByCode(ctx context.Context, scope models.Scope, centreID, code string) (models.Operation, error) {
	condition, args := withinAnchor(scope, onOperation)
	var o models.Operation
	err := s.get(ctx, &o, "select "+prefixed("o", operationColumns)+" from operations o where o.centre_id = ? and lower(o.code) = lower(?) and "+condition+" order by o.code = ? desc limit 1",
		append(append([]any{centreID, code}, args...), code)...)
	return o, err
}

// CreateOperation adds an operation to a centre of the scope; a code already used there is a conflict.
func (s *Store) CreateOperation(ctx context.Context, scope models.Scope, o models.Operation) (models.Operation, error) {
	if !scope.Covers(models.Record{CentreID: o.CentreID}) || scope.Kind() != models.KindOperation {
		return o, models.ErrForbidden
	}
	o.ID, o.PublicID, o.Version, o.CreatedAt = models.NewID(), models.NewPublicID(), 1, s.Now()
	err := s.Atomically(ctx, func(tx *Store) error {
		if err := tx.insert(ctx, "operations", operationColumns, o); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: o.CentreID, Record: o.PublicID})
	})
	return o, err
}

// UpdateOperation changes an operation; the programme and the code stay, since past rows rest on them.
func (s *Store) UpdateOperation(ctx context.Context, scope models.Scope, o models.Operation) error {
	condition, args := within(scope, models.KindOperation)
	return s.Atomically(ctx, func(tx *Store) error {
		values := []any{o.Title, o.Funder, o.Number, o.StartsOn, o.EndsOn, o.Priority, o.Objective, o.Zone, o.ShortHours, o.ShortDays,
			o.LongTerm, o.Background, o.Incomplete, o.Project, o.PublicID, o.Version}
		err := tx.change(ctx, `update operations as o set title = ?, funder = ?, number = ?, starts_on = ?, ends_on = ?, priority = ?,
			objective = ?, zone = ?, short_hours = ?, short_days = ?, long_term = ?, background = ?, incomplete = ?, project = ?,
			version = version + 1 where public_id = ? and version = ? and `+condition, append(values, args...)...)
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: o.CentreID, Record: o.PublicID})
	})
}
