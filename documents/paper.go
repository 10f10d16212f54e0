// Package documents prints the papers of a centre: attendance sheets and attestations. It is the only home of fpdf and
// of the QR library. The same content always gives the same bytes.
package documents

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"image/png"
	"math"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"jalon/models"
)

var (
	//go:embed fonts/DejaVuSans.ttf
	regularFont []byte
	//go:embed fonts/DejaVuSans-Bold.ttf
	boldFont []byte
)

// Texts answers message keys: the catalogue's T.
type Texts func(key string, args ...any) string

// paper is a PDF being written, in millimetres, with the few things all our papers share.
type paper struct {
	*fpdf.Fpdf
	t Texts
}

const family = "DejaVu"

// newPaper opens an A4 document, "P" or "L", dated day so that its bytes depend on nothing but its content.
func newPaper(t Texts, orientation, title string, day models.Date) *paper {
	pdf := fpdf.New(orientation, "mm", "A4", "")
	pdf.AddUTF8FontFromBytes(family, "", regularFont)
	pdf.AddUTF8FontFromBytes(family, "B", boldFont)
	pdf.SetCreationDate(day.Time())
	pdf.SetModificationDate(day.Time())
	pdf.SetCatalogSort(true)
	pdf.SetLang("fr-BE")
	pdf.SetTitle(title, true)
	pdf.SetProducer("Jalon", true)
	pdf.SetMargins(margin, margin, margin)
	pdf.SetAutoPageBreak(false, 0)
	pdf.AliasNbPages("{pages}")
	pdf.SetDrawColor(90, 98, 108)
	pdf.SetLineWidth(0.2)
	return &paper{pdf, t}
}

const margin = 12.0

// bytes ends the document.
func (p *paper) bytes() ([]byte, error) {
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, fmt.Errorf("write pdf: %w", err)
	}
	return out.Bytes(), nil
}

func (p *paper) style(weight string, size float64) { p.SetFont(family, weight, size) }

// ink chooses black or the grey of labels.
func (p *paper) ink(grey bool) {
	if grey {
		p.SetTextColor(79, 89, 101)
		return
	}
	p.SetTextColor(0, 0, 0)
}

// line writes one line of text at a point, made smaller if it must be to stay within width.
func (p *paper) line(x, y, width float64, text, weight string, size float64, align string) {
	text = printable(text)
	p.style(weight, size)
	for size > 5 && p.GetStringWidth(text) > width {
		size -= 0.25
		p.style(weight, size)
	}
	p.SetXY(x, y)
	p.CellFormat(width, size*0.5, text, "", 0, align, false, 0, "")
}

// block writes text in a box from its top, over as many lines as needed, made smaller until it fits. It returns the
// height used.
func (p *paper) block(x, y, width, height float64, text, weight string, size float64) float64 {
	lines, step := p.fitted(width, height, text, weight, size)
	p.stack(x, y, width, step, lines, "L")
	return float64(len(lines)) * step
}

// middle is block, halfway down the box.
func (p *paper) middle(x, y, width, height float64, text, weight string, size float64) {
	p.halfway(x, y, width, height, text, weight, size, "L")
}

// halfway is middle, along one side of the box: "L" or "R".
func (p *paper) halfway(x, y, width, height float64, text, weight string, size float64, align string) {
	lines, step := p.fitted(width, height, text, weight, size)
	p.stack(x, y+(height-float64(len(lines))*step)/2, width, step, lines, align)
}

func (p *paper) stack(x, y, width, step float64, lines []string, align string) {
	for i, l := range lines {
		p.SetXY(x, y+float64(i)*step)
		p.CellFormat(width, step, l, "", 0, align, false, 0, "")
	}
}

// fitted cuts text into lines in the largest size that fits the box, and gives the distance between lines.
func (p *paper) fitted(width, height float64, text, weight string, size float64) ([]string, float64) {
	text = printable(text)
	for ; ; size -= 0.25 {
		p.style(weight, size)
		lines, step := p.wrap(text, width), size*0.45
		if float64(len(lines))*step <= height || size <= 4 {
			return lines, step
		}
	}
}

// wrap cuts text at spaces, and inside words longer than a line.
func (p *paper) wrap(text string, width float64) []string {
	width -= 2 * p.GetCellMargin()
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		candidate := strings.TrimSpace(line + " " + word)
		if p.GetStringWidth(candidate) <= width {
			line = candidate
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for line = word; p.GetStringWidth(line) > width && len([]rune(line)) > 1; {
			cut := []rune(line)
			n := len(cut) - 1
			for n > 1 && p.GetStringWidth(string(cut[:n])) > width {
				n--
			}
			lines, line = append(lines, string(cut[:n])), string(cut[n:])
		}
	}
	return append(lines, line)
}

// qr draws a QR code as a square of side millimetres.
func (p *paper) qr(x, y, side float64, text string) error {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return fmt.Errorf("qr code: %w", err)
	}
	n := code.Bounds().Dx()
	step := side / float64(n)
	p.SetFillColor(0, 0, 0)
	for row := range n {
		for column := 0; column < n; column++ {
			run := 0
			for column+run < n && dark(code.At(column+run, row)) {
				run++
			}
			if run > 0 {
				p.Rect(x+float64(column)*step, y+float64(row)*step, float64(run)*step, step, "F")
				column += run
			}
		}
	}
	return nil
}

// QR is a QR code as a PNG image, four pixels to a module, for pages.
func QR(text string) ([]byte, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return nil, fmt.Errorf("qr code: %w", err)
	}
	side := code.Bounds().Dx() * 4
	scaled, err := barcode.Scale(code, side, side)
	if err != nil {
		return nil, fmt.Errorf("qr code: %w", err)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, scaled); err != nil {
		return nil, fmt.Errorf("qr code: %w", err)
	}
	return out.Bytes(), nil
}

func dark(c interface{ RGBA() (r, g, b, a uint32) }) bool {
	r, _, _, _ := c.RGBA()
	return r < 0x8000
}

// union draws the emblem of the European Union, 3 × 2 with twelve stars, and the statement of co-funding beside it
// (reports.md §3.3). The statement is in Helvetica, the base font measured like Arial, which the rules name.
func (p *paper) union(x, y, height float64) {
	width := height * 1.5
	p.SetFillColor(0, 51, 153)
	p.Rect(x, y, width, height, "F")
	p.SetFillColor(255, 204, 0)
	for i := range 12 {
		angle := float64(i) * math.Pi / 6
		p.star(x+width/2+height/3*math.Sin(angle), y+height/2-height/3*math.Cos(angle), height/18)
	}
	p.SetFont("Helvetica", "B", height*0.9)
	p.SetTextColor(0, 51, 153)
	p.SetXY(x+width+1, y+height*0.15)
	statement := p.UnicodeTranslatorFromDescriptor("")(p.t("document.cofunded"))
	p.MultiCell(height*3.4, height*0.36, statement, "", "L", false)
	p.ink(false)
}

// logos draws pictures side by side, each as high as the line and no wider than its share, against the right edge.
func (p *paper) logos(right, y, width, height float64, pictures [][]byte) error {
	const gap = 3.0
	share := width/float64(max(1, len(pictures))) - gap
	for i := len(pictures) - 1; i >= 0; i-- {
		sum := sha256.Sum256(pictures[i])
		name, options := hex.EncodeToString(sum[:]), fpdf.ImageOptions{ImageType: "PNG"}
		info := p.RegisterImageOptionsReader(name, options, bytes.NewReader(pictures[i]))
		if err := p.Error(); err != nil {
			return fmt.Errorf("logo: %w", err)
		}
		scale := min(height/info.Height(), share/info.Width())
		w, h := info.Width()*scale, info.Height()*scale
		right -= w
		p.ImageOptions(name, right, y+(height-h)/2, w, h, false, options, 0, "")
		right -= gap
	}
	return nil
}

// star draws a five-pointed star, one point upwards.
func (p *paper) star(x, y, radius float64) {
	var points []fpdf.PointType
	for i := range 10 {
		r := radius
		if i%2 == 1 {
			r *= 0.382
		}
		angle := float64(i) * math.Pi / 5
		points = append(points, fpdf.PointType{X: x + r*math.Sin(angle), Y: y - r*math.Cos(angle)})
	}
	p.Polygon(points, "F")
}
