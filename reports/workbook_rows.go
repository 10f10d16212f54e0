package reports

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"

	"jalon/models"
)

// sheetArchive is the archive of a workbook. It adds the rows of each table to its sheet as the sheet
// is written, so that they are nowhere in memory or on disk before.
type sheetArchive struct {
	*zip.Writer
	book *workbook
	// err is the first error of a sheet: excelize forgets it when a later part is written well.
	err error
}

// newSheetArchive packs quickly rather than tightly: the markup of rows repeats itself so much that
// the difference in size is small.
func newSheetArchive(w io.Writer, b *workbook) *sheetArchive {
	archive := zip.NewWriter(w)
	archive.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestSpeed)
	})
	return &sheetArchive{Writer: archive, book: b}
}

// Create starts a part of the archive.
func (a *sheetArchive) Create(path string) (io.Writer, error) {
	part, err := a.Writer.Create(path)
	if err != nil {
		return nil, err
	}
	for rank, table := range a.book.document.Tables {
		if path == fmt.Sprintf("xl/worksheets/sheet%d.xml", rank+1) {
			return &tableSheet{a, part, table}, nil
		}
	}
	return part, nil
}

// tableSheet is the part of one sheet. Excelize writes a sheet in one piece.
type tableSheet struct {
	archive *sheetArchive
	part    io.Writer
	table   Table
}

// Write inserts the rows after the heading.
func (s *tableSheet) Write(sheet []byte) (int, error) {
	err := s.write(sheet)
	if s.archive.err == nil {
		s.archive.err = err
	}
	return len(sheet), err
}

func (s *tableSheet) write(sheet []byte) error {
	const end = "</sheetData>"
	head, tail, found := bytes.Cut(sheet, []byte(end))
	if !found {
		return errors.New("a sheet without its data")
	}
	out := bufio.NewWriterSize(s.part, 1<<16)
	// bufio keeps the first error until it is flushed.
	_, _ = out.Write(head)
	if err := s.rows(out); err != nil {
		return err
	}
	_, _ = out.WriteString(end)
	_, _ = out.Write(tail)
	return out.Flush()
}

// maxSheetLines is what a sheet holds, the heading included.
const maxSheetLines = 1_048_576

func (s *tableSheet) rows(out io.Writer) error {
	names := make([]string, len(s.table.Columns))
	for i := range names {
		names[i] = columnName(i)
	}
	number := 1
	var row bytes.Buffer
	for cells, err := range s.table.Rows {
		if err != nil {
			return fmt.Errorf("sheet %q: %w", s.table.Title, err)
		}
		if number++; number > maxSheetLines {
			return fmt.Errorf("sheet %q: more than %d rows", s.table.Title, maxSheetLines)
		}
		row.Reset()
		s.row(&row, strconv.Itoa(number), cells, names)
		if _, err := out.Write(row.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// row writes one row; its height follows its longest text, which programs do not compute by themselves.
func (s *tableSheet) row(out *bytes.Buffer, number string, cells []Cell, names []string) {
	lines := 1
	for i, cell := range cells {
		lines = max(lines, cell.lines(s.table.Columns[i].room()))
	}
	out.WriteString(`<row r="` + number + `" customHeight="1" ht="`)
	out.WriteString(strconv.FormatFloat(rowHeight(lines), 'f', -1, 64) + `">`)
	for i, cell := range cells {
		out.WriteString(`<c r="` + names[i] + number + `" s="`)
		out.WriteString(strconv.Itoa(s.archive.book.style(cell, s.table.Columns[i])))
		cell.write(out)
	}
	out.WriteString("</row>")
}

// write ends a cell with the value a spreadsheet computes with: a real date, decimal hours, a share
// of 1.
func (c Cell) write(out *bytes.Buffer) {
	value := func(text string) { out.WriteString(`"><v>` + text + `</v></c>`) }
	switch c.Kind {
	case Number:
		value(strconv.Itoa(c.Number))
	case Hours:
		value(decimal(float64(c.Number) / 60))
	case Percent:
		value(decimal(float64(c.Number) / float64(c.Of)))
	case Day:
		if serial, ok := c.serial(); ok {
			value(strconv.Itoa(serial))
			return
		}
		c.writeText(out)
	case Text:
		c.writeText(out)
	default:
		out.WriteString(`"/>`)
	}
}

// decimal keeps six digits: enough for minutes, and 1 ÷ 3 stays readable.
func decimal(f float64) string { return strconv.FormatFloat(math.Round(f*1e6)/1e6, 'f', -1, 64) }

// escapeLike is a text that a spreadsheet would take for an escaped character.
var escapeLike = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

// maxCellRunes keeps below maxCellText, which is in UTF-16 units: some characters take two.
const maxCellRunes = maxCellText / 2

func (c Cell) writeText(out *bytes.Buffer) {
	text := c.Text
	if len(text) > maxCellRunes {
		if runes := []rune(text); len(runes) > maxCellRunes {
			text = string(runes[:maxCellRunes-1]) + "…"
		}
	}
	if escapeLike.MatchString(text) {
		text = escapeLike.ReplaceAllString(text, "_x005F_$1")
	}
	out.WriteString(`" t="inlineStr"><is><t xml:space="preserve">`)
	_ = xml.EscapeText(out, []byte(text)) // a buffer never fails
	out.WriteString(`</t></is></c>`)
}

// serial is the number of the day for a spreadsheet, false for a date it cannot hold (before 1900).
func (c Cell) serial() (int, bool) {
	date := models.Date(c.Text).Time()
	if date.Year() < 1900 {
		return 0, false
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	return int(date.Sub(epoch).Hours() / 24), true
}

// lines is how many lines a text takes in a column of that many characters.
func (c Cell) lines(width float64) int {
	if c.Kind != Text || len(c.Text) <= int(width) {
		return 1
	}
	return int(math.Ceil(1.1 * float64(utf8.RuneCountInString(c.Text)) / width))
}

// rowHeight is in points, at most what a spreadsheet allows.
func rowHeight(lines int) float64 { return min(409, float64(lines)*13+2) }

// columnName is the letters of a column: 0 is A, 26 is AA.
func columnName(rank int) string {
	name := ""
	for rank++; rank > 0; rank = (rank - 1) / 26 {
		name = string(rune('A'+(rank-1)%26)) + name
	}
	return name
}
