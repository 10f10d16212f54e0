package store

// SuitableList is the query of SuitableSessions, for the test of its plan.
var SuitableList = (*Store).suitableList
