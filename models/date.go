package models

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Date is a calendar day written as ISO 8601 ("2026-11-24"), or "" when it is not recorded.
// It has no time zone: a birthday or an exit is a day on the wall calendar. ISO text sorts as
// days do, so dates compare with < and >.
type Date string

const isoDate = "2006-01-02"

// DateOf is the day of t, in t's own location.
func DateOf(t time.Time) Date { return Date(t.Format(isoDate)) }

// ParseDate reads an ISO date; an empty text is the unknown date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return "", nil
	}
	t, ok := isoDay(s)
	if !ok || t.Year() < 1850 || t.Year() > 2200 {
		return "", fmt.Errorf("not a date: %q", s)
	}
	return Date(s), nil
}

// isoDay is time.Parse of a day, several times as fast: reports read dates by the hundred thousand.
func isoDay(s string) (time.Time, bool) {
	if len(s) != len(isoDate) || s[4] != '-' || s[7] != '-' {
		return time.Time{}, false
	}
	year, month, day := digits(s[:4]), digits(s[5:7]), digits(s[8:])
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t, year >= 0 && day > 0 && int(t.Month()) == month && t.Day() == day
}

// digits is a number written in digits alone, -1 when it is not.
func digits(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = 10*n + int(s[i]-'0')
	}
	return n
}

// Valid tells whether d is a real day.
func (d Date) Valid() bool {
	parsed, err := ParseDate(string(d))
	return err == nil && parsed != ""
}

// Time is midnight UTC of that day, the zero time for an unknown date.
func (d Date) Time() time.Time {
	t, ok := isoDay(string(d))
	if !ok {
		return time.Time{}
	}
	return t
}

// Year is the year of d, 0 when unknown.
func (d Date) Year() int {
	if d == "" {
		return 0
	}
	return d.Time().Year()
}

// AddDays moves d by n days; an unknown date stays unknown.
func (d Date) AddDays(n int) Date {
	if d == "" {
		return ""
	}
	return DateOf(d.Time().AddDate(0, 0, n))
}

// AddMonths moves d by n calendar months and clamps to the last day of the month:
// 31 August + 6 months is 28 (or 29) February, which time.AddDate would turn into March.
func (d Date) AddMonths(n int) Date {
	if d == "" {
		return ""
	}
	t := d.Time()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return DateOf(first.AddDate(0, 0, min(t.Day(), last)-1))
}

// DaysUntil counts the days from d to other; both must be known.
func (d Date) DaysUntil(other Date) int {
	return int(other.Time().Sub(d.Time()).Hours() / 24)
}

// Scan reads a column of type date (PostgreSQL) or text (SQLite).
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = ""
	case time.Time:
		*d = DateOf(v)
	case string:
		*d = Date(v)
	case []byte:
		*d = Date(v)
	default:
		return fmt.Errorf("date: cannot read %T", src)
	}
	if len(*d) > len(isoDate) {
		*d = (*d)[:len(isoDate)]
	}
	return nil
}

// Value writes an unknown date as NULL.
func (d Date) Value() (driver.Value, error) {
	if d == "" {
		return nil, nil
	}
	return string(d), nil
}
