package models

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

func TestCountries(t *testing.T) {
	list := Countries()
	if len(list) != 250 {
		t.Errorf("%d countries, want 249 of ISO 3166-1 and Kosovo", len(list))
	}
	for code, want := range map[string]string{
		"BE": "Belgique", "MK": "Macédoine du Nord", "SY": "Syrie", "UA": "Ukraine", "XK": "Kosovo", "ER": "Érythrée",
		"EU": "", "ZZ": "", "be": "", "": "", "XXA": "",
	} {
		if got := CountryName(code); got != want {
			t.Errorf("CountryName(%q) = %q, want %q", code, got, want)
		}
	}
	french := collate.New(language.French)
	if !slices.IsSortedFunc(list, func(a, b Country) int { return french.CompareString(a.Name, b.Name) }) {
		t.Error("countries are not in French order")
	}
}

func TestNormaliseNationality(t *testing.T) {
	for typed, want := range map[string]string{
		"BE": "BE", " be ": "BE", "XXA": "XXA", "xxu": "XXU", "XXX": "XXU", "XXB": "XXB", "XXC": "XXC", "XK": "XK",
	} {
		if got, known := NormaliseNationality(typed); got != want || !known {
			t.Errorf("NormaliseNationality(%q) = %q, %v", typed, got, known)
		}
	}
	for _, typed := range []string{"", "BEL", "ZZ", "EU", "Belgique", "XXD"} {
		if _, known := NormaliseNationality(typed); known {
			t.Errorf("NormaliseNationality(%q) is known", typed)
		}
	}
}

func TestNationalities(t *testing.T) {
	list := Nationalities()
	if len(list) != 254 || list[0].Code != Stateless || len(Countries()) != 250 {
		t.Errorf("%d nationalities, the first is %v", len(list), list[0])
	}
	for _, nationality := range list {
		if code, known := NormaliseNationality(nationality.Code); !known || code != nationality.Code || NationalityName(code) == "" {
			t.Errorf("%v does not read back", nationality)
		}
	}
}

func TestEuropeanUnion(t *testing.T) {
	union, plus := 0, 0
	for _, country := range Nationalities() {
		if IsEU27(country.Code) {
			union++
			if !IsEUPlus(country.Code) {
				t.Errorf("%s is of the Union but not of the Union and others", country.Code)
			}
		}
		if IsEUPlus(country.Code) {
			plus++
		}
	}
	if union != 27 || plus != 31 {
		t.Errorf("%d member states and %d with the Economic Area and Switzerland", union, plus)
	}
	for _, code := range strings.Fields("GB CH NO UA XXA XXU") {
		if IsEU27(code) {
			t.Errorf("%s is no member state", code)
		}
	}
	for _, code := range []string{"", " ", "E", "AT BE", "T "} {
		if IsEU27(code) || IsEUPlus(code) {
			t.Errorf("%q passes for a code", code)
		}
	}
}
