package store

import (
	"context"
	"slices"

	"jalon/models"
)

// mention tells the colleagues named in a note, each once a note. The page checked that each of them may open it.
func (s *Store) mention(ctx context.Context, scope models.Scope, f models.FollowUp, n models.Note) error {
	if len(n.Mentioned) == 0 {
		return nil
	}
	notice := models.Notice{Kind: models.NoticeMention, CentreID: f.CentreID, ParticipantID: f.ParticipantID, Record: f.PublicID}
	switch n.Level {
	case models.NoteFile:
	case models.NoteShared:
		notice.Kind, notice.Record = models.NoticeMentionShared, n.PublicID
	default:
		return models.ErrForbidden // a confidence names nobody
	}
	var told []string
	if err := s.list(ctx, &told, "select user_id from notices where record = ? and kind = ?", notice.Record, notice.Kind); err != nil {
		return err
	}
	return s.notify(ctx, scope, notice, slices.DeleteFunc(slices.Clone(n.Mentioned), func(user string) bool { return slices.Contains(told, user) }))
}
