package store

import (
	"context"
	"strings"

	"jalon/models"
)

// closureRows reads what a centre recorded, the cancelled ones that replace a shipped school holiday included.
func (s *Store) closureRows(ctx context.Context, centreID string) ([]models.Closure, error) {
	var all []models.Closure
	err := s.list(ctx, &all, "select "+closureColumns+" from closures where centre_id = ? and (cancelled_at is null or code <> '') order by from_on, id", centreID)
	return all, err
}

// Calendar is the days without sessions of the centre of a scope.
func (s *Store) Calendar(ctx context.Context, scope models.Scope) (models.Calendar, error) {
	var rows []models.Closure
	for _, centre := range scope.Centres() {
		own, err := s.closureRows(ctx, centre)
		if err != nil {
			return models.Calendar{}, err
		}
		rows = append(rows, own...)
	}
	return models.NewCalendar(rows), nil
}

// SaveClosure records days without sessions in a centre of the scope. With the code of a school holiday it takes its place.
func (s *Store) SaveClosure(ctx context.Context, scope models.Scope, c models.Closure) (models.Closure, error) {
	if scope.Kind() != models.KindClosure || !scope.Covers(models.Record{CentreID: c.CentreID}) {
		return c, models.ErrForbidden
	}
	c.Label = strings.Join(strings.Fields(c.Label), " ")
	if err := models.CheckClosure(c).AsError(); err != nil {
		return c, err
	}
	c.ID, c.PublicID, c.Version, c.CreatedAt, c.CreatedBy = models.NewID(), models.NewPublicID(), 1, s.Now(), nullable(scope.Actor().UserID)
	err := s.Atomically(ctx, func(tx *Store) error {
		if c.Code != "" {
			_, err := tx.exec(ctx, "update closures set code = '', cancelled_at = coalesce(cancelled_at, ?), cancelled_by = ? where centre_id = ? and code = ?",
				tx.Now(), nullable(scope.Actor().UserID), c.CentreID, c.Code)
			if err != nil {
				return err
			}
		}
		if err := tx.insert(ctx, "closures", closureColumns, c); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: c.CentreID, Record: c.PublicID})
	})
	return c, err
}

// CancelClosure takes days without sessions back, or restores them.
func (s *Store) CancelClosure(ctx context.Context, scope models.Scope, publicID string, cancelled bool) error {
	condition, args := within(scope, models.KindClosure)
	return s.Atomically(ctx, func(tx *Store) error {
		var c models.Closure
		err := tx.get(ctx, &c, "select "+prefixed("x", closureColumns)+" from closures x join centres c on c.id = x.centre_id where x.public_id = ? and "+condition,
			append([]any{publicID}, args...)...)
		if err != nil {
			return err
		}
		return tx.cancelDays(ctx, scope, "closures", c.ID, c.CentreID, c.PublicID, cancelled)
	})
}

// cancelDays sets or clears the cancellation of a row of closures or of absences.
func (s *Store) cancelDays(ctx context.Context, scope models.Scope, table, id, centreID, publicID string, cancelled bool) error {
	at, by, detail := models.Instant{}, nullable(""), "restored"
	if cancelled {
		at, by, detail = s.Now(), nullable(scope.Actor().UserID), "cancelled"
	}
	if _, err := s.exec(ctx, "update "+table+" set cancelled_at = ?, cancelled_by = ?, version = version + 1 where id = ?", at, by, id); err != nil {
		return err
	}
	return s.journal(ctx, scope, models.JournalEntry{CentreID: centreID, Record: publicID, Detail: detail})
}

// absencesWithin is a coordinator's whole centre, or, under one's account, one's own.
func absencesWithin(scope models.Scope) (string, []any) {
	if scope.Kind() == models.KindAccount && !scope.Empty() {
		return "b.user_id = ?", []any{scope.Actor().UserID}
	}
	return within(scope, models.KindAbsence)
}

// AbsencePageSize is how many absences a page shows.
const AbsencePageSize = 100

// AwayDays lists the absences of today and later, the soonest to end first; after is the public id of the last of the page before.
func (s *Store) AwayDays(ctx context.Context, scope models.Scope, after string) ([]models.Absence, error) {
	query, args := s.absenceList(scope, after)
	var all []models.Absence
	return all, s.list(ctx, &all, query, args...)
}

func (s *Store) absenceList(scope models.Scope, after string) (string, []any) {
	condition, args := absencesWithin(scope)
	query := "select " + prefixed("b", absenceColumns) + `, u.name from absences b join centres c on c.id = b.centre_id join users u on u.id = b.user_id
		where ` + condition + " and b.cancelled_at is null and b.until_on >= ?"
	args = append(args, s.Today())
	if after != "" {
		query += " and (b.until_on, b.id) > (select k.until_on, k.id from absences k where k.public_id = ?)"
		args = append(args, after)
	}
	return query + " order by b.until_on, b.id limit ?", append(args, AbsencePageSize+1)
}

// SaveAbsence records when a colleague of the centre is away; under one's account, oneself.
func (s *Store) SaveAbsence(ctx context.Context, scope models.Scope, b models.Absence) (models.Absence, error) {
	switch {
	case scope.Kind() == models.KindAccount && !scope.Empty() && b.UserID == scope.Actor().UserID:
	case scope.Kind() == models.KindAbsence && scope.Covers(models.Record{CentreID: b.CentreID}):
	default:
		return b, models.ErrForbidden
	}
	if err := models.CheckSpan(b.FromOn, b.UntilOn).AsError(); err != nil {
		return b, err
	}
	b.ID, b.PublicID, b.Version, b.CreatedAt, b.CreatedBy = models.NewID(), models.NewPublicID(), 1, s.Now(), nullable(scope.Actor().UserID)
	err := s.Atomically(ctx, func(tx *Store) error {
		member, err := tx.count(ctx, "select count(*) from memberships where user_id = ? and centre_id = ?", b.UserID, b.CentreID)
		if err != nil {
			return err
		}
		if member == 0 {
			return models.ErrNotFound
		}
		if err := tx.insert(ctx, "absences", absenceColumns, b); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: b.CentreID, Record: b.PublicID, Detail: "absence"})
	})
	return b, err
}

// CancelAbsence takes an absence back, or restores it.
func (s *Store) CancelAbsence(ctx context.Context, scope models.Scope, publicID string, cancelled bool) error {
	condition, args := absencesWithin(scope)
	return s.Atomically(ctx, func(tx *Store) error {
		var b models.Absence
		err := tx.get(ctx, &b, "select "+prefixed("b", absenceColumns)+" from absences b join centres c on c.id = b.centre_id where b.public_id = ? and "+condition,
			append([]any{publicID}, args...)...)
		if err != nil {
			return err
		}
		return tx.cancelDays(ctx, scope, "absences", b.ID, b.CentreID, b.PublicID, cancelled)
	})
}
