package store

import (
	"context"
	"fmt"
	"time"

	"jalon/models"
)

// heldFor is how long a form waits for its author to sign in again (ux.md §2).
const heldFor = 15 * time.Minute

// HoldForm keeps what userID was sending to path, sealed, and returns the token under which they find it again.
func (s *Store) HoldForm(ctx context.Context, userID, path, body string) (string, error) {
	token := models.NewToken()
	_, err := s.exec(ctx, "insert into held_forms (token_hash, user_id, path, body_sealed, expires_at) values (?, ?, ?, ?, ?)",
		tokenHash(token), userID, path, s.sealer.userBox(userID).Seal("held form", body), models.InstantOf(s.Now().Add(heldFor)))
	if err != nil {
		return "", fmt.Errorf("hold form: %w", err)
	}
	return token, nil
}

// HeldForm gives a held form back to its author; to anybody else it does not exist.
func (s *Store) HeldForm(ctx context.Context, scope models.Scope, token string) (path, body string, err error) {
	var row struct {
		Path   string `db:"path"`
		Sealed []byte `db:"body_sealed"`
	}
	userID := scope.Actor().UserID
	err = s.get(ctx, &row, "select path, body_sealed from held_forms where token_hash = ? and user_id = ? and expires_at > ?",
		tokenHash(token), userID, s.Now())
	if err != nil {
		return "", "", err
	}
	body, err = s.sealer.userBox(userID).Open("held form", row.Sealed)
	return row.Path, body, err
}
