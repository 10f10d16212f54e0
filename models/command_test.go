package models

import "testing"

func TestParseCommand(t *testing.T) {
	for text, want := range map[string]Command{
		"had":                    {Text: "had"},
		"  suivi  haddad ":       {VerbFollowUp, "haddad"},
		"Suivi":                  {Text: "Suivi"}, // nobody yet: it may be a name
		"suiv haddad":            {Text: "suiv haddad"},
		"Rendez-vous had 1992":   {VerbAppointment, "had 1992"},
		"RDV had":                {VerbAppointment, "had"},
		"inscrire al khatib":     {VerbEnrol, "al khatib"},
		"fiche had":              {VerbBriefing, "had"},
		"haddad suivi":           {Text: "haddad suivi"},
		"":                       {},
		"inscription\thaddad":    {Text: "inscription\thaddad"},
		"encoder Коваленко 1990": {VerbFollowUp, "Коваленко 1990"},
	} {
		if got := ParseCommand(text); got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

func TestCalled(t *testing.T) {
	for _, tc := range []struct {
		label, typed string
		want         bool
	}{
		{"Réglages", "reg", true}, {"Séance CV : l'accroche", "sea cv", true}, {"Séance CV : l'accroche", "accr", true},
		{"À compléter", "comp", true}, {"Rapports", "app", false}, {"Rapports", "r", false}, {"Rapports", "", false}, {"Rapports", "rap xyz", false},
	} {
		if got := Called(tc.label, tc.typed); got != tc.want {
			t.Errorf("%q for %q: %t", tc.label, tc.typed, got)
		}
	}
}
