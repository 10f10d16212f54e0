package models

import (
	_ "embed" // the names
	"encoding/json"
	"strings"
	"sync"
)

// Country is a country, or a nationality, with its French name.
type Country struct {
	Code string `json:"code"` // ISO 3166-1 alpha-2, XK for Kosovo, or one of the codes below
	Name string `json:"name"`
}

// Nationalities that are no country, with the codes of ICAO document 9303, except Undetermined, which the
// exchange workbook names.
const (
	Stateless     = "XXA"
	Refugee       = "XXB" // refugee under the 1951 Convention
	OtherRefugee  = "XXC" // refugee otherwise
	Undetermined  = "XXU"
	icaoUndefined = "XXX"
)

//go:embed data/countries.json
var countriesJSON []byte

var specialNationalities = []Country{
	{Stateless, "Apatride"},
	{Undetermined, "Nationalité indéterminée"},
	{Refugee, "Statut de réfugié (convention de 1951)"},
	{OtherRefugee, "Statut de réfugié (autre)"},
}

// namedCodes is a list in French order and the same list by code.
type namedCodes struct {
	list   []Country
	byCode map[string]string
}

func newNamedCodes(list []Country) namedCodes {
	codes := namedCodes{list: list, byCode: make(map[string]string, len(list))}
	for _, entry := range list {
		codes.byCode[entry.Code] = entry.Name
	}
	return codes
}

// mustReadNames reads an embedded file, which can only be wrong in the program itself.
func mustReadNames(content []byte) []Country {
	var list []Country
	if err := json.Unmarshal(content, &list); err != nil {
		panic("embedded names: " + err.Error())
	}
	return list
}

var countries = sync.OnceValue(func() namedCodes { return newNamedCodes(mustReadNames(countriesJSON)) })

var nationalities = sync.OnceValue(func() namedCodes {
	list := make([]Country, 0, len(specialNationalities)+len(countries().list))
	return newNamedCodes(append(append(list, specialNationalities...), countries().list...))
})

// Countries lists the countries of the world by French name. The list is shared: do not change it.
func Countries() []Country { return countries().list }

// CountryName is the French name of a country, "" for an unknown code.
func CountryName(code string) string { return countries().byCode[code] }

// Nationalities lists the nationalities to choose from: stateless, undetermined, refugees, then the countries.
// The list is shared: do not change it.
func Nationalities() []Country { return nationalities().list }

// NationalityName is the French name of a nationality code, "" for an unknown code.
func NationalityName(code string) string { return nationalities().byCode[code] }

// NormaliseNationality reads a code in any case; XXX, the code of documents for an unspecified nationality, is
// undetermined. It tells whether the code exists.
func NormaliseNationality(code string) (string, bool) {
	code = strings.ToUpper(strings.TrimSpace(code))
	if code == icaoUndefined {
		code = Undetermined
	}
	_, known := nationalities().byCode[code]
	return code, known
}

const (
	eu27 = " AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK "
	// euPlus adds the other states of the European Economic Area and Switzerland: people the integration path
	// leaves out (Walloon code, « UE+ »).
	euPlus = eu27 + "CH IS LI NO "
)

// IsEU27 tells whether a nationality is of a member state of the Union, as of 2020.
func IsEU27(code string) bool { return isListed(eu27, code) }

// IsEUPlus tells whether a nationality is of the Union, the European Economic Area or Switzerland.
func IsEUPlus(code string) bool { return isListed(euPlus, code) }

func isListed(list, code string) bool {
	return len(code) == 2 && strings.Contains(list, " "+code+" ")
}
