package store

import (
	"context"
	"fmt"
	"time"

	"jalon/models"
)

// searchLife is how long the address of a result stays good.
const searchLife = 10 * time.Minute

// KeepSearch stores a submitted search for ten minutes and returns the token of its address. The journal learns that
// somebody searched, not what for. The scope is of cards, or of the home page for those who find no people.
func (s *Store) KeepSearch(ctx context.Context, scope models.Scope, text string) (string, error) {
	if scope.Kind() != models.KindCard && scope.Kind() != models.KindHome || scope.Empty() {
		return "", models.ErrForbidden
	}
	token, user := models.NewToken(), scope.Actor().UserID
	err := s.Atomically(ctx, func(tx *Store) error {
		if _, err := tx.exec(ctx, "delete from searches where expires_at < ?", tx.Now()); err != nil {
			return err
		}
		_, err := tx.exec(ctx, "insert into searches (token_hash, user_id, query_sealed, expires_at) values (?, ?, ?, ?)",
			tokenHash(token), user, tx.sealer.userBox(user).Seal("search", text), models.InstantOf(tx.now().Add(searchLife)))
		if err != nil {
			return fmt.Errorf("keep search: %w", err)
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: scope.Centres()[0], Detail: "search"})
	})
	return token, err
}

// KeptSearch finds what a colleague searched under a token of their own; an old one is not found.
func (s *Store) KeptSearch(ctx context.Context, scope models.Scope, token string) (string, error) {
	user := scope.Actor().UserID
	var sealed []byte
	err := s.get(ctx, &sealed, "select query_sealed from searches where token_hash = ? and user_id = ? and expires_at >= ?",
		tokenHash(token), user, s.Now())
	if err != nil {
		return "", err
	}
	return s.sealer.userBox(user).Open("search", sealed)
}
