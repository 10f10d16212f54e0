package models

import (
	"errors"
	"strings"
	"testing"
)

func TestNormalisePhone(t *testing.T) {
	for typed, want := range map[string]string{
		"":                    "",
		"0470 12 34 56":       "+32470123456",
		"0470/12.34.56":       "+32470123456",
		"0470-12-34-56":       "+32470123456",
		"+32 470 12 34 56":    "+32470123456",
		"+32 (0)470 12 34 56": "+32470123456",
		"0032470123456":       "+32470123456",
		"470123456":           "+32470123456",
		"081/22.33.44":        "+3281223344",
		"02 555 12 34":        "+3225551234",
		"+33 6 12 34 56 78":   "+33612345678",
		"00 33 6 12 34 56 78": "+33612345678",
		"+380 50 123 45 67":   "+380501234567",
		"+93 70 123 4567":     "+93701234567",
		"٠٤٧٠١٢٣٤٥٦":          "+32470123456",
	} {
		if got, err := NormalisePhone(typed); err != nil || got != want {
			t.Errorf("NormalisePhone(%q) = %q, %v, want %q", typed, got, err, want)
		}
	}
}

func TestNormalisePhoneRefuses(t *testing.T) {
	for typed, key := range map[string]string{
		"pas de GSM":             "phone.unreadable",
		"0470 12 34 56 (soeur)":  "phone.unreadable",
		"0470\n123456":           "phone.unreadable",
		strings.Repeat("04", 30): "phone.unreadable",
		"0470 12 34":             "phone.impossible",
		"0470 12 34 56 78":       "phone.impossible",
		"081 22 33 4":            "phone.impossible",
		"+33 6 12":               "phone.impossible",
	} {
		if got, err := NormalisePhone(typed); got != "" || keyOf(err) != key {
			t.Errorf("NormalisePhone(%q) = %q, %v, want %s", typed, got, err, key)
		}
	}
}

func TestDisplayPhone(t *testing.T) {
	for e164, want := range map[string]string{
		"+32470123456":  "0470 12 34 56",
		"+3281223344":   "081 22 33 44",
		"+3225551234":   "02 555 12 34",
		"+33612345678":  "+33 6 12 34 56 78",
		"+380501234567": "+380 50 123 4567",
		"":              "",
		"à demander":    "à demander",
	} {
		if got := DisplayPhone(e164); got != want {
			t.Errorf("DisplayPhone(%q) = %q, want %q", e164, got, want)
		}
	}
}

func TestNormaliseEmail(t *testing.T) {
	for typed, want := range map[string]string{
		"":                          "",
		" Amina.Haddad@Exemple.be ": "amina.haddad@exemple.be",
		"a+b@sous.exemple.be":       "a+b@sous.exemple.be",
	} {
		if got, err := NormaliseEmail(typed); err != nil || got != want {
			t.Errorf("NormaliseEmail(%q) = %q, %v, want %q", typed, got, err, want)
		}
	}
	for typed, key := range map[string]string{
		"amina":                                  "email.unreadable",
		"amina@exemple":                          "email.unreadable",
		"amina@@exemple.be":                      "email.unreadable",
		"amina haddad@exemple.be":                "email.unreadable",
		"Amina <amina@exemple.be>":               "email.unreadable",
		"<amina@exemple.be>":                     "email.unreadable",
		"amina@exemple.be(x)":                    "email.unreadable",
		`"a b"@exemple.be`:                       "email.unreadable",
		"amina@exemple.be\r\nBcc: x@exemple.be":  "email.unreadable",
		"amina@exemple.be\n":                     "email.unreadable",
		"amina\x00@exemple.be":                   "email.unreadable",
		"aminé@exemple.be":                       "email.unreadable",
		"a@exemple.be, b@exemple.be":             "email.unreadable",
		strings.Repeat("a", 250) + "@exemple.be": "email.too_long",
	} {
		if got, err := NormaliseEmail(typed); got != "" || keyOf(err) != key {
			t.Errorf("NormaliseEmail(%q) = %q, %v, want %s", typed, got, err, key)
		}
	}
}

// keyOf is the message key of a refusal, "" when there is none.
func keyOf(err error) string {
	var refusal *Error
	if errors.As(err, &refusal) {
		return refusal.Key
	}
	return ""
}
