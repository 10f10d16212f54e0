package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"jalon/store/storetest"
)

// BenchmarkRollCall is the roll call of thirty people: opened, and one tap as the script sends it.
func BenchmarkRollCall(b *testing.B) {
	const people = 30
	s := newSite(b)
	s.Insert(b, "sessions", map[string]any{"id": "full", "public_id": "s-full", "centre_id": "namur", "operation_id": "m4h", "title": "Module", "on_date": "2026-11-24",
		"starts_at": "08:00", "ends_at": "12:00", "capacity": people, "operator": "CRI", "created_at": storetest.Now})
	for i := range people {
		id := s.enrolled(b, i)
		s.Insert(b, "registrations", map[string]any{"id": id, "public_id": "r-" + id, "centre_id": "namur", "session_id": "full", "participant_id": id,
			"enrolment_id": "e-" + id, "created_at": storetest.Now})
	}
	browser := crowd{client: s.as(b, "claire")}
	b.Run("open", func(b *testing.B) {
		work(b, func(int) { browser.ask(b, http.MethodGet, "/seances/s-full/presences", nil, "") })
	})
	b.Run("tap", func(b *testing.B) {
		answers := []string{"present", "retard", "excuse", "absent"}
		work(b, func(i int) {
			tap := url.Values{"attendance": {answers[i/people%len(answers)]}, "touched": {"attendance"}}
			browser.ask(b, http.MethodPost, fmt.Sprintf("/seances/s-full/presences/r-many%03d", i%people), tap, "bilan")
		})
	})
}
