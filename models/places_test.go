package models

import "testing"

// bastogne is a merger: the name stays, the code changes, and Bertogne joins it.
var bastogne = NewPlaces([]CommuneChange{{"82003", "Bastogne", "", "2024-12-31"}, {"82005", "Bertogne", "", "2024-12-31"},
	{"82039", "Bastogne", "2025-01-01", ""}, {"92999", "Nouvelle-Meuse", "2024-01-01", ""}, {"92998", "Plus tard", "2030-01-01", ""}}, "2026-11-24")

func TestPlacesParse(t *testing.T) {
	for _, c := range []struct {
		places                         *Places
		typed, postcode, refnis, wrong string
	}{
		{nil, "6600 Bastogne", "6600", "82003", ""},
		{bastogne, "6600 Bastogne", "6600", "82039", ""},
		{bastogne, "6600", "6600", "82039", ""},
		{bastogne, "82039", "", "82039", ""},
		{bastogne, "Bertogne", "", "", "person.place_unknown"},
		{bastogne, "6687", "", "", "person.postcode_moved"},
		{bastogne, "6687 Bastogne", "6687", "82039", ""},
		{bastogne, "nouvelle meuse", "", "92999", ""},
		{bastogne, "Plus tard", "", "", "person.place_unknown"},
		{bastogne, "5000 Namur", "5000", "92094", ""},
	} {
		place, problem := c.places.Parse(c.typed)
		if place.Postcode != c.postcode || place.Refnis != c.refnis || problem.Key != c.wrong || place.Odd {
			t.Errorf("%q: %+v %q, want %s %s %q", c.typed, place, problem.Key, c.postcode, c.refnis, c.wrong)
		}
	}
}

func TestPlacesLists(t *testing.T) {
	open := map[string]bool{}
	for _, c := range bastogne.Open() {
		open[c.Refnis] = true
	}
	if n := len(bastogne.Open()); n != 581-2+2 || open["82003"] || !open["82039"] || open["92998"] {
		t.Errorf("%d communes proposed", n)
	}
	if n := len(bastogne.Namur()); n != 39 {
		t.Errorf("%d communes in the province of Namur, want 39", n)
	}
	if c, _ := bastogne.ByRefnis("82039"); c.Region != "Région wallonne" || c.Province != "Luxembourg" {
		t.Errorf("an added commune lies in %q, %q", c.Province, c.Region)
	}
	if name := bastogne.Name("82005"); name != "Bertogne" {
		t.Errorf("a closed commune is read as %q", name)
	}
	if NewPlaces(nil, "2026-11-24") != nil {
		t.Error("no change is the shipped list")
	}
}
