package models

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	thinSpace = "\u202f" // narrow no-break space
	hardSpace = "\u00a0" // no-break space
)

var (
	frenchDays   = [...]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}
	frenchMonths = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}
)

// FrenchDate writes 24/11/2026, for tables and fields; nothing for an unknown date.
func FrenchDate(d Date) string {
	if !d.Valid() {
		return ""
	}
	return string(d[8:] + "/" + d[5:7] + "/" + d[:4])
}

// FrenchLongDate writes « dimanche 22 novembre 2026 », for prose; the first of a month is 1er.
func FrenchLongDate(d Date) string {
	if !d.Valid() {
		return ""
	}
	t := d.Time()
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		day = "1er"
	}
	return fmt.Sprintf("%s %s %s %d", frenchDays[t.Weekday()], day, frenchMonths[t.Month()-1], t.Year())
}

// FrenchTime writes "14:30" as « 14 h 30 »; what is not a time is shown as it is.
func FrenchTime(clock string) string {
	hours, minutes, found := strings.Cut(clock, ":")
	if !found || len(minutes) < 2 {
		return clock
	}
	return hours + thinSpace + "h" + thinSpace + minutes[:2]
}

// FrenchDuration writes minutes as « 45 min », « 3 h » or « 3 h 45 ».
func FrenchDuration(minutes int) string {
	if minutes < 0 {
		return "-" + FrenchDuration(-minutes)
	}
	switch hours, rest := minutes/60, minutes%60; {
	case hours == 0:
		return strconv.Itoa(rest) + hardSpace + "min"
	case rest == 0:
		return FrenchNumber(hours) + thinSpace + "h"
	default:
		return fmt.Sprintf("%s%sh%s%02d", FrenchNumber(hours), thinSpace, thinSpace, rest)
	}
}

// FrenchNumber separates thousands: « 20 000 ».
func FrenchNumber(n int) string {
	digits, sign := strconv.Itoa(n), ""
	if n < 0 {
		digits, sign = digits[1:], "-"
	}
	var groups []string
	for len(digits) > 3 {
		groups = append([]string{digits[len(digits)-3:]}, groups...)
		digits = digits[:len(digits)-3]
	}
	return sign + strings.Join(append([]string{digits}, groups...), thinSpace)
}

// frenchSpaces follows the Imprimerie nationale: thin before ; ! ? and full before : and inside « ». Only spaces that
// stand already are replaced, so that times (10:30) and addresses (https://…) are left alone.
var frenchSpaces = strings.NewReplacer(
	" ;", thinSpace+";", " !", thinSpace+"!", " ?", thinSpace+"?",
	" :", hardSpace+":", "« ", "«"+hardSpace, " »", hardSpace+"»",
)

// Typo turns the plain spaces of French punctuation into the spaces that do not break a line.
func Typo(s string) string { return frenchSpaces.Replace(s) }

// FrenchMonth writes « novembre 2026 ».
func FrenchMonth(d Date) string {
	if !d.Valid() {
		return ""
	}
	return fmt.Sprintf("%s %d", frenchMonths[d.Time().Month()-1], d.Year())
}

// FrenchShortDay writes « lun. 23 », for the box of a calendar.
func FrenchShortDay(d Date) string {
	if !d.Valid() {
		return ""
	}
	return fmt.Sprintf("%s. %d", string([]rune(frenchDays[d.Time().Weekday()])[:3]), d.Time().Day())
}

// FrenchMonthInitial is the capital that marks a month under a chart.
func FrenchMonthInitial(d Date) string {
	if !d.Valid() {
		return ""
	}
	return strings.ToUpper(frenchMonths[d.Time().Month()-1][:1])
}
