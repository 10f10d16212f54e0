package store

import (
	"context"
	"slices"

	"jalon/models"
)

// Unlink makes two files of one again. Every cell goes back to what it was, unless somebody has changed it since; rows added since
// stay with the kept file, but for those that hang on an enrolment that goes back. It returns the public id of the kept file.
func (s *Store) Unlink(ctx context.Context, scope models.Scope, publicID string) (string, error) {
	if scope.Kind() != models.KindLink || scope.Action() != models.Cancel {
		return "", models.ErrForbidden
	}
	var kept string
	err := s.Atomically(ctx, func(tx *Store) error {
		m := &linker{store: tx, scope: scope}
		var err error
		if m.link, kept, err = tx.undoable(ctx, scope, publicID); err != nil {
			return err
		}
		if err := m.prepare(ctx); err != nil {
			return err
		}
		if err := m.undo(ctx); err != nil {
			return err
		}
		for _, id := range []string{m.link.KeptID, m.link.AbsorbedID} {
			var person string
			if err := tx.get(ctx, &person, "select public_id from participants where id = ?", id); err != nil {
				return err
			}
			if err := tx.journal(ctx, scope, models.JournalEntry{CentreID: m.link.CentreID, Record: m.link.PublicID, Participant: person}); err != nil {
				return err
			}
		}
		return nil
	})
	return kept, err
}

// undoable finds a link whose kept file is within the scope. The last one is undone first: an earlier one may have moved the same rows.
func (s *Store) undoable(ctx context.Context, scope models.Scope, publicID string) (models.Link, string, error) {
	var found struct {
		models.Link
		Person string `db:"person"`
		Later  int    `db:"later"`
	}
	condition, args := within(scope, models.KindLink)
	err := s.get(ctx, &found, `select l.id, l.public_id, l.centre_id, l.kept_id, l.absorbed_id, l.patches_sealed, l.created_at, p.public_id as person,
		(select count(*) from links x where x.kept_id = l.kept_id and x.cancelled_at is null and x.id > l.id) as later
		from links l join participants p on p.id = l.kept_id where l.public_id = ? and l.cancelled_at is null and `+condition, append([]any{publicID}, args...)...)
	if err == nil && found.Later > 0 {
		err = models.Refuse(models.Conflict, "link.later_first")
	}
	return found.Link, found.Person, err
}

// move is one cell written down by note.
type move struct {
	Table  string `db:"table_name"`
	Row    string `db:"row_id"`
	Column string `db:"column_name"`
	Before string `db:"before_value"`
	After  string `db:"after_value"`
}

func (m *linker) undo(ctx context.Context) error {
	var moves []move
	err := m.store.list(ctx, &moves, "select table_name, row_id, column_name, before_value, after_value from link_moves where link_id = ? order by table_name, row_id", m.link.ID)
	if err != nil {
		return err
	}
	people := personTables(m.keys)
	owned := map[foreignKey][]string{}
	for _, v := range moves {
		k := foreignKey{Table: v.Table, Column: v.Column, Parent: "participants"}
		if slices.ContainsFunc(people, func(p foreignKey) bool { return p.Table == k.Table && p.Column == k.Column }) {
			owned[k] = append(owned[k], v.Row)
			continue
		}
		if err := m.putBack(ctx, v); err != nil {
			return err
		}
	}
	if err := m.unpatch(ctx); err != nil {
		return err
	}
	for k, rows := range owned {
		if err := m.giveBack(ctx, k, rows); err != nil {
			return err
		}
	}
	if err := m.followOwners(ctx); err != nil {
		return err
	}
	if _, err := m.store.exec(ctx, "update participants set linked_to = null where id = ?", m.link.AbsorbedID); err != nil {
		return err
	}
	_, err = m.store.exec(ctx, "update links set cancelled_at = ?, cancelled_by = ? where id = ?", m.store.Now(), nullable(m.scope.Actor().UserID), m.link.ID)
	if err != nil {
		return err
	}
	return m.indexBoth(ctx)
}

// putBack undoes a move that is not from person to person: a reference to an enrolment, an enrolment that went on as another, a file
// read as the absorbed one.
func (m *linker) putBack(ctx context.Context, v move) error {
	if v.Column == mergedInto {
		_, err := m.store.exec(ctx, "update enrolments set cancelled_at = null, cancelled_by = null, cancel_reason = '' where id = ? and cancel_reason = ?", v.Row, mergedInto)
		return err
	}
	row := v.Row
	if keyOf(v.Table) == "t."+v.Column {
		row = v.After // the row is known by the very column
	}
	_, err := m.store.exec(ctx, "update "+v.Table+" as t set "+v.Column+" = ? where "+keyOf(v.Table)+" = ? and t."+v.Column+" = ?", v.Before, row, v.After)
	return err
}

// giveBack hands rows back, but for those that belong to somebody else by now.
func (m *linker) giveBack(ctx context.Context, k foreignKey, rows []string) error {
	for part := range slices.Chunk(rows, 500) {
		still, err := m.store.keysOfRows(ctx, k.Table, "t."+k.Column+" = ? and "+keyOf(k.Table)+" in ("+marks(len(part))+")",
			append([]any{m.link.KeptID}, anys(part)...)...)
		if err != nil {
			return err
		}
		if err := m.give(ctx, k, still, m.link.KeptID, m.link.AbsorbedID); err != nil {
			return err
		}
	}
	return nil
}

// followOwners: a row that hangs on another row of a person is the same person's. What was written since the link in an enrolment
// that went back goes with it; an appointment moved since to an enrolment of the kept file stays there.
func (m *linker) followOwners(ctx context.Context) error {
	const deepest = 5 // a note of a follow-up of an enrolment is three
	for range deepest {
		moved := false
		for _, k := range followers(m.keys) {
			for _, way := range [][2]string{{m.link.KeptID, m.link.AbsorbedID}, {m.link.AbsorbedID, m.link.KeptID}} {
				rows, err := m.store.keysOfRows(ctx, k.Table, "t.participant_id = ? and exists (select 1 from "+k.Parent+" o where o.id = t."+k.Column+
					" and o.participant_id = ?)", way[0], way[1])
				if err != nil {
					return err
				}
				if len(rows) == 0 {
					continue
				}
				moved = true
				owner := foreignKey{Table: k.Table, Column: "participant_id"}
				if err := m.give(ctx, owner, rows, way[0], way[1]); err != nil {
					return err
				}
			}
		}
		if !moved {
			break
		}
	}
	return nil
}
