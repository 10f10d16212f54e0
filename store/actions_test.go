package store_test

import (
	"testing"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

func TestActions(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		create := w.scope("nadia", models.Create, models.KindAction)
		a := models.CentreAction{CentreID: "namur", Kind: "reseau", Axis: "reseau", Themes: "logement;sante", Title: "Plateforme", OnDate: "2026-10-05", Minutes: 90,
			Colleagues: []models.NamedRow{{ID: "nadia"}, {ID: "claire"}, {ID: "nadia"}}}
		made := must[models.CentreAction](t)(w.CreateAction(ctx, create, a))
		for name, change := range map[string]func(*models.CentreAction){
			"another centre's colleague": func(a *models.CentreAction) { a.Colleagues = []models.NamedRow{{ID: "lea"}} },
			"another centre's operation": func(a *models.CentreAction) { id := "liege-gtj"; a.OperationID = &id },
			"an unknown partner":         func(a *models.CentreAction) { a.Partners = []models.NamedRow{{ID: "nobody"}} },
		} {
			other := a
			change(&other)
			if _, err := w.CreateAction(ctx, create, other); models.CodeOf(err) != models.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		a.CentreID = "liege"
		if _, err := w.CreateAction(ctx, create, a); models.CodeOf(err) != models.Forbidden {
			t.Errorf("in another centre: %v", err)
		}
		seen, err := w.Action(ctx, w.scope("marc", models.Read, models.KindAction), made.PublicID)
		if err != nil || len(seen.Colleagues) != 2 || seen.StaffMinutes() != 180 {
			t.Errorf("read back %+v, %v", seen, err)
		}
		if _, err := w.Action(ctx, w.scope("lea", models.Read, models.KindAction), made.PublicID); models.CodeOf(err) != models.NotFound {
			t.Errorf("another centre reads it: %v", err)
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'action' and record = ?", made.PublicID); n != 1 {
			t.Errorf("%d lines in the journal", n)
		}
	})
}

// The list pages by key along its index, whatever the filter.
func TestActionList(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		read := w.scope("claire", models.Read, models.KindAction)
		for i := range 2*store.ActionPageSize + 1 {
			id := models.NewID()
			w.Insert(t, "actions", map[string]any{"id": id, "public_id": id, "centre_id": "namur", "kind": "reseau", "axis": "reseau", "themes": "sante", "title": "A",
				"on_date": models.Date("2026-01-01").AddDays(i / 3), "minutes": 60, "created_at": storetest.Now})
		}
		seen, filter := map[string]bool{}, store.ActionFilter{Theme: "sante"}
		for more := true; more; {
			var page []store.ActionView
			var err error
			if page, more, err = w.Actions(ctx, read, filter); err != nil {
				t.Fatal(err)
			}
			for _, v := range page {
				seen[v.PublicID] = true
			}
			filter.After = page[len(page)-1].PublicID
		}
		if len(seen) != 2*store.ActionPageSize+1 {
			t.Errorf("%d actions seen", len(seen))
		}
		query, args, err := store.ActionsStatement(w.Store, ctx, read, filter)
		if err != nil {
			t.Fatal(err)
		}
		refuseFullReads(t, w.DB, "actions", query, args, "xactions", "actions")
	})
}
