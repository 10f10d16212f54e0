package models

// CellSum says that, column by column, the rows Parts and what is printed nowhere make the row Whole.
type CellSum struct {
	Whole int
	Parts []int
}

// HideCells tells which cells of a table are kept from a reader outside the centre. Each row adds up to a total that the reader knows,
// and rows add up to other rows (sums). Counts from 1 to 4 are hidden; then, wherever exactly one cell of a row or of a sum is hidden,
// the next smallest too, so that no subtraction gives a hidden cell back. What a sum leaves out is printed nowhere, and protected in
// the same way. Totals of rows are never hidden. See docs/decisions/2026-11-23-small-cells.md.
func HideCells(rows [][]int, sums []CellSum) [][]bool {
	g := newCellGrid(rows, sums)
	for changed := true; changed; {
		changed = false
		for _, e := range g.equations {
			for g.tells(e) && g.hideNext(e) {
				changed = true
			}
		}
	}
	return g.hidden[:len(rows)]
}

// cellGrid is a table with a row for what each sum leaves out.
type cellGrid struct {
	cells     [][]int
	hidden    [][]bool
	equations []cellEquation
}

// cellEquation is cells of which the reader knows what they make together.
type cellEquation struct {
	cells []cellAt
	row   bool // of one row, whose total is printed
}

type cellAt struct{ row, column int }

func newCellGrid(rows [][]int, sums []CellSum) *cellGrid {
	g := &cellGrid{}
	for _, row := range rows {
		g.add(row)
	}
	for _, sum := range sums {
		if rest, holds := restOf(rows, sum); holds {
			g.add(rest)
			g.addUp(append([]int{sum.Whole, len(g.cells) - 1}, sum.Parts...))
		}
	}
	return g
}

// restOf is what a sum leaves out; false when the parts are more than the whole: then they are no parts of it.
func restOf(rows [][]int, sum CellSum) ([]int, bool) {
	rest := make([]int, len(rows[sum.Whole]))
	for column := range rest {
		rest[column] = rows[sum.Whole][column]
		for _, part := range sum.Parts {
			rest[column] -= rows[part][column]
		}
		if rest[column] < 0 {
			return nil, false
		}
	}
	return rest, true
}

// add appends a row, its small cells hidden.
func (g *cellGrid) add(row []int) {
	hidden, e := make([]bool, len(row)), cellEquation{row: true}
	for column, n := range row {
		hidden[column] = n > 0 && n < SmallCell
		e.cells = append(e.cells, cellAt{len(g.cells), column})
	}
	g.cells, g.hidden, g.equations = append(g.cells, row), append(g.hidden, hidden), append(g.equations, e)
}

// addUp ties rows together in each column. A row of zeros tells everything by its total: it hides nothing.
func (g *cellGrid) addUp(rows []int) {
	for column := range g.cells[rows[0]] {
		var e cellEquation
		for _, row := range rows {
			if sumOf(g.cells[row]) > 0 {
				e.cells = append(e.cells, cellAt{row, column})
			}
		}
		g.equations = append(g.equations, e)
	}
}

func sumOf(row []int) int {
	total := 0
	for _, n := range row {
		total += n
	}
	return total
}

func (g *cellGrid) at(c cellAt) (n int, hidden bool) {
	return g.cells[c.row][c.column], g.hidden[c.row][c.column]
}

// tells whether an equation gives a hidden cell back, or the reader knows that a row hides fewer than five persons.
func (g *cellGrid) tells(e cellEquation) bool {
	cells, persons, shown := 0, 0, 0
	for _, c := range e.cells {
		if n, hidden := g.at(c); hidden {
			cells, persons = cells+1, persons+n
		} else {
			shown += n
		}
	}
	return cells == 1 || e.row && cells > 1 && persons < SmallCell && shown > 0
}

// hideNext hides the smallest cell still shown, a zero when there is nothing else; false when all are hidden.
func (g *cellGrid) hideNext(e cellEquation) bool {
	next, least := cellAt{row: -1}, 0
	for _, c := range e.cells {
		if n, hidden := g.at(c); !hidden && (next.row < 0 || n > 0 && (least == 0 || n < least)) {
			next, least = c, n
		}
	}
	if next.row < 0 {
		return false
	}
	g.hidden[next.row][next.column] = true
	return true
}
