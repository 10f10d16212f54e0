package reports

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"jalon/models"
)

func counts(f, m, x, unknown int) models.GenderCounts {
	var c models.GenderCounts
	for i, n := range []int{f, m, x, unknown} {
		for range n {
			c.Add(models.Genders[i])
		}
	}
	return c
}

// line is a count of a report of one year, the first of the operation.
func line2026(code string, f, m, x, unknown int) models.IndicatorCount {
	c := counts(f, m, x, unknown)
	return models.IndicatorCount{Code: code, Period: c, Cumulative: c}
}

func TestGenderMask(t *testing.T) {
	first := []models.IndicatorCount{line2026("PARTICIPANTS", 30, 22, 0, 0), line2026("OBLIGES", 26, 11, 0, 0), line2026("VOLONTAIRES", 4, 11, 0, 0), line2026("PUBLIC_NR", 0, 0, 0, 0)}
	later := slices.Clone(first)
	later[0].Cumulative = counts(40, 33, 0, 0)
	for _, c := range []struct {
		name  string
		lines []models.IndicatorCount
		over  bool
		want  map[string]string // F M X NR of the period, then since the start; m = masked
	}{
		{"a sum would give a part away", first, true, map[string]string{"PARTICIPANTS": ".... ....", "OBLIGES": "mm.. mm..", "VOLONTAIRES": "mm.. mm..", "PUBLIC_NR": ".... ...."}},
		{"the year before is the difference", later, true, map[string]string{"PARTICIPANTS": ".... mmm.", "OBLIGES": "mm.. mm.."}},
		{"a year that is not over", first, false, map[string]string{"PARTICIPANTS": "mmm. mmm.", "PUBLIC_NR": ".... ...."}},
	} {
		mask := maskOf("spw", c.lines, c.over)
		for code, want := range c.want {
			got := ""
			for _, masked := range mask[code].period {
				got += map[bool]string{true: "m", false: "."}[masked]
			}
			got += " "
			for _, masked := range mask[code].cumulative {
				got += map[bool]string{true: "m", false: "."}[masked]
			}
			if got != want {
				t.Errorf("%s: %s is %s, want %s", c.name, code, got, want)
			}
		}
	}
}

func TestOverYear(t *testing.T) {
	year := models.Period{From: "2025-01-01", To: "2025-12-31"}
	for _, c := range []struct {
		period   models.Period
		asOf, on models.Date
		want     bool
	}{
		{year, "", "2026-01-01", true}, {year, "2025-12-31", "2026-02-01", true}, {year, "", "2025-12-31", false}, {year, "2026-01-31", "2026-02-01", false},
		{models.Period{From: "2025-01-01", To: "2025-12-30"}, "", "2026-01-01", false}, {models.Period{From: "2024-01-01", To: "2025-12-31"}, "", "2026-01-01", false},
	} {
		if got := overYear(c.period, c.asOf, c.on); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// What a funder reads keeps the totals and loses small cells, article 9 and what tells who a line is.
func TestTheFundersVariant(t *testing.T) {
	indicator := models.IndicatorCount{Code: "EECO01", Period: counts(12, 3, 0, 0), Cumulative: counts(20, 9, 0, 0)}
	mask := maskOf("fse", []models.IndicatorCount{indicator}, true)
	row, err := json.Marshal(maskedIndicatorOf(indicator, mask))
	if err != nil {
		t.Fatal(err)
	}
	want := `"period":{"F":null,"M":null,"NR":0,"X":0,"total":15},"cumulative":{"F":null,"M":null,"NR":0,"X":null,"total":29}`
	if !strings.Contains(string(row), want) {
		t.Errorf("JSON of a funder: %s", row)
	}
	table := participantsTable("4 Participants", nil, Meta{Funder: true})
	for _, column := range table.Columns {
		switch column.Key {
		case "sexe", "handicap", "minorite", "sans_abri", "commune", "pere", "mere", "nom", "prenom", "naissance", "EECO12", "EECO15":
			t.Errorf("a funder's list of participants has the column %s", column.Key)
		}
	}
	counted := tableOf("public", "Public", []models.IndicatorCount{indicator}, countFields()).masked(mask)
	rows, err := counted.All()
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	if rows[0][0].Text != "–" || rows[0][1].Text != "–" || rows[0][4].Number != 15 || rows[0][5].Text != "–" || rows[0][9].Number != 29 {
		t.Errorf("masked row: %+v", rows[0])
	}
}
