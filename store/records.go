package store

import (
	"context"

	"jalon/models"
)

// personRecord is what a grant needs to know of a person, by internal id.
func (s *Store) personRecord(ctx context.Context, participantID string) (models.Record, error) {
	r := models.Record{PersonID: participantID}
	if err := s.get(ctx, &r.CentreID, "select centre_id from participants where id = ?", participantID); err != nil {
		return r, err
	}
	// The rule is asked of each line, in Go: the scope's SQL says it once more, and the keystone test compares the two.
	var lines []models.CaseloadLine
	err := s.list(ctx, &lines, "select user_id, kind, from_on, until_on, expires_at from caseloads where participant_id = ? and until_on is null", participantID)
	if err != nil {
		return r, err
	}
	r.AddCaseload(lines, s.Today(), s.Now())
	err = s.list(ctx, &r.Operations, "select distinct operation_id from enrolments where participant_id = ? and cancelled_at is null", participantID)
	if err != nil {
		return r, err
	}
	err = s.list(ctx, &r.Funders, `select distinct o.funder from enrolments e join operations o on o.id = e.operation_id
		where e.participant_id = ? and e.cancelled_at is null`, participantID)
	if err != nil {
		return r, err
	}
	err = s.list(ctx, &r.Trainers, `select distinct t.user_id from registrations r join session_trainers t on t.session_id = r.session_id
		where r.participant_id = ? and r.place <> 'annule'`, participantID)
	return r, err
}
