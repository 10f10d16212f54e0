package store

import (
	"slices"

	"jalon/models"
)

// The conditions below repeat part of what a scope says already, on a column that has an index: they decide how a list
// is read, never what is in it. A scope they cannot describe gives "".

// inCentres holds a column to the centres of a scope, unless it reaches beyond them.
func inCentres(scope models.Scope, column string) (string, []any) {
	centres := scope.Centres()
	if len(centres) == 0 || someReach(scope, models.ReachNetwork) {
		return "", nil
	}
	return column + " in (" + marks(len(centres)) + ")", anys(centres)
}

// inCaseload holds a column of internal ids of persons to the user's caseload and urgent accesses, when that is all the scope reaches.
func inCaseload(scope models.Scope, column string) (string, []any) {
	grants := scope.Grants(scope.Kind())
	if len(grants) == 0 || slices.ContainsFunc(grants, func(g models.Grant) bool { return g.Reach != models.ReachCaseload && g.Reach != models.ReachEmergency }) {
		return "", nil
	}
	return column + " in (select k.participant_id from caseloads k where k.user_id = ? and " + inForce + ")", clocks(scope.Actor().UserID)
}

func someReach(scope models.Scope, reach string) bool {
	return slices.ContainsFunc(scope.Grants(scope.Kind()), func(g models.Grant) bool { return g.Reach == reach })
}
