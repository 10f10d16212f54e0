package store_test

import (
	"context"
	"testing"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// Who reads the hours of contracts: the direction those of its centre, each their own, nobody else any.
func TestStaffContracts(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		ctx := context.Background()
		for id, of := range map[string][2]string{"a": {"nadia", "namur"}, "b": {"simon", "namur"}, "c": {"lea", "liege"}} {
			db.Insert(t, "contract_hours", map[string]any{"id": id, "public_id": id, "centre_id": of[1], "user_id": of[0], "from_on": "2026-01-01", "weekly_minutes": 2280,
				"created_at": storetest.Now})
		}
		steering := asked(t, w, "marc", models.Read, models.KindSteering)
		for name, c := range map[string]struct {
			scope models.Scope
			until models.Date
			want  int
		}{
			"the direction":       {steering, "2026-11-24", 2},
			"before they begin":   {steering, "2025-12-31", 0},
			"one's own":           {asked(t, w, "nadia", models.Read, models.KindHome), "2026-11-24", 1},
			"without a grant":     {models.NewScope(steering.Actor(), models.KindSteering, models.Read), "2026-11-24", 0},
			"another kind":        {asked(t, w, "fanny", models.Read, models.KindReport), "2026-11-24", 0},
			"of the accounts":     {asked(t, w, "alex", models.Read, models.KindUser), "2026-11-24", 0},
			"of all the centres":  {models.NewScope(steering.Actor(), models.KindSteering, models.Read, models.Grant{Reach: models.ReachNetwork}), "2026-11-24", 3},
			"of one's own centre": {asked(t, w, "lea", models.Read, models.KindHome), "2026-11-24", 1},
		} {
			all, err := w.StaffContracts(ctx, c.scope, c.until)
			if err != nil || len(all) != c.want {
				t.Errorf("%s: %v, %v", name, all, err)
			}
		}
		for name, q := range store.ContractQueries(steering) {
			refuseFullReads(t, db, name, q.Query, q.Args, "k", "contract_hours")
		}
	})
}
