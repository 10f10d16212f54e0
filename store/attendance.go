package store

import (
	"context"
	"errors"

	"jalon/models"
)

// MarkAttendance records what became of one place: one tap of a roll call. The same tap twice changes nothing.
// It returns the place as it is now.
func (s *Store) MarkAttendance(ctx context.Context, scope models.Scope, sessionPublicID, placePublicID string, m models.Mark) (models.RegistrationRow, error) {
	var row models.RegistrationRow
	err := s.Atomically(ctx, func(tx *Store) error {
		if err := tx.Tap(ctx, scope, sessionPublicID, placePublicID, Tap{Mark: m}); err != nil {
			return err
		}
		var err error
		row, err = tx.registration(ctx, scope, placePublicID)
		return err
	})
	return row, err
}

// MarkRemaining marks everybody still to specify as present and says how many. People busy elsewhere at that time are
// left as they are and named by the errors.
func (s *Store) MarkRemaining(ctx context.Context, scope models.Scope, sessionPublicID string) (int, []error, error) {
	changed, left := 0, []error(nil)
	err := s.rollCall(ctx, scope, sessionPublicID, func(call *rollCall) error {
		for i, r := range call.places {
			if r.Attendance != "" {
				continue
			}
			err := call.mark(ctx, i, models.Mark{Attendance: models.Present, Signed: r.Signed})
			if models.CodeOf(err) == models.Invalid {
				left = append(left, err)
			} else if err != nil {
				return err
			}
		}
		changed = call.changed
		return nil
	})
	return changed, left, err
}

// SignAll notes that everybody who attended has signed the sheet, and says for how many that is new.
func (s *Store) SignAll(ctx context.Context, scope models.Scope, sessionPublicID string) (int, error) {
	changed := 0
	err := s.rollCall(ctx, scope, sessionPublicID, func(call *rollCall) error {
		for i, r := range call.places {
			if !r.Attended() || r.Signed {
				continue
			}
			m := markOf(call.session.Session, r)
			m.Signed = true
			if err := call.mark(ctx, i, m); err != nil {
				return err
			}
		}
		changed = call.changed
		return nil
	})
	return changed, err
}

// rollCall is one gesture on the places of a held session.
type rollCall struct {
	tx         *Store
	scope      models.Scope
	session    models.SessionRow
	places     []models.RegistrationRow
	signatures []models.Signature // that count; nil until read
	gesture    string
	reason     string
	at         models.Instant // when the gesture was made; zero: now
	entry      string         // key of a tap, which counts once
	changed    int
	lines      []models.JournalEntry // of the journal, written at the end
}

// rollCall holds a session whose attendance may be marked now, and lets f mark its places. scope is of attendance
// to update.
func (s *Store) rollCall(ctx context.Context, scope models.Scope, sessionPublicID string, f func(*rollCall) error) error {
	return s.rollCallAt(ctx, scope, sessionPublicID, models.Instant{}, f)
}

// rollCallAt is rollCall for a gesture made at a moment that may be past: what was done before a session was closed still
// counts when it arrives after.
func (s *Store) rollCallAt(ctx context.Context, scope models.Scope, sessionPublicID string, made models.Instant, f func(*rollCall) error) error {
	if scope.Kind() != models.KindAttendance {
		return models.ErrNotFound
	}
	return s.Atomically(ctx, func(tx *Store) error {
		n, err := tx.lockSession(ctx, scope, sessionPublicID)
		if err != nil {
			return err
		}
		before := n.Status == models.SessionClosed && !made.IsZero() && made.Before(n.ClosedAt.Time)
		if err := n.MayBeMarked(tx.Today()); err != nil && !before {
			return err
		}
		places, err := tx.Registrations(ctx, scope, sessionPublicID)
		if err != nil {
			return err
		}
		call := &rollCall{tx: tx, scope: scope, session: n, places: places, gesture: models.NewPublicID(), at: made}
		if err := f(call); err != nil {
			return err
		}
		return call.write(ctx)
	})
}

// write ends the gesture in the journal. Its head is held last: a transaction that held it while it waits for a person
// would stop another one that has the person and waits for the journal.
func (c *rollCall) write(ctx context.Context) error {
	for _, line := range c.lines {
		if err := c.tx.journal(ctx, c.scope, line); err != nil {
			return err
		}
	}
	return nil
}

// find is the index of a place of this session; people on the waiting list have none.
func (c *rollCall) find(publicID string) (int, error) {
	for i, r := range c.places {
		if r.PublicID == publicID && r.Place == models.PlaceTaken {
			return i, nil
		}
	}
	return 0, models.ErrNotFound
}

// mark writes one mark and its history; nothing when nothing changes.
func (c *rollCall) mark(ctx context.Context, at int, m models.Mark) error {
	r := c.places[at]
	after := r.Registration
	after.Attendance, after.Minutes, after.LeftEarly, after.Signed = m.Attendance, m.Minutes(c.session.Session), 0, m.Signed
	if after.Minutes != nil {
		after.LeftEarly = m.LeftEarly
	}
	return c.change(ctx, r, after)
}

func (c *rollCall) change(ctx context.Context, before models.RegistrationRow, after models.Registration) error {
	if before.Place != models.PlaceTaken {
		return nil
	}
	var err error
	if after.Signed, err = c.signedNow(ctx, before, after); err != nil || sameMark(before.Registration, after) {
		return err
	}
	if err := c.attends(ctx, before, after); err != nil {
		return err
	}
	user := nullable(c.scope.Actor().UserID)
	err = c.tx.change(ctx, `update registrations set attendance = ?, minutes = ?, left_early = ?, signed = ?, marked_at = ?, marked_by = ?,
		version = version + 1 where id = ?`, after.Attendance, after.Minutes, after.LeftEarly, after.Signed, c.madeAt(), user, before.ID)
	if err != nil {
		return err
	}
	if err := c.remember(ctx, before.Registration, after, ""); err != nil {
		return err
	}
	c.changed++
	c.lines = append(c.lines, models.JournalEntry{CentreID: before.CentreID, Record: before.PublicID,
		Participant: before.ParticipantPublicID, Detail: before.Attendance + " -> " + after.Attendance})
	return nil
}

// signedNow is whether the place counts as signed once it is marked. A tick is the paper that was signed: it stands for the
// half-days that have no signature yet; taken away, it revokes what it stood for and leaves what was drawn.
func (c *rollCall) signedNow(ctx context.Context, before models.RegistrationRow, after models.Registration) (bool, error) {
	if after.Attendance != models.Present && after.Attendance != models.Late {
		return false, nil
	}
	if err := c.readSignatures(ctx); err != nil {
		return false, err
	}
	switch {
	case after.Signed && !before.Signed:
		return true, c.signPaper(ctx, before, after)
	case !after.Signed && before.Signed && before.Attended():
		if err := c.revokePaper(ctx, before); err != nil {
			return false, err
		}
	}
	return after.Signed || c.session.Covered(after, c.signatures), nil
}

// signPaper notes the paper for the half-days attended that nothing is signed for.
func (c *rollCall) signPaper(ctx context.Context, r models.RegistrationRow, after models.Registration) error {
	for _, half := range c.session.AttendedHalves(after) {
		if c.signedFor(r.ID, models.SignSlot{Half: half, Moment: models.MomentStart}) || c.signedFor(r.ID, models.SignSlot{Half: half, Moment: models.MomentEnd}) {
			continue
		}
		if err := c.sign(ctx, r, Signing{SignSlot: models.SignSlot{Half: half, Moment: models.MomentStart}, Way: models.SignedPaper}); err != nil {
			return err
		}
	}
	return nil
}

func (c *rollCall) revokePaper(ctx context.Context, r models.RegistrationRow) error {
	for _, x := range c.signatures {
		if x.RegistrationID == r.ID && x.Way == models.SignedPaper && x.RevokedAt.IsZero() {
			if err := c.revoke(ctx, x, c.reason); err != nil {
				return err
			}
		}
	}
	return nil
}

func sameMark(a, b models.Registration) bool {
	sameMinutes := a.Minutes == nil && b.Minutes == nil || a.Minutes != nil && b.Minutes != nil && *a.Minutes == *b.Minutes
	return a.Attendance == b.Attendance && a.Signed == b.Signed && a.LeftEarly == b.LeftEarly && sameMinutes
}

// attends is what a new presence brings: nobody is in two places at once, and the first attended contact freezes the
// entry snapshot.
func (c *rollCall) attends(ctx context.Context, before models.RegistrationRow, after models.Registration) error {
	attended := after.Attendance == models.Present || after.Attendance == models.Late
	if !attended || before.Attended() {
		return nil
	}
	if err := c.tx.lockPerson(ctx, before.ParticipantID); err != nil {
		return err
	}
	if err := c.tx.personFree(ctx, c.session.Session, before.ParticipantID, before.FullName(), factClash); err != nil {
		return err
	}
	return c.tx.freezeEntry(ctx, before.EnrolmentID, c.session.OnDate)
}

// madeAt is the hour that counts for the gesture.
func (c *rollCall) madeAt() models.Instant {
	if c.at.IsZero() {
		return c.tx.Now()
	}
	return c.at
}

// remember writes a line of the history; outcome is "" for a mark that counts.
func (c *rollCall) remember(ctx context.Context, before, after models.Registration, outcome string) error {
	var entry *string
	if c.entry != "" {
		entry = &c.entry
	}
	_, err := c.tx.exec(ctx, `insert into attendance_marks (id, registration_id, session_id, gesture, before_attendance, before_minutes,
		before_left_early, before_signed, attendance, minutes, left_early, signed, reason, user_id, at, received_at, entry_key, outcome)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		models.NewID(), before.ID, before.SessionID, c.gesture, before.Attendance, before.Minutes, before.LeftEarly, before.Signed,
		after.Attendance, after.Minutes, after.LeftEarly, after.Signed, c.reason, nullable(c.scope.Actor().UserID), c.madeAt(), c.tx.Now(), entry, outcome)
	return err
}

// AttendanceMark is one line of the history of a roll call.
type AttendanceMark struct {
	At         models.Instant `db:"at"`
	Gesture    string         `db:"gesture"`
	Place      string         `db:"place"`  // public id
	Person     string         `db:"person"` // public id
	FamilyName string         `db:"family_name"`
	GivenName  string         `db:"given_name"`
	By         string         `db:"by_name"`
	Before     string         `db:"before_attendance"`
	WasSigned  bool           `db:"before_signed"`
	After      string         `db:"attendance"`
	Signed     bool           `db:"signed"`
	Reason     string         `db:"reason"`
	Outcome    string         `db:"outcome"` // "", MarkOvertaken or MarkRefused
}

// FullName is the family name first, then the given name.
func (m AttendanceMark) FullName() string {
	return models.RegistrationRow{FamilyName: m.FamilyName, GivenName: m.GivenName}.FullName()
}

// AttendanceHistory lists the latest marks of a session, newest first.
func (s *Store) AttendanceHistory(ctx context.Context, scope models.Scope, sessionPublicID string, limit int) ([]AttendanceMark, error) {
	condition, args := within(scope, models.KindAttendance)
	var all []AttendanceMark
	err := s.list(ctx, &all, `select k.at, k.gesture, r.public_id as place, p.public_id as person, p.family_name, p.given_name, coalesce(u.name, '') as by_name,
		k.before_attendance, k.before_signed, k.attendance, k.signed, k.reason, k.outcome from attendance_marks k
		join sessions s on s.id = k.session_id join registrations r on r.id = k.registration_id
		join participants p on p.id = r.participant_id left join users u on u.id = k.user_id
		where s.public_id = ? and `+condition+" order by k.id desc limit ?", append(append([]any{sessionPublicID}, args...), limit)...)
	return all, err
}

// reasonUndo marks the lines of the history written by UndoGesture.
const reasonUndo = "annulation"

// LastGesture is the user's latest gesture on a session, if it can be undone: the last one of all, not itself an
// undoing. "" when there is none.
func (s *Store) LastGesture(ctx context.Context, scope models.Scope, sessionPublicID string) (string, error) {
	condition, args := within(scope, models.KindAttendance)
	var last struct {
		Gesture string  `db:"gesture"`
		Reason  string  `db:"reason"`
		UserID  *string `db:"user_id"`
	}
	err := s.get(ctx, &last, `select k.gesture, k.reason, k.user_id from attendance_marks k join sessions s on s.id = k.session_id
		where s.public_id = ? and k.outcome = '' and `+condition+" order by k.id desc limit 1", append([]any{sessionPublicID}, args...)...)
	if errors.Is(err, models.ErrNotFound) || last.Reason == reasonUndo || last.UserID == nil || *last.UserID != scope.Actor().UserID {
		return "", nil
	}
	return last.Gesture, err
}

// UndoGesture puts the places of the user's last gesture back as they were. Both are kept in the history.
func (s *Store) UndoGesture(ctx context.Context, scope models.Scope, sessionPublicID, gesture string) (int, error) {
	undone := 0
	err := s.rollCall(ctx, scope, sessionPublicID, func(call *rollCall) error {
		last, err := call.tx.LastGesture(ctx, scope, sessionPublicID)
		if err != nil {
			return err
		}
		if last == "" || last != gesture {
			return models.Refuse(models.Conflict, "attendance.problem.nothing_to_undo")
		}
		var former []models.Registration
		err = call.tx.list(ctx, &former, `select registration_id as id, before_attendance as attendance, before_minutes as minutes,
			before_left_early as left_early, before_signed as signed from attendance_marks where session_id = ? and gesture = ?`, call.session.ID, gesture)
		if err != nil {
			return err
		}
		call.reason = reasonUndo
		for _, f := range former {
			if err := call.restore(ctx, f); err != nil {
				return err
			}
		}
		undone = call.changed
		return nil
	})
	return undone, err
}

func (c *rollCall) restore(ctx context.Context, former models.Registration) error {
	for _, r := range c.places {
		if r.ID == former.ID {
			return c.change(ctx, r, former)
		}
	}
	return nil
}
