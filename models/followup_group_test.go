package models

import (
	"strings"
	"testing"
)

func TestNamesOneOf(t *testing.T) {
	names := []string{"Haddad", "Amina", "Noori", "Éva", "Li", "الخطيب"}
	for text, want := range map[string]bool{
		"": false, "Le logement est petit.": false, "AMINA veut déménager": true, "avec Haddad-Dupont": true, "eva viendra": true, "Évaluation faite": false,
		"il lit": false, "Li viendra": false, "رسالة الخطيب": true, "l'amina": true,
	} {
		if NamesOneOf(text, names) != want {
			t.Errorf("%q: want %v", text, want)
		}
	}
}

func TestCheckGroup(t *testing.T) {
	many := strings.Split("a b c d e f g h i j k l m", " ")
	for name, tc := range map[string]struct {
		persons    []string
		note, next string
		field, key string
	}{
		"right":     {persons: many[:12], note: "logement"},
		"too many":  {persons: many, field: "persons", key: "followup.group.too_many"},
		"twice":     {persons: []string{"a", "b", "a"}, field: "persons", key: "followup.group.twice"},
		"named":     {persons: many[:2], note: "Amina viendra", field: "note", key: "followup.group.named"},
		"next step": {persons: many[:2], next: "rappeler amina", field: "next_step", key: "followup.group.named"},
	} {
		problems := CheckGroup(tc.persons, []string{"Amina"}, tc.note, tc.next)
		if tc.key == "" && len(problems) > 0 || tc.key != "" && problems[tc.field].Key != tc.key {
			t.Errorf("%s: %+v", name, problems)
		}
	}
}

// The rows of a contact of several persons are no overlap for the colleague; those of two contacts are.
func TestExchangeOfAGroup(t *testing.T) {
	x := smallExchange()
	x.FollowUps[1].Start = x.FollowUps[0].Start
	if findings := CheckExchange(x, knownStaff, exchangeToday); len(findings) != 1 {
		t.Errorf("two contacts at once: %+v", findings)
	}
	x.FollowUps[0].Group, x.FollowUps[1].Group = "g1", "g1"
	if findings := CheckExchange(x, knownStaff, exchangeToday); len(findings) != 0 {
		t.Errorf("one contact: %+v", findings)
	}
	x.FollowUps[1].Enrolment = "E1"
	if findings := CheckExchange(x, knownStaff, exchangeToday); len(findings) != 1 {
		t.Errorf("the same person twice: %+v", findings)
	}
}
