package store

import "jalon/models"

// The queries behind the lists, for the tests of their plans.
var (
	FollowUpList    = followUpList
	AppointmentList = appointmentList
)

// ExitsDueList is the query of ExitsDue, with the limit it adds.
func ExitsDueList(scope models.Scope, since models.Date) (string, []any) {
	query, args := exitsDueList(scope, since)
	return query, append(args, 10)
}
