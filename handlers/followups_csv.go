package handlers

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
)

// exportFollowUps: GET /suivis/export, the list under its filters as a file for Excel: semicolons and a byte order mark,
// which Belgian Excel expects. Notes are not in it. The export is written in the journal.
func (a *App) exportFollowUps(c *gin.Context, access Access) error {
	_, filter, problems := a.readFollowUpFilter(c, access)
	if len(problems) > 0 {
		return problems.AsError()
	}
	var out strings.Builder
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = ';', true
	var heads []string
	for _, key := range []string{"date", "start", "person", "programme", "mode", "place", "length.minutes", "presence", "signed", "topics", "colleague"} {
		heads = append(heads, a.Texts.T("followup."+key))
	}
	if err := w.Write(heads); err != nil {
		return err
	}
	err := a.Store.ExportFollowUps(ctx(c), access.Scope, filter, func(v store.FollowUpView) error { return w.Write(a.csvRow(v)) })
	if err != nil {
		return err
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="suivis-`+string(a.today())+`.csv"`)
	c.Data(http.StatusOK, "text/csv; charset=utf-8", []byte(out.String()))
	return nil
}

func (a *App) csvRow(v store.FollowUpView) []string {
	signed := models.No
	if v.Signed {
		signed = models.Yes
	}
	row := []string{models.FrenchDate(v.OnDate), v.StartsAt, v.Name(), v.OperationCode, a.answer("mode", v.Mode), v.Place, strconv.Itoa(v.Minutes),
		a.answer("presence", v.Presence), a.answer("signed", signed), a.topicWords(v.Topics), v.Colleague}
	for i := range row {
		row[i] = plainCell(row[i])
	}
	return row
}

// plainCell keeps a typed text from being a formula in the program that opens the file: what begins like one gets an
// apostrophe before it (OWASP, CSV injection). A figure below nothing stays a figure.
func plainCell(s string) string {
	if n, err := strconv.Atoi(s); err == nil && n < 0 {
		return s
	}
	if s != "" && strings.ContainsRune("=+-@\t\r\n|%", rune(s[0])) {
		return "'" + s
	}
	return s
}
