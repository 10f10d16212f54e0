package models

import (
	"net/mail"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

const (
	homeRegion   = "BE"
	maxPhoneText = 40  // characters typed; the longest number in the world has 15 digits
	maxEmail     = 254 // RFC 5321, 4.5.3.1.3
)

// NormalisePhone reads a telephone number as typed ("0470/12.34.56", "+33 6 12 34 56 78") and gives its E.164 form.
// Without a country prefix it is Belgian; foreign numbers are accepted, because people keep the one of their
// messaging application. An empty text stays empty. The error carries the key phone.unreadable or phone.impossible.
func NormalisePhone(s string) (e164 string, err error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	if len([]rune(s)) > maxPhoneText || strings.ContainsFunc(s, notInPhone) {
		return "", Refuse(Invalid, "phone.unreadable")
	}
	number, err := phonenumbers.Parse(s, homeRegion)
	if err != nil {
		return "", Refuse(Invalid, "phone.unreadable")
	}
	if !phoneCanBe(number) {
		return "", Refuse(Invalid, "phone.impossible")
	}
	return phonenumbers.Format(number, phonenumbers.E164), nil
}

// notInPhone refuses letters, which the library would read as the keys of a telephone, and control characters.
func notInPhone(r rune) bool { return unicode.IsLetter(r) || unicode.IsControl(r) }

// phoneCanBe is strict for Belgian numbers; for foreign ones only the length counts, as numbering plans
// change faster than the copy of them in the program.
func phoneCanBe(number *phonenumbers.PhoneNumber) bool {
	if phonenumbers.GetRegionCodeForCountryCode(int(number.GetCountryCode())) == homeRegion {
		return phonenumbers.IsValidNumber(number)
	}
	return phonenumbers.IsPossibleNumber(number)
}

// DisplayPhone writes an E.164 number as a Belgian reader dials it: "0470 12 34 56", "081 22 33 44", foreign ones
// in international form. What is not a number is shown as it is.
func DisplayPhone(e164 string) string {
	number, err := phonenumbers.Parse(e164, homeRegion)
	if err != nil {
		return e164
	}
	if phonenumbers.GetRegionCodeForCountryCode(int(number.GetCountryCode())) == homeRegion {
		return phonenumbers.Format(number, phonenumbers.NATIONAL)
	}
	return phonenumbers.Format(number, phonenumbers.INTERNATIONAL)
}

// NormaliseEmail trims and lower-cases a bare address; an empty text stays empty. Line breaks and other control
// characters, which could forge headers of a message, names, comments and quoted forms are refused. The error
// carries the key email.unreadable or email.too_long.
func NormaliseEmail(s string) (string, error) {
	s = strings.Trim(s, " \u00a0")
	if s == "" {
		return "", nil
	}
	if len(s) > maxEmail {
		return "", Refuse(Invalid, "email.too_long")
	}
	address, err := mail.ParseAddress(s)
	if err != nil || address.Address != s || strings.ContainsFunc(s, notInEmail) {
		return "", Refuse(Invalid, "email.unreadable")
	}
	if domain := s[strings.LastIndexByte(s, '@')+1:]; !strings.Contains(domain, ".") {
		return "", Refuse(Invalid, "email.unreadable")
	}
	return strings.ToLower(s), nil
}

// notInEmail keeps to visible ASCII: an accent in an address is a typing error far more often than an address.
func notInEmail(r rune) bool { return r <= ' ' || r > '~' || r == '"' }
