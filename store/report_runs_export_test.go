package store

import "jalon/models"

// RunListQuery is the list of frozen reports, its first page and the one after, for the test of its plan.
func RunListQuery(scope models.Scope, before models.Instant, beforeID string) PlanQuery {
	query, args := runList(scope, "o-gtj", before, beforeID, 31)
	return PlanQuery{query, args}
}
