package models

import (
	"slices"
	"strings"
)

// NameIndexVersion changes whenever NameWords, NameKeys or Clues give something else for a name: the store then fills its
// indexes again.
const NameIndexVersion = "2"

// Clues are the texts under which a file is found again: two files that resemble share one, nearly always. Each is
// looked up in an index, so that nobody is compared with everybody.
func (i Identity) Clues() []string {
	keys := i.keysByWord()
	var clues []string
	add := func(clue string) {
		if !slices.Contains(clues, clue) {
			clues = append(clues, clue)
		}
	}
	if i.Birth.Full() && !i.Birth.Placeholder() {
		first, second := string(i.Birth[5:7]), string(i.Birth[8:])
		add("d:" + string(i.Birth[:4]) + min(first, second) + max(first, second)) // inverted or not
	}
	for at, word := range keys {
		for _, key := range word {
			if i.Birth.Year() > 0 {
				add("y:" + string(i.Birth[:4]) + key)
			}
			for _, other := range slices.Concat(keys[at+1:]...) {
				add("n:" + min(key, other) + " " + max(key, other)) // in either order
			}
		}
	}
	if digits := ReversedDigits(i.Phone); digits != "" {
		add("p:" + digits)
	}
	if i.Email != "" {
		add("e:" + strings.ToLower(i.Email))
	}
	if i.NISS != "" {
		add("i:" + i.NISS)
	}
	return clues
}

// keysByWord are the sound keys of each word of the names, and of a name of several words written together.
func (i Identity) keysByWord() [][]string {
	var keys [][]string
	for _, name := range []string{i.Family, i.Given} {
		pieces := namePieces(name)
		for _, piece := range pieces {
			if !particles[Fold(piece)] || len(pieces) == 1 {
				keys = append(keys, NameKeys(piece))
			}
		}
		if len(pieces) > 1 {
			keys = append(keys, NameKeys(strings.Join(pieces, "")))
		}
	}
	return keys
}
