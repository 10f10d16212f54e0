package store

import (
	"context"

	"jalon/models"
)

// SectionHistory is a person with the former answers of one section of the profile, newest first; each holds what changed
// only. The scope is of the section's kind. Reading them is written down: they say what was corrected since.
func (s *Store) SectionHistory(ctx context.Context, scope models.Scope, publicID string, section models.Section) (models.Participant, []Revision, error) {
	var p models.Participant
	var former []Revision
	if scope.Kind() != section.Kind {
		return p, nil, models.ErrForbidden
	}
	err := s.Audited(ctx, scope, func(tx *Store) (models.JournalEntry, error) {
		var err error
		if p, err = tx.Participant(ctx, scope, publicID); err != nil {
			return models.JournalEntry{}, err
		}
		former, err = tx.revisions(ctx, p.ID, p.ID, revisionKind(section.Key))
		return entryOf(p, "history "+section.Key), err
	})
	return p, former, err
}
