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
	"strings"
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
	var packer *flate.Writer // one for all parts, which come one after the other
	archive.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		if packer != nil {
			packer.Reset(out)
			return packer, nil
		}
		var err error
		packer, err = flate.NewWriter(out, flate.BestSpeed)
		return packer, err
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
	columns := s.columns()
	number := 1
	var row []byte
	for cells, err := range s.table.Rows {
		if err != nil {
			return fmt.Errorf("sheet %q: %w", s.table.Title, err)
		}
		if number++; number > maxSheetLines {
			return fmt.Errorf("sheet %q: more than %d rows", s.table.Title, maxSheetLines)
		}
		row = appendRow(row[:0], number, cells, columns)
		if _, err := out.Write(row); err != nil {
			return err
		}
	}
	return nil
}

// columnMarkup is what a cell starts with, before and after the number of its row, by its kind: made once for a column.
type columnMarkup struct {
	room   float64
	before string
	after  [len(cellStyles{})]string
}

func (s *tableSheet) columns() []columnMarkup {
	all := make([]columnMarkup, len(s.table.Columns))
	for i, column := range s.table.Columns {
		all[i] = columnMarkup{room: column.room(), before: `<c r="` + columnName(i)}
		for kind, style := range s.archive.book.stylesOf(column) {
			all[i].after[kind] = `" s="` + strconv.Itoa(style)
		}
	}
	return all
}

// appendRow writes one row; its height follows its longest text, which programs do not compute by themselves.
func appendRow(out []byte, number int, cells []Cell, columns []columnMarkup) []byte {
	lines := 1
	for i := range cells {
		lines = max(lines, cells[i].lines(columns[i].room))
	}
	out = strconv.AppendInt(append(out, `<row r="`...), int64(number), 10)
	out = strconv.AppendFloat(append(out, `" customHeight="1" ht="`...), rowHeight(lines), 'f', -1, 64)
	out = append(out, `">`...)
	for i := range cells {
		out = strconv.AppendInt(append(out, columns[i].before...), int64(number), 10)
		out = cells[i].append(append(out, columns[i].after[cells[i].Kind]...))
	}
	return append(out, "</row>"...)
}

// append ends a cell with the value a spreadsheet computes with: a real date, decimal hours, a share
// of 1.
func (c *Cell) append(out []byte) []byte {
	const value, end = `"><v>`, `</v></c>`
	switch c.Kind {
	case Number:
		return append(strconv.AppendInt(append(out, value...), int64(c.Number), 10), end...)
	case Hours:
		return append(appendDecimal(append(out, value...), float64(c.Number)/60), end...)
	case Percent:
		return append(appendDecimal(append(out, value...), float64(c.Number)/float64(c.Of)), end...)
	case Day:
		if serial, ok := c.serial(); ok {
			return append(strconv.AppendInt(append(out, value...), int64(serial), 10), end...)
		}
		return c.appendText(out)
	case Text:
		return c.appendText(out)
	default:
		return append(out, `"/>`...)
	}
}

// appendDecimal keeps six digits: enough for minutes, and 1 ÷ 3 stays readable.
func appendDecimal(out []byte, f float64) []byte {
	return strconv.AppendFloat(out, math.Round(f*1e6)/1e6, 'f', -1, 64)
}

// escapeLike is a text that a spreadsheet would take for an escaped character.
var escapeLike = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

// maxCellRunes keeps below maxCellText, which is in UTF-16 units: some characters take two.
const maxCellRunes = maxCellText / 2

func (c *Cell) appendText(out []byte) []byte {
	text := c.Text
	if len(text) > maxCellRunes {
		if runes := []rune(text); len(runes) > maxCellRunes {
			text = string(runes[:maxCellRunes-1]) + "…"
		}
	}
	if strings.Contains(text, "_x") {
		text = escapeLike.ReplaceAllString(text, "_x005F_$1")
	}
	out = append(out, `" t="inlineStr"><is><t`...)
	if text != strings.TrimSpace(text) { // spreadsheets drop spaces at the ends otherwise
		out = append(out, ` xml:space="preserve"`...)
	}
	out = append(out, '>')
	return append(appendEscaped(out, text), `</t></is></c>`...)
}

// appendEscaped is xml.EscapeText without its cost, but for the few texts that are not of plain characters.
func appendEscaped(out []byte, text string) []byte {
	if unusual(text) {
		var escaped bytes.Buffer
		_ = xml.EscapeText(&escaped, []byte(text)) // a buffer never fails
		return append(out, escaped.Bytes()...)
	}
	from := 0
	for i := range len(text) {
		if entity := entities[text[i]]; entity != "" {
			out = append(append(out, text[from:i]...), entity...)
			from = i + 1
		}
	}
	return append(out, text[from:]...)
}

// entities stand for the characters that mark XML up.
var entities = [256]string{'"': "&#34;", '\'': "&#39;", '&': "&amp;", '<': "&lt;", '>': "&gt;"}

// unusual tells whether a text may hold what XML has no character for: controls, bytes that are no text, and, since U+FFFE and U+FFFF are
// none either, what starts as they do.
func unusual(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == 0xEF {
			return true
		}
	}
	return !utf8.ValidString(text)
}

// serial is the number of the day for a spreadsheet, false for a date it cannot hold (before 1900).
func (c *Cell) serial() (int, bool) {
	date := models.Date(c.Text).Time()
	if date.Year() < 1900 {
		return 0, false
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	return int(date.Sub(epoch).Hours() / 24), true
}

// lines is how many lines a text takes in a column of that many characters.
func (c *Cell) lines(width float64) int {
	if c.Kind != Text || len(c.Text) <= int(width) && strings.IndexByte(c.Text, '\n') < 0 {
		return 1
	}
	lines := 0
	for paragraph := range strings.SplitSeq(c.Text, "\n") {
		lines += max(1, int(math.Ceil(1.1*float64(utf8.RuneCountInString(paragraph))/width)))
	}
	return lines
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
