package reports

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"
)

// WriteWorkbook writes the report as an Excel workbook, one sheet per table, row by row: its memory
// does not grow with the number of rows. It holds no macro, no link and no formula: a text that
// starts with = stays a text.
func WriteWorkbook(w io.Writer, d *Document) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	b := workbook{file: f, document: d}
	if err := b.prepare(); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	for i, table := range d.Tables {
		if err := b.sheet(i, table); err != nil {
			return fmt.Errorf("workbook, sheet %q: %w", table.Title, err)
		}
	}
	// The archive goes straight to w: by itself excelize would build all of it in memory.
	archive := newSheetArchive(w, &b)
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return archive })
	if err := cmp.Or(f.Write(io.Discard), archive.err); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	return nil
}

// workbook is a workbook of headings: the rows are added while it is archived.
type workbook struct {
	file     *excelize.File
	document *Document
	styles   cellStyles
	left     cellStyles   // for columns of mixed kinds
	heading  map[bool]int // true over the right edge
}

func (b *workbook) prepare() error {
	var err error
	if b.styles, err = b.cellStyles(""); err != nil {
		return err
	}
	if b.left, err = b.cellStyles("left"); err != nil {
		return err
	}
	b.heading = map[bool]int{}
	for _, right := range []bool{false, true} {
		side, indent := "left", 0
		if right {
			side, indent = "right", 1 // as the figures
		}
		if b.heading[right], err = b.file.NewStyle(&excelize.Style{
			Font:      &excelize.Font{Family: "Calibri", Size: 10, Bold: true, Color: "FFFFFF"},
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F3A5F"}},
			Alignment: &excelize.Alignment{Horizontal: side, Indent: indent, Vertical: "center", WrapText: true},
		}); err != nil {
			return err
		}
	}
	return b.file.SetDocProps(&excelize.DocProperties{
		Title: b.document.Title + " – " + b.document.Operation.Code, Creator: "Jalon " + b.document.Meta.Version, Language: "fr-BE",
	})
}

// formats are the number formats of each kind of cell.
var formats = map[CellKind]string{Number: "0", Day: "dd/mm/yyyy", Hours: "0.00", Percent: "0.0%"}

// cellStyles is the style of each kind of cell.
type cellStyles [Percent + 1]int

// cellStyles makes them; align overrides their alignment.
func (b *workbook) cellStyles(align string) (cellStyles, error) {
	var styles cellStyles
	for kind := Empty; kind <= Percent; kind++ {
		style := excelize.Style{
			Font:      &excelize.Font{Family: "Calibri", Size: 10},
			Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", WrapText: kind == Text},
			Border:    []excelize.Border{{Type: "bottom", Color: "D5DBE3", Style: 1}},
		}
		if kind == Number || kind == Hours || kind == Percent {
			style.Alignment.Horizontal, style.Alignment.Indent = "right", 1
		}
		if align != "" {
			style.Alignment.Horizontal, style.Alignment.Indent = align, 0
		}
		if format, ok := formats[kind]; ok {
			style.CustomNumFmt = &format
		}
		id, err := b.file.NewStyle(&style)
		if err != nil {
			return styles, err
		}
		styles[kind] = id
	}
	return styles, nil
}

// sheet makes the sheet of one table, with everything but its rows.
func (b *workbook) sheet(rank int, t Table) error {
	name := sheetName(t.Title)
	if rank == 0 {
		if err := b.file.SetSheetName("Sheet1", name); err != nil {
			return err
		}
	} else if _, err := b.file.NewSheet(name); err != nil {
		return err
	}
	if err := b.page(name, t); err != nil {
		return err
	}
	return b.headings(name, t)
}

// page sets A4, the width, the repeated headings, and the statement due to the funder.
func (b *workbook) page(name string, t Table) error {
	if err := printed(b.file, name, t.Wide, t.pagesAcross()); err != nil {
		return err
	}
	if err := b.emblem(name); err != nil {
		return err
	}
	return b.file.SetHeaderFooter(name, b.headerFooter(t))
}

// printed makes a sheet print on A4, so many pages across, under its headings; the first column is repeated when there are several.
func printed(f *excelize.File, name string, wide bool, across int) error {
	a4, height, orientation, fit := 9, 0, "portrait", true
	if wide {
		orientation = "landscape"
	}
	if err := f.SetPageLayout(name, &excelize.PageLayoutOptions{
		Size: &a4, Orientation: &orientation, FitToWidth: &across, FitToHeight: &height,
	}); err != nil {
		return err
	}
	if err := f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	side, top, edge := 0.4, 0.8, 0.3
	if err := f.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &edge, Footer: &edge}); err != nil {
		return err
	}
	repeated := "'" + name + "'!$1:$1"
	if across > 1 {
		repeated = "'" + name + "'!$A:$A," + repeated
	}
	return f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: repeated, Scope: name})
}

// emblem puts the emblem of the Union at the head of every printed page that it funds, and on the
// cover: some programs do not show pictures in headers.
func (b *workbook) emblem(name string) error {
	if b.document.Kind != "fse" {
		return nil
	}
	picture, err := emblem()
	if err != nil {
		return err
	}
	if name == sheetName(b.document.Tables[0].Title) {
		if err := b.file.AddPictureFromBytes(name, "C2", &excelize.Picture{
			Extension: ".png", File: picture,
			Format: &excelize.GraphicOptions{AltText: "Drapeau de l'Union européenne", OffsetX: 12, ScaleX: 0.6, ScaleY: 0.6},
		}); err != nil {
			return err
		}
	}
	return b.file.AddHeaderFooterImage(name, &excelize.HeaderFooterImageOptions{
		Position: excelize.HeaderFooterImagePositionCenter, File: picture, Extension: ".png", Width: "42pt", Height: "28pt",
	})
}

// pagesAcross is how many pages a table takes in width to stay readable.
func (t Table) pagesAcross() int {
	width := 0.0
	for _, column := range t.Columns {
		width += column.room()
	}
	return pagesAcross(width)
}

// pagesAcross is how many landscape pages so many characters take.
func pagesAcross(width float64) int {
	const characters = 260.0 // of a page, in small print
	return int(math.Ceil(width / characters))
}

func (b *workbook) headerFooter(t Table) *excelize.HeaderFooterOptions {
	d := b.document
	statement := ""
	if d.Kind == "fse" {
		statement = "&C&G&R" + CoFunding
	}
	heading := "&L&B" + plain(d.Operation.Code+" "+t.Title) + "&B" + statement
	footer := "&L" + plain(d.Title) + "&CPage &P / &N&R" + plain("Jalon "+d.Meta.Version)
	return &excelize.HeaderFooterOptions{OddHeader: heading, OddFooter: footer}
}

// plain keeps a text from being read as a code of headers: & starts one.
func plain(s string) string {
	const most = 60 // runes; a whole header holds 255
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most])
	}
	return strings.ReplaceAll(s, "&", "&&")
}

// sheetName makes a title acceptable: 31 characters, none of : \ / ? * [ ].
func sheetName(title string) string {
	name := []rune(strings.NewReplacer(":", "", `\`, "", "/", "", "?", "", "*", "", "[", "", "]", "").Replace(title))
	return string(name[:min(len(name), 31)])
}

func (b *workbook) headings(name string, t Table) error {
	labels, lines := make([]any, len(t.Columns)), 3
	for i, column := range t.Columns {
		letters := columnName(i)
		if err := b.file.SetColWidth(name, letters, letters, column.room()); err != nil {
			return err
		}
		if err := b.file.SetCellStyle(name, letters+"1", letters+"1", b.heading[column.Right]); err != nil {
			return err
		}
		labels[i], lines = column.Label, max(lines, column.labelLines())
	}
	panes := excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
	if t.pagesAcross() > 1 {
		panes = excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}
	}
	if err := b.file.SetPanes(name, &panes); err != nil {
		return err
	}
	if err := b.file.SetSheetRow(name, "A1", &labels); err != nil {
		return err
	}
	return b.file.SetRowHeight(name, 1, rowHeight(lines)+2*float64(lines)) // bold letters stand further apart
}

func (b *workbook) stylesOf(column Column) cellStyles {
	if column.Left {
		return b.left
	}
	return b.styles
}
