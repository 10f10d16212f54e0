package store

import (
	"context"

	"jalon/models"
)

// MarkPaper records what a sheet of paper says of several places, by public id, in one gesture: all of them or none. It
// returns how many places changed.
func (s *Store) MarkPaper(ctx context.Context, scope models.Scope, sessionPublicID string, marks map[string]models.Mark) (int, error) {
	changed := 0
	err := s.rollCall(ctx, scope, sessionPublicID, func(call *rollCall) error {
		for i, r := range call.places {
			m, typed := marks[r.PublicID]
			if !typed {
				continue
			}
			if err := call.mark(ctx, i, m); err != nil {
				return err
			}
		}
		changed = call.changed
		return nil
	})
	return changed, err
}
