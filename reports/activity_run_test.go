package reports

import (
	"slices"
	"testing"

	"jalon/models"
)

// An activity report says the same after it was kept and read again, and differs from another where a hand count does.
func TestCompareActivity(t *testing.T) {
	words := func(_, code string) string { return code }
	counted := func(people ...models.ActivityPerson) *models.Activity {
		a := models.NewActivity(models.Period{From: "2025-01-01", To: "2025-12-31"})
		for _, p := range people {
			a.AddContact(models.ActivityContact{Ref: p.ID, Person: p.ID, Programme: "GTJ", Date: "2025-05-05", Minutes: 45, Themes: []string{"logement"}})
			a.AddPerson(p)
		}
		a.Finish()
		return a
	}
	person := func(id, sex, commune string) models.ActivityPerson {
		return models.ActivityPerson{ID: id, Profile: models.ProfileFacts{Sex: sex, Commune: commune, CommuneName: commune}}
	}
	before := counted(person("a", "F", "92094"))
	after := counted(person("a", "F", "92035"), person("b", "M", "92094"))
	for _, c := range []struct {
		name          string
		before, after *models.Activity
		sheet         string
		want          []string
	}{
		{"itself", before, before, "public", nil},
		{"axes", before, after, "axes", []string{"Tous les axes, Ensemble: Heures de suivi 45 90", "accompagnement, logement: Personnes accompagnées 1 2"}},
		{"a line that appears", before, after, "public", []string{"Commune, 92035: F 0 1", "Commune, 92094: F 1 0", "Commune, 92094: H 0 1"}},
		{"a line that goes", after, before, "public", []string{"Commune, 92035: F 1 0"}},
	} {
		changes, err := CompareActivity(c.before, c.after, c.sheet, words)
		if err != nil || c.want == nil && len(changes) > 0 {
			t.Errorf("%s: %v, %v", c.name, changes, err)
		}
		for _, want := range c.want {
			if !slices.ContainsFunc(changes, func(f FigureChange) bool {
				return f.Line+": "+f.Column+" "+models.FrenchNumber(f.Before.Number)+" "+models.FrenchNumber(f.After.Number) == want
			}) {
				t.Errorf("%s: %s is not in %+v", c.name, want, changes)
			}
		}
	}
}
