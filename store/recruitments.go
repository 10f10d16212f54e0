package store

import (
	"context"

	"jalon/models"
)

const recruitmentColumns = `id, public_id, centre_id, operation_id, enrolment_id, candidate, source, on_date, entered, reason, returned_on,
	version, created_at`

// Recruitments lists the candidates of an operation within a scope of kind report_entry.
func (s *Store) Recruitments(ctx context.Context, scope models.Scope, operationPublicID string) ([]models.Recruitment, error) {
	o, err := s.Operation(ctx, scope, operationPublicID)
	if err != nil {
		return nil, err
	}
	var all []models.Recruitment
	err = s.list(ctx, &all, "select "+recruitmentColumns+" from recruitments where operation_id = ? order by on_date desc, id desc", o.ID)
	return all, err
}

// SaveRecruitment adds a candidate, or changes one when it has a public id.
func (s *Store) SaveRecruitment(ctx context.Context, scope models.Scope, operationPublicID string, r models.Recruitment) error {
	return s.Atomically(ctx, func(tx *Store) error {
		o, err := tx.Operation(ctx, scope, operationPublicID)
		if err != nil {
			return err
		}
		if r.PublicID == "" {
			r.ID, r.PublicID, r.CentreID, r.OperationID, r.Version, r.CreatedAt = models.NewID(), models.NewPublicID(), o.CentreID, o.ID, 1, tx.Now()
			err = tx.insert(ctx, "recruitments", recruitmentColumns, r)
		} else {
			err = tx.change(ctx, `update recruitments set candidate = ?, source = ?, on_date = ?, entered = ?, reason = ?, returned_on = ?,
				version = version + 1 where public_id = ? and operation_id = ? and version = ?`,
				r.Candidate, r.Source, r.OnDate, r.Entered, r.Reason, r.ReturnedOn, r.PublicID, o.ID, r.Version)
		}
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: o.CentreID, Record: o.PublicID, Detail: "recruitment " + r.PublicID})
	})
}

// ReportAnswers are what the SPW sheets print of an enrolment and nothing else carries.
type ReportAnswers struct {
	PublicID     string `db:"public_id"`
	FamilyName   string `db:"family_name"`
	GivenName    string `db:"given_name"`
	Convention   string `db:"convention"`
	AssessmentOn string `db:"assessment_on"`
	Exemption    string `db:"exemption"`
	Audience     string `db:"audience"`
	Version      int    `db:"version"`
}

// ReportAnswers lists enrolments of an operation after one of them, in the order of names; a page of limit rows.
// missingOnly keeps those without a date of bilan social.
func (s *Store) ReportAnswers(ctx context.Context, scope models.Scope, operationPublicID, after string, missingOnly bool, limit int) ([]ReportAnswers, error) {
	o, err := s.Operation(ctx, scope, operationPublicID)
	if err != nil {
		return nil, err
	}
	missing := ""
	if missingOnly {
		missing = " and e.assessment_on = ''"
	}
	var rows []ReportAnswers
	err = s.list(ctx, &rows, `select e.public_id, p.family_name, p.given_name, e.convention, e.assessment_on, e.exemption, e.audience, e.version
		from enrolments e join participants p on p.id = e.participant_id where e.operation_id = ? and e.cancelled_at is null`+missing+`
			and (p.sort_name, e.id) > (select coalesce(max(q.sort_name), ''), coalesce(max(x.id), '') from enrolments x
				join participants q on q.id = x.participant_id where x.public_id = ?)
		order by p.sort_name, e.id limit ?`, o.ID, after, limit)
	return rows, err
}

// SaveReportAnswers writes the answers of one enrolment of the operation.
func (s *Store) SaveReportAnswers(ctx context.Context, scope models.Scope, operationPublicID string, r ReportAnswers) error {
	return s.Atomically(ctx, func(tx *Store) error {
		o, err := tx.Operation(ctx, scope, operationPublicID)
		if err != nil {
			return err
		}
		err = tx.change(ctx, `update enrolments set convention = ?, assessment_on = ?, exemption = ?, updated_at = ?, version = version + 1
			where public_id = ? and operation_id = ? and version = ?`, r.Convention, r.AssessmentOn, r.Exemption, tx.Now(), r.PublicID, o.ID, r.Version)
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: o.CentreID, Kind: models.KindEnrolment, Record: r.PublicID, Detail: "assessment_on, exemption, convention"})
	})
}
