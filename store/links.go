package store

import (
	"context"
	"slices"

	"jalon/models"
)

// Link reads two files of one person as one. The rows of the absorbed file move to the kept one, texts are sealed anew under the kept
// person's key, two enrolments in one operation become one; every cell that changes is written down, for Unlink.
// Answers of the absorbed file that cannot be kept come back as problems.
func (s *Store) Link(ctx context.Context, scope models.Scope, choice models.LinkChoice) (models.Link, models.Problems, error) {
	var l models.Link
	if scope.Kind() != models.KindLink || scope.Action() != models.Create {
		return l, nil, models.ErrForbidden
	}
	var problems models.Problems
	err := s.Atomically(ctx, func(tx *Store) error {
		m, err := tx.linking(ctx, scope, choice)
		if err != nil {
			return err
		}
		if problems, err = m.run(ctx, choice.Take); err != nil || len(problems) > 0 {
			if err == nil {
				err = errRollback
			}
			return err
		}
		l = m.link
		for _, p := range []models.Participant{m.kept, m.absorbed} {
			if err := tx.journal(ctx, scope, models.JournalEntry{CentreID: l.CentreID, Record: l.PublicID, Participant: p.PublicID}); err != nil {
				return err
			}
		}
		return nil
	})
	if len(problems) > 0 {
		err = nil
	}
	return l, problems, err
}

// linker carries out one link, or undoes it.
type linker struct {
	store          *Store
	scope          models.Scope
	link           models.Link
	kept, absorbed models.Participant
	keys           []foreignKey
	boxes          map[string]Box // by person
	patches        []patch
}

// linking finds both files within the scope, as they were compared.
func (s *Store) linking(ctx context.Context, scope models.Scope, choice models.LinkChoice) (*linker, error) {
	m := &linker{store: s, scope: scope}
	var err error
	if m.kept, err = s.wholeFile(ctx, scope, choice.Kept); err != nil {
		return nil, err
	}
	if m.absorbed, err = s.wholeFile(ctx, scope, choice.Absorbed); err != nil {
		return nil, err
	}
	switch {
	case m.kept.ID == m.absorbed.ID || m.kept.CentreID != m.absorbed.CentreID:
		return nil, models.ErrNotFound
	case m.kept.Version != choice.KeptVersion || m.absorbed.Version != choice.AbsorbedVersion:
		return nil, models.ErrStale
	}
	m.link = models.Link{ID: models.NewID(), PublicID: models.NewPublicID(), CentreID: m.kept.CentreID, KeptID: m.kept.ID, AbsorbedID: m.absorbed.ID,
		CreatedBy: nullable(scope.Actor().UserID), CreatedAt: s.Now()}
	return m, m.prepare(ctx)
}

func (m *linker) prepare(ctx context.Context) error {
	var err error
	if m.keys, err = m.store.foreignKeys(ctx); err != nil {
		return err
	}
	m.boxes = map[string]Box{}
	for _, id := range []string{m.link.KeptID, m.link.AbsorbedID} {
		if m.boxes[id], err = m.store.box(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// wholeFile reads every column of a person within a scope of links.
func (s *Store) wholeFile(ctx context.Context, scope models.Scope, publicID string) (models.Participant, error) {
	var p models.Participant
	condition, args := within(scope, models.KindLink)
	err := s.get(ctx, &p, "select "+prefixed("p", allPersonColumns)+" from participants p where p.public_id = ? and "+condition, append([]any{publicID}, args...)...)
	if err != nil {
		return p, err
	}
	return p, s.complete(ctx, &p)
}

func (m *linker) run(ctx context.Context, take []string) (models.Problems, error) {
	if err := m.refuseSameSession(ctx); err != nil {
		return nil, err
	}
	if err := m.store.insert(ctx, "links", "id, public_id, centre_id, kept_id, absorbed_id, created_by, created_at", m.link); err != nil {
		return nil, err
	}
	for _, k := range personTables(m.keys) {
		if err := m.moveTable(ctx, k); err != nil {
			return nil, err
		}
	}
	if err := m.mergeEnrolments(ctx); err != nil {
		return nil, err
	}
	if problems, err := m.absorbAnswers(ctx, take); err != nil || len(problems) > 0 {
		return problems, err
	}
	if err := m.keepPatches(ctx); err != nil {
		return nil, err
	}
	return nil, m.readAsKept(ctx)
}

// refuseSameSession: a person has one place in a session. Which of the two counts is for whoever held the session to say.
func (m *linker) refuseSameSession(ctx context.Context) error {
	var days []models.Date
	err := m.store.list(ctx, &days, `select distinct s.on_date from registrations a join registrations b on b.session_id = a.session_id
		join sessions s on s.id = a.session_id where a.participant_id = ? and b.participant_id = ? and a.place <> 'annule' and b.place <> 'annule'
		and s.status <> 'cancelled' order by s.on_date`, m.link.KeptID, m.link.AbsorbedID)
	if err != nil || len(days) == 0 {
		return err
	}
	return models.Refuse(models.Conflict, "link.same_session", "Day", models.FrenchDate(days[0]))
}

// moveTable moves the rows of one table, and writes each down.
func (m *linker) moveTable(ctx context.Context, k foreignKey) error {
	condition, args := k.Column+" = ?", []any{m.link.AbsorbedID}
	if equal, known := uniqueAlready[k.Table]; known {
		condition, args = condition+" and not ("+equal+")", append(args, m.link.KeptID)
	}
	rows, err := m.store.keysOfRows(ctx, k.Table, condition, args...)
	if err != nil || len(rows) == 0 {
		return err
	}
	if err := m.note(ctx, k.Table, k.Column, rows, m.link.AbsorbedID, m.link.KeptID); err != nil {
		return err
	}
	return m.give(ctx, k, rows, m.link.AbsorbedID, m.link.KeptID)
}

func (s *Store) keysOfRows(ctx context.Context, table, condition string, args ...any) ([]string, error) {
	var rows []string
	err := s.list(ctx, &rows, "select "+keyOf(table)+" from "+table+" t where "+condition+" order by 1", args...)
	return rows, err
}

// note writes down what a column of some rows was, and what it becomes.
func (m *linker) note(ctx context.Context, table, column string, rows []string, before, after string) error {
	for _, row := range rows {
		_, err := m.store.exec(ctx, `insert into link_moves (link_id, table_name, row_id, column_name, before_value, after_value) values (?, ?, ?, ?, ?, ?)`,
			m.link.ID, table, row, column, before, after)
		if err != nil {
			return err
		}
	}
	return nil
}

// give hands rows of one person to the other: their sealed texts are opened with one key and sealed with the other.
func (m *linker) give(ctx context.Context, k foreignKey, rows []string, from, to string) error {
	for _, c := range sealedColumns {
		if c.table != k.Table || c.owner != k.Column {
			continue
		}
		for _, row := range rows {
			if err := m.sealAnew(ctx, c, row, m.boxes[from], m.boxes[to]); err != nil {
				return err
			}
		}
	}
	for part := range slices.Chunk(rows, 500) {
		_, err := m.store.exec(ctx, "update "+k.Table+" as t set "+k.Column+" = ? where "+keyOf(k.Table)+" in ("+marks(len(part))+")",
			append([]any{to}, anys(part)...)...)
		if err != nil {
			return err
		}
	}
	return nil
}

func (m *linker) sealAnew(ctx context.Context, c sealedColumn, row string, from, to Box) error {
	var sealed []byte
	if err := m.store.get(ctx, &sealed, "select "+c.column+" from "+c.table+" where id = ?", row); err != nil || len(sealed) == 0 {
		return err
	}
	name := c.nameOf(row)
	text, err := from.Open(name, sealed)
	if err != nil {
		return err
	}
	_, err = m.store.exec(ctx, "update "+c.table+" set "+c.column+" = ? where id = ?", to.Seal(name, text), row)
	return err
}

// readAsKept takes the absorbed file, and those read as it, out of every list.
func (m *linker) readAsKept(ctx context.Context) error {
	rows, err := m.store.keysOfRows(ctx, "participants", "t.linked_to = ?", m.link.AbsorbedID)
	if err != nil {
		return err
	}
	if err := m.note(ctx, "participants", "linked_to", rows, m.link.AbsorbedID, m.link.KeptID); err != nil {
		return err
	}
	_, err = m.store.exec(ctx, "update participants set linked_to = ? where id = ? or linked_to = ?", m.link.KeptID, m.link.AbsorbedID, m.link.AbsorbedID)
	if err != nil {
		return err
	}
	return m.indexBoth(ctx)
}

// indexBoth fills the name indexes of both files: searches for any of their names find the file that is read.
func (m *linker) indexBoth(ctx context.Context) error {
	for _, id := range []string{m.link.AbsorbedID, m.link.KeptID} {
		if err := m.store.indexPerson(ctx, id); err != nil {
			return err
		}
	}
	return nil
}
