package handlers

import (
	"net/http"
	"strings"
	"testing"

	"jalon/store/storetest"
)

// The targets of an indicator stand in the report, and on the home page of who steers once « Pilotage » has counted them.
func TestTargetsElsewhere(t *testing.T) {
	s := counting(t)
	steeringOf(t, s, "namur")
	s.Insert(t, "targets", map[string]any{"id": "tg-total", "public_id": "tg-total", "centre_id": "namur", "operation_id": "gtj", "measure": "EECO01", "value": 4,
		"from_on": "2025-01-01", "due_on": "2026-12-31", "created_at": storetest.Now, "changed_at": storetest.Now})
	s.Insert(t, "targets", map[string]any{"id": "tg-part", "public_id": "tg-part", "centre_id": "namur", "operation_id": "gtj", "measure": "heures", "value": 77,
		"from_on": "2026-02-01", "due_on": "2026-12-31", "created_at": storetest.Now, "changed_at": storetest.Now})
	marc := s.as(t, "marc")
	if got := unspaced(marc.get("/").text("#targets ~ .lines")); strings.Contains(got, "sur 77") {
		t.Errorf("the home page counted a target by itself: %s", got)
	}
	row := marc.get("/rapports/o-gtj/fse?feuille=realisations&au=2026-11-24").want(t, http.StatusOK).Doc.Find(`tbody tr:contains("EECO01")`)
	cell := row.Find(`a[href="/cibles/tg-total"]`)
	if cell.Length() != 2 || cell.First().Text() != "4" || unspaced(cell.Last().Text()) != "50,0 %" {
		t.Errorf("target of the report: %s", row.Text())
	}
	if got := s.as(t, "fanny").get("/rapports/o-gtj/fse?feuille=realisations&au=2026-11-24"); got.Doc.Find(`a[href^="/cibles/"]`).Length() != 0 || !strings.Contains(got.text("main"), "50,0") {
		t.Error("a funder reads the target, and opens none")
	}
	marc.get("/pilotage").want(t, http.StatusOK)
	lines := unspaced(marc.get("/").text("#targets ~ .lines"))
	if !strings.Contains(lines, "2 sur 4 ; attendu à ce jour : 3") || !strings.Contains(lines, "En retard") || !strings.Contains(lines, "1 sur 77") {
		t.Errorf("home: %s", lines)
	}
}
