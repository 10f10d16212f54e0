package handlers

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/reports"
	"jalon/store"
	"jalon/templates"
)

// listTable is one page of the lines of a custom list, or its groups.
type listTable struct {
	Heading string // « 214 lignes, 180 personnes »
	Totals  []templates.Tile
	Columns []reports.Column
	Rows    []listRow
	Pager   templates.Pager
	Empty   templates.Empty
}

// listRow is one line; its first cell is the link to the record, or to the lines of the group.
type listRow struct {
	URL   string
	Cells []cellView
}

// listTable reads what a list shows, after its line in the journal. next is the address of a page.
func (a *App) listTable(c *gin.Context, access Access, l shownList, publicID string, next func(after string) string) (listTable, error) {
	var table listTable
	if len(l.definition.Columns) == 0 {
		table.Empty = templates.Empty{Text: a.Texts.T("list.no_column")}
		return table, nil
	}
	if err := a.Store.JournalList(ctx(c), a.scope(access, models.Read, models.KindList), publicID, l.source.Key); err != nil {
		return table, err
	}
	totals, err := a.Store.ListTotals(ctx(c), l.request)
	if err != nil {
		return table, err
	}
	table.Heading = a.listCount(l.source, totals)
	table.Empty = templates.Empty{Text: a.Texts.T("list.empty")}
	for _, h := range l.counted() {
		if l.definition.Group == "" && totals.Lines > 0 {
			table.Totals = append(table.Totals, templates.Tile{Figure: cellText(numberCell(l.column(h.Key), totals.Sums[h.Key])), Label: h.Title})
		}
	}
	if l.definition.Group != "" {
		return table, a.groupRows(c, l, totals, &table)
	}
	return table, a.lineRows(c, l, next, &table)
}

func (a *App) listCount(source models.ListSource, totals store.ListTotals) string {
	count := a.Texts.T("list.count", "Count", totals.Lines)
	if source.People && totals.Lines > 0 {
		count += a.Texts.T("list.count.people", "Count", totals.People)
	}
	return count
}

// pages are where the lines of each source lead.
var pages = map[string]string{"personnes": "/personnes/", "inscriptions": "/inscriptions/", "suivis": "/suivis/", "seances": "/seances/", "places": "/seances/"}

// lineRows reads one page of lines.
func (a *App) lineRows(c *gin.Context, l shownList, next func(after string) string, table *listTable) error {
	table.Columns = l.columns()
	l.request.After, l.request.Limit = c.Query("apres"), store.PageSize+1
	last := ""
	err := a.Store.ListRows(ctx(c), l.request, func(row store.ListRow) error {
		if len(table.Rows) == store.PageSize {
			table.Pager.Next = next(last)
			return nil
		}
		last = row.Ref
		table.Rows = append(table.Rows, listRow{pages[l.source.Key] + row.Page, l.views(row.Values)})
		return nil
	})
	if l.request.After != "" {
		table.Pager.First = next("")
	}
	table.Pager.Shown = table.Heading
	return err
}

// columns are the headings of the lines.
func (l shownList) columns() []reports.Column {
	columns := make([]reports.Column, len(l.definition.Columns))
	for i, h := range l.definition.Columns {
		column := l.column(h.Key)
		columns[i] = reports.Column{Key: h.Key, Label: h.Title, Width: listWidth(column), Right: column.Type == models.ListMinutes || column.Type == models.ListNumber}
	}
	return columns
}

// listWidth is the width of a column in a workbook, in characters.
func listWidth(column models.CustomColumn) float64 {
	switch column.Type {
	case models.ListDay, models.ListBirth, models.ListMinutes, models.ListNumber:
		return 13
	case models.ListCodes:
		return 32
	}
	return 22
}

// cells are the values of one line.
func (l shownList) cells(values []string) []reports.Cell {
	cells := make([]reports.Cell, len(values))
	for i, value := range values {
		cells[i] = l.words.cell(l.column(l.definition.Columns[i].Key), value)
	}
	return cells
}

func (l shownList) views(values []string) []cellView {
	views := make([]cellView, len(values))
	for i, cell := range l.cells(values) {
		column := l.column(l.definition.Columns[i].Key)
		views[i] = cellView{Text: listCellText(column, cell), Right: column.Type == models.ListMinutes || column.Type == models.ListNumber}
	}
	return views
}

// groupRows reads the groups; each leads to its lines.
func (a *App) groupRows(c *gin.Context, l shownList, totals store.ListTotals, table *listTable) error {
	groups, err := a.groupsOf(c, l)
	if err != nil {
		return err
	}
	table.Columns = a.groupColumns(l)
	for _, g := range groups {
		row := listRow{URL: composerURL("", l.within(g.Value))}
		for _, cell := range a.groupCells(l, g) {
			row.Cells = append(row.Cells, cellView{Text: cellText(cell), Right: cell.Kind != reports.Text})
		}
		table.Rows = append(table.Rows, row)
	}
	if len(groups) == store.MaxListGroups {
		table.Pager.Shown = a.Texts.T("list.groups.most", "Count", store.MaxListGroups)
	}
	all := store.ListGroup{ListTotals: totals}
	row := listRow{}
	for _, cell := range a.groupCells(l, all) {
		row.Cells = append(row.Cells, cellView{Text: cellText(cell), Right: cell.Kind != reports.Text})
	}
	if len(groups) > 0 {
		row.Cells[0].Text = a.Texts.T("list.total")
		table.Rows = append(table.Rows, row)
	}
	return nil
}

// groupsOf reads the groups in the order of their words: days by month, what is not recorded last.
func (a *App) groupsOf(c *gin.Context, l shownList) ([]store.ListGroup, error) {
	groups, err := a.Store.ListGroups(ctx(c), l.request)
	column := l.column(l.definition.Group)
	slices.SortStableFunc(groups, func(x, y store.ListGroup) int {
		switch {
		case x.Value == "" || y.Value == "":
			return -cmp.Compare(x.Value, y.Value)
		case column.Type == models.ListDay:
			return cmp.Compare(x.Value, y.Value)
		}
		return cmp.Compare(models.Fold(l.words.group(column, x.Value)), models.Fold(l.words.group(column, y.Value)))
	})
	return groups, err
}

func (a *App) groupColumns(l shownList) []reports.Column {
	columns := []reports.Column{{Key: l.definition.Group, Label: a.groupTitle(l), Width: 32}, {Key: "lignes", Label: a.Texts.T("list.lines"), Width: 13, Right: true}}
	if l.source.People {
		columns = append(columns, reports.Column{Key: "personnes", Label: a.Texts.T("list.people"), Width: 13, Right: true})
	}
	for _, h := range l.counted() {
		columns = append(columns, reports.Column{Key: h.Key, Label: h.Title, Width: 13, Right: true})
	}
	return columns
}

// groupTitle is the title of the grouping column: as the list was saved if it is one of its columns.
func (a *App) groupTitle(l shownList) string {
	for _, h := range l.definition.Columns {
		if h.Key == l.definition.Group {
			return h.Title
		}
	}
	return a.listTitle(l.definition.Group)
}

func (a *App) groupCells(l shownList, g store.ListGroup) []reports.Cell {
	cells := []reports.Cell{{Kind: reports.Text, Text: l.words.group(l.column(l.definition.Group), g.Value)}, {Kind: reports.Number, Number: g.Lines}}
	if l.source.People {
		cells = append(cells, reports.Cell{Kind: reports.Number, Number: g.People})
	}
	for _, h := range l.counted() {
		cells = append(cells, numberCell(l.column(h.Key), g.Sums[h.Key]))
	}
	return cells
}

// within is the list of the lines of one group.
func (l shownList) within(value string) models.ListDefinition {
	d := l.definition
	d.Filters = slices.Clone(d.Filters)
	column := d.Group
	d.Group = ""
	switch {
	case value == "":
		d.AddFilter(models.ListFilter{Column: column, Sign: models.FilterBlank})
	case l.column(column).Type == models.ListDay:
		first := models.Date(value + "-01")
		d.AddFilter(models.ListFilter{Column: column, Sign: models.FilterFrom, Value: string(first)})
		d.AddFilter(models.ListFilter{Column: column, Sign: models.FilterUntil, Value: string(first.AddMonths(1).AddDays(-1))})
	default:
		d.Filters = slices.DeleteFunc(d.Filters, func(f models.ListFilter) bool { return f.Column == column && f.Sign == models.FilterIs })
		d.AddFilter(models.ListFilter{Column: column, Sign: models.FilterIs, Value: value})
	}
	return d
}

// exportName is the beginning of the name of a list's file.
func (a *App) exportName(format string) string { return fmt.Sprintf("liste-%s.%s", a.today(), format) }
