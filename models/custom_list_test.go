package models

import (
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// contract are the columns that lists were saved with: a key may be added at the end of its line, none may go, none may change
// its place among the sources or what it holds.
var contract = map[string]string{
	"personnes": "nom:texte prenom:texte sexe:code naissance:birth annee_naissance:nombre nationalites:codes commune:code code_postal:texte gsm:texte telephone:texte email:texte adresse:texte inscriptions:nombre langues:codes niveau_francais:code isced:code equivalence:code titre_expire:date",
	"inscriptions": "nom:texte prenom:texte sexe:code naissance:birth annee_naissance:nombre nationalites:codes commune:code code_postal:texte gsm:texte telephone:texte email:texte adresse:texte operation:code dispositif:code " +
		"demande:date entree:date sortie:date motif:code referent:code forem:code travail:code isced:code public:code minutes_suivis:minutes minutes_seances:minutes dernier_suivi:date",
	"suivis": "date:date nom:texte prenom:texte sexe:code naissance:birth annee_naissance:nombre nationalites:codes commune:code code_postal:texte gsm:texte telephone:texte email:texte adresse:texte operation:code dispositif:code " +
		"debut:texte minutes:minutes minutes_signees:minutes mode:code lieu:texte presence:code themes:codes conseiller:code",
	"seances": "date:date intitule:texte module:code operation:code dispositif:code debut:texte fin:texte duree:minutes lieu:texte local:texte capacite:nombre inscrits:nombre presents:nombre etat_seance:code operateur:code",
	"places": "date:date intitule:texte nom:texte prenom:texte sexe:code naissance:birth annee_naissance:nombre nationalites:codes commune:code code_postal:texte gsm:texte telephone:texte email:texte adresse:texte operation:code dispositif:code " +
		"module:code place:code presence_seance:code minutes:minutes minutes_signees:minutes",
}

func TestListColumnsAreAContract(t *testing.T) {
	for source, columns := range contract {
		s, known := SourceOf(source)
		if !known {
			t.Errorf("the source %s is gone", source)
		}
		for _, column := range strings.Fields(columns) {
			key, holds, _ := strings.Cut(column, ":")
			if c, known := s.Column(key); !known || c.Type != holds {
				t.Errorf("%s: %s is %q, saved lists have it as %q", source, key, c.Type, holds)
			}
		}
	}
	// What is opened one file at a time, under a kind of its own, is in no list.
	for _, s := range ListSources {
		for _, c := range s.Columns {
			if slices.Contains([]string{KindSensitive, KindNISS, KindNote, KindNoteShared, KindNoteConfidence, KindDocument, KindBarrier}, c.Kind) || strings.Contains(c.Key, "niss") {
				t.Errorf("%s offers %s", s.Key, c.Key)
			}
		}
	}
}

// A definition made of anything is read back from its own address, and whatever is made up in an address is left out.
func TestListDefinitionAddresses(t *testing.T) {
	random := rand.New(rand.NewPCG(31, 1))
	signs := []string{FilterIs, FilterFrom, FilterUntil, FilterDuring, FilterBlank, FilterFilled, "or 1=1"}
	values := []string{"bureau", "2026-01-05", "90", PeriodYear, "", "x~y", "'; drop table", "-3"}
	for range 300 {
		source := ListSources[random.IntN(len(ListSources))]
		address := url.Values{"de": {source.Key}, "tri": {source.Columns[random.IntN(len(source.Columns))].Key}, "groupe": {source.Columns[random.IntN(len(source.Columns))].Key}}
		for range random.IntN(6) {
			address.Add("c", source.Columns[random.IntN(len(source.Columns))].Key)
			address.Add("c", "niss")
			address.Add("f", source.Columns[random.IntN(len(source.Columns))].Key+"~"+signs[random.IntN(len(signs))]+"~"+values[random.IntN(len(values))])
		}
		d, ok := ParseListDefinition(address)
		again, _ := ParseListDefinition(d.Values())
		if !ok || again.Values().Encode() != d.Values().Encode() {
			t.Fatalf("%v gives %+v, then %+v", address, d, again)
		}
		for _, f := range d.Filters {
			if c, known := source.Column(f.Column); !known || !c.Bears(f.Sign, f.Value) {
				t.Fatalf("%v keeps the filter %v", address, f)
			}
		}
		if d.at("niss") >= 0 {
			t.Fatalf("%v keeps a column that is none", address)
		}
	}
}

func TestListColumnsMove(t *testing.T) {
	d := ListDefinition{Source: "suivis"}
	for _, key := range []string{"date", "nom", "mode", "nom", "inconnu"} {
		d.Add(key)
	}
	order := func() string {
		var keys []string
		for _, h := range d.Columns {
			keys = append(keys, h.Key)
		}
		return strings.Join(keys, " ")
	}
	for _, step := range []struct {
		move func()
		want string
	}{{func() {}, "date nom mode"}, {func() { d.Move("mode", -1) }, "date mode nom"}, {func() { d.Move("date", -1) }, "date mode nom"}, {func() { d.Move("nom", 1) }, "date mode nom"},
		{func() { d.Move("date", 1) }, "mode date nom"}, {func() { d.Remove("date") }, "mode nom"}, {func() { d.Move("date", 1) }, "mode nom"}} {
		if step.move(); order() != step.want {
			t.Errorf("%s, want %s", order(), step.want)
		}
	}
}

// Of a shared list, each reader has the columns, filters, groups and order that their roles may read, and is told the rest.
func TestListReadable(t *testing.T) {
	d := ListDefinition{Source: "personnes", Columns: []ListHeading{{"nom", "Nom"}, {"langues", "Langues"}}, Filters: []ListFilter{{"niveau_francais", FilterIs, "A2"}, {"commune", FilterFilled, ""}},
		Group: "isced", Sort: "titre_expire", Down: true}
	got, absent := d.Readable(func(kind string) bool { return kind != KindProfile })
	if len(got.Columns) != 1 || len(got.Filters) != 1 || got.Group != "" || got.Sort != "nom" || got.Down || strings.Join(absent, " ") != "langues niveau_francais isced titre_expire" {
		t.Errorf("%+v without %v", got, absent)
	}
	if all, absent := d.Readable(func(string) bool { return true }); len(absent) != 0 || len(all.Columns) != 2 || all.Sort != "titre_expire" || !all.Down {
		t.Errorf("%+v without %v", all, absent)
	}
}

func TestListPeriods(t *testing.T) {
	for period, want := range map[string][2]Date{PeriodMonth: {"2026-01-01", "2026-01-31"}, PeriodLastMonth: {"2025-12-01", "2025-12-31"},
		PeriodYear: {"2026-01-01", "2026-12-31"}, PeriodLastYear: {"2025-01-01", "2025-12-31"}} {
		if from, until := PeriodDays(period, "2026-01-31"); from != want[0] || until != want[1] {
			t.Errorf("%s: %s – %s", period, from, until)
		}
	}
}
