package store

import (
	"context"
	"slices"

	"jalon/models"
)

// CheckScan notes who signed on a page, as a colleague compared it with the list: signed holds public ids of places. Somebody
// still to specify who signed was there; a signature noted from a scan before and not ticked any more is revoked; what
// was drawn, certified or on paper stays. It says for how many people something changed. scope is of scans to update,
// attendance of attendance to update.
func (s *Store) CheckScan(ctx context.Context, scope, attendance models.Scope, publicID string, signed []string) (int, error) {
	changed := 0
	err := s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.Scan(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if v.State != models.ScanFiled || !v.WithdrawnAt.IsZero() {
			return models.ErrNotFound
		}
		err = tx.rollCall(ctx, attendance, v.Session, func(call *rollCall) error {
			if err := call.readSignatures(ctx); err != nil {
				return err
			}
			for i, r := range call.places {
				if r.Place != models.PlaceTaken {
					continue
				}
				did, err := call.scanned(ctx, i, slices.Contains(signed, r.PublicID))
				if err != nil {
					return err
				}
				if did {
					changed++
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if err := tx.change(ctx, "update scans set checked_at = ?, checked_by = ? where id = ?", tx.Now(), nullable(scope.Actor().UserID), v.ID); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: v.CentreID, Record: v.PublicID})
	})
	return changed, err
}

// scanned notes what the page says of one place, and whether that is new.
func (c *rollCall) scanned(ctx context.Context, at int, signed bool) (bool, error) {
	r := c.places[at]
	if !signed {
		return c.unscan(ctx, r)
	}
	if r.Absent() {
		return false, models.Refuse(models.Conflict, "scan.problem.absent", "Name", r.FullName())
	}
	if !r.Attended() {
		if err := c.mark(ctx, at, models.Mark{Attendance: models.Present}); err != nil {
			return false, err
		}
		r.Attendance = models.Present
	}
	did := false
	for _, half := range c.session.AttendedHalves(r.Registration) {
		start, end := models.SignSlot{Half: half, Moment: models.MomentStart}, models.SignSlot{Half: half, Moment: models.MomentEnd}
		if c.signedFor(r.ID, start) || c.signedFor(r.ID, end) {
			continue
		}
		if err := c.sign(ctx, r, Signing{SignSlot: start, Way: models.SignedScan}); err != nil {
			return false, err
		}
		did = true
	}
	if !did {
		return false, nil
	}
	c.lines = append(c.lines, c.line(r, "signature "+models.SignedScan))
	return true, c.settle(ctx, r, r.Registration)
}

// unscan revokes the signatures of a place that came from a scan.
func (c *rollCall) unscan(ctx context.Context, r models.RegistrationRow) (bool, error) {
	did := false
	for _, x := range slices.Clone(c.signatures) {
		if x.RegistrationID != r.ID || x.Way != models.SignedScan || !x.RevokedAt.IsZero() {
			continue
		}
		if err := c.revoke(ctx, x, models.SignedScan); err != nil {
			return false, err
		}
		did = true
	}
	if !did {
		return false, nil
	}
	c.lines = append(c.lines, c.line(r, "signature revoked"))
	return true, c.settle(ctx, r, r.Registration)
}
