package models

// Identity is what duplicate detection compares: the names as stored, the telephone in E.164, the address normalised.
type Identity struct {
	Family, Given string
	SingleName    bool // "n'a qu'un seul nom": it stands in Family or in Given
	Birth         BirthDate
	Phone, Email  string
	Sex           string // as stored, "" when unknown
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
// same or inverted date needs names that agree; 1 January, a GSM and an address never suffice, since households
// share them. Given names that differ weigh nothing, whatever else agrees: they are twins, or parent and child.
const (
	weightSameName    = 30 // for each of family and given name
	weightNearName    = 25
	weightOtherFamily = -20
	weightSingle      = 50 // two people with one name, the same
	weightNearSingle  = 40
	weightRegrouped   = 55 // the same words, divided otherwise between family and given name

	weightSameBirth  = 40
	weightDaySwapped = 30
	weightNearBirth  = 25
	weightSameYear   = 12
	weightOtherBirth = -15
	weightOtherAge   = -40

	weightSamePhone = 15
	weightSameEmail = 20
)

// nameLooks is how far names agree, with the reasons; the zero value says that they do not.
type nameLooks struct {
	weight  int
	reasons []string
}

// Compare judges whether two identities are one person's. It is symmetric.
func Compare(a, b Identity) Resemblance {
	names := compareWhole(a, b)
	if names.weight == 0 {
		return Resemblance{}
	}
	birth, birthReason := compareBirths(a.Birth, b.Birth)
	level := names.weight + birth
	var reasons []string
	if birthReason != "" {
		reasons = append(reasons, birthReason)
	}
	reasons = append(reasons, names.reasons...)
	if a.Phone != "" && a.Phone == b.Phone {
		level += weightSamePhone
		reasons = append(reasons, "duplicate.same_phone")
	}
	if a.Email != "" && a.Email == b.Email {
		level += weightSameEmail
		reasons = append(reasons, "duplicate.same_email")
	}
	return Resemblance{Level: min(100, max(0, level)), Reasons: reasons}
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
	case exact && editDistance(birthDigits(a), birthDigits(b)) == 1:
		return weightNearBirth, "duplicate.near_birth"
	case !exact && years == 0:
		return weightSameYear, "duplicate.same_birth_year"
	case !exact && years == 1:
		return 0, "" // an estimated year
	case years > 10:
		return weightOtherAge, ""
	}
	return weightOtherBirth, ""
}

// dayMonthSwapped reads a full date the American way.
func dayMonthSwapped(b BirthDate) BirthDate { return b[:5] + b[8:] + "-" + b[5:7] }

func birthDigits(b BirthDate) string { return string(b[:4] + b[5:7] + b[8:]) }

// compareWhole compares the names of two people, however they are divided into family and given name.
func compareWhole(a, b Identity) nameLooks {
	switch single, other := a.single(), b.single(); {
	case single != "" && other != "":
		return compareSingles(single, other)
	case single != "":
		return compareSingle(single, b)
	case other != "":
		return compareSingle(other, a)
	}
	sexDiffers := a.Sex != "" && b.Sex != "" && a.Sex != b.Sex
	best := compareInOrder(a, b, sexDiffers)
	if best.weight >= weightRegrouped {
		return best
	}
	if swapped := compareSwapped(a, b, sexDiffers); swapped.weight > best.weight {
		best = swapped
	}
	if best.weight < weightRegrouped && sameWords(a.Family+" "+a.Given, b.Family+" "+b.Given) {
		best = nameLooks{weightRegrouped, []string{"duplicate.regrouped_names"}}
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

func compareSingles(a, b string) nameLooks {
	switch compareNames(a, b) {
	case sameName:
		return nameLooks{weightSingle, []string{"duplicate.same_name"}}
	case nearName:
		return nameLooks{weightNearSingle, []string{"duplicate.near_name"}}
	}
	return nameLooks{}
}

// compareSingle compares one name with the two of somebody else: it is one of them, or both written in one field.
func compareSingle(single string, whole Identity) nameLooks {
	if sameWords(single, whole.Family+" "+whole.Given) {
		return nameLooks{weightRegrouped, []string{"duplicate.regrouped_names"}}
	}
	switch max(compareNames(single, whole.Family), compareNames(single, whole.Given)) {
	case sameName:
		return nameLooks{weightSameName, []string{"duplicate.same_name"}}
	case nearName:
		return nameLooks{weightNearName, []string{"duplicate.near_name"}}
	}
	return nameLooks{}
}

// compareInOrder compares family name with family name and given name with given name.
func compareInOrder(a, b Identity, sexDiffers bool) nameLooks {
	var looks nameLooks
	switch compareGiven(a.Given, b.Given, sexDiffers) {
	case sameName:
		looks.add(weightSameName, "duplicate.same_given")
	case nearName:
		looks.add(weightNearName, "duplicate.near_given")
	default:
		return nameLooks{}
	}
	switch compareNames(a.Family, b.Family) {
	case sameName:
		looks.add(weightSameName, "duplicate.same_family")
	case nearName:
		looks.add(weightNearName, "duplicate.near_family")
	default:
		looks.weight += weightOtherFamily
	}
	return looks
}

// compareSwapped compares family name with given name, both ways.
func compareSwapped(a, b Identity, sexDiffers bool) nameLooks {
	first, second := compareNames(a.Family, b.Given), compareNames(a.Given, b.Family)
	if first == otherName || second == otherName || sexDiffers && (first == nearName || second == nearName) {
		return nameLooks{}
	}
	looks := nameLooks{weight: 2 * weightSameName, reasons: []string{"duplicate.swapped_names"}}
	for _, likeness := range []nameLikeness{first, second} {
		if likeness == nearName {
			looks.weight += weightNearName - weightSameName
		}
	}
	return looks
}

// compareGiven holds near given names of a woman and a man apart: Karim and Karima may be twins.
func compareGiven(a, b string, sexDiffers bool) nameLikeness {
	likeness := compareNames(a, b)
	if likeness == nearName && sexDiffers {
		return otherName
	}
	return likeness
}

func (l *nameLooks) add(weight int, reason string) {
	l.weight += weight
	l.reasons = append(l.reasons, reason)
}
