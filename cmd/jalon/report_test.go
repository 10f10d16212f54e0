package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// The activity report of a year comes out of the command line, as data and as a workbook.
func TestActivityCommand(t *testing.T) {
	machine(t)
	done(t, "seed", "--persons", "20", "--seed", "5")
	var report struct {
		Kind, From, To string
		Tables         []struct {
			Key  string
			Rows [][]any
		}
	}
	out := done(t, "report", "activity", "--year", "2025", "--format", "json").out
	if err := json.Unmarshal([]byte(out), &report); err != nil || report.Kind != "activite" || report.From != "2025-01-01" || report.To != "2025-12-31" {
		t.Fatalf("%v: %.300s", err, out)
	}
	for _, table := range report.Tables {
		if table.Key == "axes" && (table.Rows[0][2].(float64) < 1 || table.Rows[0][3].(float64) < 1) {
			t.Errorf("nobody was accompanied: %v", table.Rows[0])
		}
	}
	done(t, "report", "activity", "--to", "2026-06-30", "--format", "xlsx", "--out", "activite.xlsx")
	if book, err := os.ReadFile("activite.xlsx"); err != nil || !strings.HasPrefix(string(book), "PK") {
		t.Errorf("no workbook: %v", err)
	}
}
