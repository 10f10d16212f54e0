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
