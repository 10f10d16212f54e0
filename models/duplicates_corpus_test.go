package models

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"unicode"
)

// labelledPair is two files and the truth about them. Kind says by which rule they were made.
type labelledPair struct {
	a, b Identity
	same bool
	kind string
	held bool // of the third that nobody looks at while tuning
}

// The corpus: files of one person, changed as registration desks change them, and files of strangers who look alike.
const (
	corpusSeed  = 20261123
	corpusSame  = 2100
	corpusOther = 2100
)

// corpus makes the same pairs every time. A pair is held out by the family name it is made of, so that the spellings in
// the held-out third were never seen while tuning.
func corpus() []labelledPair {
	g := &pairMaker{r: rand.New(rand.NewPCG(corpusSeed, 7)), women: familiesOf(womensNames), men: familiesOf(mensNames), families: familiesOf(familyNames)}
	var pairs []labelledPair
	for range corpusSame {
		pairs = append(pairs, g.same())
	}
	for range corpusOther {
		pairs = append(pairs, g.strangers())
	}
	return pairs
}

func heldOut(family spellingFamily) bool {
	h := fnv.New32a()
	_, _ = fmt.Fprint(h, family.origin, family.spellings[0], corpusSeed)
	return h.Sum32()%3 == 0
}

type pairMaker struct {
	r                    *rand.Rand
	women, men, families []spellingFamily
	serial               int
}

// truePerson is somebody before any desk wrote anything.
type truePerson struct {
	family, given, second spellingFamily // second: another given name, for one in four
	hasSecond             bool
	woman                 bool
	birth                 BirthDate
	phone, email, niss    string
	nationality           string
}

func (g *pairMaker) chance(percent int) bool { return g.r.IntN(100) < percent }

func (g *pairMaker) one(list []string) string { return list[g.r.IntN(len(list))] }

// among draws a name of an origin, not one of the families in but.
func (g *pairMaker) among(families []spellingFamily, origin string, but ...int) spellingFamily {
	var fit []spellingFamily
	for _, f := range families {
		excluded := false
		for _, b := range but {
			excluded = excluded || f.number == b
		}
		if f.origin == origin && !excluded {
			fit = append(fit, f)
		}
	}
	if len(fit) == 0 {
		return families[g.r.IntN(len(families))]
	}
	return fit[g.r.IntN(len(fit))]
}

func (g *pairMaker) given(woman bool) []spellingFamily {
	if woman {
		return g.women
	}
	return g.men
}

var corpusNationalities = map[string]string{"ar": "SY", "fa": "AF", "uk": "UA", "ti": "ER", "so": "SO", "tr": "TR", "fr": "GN", "ro": "RO",
	"pl": "PL", "es": "CO", "sq": "AL", "ka": "GE", "vi": "VN", "de": "DE", "nl": "NL", "da": "DK"}

func (g *pairMaker) person() truePerson {
	p := truePerson{family: g.families[g.r.IntN(len(g.families))], woman: g.chance(50)}
	p.given = g.among(g.given(p.woman), p.family.origin)
	if g.chance(25) {
		p.second, p.hasSecond = g.among(g.given(p.woman), p.family.origin, p.given.number), true
	}
	p.birth = g.birth(p.family.origin)
	p.phone, p.email = g.phone(), g.email()
	p.niss = fmt.Sprintf("hash%d", g.next())
	p.nationality = corpusNationalities[p.family.origin]
	return p
}

func (g *pairMaker) next() int { g.serial++; return g.serial }

func (g *pairMaker) phone() string { return fmt.Sprintf("+3245%07d", g.next()) }

func (g *pairMaker) email() string { return fmt.Sprintf("p%d@courriel.example", g.next()) }

// birth: in some origins a third of the papers say 1 January.
func (g *pairMaker) birth(origin string) BirthDate {
	placeholder := 4
	if strings.Contains("fa so ti", origin) {
		placeholder = 30
	}
	year := 1962 + g.r.IntN(45)
	if g.chance(placeholder) {
		return BirthDate(fmt.Sprintf("%04d-01-01", year))
	}
	return dated(year, 1+g.r.IntN(12), 1+g.r.IntN(28))
}

func dated(year, month, day int) BirthDate {
	return BirthDate(fmt.Sprintf("%04d-%02d-%02d", year, month, day))
}

// write is what one desk makes of a person. The first spelling is the usual one; how often another is written says other.
func (g *pairMaker) write(p truePerson, other int) Identity {
	i := Identity{Family: g.spell(p.family, other), Given: g.spell(p.given, other), Birth: p.birth, Sex: "M", Nationalities: p.nationality}
	if p.hasSecond && g.chance(75) {
		i.Given += " " + g.spell(p.second, other/2)
	}
	if p.woman {
		i.Sex = "F"
	}
	if g.chance(82) {
		i.Phone = p.phone
	}
	if g.chance(45) {
		i.Email = p.email
	}
	if g.chance(10) {
		i.NISS = p.niss
	}
	if g.chance(12) {
		i.Nationalities = ""
	}
	if g.chance(12) {
		i.Sex = ""
	}
	if g.chance(15) {
		i.Family = strings.ToUpper(i.Family)
	}
	return i
}

// spell picks a spelling; other scripts are rare at a Belgian desk.
func (g *pairMaker) spell(f spellingFamily, other int) string {
	if !g.chance(other) {
		return f.spellings[0]
	}
	chosen := g.one(f.spellings)
	if isScript(chosen) && g.chance(55) {
		return f.spellings[0]
	}
	return chosen
}

func isScript(name string) bool {
	return strings.ContainsFunc(name, func(r rune) bool {
		return unicode.In(r, unicode.Arabic, unicode.Cyrillic, unicode.Ethiopic, unicode.Georgian)
	})
}

// same writes one person at two desks.
func (g *pairMaker) same() labelledPair {
	p := g.person()
	pair := labelledPair{a: g.write(p, 25), same: true, held: heldOut(p.family)}
	second := p
	if g.chance(30) {
		second.phone = g.phone() // another GSM since
	}
	if g.chance(15) {
		second.email = g.email()
	}
	pair.b = g.write(second, 50)
	kinds := []string{"spelling"}
	for _, change := range g.changes() {
		if name := change(&pair.b, p); name != "" {
			kinds = append(kinds, name)
		}
	}
	pair.kind = strings.Join(kinds, " + ")
	g.keepRecognisable(&pair, p)
	return pair
}

// keepRecognisable: a human would not propose two files that share next to nothing; neither are they in the corpus.
func (g *pairMaker) keepRecognisable(pair *labelledPair, p truePerson) {
	shared := 0
	for _, both := range [][2]string{{pair.a.Phone, pair.b.Phone}, {pair.a.Email, pair.b.Email}, {pair.a.NISS, pair.b.NISS}} {
		if both[0] != "" && both[0] == both[1] {
			shared++
		}
	}
	weak := pair.b.Birth == "" || pair.b.Birth.YearOnly() || pair.b.Family == "" || strings.Contains(pair.kind, "married")
	if weak && shared == 0 {
		pair.a.Phone, pair.b.Phone = p.phone, p.phone
	}
}

type change func(*Identity, truePerson) string

// changes are at most two of the name and one of the birth date.
func (g *pairMaker) changes() []change {
	var chosen []change
	if g.chance(45) {
		names := []change{g.slip, g.slip, g.slip, g.swap, g.swap, g.dropWord, g.dropWord, g.oneName, g.married, g.regroup, g.foreignLetters}
		chosen = append(chosen, names[g.r.IntN(len(names))])
	}
	if g.chance(8) {
		chosen = append(chosen, g.slip)
	}
	if g.chance(38) {
		births := []change{g.inverted, g.inverted, g.yearOff, g.digit, g.digit, g.placeholder, g.placeholder, g.yearAlone, g.noBirth}
		chosen = append(chosen, births[g.r.IntN(len(births))])
	}
	return chosen
}

// neighbours are keys beside one another on a Belgian keyboard.
var neighbours = map[rune]string{'a': "zq", 'z': "ae", 'e': "zr", 'r': "et", 't': "ry", 'y': "tu", 'u': "yi", 'i': "uo", 'o': "ip", 'p': "om",
	'q': "sa", 's': "qd", 'd': "sf", 'f': "dg", 'g': "fh", 'h': "gj", 'j': "hk", 'k': "jl", 'l': "km", 'm': "lp", 'w': "x", 'x': "wc", 'c': "xv",
	'v': "cb", 'b': "vn", 'n': "b"}

// slip types one letter wrong in the longer name.
func (g *pairMaker) slip(i *Identity, _ truePerson) string {
	name := &i.Family
	if g.chance(45) && len([]rune(i.Given)) >= 4 || len([]rune(i.Family)) < 4 {
		name = &i.Given
	}
	letters := []rune(*name)
	if len(letters) < 4 || isScript(*name) {
		return ""
	}
	at := 1 + g.r.IntN(len(letters)-2)
	switch g.r.IntN(4) {
	case 0: // forgotten
		letters = append(letters[:at], letters[at+1:]...)
	case 1: // doubled
		letters = append(letters[:at], append([]rune{letters[at]}, letters[at:]...)...)
	case 2: // exchanged
		letters[at], letters[at-1] = letters[at-1], letters[at]
	default:
		if near := []rune(neighbours[unicode.ToLower(letters[at])]); len(near) > 0 {
			letters[at] = near[g.r.IntN(len(near))]
		}
	}
	*name = string(letters)
	return "slip"
}

func (g *pairMaker) swap(i *Identity, _ truePerson) string {
	i.Family, i.Given = i.Given, i.Family
	return "swapped"
}

// dropWord writes one part of a name of several.
func (g *pairMaker) dropWord(i *Identity, _ truePerson) string {
	name := &i.Given
	if words := strings.FieldsFunc(i.Family, isSeparator); len(words) > 1 {
		name = &i.Family
	}
	words := strings.FieldsFunc(*name, isSeparator)
	if len(words) < 2 {
		return ""
	}
	kept := words[0]
	if particles[Fold(words[0])] || g.chance(25) {
		kept = words[len(words)-1]
	}
	if len([]rune(kept)) < 3 {
		return ""
	}
	*name = kept
	return "part of a name"
}

func isSeparator(r rune) bool { return r == ' ' || r == '-' }

// oneName: only one of the two was understood to be the name.
func (g *pairMaker) oneName(i *Identity, _ truePerson) string {
	if g.chance(50) {
		i.Family, i.Given = i.Given, ""
	} else {
		i.Given = ""
	}
	i.SingleName = true
	return "one name"
}

// married: another family name altogether.
func (g *pairMaker) married(i *Identity, p truePerson) string {
	if !p.woman {
		return ""
	}
	i.Family = g.among(g.families, p.family.origin, p.family.number).spellings[0]
	return "married"
}

// regroup moves the border between family and given name.
func (g *pairMaker) regroup(i *Identity, _ truePerson) string {
	words := strings.Fields(i.Family + " " + i.Given)
	if len(words) < 3 {
		return ""
	}
	if strings.Contains(i.Family, " ") {
		i.Family, i.Given = words[0], strings.Join(words[1:], " ")
	} else {
		i.Family, i.Given = strings.Join(words[:2], " "), strings.Join(words[2:], " ")
	}
	return "regrouped"
}

// foreignLetters: a Cyrillic or Turkish letter that looks like the Latin one, from a copied text.
func (g *pairMaker) foreignLetters(i *Identity, _ truePerson) string {
	if isScript(i.Family) {
		return ""
	}
	i.Family = strings.NewReplacer("K", "К", "a", "а", "o", "о", "i", "ı").Replace(i.Family)
	return "letters of another script"
}

func (g *pairMaker) inverted(i *Identity, p truePerson) string {
	if !p.birth.Full() || p.birth[5:7] == p.birth[8:] || p.birth[8:] > "12" {
		return g.digit(i, p)
	}
	i.Birth = p.birth[:5] + p.birth[8:] + "-" + p.birth[5:7]
	return "day and month"
}

func (g *pairMaker) yearOff(i *Identity, p truePerson) string {
	i.Birth = BirthDate(fmt.Sprintf("%04d", p.birth.Year()+1-2*g.r.IntN(2))) + p.birth[4:]
	if !i.Birth.Full() {
		i.Birth = p.birth
	}
	return "year off by one"
}

// digit changes one digit of the date, or exchanges two.
func (g *pairMaker) digit(i *Identity, p truePerson) string {
	text := []byte(p.birth)
	at := []int{3, 6, 8, 9, 9}[g.r.IntN(5)]
	if at == 3 && g.chance(40) {
		text[2], text[3] = text[3], text[2]
	} else {
		text[at] = '0' + byte((int(text[at]-'0')+1+g.r.IntN(8))%10)
	}
	if b := BirthDate(text); b.Full() && b.Year() > 1930 && b.Year() < 2012 {
		i.Birth = b
		return "digit of the birth"
	}
	return ""
}

func (g *pairMaker) placeholder(i *Identity, p truePerson) string {
	i.Birth = p.birth[:4] + "-01-01"
	return "1 January"
}

func (g *pairMaker) yearAlone(i *Identity, p truePerson) string {
	i.Birth = p.birth[:4]
	return "year alone"
}

func (g *pairMaker) noBirth(i *Identity, _ truePerson) string {
	i.Birth = ""
	return "no birth"
}
