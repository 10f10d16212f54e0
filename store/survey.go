package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"jalon/models"
)

const drawColumns = `id, public_id, centre_id, operation_id, exits_from, exits_until, seed, population, size, drawn_by, drawn_at,
	cancelled_at, cancelled_by, cancel_reason, version`

// DrawView is a draw with who made it.
type DrawView struct {
	models.SixMonthDraw
	Author string `db:"author"`
}

// SixMonthDraws lists the draws of an operation, cancelled ones too, the latest period first. The scope hangs on operations.
func (s *Store) SixMonthDraws(ctx context.Context, scope models.Scope, operationPublicID string) ([]DrawView, error) {
	condition, args := withinAnchor(scope, onOperation)
	var all []DrawView
	err := s.list(ctx, &all, "select "+prefixed("d", drawColumns)+`, coalesce(u.name, '') as author from six_month_draws d
		join operations o on o.id = d.operation_id left join users u on u.id = d.drawn_by
		where o.public_id = ? and `+condition+" order by d.exits_from desc, d.id desc", append([]any{operationPublicID}, args...)...)
	return all, err
}

// WithDraws fills the draws of an operation that hold, with who was drawn: a report judges with them who is to be asked.
func (s *Store) WithDraws(ctx context.Context, o models.Operation) (models.Operation, error) {
	o.Draws = nil
	err := s.list(ctx, &o.Draws, "select "+drawColumns+" from six_month_draws where operation_id = ? and cancelled_at is null order by exits_from", o.ID)
	if err != nil || len(o.Draws) == 0 {
		return o, err
	}
	var rows []struct {
		Draw      string `db:"draw_id"`
		Enrolment string `db:"enrolment"`
	}
	err = s.list(ctx, &rows, `select m.draw_id, e.public_id as enrolment from six_month_members m join six_month_draws d on d.id = m.draw_id
		join enrolments e on e.id = m.enrolment_id where d.operation_id = ? and d.cancelled_at is null`, o.ID)
	for i := range o.Draws {
		o.Draws[i].Members = models.IDSet{}
		for _, row := range rows {
			if row.Draw == o.Draws[i].ID {
				o.Draws[i].Members[row.Enrolment] = true
			}
		}
	}
	return o, err
}

// SixMonthPopulation is who left an operation in a period, as its report counts them today: the references of the enrolments, as the
// report prints them, with their public ids. The scope is of kind report.
func (s *Store) SixMonthPopulation(ctx context.Context, scope models.Scope, o models.Operation, from, until models.Date) (map[string]string, error) {
	ids := map[string]string{}
	err := s.Participations(ctx, scope, o.PublicID, func(facts models.EnrolmentFacts) error {
		p := models.Evaluate(facts, o.Rules(), o.ReportDate(s.Today()))
		if p.Counts() && p.Exit != "" && from <= p.Exit && p.Exit <= until {
			ids[p.Enrolment] = p.ID
		}
		return nil
	})
	return ids, err
}

// DrawScopes are the proofs for a draw: the operation that is changed, and the report that says who left.
type DrawScopes struct{ Operation, Report models.Scope }

// DrawSixMonths draws d.Size of those who left in the period of d, once: a period that another draw covers is refused. An empty seed is
// chosen at random.
func (s *Store) DrawSixMonths(ctx context.Context, scopes DrawScopes, operationPublicID string, d models.SixMonthDraw) (models.SixMonthDraw, error) {
	err := s.Atomically(ctx, func(tx *Store) error {
		o, err := tx.Operation(ctx, scopes.Operation, operationPublicID)
		if err != nil {
			return err
		}
		if scopes.Operation.Action() != models.Update || scopes.Operation.Kind() != models.KindOperation {
			return models.ErrForbidden
		}
		if err := tx.drawable(ctx, o, d); err != nil {
			return err
		}
		ids, err := tx.SixMonthPopulation(ctx, scopes.Report, o, d.ExitsFrom, d.ExitsUntil)
		if err != nil {
			return err
		}
		if d.Population = len(ids); d.Size < 1 || d.Size > d.Population {
			return models.Refuse(models.Invalid, "survey.size", "Count", d.Population)
		}
		if d.Seed == "" {
			if d.Seed, err = newSeed(); err != nil {
				return err
			}
		}
		d.ID, d.PublicID, d.CentreID, d.OperationID, d.Version = models.NewID(), models.NewPublicID(), o.CentreID, o.ID, 1
		d.DrawnBy, d.DrawnAt = nullable(scopes.Operation.Actor().UserID), tx.Now()
		if err := tx.insert(ctx, "six_month_draws", drawColumns, d); err != nil {
			return err
		}
		if err := tx.addMembers(ctx, d.ID, ids, models.Draw(d.Seed, slices.Collect(maps.Keys(ids)), d.Size)); err != nil {
			return err
		}
		return tx.journal(ctx, scopes.Operation, models.JournalEntry{CentreID: o.CentreID, Record: o.PublicID,
			Detail: fmt.Sprintf("six_month_draw %s %d/%d", d.PublicID, d.Size, d.Population)})
	})
	return d, err
}

// drawable: exits of the past, in a period without a draw. The operation is held: two draws at once see each other.
func (s *Store) drawable(ctx context.Context, o models.Operation, d models.SixMonthDraw) error {
	switch {
	case o.Funder != models.FunderFSE:
		return models.ErrNotFound
	case d.ExitsUntil > s.Today():
		return models.Refuse(models.Invalid, "survey.future")
	}
	if _, err := s.exec(ctx, "update operations set version = version where id = ?", o.ID); err != nil {
		return err
	}
	n, err := s.count(ctx, `select count(*) from six_month_draws where operation_id = ? and cancelled_at is null
		and exits_from <= ? and exits_until >= ?`, o.ID, d.ExitsUntil, d.ExitsFrom)
	if err == nil && n > 0 {
		return models.Refuse(models.Conflict, "survey.overlap")
	}
	return err
}

func (s *Store) addMembers(ctx context.Context, drawID string, ids map[string]string, drawn []string) error {
	for i, ref := range drawn {
		n, err := s.exec(ctx, "insert into six_month_members (id, draw_id, enrolment_id, position) select cast(? as text), cast(? as text), e.id, cast(? as integer) from enrolments e where e.public_id = ?",
			models.NewID(), drawID, i+1, ids[ref])
		if err != nil {
			return err
		}
		if n != 1 {
			return models.ErrNotFound
		}
	}
	return nil
}

// newSeed is a number of six digits, easy to read aloud.
func newSeed() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(900_000))
	if err != nil {
		return "", fmt.Errorf("seed of a draw: %w", err)
	}
	return fmt.Sprint(n.Int64() + 100_000), nil
}

// CancelSixMonthDraw undoes a draw made for the wrong period; it stays listed, with the reason.
func (s *Store) CancelSixMonthDraw(ctx context.Context, scope models.Scope, operationPublicID, drawPublicID, reason string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		o, err := tx.Operation(ctx, scope, operationPublicID)
		if err != nil {
			return err
		}
		if scope.Action() != models.Update || scope.Kind() != models.KindOperation {
			return models.ErrForbidden
		}
		n, err := tx.exec(ctx, `update six_month_draws set cancelled_at = ?, cancelled_by = ?, cancel_reason = ?, version = version + 1
			where operation_id = ? and public_id = ? and cancelled_at is null`, tx.Now(), nullable(scope.Actor().UserID), reason, o.ID, drawPublicID)
		if err != nil {
			return err
		}
		if n == 0 {
			return models.ErrNotFound
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: o.CentreID, Record: o.PublicID, Detail: "six_month_draw " + drawPublicID + " cancelled"})
	})
}
