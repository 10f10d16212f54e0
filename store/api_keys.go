package store

import (
	"context"
	"time"

	"jalon/models"
)

const apiKeyColumns = "id, public_id, centre_id, name, funder, key_hash, hint, expires_on, created_by, created_at, revoked_at, revoked_by, used_at"

// APIKeyView is a key as its centre sees it: who made it, and the codes of its operations.
type APIKeyView struct {
	models.APIKey
	Author string `db:"author"`
	Codes  string `db:"codes"`
}

// apiKeyPrefix marks a key for those who search their files for secrets.
const apiKeyPrefix = "jalon_"

// usedEvery is how often the use of a key is written on the key; the journal has every call.
const usedEvery = time.Minute

// CreateAPIKey makes a key of a centre of the scope and returns it: it can never be read again. Its operations are of that
// centre and, of a funder's key, of that funder.
func (s *Store) CreateAPIKey(ctx context.Context, scope models.Scope, k models.APIKey) (string, error) {
	if scope.Kind() != models.KindAPIKey || scope.Action() != models.Create || !scope.Covers(models.Record{CentreID: k.CentreID}) {
		return "", models.ErrForbidden
	}
	secret := apiKeyPrefix + models.NewToken()
	k.ID, k.PublicID, k.KeyHash, k.Hint = models.NewID(), models.NewPublicID(), tokenHash(secret), secret[len(secret)-4:]
	k.CreatedAt, k.CreatedBy = s.Now(), nullable(scope.Actor().UserID)
	return secret, s.Atomically(ctx, func(tx *Store) error {
		if err := tx.insert(ctx, "api_keys", apiKeyColumns, k); err != nil {
			return err
		}
		for _, id := range k.Operations {
			n, err := tx.exec(ctx, `insert into api_key_operations (key_id, operation_id) select cast(? as text), o.id from operations o
				where o.id = ? and o.centre_id = ? and (cast(? as text) = '' or o.funder = ?)`, k.ID, id, k.CentreID, k.Funder, k.Funder)
			if err != nil {
				return err
			}
			if n == 0 {
				return models.ErrNotFound
			}
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: k.CentreID, Record: k.PublicID, Detail: k.Funder + " until " + string(k.ExpiresOn)})
	})
}

// APIKeys lists the keys of the centres of the scope, the latest first; those that are no more too.
func (s *Store) APIKeys(ctx context.Context, scope models.Scope) ([]APIKeyView, error) {
	query, args := apiKeyList(scope)
	var all []APIKeyView
	err := s.list(ctx, &all, query, args...)
	return all, err
}

func apiKeyList(scope models.Scope) (string, []any) {
	condition, args := within(scope, models.KindAPIKey)
	if centres, values := inCentres(scope, "k.centre_id"); centres != "" {
		condition, args = condition+" and "+centres, append(args, values...)
	}
	return "select " + prefixed("k", apiKeyColumns) + `, coalesce(u.name, '') as author,
		coalesce((select string_agg(o.code, ', ') from api_key_operations x join operations o on o.id = x.operation_id where x.key_id = k.id), '') as codes
		from api_keys k join centres c on c.id = k.centre_id left join users u on u.id = k.created_by
		where ` + condition + " order by k.created_at desc, k.id desc limit 100", args
}

// RevokeAPIKey closes a key at once. One that is closed already stays as it is.
func (s *Store) RevokeAPIKey(ctx context.Context, scope models.Scope, publicID string) error {
	if scope.Action() != models.Cancel {
		return models.ErrForbidden
	}
	condition, args := within(scope, models.KindAPIKey)
	return s.Atomically(ctx, func(tx *Store) error {
		var k models.APIKey
		err := tx.get(ctx, &k, "select "+prefixed("k", apiKeyColumns)+" from api_keys k join centres c on c.id = k.centre_id where k.public_id = ? and "+condition,
			append([]any{publicID}, args...)...)
		if err != nil || !k.RevokedAt.IsZero() {
			return err
		}
		if _, err := tx.exec(ctx, "update api_keys set revoked_at = ?, revoked_by = ? where id = ? and revoked_at is null",
			tx.Now(), nullable(scope.Actor().UserID), k.ID); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: k.CentreID, Record: k.PublicID, Detail: "revoked"})
	})
}

// OpenAPIKey finds the key that a program sends: models.ErrUnauthenticated for one that was never given, was taken back or has
// run out.
func (s *Store) OpenAPIKey(ctx context.Context, secret string) (models.APIKey, error) {
	var k models.APIKey
	err := s.get(ctx, &k, "select "+apiKeyColumns+" from api_keys where key_hash = ?", tokenHash(secret))
	if models.CodeOf(err) == models.NotFound || err == nil && !k.Open(s.Today()) {
		return k, models.ErrUnauthenticated
	}
	if err != nil {
		return k, err
	}
	return k, s.list(ctx, &k.Operations, "select operation_id from api_key_operations where key_id = ?", k.ID)
}

// JournalCall leaves the line of a call of a program, or of a colleague who tries it, and writes on the key that it was used.
// Without the line there is no answer. record is the public id of the operation, "" for a list of them.
func (s *Store) JournalCall(ctx context.Context, scope models.Scope, key models.APIKey, record, detail string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		if key.ID != "" {
			now := tx.Now()
			if _, err := tx.exec(ctx, "update api_keys set used_at = ? where id = ? and (used_at is null or used_at < ?)", now, key.ID, models.InstantOf(now.Add(-usedEvery))); err != nil {
				return err
			}
			detail += ", key " + key.PublicID
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: firstCentre(scope), Record: record, Detail: "api " + detail})
	})
}
