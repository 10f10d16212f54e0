package models

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// Whoever has the seed and the references draws the same people: this is the method as the index prints it, done by hand
// (printf 'graine:R1' | sha256sum, and so on; then sorted).
func TestDrawCanBeDoneAgain(t *testing.T) {
	references := []string{"R1", "R2", "R3", "R4", "R5"}
	if got := Draw("graine", references, 2); !slices.Equal(got, []string{"R4", "R5"}) {
		t.Errorf("%v", got)
	}
}

func TestDrawProperties(t *testing.T) {
	var references []string
	for i := range 300 {
		references = append(references, fmt.Sprintf("2026-%03d", i))
	}
	shuffled := slices.Clone(references)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	small, large := Draw("a", references, 30), Draw("a", shuffled, 31)
	if !slices.Equal(small, large[:30]) {
		t.Error("the order of the references matters, or a larger sample does not hold the smaller one")
	}
	if slices.Equal(small, Draw("b", references, 30)) || len(Draw("a", references, 1000)) != 300 || len(Draw("a", references, -1)) != 0 {
		t.Error("the seed does not matter, or the size is not kept")
	}
	// Over many seeds each is drawn about as often as another: 3,000 draws of 30 in 300.
	count := map[string]int{}
	for seed := range 3000 {
		for _, r := range Draw(fmt.Sprint(seed), references, 30) {
			count[r]++
		}
	}
	for _, r := range references {
		if count[r] < 220 || count[r] > 380 { // ± 5 standard deviations
			t.Errorf("%s drawn %d times, 300 expected", r, count[r])
		}
	}
}

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
