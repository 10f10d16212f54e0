package models

import (
	_ "embed" // the lists
	"encoding/csv"
	"slices"
	"strings"
	"sync"
)

// Commune is a Belgian municipality as it stood from 2019 to 2024.
type Commune struct {
	Refnis         string // five digits: province, arrondissement, commune
	Name           string // in French
	NameNL         string // in Dutch
	Arrondissement string
	Province       string // "" in the Brussels region
	Region         string
}

// Locality is a place of the postal list.
type Locality struct {
	Postcode string
	Name     string
	Commune  string // REFNIS code, "" where the list does not say
	Sure     bool   // false: the commune is a suggestion, to be confirmed by the user
}

var (
	//go:embed data/communes.csv
	communesCSV string
	//go:embed data/localites.csv
	localitiesCSV string
)

// communeBook is the list of communes with its two indexes.
type communeBook struct {
	list     []Commune
	byRefnis map[string]Commune
	byName   map[string]Commune // folded French and Dutch names
}

// The lists are read on first use, so that commands which need none of them start at once.
var (
	communeData   = sync.OnceValue(readCommunes)
	localityData  = sync.OnceValue(readLocalities)
	namurCommunes = sync.OnceValue(func() []Commune {
		return slices.DeleteFunc(slices.Clone(Communes()), func(c Commune) bool { return c.Province != "Namur" })
	})
)

func readCommunes() communeBook {
	var book communeBook
	for _, row := range mustReadCSV(communesCSV) {
		book.list = append(book.list, Commune{row[0], row[1], row[2], row[3], row[4], row[5]})
	}
	slices.SortStableFunc(book.list, func(a, b Commune) int { return strings.Compare(Fold(a.Name), Fold(b.Name)) })
	book.byRefnis = make(map[string]Commune, len(book.list))
	book.byName = make(map[string]Commune, 2*len(book.list))
	for _, commune := range book.list {
		book.byRefnis[commune.Refnis] = commune
		book.addName(commune.Name, commune)
		book.addName(commune.NameNL, commune)
	}
	return book
}

// addName keeps the Walloon commune where a name is shared: Saint-Nicolas is near Liège before it is Sint-Niklaas.
func (book communeBook) addName(name string, commune Commune) {
	key := placeKey(name)
	if holder, taken := book.byName[key]; !taken || holder.Region != "Région wallonne" {
		book.byName[key] = commune
	}
}

// placeKey compares place names without regard to case, accents, hyphens and apostrophes.
func placeKey(name string) string {
	return strings.Join(strings.FieldsFunc(Fold(name), func(r rune) bool { return !isWordRune(r) }), " ")
}

func readLocalities() map[string][]Locality {
	byPostcode := map[string][]Locality{}
	for _, row := range mustReadCSV(localitiesCSV) {
		place := Locality{Postcode: row[0], Name: row[1], Commune: row[3], Sure: row[4] == "oui"}
		byPostcode[place.Postcode] = append(byPostcode[place.Postcode], place)
	}
	return byPostcode
}

// mustReadCSV reads the rows of an embedded file after its heading; it can only be wrong in the program itself.
func mustReadCSV(content string) [][]string {
	rows, err := csv.NewReader(strings.NewReader(content)).ReadAll()
	if err != nil {
		panic("embedded list: " + err.Error())
	}
	return rows[1:]
}

// Communes lists the 581 communes by French name. The list is shared: do not change it.
func Communes() []Commune { return communeData().list }

// NamurCommunes lists the 38 communes of the province of Namur. The list is shared: do not change it.
func NamurCommunes() []Commune { return namurCommunes() }

// CommuneByRefnis finds a commune by its code.
func CommuneByRefnis(refnis string) (Commune, bool) {
	commune, known := communeData().byRefnis[refnis]
	return commune, known
}

// CommuneByName finds a commune by its French or Dutch name, in any case and with or without accents, or by its REFNIS
// code. A locality (Jambes) is no commune.
func CommuneByName(nameOrRefnis string) (Commune, bool) {
	if commune, known := CommuneByRefnis(strings.TrimSpace(nameOrRefnis)); known {
		return commune, true
	}
	commune, known := communeData().byName[placeKey(nameOrRefnis)]
	return commune, known
}

// Localities lists the places of a postcode, none for an unknown one. The list is shared: do not change it.
func Localities(postcode string) []Locality { return localityData()[strings.TrimSpace(postcode)] }

// CommunesOf lists the communes a postcode may belong to, by name; one postcode can cover several.
func CommunesOf(postcode string) []Commune {
	var found []Commune
	for _, place := range Localities(postcode) {
		commune, known := CommuneByRefnis(place.Commune)
		if known && !slices.Contains(found, commune) {
			found = append(found, commune)
		}
	}
	slices.SortFunc(found, func(a, b Commune) int { return strings.Compare(Fold(a.Name), Fold(b.Name)) })
	return found
}

// PostcodeFits tells whether an address in the commune can have the postcode. Where the list does not name the commune of
// each of its places, nothing is held against it. A misfit is a question to the user, not a refusal.
func PostcodeFits(postcode, refnis string) bool {
	return slices.ContainsFunc(Localities(postcode), func(place Locality) bool {
		return place.Commune == refnis || place.Commune == ""
	})
}
