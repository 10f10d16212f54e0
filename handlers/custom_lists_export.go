package handlers

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"iter"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/reports"
	"jalon/store"
)

// maxListLines bounds a file; the reader is asked to filter a longer list.
const maxListLines = 100_000

// exportList sends all the lines of a list, or its groups, exactly as the page shows them: same columns, same order, same words.
// The file is made whole before it is sent, so that a fault leaves no half of one; its rows are read one at a time.
func (a *App) exportList(c *gin.Context, access Access, saved models.CustomList) error {
	l, err := a.shownList(c, access, saved.Definition, saved.Definition)
	if err != nil {
		return err
	}
	totals, err := a.Store.ListTotals(ctx(c), l.request)
	if err != nil {
		return err
	}
	if len(l.definition.Columns) == 0 {
		return models.Refuse(models.Invalid, "list.problem.columns")
	}
	if totals.Lines > maxListLines {
		return models.Refuse(models.TooLarge, "list.problem.lines", "Count", models.FrenchNumber(maxListLines))
	}
	detail := fmt.Sprintf("%s, %d lines", l.source.Key, totals.Lines)
	if err := a.Store.JournalList(ctx(c), access.Scope, saved.PublicID, detail); err != nil {
		return err
	}
	table := a.exportTable(c, l, totals)
	if c.Query("format") == "csv" {
		return a.listCSV(c, l, table)
	}
	var out bytes.Buffer
	about := a.aboutTable(access, l, saved, totals)
	if err := reports.WriteTables(&out, saved.Name, a.Config.Version, table, about); err != nil {
		return err
	}
	return a.attachment(c, a.exportName("xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", out.Bytes())
}

// exportTable is the list as a sheet.
func (a *App) exportTable(c *gin.Context, l shownList, totals store.ListTotals) reports.Table {
	table := reports.Table{Key: "liste", Title: a.Texts.T("list.sheet"), Columns: l.columns(), Wide: true}
	if l.definition.Group == "" {
		table.Rows = a.exportLines(ctx(c), l)
		return table
	}
	table.Columns = a.groupColumns(l)
	table.Rows = func(yield func([]reports.Cell, error) bool) {
		groups, err := a.groupsOf(c, l)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, g := range groups {
			if !yield(a.groupCells(l, g), nil) {
				return
			}
		}
		all := a.groupCells(l, store.ListGroup{ListTotals: totals})
		all[0].Text = a.Texts.T("list.total")
		yield(all, nil)
	}
	return table
}

// errEnough ends the reading of lines that nobody wants any more.
var errEnough = errors.New("enough")

func (a *App) exportLines(ctx context.Context, l shownList) iter.Seq2[[]reports.Cell, error] {
	return func(yield func([]reports.Cell, error) bool) {
		err := a.Store.ListRows(ctx, l.request, func(row store.ListRow) error {
			if !yield(l.cells(row.Values), nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(nil, err)
		}
	}
}

// aboutTable says on a sheet of its own what the list is, who took it out and when.
func (a *App) aboutTable(access Access, l shownList, saved models.CustomList, totals store.ListTotals) reports.Table {
	t := a.Texts.T
	text := func(s string) reports.Cell { return reports.Cell{Kind: reports.Text, Text: s} }
	rows := [][]reports.Cell{{text(t("list.name")), text(saved.Name)}}
	for _, about := range a.aboutList(l, saved) {
		rows = append(rows, []reports.Cell{text(t("list.criterion")), text(about)})
	}
	if absent := a.absentText(l); absent != "" {
		rows = append(rows, []reports.Cell{text(t("list.criterion")), text(absent)})
	}
	rows = append(rows, []reports.Cell{text(t("list.lines")), {Kind: reports.Number, Number: totals.Lines}},
		[]reports.Cell{text(t("list.exported")), text(models.FrenchDate(a.today()) + ", " + access.User.Name)})
	return reports.Table{Key: "criteres", Title: t("list.sheet.about"), Columns: []reports.Column{{Key: "quoi", Label: t("list.criterion"), Width: 24},
		{Key: "valeur", Label: t("list.value"), Width: 70, Left: true}}, Rows: func(yield func([]reports.Cell, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}}
}

// listCSV sends a table for Excel in Belgium; what begins like a formula gets an apostrophe.
func (a *App) listCSV(c *gin.Context, l shownList, table reports.Table) error {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = ';', true
	line := make([]string, len(table.Columns))
	for i, column := range table.Columns {
		line[i] = plainCell(column.Label)
	}
	if err := w.Write(line); err != nil {
		return err
	}
	for cells, err := range table.Rows {
		if err != nil {
			return err
		}
		for i, cell := range cells {
			if line[i] = listCellText(l.column(table.Columns[i].Key), cell); cell.Kind == reports.Text {
				line[i] = plainCell(line[i])
			}
		}
		if err := w.Write(line); err != nil {
			return err
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	return a.attachment(c, a.exportName("csv"), "text/csv; charset=utf-8", out.Bytes())
}
