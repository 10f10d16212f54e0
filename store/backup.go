package store

import (
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"jalon/models"
)

// Backup is what a backup says of itself.
type Backup struct {
	Schema  int64          `json:"schema"` // number of the last migration
	Engine  string         `json:"engine"`
	Created models.Instant `json:"created"`
	Key     string         `json:"-"` // fingerprint of the key it needs
	Tables  int            `json:"-"`
	Rows    int64          `json:"-"`
}

// backupPart is a line of the content that is not a row: the beginning or the end of a table, or of the whole.
type backupPart struct {
	Backup  *Backup  `json:"backup,omitempty"`
	Table   string   `json:"table,omitempty"`
	Columns []string `json:"columns,omitempty"`
	Kinds   []string `json:"kinds,omitempty"`
	End     string   `json:"end,omitempty"` // name of the table, or "backup"
	Rows    int64    `json:"rows,omitempty"`
}

// transient tables are not kept: a restored login would sign in somebody who had signed out, a restored feed would open a
// calendar whose address had been taken back, and a draft is sealed for its author: erasing the key of the person it is about
// would leave it readable. The content of a bundle can be made again.
var transient = []string{"logins", "throttles", "submissions", "held_forms", "searches", "feeds", "session_feeds", "funder_links", "drafts", "bundle_chunks"}

// Backup writes the whole database to w as it is at one moment, while others go on working, in bounded memory. The
// format is the same for both engines, so that a backup of one may be restored into the other. It is encrypted
// under the master key.
func (s *Store) Backup(ctx context.Context, w io.Writer) (Backup, error) {
	info := Backup{Engine: s.Engine(), Created: s.Now(), Key: s.sealer.finger}
	sealed, err := newBackupWriter(w, s.sealer)
	if err != nil {
		return info, fmt.Errorf("backup: %w", err)
	}
	zipped, err := gzip.NewWriterLevel(sealed, gzip.BestSpeed)
	if err != nil {
		return info, fmt.Errorf("backup: %w", err)
	}
	err = s.snapshot(ctx, func(tx *Store) error { return tx.dump(ctx, json.NewEncoder(zipped), &info) })
	if err := errors.Join(err, zipped.Close()); err != nil {
		return info, fmt.Errorf("backup: %w", err)
	}
	return info, sealed.Close()
}

// snapshot runs f in a read transaction that sees the database as it was at its beginning.
func (s *Store) snapshot(ctx context.Context, f func(tx *Store) error) error {
	tx, err := s.reader.BeginTxx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	inner := *s
	inner.tx = tx
	return f(&inner)
}

func (s *Store) dump(ctx context.Context, out *json.Encoder, info *Backup) error {
	if err := s.get(ctx, &info.Schema, "select max(version_id) from goose_db_version where is_applied"); err != nil {
		return err
	}
	tables, err := keptTables()
	if err != nil {
		return err
	}
	if err := out.Encode(backupPart{Backup: info}); err != nil {
		return err
	}
	for _, table := range tables {
		rows, err := s.dumpTable(ctx, out, table)
		if err != nil {
			return fmt.Errorf("table %s: %w", table, err)
		}
		info.Tables, info.Rows = info.Tables+1, info.Rows+rows
	}
	return out.Encode(backupPart{End: "backup", Rows: info.Rows})
}

// dumpTable writes the rows in the order of their first column, which for identifiers is that of their creation:
// a row comes after the one it replaces.
func (s *Store) dumpTable(ctx context.Context, out *json.Encoder, table string) (int64, error) {
	part := backupPart{Table: table}
	var n int64
	rows, err := s.tx.QueryxContext(ctx, "select * from "+table+" order by 1")
	if err != nil {
		return 0, err
	}
	defer func() { _ = rows.Close() }()
	if part.Columns, part.Kinds, err = queryColumns(rows); err != nil {
		return 0, err
	}
	if err := out.Encode(part); err != nil {
		return 0, err
	}
	for ; rows.Next(); n++ {
		values, err := rows.SliceScan()
		if err != nil {
			return n, err
		}
		for i, kind := range part.Kinds {
			if values[i], err = portable(kind, values[i]); err != nil {
				return n, fmt.Errorf("column %s: %w", part.Columns[i], err)
			}
		}
		if err := out.Encode(values); err != nil {
			return n, err
		}
	}
	return n, errors.Join(rows.Err(), out.Encode(backupPart{End: table, Rows: n}))
}

// queryColumns names the columns of a query and what each holds: text, int, bool, date, instant or bytes.
func queryColumns(rows *sqlx.Rows) (names, kinds []string, err error) {
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, nil, err
	}
	for _, t := range types {
		kind, known := kindOfType[strings.ToUpper(t.DatabaseTypeName())]
		if !known {
			return nil, nil, fmt.Errorf("column %s: type %q is not of the shared subset", t.Name(), t.DatabaseTypeName())
		}
		names, kinds = append(names, t.Name()), append(kinds, kind)
	}
	return names, kinds, nil
}

var kindOfType = map[string]string{
	"TEXT": "text", "INTEGER": "int", "BIGINT": "int", "INT4": "int", "INT8": "int", "BOOLEAN": "bool", "BOOL": "bool",
	"DATE": "date", "TIMESTAMP": "instant", "TIMESTAMPTZ": "instant", "BLOB": "bytes", "BYTEA": "bytes",
}

// portable is a value of either engine as JSON writes it.
func portable(kind string, value any) (any, error) {
	if value == nil {
		return nil, nil
	}
	switch kind {
	case "date":
		var d models.Date
		err := d.Scan(value)
		return string(d), err
	case "instant":
		var i models.Instant
		err := i.Scan(value)
		return i, err
	case "bool":
		var b sql.NullBool
		err := b.Scan(value)
		return b.Bool, err
	case "text":
		if bytes, ok := value.([]byte); ok {
			return string(bytes), nil
		}
	}
	return value, nil
}

var (
	tableChange = regexp.MustCompile(`(?m)^(create|drop) table (\w+)`)
	statement   = regexp.MustCompile(`(?ms)^(?:create|alter) table (\w+)(.*?);$`)
	reference   = regexp.MustCompile(`references (\w+)`)
)

// keptTables are the tables a backup holds, in the order of the migrations, except that a table comes after those it refers to: a
// later migration may have added the reference.
func keptTables() ([]string, error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	var tables []string
	parents := map[string][]string{}
	for _, name := range files {
		text, err := migrations.ReadFile(name)
		if err != nil {
			return nil, err
		}
		up, _, _ := strings.Cut(string(text), "-- +goose Down")
		for _, m := range tableChange.FindAllStringSubmatch(up, -1) { // in order: a table may be made anew
			tables = slices.DeleteFunc(tables, func(t string) bool { return t == m[2] })
			if m[1] == "create" {
				tables = append(tables, m[2])
			}
		}
		for _, m := range statement.FindAllStringSubmatch(up, -1) {
			for _, r := range reference.FindAllStringSubmatch(m[2], -1) {
				parents[m[1]] = append(parents[m[1]], r[1])
			}
		}
	}
	tables = parentsFirst(tables, parents)
	return slices.DeleteFunc(tables, func(t string) bool { return slices.Contains(transient, t) }), nil
}

// parentsFirst keeps the order but puts the parents of a table before it.
func parentsFirst(tables []string, parents map[string][]string) []string {
	var ordered []string
	seen := map[string]bool{}
	var put func(table string)
	put = func(table string) {
		if seen[table] || !slices.Contains(tables, table) {
			return
		}
		seen[table] = true
		for _, parent := range parents[table] {
			put(parent)
		}
		ordered = append(ordered, table)
	}
	for _, table := range tables {
		put(table)
	}
	return ordered
}
