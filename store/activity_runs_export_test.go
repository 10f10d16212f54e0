package store

import (
	"time"

	"jalon/models"
)

// ActivityRunsQuery is the list of frozen activity reports, its first page and the one after, for the test of its plan.
func ActivityRunsQuery(scope models.Scope, beforeID string) PlanQuery {
	query, args := activityRunList(scope, models.Instant{Time: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}, beforeID, 31)
	return PlanQuery{query, args}
}
