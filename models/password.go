package models

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
)

// Length of a password, in characters (ASVS 5.0 6.2.1 asks for at least 8 and advises 15; nothing is cut off).
const (
	PasswordMin = 12
	PasswordMax = 256
)

// argon2 is Argon2id with the parameters OWASP advises: 19 MiB, two passes, one thread; about 25 ms here.
var argon2 = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// HashPassword is the text kept of a password, with its parameters and salt. It takes 19 MiB of memory.
func HashPassword(password string) (string, error) {
	hash, err := argon2id.CreateHash(password, argon2)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return hash, nil
}

// PasswordMatches compares a password with a hash. An absent or unreadable hash takes the same time and never
// matches, so that an unknown account cannot be told from a wrong password.
func PasswordMatches(password, hash string) bool {
	if utf8.RuneCountInString(password) > PasswordMax {
		password, hash = "", "" // nobody has such a password; hashing it would cost whatever the sender likes
	}
	known := hash != ""
	if !known {
		hash = dummyHash()
	}
	matches, err := argon2id.ComparePasswordAndHash(password, hash)
	return matches && known && err == nil
}

// dummyHash is the hash of a password nobody knows, made with the current parameters.
var dummyHash = sync.OnceValue(func() string {
	hash, err := HashPassword(NewToken())
	if err != nil {
		panic(err) // only possible when the machine has no random source
	}
	return hash
})

//go:embed data/passwords.txt
var commonPasswordsText string

// commonPasswords are the passwords everybody tries first, and French and Belgian words in the same vein, folded.
var commonPasswords = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(commonPasswordsText) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			set[line] = true
		}
	}
	return set
})

// CheckPassword says what is wrong with a new password, nil when nothing is. Words about the account (its name,
// e-mail, centre) may not be the whole of it. The rules are length and lists only: no required signs (ASVS 6.2.5).
func CheckPassword(password string, about ...string) *Problem {
	switch n := utf8.RuneCountInString(password); {
	case n < PasswordMin:
		return &Problem{Key: "account.password.short", Args: []any{"Min", PasswordMin}}
	case n > PasswordMax:
		return &Problem{Key: "account.password.long", Args: []any{"Max", PasswordMax}}
	case !utf8.ValidString(password):
		return &Problem{Key: "account.password.unreadable"}
	}
	plain := strings.ToLower(password)
	core := passwordCore(plain)
	if commonPasswords()[plain] || commonPasswords()[core] || monotonous(plain) {
		return &Problem{Key: "account.password.common"}
	}
	rest := plain
	for _, text := range about {
		for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
			if len(word) > 2 {
				rest = strings.ReplaceAll(rest, word, "")
			}
		}
	}
	if utf8.RuneCountInString(rest) < PasswordMin/2 {
		return &Problem{Key: "account.password.personal"}
	}
	return nil
}

// passwordCore is the word behind the decoration: « Bienvenue2026! » is « bienvenue ».
func passwordCore(password string) string {
	return strings.TrimFunc(password, func(r rune) bool { return !unicode.IsLetter(r) })
}

// monotonous passwords are made of fewer than five different signs (« aaaaaaaaaaaa », « 121212121212 »), or run
// along the keyboard or the digits for their whole length.
func monotonous(password string) bool {
	signs := map[rune]bool{}
	for _, r := range password {
		signs[r] = true
	}
	if len(signs) < 5 {
		return true
	}
	for _, row := range []string{"01234567890123456789", "98765432109876543210", "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz"} {
		if strings.Contains(row, password) {
			return true
		}
	}
	return false
}
