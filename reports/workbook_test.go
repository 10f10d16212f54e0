package reports

import (
	"bytes"
	"encoding/xml"
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"jalon/models"
)

func written(t *testing.T, d *Document) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := WriteWorkbook(&b, d); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// The workbook, reopened, holds the same values as the tables.
func TestWorkbookHoldsTheTables(t *testing.T) {
	for _, d := range []*Document{fseDocument(false, "2026-08-31"), fseDocument(true, "2026-08-31"), foremDocument(), spwDocument()} {
		f := written(t, d)
		if got := len(f.GetSheetList()); got != len(d.Tables) {
			t.Errorf("%s: %d sheets", d.Kind, got)
		}
		for _, table := range d.Tables {
			sheet := sheetName(table.Title)
			rows, err := table.All()
			if err != nil {
				t.Fatal(err)
			}
			for c, column := range table.Columns {
				compareCell(t, f, sheet, c, 0, text(column.Label))
				for r, row := range rows {
					compareCell(t, f, sheet, c, r+1, row[c])
				}
			}
		}
	}
}

func compareCell(t *testing.T, f *excelize.File, sheet string, column, row int, want Cell) {
	t.Helper()
	axis, _ := excelize.CoordinatesToCellName(column+1, row+1)
	raw, err := f.GetCellValue(sheet, axis, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	if formula, _ := f.GetCellFormula(sheet, axis); formula != "" {
		t.Errorf("%s!%s holds a formula", sheet, axis)
	}
	if !sameValue(want, raw) {
		t.Errorf("%s!%s: %q for %+v", sheet, axis, raw, want)
	}
}

func sameValue(want Cell, raw string) bool {
	near := func(expected float64) bool {
		got, err := strconv.ParseFloat(raw, 64)
		return err == nil && math.Abs(got-expected) < 1e-4
	}
	switch want.Kind {
	case Empty, Text:
		return raw == want.Text
	case Number:
		return raw == strconv.Itoa(want.Number)
	case Hours:
		return near(float64(want.Number) / 60)
	case Percent:
		return near(float64(want.Number) / float64(want.Of))
	default:
		days := models.Date(want.Text).Time().Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24
		return near(days)
	}
}

func TestWorkbookIsMadeToPrint(t *testing.T) {
	d := fseDocument(false, "2026-08-31")
	f := written(t, d)
	for i, sheet := range f.GetSheetList() {
		layout, err := f.GetPageLayout(sheet)
		if err != nil || *layout.Size != 9 || *layout.FitToWidth != d.Tables[i].pagesAcross() || *layout.FitToHeight != 0 {
			t.Errorf("%s: not made for A4, %v", sheet, err)
		}
		if panes, err := f.GetPanes(sheet); err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: headings are not frozen", sheet)
		}
		header, err := f.GetHeaderFooter(sheet)
		if err != nil || !strings.Contains(header.OddHeader, CoFunding) {
			t.Errorf("%s: no statement", sheet)
		}
	}
	if across := d.Table("participants").pagesAcross(); across != 3 {
		t.Errorf("the list of participants takes %d pages in width", across)
	}
	if pictures, err := f.GetPictures("1 Couverture", "C2"); err != nil || len(pictures) != 1 {
		t.Errorf("%d emblems on the cover, %v", len(pictures), err)
	}
	titles := 0
	for _, name := range f.GetDefinedName() {
		if name.Name == "_xlnm.Print_Titles" {
			titles++
		}
	}
	if titles != len(f.GetSheetList()) {
		t.Errorf("%d sheets repeat their headings", titles)
	}
}

func TestWorkbookShowsDatesAndHours(t *testing.T) {
	f := written(t, fseDocument(false, "2026-08-31"))
	for axis, want := range map[string]string{"E2": "03/11/2025"} {
		if got, _ := f.GetCellValue("4 Participants", axis); got != want {
			t.Errorf("%s: %q", axis, got)
		}
	}
	if got, _ := f.GetCellValue("5 Heures", "E2"); got != "1.50" {
		t.Errorf("hours: %q", got)
	}
}

// An error of the source of facts reaches the caller: a workbook is whole or not at all.
func TestWorkbookFailsWithItsSource(t *testing.T) {
	d := fseDocument(false, "2026-08-31")
	broken := errors.New("the database went away")
	d.Meta.Facts = func(yield func(models.EnrolmentFacts, error) bool) { yield(models.EnrolmentFacts{}, broken) }
	if err := WriteWorkbook(&bytes.Buffer{}, d); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

// A text is written as encoding/xml would; spaces at its ends stay.
func TestWorkbookTexts(t *testing.T) {
	texts := []string{"", "Amina", "Ça va\u202f? « oui »", "a<b>&\"'", " avant", "après\n", "deux\nlignes\t", "\x00\x1f", "\x7f", "\xff", "\uFFFE", "\uFFFD", "\uFEFFbom", "_x0041_", "=1+1", "\U0001F600"}
	var rows [][]Cell
	for _, s := range texts {
		var want bytes.Buffer
		_ = xml.EscapeText(&want, []byte(s))
		if got := string(appendEscaped(nil, s)); got != want.String() {
			t.Errorf("%q: %q instead of %q", s, got, &want)
		}
		rows = append(rows, []Cell{text(s)})
	}
	d := &Document{Tables: []Table{{Title: "Textes", Columns: []Column{column("t", "Texte", 20)}, Rows: func(yield func([]Cell, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}}}}
	f := written(t, d)
	for i, s := range texts {
		if got, err := f.GetCellValue("Textes", "A"+strconv.Itoa(i+2)); err != nil || utf8.ValidString(s) && !strings.ContainsAny(s, "\x00\uFFFE") && got != s {
			t.Errorf("%q: read %q, %v", s, got, err)
		}
	}
}
