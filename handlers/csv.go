package handlers

import (
	"encoding/csv"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
)

// sendCSV answers a table as a file for Excel: semicolons and a byte order mark, which Belgian Excel expects. What was typed goes
// through plainCell first.
func sendCSV(c *gin.Context, name string, on models.Date, rows [][]string) error {
	var out strings.Builder
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = ';', true
	if err := w.WriteAll(rows); err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="`+name+"-"+string(on)+`.csv"`)
	c.Data(http.StatusOK, "text/csv; charset=utf-8", []byte(out.String()))
	return nil
}
