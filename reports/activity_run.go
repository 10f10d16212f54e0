package reports

import (
	"slices"
	"strings"

	"jalon/models"
)

// ActivityFigures are the tables of figures of an activity report: by axis and theme, and the public.
func ActivityFigures(a *models.Activity, words func(question, code string) string) []Table {
	return []Table{activityTable(a, words), activityPublicTable(a)}
}

// FigureChange is one figure of two activity reports that are not the same.
type FigureChange struct {
	Line, Column  string // « Accompagnement, Logement », « Suivis individuels »
	Before, After Cell
}

// CompareActivity lists the figures of one sheet ("axes", "public") that differ between two reports, in the order of the sheet.
// A line that one of them does not have counts nothing there: sheets leave out what is empty.
func CompareActivity(before, after *models.Activity, sheet string, words func(question, code string) string) ([]FigureChange, error) {
	figures := func(a *models.Activity) (Table, map[string][]Cell, []string, error) {
		tables := ActivityFigures(a, words)
		table := tables[max(slices.IndexFunc(tables, func(t Table) bool { return t.Key == sheet }), 0)]
		rows, err := table.All()
		byLine, order := map[string][]Cell{}, []string{}
		for _, row := range rows {
			line := row[slices.IndexFunc(row, func(c Cell) bool { return c.Line != "" })].Line
			byLine[line], order = row, append(order, line)
		}
		return table, byLine, order, err
	}
	table, was, lines, err := figures(before)
	if err != nil {
		return nil, err
	}
	_, is, more, err := figures(after)
	for _, line := range more {
		if was[line] == nil {
			lines = append(lines, line)
		}
	}
	var changes []FigureChange
	for _, line := range lines {
		changes = append(changes, changesOf(table.Columns, was[line], is[line])...)
	}
	return changes, err
}

// changesOf compares two rows of one line; one of them may be missing.
func changesOf(columns []Column, was, is []Cell) []FigureChange {
	known := is
	if known == nil {
		known = was
	}
	var names []string
	var changes []FigureChange
	for i, cell := range known {
		if cell.Kind == Text {
			names = append(names, cell.Text)
			continue
		}
		change := FigureChange{Line: strings.Join(names, ", "), Column: columns[i].Label, Before: Cell{Kind: cell.Kind}, After: Cell{Kind: cell.Kind}}
		if was != nil {
			change.Before.Number = was[i].Number
		}
		if is != nil {
			change.After.Number = is[i].Number
		}
		if change.Before != change.After {
			changes = append(changes, change)
		}
	}
	return changes
}
