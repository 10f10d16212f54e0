package store

import (
	"context"

	"jalon/models"
)

const funderLinkColumns = "id, public_id, centre_id, funder, label, secret_hash, expires_on, read_at, reads, revoked_at, revoked_by, created_by, created_at"

// FunderLink is an address that shows a funder the figures of its operations, without a login.
type FunderLink struct {
	ID         string         `db:"id"`
	PublicID   string         `db:"public_id"`
	CentreID   string         `db:"centre_id"`
	Funder     string         `db:"funder"`
	Label      string         `db:"label"` // for whom
	SecretHash string         `db:"secret_hash"`
	ExpiresOn  models.Date    `db:"expires_on"` // the last day on which it opens
	ReadAt     models.Instant `db:"read_at"`
	Reads      int            `db:"reads"` // at most one an hour is counted
	RevokedAt  models.Instant `db:"revoked_at"`
	RevokedBy  *string        `db:"revoked_by"`
	CreatedBy  *string        `db:"created_by"`
	CreatedAt  models.Instant `db:"created_at"`
	Author     string         `db:"author"`
}

// Open tells whether the link still opens on a day.
func (l FunderLink) Open(today models.Date) bool { return l.RevokedAt.IsZero() && today <= l.ExpiresOn }

// MaxLinkDays bounds how long a link lasts.
const MaxLinkDays = 366

// CreateFunderLink makes a link of a centre of the scope and returns its secret, of 128 bits at least; it can never be read again.
func (s *Store) CreateFunderLink(ctx context.Context, scope models.Scope, l FunderLink) (string, error) {
	if scope.Kind() != models.KindFunderLink || scope.Action() != models.Create || !scope.Covers(models.Record{CentreID: l.CentreID}) {
		return "", models.ErrForbidden
	}
	secret := models.NewToken()
	l.ID, l.PublicID, l.SecretHash = models.NewID(), models.NewPublicID(), tokenHash(secret)
	l.CreatedAt, l.CreatedBy = s.Now(), nullable(scope.Actor().UserID)
	err := s.Atomically(ctx, func(tx *Store) error {
		if err := tx.insert(ctx, "funder_links", funderLinkColumns, l); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: l.CentreID, Record: l.PublicID, Detail: l.Funder + " until " + string(l.ExpiresOn)})
	})
	return secret, err
}

// FunderLinks lists the links of the centres of the scope, the latest first; those that are no more too.
func (s *Store) FunderLinks(ctx context.Context, scope models.Scope) ([]FunderLink, error) {
	query, args := funderLinkList(scope)
	var all []FunderLink
	return all, s.list(ctx, &all, query, args...)
}

func funderLinkList(scope models.Scope) (string, []any) {
	condition, args := within(scope, models.KindFunderLink)
	if centres, values := inCentres(scope, "f.centre_id"); centres != "" {
		condition, args = condition+" and "+centres, append(args, values...)
	}
	return "select " + prefixed("f", funderLinkColumns) + `, coalesce(u.name, '') as author from funder_links f join centres c on c.id = f.centre_id
		left join users u on u.id = f.created_by where ` + condition + " order by f.created_at desc, f.id desc limit 100", args
}

// RevokeFunderLink closes a link at once. One that is closed already stays as it is.
func (s *Store) RevokeFunderLink(ctx context.Context, scope models.Scope, publicID string) error {
	if scope.Action() != models.Cancel {
		return models.ErrForbidden
	}
	condition, args := within(scope, models.KindFunderLink)
	return s.Atomically(ctx, func(tx *Store) error {
		var l FunderLink
		err := tx.get(ctx, &l, "select "+prefixed("f", funderLinkColumns)+" from funder_links f join centres c on c.id = f.centre_id where f.public_id = ? and "+condition,
			append([]any{publicID}, args...)...)
		if err != nil || !l.RevokedAt.IsZero() {
			return err
		}
		if _, err := tx.exec(ctx, "update funder_links set revoked_at = ?, revoked_by = ? where id = ?", tx.Now(), nullable(scope.Actor().UserID), l.ID); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: l.CentreID, Record: l.PublicID, Detail: "revoked"})
	})
}

// OpenFunderLink finds the link of a secret, before anybody is signed in: models.ErrNotFound for one that was never given, was taken back
// or has expired.
func (s *Store) OpenFunderLink(ctx context.Context, secret string) (FunderLink, error) {
	var l FunderLink
	err := s.get(ctx, &l, "select "+prefixed("f", funderLinkColumns)+" from funder_links f where f.secret_hash = ?", tokenHash(secret))
	if err == nil && !l.Open(s.Today()) {
		err = models.ErrNotFound
	}
	return l, err
}

// FunderLinkRead writes down that a link was opened, once an hour, under the scope of what it shows.
func (s *Store) FunderLinkRead(ctx context.Context, scope models.Scope, l FunderLink) error {
	return s.Atomically(ctx, func(tx *Store) error {
		now := tx.Now()
		n, err := tx.exec(ctx, "update funder_links set read_at = ?, reads = reads + 1 where id = ? and (read_at is null or read_at < ?)", now, l.ID, models.InstantOf(now.Add(-readEvery)))
		if err != nil || n == 0 {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: l.CentreID, Kind: models.KindFunderLink, Record: l.PublicID, Detail: "opened"})
	})
}
