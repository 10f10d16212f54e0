package models

import (
	"slices"
	"strings"
)

// CommuneChange is a commune added or closed since the shipped list: a merger, a split.
type CommuneChange struct {
	Refnis  string
	Name    string
	FromOn  Date // "" = always
	UntilOn Date // last day, "" = still there
}

// Places are the communes of one day: the shipped list and what the settings add to it or close. A closed commune is
// still read in old files and no longer proposed. nil is the shipped list alone.
type Places struct {
	changed map[string]Commune
	closed  map[string]bool
	open    []Commune
}

// NewPlaces applies changes to the shipped list as on a day.
func NewPlaces(changes []CommuneChange, on Date) *Places {
	if len(changes) == 0 {
		return nil
	}
	p := &Places{changed: map[string]Commune{}, closed: map[string]bool{}}
	for _, c := range changes {
		p.changed[c.Refnis] = arrondissementOf(c)
		p.closed[c.Refnis] = c.FromOn > on || c.UntilOn != "" && c.UntilOn < on
	}
	for _, commune := range Communes() {
		if _, again := p.changed[commune.Refnis]; !again {
			p.open = append(p.open, commune)
		}
	}
	for refnis, commune := range p.changed {
		if !p.closed[refnis] {
			p.open = append(p.open, commune)
		}
	}
	slices.SortFunc(p.open, func(a, b Commune) int { return strings.Compare(Fold(a.Name)+a.Refnis, Fold(b.Name)+b.Refnis) })
	return p
}

// arrondissementOf places an added commune: the first two digits of a REFNIS code are the arrondissement.
func arrondissementOf(c CommuneChange) Commune {
	if shipped, known := CommuneByRefnis(c.Refnis); known {
		shipped.Name = c.Name
		return shipped
	}
	for _, neighbour := range Communes() {
		if len(c.Refnis) == 5 && strings.HasPrefix(neighbour.Refnis, c.Refnis[:2]) {
			neighbour.Refnis, neighbour.Name, neighbour.NameNL = c.Refnis, c.Name, c.Name
			return neighbour
		}
	}
	return Commune{Refnis: c.Refnis, Name: c.Name, NameNL: c.Name}
}

// Open lists the communes that can be chosen, by name. The list is shared: do not change it.
func (p *Places) Open() []Commune {
	if p == nil {
		return Communes()
	}
	return p.open
}

// Namur lists those of the province of Namur. The list is shared: do not change it.
func (p *Places) Namur() []Commune {
	if p == nil {
		return NamurCommunes()
	}
	return slices.DeleteFunc(slices.Clone(p.open), func(c Commune) bool { return c.Province != "Namur" })
}

// ByRefnis finds a commune by its code, a closed one too.
func (p *Places) ByRefnis(refnis string) (Commune, bool) {
	if p != nil {
		if commune, changed := p.changed[refnis]; changed {
			return commune, true
		}
	}
	return CommuneByRefnis(refnis)
}

// ByName finds a commune that is not closed by its name, as CommuneByName does.
func (p *Places) ByName(name string) (Commune, bool) {
	if p != nil {
		for _, commune := range p.changed {
			if !p.closed[commune.Refnis] && (placeKey(commune.Name) == placeKey(name) || commune.Refnis == strings.TrimSpace(name)) {
				return commune, true
			}
		}
	}
	commune, known := CommuneByName(name)
	if known && p != nil {
		if _, changed := p.changed[commune.Refnis]; changed { // closed, or renamed
			return Commune{}, false
		}
	}
	return commune, known
}

// Name is the name of a commune code, a closed one too; what is no code (« inconnu », an imported text) is returned as it is.
func (p *Places) Name(refnis string) string {
	if commune, known := p.ByRefnis(refnis); known {
		return commune.Name
	}
	return refnis
}

// present is the commune that a code of the postal list stands for today: itself, or after a merger the one that kept
// its name.
func (p *Places) present(refnis string) (Commune, bool) {
	commune, known := p.ByRefnis(refnis)
	if p == nil || !p.closed[refnis] {
		return commune, known
	}
	return p.ByName(commune.Name)
}

// Of lists the communes a postcode may belong to.
func (p *Places) Of(postcode string) []Commune {
	var found []Commune
	for _, commune := range CommunesOf(postcode) {
		if now, open := p.present(commune.Refnis); open && !slices.Contains(found, now) {
			found = append(found, now)
		}
	}
	return found
}

// Fits is PostcodeFits; against a commune that the postal list does not know yet nothing is held.
func (p *Places) Fits(postcode, refnis string) bool {
	if _, shipped := CommuneByRefnis(refnis); !shipped {
		if _, added := p.ByRefnis(refnis); added {
			return len(Localities(postcode)) > 0
		}
	}
	return PostcodeFits(postcode, refnis)
}
