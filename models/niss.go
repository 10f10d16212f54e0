package models

import (
	"log/slog"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// NISS is a Belgian national register or BIS number: eleven digits, "" when there is none.
// Its use is restricted by law (8 August 1983): pages show Masked, and logs never more than that.
type NISS string

var (
	nissSeparators = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ".", "", "-", "", "/", "", "\u2011", "", "\u2013", "")
	nissDigits     = regexp.MustCompile(`^[0-9]{11}$`)
)

// ParseNISS reads a number with or without separators. Accepted are the numbers of people born before and
// since 2000, BIS numbers (month + 20 or + 40) and unknown birth days or months (00, frequent for
// refugees). The error carries the message key: niss.length, niss.check_digit or niss.date.
func ParseNISS(s string) (NISS, error) {
	digits := nissSeparators.Replace(strings.TrimSpace(s))
	if !nissDigits.MatchString(digits) {
		return "", Refuse(Invalid, "niss.length")
	}
	century, ok := nissCentury(digits)
	if !ok {
		return "", Refuse(Invalid, "niss.check_digit")
	}
	if !nissDateFits(digits, century) {
		return "", Refuse(Invalid, "niss.date")
	}
	return NISS(digits), nil
}

// nissCentury finds the century whose check digits match: 97 less the remainder of the first nine digits,
// with a 2 in front of them for births since 2000. Only one of the two can match.
func nissCentury(digits string) (int, bool) {
	number, _ := strconv.Atoi(digits[:9])
	check, _ := strconv.Atoi(digits[9:])
	switch check {
	case 97 - number%97:
		return 1900, true
	case 97 - (2_000_000_000+number)%97:
		return 2000, true
	}
	return 0, false
}

// nissDateFits refuses a month or day that cannot be. Where one of them is 00 the birth date is unknown, or
// the day's counter was exhausted, and the other digits no longer mean a date.
func nissDateFits(digits string, century int) bool {
	year, _ := strconv.Atoi(digits[:2])
	month, _ := strconv.Atoi(digits[2:4])
	day, _ := strconv.Atoi(digits[4:6])
	switch {
	case month >= 40:
		month -= 40
	case month >= 20:
		month -= 20
	}
	if month > 12 {
		return false
	}
	if month == 0 || day == 0 {
		return true
	}
	date := time.Date(century+year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return date.Day() == day
}

// BIS tells whether the number was given to somebody outside the national register.
func (n NISS) BIS() bool { return len(n) == 11 && n[2] >= '2' }

// String writes the number as people know it: 85.07.30-033.28.
func (n NISS) String() string {
	if len(n) != 11 {
		return ""
	}
	return string(n[:2] + "." + n[2:4] + "." + n[4:6] + "-" + n[6:9] + "." + n[9:])
}

// Masked hides all but the check digits: enough to compare with a card, not enough to copy.
func (n NISS) Masked() string {
	if len(n) != 11 {
		return ""
	}
	return "••.••.••-•••." + string(n[9:])
}

// LogValue keeps the number out of the logs even where somebody logs it by mistake.
func (n NISS) LogValue() slog.Value { return slog.StringValue(n.Masked()) }
