package store

import (
	"context"

	"jalon/models"
)

const targetColumns = `id, public_id, centre_id, operation_id, measure, label, value, from_on, due_on, steps, done, done_on, cancelled_at, cancelled_by,
	created_by, created_at, changed_by, changed_at, version`

// TargetView is a target with its operation.
type TargetView struct {
	models.Target
	Operation        string `db:"operation"` // public id
	OperationVersion int    `db:"operation_version"`
	Code             string `db:"code"`
	Programme        string `db:"programme"`
	Funder           string `db:"funder"`
}

// TargetVersion is what a target was, until somebody changed it.
type TargetVersion struct {
	Version   int            `db:"version"`
	Label     string         `db:"label"`
	Value     int            `db:"value"`
	FromOn    models.Date    `db:"from_on"`
	DueOn     models.Date    `db:"due_on"`
	Steps     string         `db:"steps"`
	Done      *int           `db:"done"`
	ChangedAt models.Instant `db:"changed_at"`
	Author    string         `db:"author"`
}

const targetSource = `, o.public_id as operation, o.version as operation_version, o.code, o.programme, o.funder from targets t join operations o on o.id = t.operation_id
	join programmes g on g.code = o.programme where `

// Targets lists those of the operations within the scope (of any kind that hangs on operations) whose time touches a period, in the
// order of the dispositifs; cancelled ones are left out.
func (s *Store) Targets(ctx context.Context, scope models.Scope, period models.Period) ([]TargetView, error) {
	query, args := targetList(scope, period)
	var all []TargetView
	return all, s.list(ctx, &all, query, args...)
}

func targetList(scope models.Scope, period models.Period) (string, []any) {
	condition, args := withinAnchor(scope, onOperation)
	return "select " + prefixed("t", targetColumns) + targetSource + condition +
		" and t.cancelled_at is null and t.due_on >= ? and t.from_on <= ? order by g.position, o.starts_on desc, o.code, t.due_on, t.id", append(args, period.From, period.To)
}

// Target finds one target by its public id, within the scope; a cancelled one too.
func (s *Store) Target(ctx context.Context, scope models.Scope, publicID string) (TargetView, error) {
	condition, args := withinAnchor(scope, onOperation)
	var t TargetView
	err := s.get(ctx, &t, "select "+prefixed("t", targetColumns)+targetSource+condition+" and t.public_id = ?", append(args, publicID)...)
	return t, err
}

// TargetVersions lists what a target was, the latest first.
func (s *Store) TargetVersions(ctx context.Context, t TargetView) ([]TargetVersion, error) {
	var all []TargetVersion
	err := s.list(ctx, &all, `select v.version, v.label, v.value, v.from_on, v.due_on, v.steps, v.done, v.changed_at, coalesce(u.name, '') as author
		from target_versions v left join users u on u.id = v.changed_by where v.target_id = ? order by v.version desc limit 50`, t.ID)
	return all, err
}

// CreateTarget adds a target to an operation within the scope.
func (s *Store) CreateTarget(ctx context.Context, scope models.Scope, operationPublicID string, t models.Target) (models.Target, error) {
	if scope.Kind() != models.KindTarget || scope.Action() != models.Create {
		return t, models.ErrForbidden
	}
	if err := t.Check().AsError(); err != nil {
		return t, err
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		o, err := tx.Operation(ctx, scope, operationPublicID)
		if err != nil {
			return err
		}
		t.ID, t.PublicID, t.CentreID, t.OperationID, t.Version = models.NewID(), models.NewPublicID(), o.CentreID, o.ID, 1
		t.CreatedAt, t.CreatedBy = tx.Now(), nullable(scope.Actor().UserID)
		t.ChangedAt, t.ChangedBy = t.CreatedAt, t.CreatedBy
		if err := tx.insert(ctx, "targets", targetColumns, t); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: t.CentreID, Record: t.PublicID})
	})
	return t, err
}

// UpdateTarget changes a target under its version; what it was is kept. Its operation and what it measures stay.
func (s *Store) UpdateTarget(ctx context.Context, scope models.Scope, t models.Target) error {
	if scope.Kind() != models.KindTarget || scope.Action() != models.Update {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		before, err := tx.Target(ctx, scope, t.PublicID)
		if err != nil {
			return err
		}
		t.Measure = before.Measure
		if err := t.Check().AsError(); err != nil {
			return err
		}
		_, err = tx.exec(ctx, `insert into target_versions (target_id, version, label, value, from_on, due_on, steps, done, done_on, changed_by, changed_at)
			select id, version, label, value, from_on, due_on, steps, done, done_on, changed_by, changed_at from targets where id = ? and version = ?`, before.ID, t.Version)
		if err != nil {
			return err
		}
		err = tx.change(ctx, `update targets set label = ?, value = ?, from_on = ?, due_on = ?, steps = ?, done = ?, done_on = ?, changed_by = ?, changed_at = ?,
			version = version + 1 where id = ? and version = ? and cancelled_at is null`, t.Label, t.Value, t.FromOn, t.DueOn, t.Steps, t.Done, t.DoneOn,
			nullable(scope.Actor().UserID), tx.Now(), before.ID, t.Version)
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: before.CentreID, Record: before.PublicID})
	})
}

// CancelTarget takes a target back, or restores it.
func (s *Store) CancelTarget(ctx context.Context, scope models.Scope, publicID string, cancelled bool) error {
	if scope.Kind() != models.KindTarget || scope.Action() != models.Cancel {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		t, err := tx.Target(ctx, scope, publicID)
		if err != nil {
			return err
		}
		return tx.cancelDays(ctx, scope, "targets", t.ID, t.CentreID, t.PublicID, cancelled)
	})
}
