package reports

import (
	"io"

	"jalon/models"
)

// WriteTables writes tables that belong to no report as an Excel workbook, under the rules of WriteWorkbook. Rows are read
// while they are written.
func WriteTables(w io.Writer, title, version string, tables ...Table) error {
	return WriteWorkbook(w, &Document{Title: title, Operation: models.Operation{Code: "Jalon"}, Meta: Meta{Version: version}, Tables: tables})
}
