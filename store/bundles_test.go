package store_test

import (
	"context"
	"testing"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// The list of bundles and the ledger of one operation read by index, on both engines.
func TestBundlesAndLedgerReadByIndex(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		query, args := store.BundlesStatement(asked(t, w, "marc", models.Read, models.KindBundle), "o-gtj", models.Bundle{}, 50)
		refuseFullReads(t, db, "bundles", query, args, "bundles")
		query, args = store.LedgerStatement(asked(t, w, "marc", models.Read, models.KindLedger), models.LedgerQuery{From: "2026-01-01", To: "2026-12-31", Operation: "o-gtj"})
		refuseFullReads(t, db, "ledger", query, args, "followups", "registrations", "enrolments")
	})
}

// Whoever reads no names opens nothing that shows one, and nobody asks for a bundle of another centre.
func TestEvidenceStaysWithinItsReach(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		ctx := context.Background()
		pseudonymous := asked(t, w, "odile", models.Read, models.KindBundle)
		if _, err := w.Evidence(ctx, pseudonymous, "e-amina-gtj", "2026-01-01", "2026-12-31"); err != nil {
			t.Error(err)
		}
		if _, err := w.Evidence(ctx, pseudonymous, "e-amina-llf", "2026-01-01", "2026-12-31"); models.CodeOf(err) != models.NotFound {
			t.Errorf("another operation: %v", err)
		}
		if _, err := w.EvidenceAttestation(ctx, pseudonymous, models.Attestation{}); models.CodeOf(err) != models.Forbidden {
			t.Errorf("an attestation without the right to names: %v", err)
		}
		create, order := asked(t, w, "marc", models.Create, models.KindBundle), models.BundleOrder{From: "2026-01-01", To: "2026-12-31", Method: models.BundleAll}
		if _, err := w.CreateBundle(ctx, create, "o-liege-gtj", order, ""); models.CodeOf(err) != models.NotFound {
			t.Errorf("a bundle of another centre: %v", err)
		}
		if _, err := w.CreateBundle(ctx, create, "o-gtj", order, ""); err != nil {
			t.Error(err)
		}
		var facts []string
		err := w.ParticipationsOf(ctx, pseudonymous, "o-gtj", []string{"e-noori-gtj", "e-amina-gtj", "e-amina-llf"}, func(f models.EnrolmentFacts) error {
			facts = append(facts, f.ID+f.Family)
			return nil
		})
		if err != nil || len(facts) != 2 || facts[0] != "e-noori-gtj" {
			t.Errorf("%v %v", err, facts)
		}
	})
}
