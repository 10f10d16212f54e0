package models

import (
	"strings"
	"unicode/utf8"
)

// The tables below romanise names for searching and comparing only; what is stored and shown stays as typed.
// They follow what travel documents do where there is a rule (Ukraine's of 2010, ELOT 743 for Greek) and the
// commonest spelling elsewhere. Arabic writes no short vowels: their place stays empty.

const (
	tatweel       = 'ـ' // stretches an Arabic word, means nothing
	arabicArticle = "ال"
)

var latinLetters = lettersOf(
	// Latin letters that are no letter with an accent, and apostrophes of every kind.
	`ł l  đ d  ð d  þ th  ø o  œ oe  æ ae  ß ss  ı i  ŋ ng  ħ h  ŧ t  ə a  ɓ b  ɗ d  ƙ k  ƴ y  ɛ e  ɔ o  ŀ l`,
	`’ '  ‘ '  ʼ '  ʻ '  `,
	// Cyrillic: Ukrainian first, then the letters of Russian, Bulgarian, Serbian, Macedonian and Belarusian.
	`а a  б b  в v  г h  ґ g  д d  е e  є ie  ж zh  з z  и y  і i  ї i  й i  к k  л l  м m  н n  о o  п p  р r`,
	`с s  т t  у u  ф f  х kh  ц ts  ч ch  ш sh  щ shch  ю iu  я ia  ё e  ы y  э e  ў u`,
	`ђ dj  ј j  љ lj  њ nj  ћ c  џ dz  ѓ g  ќ k  ѕ dz`,
	// Greek.
	`α a  β v  γ g  δ d  ε e  ζ z  η i  θ th  ι i  κ k  λ l  μ m  ν n  ξ x  ο o  π p  ρ r  σ s  ς s  τ t  υ y`,
	`φ f  χ ch  ψ ps  ω o`,
	// Arabic, then the letters of Persian, Pashto, Urdu and Kurdish.
	`ا a  أ a  إ i  آ a  ٱ a  ب b  ت t  ث th  ج j  ح h  خ kh  د d  ذ dh  ر r  ز z  س s  ش sh  ص s  ض d  ط t`,
	`ظ z  ع a  غ gh  ف f  ق q  ك k  ل l  م m  ن n  ه h  و u  ؤ u  ي i  ئ i  ى a  ة a`,
	`پ p  چ ch  ژ zh  گ g  ک k  ی i  ټ t  ډ d  ړ r  ږ zh  ښ sh  ځ dz  څ ts  ڼ n  ې e  ۍ i  ګ g  ہ h  ھ h`,
	`ٹ t  ڈ d  ڑ r  ں n  ے e  ۆ o  ێ e  ڵ l  ڕ r  ڤ v  ە a  ۀ a  ۋ v`,
	// Georgian.
	`ა a  ბ b  გ g  დ d  ე e  ვ v  ზ z  თ t  ი i  კ k  ლ l  მ m  ნ n  ო o  პ p  ჟ zh  რ r  ს s  ტ t  უ u  ფ p  ქ k  ღ gh`,
	`ყ q  შ sh  ჩ ch  ც ts  ძ dz  წ ts  ჭ ch  ხ kh  ჯ j  ჰ h`,
	// Signs without a sound of their own.
	`ь -  ъ -  ʿ -  ʾ -  ء -`,
)

// initialLatin are the letters read otherwise at the beginning of a word.
var initialLatin = lettersOf(`є ye  ї yi  й y  ю yu  я ya  و w  ي y  ی y`)

// russianReading are the letters that Russian reads unlike Ukrainian.
var russianReading = lettersOf(`г g  и i`)

// heardReading are the letters whose sign changes the sound; without their signs they are c, s, z…
var heardReading = lettersOf(`ç ch  č ch  ć ch  ş sh  ș sh  š sh  ž zh  ț ts  ţ ts  ğ -  ö oe  ü ue`)

// persianReading are the letters that Persian, Dari and Pashto pronounce unlike Arabic.
var persianReading = lettersOf(`ث s  ذ z  ض z`)

// greekOu is the only pair of Greek letters that names need: ου is ou.
var greekOu = strings.NewReplacer("ου", "ou", "ού", "ou")

// lettersOf reads lines of a letter and its Latin form, in turn; "-" stands for no letter at all.
func lettersOf(lines ...string) map[rune]string {
	letters := map[rune]string{}
	for _, line := range lines {
		var letter rune
		for i, field := range strings.Fields(line) {
			if i%2 == 0 {
				letter, _ = utf8.DecodeRuneInString(field)
				continue
			}
			letters[letter] = strings.Trim(field, "-")
		}
	}
	return letters
}

// The Ethiopic block is a grid: from U+1200 on, one consonant every eight letters, one vowel for each of the eight.
const (
	ethiopicFirst = 0x1200
	ethiopicLast  = 0x1357
)

var (
	ethiopicConsonants = [...]string{
		"h", "l", "h", "m", "s", "r", "s", "sh", "q", "qw", "q", "qw", "b", "v", "t", "ch", "h", "hw", "n", "ny", "", "k",
		"kw", "kh", "khw", "w", "", "z", "zh", "y", "d", "d", "j", "g", "gw", "g", "t", "ch", "p", "ts", "ts", "f", "p",
	}
	ethiopicVowels = [...]string{"e", "u", "i", "a", "e", "", "o", "wa"}
)

// ethiopicLatin reads one syllable. The first vowel is heard "a" after h and where there is no consonant.
func ethiopicLatin(r rune) (string, bool) {
	if r < ethiopicFirst || r > ethiopicLast {
		return "", false
	}
	consonant := ethiopicConsonants[(r-ethiopicFirst)/8]
	vowel := ethiopicVowels[(r-ethiopicFirst)%8]
	switch {
	case vowel == "e" && r%8 == 0 && (consonant == "" || consonant == "h"):
		vowel = "a"
	case vowel == "" && consonant == "":
		vowel = "i"
	}
	return consonant + vowel, true
}
