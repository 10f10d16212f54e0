package reports

import (
	"bufio"
	"encoding/json"
	"iter"
	"math"
)

// jsonStream writes one object member by member, so that a long list is never held in memory. It
// keeps the first error.
type jsonStream struct {
	out     *bufio.Writer
	started bool
	err     error
}

func (s *jsonStream) raw(text string) {
	if s.err == nil {
		_, s.err = s.out.WriteString(text)
	}
}

// name starts a member.
func (s *jsonStream) name(name string) {
	if s.started {
		s.raw(",\n")
	}
	s.started = true
	s.raw(`  "` + name + `": `)
}

func (s *jsonStream) encode(value any) {
	if s.err != nil {
		return
	}
	text, err := json.Marshal(value)
	if s.err = err; err == nil {
		_, s.err = s.out.Write(text)
	}
}

// value writes a member.
func (s *jsonStream) value(name string, value any) {
	s.name(name)
	s.encode(value)
}

func (s *jsonStream) flush() error {
	if s.err != nil {
		return s.err
	}
	return s.out.Flush()
}

// list writes a member that is a list, one element a line.
func list[T, J any](s *jsonStream, name string, items iter.Seq[T], element func(T) J) {
	s.name(name)
	s.raw("[")
	n := 0
	for item := range items {
		s.separate(n)
		s.encode(element(item))
		n++
	}
	s.raw("]")
}

func (s *jsonStream) separate(i int) {
	if i > 0 {
		s.raw(",")
	}
	s.raw("\n    ")
}

// tables writes every table with its rows.
func (s *jsonStream) tables(tables []Table) {
	s.name("tables")
	s.raw("[")
	n := 0
	for _, table := range tables {
		if table.BookOnly {
			continue
		}
		s.separate(n)
		s.table(table)
		n++
	}
	s.raw("]")
}

func (s *jsonStream) table(t Table) {
	type column struct {
		Key   string `json:"key"`
		Label string `json:"label"`
	}
	columns := make([]column, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = column{c.Key, c.Label}
	}
	head, err := json.Marshal(struct {
		Key     string   `json:"key"`
		Title   string   `json:"title"`
		Columns []column `json:"columns"`
	}{t.Key, t.Title, columns})
	if s.err == nil {
		s.err = err
	}
	if s.err != nil {
		return
	}
	s.raw(string(head[:len(head)-1]) + `,"rows":[`)
	n := 0
	for row, err := range t.Rows {
		if err != nil {
			s.err = err
			return
		}
		s.separate(n)
		s.encode(jsonCells(row))
		n++
	}
	s.raw("]}")
}

// jsonCells gives each cell its natural value: hours are decimal, a percentage is a share of 1.
func jsonCells(row []Cell) []any {
	values := make([]any, len(row))
	for i, cell := range row {
		switch cell.Kind {
		case Text, Day:
			values[i] = cell.Text
		case Number:
			values[i] = cell.Number
		case Hours:
			values[i] = math.Round(float64(cell.Number)/60*100) / 100
		case Percent:
			values[i] = float64(cell.Number) / float64(cell.Of)
		}
	}
	return values
}
