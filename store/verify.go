package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"
)

// Verification is the result of Verify. A sound database has no Damage, a zero BrokenLine and no Unreadable.
type Verification struct {
	Damage     []string // what the engine found, in its own words
	Lines      int64    // of the journal
	BrokenLine int64    // first line of the journal that does not follow, 0 = none
	Sealed     int64    // sealed columns opened
	Runs       int64    // frozen reports whose digests were counted again
	// ChangedRuns are the public ids of those that are not what was frozen.
	ChangedRuns []string
	Unreadable  []string // "table.column public-id" of those that do not open
}

// Sound tells whether nothing is wrong.
func (v Verification) Sound() bool {
	return len(v.Damage) == 0 && v.BrokenLine == 0 && len(v.Unreadable) == 0 && len(v.ChangedRuns) == 0
}

// maxReported bounds the lists of a verification; one is enough to know that a backup is needed.
const maxReported = 20

// Verify checks the database from end to end: the engine's own structures and references, the chain of the journal,
// and every sealed column of every person.
func (s *Store) Verify(ctx context.Context) (Verification, error) {
	var v Verification
	err := s.snapshot(ctx, func(tx *Store) error {
		var err error
		if v.Damage, err = tx.damage(ctx); err != nil {
			return fmt.Errorf("integrity: %w", err)
		}
		if v.Lines, v.BrokenLine, err = tx.VerifyJournal(ctx); err != nil {
			return err
		}
		if err := tx.openAll(ctx, &v); err != nil {
			return err
		}
		if err := tx.verifyRuns(ctx, &v); err != nil {
			return err
		}
		if err := tx.verifyActivityRuns(ctx, &v); err != nil {
			return err
		}
		return tx.checkSignatures(ctx, &v)
	})
	return v, err
}

// damage asks the engine. PostgreSQL checks its references at every write and its pages when they are read:
// there, every row is read.
func (s *Store) damage(ctx context.Context) ([]string, error) {
	if s.Engine() == "sqlite" {
		return s.damageSQLite(ctx)
	}
	tables, err := keptTables()
	if err != nil {
		return nil, err
	}
	var found []string
	for _, table := range tables {
		err := s.each(ctx, "select * from "+table, nil, func(*sqlx.Rows) error { return nil })
		if err != nil {
			return append(found, table+": "+err.Error()), nil
		}
	}
	return found, nil
}

func (s *Store) damageSQLite(ctx context.Context) ([]string, error) {
	var found []string
	if err := s.list(ctx, &found, "pragma integrity_check(20)"); err != nil {
		return nil, err
	}
	if len(found) == 1 && found[0] == "ok" {
		found = nil
	}
	err := s.each(ctx, "pragma foreign_key_check", nil, func(rows *sqlx.Rows) error {
		values, err := rows.SliceScan()
		if err == nil && len(found) < maxReported {
			found = append(found, fmt.Sprintf("%v row %v refers to a missing row of %v", values[0], values[1], values[2]))
		}
		return err
	})
	return found, err
}

// sealedColumn is a column sealed under the key of a person or of a scan (owner), and the name under which it is; a name that
// ends with a space is completed with the id of the row.
type sealedColumn struct{ table, column, name, public, owner string }

// keys is the table of the keys of the owners, and its column that names them.
func (c sealedColumn) keys() (table, column string) {
	if c.owner == "scan_id" {
		return "scan_keys", "scan_id"
	}
	return "person_keys", "participant_id"
}

// nameOf is the name under which a row's column is sealed.
func (c sealedColumn) nameOf(row string) string {
	if strings.HasSuffix(c.name, " ") {
		return c.name + row
	}
	return c.name
}

// sealedColumns lists every one of them; a test compares it with the schema.
var sealedColumns = []sealedColumn{
	{"participants", "residence_sealed", "residence", "public_id", "id"},
	{"participants", "sensitive_sealed", "sensitive", "public_id", "id"},
	{"participants", "niss_sealed", "niss", "public_id", "id"},
	{"enrolments", "sensitive_sealed", "entry_sensitive", "public_id", "participant_id"},
	{"appointments", "purpose_sealed", "purpose", "public_id", "participant_id"},
	{"appointments", "cancel_reason_sealed", "appointment reason", "public_id", "participant_id"},
	{"notes", "body_sealed", "note", "public_id", "participant_id"},
	{"revisions", "before_sealed", "revision", "record_id", "participant_id"},
	{"attestations", "content_sealed", "attestation ", "public_id", "participant_id"},
	{"attestations", "pdf_sealed", "attestation pdf ", "public_id", "participant_id"},
	{"referrals", "reason_sealed", "referral reason ", "public_id", "participant_id"},
	{"referrals", "answer_sealed", "referral answer ", "public_id", "participant_id"},
	{"referrals", "cancel_reason_sealed", "referral cancel ", "public_id", "participant_id"},
	{"files", "details_sealed", "file ", "public_id", "participant_id"},
	{"file_chunks", "content_sealed", "file chunk ", "id", "participant_id"},
	{"assessments", "ratings_sealed", "assessment ", "public_id", "participant_id"},
	{"plan_goals", "words_sealed", "plan goal ", "public_id", "participant_id"},
	{"plan_tasks", "words_sealed", "plan task ", "public_id", "participant_id"},
	{"plan_summaries", "content_sealed", "plan summary ", "public_id", "participant_id"},
	{"relays", "reason_sealed", "relay reason", "public_id", "participant_id"},
	{"relays", "answer_sealed", "relay answer", "public_id", "participant_id"},
	{"links", "patches_sealed", "link ", "public_id", "kept_id"},
	{"message_choices", "reason_sealed", "message pause ", "id", "participant_id"},
	{"outbox", "address_sealed", "message address ", "public_id", "participant_id"},
	{"outbox", "content_sealed", "message ", "public_id", "participant_id"},
	{"emergencies", "reason_sealed", "emergency reason", "public_id", "participant_id"},
	{"signatures", "strokes_sealed", "signature ", "public_id", "participant_id"},
	{"signatures", "revoke_reason_sealed", "signature revoked ", "public_id", "participant_id"},
	{"scan_chunks", "content_sealed", "scan chunk ", "id", "scan_id"},
	{"radar_snoozes", "reason_sealed", "radar snooze ", "public_id", "participant_id"},
}

func (s *Store) openAll(ctx context.Context, v *Verification) error {
	for _, c := range sealedColumns {
		if err := s.openColumn(ctx, c, v); err != nil {
			return fmt.Errorf("sealed columns of %s: %w", c.table, err)
		}
	}
	return nil
}

// openColumn opens a column of every row, person after person, so that each key is unwrapped once.
func (s *Store) openColumn(ctx context.Context, c sealedColumn, v *Verification) error {
	row := "''"
	if strings.HasSuffix(c.name, " ") {
		row = "t.id"
	}
	keys, key := c.keys()
	query := fmt.Sprintf("select t.%s, t.%s, %s, k.wrapped, t.%s from %s t join %s k on k.%s = t.%s where t.%s is not null order by t.%s",
		c.public, c.owner, row, c.column, c.table, keys, key, c.owner, c.column, c.owner)
	var box Box
	return s.each(ctx, query, nil, func(rows *sqlx.Rows) error {
		var public, owner, id string
		var wrapped, sealed []byte
		if err := rows.Scan(&public, &owner, &id, &wrapped, &sealed); err != nil {
			return err
		}
		v.Sealed++
		var err error
		if box.owner != owner {
			box, err = s.sealer.PersonBox(owner, wrapped)
		}
		if err == nil {
			_, err = box.Open(c.name+id, sealed)
		}
		if err != nil && len(v.Unreadable) < maxReported {
			v.Unreadable = append(v.Unreadable, c.table+"."+c.column+" "+public)
		}
		return nil
	})
}
