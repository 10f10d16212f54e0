package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Content is every row of the tables that hold what people entered, sealed texts opened, by table and first column.
// Versions and moments of change are left out: undoing a link is a change too.
func (s *Store) Content(ctx context.Context) (map[string]string, error) {
	tables, err := keptTables()
	if err != nil {
		return nil, err
	}
	content := map[string]string{}
	err = s.Atomically(ctx, func(tx *Store) error {
		for _, table := range tables {
			if slices.Contains([]string{"journal", "journal_head", "links", "link_moves", "meta", "duplicate_pairs"}, table) {
				continue
			}
			if err := tx.contentOf(ctx, table, content); err != nil {
				return fmt.Errorf("%s: %w", table, err)
			}
		}
		return errRollback
	})
	if errors.Is(err, errRollback) {
		err = nil
	}
	return content, err
}

func (s *Store) contentOf(ctx context.Context, table string, content map[string]string) error {
	rows, err := s.tx.QueryxContext(ctx, "select * from "+table)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	columns, kinds, err := queryColumns(rows)
	if err != nil {
		return err
	}
	var all []map[string]any
	for rows.Next() {
		values, err := rows.SliceScan()
		if err != nil {
			return err
		}
		row := map[string]any{}
		for i, kind := range kinds {
			if row[columns[i]], err = portable(kind, values[i]); err != nil {
				return err
			}
		}
		all = append(all, row)
	}
	for i, row := range all {
		if err := s.openRow(ctx, table, row); err != nil {
			return err
		}
		delete(row, "version")
		delete(row, "updated_at")
		text, err := json.Marshal(row)
		if err != nil {
			return err
		}
		key := table + " " + fmt.Sprint(row[columns[0]])
		if row["id"] == nil {
			key = table + " " + string(text) // no id: the row is its own name
		}
		content[key] = string(text)
		all[i] = nil
	}
	return nil
}

func (s *Store) openRow(ctx context.Context, table string, row map[string]any) error {
	for _, c := range sealedColumns {
		sealed, _ := row[c.column].([]byte)
		if c.table != table || len(sealed) == 0 {
			continue
		}
		box, err := s.box(ctx, row[c.owner].(string))
		if err != nil {
			return err
		}
		if row[c.column], err = box.Open(c.nameOf(fmt.Sprint(row["id"])), sealed); err != nil {
			return err
		}
	}
	return nil
}

// PersonColumn is a column that says whose a row is, as a link sees it.
type PersonColumn struct {
	Table, Column string
	Keyed         bool // its rows can be named
}

// PersonColumns lists those a link moves, and the tables it leaves.
func (s *Store) PersonColumns(ctx context.Context) (moved []PersonColumn, left []string, err error) {
	all, err := s.foreignKeys(ctx)
	for _, k := range personTables(all) {
		_, named := rowKeys[k.Table]
		if !named {
			n, err := s.count(ctx, "select count(t.id) from "+k.Table+" t")
			named = err == nil && n >= 0
		}
		moved = append(moved, PersonColumn{k.Table, k.Column, named})
	}
	return moved, stayBehind, err
}

// SealedOwners lists the tables with columns sealed under the key of the person they belong to, and the column that says whose.
func SealedOwners() [][2]string {
	var owners [][2]string
	for _, c := range sealedColumns {
		if keys, _ := c.keys(); keys == "person_keys" {
			owners = append(owners, [2]string{c.table, c.owner})
		}
	}
	return owners
}

// UniqueOfPersons lists the unique indexes with a column of a person, "table: definition".
func (s *Store) UniqueOfPersons(ctx context.Context) ([]string, error) {
	query := "select tbl_name || ': ' || sql from sqlite_master where type = 'index' and sql like 'create unique%'"
	if s.Engine() == "postgres" {
		query = "select tablename || ': ' || indexdef from pg_indexes where schemaname = current_schema() and indexdef like 'CREATE UNIQUE%'"
	}
	var all, found []string
	err := s.list(ctx, &all, query)
	for _, index := range all {
		if strings.Contains(index, "participant_id") {
			found = append(found, index)
		}
	}
	return found, err
}
