package models

import "strings"

// PlainText removes from a long text what reverses the order of the text around it: bidirectional embeddings, overrides and
// isolates (U+202A–202E, U+2066–2069). Arabic and Hebrew need none of them, and the plain direction marks (U+200E, U+200F)
// and joiners stay. A name that holds one is refused instead (CleanName): it is short enough to be typed again.
func PlainText(s string) string {
	return strings.Map(func(r rune) rune {
		if reverses(r) {
			return -1
		}
		return r
	}, s)
}

func reverses(r rune) bool { return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 }
