package reports

import (
	"slices"
	"testing"

	"jalon/models"
)

// The « fiche stagiaire » has a line per year with hours, all of them under one category, and follows the variant.
func TestTraineeSheet(t *testing.T) {
	d := fseDocument(false, "2026-08-31")
	table := d.Table("fiche_stagiaire")
	rows, err := table.All()
	if err != nil {
		t.Fatal(err)
	}
	at := func(key string) int {
		return slices.IndexFunc(table.Columns, func(c Column) bool { return c.Key == key })
	}
	var years []int // figures, that a spreadsheet filters and adds up
	total, signed := 0, 0
	for _, row := range rows {
		if row[0].Text == "P1-GTJ" {
			years = append(years, row[at("annee")].Number)
		}
		for i := at("heures_information"); i <= at("heures_autres"); i++ {
			total += row[i].Number
		}
	}
	for _, p := range d.Participations {
		signed += p.SignedMinutes
	}
	if !slices.Equal(years, []int{2025, 2026}) || total != signed || signed == 0 {
		t.Errorf("years %v; %d minutes on the sheet, %d signed", years, total, signed)
	}
	if first := rows[0]; first[at("heures_orientation")].Number != 90 || first[at("diplome")].Text != "CESS, CQ6, CE6P, 7P" || first[at("situation")].Text == "" {
		t.Errorf("%+v", first)
	}
	nominative := fseDocument(true, "2026-08-31").Table("fiche_stagiaire")
	has := func(x Table, key string) bool {
		return slices.ContainsFunc(x.Columns, func(c Column) bool { return c.Key == key })
	}
	if !has(table, "handicap") || has(table, "nom") || has(nominative, "handicap") || !has(nominative, "nom") {
		t.Error("the sheet does not follow the variant")
	}
	if traineeCategory(models.CategoryIndividual) != "orientation" || traineeCategory("Apprentissage de base") != "base" || traineeCategory("Yoga") != "autres" {
		t.Error("categories go astray")
	}
}
