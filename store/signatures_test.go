package store_test

import (
	"context"
	"slices"
	"testing"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

var (
	startOfCV = models.SignSlot{Half: models.Whole, Moment: models.MomentStart}
	drawn     = models.Strokes{{{10, 10, 0}, {300, 120, 90}}}
)

func drawing(key string) store.Signing {
	return store.Signing{SignSlot: startOfCV, Way: models.SignedTablet, Strokes: drawn, EntryKey: key}
}

// A signature makes the hours count, is kept as it was drawn, counts once, and is revoked rather than erased.
func TestSign(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, tom, reads := context.Background(), w.may("tom", models.Update, models.KindAttendance), w.may("tom", models.Read, models.KindAttendance)
		wantKey(t, w.Sign(ctx, tom, "s-cv", "r-cv-amina", store.Signing{SignSlot: startOfCV, Way: models.SignedCertified}), "signature.problem.not_attended")
		must[models.RegistrationRow](t)(w.MarkAttendance(ctx, tom, "s-cv", "r-cv-amina", models.Mark{Attendance: models.Present}))
		wrong := drawing("k1")
		wrong.Half = models.Afternoon
		wantKey(t, w.Sign(ctx, tom, "s-cv", "r-cv-amina", wrong), "signature.problem.slot")
		wantKey(t, w.Sign(ctx, w.may("nadia", models.Update, models.KindAttendance), "s-cv", "r-cv-amina", drawing("k1")), "error.not_found")
		for range 2 {
			if err := w.Sign(ctx, tom, "s-cv", "r-cv-amina", drawing("k1")); err != nil {
				t.Fatal(err)
			}
		}
		session := must[models.SessionRow](t)(w.Session(ctx, reads, "s-cv"))
		all := must[[]store.SignatureRow](t)(w.Signatures(ctx, reads, session.Session))
		if len(all) != 1 || all[0].Strokes.String() != drawn.String() || !all[0].Intact || all[0].Place != "r-cv-amina" || session.Unsigned != 0 {
			t.Fatalf("%+v, %d unsigned", all, session.Unsigned)
		}
		if err := w.RevokeSignature(ctx, tom, "s-cv", all[0].PublicID, "Signature d'une autre personne"); err != nil {
			t.Fatal(err)
		}
		if n := w.Count(t, "select count(*) from registrations where id = 'cv-amina' and signed"); n != 0 {
			t.Error("a revoked signature still counts")
		}
		wantKey(t, w.RevokeSignature(ctx, tom, "s-cv", all[0].PublicID, "Encore"), "error.not_found")
		if err := w.Sign(ctx, tom, "s-cv", "r-cv-amina", drawing("k2")); err != nil {
			t.Fatal(err)
		}
		all = must[[]store.SignatureRow](t)(w.Signatures(ctx, reads, session.Session))
		if len(all) != 2 || all[0].RevokeReason != "Signature d'une autre personne" {
			t.Errorf("both are kept: %+v", all)
		}
		if none, err := w.Signatures(ctx, w.may("nadia", models.Read, models.KindAttendance), session.Session); len(none) != 0 || err != nil {
			t.Errorf("out of scope: %d, %v", len(none), err)
		}
	})
}

// The tick of the roll call is the paper: it stands for what is missing, and taking it away leaves what was drawn.
func TestPaperSignature(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, tom := context.Background(), w.may("tom", models.Update, models.KindAttendance)
		w.Exec(t, "update sessions set ends_at = '16:00' where id = 'cv'")
		mark := func(signed bool) models.RegistrationRow {
			return must[models.RegistrationRow](t)(w.MarkAttendance(ctx, tom, "s-cv", "r-cv-amina", models.Mark{Attendance: models.Present, Signed: signed}))
		}
		count := func(way string) int {
			return w.Count(t, "select count(*) from signatures where way = ? and revoked_at is null", way)
		}
		mark(false)
		morning := drawing("k1")
		morning.Half = models.Morning
		if err := w.Sign(ctx, tom, "s-cv", "r-cv-amina", morning); err != nil {
			t.Fatal(err)
		}
		if row := mark(true); !row.Signed || count(models.SignedPaper) != 1 {
			t.Errorf("the paper stands for the afternoon: signed %v, %d", row.Signed, count(models.SignedPaper))
		}
		if row := mark(false); row.Signed || count(models.SignedPaper) != 0 || count(models.SignedTablet) != 1 {
			t.Errorf("without the paper: signed %v, %d on paper, %d drawn", row.Signed, count(models.SignedPaper), count(models.SignedTablet))
		}
		row := must[models.RegistrationRow](t)(w.MarkAttendance(ctx, tom, "s-cv", "r-cv-amina", models.Mark{Attendance: models.Present, LeftEarly: 240}))
		if !row.Signed || row.LeftEarly != 240 {
			t.Errorf("gone at noon, signed in the morning: %+v", row.Registration)
		}
	})
}

func TestSignedSessionStays(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, tom := context.Background(), w.may("tom", models.Update, models.KindAttendance)
		must[models.RegistrationRow](t)(w.MarkAttendance(ctx, tom, "s-cv", "r-cv-amina", models.Mark{Attendance: models.Present, Signed: true}))
		scope := w.may("claire", models.Update, models.KindSession)
		row := must[models.SessionRow](t)(w.Session(ctx, scope, "s-cv"))
		moved := row.Session
		moved.EndsAt = "12:00"
		wantKey(t, w.UpdateSession(ctx, scope, moved, nil), "session.problem.signed_fixed")
		moved.EndsAt, moved.Room = row.EndsAt, "B14"
		if err := w.UpdateSession(ctx, scope, moved, []string{"tom"}); err != nil {
			t.Error(err)
		}
	})
}

// A stroke or an hour changed behind Jalon's back is found.
func TestVerifySignatures(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, tom := context.Background(), w.may("tom", models.Update, models.KindAttendance)
		must[models.RegistrationRow](t)(w.MarkAttendance(ctx, tom, "s-cv", "r-cv-amina", models.Mark{Attendance: models.Present}))
		if err := w.Sign(ctx, tom, "s-cv", "r-cv-amina", drawing("k1")); err != nil {
			t.Fatal(err)
		}
		if v := must[store.Verification](t)(w.Verify(ctx)); !v.Sound() {
			t.Fatalf("%+v", v)
		}
		w.Exec(t, "update signatures set signed_at = ?", storetest.Now.Add(1e9))
		v := must[store.Verification](t)(w.Verify(ctx))
		if len(v.Unreadable) != 1 || !slices.ContainsFunc(v.Unreadable, func(s string) bool { return s[:15] == "signatures.hash" }) {
			t.Errorf("%+v", v)
		}
	})
}
