package stableplans

import (
	"database/sql"
	"strings"
	"testing"
)

// A bound pattern leads SQLite to another plan, unless it keeps the first one.
func TestPlansAreKept(t *testing.T) {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("create table words (word text collate nocase); create index words_word on words (word)"); err != nil {
		t.Fatal(err)
	}
	var id, parent, unused int
	var plan string
	if err := db.QueryRow("explain query plan select word from words where word like ?", "na%").Scan(&id, &parent, &unused, &plan); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(plan, "SCAN ") {
		t.Errorf("planned again for the value bound: %s", plan)
	}
}
