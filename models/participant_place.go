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

// Parse reads « 5000 », « Namur », « 5000 Namur » or « 5100 Jambes ». The problem is a message key with its
// arguments.
func (p *Places) Parse(typed string) (Place, Problem) {
	typed = strings.TrimSpace(typed)
	if parts := leadingPostcode.FindStringSubmatch(typed); parts != nil {
		return p.ofPostcode(parts[1], parts[2])
	}
	if commune, known := p.ByName(typed); known {
		return Place{Refnis: commune.Refnis}, Problem{}
	}
	return Place{}, Problem{Key: "person.place_unknown"}
}

// ofPostcode finds the commune of a postcode, by the name beside it if there is one.
func (p *Places) ofPostcode(postcode, name string) (Place, Problem) {
	communes := p.Of(postcode)
	if len(Localities(postcode)) == 0 {
		return Place{}, Problem{Key: "person.postcode_unknown", Args: []any{"Postcode", postcode}}
	}
	if name == "" {
		if len(communes) == 1 {
			return Place{Postcode: postcode, Refnis: communes[0].Refnis}, Problem{}
		}
		if len(communes) == 0 {
			return Place{}, Problem{Key: "person.postcode_moved", Args: []any{"Postcode", postcode}}
		}
		return Place{}, Problem{Key: "person.postcode_shared", Args: []any{"Postcode", postcode, "Communes", p.names(postcode)}}
	}
	if refnis := p.locality(postcode, name); refnis != "" {
		return Place{Postcode: postcode, Refnis: refnis}, Problem{}
	}
	commune, known := p.ByName(name)
	if !known {
		return Place{}, Problem{Key: "person.place_unknown"}
	}
	return Place{Postcode: postcode, Refnis: commune.Refnis, Odd: !p.Fits(postcode, commune.Refnis)}, Problem{}
}

// locality is the commune of a locality (Jambes) of a postcode, when the list is sure of it.
func (p *Places) locality(postcode, name string) string {
	for _, l := range Localities(postcode) {
		if l.Sure && placeKey(l.Name) == placeKey(name) {
			commune, _ := p.present(l.Commune)
			return commune.Refnis
		}
	}
	return ""
}

func (p *Places) names(postcode string) string {
	var names []string
	for _, c := range p.Of(postcode) {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}

// Text writes a place as it is typed: « 5000 Namur ».
func (p *Places) Text(postcode, refnis string) string {
	return strings.TrimSpace(postcode + " " + p.Name(refnis))
}
