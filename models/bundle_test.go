package models

import (
	"slices"
	"testing"
)

func TestChoosingPeople(t *testing.T) {
	candidates := []BundleCandidate{{"e3", "I3", "p1", "P1"}, {"e1", "I1", "p2", "P2"}, {"e2", "I2", "p3", "P3"}}
	for name, test := range map[string]struct {
		order   BundleOrder
		want    []string
		problem string
	}{
		"all":        {BundleOrder{Method: BundleAll}, []string{"e1", "e2", "e3"}, ""},
		"random":     {BundleOrder{Method: BundleRandom, Size: 9, Seed: "x"}, []string{"e1", "e2", "e3"}, ""},
		"list":       {BundleOrder{Method: BundleList, List: "I2\r\nP1"}, []string{"e2", "e3"}, ""},
		"not there":  {BundleOrder{Method: BundleList, List: "I2 I9"}, []string{"e2"}, "liste"},
		"public ids": {BundleOrder{Method: BundleList, List: "p2;p3"}, []string{"e1", "e2"}, ""},
	} {
		chosen, problems := test.order.Choose(candidates)
		var got []string
		for _, c := range chosen {
			got = append(got, c.Enrolment)
		}
		if !slices.Equal(got, test.want) || problems.Has(test.problem) != (test.problem != "") || len(problems) > 1 {
			t.Errorf("%s: %v %v", name, got, problems)
		}
	}
	if _, problems := (BundleOrder{Method: BundleAll}).Choose(nil); !problems.Has("du") {
		t.Error("an empty population has its sentence")
	}
}

func TestBundleOrderChecks(t *testing.T) {
	ok := BundleOrder{From: "2026-01-01", To: "2026-12-31", Method: BundleRandom, Size: 5, Seed: "x"}
	for name, test := range map[string]struct {
		change func(*BundleOrder)
		field  string
	}{
		"right": {func(*BundleOrder) {}, ""}, "dates": {func(o *BundleOrder) { o.To = "2025-01-01" }, "du"}, "size": {func(o *BundleOrder) { o.Size = 0 }, "nombre"},
		"seed": {func(o *BundleOrder) { o.Seed = "a\nb" }, "graine"}, "method": {func(o *BundleOrder) { o.Method = "" }, "methode"},
		"list": {func(o *BundleOrder) { o.Method, o.List = BundleList, " \n" }, "liste"},
	} {
		order := ok
		test.change(&order)
		if problems := order.Check(); problems.Has(test.field) != (test.field != "") || len(problems) > 1 {
			t.Errorf("%s: %v", name, problems)
		}
	}
}
