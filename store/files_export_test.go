package store

// ExpiringFilesStatement, OpenReferralsStatement and PartnersStatement are the queries behind lists, for the tests of their plans.
var (
	ExpiringFilesStatement = expiringFiles
	OpenReferralsStatement = openReferralList
	PartnersStatement      = (*Store).partnerList
)
