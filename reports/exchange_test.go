package reports

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"jalon/models"
)

const sampleFile = "testdata/exercice-2025-2026.xlsx"

// workbookOf writes a workbook with another library's writer; each sheet is a list of rows.
func workbookOf(t *testing.T, sheets map[string][][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	for name, rows := range sheets {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = f.DeleteSheet("Sheet1")
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestSampleReadsWithoutError(t *testing.T) {
	x, findings, err := ReadExchange(sampleFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(findings, models.CheckExchange(x, models.ExchangeKnown{}, "2026-11-22")...) {
		if f.Level == models.LevelError {
			t.Errorf("%+v", f)
		}
	}
	want := map[string]int{"Operations": 3, "Modules": 27, "Personnes": 220, "Inscriptions": 299, "Suivis": 1086, "Seances": 148,
		"Presences": 622, "Sorties": 146, "Evenements": 151, "Suivi_6_mois": 31, "Attestations": 0}
	if diff := cmp.Diff(want, x.Counts()); diff != "" {
		t.Error(diff)
	}
	first := x.Persons[0]
	if first.Family != "BONDARENKO" || first.Birth != "2005-01-01" || first.Commune != "91030" || first.Mobile != "0479 92 77 15" || first.Row != 2 {
		t.Errorf("first person: %+v", first)
	}
}

var ignoreRows = cmp.Options{cmpopts.IgnoreUnexported(models.Exchange{}), cmp.FilterPath(func(p cmp.Path) bool {
	field, ok := p.Last().(cmp.StructField)
	return ok && field.Name() == "Row"
}, cmp.Ignore())}

func writeAndRead(t interface{ Fatal(...any) }, x *models.Exchange) *models.Exchange {
	var out bytes.Buffer
	if err := WriteExchange(&out, x.Stream()); err != nil {
		t.Fatal(err)
	}
	back, findings, err := ReadExchangeBytes(out.Bytes())
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	return back
}

func TestSampleComesBackFromTheWriter(t *testing.T) {
	x, _, err := ReadExchange(sampleFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(x, writeAndRead(t, x), ignoreRows); diff != "" {
		t.Error(diff)
	}
}

func TestAnyTextComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.TrimSpace(rapid.StringOf(rapid.RuneFrom([]rune("aé=@+-'\"<>&_x0041;\n\t😀ا \\{}"))).Draw(t, "text"))
		x := &models.Exchange{FollowUps: []models.ExchangeFollowUp{{Row: 2, Ref: "F1", Enrolment: "E1", On: "2025-01-01", Minutes: new(int), Note: text}}}
		if got := writeAndRead(t, x).FollowUps[0].Note; got != text {
			t.Fatalf("%q came back as %q", text, got)
		}
	})
}

func TestWriterUsesRealDatesAndPlainText(t *testing.T) {
	x := &models.Exchange{Persons: []models.ExchangePerson{
		{Ref: "0012", Family: "=HYPERLINK(\"https://exemple.example\")", Given: "@SUM(A1)", Birth: "1990-02-28", NISS: ""},
		{Ref: "P2", Family: "Ancienne", Birth: "1899-12-31"}, {Ref: "P3", Family: "An", Birth: "1985"}}}
	var out bytes.Buffer
	if err := WriteExchange(&out, x.Stream()); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := f.GetRows("Personnes", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		row, column int
		want        string
	}{{1, 0, "0012"}, {1, 1, `=HYPERLINK("https://exemple.example")`}, {1, 2, "@SUM(A1)"}, {1, 4, "32932"}, {2, 4, "1899-12-31"}, {3, 4, "1985"}} {
		if got := rows[c.row][c.column]; got != c.want {
			t.Errorf("row %d column %d: %q, want %q", c.row, c.column, got, c.want)
		}
	}
	if formula, _ := f.GetCellFormula("Personnes", "B2"); formula != "" {
		t.Errorf("a name became the formula %q", formula)
	}
	if shown, _ := f.GetCellValue("Personnes", "E2"); shown != "28/02/1990" {
		t.Errorf("birth shown as %q", shown)
	}
	if got := f.GetSheetList(); len(got) != len(models.ExchangeSheets) {
		t.Errorf("sheets: %v", got)
	}
}

func TestATextTooLongForACellIsNotCut(t *testing.T) {
	x := &models.Exchange{FollowUps: []models.ExchangeFollowUp{{Ref: "F1", Note: strings.Repeat("é", maxCellText+1)}}}
	if err := WriteExchange(&bytes.Buffer{}, x.Stream()); err == nil || !strings.Contains(err.Error(), "exchange.cell_too_long") {
		t.Errorf("got %v", err)
	}
}

func TestTolerantReading(t *testing.T) {
	data := workbookOf(t, map[string][][]any{
		" personnes": {{"PRÉNOM", " Réf ", "Nom", "Naissance", "code postal", "gsm", "Sexe", "fiche"},
			{"Amina", 12, "EXEMPLE", 1990, 5000, 32470123456, "f", "x"},
			{},
			{"Omar", 13, "", "01/02/1985", "5000", "0470 12 34 57", "Refus", nil}},
		"Évènements": {{"inscription", "date", "type", "preuve"}, {"E1", 45904, "Contrat formation", true}},
	})
	x, findings, err := ReadExchangeBytes(data)
	if err != nil {
		t.Fatal(err)
	}
	want := []models.ExchangePerson{
		{Row: 2, Ref: "12", Given: "Amina", Family: "EXEMPLE", Birth: "1990", Postcode: "5000", Mobile: "32470123456", Sex: "F"},
		{Row: 4, Ref: "13", Given: "Omar", Birth: "1985-02-01", Postcode: "5000", Mobile: "0470 12 34 57", Sex: "refus"},
	}
	if diff := cmp.Diff(want, x.Persons); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]models.ExchangeEvent{{Row: 2, Enrolment: "E1", On: "2025-09-04", Type: "contrat_formation", Proof: "oui"}}, x.Events); diff != "" {
		t.Error(diff)
	}
	if len(findings) != 1 || findings[0].Level != models.LevelWarning || findings[0].Column != "fiche" || findings[0].Cell != "H1" {
		t.Errorf("%+v", findings)
	}
}

func TestDatesOf1904(t *testing.T) {
	data := patch(t, workbookOf(t, map[string][][]any{"Sorties": {{"inscription", "date"}, {"E1", 44442}}}), "xl/workbook.xml",
		func(text string) string { return strings.Replace(text, "<workbookPr", `<workbookPr date1904="1"`, 1) })
	x, _, err := ReadExchangeBytes(data)
	if err != nil || len(x.Exits) != 1 || x.Exits[0].On != "2025-09-04" {
		t.Errorf("%v %+v", err, x)
	}
}

func TestEveryFindingIsListed(t *testing.T) {
	data := workbookOf(t, map[string][][]any{
		"Suivis": {{"ref", "inscription", "date", "minutes", "presence", "debut"},
			{"F1", "E1", "31/02/2025", 1441, "peut-être", "25:00"},
			{nil, "E1", "2025-01-01", "beaucoup", nil, nil}},
		"Sorties": {{"inscription"}, {"E1"}},
		"Notes":   {{"a"}},
		"Seances": {{"ref", "operation", "date", "debut", "fin", "ref"}, {"S1", "X", "2025-01-01", "09:00", "12:00", "S2", "perdu"}},
	})
	_, findings, err := ReadExchangeBytes(data)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range findings {
		if f.Message == "" {
			t.Errorf("no sentence: %+v", f)
		}
		got = append(got, fmt.Sprintf("%s %s %d %s %s %s", f.Level, f.Sheet, f.Row, f.Column, f.Cell, f.Value))
	}
	want := []string{
		"warning Notes 0   ",
		"error Suivis 2 date C2 31/02/2025", "error Suivis 2 debut F2 25:00", "error Suivis 2 minutes D2 1441", "error Suivis 2 presence E2 peut-être",
		"error Suivis 3 ref A3 ", "error Suivis 3 minutes D3 beaucoup",
		"warning Seances 1 ref F1 ref", "warning Seances 2  G2 perdu",
		"error Sorties 1 date  ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFormulasGiveTheirLastValue(t *testing.T) {
	sheet := `<row r="1"><c t="inlineStr"><is><t>ref</t></is></c><c t="inlineStr"><is><t>nom</t></is></c><c t="inlineStr"><is><t>prenom</t></is></c></row>
		<row r="2"><c r="A2" t="str"><f>"P"&amp;1</f><v>P1</v></c><c r="B2" t="inlineStr"><is><r><t>DU</t></r><r><t xml:space="preserve">PONT </t></r><rPh><t>ignored</t></rPh></is></c><c r="C2"><f>A1</f></c></row>`
	x, findings, err := ReadExchangeBytes(rawWorkbook(t, "Personnes", sheet))
	if err != nil || len(x.Persons) != 1 || x.Persons[0].Ref != "P1" || x.Persons[0].Family != "DUPONT" || x.Persons[0].Given != "" {
		t.Fatalf("%v %+v", err, x)
	}
	if len(findings) != 1 || findings[0].Cell != "C2" || findings[0].Level != models.LevelWarning {
		t.Errorf("%+v", findings)
	}
}

func TestNothingIsLeftOnDisk(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	x, _, err := ReadExchange(sampleFile)
	if err != nil {
		t.Fatal(err)
	}
	for i := range x.FollowUps {
		x.FollowUps[i].Note = strings.Repeat("long ", 4000) // 20 MB in all: the writer spills to disk
	}
	if err := WriteExchange(&bytes.Buffer{}, x.Stream()); err != nil {
		t.Fatal(err)
	}
	for _, c := range hostileFiles(t) {
		_, _, _ = ReadExchangeBytes(c.data)
	}
	left, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// patch rewrites one part of a workbook.
func patch(t *testing.T, data []byte, name string, change func(string) string) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, part := range archive.File {
		content, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		_, _ = text.ReadFrom(content)
		parts[part.Name] = text.String()
	}
	parts[name] = change(parts[name])
	return packed(t, parts)
}

func packed(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	names := make([]string, 0, len(parts))
	for name := range parts {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte(parts[name]))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// rawWorkbook is the smallest workbook around the rows of one sheet.
func rawWorkbook(t *testing.T, sheet, rows string) []byte {
	return packed(t, rawParts(sheet, rows))
}

func rawParts(sheet, rows string) map[string]string {
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	return map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels":                `<Relationships xmlns="x"><Relationship Id="r1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns:r="` + office + `"><sheets><sheet name="` + sheet + `" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="x"><Relationship Id="r1" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`,
	}
}

func FuzzReadExchange(f *testing.F) {
	sample, err := os.ReadFile(sampleFile)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sample[:2000])
	f.Fuzz(func(t *testing.T, data []byte) {
		x, findings, err := ReadExchangeBytes(data)
		if err == nil && x == nil {
			t.Error("neither content nor reason")
		}
		for _, found := range findings {
			if !utf8.ValidString(found.Message) {
				t.Errorf("%q", found.Message)
			}
		}
	})
}
