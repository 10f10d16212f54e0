package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jalon/models"
)

// The label of a column of figures stands over its figures, and no word of a label is cut in two.
func TestLabelsStandOverTheirFigures(t *testing.T) {
	for _, d := range []*Document{fseDocument(false, "2026-08-31"), foremDocument(), spwDocument()} {
		for _, table := range d.Tables {
			rows, err := table.All()
			if err != nil {
				t.Fatal(err)
			}
			for c, column := range table.Columns {
				figures, others := 0, 0
				for _, row := range rows {
					switch row[c].Kind {
					case Number, Hours, Percent:
						figures++
					case Text, Day:
						others++
					case Empty:
					}
				}
				if figures > 0 && others == 0 && !column.Right && !column.Left {
					t.Errorf("%s %s: %q holds figures, its label is on the left", d.Kind, table.Key, column.Key)
				}
				if others > 0 && figures == 0 && column.Right {
					t.Errorf("%s %s: %q holds texts, its label is on the right", d.Kind, table.Key, column.Key)
				}
				for _, word := range column.words() {
					if float64(len([]rune(word))+1) > column.room() {
						t.Errorf("%s %s: %q is cut in a column of %v", d.Kind, table.Key, word, column.room())
					}
				}
			}
		}
	}
}

func TestLinesOfALabel(t *testing.T) {
	for label, want := range map[string]int{"": 1, "Heures": 1, "Heures avec signature": 3, "Actions au public non renseigné": 3, "Heures-personnes avec signature": 4} {
		if got := measure("", label, 11).labelLines(); got != want {
			t.Errorf("%q: %d lines", label, got)
		}
	}
}

// The exchange workbook prints too: in landscape, every page under its headings, and no heading is wider than its column.
func TestExchangeIsMadeToPrint(t *testing.T) {
	var b bytes.Buffer
	if err := WriteExchange(&b, models.ExchangeStream{}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	titles := map[string]bool{}
	for _, name := range f.GetDefinedName() {
		titles[name.Scope] = name.Name == "_xlnm.Print_Titles" && strings.HasSuffix(name.RefersTo, "$1:$1")
	}
	for _, sheet := range f.GetSheetList() {
		layout, err := f.GetPageLayout(sheet)
		if err != nil || *layout.Size != 9 || *layout.Orientation != "landscape" || *layout.FitToWidth < 1 || *layout.FitToHeight != 0 || !titles[sheet] {
			t.Errorf("%s: not made for A4, %v", sheet, err)
		}
		if fit, err := f.GetSheetProps(sheet); err != nil || !*fit.FitToPage {
			t.Errorf("%s: does not fit its page, %v", sheet, err)
		}
		headings, err := f.GetRows(sheet)
		if err != nil || len(headings) == 0 {
			t.Fatalf("%s: no headings, %v", sheet, err)
		}
		for i, heading := range headings[0] {
			if width, err := f.GetColWidth(sheet, columnName(i)); err != nil || width < float64(len(heading)+2) {
				t.Errorf("%s: %q in a column of %v, %v", sheet, heading, width, err)
			}
		}
	}
}

// A text of several paragraphs, a qualitative answer say, is printed to its last line.
func TestLinesOfAText(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{{"", 1}, {"court", 1}, {"un\ndeux\n\ntrois", 4}, {strings.Repeat("mot ", 25), 6}, {"a\n" + strings.Repeat("mot ", 25), 7}} {
		cell := Cell{Kind: Text, Text: c.text}
		if got := cell.lines(20); got != c.want {
			t.Errorf("%q: %d lines, want %d", c.text, got, c.want)
		}
	}
}
