package documents

import (
	"encoding/binary"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"jalon/models"
)

// printable makes a text that the embedded font shows as people read it. fpdf prints letters one by one from left to
// right and leaves out, silently, what the font lacks: Arabic is therefore joined and turned round here, and a
// script without glyphs (Ethiopic) is written in Latin letters.
func printable(s string) string {
	if strings.IndexFunc(s, isArabic) >= 0 {
		if turned, ok := joinArabic(s); ok && covered(turned) {
			return turned
		}
		s = romanised(s)
	}
	if covered(s) {
		return s
	}
	var kept strings.Builder
	for _, r := range romanised(s) {
		if glyphs()[r] {
			kept.WriteRune(r)
		} else if !unicode.Is(unicode.Mn, r) {
			kept.WriteByte('?')
		}
	}
	return kept.String()
}

// romanised writes the words the font lacks in Latin letters; the others stay as typed.
func romanised(s string) string {
	words := strings.Fields(s)
	for i, word := range words {
		if covered(word) && strings.IndexFunc(word, isArabic) < 0 {
			continue
		}
		if folded := []rune(models.Fold(word)); len(folded) > 0 {
			words[i] = strings.ToUpper(string(folded[:1])) + string(folded[1:])
		}
	}
	return strings.Join(words, " ")
}

func covered(s string) bool {
	for _, r := range s {
		if !glyphs()[r] {
			return false
		}
	}
	return true
}

// glyphs is the set of characters of both weights of the font, read from their tables once.
var glyphs = sync.OnceValue(func() map[rune]bool {
	bold := coverage(boldFont)
	both := map[rune]bool{}
	for r := range coverage(regularFont) {
		if bold[r] {
			both[r] = true
		}
	}
	return both
})

// coverage reads the characters of a TrueType font from its "cmap" table, subtable format 12 (the OpenType
// specification, « Character to Glyph Index Mapping Table »).
func coverage(font []byte) map[rune]bool {
	set := map[rune]bool{}
	table := fontTable(font, "cmap")
	for i := range int(binary.BigEndian.Uint16(table[2:])) {
		sub := table[binary.BigEndian.Uint32(table[4+8*i+4:]):]
		if binary.BigEndian.Uint16(sub) != 12 {
			continue
		}
		for g := range int(binary.BigEndian.Uint32(sub[12:])) {
			group := sub[16+12*g:]
			first, last := binary.BigEndian.Uint32(group), binary.BigEndian.Uint32(group[4:])
			for r := first; r <= last && r <= 0xFFFF; r++ { // fpdf embeds the basic plane only
				set[rune(r)] = true
			}
		}
	}
	return set
}

func fontTable(font []byte, tag string) []byte {
	for i := range int(binary.BigEndian.Uint16(font[4:])) {
		entry := font[12+16*i:]
		if string(entry[:4]) == tag {
			return font[binary.BigEndian.Uint32(entry[8:]):]
		}
	}
	return make([]byte, 4)
}

func isArabic(r rune) bool { return unicode.Is(unicode.Arabic, r) }

// arabicForms gives the shapes of a letter: alone, after a letter it is tied to, before one, between two. Letters tied
// on one side only have the first two.
var arabicForms = sync.OnceValue(func() map[string][]rune {
	forms := map[string][]rune{}
	for _, block := range [][2]rune{{0xFB50, 0xFBB1}, {0xFBD3, 0xFBE9}, {0xFBFC, 0xFBFF}, {0xFE80, 0xFEFC}} {
		for r := block[0]; r <= block[1]; r++ {
			letter := norm.NFKD.String(string(r))
			letter = norm.NFC.String(letter)
			if len(forms[letter]) < 4 {
				forms[letter] = append(forms[letter], r)
			}
		}
	}
	return forms
})

// joinArabic writes each Arabic stretch in its joined shapes, from left to right for a printer that knows no other
// direction. ok is false when a letter has no joined shapes (some of Pashto's).
func joinArabic(s string) (string, bool) {
	var out, stretch []rune
	ok := true
	flush := func() {
		shaped, fine := shape(stretch)
		ok = ok && fine
		out = append(out, shaped...)
		stretch = stretch[:0]
	}
	runes := []rune(norm.NFC.String(s))
	for i, r := range runes {
		inside := r == ' ' && len(stretch) > 0 && i+1 < len(runes) && isArabic(runes[i+1])
		if isArabic(r) || inside {
			stretch = append(stretch, r)
			continue
		}
		flush()
		out = append(out, r)
	}
	flush()
	return string(out), ok
}

// shape joins the letters of one stretch and reverses it.
func shape(stretch []rune) ([]rune, bool) {
	units, ok := units(stretch)
	shaped := make([]rune, len(units))
	for i, u := range units {
		forms := arabicForms()[u]
		if len(forms) == 0 {
			shaped[len(units)-1-i] = []rune(u)[0]
			continue
		}
		form := 0
		if len(forms) > 1 && i > 0 && len(arabicForms()[units[i-1]]) == 4 {
			form = 1
		}
		if len(forms) == 4 && i+1 < len(units) && len(arabicForms()[units[i+1]]) > 1 {
			form += 2
		}
		shaped[len(units)-1-i] = forms[form]
	}
	return shaped, ok
}

// units cuts a stretch into letters, « lam-alif » being one; vowel signs are left out.
func units(stretch []rune) ([]string, bool) {
	var all []string
	ok := true
	for i := 0; i < len(stretch); i++ {
		r := stretch[i]
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		if i+1 < len(stretch) && len(arabicForms()[string(stretch[i:i+2])]) > 0 {
			all = append(all, string(stretch[i:i+2]))
			i++
			continue
		}
		all = append(all, string(r))
		ok = ok && (!unicode.IsLetter(r) || len(arabicForms()[string(r)]) > 0)
	}
	return all, ok
}
