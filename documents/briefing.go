package documents

import (
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"jalon/models"
)

// sheetFormat is what a size of paper gives to the fiche.
type sheetFormat struct {
	size          string
	width, height float64 // millimetres
	columns       int
	text          float64 // points, made smaller until the fiche fits one page
}

var sheetFormats = map[string]sheetFormat{
	models.PaperA4: {"A4", 210, 297, 2, 10.5},
	models.PaperA5: {"A5", 148, 210, 1, 9.5},
}

// leastText is the smallest size of the fiche; a file that still does not fit goes on over the page.
const leastText = 7.0

// briefing is a fiche being drawn in columns.
type briefing struct {
	*paper
	models.Briefing
	sheetFormat
	top    float64 // of the columns on this page
	column int
	y      float64
	dry    bool // measures without writing
	pages  int
}

// Briefing prints the fiche d'avant-entretien on A4 or A5; another size is A4.
func Briefing(t Texts, content models.Briefing, size string) ([]byte, error) {
	format, known := sheetFormats[size]
	if !known {
		format = sheetFormats[models.PaperA4]
	}
	b := &briefing{paper: newBriefingPaper(t, format, content.On), Briefing: content, sheetFormat: format}
	for b.text > leastText && !b.fits() {
		b.text -= 0.25
	}
	b.dry = false
	b.draw()
	return b.bytes()
}

// newBriefingPaper is a paper of the format's size; everything else is that of our other papers.
func newBriefingPaper(t Texts, format sheetFormat, day models.Date) *paper {
	p := newPaper(t, "P", t("briefing.title"), day)
	p.AddPageFormat("P", fpdf.SizeType{Wd: format.width, Ht: format.height})
	return p
}

// fits tells whether the whole fiche holds on one page in the present size of text.
func (b *briefing) fits() bool {
	b.dry, b.pages = true, 1
	b.draw()
	return b.pages == 1
}

func (b *briefing) draw() {
	b.pages, b.column = 1, 0
	b.y = b.head()
	b.top = b.y
	for _, part := range b.Parts {
		if len(part.Lines) > 0 {
			b.part(part)
		}
	}
	if empty := b.Nothing(); len(empty) > 0 {
		b.paragraph(b.t("briefing.nothing", "Titles", strings.Join(empty, ", ")), true)
	}
}

// head is who the fiche is about, and the rule of the footer.
func (b *briefing) head() float64 {
	width := b.width - 2*margin
	y := margin
	if !b.dry {
		b.foot()
		b.ink(true)
		b.line(margin, y, width, b.CentreName, "", 8, "L")
		b.line(margin, y, width, b.t("briefing.title"), "", 8, "R")
		b.ink(false)
		b.line(margin, y+5, width, b.Name, "B", 15, "L")
	}
	y += 13
	for _, facts := range [][]string{b.Facts, b.Programmes} {
		if len(facts) == 0 {
			continue
		}
		y += b.write(margin, y, width, strings.Join(facts, " · "), "", b.text)
	}
	return y + 3
}

func (b *briefing) foot() {
	b.ink(true)
	y := b.height - margin + 1
	b.line(margin, y, b.width-2*margin, b.t("layout.printed", "Date", models.FrenchDate(b.On), "Name", b.By), "", 7, "L")
	b.ink(false)
}

// part writes a block; its title stays with its first line.
func (b *briefing) part(part models.BriefingPart) {
	b.room(b.step()*4 + 2)
	x := b.left()
	if !b.dry {
		b.SetFillColor(237, 241, 245)
		b.Rect(x, b.y, b.columnWidth(), b.step()*1.5, "F")
		b.line(x+0.5, b.y+b.step()*0.25, b.columnWidth()-1, part.Title, "B", b.text, "L")
	}
	b.y += b.step() * 1.7
	for _, line := range part.Lines {
		mark := "–  "
		if line.Alert {
			mark = "!  "
		}
		b.paragraph(mark+line.Text, false)
		if line.Detail != "" {
			b.paragraph(line.Detail, true)
		}
	}
	b.y += b.step() * 0.6
}

// paragraph writes a paragraph in the column, grey for what is said beside.
func (b *briefing) paragraph(text string, grey bool) {
	b.style("", b.text)
	lines := b.wrap(printable(text), b.columnWidth())
	b.room(float64(len(lines)) * b.step())
	if !b.dry {
		b.ink(grey)
		b.stack(b.left(), b.y, b.columnWidth(), b.step(), lines)
		b.ink(false)
	}
	b.y += float64(len(lines)) * b.step()
}

// write is a paragraph across the page, outside the columns; it returns its height.
func (b *briefing) write(x, y, width float64, text, weight string, size float64) float64 {
	b.style(weight, size)
	lines := b.wrap(printable(text), width)
	if !b.dry {
		b.stack(x, y, width, b.step(), lines)
	}
	return float64(len(lines)) * b.step()
}

// step is the distance between two lines of text.
func (b *briefing) step() float64 { return b.text * 0.45 }

const gutter = 6.0

func (b *briefing) columnWidth() float64 {
	return (b.width - 2*margin - gutter*float64(b.columns-1)) / float64(b.columns)
}

func (b *briefing) left() float64 { return margin + float64(b.column)*(b.columnWidth()+gutter) }

// room goes to the next column, or over the page, when less than a height is left.
func (b *briefing) room(height float64) {
	if b.y+height <= b.height-margin-1 {
		return
	}
	if b.column++; b.column < b.columns {
		b.y = b.top
		return
	}
	b.column, b.y, b.top = 0, margin, margin
	b.pages++
	if !b.dry {
		b.AddPageFormat("P", fpdf.SizeType{Wd: b.width, Ht: b.height})
		b.foot()
	}
}
