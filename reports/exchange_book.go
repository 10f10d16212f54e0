package reports

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

const (
	maxText         = 96 << 20  // bytes of text kept from the whole workbook
	maxStrings      = 4_000_000 // shared strings
	maxSheetRows    = 1_048_576 // of a spreadsheet
	maxSheetColumns = 16_384
)

// book is a workbook whose sheets can be streamed.
type book struct {
	archive  *zip.Reader
	filled   map[string]int // part in lower case → rows that hold a value
	sheets   []sheetPart
	shared   []string
	date1904 bool
	tokens   int // left to read
	text     int // bytes left to keep
}

type sheetPart struct{ name, part string }

// rawCell is a cell as the file holds it; column counts from 1.
type rawCell struct {
	column   int
	text     string
	uncached bool // a formula without its last value
}

func openBook(file *measured) (*book, error) {
	b := &book{archive: file.archive, filled: file.rows, tokens: maxTokens, text: maxText}
	workbook, err := b.workbookPart()
	if err != nil {
		return nil, refuse("exchange.not_workbook", err)
	}
	if err := b.readWorkbook(workbook); err != nil {
		return nil, refuse("exchange.damaged", err)
	}
	return b, nil
}

type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

func (b *book) relations(name string) ([]relation, error) {
	text, err := readSmallPart(b.archive, name)
	if err != nil {
		return nil, err
	}
	var list struct {
		Relations []relation `xml:"Relationship"`
	}
	return list.Relations, xml.Unmarshal(text, &list)
}

func (b *book) workbookPart() (string, error) {
	list, err := b.relations("_rels/.rels")
	if err != nil {
		return "", err
	}
	for _, r := range list {
		if strings.HasSuffix(r.Type, "/officeDocument") && path.Ext(r.Target) == ".xml" {
			if part := resolve("", r.Target); findPart(b.archive, part) != nil {
				return part, nil
			}
		}
	}
	return "", errors.New("no workbook part")
}

// resolve turns the target of a relation into a part name.
func resolve(folder, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return path.Join(folder, target)
}

func (b *book) readWorkbook(part string) error {
	text, err := readSmallPart(b.archive, part)
	if err != nil {
		return err
	}
	var workbook struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			// Files of the strict variant name the relations differently.
			StrictID string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := xml.Unmarshal(text, &workbook); err != nil {
		return err
	}
	b.date1904 = workbook.Properties.Date1904 == "1" || workbook.Properties.Date1904 == "true"
	folder, name := path.Split(part)
	list, err := b.relations(folder + "_rels/" + name + ".rels")
	if err != nil {
		return err
	}
	targets := map[string]string{}
	for _, r := range list {
		switch {
		case r.Mode == "External":
		case strings.HasSuffix(r.Type, "/worksheet"):
			targets[r.ID] = resolve(folder, r.Target)
		case strings.HasSuffix(r.Type, "/sharedStrings"):
			if err := b.readShared(resolve(folder, r.Target)); err != nil {
				return err
			}
		}
	}
	for _, s := range workbook.Sheets {
		if target := targets[s.ID+s.StrictID]; target != "" {
			b.sheets = append(b.sheets, sheetPart{s.Name, target})
		}
	}
	return nil
}

// stream opens a part as XML tokens.
func (b *book) stream(name string) (*xmlStream, io.Closer, error) {
	part := findPart(b.archive, name)
	if part == nil {
		return nil, nil, errors.New("no part " + name)
	}
	content, err := part.Open()
	if err != nil {
		return nil, nil, err
	}
	return newXMLStream(content, &b.tokens), content, nil
}

// keep counts text against what may be kept of the workbook.
func (b *book) keep(text string) (string, error) {
	if b.text -= len(text); b.text < 0 {
		return "", errExcess
	}
	return text, nil
}

func (b *book) readShared(name string) error {
	stream, closer, err := b.stream(name)
	if err != nil {
		return err
	}
	defer func() { _ = closer.Close() }()
	for {
		token, err := stream.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		element, ok := token.(xml.StartElement)
		if !ok || element.Name.Local != "si" {
			continue
		}
		text, err := stream.text()
		if err != nil {
			return err
		}
		if text, err = b.keep(strings.TrimSpace(text)); err != nil || len(b.shared) >= maxStrings {
			return errExcess
		}
		b.shared = append(b.shared, text)
	}
}

// rows streams a sheet; use is given the row number from 1 and its cells that are not empty.
func (b *book) rows(part string, use func(row int, cells []rawCell) error) error {
	stream, closer, err := b.stream(part)
	if err != nil {
		return err
	}
	defer func() { _ = closer.Close() }()
	row := 0
	for {
		token, err := stream.next()
		if err != nil {
			return err // io.EOF included: a sheet ends with sheetData
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local != "row" {
				continue
			}
			if row = position(attribute(t, "r"), row); row > maxSheetRows {
				return errExcess
			}
			cells, err := b.cells(stream)
			if err != nil {
				return err
			}
			if len(cells) == 0 {
				continue
			}
			if err := use(row, cells); err != nil {
				return err
			}
		case xml.EndElement:
			if t.Name.Local == "sheetData" {
				return nil
			}
		}
	}
}

// position is the row number written, or the one after the last.
func position(text string, last int) int {
	if n, err := strconv.Atoi(text); err == nil && n > 0 {
		return n
	}
	return last + 1
}

// cells reads the cells of the row just opened.
func (b *book) cells(stream *xmlStream) ([]rawCell, error) {
	var cells []rawCell
	outside, column := stream.depth-1, 0
	for {
		token, err := stream.next()
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			if column = columnNumber(attribute(t, "r"), column); column > maxSheetColumns {
				return nil, errExcess
			}
			cell, err := b.cell(stream, attribute(t, "t"))
			if err != nil {
				return nil, err
			}
			if cell.column = column; cell.text != "" || cell.uncached {
				cells = append(cells, cell)
			}
		case xml.EndElement:
			if stream.depth == outside {
				return cells, nil
			}
		}
	}
}

// columnNumber reads the letters of a cell reference, or counts on from the last cell.
func columnNumber(reference string, last int) int {
	number := 0
	for _, letter := range reference {
		if letter < 'A' || letter > 'Z' || number > maxSheetColumns {
			break
		}
		number = number*26 + int(letter-'A') + 1
	}
	if number == 0 {
		return last + 1
	}
	return number
}

// cell reads the cell just opened: its value, or the last value of its formula; the formula itself is ignored.
func (b *book) cell(stream *xmlStream, kind string) (rawCell, error) {
	var cell rawCell
	var value string
	formula := false
	outside := stream.depth - 1
	for stream.depth > outside {
		token, err := stream.next()
		if err != nil {
			return cell, err
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch element.Name.Local {
		case "f":
			formula = true
		case "v":
			value, err = stream.plain()
		case "is":
			value, err = stream.text()
		}
		if err != nil {
			return cell, err
		}
	}
	text, err := b.value(kind, value)
	cell.text = strings.TrimSpace(text)
	cell.uncached = formula && value == ""
	return cell, err
}

// value gives the text of a cell of that type.
func (b *book) value(kind, value string) (string, error) {
	switch kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if value == "" {
			return "", nil
		}
		if err != nil || n < 0 || n >= len(b.shared) {
			return "", errors.New("no shared string " + value)
		}
		return b.shared[n], nil
	case "b":
		if value == "1" {
			return "oui", nil
		}
		return "non", nil
	case "str":
		return b.keep(unescapeCell(value))
	default:
		return b.keep(value)
	}
}
