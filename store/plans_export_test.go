package store

import "jalon/models"

// PlanQuery is a query behind a list, for the test of its plan.
type PlanQuery struct {
	Query string
	Args  []any
}

// PlanQueries are the queries of due tasks, for a counsellor and for a coordinator.
func PlanQueries(counsellor, coordinator models.Scope) map[string]PlanQuery {
	queries := map[string]PlanQuery{}
	for name, scope := range map[string]models.Scope{"counsellor": counsellor, "coordinator": coordinator} {
		in, args := within(scope, models.KindPlan)
		user := ""
		if name == "counsellor" {
			user = scope.Actor().UserID
		}
		condition, values := openTasksWhere(scope, user, "2026-12-01")
		queries["due tasks of a "+name] = PlanQuery{"select " + prefixed("t", planTaskColumns) + planTaskSource + in + " and " + condition, append(args, values...)}
	}
	return queries
}
