package models

// SmallCell is the smallest count of persons shown in detail to a reader outside the centre: below it, knowing the
// place and the year is knowing the person (security.md). Totals of a contract stay exact: they are what the convention is about.
const SmallCell = 5

// SmallCells tells which counts of parts of one known total are kept from a reader outside the centre: those from 1 to 4 and, so
// that the total does not give them away, the next smallest until at least two parts and five persons are hidden.
func SmallCells(parts []int) []bool {
	hidden := make([]bool, len(parts))
	cells, persons := 0, 0
	for i, n := range parts {
		if n > 0 && n < SmallCell {
			hidden[i] = true
			cells++
			persons += n
		}
	}
	for cells > 0 && (cells < 2 || persons < SmallCell) {
		next := -1
		for i, n := range parts {
			if !hidden[i] && n > 0 && (next < 0 || n < parts[next]) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		hidden[next] = true
		cells++
		persons += parts[next]
	}
	return hidden
}
