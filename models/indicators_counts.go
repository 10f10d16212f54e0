package models

// Genders are the columns of every count, in order; NoGender is « non renseigné », never left out.
var Genders = [...]string{"F", "M", "X", NoGender}

// NoGender is the column of participations whose sex is not known.
const NoGender = "NR"

// GenderCounts is a number of participations by gender.
type GenderCounts struct {
	F     int `json:"F"`
	M     int `json:"M"`
	X     int `json:"X"`
	NR    int `json:"NR"`
	Total int `json:"total"`
}

// Add counts one participation of that sex.
func (c *GenderCounts) Add(sex string) {
	*c.column(sex)++
	c.Total++
}

// Of is the count of one column of Genders.
func (c GenderCounts) Of(gender string) int { return *c.column(gender) }

func (c *GenderCounts) column(sex string) *int {
	switch sex {
	case "F":
		return &c.F
	case "M":
		return &c.M
	case "X":
		return &c.X
	default:
		return &c.NR
	}
}

// plus adds two counts column by column.
func (c GenderCounts) plus(other GenderCounts) GenderCounts {
	return GenderCounts{c.F + other.F, c.M + other.M, c.X + other.X, c.NR + other.NR, c.Total + other.Total}
}

// minus takes other away, column by column.
func (c GenderCounts) minus(other GenderCounts) GenderCounts {
	return GenderCounts{c.F - other.F, c.M - other.M, c.X - other.X, c.NR - other.NR, c.Total - other.Total}
}

// within tells whether no column is greater than that of other.
func (c GenderCounts) within(other GenderCounts) bool {
	return c.F <= other.F && c.M <= other.M && c.X <= other.X && c.NR <= other.NR && c.Total <= other.Total
}

// Period is the reported time, both days included.
type Period struct{ From, To Date }

// Contains tells whether a known day lies in the period.
func (p Period) Contains(d Date) bool { return d != "" && d >= p.From && d <= p.To }

// WholeYear tells whether a period is one civil year.
func (p Period) WholeYear() bool {
	return len(p.From) == 10 && p.From[4:] == "-01-01" && p.To == p.From[:4]+"-12-31"
}

// ReportPeriod is the period of a report: from defaults to 1 January of the year of to.
func ReportPeriod(from, to Date) Period {
	if from == "" && len(to) >= 4 {
		from = to[:4] + "-01-01"
	}
	return Period{From: from, To: to}
}

// IndicatorCount is one counted line: over the period, and from the start of the operation.
type IndicatorCount struct {
	Code, Label        string
	Period, Cumulative GenderCounts
	// NotKnown is how many counted participations lack the datum, cumulative: unknown is not no.
	NotKnown int
	// Provisional is how many of the reference population may still change, for results.
	Provisional int
}

// Rate compares a result with its reference population, cumulative.
type Rate struct {
	Code                   string
	Numerator, Denominator int
	// NotKnown is how many of the denominator have no recorded answer.
	NotKnown int
}
