// Package storetest gives tests a database of each engine and a small fictional world to put in it.
package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"jalon/models"
	"jalon/store"
)

// Now is the moment at which the tests take place: Tuesday 24 November 2026, 09:30 in Brussels.
var Now = time.Date(2026, 11, 24, 8, 30, 0, 0, time.UTC)

// DB is an empty, migrated database and a raw connection to it for fixtures.
type DB struct {
	*store.Store
	URL     string
	KeyFile string
	raw     *sqlx.DB
}

// Engines runs f on SQLite, and on PostgreSQL when JALON_TEST_POSTGRES names a server.
func Engines(t *testing.T, f func(t *testing.T, db *DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, Postgres(t)) })
}

// SQLite opens an empty database in the test's folder: a copy of the one migrated for the whole run.
func SQLite(t testing.TB) *DB {
	t.Helper()
	content, key := migratedFile(t)
	dir := t.TempDir()
	path, keyFile := filepath.Join(dir, "jalon.db"), filepath.Join(dir, "key")
	write(t, path, content)
	write(t, keyFile, key)
	db := open(t, path, keyFile)
	raw, err := sqlx.Open("sqlite3", "file:"+path+"?_busy_timeout=5000&_foreign_keys=on")
	return db.with(t, raw, err)
}

// Postgres makes an empty, migrated database on the server named by JALON_TEST_POSTGRES, or skips the test.
// `make test` always names one.
func Postgres(t testing.TB) *DB {
	t.Helper()
	template, key := migratedTemplate(t)
	database := createPostgres(t, " template "+template)
	keyFile := filepath.Join(t.TempDir(), "key")
	write(t, keyFile, key)
	db := open(t, database, keyFile)
	raw, err := sqlx.Open("pgx", database)
	return db.with(t, raw, err)
}

// EmptyPostgres makes a database without a schema and returns its address.
func EmptyPostgres(t testing.TB) string {
	t.Helper()
	return createPostgres(t, "")
}

// The schema is made once per run and engine, then copied: migrating for every test took most of their time.
var (
	migrated         sync.Mutex
	liteFile, keyLit []byte
	pgTemplate       string
	keyPG            []byte
)

func migratedFile(t testing.TB) (content, key []byte) {
	t.Helper()
	migrated.Lock()
	defer migrated.Unlock()
	if liteFile == nil {
		dir := t.TempDir()
		path, keyFile := filepath.Join(dir, "jalon.db"), filepath.Join(dir, "key")
		migrate(t, path, keyFile)
		liteFile, keyLit = read(t, path), read(t, keyFile)
	}
	return liteFile, keyLit
}

func migratedTemplate(t testing.TB) (name string, key []byte) {
	t.Helper()
	migrated.Lock()
	defer migrated.Unlock()
	if pgTemplate == "" {
		admin := administer(t)
		name := "jalon_template_" + models.NewPublicID()
		if _, err := admin.Exec("create database " + name); err != nil {
			t.Fatal(err)
		}
		keyFile := filepath.Join(t.TempDir(), "key")
		migrate(t, addressOf(t, name), keyFile)
		pgTemplate, keyPG = name, read(t, keyFile)
	}
	return pgTemplate, keyPG
}

func migrate(t testing.TB, database, keyFile string) {
	t.Helper()
	s, err := store.Open(context.Background(), store.Options{Database: database, KeyFile: keyFile, Create: true, Migrate: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func createPostgres(t testing.TB, template string) string {
	t.Helper()
	admin := administer(t)
	name := "jalon_test_" + models.NewPublicID()
	if _, err := admin.Exec("create database " + name + template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = administer(t).Exec("drop database if exists " + name + " with (force)") })
	return addressOf(t, name)
}

// administer connects to the server itself.
func administer(t testing.TB) *sqlx.DB {
	t.Helper()
	admin, err := sqlx.Open("pgx", server(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = admin.Close() })
	return admin
}

func server(t testing.TB) string {
	t.Helper()
	server := os.Getenv("JALON_TEST_POSTGRES")
	if server == "" {
		t.Skip("JALON_TEST_POSTGRES is not set: run make test, which starts a temporary PostgreSQL")
	}
	return server
}

func addressOf(t testing.TB, name string) string {
	t.Helper()
	u, err := url.Parse(server(t))
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func read(t testing.TB, file string) []byte {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func write(t testing.TB, file string, content []byte) {
	t.Helper()
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, database, key string) *DB {
	t.Helper()
	s, err := store.Open(context.Background(), store.Options{Database: database, KeyFile: key, Create: true, Migrate: true,
		Now: func() time.Time { return Now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return &DB{Store: s, URL: database, KeyFile: key}
}

func (db *DB) with(t testing.TB, raw *sqlx.DB, err error) *DB {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = raw.Close() })
	db.raw = raw
	return db
}

// Insert writes one row as it is, for fixtures.
func (db *DB) Insert(t testing.TB, table string, row map[string]any) {
	t.Helper()
	names, marks, args := "", "", []any{}
	for name, value := range row {
		names += ", " + name
		marks += ", ?"
		args = append(args, value)
	}
	query := fmt.Sprintf("insert into %s (%s) values (%s)", table, names[2:], marks[2:])
	if _, err := db.raw.Exec(db.raw.Rebind(query), args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// Count answers a "select count(*)…" question.
func (db *DB) Count(t testing.TB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := db.raw.Get(&n, db.raw.Rebind(query), args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// Try runs raw SQL that the database itself may refuse.
func (db *DB) Try(query string) error {
	_, err := db.raw.Exec(query)
	return err
}

// Exec runs raw SQL, to sabotage a database in a test.
func (db *DB) Exec(t testing.TB, query string, args ...any) {
	t.Helper()
	if _, err := db.raw.Exec(db.raw.Rebind(query), args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// Tables are those of a SQLite database.
func (db *DB) Tables(t testing.TB) []string {
	t.Helper()
	var tables []string
	if err := db.raw.Select(&tables, "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name"); err != nil {
		t.Fatal(err)
	}
	return tables
}

// Fingerprint is a hash of the content of every table of a SQLite database but those excepted.
func (db *DB) Fingerprint(t testing.TB, except ...string) string {
	t.Helper()
	sum := sha256.New()
	for _, table := range db.Tables(t) {
		if slices.Contains(except, table) {
			continue
		}
		rows, err := db.raw.Queryx("select * from " + table)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, err := rows.SliceScan()
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(sum, table, values)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}
