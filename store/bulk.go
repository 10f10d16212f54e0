package store

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/jmoiron/sqlx/reflectx"
)

// bulk writes many rows of one table in few statements, or in none where the engine copies them. It must be used inside a transaction, and flushed at the
// end. Rows of a table that others refer to must be flushed before theirs.
type bulk struct {
	store    *Store
	table    string
	columns  []string
	capacity int // rows per statement
	rows     int
	args     []any
	full     *sqlx.Stmt // the statement for capacity rows, prepared once
	fields   [][]int    // of the struct given to put, one per column
}

// bulk starts writing into table; columns is a comma-separated list.
func (s *Store) bulk(table, columns string) *bulk {
	b := &bulk{store: s, table: table, columns: strings.Split(columns, ",")}
	for i := range b.columns {
		b.columns[i] = strings.TrimSpace(b.columns[i])
	}
	b.capacity = s.dialect.rowsAtOnce(len(b.columns))
	b.args = make([]any, 0, b.capacity*len(b.columns))
	return b
}

// add writes one row, in the order of the columns, now or with the next ones.
func (b *bulk) add(ctx context.Context, values ...any) error {
	if len(values) != len(b.columns) {
		return fmt.Errorf("bulk insert into %s: %d values for %d columns", b.table, len(values), len(b.columns))
	}
	b.args = append(b.args, values...)
	return b.next(ctx)
}

func (b *bulk) next(ctx context.Context) error {
	b.rows++
	if b.rows < b.capacity {
		return nil
	}
	return b.flush(ctx)
}

// put writes the db-tagged fields of a struct, always of the same type, named by the columns.
func (b *bulk) put(ctx context.Context, row any) error {
	value := reflect.ValueOf(row)
	if b.fields == nil {
		b.fields = b.store.tx.Mapper.TraversalsByName(value.Type(), b.columns)
	}
	for i, path := range b.fields {
		if len(path) == 0 {
			return fmt.Errorf("bulk insert into %s: %T has no %s", b.table, row, b.columns[i])
		}
		b.args = append(b.args, reflectx.FieldByIndexesReadOnly(value, path).Interface())
	}
	return b.next(ctx)
}

// flush writes what is held back.
func (b *bulk) flush(ctx context.Context) error {
	if b.rows == 0 {
		return nil
	}
	err := b.write(ctx)
	b.rows, b.args = 0, b.args[:0]
	if err != nil {
		return fmt.Errorf("bulk insert into %s: %w", b.table, translate(err))
	}
	return nil
}

func (b *bulk) write(ctx context.Context) error {
	if copied, err := b.store.dialect.copyRows(ctx, b.store.conn, b.table, b.columns, b.args); copied {
		return err
	}
	if b.rows < b.capacity {
		_, err := b.store.writing().ExecContext(ctx, b.statement(b.rows), b.args...)
		return err
	}
	if b.full == nil {
		prepared, err := sqlx.PreparexContext(ctx, b.store.tx, b.statement(b.capacity))
		if err != nil {
			return err
		}
		b.full = prepared // closed with the transaction
	}
	_, err := b.full.ExecContext(ctx, b.args...)
	return err
}

func (b *bulk) statement(rows int) string {
	row := "(" + marks(len(b.columns)) + ")"
	return b.store.writing().Rebind("insert into " + b.table + " (" + strings.Join(b.columns, ", ") + ") values " +
		strings.TrimSuffix(strings.Repeat(row+", ", rows), ", "))
}

// expectManyRows tells the engine that the transaction will write very many rows.
func (s *Store) expectManyRows(ctx context.Context) error {
	hint := s.dialect.manyRows()
	if hint == "" {
		return nil
	}
	_, err := s.exec(ctx, hint)
	return err
}
