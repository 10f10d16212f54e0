package store

import (
	"context"

	"jalon/models"
)

// UpdateFile changes what is written about a document, under the version its form was opened with. The content never changes.
func (s *Store) UpdateFile(ctx context.Context, scope models.Scope, f models.File) error {
	if err := models.CheckFile(f, s.Today()).AsError(); err != nil {
		return err
	}
	return s.changeFile(ctx, scope, models.Update, f.PublicID, func(tx *Store, before *FileView) error {
		if !before.WithdrawnAt.IsZero() {
			return models.Refuse(models.Conflict, "file.withdrawn")
		}
		if before.Version != f.Version {
			return models.ErrStale
		}
		if err := tx.keepRevision(ctx, scope, before.ParticipantID, models.KindDocument, before.ID, before.Version, "", before.File); err != nil {
			return err
		}
		before.Kind, before.ExpiresOn, before.Comment = f.Kind, f.ExpiresOn, f.Comment
		return nil
	})
}

// WithdrawFile takes a document out of use, with a reason: it stays, nobody opens it, RestoreFile puts it back.
func (s *Store) WithdrawFile(ctx context.Context, scope models.Scope, publicID, reason string) error {
	if err := models.CheckReason(reason).AsError(); err != nil {
		return err
	}
	return s.changeFile(ctx, scope, models.Cancel, publicID, func(tx *Store, f *FileView) error {
		if !f.WithdrawnAt.IsZero() {
			return models.Refuse(models.Conflict, "file.withdrawn")
		}
		f.WithdrawnAt, f.WithdrawnBy, f.Reason = tx.Now(), nullable(scope.Actor().UserID), reason
		return nil
	})
}

// RestoreFile puts a withdrawn document back.
func (s *Store) RestoreFile(ctx context.Context, scope models.Scope, publicID string) error {
	return s.changeFile(ctx, scope, models.Cancel, publicID, func(_ *Store, f *FileView) error {
		f.WithdrawnAt, f.WithdrawnBy, f.Reason = models.Instant{}, nil, ""
		return nil
	})
}

// changeFile writes the change of one document with its journal line.
func (s *Store) changeFile(ctx context.Context, scope models.Scope, action, publicID string, change func(tx *Store, f *FileView) error) error {
	if scope.Action() != action {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		f, err := tx.File(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if err := change(tx, &f); err != nil {
			return err
		}
		box, err := tx.box(ctx, f.ParticipantID)
		if err != nil {
			return err
		}
		if f.DetailsSealed, err = SealJSON(box, "file "+f.ID, f.FileDetails); err != nil {
			return err
		}
		err = tx.change(ctx, `update files set kind = ?, expires_on = ?, details_sealed = ?, withdrawn_at = ?, withdrawn_by = ?, version = version + 1
			where id = ? and version = ?`, f.Kind, f.ExpiresOn, f.DetailsSealed, f.WithdrawnAt, f.WithdrawnBy, f.ID, f.Version)
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, f.entry())
	})
}

// ExpiringFile is a document whose end is near or past.
type ExpiringFile struct {
	PublicID   string      `db:"public_id"`
	Kind       string      `db:"kind"`
	ExpiresOn  models.Date `db:"expires_on"`
	Person     string      `db:"person"` // public id
	FamilyName string      `db:"family_name"`
	GivenName  string      `db:"given_name"`
}

// Name is the person's as lists write it.
func (e ExpiringFile) Name() string { return models.ListName(e.FamilyName, e.GivenName) }

// ExpiringFiles lists the documents that end between two days, within a scope of documents, the first first.
func (s *Store) ExpiringFiles(ctx context.Context, scope models.Scope, from, until models.Date, limit int) ([]ExpiringFile, error) {
	query, args := expiringFiles(scope, from, until, limit)
	var all []ExpiringFile
	err := s.list(ctx, &all, query, args...)
	return all, err
}

func expiringFiles(scope models.Scope, from, until models.Date, limit int) (string, []any) {
	condition, args := within(scope, models.KindDocument)
	if narrow, values := inCentres(scope, "f.centre_id"); narrow != "" {
		condition, args = condition+" and "+narrow, append(args, values...)
	}
	return `select f.public_id, f.kind, f.expires_on, p.public_id as person, p.family_name, p.given_name
		from files f cross join participants p where p.id = f.participant_id and f.withdrawn_at is null and f.expires_on is not null
		and f.expires_on >= ? and f.expires_on <= ? and ` + condition + " order by f.expires_on, f.id limit ?",
		append(append([]any{from, until}, args...), limit)
}

// AttestationsOfPerson lists the attestations of a person that are in force, within a scope of attestations, newest first.
func (s *Store) AttestationsOfPerson(ctx context.Context, scope models.Scope, personPublicID string) ([]models.Attestation, error) {
	condition, args := within(scope, models.KindAttestation)
	var all []models.Attestation
	err := s.list(ctx, &all, "select "+prefixed("t", listedAttestation)+` from attestations t join participants p on p.id = t.participant_id
		join enrolments e on e.id = t.enrolment_id where t.cancelled_at is null and p.public_id = ? and `+condition+
		" order by t.issued_on desc nulls last, t.id desc", append([]any{personPublicID}, args...)...)
	return all, err
}

// fileMoments: a document that was added and is still there. Its name stays sealed: the timeline says what it is.
const fileMoments = `select 'file' as kind, f.added_on as on_date, '' as starts_at, '' as ends_at, f.public_id, '' as programme, f.kind as title, 0 as minutes,
	'' as mode, '' as place, '' as presence, false as signed, '' as topics, '' as next_step, coalesce(u.name, '') as author
	from participants p join files f on f.participant_id = p.id left join users u on u.id = f.created_by where f.withdrawn_at is null and `
