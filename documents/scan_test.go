package documents

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"jalon/models"
)

// printedPages are sheets printed and scanned at 150 dpi, one picture a page.
func printedPages(t *testing.T, sheets ...models.AttendanceSheet) []*image.Gray {
	t.Helper()
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Skip("pdftoppm is not here")
	}
	pdf, err := AttendanceSheets(texts(t), sheets)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "sheets.pdf"), pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pdftoppm", "-r", "150", "-gray", "-png", filepath.Join(folder, "sheets.pdf"), filepath.Join(folder, "p")).CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	files, _ := filepath.Glob(filepath.Join(folder, "p*.png"))
	var pages []*image.Gray
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		page, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, shrink(page, 5000))
	}
	return pages
}

// numbered is a sheet with a code of its own.
func numbered(people, n int) models.AttendanceSheet {
	s := exampleSheet(people, "09:00", "16:00", models.FunderFSE)
	s.Printed.PublicID, s.Printed.Number = fmt.Sprintf("k7qdm2pxa3bc%s", string([]byte{'a' + byte(n/26%26), 'a' + byte(n%26), 'a', 'a'})), fmt.Sprintf("2026-%04d", n)
	return s
}

// photographed turns a page by some degrees on a grey table, lays a shadow over it and adds the noise of a sensor.
func photographed(page *image.Gray, degrees float64, random *rand.Rand) *image.Gray {
	size := page.Bounds().Size()
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	width := int(math.Abs(float64(size.X)*cos) + math.Abs(float64(size.Y)*sin))
	height := int(math.Abs(float64(size.X)*sin) + math.Abs(float64(size.Y)*cos))
	out := image.NewGray(image.Rect(0, 0, width, height))
	shadow := 40 * random.Float64()
	for y := range height {
		for x := range width {
			dx, dy := float64(x)-float64(width)/2, float64(y)-float64(height)/2
			u, v := dx*cos+dy*sin+float64(size.X)/2, -dx*sin+dy*cos+float64(size.Y)/2
			light := 150.0
			if u >= 0 && v >= 0 && u < float64(size.X-1) && v < float64(size.Y-1) {
				a, b := u-math.Floor(u), v-math.Floor(v)
				at := func(i, j int) float64 { return float64(page.GrayAt(int(u)+i, int(v)+j).Y) }
				light = (at(0, 0)*(1-a)+at(1, 0)*a)*(1-b) + (at(0, 1)*(1-a)+at(1, 1)*a)*b
			}
			light = 20 + 0.85*light - shadow*float64(x)/float64(width) + 12*random.NormFloat64()
			out.Pix[y*out.Stride+x] = uint8(min(255, max(0, light)))
		}
	}
	return out
}

func asJPEG(t *testing.T, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: 70}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func readAll(data []byte) ([]ScannedPage, error) {
	var pages []ScannedPage
	err := ReadScans(data, func(p ScannedPage) error { pages = append(pages, p); return nil })
	return pages, err
}

// Sheets come back from a scanner or a telephone turned by ten degrees either way, upside down, with noise: each page says
// which it is. JALON_SCANS=50 reads fifty of them, the figure of docs/performance.md.
func TestScannedSheetsAreRead(t *testing.T) {
	count, read := 4, 0
	if n, err := strconv.Atoi(os.Getenv("JALON_SCANS")); err == nil {
		count = n
	}
	var sheets []models.AttendanceSheet
	for i := range count / 2 {
		sheets = append(sheets, numbered(20, i)) // two pages each
	}
	random := rand.New(rand.NewPCG(24, 11))
	for i, page := range printedPages(t, sheets...) {
		degrees := 20*random.Float64() - 10
		if i%3 == 2 {
			degrees += 180
		}
		pages, err := readAll(asJPEG(t, photographed(page, degrees, random)))
		if err != nil || len(pages) != 1 {
			t.Fatal(len(pages), err)
		}
		sheet, number, ok := models.ParseSheetCode(pages[0].Code)
		if want := sheets[i/2].Printed.PublicID; !ok || sheet != want || number != i%2+1 {
			t.Errorf("page %d turned by %.1f°: %q", i, degrees, pages[0].Code)
			continue
		}
		read++
		upright, err := jpeg.Decode(bytes.NewReader(pages[0].Image))
		if err != nil || max(upright.Bounds().Dx(), upright.Bounds().Dy()) > models.ScanSide {
			t.Fatal(upright.Bounds(), err)
		}
		if again, angle, found := readCode(shrink(upright, readSide)); !found || again != pages[0].Code || math.Abs(math.Remainder(angle, 360)) > 15 {
			t.Errorf("page %d is kept turned by %.0f°", i, angle)
		}
	}
	t.Logf("%d of %d pages read", read, count)
}

// scannerPDF is what a scanner writes: a picture per page.
func scannerPDF(t *testing.T, format string, pages ...image.Image) []byte {
	t.Helper()
	pdf := fpdf.New("L", "mm", "A4", "")
	for i, page := range pages {
		var file bytes.Buffer
		if format == "PNG" {
			if err := png.Encode(&file, page); err != nil {
				t.Fatal(err)
			}
		} else {
			file.Write(asJPEG(t, page))
		}
		name := strconv.Itoa(i)
		pdf.AddPage()
		pdf.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: format}, &file)
		pdf.ImageOptions(name, 0, 0, 297, 210, false, fpdf.ImageOptions{ImageType: format}, 0, "")
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestScannedPDF(t *testing.T) {
	pages := printedPages(t, numbered(20, 7))
	rgb := image.NewRGBA(pages[1].Bounds())
	for y := range rgb.Rect.Dy() {
		for x := range rgb.Rect.Dx() {
			rgb.Set(x, y, color.RGBA{pages[1].GrayAt(x, y).Y, pages[1].GrayAt(x, y).Y, 200, 255})
		}
	}
	for name, data := range map[string][]byte{"photographs": scannerPDF(t, "JPG", pages[0], pages[1]), "plain dots": scannerPDF(t, "PNG", pages[0], rgb)} {
		found, err := readAll(data)
		if err != nil || len(found) != 2 {
			t.Fatalf("%s: %d pages, %v", name, len(found), err)
		}
		// A writer may put its pictures into the file in any order: this one does.
		read := map[int]bool{}
		for _, p := range found {
			sheet, page, ok := models.ParseSheetCode(p.Code)
			read[page] = ok && sheet == numbered(20, 7).Printed.PublicID
		}
		if !read[1] || !read[2] {
			t.Errorf("%s: pages read: %v", name, read)
		}
	}
}

func TestRefusedScans(t *testing.T) {
	printed, err := AttendanceSheet(texts(t), numbered(3, 1))
	if err != nil {
		t.Fatal(err)
	}
	blank := image.NewGray(image.Rect(0, 0, 600, 500))
	huge := asJPEG(t, image.NewGray(image.Rect(0, 0, 1000, 800)))
	at := bytes.Index(huge, []byte("\xff\xc0")) // its header says 8,000 × 6,300: fifty million dots
	copy(huge[at+5:], []byte{6300 >> 8, 6300 & 0xff, 8000 >> 8, 8000 & 0xff})
	coded := bytes.Replace(scannerPDF(t, "JPG", blank), []byte("/Filter /DCTDecode"), []byte("/Filter /JPXDecode"), 1)
	for name, c := range map[string]struct {
		data []byte
		key  string
	}{
		"not a picture":       {[]byte("PK\x03\x04 not a picture"), "file.problem.office"},
		"text":                {[]byte("bonjour"), "file.problem.format"},
		"fifty million dots":  {huge, "file.problem.pixels"},
		"cut short":           {huge[:200], "file.problem.image"},
		"not a scan":          {printed, "scan.problem.no_picture"},
		"unknown compression": {coded, "scan.problem.coded"},
		"empty":               {nil, "file.problem.empty"},
	} {
		_, err := readAll(c.data)
		var refusal *models.Error
		if !errors.As(err, &refusal) || refusal.Key != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
	pages, err := readAll(asJPEG(t, blank))
	if err != nil || len(pages) != 1 || pages[0].Code != "" {
		t.Errorf("a page without a code is kept for somebody to say: %d, %v", len(pages), err)
	}
}
