package reports

import (
	"strings"
	"testing"

	"jalon/models"
)

// The sheet says of every participation and every line whether it counts: its yeses are the figures.
func TestExplanationsAddUpToTheFigures(t *testing.T) {
	d := fseDocument(false, "2026-08-31")
	yes, period, all := map[string]int{}, map[string]int{}, map[string]int{}
	rows, err := d.Table("explications").All()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		code := row[0].Text
		all[code]++
		if row[2].Text == "oui" {
			yes[code]++
			period[code] += row[5].Number
		}
		if row[6].Text == "" || row[1].Text == "" {
			t.Errorf("a line without its reason: %+v", row)
		}
	}
	for _, line := range d.Indicators {
		if line.Code == "EECO18" || line.Code == "EECO19" {
			continue // they count no persons
		}
		if yes[line.Code] != line.Cumulative.Total || period[line.Code] != line.Period.Total || all[line.Code] != len(d.Participations) {
			t.Errorf("%s: %d, %d in the period, of %d lines; the report says %+v", line.Code, yes[line.Code], period[line.Code], all[line.Code], line)
		}
	}
}

// What a reader may not know of one person is in none of the lines.
func TestExplanationsKeepWhatIsSensitive(t *testing.T) {
	r := models.NewFSEReport(models.ReportRequest{To: "2026-08-31"})
	for _, f := range world() {
		r.Add(f)
	}
	r.Finish()
	for variant, meta := range map[string]Meta{"funder": {Funder: true}, "nominative": {Nominative: true}} {
		rows, _ := FSE(r, meta).Table("explications").All()
		for _, row := range rows {
			if row[0].Text == "EECO12" || row[0].Text == "EECO15" {
				t.Fatalf("%s: %+v", variant, row)
			}
			if meta.Funder && (strings.Contains(row[7].Text, "Naissance") || strings.Contains(row[7].Text, "Commune")) {
				t.Errorf("where somebody comes from leaves the centre: %s", row[7].Text)
			}
		}
	}
}
