package store

import (
	"context"
	"slices"

	"jalon/models"
)

// PersonFacts is one enrolment of a person with what a report looks at, and the operation that sets its rules.
type PersonFacts struct {
	Enrolment string // public id
	Operation models.Operation
	Facts     models.EnrolmentFacts
}

// PersonFacts reads the facts of the enrolments of a person within a scope of enrolments, the latest first, as
// Participations does for a whole operation: reports and the page of the person judge the same rows.
func (s *Store) PersonFacts(ctx context.Context, scope models.Scope, personPublicID string) ([]PersonFacts, error) {
	condition, args := within(scope, models.KindEnrolment)
	var rows []reportRow
	err := s.list(ctx, &rows, "select "+prefixed("e", enrolmentColumns)+reportRowQuery+condition+" and p.public_id = ? order by e.created_at desc, e.id desc",
		slices.Concat(clocks(), args, []any{personPublicID})...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	r := reportReader{s: s}
	person := rows[0].ParticipantID
	if r.sessions, err = s.reportSessions(ctx, "s.id in (select x.session_id from registrations x where x.participant_id = ?)", person); err != nil {
		return nil, err
	}
	if err := r.complete(ctx, rows); err != nil {
		return nil, err
	}
	operations, err := s.operationsOf(ctx, person)
	if err != nil {
		return nil, err
	}
	other, err := r.beyond(ctx, person, len(operations))
	if err != nil {
		return nil, err
	}
	all := make([]PersonFacts, len(rows))
	for i := range rows {
		operation := operations[rows[i].OperationID]
		rows[i].facts.Elsewhere = slices.DeleteFunc(slices.Clone(other), func(c models.ContactFact) bool { return c.Operation == operation.Code })
		all[i] = PersonFacts{Enrolment: rows[i].PublicID, Operation: operation, Facts: rows[i].facts}
	}
	return all, nil
}

// beyond reads the contacts of a person in every operation, each with its code: those of the others are elsewhere. Nobody
// enrolled in one operation is elsewhere.
func (r reportReader) beyond(ctx context.Context, participantID string, operations int) ([]models.ContactFact, error) {
	if operations < 2 {
		return nil, nil
	}
	var row reportRow
	r.operation = models.Operation{} // of no operation: none is left out
	err := r.elsewhere(ctx, map[string]*reportRow{participantID: &row})
	return row.facts.Elsewhere, err
}

// operationsOf are the operations a person is enrolled in, by id.
func (s *Store) operationsOf(ctx context.Context, participantID string) (map[string]models.Operation, error) {
	var all []models.Operation
	err := s.list(ctx, &all, "select distinct "+prefixed("o", operationColumns)+
		" from operations o join enrolments e on e.operation_id = o.id where e.participant_id = ?", participantID)
	byID := map[string]models.Operation{}
	for _, o := range all {
		if err == nil {
			byID[o.ID], err = s.WithDraws(ctx, o)
		}
	}
	return byID, err
}
