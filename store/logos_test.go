package store_test

import (
	"bytes"
	"context"
	"testing"

	"jalon/models"
)

// Logos are those of one operation, four at most; an attestation keeps those of its day.
func TestLogos(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, update, read := context.Background(), w.may("marc", models.Update, models.KindOperation), w.may("claire", models.Read, models.KindOperation)
		ids := make([]string, models.MaxLogos)
		for i := range ids {
			ids[i] = must[string](t)(w.AddLogo(ctx, update, "o-m4h", "Logo", []byte{byte(i)}))
		}
		_, err := w.AddLogo(ctx, update, "o-m4h", "Logo", []byte("5"))
		wantKey(t, err, "logo.problem.many")
		_, err = w.AddLogo(ctx, update, "o-liege-gtj", "Logo", []byte("x"))
		wantKey(t, err, "error.not_found")
		if _, err := w.AddLogo(ctx, read, "o-m4h", "Logo", []byte("x")); models.CodeOf(err) != models.Forbidden {
			t.Errorf("who only reads: %v", err)
		}
		for _, id := range ids[2:] {
			if err := w.RemoveLogo(ctx, update, "o-m4h", id, true); err != nil {
				t.Fatal(err)
			}
		}
		wantKey(t, w.RemoveLogo(ctx, update, "o-llf", ids[0], true), "error.not_found")
		if logos := must[[]models.Logo](t)(w.Logos(ctx, read, "o-m4h")); len(logos) != 2 || !bytes.Equal(logos[1].Image, []byte{1}) {
			t.Errorf("%+v", logos)
		}
		w.attend(t, "tsehaye-m4h", "tsehaye", 1, true)
		w.attend(t, "tsehaye-m4h", "tsehaye", 2, true)
		made := must[models.Attestation](t)(w.CreateAttestation(ctx, w.may("claire", models.Create, models.KindAttestation), "e-tsehaye-m4h", attestationOf("Gebru Tsehaye")))
		if err := w.RemoveLogo(ctx, update, "o-m4h", ids[0], true); err != nil {
			t.Fatal(err)
		}
		_, content, err := w.Attestation(ctx, w.may("claire", models.Read, models.KindAttestation), made.PublicID)
		if err != nil || len(content.Logos) != 2 {
			t.Errorf("the attestation keeps %d logos, want 2: %v", len(content.Logos), err)
		}
	})
}
