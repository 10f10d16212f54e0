package models

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mentioned finds the colleagues named after a sign @ in a text: by their whole name, or by its first word when one colleague
// alone bears it. found are indexes in names; several holds what was written of a first name that several bear. An address and
// a name nobody bears are left alone.
func Mentioned(text string, names []string) (found []int, several []string) {
	for i, r := range text {
		if r != '@' || !opens(text[:i]) {
			continue
		}
		rest := text[i+1:]
		best, length := -1, 0
		var first []int
		for k, name := range names {
			if n := startsWith(rest, name); n > length {
				best, length = k, n
			}
			if startsWith(rest, firstWord(name)) > 0 {
				first = append(first, k)
			}
		}
		switch {
		case best >= 0:
			found = addOnce(found, best)
		case len(first) == 1:
			found = addOnce(found, first[0])
		case len(first) > 1:
			several = append(several, firstWord(names[first[0]]))
		}
	}
	return found, several
}

func addOnce(list []int, n int) []int {
	for _, known := range list {
		if known == n {
			return list
		}
	}
	return append(list, n)
}

// opens tells whether a sign @ after that text begins a mention: within a word it is part of an address.
func opens(before string) bool {
	last, size := utf8.DecodeLastRuneInString(before)
	return size == 0 || !unicode.IsLetter(last) && !unicode.IsDigit(last) && last != '.' && last != '_' && last != '-'
}

func firstWord(name string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return word
}

// startsWith tells how many letters of a text are that name, whatever the case and the accents; 0 when the text goes on with
// another letter, or begins otherwise.
func startsWith(text, name string) int {
	words, want := []rune(text), []rune(name)
	if len(want) == 0 || len(words) < len(want) || Fold(string(words[:len(want)])) != Fold(name) {
		return 0
	}
	if len(words) > len(want) && (unicode.IsLetter(words[len(want)]) || words[len(want)] == '-') {
		return 0
	}
	return len(want)
}
