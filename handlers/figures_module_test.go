package handlers

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// Each figure of a module opens on the sessions that make it, and says why the others do not.
func TestModuleFigures(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update registrations set attendance = 'present', signed = '1' where id = 'cv-amina'")
	s.Insert(t, "sessions", map[string]any{"id": "cv2", "public_id": "s-cv2", "centre_id": "namur", "operation_id": "llf", "title": "cv", "on_date": "2025-11-17",
		"starts_at": "09:00", "ends_at": "13:00", "created_at": s.Now().Time})
	marc := s.as(t, "marc")
	cells := marc.get("/rapports/o-llf/forem?feuille=modules&du=2026-01-01&au=2026-11-24").want(t, http.StatusOK).Doc.Find("table.data tbody tr").First().Find("td a")
	if cells.Length() != 6 {
		t.Fatalf("%d figures open", cells.Length())
	}
	cells.Each(func(i int, cell *goquery.Selection) {
		page := marc.get(cell.AttrOr("href", "")).want(t, http.StatusOK)
		want := map[int]string{0: "1", 1: "1", 2: "4 h", 3: "4 h", 4: "2", 5: "1"}[i]
		if got := unspaced(page.Doc.Find(".tile-figure").First().Text()); got != want {
			t.Errorf("figure %d opens on %q, want %q", i, got, want)
		}
		if got := page.text("main"); !strings.Contains(got, "Hors de la période.") || page.Doc.Find(`a[href="/seances/s-cv"]`).Length() != 1 {
			t.Errorf("figure %d: %s", i, got)
		}
	})
	for _, wrong := range []string{"ligne=MODULE%7Ccv&colonne=nulle", "ligne=MODULE%7Cnul&colonne=tenues"} {
		marc.get("/rapports/o-llf/forem/chiffre?au=2026-11-24&"+wrong).want(t, http.StatusNotFound)
	}
}
