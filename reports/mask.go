package reports

import (
	"slices"
	"strings"

	"jalon/models"
)

// genderMask tells, by code of line, which gender cells of a report are kept from a reader outside the centre, in the order of
// models.Genders. Totals never are, nor « non renseigné », which tells nothing of anybody.
type genderMask map[string]maskedGenders

type maskedGenders struct{ period, cumulative [len(models.Genders)]bool }

// maskOf hides what is small and what would give it back (models.HideCells). Only a whole year that is over is shown by gender: between
// two readings on neighbouring days, a difference of totals would name one person's.
func maskOf(kind string, lines []models.IndicatorCount, overYear bool) genderMask {
	rows := make([][]int, len(lines))
	for i, line := range lines {
		rows[i] = partsOf(line.Period)
	}
	hidden, mask := models.HideCells(rows, models.LineSums(kind, lines)), genderMask{}
	for i, line := range lines {
		var m maskedGenders
		copy(m.period[:], hidden[i])
		m.cumulative = m.period
		if !overYear {
			m.period = anybody(line.Period)
		}
		if !overYear || line.Cumulative != line.Period { // the years before are the difference
			m.cumulative = anybody(line.Cumulative)
		}
		mask[line.Code] = m
	}
	return mask
}

// partsOf are the counts of persons whose sex is known.
func partsOf(c models.GenderCounts) []int { return []int{c.F, c.M, c.X} }

// anybody masks every gender of a line that counts somebody.
func anybody(c models.GenderCounts) (masked [len(models.Genders)]bool) {
	for g := range partsOf(c) {
		masked[g] = c.Total > c.NR
	}
	return masked
}

// maskedCounts is a count as a funder's JSON shows it: null where the cell is kept.
type maskedCounts map[string]*int

func maskedOf(c models.GenderCounts, masked [len(models.Genders)]bool) maskedCounts {
	out := maskedCounts{"total": &c.Total}
	for i, gender := range models.Genders {
		out[gender] = nil
		if n := c.Of(gender); !masked[i] {
			out[gender] = &n
		}
	}
	return out
}

// masked hides the gender cells of the mask, in every group of columns that counts by gender; those that stay do not open, for a list
// of persons by gender would tell the gender of each.
func (t Table) masked(mask genderMask) Table {
	rows := t.Rows
	period, cumulative := genderColumns(t.Columns, "periode"), genderColumns(t.Columns, "cumul")
	if rows == nil || period == nil {
		return t
	}
	t.Rows = func(yield func([]Cell, error) bool) {
		for row, err := range rows {
			if err == nil {
				m := mask[lineOf(row)]
				maskCells(row, period, m.period)
				maskCells(row, cumulative, m.cumulative)
			}
			if !yield(row, err) {
				return
			}
		}
	}
	return t
}

// genderColumns finds the columns « periode_f », « periode_m »…, in the order of models.Genders; nil when there are none.
func genderColumns(columns []Column, prefix string) []int {
	var found []int
	for _, gender := range models.Genders {
		key := prefix + "_" + strings.ToLower(gender)
		if i := slices.IndexFunc(columns, func(c Column) bool { return c.Key == key }); i >= 0 {
			found = append(found, i)
		}
	}
	return found
}

// lineOf is the code of the line that a row counts.
func lineOf(row []Cell) string {
	for _, cell := range row {
		if cell.Line != "" {
			return cell.Line
		}
	}
	return ""
}

func maskCells(row []Cell, columns []int, masked [len(models.Genders)]bool) {
	for g, column := range columns {
		row[column].Line = ""
		if masked[g] {
			row[column] = text("–") // never the figure itself, nor which of them was small
		}
	}
}
