package store

import (
	"context"
	"strings"

	"jalon/models"
)

// ExplainRadar is the plan of each signal, on SQLite.
func (s *Store) ExplainRadar(ctx context.Context, scope models.Scope) (map[string]string, error) {
	r := radar{store: s, scope: scope, centre: firstCentre(scope), thresholds: models.DefaultThresholds(), today: s.Today()}
	plans := map[string]string{}
	for name, make := range map[string]func() (string, []any){"absences": r.absenceQuery, "silence": func() (string, []any) { return r.silenceQuery(r.today) },
		"goal": func() (string, []any) { return r.goalQuery(r.today) }, "document": func() (string, []any) { return r.documentQuery(30) },
		"referral": func() (string, []any) { return r.referralQuery(r.today) }} {
		query, args := make()
		plan, err := s.plan(ctx, query, args...)
		if err != nil {
			return nil, err
		}
		plans[name] = plan
	}
	return plans, nil
}

// ExplainMissed is the plan of MissedSessions, on SQLite.
func (s *Store) ExplainMissed(ctx context.Context, scope models.Scope) (string, error) {
	query, args := missedList(scope, TeamFilter{From: "2026-01-01", Until: "2026-12-31"}, "x")
	return s.plan(ctx, query, args...)
}

// ExplainTeamSessions is the plan of TeamSessions, on SQLite.
func (s *Store) ExplainTeamSessions(ctx context.Context, scope models.Scope) (string, error) {
	query, args := teamSessions(scope, TeamFilter{From: "2026-01-01", Until: "2026-12-31", Programme: models.LLF}, "2026-02-01", "09:00", "x")
	return s.plan(ctx, query, args...)
}

func (s *Store) plan(ctx context.Context, query string, args ...any) (string, error) {
	var rows []struct {
		ID     int    `db:"id"`
		Parent int    `db:"parent"`
		Unused int    `db:"notused"`
		Detail string `db:"detail"`
	}
	if err := s.list(ctx, &rows, "explain query plan "+query, args...); err != nil {
		return "", err
	}
	var lines []string
	for _, r := range rows {
		lines = append(lines, r.Detail)
	}
	return strings.Join(lines, "\n"), nil
}
