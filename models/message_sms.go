package models

import (
	"strings"
	"unicode/utf16"
)

// The alphabet of GSM 03.38, in which a character takes 7 bits; those of its extension take two places.
const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmTwice = "\f^{}\\[~]|€"
)

// MaxSMSParts is how many parts a message may take: beyond, phones cut it and it costs too much.
const MaxSMSParts = 2

// SMSLength is how long a text is on the air.
type SMSLength struct {
	Units   int  // septets, or UTF-16 units when Unicode
	Parts   int  // messages that are paid for
	Unicode bool // a character is outside the alphabet of GSM: 70 characters to a part instead of 160
}

// Fits tells whether the text stays within MaxSMSParts.
func (l SMSLength) Fits() bool { return l.Parts <= MaxSMSParts }

// MeasureSMS counts a text: 160 septets or 70 UTF-16 units in one part, 153 or 67 in each of several (3GPP TS 23.040, 23.038).
// A character of two units is not cut between parts.
func MeasureSMS(text string) SMSLength {
	var l SMSLength
	var sizes []int
	for _, r := range text {
		switch {
		case strings.ContainsRune(gsmBasic, r):
			sizes = append(sizes, 1)
		case strings.ContainsRune(gsmTwice, r):
			sizes = append(sizes, 2)
		default:
			l.Unicode = true
		}
	}
	single, several := 160, 153
	if l.Unicode {
		single, several, sizes = 70, 67, sizes[:0]
		for _, r := range text {
			sizes = append(sizes, utf16.RuneLen(r))
		}
	}
	for _, n := range sizes {
		l.Units += n
	}
	l.Parts = partsOf(sizes, l.Units, single, several)
	return l
}

func partsOf(sizes []int, units, single, several int) int {
	if units <= single {
		return 1
	}
	parts, used := 1, 0
	for _, n := range sizes {
		if used+n > several {
			parts, used = parts+1, 0
		}
		used += n
	}
	return parts
}

// plainLetters are what a text in Latin script may lose without being misread; é è à ù are of the alphabet and stay.
var plainLetters = strings.NewReplacer("â", "a", "ê", "e", "î", "i", "ô", "o", "û", "u", "ë", "e", "ï", "i", "ÿ", "y", "ç", "c", "œ", "oe", "Œ", "OE",
	"Â", "A", "Ê", "E", "È", "E", "À", "A", "Î", "I", "Ô", "O", "Û", "U", "Ë", "E", "Ï", "I", "Ù", "U", "æ", "ae", "á", "a", "í", "i", "ó", "o", "ú", "u", "ã", "a", "õ", "o",
	"Á", "A", "Í", "I", "Ó", "O", "Ú", "U", "ı", "i", "İ", "I", "ş", "s", "Ş", "S", "ğ", "g", "Ğ", "G", "š", "s", "č", "c", "ž", "z", "ć", "c",
	"’", "'", "‘", "'", "«", "\"", "»", "\"", "“", "\"", "”", "\"", "–", "-", "—", "-", "…", "...", "\u202f", " ", "\u00a0", " ", "\u2009", " ", "œ", "oe")

// PlainSMS writes a text with the alphabet of GSM where that costs nothing but a diacritic; a text in another script stays as it is.
func PlainSMS(text string) string {
	if plain := plainLetters.Replace(text); !MeasureSMS(plain).Unicode {
		return plain
	}
	return text
}
