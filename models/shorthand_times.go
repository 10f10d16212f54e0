package models

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Times and durations, on tokens joined without blanks.
var (
	shortMinutes  = regexp.MustCompile(`^(\d{1,4})(?:m|mn|min|mins|minutes?|')$`)
	shortHours    = regexp.MustCompile(`^(\d{1,2})(?:h|hr|hrs|heures?)(?:(\d{2})(?:m|mn|min|minutes?)?)?$`)
	shortDecimal  = regexp.MustCompile(`^(\d{1,2})[.,](\d{1,2})(?:h|heures?)$`)
	shortFraction = regexp.MustCompile(`^(?:(\d{1,2})h)?([13])/([24])(?:h|(?:d')?heures?)?$`)
	shortWords    = regexp.MustCompile(`^(une|1|deux|2|trois|3)(?:h|heures?)(?:et(demie?|quart))?$`)
	shortClock    = regexp.MustCompile(`^(\d{1,2}):(\d{2})$`)
	shortRange    = regexp.MustCompile(`^(\d{1,2})[h:]?(\d{2})?-(\d{1,2})[h:](\d{2})?$`)
	shortNumber   = regexp.MustCompile(`^\d{1,4}$`)
)

// fixedDurations are those said in words alone.
var fixedDurations = map[string]int{"demi-heure": 30, "demiheure": 30, "unedemi-heure": 30, "unedemiheure": 30, "undemi-heure": 30, "1demi-heure": 30, "quartd'heure": 15,
	"unquartd'heure": 15, "1quartd'heure": 15, "troisquartsd'heure": 45, "3quartsd'heure": 45, "troisquartd'heure": 45}

var numberWords = map[string]int{"une": 1, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "dix": 10, "quinze": 15}

// Hours up to longestHours are durations, from firstClock on times of the day; between the two the line is asked.
const (
	longestHours = 3
	firstClock   = 8
)

// durationWords finds a duration that can mean nothing else, in minutes.
func (p *shorthandParser) durationWords(from int) (minutes, n int) {
	for n := min(4, len(p.tokens)-from); n > 0; n-- {
		text := p.joined(from, n)
		if minutes, known := fixedDurations[text]; known {
			return minutes, n
		}
		if m := shortMinutes.FindStringSubmatch(text); m != nil {
			return atoi(m[1]), n
		}
		if m := shortDecimal.FindStringSubmatch(text); m != nil {
			return 60*atoi(m[1]) + (60*atoi((m[2] + "00")[:2])+50)/100, n
		}
		if m := shortFraction.FindStringSubmatch(text); m != nil && (m[1] != "" || text[len(text)-1] == 'h' || text[len(text)-1] == 'e') {
			return 60*atoi(m[1]) + 60*atoi(m[2])/atoi(m[3]), n
		}
		if m := shortWords.FindStringSubmatch(text); m != nil && (m[2] != "" || numberWords[m[1]] > 0) {
			return 60*max(numberWords[m[1]], atoi(m[1])) + map[string]int{"demi": 30, "demie": 30, "quart": 15}[m[2]], n
		}
	}
	return 0, 0
}

// hoursAt reads 9h, 9h30, 9 h 30, 14:30 and midi; clock tells that it can only be a time of the day.
func (p *shorthandParser) hoursAt(from int) (hours, minutes, n int, clock bool) {
	if p.plain(from) == "midi" {
		return 12, 0, 1, true
	}
	for n := min(4, len(p.tokens)-from); n > 0; n-- {
		text := p.joined(from, n)
		m := shortHours.FindStringSubmatch(text)
		if m == nil {
			m, clock = shortClock.FindStringSubmatch(text), true
		}
		apart := n > 1 && strings.HasPrefix(p.plain(from+n-1), "m") || n > 1 && shortMinutes.MatchString(p.plain(from+n-1))
		if m != nil && atoi(m[1]) < 24 && atoi(m[2]) < 60 && (!apart || atoi(m[1]) <= longestHours) { // « 10h 30min »: a time, then a duration
			return atoi(m[1]), atoi(m[2]), n, clock
		}
		clock = false
	}
	return 0, 0, 0, false
}

// clockRange reads « 9h-10h30 » and « de 9h à 10h30 »: a start and a duration.
func (p *shorthandParser) clockRange() bool {
	var start, end string
	n := 1
	if m := shortRange.FindStringSubmatch(p.plain(p.at)); m != nil {
		start, end = clockAt(atoi(m[1]), atoi(m[2])), clockAt(atoi(m[3]), atoi(m[4]))
	} else if h, m, k, _ := p.hoursAt(p.at); k > 0 && (p.plain(p.at+k) == "a" || p.plain(p.at+k) == "-" || p.plain(p.at+k) == "jusqu'a") {
		if h2, m2, k2, _ := p.hoursAt(p.at + k + 1); k2 > 0 {
			start, end, n = clockAt(h, m), clockAt(h2, m2), k+1+k2
		}
	}
	minutes := clockMinutes(end) - clockMinutes(start)
	if start == "" || end == "" || minutes <= 0 {
		return false
	}
	r := p.take(n, SpanTime)
	p.setClock(r, start)
	p.setMinutes(r, minutes)
	return true
}

// clockText is a time as it is kept, "" when it does not exist.
func clockAt(hours, minutes int) string {
	if hours > 23 || minutes > 59 {
		return ""
	}
	return fmt.Sprintf("%02d:%02d", hours, minutes)
}

// fraction asks about « 3/4 » alone: three quarters of an hour, or a day of April.
func (p *shorthandParser) fraction() bool {
	m := shortFraction.FindStringSubmatch(p.plain(p.at))
	last := p.plain(p.at)
	if m == nil || m[1] != "" || !isDigit(last[len(last)-1]) {
		return false
	}
	if _, n := p.durationWords(p.at); n > 0 {
		return false
	}
	if p.where == inAppointment {
		return false // an appointment has a date
	}
	r := p.take(1, SpanQuestion)
	minutes := 60 * atoi(m[2]) / atoi(m[3])
	choices := []ShorthandChoice{{Minutes: minutes, Line: p.instead(r, strconv.Itoa(minutes)+" min")}}
	if d, problem := ParseTypedDate(last, p.Today); problem == "" {
		choices = append(choices, ShorthandChoice{OnDate: d, Line: p.instead(r, FrenchDate(d))})
	}
	p.ask(AskFraction, r, choices...)
	return true
}

// duration reads a duration or a time of the day; hours that may be both are asked.
func (p *shorthandParser) duration() bool {
	hours, minutes, n, clock := p.hoursAt(p.at)
	if said, k := p.durationWords(p.at); k > 0 && k >= n && (n != k || p.where != inAppointment) {
		p.setMinutes(p.take(k, SpanDuration), said)
		return true
	}
	if n == 0 {
		return false
	}
	switch before := p.plain(p.at - 1); {
	case clock || before == "a" || before == "des" || before == "vers" || hours >= firstClock:
		p.setClock(p.take(n, SpanTime), clockAt(hours, minutes))
	case before == "pendant" || before == "durant" || before == "duree" || before == "pdt" || hours <= longestHours && p.where == inFollowUp:
		p.setMinutes(p.take(n, SpanDuration), 60*hours+minutes)
	case p.where == inAppointment && hours > longestHours:
		p.setClock(p.take(n, SpanTime), clockAt(hours, minutes))
	default:
		r := p.take(n, SpanQuestion)
		p.ask(AskHours, r, p.lasting(r, 60*hours+minutes), p.starting(r, clockAt(hours, minutes)))
	}
	return true
}

// lasting and starting are the two answers about a number: a duration, or a time of the day.
func (p *shorthandParser) lasting(r tokenRange, minutes int) ShorthandChoice {
	return ShorthandChoice{Minutes: minutes, Line: p.instead(r, strconv.Itoa(minutes)+" min")}
}

func (p *shorthandParser) starting(r tokenRange, clock string) ShorthandChoice {
	h, m := clockMinutes(clock)/60, clockMinutes(clock)%60
	return ShorthandChoice{Clock: clock, Line: p.instead(r, fmt.Sprintf("à %dh%02d", h, m))}
}

// number reads a number without a unit: from 24 on it is minutes; a smaller one may also be a time, and is asked.
func (p *shorthandParser) number() bool {
	if !shortNumber.MatchString(p.plain(p.at)) {
		return false
	}
	n := atoi(p.plain(p.at))
	if !p.alone(p.at) {
		p.leave()
		return true
	}
	if before := p.plain(p.at - 1); (before == "a" || before == "vers") && n >= 1 && n < 24 {
		p.setClock(p.take(1, SpanTime), clockAt(n, 0))
		return true
	}
	switch {
	case n >= 24 && n <= MaxFollowUpMinutes && p.where == inFollowUp:
		p.setMinutes(p.take(1, SpanDuration), n)
	case n >= 1 && n < 24:
		r := p.take(1, SpanQuestion)
		p.ask(AskNumber, r, p.lasting(r, n), p.starting(r, clockAt(n, 0)))
	default:
		p.leave()
	}
	return true
}

func (p *shorthandParser) setMinutes(r tokenRange, minutes int) {
	field := &p.out.Minutes
	if p.where == inAppointment {
		field = &p.out.Next.Minutes
	}
	if minutes < 1 || minutes > MaxFollowUpMinutes {
		p.ask(AskLongDuration, r)
		return
	}
	if p.once(SpanDuration, r, *field == minutes) {
		*field = minutes
	} else if *field != minutes {
		*field = 0
	}
}

func (p *shorthandParser) setClock(r tokenRange, clock string) {
	field := &p.out.StartsAt
	if p.where == inAppointment {
		field = &p.out.Next.StartsAt
	}
	if p.once(SpanTime, r, *field == clock) {
		*field = clock
	} else if *field != clock {
		*field = ""
	}
}

// atoi reads digits that an expression has matched; nothing is 0.
func atoi(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
