package models

// JournalEntry is one line of the journal: public ids, never names or contents.
type JournalEntry struct {
	Seq         int64   `db:"seq"`
	At          Instant `db:"at"`
	CentreID    string  `db:"centre_id"`
	UserID      string  `db:"user_id"`
	Action      string  `db:"action"`
	Kind        string  `db:"kind"`
	Record      string  `db:"record"`      // public id of the record
	Participant string  `db:"participant"` // public id of the person concerned
	Reach       string  `db:"reach"`       // why it was allowed
	Detail      string  `db:"detail"`      // field names, a reason, a count; no personal data
	Previous    string  `db:"previous"`
	Hash        string  `db:"hash"`
}
