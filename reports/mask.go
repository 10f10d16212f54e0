package reports

import (
	"slices"
	"strings"

	"jalon/models"
)

// SmallCell is the smallest count of persons shown by gender to a reader outside the centre: below it, knowing the
// place and the year is knowing the person. Totals stay exact: they are what the convention is about.
const SmallCell = 5

// hidden tells which of the four gender cells of a count are masked for a funder: those from 1 to 4 and, so that a
// single one cannot be found by subtraction, the next smallest.
func hidden(c models.GenderCounts) [len(models.Genders)]bool {
	var mask [len(models.Genders)]bool
	masked, next := 0, -1
	for i, gender := range models.Genders {
		switch n := c.Of(gender); {
		case n > 0 && n < SmallCell:
			mask[i] = true
			masked++
		case n > 0 && (next < 0 || n < c.Of(models.Genders[next])):
			next = i
		}
	}
	if masked == 1 && next >= 0 {
		mask[next] = true
	}
	return mask
}

// Masked tells whether one gender cell of a count is kept from a reader outside the centre; totals never are.
func Masked(c models.GenderCounts, gender string) bool {
	i := slices.Index(models.Genders[:], gender)
	return i >= 0 && hidden(c)[i]
}

// maskedCounts is a count as a funder's JSON shows it: null where the cell is too small.
type maskedCounts map[string]*int

func maskedOf(c models.GenderCounts) maskedCounts {
	total := c.Total
	out, mask := maskedCounts{"total": &total}, hidden(c)
	for i, gender := range models.Genders {
		if n := c.Of(gender); mask[i] {
			out[gender] = nil
		} else {
			out[gender] = &n
		}
	}
	return out
}

// masked hides the small gender cells of a table, in every group of columns that counts by gender.
func (t Table) masked() Table {
	rows := t.Rows
	groups := genderColumns(t.Columns)
	if rows == nil || len(groups) == 0 {
		return t
	}
	t.Rows = func(yield func([]Cell, error) bool) {
		for row, err := range rows {
			if err == nil {
				row = maskRow(row, groups)
			}
			if !yield(row, err) {
				return
			}
		}
	}
	return t
}

// genderColumns finds the columns « periode_f », « periode_m »… of each group, in the order of models.Genders.
func genderColumns(columns []Column) [][]int {
	var groups [][]int
	for _, c := range columns {
		prefix, ok := strings.CutSuffix(c.Key, "_total")
		if !ok {
			continue
		}
		var group []int
		for _, gender := range models.Genders {
			key := prefix + "_" + strings.ToLower(gender)
			if i := slices.IndexFunc(columns, func(c Column) bool { return c.Key == key }); i >= 0 {
				group = append(group, i)
			}
		}
		if len(group) == len(models.Genders) {
			groups = append(groups, group)
		}
	}
	return groups
}

func maskRow(row []Cell, groups [][]int) []Cell {
	row = slices.Clone(row)
	for _, group := range groups {
		var counts models.GenderCounts
		for i, column := range group {
			for range row[column].Number {
				counts.Add(models.Genders[i])
			}
		}
		for i, small := range hidden(counts) {
			if small {
				row[group[i]] = text("–") // never the figure itself, nor which of the two was small
			}
		}
	}
	return row
}
