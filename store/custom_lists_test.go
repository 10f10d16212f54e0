package store_test

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"jalon/models"
	"jalon/policies"
	"jalon/store"
	"jalon/store/storetest"
)

// listRequest asks for every column of a source as a colleague.
func listRequest(t *testing.T, w *storetest.World, who string, source models.ListSource) (store.ListRequest, error) {
	t.Helper()
	gate, err := policies.NewGate()
	if err != nil {
		t.Fatal(err)
	}
	scope, refused := gate.Scope(w.Actors[who], models.Read, source.Kind)
	r := store.ListRequest{Scope: scope, Kinds: map[string]models.Scope{}, Definition: models.ListDefinition{Source: source.Key, Sort: source.Sort}}
	for _, c := range source.Columns {
		if c.Kind != "" {
			r.Kinds[c.Kind], _ = gate.Scope(w.Actors[who], models.Read, c.Kind)
		}
		r.Definition.Columns = append(r.Definition.Columns, models.ListHeading{Key: c.Key})
	}
	return r, refused
}

func refsOf(t *testing.T, w *storetest.World, r store.ListRequest) []string {
	t.Helper()
	var refs []string
	if err := w.Store.ListRows(context.Background(), r, func(row store.ListRow) error {
		refs = append(refs, row.Ref)
		return nil
	}); err != nil {
		t.Fatalf("%s by %s: %v", r.Definition.Source, r.Definition.Sort, err)
	}
	return refs
}

// Every column of every source can be shown, sorted in both directions and paged, filtered and grouped, on both engines; a
// page follows another without losing or repeating a line; the total counts what is listed; and nothing reads a whole table.
func TestCustomListsEveryColumn(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		w.Exec(t, "update registrations set attendance = 'present', minutes = 90, signed = true where id = 'cv-amina'")
		for _, source := range models.ListSources {
			r, err := listRequest(t, w, "claire", source)
			if err != nil {
				t.Fatal(err)
			}
			all := slices.Sorted(slices.Values(refsOf(t, w, r)))
			if len(all) == 0 || slices.ContainsFunc(all, func(ref string) bool { return strings.Contains(ref, "bruno") || strings.Contains(ref, "liege") }) {
				t.Fatalf("%s: %v", source.Key, all)
			}
			for _, c := range source.Columns {
				everyUse(t, w, r, c, all)
			}
		}
	})
}

func everyUse(t *testing.T, w *storetest.World, r store.ListRequest, c models.CustomColumn, all []string) {
	t.Helper()
	ctx := context.Background()
	for _, down := range []bool{false, true} {
		if !c.Sorts() {
			break
		}
		r.Definition.Sort, r.Definition.Down = c.Key, down
		whole, paged := refsOf(t, w, r), []string{}
		page := r
		for page.Limit = 2; len(paged) < len(whole); {
			next := refsOf(t, w, page)
			if len(next) == 0 {
				break
			}
			paged, page.After = append(paged, next...), next[len(next)-1]
		}
		if !slices.Equal(whole, paged) || !slices.Equal(slices.Sorted(slices.Values(whole)), all) {
			t.Errorf("%s by %s: %v, in pages %v", r.Definition.Source, c.Key, whole, paged)
		}
	}
	counted := map[string]int{}
	for sign, value := range map[string]string{models.FilterBlank: "", models.FilterFilled: "", models.FilterIs: "bureau", models.FilterFrom: "2026-01-01",
		models.FilterUntil: "90", models.FilterDuring: models.PeriodYear} {
		filtered := r
		filtered.Definition.Filters = nil
		if !filtered.Definition.AddFilter(models.ListFilter{Column: c.Key, Sign: sign, Value: value}) {
			continue
		}
		totals, err := w.Store.ListTotals(ctx, filtered)
		if listed := refsOf(t, w, filtered); err != nil || totals.Lines != len(listed) {
			t.Errorf("%s, %s %s: %d lines, %d counted, %v", r.Definition.Source, c.Key, sign, len(listed), totals.Lines, err)
		}
		counted[sign] = totals.Lines
	}
	if counted[models.FilterBlank]+counted[models.FilterFilled] != len(all) {
		t.Errorf("%s, %s: %d without and %d with, of %d", r.Definition.Source, c.Key, counted[models.FilterBlank], counted[models.FilterFilled], len(all))
	}
	if !c.Groups() {
		return
	}
	r.Definition.Group = c.Key
	groups, err := w.Store.ListGroups(ctx, r)
	lines := 0
	for _, g := range groups {
		lines += g.Lines
	}
	if err != nil || lines != len(all) {
		t.Errorf("%s grouped by %s: %d lines of %d, %v", r.Definition.Source, c.Key, lines, len(all), err)
	}
}

// Whoever opens a list sees the lines of their own scope, and of another kind's columns only what that kind opens to them.
func TestCustomListsStayWithinReach(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		w.Exec(t, "update participants set french_level = 'A2'")
		persons, _ := models.SourceOf("personnes")
		for who, want := range map[string][]string{"nadia": {"p-amina", "p-noori"}, "simon": {"p-tsehaye", "p-olha"}, "lea": {"p-bruno"}} {
			r, err := listRequest(t, w, who, persons)
			if err != nil {
				t.Fatal(err)
			}
			got := refsOf(t, w, r)
			slices.Sort(got)
			if slices.Sort(want); !slices.Equal(got, want) {
				t.Errorf("%s lists %v, want %v", who, got, want)
			}
		}
		// Reception reads who people are, not their profile: its columns are empty, in filters, orders and groups too.
		r, err := listRequest(t, w, "rita", persons)
		if err != nil {
			t.Fatal(err)
		}
		r.Definition.Filters = []models.ListFilter{{Column: "niveau_francais", Sign: models.FilterIs, Value: "A2"}}
		if got := refsOf(t, w, r); len(got) != 0 {
			t.Errorf("a filter tells the French of %v", got)
		}
		r.Definition.Filters, r.Definition.Group = nil, "niveau_francais"
		if groups, err := w.Store.ListGroups(context.Background(), r); err != nil || len(groups) != 1 || groups[0].Value != "" {
			t.Errorf("groups tell the French: %v, %v", groups, err)
		}
		if _, err := w.Store.ListTotals(context.Background(), store.ListRequest{Definition: r.Definition}); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("without a scope: %v", err)
		}
	})
}

// The hours of a group are those attended: an absence, a step without the person and a cancelled contact count nothing.
func TestCustomListsSumAttendedHours(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		for i, f := range []struct{ mode, presence string }{{"bureau", "absent"}, {"demarche", "present"}, {"telephone", "present"}} {
			id := []string{"x1", "x2", "x3"}[i]
			w.Insert(t, "followups", row{"id": id, "public_id": id, "centre_id": "namur", "participant_id": "amina", "enrolment_id": "amina-gtj", "on_date": "2026-10-05",
				"minutes": 30, "mode": f.mode, "presence": f.presence, "user_id": "nadia", "created_at": storetest.Now, "updated_at": storetest.Now})
		}
		source, _ := models.SourceOf("suivis")
		r, err := listRequest(t, w, "claire", source)
		if err != nil {
			t.Fatal(err)
		}
		r.Definition.Group = "date"
		groups, err := w.Store.ListGroups(context.Background(), r)
		if err != nil || len(groups) != 2 {
			t.Fatalf("%v, %v", groups, err)
		}
		october, november := groups[0], groups[1]
		if october.Value != "2026-10" || october.Lines != 3 || october.People != 1 || october.Sums["minutes"] != 30 || october.Sums["minutes_signees"] != 0 {
			t.Errorf("October: %+v", october)
		}
		if november.Lines != 3 || november.People != 3 || november.Sums["minutes"] != 135 || november.Sums["minutes_signees"] != 135 {
			t.Errorf("November: %+v", november)
		}
	})
}

// The hours of a place are those of the reports, whichever way its module counts and whether minutes were typed or not; whoever came back
// after an exit has not left.
func TestCustomListsCountAsReportsDo(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		sum := func(key, column string) int {
			source, _ := models.SourceOf(key)
			r, err := listRequest(t, w, "claire", source)
			if err != nil {
				t.Fatal(err)
			}
			r.Definition.Add(column)
			totals, err := w.ListTotals(ctx, r)
			if err != nil {
				t.Fatal(err)
			}
			return totals.Sums[column]
		}
		w.Exec(t, "update registrations set attendance = 'present', signed = ? where id = 'cv-amina'", true)
		typed := 100
		for _, counting := range []string{models.CountClock, models.CountFixed, models.CountDuration} {
			for _, minutes := range []*int{nil, &typed} {
				w.Exec(t, "update sessions set counting = ?, module_minutes = 150 where id = 'cv'", counting)
				w.Exec(t, "update registrations set minutes = ? where id = 'cv-amina'", minutes)
				want := factsOf(t, w, "marc", models.KindReport, "o-llf")["e-amina-llf"].Contacts[0].Minutes
				for _, c := range [][2]string{{"places", "minutes"}, {"places", "minutes_signees"}, {"inscriptions", "minutes_seances"}} {
					if got := sum(c[0], c[1]); got != want {
						t.Errorf("%s, minutes typed %v: %d %s of %s, the report counts %d", counting, minutes != nil, got, c[1], c[0], want)
					}
				}
			}
		}
		exits := func() int {
			source, _ := models.SourceOf("inscriptions")
			r, err := listRequest(t, w, "claire", source)
			if err != nil {
				t.Fatal(err)
			}
			r.Definition.AddFilter(models.ListFilter{Column: "sortie", Sign: models.FilterFilled})
			r.Definition.AddFilter(models.ListFilter{Column: "motif", Sign: models.FilterFilled})
			totals, err := w.ListTotals(ctx, r)
			if err != nil {
				t.Fatal(err)
			}
			return totals.Lines
		}
		for _, id := range []string{"amina-llf", "noori-gtj"} {
			w.Insert(t, "exits", row{"id": id, "public_id": id, "centre_id": "namur", "enrolment_id": id, "on_date": "2026-11-10", "reason": "terme", "created_at": storetest.Now})
		}
		if n := exits(); n != 1 { // Amina came to the session of the 17th, Noori was last seen on the day of the exit
			t.Errorf("%d have left, want 1", n)
		}
	})
}

// The lists of a source are read along an index under its usual order, by caseload and by centre.
func TestCustomListsUseIndexes(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		tables := map[string][]string{"personnes": {"participants"}, "inscriptions": {"enrolments", "participants"}, "suivis": {"followups", "enrolments", "participants"},
			"seances": {"sessions"}, "places": {"registrations", "sessions", "participants"}}
		for _, source := range models.ListSources {
			for _, who := range []string{"nadia", "claire"} {
				r, err := listRequest(t, w, who, source)
				if err != nil {
					t.Fatal(err)
				}
				r.Definition.Columns, r.Limit = r.Definition.Columns[:2], 51
				for name, q := range store.ListStatements(w.Store, r) {
					refuseFullReads(t, db, who+" "+source.Key+" "+name, q.Query, q.Args, tables[source.Key]...)
				}
			}
		}
		gate, _ := policies.NewGate()
		scope, _ := gate.Scope(w.Actors["nadia"], models.Read, models.KindList)
		query, args := store.CustomListsStatement(scope)
		refuseFullReads(t, db, "custom lists", query, args, "lists", "custom_lists")
	})
}

// A saved list keeps its definition, is changed by its author only, and is gone and back with « Annuler ».
func TestCustomListIsKept(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		ctx := context.Background()
		w := storetest.NewWorld(t, db)
		gate, err := policies.NewGate()
		if err != nil {
			t.Fatal(err)
		}
		scope := func(who, action string) models.Scope {
			s, _ := gate.Scope(w.Actors[who], action, models.KindList)
			return s
		}
		d, _ := models.ParseListDefinition(url.Values{"de": {"suivis"}, "c": {"mode", "date"}, "f": {"mode~est~bureau"}, "groupe": {"mode"}, "tri": {"date"}})
		d = d.Named(models.ListDefinition{}, func(key string) string { return "Titre de " + key })
		saved, err := db.Store.SaveList(ctx, scope("nadia", models.Create), models.CustomList{Name: "Bureau", Definition: d})
		if err != nil {
			t.Fatal(err)
		}
		got, err := db.Store.CustomList(ctx, scope("nadia", models.Read), saved.PublicID)
		if err != nil || got.Definition.Columns[0] != (models.ListHeading{Key: "mode", Title: "Titre de mode"}) || got.Definition.Values().Encode() != d.Values().Encode() {
			t.Fatalf("%+v, %v", got.Definition, err)
		}
		for _, who := range []string{"simon", "lea"} { // not shared yet
			if _, err := db.Store.CustomList(ctx, scope(who, models.Read), saved.PublicID); !errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s: %v", who, err)
			}
		}
		got.Shared = true
		if err := db.Store.ChangeList(ctx, scope("simon", models.Update), got); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a colleague changes it: %v", err)
		}
		if err := db.Store.ChangeList(ctx, scope("nadia", models.Update), got); err != nil {
			t.Fatal(err)
		}
		if err := db.Store.ChangeList(ctx, scope("nadia", models.Update), got); !errors.Is(err, models.ErrStale) {
			t.Errorf("an older version: %v", err)
		}
		seen := func(who string) int {
			all, err := db.Store.CustomLists(ctx, scope(who, models.Read))
			if err != nil {
				t.Fatal(err)
			}
			return len(all)
		}
		if seen("simon") != 1 || seen("lea") != 0 {
			t.Error("a shared list is its centre's")
		}
		if err := db.Store.DropList(ctx, scope("nadia", models.Update), saved.PublicID); err != nil || seen("nadia")+seen("simon") != 0 {
			t.Errorf("dropped: %v", err)
		}
		if err := db.Store.RestoreList(ctx, scope("nadia", models.Update), saved.PublicID); err != nil || seen("simon") != 1 {
			t.Errorf("restored: %v", err)
		}
	})
}
