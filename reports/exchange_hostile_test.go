package reports

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"jalon/models"
)

type hostileFile struct {
	name string
	data []byte
	key  string
}

// with is a valid workbook with one part added or replaced.
func with(t *testing.T, name, text string) []byte {
	parts := rawParts("Personnes", headingRow)
	parts[name] = text
	return packed(t, parts)
}

const headingRow = `<row r="1"><c t="inlineStr"><is><t>ref</t></is></c><c t="inlineStr"><is><t>nom</t></is></c></row>`

var hostileOnce []hostileFile

// hostileFiles are made once: the large ones take their time.
func hostileFiles(t *testing.T) []hostileFile {
	t.Helper()
	if hostileOnce == nil {
		hostileOnce = makeHostileFiles(t)
	}
	return hostileOnce
}

func makeHostileFiles(t *testing.T) []hostileFile {
	t.Helper()
	sample, err := os.ReadFile(sampleFile)
	if err != nil {
		t.Fatal(err)
	}
	ole := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...)
	nested := strings.Repeat("<a>", 100000)
	huge := strings.Repeat(" ", 30<<20)
	return []hostileFile{
		{"empty", nil, "exchange.not_workbook"},
		{"pdf", []byte("%PDF-1.7 …"), "exchange.not_workbook"},
		{"csv", []byte("ref;nom\nP1;EXEMPLE\n"), "exchange.not_workbook"},
		{"html under an .xlsx name", []byte("<html><table></table></html>"), "exchange.not_workbook"},
		{"zip of something else", packed(t, map[string]string{"word/document.xml": "<a/>", "[Content_Types].xml": "<Types/>"}), "exchange.not_workbook"},
		{"old .xls", ole, "exchange.old_format"},
		{"password", append(bytes.Clone(ole), encryptedStream...), "exchange.encrypted"},
		{"zip password", flagged(rawWorkbook(t, "Personnes", headingRow), 1), "exchange.encrypted"},
		{"macros", with(t, "xl/vbaProject.bin", "x"), "exchange.macros"},
		{"macros in another case", with(t, "xl/VBAPROJECT.BIN", "x"), "exchange.macros"},
		{"macros under another name", packed(t, add(rawParts("Personnes", headingRow), map[string]string{"xl/a.bin": "x",
			"[Content_Types].xml": `<Types><Override PartName="/xl/a.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>`})), "exchange.macros"},
		{"macros by extension", packed(t, add(rawParts("Personnes", headingRow), map[string]string{"xl/a.bin": "x",
			"[Content_Types].xml": `<Types><Default Extension="BIN" ContentType="application/vnd.ms-office.vbaProject"/></Types>`})), "exchange.macros"},
		{"macro-enabled type", with(t, "[Content_Types].xml", `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>`), "exchange.macros"},
		{"content types cut", with(t, "[Content_Types].xml", `<Types><Override`), "exchange.damaged"},
		{"macro sheet of 1992", with(t, "xl/macrosheets/sheet1.xml", "<a/>"), "exchange.macros"},
		{"doctype", with(t, "xl/worksheets/sheet1.xml", `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet><sheetData/></worksheet>`), "exchange.doctype"},
		{"doctype in a part nobody reads", with(t, "docProps/app.xml", `<!DOCTYPE a SYSTEM "http://127.0.0.1/"><a/>`), "exchange.doctype"},
		{"doctype in UTF-16", with(t, "xl/worksheets/sheet1.xml", "\xff\xfe"+utf16Text(`<!DOCTYPE a><worksheet/>`)), "exchange.doctype"},
		{"doctype across two chunks", with(t, "docProps/app.xml", strings.Repeat(" ", 64<<10-4)+`<!DOCTYPE a><a/>`), "exchange.doctype"},
		{"600 MiB unpacked, all told", bomb(t, 600), "exchange.bomb"},
		{"600 MiB unpacked, sizes that lie", lying(bomb(t, 600)), "exchange.damaged"},
		{"one token without end", with(t, "xl/worksheets/sheet1.xml", "<worksheet><sheetData>"+huge+"</sheetData></worksheet>"), "exchange.bomb"},
		{"one comment without end", with(t, "xl/worksheets/sheet1.xml", "<worksheet><!--"+strings.ReplaceAll(huge, " ", "<")+"--><sheetData/></worksheet>"), "exchange.bomb"},
		{"elements without end", with(t, "xl/worksheets/sheet1.xml", "<worksheet><sheetData>"+nested), "exchange.bomb"},
		{"row number beyond a spreadsheet", rawWorkbook(t, "Personnes", headingRow+`<row r="99999999999"/><row r="99999999"/>`), "exchange.bomb"},
		{"column beyond a spreadsheet", rawWorkbook(t, "Personnes", headingRow+`<row r="2"><c r="ZZZZZ2"><v>1</v></c></row>`), "exchange.bomb"},
		{"200,001 rows", rawWorkbook(t, "Personnes", headingRow+manyRows(maxRows+1)), "exchange.too_many_rows"},
		{"no known sheet", rawWorkbook(t, "Feuil1", headingRow), "exchange.no_sheet"},
		{"cut in the middle", sample[:len(sample)/2], "exchange.damaged"},
		{"a byte changed", flipped(sample), "exchange.damaged"},
		{"a sheet cut", with(t, "xl/worksheets/sheet1.xml", `<worksheet><sheetData>`+headingRow+`<row r="2"><c><v>1</v>`), "exchange.damaged"},
		{"bad XML", with(t, "xl/worksheets/sheet1.xml", `<worksheet><sheetData></row></sheetData>`), "exchange.damaged"},
		{"no such shared string", rawWorkbook(t, "Personnes", headingRow+`<row r="2"><c t="s"><v>7</v></c></row>`), "exchange.damaged"},
		{"a sheet that is not there", with(t, "xl/_rels/workbook.xml.rels", strings.Replace(rawParts("", "")["xl/_rels/workbook.xml.rels"], "sheet1", "sheet9", 1)), "exchange.damaged"},
		{"path out of the folder", with(t, "../../etc/cron.d/x", "x"), "exchange.damaged"},
		{"a part twice", with(t, "XL/workbook.xml", "<a/>"), "exchange.damaged"},
		{"thousands of parts", packed(t, add(rawParts("Personnes", headingRow), manyParts(maxParts+1))), "exchange.bomb"},
		{"more than 20 MB", append([]byte("PK\x03\x04"), make([]byte, maxFileBytes)...), "exchange.too_large"},
	}
}

func TestHostileFilesAreRefused(t *testing.T) {
	for _, c := range hostileFiles(t) {
		t.Run(c.name, func(t *testing.T) {
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			x, findings, err := ReadExchangeBytes(c.data)
			runtime.ReadMemStats(&after)
			var refusal *models.Error
			if !errors.As(err, &refusal) || refusal.Key != c.key {
				t.Errorf("got %v %+v (%v), want %s", err, findings, x != nil, c.key)
			}
			if grown := int64(after.Sys) - int64(before.Sys); grown > 250<<20 {
				t.Errorf("took %d MiB", grown>>20)
			}
		})
	}
}

// Excelize declares the type of macros in every workbook it saves under a name.
func TestADeclaredTypeIsNoMacro(t *testing.T) {
	data := with(t, "[Content_Types].xml", `<Types><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>`)
	if _, _, err := ReadExchangeBytes(data); err != nil {
		t.Error(err)
	}
}

// A part nobody refers to may be large, as long as the whole stays below the limit: it is measured, never kept.
func TestLargeUnreferencedPartIsNotKept(t *testing.T) {
	data := bomb(t, 500)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, _, err := ReadExchangeBytes(data); err != nil {
		t.Error(err)
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 20<<20 {
		t.Errorf("took %d MiB", grown>>20)
	}
}

func TestExactly200000RowsAreRead(t *testing.T) {
	x, findings, err := ReadExchangeBytes(rawWorkbook(t, "Personnes", headingRow+manyRows(maxRows)))
	if err != nil || len(findings) > 0 || len(x.Persons) != maxRows {
		t.Errorf("%v, %d findings", err, len(findings))
	}
}

func TestRowCounter(t *testing.T) {
	text := `<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>a</t></is></c><c><v>1</v></c></row><row/><row r="3"><c s="1"/></row>` +
		`<x:row><x:c><x:f>1</x:f><x:v>2</x:v></x:c></x:row></sheetData></worksheet>`
	for size := range len(text) {
		c := &rowCounter{}
		for rest := []byte(text); len(rest) > 0; {
			n := min(size+1, len(rest))
			_, _ = c.Write(rest[:n])
			rest = rest[n:]
		}
		if c.rows != 2 {
			t.Fatalf("%d rows in chunks of %d", c.rows, size+1)
		}
	}
}

func TestAbsentFile(t *testing.T) {
	for _, path := range []string{t.TempDir(), t.TempDir() + "/absent.xlsx"} {
		var refusal *models.Error
		if _, _, err := ReadExchange(path); !errors.As(err, &refusal) || refusal.Key != "exchange.unreadable" {
			t.Errorf("got %v", err)
		}
	}
}

// hundredMiB is a compressed part of zeros, with its header.
var hundredMiB = sync.OnceValues(func() ([]byte, zip.FileHeader) {
	zeros := make([]byte, 100<<20)
	var out bytes.Buffer
	w, _ := flate.NewWriter(&out, flate.BestSpeed)
	_, _ = w.Write(zeros)
	_ = w.Close()
	return out.Bytes(), zip.FileHeader{Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(zeros),
		CompressedSize64: uint64(out.Len()), UncompressedSize64: uint64(len(zeros))}
})

// bomb is a valid workbook with that many MiB (hundreds) of zeros beside it.
func bomb(t *testing.T, mebibytes int) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, text := range rawParts("Personnes", headingRow) {
		part, _ := w.Create(name)
		_, _ = part.Write([]byte(text))
	}
	zeros, header := hundredMiB()
	for i := range mebibytes / 100 {
		header := header
		header.Name = "xl/media/" + strconv.Itoa(i)
		part, err := w.CreateRaw(&header)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write(zeros)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func add(parts, more map[string]string) map[string]string {
	for name, text := range more {
		parts[name] = text
	}
	return parts
}

func manyParts(n int) map[string]string {
	parts := map[string]string{}
	for i := range n {
		parts["xl/media/"+strconv.Itoa(i)] = ""
	}
	return parts
}

func manyRows(n int) string {
	var rows strings.Builder
	for i := range n {
		id := strconv.Itoa(i + 2)
		rows.WriteString(`<row r="` + id + `"><c r="A` + id + `"><v>` + id + `</v></c><c r="B` + id + `" t="inlineStr"><is><t>A</t></is></c></row>`)
	}
	return rows.String()
}

func utf16Text(text string) string {
	var out strings.Builder
	for _, r := range text {
		out.WriteString(string([]byte{byte(r), 0}))
	}
	return out.String()
}

// flagged sets a general flag in every entry of the directory.
func flagged(data []byte, flag byte) []byte {
	data = bytes.Clone(data)
	for at := bytes.Index(data, directoryEntry); at >= 0; {
		data[at+8] |= flag
		next := bytes.Index(data[at+4:], directoryEntry)
		if next < 0 {
			break
		}
		at += 4 + next
	}
	return data
}

// lying makes the directory say that every part holds ten bytes.
func lying(data []byte) []byte {
	data = bytes.Clone(data)
	for at := bytes.Index(data, directoryEntry); at >= 0; {
		binary.LittleEndian.PutUint32(data[at+24:], 10)
		next := bytes.Index(data[at+4:], directoryEntry)
		if next < 0 {
			break
		}
		at += 4 + next
	}
	return data
}

// flipped changes one byte of the compressed content.
func flipped(data []byte) []byte {
	data = bytes.Clone(data)
	data[len(data)/3] ^= 0x55
	return data
}
