package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// Two hours here and two at the Forem make four once a document proves the latter, and not a minute before.
func TestHoursElsewhereCountWithProof(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, create := context.Background(), w.may("simon", models.Create, models.KindAttestation)
		w.attend(t, "tsehaye-m4h", "tsehaye", 1, true)
		box := w.Box(t, "tsehaye")
		w.Insert(t, "files", map[string]any{"id": "fi", "public_id": "fi", "centre_id": "namur", "participant_id": "tsehaye", "kind": "attestation", "format": "pdf", "size": 8,
			"added_on": "2026-11-20", "details_sealed": box.Seal("file fi", `{"Name":"forem.pdf"}`), "created_at": storetest.Now})
		h := models.HoursElsewhere{Operator: models.OperatorForem, Body: "Forem de Namur", OnDate: "2026-10-05", Minutes: 120}
		wantKey(t, w.AddHoursElsewhere(ctx, create, "e-tsehaye-m4h", "fi-none", h), "elsewhere.problem.proof")
		wantKey(t, w.AddHoursElsewhere(ctx, w.may("nadia", models.Create, models.KindAttestation), "e-tsehaye-m4h", "", h), "error.not_found")
		future := h
		future.OnDate = "2026-12-01"
		wantKey(t, w.AddHoursElsewhere(ctx, create, "e-tsehaye-m4h", "", future), "elsewhere.problem.date")
		signed := func(want int) {
			t.Helper()
			f := must[store.AttestationFile](t)(w.AttestationFile(ctx, create, "e-tsehaye-m4h"))
			if f.Progress.Signed() != want {
				t.Errorf("%d minutes count, want %d", f.Progress.Signed(), want)
			}
			ready := must[store.Entitled](t)(w.ReadyAttestations(ctx, create, "")).Files
			if (len(ready) == 1) != (want >= 240) {
				t.Errorf("%d people entitled with %d minutes", len(ready), want)
			}
		}
		if err := w.AddHoursElsewhere(ctx, create, "e-tsehaye-m4h", "", h); err != nil {
			t.Fatal(err)
		}
		signed(120)
		if err := w.AddHoursElsewhere(ctx, create, "e-tsehaye-m4h", "fi", h); err != nil {
			t.Fatal(err)
		}
		signed(240)
		w.Exec(t, "update files set withdrawn_at = created_at where id = 'fi'")
		signed(120)
		w.Exec(t, "update files set withdrawn_at = null where id = 'fi'")
		made := must[models.Attestation](t)(w.CreateAttestation(ctx, create, "e-tsehaye-m4h", attestationOf("Gebru Tsehaye")))
		if _, content, err := w.Attestation(ctx, w.may("simon", models.Read, models.KindAttestation), made.PublicID); err != nil || len(content.Sessions) != 2 || content.Minutes != 240 {
			t.Errorf("%+v, %v", content, err)
		}
		var id string
		for _, s := range must[store.AttestationFile](t)(w.AttestationFile(ctx, create, "e-tsehaye-m4h")).Progress.Counted() {
			id = s.Elsewhere
		}
		must[string](t)(w.CancelHoursElsewhere(ctx, create, id, true))
		f := must[store.AttestationFile](t)(w.AttestationFile(ctx, create, "e-tsehaye-m4h"))
		if f.Progress.Signed() != 120 {
			t.Errorf("cancelled hours count: %d", f.Progress.Signed())
		}
	})
}

// What was made is printed and handed over together: all of them, or none.
func TestAttestationsHandedOverTogether(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, create, read := context.Background(), w.may("claire", models.Create, models.KindAttestation), w.may("claire", models.Read, models.KindAttestation)
		for _, id := range w.enrolMany(t, 3) {
			w.Exec(t, "update enrolments set operation_id = 'm4h' where id = ?", id)
			w.attend(t, id, id[2:], 1, true)
			w.attend(t, id, id[2:], 2, true)
		}
		ready := must[store.Entitled](t)(w.ReadyAttestations(ctx, read, "")).Files
		if len(ready) != 3 || ready[0].Progress.Ready() != nil {
			t.Fatalf("%d entitled", len(ready))
		}
		for _, f := range ready {
			must[models.Attestation](t)(w.CreateAttestation(ctx, create, f.Enrolment.PublicID, attestationOf("Une Personne")))
		}
		var ids []string
		for _, v := range must[[]store.AttestationView](t)(w.AttestationsToHand(ctx, read, "")) {
			ids = append(ids, v.PublicID)
		}
		if contents := must[[]models.AttestationContent](t)(w.AttestationContents(ctx, read, ids)); len(contents) != 3 || contents[2].Number != "2026-0003" {
			t.Fatalf("%d to print", len(contents))
		}
		wantKey(t, w.HandOverAll(ctx, create, append(ids, "none"), models.HandedInPerson, w.Today()), "error.not_found")
		if left := must[[]store.AttestationView](t)(w.AttestationsToHand(ctx, read, "")); len(left) != 3 {
			t.Errorf("%d left: a batch that failed was half done", len(left))
		}
		if err := w.HandOverAll(ctx, create, ids, models.HandedSent, w.Today()); err != nil {
			t.Fatal(err)
		}
		if left := must[[]store.AttestationView](t)(w.AttestationsToHand(ctx, read, "")); len(left) != 0 {
			t.Errorf("%d left", len(left))
		}
	})
}

// However many are entitled, all are counted, page after page.
func TestEveryEntitledPersonIsCounted(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, read := context.Background(), w.may("claire", models.Read, models.KindAttestation)
		const people = 2*store.AttestationPage + 3
		w.Exec(t, "update sessions set status = 'closed' where id = 'module4h'")
		w.Exec(t, "update registrations set place = 'annule' where id = 'module4h-tsehaye'")
		for i := range people {
			id := fmt.Sprintf("many%03d", i)
			w.Insert(t, "participants", map[string]any{"id": id, "public_id": "p-" + id, "centre_id": "namur", "family_name": id, "given_name": "Une", "sort_name": id,
				"created_at": storetest.Now, "updated_at": storetest.Now})
			w.Insert(t, "enrolments", map[string]any{"id": "e-" + id, "public_id": "e-" + id, "centre_id": "namur", "participant_id": id, "operation_id": "m4h",
				"created_at": storetest.Now, "updated_at": storetest.Now})
		}
		w.Exec(t, `insert into registrations (id, public_id, centre_id, session_id, participant_id, enrolment_id, attendance, signed, created_at)
			select 'r' || id, 'r' || id, 'namur', 'module4h', participant_id, id, 'present', true, created_at from enrolments where id like 'e-many%'`)
		if n := must[int](t)(w.CountReadyAttestations(ctx, read)); n != people {
			t.Errorf("%d entitled, want %d", n, people)
		}
		var seen []string
		for after, pages := "", 0; pages == 0 || after != ""; pages++ {
			page := must[store.Entitled](t)(w.ReadyAttestations(ctx, read, after))
			if page.Total != people || pages > 3 {
				t.Fatalf("page %d of %d people", pages, page.Total)
			}
			for _, f := range page.Files {
				seen = append(seen, f.Person.FamilyName)
			}
			after = page.Next
		}
		if len(seen) != people || !slices.IsSorted(seen) {
			t.Errorf("%d people on the pages, %v", len(seen), seen)
		}
	})
}
