package models

import "testing"

func TestFrenchDates(t *testing.T) {
	for _, c := range []struct {
		d           Date
		short, long string
	}{
		{"2026-11-22", "22/11/2026", "dimanche 22 novembre 2026"},
		{"2026-12-01", "01/12/2026", "mardi 1er décembre 2026"},
		{"2024-02-29", "29/02/2024", "jeudi 29 février 2024"},
		{"2026-08-15", "15/08/2026", "samedi 15 août 2026"},
		{"", "", ""},
		{"2026-02-30", "", ""},
	} {
		if short, long := FrenchDate(c.d), FrenchLongDate(c.d); short != c.short || long != c.long {
			t.Errorf("%q: %q and %q, want %q and %q", c.d, short, long, c.short, c.long)
		}
	}
}

func TestFrenchTime(t *testing.T) {
	for clock, want := range map[string]string{
		"14:30":    "14\u202fh\u202f30",
		"09:00":    "09\u202fh\u202f00",
		"09:00:00": "09\u202fh\u202f00",
		"":         "",
		"matin":    "matin",
		"9:5":      "9:5",
	} {
		if got := FrenchTime(clock); got != want {
			t.Errorf("FrenchTime(%q) = %q, want %q", clock, got, want)
		}
	}
}

func TestFrenchDuration(t *testing.T) {
	for minutes, want := range map[int]string{
		0:         "0\u00a0min",
		45:        "45\u00a0min",
		60:        "1\u202fh",
		65:        "1\u202fh\u202f05",
		225:       "3\u202fh\u202f45",
		240:       "4\u202fh",
		60 * 1234: "1\u202f234\u202fh",
		-30:       "-30\u00a0min",
	} {
		if got := FrenchDuration(minutes); got != want {
			t.Errorf("FrenchDuration(%d) = %q, want %q", minutes, got, want)
		}
	}
}

func TestFrenchNumber(t *testing.T) {
	for n, want := range map[int]string{
		0: "0", 7: "7", 999: "999", 1000: "1\u202f000", 20000: "20\u202f000",
		1234567: "1\u202f234\u202f567", 100: "100", -1234: "-1\u202f234", -999: "-999",
	} {
		if got := FrenchNumber(n); got != want {
			t.Errorf("FrenchNumber(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestTypo(t *testing.T) {
	for plain, want := range map[string]string{
		"Erreur : vérifiez ; oui ? non !":       "Erreur\u00a0: vérifiez\u202f; oui\u202f? non\u202f!",
		"« Je signe »":                          "«\u00a0Je signe\u00a0»",
		"à 10:30, voir https://exemple.be/?a=1": "à 10:30, voir https://exemple.be/?a=1",
		"Quoi?":                                 "Quoi?",
		"":                                      "",
	} {
		got := Typo(plain)
		if got != want {
			t.Errorf("Typo(%q) = %q, want %q", plain, got, want)
		}
		if Typo(got) != got {
			t.Errorf("Typo(%q) is not stable", plain)
		}
	}
}
