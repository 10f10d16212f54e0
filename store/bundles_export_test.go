package store

// BundlesStatement and LedgerStatement are the queries behind Bundles and Ledger, for the test of their plans.
var (
	BundlesStatement = bundlesStatement
	LedgerStatement  = ledgerStatement
)
