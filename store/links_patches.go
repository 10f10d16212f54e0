package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"jalon/models"
)

// patch is one cell of a row that a link wrote, as JSON: what it was, and what it became.
type patch struct {
	Table  string          `json:"table"`
	Row    string          `json:"row"`
	Column string          `json:"column"`
	Kind   string          `json:"kind"`
	Before json.RawMessage `json:"before"`
	After  json.RawMessage `json:"after"`
}

// cell is a value of a row as JSON, with its kind.
type cell struct {
	kind  string
	value json.RawMessage
}

// notPatched are the columns that every change touches.
var notPatched = []string{"version", "updated_at"}

// patched runs a change of one row and remembers the cells it changed.
func (m *linker) patched(ctx context.Context, table, row string, change func() error) error {
	before, err := m.store.cells(ctx, table, row)
	if err != nil {
		return err
	}
	if err := change(); err != nil {
		return err
	}
	after, err := m.store.cells(ctx, table, row)
	if err != nil {
		return err
	}
	for column, now := range after {
		if was := before[column]; !slices.Contains(notPatched, column) && !bytes.Equal(was.value, now.value) {
			m.patches = append(m.patches, patch{table, row, column, now.kind, was.value, now.value})
		}
	}
	return nil
}

// cells reads one row, whatever its columns.
func (s *Store) cells(ctx context.Context, table, row string) (map[string]cell, error) {
	rows, err := s.tx.QueryxContext(ctx, s.tx.Rebind("select * from "+table+" where id = ?"), row)
	if err != nil {
		return nil, translate(err)
	}
	defer func() { _ = rows.Close() }()
	columns, kinds, err := queryColumns(rows)
	if err != nil {
		return nil, err
	}
	found := map[string]cell{}
	for rows.Next() {
		values, err := rows.SliceScan()
		if err != nil {
			return nil, err
		}
		for i, kind := range kinds {
			value, err := portable(kind, values[i])
			if err != nil {
				return nil, fmt.Errorf("%s.%s: %w", table, columns[i], err)
			}
			text, err := json.Marshal(value)
			if err != nil {
				return nil, fmt.Errorf("%s.%s: %w", table, columns[i], err)
			}
			found[columns[i]] = cell{kind, text}
		}
	}
	return found, rows.Err()
}

// absorbAnswers writes the chosen answers of the absorbed file, and its national number where the kept file has none.
func (m *linker) absorbAnswers(ctx context.Context, take []string) (models.Problems, error) {
	p := m.kept
	if problems := p.Absorb(m.absorbed, take, m.store.Today()); len(problems) > 0 {
		return problems, nil
	}
	if len(p.NISSSealed) == 0 && len(m.absorbed.NISSSealed) > 0 {
		number, err := m.boxes[m.absorbed.ID].Open("niss", m.absorbed.NISSSealed)
		if err != nil {
			return nil, err
		}
		p.NISSSealed, p.NISSHash = m.boxes[p.ID].Seal("niss", number), m.absorbed.NISSHash
	}
	return nil, m.patched(ctx, "participants", p.ID, func() error {
		if err := sealAnswers(m.boxes[p.ID], &p); err != nil {
			return err
		}
		if p.Residence == m.kept.Residence { // sealing anew gives other bytes for the same text
			p.ResidenceSealed = m.kept.ResidenceSealed
		}
		if p.Sensitive == m.kept.Sensitive {
			p.SensitiveSealed = m.kept.SensitiveSealed
		}
		p.Version, p.UpdatedAt = p.Version+1, m.store.Now()
		return m.store.replace(ctx, "participants", allPersonColumns, &p)
	})
}

// keepPatches seals what the patches say under the kept person's key.
func (m *linker) keepPatches(ctx context.Context) error {
	text, err := json.Marshal(m.patches)
	if err != nil {
		return fmt.Errorf("patches of a link: %w", err)
	}
	_, err = m.store.exec(ctx, "update links set patches_sealed = ? where id = ?", m.boxes[m.link.KeptID].Seal("link "+m.link.ID, string(text)), m.link.ID)
	return err
}

// unpatch writes back the cells that nobody has changed since.
func (m *linker) unpatch(ctx context.Context) error {
	text, err := m.boxes[m.link.KeptID].Open("link "+m.link.ID, m.link.PatchesSealed)
	if err != nil || text == "" {
		return err
	}
	var patches []patch
	if err := json.Unmarshal([]byte(text), &patches); err != nil {
		return fmt.Errorf("patches of a link: %w", err)
	}
	for _, p := range patches {
		now, err := m.store.cells(ctx, p.Table, p.Row)
		if err != nil {
			return err
		}
		if !bytes.Equal(now[p.Column].value, p.After) {
			continue
		}
		value, err := p.before()
		if err != nil {
			return err
		}
		if _, err := m.store.exec(ctx, "update "+p.Table+" set "+p.Column+" = ?, updated_at = ?, version = version + 1 where id = ?", value, m.store.Now(), p.Row); err != nil {
			return err
		}
	}
	return nil
}

// before is the former value as the engine takes it.
func (p patch) before() (any, error) {
	in := json.NewDecoder(bytes.NewReader(p.Before))
	in.UseNumber()
	var value any
	if err := in.Decode(&value); err != nil {
		return nil, fmt.Errorf("%s.%s: %w", p.Table, p.Column, err)
	}
	return native(p.Kind, value)
}
