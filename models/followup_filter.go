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

// FollowUpTotals sum up a list, in minutes. Minutes and Signed are the persons' time: a contact of three persons counts
// for each of the three. Errands and Staff are the colleague's: it counts once (product.md §3, rule 3).
type FollowUpTotals struct {
	Count   int `db:"count"`
	Minutes int `db:"minutes"` // attended
	Signed  int `db:"signed"`  // attended and signed: what counts as hours
	Errands int `db:"errands"` // steps taken without the person
	Staff   int `db:"staff"`   // attended time and steps taken without the person
}
