package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// attend gives a person a closed, attended session of the 4-hour module.
func (w *sessionWorld) attend(t *testing.T, enrolment, participant string, part int, signed bool) {
	id := fmt.Sprintf("part%d-%s", part, participant)
	w.Insert(t, "sessions", map[string]any{"id": id, "public_id": "s-" + id, "centre_id": "namur", "operation_id": "m4h", "title": "Module, partie",
		"on_date": fmt.Sprintf("2026-10-%02d", part), "starts_at": "09:00", "ends_at": "11:00", "operator": []string{"CRI", "FOREM"}[part%2],
		"status": "closed", "created_at": storetest.Now})
	w.Insert(t, "registrations", map[string]any{"id": "r-" + id, "public_id": "r-" + id, "centre_id": "namur", "session_id": id,
		"participant_id": participant, "enrolment_id": enrolment, "attendance": "present", "signed": signed, "created_at": storetest.Now})
}

func attestationOf(name string) store.NewAttestation {
	return store.NewAttestation{Content: models.AttestationContent{FullName: name, Birth: "01/01/1995", Signatory: "Marc Exemple", VerificationURL: "https://jalon.exemple/verifier/"},
		Render: func(c models.AttestationContent) ([]byte, error) {
			return []byte("PDF " + c.Number + " " + c.FullName + " " + c.VerificationURL), nil
		}}
}

func TestAttestationNeedsSignedHours(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, create := context.Background(), w.may("simon", models.Create, models.KindAttestation)
		w.attend(t, "tsehaye-m4h", "tsehaye", 1, true)
		w.attend(t, "tsehaye-m4h", "tsehaye", 2, false)
		_, err := w.CreateAttestation(ctx, create, "e-tsehaye-m4h", attestationOf("Gebru Tsehaye"))
		wantKey(t, err, "attestation.missing_hours")
		f, err := w.AttestationFile(ctx, create, "e-tsehaye-m4h")
		if err != nil || f.Progress.Signed() != 120 || f.Progress.Missing() != 120 || len(f.Progress.Unsigned()) != 1 {
			t.Errorf("progress: %+v, %v", f.Progress, err)
		}
		w.Exec(t, "update registrations set signed = ? where id = 'r-part2-tsehaye'", true)
		w.Exec(t, "update sessions set status = 'planned' where id = 'part2-tsehaye'")
		_, err = w.CreateAttestation(ctx, create, "e-tsehaye-m4h", attestationOf("Gebru Tsehaye"))
		wantKey(t, err, "attestation.session_open")
		_, err = w.CreateAttestation(ctx, w.may("nadia", models.Create, models.KindAttestation), "e-tsehaye-m4h", attestationOf("x"))
		wantKey(t, err, "error.not_found")
		_, err = w.CreateAttestation(ctx, w.may("claire", models.Create, models.KindAttestation), "e-tsehaye-llf", attestationOf("x"))
		wantKey(t, err, "attestation.problem.programme")
	})
}

func TestAttestationIsFrozenAndReplaced(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		create, read, cancel := w.may("claire", models.Create, models.KindAttestation), w.may("claire", models.Read, models.KindAttestation), w.may("claire", models.Cancel, models.KindAttestation)
		w.attend(t, "tsehaye-m4h", "tsehaye", 1, true)
		w.attend(t, "tsehaye-m4h", "tsehaye", 2, true)
		w.Insert(t, "attestations", map[string]any{"id": "old", "public_id": "old", "centre_id": "namur", "participant_id": "amina",
			"enrolment_id": "amina-llf", "number": "2026-0007", "created_at": storetest.Now})
		first := must[models.Attestation](t)(w.CreateAttestation(ctx, create, "e-tsehaye-m4h", attestationOf("Gebru Tsehay")))
		if first.Number != "2026-0008" {
			t.Errorf("number %s follows the imported 2026-0007", first.Number)
		}
		if again := must[models.Attestation](t)(w.CreateAttestation(ctx, create, "e-tsehaye-m4h", attestationOf("x"))); again.Number != first.Number {
			t.Errorf("a retry makes another one: %s", again.Number)
		}
		w.Exec(t, "update participants set family_name = 'Autre' where id = 'tsehaye'")
		w.Exec(t, "update centres set name = 'Renommé' where id = 'namur'")
		pdf, _, err := w.AttestationPDF(ctx, read, first.PublicID)
		if err != nil || string(pdf) != "PDF 2026-0008 Gebru Tsehay https://jalon.exemple/verifier/"+first.Verification {
			t.Errorf("frozen document: %q, %v", pdf, err)
		}
		next := attestationOf("Gebru Tsehaye")
		next.Replaces, next.Reason = first.PublicID, "nom mal orthographié"
		second := must[models.Attestation](t)(w.CreateAttestation(ctx, cancel, "e-tsehaye-m4h", next))
		_, content, err := w.Attestation(ctx, read, second.PublicID)
		if err != nil || second.Number != "2026-0009" || content.Replaces != "2026-0008" || content.Minutes != 240 || len(content.Sessions) != 2 {
			t.Errorf("replacement: %+v, %v", content, err)
		}
		v := must[models.Verification](t)(w.VerifyAttestation(ctx, first.Verification))
		if !v.Cancelled || v.ReplacedBy != "2026-0009" || v.Initials != "G. T." || v.CentreName != "Centre de namur" {
			t.Errorf("public check of the cancelled one: %+v", v)
		}
		wantKey(t, w.CancelAttestation(ctx, cancel, first.PublicID, "x"), "attestation.problem.cancelled")
		_, err = w.VerifyAttestation(ctx, "")
		wantKey(t, err, "error.not_found")
		wantKey(t, w.HandOver(ctx, create, second.PublicID, models.HandedInPerson, "2026-11-25"), "attestation.problem.handed_date")
		if err := w.HandOver(ctx, create, second.PublicID, models.HandedInPerson, "2026-11-24"); err != nil {
			t.Error(err)
		}
		w.Exec(t, "delete from person_keys where participant_id = 'tsehaye'")
		if v = must[models.Verification](t)(w.VerifyAttestation(ctx, second.Verification)); v.Cancelled || v.Initials != "" || v.Number != "2026-0009" {
			t.Errorf("public check after the person was erased: %+v", v)
		}
	})
}

func TestAttestationNumbersHaveNoGaps(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, create := context.Background(), w.may("claire", models.Create, models.KindAttestation)
		var enrolments []string
		for _, id := range w.enrolMany(t, 100) {
			w.Exec(t, "update enrolments set operation_id = 'm4h' where id = ?", id)
			w.attend(t, id, id[2:], 1, true)
			w.attend(t, id, id[2:], 2, true)
			enrolments = append(enrolments, id)
		}
		failing := attestationOf("x")
		failing.Render = func(models.AttestationContent) ([]byte, error) { return nil, fmt.Errorf("no font") }
		var wait sync.WaitGroup
		for i, id := range append(enrolments, enrolments...) {
			wait.Go(func() {
				n := attestationOf("Une Personne")
				if i%3 == 0 {
					_, _ = w.CreateAttestation(ctx, create, id, failing) // its number goes back
				}
				if _, err := w.CreateAttestation(ctx, create, id, n); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if n := w.Count(t, "select count(*) from attestations"); n != 100 {
			t.Errorf("%d attestations, want one per person", n)
		}
		if n := w.Count(t, "select count(*) from attestations where number between '2026-0001' and '2026-0100'"); n != 100 {
			t.Errorf("%d numbers in 1..100, want 100 without gaps", n)
		}
		if lines, broken, err := w.VerifyJournal(ctx); err != nil || broken != 0 {
			t.Errorf("journal: %d lines, broken at %d, %v", lines, broken, err)
		}
	})
}
