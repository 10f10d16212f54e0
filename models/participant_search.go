package models

import (
	"regexp"
	"slices"
	"strings"
)

// SearchQuery is what a typed search asks for. Words, birth and phone digits must all fit; when the text is nothing
// but digits it may mean a birth or a telephone number, and Either says that one of the two is enough.
type SearchQuery struct {
	Words    []string  // folded beginnings of words of names
	Birth    BirthDate // full date or year
	Digits   string    // last digits of the GSM, backwards
	Either   bool
	PublicID string // file number
}

// Empty tells that nothing can be looked for: less than two letters, four digits or a date.
func (q SearchQuery) Empty() bool {
	return len(q.Words) == 0 && q.Birth == "" && q.Digits == "" && q.PublicID == ""
}

const (
	maxSearch    = 100 // characters
	maxWords     = 5   // of a name
	fewestDigits = 4   // of a GSM
)

var (
	fileNumber   = regexp.MustCompile(`^[a-z2-7]{16}$`)
	onlyNumeric  = regexp.MustCompile(`^[0-9 ./+()-]+$`)
	yearOfBirth  = regexp.MustCompile(`^(19|20)[0-9]{2}$`)
	dayMonthYear = regexp.MustCompile(`^([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})$`)
	packedDate   = regexp.MustCompile(`^([0-9]{2})([0-9]{2})((?:19|20)[0-9]{2})$`)
)

// ParseSearch reads a search: any part of a name in any script, a date or a year of birth, the last digits of a
// GSM, a file number. A single letter finds nothing: half the centre would answer.
func ParseSearch(text string) SearchQuery {
	text = strings.TrimSpace(firstRunes(text, maxSearch))
	if onlyNumeric.MatchString(text) {
		return numericSearch(text)
	}
	var q SearchQuery
	if fileNumber.MatchString(strings.ToLower(text)) {
		q.PublicID = strings.ToLower(text)
	}
	for _, token := range strings.Fields(text) {
		switch birth := typedBirth(token); {
		case birth != "":
			q.Birth = birth
		case onlyNumeric.MatchString(token):
			q.Digits = phoneDigits(token)
		default:
			q.addWords(token)
		}
	}
	if len(q.Words) == 1 && len([]rune(q.Words[0])) < 2 && q.Birth == "" && q.Digits == "" {
		q.Words = nil
	}
	return q
}

func (q *SearchQuery) addWords(token string) {
	for _, piece := range namePieces(token) {
		word := Fold(piece)
		if word != "" && len(q.Words) < maxWords && !slices.Contains(q.Words, word) {
			q.Words = append(q.Words, word)
		}
	}
}

// numericSearch reads a text without letters: a date, a year, the digits of a telephone, or either.
func numericSearch(text string) SearchQuery {
	q := SearchQuery{Birth: typedBirth(strings.ReplaceAll(text, " ", "")), Digits: phoneDigits(text), Either: true}
	if q.Birth.Full() && strings.ContainsAny(text, "./-") {
		q.Digits = "" // a date with its separators is no telephone number
	}
	return q
}

// typedBirth reads a full date or a year; "" for anything else.
func typedBirth(token string) BirthDate {
	if yearOfBirth.MatchString(token) {
		return BirthDate(token)
	}
	if Date(token).Valid() {
		return BirthDate(token)
	}
	parts := dayMonthYear.FindStringSubmatch(token)
	if parts == nil {
		parts = packedDate.FindStringSubmatch(token)
	}
	if parts == nil {
		return ""
	}
	birth, _ := ParseBirth(parts[1], parts[2], parts[3], false)
	return birth
}

// phoneDigits keeps the digits that a stored number ends with, backwards: 0470 12 34 56, +32 470… and 3456 all do.
func phoneDigits(text string) string {
	digits := strings.Map(asciiDigit, text)
	if len(digits) > 8 { // a whole number, with the zero dialled before it or the zeros of 0032
		digits = strings.TrimLeft(digits, "0")
	}
	if len(digits) < fewestDigits {
		return ""
	}
	return ReversedDigits(digits)
}

func asciiDigit(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}

func firstRunes(s string, n int) string {
	if runes := []rune(s); len(runes) > n {
		return string(runes[:n])
	}
	return s
}
