package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"jalon/models"
	"jalon/policies"
	"jalon/store"
	"jalon/store/storetest"
)

// seeded fills an empty database with an invented centre.
func seeded(t testing.TB, db *storetest.DB, f models.Fiction, canary func(models.CanaryToken) error) models.Centre {
	t.Helper()
	ctx := context.Background()
	centre, err := db.CreateCentre(ctx, models.Centre{Code: "NAMUR", Name: "Centre"})
	if err != nil {
		t.Fatal(err)
	}
	if err := seedInto(db.Store, centre, f, canary); err != nil {
		t.Fatal(err)
	}
	return centre
}

func seedInto(s *store.Store, centre models.Centre, f models.Fiction, canary func(models.CanaryToken) error) error {
	gate, err := policies.NewGate()
	if err != nil {
		return err
	}
	scope, err := gate.Scope(gate.System(centre.ID), models.Create, models.KindImport)
	if err != nil {
		return err
	}
	f.From, f.To, f.Canary = "2025-01-01", "2026-06-30", canary != nil
	each := func(p models.FictionalPerson) error {
		for _, c := range p.Canaries {
			if err := canary(c); err != nil {
				return err
			}
		}
		return nil
	}
	return s.Seed(context.Background(), scope, store.SeedOptions{Centre: centre, Fiction: f, Each: each})
}

func TestSeed(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		centre := seeded(t, db, models.Fiction{Seed: 7, Persons: 60, FollowUps: 10}, nil)
		for query, want := range map[string]int{
			"select count(*) from participants": 60,
			"select count(*) from person_keys":  60,
			"select count(*) from followups":    600,
			"select count(*) from followups where on_date < '2025-01-01' or on_date > '2026-06-30'":                                          0,
			"select count(distinct o.code) from enrolments e join operations o on o.id = e.operation_id":                                     3,
			"select count(*) from (select 1 from participants p group by public_id having count(*) > 1) x":                                   0,
			"select count(*) from enrolments e where not exists (select 1 from caseloads k where k.enrolment_id = e.id and k.kind = 'lead')": 0,
			"select count(*) from participants p where not exists (select 1 from participant_words w where w.participant_id = p.id)":         0,
		} {
			if got := db.Count(t, query); got != want {
				t.Errorf("%s: %d, want %d", query, got, want)
			}
		}
		if n := db.Count(t, "select count(*) from registrations"); n < 90 || n > 210 {
			t.Errorf("registrations: %d, want about 150", n)
		}
		v, err := db.Verify(context.Background())
		if err != nil || !v.Sound() || v.Lines != 1 || v.Sealed < 600 {
			t.Errorf("verify: %+v, %v", v, err)
		}
		if err := seedInto(db.Store, centre, models.Fiction{Seed: 7, Persons: 60, FollowUps: 10}, nil); models.CodeOf(err) != models.Conflict {
			t.Errorf("the same seed twice: %v, want a conflict", err)
		}
		if err := seedInto(db.Store, centre, models.Fiction{Seed: 8, Persons: 5, FollowUps: 2}, nil); err != nil {
			t.Errorf("another seed: %v", err)
		}
	})
}

// TestSeedIsReproducible compares what two databases, of two engines when there are two, show outside.
func TestSeedIsReproducible(t *testing.T) {
	var all []string
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		var tokens []models.CanaryToken
		seeded(t, db, models.Fiction{Seed: 3, Persons: 20, FollowUps: 10}, func(c models.CanaryToken) error {
			tokens = append(tokens, c)
			return nil
		})
		text, err := json.Marshal(tokens)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(text))
	})
	db := storetest.SQLite(t)
	var again []models.CanaryToken
	seeded(t, db, models.Fiction{Seed: 3, Persons: 20, FollowUps: 10}, func(c models.CanaryToken) error {
		again = append(again, c)
		return nil
	})
	text, err := json.Marshal(again)
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		if all[i] != string(text) {
			t.Errorf("database %d differs from the second of the same seed", i)
		}
	}
}

// TestSeedSpeed is a measure asked for by JALON_SEED_PERSONS.
func TestSeedSpeed(t *testing.T) {
	persons, _ := strconv.Atoi(os.Getenv("JALON_SEED_PERSONS"))
	if persons == 0 {
		t.Skip("JALON_SEED_PERSONS is not set")
	}
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		start := time.Now()
		seeded(t, db, models.Fiction{Seed: 1, Persons: persons, FollowUps: 10}, nil)
		fmt.Fprintf(os.Stderr, "%s: %d persons in %v\n", t.Name(), persons, time.Since(start).Round(time.Millisecond))
	})
}
