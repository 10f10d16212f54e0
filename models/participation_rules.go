package models

import "strconv"

// How long a spell of unemployment must be to be long-term (reports.md, question 2).
const (
	LongTermFlat  = "FLAT_12M"  // more than 12 months for everybody
	LongTermByAge = "AGE_6_12M" // more than 6 months below 25, more than 12 otherwise
)

// How many parents born abroad make a foreign background (question 3).
const (
	BackgroundBoth = "BOTH"
	BackgroundOne  = "ONE"
)

// What an incomplete record counts for (question 4).
const (
	IncompleteTotalOnly   = "TOTAL_ONLY"   // the grand total and nothing else
	IncompletePerVariable = "PER_VARIABLE" // whatever is known
)

// OperationRules are the rules of counting of one operation: dated data, never constants.
type OperationRules struct {
	// ShortHours and ShortDays exclude a participation of at most that many signed hours and at
	// most that many signed days. A threshold of 0 excludes nobody.
	ShortHours, ShortDays int
	LongTerm              string
	Background            string
	Incomplete            string
	// Registry is the day whose version of the registry holds: the start of the operation; "" is today.
	Registry Date `json:"-"`
}

// Same tells whether two operations count by the same settings, whatever the version of the registry.
func (r OperationRules) Same(other OperationRules) bool {
	r.Registry, other.Registry = "", ""
	return r == other
}

// DefaultRules is what an operation without settings follows (interchange.md §2).
func DefaultRules() OperationRules {
	return OperationRules{
		ShortHours: 8, ShortDays: 1,
		LongTerm: LongTermFlat, Background: BackgroundBoth, Incomplete: IncompleteTotalOnly,
	}
}

// Rules are the rules of counting of the operation: what its cells hold, completed by the defaults.
// A recorded 0 is a threshold that excludes nobody, an empty cell the default.
func (o Operation) Rules() OperationRules {
	rules := DefaultRules()
	rules.Registry = o.StartsOn
	if hours, err := strconv.Atoi(o.ShortHours); err == nil {
		rules.ShortHours = hours
	}
	if days, err := strconv.Atoi(o.ShortDays); err == nil {
		rules.ShortDays = days
	}
	if o.LongTerm == LongTermByAge {
		rules.LongTerm = LongTermByAge
	}
	if o.Background == BackgroundOne {
		rules.Background = BackgroundOne
	}
	if o.Incomplete == IncompletePerVariable {
		rules.Incomplete = IncompletePerVariable
	}
	return rules
}

// CountingEverybody is the same rules without the exclusion of short support, which is a notion of
// the FSE+: the Forem and the Region count everybody who came.
func (r OperationRules) CountingEverybody() OperationRules {
	r.ShortHours, r.ShortDays = 0, 0
	return r
}

// RulesOf are the rules that the report of a kind follows.
func (o Operation) RulesOf(kind string) OperationRules {
	if kind == "fse" {
		return o.Rules()
	}
	return o.Rules().CountingEverybody()
}

// Overlaps tells whether another operation reports some of the same days to the same funder, for the same kind of help: a
// person enrolled in both counts in each.
func (o Operation) Overlaps(other Operation) bool {
	if o.ID == other.ID || o.CentreID != other.CentreID || o.Programme != other.Programme || o.Funder != other.Funder {
		return false
	}
	return (o.EndsOn == "" || other.StartsOn <= o.EndsOn) && (other.EndsOn == "" || o.StartsOn <= other.EndsOn)
}

// isShort tells whether a support of that length is too short to make a participant.
func (r OperationRules) isShort(signedMinutes, signedDays int) bool {
	if r.ShortHours <= 0 || r.ShortDays <= 0 {
		return false
	}
	return signedMinutes <= r.ShortHours*60 && signedDays <= r.ShortDays
}

// longTermMonths is how many months of unemployment are still not long-term for that age.
// When the age is not known the longer duration is asked, so that an unknown never counts.
func (r OperationRules) longTermMonths(age AgeRange) int {
	if r.LongTerm == LongTermByAge && age.Known && age.Max < 25 {
		return 6
	}
	return 12
}
