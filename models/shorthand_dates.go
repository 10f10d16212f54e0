package models

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	shortDate = regexp.MustCompile(`^(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?$|^\d{1,2}-\d{1,2}-(\d{4}|\d{2})$|^\d{6}$|^\d{8}$|^\d{4}-\d{2}-\d{2}$`)
	shortDay  = regexp.MustCompile(`^(\d{1,2})(?:er)?$`)
)

// Days said in words, from today.
var dayPhrases = map[string]int{"hier": -1, "avant hier": -2, "aujourd'hui": 0, "aujourdhui": 0, "auj": 0, "ajd": 0, "ce jour": 0, "ce matin": 0, "cet apres midi": 0,
	"cet aprem": 0, "tantot": 0, "demain": 1, "apres demain": 2, "demain matin": 1, "demain apres midi": 1, "hier matin": -1, "hier apres midi": -1}

var (
	weekdays = map[string]time.Weekday{"lundi": 1, "mardi": 2, "mercredi": 3, "jeudi": 4, "vendredi": 5, "samedi": 6, "dimanche": 0,
		"lun": 1, "mar": 2, "mer": 3, "jeu": 4, "ven": 5, "sam": 6, "dim": 0}
	monthWords = map[string]int{"janvier": 1, "janv": 1, "jan": 1, "fevrier": 2, "fev": 2, "fevr": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5, "juin": 6, "juillet": 7,
		"juil": 7, "aout": 8, "septembre": 9, "sept": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11, "decembre": 12, "dec": 12}
	units = map[string]string{"j": "day", "jour": "day", "jours": "day", "sem": "week", "semaine": "week", "semaines": "week", "mois": "month"}
)

// saidDate is a date found in the line: n tokens, and what is unclear about it.
type saidDate struct {
	on      Date
	n       int
	problem string
	others  []Date // the days it may be, when problem is AskWeekday or AskMismatch
}

// date reads a date of the follow-up (in the past) or of the appointment (to come).
func (p *shorthandParser) date() bool {
	d := p.dateAt(p.at, p.where == inAppointment)
	if d.n == 0 {
		return false
	}
	if p.where == inFollowUp && p.plain(p.at) == saturday && p.first() {
		return false // « Sam 45min » may be a name: see nameRuns
	}
	r := p.take(d.n, SpanDate)
	if d.problem != "" {
		p.ask(d.problem, r, p.days(r, d.others...)...)
		p.said[SpanDate] = append(p.said[SpanDate], r)
		return true
	}
	p.setDate(r, d.on)
	return true
}

// days are the answers to an unclear date.
func (p *shorthandParser) days(r tokenRange, days ...Date) []ShorthandChoice {
	var choices []ShorthandChoice
	for _, d := range days {
		choices = append(choices, ShorthandChoice{OnDate: d, Line: p.instead(r, FrenchDate(d))})
	}
	return choices
}

func (p *shorthandParser) setDate(r tokenRange, d Date) {
	field := &p.out.OnDate
	if p.where == inAppointment {
		field = &p.out.Next.OnDate
	}
	if !p.once(SpanDate, r, *field == d) {
		if *field != d {
			*field = ""
		}
		return
	}
	switch {
	case p.where == inFollowUp && d > p.Today:
		p.ask(AskFuture, r, ShorthandChoice{OnDate: d, Words: "rdv", Line: p.instead(r, "") + ", rdv " + FrenchDate(d)}, ShorthandChoice{OnDate: p.Today, Line: p.instead(r, "")})
	case p.where == inAppointment && d < p.Today:
		p.ask(AskPast, r)
	default:
		*field = d
	}
}

// dateAt reads the date that begins at a token; ahead tells that it lies in the future.
func (p *shorthandParser) dateAt(at int, ahead bool) saidDate {
	for _, read := range []func(int, bool) saidDate{p.weekdayAt, p.phraseAt, p.numericAt, p.monthAt, p.dayAt, p.distanceAt} {
		if d := read(at, ahead); d.n > 0 {
			return d
		}
	}
	return saidDate{}
}

// phraseAt reads « avant-hier », « ce matin ».
func (p *shorthandParser) phraseAt(at int, _ bool) saidDate {
	for n := 3; n > 0; n-- {
		if days, known := dayPhrases[p.phrase(at, n)]; known {
			return saidDate{on: p.Today.AddDays(days), n: n}
		}
	}
	return saidDate{}
}

// numericAt reads 24/11, 24/11/26, 241126 and 2026-11-24. Without a year it is the nearest such day, the next one for
// what is to come.
func (p *shorthandParser) numericAt(at int, ahead bool) saidDate {
	n := 1
	if p.plain(at) == "le" || p.plain(at) == "ce" {
		n = 2
	}
	text := p.plain(at + n - 1)
	m := shortDate.FindStringSubmatch(text)
	if m == nil {
		return saidDate{}
	}
	on, problem := ParseTypedDate(text, p.Today)
	if problem != "" {
		if len(text) == 6 || len(text) == 8 {
			return saidDate{} // a number, not a date
		}
		return saidDate{n: n, problem: AskNoSuchDate}
	}
	if m[1] != "" && m[3] == "" {
		return p.year(on, n, ahead)
	}
	return saidDate{on: on, n: n}
}

// year moves a day without a year to the next one when it lies in the past and is meant to come; more than half a year
// away, it may be a slip and is asked.
func (p *shorthandParser) year(d Date, n int, ahead bool) saidDate {
	if next := d.AddMonths(12); ahead && d < p.Today && next.Time().Day() == d.Time().Day() {
		d = next
	}
	if ahead && d > p.Today.AddMonths(6) {
		return saidDate{n: n, problem: AskPast, others: []Date{d}}
	}
	return saidDate{on: d, n: n}
}

// monthAt reads « 3 mars », « le 1er mars 2027 ».
func (p *shorthandParser) monthAt(at int, ahead bool) saidDate {
	n := 0
	if p.plain(at) == "le" {
		n = 1
	}
	m, month := shortDay.FindStringSubmatch(p.plain(at+n)), monthWords[p.plain(at+n+1)]
	if m == nil || month == 0 {
		return saidDate{}
	}
	n += 2
	text := m[1] + "/" + strconv.Itoa(month)
	year := p.plain(at + n)
	if len(year) == 4 && strings.HasPrefix(year, "20") && shortNumber.MatchString(year) {
		text, n = text+"/"+year, n+1
	} else {
		year = ""
	}
	on, problem := ParseTypedDate(text, p.Today)
	if problem != "" {
		return saidDate{n: n, problem: AskNoSuchDate}
	}
	if year == "" {
		return p.year(on, n, ahead)
	}
	return saidDate{on: on, n: n}
}

// dayAt reads « le 3 »: the last third of a month, or the next.
func (p *shorthandParser) dayAt(at int, ahead bool) saidDate {
	m := shortDay.FindStringSubmatch(p.plain(at + 1))
	if p.plain(at) != "le" || m == nil || atoi(m[1]) < 1 || atoi(m[1]) > 31 {
		return saidDate{}
	}
	step := -1
	if ahead {
		step = 1
	}
	for d, i := p.Today, 0; i < 62; d, i = d.AddDays(step), i+1 {
		if d.Time().Day() == atoi(m[1]) {
			return saidDate{on: d, n: 2}
		}
	}
	return saidDate{}
}

// distanceAt reads « dans 2 sem. », « dans quinze jours », « il y a 3 jours ».
func (p *shorthandParser) distanceAt(at int, _ bool) saidDate {
	n, sign := 0, 1
	switch {
	case p.plain(at) == "dans":
		n = 1
	case p.phrase(at, 3) == "il y a":
		n, sign = 3, -1
	default:
		return saidDate{}
	}
	count, unit := numberWords[p.plain(at+n)], units[p.plain(at+n+1)]
	if shortNumber.MatchString(p.plain(at + n)) {
		count = atoi(p.plain(at + n))
	}
	if count == 0 || count > 366 || unit == "" {
		return saidDate{}
	}
	n += 2
	if p.plain(at+n) == "." {
		n++
	}
	switch unit {
	case "week":
		return saidDate{on: p.Today.AddDays(7 * sign * count), n: n}
	case "month":
		return saidDate{on: p.Today.AddMonths(sign * count), n: n}
	}
	return saidDate{on: p.Today.AddDays(sign * count), n: n}
}

// saturday is a given name too.
const saturday = "sam"

// weekdayAt reads « lundi », « lundi passé », « lundi prochain », « lundi 23/11 », « lundi 23 ».
func (p *shorthandParser) weekdayAt(at int, ahead bool) saidDate {
	weekday, known := weekdays[p.plain(at)]
	if !known {
		return saidDate{}
	}
	n := 1
	if p.plain(at+1) == "." {
		n = 2
	}
	if d := p.datedWeekday(at+n, weekday, ahead); d.n > 0 {
		d.n += n
		return d
	}
	last := p.Today.AddDays(-(int(p.Today.Time().Weekday()-weekday) + 7) % 7) // today at the latest
	next := last.AddDays(7)
	switch p.plain(at + n) {
	case "passe", "dernier":
		if last == p.Today {
			last = last.AddDays(-7)
		}
		return saidDate{on: last, n: n + 1}
	case "prochain":
		if next.Monday() == p.Today.Monday() { // « vendredi prochain » before Friday
			return saidDate{n: n + 1, problem: AskWeekday, others: []Date{next, next.AddDays(7)}}
		}
		return saidDate{on: next, n: n + 1}
	}
	switch {
	case last == p.Today && ahead:
		return saidDate{n: n, problem: AskWeekday, others: []Date{p.Today, next}}
	case last == p.Today:
		return saidDate{n: n, problem: AskWeekday, others: []Date{p.Today, last.AddDays(-7)}}
	case ahead:
		return saidDate{on: next, n: n}
	}
	return saidDate{on: last, n: n}
}

// datedWeekday reads the date after the name of a day; the two must agree.
func (p *shorthandParser) datedWeekday(at int, weekday time.Weekday, ahead bool) saidDate {
	d := p.numericAt(at, ahead)
	for _, read := range []func(int, bool) saidDate{p.monthAt, p.dayAt} {
		if d.n == 0 {
			d = read(at, ahead)
		}
	}
	if day := p.plain(at); d.n == 0 && shortDay.MatchString(day) && p.alone(at) {
		d = p.dayNamed(at, atoi(day), weekday, ahead)
	}
	if d.n > 0 && d.problem == "" && d.on.Time().Weekday() != weekday {
		return saidDate{n: d.n, problem: AskMismatch, others: []Date{d.on}}
	}
	return d
}

// dayNamed reads the number of « lundi 23 », when that day of the month is such a day.
func (p *shorthandParser) dayNamed(at, day int, weekday time.Weekday, ahead bool) saidDate {
	if _, n := p.durationWords(at); n > 0 {
		return saidDate{}
	}
	if _, _, n, _ := p.hoursAt(at); n > 0 {
		return saidDate{}
	}
	step := -1
	if ahead {
		step = 1
	}
	for d, i := p.Today, 0; i < 62; d, i = d.AddDays(step), i+1 {
		if d.Time().Day() == day && d.Time().Weekday() == weekday {
			return saidDate{on: d, n: 1}
		}
	}
	return saidDate{}
}
