package models

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// BirthDate is what is known of a birth: a full date ("1992-02-14"), a year alone ("1992") or nothing ("").
// It is stored as that text.
type BirthDate string

// oldest is the greatest age a living participant is believed to have, in completed years.
const oldest = 110

var yearAlone = regexp.MustCompile(`^(18[5-9]|19|20|21)[0-9]+$`)

// Full tells whether day, month and year are known.
func (b BirthDate) Full() bool { return Date(b).Valid() }

// YearOnly tells whether the year alone is known.
func (b BirthDate) YearOnly() bool { return len(b) == 4 && yearAlone.MatchString(string(b)) }

// Valid tells whether b is a real date, a year or unknown.
func (b BirthDate) Valid() bool { return b == "" || b.Full() || b.YearOnly() }

// Placeholder tells whether b is a 1 January: what administrations write when day and month are unknown, so
// that two people who share it share nothing but a year.
func (b BirthDate) Placeholder() bool { return b.Full() && strings.HasSuffix(string(b), "-01-01") }

// Year is the year of birth, 0 when unknown.
func (b BirthDate) Year() int {
	if b == "" || !b.Valid() {
		return 0
	}
	year, _ := strconv.Atoi(string(b[:4]))
	return year
}

// Range gives the first and last day the birth may have been; two unknown dates when nothing is known.
func (b BirthDate) Range() (from, to Date) {
	switch {
	case b.Full():
		return Date(b), Date(b)
	case b.YearOnly():
		return Date(b + "-01-01"), Date(b + "-12-31")
	}
	return "", ""
}

// AgeRangeOn gives the lowest and highest age on day d in completed years, -1 and -1 when the birth or d is unknown.
// They are equal for a full date. Somebody born on 29 February is a year older on 1 March of a common year.
func (b BirthDate) AgeRangeOn(d Date) (lowest, highest int) {
	from, to := b.Range()
	if from == "" || !d.Valid() {
		return -1, -1
	}
	return max(0, completedYears(to, d)), max(0, completedYears(from, d))
}

// completedYears compares month and day as text: "02-28" comes before "02-29", and "03-01" after it.
func completedYears(birth, d Date) int {
	years := d.Year() - birth.Year()
	if d[4:] < birth[4:] {
		years--
	}
	return years
}

// Problem is the message key of what makes b impossible for somebody met on day today: birth.future or
// birth.too_old; "" when nothing does.
func (b BirthDate) Problem(today Date) string {
	from, _ := b.Range()
	if from > today {
		return "birth.future"
	}
	if youngest, _ := b.AgeRangeOn(today); youngest > oldest {
		return "birth.too_old"
	}
	return ""
}

// ParseBirth reads the three fields of a form. With yearOnly ("jour et mois inconnus") the day and month are ignored.
// Empty fields are an unknown birth, which is no problem. The problem is a message key: birth.no_such_date,
// birth.unreadable, birth.four_digit_year, birth.year_missing or birth.day_month_missing. Whether the date can
// be that of a participant depends on the day: see Problem.
func ParseBirth(day, month, year string, yearOnly bool) (b BirthDate, problem string) {
	day, month, year = strings.TrimSpace(day), strings.TrimSpace(month), strings.TrimSpace(year)
	if yearOnly {
		day, month = "", ""
	}
	switch {
	case day+month+year == "" && !yearOnly:
		return "", ""
	case year == "":
		return "", "birth.year_missing"
	case !yearOnly && (day == "" || month == ""):
		return "", "birth.day_month_missing"
	}
	y, known := smallNumber(year)
	if !known {
		return "", "birth.unreadable"
	}
	if len(year) != 4 {
		return "", "birth.four_digit_year"
	}
	if yearOnly {
		return checkedBirth(BirthDate(year))
	}
	d, dayKnown := smallNumber(day)
	m, monthKnown := smallNumber(month)
	if !dayKnown || !monthKnown {
		return "", "birth.unreadable"
	}
	return checkedBirth(BirthDate(fmt.Sprintf("%04d-%02d-%02d", y, m, d)))
}

func checkedBirth(b BirthDate) (BirthDate, string) {
	if !b.Valid() {
		return "", "birth.no_such_date"
	}
	return b, ""
}

// smallNumber reads one to four ASCII digits.
func smallNumber(s string) (int, bool) {
	if s == "" || len(s) > 4 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
