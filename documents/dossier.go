package documents

import (
	"strconv"

	"jalon/models"
)

// Dossier is a document of tables on A4: the file of one person in a bundle, or the index of the bundle.
type Dossier struct {
	Title, Subtitle string
	Foot            string // at the left of every foot, before the page
	Wide            bool   // landscape
	PrintedOn       models.Date
	Tables          []DossierTable
}

// DossierTable is one table: widths are shares of the page.
type DossierTable struct {
	Title  string
	Heads  []string
	Widths []float64
	Right  []bool // figures
	Rows   [][]string
	Empty  string // said when there is no row
}

// dossier is a dossier being printed.
type dossier struct {
	*paper
	Dossier
	y, width, height float64
}

const (
	dossierLine = 3.6
	dossierSize = 8.0
)

// PrintDossier prints the tables one after the other, their headings again at the head of each page.
func PrintDossier(t Texts, content Dossier) ([]byte, error) {
	orientation := "P"
	d := &dossier{Dossier: content, width: 210 - 2*margin, height: 297}
	if content.Wide {
		orientation, d.width, d.height = "L", 297-2*margin, 210
	}
	d.paper = newPaper(t, orientation, content.Title, content.PrintedOn)
	d.page()
	d.line(margin, d.y, d.width, content.Title, "B", 15, "L")
	d.line(margin, d.y+8, d.width, content.Subtitle, "", 9, "L")
	d.y += 15
	for _, table := range content.Tables {
		d.table(table)
	}
	return d.bytes()
}

func (d *dossier) page() {
	d.AddPage()
	d.ink(true)
	foot := d.height - margin + 2
	d.line(margin, foot, d.width*0.75, d.Foot, "", 7, "L")
	d.line(margin+d.width*0.75, foot, d.width*0.25, d.t("timesheet.page", "Page", strconv.Itoa(d.PageNo()), "Pages", "{pages}"), "", 7, "R")
	d.ink(false)
	d.y = margin
}

// room starts a page when less than a height is left.
func (d *dossier) room(height float64) bool {
	if d.y+height <= d.height-margin-3 {
		return false
	}
	d.page()
	return true
}

func (d *dossier) table(t DossierTable) {
	d.room(24)
	d.line(margin, d.y+1, d.width, t.Title, "B", 11, "L")
	d.y += 8
	if len(t.Rows) == 0 {
		d.line(margin, d.y, d.width, t.Empty, "", dossierSize, "L")
		d.y += 8
		return
	}
	total := 0.0
	for _, w := range t.Widths {
		total += w
	}
	widths := make([]float64, len(t.Widths))
	for i, w := range t.Widths {
		widths[i] = w / total * d.width
	}
	d.row(t.Heads, widths, nil, "B")
	for _, cells := range t.Rows {
		if d.room(d.rowHeight(cells, widths)) {
			d.row(t.Heads, widths, nil, "B")
		}
		d.row(cells, widths, t.Right, "")
	}
	d.y += 5
}

func (d *dossier) rowHeight(cells []string, widths []float64) float64 {
	d.style("", dossierSize)
	lines := 1
	for i, text := range cells {
		if len(text) > 8 {
			lines = max(lines, len(d.wrap(printable(text), widths[i])))
		}
	}
	return float64(lines)*dossierLine + 1.2
}

func (d *dossier) row(cells []string, widths []float64, right []bool, weight string) {
	d.style(weight, dossierSize)
	height, x := d.rowHeight(cells, widths), margin
	d.style(weight, dossierSize)
	if weight == "B" {
		d.SetFillColor(238, 241, 245)
		d.Rect(margin, d.y, d.width, height, "F")
	}
	for i, text := range cells {
		if i < len(right) && right[i] {
			d.line(x, d.y+0.6, widths[i]-1, text, weight, dossierSize, "R")
		} else {
			d.style(weight, dossierSize)
			d.stack(x, d.y+0.6, widths[i], dossierLine, d.wrap(printable(text), widths[i]), "L")
		}
		x += widths[i]
	}
	d.y += height
	d.Line(margin, d.y, margin+d.width, d.y)
}
