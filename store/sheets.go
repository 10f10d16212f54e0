package store

import (
	"context"
	"errors"
	"fmt"

	"jalon/models"
)

const sheetColumns = `id, public_id, centre_id, session_id, number, fingerprint, places, on_date, starts_at, ends_at, place, room, printed_by, printed_at`

// PrintSheet gives an attendance sheet its number in the register of its centre and year. The same list at the same time
// and place keeps the number it has; another one takes the next. The scope is one of attendance to read.
func (s *Store) PrintSheet(ctx context.Context, scope models.Scope, content models.AttendanceSheet) (models.Sheet, error) {
	row := content.Register()
	err := s.Atomically(ctx, func(tx *Store) error {
		n, err := tx.Session(ctx, scope, content.Session.PublicID)
		if err != nil {
			return err
		}
		known, err := tx.sheetPrinted(ctx, n.ID, row.Fingerprint)
		if err == nil {
			row = known
			return nil
		}
		if !errors.Is(err, models.ErrNotFound) {
			return err
		}
		row.ID, row.PublicID, row.PrintedAt, row.PrintedBy = models.NewID(), models.NewPublicID(), tx.Now(), nullable(scope.Actor().UserID)
		if row.Number, err = tx.nextSheetNumber(ctx, n.CentreID); err != nil {
			return err
		}
		// The number was waited for: another printing of the same list may have come first.
		if known, err = tx.sheetPrinted(ctx, n.ID, row.Fingerprint); err == nil {
			row = known
			return errRollback
		}
		if !errors.Is(err, models.ErrNotFound) {
			return err
		}
		if err := tx.insert(ctx, "sheets", sheetColumns, row); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: n.CentreID, Record: row.PublicID, Detail: "feuille " + row.Number})
	})
	if errors.Is(err, errRollback) {
		err = nil
	}
	return row, err
}

func (s *Store) sheetPrinted(ctx context.Context, sessionID, fingerprint string) (models.Sheet, error) {
	var row models.Sheet
	err := s.get(ctx, &row, "select "+sheetColumns+" from sheets where session_id = ? and fingerprint = ?", sessionID, fingerprint)
	return row, err
}

// nextSheetNumber takes the next number of a centre and year, « 2026-0042 »; a transaction that fails gives it back.
func (s *Store) nextSheetNumber(ctx context.Context, centreID string) (string, error) {
	year, last := s.Today().Year(), 0
	err := s.getWriting(ctx, &last, `insert into sheet_numbers (centre_id, year, last) values (?, ?, 1)
		on conflict (centre_id, year) do update set last = sheet_numbers.last + 1 returning last`, centreID, year)
	return fmt.Sprintf("%d-%04d", year, last), err
}

// SheetSession is the public id of the session of a printed sheet, within a scope of attendance: where its code leads.
func (s *Store) SheetSession(ctx context.Context, scope models.Scope, sheetPublicID string) (string, error) {
	condition, args := sessionsWithin(scope)
	var id string
	err := s.get(ctx, &id, "select s.public_id from sheets h join sessions s on s.id = h.session_id where h.public_id = ? and "+condition,
		append([]any{sheetPublicID}, args...)...)
	return id, err
}

// sheetsToPrint bounds one booklet of sheets.
const sheetsToPrint = 30

// SessionsToPrint lists the sessions of some days within the scope that are not cancelled, in the order of the clock:
// thirty at most.
func (s *Store) SessionsToPrint(ctx context.Context, scope models.Scope, from, to models.Date) ([]models.SessionRow, error) {
	condition, args := sessionsWithin(scope)
	var rows []models.SessionRow
	err := s.list(ctx, &rows, sessionRow+" where "+condition+" and s.on_date >= ? and s.on_date <= ? and s.status <> 'cancelled'"+
		" order by s.on_date, s.starts_at, s.id limit ?", append(args, from, to, sheetsToPrint)...)
	if err != nil {
		return nil, err
	}
	return rows, s.fillSessions(ctx, rows)
}
