package models

import (
	"cmp"
	"slices"
)

// Breakdown is one characteristic of a population, counted value by value.
type Breakdown struct {
	Code, Title string
	Lines       []IndicatorCount
}

// breakdownRule says how a characteristic is read. Values in no fixed list are collected as met.
type breakdownRule struct {
	code, title string
	values      []codeLabel
	// of is the value of a participation, "" when it is not known.
	of func(*Participation) string
	// label names a value met that is in no fixed list, named does so when the participation knows better; without either it is
	// shown as it is.
	label func(string) string
	named func(*Participation) string
}

type codeLabel struct{ code, label string }

// Labels of the line that no breakdown leaves out.
const (
	notRecordedCode  = "NR"
	notRecordedLabel = "Non renseigné"
)

// breakdownTally counts one characteristic.
type breakdownTally struct {
	rule  breakdownRule
	lines map[string]*IndicatorCount
}

// newBreakdowns counts characteristics under the titles in force.
func newBreakdowns(rules []breakdownRule, titles labels) []breakdownTally {
	tallies := make([]breakdownTally, len(rules))
	for i, rule := range rules {
		rule.title = titles[rule.code]
		tallies[i] = breakdownTally{rule: rule, lines: map[string]*IndicatorCount{}}
		for _, value := range rule.values {
			tallies[i].line(value.code, value.label)
		}
	}
	return tallies
}

func (t *breakdownTally) line(value, label string) *IndicatorCount {
	line, ok := t.lines[value]
	if !ok {
		line = &IndicatorCount{Code: t.rule.code + "_" + value, Label: label}
		t.lines[value] = line
	}
	return line
}

// add counts a participation under its value.
func (t *breakdownTally) add(p *Participation, inPeriod bool) {
	t.line(t.valueOf(p)).add(p.Sex, inPeriod)
}

// valueOf is the value of a participation, and what to call it when it is in no fixed list.
func (t *breakdownTally) valueOf(p *Participation) (value, label string) {
	switch value = t.rule.of(p); {
	case value == "":
		return notRecordedCode, notRecordedLabel
	case t.rule.named != nil:
		return value, t.rule.named(p)
	case t.rule.label != nil:
		return value, t.rule.label(value)
	}
	for _, fixed := range t.rule.values {
		if fixed.code == value {
			return value, fixed.label
		}
	}
	return value, value
}

func (c *IndicatorCount) add(sex string, inPeriod bool) {
	c.Cumulative.Add(sex)
	if inPeriod {
		c.Period.Add(sex)
	}
}

// breakdown lists the fixed values in their order, then those met, by label, then « non renseigné ».
func (t *breakdownTally) breakdown() Breakdown {
	b := Breakdown{Code: t.rule.code, Title: t.rule.title}
	unknown := t.line(notRecordedCode, notRecordedLabel)
	for _, value := range t.rule.values {
		b.Lines = append(b.Lines, *t.lines[value.code])
		delete(t.lines, value.code)
	}
	delete(t.lines, notRecordedCode)
	var met []IndicatorCount
	for _, line := range t.lines {
		met = append(met, *line)
	}
	slices.SortFunc(met, func(a, b IndicatorCount) int {
		return cmp.Or(cmp.Compare(Fold(a.Label), Fold(b.Label)), cmp.Compare(a.Code, b.Code))
	})
	b.Lines = append(append(b.Lines, met...), *unknown)
	return b
}

func breakdowns(tallies []breakdownTally) []Breakdown {
	list := make([]Breakdown, len(tallies))
	for i := range tallies {
		list[i] = tallies[i].breakdown()
	}
	return list
}

// nationalityGroup reads BE, UE or HORS_UE from the nationalities at entry; the nearest group wins.
func nationalityGroup(p *Participation) string {
	nationalities := p.NationalitiesAtEntry()
	switch {
	case slices.Contains(nationalities, "BE"):
		return "BE"
	case p.ThirdCountry == No:
		return "UE"
	case p.ThirdCountry == Yes:
		return "HORS_UE"
	default:
		return ""
	}
}

// firstNationality is the first known nationality at entry.
func firstNationality(p *Participation) string {
	for _, code := range p.NationalitiesAtEntry() {
		if known(code) != "" {
			return code
		}
	}
	return ""
}

// communeOf is the REFNIS code of the commune, or what was written when it is no commune of Belgium.
func communeOf(p *Participation) string {
	if commune, found := CommuneByName(p.Profile.Commune); found {
		return commune.Refnis
	}
	return known(p.Profile.Commune)
}

// communeLabel is the name of a commune given by its REFNIS code; another text stays as it is.
func communeLabel(code string) string {
	if commune, found := CommuneByRefnis(code); found {
		return commune.Name
	}
	return code
}

// CommuneAtEntry is the name of the commune, "" when not known.
func (p *Participation) CommuneAtEntry() string {
	if p.Profile.CommuneName != "" {
		return p.Profile.CommuneName
	}
	return communeLabel(communeOf(p))
}

var nationalityGroups = []codeLabel{{"BE", "Belgique"}, {"UE", "Autre pays de l'Union européenne"}, {"HORS_UE", "Hors Union européenne"}}
