package reports

import (
	"slices"
	"strings"

	"jalon/models"
)

// hidden tells which of the four gender cells of a count are masked for a funder (models.SmallCells).
func hidden(c models.GenderCounts) []bool {
	parts := make([]int, len(models.Genders))
	for i, gender := range models.Genders {
		parts[i] = c.Of(gender)
	}
	return models.SmallCells(parts)
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
