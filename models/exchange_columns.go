package models

import (
	"iter"
	"math"
	"strconv"
	"strings"
	"time"
)

// ColumnKind says how the cells of a column are read and written.
type ColumnKind int

// The kinds of column of the exchange workbook.
const (
	TextColumn   ColumnKind = iota
	CodeColumn              // one code of a closed list, or `inconnu`, or `refus`
	ListColumn              // several values separated by « ; »
	DateColumn              // a day
	BirthColumn             // a day, or a year alone
	TimeColumn              // HH:MM
	NumberColumn            // a whole number
)

// ExchangeColumn describes one column of a sheet.
type ExchangeColumn struct {
	Heading  string
	Required bool
	Kind     ColumnKind
	Codes    []string // of a CodeColumn with a short list
	Extra    bool     // beyond the contract: written only when the centre has something to put there
}

// Cell is a cell as the file holds it; Date1904 tells that the workbook counts days from 1904.
type Cell struct {
	Text     string
	Date1904 bool
}

// column binds a heading to a field: read fills the field and answers what is wrong ("" = nothing), write gives
// the canonical text. Reader and writer share the table, so that they cannot disagree.
type column[T any] struct {
	ExchangeColumn
	read  func(*T, Cell) string
	write func(*T) string
}

func (c column[T]) required() column[T] { c.Required = true; return c }
func (c column[T]) extra() column[T]    { c.Extra = true; return c }

// ExchangeSheet is the table of one sheet, whatever its rows are.
type ExchangeSheet interface {
	Name() string
	Columns() []ExchangeColumn
	// Add reads one row: cells are in the order of Columns, present tells which columns the file has.
	Add(x *Exchange, row int, cells []Cell, present []bool) []Finding
	// Rows gives the canonical texts of each row, in the order of Columns.
	Rows(stream ExchangeStream) iter.Seq2[[]string, error]
}

type sheet[T any] struct {
	name    string
	columns []column[T]
	rows    func(*Exchange) *[]T
	row     func(*T) *int
	stream  func(ExchangeStream) iter.Seq2[T, error]
}

func (s sheet[T]) Name() string { return s.name }

func (s sheet[T]) Columns() []ExchangeColumn {
	columns := make([]ExchangeColumn, len(s.columns))
	for i, c := range s.columns {
		columns[i] = c.ExchangeColumn
	}
	return columns
}

func (s sheet[T]) Add(x *Exchange, row int, cells []Cell, present []bool) []Finding {
	var record T
	var findings []Finding
	*s.row(&record) = row
	for i, c := range s.columns {
		cell := cells[i]
		problem := ""
		switch {
		case cell.Text != "":
			problem = c.read(&record, cell)
		case c.Required && present[i]:
			problem = "Cette cellule est obligatoire : la compléter, ou supprimer la ligne."
		}
		if problem != "" {
			findings = append(findings, x.finding(LevelError, s.name, row, c.Heading, cell.Text, problem))
		}
	}
	rows := s.rows(x)
	*rows = append(*rows, record)
	return findings
}

func (s sheet[T]) Rows(stream ExchangeStream) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		source := s.stream(stream)
		if source == nil {
			return
		}
		for record, err := range source {
			if err != nil {
				yield(nil, err)
				return
			}
			texts := make([]string, len(s.columns))
			for i, c := range s.columns {
				texts[i] = c.write(&record)
			}
			if !yield(texts, nil) {
				return
			}
		}
	}
}

// Layout records where the columns of a sheet stand in the file read (from 1), for the cell of each finding.
func (x *Exchange) Layout(sheet string, columns map[string]int) {
	if x.layout == nil {
		x.layout = map[string]map[string]int{}
	}
	x.layout[sheet] = columns
}

func textColumn[T any](heading string, field func(*T) *string) column[T] {
	return column[T]{ExchangeColumn{Heading: heading, Kind: TextColumn},
		func(row *T, c Cell) string { *field(row) = c.Text; return "" },
		func(row *T) string { return *field(row) }}
}

// parsedColumn holds one value that parse brings to its canonical form; problem says what to write instead.
func parsedColumn[T any](heading string, kind ColumnKind, parse func(Cell) (string, bool), problem string, field func(*T) *string) column[T] {
	return column[T]{ExchangeColumn{Heading: heading, Kind: kind},
		func(row *T, c Cell) string {
			value, ok := parse(c)
			if !ok {
				return problem
			}
			*field(row) = value
			return ""
		},
		func(row *T) string { return *field(row) }}
}

// codeColumn holds one code of the list; case, accents, spaces and hyphens do not matter.
func codeColumn[T any](heading string, codes []string, field func(*T) *string) column[T] {
	c := parsedColumn(heading, CodeColumn, func(c Cell) (string, bool) { return matchCode(c.Text, codes) },
		"Ce code n'existe pas : écrire "+strings.Join(codes, ", ")+", inconnu ou refus, ou laisser la cellule vide.", field)
	c.Codes = codes
	return c
}

// listColumn holds several values separated by « ; »; parse brings each to its canonical form.
func listColumn[T any](heading string, parse func(string) (string, bool), problem string, field func(*T) *[]string) column[T] {
	return column[T]{ExchangeColumn{Heading: heading, Kind: ListColumn},
		func(row *T, c Cell) string {
			for part := range strings.SplitSeq(c.Text, ";") {
				part = strings.TrimSpace(part)
				if part == "" {
					continue
				}
				value, ok := parse(part)
				if !ok {
					return problem
				}
				*field(row) = append(*field(row), value)
			}
			return ""
		},
		func(row *T) string { return strings.Join(*field(row), ";") }}
}

func dateColumn[T any](heading string, field func(*T) *Date) column[T] {
	return column[T]{ExchangeColumn{Heading: heading, Kind: DateColumn},
		func(row *T, c Cell) string {
			d, ok := cellDate(c)
			if !ok {
				return "Cette date n'existe pas : écrire une date du tableur, AAAA-MM-JJ ou JJ/MM/AAAA."
			}
			*field(row) = d
			return ""
		},
		func(row *T) string { return string(*field(row)) }}
}

func birthColumn[T any](heading string, field func(*T) *BirthDate) column[T] {
	return column[T]{ExchangeColumn{Heading: heading, Kind: BirthColumn},
		func(row *T, c Cell) string {
			b, ok := cellBirth(c)
			if !ok {
				return "Cette date n'existe pas : écrire AAAA-MM-JJ, JJ/MM/AAAA, ou l'année seule."
			}
			*field(row) = b
			return ""
		},
		func(row *T) string { return string(*field(row)) }}
}

func timeColumn[T any](heading string, field func(*T) *string) column[T] {
	return parsedColumn(heading, TimeColumn, cellTime, "Cette heure n'existe pas : écrire HH:MM, entre 00:00 et 23:59.", field)
}

// numberColumn holds a whole number from least to most.
func numberColumn[T any](heading string, least, most int, field func(*T) **int) column[T] {
	problem := "Ce nombre ne convient pas : écrire un nombre entier de " + strconv.Itoa(least) + " à " + strconv.Itoa(most) + "."
	return column[T]{ExchangeColumn{Heading: heading, Kind: NumberColumn},
		func(row *T, c Cell) string {
			n, ok := cellNumber(c)
			if !ok || n < least || n > most {
				return problem
			}
			*field(row) = &n
			return ""
		},
		func(row *T) string {
			if n := *field(row); n != nil {
				return strconv.Itoa(*n)
			}
			return ""
		}}
}

// matchCode finds the code that text means; `inconnu` and `refus` belong to every list.
func matchCode(text string, codes []string) (string, bool) {
	key := codeKey(text)
	for _, list := range [][]string{codes, unknownCodes} {
		for _, code := range list {
			if codeKey(code) == key {
				return code, true
			}
		}
	}
	return "", false
}

var unknownCodes = []string{Unknown, Refused}

var codeSeparators = strings.NewReplacer(" ", "_", "-", "_", "\u00a0", "_", "'", "_", "’", "_")

// codeKey is what headings, sheet names and codes are compared by.
func codeKey(text string) string { return codeSeparators.Replace(Fold(strings.TrimSpace(text))) }

// SameHeading tells whether two sheet names or headings mean the same: case, accents and separators do not matter.
func SameHeading(a, b string) bool { return codeKey(a) == codeKey(b) }

// dateLayouts are the texts read as days; the last ones are the cells of programs that write a midnight with the day.
var dateLayouts = []string{isoDate, "2/1/2006", "2-1-2006", "2.1.2006", "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.RFC3339}

// plainNumber reads the number of a number cell, and nothing else that ParseFloat would accept ("Inf", "0x1p4").
func plainNumber(text string) (float64, bool) {
	if strings.Trim(text, "0123456789+-.eE") != "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil
}

// cellDate accepts a date of the spreadsheet (a serial number), AAAA-MM-JJ and JJ/MM/AAAA.
func cellDate(c Cell) (Date, bool) {
	if serial, ok := plainNumber(c.Text); ok {
		return serialDate(serial, c.Date1904)
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, c.Text); err == nil {
			d := DateOf(t)
			return d, d.Valid()
		}
	}
	return "", false
}

// serialDate is the day of a spreadsheet's serial number. The 1900 system believes in 29 February 1900 (serial 60),
// so the days before it count from one day later.
func serialDate(serial float64, from1904 bool) (Date, bool) {
	days := math.Floor(serial)
	if days < 1 && !from1904 || days < 0 || days > 2958465 || days == 60 && !from1904 {
		return "", false
	}
	origin := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from1904:
		origin = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days < 60:
		origin = origin.AddDate(0, 0, 1)
	}
	d := DateOf(origin.AddDate(0, 0, int(days)))
	return d, d.Valid()
}

// cellBirth accepts a day or a year alone; a number up to 2200 is a year, not a serial number of 1906 or before.
func cellBirth(c Cell) (BirthDate, bool) {
	if n, ok := cellNumber(c); ok && n <= 2200 {
		year := BirthDate(strconv.Itoa(n))
		return year, year.YearOnly()
	}
	d, ok := cellDate(c)
	return BirthDate(d), ok
}

// cellTime accepts HH:MM, HH:MM:SS, 9h30, and a time or a moment of the spreadsheet (a fraction of a day).
func cellTime(c Cell) (string, bool) {
	if serial, ok := plainNumber(c.Text); ok {
		whole, fraction := math.Modf(serial)
		minutes := int(math.Round(fraction * 24 * 60))
		if serial < 0 || minutes >= 24*60 || fraction == 0 && whole != 0 {
			return "", false
		}
		return clock(minutes), true
	}
	text := strings.ToLower(c.Text)
	if _, after, ok := strings.Cut(text, "t"); ok { // 1899-12-31T09:00:00, an ISO cell
		text = after
	}
	for _, layout := range []string{"15:04", "15:04:05", "15h04", "15h"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Format("15:04"), true
		}
	}
	return "", false
}

func clock(minutes int) string {
	return time.Date(2000, 1, 1, 0, minutes, 0, 0, time.UTC).Format("15:04")
}

// clockMinutes is the number of minutes since midnight of an HH:MM time, -1 when it is not recorded or unreadable.
func clockMinutes(hhmm string) int {
	if len(hhmm) == 5 && hhmm[2] == ':' { // as every clock is written, and read by the hundred thousand
		hours, minutes := digits(hhmm[:2]), digits(hhmm[3:])
		if hours < 0 || hours > 23 || minutes < 0 || minutes > 59 {
			return -1
		}
		return hours*60 + minutes
	}
	t, err := time.Parse("15:04", hhmm)
	if err != nil {
		return -1
	}
	return t.Hour()*60 + t.Minute()
}

// cellNumber accepts a whole number, written as a number (180, 180.0, 1.8E2) or as a text.
func cellNumber(c Cell) (int, bool) {
	f, ok := plainNumber(c.Text)
	if !ok || math.Abs(f) > 1e9 {
		return 0, false
	}
	n := math.Round(f)
	return int(n), math.Abs(f-n) < 1e-9
}

// digitsOf undoes what spreadsheets do to long numbers typed in a number cell: 3.2479123456E10.
func digitsOf(text string) string {
	if f, ok := plainNumber(text); ok && strings.ContainsAny(text, "eE") && f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return strconv.FormatFloat(f, 'f', 0, 64)
	}
	return text
}
