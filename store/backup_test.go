package store_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

func backupOf(t *testing.T, s *store.Store) []byte {
	t.Helper()
	var file bytes.Buffer
	if _, err := s.Backup(context.Background(), &file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// target is an absent SQLite database under the key of another.
func target(t *testing.T, key string) store.Options {
	t.Helper()
	return store.Options{Database: filepath.Join(t.TempDir(), "restored.db"), KeyFile: key, Create: true, Migrate: true}
}

func opened(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// TestBackupCrossesEngines restores a backup of each engine into each engine: the content stays what it was.
func TestBackupCrossesEngines(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		storetest.NewWorld(t, db)
		seeded(t, db, models.Fiction{Seed: 5, Persons: 30, FollowUps: 4}, nil)
		before := backupOf(t, db.Store)
		rows, err := store.BackupRows(db.KeyFile, before)
		if err != nil {
			t.Fatal(err)
		}
		targets := map[string]store.Options{"sqlite": target(t, db.KeyFile)}
		if os.Getenv("JALON_TEST_POSTGRES") != "" {
			empty := storetest.EmptyPostgres(t)
			targets["postgres"] = store.Options{Database: empty, KeyFile: db.KeyFile, Create: true, Migrate: true}
		}
		for engine, o := range targets {
			t.Run("into "+engine, func(t *testing.T) {
				info, err := store.Restore(context.Background(), o, bytes.NewReader(before))
				if err != nil || info.Rows != int64(len(rows)) {
					t.Fatalf("restore: %d rows of %d, %v", info.Rows, len(rows), err)
				}
				s := opened(t, o)
				if v, err := s.Verify(context.Background()); err != nil || !v.Sound() || v.Sealed == 0 {
					t.Errorf("verify: %+v, %v", v, err)
				}
				after, err := store.BackupRows(db.KeyFile, backupOf(t, s))
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(sorted(rows), sorted(after)); diff != "" {
					t.Errorf("content changed (-before +after):\n%s", diff)
				}
				_, err = store.Restore(context.Background(), o, bytes.NewReader(before))
				if key := keyOf(err); key != "backup.not_empty" {
					t.Errorf("restore over data: %v, want a refusal", err)
				}
			})
		}
	})
}

func sorted(rows []string) []string {
	rows = slices.Clone(rows)
	slices.Sort(rows)
	return rows
}

func keyOf(err error) string {
	var known *models.Error
	if !errors.As(err, &known) {
		return ""
	}
	return known.Key
}

// TestBackupDuringWrites: what is restored is the database at one moment, with a journal that follows.
func TestBackupDuringWrites(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		centre := seeded(t, db, models.Fiction{Seed: 1, Persons: 200, FollowUps: 5}, nil)
		done := make(chan struct{})
		var writers sync.WaitGroup
		writers.Add(1)
		go func() {
			defer writers.Done()
			for seed := uint64(2); ; seed++ {
				select {
				case <-done:
					return
				default:
				}
				if err := seedInto(db.Store, centre, models.Fiction{Seed: seed, Persons: 1, FollowUps: 1}, nil); err != nil {
					t.Errorf("write during the backup: %v", err)
					return
				}
			}
		}()
		files := [][]byte{backupOf(t, db.Store), backupOf(t, db.Store)}
		close(done)
		writers.Wait()
		for _, file := range files {
			o := target(t, db.KeyFile)
			if _, err := store.Restore(context.Background(), o, bytes.NewReader(file)); err != nil {
				t.Fatal(err)
			}
			if v, err := opened(t, o).Verify(context.Background()); err != nil || !v.Sound() {
				t.Errorf("verify: %+v, %v", v, err)
			}
		}
	})
}

// TestAlteredBackup: one changed bit anywhere, or a missing end, is refused and leaves nothing behind.
func TestAlteredBackup(t *testing.T) {
	db := storetest.SQLite(t)
	seeded(t, db, models.Fiction{Seed: 9, Persons: 150, FollowUps: 6}, nil)
	file := backupOf(t, db.Store)
	if len(file) < 3*64<<10 {
		t.Fatalf("the backup has %d bytes: too few chunks for this test", len(file))
	}
	refused := func(what string, file []byte) {
		t.Helper()
		o := target(t, db.KeyFile)
		if _, err := store.Restore(context.Background(), o, bytes.NewReader(file)); keyOf(err) == "" {
			t.Errorf("%s: %v, want a refusal", what, err)
		}
		if left, _ := filepath.Glob(o.Database + "*"); len(left) > 0 {
			t.Errorf("%s: %v left behind", what, left)
		}
	}
	for at := 0; at < len(file); at += 1 + len(file)/60 {
		changed := bytes.Clone(file)
		changed[at] ^= 1
		refused("bit changed", changed)
		refused("cut", file[:at])
	}
	line := bytes.IndexByte(file, '\n') + 1
	chunk := 64<<10 + 16
	refused("cut between chunks", file[:line+2*chunk])
	refused("last byte missing", file[:len(file)-1])
	refused("something after", append(bytes.Clone(file), 0))
	swapped := slices.Concat(file[:line], file[line+chunk:line+2*chunk], file[line:line+chunk], file[line+2*chunk:])
	refused("chunks swapped", swapped)
	refused("another file", []byte("PK\x03\x04 not a backup"))
	refused("empty file", nil)
}

func TestBackupKey(t *testing.T) {
	db := storetest.SQLite(t)
	seeded(t, db, models.Fiction{Seed: 1, Persons: 3, FollowUps: 1}, nil)
	file := backupOf(t, db.Store)
	absent := target(t, filepath.Join(t.TempDir(), "none"))
	if _, err := store.Restore(context.Background(), absent, bytes.NewReader(file)); keyOf(err) != "backup.key_missing" {
		t.Errorf("without the key: %v", err)
	}
	if _, err := os.Stat(absent.KeyFile); err == nil {
		t.Error("a key was made: it would open nothing")
	}
	other := filepath.Join(t.TempDir(), "other")
	if err := os.WriteFile(other, []byte(strings.Repeat("0f", 32)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Restore(context.Background(), target(t, other), bytes.NewReader(file)); keyOf(err) != "backup.wrong_key" {
		t.Errorf("with another key: %v", err)
	}
	if bytes.Contains(file, []byte("courriel.example")) {
		t.Error("the backup shows a person in clear")
	}
}

// TestVerifyFindsDamage breaks a database in three ways.
func TestVerifyFindsDamage(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		seeded(t, db, models.Fiction{Seed: 1, Persons: 5, FollowUps: 2}, nil)
		if err := seedInto(db.Store, mustCentre(t, db), models.Fiction{Seed: 2, Persons: 1, FollowUps: 1}, nil); err != nil {
			t.Fatal(err)
		}
		db.Exec(t, "update journal set detail = 'x' where seq = 1")
		db.Exec(t, "update notes set body_sealed = (select body_sealed from notes order by id limit 1) where id = (select max(id) from notes)")
		v, err := db.Verify(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if v.BrokenLine != 1 {
			t.Errorf("journal broken at %d, want 1", v.BrokenLine)
		}
		if len(v.Unreadable) != 1 || !strings.HasPrefix(v.Unreadable[0], "notes.body_sealed ") {
			t.Errorf("unreadable: %v, want one note", v.Unreadable)
		}
	})
}

func mustCentre(t *testing.T, db *storetest.DB) models.Centre {
	t.Helper()
	centres, err := db.CentresByCode(context.Background())
	if err != nil || len(centres) == 0 {
		t.Fatalf("centres: %v, %v", centres, err)
	}
	return centres[0]
}

var sealedInSchema = regexp.MustCompile(`(?m)^\s+(\w+_sealed) \{\{bytes\}\}|^create table (\w+)|^alter table (\w+) add column (\w+_sealed)`)

// TestSchemaIsCovered: a new table is backed up, a new sealed column is verified, or this test says so.
func TestSchemaIsCovered(t *testing.T) {
	kept, err := store.KeptTables()
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range storetest.SQLite(t).Tables(t) {
		if counted := "goose_db_version"; table != counted && slices.Contains(kept, table) == slices.Contains(store.Transient(), table) {
			t.Errorf("table %s is in no backup, or in both lists", table)
		}
	}
	files, err := filepath.Glob("migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	table, found := "", []string{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		up, _, _ := strings.Cut(string(text), "-- +goose Down")
		for _, m := range sealedInSchema.FindAllStringSubmatch(up, -1) {
			if m[3] != "" && slices.Contains(kept, m[3]) {
				found = append(found, m[3]+"."+m[4])
			}
			if m[3] != "" {
				continue
			}
			if m[2] != "" {
				table = m[2]
				continue
			}
			if slices.Contains(kept, table) {
				found = append(found, table+"."+m[1])
			}
		}
	}
	if diff := cmp.Diff(sorted(found), sorted(store.SealedColumns())); diff != "" {
		t.Errorf("sealed columns (-schema +verified):\n%s", diff)
	}
}
