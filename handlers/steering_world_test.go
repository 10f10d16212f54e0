package handlers

import (
	"testing"

	"jalon/store/storetest"
)

// steeringOf gives a centre a target and a funder's link.
func steeringOf(t *testing.T, s *site, centre string) {
	t.Helper()
	operation := map[string]string{"namur": "gtj", "liege": "liege-gtj"}[centre]
	s.Insert(t, "targets", map[string]any{"id": "tg-" + centre, "public_id": "tg-" + centre, "centre_id": centre, "operation_id": operation, "measure": "personnes", "value": 40,
		"from_on": "2026-01-01", "due_on": "2026-12-31", "created_at": storetest.Now, "changed_at": storetest.Now})
	s.Insert(t, "funder_links", map[string]any{"id": "fl-" + centre, "public_id": "fl-" + centre, "centre_id": centre, "funder": "FSE", "label": "FSE", "secret_hash": centre,
		"expires_on": "2027-01-31", "created_at": storetest.Now})
}
