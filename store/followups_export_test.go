package store

import "jalon/models"

// The queries behind the lists, for the tests of their plans.
var (
	FollowUpList    = followUpList
	AppointmentList = appointmentList
)

// IncompleteList and ExitsDueList end with the limit their methods add.
func IncompleteList(scope models.Scope) (string, []any) {
	query, args := incompleteList(scope)
	return query, append(args, 10)
}

// ExitsDueList is the query of ExitsDue.
func ExitsDueList(scope models.Scope, since models.Date) (string, []any) {
	query, args := exitsDueList(scope, since)
	return query, append(args, 10)
}
