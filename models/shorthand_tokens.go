package models

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// shorthandToken is a word, a number with its unit, or a sign; from and to are bytes of the line.
type shorthandToken struct {
	from, to int
	plain    string // folded, apostrophes straight
}

// shorthandSeparators end a part of the line; each is a token of its own.
const shorthandSeparators = ",;+\n\r"

// quotes opens a quotation, with the sign that closes it.
var quotes = map[string]string{"«": "»", "“": "”", "„": "”", "\"": "\""}

// shorthandTokens cuts a line into words and signs; blanks lie between tokens.
func shorthandTokens(line string) []shorthandToken {
	var tokens []shorthandToken
	for at := 0; at < len(line); {
		r, size := utf8.DecodeRuneInString(line[at:])
		switch {
		case unicode.IsSpace(r) && r != '\n' && r != '\r':
			at += size
		case isSign(r):
			tokens = append(tokens, shorthandToken{at, at + size, plainWord(line[at : at+size])})
			at += size
		default:
			end := wordEnd(line, at)
			tokens = append(tokens, shorthandToken{at, end, plainWord(line[at:end])})
			at = end
		}
	}
	return tokens
}

// isSign tells whether a character never belongs to a word: punctuation, and what cannot be seen.
func isSign(r rune) bool {
	return strings.ContainsRune(shorthandSeparators+"()«»“”„\"!?…→@:|[]<>{}=*•.", r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}

// wordEnd finds where the word at a place ends. A comma, a point or a colon between two digits belongs to the number;
// an elision (d'heure, l'équivalence) is a word of its own.
func wordEnd(line string, from int) int {
	at := from
	for at < len(line) {
		r, size := utf8.DecodeRuneInString(line[at:])
		if unicode.IsSpace(r) || isSign(r) && (at == from || !digitAt(line, at-1) || !strings.ContainsRune(",.:", r) || !digitAt(line, at+size)) {
			break
		}
		at += size
		if (r == '\'' || r == '’') && isElision(line[from:at]) && at < len(line) {
			break
		}
	}
	return at
}

func digitAt(line string, at int) bool {
	return at >= 0 && at < len(line) && line[at] >= '0' && line[at] <= '9'
}

func isElision(word string) bool {
	switch strings.TrimRight(strings.ToLower(word), "'’") {
	case "d", "l", "n", "s", "c", "j", "m", "qu":
		return true
	}
	return false
}

// apostrophes and fractions as they are typed on telephones.
var plainSigns = strings.NewReplacer("’", "'", "ʼ", "'", "′", "'", "´", "'", "½", "1/2", "¼", "1/4", "¾", "3/4", "–", "-", "—", "-", "‑", "-")

func plainWord(s string) string { return Fold(plainSigns.Replace(s)) }

// plain is the folded text of a token, "" beyond the end.
func (p *shorthandParser) plain(i int) string {
	if i < 0 || i >= len(p.tokens) {
		return ""
	}
	return p.tokens[i].plain
}

// joined puts n tokens together without blanks, so that « 1 h 30 » reads as 1h30. Two numbers do not become one.
func (p *shorthandParser) joined(from, n int) string {
	if from+n > len(p.tokens) {
		return ""
	}
	text := ""
	for i := from; i < from+n; i++ {
		next := p.tokens[i].plain
		if text != "" && next != "" && isDigit(text[len(text)-1]) && isDigit(next[0]) {
			return ""
		}
		text += next
	}
	return text
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// phrase is n tokens as a key of the vocabulary: blanks between words, hyphens too.
func (p *shorthandParser) phrase(from, n int) string {
	if from+n > len(p.tokens) {
		return ""
	}
	words := make([]string, n)
	for i := range words {
		words[i] = strings.ReplaceAll(p.tokens[from+i].plain, "-", " ")
	}
	return strings.Join(words, " ")
}

// longest finds the longest phrase of the vocabulary that begins here: its meaning, and how many tokens it takes.
func (p *shorthandParser) longest(vocabulary map[string]string) (meaning string, n int) {
	return p.longestAt(p.at, vocabulary)
}

func (p *shorthandParser) longestAt(at int, vocabulary map[string]string) (meaning string, n int) {
	for n := min(5, len(p.tokens)-at); n > 0; n-- {
		if meaning, known := vocabulary[p.phrase(at, n)]; known {
			return meaning, n
		}
	}
	return "", 0
}

// isSeparator tells whether a token ends a part of the line.
func (p *shorthandParser) isSeparator(i int) bool {
	t := p.plain(i)
	return t != "" && strings.Contains(shorthandSeparators, t)
}

// nameable tells whether a token can be part of a name.
func (p *shorthandParser) nameable(i int) bool {
	if i < 0 || i >= len(p.tokens) {
		return false
	}
	word := p.line[p.tokens[i].from:p.tokens[i].to]
	return strings.ContainsFunc(word, unicode.IsLetter) && !strings.ContainsFunc(word, unicode.IsDigit)
}

// alone tells whether blanks or the end of a part stand on both sides of a token: the 1 of « x=1 » is no number.
func (p *shorthandParser) alone(i int) bool {
	left := i == 0 || p.tokens[i-1].to < p.tokens[i].from || p.isSeparator(i-1) || p.plain(i-1) == "@"
	right := i+1 >= len(p.tokens) || p.tokens[i+1].from > p.tokens[i].to || p.isSeparator(i+1) || p.plain(i+1) == "."
	return left && right
}
