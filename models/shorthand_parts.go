package models

import (
	"slices"
	"strings"
	"unicode"
)

// separator passes over a sign that ends a part. An appointment goes on after it when its day, its time or its place is
// missing and follows.
func (p *shorthandParser) separator() bool {
	if !p.isSeparator(p.at) {
		return false
	}
	p.take(1, SpanGlue)
	if p.where == inAppointment {
		next := p.out.Next
		_, _, hours, _ := p.hoursAt(p.at)
		goesOn := next.OnDate == "" && p.dateAt(p.at, true).n > 0 || next.StartsAt == "" && (hours > 0 || p.plain(p.at) == "a") ||
			next.Place == "" && p.placeLength(p.at) > 0
		if !goesOn {
			p.where = inFollowUp
		}
	}
	return true
}

// note reads « note: … » to the end of the line, and what stands in quotation marks.
func (p *shorthandParser) note() bool {
	if _, known := shorthandNotes[p.plain(p.at)]; known && p.plain(p.at+1) == ":" {
		p.take(2, SpanNote)
		p.addNote(p.take(len(p.tokens)-p.at, SpanNote))
		return true
	}
	if p.at >= len(p.tokens) {
		return false
	}
	closing, opens := quotes[p.text(tokenRange{p.at, p.at + 1})]
	if !opens {
		return false
	}
	for end := p.at + 1; end < len(p.tokens); end++ {
		if p.text(tokenRange{end, end + 1}) == closing {
			p.take(1, SpanNote)
			p.addNote(p.take(end-p.at, SpanNote))
			p.take(1, SpanNote)
			return true
		}
	}
	return false
}

func (p *shorthandParser) addNote(r tokenRange) {
	p.out.Note = strings.TrimSpace(p.out.Note + "\n" + strings.TrimSpace(p.text(r)))
}

// task reads « à faire: … » to the end of the part, with the date by which it is to be done.
func (p *shorthandParser) task() bool {
	_, n := p.longest(shorthandTasks)
	if n == 0 {
		return false
	}
	start := p.at
	p.take(n, SpanTask)
	if p.plain(p.at) == ":" {
		p.take(1, SpanTask)
	}
	end := p.at
	for end < len(p.tokens) && !p.isSeparator(end) {
		end++
	}
	due, words := p.dueDate(tokenRange{p.at, end})
	p.take(end-p.at, SpanTask)
	p.where = inFollowUp
	text := strings.TrimRight(p.text(words), " .")
	switch {
	case due.problem != "":
		p.ask(due.problem, tokenRange{end - due.n, end}, p.days(tokenRange{end - due.n, end}, due.others...)...)
		fallthrough
	case text != "":
		p.out.Tasks = append(p.out.Tasks, ShorthandTask{text, due.on})
	default:
		p.ask(AskEmptyTask, tokenRange{start, p.at})
	}
	return true
}

// dueDate finds the date at the end of a task, or at its beginning, and the words that remain.
func (p *shorthandParser) dueDate(r tokenRange) (saidDate, tokenRange) {
	isDue := func(i int) int {
		for n, phrase := range []string{"", p.phrase(i, 1), p.phrase(i, 2)} {
			if phrase == "pour" || phrase == "avant" || phrase == "d'ici" || phrase == "d' ici" || phrase == "dici" || phrase == "pour avant" {
				return n
			}
		}
		return 0
	}
	for i := r.from; i < r.to; i++ {
		n := isDue(i)
		d := p.dateAt(i+n, true)
		if d.n > 0 && i+n+d.n == r.to && (i > r.from || n > 0) {
			return d, tokenRange{r.from, i}
		}
		if d.n > 0 && n > 0 && i == r.from && i+n+d.n < r.to && d.problem == "" {
			return d, tokenRange{i + n + d.n, r.to}
		}
	}
	return saidDate{}, r
}

// appointment opens the next appointment at « rdv ». « Au rdv » is the meeting that the follow-up is about.
func (p *shorthandParser) appointment() bool {
	_, n := p.longest(shorthandMeet)
	if n == 0 {
		return false
	}
	if _, now := meetNow[p.plain(p.at-1)]; now {
		p.take(n, SpanGlue)
		return true
	}
	r := p.take(n, SpanAppointment)
	if p.plain(p.at) == ":" {
		p.take(1, SpanAppointment)
	}
	if p.out.Next != nil {
		for p.at < len(p.tokens) && !p.isSeparator(p.at) {
			p.take(1, SpanQuestion)
		}
		p.ask(AskAppointments, tokenRange{r.from, p.at})
		p.where = inFollowUp
		return true
	}
	p.out.Next, p.where = &ShorthandAppointment{}, inAppointment
	p.said[SpanAppointment] = []tokenRange{r}
	return true
}

// coded reads a phrase that stands for a code.
func (p *shorthandParser) coded(vocabulary map[string]string, kind string, field *string) bool {
	code, n := p.longest(vocabulary)
	if n == 0 {
		return false
	}
	r := p.take(n, kind)
	if p.once(kind, r, *field == code) {
		*field = code
	} else if *field != code {
		*field = ""
	}
	return true
}

func (p *shorthandParser) programme() bool {
	if _, n := p.longestAt(p.at+1, shorthandProgrammes); p.plain(p.at) == "@" && n > 0 {
		p.take(1, SpanGlue)
	}
	return p.coded(shorthandProgrammes, SpanProgramme, &p.out.Programme)
}

func (p *shorthandParser) presence() bool {
	return p.where == inFollowUp && (p.coded(shorthandSigned, SpanSigned, &p.out.Signed) || p.coded(shorthandPresences, SpanPresence, &p.out.Presence))
}

// mode reads how the contact took place; after « permanence » or « antenne » comes the place.
func (p *shorthandParser) mode() bool {
	field := &p.out.Mode
	if p.where == inAppointment {
		field = &p.out.Next.Mode
	}
	if !p.coded(shorthandModes, SpanMode, field) {
		return false
	}
	if *field == ModeAway && p.placeLength(p.at) == 0 {
		from := p.at
		for p.plain(from) == "de" || p.plain(from) == "a" || p.plain(from) == "d'" || p.plain(from) == ":" || p.plain(from) == "." {
			from++
		}
		p.unknownPlace(from)
	}
	return true
}

// unknownPlace takes the capitalised words from a token on as a place that the centre does not list.
func (p *shorthandParser) unknownPlace(from int) {
	end := from
	for end < len(p.tokens) && end < from+3 && p.capital(end) && p.meaningless(end) {
		end++
	}
	if end == from {
		return
	}
	p.take(from-p.at, SpanGlue)
	p.setPlace(p.take(end-from, SpanPlace))
}

func (p *shorthandParser) capital(i int) bool {
	return unicode.IsUpper([]rune(p.line[p.tokens[i].from:p.tokens[i].to])[0])
}

// meaningless tells whether no other part of the grammar wants the token.
func (p *shorthandParser) meaningless(i int) bool {
	for _, vocabulary := range []map[string]string{shorthandTopics, shorthandModes, shorthandProgrammes, shorthandPresences, shorthandSigned, shorthandGlue,
		shorthandTasks, shorthandMeet} {
		if _, n := p.longestAt(i, vocabulary); n > 0 {
			return false
		}
	}
	_, _, hours, _ := p.hoursAt(i)
	return hours == 0 && p.dateAt(i, true).n == 0 && p.nameable(i)
}

// place reads a place of the centre, « @Ciney » or « à Ciney ».
func (p *shorthandParser) place() bool {
	if n := p.placeLength(p.at); n > 0 {
		p.setPlace(p.take(n, SpanPlace))
		return true
	}
	if (p.plain(p.at) == "@" || p.plain(p.at) == "a" && p.where == inAppointment) && p.at+1 < len(p.tokens) {
		if p.placeLength(p.at+1) == 0 && p.capital(p.at+1) && p.meaningless(p.at+1) {
			p.unknownPlace(p.at + 1)
			return true
		}
	}
	return false
}

// shorthandPlace is a place of the centre as its words are compared.
type shorthandPlace struct {
	words []string
	name  string
}

func knownPlaces(names []string) []shorthandPlace {
	var places []shorthandPlace
	for _, name := range names {
		var words []string
		for _, t := range shorthandTokens(name) {
			words = append(words, t.plain)
		}
		if len(words) > 0 {
			places = append(places, shorthandPlace{words, name})
		}
	}
	return places
}

// placeLength is how many tokens the longest place of the centre takes here.
func (p *shorthandParser) placeLength(at int) int {
	longest := 0
	for _, place := range p.places {
		fits := at+len(place.words) <= len(p.tokens)
		for i := 0; fits && i < len(place.words); i++ {
			fits = p.tokens[at+i].plain == place.words[i]
		}
		if fits {
			longest = max(longest, len(place.words))
		}
	}
	return longest
}

// setPlace keeps a place; it makes the contact decentralised unless another mode was said.
func (p *shorthandParser) setPlace(r tokenRange) {
	name := p.text(r)
	for _, place := range p.places {
		if len(place.words) == r.to-r.from && Fold(place.name) == Fold(name) {
			name = place.name
		}
	}
	mode, field := &p.out.Mode, &p.out.Place
	if p.where == inAppointment {
		mode, field = &p.out.Next.Mode, &p.out.Next.Place
	}
	if !p.once(SpanPlace, r, *field == name) {
		if *field != name {
			*field = ""
		}
		return
	}
	*field = name
	if *mode == "" {
		*mode = ModeAway
	}
}

// topic reads a topic; those of an appointment say what it is about.
func (p *shorthandParser) topic() bool {
	topic, n := p.longest(shorthandTopics)
	if n == 0 {
		return false
	}
	r := p.take(n, SpanTopic)
	switch {
	case p.where == inAppointment:
		p.out.Next.Purpose = strings.TrimSpace(p.out.Next.Purpose + " " + p.text(r))
	case !slices.Contains(p.out.Topics, topic):
		p.out.Topics = append(p.out.Topics, topic)
	}
	return true
}

// glue passes over a word that carries nothing by itself.
func (p *shorthandParser) glue() bool {
	if _, known := shorthandGlue[p.plain(p.at)]; !known {
		return false
	}
	p.take(1, SpanGlue)
	return true
}

// first tells whether nothing but glue was read before.
func (p *shorthandParser) first() bool {
	return !slices.ContainsFunc(p.kinds[:p.at], func(kind string) bool { return kind != SpanGlue })
}
