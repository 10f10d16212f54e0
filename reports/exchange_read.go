package reports

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"jalon/models"
)

const (
	maxRows     = 200_000 // over all sheets, headings and blank rows left out
	maxFindings = 200_000 // more would say nothing more
	maxCellText = 32_767  // characters, the limit of a spreadsheet
)

// ReadExchange reads an exchange workbook (interchange.md §2). The error says why the file as a whole is refused
// (models.Error with an exchange.* text); whatever is wrong inside is in the findings, all of them. The caller goes
// on with models.CheckExchange for what one cell does not show.
func ReadExchange(path string) (*models.Exchange, []models.Finding, error) {
	archive, err := openPackage(path)
	if err != nil {
		return nil, nil, err
	}
	b, err := openBook(archive)
	if err != nil {
		return nil, nil, err
	}
	return readBook(b)
}

// ReadExchangeBytes is ReadExchange for a file received by the server.
func ReadExchangeBytes(data []byte) (*models.Exchange, []models.Finding, error) {
	archive, err := checkPackage(data)
	if err != nil {
		return nil, nil, err
	}
	b, err := openBook(archive)
	if err != nil {
		return nil, nil, err
	}
	return readBook(b)
}

type exchangeReader struct {
	book     *book
	exchange *models.Exchange
	findings []models.Finding
	failed   bool // an error is among the findings
	rows     int
}

func readBook(b *book) (*models.Exchange, []models.Finding, error) {
	r := &exchangeReader{book: b, exchange: &models.Exchange{}}
	parts := r.knownParts()
	if len(parts) == 0 {
		return nil, nil, refuse("exchange.no_sheet", nil)
	}
	if r.tooManyRows(parts) {
		return nil, nil, &models.Error{Code: models.TooLarge, Key: "exchange.too_many_rows"}
	}
	for _, sheet := range models.ExchangeSheets {
		part, ok := parts[sheet.Name()]
		if !ok {
			continue
		}
		if err := r.sheet(sheet, part); err != nil {
			return nil, nil, err
		}
	}
	models.SortFindings(r.findings)
	return r.exchange, r.findings, nil
}

// knownParts finds the sheets of the contract by their names and reports the others.
func (r *exchangeReader) knownParts() map[string]string {
	parts := map[string]string{}
	for _, s := range r.book.sheets {
		known := slices.IndexFunc(models.ExchangeSheets, func(k models.ExchangeSheet) bool { return models.SameHeading(k.Name(), s.name) })
		if known < 0 {
			r.note(models.LevelWarning, s.name, 0, "", "", "", "Cette feuille n'est pas une feuille d'échange : elle est ignorée.")
			continue
		}
		name := models.ExchangeSheets[known].Name()
		if _, twice := parts[name]; twice {
			r.note(models.LevelError, name, 0, "", "", s.name, "Deux feuilles portent ce nom : n'en garder qu'une.")
			continue
		}
		parts[name] = s.part
	}
	return parts
}

// tooManyRows judges by the count taken while the file was measured, headings left out. The exact count is that of row.
func (r *exchangeReader) tooManyRows(parts map[string]string) bool {
	rows := 0
	for _, part := range parts {
		rows += max(0, r.book.filled[strings.ToLower(part)]-1)
	}
	return rows > maxRows
}

func (r *exchangeReader) note(level, sheet string, row int, column, cell, value, message string) {
	r.add(models.Finding{Level: level, Sheet: sheet, Row: row, Column: column, Cell: cell, Value: value, Message: models.Typo(message)})
}

// add keeps the list of findings within bounds; the first error always gets in, since it is what stops the import.
func (r *exchangeReader) add(findings ...models.Finding) {
	for _, f := range findings {
		first := f.Level == models.LevelError && !r.failed
		if len(r.findings) < maxFindings || first {
			r.findings = append(r.findings, f)
		}
		r.failed = r.failed || first
	}
}

// sheetReader puts the cells of one sheet in the order of its columns.
type sheetReader struct {
	sheet    models.ExchangeSheet
	columns  []models.ExchangeColumn
	places   map[int]int // column number in the file → index in columns
	present  []bool      // which columns the file has
	untitled map[int]bool
	headed   bool
}

func (r *exchangeReader) sheet(sheet models.ExchangeSheet, part string) error {
	s := &sheetReader{sheet: sheet, columns: sheet.Columns(), places: map[int]int{}, untitled: map[int]bool{}}
	s.present = make([]bool, len(s.columns))
	err := r.book.rows(part, func(row int, cells []rawCell) error {
		if !s.headed {
			s.headed = true
			r.headings(s, row, cells)
			if row == 1 {
				return nil
			}
		}
		return r.row(s, row, cells)
	})
	var refusal *models.Error
	switch {
	case err == nil || errors.As(err, &refusal):
		return err
	case errors.Is(err, errExcess):
		return refuse("exchange.bomb", fmt.Errorf("sheet %s: %w", sheet.Name(), err))
	default:
		return refuse("exchange.damaged", fmt.Errorf("sheet %s: %w", sheet.Name(), err))
	}
}

// headings reads row 1. A first row further down has no headings above it: every required column is missing.
func (r *exchangeReader) headings(s *sheetReader, row int, cells []rawCell) {
	name := s.sheet.Name()
	layout := map[string]int{}
	for _, cell := range cells {
		if row != 1 {
			break
		}
		at := models.CellName(cell.column, 1)
		known := slices.IndexFunc(s.columns, func(c models.ExchangeColumn) bool { return models.SameHeading(c.Heading, cell.text) })
		switch {
		case known < 0:
			s.untitled[cell.column] = true
			r.note(models.LevelWarning, name, 1, cell.text, at, cell.text, "Cette colonne n'est pas connue : elle est ignorée.")
		case s.present[known]:
			s.untitled[cell.column] = true
			r.note(models.LevelWarning, name, 1, cell.text, at, cell.text, "Ce titre de colonne est là deux fois : seule la première colonne est lue.")
		default:
			s.present[known] = true
			s.places[cell.column] = known
			layout[s.columns[known].Heading] = cell.column
		}
	}
	for i, c := range s.columns {
		if c.Required && !s.present[i] {
			r.note(models.LevelError, name, 1, c.Heading, "", "", "La colonne obligatoire « "+c.Heading+" » manque : l'ajouter à la ligne 1.")
		}
	}
	r.exchange.Layout(name, layout)
}

func (r *exchangeReader) row(s *sheetReader, row int, cells []rawCell) error {
	if r.rows++; r.rows > maxRows {
		return &models.Error{Code: models.TooLarge, Key: "exchange.too_many_rows"}
	}
	values := make([]models.Cell, len(s.columns))
	filled := false
	for _, cell := range cells {
		place, ok := s.places[cell.column]
		if !ok {
			r.untitled(s, row, cell)
			continue
		}
		filled = true
		values[place] = models.Cell{Text: cell.text, Date1904: r.book.date1904}
		r.suspicious(s, row, place, cell)
	}
	if filled {
		r.add(s.sheet.Add(r.exchange, row, values, s.present)...)
	}
	return nil
}

// untitled reports once the values that stand in a column without a title.
func (r *exchangeReader) untitled(s *sheetReader, row int, cell rawCell) {
	if s.untitled[cell.column] || cell.text == "" {
		return
	}
	s.untitled[cell.column] = true
	r.note(models.LevelWarning, s.sheet.Name(), row, "", models.CellName(cell.column, row), models.Clip(cell.text),
		"Cette colonne n'a pas de titre à la ligne 1 : elle est ignorée.")
}

// suspicious reports what a cell holds besides its text.
func (r *exchangeReader) suspicious(s *sheetReader, row, place int, cell rawCell) {
	heading, at := s.columns[place].Heading, models.CellName(cell.column, row)
	if cell.uncached {
		r.note(models.LevelWarning, s.sheet.Name(), row, heading, at, "", "Cette formule n'a pas de valeur enregistrée : la cellule est lue comme vide. Ouvrir et enregistrer le fichier dans le tableur.")
	}
	if len(cell.text) > maxCellText && utf16Length(cell.text) > maxCellText {
		r.note(models.LevelError, s.sheet.Name(), row, heading, at, models.Clip(cell.text), "Ce texte dépasse 32 767 caractères : le raccourcir.")
	}
}
