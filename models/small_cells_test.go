package models

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSmallCells(t *testing.T) {
	for _, c := range []struct {
		parts []int
		want  string // m = hidden
	}{
		{[]int{12, 9, 0}, "..."}, {[]int{12, 3}, "mm"}, {[]int{12, 7, 2}, ".mm"}, {[]int{20, 9, 2, 1}, ".mmm"}, {[]int{3}, "m"}, {[]int{}, ""}, {[]int{30, 4, 4}, ".mm"},
	} {
		got := ""
		for _, hidden := range SmallCells(c.parts) {
			got += map[bool]string{true: "m", false: "."}[hidden]
		}
		if got != c.want {
			t.Errorf("%v: %s, want %s", c.parts, got, c.want)
		}
	}
}

// Whoever knows the total and every part that is shown can still not tell a small one: what is hidden is at least two parts and five
// persons, as soon as there are as many.
func TestSmallCellsKeepTheSumFromTelling(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	for range 20_000 {
		parts := make([]int, random.IntN(8))
		total, filled := 0, 0
		for i := range parts {
			parts[i] = random.IntN(9)
			total += parts[i]
			if parts[i] > 0 {
				filled++
			}
		}
		hidden := SmallCells(parts)
		cells, persons := 0, 0
		for i, n := range parts {
			if hidden[i] {
				cells, persons = cells+1, persons+n
			} else if n > 0 && n < SmallCell {
				t.Fatalf("%v: %d is shown", parts, n)
			}
		}
		if cells > 0 && filled >= 2 && total >= SmallCell && (cells < 2 || persons < SmallCell) {
			t.Fatalf("%v: %v hides %d persons in %d parts", parts, hidden, persons, cells)
		}
		if cells > 0 && !slices.ContainsFunc(parts, func(n int) bool { return n > 0 && n < SmallCell }) {
			t.Fatalf("%v: nothing was to be hidden", parts)
		}
	}
}
