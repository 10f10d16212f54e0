package store

import (
	"context"

	"jalon/models"
)

// What became of a tap that does not count: a later one was there already, or it could not be.
const (
	MarkOvertaken = "depasse"
	MarkRefused   = "refuse"
)

// What a tap says: the presence, the signature, or, when it says nothing of it, the whole line.
const (
	SaysPresence  = "presence"
	SaysSignature = "signature"
)

// Tap is one tap of a roll call. One that waited on a device says when it was made, and its key makes it count once.
type Tap struct {
	models.Mark
	Says     string         // what it does not say stays as a colleague may have marked it meanwhile
	At       models.Instant // zero: now
	EntryKey string
}

// over is the mark of a place after the tap.
func (t Tap) over(s models.Session, r models.RegistrationRow) models.Mark {
	switch t.Says {
	case SaysPresence:
		t.Signed = r.Signed
	case SaysSignature:
		signed := t.Signed
		t.Mark = markOf(s, r)
		t.Signed = signed
	}
	return t.Mark
}

// markOf is what is marked of a place.
func markOf(s models.Session, r models.RegistrationRow) models.Mark {
	return models.Mark{Attendance: r.Attendance, LateMinutes: models.LateBy(s, r.Registration), LeftEarly: r.LeftEarly, Signed: r.Signed}
}

// Tap records a tap. The last tap by its time wins, whatever the order in which they arrive; one that comes too late, and
// one with a key that is refused, stay in the history (AttendanceMark.Outcome).
func (s *Store) Tap(ctx context.Context, scope models.Scope, sessionPublicID, placePublicID string, tap Tap) error {
	err := s.rollCallAt(ctx, scope, sessionPublicID, tap.At, func(call *rollCall) error {
		at, done, err := call.tapped(ctx, placePublicID, tap)
		if err != nil || done {
			return err
		}
		r := call.places[at]
		m := tap.over(call.session.Session, r)
		switch {
		case tap.Says == SaysSignature && m.Signed && !r.Attended():
			return models.Refuse(models.Invalid, "signature.problem.not_attended")
		case r.MarkedAt.After(call.madeAt().Time):
			return call.overtaken(ctx, r, m)
		}
		return call.mark(ctx, at, m)
	})
	if code := models.CodeOf(err); tap.EntryKey != "" && (code == models.Invalid || code == models.Conflict) {
		if problem := s.refuseTap(ctx, scope, sessionPublicID, placePublicID, tap); problem != nil {
			return problem
		}
	}
	return err
}

// tapped finds the place of a tap, and tells whether the tap has been received before.
func (c *rollCall) tapped(ctx context.Context, placePublicID string, tap Tap) (int, bool, error) {
	at, err := c.find(placePublicID)
	if err != nil || tap.EntryKey == "" {
		return at, false, err
	}
	c.entry = tap.EntryKey
	known, err := c.tx.count(ctx, "select count(*) from attendance_marks where entry_key = ?", tap.EntryKey)
	return at, known > 0, err
}

// overtaken keeps a tap that says otherwise than the later one.
func (c *rollCall) overtaken(ctx context.Context, r models.RegistrationRow, m models.Mark) error {
	after := r.Registration
	after.Attendance, after.Minutes, after.LeftEarly = m.Attendance, m.Minutes(c.session.Session), m.LeftEarly
	if sameMark(r.Registration, after) {
		return nil
	}
	return c.remember(ctx, r.Registration, after, MarkOvertaken)
}

// refuseTap keeps in the history that a tap could not be; the place stays as it is.
func (s *Store) refuseTap(ctx context.Context, scope models.Scope, sessionPublicID, placePublicID string, tap Tap) error {
	return s.Atomically(ctx, func(tx *Store) error {
		n, err := tx.lockSession(ctx, scope, sessionPublicID)
		if err != nil {
			return err
		}
		places, err := tx.Registrations(ctx, scope, sessionPublicID)
		if err != nil {
			return err
		}
		call := &rollCall{tx: tx, scope: scope, session: n, places: places, gesture: models.NewPublicID(), at: tap.At}
		at, done, err := call.tapped(ctx, placePublicID, tap)
		if err != nil || done {
			return err
		}
		after := places[at].Registration
		after.Attendance = tap.Attendance
		return call.remember(ctx, places[at].Registration, after, MarkRefused)
	})
}
