package store

import (
	"context"

	"jalon/models"
)

// SessionTitle is a session as the palette names it.
type SessionTitle struct {
	PublicID string      `db:"public_id"`
	Title    string      `db:"title"`
	OnDate   models.Date `db:"on_date"`
	StartsAt string      `db:"starts_at"`
}

// The palette looks a week back and two months ahead: what a colleague still has in hand.
const (
	titledBefore = 7
	titledAfter  = 60
	titledMost   = 500
)

// SessionsTitled lists the sessions of those weeks whose title holds the words typed, the next one first; those that are
// over come last.
func (s *Store) SessionsTitled(ctx context.Context, scope models.Scope, typed string, limit int) ([]SessionTitle, error) {
	query, args := titledStatement(scope, s.Today())
	var rows, found []SessionTitle
	err := s.list(ctx, &rows, query, args...)
	for _, row := range rows {
		if len(found) < limit && models.Called(row.Title, typed) {
			found = append(found, row)
		}
	}
	return found, err
}

func titledStatement(scope models.Scope, today models.Date) (string, []any) {
	condition, args := sessionsWithin(scope)
	return `select s.public_id, s.title, s.on_date, s.starts_at from sessions s where ` + condition + `
		and s.status <> 'cancelled' and s.on_date >= ? and s.on_date <= ? order by s.on_date < ?, s.on_date, s.starts_at, s.id limit ?`,
		append(args, today.AddDays(-titledBefore), today.AddDays(titledAfter), today, titledMost)
}
