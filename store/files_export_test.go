package store

// ExpiringFilesStatement, OpenReferralsStatement, PartnersStatement and ActionsStatement are the queries behind lists, for the tests of their plans.
var (
	ExpiringFilesStatement = expiringFiles
	OpenReferralsStatement = openReferralList
	PartnersStatement      = (*Store).partnerList
	ActionsStatement       = (*Store).actionList
)
