package store_test

import (
	"testing"

	"jalon/models"
	"jalon/store/storetest"
)

// Rows written in bulk hold what was given, and an error in one of them undoes the transaction, on both engines.
func TestBulkWrites(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		centre := seeded(t, db, models.Fiction{Seed: 3, Persons: 250, FollowUps: 10}, nil)
		if n := db.Count(t, "select count(*) from followups"); n != 2500 {
			t.Errorf("follow-ups: %d, want 2500: several batches", n)
		}
		for query, want := range map[string]int{
			"select count(*) from followups where starts_at is null or on_date is null or created_at is null": 0,
			"select count(*) from participants where length(sensitive_sealed) = 0":                            0,
			"select count(*) from participants where created_at < '2000-01-01'":                               0,
		} {
			if got := db.Count(t, query); got != want {
				t.Errorf("%s: %d, want %d", query, got, want)
			}
		}
		before := db.Count(t, "select count(*) from participants")
		err := seedInto(db.Store, centre, models.Fiction{Seed: 3, Persons: 30, FollowUps: 2}, nil)
		if models.CodeOf(err) != models.Conflict {
			t.Errorf("public ids that are taken: %v, want a conflict", err)
		}
		if after := db.Count(t, "select count(*) from participants"); after != before {
			t.Errorf("%d persons after a refusal, want %d", after, before)
		}
	})
}
