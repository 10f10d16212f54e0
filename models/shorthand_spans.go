package models

import (
	"strings"
	"unicode"
)

// mostNames is how many words a name has at most.
const mostNames = 5

// nameRuns takes the first words that mean nothing for the persons: « Amina », « Haddad Amina et Noori ». A run ends at
// a separator and at whatever means something.
func (p *shorthandParser) nameRuns() {
	from := p.firstName(false)
	if from < 0 {
		from = p.firstName(true)
	}
	for from >= 0 {
		to := p.nameEnd(from)
		r := tokenRange{from, to}
		p.mark(r, SpanPerson)
		p.out.Persons = append(p.out.Persons, p.text(r))
		if p.plain(from) == saturday {
			day := tokenRange{from, from + 1}
			p.out.Questions = append(p.out.Questions, ShorthandQuestion{AskName, p.text(day), []ShorthandChoice{{Words: "samedi", Line: p.instead(day, "samedi")}}})
		}
		if _, joins := nameJoin[p.plain(to)]; !joins || to+1 >= len(p.tokens) || p.kinds[to+1] != SpanUnknown || !p.nameable(to+1) {
			return
		}
		from = to + 1
	}
}

// firstName finds the first word of a name in the follow-up, or in the appointment when the line is nothing else.
func (p *shorthandParser) firstName(later bool) int {
	for i := range p.tokens {
		if p.kinds[i] == SpanUnknown && p.nameable(i) && p.later[i] == later {
			return i
		}
	}
	return -1
}

// nameEnd finds where a name ends; « de », « de la » and the like within it belong to it.
func (p *shorthandParser) nameEnd(from int) int {
	end := from
	for to := from; to < len(p.tokens) && to-from < mostNames && p.nameable(to); to++ {
		_, joins := nameJoin[p.plain(to)]
		if joins || p.kinds[to] != SpanUnknown && p.kinds[to] != SpanGlue {
			break
		}
		if p.kinds[to] == SpanUnknown {
			end = to + 1
		}
	}
	return end
}

func (p *shorthandParser) mark(r tokenRange, kind string) {
	for i := r.from; i < r.to; i++ {
		p.kinds[i] = kind
	}
}

// check asks for what an appointment cannot do without, and about a place that does not go with the mode.
func (p *shorthandParser) check() {
	p.placed("", &p.out.Mode, &p.out.Place)
	next := p.out.Next
	if next == nil {
		return
	}
	p.placed(" next", &next.Mode, &next.Place)
	r := p.said[SpanAppointment][0]
	if next.OnDate == "" && len(p.said[SpanDate+" next"]) == 0 && !p.asked[AskWeekday] && !p.asked[AskMismatch] && !p.asked[AskPast] && !p.asked[AskNoSuchDate] {
		p.ask(AskDay, r)
	} else if next.StartsAt == "" && len(p.said[SpanTime+" next"]) == 0 && !p.asked[AskHours] && !p.asked[AskNumber] {
		p.ask(AskTime, r)
	}
}

// placed asks when a place was said with a mode that has none: « bureau Gembloux ».
func (p *shorthandParser) placed(where string, mode, place *string) {
	if *place == "" || *mode == "" || *mode == ModeAway {
		return
	}
	a, b := p.said[SpanMode+where][0], p.said[SpanPlace+where][0]
	*mode, *place = "", ""
	p.ask(AskTwice, b, ShorthandChoice{Words: p.text(a), Line: p.instead(b, "")}, ShorthandChoice{Words: p.text(b), Line: p.instead(a, "")})
	p.mark(a, SpanQuestion)
}

// gather lays the spans edge to edge and collects what means nothing: words of glue between two such words go with them.
func (p *shorthandParser) gather() {
	for i := 1; i+1 < len(p.tokens); i++ {
		if p.kinds[i] == SpanGlue && p.kinds[i-1] == SpanUnknown && p.kinds[i+1] == SpanUnknown && !p.isSeparator(i) {
			p.kinds[i] = SpanUnknown
		}
	}
	end := 0
	add := func(from, to int, kind string) {
		last := len(p.out.Spans) - 1
		switch {
		case from == to:
		case last >= 0 && p.out.Spans[last].Kind == kind:
			p.out.Spans[last].To = to
		default:
			p.out.Spans = append(p.out.Spans, ShorthandSpan{from, to, kind})
		}
	}
	for i, t := range p.tokens {
		blank := SpanGlue
		if i > 0 && p.kinds[i] == p.kinds[i-1] {
			blank = p.kinds[i] // a blank within a stretch belongs to it
		}
		add(end, t.from, blank)
		add(t.from, t.to, p.kinds[i])
		end = t.to
	}
	add(end, len(p.line), SpanGlue)
	for _, s := range p.out.Spans {
		if s.Kind == SpanUnknown {
			p.out.Unknown = append(p.out.Unknown, shown(p.line[s.From:s.To]))
		}
	}
}

// shown replaces what cannot be seen, or turns the direction of a text, by a box.
func shown(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar {
			return '□'
		}
		return r
	}, text))
}
