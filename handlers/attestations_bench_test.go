package handlers

import (
	"fmt"
	"net/url"
	"testing"

	"jalon/store/storetest"
)

// A hundred attestations of one batch, printed and sealed, take five seconds at most.
func BenchmarkAttestationBatch(b *testing.B) {
	const batch = 100
	s := newSite(b)
	s.Exec(b, "update centres set signatory = 'Marc Exemple' where id = 'namur'")
	for _, part := range []string{"one", "two"} {
		s.Insert(b, "sessions", map[string]any{"id": part, "public_id": "s-" + part, "centre_id": "namur", "operation_id": "m4h", "title": "Module, partie " + part,
			"on_date": map[string]string{"one": "2026-10-06", "two": "2026-10-13"}[part], "starts_at": "09:00", "ends_at": "11:00", "status": "closed", "operator": "CRI",
			"created_at": storetest.Now})
	}
	form := url.Values{}
	for i := range batch {
		id := s.enrolled(b, i)
		for _, part := range []string{"one", "two"} {
			s.Insert(b, "registrations", map[string]any{"id": part + id, "public_id": part + id, "centre_id": "namur", "session_id": part, "participant_id": id,
				"enrolment_id": "e-" + id, "attendance": "present", "signed": true, "created_at": storetest.Now})
		}
		form.Add("inscription", "e-"+id)
	}
	claire := s.as(b, "claire")
	b.ResetTimer()
	work(b, func(int) {
		claire.post("/attestations", form).want(b, 303)
		if n := s.Count(b, "select count(*) from attestations where number like '2026-%'"); n != batch {
			b.Fatalf("%d attestations", n)
		}
		s.Exec(b, "delete from attestations")
	})
}

// enrolled adds a person enrolled in the 4-hour module, the i-th of many, and tells the internal id.
func (s *site) enrolled(b *testing.B, i int) string {
	b.Helper()
	id := fmt.Sprintf("many%03d", i)
	s.Insert(b, "participants", map[string]any{"id": id, "public_id": "p-" + id, "centre_id": "namur", "family_name": "Nom" + id, "given_name": "Une", "birth": "1987-06-14",
		"sort_name": "nom" + id, "created_at": storetest.Now, "updated_at": storetest.Now})
	s.Insert(b, "person_keys", map[string]any{"participant_id": id, "wrapped": s.Sealer().NewPersonKey(id)})
	s.Insert(b, "enrolments", map[string]any{"id": "e-" + id, "public_id": "e-" + id, "centre_id": "namur", "participant_id": id, "operation_id": "m4h",
		"created_at": storetest.Now, "updated_at": storetest.Now})
	return id
}
