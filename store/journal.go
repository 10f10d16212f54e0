package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"jalon/models"
)

// journal appends one line in the current transaction: who (from the scope), what, on which record, under which
// reach. It holds public ids only, never a name. Each line carries the hash of the line before.
func (s *Store) journal(ctx context.Context, scope models.Scope, e models.JournalEntry) error {
	if s.tx == nil {
		return fmt.Errorf("journal %s %s outside a transaction", e.Action, e.Kind)
	}
	e.UserID, e.At = scope.Actor().UserID, s.Now()
	if e.Reach == "" {
		var err error
		if e.Reach, err = s.reachOf(ctx, scope, e.Participant); err != nil {
			return fmt.Errorf("journal: %w", err)
		}
	}
	if e.Action == "" {
		e.Action = scope.Action()
	}
	if e.Kind == "" {
		e.Kind = scope.Kind()
	}
	// The update holds the head's row until the commit, so that lines follow one another on PostgreSQL too.
	var head struct {
		Seq  int64  `db:"seq"`
		Hash string `db:"hash"`
	}
	if err := s.getWriting(ctx, &head, "update journal_head set seq = seq + 1 where id = 1 returning seq, hash"); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	e.Seq, e.Previous = head.Seq, head.Hash
	e.Hash = chain(e)
	if err := s.insert(ctx, "journal", journalColumns, e); err != nil {
		return err
	}
	if _, err := s.exec(ctx, "update journal_head set hash = ? where id = 1", e.Hash); err != nil || e.Action == models.Read {
		return err
	}
	return s.SettleDraft(ctx, e.UserID)
}

const journalColumns = "seq, at, centre_id, user_id, action, kind, record, participant, reach, detail, previous, hash"

// chain is the hash of a line and of everything before it.
func chain(e models.JournalEntry) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{e.Previous, fmt.Sprint(e.Seq), e.At.Format(time.RFC3339Nano),
		e.CentreID, e.UserID, e.Action, e.Kind, e.Record, e.Participant, e.Reach, e.Detail}, "\x1f")))
	return hex.EncodeToString(sum[:])
}

// getWriting reads the row a write returns.
func (s *Store) getWriting(ctx context.Context, dest any, query string, args ...any) error {
	q := s.writing()
	return translate(q.GetContext(ctx, dest, q.Rebind(query), s.timed(args)...))
}

// Audited runs a sensitive read and writes its journal line in the same transaction: if the line cannot be
// written, nothing is shown.
func (s *Store) Audited(ctx context.Context, scope models.Scope, read func(tx *Store) (models.JournalEntry, error)) error {
	return s.Atomically(ctx, func(tx *Store) error {
		e, err := read(tx)
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, e)
	})
}

// VerifyJournal walks the chain and returns the number of lines, or the first line that does not follow.
func (s *Store) VerifyJournal(ctx context.Context) (lines int64, broken int64, err error) {
	previous := ""
	err = s.each(ctx, "select "+journalColumns+" from journal order by seq", nil, func(rows *sqlx.Rows) error {
		var e models.JournalEntry
		if err := rows.StructScan(&e); err != nil {
			return err
		}
		lines++
		if broken == 0 && (e.Seq != lines || e.Previous != previous || e.Hash != chain(e)) {
			broken = lines
		}
		previous = e.Hash
		return nil
	})
	if err != nil {
		return lines, broken, fmt.Errorf("verify journal: %w", err)
	}
	var head struct {
		Seq  int64  `db:"seq"`
		Hash string `db:"hash"`
	}
	if err := s.get(ctx, &head, "select seq, hash from journal_head where id = 1"); err != nil {
		return lines, broken, err
	}
	if broken == 0 && (head.Seq != lines || head.Hash != previous) {
		broken = lines + 1
	}
	return lines, broken, nil
}
