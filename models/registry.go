package models

import (
	_ "embed" // the registry
	"encoding/json"
	"slices"
)

// What a version of a registry entry is dated by.
const (
	ByOperation = "operation" // the start of the operation: its rule holds until its end
	ByPeriod    = "period"    // the last day of the reported period
)

// RegistryEntry is one figure of one report as it was defined for some time: data, printed with the figure.
type RegistryEntry struct {
	Report     string        `json:"report"` // fse, forem, spw, activite
	Code       string        `json:"code"`   // of a line, or of a characteristic whose values are lines
	Kind       IndicatorKind `json:"kind"`
	Label      string        `json:"label"`
	Population string        `json:"population"`
	Definition string        `json:"definition"`
	Rule       string        `json:"rule"` // name of the computation
	Source     string        `json:"source"`
	Applies    string        `json:"applies"` // ByOperation, ByPeriod
	From       Date          `json:"from"`
	Until      Date          `json:"until"` // "" = still in force
}

//go:embed data/registre.json
var registryJSON []byte

// Registry is every entry, report by report in the order of the lines; versions of one code follow each other, the oldest first.
// A version is never changed once a report was frozen under it: a new rule is a new version.
var Registry = mustReadRegistry(registryJSON)

// mustReadRegistry reads an embedded file, which can only be wrong in the program itself.
func mustReadRegistry(content []byte) []RegistryEntry {
	var all []RegistryEntry
	if err := json.Unmarshal(content, &all); err != nil {
		panic("registry: " + err.Error())
	}
	for i := 1; i < len(all); i++ {
		if before := all[i-1]; before.Report == all[i].Report && before.Code == all[i].Code && (before.Until == "" || before.Until >= all[i].From) {
			panic("registry: two versions of " + all[i].Code + " at once")
		}
	}
	return all
}

// RegistryOf is the registry of a report for an operation that starts on start and a period that ends on end: one version of each
// code. Before the first version and after the last one, the nearest holds.
func RegistryOf(report string, start, end Date) []RegistryEntry {
	return registryOf(Registry, report, start, end)
}

func registryOf(registry []RegistryEntry, report string, start, end Date) []RegistryEntry {
	var found []RegistryEntry
	for _, e := range registry {
		if e.Report != report {
			continue
		}
		day := start
		if e.Applies == ByPeriod {
			day = end
		}
		at := slices.IndexFunc(found, func(f RegistryEntry) bool { return f.Code == e.Code })
		switch {
		case at < 0:
			found = append(found, e)
		case e.From <= day:
			found[at] = e
		}
	}
	return found
}

// labelOf is the label of a code today, which the registry must hold.
func labelOf(report, code string) string {
	for i := len(Registry) - 1; i >= 0; i-- {
		if e := Registry[i]; e.Report == report && e.Code == code {
			return e.Label
		}
	}
	panic("registry: no " + report + " " + code)
}

// labels are those of the codes of a report, in the versions that hold for an operation and a period.
type labels map[string]string

func labelsOf(report string, start, end Date) labels {
	all := labels{}
	for _, e := range RegistryOf(report, start, end) {
		all[e.Code] = e.Label
	}
	return all
}

// titled gives characteristics the titles that the registry has for them.
func titled(report string, rules []breakdownRule) []breakdownRule {
	for i := range rules {
		rules[i].title = labelOf(report, rules[i].code)
	}
	return rules
}
