package models

import (
	"slices"
	"strings"
	"unicode"
)

// nameLikeness orders the answers of compareNames.
type nameLikeness int

const (
	otherName nameLikeness = iota
	nearName
	sameName
)

// compareNames compares two family names or two given names, of one or more words.
// Written without accents and joined they are the same name; near are names that sound alike, differ by a typing error,
// or of which one is part of the other (Garcia, Garcia Lopez).
func compareNames(a, b string) nameLikeness {
	one, other := namePieces(a), namePieces(b)
	switch {
	case len(one) == 0 || len(other) == 0:
		return otherName
	case slices.ContainsFunc(joinedReadings(one), func(s string) bool { return slices.Contains(joinedReadings(other), s) }):
		return sameName
	case alike(strings.Join(one, ""), strings.Join(other, "")), contained(one, other), contained(other, one):
		return nearName
	}
	return otherName
}

// joinedReadings are the readings of all words written together.
func joinedReadings(pieces []string) []string {
	if len(pieces) == 1 {
		return readings(pieces[0])
	}
	return readings(strings.Join(pieces, ""))
}

// contained tells whether every word of the first name, particles aside, has its own like in the second.
func contained(part, whole []string) bool {
	rest, found := slices.Clone(whole), false
	for _, word := range part {
		if particles[Fold(word)] {
			continue
		}
		at := slices.IndexFunc(rest, func(other string) bool { return alike(word, other) })
		if at < 0 {
			return false
		}
		rest, found = slices.Delete(rest, at, at+1), true
	}
	return found
}

// alike tells whether any reading of one word sounds like, or is a slip for, any of the other.
func alike(a, b string) bool {
	vowelless := strings.ContainsFunc(a, isArabic) != strings.ContainsFunc(b, isArabic)
	for _, one := range spellings(a) {
		for _, other := range spellings(b) {
			if one == other || vowelless && sameKey(one, other) || !vowelless && soundsAlike(one, other) {
				return true
			}
		}
	}
	return false
}

// spellings are the readings of a word, and the one of the Somali alphabet.
func spellings(word string) []string {
	list := readings(word)
	if somali := somaliReading(list[0]); somali != list[0] {
		list = append(list, somali)
	}
	return list
}

func isArabic(r rune) bool { return unicode.Is(unicode.Arabic, r) }

func sameKey(a, b string) bool { return soundKey(soundOf(a)) == soundKey(soundOf(b)) }

// soundsAlike compares two folded words with their vowels: the consonants alone would make one of Hassan and Hussein,
// names that families give to brothers. Short words must sound the same; longer ones may differ by a
// vowel or a slip of the keyboard, the longest by two.
func soundsAlike(a, b string) bool {
	one, other := soundOf(a), soundOf(b)
	if one == other {
		return true
	}
	allowed := allowedSlips(min(len([]rune(one)), len([]rune(other))))
	if soundKey(one) == soundKey(other) {
		return editDistance(one, other) <= allowed
	}
	return allowed > 0 && editDistance(a, b) <= 1
}

// allowedSlips is how many letters two words of that many letters may differ by.
func allowedSlips(letters int) int {
	switch {
	case letters >= 8:
		return 2
	case letters >= 5:
		return 1
	}
	return 0
}

// sameWords tells whether two names consist of the same words in any order: the border between family and given name moved.
func sameWords(a, b string) bool {
	one, other := foldedPieces(a), foldedPieces(b)
	return len(one) > 1 && slices.Equal(one, other)
}

func foldedPieces(name string) []string {
	folded := strings.Fields(Fold(strings.Join(namePieces(name), " ")))
	slices.Sort(folded)
	return folded
}

// editDistance counts the letters to insert, delete, replace or exchange with their neighbour to turn a into b
// (optimal string alignment).
func editDistance(a, b string) int {
	from, to := []rune(a), []rune(b)
	before, last := []int(nil), make([]int, len(to)+1)
	for j := range last {
		last[j] = j
	}
	for i := range from {
		row := make([]int, len(to)+1)
		row[0] = i + 1
		for j := range to {
			cost := 1
			if from[i] == to[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && from[i] == to[j-1] && from[i-1] == to[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(to)]
}
