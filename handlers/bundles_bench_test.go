package handlers

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// A bundle of a few hundred people: time, and the highest heap while it is made. What is in memory is one person and the lines of
// the index.
func BenchmarkBundle(b *testing.B) {
	s := siteOn(b, storetest.SQLite(b), Config{})
	ctx := context.Background()
	scope, err := s.App.Gate.Scope(s.App.Gate.System("namur"), models.Create, models.KindImport)
	if err != nil {
		b.Fatal(err)
	}
	options := store.SeedOptions{Centre: models.Centre{ID: "namur", Code: "namur"}, Fiction: models.Fiction{Seed: 1, Persons: 900, FollowUps: 10, From: "2025-01-01", To: "2026-06-30"}}
	if err := s.Seed(ctx, scope, options); err != nil {
		b.Fatal(err)
	}
	marc := Access{Actor: s.Actors["marc"]}
	operations, err := s.Store.Operations(ctx, s.App.scope(marc, models.Read, models.KindBundle))
	if err != nil {
		b.Fatal(err)
	}
	order := models.BundleOrder{From: "2025-01-01", To: "2026-06-30", Method: models.BundleRandom, Size: 300, Seed: "mesure"}
	for b.Loop() {
		id := ""
		for _, o := range operations {
			if strings.HasPrefix(o.Code, models.GTJ) && id == "" {
				id, err = s.Store.CreateBundle(ctx, s.App.scope(marc, models.Create, models.KindBundle), o.PublicID, order, "")
				if err != nil {
					id = ""
				}
			}
		}
		if id == "" {
			b.Fatal(err)
		}
		stop, peak := heapPeak()
		if err := s.App.RunBundles(ctx); err != nil {
			b.Fatal(err)
		}
		close(stop)
		made, err := s.Store.Bundle(ctx, s.App.scope(marc, models.Read, models.KindBundle), id)
		if err != nil || made.State != models.BundleReady {
			b.Fatal(err, made.State, made.Problem)
		}
		b.ReportMetric(float64(<-peak)/(1<<20), "MB-heap")
		b.ReportMetric(float64(made.Total), "persons")
		b.ReportMetric(float64(made.Bytes)/(1<<20), "MB-zip")
	}
}

// heapPeak watches the heap until stop is closed.
func heapPeak() (stop chan struct{}, peak chan uint64) {
	stop, peak = make(chan struct{}), make(chan uint64, 1)
	go func() {
		highest := uint64(0)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			highest = max(highest, m.HeapInuse)
			select {
			case <-stop:
				peak <- highest
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return stop, peak
}
