package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"jalon/models"
)

const signatureColumns = `id, public_id, centre_id, session_id, registration_id, participant_id, half, moment, way, strokes_sealed, hash,
	device, entry_key, signed_at, certified_by, created_by, created_at, revoked_at, revoked_by, revoke_reason_sealed`

// SignatureRow is a signature with whose it is and who received it.
type SignatureRow struct {
	models.Signature
	Place     string `db:"place"` // public id of the registration
	Certifier string `db:"certifier"`
	Author    string `db:"author"`
	Revoker   string `db:"revoker"`
	Wrapped   []byte `db:"wrapped"`
	Intact    bool   `db:"-"` // the hash is that of what is stored
}

const signatureRow = `, r.public_id as place, coalesce(c.name, '') as certifier, coalesce(u.name, '') as author, coalesce(v.name, '') as revoker, k.wrapped
	from signatures x join sessions s on s.id = x.session_id join registrations r on r.id = x.registration_id
	join participants p on p.id = x.participant_id join person_keys k on k.participant_id = x.participant_id
	left join users c on c.id = x.certified_by left join users u on u.id = x.created_by left join users v on v.id = x.revoked_by
	where `

// Signatures lists the signatures of a session, opened, in the order in which they were received; those revoked included.
// The scope is of attendance.
func (s *Store) Signatures(ctx context.Context, scope models.Scope, session models.Session) ([]SignatureRow, error) {
	condition, args := within(scope, models.KindAttendance)
	var rows []SignatureRow
	err := s.list(ctx, &rows, "select "+prefixed("x", signatureColumns)+signatureRow+"s.public_id = ? and "+condition+" order by x.id",
		append([]any{session.PublicID}, args...)...)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if err := s.openSignature(&rows[i], session); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// SignaturesMade are the signatures of a session that count, without what was drawn. The scope is of attendance.
func (s *Store) SignaturesMade(ctx context.Context, scope models.Scope, sessionPublicID string) ([]models.Signature, error) {
	condition, args := within(scope, models.KindAttendance)
	var all []models.Signature
	err := s.list(ctx, &all, `select x.registration_id, x.half, x.moment, x.way, x.signed_at from signatures x join sessions s on s.id = x.session_id
		join participants p on p.id = x.participant_id where s.public_id = ? and x.revoked_at is null and `+condition+" order by x.id", append([]any{sessionPublicID}, args...)...)
	return all, err
}

func (s *Store) openSignature(row *SignatureRow, session models.Session) error {
	box, err := s.sealer.PersonBox(row.ParticipantID, row.Wrapped)
	if err != nil {
		return err
	}
	row.Wrapped = nil
	strokes, err := box.Open("signature "+row.ID, row.StrokesSealed)
	if err != nil {
		return err
	}
	if row.RevokeReason, err = box.Open("signature revoked "+row.ID, row.RevokeSealed); err != nil {
		return err
	}
	problems := models.Problems{}
	if strokes != "" {
		row.Strokes, problems = models.ParseStrokes(strokes)
	}
	row.Intact = len(problems) == 0 && row.Digest(session, row.Place) == row.Hash
	return nil
}

// Signing is one signature to write. EntryKey makes it count once, however often it is sent.
type Signing struct {
	models.SignSlot
	Way      string
	Strokes  models.Strokes // of SignedTablet and SignedCross only
	SignedAt models.Instant
	Device   string
	EntryKey string
}

// Sign writes a signature for somebody who attended. One sent again, or for a slot that is signed already, changes nothing.
// scope is of attendance to update; whoever certifies is its actor.
func (s *Store) Sign(ctx context.Context, scope models.Scope, sessionPublicID, placePublicID string, w Signing) error {
	return s.rollCallAt(ctx, scope, sessionPublicID, w.SignedAt, func(call *rollCall) error {
		at, err := call.find(placePublicID)
		if err != nil {
			return err
		}
		r := call.places[at]
		switch {
		case !call.session.Has(w.SignSlot):
			return models.Refuse(models.Invalid, "signature.problem.slot")
		case !r.Attended() && len(w.Strokes) == 0: // what was drawn is kept: the presence may be corrected
			return models.Refuse(models.Conflict, "signature.problem.not_attended")
		}
		if err := call.readSignatures(ctx); err != nil {
			return err
		}
		if call.signedFor(r.ID, w.SignSlot) {
			return nil
		}
		if err := call.sign(ctx, r, w); err != nil {
			return err
		}
		call.lines = append(call.lines, call.line(r, "signature "+string(w.Half)+" "+w.Moment+" "+w.Way))
		return call.settle(ctx, r, r.Registration)
	})
}

// SayCannotSign notes that a person said on the tablet that they cannot sign: a colleague certifies, or they sign on paper.
func (s *Store) SayCannotSign(ctx context.Context, scope models.Scope, sessionPublicID, placePublicID string) error {
	return s.rollCall(ctx, scope, sessionPublicID, func(call *rollCall) error {
		at, err := call.find(placePublicID)
		if err != nil || call.places[at].CannotSign {
			return err
		}
		call.lines = append(call.lines, call.line(call.places[at], "cannot sign"))
		return call.tx.change(ctx, "update registrations set cannot_sign = ?, version = version + 1 where id = ?", true, call.places[at].ID)
	})
}

// RevokeSignature makes a signature not count any more. It stays, with the reason.
func (s *Store) RevokeSignature(ctx context.Context, scope models.Scope, sessionPublicID, publicID, reason string) error {
	return s.rollCall(ctx, scope, sessionPublicID, func(call *rollCall) error {
		if err := call.readSignatures(ctx); err != nil {
			return err
		}
		for _, x := range call.signatures {
			if x.PublicID != publicID {
				continue
			}
			for _, r := range call.places {
				if r.ID == x.RegistrationID {
					call.lines = append(call.lines, call.line(r, "signature revoked"))
					if err := call.revoke(ctx, x, reason); err != nil {
						return err
					}
					return call.settle(ctx, r, r.Registration)
				}
			}
		}
		return models.ErrNotFound
	})
}

func (c *rollCall) line(r models.RegistrationRow, detail string) models.JournalEntry {
	return models.JournalEntry{CentreID: r.CentreID, Record: r.PublicID, Participant: r.ParticipantPublicID, Detail: detail}
}

// readSignatures reads those of the session that count, once.
func (c *rollCall) readSignatures(ctx context.Context) error {
	if c.signatures != nil {
		return nil
	}
	c.signatures = []models.Signature{}
	return c.tx.list(ctx, &c.signatures, "select "+signatureColumns+" from signatures where session_id = ? and revoked_at is null order by id", c.session.ID)
}

func (c *rollCall) signedFor(registrationID string, slot models.SignSlot) bool {
	for _, x := range c.signatures {
		if x.RegistrationID == registrationID && x.Half == slot.Half && x.Moment == slot.Moment && x.RevokedAt.IsZero() {
			return true
		}
	}
	return false
}

// sign writes one signature of the place. The signatures have been read.
func (c *rollCall) sign(ctx context.Context, r models.RegistrationRow, w Signing) error {
	user := nullable(c.scope.Actor().UserID)
	x := models.Signature{ID: models.NewID(), PublicID: models.NewPublicID(), CentreID: r.CentreID, SessionID: r.SessionID, RegistrationID: r.ID,
		ParticipantID: r.ParticipantID, Half: w.Half, Moment: w.Moment, Way: w.Way, Strokes: w.Strokes, Device: w.Device, EntryKey: w.EntryKey,
		SignedAt: w.SignedAt, CreatedBy: user, CreatedAt: c.tx.Now()}
	if w.Way == models.SignedCertified {
		x.CertifiedBy = user
	}
	if x.EntryKey == "" {
		x.EntryKey = x.ID
	}
	if x.SignedAt.IsZero() || x.SignedAt.After(x.CreatedAt.Time) {
		x.SignedAt = x.CreatedAt
	}
	known, err := c.tx.count(ctx, "select count(*) from signatures where entry_key = ?", x.EntryKey)
	if err != nil || known > 0 {
		return err
	}
	if len(x.Strokes) > 0 {
		box, err := c.tx.box(ctx, r.ParticipantID)
		if err != nil {
			return err
		}
		x.StrokesSealed = box.Seal("signature "+x.ID, x.Strokes.String())
	}
	x.Hash = x.Digest(c.session.Session, r.PublicID)
	c.signatures = append(c.signatures, x)
	return c.tx.insert(ctx, "signatures", signatureColumns, x)
}

func (c *rollCall) revoke(ctx context.Context, x models.Signature, reason string) error {
	box, err := c.tx.box(ctx, x.ParticipantID)
	if err != nil {
		return err
	}
	for i := range c.signatures {
		if c.signatures[i].ID == x.ID {
			c.signatures[i].RevokedAt = c.tx.Now()
		}
	}
	return c.tx.change(ctx, "update signatures set revoked_at = ?, revoked_by = ?, revoke_reason_sealed = ? where id = ? and revoked_at is null",
		c.tx.Now(), nullable(c.scope.Actor().UserID), box.Seal("signature revoked "+x.ID, reason), x.ID)
}

// settle writes whether the place counts as signed, after its signatures changed. after is the mark as it is.
func (c *rollCall) settle(ctx context.Context, r models.RegistrationRow, after models.Registration) error {
	after.Signed = c.session.Covered(after, c.signatures)
	after.CannotSign = false
	if after.Signed == r.Signed && after.CannotSign == r.CannotSign {
		return nil
	}
	return c.tx.change(ctx, "update registrations set signed = ?, cannot_sign = ?, version = version + 1 where id = ?", after.Signed, after.CannotSign, r.ID)
}

// checkSignatures recounts the hash of every signature.
func (s *Store) checkSignatures(ctx context.Context, v *Verification) error {
	query := "select " + prefixed("x", signatureColumns) + `, r.public_id as place, k.wrapped, s.public_id as session, s.on_date, s.starts_at, s.ends_at
		from signatures x join sessions s on s.id = x.session_id join registrations r on r.id = x.registration_id
		join person_keys k on k.participant_id = x.participant_id order by x.id`
	err := s.each(ctx, query, nil, func(rows *sqlx.Rows) error {
		var row struct {
			SignatureRow
			Session  string      `db:"session"`
			OnDate   models.Date `db:"on_date"`
			StartsAt string      `db:"starts_at"`
			EndsAt   string      `db:"ends_at"`
		}
		if err := rows.StructScan(&row); err != nil {
			return err
		}
		n := models.Session{PublicID: row.Session, OnDate: row.OnDate, StartsAt: row.StartsAt, EndsAt: row.EndsAt}
		err := s.openSignature(&row.SignatureRow, n)
		if (err != nil || !row.Intact) && len(v.Unreadable) < maxReported {
			v.Unreadable = append(v.Unreadable, "signatures.hash "+row.PublicID)
		}
		return nil
	})
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return fmt.Errorf("signatures: %w", err)
	}
	return nil
}

// unsigned refuses to move a session that people have signed for: its hours are part of what they signed.
func (s *Store) unsigned(ctx context.Context, n models.Session) error {
	signed, err := s.count(ctx, "select count(*) from signatures where session_id = ? and revoked_at is null", n.ID)
	if err == nil && signed > 0 {
		return models.Refuse(models.Invalid, "session.problem.signed_fixed", "Count", signed)
	}
	return err
}

// SignedOtherwise tells, by public id, which places of a session have a signature that is not a tick for the paper.
func (s *Store) SignedOtherwise(ctx context.Context, scope models.Scope, sessionPublicID string) (map[string]bool, error) {
	condition, args := within(scope, models.KindAttendance)
	var places []string
	err := s.list(ctx, &places, `select distinct r.public_id from signatures x join sessions s on s.id = x.session_id
		join registrations r on r.id = x.registration_id join participants p on p.id = x.participant_id
		where s.public_id = ? and x.revoked_at is null and x.way <> 'papier' and `+condition, append([]any{sessionPublicID}, args...)...)
	found := map[string]bool{}
	for _, place := range places {
		found[place] = true
	}
	return found, err
}
