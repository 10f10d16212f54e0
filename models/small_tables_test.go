package models

import (
	"math/rand/v2"
	"testing"
)

func TestHideCells(t *testing.T) {
	for _, c := range []struct {
		name string
		rows [][]int
		sums []CellSum
		want []string // m = hidden
	}{
		{"nothing small", [][]int{{30, 20, 0}, {10, 9, 0}, {20, 11, 0}}, []CellSum{{0, []int{1, 2}}}, []string{"...", "...", "..."}},
		{"a row of its own", [][]int{{12, 3, 0}}, nil, []string{"mm."}},
		{"alone in its row, a zero goes too", [][]int{{3, 0, 0}}, nil, []string{"mm."}},
		{"three hidden persons are still few", [][]int{{20, 2, 1}}, nil, []string{"mmm"}},
		// Participants − volunteers = obliged: both columns of another line go.
		{"a sum gives a part away", [][]int{{30, 20, 0}, {26, 11, 0}, {4, 9, 0}}, []CellSum{{0, []int{1, 2}}}, []string{"...", "mm.", "mm."}},
		// The same people twice: what is hidden of one is hidden of the other.
		{"a part that is the whole", [][]int{{12, 3, 0}, {12, 3, 0}, {0, 0, 0}}, []CellSum{{0, []int{1, 2}}}, []string{"mm.", "mm.", "..."}},
		// 30 − 28: two women are not in the part.
		{"what a sum leaves out", [][]int{{30, 20, 0}, {28, 14, 0}}, []CellSum{{0, []int{1}}}, []string{"...", "mm."}},
		{"no parts of that whole", [][]int{{10, 10, 0}, {12, 9, 0}}, []CellSum{{0, []int{1}}}, []string{"...", "..."}},
	} {
		hidden := HideCells(c.rows, c.sums)
		for i, row := range hidden {
			got := ""
			for _, cell := range row {
				got += map[bool]string{true: "m", false: "."}[cell]
			}
			if got != c.want[i] {
				t.Errorf("%s: row %d %v is %s, want %s", c.name, i, c.rows[i], got, c.want[i])
			}
		}
	}
}

// From what is shown, no hidden cell can be computed by subtraction, within its row or its column, however often one subtracts.
func TestHiddenCellsCannotBeSubtracted(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	for range 5000 {
		rows, sums := randomTable(random)
		hidden := HideCells(rows, sums)
		reader := newSubtractor(rows, sums, hidden)
		reader.subtract()
		small := false
		for i, row := range reader.rows {
			for j, n := range row {
				few := n > 0 && n < SmallCell
				small = small || few
				if few && reader.known[i][j] || i < len(rows) && hidden[i][j] && reader.known[i][j] {
					t.Fatalf("%v %v hides %v: %d in row %d is told", rows, sums, hidden, n, i)
				}
			}
		}
		for _, row := range hidden {
			for _, cell := range row {
				if cell && !small {
					t.Fatalf("%v %v: nothing was to be hidden, %v", rows, sums, hidden)
				}
			}
		}
	}
}

// randomTable is a whole, two ways of parting it, the second with a remainder, and a part of a part.
func randomTable(random *rand.Rand) ([][]int, []CellSum) {
	rows := [][]int{make([]int, 3)}
	var sums []CellSum
	size := 1 + random.IntN(25)
	part := func() []int { return []int{random.IntN(size), random.IntN(size), random.IntN(1 + random.IntN(4))} }
	first := CellSum{Whole: 0}
	for range 1 + random.IntN(4) {
		row := part()
		for column, n := range row {
			rows[0][column] += n
		}
		first.Parts = append(first.Parts, len(rows))
		rows = append(rows, row)
	}
	share := func(of int) {
		row := make([]int, 3)
		for column, n := range rows[of] {
			row[column] = random.IntN(n + 1)
		}
		sums = append(sums, CellSum{of, []int{len(rows)}})
		rows = append(rows, row)
	}
	share(0)
	share(0)
	share(1)
	return rows, append(sums, first)
}

// subtractor is a reader who writes every total down and subtracts until nothing more comes out.
type subtractor struct {
	rows  [][]int
	known [][]bool
	lines [][]cellAt // cells whose sum is known
}

func newSubtractor(rows [][]int, sums []CellSum, hidden [][]bool) *subtractor {
	s := &subtractor{}
	add := func(row []int, known func(column int) bool) {
		var line []cellAt
		s.known = append(s.known, make([]bool, len(row)))
		for column := range row {
			s.known[len(s.rows)][column] = known(column) || sumOf(row) == 0
			line = append(line, cellAt{len(s.rows), column})
		}
		s.rows, s.lines = append(s.rows, row), append(s.lines, line)
	}
	for i, row := range rows {
		add(row, func(column int) bool { return !hidden[i][column] })
	}
	for _, sum := range sums {
		rest := make([]int, len(rows[sum.Whole]))
		for column := range rest {
			rest[column] = rows[sum.Whole][column]
			for _, part := range sum.Parts {
				rest[column] -= rows[part][column]
			}
		}
		add(rest, func(int) bool { return false })
		for column := range rest {
			line := []cellAt{{sum.Whole, column}, {len(s.rows) - 1, column}}
			for _, part := range sum.Parts {
				line = append(line, cellAt{part, column})
			}
			s.lines = append(s.lines, line)
		}
	}
	return s
}

func (s *subtractor) subtract() {
	for again := true; again; {
		again = false
		for _, line := range s.lines {
			unknown, at := 0, cellAt{}
			for _, c := range line {
				if !s.known[c.row][c.column] {
					unknown, at = unknown+1, c
				}
			}
			if unknown == 1 {
				s.known[at.row][at.column], again = true, true
			}
		}
	}
}
