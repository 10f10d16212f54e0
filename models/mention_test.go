package models

import (
	"slices"
	"testing"
)

func TestMentioned(t *testing.T) {
	names := []string{"Nadia Lambert", "Simon Dubois", "Nadia Peeters", "Zoé Renard", "Anne-Marie Gillet", "Anne Gillet"}
	for text, c := range map[string]struct {
		found   []int
		several []string
	}{
		"":                                  {},
		"Vu avec Simon":                     {},
		"@Simon peux-tu rappeler ?":         {found: []int{1}},
		"Voir @simon.":                      {found: []int{1}},
		"(@SIMON)":                          {found: []int{1}},
		"@Nadia à suivre":                   {several: []string{"Nadia"}},
		"@Nadia Peeters à suivre":           {found: []int{2}},
		"@nadia lambert et @Simon":          {found: []int{0, 1}},
		"@Zoe, @Zoé":                        {found: []int{3}},
		"@Simone":                           {},
		"écrire à nadia@exemple.be":         {},
		"simon.dubois@simon":                {},
		"@":                                 {},
		"@@Simon":                           {found: []int{1}},
		"@Anne-Marie demain":                {found: []int{4}},
		"@Anne demain":                      {found: []int{5}},
		"@Personne que je ne connais pas":   {},
		"ligne\n@Simon Dubois\nautre ligne": {found: []int{1}},
		"Ⱥ @Simon":                          {found: []int{1}},
	} {
		found, several := Mentioned(text, names)
		if !slices.Equal(found, c.found) || !slices.Equal(several, c.several) {
			t.Errorf("%q: %v %v, want %v %v", text, found, several, c.found, c.several)
		}
	}
}
