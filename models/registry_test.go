package models

import (
	"slices"
	"testing"
)

// Every computation has its entry and every entry its computation, source and date.
func TestRegistryIsWhole(t *testing.T) {
	used := map[string]bool{}
	for _, e := range Registry {
		if e.Label == "" || (e.Population == "") != (e.Report == "fse" && e.Kind == Output) || e.Definition == "" || e.Rule == "" || e.Source == "" || !e.From.Valid() || e.Until != "" && e.Until < e.From {
			t.Errorf("%s %s is not whole", e.Report, e.Code)
		}
		if !slices.Contains([]string{"fse", "forem", "spw", "activite"}, e.Report) || e.Applies != ByOperation && e.Applies != ByPeriod {
			t.Errorf("%s %s: unknown report or date", e.Report, e.Code)
		}
		if e.Report == "fse" {
			used[e.Rule] = true
		}
	}
	for rule := range fseRules {
		if !used[rule] {
			t.Errorf("nothing uses the rule %s", rule)
		}
	}
	topics := map[string][]Topic{"forem": (&ForemReport{}).Topics(), "spw": (&SPWReport{}).Topics(), "fse": NewFSEReport(ReportRequest{}).Topics()}
	for report, all := range topics {
		if defined := RegistryOf(report, "2026-01-01", "2026-12-31"); len(defined) != len(all) {
			t.Errorf("%s: %d figures, %d definitions", report, len(all), len(defined))
		}
	}
	for _, topic := range Topics {
		if !slices.Contains(Themes, topicThemes[topic]) {
			t.Errorf("the topic %s has no theme", topic)
		}
	}
}

// A changed rule applies to the operations that start under it, and to no other.
func TestRegistryVersions(t *testing.T) {
	entry := func(code, rule, applies string, from, until Date) RegistryEntry {
		return RegistryEntry{Report: "fse", Code: code, Label: rule, Rule: rule, Applies: applies, From: from, Until: until}
	}
	registry := []RegistryEntry{entry("EECO01", "total", ByOperation, "2021-07-01", ""), entry("EECO04", "situation_inactivite", ByOperation, "2021-07-01", "2026-12-31"),
		entry("EECO04", "situation_chomage", ByOperation, "2027-01-01", "2027-12-31"), entry("EECO04", "toujours_zero", ByOperation, "2028-01-01", "")}
	indicators := indicatorsFrom(registry)
	if len(indicators) != 2 {
		t.Fatalf("%d indicators", len(indicators))
	}
	p := Participation{Status: Complete, Labour: Unemployed}
	for start, want := range map[Date]Outcome{"2020-01-01": NotCounted, "2026-12-31": NotCounted, "2027-01-01": Counted, "2027-12-31": Counted, "2028-05-01": NotCounted, "": NotCounted} {
		p.Rules.Registry = start
		if got := indicators[1].Judge(&p).Outcome; got != want {
			t.Errorf("an operation of %q: %v, want %v", start, got, want)
		}
	}
	for start, want := range map[Date]string{"2019-01-01": "situation_inactivite", "2027-06-01": "situation_chomage", "2030-01-01": "toujours_zero"} {
		if got := registryOf(registry, "fse", start, "2031-01-01"); len(got) != 2 || got[1].Rule != want {
			t.Errorf("an operation of %s is defined by %+v", start, got)
		}
	}
	registry[3].Applies = ByPeriod
	if got := registryOf(registry, "fse", "2026-01-01", "2028-02-01"); got[1].Rule != "toujours_zero" {
		t.Errorf("a rule dated by period: %s", got[1].Rule)
	}
	if (Operation{StartsOn: "2026-03-01"}).Rules().Registry != "2026-03-01" {
		t.Error("the rules of an operation do not say from when it is")
	}
}
