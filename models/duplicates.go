package models

import (
	"slices"
	"strings"
)

// Identity is what duplicate detection compares: the names as stored, the telephone in E.164, the address normalised.
type Identity struct {
	Family, Given string
	SingleName    bool // "n'a qu'un seul nom": it stands in Family or in Given
	Birth         BirthDate
	Phone, Email  string
	Sex           string // as stored, "" when unknown
	Nationalities string // ISO codes separated by ";"
	NISS          string // blind index of the national number, "" when unknown
}

// Resemblance says how far two files look like one person, and why. Reasons are message keys, in the order they are
// shown; people see the reasons, never the level.
type Resemblance struct {
	Level   int // 0 to 100, the sum of the weights below
	Reasons []string
}

// Likely is the level from which a resemblance is shown.
const Likely = 60

// The weights. Names alone reach Likely only when both are the same, in either order, and no birth date speaks; a
// same or inverted date needs names that agree; 1 January, a GSM and an address never suffice, since households and
// reception centres share them. Given names that differ weigh nothing, whatever else agrees: they are twins, or
// brothers and sisters. The national number alone speaks for itself.
const (
	weightSameName    = 30  // for each of family and given name: Haddad, HADDAD
	weightNearName    = 25  // Haddad, Hadad; Garcia, Garcia Lopez
	weightAkinName    = 15  // Nur al-Din Othman, Noureddine Othman; Łukasiewicz, Lukasevic
	weightOtherFamily = -20 // married since, or somebody else
	weightRhyme       = -15 // Thérèse, Thréèse, but Hassan, Hussein too: twins, unless a GSM or an address agrees as well
	weightSingle      = 50  // two people with one name, the same
	weightNearSingle  = 40  // two people with one name, alike
	weightOneOfTwo    = 42  // one name, the same as one of the other's two
	weightNearOfTwo   = 36  // one name, like one of the other's two
	weightRegrouped   = 55  // the same words, divided otherwise between family and given name
	weightWordsWithin = 48  // all words of one name within the other, wherever they stand

	weightSameBirth  = 40  // a full date that is no 1 January
	weightDaySwapped = 30  // 05/02 and 02/05 of one year
	weightNearBirth  = 25  // one digit wrong, or the year off by one
	weightSameYear   = 12  // one of the two says no more than the year
	weightGuessed    = 5   // both say no more than a year, and they are a year apart
	weightNextYear   = -5  // one does
	weightOtherBirth = -15 // another date
	weightOtherAge   = -40 // more than ten years apart

	weightSamePhone        = 15  // a household, a reception centre
	weightSameEmail        = 20  // idem, less often
	weightSameNationality  = 3   // most strangers who look alike share it too
	weightOtherNationality = -5  // one may have changed, or have two
	weightSameNISS         = 120 // the national number is one person's, whatever else is wrong
	weightOtherNISS        = -25 // a BIS number becomes another one once
)

// nameLooks is how far names agree, with the reasons; the zero value says that they do not.
type nameLooks struct {
	weight  int
	reasons []string
}

// Compare judges whether two identities are one person's. It is symmetric.
func Compare(a, b Identity) Resemblance { return NewComparer().Compare(a, b) }

// Comparer compares one identity after another and remembers how words are spelled. It is for one goroutine.
type Comparer struct{ spelled map[string][]spelling }

// NewComparer makes a comparer for a search, or for a pass over a centre.
func NewComparer() *Comparer { return &Comparer{map[string][]spelling{}} }

// Compare judges whether two identities are one person's.
func (c *Comparer) Compare(a, b Identity) Resemblance {
	birth, birthReason := compareBirths(a.Birth, b.Birth)
	rest := compareRest(a, b)
	if 2*weightSameName+birth+rest.weight < Likely {
		return Resemblance{} // no names could make up for it
	}
	names := c.compareWhole(a, b)
	sameNumber := a.NISS != "" && a.NISS == b.NISS
	if names.weight == 0 && !sameNumber {
		return Resemblance{}
	}
	var reasons []string
	if birthReason != "" {
		reasons = append(reasons, birthReason)
	}
	return Resemblance{Level: min(100, max(0, names.weight+birth+rest.weight)), Reasons: slices.Concat(reasons, names.reasons, rest.reasons)}
}

// compareRest weighs what is neither name nor birth.
func compareRest(a, b Identity) nameLooks {
	var looks nameLooks
	if a.Phone != "" && a.Phone == b.Phone {
		looks.add(weightSamePhone, "duplicate.same_phone")
	}
	if a.Email != "" && a.Email == b.Email {
		looks.add(weightSameEmail, "duplicate.same_email")
	}
	switch {
	case a.NISS == "" || b.NISS == "":
	case a.NISS == b.NISS:
		looks.add(weightSameNISS, "duplicate.same_niss")
	default:
		looks.weight += weightOtherNISS
	}
	switch {
	case a.Nationalities == "" || b.Nationalities == "":
	case shareCode(a.Nationalities, b.Nationalities):
		looks.weight += weightSameNationality
	default:
		looks.weight += weightOtherNationality
	}
	return looks
}

// shareCode tells whether two lists have a code in common; « inconnu » and « refus » are none.
func shareCode(a, b string) bool {
	codes := strings.Split(b, ";")
	return slices.ContainsFunc(strings.Split(a, ";"), func(code string) bool {
		return !slices.Contains(DeclinedAnswers, code) && slices.Contains(codes, code)
	})
}

// compareBirths weighs two birth dates; no reason is given for those that differ or are unknown.
func compareBirths(a, b BirthDate) (weight int, reason string) {
	if a.Year() == 0 || b.Year() == 0 {
		return 0, ""
	}
	exact := a.Full() && b.Full() && !a.Placeholder() && !b.Placeholder()
	years := max(a.Year()-b.Year(), b.Year()-a.Year())
	switch {
	case exact && a == b:
		return weightSameBirth, "duplicate.same_birth"
	case exact && a == dayMonthSwapped(b):
		return weightDaySwapped, "duplicate.day_month_swapped"
	case exact && (editDistance(birthDigits(a), birthDigits(b)) == 1 || years == 1 && a[4:] == b[4:]):
		return weightNearBirth, "duplicate.near_birth"
	case !exact && years == 0:
		return weightSameYear, "duplicate.same_birth_year"
	case years == 1 && vague(a) && vague(b):
		return weightGuessed, ""
	case !exact && years == 1:
		return weightNextYear, ""
	case years > 10:
		return weightOtherAge, ""
	}
	return weightOtherBirth, ""
}

// vague: the papers know the year, the day is unknown or 1 January.
func vague(b BirthDate) bool { return b.YearOnly() || b.Placeholder() }

// dayMonthSwapped reads a full date the American way.
func dayMonthSwapped(b BirthDate) BirthDate { return b[:5] + b[8:] + "-" + b[5:7] }

func birthDigits(b BirthDate) string { return string(b[:4] + b[5:7] + b[8:]) }

// compareWhole compares the names of two people, however they are divided into family and given name.
func (c *Comparer) compareWhole(a, b Identity) nameLooks {
	single, second := a.single(), b.single()
	switch {
	case single != "" && second != "":
		return c.compareSingles(single, second)
	case single != "":
		return c.compareSingle(single, b)
	case second != "":
		return c.compareSingle(second, a)
	}
	sexDiffers := a.Sex != "" && b.Sex != "" && a.Sex != b.Sex
	best := c.compareInOrder(a, b, sexDiffers)
	if best.weight >= weightRegrouped {
		return best
	}
	if swapped := c.compareSwapped(a, b, sexDiffers); swapped.weight > best.weight {
		best = swapped
	}
	whole, other := a.Family+" "+a.Given, b.Family+" "+b.Given
	switch {
	case best.weight < weightRegrouped && sameWords(whole, other):
		return nameLooks{weightRegrouped, []string{"duplicate.regrouped_names"}}
	case best.weight < weightWordsWithin && !sexDiffers && c.wordsWithin(whole, other):
		return nameLooks{weightWordsWithin, []string{"duplicate.words_within"}}
	}
	return best
}

// single is the only name somebody has or has given, "" when there are two or none.
func (i Identity) single() string {
	if i.Given == "" || i.SingleName && i.Family != "" {
		return i.Family
	}
	if i.Family == "" || i.SingleName {
		return i.Given
	}
	return ""
}

func (c *Comparer) compareSingles(a, b string) nameLooks {
	switch c.compareNames(a, b) {
	case sameName:
		return nameLooks{weightSingle, []string{"duplicate.same_name"}}
	case nearName:
		return nameLooks{weightNearSingle, []string{"duplicate.near_name"}}
	}
	return nameLooks{}
}

// compareSingle compares one name with the two of somebody else: it is one of them, or both written in one field.
func (c *Comparer) compareSingle(single string, whole Identity) nameLooks {
	if sameWords(single, whole.Family+" "+whole.Given) {
		return nameLooks{weightRegrouped, []string{"duplicate.regrouped_names"}}
	}
	switch max(c.compareNames(single, whole.Family), c.compareNames(single, whole.Given)) {
	case sameName:
		return nameLooks{weightOneOfTwo, []string{"duplicate.same_name"}}
	case nearName:
		return nameLooks{weightNearOfTwo, []string{"duplicate.near_name"}}
	}
	return nameLooks{}
}

// compareInOrder compares family name with family name and given name with given name.
func (c *Comparer) compareInOrder(a, b Identity, sexDiffers bool) nameLooks {
	var looks nameLooks
	switch c.compareGiven(a.Given, b.Given, sexDiffers) {
	case sameName:
		looks.add(weightSameName, "duplicate.same_given")
	case nearName:
		looks.add(weightNearName, "duplicate.near_given")
	case akinName:
		looks.add(weightAkinName, "duplicate.akin_given")
	case rhymeName:
		looks.add(weightRhyme, "duplicate.rhyming_given")
	default:
		return nameLooks{}
	}
	switch c.compareFamilies(a.Family, b.Family) {
	case sameName:
		looks.add(weightSameName, "duplicate.same_family")
	case nearName:
		looks.add(weightNearName, "duplicate.near_family")
	case akinName:
		looks.add(weightAkinName, "duplicate.akin_family")
	default:
		looks.weight += weightOtherFamily
	}
	return looks
}

// compareSwapped compares family name with given name, both ways.
func (c *Comparer) compareSwapped(a, b Identity, sexDiffers bool) nameLooks {
	first, second := c.compareNames(a.Family, b.Given), c.compareNames(a.Given, b.Family)
	if first == otherName || second == otherName || sexDiffers && (first != sameName || second != sameName) {
		return nameLooks{}
	}
	looks := nameLooks{reasons: []string{"duplicate.swapped_names"}}
	for _, likeness := range []nameLikeness{first, second} {
		looks.weight += map[nameLikeness]int{sameName: weightSameName, nearName: weightNearName, akinName: weightAkinName}[likeness]
	}
	return looks
}

// compareFamilies is compareNames for family names, which may also resemble.
func (c *Comparer) compareFamilies(a, b string) nameLikeness {
	likeness := c.compareNames(a, b)
	if likeness == otherName && a != "" && b != "" && c.resemble(a, b) {
		return akinName
	}
	return likeness
}

// compareGiven holds near given names of a woman and a man apart: Karim and Karima may be twins.
func (c *Comparer) compareGiven(a, b string, sexDiffers bool) nameLikeness {
	likeness := c.compareNames(a, b)
	if likeness != sameName && sexDiffers {
		return otherName
	}
	if likeness == otherName && a != "" && b != "" && c.resemble(a, b) {
		return rhymeName
	}
	return likeness
}

func (l *nameLooks) add(weight int, reason string) {
	l.weight += weight
	l.reasons = append(l.reasons, reason)
}
