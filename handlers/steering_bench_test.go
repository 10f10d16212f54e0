package handlers

import (
	"net/http"
	"testing"
	"time"
)

// BenchmarkPilotage is the page with all its charts, counted anew and from memory.
func BenchmarkPilotage(b *testing.B) {
	crowd := newCrowd(b)
	steeringPatience = time.Hour
	b.Cleanup(func() { steeringPatience = 3 * time.Second })
	marc := crowd.site.as(b, "marc")
	ask := func() {
		if a := marc.get("/pilotage?du=2026-01-01&au=2026-06-30"); a.Status != http.StatusOK {
			b.Fatal(a.Status)
		}
	}
	b.Run("anew", func(b *testing.B) {
		work(b, func(int) {
			crowd.site.App.steering.forget()
			ask()
		})
	})
	b.Run("kept", func(b *testing.B) {
		ask()
		work(b, func(int) { ask() })
	})
}
