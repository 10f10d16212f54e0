package models

import "strings"

// Shorthand is what one line of « saisie éclair » says (product.md §5.2). The grammar is small, and written out in
// docs/guide/saisie-eclair.md for who types it:
//
//	line        = part { ("," | ";" | "+" | new line) part }
//	part        = follow-up | appointment | task | note
//	follow-up   = any of: persons, date, duration, start, mode, place, topics, dispositif, presence, signature
//	appointment = "rdv" | "rendez-vous" | "rv", then any of: date, time, duration, mode, place, topics
//	task        = ("à faire" | "tâche" | "todo") [":"] text [("pour" | "avant" | "d'ici") date]
//	note        = "note" ":" text to the end of the line, or a text between « » or quotation marks
//	persons     = name { ("et" | "&") name }: the first words that mean nothing else
//	date        = 24/11 | 24/11/26 | 241126 | hier | avant-hier | lundi | lundi passé | lundi prochain | le 3 | 3 mars |
//	              dans 2 sem | il y a 3 jours | ce matin | demain
//	duration    = 45 | 45min | 45' | 1h | 1h30 | 1,5h | 3/4h | ½h | une demi-heure | 9h-10h30
//	start       = 9h30 | à 9h | 14:30 | midi
//
// A date of the follow-up is in the past, one of an appointment or of a task to come. What has two meanings is asked
// (Questions) and left empty; what has none is shown (Unknown). Every character of the line lies in one of the Spans.
type Shorthand struct {
	Line      string
	Persons   []string // words of names, as typed
	Programme string
	OnDate    Date   // "" = not said
	StartsAt  string // "09:30" or ""
	Minutes   int    // 0 = not said
	Mode      string
	Place     string
	Presence  string
	Signed    string // Yes, No or ""
	Topics    []string
	Note      string
	Tasks     []ShorthandTask
	Next      *ShorthandAppointment
	Questions []ShorthandQuestion
	Unknown   []string // texts that mean nothing, in the order typed
	Spans     []ShorthandSpan
}

// Meeting tells whether the line says anything of a follow-up, beyond who it is about.
func (s Shorthand) Meeting() bool {
	return s.Minutes > 0 || s.OnDate != "" || s.StartsAt != "" || s.Mode != "" || s.Presence != "" || s.Signed != "" || s.Note != "" || len(s.Topics)+len(s.Tasks) > 0
}

// ShorthandTask is a task of the line; DueOn is "" when no date was said.
type ShorthandTask struct {
	Text  string
	DueOn Date
}

// ShorthandAppointment is the next appointment of the line; what was not said is empty.
type ShorthandAppointment struct {
	OnDate   Date
	StartsAt string
	Minutes  int
	Mode     string
	Place    string
	Purpose  string
}

// Kinds of question that a line can raise.
const (
	AskNumber       = "number"        // « 10 »: minutes or o'clock
	AskHours        = "hours"         // « 5h »: a duration or a time
	AskFraction     = "fraction"      // « 3/4 »: three quarters of an hour or 3 April
	AskWeekday      = "weekday"       // today's name, or « vendredi prochain » before Friday
	AskMismatch     = "mismatch"      // « lundi 24/11 » is a Tuesday
	AskFuture       = "future"        // a follow-up to come
	AskPast         = "past"          // an appointment in the past
	AskNoSuchDate   = "no_such_date"  // 31/02
	AskTwice        = "twice"         // two different answers: durations, dates, modes…
	AskDay          = "day"           // an appointment without a day
	AskTime         = "time"          // an appointment without a time
	AskAppointments = "appointments"  // two appointments
	AskName         = "name"          // « Sam »: a name or Saturday
	AskEmptyTask    = "empty_task"    // a task without words
	AskLongDuration = "long_duration" // more than a follow-up may last
)

// ShorthandQuestion is a part of the line with more than one meaning, or with none that can be kept.
type ShorthandQuestion struct {
	Kind    string
	Text    string // the words concerned, as typed
	Choices []ShorthandChoice
}

// ShorthandChoice is one answer to a question: the value it stands for, and the line that says so plainly.
type ShorthandChoice struct {
	OnDate  Date
	Clock   string
	Minutes int
	Words   string // when the value is neither date, time nor duration
	Line    string
}

// Kinds of span. Glue is what carries no meaning of its own: blanks, commas, « le », « avec ».
const (
	SpanPerson      = "person"
	SpanProgramme   = "programme"
	SpanDate        = "date"
	SpanTime        = "time"
	SpanDuration    = "duration"
	SpanMode        = "mode"
	SpanPlace       = "place"
	SpanPresence    = "presence"
	SpanSigned      = "signed"
	SpanTopic       = "topic"
	SpanNote        = "note"
	SpanTask        = "task"
	SpanAppointment = "appointment"
	SpanQuestion    = "question"
	SpanGlue        = "glue"
	SpanUnknown     = "unknown"
)

// ShorthandSpan is a stretch of the line, in bytes, and what it was taken for. Spans follow one another without a gap.
type ShorthandSpan struct {
	From, To int
	Kind     string
}

// ShorthandContext is what the reading depends on.
type ShorthandContext struct {
	Today  Date
	Places []string // the decentralised places of the centre
}

// MaxShorthand is the length of a line, in characters.
const MaxShorthand = 500

// Where the parser stands in the line.
const (
	inFollowUp = iota
	inAppointment
)

// shorthandParser reads a line token by token, from left to right.
type shorthandParser struct {
	ShorthandContext
	line   string
	tokens []shorthandToken
	kinds  []string // of each token, "" = not read yet
	at     int
	where  int
	places []shorthandPlace
	said   map[string][]tokenRange // what was already answered, by kind
	later  []bool                  // of each token: it belongs to the appointment
	asked  map[string]bool         // kinds of question about the appointment
	out    Shorthand
}

// tokenRange is tokens from … to-1.
type tokenRange struct{ from, to int }

// ParseShorthand reads one line. It never fails: what it does not understand is in Unknown.
func ParseShorthand(line string, context ShorthandContext) Shorthand {
	p := &shorthandParser{ShorthandContext: context, line: line, tokens: shorthandTokens(line), said: map[string][]tokenRange{}, asked: map[string]bool{}}
	p.kinds, p.later = make([]string, len(p.tokens)), make([]bool, len(p.tokens))
	p.places = knownPlaces(context.Places)
	p.out.Line = line
	for p.at < len(p.tokens) {
		if !p.separator() && !p.note() && !p.task() && !p.appointment() && !p.part() {
			p.leave()
		}
	}
	p.nameRuns()
	p.check()
	p.gather()
	return p.out
}

// part reads one fact of the follow-up or of the appointment, the more particular first.
func (p *shorthandParser) part() bool {
	for _, read := range []func() bool{p.programme, p.presence, p.mode, p.place, p.clockRange, p.fraction, p.duration, p.date, p.topic, p.number, p.glue} {
		if read() {
			return true
		}
	}
	return false
}

// take marks the next n tokens as read.
func (p *shorthandParser) take(n int, kind string) tokenRange {
	r := tokenRange{p.at, p.at + n}
	for i := r.from; i < r.to; i++ {
		p.kinds[i], p.later[i] = kind, p.where == inAppointment
	}
	p.at = r.to
	return r
}

// leave passes over a token that means nothing, for now: it may be a name.
func (p *shorthandParser) leave() { p.take(1, SpanUnknown) }

// text is the part of the line that the tokens cover.
func (p *shorthandParser) text(r tokenRange) string {
	if r.from >= r.to {
		return ""
	}
	return p.line[p.tokens[r.from].from:p.tokens[r.to-1].to]
}

// instead is the line with the tokens replaced by other words.
func (p *shorthandParser) instead(r tokenRange, words string) string {
	line := p.line[:p.tokens[r.from].from] + words + p.line[p.tokens[r.to-1].to:]
	return strings.Join(strings.Fields(line), " ")
}

func (p *shorthandParser) ask(kind string, r tokenRange, choices ...ShorthandChoice) {
	for i := r.from; i < r.to; i++ {
		p.kinds[i] = SpanQuestion
	}
	if p.where == inAppointment {
		p.asked[kind] = true
	}
	p.out.Questions = append(p.out.Questions, ShorthandQuestion{kind, p.text(r), choices})
}

// once tells whether this is the first answer of its kind in this part of the line; a second one that differs is
// asked, and neither is kept.
func (p *shorthandParser) once(kind string, r tokenRange, same bool) bool {
	key := kind
	if p.where == inAppointment {
		key += " next"
	}
	before := p.said[key]
	p.said[key] = append(before, r)
	if len(before) == 0 {
		return true
	}
	if same {
		return false
	}
	first := before[0]
	p.ask(AskTwice, r, ShorthandChoice{Words: p.text(first), Line: p.instead(r, "")}, ShorthandChoice{Words: p.text(r), Line: p.instead(first, "")})
	for i := first.from; i < first.to; i++ {
		p.kinds[i] = SpanQuestion
	}
	return false
}
