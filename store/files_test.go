package store_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"testing"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// content is some bytes that repeat nowhere.
func content(size int) []byte {
	var out []byte
	for i := uint64(0); len(out) < size; i++ {
		sum := sha256.Sum256(binary.BigEndian.AppendUint64(nil, i))
		out = append(out, sum[:]...)
	}
	return out[:size]
}

func newFile(kind, name string, content []byte) store.NewFile {
	return store.NewFile{File: models.File{Kind: kind, Format: models.FormatPDF, FileDetails: models.FileDetails{Name: name}}, Content: content}
}

// readBack is the content of a document as somebody who opens it gets it.
func (w who) readBack(t *testing.T, user, publicID string) ([]byte, error) {
	t.Helper()
	f, err := w.OpenFile(ctx, w.scope(user, models.Read, models.KindDocument), publicID)
	if err != nil {
		return nil, err
	}
	var out []byte
	largest := 0
	err = w.FileContent(ctx, f, func(part []byte) error {
		largest = max(largest, len(part))
		out = append(out, part...)
		return nil
	})
	if largest > 64<<10 {
		t.Errorf("a piece of %d bytes", largest)
	}
	return out, err
}

func TestFiles(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		sent := map[string][]byte{"un.pdf": content(1), "pile.pdf": content(128 << 10), "grand.pdf": content(300_001)}
		var files []store.NewFile
		for _, name := range []string{"un.pdf", "pile.pdf", "grand.pdf"} {
			files = append(files, newFile(models.FilePermit, name, sent[name]))
		}
		files[0].ExpiresOn, files[0].Comment = "2026-12-31", "Carte A, à renouveler"
		create := w.scope("nadia", models.Create, models.KindDocument)
		if err := w.AddFiles(ctx, create, "p-amina", files); err != nil {
			t.Fatal(err)
		}
		for _, person := range []string{"p-olha", "p-bruno", "p-nobody"} {
			if err := w.AddFiles(ctx, create, person, files[:1]); models.CodeOf(err) != models.NotFound {
				t.Errorf("%s: %v", person, err)
			}
		}
		listed, err := w.Files(ctx, w.scope("nadia", models.Read, models.KindDocument), "p-amina")
		if err != nil || len(listed) != 3 {
			t.Fatalf("%d documents, %v", len(listed), err)
		}
		for _, f := range listed {
			got, err := w.readBack(t, "nadia", f.PublicID)
			if err != nil || !bytes.Equal(got, sent[f.Name]) || f.Size != len(got) {
				t.Errorf("%s: %d bytes of %d, %v", f.Name, len(got), len(sent[f.Name]), err)
			}
			if f.Name == "un.pdf" && (f.Comment != "Carte A, à renouveler" || f.ExpiresOn != "2026-12-31" || f.AddedOn != "2026-11-24" || f.Author != "nadia") {
				t.Errorf("read back %+v", f)
			}
		}
		if _, err := w.readBack(t, "simon", listed[0].PublicID); models.CodeOf(err) != models.NotFound {
			t.Errorf("a colleague of another caseload: %v", err)
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'document' and action = 'read' and participant = 'p-amina'"); n != 3 {
			t.Errorf("%d downloads in the journal, want 3", n)
		}
		if v, err := w.Verify(ctx); err != nil || !v.Sound() {
			t.Errorf("verify: %+v, %v", v, err)
		}
	})
}

// A chunk opens in its place and nowhere else, and a document that lost one does not open as if it were whole.
func TestFileChunks(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		if err := w.AddFiles(ctx, w.scope("nadia", models.Create, models.KindDocument), "p-amina", []store.NewFile{newFile(models.FileCV, "cv.pdf", content(200_000))}); err != nil {
			t.Fatal(err)
		}
		listed, err := w.Files(ctx, w.scope("nadia", models.Read, models.KindDocument), "p-amina")
		if err != nil {
			t.Fatal(err)
		}
		id := listed[0].ID
		w.Exec(t, "update file_chunks set content_sealed = (select b.content_sealed from file_chunks b where b.id = ?) where id = ?", id+".001", id+".002")
		if _, err := w.readBack(t, "nadia", listed[0].PublicID); err == nil {
			t.Error("a chunk opens in the place of another")
		}
		if v, err := w.Verify(ctx); err != nil || len(v.Unreadable) != 1 || v.Unreadable[0] != "file_chunks.content_sealed "+id+".002" {
			t.Errorf("verify: %+v, %v", v, err)
		}
		w.Exec(t, "delete from file_chunks where id in (?, ?)", id+".002", id+".003")
		if _, err := w.readBack(t, "nadia", listed[0].PublicID); err == nil {
			t.Error("a document without its end opens")
		}
	})
}

func TestFileLimit(t *testing.T) {
	w := newWho(t, storetest.SQLite(t))
	create := w.scope("nadia", models.Create, models.KindDocument)
	twenty := make([]store.NewFile, 20)
	for i := range twenty {
		twenty[i] = newFile(models.FileOther, "x.pdf", content(10))
	}
	for range 10 {
		if err := w.AddFiles(ctx, create, "p-amina", twenty); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.AddFiles(ctx, create, "p-amina", twenty[:1]); keyOf(err) != "file.problem.full" {
		t.Errorf("the 201st: %v", err)
	}
	if err := w.AddFiles(ctx, create, "p-noori", twenty[:1]); err != nil {
		t.Errorf("somebody else's: %v", err)
	}
}

func TestChangeFile(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		if err := w.AddFiles(ctx, w.scope("nadia", models.Create, models.KindDocument), "p-amina", []store.NewFile{newFile(models.FileCV, "cv.pdf", content(10))}); err != nil {
			t.Fatal(err)
		}
		read, update, cancel := w.scope("nadia", models.Read, models.KindDocument), w.scope("nadia", models.Update, models.KindDocument), w.scope("nadia", models.Cancel, models.KindDocument)
		listed, _ := w.Files(ctx, read, "p-amina")
		f := listed[0].File
		f.Kind, f.ExpiresOn, f.Comment = models.FileContract, "2027-01-31", "CDD"
		if err := w.UpdateFile(ctx, update, f); err != nil {
			t.Fatal(err)
		}
		if err := w.UpdateFile(ctx, update, f); keyOf(err) != models.ErrStale.Key {
			t.Errorf("the same version twice: %v", err)
		}
		if err := w.UpdateFile(ctx, w.scope("simon", models.Update, models.KindDocument), f); models.CodeOf(err) != models.NotFound {
			t.Errorf("somebody else: %v", err)
		}
		if err := w.UpdateFile(ctx, cancel, f); models.CodeOf(err) != models.Forbidden {
			t.Errorf("under another action: %v", err)
		}
		if err := w.WithdrawFile(ctx, cancel, f.PublicID, ""); keyOf(err) != "session.problem.no_reason" {
			t.Errorf("without a reason: %v", err)
		}
		if err := w.WithdrawFile(ctx, cancel, f.PublicID, "Ce n'est pas le sien"); err != nil {
			t.Fatal(err)
		}
		if _, err := w.readBack(t, "nadia", f.PublicID); keyOf(err) != "file.withdrawn" {
			t.Errorf("a withdrawn document opens: %v", err)
		}
		got, err := w.File(ctx, read, f.PublicID)
		if err != nil || got.Reason != "Ce n'est pas le sien" || got.Comment != "CDD" || got.Kind != models.FileContract {
			t.Errorf("withdrawn: %+v, %v", got, err)
		}
		if err := w.RestoreFile(ctx, cancel, f.PublicID); err != nil {
			t.Fatal(err)
		}
		if back, err := w.readBack(t, "nadia", f.PublicID); err != nil || len(back) != 10 {
			t.Errorf("put back: %d bytes, %v", len(back), err)
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'document' and record = ? and action in ('update', 'cancel')", f.PublicID); n != 3 {
			t.Errorf("%d journal lines, want 3", n)
		}
	})
}

func TestExpiringFiles(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		var files []store.NewFile
		for _, end := range []models.Date{"", "2026-09-24", "2026-12-01", "2027-01-23", "2027-01-24"} {
			f := newFile(models.FilePermit, "x.pdf", content(3))
			f.ExpiresOn = end
			files = append(files, f)
		}
		for _, person := range []string{"amina", "tsehaye"} {
			lead := map[string]string{"amina": "nadia", "tsehaye": "simon"}[person]
			if err := w.AddFiles(ctx, w.scope(lead, models.Create, models.KindDocument), "p-"+person, files); err != nil {
				t.Fatal(err)
			}
		}
		for user, want := range map[string]string{"nadia": "Haddad 2026-12-01, Haddad 2027-01-23", "lea": "", "marc": "Gebru 2026-12-01, Haddad 2026-12-01, Gebru 2027-01-23, Haddad 2027-01-23"} {
			found, err := w.ExpiringFiles(ctx, w.scope(user, models.Read, models.KindDocument), "2026-09-25", "2027-01-23", 10)
			var got []string
			for _, f := range found {
				got = append(got, f.FamilyName+" "+string(f.ExpiresOn))
			}
			if err != nil || !sameWords(strings.Join(got, ", "), want) {
				t.Errorf("%s: %v, %v", user, got, err)
			}
		}
		query, args := store.ExpiringFilesStatement(w.scope("nadia", models.Read, models.KindDocument), "2026-01-01", "2027-01-01", 10)
		refuseFullReads(t, w.DB, "expiring files", query, args, "files")
	})
}

// sameWords compares two lists whose equal dates may come in either order.
func sameWords(a, b string) bool {
	return strings.Join(sorted(strings.Split(a, ", ")), ",") == strings.Join(sorted(strings.Split(b, ", ")), ",")
}

// A backup of one engine, restored, gives documents back byte for byte.
func TestFilesInBackup(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		if err := w.AddFiles(ctx, w.scope("nadia", models.Create, models.KindDocument), "p-amina", []store.NewFile{newFile(models.FileCV, "cv.pdf", content(150_000))}); err != nil {
			t.Fatal(err)
		}
		file := backupOf(t, db.Store)
		if bytes.Contains(file, content(64)) {
			t.Error("the backup shows a document in clear")
		}
		o := target(t, db.KeyFile)
		if _, err := store.Restore(ctx, o, bytes.NewReader(file)); err != nil {
			t.Fatal(err)
		}
		restored := opened(t, o)
		listed, err := restored.Files(ctx, w.scope("marc", models.Read, models.KindDocument), "p-amina")
		if err != nil || len(listed) != 1 {
			t.Fatalf("%d documents, %v", len(listed), err)
		}
		var got []byte
		if err := restored.FileContent(ctx, listed[0], func(part []byte) error { got = append(got, part...); return nil }); err != nil || !bytes.Equal(got, content(150_000)) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
	})
}
