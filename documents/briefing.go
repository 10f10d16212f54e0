package documents

import (
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"jalon/models"
)

// sheetFormat is what a size of paper gives to the fiche.
type sheetFormat struct {
	width, height float64 // millimetres
	text          float64 // points, made smaller until the fiche fits one page
}

var sheetFormats = map[string]sheetFormat{
	models.PaperA4: {210, 297, 11.5},
	models.PaperA5: {148, 210, 9.5},
}

// leastText is the smallest size of the fiche; a file that still does not fit goes on over the page.
const leastText = 7.0

// briefing is a fiche being drawn.
type briefing struct {
	*paper
	models.Briefing
	sheetFormat
	y     float64
	dry   bool // measures without writing
	pages int
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
	b.pages, b.y = 1, margin
	b.head()
	for _, part := range b.Parts {
		if len(part.Lines) > 0 {
			b.part(part)
		}
	}
	if empty := b.Nothing(); len(empty) > 0 {
		b.paragraph(0, b.t("briefing.nothing", "Titles", strings.Join(empty, ", ")), true)
	}
}

// head is who the fiche is about.
func (b *briefing) head() {
	if !b.dry {
		b.foot()
		b.ink(true)
		b.line(margin, b.y, b.across(), b.CentreName, "", 8, "L")
		b.line(margin, b.y, b.across(), b.t("briefing.title"), "", 8, "R")
		b.ink(false)
		b.line(margin, b.y+5, b.across(), b.Name, "B", 15, "L")
	}
	b.y += 13
	for _, facts := range [][]string{b.Facts, b.Programmes} {
		if len(facts) > 0 {
			b.paragraph(0, strings.Join(facts, " · "), false)
		}
	}
	b.y += 3
}

func (b *briefing) foot() {
	b.ink(true)
	b.line(margin, b.height-margin+1, b.across(), b.t("layout.printed", "Date", models.FrenchDate(b.On), "Name", b.By), "", 7, "L")
	b.ink(false)
}

// part writes a block; its title stays with its first line.
func (b *briefing) part(part models.BriefingPart) {
	b.room(b.step() * 4)
	if !b.dry {
		b.SetFillColor(237, 241, 245)
		b.Rect(margin, b.y, b.across(), b.step()*1.5, "F")
		b.line(margin, b.y+b.step()*0.25, b.across(), part.Title, "B", b.text, "L")
	}
	b.y += b.step() * 1.8
	for _, line := range part.Lines {
		mark := "–"
		if line.Alert {
			mark = "!"
		}
		b.mark(mark)
		b.paragraph(indent, line.Text, false)
		if line.Detail != "" {
			b.paragraph(indent, line.Detail, true)
		}
		b.y += b.step() * 0.25
	}
	b.y += b.step() * 0.4
}

const indent = 4.0

// mark stands before a line: « ! » asks for attention.
func (b *briefing) mark(text string) {
	b.room(b.step() * 2)
	if !b.dry {
		b.line(margin, b.y, indent, text, "B", b.text, "L")
	}
}

// paragraph writes a text from a distance of the margin, grey for what is said beside.
func (b *briefing) paragraph(from float64, text string, grey bool) {
	width := b.across() - from
	b.style("", b.text)
	lines := b.wrap(printable(text), width)
	b.room(float64(len(lines)) * b.step())
	if !b.dry {
		b.ink(grey)
		b.stack(margin+from, b.y, width, b.step(), lines, "L")
		b.ink(false)
	}
	b.y += float64(len(lines)) * b.step()
}

// step is the distance between two lines of text; across is the width between the margins.
func (b *briefing) step() float64   { return b.text * 0.45 }
func (b *briefing) across() float64 { return b.width - 2*margin }

// room goes over the page when less than a height is left.
func (b *briefing) room(height float64) {
	if b.y+height <= b.height-margin-1 {
		return
	}
	b.y = margin
	b.pages++
	if !b.dry {
		b.AddPageFormat("P", fpdf.SizeType{Wd: b.width, Ht: b.height})
		b.foot()
	}
}
