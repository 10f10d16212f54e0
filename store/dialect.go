package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib" // also the "pgx" driver
	"github.com/jmoiron/sqlx"
	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3/database"

	"jalon/models"
	_ "jalon/store/stableplans" // SQLite plans a statement once
)

// dialect is everything that differs between the two engines.
type dialect interface {
	name() string
	goose() database.Dialect
	words() *strings.Replacer // migration tokens
	prepare(create bool) error
	open() (writer, reader *sqlx.DB, err error)
	scratch() string            // a folder for files that are open for a while, "" = that of the system
	manyRows() string           // a statement that helps a transaction write very many rows, "" = none
	rowsAtOnce(columns int) int // how many rows a bulk holds back
	// copyRows writes rows by another way than insert statements; false: the engine has none. The connection is the transaction's.
	copyRows(ctx context.Context, conn *sqlx.Conn, table string, columns []string, args []any) (copied bool, err error)
}

func dialectOf(dsn string) (dialect, error) {
	switch {
	case strings.HasPrefix(dsn, "postgres://"), strings.HasPrefix(dsn, "postgresql://"):
		return postgres{dsn}, nil
	case dsn == "" || dsn == "sqlite:":
		return nil, models.Refuse(models.Invalid, "store.no_database")
	case strings.HasPrefix(dsn, "sqlite:"):
		return sqlite{strings.TrimPrefix(dsn, "sqlite:")}, nil
	case strings.Contains(dsn, "://"):
		return nil, models.Refuse(models.Invalid, "store.unknown_engine")
	default:
		return sqlite{dsn}, nil
	}
}

type sqlite struct{ path string }

func (sqlite) name() string            { return "sqlite" }
func (sqlite) goose() database.Dialect { return database.DialectSQLite3 }
func (sqlite) words() *strings.Replacer {
	return strings.NewReplacer("{{instant}}", "timestamp", "{{bytes}}", "blob", "{{folded}}", "text",
		"{{unchanging}}", sqliteUnchanging(unchangingReports), "{{changing}}", "", "{{unchanging activity}}", sqliteUnchanging(unchangingActivities))
}

func (d sqlite) prepare(create bool) error {
	info, err := os.Stat(d.path)
	switch {
	case err == nil && info.IsDir():
		return models.Refuse(models.Invalid, "store.is_directory", "Path", d.path)
	case err == nil:
		return nil
	case !errors.Is(err, os.ErrNotExist):
		return models.Refuse(models.Invalid, "store.unreachable", "Cause", err.Error())
	case !create:
		return models.Refuse(models.Invalid, "store.absent", "Path", d.path)
	}
	if err := os.MkdirAll(filepath.Dir(d.path), 0o700); err != nil {
		return models.Refuse(models.Invalid, "store.unreachable", "Cause", err.Error())
	}
	f, err := os.OpenFile(d.path, os.O_CREATE|os.O_RDWR, 0o600) // 0600: nobody else on the machine reads it
	if err != nil {
		return models.Refuse(models.Invalid, "store.unreachable", "Cause", err.Error())
	}
	return f.Close()
}

// Columns of days are in every list, and the driver tries the formats of moments on each of them before that of days, which it knows as
// the last of nine: it is tried second. The first stays, it is the one moments are written in.
func init() {
	formats := slices.DeleteFunc(slices.Clone(sqlite3.SQLiteTimestampFormats), func(f string) bool { return f == time.DateOnly })
	sqlite3.SQLiteTimestampFormats = slices.Insert(formats, 1, time.DateOnly)
}

// open: one writer whose transactions are immediate (a deferred one that reads then writes fails under load),
// several readers. Pragmas are per connection, hence in the DSN. synchronous=FULL: an acknowledged write is on disk.
func (d sqlite) open() (*sqlx.DB, *sqlx.DB, error) {
	file := "file:" + (&url.URL{Path: d.path}).EscapedPath()
	writer, err := sqlx.Open("sqlite3", file+"?_journal_mode=WAL&_busy_timeout=5000&_foreign_keys=on&_txlock=immediate&_synchronous=FULL&_stmt_cache_size=128&_cache_size=-16000")
	if err != nil {
		return nil, nil, err
	}
	writer.SetMaxOpenConns(1)
	if err := writer.Ping(); err != nil { // creates the WAL before a reader looks for it
		_ = writer.Close()
		return nil, nil, models.Refuse(models.Invalid, "store.unreachable", "Cause", err.Error())
	}
	reader, err := sqlx.Open("sqlite3", file+"?mode=ro&_query_only=true&_busy_timeout=5000&_foreign_keys=on&_stmt_cache_size=128&_cache_size=-16000")
	if err != nil {
		return nil, nil, errors.Join(err, writer.Close())
	}
	reader.SetMaxOpenConns(4)
	reader.SetMaxIdleConns(4)
	return writer, reader, nil
}

// scratch: beside the database there is a disk, where the folder of the system may be memory.
func (d sqlite) scratch() string { return filepath.Dir(d.path) }

// manyRows: indexes on random keys must stay in memory.
func (sqlite) manyRows() string { return "pragma cache_size = -256000" }

// maxParameters of a statement stays below the limit of SQLite (32,766); more rows in one gain nothing.
const maxParameters = 1200

func (sqlite) rowsAtOnce(columns int) int { return max(1, maxParameters/columns) }

func (sqlite) copyRows(context.Context, *sqlx.Conn, string, []string, []any) (bool, error) {
	return false, nil
}

type postgres struct{ dsn string }

func (postgres) scratch() string { return "" }

func (postgres) manyRows() string { return "" }

// rowsAtOnce: each COPY asks for the columns' types first, so that few large ones are best.
func (postgres) rowsAtOnce(int) int { return 2000 }

// copyRows uses COPY: many rows are neither parsed nor planned as a statement.
func (postgres) copyRows(ctx context.Context, conn *sqlx.Conn, table string, columns []string, args []any) (bool, error) {
	values := make([]any, len(args))
	for i, arg := range args {
		value, err := driver.DefaultParameterConverter.ConvertValue(arg) // as a statement would: the columns' types take these
		if err != nil {
			return true, fmt.Errorf("column %s: %w", columns[i%len(columns)], err)
		}
		values[i] = value
	}
	rows := pgx.CopyFromSlice(len(values)/len(columns), func(i int) ([]any, error) {
		return values[i*len(columns) : (i+1)*len(columns)], nil
	})
	return true, conn.Raw(func(raw any) error {
		_, err := raw.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table}, columns, rows)
		return err
	})
}

func (postgres) name() string            { return "postgres" }
func (postgres) goose() database.Dialect { return database.DialectPostgres }
func (postgres) words() *strings.Replacer {
	return strings.NewReplacer("{{instant}}", "timestamptz", "{{bytes}}", "bytea", "{{folded}}", `text collate "C"`,
		"{{unchanging}}", postgresNeverChanges+postgresUnchanging(unchangingReports), "{{changing}}", "drop function never_changes();",
		"{{unchanging activity}}", postgresUnchanging(unchangingActivities))
}
func (postgres) prepare(bool) error { return nil }
func (d postgres) open() (*sqlx.DB, *sqlx.DB, error) {
	db, err := sqlx.Open("pgx", d.dsn)
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(8)
	return db, db, nil
}

// vendorError turns the engines' codes for a constraint or a text that is none into errors of ours, whatever their wording.
func vendorError(err error) error {
	var lite sqlite3.Error
	if errors.As(err, &lite) {
		switch lite.ExtendedCode {
		case sqlite3.ErrConstraintUnique, sqlite3.ErrConstraintPrimaryKey:
			return &models.Error{Code: models.Conflict, Key: "error.conflict", Err: err}
		case sqlite3.ErrConstraintForeignKey, sqlite3.ErrConstraintCheck, sqlite3.ErrConstraintNotNull:
			return &models.Error{Code: models.Internal, Key: "error.internal", Err: err}
		}
	}
	if lite.Code == sqlite3.ErrFull {
		return &models.Error{Code: models.TooLarge, Key: "error.disk_full", Err: err}
	}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return err
	}
	switch pg.Code {
	case "53100":
		return &models.Error{Code: models.TooLarge, Key: "error.disk_full", Err: err}
	case "23505":
		return &models.Error{Code: models.Conflict, Key: "error.conflict", Err: err}
	case "22021": // a null byte or a broken sequence in a text
		return &models.Error{Code: models.Invalid, Key: "error.form", Err: err}
	}
	return err
}

// insertStatement names each column as its own parameter.
func insertStatement(table, columns string) string {
	names := strings.Split(columns, ",")
	for i := range names {
		names[i] = ":" + strings.TrimSpace(names[i])
	}
	return fmt.Sprintf("insert into %s (%s) values (%s)", table, columns, strings.Join(names, ", "))
}
