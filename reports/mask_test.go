package reports

import (
	"encoding/json"
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

func TestSmallCellsAreMasked(t *testing.T) {
	for _, c := range []struct {
		counts models.GenderCounts
		want   string // F M X NR, m = masked
	}{
		{counts(12, 9, 0, 0), "...."},
		{counts(12, 3, 0, 0), "mm.."}, // F too: 15 − 12 would tell
		{counts(12, 7, 2, 0), ".mm."},
		{counts(4, 3, 0, 0), "mm.."},
		{counts(3, 0, 0, 0), "m..."},
		{counts(20, 2, 1, 0), "mmm."}, // three hidden persons would still be a small cell
		{counts(0, 0, 0, 0), "...."},
	} {
		got := ""
		for _, masked := range hidden(c.counts) {
			got += map[bool]string{true: "m", false: "."}[masked]
		}
		if got != c.want {
			t.Errorf("%+v: %s, want %s", c.counts, got, c.want)
		}
	}
}

// What a funder reads keeps the totals and loses small cells, article 9 and what tells who a line is.
func TestTheFundersVariant(t *testing.T) {
	indicator := models.IndicatorCount{Code: "EECO01", Period: counts(12, 3, 0, 0), Cumulative: counts(20, 9, 0, 0)}
	row, err := json.Marshal(maskedIndicatorOf(indicator))
	if err != nil {
		t.Fatal(err)
	}
	want := `"period":{"F":null,"M":null,"NR":0,"X":0,"total":15},"cumulative":{"F":20,"M":9,"NR":0,"X":0,"total":29}`
	if !strings.Contains(string(row), want) {
		t.Errorf("JSON of a funder: %s", row)
	}
	table := participantsTable("4 Participants", nil, Meta{Funder: true})
	for _, column := range table.Columns {
		switch column.Key {
		case "handicap", "minorite", "sans_abri", "commune", "pere", "mere", "nom", "prenom", "naissance", "EECO12", "EECO15":
			t.Errorf("a funder's list of participants has the column %s", column.Key)
		}
	}
	counted := tableOf("public", "Public", []models.IndicatorCount{indicator}, countFields()).masked()
	rows, err := counted.All()
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	if rows[0][0].Text != "–" || rows[0][1].Text != "–" || rows[0][4].Number != 15 || rows[0][5].Number != 20 {
		t.Errorf("masked row: %+v", rows[0])
	}
}
