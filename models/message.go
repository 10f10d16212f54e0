package models

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// What is told to people. MessagePage is not sent: it holds the words of their page and of their letter.
const (
	MessageConvocation = "convocation" // they must come
	MessageInvitation  = "invitation"
	MessageReminder    = "rappel"
	MessageMoved       = "deplacement"
	MessageCancelled   = "annulation"
	MessagePlace       = "place"   // a place became free for them
	MessageSixMonths   = "suivi_6" // how are they, six months later
	MessagePage        = "page"
	MessageDigest      = "resume" // to a colleague: the morning's summary
)

// MessageKinds lists the texts a centre may change, in the order of its page.
var MessageKinds = []string{MessageConvocation, MessageInvitation, MessageReminder, MessageMoved, MessageCancelled, MessagePlace, MessageSixMonths, MessagePage}

// Channels.
const (
	ChannelSMS   = "sms"
	ChannelMail  = "email"
	ChannelPaper = "papier"
)

// Channels lists them in the order in which they are tried for somebody who chose none.
var Channels = []string{ChannelSMS, ChannelMail, ChannelPaper}

// States of a message.
const (
	MessageToSend    = "a_envoyer"
	MessageSent      = "envoyee"
	MessageFailed    = "echec"
	MessageToPrint   = "a_imprimer"
	MessageWithdrawn = "annulee"
)

// MessageStates lists them in the order of the filter.
var MessageStates = []string{MessageToSend, MessageFailed, MessageToPrint, MessageSent, MessageWithdrawn}

// Answers of the person's page; "" takes one back.
const (
	AnswerComing = "vient"
	AnswerAbsent = "absent"
	AnswerLate   = "retard"
)

// PageAnswers lists them in the order of the page.
var PageAnswers = []string{AnswerComing, AnswerAbsent, AnswerLate}

// MessageText is one version of a text of a centre: its parts by name ("subject", "body", "sms"; for the page, its words).
// Version 0 is the draft Jalon ships, which nobody of the centre has read.
type MessageText struct {
	Kind, Language string
	Version        int
	Parts          map[string]string
	By             string // who wrote it
	At             Instant
	ReviewedBy     string // who read it again, "" = to be read
	ReviewedAt     Instant
	FrenchVersion  int // of the French it was read beside
}

// Ready tells whether a translation may be sent beside a French text of that version: somebody of the centre read it, and
// the French has not changed since. French is always ready: it is what goes when nothing else does.
func (t MessageText) Ready(french int) bool {
	return t.Language == "fr" || t.ReviewedBy != "" && t.FrenchVersion == french
}

// Placeholders are what a text may name; they are filled for each person.
var Placeholders = []string{"name", "title", "date", "hour", "place", "room", "bring", "phone", "link"}

// neededParts says what a part of a text must name: without it the message would say too little.
var neededParts = map[string][]string{
	MessageConvocation + ".sms": {"date", "hour", "place"}, MessageInvitation + ".sms": {"date", "hour", "place"}, MessageReminder + ".sms": {"date", "hour", "place"},
	MessageMoved + ".sms": {"date", "hour", "place"}, MessageCancelled + ".sms": {"date"}, MessagePlace + ".sms": {"date", "hour"},
	MessageSixMonths + ".sms": {"phone"},
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// MaxMessagePart bounds a part of a text, in characters.
const MaxMessagePart = 1500

// CheckMessageParts refuses parts that cannot be sent: empty, with a placeholder nobody knows, or without one that is needed.
func CheckMessageParts(kind string, parts map[string]string, names []string) Problems {
	problems := Problems{}
	for _, name := range names {
		text := strings.TrimSpace(parts[name])
		switch {
		case text == "":
			problems.Add(name, "message.problem.empty")
		case len([]rune(text)) > MaxMessagePart:
			problems.Add(name, "message.problem.long", "Max", MaxMessagePart)
		}
		named := []string{}
		for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
			if named = append(named, m[1]); kind == MessagePage || !slices.Contains(Placeholders, m[1]) {
				problems.Add(name, "message.problem.placeholder", "Word", m[0])
			}
		}
		if strings.ContainsAny(placeholder.ReplaceAllString(text, ""), "{}") {
			problems.Add(name, "message.problem.brace")
		}
		for _, needed := range neededParts[kind+"."+name] {
			if !slices.Contains(named, needed) {
				problems.Add(name, "message.problem.needed", "Word", "{"+needed+"}")
			}
		}
	}
	return problems
}

// Fill puts values in the place of the placeholders of a text. A line left with nothing but its label is kept: who checks a text
// decides what it says.
func Fill(text string, values map[string]string) string {
	return placeholder.ReplaceAllStringFunc(text, func(mark string) string { return values[mark[1:len(mark)-1]] })
}

// Reach is how a person may be written to: what they have, and what they chose.
type Reach struct {
	Phone  string // GSM, E.164
	Email  string
	Choice string // channel, "" = none said
}

// Channel is how a message goes: the person's choice when it is possible, else GSM, else e-mail, else paper.
func (r Reach) Channel() string {
	possible := map[string]bool{ChannelSMS: r.Phone != "", ChannelMail: r.Email != "", ChannelPaper: true}
	if possible[r.Choice] {
		return r.Choice
	}
	for _, channel := range Channels {
		if possible[channel] {
			return channel
		}
	}
	return ChannelPaper
}

// Address is where the message goes by its channel, "" for paper.
func (r Reach) Address() string {
	return map[string]string{ChannelSMS: r.Phone, ChannelMail: r.Email}[r.Channel()]
}

// retries are the waits before each new attempt after a fault that may pass: a server down for an hour, or for a night.
var retries = []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 20 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 4 * time.Hour, 6 * time.Hour, 10 * time.Hour}

// RetryAfter is how long to wait after the given number of failed attempts; false when a colleague has to look (after 24 hours).
func RetryAfter(attempts int) (time.Duration, bool) {
	if attempts < 1 || attempts > len(retries) {
		return 0, false
	}
	return retries[attempts-1], true
}

// HoldMessages is how long a message waits before it leaves, so that « Annuler » means something.
const HoldMessages = time.Minute

// Message is one to write to a person: its texts are composed already (package messages).
type Message struct {
	Kind          string
	Language      string // of the second text, "fr" when the French goes alone
	Key           string // the same key is written once: who, about what, in which version of it
	Batch         string // messages written together, withdrawn together
	ParticipantID string
	SessionID     string // "" when about none
	Registration  string // id, "" when about none
	Reach         Reach
	Content       MessageContent
}

// MessageContent is what a message says, as it is kept under the person's key.
type MessageContent struct {
	Subject string      `json:"subject,omitempty"`
	French  MessageBody `json:"french"`
	Theirs  MessageBody `json:"theirs"` // empty when the French goes alone
	SMS     string      `json:"sms,omitempty"`
	Link    string      `json:"link,omitempty"`
	Name    string      `json:"name,omitempty"` // to whom the letter goes
	Address string      `json:"address,omitempty"`
	Centre  string      `json:"centre,omitempty"`
	Contact string      `json:"contact,omitempty"`
	CoFund  bool        `json:"cofunded,omitempty"`
	Way     string      `json:"way,omitempty"` // how to come, in French
}

// MessageBody is the text in one language with its facts, ready to print.
type MessageBody struct {
	Language string        `json:"language,omitempty"`
	Title    string        `json:"title,omitempty"`
	Text     string        `json:"text,omitempty"`
	Facts    []MessageFact `json:"facts,omitempty"`
	Scan     string        `json:"scan,omitempty"` // what to do with the code
	WayLabel string        `json:"way_label,omitempty"`
}

// MessageFact is « Date : mardi 1er décembre 2026 ». Icon names its pictogram.
type MessageFact struct {
	Icon  string `json:"icon"`
	Label string `json:"label"`
	Value string `json:"value"`
	Big   bool   `json:"big,omitempty"`
}

// OutboxMessage is a line of the outbox. Content and address are read one at a time, under the person's key.
type OutboxMessage struct {
	ID             string  `db:"id"`
	PublicID       string  `db:"public_id"`
	CentreID       string  `db:"centre_id"`
	ParticipantID  *string `db:"participant_id"`
	UserID         *string `db:"user_id"`
	SessionID      *string `db:"session_id"`
	RegistrationID *string `db:"registration_id"`
	Kind           string  `db:"kind"`
	Channel        string  `db:"channel"`
	Language       string  `db:"language"`
	State          string  `db:"state"`
	Attempts       int     `db:"attempts"`
	NextAt         Instant `db:"next_at"`
	Problem        string  `db:"problem"`
	DoneAt         Instant `db:"done_at"`
	CreatedAt      Instant `db:"created_at"`
	Version        int     `db:"version"`
}

// MessageChoice is how a person wants to be reached, as they last said.
type MessageChoice struct {
	ID          string `db:"id"` // "" = nothing was said
	Channel     string `db:"channel"`
	PausedUntil Date   `db:"paused_until"`
	Reason      string `db:"-"`
	Sealed      []byte `db:"reason_sealed"`
}

// Paused tells whether no reminder is sent that day.
func (c MessageChoice) Paused(day Date) bool { return c.PausedUntil != "" && day <= c.PausedUntil }

// CheckMessageChoice refuses a pause without an end, an end that is past, or a pause without a reason.
func CheckMessageChoice(c MessageChoice, today Date) Problems {
	problems := Problems{}
	if c.Channel != "" && !slices.Contains(Channels, c.Channel) {
		problems.Add("channel", "message.problem.channel")
	}
	switch {
	case c.PausedUntil == "" && c.Reason != "":
		problems.Add("until", "message.problem.pause_end")
	case c.PausedUntil != "" && (c.PausedUntil < today || c.PausedUntil > today.AddDays(366)):
		problems.Add("until", "message.problem.pause_dates")
	case c.PausedUntil != "" && strings.TrimSpace(c.Reason) == "":
		problems.Add("reason", "message.problem.pause_reason")
	}
	return problems
}

// BringCodes are what people may be asked to bring; the words are those of the page.
var BringCodes = []string{"id", "pen", "cv", "phone", "letter"}

// NewLinkToken is a 128-bit secret for an address that has to stand in a SMS: 26 characters; only its hash is stored.
func NewLinkToken() string { return NewToken()[:26] }

// LinkOpen tells whether the page of a session still answers: until the end of its day.
func LinkOpen(s Session, today Date) bool { return s.OnDate >= today }
