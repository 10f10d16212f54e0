package models

import (
	"regexp"
	"strings"
)

// Place is where somebody lives: a postcode, a commune, or both. Odd says that the two do not go together.
type Place struct {
	Postcode, Refnis string
	Odd              bool
}

var leadingPostcode = regexp.MustCompile(`^([0-9]{4})\b[ ,]*(.*)$`)

// ParsePlace reads « 5000 », « Namur », « 5000 Namur » or « 5100 Jambes ». The problem is a message key with its
// arguments.
func ParsePlace(typed string) (Place, Problem) {
	typed = strings.TrimSpace(typed)
	if parts := leadingPostcode.FindStringSubmatch(typed); parts != nil {
		return placeOfPostcode(parts[1], parts[2])
	}
	if commune, known := CommuneByName(typed); known {
		return Place{Refnis: commune.Refnis}, Problem{}
	}
	return Place{}, Problem{Key: "person.place_unknown"}
}

// placeOfPostcode finds the commune of a postcode, by the name beside it if there is one.
func placeOfPostcode(postcode, name string) (Place, Problem) {
	communes := CommunesOf(postcode)
	if len(Localities(postcode)) == 0 {
		return Place{}, Problem{Key: "person.postcode_unknown", Args: []any{"Postcode", postcode}}
	}
	if name == "" {
		if len(communes) == 1 {
			return Place{Postcode: postcode, Refnis: communes[0].Refnis}, Problem{}
		}
		return Place{}, Problem{Key: "person.postcode_shared", Args: []any{"Postcode", postcode, "Communes", communeNames(postcode)}}
	}
	if refnis := localityCommune(postcode, name); refnis != "" {
		return Place{Postcode: postcode, Refnis: refnis}, Problem{}
	}
	commune, known := CommuneByName(name)
	if !known {
		return Place{}, Problem{Key: "person.place_unknown"}
	}
	return Place{Postcode: postcode, Refnis: commune.Refnis, Odd: !PostcodeFits(postcode, commune.Refnis)}, Problem{}
}

// localityCommune is the commune of a locality (Jambes) of a postcode, when the list is sure of it.
func localityCommune(postcode, name string) string {
	for _, l := range Localities(postcode) {
		if l.Sure && placeKey(l.Name) == placeKey(name) {
			return l.Commune
		}
	}
	return ""
}

func communeNames(postcode string) string {
	var names []string
	for _, c := range CommunesOf(postcode) {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}

// CommuneName is the name of a commune code; what is no code (« inconnu », an imported text) is returned as it is.
func CommuneName(refnis string) string {
	if commune, known := CommuneByRefnis(refnis); known {
		return commune.Name
	}
	return refnis
}

// PlaceText writes a place as it is typed: « 5000 Namur ».
func PlaceText(postcode, refnis string) string {
	return strings.TrimSpace(postcode + " " + CommuneName(refnis))
}
