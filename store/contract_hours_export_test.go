package store

import "jalon/models"

// ContractQueries are the readings of contracts for the chart, for the test of their plan.
func ContractQueries(steering models.Scope) map[string]PlanQuery {
	queries := map[string]PlanQuery{}
	for name, scope := range map[string]models.Scope{"steering": steering, "own": models.NewScope(steering.Actor(), models.KindHome, models.Read, models.Grant{Reach: models.ReachSelf})} {
		query, args := staffContractRows(scope, "2026-11-24")
		queries[name] = PlanQuery{query, args}
	}
	return queries
}
