package store

import (
	"context"
	"encoding/json"
	"fmt"

	"jalon/models"
)

// keepRevision stores what a record was before a change, sealed under the person's key.
func (s *Store) keepRevision(ctx context.Context, scope models.Scope, participantID, kind, recordID string, version int, reason string, before any) error {
	text, err := json.Marshal(before)
	if err != nil {
		return fmt.Errorf("revision of %s: %w", kind, err)
	}
	box, err := s.box(ctx, participantID)
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `insert into revisions (id, participant_id, kind, record_id, version, user_id, at, reason, before_sealed)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?)`, models.NewID(), participantID, kind, recordID, version,
		nullable(scope.Actor().UserID), s.Now(), reason, box.Seal("revision", string(text)))
	return err
}

// Revision is one former state of a record.
type Revision struct {
	Version    int            `db:"version"`
	Author     string         `db:"author"`
	At         models.Instant `db:"at"`
	Reason     string         `db:"reason"`
	BeforeText string         `db:"-"` // JSON of the record
	Sealed     []byte         `db:"before_sealed"`
}

// revisions lists the former states of a record the caller has already been allowed to read, newest first; kind is the
// one they were kept under.
func (s *Store) revisions(ctx context.Context, participantID, recordID, kind string) ([]Revision, error) {
	var all []Revision
	err := s.list(ctx, &all, `select r.version, coalesce(u.name, '') as author, r.at, r.reason, r.before_sealed
		from revisions r left join users u on u.id = r.user_id where r.record_id = ? and r.participant_id = ? and r.kind = ? order by r.version desc`,
		recordID, participantID, kind)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	box, err := s.box(ctx, participantID)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].BeforeText, err = box.Open("revision", all[i].Sealed); err != nil {
			return nil, err
		}
	}
	return all, nil
}
