package models

import (
	"regexp"
	"slices"
	"strings"
)

// NameKeys gives the distinct phonetic keys of names. Spellings of one name share a key: Mohamed and Muhammad, Haddad and
// Hadad, Kovalenko and Коваленко, Al-Khatib and الخطيب. Different names may share one too: a key finds
// candidates, Compare judges them. Particles (al, ben, van) have no key beside another word.
func NameKeys(names ...string) []string {
	var keys []string
	for _, word := range distinctive(NameWords(names...)) {
		for _, spelling := range []string{word, somaliReading(word)} {
			if key := soundKey(soundOf(spelling)); key != "" && !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// distinctive leaves out particles, unless there is nothing else.
func distinctive(words []string) []string {
	var kept []string
	for _, word := range words {
		if !particles[word] {
			kept = append(kept, word)
		}
	}
	if kept == nil {
		return words
	}
	return kept
}

// somaliSpelling recognises the Latin alphabet of Somali, where x is the Arabic ح and c the ع: Maxamed, Cabdi, Cali.
var somaliSpelling = regexp.MustCompile(`x|caa|ac$|^c(abd|ali$|umar|usm|ism|abb|.*(aa|ii|uu))`)

var somaliLetters = strings.NewReplacer("x", "h", "c", "")

// somaliReading spells a Somali word as its neighbours do; other words stay as they are.
func somaliReading(word string) string {
	if !strings.ContainsAny(word, "xc") || !somaliSpelling.MatchString(word) {
		return word
	}
	return somaliLetters.Replace(word)
}

// habits are letters that stand for another sound in the spelling of some country, with what they would be here.
var habits = []struct{ letters, here string }{
	{"w", "v"},    // Polish, German: Kowalenko
	{"h", "g"},    // Ukrainian г: Olha, Hrytsenko
	{"g", "j"},    // Egyptian ج: Gamal, Hager
	{"j", "y"},    // German, Dutch, Slavic: Melnijk, Mbuji
	{"kh", "k"},   // Khaled, Kaled
	{"rh", "r"},   // Rhada
	{"gh", "r"},   // French غ: Zaghloul, Zarloul
	{"th", "s"},   // Othman, Osman
	{"dh", "z"},   // Ramadhan, Ramazan
	{"zh", "z"},   // ж without its caron: Zuravel
	{"c", "ch"},   // č and ç without their signs: Tkacenko
	{"q", "ch"},   // Albanian: Krasniqi
	{"dia", "ja"}, // Diallo, Jallow
	{"d", "t"},    // Mehmed, Mehmet; Faadumo
}

// elsewhere writes a word as it would be written elsewhere, one habit at a time; none when no habit applies.
func elsewhere(word string) []string {
	var list []string
	if somali := somaliReading(word); somali != word {
		list = append(list, somali)
	}
	for _, habit := range habits {
		if strings.Contains(word, habit.letters) {
			list = append(list, strings.ReplaceAll(word, habit.letters, habit.here))
		}
	}
	return list
}

// soundUnits turns spellings of one sound into one letter. Vowels become a, i or u; of several
// spellings that fit, the first listed wins.
var soundUnits = strings.NewReplacer(
	"shch", "s", "tsch", "s", "tch", "s", "sch", "s", "sh", "s", "ch", "s", "ts", "s", "tz", "s", "cz", "s", "sz", "s",
	"dzh", "j", "dj", "j", "zh", "j", "xh", "j", "dz", "s", "z", "s",
	"kh", "h", "gh", "g", "th", "t", "dh", "d", "ph", "f", "aee", "ai", "oe", "u", "ue", "u", "ae", "a",
	"ce", "sa", "ci", "si", "cy", "si", "ck", "k", "qu", "k", "c", "k", "q", "k", "x", "ks",
	"oo", "u", "ou", "u", "ee", "i", "e", "a", "o", "u", "w", "u", "y", "i",
)

// soundOf spells a folded word as it is heard, vowels included: Youssef and Yusuf give ysaf… and ysuf….
func soundOf(word string) string {
	if len(word) > 4 {
		word = strings.TrimSuffix(word, "e") // silent in Amine, absent in Tsehay
	}
	if strings.HasPrefix(word, "ye") {
		word = word[1:] // Yevhen, Evgeny
	}
	sound := squeeze(soundUnits.Replace(word))
	if sound == "" {
		return ""
	}
	switch {
	case word[0] == 'w' || word[0] == 'v' || startsGlide(sound, 'u'):
		sound = "w" + sound[1:]
	case word[0] == 'y' || sound[0] == 'j' || startsGlide(sound, 'i'):
		sound = "y" + sound[1:]
	}
	if len(sound) > 2 {
		sound = strings.TrimSuffix(sound, "h") // Fatimah, Sarah
	}
	if strings.HasSuffix(sound, "j") {
		sound = sound[:len(sound)-1] + "i" // Andrej
	}
	return sound
}

// startsGlide tells whether a word begins with the vowel heard as a consonant: Ouali, Iosif.
func startsGlide(sound string, vowel byte) bool {
	return len(sound) > 1 && sound[0] == vowel && isVowel(rune(sound[1]))
}

func isVowel(r rune) bool { return r == 'a' || r == 'i' || r == 'u' }

// squeeze drops repeated letters.
func squeeze(s string) string {
	var squeezed strings.Builder
	var last rune
	for _, r := range s {
		if r != last {
			squeezed.WriteRune(r)
		}
		last = r
	}
	return squeezed.String()
}

// withoutSunArticle drops the article inside a compound before a letter that swallows it: Abdul Rahman is Abderrahman.
func withoutSunArticle(key string) string {
	rest, found := strings.CutPrefix(key, "abdl")
	if !found || rest == "" || !strings.Contains("rsntd", rest[:1]) {
		return key
	}
	return "abd" + rest
}

// soundKey keeps the consonants of a sound; a first vowel counts as a. Words with fewer than two of them keep
// their vowels, since otherwise Maya, Mia and Mou would be one.
func soundKey(sound string) string {
	var key strings.Builder
	for i, r := range sound {
		switch {
		case !isVowel(r):
			key.WriteRune(r)
		case i == 0:
			key.WriteByte('a')
		}
	}
	if len([]rune(key.String())) < 2 {
		return sound
	}
	return withoutSunArticle(key.String())
}
