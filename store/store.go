// Package store keeps Jalon's data in SQLite or PostgreSQL. It is the only home of SQL.
// Every method on personal data demands a models.Scope, the proof that the gate was asked.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"jalon/models"
)

// Store is a database of either engine, or a transaction on one.
type Store struct {
	dialect dialect
	writer  *sqlx.DB // SQLite: one connection; PostgreSQL: the same pool as reader
	reader  *sqlx.DB
	tx      *sqlx.Tx
	conn    *sqlx.Conn // of the transaction
	sealer  *Sealer
	now     func() time.Time
}

// Options open a database.
type Options struct {
	Database string // a path, sqlite:PATH or postgres://…
	KeyFile  string // master key; created with the database, never without it
	Create   bool   // create a missing SQLite file
	Migrate  bool   // bring the schema up to date
	Now      func() time.Time
}

// Open opens the database. Without Create, an absent one is refused with a French sentence.
func Open(ctx context.Context, o Options) (*Store, error) {
	d, err := dialectOf(o.Database)
	if err != nil {
		return nil, err
	}
	if err := d.prepare(o.Create); err != nil {
		return nil, err
	}
	writer, reader, err := d.open()
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	s := &Store{dialect: d, writer: writer, reader: reader, now: o.Now}
	if s.now == nil {
		s.now = time.Now
	}
	if err := s.ready(ctx, o); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

func (s *Store) ready(ctx context.Context, o Options) error {
	if err := s.writer.PingContext(ctx); err != nil {
		return models.Refuse(models.Invalid, "store.unreachable", "Cause", err.Error())
	}
	pending, err := s.Pending(ctx)
	if err != nil {
		return err
	}
	if pending && !o.Migrate {
		return models.Refuse(models.Invalid, "store.not_migrated")
	}
	if o.Migrate { // even when the schema is: the name indexes follow the program
		if err := s.Migrate(ctx); err != nil {
			return err
		}
	}
	s.sealer, err = openSealer(ctx, s, o.KeyFile)
	return err
}

// Close releases the connections.
func (s *Store) Close() error {
	if s.reader != s.writer {
		return errors.Join(s.reader.Close(), s.writer.Close())
	}
	return s.writer.Close()
}

// Engine is "sqlite" or "postgres".
func (s *Store) Engine() string { return s.dialect.name() }

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return s.reader.PingContext(ctx) }

// Sealer seals and opens sensitive columns.
func (s *Store) Sealer() *Sealer { return s.sealer }

// Now is the store's clock, to the millisecond.
func (s *Store) Now() models.Instant { return models.InstantOf(s.now()) }

// Today is the current day in Brussels.
func (s *Store) Today() models.Date { return models.DateOf(s.now().In(brussels)) }

var brussels = mustLocation("Europe/Brussels")

func mustLocation(name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // the zone database is linked into the program (time/tzdata)
	}
	return l
}

// Atomically runs f in one write transaction; f's Store is that transaction. Nested calls join it.
// On SQLite write transactions are immediate and take turns, so what f reads stays true until it commits.
func (s *Store) Atomically(ctx context.Context, f func(tx *Store) error) error {
	if s.tx != nil {
		return f(s)
	}
	conn, err := s.writer.Connx(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = conn.Close() }()
	tx, err := conn.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	inner := *s
	inner.tx, inner.conn = tx, conn
	defer func() { _ = tx.Rollback() }()
	if err := f(&inner); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", translate(err))
	}
	return nil
}

// errRollback ends a dry run: everything was tried, nothing is kept.
var errRollback = errors.New("dry run")

// Once carries out a submitted form at most once per user and key: the second click gets the location of the
// first one's result. A form without a key is refused: its second click could not be told from another form. f joins the
// same transaction through tx.
func (s *Store) Once(ctx context.Context, userID, key string, f func(tx *Store) (location string, err error)) (string, error) {
	var location string
	if key == "" {
		return "", models.Refuse(models.Invalid, "error.submission")
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		err := tx.get(ctx, &location, "select location from submissions where user_id = ? and key = ?", userID, key)
		if !errors.Is(err, models.ErrNotFound) {
			return err
		}
		if location, err = f(tx); err != nil {
			return err
		}
		_, err = tx.exec(ctx, "insert into submissions (user_id, key, location, at) values (?, ?, ?, ?)", userID, key, location, tx.Now())
		return err
	})
	return location, err
}

// querier is what a transaction and a pool have in common.
type querier interface {
	sqlx.ExtContext
	GetContext(ctx context.Context, dest any, query string, args ...any) error
	SelectContext(ctx context.Context, dest any, query string, args ...any) error
	Rebind(query string) string
}

func (s *Store) reading() querier {
	if s.tx != nil {
		return s.tx
	}
	return s.reader
}

func (s *Store) writing() querier {
	if s.tx != nil {
		return s.tx
	}
	return s.writer
}

// get reads one row into dest; no row is models.ErrNotFound.
func (s *Store) get(ctx context.Context, dest any, query string, args ...any) error {
	q := s.reading()
	return translate(q.GetContext(ctx, dest, q.Rebind(query), s.timed(args)...))
}

// list reads all rows into dest, a slice.
func (s *Store) list(ctx context.Context, dest any, query string, args ...any) error {
	q := s.reading()
	return translate(q.SelectContext(ctx, dest, q.Rebind(query), s.timed(args)...))
}

// each streams rows to f, in bounded memory.
func (s *Store) each(ctx context.Context, query string, args []any, f func(rows *sqlx.Rows) error) error {
	q := s.reading()
	rows, err := q.QueryxContext(ctx, q.Rebind(query), s.timed(args)...)
	if err != nil {
		return translate(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return translate(rows.Err())
}

// exec changes rows and says how many.
func (s *Store) exec(ctx context.Context, query string, args ...any) (int64, error) {
	q := s.writing()
	result, err := q.ExecContext(ctx, q.Rebind(query), s.timed(args)...)
	if err != nil {
		return 0, translate(err)
	}
	return result.RowsAffected()
}

// change is exec for a statement that must touch exactly one row; none is stale when the row has a version
// condition: somebody else changed it, or it is out of reach.
func (s *Store) change(ctx context.Context, query string, args ...any) error {
	n, err := s.exec(ctx, query, args...)
	if err != nil {
		return err
	}
	if n == 0 {
		return models.ErrStale
	}
	return nil
}

// insert writes the db-tagged fields of row named in columns (a comma-separated list) into table.
func (s *Store) insert(ctx context.Context, table, columns string, row any) error {
	q := s.writing()
	query, args, err := sqlx.Named(insertStatement(table, columns), row)
	if err != nil {
		return fmt.Errorf("insert into %s: %w", table, err)
	}
	_, err = q.ExecContext(ctx, q.Rebind(query), args...)
	if err != nil {
		return fmt.Errorf("insert into %s: %w", table, translate(err))
	}
	return nil
}

func translate(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, sql.ErrNoRows) {
		return models.ErrNotFound
	}
	return vendorError(err)
}
