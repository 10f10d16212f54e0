package models

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestCommunes(t *testing.T) {
	if n := len(Communes()); n != 581 {
		t.Errorf("%d communes, want 581", n)
	}
	if n := len(NamurCommunes()); n != 38 {
		t.Errorf("%d communes in the province of Namur, want 38", n)
	}
	for _, c := range NamurCommunes() {
		if c.Refnis[0] != '9' || c.Region != "Région wallonne" {
			t.Errorf("%v is not in the province of Namur", c)
		}
	}
	for i, c := range Communes()[1:] {
		if Fold(Communes()[i].Name) > Fold(c.Name) {
			t.Errorf("%s comes after %s", c.Name, Communes()[i].Name)
		}
	}
}

func TestCommuneByName(t *testing.T) {
	for typed, want := range map[string]string{
		"Namur":              "92094",
		" namur ":            "92094",
		"NAMEN":              "92094",
		"92094":              "92094",
		"Éghezée":            "92035",
		"eghezee":            "92035",
		"Fosses la Ville":    "92048",
		"La Bruyère":         "92141",
		"Jemeppe-sur-Sambre": "92140",
		"Liège":              "62063",
		"Luik":               "62063",
		"Saint-Nicolas":      "62093",
		"Sint-Niklaas":       "46021",
	} {
		if c, known := CommuneByName(typed); !known || c.Refnis != want {
			t.Errorf("CommuneByName(%q) = %v, %v, want %s", typed, c, known, want)
		}
	}
	for _, typed := range []string{"", "Jambes", "99999", "Namu", "5000"} {
		if c, known := CommuneByName(typed); known {
			t.Errorf("CommuneByName(%q) = %v", typed, c)
		}
	}
}

func TestPostcodes(t *testing.T) {
	for _, c := range []struct {
		postcode, refnis string
		fits             bool
	}{
		{"5000", "92094", true},
		{" 5100 ", "92094", true},
		{"5030", "92142", true},
		{"5030", "92094", false},
		{"5060", "92137", true},
		{"4000", "92094", false},
		{"2890", "92094", true}, // the list does not know its communes
		{"0000", "92094", false},
		{"", "92094", false},
		{"5000", "", false},
	} {
		if got := PostcodeFits(c.postcode, c.refnis); got != c.fits {
			t.Errorf("PostcodeFits(%q, %q) = %v", c.postcode, c.refnis, got)
		}
	}
	if places := Localities("5100"); len(places) != 5 || !places[0].Sure {
		t.Errorf("places of 5100: %v", places)
	}
	if communes := CommunesOf("5000"); len(communes) != 1 || communes[0].Name != "Namur" {
		t.Errorf("communes of 5000: %v", communes)
	}
	if communes := CommunesOf("0000"); len(communes) != 0 {
		t.Errorf("communes of no postcode: %v", communes)
	}
}

// TestPostcodeProperty: every commune a postcode is offered with fits it, and is found again by its name and code.
func TestPostcodeProperty(t *testing.T) {
	postcodes := slices.Sorted(maps.Keys(localityData()))
	rapid.Check(t, func(t *rapid.T) {
		postcode := rapid.SampledFrom(postcodes).Draw(t, "postcode")
		for _, c := range CommunesOf(postcode) {
			if !PostcodeFits(postcode, c.Refnis) {
				t.Fatalf("%s does not fit %s", postcode, c.Name)
			}
			if again, known := CommuneByName(c.Refnis); !known || again != c {
				t.Fatalf("%v is not found by its code", c)
			}
			if again, known := CommuneByName(c.NameNL); !known || again != c {
				t.Fatalf("%v is not found by its Dutch name", c)
			}
		}
	})
}
