package handlers

import (
	"errors"
	"strconv"
	"strings"

	"jalon/models"
)

// displayName is how lists and bars name a person: « HADDAD Amina ».
func displayName(family, given string) string {
	return strings.TrimSpace(strings.ToUpper(family) + " " + given)
}

// number reads a version or a count carried by a form; what is not a number is 0, which matches nothing.
func number(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		return 0
	}
	return n
}

// asRefusal finds the sentence meant for the person in an error.
func asRefusal(err error) (*models.Error, bool) {
	var refusal *models.Error
	ok := errors.As(err, &refusal)
	return refusal, ok
}
