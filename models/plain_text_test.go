package models

import "testing"

func TestPlainText(t *testing.T) {
	for typed, want := range map[string]string{
		"Rendez-vous\u202e 21/42":           "Rendez-vous 21/42",
		"\u2066caché\u2069 et \u202Aencore": "caché et encore",
		"موعد مع أمينة الخطيب (CRI) 24/11":  "موعد مع أمينة الخطيب (CRI) 24/11",
		"عام 2026\u200f!":                   "عام 2026\u200f!",
		"می\u200cخواهم":                     "می\u200cخواهم",
		"Ligne 1\nLigne 2\tfin":             "Ligne 1\nLigne 2\tfin",
		"":                                  "",
	} {
		if got := PlainText(typed); got != want {
			t.Errorf("PlainText(%q) = %q, want %q", typed, got, want)
		}
	}
	for _, text := range []string{"Apporter le CV\u202e", "Apporter\x00"} {
		f := FollowUp{OnDate: "2026-11-24", Minutes: 30, Mode: ModeOffice, Presence: Present, NextStep: text}
		if _, wrong := CheckFollowUp(f, Operation{}, "2026-11-24", nil)["next_step"]; !wrong {
			t.Errorf("a next step %q is accepted", text)
		}
	}
}
