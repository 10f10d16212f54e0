package store

import (
	"context"

	"jalon/models"
)

const derogationColumns = `id, public_id, centre_id, participant_id, operation_id, asked_by, asked_at, asked_reason,
	decision, decided_by, decided_at, decided_reason`

// DerogationView is a request with the names a coordinator needs to decide.
type DerogationView struct {
	models.Derogation
	Person        string `db:"person"`
	FamilyName    string `db:"family_name"`
	GivenName     string `db:"given_name"`
	OperationCode string `db:"operation_code"`
	Operation     string `db:"operation"` // public id
	AskedByName   string `db:"asked_by_name"`
}

// AskDerogation records a counsellor's request for a person of their scope (kind enrolment, create).
func (s *Store) AskDerogation(ctx context.Context, scope models.Scope, personPublicID, operationPublicID, reason string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		d := models.Derogation{ID: models.NewID(), PublicID: models.NewPublicID(), AskedAt: tx.Now(), AskedReason: reason,
			AskedBy: nullable(scope.Actor().UserID)}
		err := tx.getWriting(ctx, &d, `select p.id as participant_id, p.centre_id, o.id as operation_id from participants p, operations o
			where p.public_id = ? and o.public_id = ? and o.centre_id = p.centre_id`, personPublicID, operationPublicID)
		if err != nil {
			return err
		}
		record, err := tx.personRecord(ctx, d.ParticipantID)
		if err != nil {
			return err
		}
		record.Operations = append(record.Operations, d.OperationID)
		if scope.Kind() != models.KindEnrolment || !scope.Covers(record) {
			return models.ErrNotFound
		}
		if err := tx.insert(ctx, "derogations", derogationColumns, d); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: d.CentreID, Record: d.PublicID, Participant: personPublicID, Detail: "derogation_asked"})
	})
}

// OpenDerogations lists the requests waiting for a decision in the centres of a scope of kind derogation.
func (s *Store) OpenDerogations(ctx context.Context, scope models.Scope) ([]DerogationView, error) {
	var all []DerogationView
	for _, centre := range scope.Centres() {
		if !scope.Covers(models.Record{CentreID: centre}) || scope.Kind() != models.KindDerogation {
			continue
		}
		var some []DerogationView
		err := s.list(ctx, &some, "select "+prefixed("d", derogationColumns)+`, p.public_id as person, p.family_name, p.given_name,
			o.code as operation_code, o.public_id as operation, coalesce(u.name, '') as asked_by_name
			from derogations d join participants p on p.id = d.participant_id join operations o on o.id = d.operation_id
			left join users u on u.id = d.asked_by where d.decision = '' and d.centre_id = ? order by d.asked_at limit 100`, centre)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// DecideDerogation answers a request; granted lets the counsellor enrol the person despite the condition.
func (s *Store) DecideDerogation(ctx context.Context, scope models.Scope, publicID string, granted bool, reason string) error {
	decision := "refusee"
	if granted {
		decision = "accordee"
	}
	return s.Atomically(ctx, func(tx *Store) error {
		var d models.Derogation
		if err := tx.get(ctx, &d, "select "+derogationColumns+" from derogations where public_id = ?", publicID); err != nil {
			return err
		}
		if scope.Kind() != models.KindDerogation || !scope.Covers(models.Record{CentreID: d.CentreID, Operations: []string{d.OperationID}}) {
			return models.ErrNotFound
		}
		err := tx.change(ctx, `update derogations set decision = ?, decided_by = ?, decided_at = ?, decided_reason = ?
			where id = ? and decision = ''`, decision, nullable(scope.Actor().UserID), tx.Now(), reason, d.ID)
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: d.CentreID, Record: d.PublicID, Detail: decision})
	})
}

// Granted finds the derogation accorded for a person of the scope (kind enrolment) and an operation, ErrNotFound if there is none.
func (s *Store) Granted(ctx context.Context, scope models.Scope, participantID, operationID string) (models.Derogation, error) {
	var d models.Derogation
	record, err := s.personRecord(ctx, participantID)
	if err != nil {
		return d, err
	}
	record.Operations = append(record.Operations, operationID)
	if scope.Kind() != models.KindEnrolment || !scope.Covers(record) {
		return d, models.ErrNotFound
	}
	err = s.get(ctx, &d, "select "+derogationColumns+` from derogations
		where participant_id = ? and operation_id = ? and decision = 'accordee' order by decided_at desc limit 1`, participantID, operationID)
	return d, err
}
