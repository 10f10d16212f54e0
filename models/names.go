package models

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const maxName = 200 // characters

// CleanName trims a name and otherwise keeps it as typed. Refused are control characters, line separators, the marks that
// reverse the order of the text around them, text that is not UTF-8 and more than 200 characters; the error
// carries the key name.unreadable or name.too_long. An empty name is no error: a person has at least one of two.
func CleanName(s string) (string, error) {
	s = strings.TrimSpace(s)
	if !utf8.ValidString(s) || strings.ContainsFunc(s, notInName) {
		return "", Refuse(Invalid, "name.unreadable")
	}
	if utf8.RuneCountInString(s) > maxName {
		return "", Refuse(Invalid, "name.too_long")
	}
	if s != "" && !strings.ContainsFunc(s, visible) {
		return "", Refuse(Invalid, "name.unreadable")
	}
	return s, nil
}

// notInName finds bidirectional embeddings, overrides and isolates besides controls; joiners (Persian) and the
// plain direction marks are part of honest names.
func notInName(r rune) bool {
	switch {
	case unicode.IsControl(r), unicode.In(r, unicode.Zl, unicode.Zp):
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0xFEFF:
		return true
	}
	return false
}

func visible(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }

// Fold gives the form names are searched by: lower case, without accents, other scripts in Latin letters
// (Коваленко → kovalenko, الخطيب → alkhtib, ገብሩ → gebru). Cyrillic is read the Ukrainian way.
// What has no Latin form stays as it is.
func Fold(s string) string { return foldAs(s, nil) }

// foldAs folds with some letters read another way.
func foldAs(s string, reading map[rune]string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	var folded strings.Builder
	inWord := false
	for _, r := range greekOu.Replace(strings.ToLower(norm.NFKC.String(s))) {
		latin, known := reading[r]
		if !known {
			latin = latinOf(r, !inWord)
		}
		folded.WriteString(latin)
		if latin != "" {
			inWord = isWordRune(r)
		}
	}
	return folded.String()
}

// latinOf writes one lower-case letter in Latin; initial says that it begins a word.
func latinOf(r rune, initial bool) string {
	if r < utf8.RuneSelf {
		return string(r)
	}
	if latin, known := initialLatin[r]; known && initial {
		return latin
	}
	if latin, known := latinLetters[r]; known {
		return latin
	}
	if latin, known := ethiopicLatin(r); known {
		return latin
	}
	if unicode.In(r, unicode.Mn, unicode.Cf) || r == tatweel {
		return ""
	}
	base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
	if base == r {
		return string(r)
	}
	return latinOf(base, initial)
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// NameWords gives the distinct folded words of names, for an index in which any prefix of any word is looked up.
// Names are split at spaces, hyphens and apostrophes; "Al-Khatib" and "El Khatib" are also found written
// together. A word of another script comes with its other usual readings.
func NameWords(names ...string) []string {
	var words []string
	add := func(word string) {
		if word != "" && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	for _, name := range names {
		for _, token := range nameTokens(name) {
			for _, piece := range token {
				for _, reading := range readings(piece) {
					add(reading)
				}
			}
			add(Fold(strings.Join(token, "")))
		}
		for _, joined := range joinedParticles(name) {
			add(joined)
		}
	}
	return words
}

// nameTokens splits a name at its spaces, then each token at its hyphens and apostrophes.
func nameTokens(name string) [][]string {
	var tokens [][]string
	between := func(r rune) bool {
		return !isWordRune(r) && !unicode.In(r, unicode.M, unicode.Cf) && !strings.ContainsRune(nameJoiners, r)
	}
	for _, token := range strings.FieldsFunc(norm.NFKC.String(name), between) {
		pieces := strings.FieldsFunc(token, func(r rune) bool { return strings.ContainsRune(nameJoiners, r) })
		if len(pieces) > 0 {
			tokens = append(tokens, pieces)
		}
	}
	return tokens
}

// namePieces is nameTokens without the grouping.
func namePieces(name string) []string { return slices.Concat(nameTokens(name)...) }

// nameJoiners are the hyphens and apostrophes that hold the parts of one name together.
const nameJoiners = "-\u2010\u2011\u2012\u2013\u2014'’‘ʼʻ`"

// readings are the ways one word is written in Latin letters, the usual one first: Cyrillic the Ukrainian and the Russian
// way (Ігор, Игорь), Arabic script the Arab and the Persian way (رمضان), an Arabic word with and without its article.
func readings(word string) []string {
	list := []string{Fold(word)}
	if isASCII(word) {
		return list
	}
	for _, reading := range []map[rune]string{russianReading, persianReading, heardReading} {
		if other := foldAs(word, reading); other != list[0] {
			list = append(list, other)
		}
	}
	if bare, found := strings.CutPrefix(word, arabicArticle); found && utf8.RuneCountInString(bare) >= 3 {
		list = append(list, Fold(bare))
	}
	return list
}

// particles are the folded words that belong to the name after them.
var particles = wordSet(`al el ul ad ar as ash an at az ben bin ibn bent bint abd abdal abdel abdul abdoul abu abou bou
	ait ould de du des da das do dos di del della la le van von vander der den ter`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

// joinedParticles writes every run of particles together with the word after it: "abd el kader" → abdelkader.
func joinedParticles(name string) []string {
	var joined []string
	run := ""
	for _, piece := range namePieces(name) {
		word := Fold(piece)
		if particles[word] {
			run += word
			continue
		}
		if run != "" {
			joined = append(joined, run+word)
		}
		run = ""
	}
	return joined
}
