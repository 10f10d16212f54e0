package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"jalon/models"
)

// ImportOptions say how an exchange workbook is loaded.
type ImportOptions struct {
	DryRun bool             // try everything, keep nothing
	Found  []models.Finding // what the reader found already; an error among them stops the import
}

// Import loads an exchange workbook (interchange.md §2) into the centre of the scope: all or nothing, in one
// transaction. A row that is known by its reference, or by its key, is completed: an empty cell leaves what Jalon
// has. Errors in the file are findings of the result, not an error of the call.
func (s *Store) Import(ctx context.Context, scope models.Scope, x *models.Exchange, o ImportOptions) (models.ImportResult, error) {
	result := models.ImportResult{DryRun: o.DryRun, Counts: x.Counts(), Created: map[string]int{}, Updated: map[string]int{}}
	centres := scope.Centres()
	if scope.Kind() != models.KindImport || scope.Action() != models.Create || len(centres) != 1 {
		return result, models.ErrForbidden
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		m := &importer{store: tx, scope: scope, x: x, created: result.Created, updated: result.Updated}
		if err := tx.get(ctx, &m.centre, "select "+centreColumns+" from centres where id = ?", centres[0]); err != nil {
			return err
		}
		known, err := m.known(ctx)
		if err != nil {
			return err
		}
		result.Findings = append(slices.Clone(o.Found), models.CheckExchange(x, known, tx.Today())...)
		models.SortFindings(result.Findings)
		if result.OK = !models.HasErrors(result.Findings); !result.OK {
			return errRollback
		}
		if err := m.load(ctx); err != nil {
			return err
		}
		if o.DryRun {
			return errRollback
		}
		if err := tx.FindPairs(ctx, m.centre.ID); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: m.centre.ID, Detail: m.summary()})
	})
	if errors.Is(err, errRollback) {
		err = nil
	}
	if result.Findings == nil {
		result.Findings = []models.Finding{}
	}
	return result, err
}

// importer loads one workbook; its maps go from what the file says to ids.
type importer struct {
	store            *Store
	scope            models.Scope
	centre           models.Centre
	x                *models.Exchange
	created, updated map[string]int

	staff, operations, modules, persons, sessions, followUps map[string]string
	enrolments                                               map[string]importedEnrolment
	boxes                                                    map[string]Box                // by person
	rules, catalogue                                         map[string]models.SessionRule // by module: of the workbook, of the centre
	unsure                                                   map[pair]bool                 // record and field of the unknown answers kept
	linked                                                   map[string]string             // file, or enrolment, read as another one
}

// importedEnrolment is what the rows that hang on an enrolment need of it.
type importedEnrolment struct{ id, person string }

// load writes the sheets, each after those it refers to.
func (m *importer) load(ctx context.Context) error {
	steps := []struct {
		sheet string
		run   func(context.Context) error
	}{
		{"Personnes", m.loadStaff}, {"Operations", m.loadOperations}, {"Modules", m.loadModules}, {"Personnes", m.loadPersons},
		{"Inscriptions", m.loadEnrolments}, {"Suivis", m.loadFollowUps}, {"Seances", m.loadSessions}, {"Presences", m.loadAttendances},
		{"Sorties", m.loadExits}, {"Evenements", m.loadEvents}, {"Suivi_6_mois", m.loadSixMonths}, {"Attestations", m.loadAttestations},
		{"Inscriptions", m.freeze},
	}
	for _, step := range steps {
		if err := step.run(ctx); err != nil {
			return fmt.Errorf("import %s: %w", step.sheet, err)
		}
	}
	return nil
}

// summary is the journal's line: how much, never whom.
func (m *importer) summary() string {
	var parts []string
	for _, sheet := range models.ExchangeSheets {
		name := sheet.Name()
		if n, u := m.created[name], m.updated[name]; n+u > 0 {
			parts = append(parts, fmt.Sprintf("%s +%d ~%d", name, n, u))
		}
	}
	return strings.Join(parts, ", ")
}

// save writes one record. With an id it completes the row found in the database, when something changed; without,
// it inserts. apply puts the file's values in the record, fresh gives a new one its ids.
func save[T any](ctx context.Context, m *importer, r record[T], id string, apply func(*T)) (*T, error) {
	value := new(T)
	if id == "" {
		r.fresh(value)
		apply(value)
		m.created[r.sheet]++
		return value, r.insert(ctx, value)
	}
	if r.pending != nil && r.pending.rows > 0 { // the row may be among those not yet written
		if err := r.pending.flush(ctx); err != nil {
			return nil, err
		}
	}
	if err := m.store.get(ctx, value, "select "+r.columns+" from "+r.table+" where "+cmp.Or(r.key, "id")+" = ?", id); err != nil {
		return nil, err
	}
	if r.open != nil {
		if err := r.open(ctx, value); err != nil {
			return nil, err
		}
	}
	before := *value
	apply(value)
	if reflect.DeepEqual(before, *value) {
		return value, nil
	}
	m.updated[r.sheet]++
	return value, r.update(ctx, &before, value)
}

// record says how rows of one table are kept; open, when there is one, unseals what was read.
type record[T any] struct {
	sheet, table, columns string
	key                   string // column of the id, "" = id
	pending               *bulk  // new rows waiting to be written together; nil = each at once
	fresh                 func(*T)
	open                  func(context.Context, *T) error
	insert                func(context.Context, *T) error
	update                func(ctx context.Context, before, after *T) error
}

// plain is a record without anything sealed.
func plain[T any](m *importer, sheet, table, columns string, fresh func(*T)) record[T] {
	return record[T]{sheet: sheet, table: table, columns: columns, fresh: fresh,
		insert: func(ctx context.Context, value *T) error { return m.store.insert(ctx, table, columns, value) },
		update: func(ctx context.Context, _, value *T) error { return m.store.replace(ctx, table, columns, value) },
	}
}

// batched is a plain record whose new rows are written many at a time; the caller flushes it.
func batched[T any](m *importer, sheet, table, columns string) record[T] {
	r := plain[T](m, sheet, table, columns, nil)
	r.pending = m.store.bulk(table, columns)
	r.insert = func(ctx context.Context, value *T) error { return r.pending.addRow(ctx, value) }
	return r
}

// addRow writes the db-tagged fields of row, now or with the next ones.
func (b *bulk) addRow(ctx context.Context, row any) error {
	_, values, err := named(strings.Join(b.columns, ","), row)
	if err != nil {
		return err
	}
	return b.add(ctx, values...)
}

// replace writes all columns of the row that has the same id, as a new version.
func (s *Store) replace(ctx context.Context, table, columns string, row any) error {
	sets, args, err := named(strings.Replace(columns, ", version", "", 1)+", id", row)
	if err != nil {
		return err
	}
	sets, id := strings.TrimSuffix(sets, ", id = ?"), args[len(args)-1]
	return s.change(ctx, "update "+table+" set "+sets+", version = version + 1 where id = ?", append(args[:len(args)-1], id)...)
}

// put leaves what there is when the cell is empty.
func put[T comparable](field *T, value T) {
	var empty T
	if value != empty {
		*field = value
	}
}

// unknownAnswer tells an answer that only unknown_answers can hold.
func unknownAnswer(code string) bool { return code == models.Unknown || code == models.Refused }

// known leaves out inconnu and refus: what a column with a closed list may hold.
func knownCode(code string) string {
	if unknownAnswer(code) {
		return ""
	}
	return code
}

// pair is a key of two columns.
type pair struct{ a, b string }

// answers records which cells of a row said inconnu or refus; a cell that says something else takes that away, an
// empty one changes nothing. Codes come by field.
func (m *importer) answers(ctx context.Context, recordID string, codes map[string]string) error {
	for field, code := range codes {
		if code == "" || !unknownAnswer(code) && !m.unsure[pair{recordID, field}] {
			continue
		}
		_, err := m.store.exec(ctx, "delete from unknown_answers where record_id = ? and field = ?", recordID, field)
		if err == nil && unknownAnswer(code) {
			_, err = m.store.exec(ctx, "insert into unknown_answers (record_id, field, answer) values (?, ?, ?)", recordID, field, code)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// box is the key of a person, read once.
func (m *importer) box(ctx context.Context, participantID string) (Box, error) {
	if box, ok := m.boxes[participantID]; ok {
		return box, nil
	}
	box, err := m.store.box(ctx, participantID)
	if err == nil {
		m.boxes[participantID] = box
	}
	return box, err
}

// author is who imports: nobody, for a command.
func (m *importer) author() *string { return nullable(m.scope.Actor().UserID) }
