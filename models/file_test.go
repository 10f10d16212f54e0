package models

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// pdf is a PDF of some objects, in clear.
func pdf(objects ...string) []byte {
	out := "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
	for i, o := range objects {
		out += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	return []byte(out + "trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n")
}

func deflated(text string) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return out.String()
}

func objectStream(dictionary, body string) string {
	return "<< /Type /ObjStm /N 1 /First 4 " + dictionary + " >>\nstream\n" + body + "\nendstream"
}

const page = "<< /Type /Catalog /OpenAction [3 0 R /Fit] /Pages 2 0 R >>"

func TestPDF(t *testing.T) {
	script := "1 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>"
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"pages":                    {pdf(page, "<< /Type /Pages >>"), ""},
		"object stream":            {pdf(page, objectStream("/Filter /FlateDecode", deflated("1 0 << /Type /Page >>"))), ""},
		"a web developer":          {pdf(page, "<< /Title (HTML/CSS/JS) >>"), ""},
		"JS in a picture":          {pdf(page, "<< /Subtype /Image >>\nstream\n\x01/JS \x02/Launch \xff\nendstream"), ""},
		"script":                   {pdf("<< /Type /Catalog /OpenAction << /S /JavaScript /JS (x) >> >>"), "file.problem.script"},
		"script, written oddly":    {pdf("<< /OpenAction << /S /Java#53cript >> >>"), "file.problem.script"},
		"launch":                   {pdf("<< /A << /S /Launch /F (cmd.exe) >> >>"), "file.problem.script"},
		"attached file":            {pdf(page, "<< /Type /EmbeddedFile >>\nstream\nMZ\nendstream"), "file.problem.attached"},
		"script in objects":        {pdf(page, objectStream("/Filter /FlateDecode", deflated(script))), "file.problem.script"},
		"script in plain objects":  {pdf(page, objectStream("", script)), "file.problem.script"},
		"objects without a type":   {pdf(page, "<< /N 1 /First 4 /Filter /FlateDecode >>\nstream\n"+deflated(script)+"\nendstream"), "file.problem.script"},
		"type written oddly":       {pdf(page, "<< /Type /Obj#53tm /Filter [ /Fl ] >>\nstream\n"+deflated(script)+"\nendstream"), "file.problem.script"},
		"objects packed twice":     {pdf(page, objectStream("/Filter [/FlateDecode /FlateDecode]", deflated(deflated(script)))), "file.problem.pdf"},
		"objects packed otherwise": {pdf(page, objectStream("/Filter [/ASCIIHexDecode /FlateDecode]", "00")), "file.problem.pdf"},
		"a filter said elsewhere":  {pdf(page, objectStream("/Filter 9 0 R", deflated(script))), "file.problem.pdf"},
		"object hidden in a text":  {pdf(page, "<< /Title (9 0 obj << /S /JavaScript >> endobj) >>"), "file.problem.script"},
		"object hidden in stream":  {pdf(page, "<< >>\nstream\n9 0 obj << /S /JavaScript >> endobj\nendstream"), "file.problem.script"},
		"a list of no files":       {pdf("<< /Names << /EmbeddedFiles << /Names [] >> >> >>"), ""},
		"object hidden in comment": {pdf(page, "<< >> % 9 0 obj << /S /JavaScript >>"), "file.problem.script"},
		"password":                 {[]byte(strings.Replace(string(pdf(page)), "/Root", "/Encrypt 5 0 R /Root", 1)), "file.problem.password"},
		"bomb":                     {pdf(page, objectStream("/Filter /FlateDecode", deflated(strings.Repeat(" ", maxPDFSize+1)))), "file.problem.bomb"},
		"cut short":                {pdf(page)[:60], "file.problem.pdf"},
		"nothing inside":           {[]byte("%PDF-1.7\n%%EOF"), "file.problem.pdf"},
		"stream without an end":    {pdf(page, "<< >>\nstream\nabc"), "file.problem.pdf"},
	} {
		_, _, err := ReadFile(c.data)
		if got := keyOf(err); got != c.want {
			t.Errorf("%s: %q (%v), want %q", name, got, err, c.want)
		}
	}
}

// The PDFs that Jalon makes itself are accepted.
func TestOwnPDFs(t *testing.T) {
	files, err := filepath.Glob("../documents/testdata/*.pdf")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if format, kept, err := ReadFile(data); format != FormatPDF || !bytes.Equal(kept, data) || err != nil {
			t.Errorf("%s: %s, %v", name, format, err)
		}
	}
}

// No content takes long: what is read is read once. What would be read again for each of its parts would take hours.
func TestHostileContentIsQuick(t *testing.T) {
	head, tail := "%PDF-1.7\n1 0 obj\n", "\n%%EOF"
	for _, part := range []string{"(", ")", "(a", "stream\nendstream ", "/", "<<", "%\n", "/#", "1 0 obj ", "obj stream endstream "} {
		data := []byte(head + strings.Repeat(part, MaxFileSize/4/len(part)) + tail)
		began := time.Now()
		_, _, _ = ReadFile(data)
		if took := time.Since(began); took > 10*time.Second { // a fifth of one on a quiet machine
			t.Errorf("%q repeated: %s", part, took)
		}
	}
}

type part struct{ name, content string }

func archive(t *testing.T, parts ...part) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range parts {
		file, err := w.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = file.Write([]byte(p.content))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// docx is a Word document with other parts; odt is its free cousin.
func docx(t *testing.T, more ...part) []byte {
	return archive(t, append([]part{{"[Content_Types].xml", `<Types><Override PartName="/word/document.xml" ContentType="` + wordMainType + `"/></Types>`},
		{"word/document.xml", "<w:document/>"}}, more...)...)
}

func odt(t *testing.T, more ...part) []byte {
	return archive(t, append([]part{{"mimetype", odtType}, {"content.xml", "<office:document-content/>"}}, more...)...)
}

func relation(kind, mode string) string {
	return `<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind +
		`" Target="https://example.org/x" TargetMode="` + mode + `"/></Relationships>`
}

func TestOffice(t *testing.T) {
	locked := docx(t)
	for at := bytes.Index(locked, []byte("PK\x01\x02")); at >= 0 && at < len(locked); { // the flag of each entry of the directory
		locked[at+8] |= 1
		next := bytes.Index(locked[at+4:], []byte("PK\x01\x02"))
		if next < 0 {
			break
		}
		at += 4 + next
	}
	for name, c := range map[string]struct {
		data         []byte
		format, want string
	}{
		"docx":               {docx(t), FormatDOCX, ""},
		"docx with a link":   {docx(t, part{"word/_rels/document.xml.rels", relation("hyperlink", "External")}), FormatDOCX, ""},
		"odt":                {odt(t), FormatODT, ""},
		"workbook":           {archive(t, part{"[Content_Types].xml", "<Types/>"}, part{"xl/workbook.xml", "<x/>"}), "", "file.problem.format"},
		"docm":               {docx(t, part{"word/vbaProject.bin", "x"}), "", "file.problem.macro"},
		"docm by its type":   {docx(t, part{"docProps/app.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"}), "", "file.problem.macro"},
		"odt with Basic":     {odt(t, part{"Basic/Standard/Module1.xml", "<x/>"}), "", "file.problem.macro"},
		"entity":             {docx(t, part{"word/footnotes.xml", `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`}), "", "file.problem.entity"},
		"entity in UTF-16":   {docx(t, part{"word/x.xml", "<\x00!\x00E\x00N\x00T\x00I\x00T\x00Y\x00"}), "", "file.problem.entity"},
		"template elsewhere": {docx(t, part{"word/_rels/settings.xml.rels", relation("attachedTemplate", "External")}), "", "file.problem.external"},
		"bomb":               {docx(t, part{"word/a.xml", strings.Repeat("0", maxOfficeSize)}), "", "file.problem.bomb"},
		"climbing part":      {docx(t, part{"../../etc/passwd", "x"}), "", "file.problem.office"},
		"password":           {locked, "", "file.problem.password"},
		"odt with password":  {odt(t, part{"META-INF/manifest.xml", "<manifest:encryption-data/>"}), "", "file.problem.password"},
		"cut short":          {docx(t)[:80], "", "file.problem.office"},
	} {
		format, _, err := ReadFile(c.data)
		if got := keyOf(err); got != c.want || err == nil && format != c.format {
			t.Errorf("%s: %q %q (%v), want %q %q", name, format, got, err, c.format, c.want)
		}
	}
}

// A part that unpacks to more than the archive says is stopped while it unpacks.
func TestLyingBomb(t *testing.T) {
	data := docx(t, part{"word/a.xml", strings.Repeat("0", maxOfficeSize+10)})
	size := binary.LittleEndian.AppendUint32(nil, maxOfficeSize+10)
	at := bytes.LastIndex(data, size) // in the directory
	binary.LittleEndian.PutUint32(data[at:], 10)
	if _, _, err := ReadFile(data); keyOf(err) != "file.problem.bomb" && keyOf(err) != "file.problem.office" {
		t.Errorf("got %v", err)
	}
}

func TestOtherContents(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":     {nil, "file.problem.empty"},
		"11 MB":     {append([]byte("%PDF-1.7"), make([]byte, 11<<20)...), "file.problem.large"},
		"a program": {[]byte("MZ\x90\x00 and the rest"), "file.problem.format"},
		"a page":    {[]byte("<html><script>alert(1)</script>"), "file.problem.format"},
		"svg":       {[]byte("<svg onload='alert(1)'/>"), "file.problem.format"},
		"Word 97":   {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest"), "file.problem.old_word"},
		"telephone": {[]byte("\x00\x00\x00\x18ftypheic\x00\x00"), "file.problem.heic"},
	} {
		if _, _, err := ReadFile(c.data); keyOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// picture is 4 × 2, red at its top left corner.
func picture() image.Image {
	p := image.NewRGBA(image.Rect(0, 0, 64, 32))
	for y := range 32 {
		for x := range 64 {
			p.Set(x, y, color.White)
			if x < 16 && y < 16 {
				p.Set(x, y, color.RGBA{R: 255, A: 255})
			}
		}
	}
	return p
}

// photograph is a JPEG with an EXIF that says how it is turned, and where it was taken.
func photograph(t *testing.T, orientation byte) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture(), nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00 GPS 50.46 4.87")
	segment := append([]byte{0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(exif)+2))...)
	return append(append(append([]byte{0xff, 0xd8}, segment...), exif...), out.Bytes()[2:]...)
}

func TestPhotographs(t *testing.T) {
	corners := map[byte][2]int{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}}
	for orientation, corner := range corners {
		format, kept, err := ReadFile(photograph(t, orientation))
		if err != nil || format != FormatJPEG {
			t.Fatalf("orientation %d: %s, %v", orientation, format, err)
		}
		if bytes.Contains(kept, []byte("GPS")) || bytes.Contains(kept, []byte("Exif")) {
			t.Errorf("orientation %d: the metadata are still there", orientation)
		}
		shown, err := jpeg.Decode(bytes.NewReader(kept))
		if err != nil {
			t.Fatal(err)
		}
		size := shown.Bounds().Size()
		if upright := size.Y > size.X; upright != (orientation >= 5) {
			t.Errorf("orientation %d: %v", orientation, size)
		}
		x, y := 4+corner[0]*(size.X-8), 4+corner[1]*(size.Y-8)
		if _, green, _, _ := shown.At(x, y).RGBA(); green > 0x4000 {
			t.Errorf("orientation %d: the red corner is not at %d,%d", orientation, x, y)
		}
	}
}

// header is the beginning of a PNG of some size: nothing more is read to refuse it.
func header(width, height uint32, depth byte) []byte {
	chunk := append([]byte("IHDR"), binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)...)
	chunk = append(chunk, depth, 2, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), chunk...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
}

func TestPictures(t *testing.T) {
	var small bytes.Buffer
	if err := png.Encode(&small, picture()); err != nil {
		t.Fatal(err)
	}
	text := append([]byte("tEXt"), "Author\x00somebody"...)
	at := 8 + 25 // after the header
	with := append([]byte{}, small.Bytes()[:at]...)
	with = binary.BigEndian.AppendUint32(with, uint32(len(text)-4))
	with = binary.BigEndian.AppendUint32(append(with, text...), crc32.ChecksumIEEE(text))
	with = append(append(with, small.Bytes()[at:]...), "<script>alert(1)</script>"...)
	format, kept, err := ReadFile(with)
	if err != nil || format != FormatPNG || bytes.Contains(kept, []byte("somebody")) || bytes.Contains(kept, []byte("script")) {
		t.Errorf("png: %s, %v: its texts stay", format, err)
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"50 megapixels":             {header(10_000, 5_000, 8), "file.problem.pixels"},
		"13 megapixels, 16 bits":    {header(13_000, 1_000, 16), "file.problem.pixels"},
		"a million millions":        {header(1<<20, 1<<20, 8), "file.problem.pixels"},
		"cut short":                 {small.Bytes()[:60], "file.problem.image"},
		"25 megapixels, no picture": {header(5_000, 5_000, 8), "file.problem.image"},
	} {
		if _, _, err := ReadFile(c.data); keyOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	frame := func(marker byte) []byte { // a frame of 6,000 × 4,000 and nothing behind it
		return []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff" + string([]byte{marker}) + "\x00\x11\x08\x0f\xa0\x17\x70\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xd9")
	}
	if _, _, err := ReadFile(frame(0xc0)); keyOf(err) != "file.problem.image" {
		t.Errorf("24 megapixels: %v", err)
	}
	scans := append(photograph(t, 1), bytes.Repeat([]byte("\xff\xda"), maxScans)...)
	if _, _, err := ReadFile(scans); keyOf(err) != "file.problem.image" {
		t.Errorf("a hundred and one scans: %v", err)
	}
	if _, _, err := ReadFile(frame(0xc2)); keyOf(err) != "file.problem.pixels" {
		t.Errorf("24 progressive megapixels: %v", err)
	}
}

func TestCleanFileName(t *testing.T) {
	for typed, want := range map[string]string{
		"CV Amina.pdf":                    "CV Amina.pdf",
		`C:\Users\x\CV.PDF`:               "CV.pdf",
		"../../etc/passwd":                "passwd.pdf",
		"facture\u202efdp.exe":            "facturefdp.exe.pdf",
		"\u2066a\u2069\u200b\x00\x07b":    "ab.pdf",
		"":                                "document.pdf",
		"...":                             "document.pdf",
		".pdf":                            "document.pdf",
		"a<b>:c|d?.jpeg":                  "a-b--c-d-.pdf",
		"شهادة.docx":                      "شهادة.pdf",
		"un   nom\nsur deux\tlignes.odt":  "un nom sur deux lignes.pdf",
		strings.Repeat("é", 500) + ".pdf": strings.Repeat("é", 100) + ".pdf",
		"\xff\xfe.pdf":                    "document.pdf",
	} {
		if got := CleanFileName(typed, FormatPDF); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// The name of a file that is refused is shown with the extension it came with.
func TestNameOfNoFormat(t *testing.T) {
	if got := CleanFileName("photo\u202e.heic", ""); got != "photo.heic" {
		t.Errorf("%q", got)
	}
}

func TestCheckFile(t *testing.T) {
	const today = Date("2026-11-24")
	for name, c := range map[string]struct {
		file  File
		field string
	}{
		"right":             {File{Kind: FileCV, ExpiresOn: "2027-01-01"}, ""},
		"no kind":           {File{}, "kind"},
		"unknown kind":      {File{Kind: "x"}, "kind"},
		"another century":   {File{Kind: FileCV, ExpiresOn: "2126-01-01"}, "expires_on"},
		"long past":         {File{Kind: FileCV, ExpiresOn: "1999-01-01"}, "expires_on"},
		"long comment":      {File{Kind: FileCV, FileDetails: FileDetails{Comment: strings.Repeat("x", 501)}}, "comment"},
		"invisible comment": {File{Kind: FileCV, FileDetails: FileDetails{Comment: "\x07"}}, "comment"},
	} {
		problems := CheckFile(c.file, today)
		if c.field == "" && len(problems) > 0 || c.field != "" && !problems.Has(c.field) {
			t.Errorf("%s: %v", name, problems)
		}
	}
	for end, want := range map[Date]string{"": "", "2026-11-23": "over", "2026-11-24": "soon", "2027-01-23": "soon", "2027-01-24": ""} {
		if got := (File{ExpiresOn: end}).Expiry(today); got != want {
			t.Errorf("%s: %q, want %q", end, got, want)
		}
	}
}

// FuzzReadFile: whatever comes, an answer and no crash. go test only runs the seeds.
func FuzzReadFile(f *testing.F) {
	var small bytes.Buffer
	if err := png.Encode(&small, picture()); err != nil {
		f.Fatal(err)
	}
	f.Add(pdf(page, objectStream("/Filter /FlateDecode", deflated("1 0 << /Type /Page >>"))))
	f.Add(small.Bytes())
	f.Add(header(100, 100, 8))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II\x2a\x00\x08\x00\x00\x00\xff\xd9"))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("%PDF-1.7\n1 0 obj (\\"))
	f.Fuzz(func(t *testing.T, data []byte) {
		format, kept, err := ReadFile(data)
		if err == nil && (format == "" || len(kept) == 0) {
			t.Errorf("%q: accepted as %q, %d bytes", data, format, len(kept))
		}
		if err != nil && keyOf(err) == "" {
			t.Errorf("%q: %v has no sentence", data, err)
		}
	})
}
