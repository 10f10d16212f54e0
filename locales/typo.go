package locales

import "strings"

// The spaces of French typography (ux.md §0, habit of the Imprimerie nationale): a narrow one
// before ; ! ? and a full one before : and inside « », neither of which lets a line break.
const (
	thinSpace = "\u202f"
	hardSpace = "\u00a0"
)

var frenchSpaces = strings.NewReplacer(
	" ;", thinSpace+";", " !", thinSpace+"!", " ?", thinSpace+"?",
	" :", hardSpace+":", "« ", "«"+hardSpace, " »", hardSpace+"»",
)

// Typo gives the plain spaces of a French text their typographic width. It only changes spaces
// that are there, so addresses and hours (10:30) stay as they are.
func Typo(s string) string { return frenchSpaces.Replace(s) }

// grouped puts a narrow space between the thousands of an integer written in digits.
func grouped(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + thinSpace + digits[i:]
	}
	return sign + digits
}
