package models

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

func TestCheckPassword(t *testing.T) {
	about := []string{"Nadia Lambert", "nadia.lambert@cainamur.example", "Centre de Namur"}
	for password, want := range map[string]string{
		"cheval agrafe pile":               "",
		"éléphant à vélo":                  "",
		strings.Repeat("x1y2z", 51):        "",
		"onze signes":                      "account.password.short",
		strings.Repeat("é", 11):            "account.password.short",
		strings.Repeat("abcde", 52):        "account.password.long",
		"motdepasse123":                    "account.password.common",
		"Motdepasse2026!":                  "account.password.common",
		"Bienvenue2026":                    "account.password.common",
		"aaaaaaaaaaaa":                     "account.password.common",
		"121212121212":                     "account.password.common",
		"012345678901":                     "account.password.common",
		"azertyuiopqsdf":                   "account.password.common",
		"qwertyuiopasdf":                   "account.password.common",
		"nadialambert1":                    "account.password.personal",
		"Lambert.Nadia":                    "account.password.personal",
		"nadia.lambert@cainamur":           "account.password.personal",
		"Namur Lambert":                    "account.password.personal",
		"cheval\xffagrafe pile":            "account.password.unreadable",
		"lambert aime les chevaux de bois": "",
	} {
		got := ""
		if p := CheckPassword(password, about...); p != nil {
			got = p.Key
		}
		if got != want {
			t.Errorf("%q: %q, want %q", password, got, want)
		}
	}
}

// The fifty first of the common list, and fifty of its long ones, with what people add to them.
func TestCommonPasswordsAreRefused(t *testing.T) {
	n := 0
	for line := range strings.Lines(commonPasswordsText) {
		word := strings.TrimSpace(line)
		if word == "" || strings.HasPrefix(word, "#") {
			continue
		}
		n++
		for _, password := range []string{word, strings.ToUpper(word)} {
			if CheckPassword(password) == nil {
				t.Errorf("%q is accepted", password)
			}
		}
	}
	if n < 3000 {
		t.Errorf("%d passwords in the list, want 3,000 or more", n)
	}
}

func TestPasswordHash(t *testing.T) {
	for _, password := range []string{"cheval agrafe pile", strings.Repeat("é", PasswordMax)} {
		hash, err := HashPassword(password)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
			t.Errorf("hash %q", hash)
		}
		if !PasswordMatches(password, hash) {
			t.Error("the right password does not match")
		}
		runes := []rune(password)
		if PasswordMatches(string(runes[:len(runes)-1])+"x", hash) {
			t.Error("a password that differs in its last sign matches")
		}
	}
	if PasswordMatches("", "") || PasswordMatches("anything", "garbage") {
		t.Error("an absent or unreadable hash matches")
	}
}

func TestCodeStep(t *testing.T) {
	key, err := NewSecondFactor("Jalon", "nadia@exemple.be")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Unix(1_800_000_000, 0)
	step := now.Unix() / codePeriod
	for _, c := range []struct {
		drift time.Duration
		last  int64
		want  bool
	}{{0, 0, true}, {29 * time.Second, 0, true}, {-30 * time.Second, 0, true}, {90 * time.Second, 0, false}, {-90 * time.Second, 0, false}, {0, step, false}, {0, step - 1, true}} {
		code, err := totp.GenerateCode(key.Secret(), now)
		if err != nil {
			t.Fatal(err)
		}
		got := CodeStep(key.Secret(), " "+code[:3]+" "+code[3:], now.Add(c.drift), c.last)
		if (got == step) != c.want {
			t.Errorf("drift %v, last %d: %d", c.drift, c.last, got)
		}
	}
	if CodeStep("", "123456", now, 0) != 0 {
		t.Error("an account without a secret accepts a code")
	}
}

func TestRecoveryCodes(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		for _, code := range NewRecoveryCodes() {
			if seen[code] || len(RecoveryCode(code)) != 12 {
				t.Fatalf("code %q", code)
			}
			seen[code] = true
		}
	}
	if RecoveryCode(" ABCD-efgh 2345") != "abcdefgh2345" {
		t.Error(RecoveryCode(" ABCD-efgh 2345"))
	}
}
