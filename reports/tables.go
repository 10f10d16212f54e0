// Package reports lays figures out as tables, and renders them as workbooks and JSON. It also reads
// and writes the exchange workbook.
package reports

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jalon/models"
)

// CellKind says what a cell holds.
type CellKind uint8

// The kinds of cell. An empty cell means not recorded, whatever the column.
const (
	Empty   CellKind = iota
	Text             // Cell.Text
	Number           // Cell.Number
	Day              // Cell.Text, an ISO date
	Hours            // Cell.Number, minutes, shown as decimal hours
	Percent          // Cell.Number ÷ Cell.Of
)

// Cell is one typed value of a table.
type Cell struct {
	Kind   CellKind
	Text   string
	Number int
	Of     int
	// Line is the code of the counted line whose figure this is: the page opens it. "" for any other cell.
	Line string
}

func text(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{Kind: Text, Text: s}
}

func number(n int) Cell { return Cell{Kind: Number, Number: n} }

// coded is an answer that may be a figure, a level say: spreadsheets then sort it and find it as one. Any other stays a text.
func coded(s string) Cell {
	if n, err := strconv.Atoi(s); err == nil && strconv.Itoa(n) == s {
		return number(n)
	}
	return text(s)
}

func day(d models.Date) Cell {
	if d == "" {
		return Cell{}
	}
	return Cell{Kind: Day, Text: string(d)}
}

// figure is a number of participations that can be opened.
func figure(n int, line string) Cell { return Cell{Kind: Number, Number: n, Line: line} }

// opened is a cell that leads to those behind the figure of a line.
func opened(cell Cell, line string) Cell {
	if cell.Kind != Empty { // nothing to point at
		cell.Line = line
	}
	return cell
}

func hours(minutes int) Cell { return Cell{Kind: Hours, Number: minutes} }

// share is empty when there is nothing to divide by: no rate is not a rate of zero.
func share(part, whole int) Cell {
	if whole == 0 {
		return Cell{}
	}
	return Cell{Kind: Percent, Number: part, Of: whole}
}

func bit(set bool) Cell {
	if set {
		return number(1)
	}
	return number(0)
}

// yesNo shows oui and non; an unknown answer is an empty cell, a refusal says so.
func yesNo(code string) Cell {
	switch code {
	case models.Yes, models.No, models.Refused, models.Unknown:
		return text(code)
	default:
		return Cell{}
	}
}

// Column is a column of a table: Key is stable, Label is read, Width is in characters.
type Column struct {
	Key, Label string
	Width      float64
	// Left aligns every kind of value to the left: for columns that mix kinds.
	Left bool
	// Right puts the label over the right edge, where the figures of the column stand.
	Right bool
}

func column(key, label string, width float64) Column {
	return Column{Key: key, Label: label, Width: width}
}

// measure is a column of numbers, hours or shares.
func measure(key, label string, width float64) Column {
	return Column{Key: key, Label: label, Width: width, Right: true}
}

// room is the width of a column in characters: no word of its label is cut in two.
func (c Column) room() float64 {
	const edges = 2
	room := c.Width
	for _, word := range c.words() {
		room = max(room, float64(utf8.RuneCountInString(word)+edges))
	}
	return room
}

// words are the parts of the label that stay whole when it goes on to the next line.
func (c Column) words() []string {
	return strings.FieldsFunc(c.Label, func(r rune) bool { return r == ' ' || r == '-' })
}

// labelLines is how many lines the label takes.
func (c Column) labelLines() int {
	lines, left := 1, c.room()-1
	for _, word := range c.words() {
		length := float64(utf8.RuneCountInString(word))
		if length > left {
			lines, left = lines+1, c.room()-1
		}
		left -= length + 1
	}
	return lines
}

// Rows are the rows of a table, made as they are read, so that no table is held in memory. A row is good until the next one is asked
// for, which may be written over it.
type Rows = iter.Seq2[[]Cell, error]

// Table is one sheet of a report, one section of its page, one table of its JSON.
type Table struct {
	Key, Title string
	Columns    []Column
	Rows       Rows
	// Wide tables are printed in landscape.
	Wide bool
	// BookOnly tables are so long that pages and JSON leave them out.
	BookOnly bool
}

// All reads every row: for small tables and pages, not for sheets of attendance.
func (t Table) All() ([][]Cell, error) {
	var rows [][]Cell
	for row, err := range t.Rows {
		if err != nil {
			return nil, err
		}
		rows = append(rows, slices.Clone(row))
	}
	return rows, nil
}

// field is a column with the way to read it from an item.
type field[T any] struct {
	column Column
	cell   func(T) Cell
}

// tableOf lays items out field by field.
func tableOf[T any](key, title string, items []T, fields []field[T]) Table {
	each := func(yield func(T, error) bool) {
		for _, item := range items {
			if !yield(item, nil) {
				return
			}
		}
	}
	return Table{Key: key, Title: title, Columns: columnsOf(fields), Rows: rowsOf(each, fields)}
}

// rowsOf lays items out as they come, up to the first error.
func rowsOf[T any](items iter.Seq2[T, error], fields []field[T]) Rows {
	return func(yield func([]Cell, error) bool) {
		cells := make([]Cell, len(fields))
		for item, err := range items {
			if err != nil {
				yield(nil, err)
				return
			}
			fill(cells, item, fields)
			if !yield(cells, nil) {
				return
			}
		}
	}
}

func columnsOf[T any](fields []field[T]) []Column {
	columns := make([]Column, len(fields))
	for i := range fields {
		columns[i] = fields[i].column
	}
	return columns
}

func cellsOf[T any](item T, fields []field[T]) []Cell {
	cells := make([]Cell, len(fields))
	fill(cells, item, fields)
	return cells
}

func fill[T any](cells []Cell, item T, fields []field[T]) {
	for i := range fields {
		cells[i] = fields[i].cell(item)
	}
}

// wide asks for landscape.
func (t Table) wide() Table {
	t.Wide = true
	return t
}

// having keeps the items that satisfy a condition.
func having[T any](items []T, condition func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(items), func(item T) bool { return !condition(item) })
}
