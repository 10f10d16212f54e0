package store

import (
	"context"

	"jalon/models"
)

func (r reportReader) exits(ctx context.Context, rows map[string]*reportRow) error {
	in, args := batchKeys(rows)
	var facts []models.Exit
	err := r.s.list(ctx, &facts, `select enrolment_id, on_date, reason, declined from exits
		where cancelled_at is null and enrolment_id in `+in+` order by on_date, id`, args...)
	for _, f := range facts {
		row := rows[f.EnrolmentID]
		row.facts.Exits = append(row.facts.Exits, models.ExitFact{Date: f.OnDate, Reason: f.Reason, Declined: f.Declined != ""})
	}
	return err
}

func (r reportReader) events(ctx context.Context, rows map[string]*reportRow) error {
	in, args := batchKeys(rows)
	var facts []models.LaterEvent
	err := r.s.list(ctx, &facts, `select enrolment_id, on_date, type, proof, detail, position from events
		where cancelled_at is null and enrolment_id in `+in+` order by on_date, position, id`, args...)
	for _, f := range facts {
		row := rows[f.EnrolmentID]
		row.facts.Events = append(row.facts.Events, models.EventFact{Date: f.OnDate, Type: f.Type, Proof: f.Proof == models.Yes, Detail: f.Detail, Order: f.Position})
	}
	return err
}

func (r reportReader) sixMonths(ctx context.Context, rows map[string]*reportRow) error {
	in, args := batchKeys(rows)
	var facts []struct {
		models.SixMonths
		Attempts int `db:"attempts"`
	}
	err := r.s.list(ctx, &facts, `select m.enrolment_id, m.on_date, m.status, m.improvement,
		(select count(*) from six_month_attempts t where t.enrolment_id = m.enrolment_id) as attempts
		from six_months m where m.enrolment_id in `+in, args...)
	for _, f := range facts {
		rows[f.EnrolmentID].facts.SixMonths = &models.SixMonthAnswer{Date: f.OnDate, Status: f.Status, Improvement: f.Improvement, Attempts: f.Attempts}
	}
	return err
}

func (r reportReader) attestations(ctx context.Context, rows map[string]*reportRow) error {
	in, args := batchKeys(rows)
	var facts []models.Attestation
	err := r.s.list(ctx, &facts, `select enrolment_id, number, issued_on, operator from attestations
		where cancelled_at is null and enrolment_id in `+in+` order by issued_on, number, id`, args...)
	for _, f := range facts {
		row := rows[f.EnrolmentID]
		row.facts.Attestations = append(row.facts.Attestations, models.AttestationFact{Number: f.Number, Date: f.IssuedOn, Operator: f.Operator})
	}
	return err
}
