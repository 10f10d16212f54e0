package models

import "time"

// WorkingDay tells whether offices are open that day: Monday to Friday, holidays excepted.
func WorkingDay(d Date) bool {
	if !d.Valid() {
		return false
	}
	day := d.Time().Weekday()
	return day != time.Saturday && day != time.Sunday && Holiday(d) == ""
}

// fixedHolidays are the legal holidays of Belgium (arrêté royal of 18 April 1974) that fall on a date, and the feast of
// the French Community, by month and day.
var fixedHolidays = map[string]string{"01-01": "nouvel_an", "05-01": "fete_travail", "07-21": "fete_nationale", "08-15": "assomption",
	"09-27": "fete_communaute", "11-01": "toussaint", "11-11": "armistice", "12-25": "noel"}

// movingHolidays are those counted from Easter, in days.
var movingHolidays = map[int]string{1: "lundi_paques", 39: "ascension", 50: "lundi_pentecote"}

// Holiday is the code of the holiday of a day, "" when it is none.
func Holiday(d Date) string {
	if !d.Valid() {
		return ""
	}
	if code, fixed := fixedHolidays[string(d)[5:]]; fixed {
		return code
	}
	return movingHolidays[Easter(d.Time().Year()).DaysUntil(d)]
}

// Easter is Easter Sunday of a year of the Gregorian calendar (the anonymous algorithm, Nature, 1876).
func Easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	d := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	e := (32 + 2*(b%4) + 2*(c/4) - d - c%4) % 7
	f := d + e - 7*((a+11*d+22*e)/451) + 114
	return DateOf(time.Date(year, time.Month(f/31), f%31+1, 0, 0, 0, 0, time.UTC))
}
