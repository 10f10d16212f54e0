package store_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"jalon/models"
	"jalon/store"
)

// A page files itself to the session of its sheet, once; what cannot be read is filed by hand; what is another's is not kept.
func TestScansFileThemselves(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		create, attendance := w.may("claire", models.Create, models.KindScan), w.may("claire", models.Update, models.KindAttendance)
		read, update := w.may("claire", models.Read, models.KindScan), w.may("claire", models.Update, models.KindScan)
		sheet := w.sheetOf(t, "claire", "s-cv")
		sheet.Printed = must[models.Sheet](t)(w.PrintSheet(ctx, w.may("claire", models.Read, models.KindAttendance), sheet))
		picture := bytes.Repeat([]byte("picture "), 10_000) // more than one chunk
		pages := []store.NewScan{{Code: sheet.Code(1), Image: picture}, {Code: sheet.Code(1), Image: []byte("again")}, {Code: sheet.Code(2), Image: []byte("second")},
			{Code: "https://autre.exemple.be/feuilles/aaaaaaaaaaaaaaaa/1", Image: []byte("other")}, {Image: []byte("no code")}, {Image: []byte("no code")}}
		if err := w.AddScans(ctx, create, attendance, "lot", pages); err != nil {
			t.Fatal(err)
		}
		all := must[[]store.ScanView](t)(w.ScansOf(ctx, read, "lot"))
		var states []string
		for _, v := range all {
			states = append(states, v.State)
		}
		if got := strings.Join(states, " "); got != "classee double classee etrangere illisible double" {
			t.Fatal(got)
		}
		if image, err := w.ScanImage(ctx, read, all[0].PublicID); err != nil || !bytes.Equal(image, picture) {
			t.Errorf("picture of %d bytes: %v", len(image), err)
		}
		if _, err := w.ScanImage(ctx, w.may("simon", models.Read, models.KindScan), all[0].PublicID); models.CodeOf(err) != models.NotFound {
			t.Errorf("a counsellor who does not give the session: %v", err)
		}
		if v := must[store.ScanView](t)(w.Scan(ctx, w.may("tom", models.Read, models.KindScan), all[0].PublicID)); v.Moved() || v.Number != sheet.Printed.Number && v.Number != "2026-0001" {
			t.Errorf("%+v", v)
		}
		w.Exec(t, "update sessions set room = 'B14' where id = 'cv'")
		if v := must[store.ScanView](t)(w.Scan(ctx, read, all[0].PublicID)); !v.Moved() {
			t.Error("the move is not said")
		}
		unread := all[4].PublicID
		wantKey(t, w.FileScan(ctx, update, attendance, unread, "s-none", ""), "scan.problem.session")
		wantKey(t, w.FileScan(ctx, update, attendance, unread, "", "2026-9999"), "scan.problem.number")
		if err := w.FileScan(ctx, update, attendance, unread, "", " 2026-0001 "); err != nil {
			t.Fatal(err)
		}
		wantKey(t, w.FileScan(ctx, update, attendance, unread, "s-cv", ""), "scan.problem.filed")
		if n := len(must[[]store.ScanView](t)(w.SessionScans(ctx, read, "s-cv"))); n != 3 {
			t.Errorf("%d pages on the session", n)
		}
		cancel := w.may("claire", models.Cancel, models.KindScan)
		must[store.ScanView](t)(w.WithdrawScan(ctx, cancel, all[0].PublicID, true))
		if err := w.AddScans(ctx, create, attendance, "lot2", pages[1:2]); err != nil {
			t.Fatal(err)
		}
		if again := must[[]store.ScanView](t)(w.ScansOf(ctx, read, "lot2")); again[0].State != models.ScanFiled {
			t.Errorf("after the first one was withdrawn: %s", again[0].State)
		}
		_, err := w.WithdrawScan(ctx, cancel, all[0].PublicID, false)
		wantKey(t, err, "scan.problem.replaced")
		if n := len(must[[]store.ScanView](t)(w.PersonScans(ctx, read, "p-amina"))); n != 3 {
			t.Errorf("%d pages in the person's file", n)
		}
		if v, err := w.Verify(ctx); err != nil || len(v.Unreadable) > 0 {
			t.Errorf("verify: %v %v", v.Unreadable, err)
		}
	})
}

// A tick is a signature of way « scan »; taken away, it is revoked, and what was drawn stays.
func TestCheckScan(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		update, attendance := w.may("claire", models.Update, models.KindScan), w.may("claire", models.Update, models.KindAttendance)
		if err := w.AddScans(ctx, w.may("claire", models.Create, models.KindScan), attendance, "lot", []store.NewScan{{Image: []byte("x")}}); err != nil {
			t.Fatal(err)
		}
		id := must[[]store.ScanView](t)(w.ScansOf(ctx, w.may("claire", models.Read, models.KindScan), "lot"))[0].PublicID
		if _, err := w.CheckScan(ctx, update, attendance, id, nil); models.CodeOf(err) != models.NotFound {
			t.Errorf("a page without a session: %v", err)
		}
		if err := w.FileScan(ctx, update, attendance, id, "s-cv", ""); err != nil {
			t.Fatal(err)
		}
		must[models.RegistrationRow](t)(w.MarkAttendance(ctx, attendance, "s-cv", "r-cv-tsehaye", models.Mark{Attendance: models.Present}))
		if err := w.Sign(ctx, attendance, "s-cv", "r-cv-tsehaye", drawing("k1")); err != nil {
			t.Fatal(err)
		}
		check := func(want int, places ...string) {
			t.Helper()
			if n := must[int](t)(w.CheckScan(ctx, update, attendance, id, places)); n != want {
				t.Errorf("%v changed %d, want %d", places, n, want)
			}
		}
		count := func(query string) int { return w.Count(t, "select count(*) from "+query) }
		check(1, "r-cv-amina", "r-cv-tsehaye")
		check(0, "r-cv-amina", "r-cv-tsehaye")
		if count("registrations where id = 'cv-amina' and signed and attendance = 'present'") != 1 || count("signatures where way = 'scan' and revoked_at is null") != 1 {
			t.Error("the tick is not a signature")
		}
		check(1)
		if count("registrations where signed") != 1 || count("signatures where revoked_at is null") != 1 {
			t.Error("taking the tick away leaves only what was drawn")
		}
		check(1, "r-cv-amina")
		must[models.RegistrationRow](t)(w.MarkAttendance(ctx, attendance, "s-cv", "r-cv-amina", models.Mark{Attendance: models.Excused}))
		_, err := w.CheckScan(ctx, update, attendance, id, []string{"r-cv-amina"})
		wantKey(t, err, "scan.problem.absent")
		w.Exec(t, "update sessions set status = 'closed' where id = 'cv'")
		_, err = w.CheckScan(ctx, update, attendance, id, nil)
		wantKey(t, err, "attendance.session_closed")
	})
}
