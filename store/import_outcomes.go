package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"jalon/models"
)

// outcomeKey is what a row of Sorties, Evenements or Attestations is matched on.
type outcomeKey struct {
	enrolment string
	on        models.Date
	word      string // the type of an event, the number of an attestation
}

// knownOutcomes reads the rows of the enrolments of the centre that are not cancelled; query selects enrolment, day,
// word and id.
func (m *importer) knownOutcomes(ctx context.Context, query string, rows int) (map[outcomeKey]string, error) {
	known := map[outcomeKey]string{}
	if rows == 0 {
		return known, nil
	}
	return known, m.store.each(ctx, query+" where centre_id = ? and cancelled_at is null order by id", []any{m.centre.ID}, func(r *sqlx.Rows) error {
		var key outcomeKey
		var id string
		if err := r.Scan(&key.enrolment, &key.on, &key.word, &id); err != nil {
			return err
		}
		known[key] = id
		return nil
	})
}

func (m *importer) loadExits(ctx context.Context) error {
	known, err := m.knownOutcomes(ctx, "select enrolment_id, on_date, '', id from exits", len(m.x.Exits))
	if err != nil {
		return err
	}
	record := batched[models.Exit](m, "Sorties", "exits", exitColumns)
	for _, row := range m.x.Exits {
		key := outcomeKey{m.enrolments[row.Enrolment].id, row.On, ""}
		record.fresh = func(e *models.Exit) {
			e.ID, e.PublicID, e.CentreID, e.Version = models.NewID(), models.NewPublicID(), m.centre.ID, 1
			e.EnrolmentID, e.OnDate, e.CreatedBy, e.CreatedAt = key.enrolment, row.On, m.author(), m.store.Now()
		}
		e, err := save(ctx, m, record, known[key], func(e *models.Exit) { put(&e.Reason, row.Reason) })
		if err != nil {
			return err
		}
		known[key] = e.ID
	}
	return record.pending.flush(ctx)
}

// loadEvents keeps the order of the file: of two events on one date the lower row wins.
func (m *importer) loadEvents(ctx context.Context) error {
	known, err := m.knownOutcomes(ctx, "select enrolment_id, on_date, type, id from events", len(m.x.Events))
	if err != nil {
		return err
	}
	var last int
	if err := m.store.get(ctx, &last, "select coalesce(max(position), 0) from events where centre_id = ?", m.centre.ID); err != nil {
		return err
	}
	days := m.crowdedDays(known)
	record := batched[models.LaterEvent](m, "Evenements", "events", eventColumns)
	for i, row := range m.x.Events {
		key := outcomeKey{m.enrolments[row.Enrolment].id, row.On, row.Type}
		record.fresh = func(e *models.LaterEvent) {
			e.ID, e.PublicID, e.CentreID, e.Version = models.NewID(), models.NewPublicID(), m.centre.ID, 1
			e.EnrolmentID, e.OnDate, e.Type, e.Position = key.enrolment, row.On, row.Type, last+1+i
			e.CreatedBy, e.CreatedAt = m.author(), m.store.Now()
		}
		e, err := save(ctx, m, record, known[key], func(e *models.LaterEvent) {
			put(&e.Proof, row.Proof)
			put(&e.Detail, row.Detail)
			if days[outcomeKey{key.enrolment, row.On, ""}] {
				e.Position = last + 1 + i
			}
		})
		if err != nil {
			return err
		}
		known[key] = e.ID
	}
	return record.pending.flush(ctx)
}

// crowdedDays are the days of an enrolment on which the file brings a new event beside one already kept: there, and
// only there, the order of the file replaces the order kept.
func (m *importer) crowdedDays(known map[outcomeKey]string) map[outcomeKey]bool {
	crowded := map[outcomeKey]bool{}
	for _, row := range m.x.Events {
		enrolment := m.enrolments[row.Enrolment].id
		if _, kept := known[outcomeKey{enrolment, row.On, row.Type}]; !kept {
			crowded[outcomeKey{enrolment, row.On, ""}] = true
		}
	}
	return crowded
}

func (m *importer) loadSixMonths(ctx context.Context) error {
	record := record[models.SixMonths]{sheet: "Suivi_6_mois", table: "six_months", columns: sixMonthsColumns, key: "enrolment_id"}
	record.insert = func(ctx context.Context, a *models.SixMonths) error {
		return m.store.insert(ctx, "six_months", sixMonthsColumns, a)
	}
	record.update = func(ctx context.Context, _, a *models.SixMonths) error {
		return m.store.change(ctx, "update six_months set on_date = ?, status = ?, improvement = ?, version = version + 1 where enrolment_id = ?",
			a.OnDate, a.Status, a.Improvement, a.EnrolmentID)
	}
	known, err := m.pairs(ctx, "select enrolment_id, enrolment_id from six_months where centre_id = ?", m.centre.ID)
	if err != nil {
		return err
	}
	for _, row := range m.x.SixMonths {
		enrolment := m.enrolments[row.Enrolment].id
		record.fresh = func(a *models.SixMonths) {
			a.EnrolmentID, a.CentreID, a.CreatedBy, a.CreatedAt, a.Version = enrolment, m.centre.ID, m.author(), m.store.Now(), 1
		}
		_, err := save(ctx, m, record, known[enrolment], func(a *models.SixMonths) {
			put(&a.OnDate, row.On)
			put(&a.Status, row.Status)
			put(&a.Improvement, row.Improvement)
		})
		if err != nil {
			return err
		}
		known[enrolment] = enrolment
	}
	return nil
}

// loadAttestations keeps numbers and dates: the document of an imported attestation is the paper one.
func (m *importer) loadAttestations(ctx context.Context) error {
	known, err := m.knownOutcomes(ctx, "select enrolment_id, null, number, id from attestations", len(m.x.Attestations))
	if err != nil {
		return err
	}
	const columns = "id, public_id, centre_id, participant_id, enrolment_id, number, issued_on, operator, created_by, created_at"
	record := plain[models.Attestation](m, "Attestations", "attestations", columns, nil)
	record.update = func(ctx context.Context, _, a *models.Attestation) error {
		_, err := m.store.exec(ctx, "update attestations set issued_on = ?, operator = ? where id = ? and verification = ''", a.IssuedOn, a.Operator, a.ID)
		return err // one that Jalon issued is frozen: nothing changes
	}
	for _, row := range m.x.Attestations {
		e := m.enrolments[row.Enrolment]
		key := outcomeKey{e.id, "", row.Number}
		record.fresh = func(a *models.Attestation) {
			a.ID, a.PublicID, a.CentreID, a.ParticipantID, a.EnrolmentID = models.NewID(), models.NewPublicID(), m.centre.ID, e.person, e.id
			a.Number, a.CreatedBy, a.CreatedAt = row.Number, m.author(), m.store.Now()
		}
		id := known[key]
		a, err := save(ctx, m, record, id, func(a *models.Attestation) {
			put(&a.IssuedOn, row.On)
			put(&a.Operator, knownCode(row.Operator))
		})
		if err != nil {
			return err
		}
		known[key] = a.ID
		if err := m.answers(ctx, a.ID, map[string]string{"operateur": row.Operator}); err != nil {
			return err
		}
	}
	return nil
}
