package store

// The queries of the agenda, for the test of their plans.
var (
	OccupiedList = occupiedList
)
