package store

import (
	"context"
	"strings"
	"time"

	"jalon/models"
)

// ExplainSessions is the plan of the list of sessions on SQLite, for the test of its index.
func (s *Store) ExplainSessions(ctx context.Context, scope models.Scope, f models.SessionFilter) (string, error) {
	query, args := s.sessionList(scope, f)
	var steps []struct {
		ID     int    `db:"id"`
		Parent int    `db:"parent"`
		Unused int    `db:"notused"`
		Detail string `db:"detail"`
	}
	err := s.list(ctx, &steps, "explain query plan "+query, args...)
	var plan []string
	for _, step := range steps {
		plan = append(plan, step.Detail)
	}
	return strings.Join(plan, "\n"), err
}

// FreezeAndJournal does what every encoded contact does, slowly: it freezes an entry, then writes in the journal.
func (s *Store) FreezeAndJournal(ctx context.Context, scope models.Scope, enrolmentID string) error {
	if err := s.freezeEntry(ctx, enrolmentID, s.Today()); err != nil {
		return err
	}
	time.Sleep(20 * time.Millisecond)
	return s.journal(ctx, scope, models.JournalEntry{Record: enrolmentID})
}
