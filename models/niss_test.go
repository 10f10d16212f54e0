package models

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseNISS(t *testing.T) {
	for _, c := range []struct {
		typed, digits string
		bis           bool
	}{
		{"85.07.30-033.28", "85073003328", false},
		{"85073003328", "85073003328", false},
		{" 85 07 30 033 28 ", "85073003328", false},
		{"85/07/30-033.28", "85073003328", false},
		{"17.07.30-033.84", "17073003384", false},
		{"98.47.28-997.65", "98472899765", true},
		{"01.49.07-001.85", "01490700185", true},
		{withCheck("000001001", ""), withCheck("000001001", ""), false},
		{withCheck("850000123", ""), withCheck("850000123", ""), false},
		{withCheck("850099123", ""), withCheck("850099123", ""), false},
		{withCheck("000229123", "2"), withCheck("000229123", "2"), false},
		{withCheck("854000033", ""), withCheck("854000033", ""), true},
		{withCheck("852730033", ""), withCheck("852730033", ""), true},
	} {
		n, err := ParseNISS(c.typed)
		if err != nil || string(n) != c.digits || n.BIS() != c.bis {
			t.Errorf("ParseNISS(%q) = %q, %v, BIS %v", c.typed, string(n), err, n.BIS())
		}
	}
}

func TestParseNISSRefuses(t *testing.T) {
	for typed, key := range map[string]string{
		"":                                  "niss.length",
		"8507300332":                        "niss.length",
		"850730033281":                      "niss.length",
		"85073003a28":                       "niss.length",
		"٨٥٠٧٣٠٠٣٣٢٨":                       "niss.length",
		"12345678901":                       "niss.check_digit",
		"85073003329":                       "niss.check_digit",
		withCheck("851330033", ""):          "niss.date",
		withCheck("850231033", ""):          "niss.date",
		withCheck("000229123", ""):          "niss.date", // 1900 was no leap year
		withCheck("859930033", ""):          "niss.date",
		withCheck("850732033", ""):          "niss.date",
		withCheck("850732033", "") + "\x00": "niss.length",
	} {
		_, err := ParseNISS(typed)
		var refusal *Error
		if !errors.As(err, &refusal) || refusal.Key != key || refusal.Code != Invalid {
			t.Errorf("ParseNISS(%q): %v, want %s", typed, err, key)
		}
	}
}

func TestNISSShown(t *testing.T) {
	n := NISS("85073003328")
	if n.String() != "85.07.30-033.28" || n.Masked() != "••.••.••-•••.28" {
		t.Errorf("shown as %s and %s", n, n.Masked())
	}
	if NISS("").String() != "" || NISS("").Masked() != "" || NISS("").BIS() {
		t.Error("no number shows something")
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "niss", n)
	if strings.Contains(log.String(), "033") {
		t.Errorf("the log shows the number: %s", log.String())
	}
}

// TestNISSProperties: a wrong digit never passes, and the written form reads back.
func TestNISSProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := fmt.Sprintf("%02d%02d%02d%03d", rapid.IntRange(0, 99).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"),
			rapid.IntRange(1, 28).Draw(t, "day"), rapid.IntRange(1, 997).Draw(t, "counter"))
		number := withCheck(first, rapid.SampledFrom([]string{"", "2"}).Draw(t, "century"))
		n, err := ParseNISS(number)
		if err != nil {
			t.Fatalf("%s: %v", number, err)
		}
		if again, err := ParseNISS(n.String()); err != nil || again != n {
			t.Fatalf("%s does not read back: %v", n, err)
		}
		wrong := []byte(number)
		at := rapid.IntRange(9, 10).Draw(t, "at")
		wrong[at] = '0' + (wrong[at]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "shift")))%10
		other := withCheck(first, "")
		if string(wrong) == other || string(wrong) == withCheck(first, "2") {
			return // the same digits, born in the other century
		}
		if _, err := ParseNISS(string(wrong)); err == nil {
			t.Fatalf("wrong check digits accepted: %s", wrong)
		}
	})
}

func FuzzParseNISS(f *testing.F) {
	for _, s := range []string{"", "85.07.30-033.28", "17073003384", "12345678901", "00.00.01-001.00", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := ParseNISS(s)
		if err != nil {
			if n != "" {
				t.Fatalf("%q: a number with an error", s)
			}
			return
		}
		if again, err := ParseNISS(n.String()); err != nil || again != n {
			t.Fatalf("%q: does not read back: %v", s, err)
		}
	})
}

// withCheck appends the check digits, computed by hand division so that the test does not lean on the code under test.
func withCheck(nine, prefix string) string {
	remainder := 0
	for _, digit := range prefix + nine {
		remainder = (remainder*10 + int(digit-'0')) % 97
	}
	return fmt.Sprintf("%s%02d", nine, 97-remainder)
}
