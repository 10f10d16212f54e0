package store

import "jalon/models"

// SteeringQueries are the lists behind « Pilotage », for the test of their plans.
func SteeringQueries(targets, links, steering, home, barriers models.Scope) map[string]PlanQuery {
	period := models.Period{From: "2026-09-01", To: "2026-11-30"}
	queries := map[string]PlanQuery{}
	add := func(name, query string, args []any) { queries[name] = PlanQuery{query, args} }
	query, args := targetList(targets, period)
	add("targets", query, args)
	query, args = funderLinkList(links)
	add("links of funders", query, args)
	query, args = staffQuery(steering, period)
	add("hours of the team", query, args)
	query, args = staffQuery(home, period)
	add("one's own hours", query, args)
	query, args = barrierRows(barriers, models.LLF, "2026-11-30")
	add("freins of the public", query, args)
	return queries
}
