package models

// FollowUpFilter narrows the list of follow-ups. Zero means all of them within the reader's reach.
type FollowUpFilter struct {
	From, Until Date   // both inclusive
	UserID      string // the colleague who met the person
	Programme   string
	Mode        string
	Topic       string
	After       string // public id of the last row of the page before
	Limit       int
}

// FollowUpTotals sum up a list. Minutes are attended time, Signed the part of it that counts as hours.
type FollowUpTotals struct {
	Count   int `db:"count"`
	Minutes int `db:"minutes"`
	Signed  int `db:"signed"`
	Staff   int `db:"staff"` // attended time and steps taken without the person
}
