package store_test

import (
	"slices"
	"testing"

	"jalon/models"
	"jalon/store/storetest"
)

// The import knows the communes of the settings: an added one by its name, without a remark.
func TestImportKnowsAddedCommunes(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		centre := emptyCentre(t, db)
		db.Exec(t, "insert into commune_changes (refnis, name, from_on, until_on) values ('92999', 'Nouvelle-Meuse', '2020-01-01', null)")
		x := fullExchange()
		x.Persons[0].Commune, x.Persons[0].Postcode = "Nouvelle-Meuse", "5000"
		result := load(t, db, centre, x)
		if slices.ContainsFunc(result.Findings, func(f models.Finding) bool { return f.Column == "commune" || f.Column == "code_postal" }) {
			t.Errorf("remarks: %+v", result.Findings)
		}
		if n := db.Count(t, "select count(*) from participants where refnis = '92999'"); n != 1 {
			t.Errorf("%d people in the added commune, want 1", n)
		}
	})
}
