package models

import (
	_ "embed" // the school holidays
	"slices"
	"strings"
	"sync"
)

// Kinds of days without sessions. ClosedHoliday and ClosedWeekend are never stored.
const (
	ClosedCentre  = "fermeture"
	ClosedSchool  = "scolaire"
	ClosedHoliday = "ferie"
)

// Closure is a span of days without sessions, both ends included.
type Closure struct {
	ID          string  `db:"id"`
	PublicID    string  `db:"public_id"`
	CentreID    string  `db:"centre_id"`
	Kind        string  `db:"kind"` // ClosedCentre, ClosedSchool
	Code        string  `db:"code"` // of the shipped school holiday that it replaces, "" = none
	Label       string  `db:"label"`
	FromOn      Date    `db:"from_on"`
	UntilOn     Date    `db:"until_on"`
	CancelledAt Instant `db:"cancelled_at"`
	CancelledBy *string `db:"cancelled_by"`
	CreatedBy   *string `db:"created_by"`
	CreatedAt   Instant `db:"created_at"`
	Version     int     `db:"version"`
	Unsure      bool    `db:"-"` // shipped, and not read in an official calendar yet
}

// Holds tells whether the day lies in the closure.
func (c Closure) Holds(d Date) bool { return c.FromOn <= d && d <= c.UntilOn }

// Absence is a span of days on which a colleague is away, both ends included. Why is not recorded.
type Absence struct {
	ID          string  `db:"id"`
	PublicID    string  `db:"public_id"`
	CentreID    string  `db:"centre_id"`
	UserID      string  `db:"user_id"`
	FromOn      Date    `db:"from_on"`
	UntilOn     Date    `db:"until_on"`
	CancelledAt Instant `db:"cancelled_at"`
	CancelledBy *string `db:"cancelled_by"`
	CreatedBy   *string `db:"created_by"`
	CreatedAt   Instant `db:"created_at"`
	Version     int     `db:"version"`
	Name        string  `db:"name"` // of the colleague
}

//go:embed data/conges-scolaires.csv
var schoolCSV string

// SchoolHolidays are those of the French Community that are shipped, 2025 to 2028 (models/data/README.md says whence). The list
// is shared: do not change it.
var SchoolHolidays = sync.OnceValue(func() []Closure {
	var all []Closure
	for _, row := range mustReadCSV(schoolCSV) {
		all = append(all, Closure{Kind: ClosedSchool, Code: row[0], Label: row[1], FromOn: Date(row[2]), UntilOn: Date(row[3]), Unsure: row[4] == "0"})
	}
	return all
})

// Calendar is the days on which a centre gives no sessions.
type Calendar struct{ closures []Closure }

// NewCalendar joins what a centre recorded with the shipped school holidays: a row with the code of one replaces it, also when
// it is cancelled.
func NewCalendar(rows []Closure) Calendar {
	replaced := map[string]bool{}
	var all []Closure
	for _, c := range rows {
		replaced[c.Code] = true
		if c.CancelledAt.IsZero() {
			all = append(all, c)
		}
	}
	for _, c := range SchoolHolidays() {
		if !replaced[c.Code] {
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b Closure) int { return strings.Compare(string(a.FromOn)+a.Label, string(b.FromOn)+b.Label) })
	return Calendar{all}
}

// Closures lists them by date.
func (c Calendar) Closures() []Closure { return c.closures }

// Skip is a day without a session, and why: the label of a closure, or the code of a legal holiday.
type Skip struct {
	On     Date
	Kind   string // ClosedCentre, ClosedSchool, ClosedHoliday
	Label  string
	Unsure bool // of a shipped school holiday nobody has compared with the official calendar
}

// Closed says why there is no session on a day, nil when there may be one. school tells whether school holidays are kept.
func (c Calendar) Closed(d Date, school bool) *Skip {
	if code := Holiday(d); code != "" {
		return &Skip{On: d, Kind: ClosedHoliday, Label: code}
	}
	for _, closure := range c.closures {
		if closure.Holds(d) && (closure.Kind == ClosedCentre || school) {
			return &Skip{d, closure.Kind, closure.Label, closure.Unsure}
		}
	}
	return nil
}

// maxClosedDays bounds a closure or an absence: a year typed wrong would close everything.
const maxClosedDays = 400

// CheckSpan says what is wrong with a span of days as typed, in the fields from and until.
func CheckSpan(from, until Date) Problems {
	problems := Problems{}
	switch {
	case !from.Valid():
		problems.Add("from", "closure.problem.from")
	case !until.Valid():
		problems.Add("until", "closure.problem.until")
	case until < from:
		problems.Add("until", "closure.problem.order")
	case from.DaysUntil(until) > maxClosedDays:
		problems.Add("until", "closure.problem.long")
	}
	return problems
}

// CheckClosure says what is wrong with a closure as typed.
func CheckClosure(c Closure) Problems {
	problems := CheckSpan(c.FromOn, c.UntilOn)
	if strings.TrimSpace(c.Label) == "" {
		problems.Add("label", "closure.problem.label")
	}
	checkLine(problems, "label", c.Label)
	return problems
}
