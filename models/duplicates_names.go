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
	rhymeName              // given names whose letters resemble
	akinName               // a part in common, or letters that resemble: of some worth beside other evidence
	nearName
	sameName
)

// compareNames compares two family names or two given names, of one or more words.
// Written without accents and joined they are the same name; near are names that sound alike, differ by a typing error,
// or of which one is part of the other (Garcia, Garcia Lopez); akin have one word in common (Nur al-Din Othman, Noureddine
// Othman) or begin alike (Fatou, Fatoumata).
func (c *Comparer) compareNames(a, b string) nameLikeness {
	one, other := namePieces(a), namePieces(b)
	switch {
	case len(one) == 0 || len(other) == 0:
		return otherName
	case slices.ContainsFunc(joinedReadings(one), func(s string) bool { return slices.Contains(joinedReadings(other), s) }):
		return sameName
	case c.alike(strings.Join(one, ""), strings.Join(other, "")), c.contained(one, other), c.contained(other, one):
		return nearName
	case c.shareWord(one, other), beginAlike(one, other), beginAlike(other, one):
		return akinName
	}
	return otherName
}

// shareWord tells whether two names have a like word that is no particle.
func (c *Comparer) shareWord(one, other []string) bool {
	return slices.ContainsFunc(one, func(word string) bool {
		return !particles[Fold(word)] && slices.ContainsFunc(other, func(o string) bool { return !particles[Fold(o)] && c.alike(word, o) })
	})
}

// beginAlike: the first name is the beginning of the other, of at least four letters.
func beginAlike(short, long []string) bool {
	start, whole := Fold(strings.Join(short, "")), Fold(strings.Join(long, ""))
	return len(start) >= 4 && strings.HasPrefix(whole, start)
}

// resemble tells whether two names may be one, spelled by ear: three fifths of the letters heard, or all of the consonants, are the
// same. Those of brothers and sisters often rhyme.
func (c *Comparer) resemble(a, b string) bool {
	others := c.spellings(distinctivePart(b))
	for _, one := range c.spellings(distinctivePart(a)) {
		for _, other := range others {
			letters := max(len([]rune(one.sound)), len([]rune(other.sound)))
			if letters >= 4 && (one.key == other.key || editDistance(one.sound, other.sound)*5 <= letters*2) {
				return true
			}
		}
	}
	return false
}

// distinctivePart is a name written together, without its particles unless there is nothing else.
func distinctivePart(name string) string {
	var kept []string
	for _, word := range namePieces(name) {
		if !particles[Fold(word)] {
			kept = append(kept, word)
		}
	}
	if kept == nil {
		return joined(name)
	}
	return strings.Join(kept, "")
}

func joined(name string) string { return strings.Join(namePieces(name), "") }

// joinedReadings are the readings of all words written together.
func joinedReadings(pieces []string) []string {
	if len(pieces) == 1 {
		return readings(pieces[0])
	}
	return readings(strings.Join(pieces, ""))
}

// contained tells whether every word of the first name, particles aside, has its own like in the second.
func (c *Comparer) contained(part, whole []string) bool {
	rest, found := slices.Clone(whole), false
	for _, word := range part {
		if particles[Fold(word)] {
			continue
		}
		at := slices.IndexFunc(rest, func(other string) bool { return c.alike(word, other) })
		if at < 0 {
			return false
		}
		rest, found = slices.Delete(rest, at, at+1), true
	}
	return found
}

// alike tells whether any spelling of one word sounds like, or is a slip for, any of the other.
func (c *Comparer) alike(a, b string) bool {
	vowelless := strings.ContainsFunc(a, isArabic) != strings.ContainsFunc(b, isArabic)
	others := c.spellings(b)
	for _, one := range c.spellings(a) {
		for _, other := range others {
			if one.text == other.text || vowelless && one.key == other.key || !vowelless && soundsAlike(one, other) {
				return true
			}
		}
	}
	return false
}

// spelling is a folded word, as it is heard, and the consonants of that.
type spelling struct{ text, sound, key string }

// spellings are the readings of a word, and how it would be written elsewhere.
func (c *Comparer) spellings(word string) []spelling {
	if list, known := c.spelled[word]; known {
		return list
	}
	if len(c.spelled) > mostSpelled {
		clear(c.spelled)
	}
	list := spellingsOf(word)
	c.spelled[word] = list
	return list
}

// mostSpelled bounds the memory of a comparer, in words.
const mostSpelled = 20_000

func spellingsOf(word string) []spelling {
	texts := readings(word)
	for _, reading := range texts {
		for _, other := range elsewhere(reading) {
			if !slices.Contains(texts, other) {
				texts = append(texts, other)
			}
		}
	}
	list := make([]spelling, len(texts))
	for i, text := range texts {
		sound := soundOf(text)
		list[i] = spelling{text, sound, soundKey(sound)}
	}
	return list
}

func isArabic(r rune) bool { return unicode.Is(unicode.Arabic, r) }

// soundsAlike compares two words with their vowels: the consonants alone would make one of Hassan and Hussein,
// names that families give to brothers. Short words must sound the same, but for a vowel inside; longer ones may differ by a
// vowel or a slip of the keyboard, the longest by two.
func soundsAlike(a, b spelling) bool {
	if a.sound == b.sound {
		return true
	}
	shorter := min(len([]rune(a.sound)), len([]rune(b.sound)))
	if max(len([]rune(a.sound)), len([]rune(b.sound)))-shorter > 2 {
		return false
	}
	allowed := allowedSlips(shorter)
	if strings.TrimPrefix(a.key, "a") == strings.TrimPrefix(b.key, "a") {
		return editDistance(a.sound, b.sound) <= allowed || shorter == 4 && vowelInside(a.sound, b.sound)
	}
	return allowed > 0 && editDistance(a.text, b.text) <= 1 || mistyped(a.text, b.text)
}

// vowelInside tells whether two short sounds differ by one letter and begin and end alike (Reza, Riza; Aicha, Ayesha): the last
// letter is what tells Hana from Hani.
func vowelInside(a, b string) bool {
	return a[0] == b[0] && a[len(a)-1] == b[len(b)-1] && editDistance(a, b) == 1
}

// keyboard is the rows of a Belgian keyboard.
var keyboard = []string{"azertyuiop", "qsdfghjklm", "wxcvbn"}

// mistyped tells whether two words of at least four letters differ by two letters exchanged or by a key beside the right one.
func mistyped(a, b string) bool {
	one, other := []rune(a), []rune(b)
	if len(one) != len(other) || len(one) < 4 || editDistance(a, b) != 1 {
		return false
	}
	var differ []int
	for i := range one {
		if one[i] != other[i] {
			differ = append(differ, i)
		}
	}
	return len(differ) == 2 || besideOnKeyboard(one[differ[0]], other[differ[0]])
}

// besideOnKeyboard: side by side in a row, or one above the other.
func besideOnKeyboard(a, b rune) bool {
	rowA, atA := keyAt(a)
	rowB, atB := keyAt(b)
	return rowA >= 0 && rowB >= 0 && max(rowA-rowB, rowB-rowA) <= 1 && max(atA-atB, atB-atA) <= 1
}

func keyAt(letter rune) (row, at int) {
	for row, keys := range keyboard {
		if at := strings.IndexRune(keys, letter); at >= 0 {
			return row, at
		}
	}
	return -1, -1
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

// sameWords tells whether two names consist of the same words in any order, or of the same letters: the border between family
// and given name moved.
func sameWords(a, b string) bool {
	one, other := foldedPieces(a), foldedPieces(b)
	return len(one) > 1 && slices.Equal(one, other) || len(one) > 1 && len(other) > 1 && Fold(joined(a)) == Fold(joined(b))
}

// wordsWithin tells whether every word of one name has its like in the other, at least two of them.
func (c *Comparer) wordsWithin(a, b string) bool {
	one, other := namePieces(a), namePieces(b)
	if len(one) > len(other) {
		one, other = other, one
	}
	telling := 0
	for _, word := range one {
		if !particles[Fold(word)] {
			telling++
		}
	}
	return telling > 1 && c.contained(one, other)
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
