package models

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	dayWords = map[string]int{"hier": -1, "aujourd'hui": 0, "aujourdhui": 0, "demain": 1}

	typedISO     = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	typedParts   = regexp.MustCompile(`^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?$`)
	typedCompact = regexp.MustCompile(`^(\d{2})(\d{2})(\d{4}|\d{2})$`)

	typedClock = regexp.MustCompile(`^(\d{1,2})(?:[h:.](\d{2})?)?$|^(\d{1,2})(\d{2})$`)

	typedMinutes = regexp.MustCompile(`^(\d{1,4})(?:m|min|mn|minutes?|')?$`)
	typedHours   = regexp.MustCompile(`^(\d{1,2})(?:[.,](\d{1,2}))?(?:h|heures?)$`)
	typedBoth    = regexp.MustCompile(`^(\d{1,2})[h:](\d{2})(?:m|min)?$`)
)

// ParseTypedDate reads a date as people type it: 24/11/2026, 24/11, 24.11.26, 241126, 24112026, 2026-11-24,
// « hier », « aujourd'hui », « demain ». Without a year it is the nearest such day to today, before or after. An empty
// text is an unknown date. The second result is the message key of a problem: date.unreadable or date.no_such_date.
func ParseTypedDate(s string, today Date) (Date, string) {
	s = strings.TrimSpace(Fold(s))
	if s == "" {
		return "", ""
	}
	if days, known := dayWords[strings.ReplaceAll(s, "’", "'")]; known {
		return today.AddDays(days), ""
	}
	if m := typedISO.FindStringSubmatch(s); m != nil {
		return dayOf(m[3], m[2], m[1])
	}
	m := typedParts.FindStringSubmatch(s)
	if m == nil {
		m = typedCompact.FindStringSubmatch(s)
	}
	switch {
	case m == nil:
		return "", "date.unreadable"
	case m[3] == "":
		return nearestDay(m[1], m[2], today)
	case len(m[3]) == 2:
		return dayOf(m[1], m[2], fullYear(m[3], today))
	}
	return dayOf(m[1], m[2], m[3])
}

// dayOf builds a date of digits, or says that it does not exist.
func dayOf(day, month, year string) (Date, string) {
	d, _ := strconv.Atoi(day)
	m, _ := strconv.Atoi(month)
	date := Date(fmt.Sprintf("%s-%02d-%02d", year, m, d))
	if !date.Valid() {
		return "", "date.no_such_date"
	}
	return date, ""
}

// fullYear completes a year of two digits to one between 80 years ago and 19 years ahead.
func fullYear(digits string, today Date) string {
	year, _ := strconv.Atoi(digits)
	first := today.Year() - 80
	return strconv.Itoa(first + ((year-first)%100+100)%100)
}

// nearestDay picks the year that brings a day closest to today: in January « 24/11 » is last November's.
// 29 February may be up to four years away.
func nearestDay(day, month string, today Date) (Date, string) {
	nearest := Date("")
	for year := today.Year() - 4; year <= today.Year()+4; year++ {
		date, problem := dayOf(day, month, strconv.Itoa(year))
		if problem == "" && (nearest == "" || distance(date, today) < distance(nearest, today)) {
			nearest = date
		}
	}
	if nearest == "" {
		return "", "date.no_such_date"
	}
	return nearest, ""
}

func distance(a, b Date) time.Duration { return a.Time().Sub(b.Time()).Abs() }

// ParseTypedTime reads a time of day as people type it (9, 9h, 9h30, 9 h 30, 09:30, 0930) and gives "09:30". An empty text
// is no time. The second result is the message key of a problem: time.unreadable or time.no_such_time.
func ParseTypedTime(s string) (clock, problem string) {
	s = withoutSpaces(s)
	if s == "" {
		return "", ""
	}
	m := typedClock.FindStringSubmatch(s)
	if m == nil {
		return "", "time.unreadable"
	}
	hours, _ := strconv.Atoi(m[1] + m[3])
	minutes, _ := strconv.Atoi(m[2] + m[4])
	if hours > 23 || minutes > 59 {
		return "", "time.no_such_time"
	}
	return fmt.Sprintf("%02d:%02d", hours, minutes), ""
}

// ParseMinutes reads a duration as people type it (45, 45min, 1h, 1h15, 1:15, 1,5h) and gives minutes; a bare number
// is minutes. An empty text is 0. The second result is the message key of a problem: duration.unreadable.
// Which durations are allowed is for the caller to say.
func ParseMinutes(s string) (minutes int, problem string) {
	s = withoutSpaces(s)
	if s == "" {
		return 0, ""
	}
	if m := typedMinutes.FindStringSubmatch(s); m != nil {
		minutes, _ = strconv.Atoi(m[1])
		return minutes, ""
	}
	if m := typedBoth.FindStringSubmatch(s); m != nil {
		hours, _ := strconv.Atoi(m[1])
		rest, _ := strconv.Atoi(m[2])
		if rest < 60 {
			return 60*hours + rest, ""
		}
	}
	if m := typedHours.FindStringSubmatch(s); m != nil {
		hours, _ := strconv.Atoi(m[1])
		hundredths, _ := strconv.Atoi((m[2] + "00")[:2])
		return 60*hours + (60*hundredths+50)/100, ""
	}
	return 0, "duration.unreadable"
}

// withoutSpaces drops spaces of every kind, so that « 9 h 30 » as the pages show it can be typed back.
func withoutSpaces(s string) string { return strings.Join(strings.Fields(Fold(s)), "") }
