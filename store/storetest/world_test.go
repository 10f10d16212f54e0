package storetest

import (
	"context"
	"testing"
)

func TestWorldOnBothEngines(t *testing.T) {
	Engines(t, func(t *testing.T, db *DB) {
		w := NewWorld(t, db)
		if n := w.Count(t, "select count(*) from participants"); n != 6 {
			t.Errorf("participants: %d, want 6", n)
		}
		text, err := w.Box(t, "amina").Open("note", w.Box(t, "amina").Seal("note", "Note"))
		if err != nil || text != "Note" {
			t.Errorf("sealed note: %q, %v", text, err)
		}
		lines, broken, err := w.VerifyJournal(context.Background())
		if err != nil || broken != 0 || lines != 0 {
			t.Errorf("journal of a new database: %d lines, broken at %d, %v", lines, broken, err)
		}
	})
}
