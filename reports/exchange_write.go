package reports

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"jalon/models"
)

// WriteExchange writes an exchange workbook, sheet after sheet, in bounded memory: every sheet and column of the
// contract, even empty, in the order of models.ExchangeSheets. Dates are real dates, everything else that is not a
// number is text, so that a name starting with = stays a name.
func WriteExchange(w io.Writer, stream models.ExchangeStream) error {
	spill, err := os.MkdirTemp("", "jalon-export-") // 0700; large sheets wait there until they are packed
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	defer func() { _ = os.RemoveAll(spill) }()
	f := excelize.NewFile(excelize.Options{TmpDir: spill})
	defer func() { _ = f.Close() }()
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "Jalon", Title: "Classeur d'échange"}); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	styles, err := newExchangeStyles(f)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	for i, sheet := range models.ExchangeSheets {
		if i == 0 {
			err = f.SetSheetName("Sheet1", sheet.Name())
		} else {
			_, err = f.NewSheet(sheet.Name())
		}
		if err == nil {
			err = writeExchangeSheet(f, sheet, stream, styles)
		}
		if err != nil {
			return fmt.Errorf("export sheet %s: %w", sheet.Name(), err)
		}
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

type exchangeStyles struct{ heading, date, number, text int }

func newExchangeStyles(f *excelize.File) (exchangeStyles, error) {
	heading, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: "Calibri", Size: 11, Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E6EDF3"}}})
	if err != nil {
		return exchangeStyles{}, err
	}
	format := "dd/mm/yyyy"
	date, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Horizontal: "left"}})
	if err != nil {
		return exchangeStyles{}, err
	}
	number, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Horizontal: "right", Indent: 1}}) // apart from the text beside it
	if err != nil {
		return exchangeStyles{}, err
	}
	text, err := f.NewStyle(&excelize.Style{NumFmt: 49}) // « @ »: a code like 0 or 1 typed again stays text
	return exchangeStyles{heading, date, number, text}, err
}

func writeExchangeSheet(f *excelize.File, sheet models.ExchangeSheet, stream models.ExchangeStream, styles exchangeStyles) error {
	columns := sheet.Columns()
	if last := len(columns) - 1; columns[last].Extra && !stream.Grouped {
		columns = columns[:last]
	}
	if err := exchangePage(f, sheet.Name(), columns); err != nil {
		return err
	}
	writer, err := f.NewStreamWriter(sheet.Name())
	if err != nil {
		return err
	}
	if err := prepareExchangeSheet(writer, columns, styles); err != nil {
		return err
	}
	row := 1
	cells := make([]any, len(columns))
	for texts, err := range sheet.Rows(stream) {
		if err != nil {
			return err
		}
		row++
		for i := range columns {
			if cells[i], err = exchangeCell(columns[i].Kind, texts[i], styles); err != nil {
				return fmt.Errorf("row %d, column %s: %w", row, columns[i].Heading, err)
			}
		}
		if err := writer.SetRow("A"+strconv.Itoa(row), cells); err != nil {
			return err
		}
	}
	return writer.Flush()
}

// exchangePage makes a sheet print like those of the reports, under its name; before the writer, which keeps the settings it finds.
func exchangePage(f *excelize.File, name string, columns []models.ExchangeColumn) error {
	width := 0.0
	for _, c := range columns {
		width += exchangeWidth(c)
	}
	if err := printed(f, name, true, pagesAcross(width)); err != nil {
		return err
	}
	return f.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddHeader: "&L&B" + plain(name), OddFooter: "&LClasseur d'échange&CPage &P / &N"})
}

// exchangeWidths are what a column of each kind usually holds, in characters.
var exchangeWidths = map[models.ColumnKind]float64{
	models.TextColumn: 20, models.CodeColumn: 16, models.ListColumn: 20, models.DateColumn: 12, models.BirthColumn: 12, models.TimeColumn: 10, models.NumberColumn: 10,
}

// sentences are the columns that hold more than a name or a reference.
var sentences = []string{"intitule", "adresse", "email", "note"}

// exchangeWidth leaves room for the heading, a column's name in one word, and for what usually stands under it.
func exchangeWidth(c models.ExchangeColumn) float64 {
	const sentence = 40
	width := exchangeWidths[c.Kind]
	if slices.Contains(sentences, c.Heading) {
		width = sentence
	}
	for _, code := range c.Codes {
		width = max(width, float64(len(code)+2))
	}
	return max(width, float64(len(c.Heading)+3)) // in bold
}

// prepareExchangeSheet sets widths, a fixed heading row and the headings.
func prepareExchangeSheet(writer *excelize.StreamWriter, columns []models.ExchangeColumn, styles exchangeStyles) error {
	headings := make([]any, len(columns))
	for i, c := range columns {
		headings[i] = excelize.Cell{StyleID: styles.heading, Value: c.Heading}
		if err := writer.SetColWidth(i+1, i+1, exchangeWidth(c)); err != nil {
			return err
		}
	}
	if err := writer.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return writer.SetRow("A1", headings)
}

// exchangeCell gives a canonical text its spreadsheet type. A day before March 1900 stays text: spreadsheets count
// those wrong.
func exchangeCell(kind models.ColumnKind, text string, styles exchangeStyles) (any, error) {
	switch {
	case text == "":
		return nil, nil
	case kind == models.NumberColumn, kind == models.BirthColumn && len(text) == 4:
		n, err := strconv.Atoi(text)
		return excelize.Cell{StyleID: styles.number, Value: n}, err
	case (kind == models.DateColumn || kind == models.BirthColumn) && text >= "1900-03-01":
		return excelize.Cell{StyleID: styles.date, Value: models.Date(text).Time()}, nil
	}
	if len(text) > maxCellText && utf16Length(text) > maxCellText {
		return nil, &models.Error{Code: models.TooLarge, Key: "exchange.cell_too_long"}
	}
	return excelize.Cell{StyleID: styles.text, Value: text}, nil
}

// utf16Length is how spreadsheets count characters.
func utf16Length(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}
