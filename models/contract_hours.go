package models

import (
	"strings"
	"time"
)

// MaxWeeklyMinutes bounds the hours of work a week of a contract.
const MaxWeeklyMinutes = 60 * 60

const workedDays = 5 // of a week, from Monday on

// ContractHours are the hours of work a week of a colleague in a centre, from a day on, until later ones of that centre take over.
type ContractHours struct {
	ID            string  `db:"id"`
	PublicID      string  `db:"public_id"`
	CentreID      string  `db:"centre_id"`
	UserID        string  `db:"user_id"`
	FromOn        Date    `db:"from_on"`
	WeeklyMinutes int     `db:"weekly_minutes"`
	CancelledAt   Instant `db:"cancelled_at"`
	CancelledBy   *string `db:"cancelled_by"`
	CreatedBy     *string `db:"created_by"`
	CreatedAt     Instant `db:"created_at"`
}

// ParseWeeklyHours reads the hours of work of a week as people type them (38, 30,4, 30h24); a bare number is hours. The second
// result is the message key of a problem.
func ParseWeeklyHours(s string) (minutes int, problem string) {
	s = withoutSpaces(s)
	if strings.Trim(s, "0123456789,.") == "" {
		s += "h"
	}
	minutes, problem = ParseMinutes(s)
	switch {
	case s == "h":
		return 0, "contract.hours.missing"
	case problem != "":
		return 0, "contract.hours.unreadable"
	case minutes > MaxWeeklyMinutes:
		return 0, "contract.hours.too_many"
	}
	return minutes, ""
}

// ExpectedMinutes is the time that contracts ask for over a period: a fifth of the week for each day from Monday to Friday. Neither
// public holidays nor leave are taken off. It is false when no contract is known on any of these days. The rows are those of one
// colleague, by date, none of them cancelled; contracts of several centres add up.
func ExpectedMinutes(rows []ContractHours, period Period) (minutes int, known bool) {
	fifths := 0
	for day := period.From; day <= period.To; day = day.AddDays(1) {
		if weekday := day.Time().Weekday(); weekday == time.Saturday || weekday == time.Sunday {
			continue
		}
		inForce := map[string]int{}
		for _, row := range rows {
			if row.FromOn <= day {
				inForce[row.CentreID] = row.WeeklyMinutes
			}
		}
		for _, weekly := range inForce {
			fifths, known = fifths+weekly, true
		}
	}
	return fifths / workedDays, known
}
