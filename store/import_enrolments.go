package store

import (
	"context"
	"strings"

	"jalon/models"
)

func (m *importer) loadEnrolments(ctx context.Context) error {
	record := record[models.Enrolment]{sheet: "Inscriptions", table: "enrolments", columns: enrolmentColumns,
		open: m.openEntry, insert: m.insertEnrolment, update: m.updateEnrolment}
	for _, row := range m.x.Enrolments {
		record.fresh = func(e *models.Enrolment) {
			e.ID, e.PublicID, e.CentreID, e.Version = models.NewID(), models.NewPublicID(), m.centre.ID, 1
			e.ParticipantID, e.OperationID = m.persons[row.Person], m.operations[row.Operation]
			e.CreatedBy, e.CreatedAt, e.UpdatedAt = m.author(), m.store.Now(), m.store.Now()
		}
		e, err := save(ctx, m, record, m.enrolments[row.Ref].id, func(e *models.Enrolment) { applyEnrolment(e, row) })
		if err != nil {
			return err
		}
		m.enrolments[row.Ref] = importedEnrolment{e.ID, e.ParticipantID}
		if err := m.lead(ctx, e, m.staff[row.Referent]); err != nil {
			return err
		}
	}
	return nil
}

func applyEnrolment(e *models.Enrolment, row models.ExchangeEnrolment) {
	if e.ExternalRef == "" && row.Ref != e.PublicID {
		e.ExternalRef = row.Ref
	}
	put(&e.RequestedOn, row.Requested)
	put(&e.Nationalities, strings.Join(row.Nationalities, ";"))
	put(&e.Forem, row.Forem)
	put(&e.Work, row.Work)
	put(&e.Seeking, row.Seeking)
	put(&e.UnemployedSince, string(row.UnemployedSince))
	put(&e.Training, row.InTraining)
	put(&e.ISCED, row.ISCED)
	put(&e.Recognition, row.Recognition)
	put(&e.Sensitive.Disability, row.Disability)
	put(&e.Sensitive.Minority, row.Minority)
	put(&e.Sensitive.Homeless, row.Homeless)
	put(&e.Degurba, row.Degurba)
	put(&e.Audience, row.Audience)
	put(&e.Convention, row.Convention)
	put(&e.Income, row.Income)
	put(&e.Referral, row.Referral)
	put(&e.Ground, row.Ground)
	put(&e.Exemption, row.Exemption)
	put(&e.AssessmentOn, string(row.Assessment))
}

func (m *importer) openEntry(ctx context.Context, e *models.Enrolment) error {
	box, err := m.box(ctx, e.ParticipantID)
	if err != nil {
		return err
	}
	e.Sensitive, err = OpenJSON[models.Sensitive](box, "entry_sensitive", e.SensitiveSealed)
	return err
}

func (m *importer) sealEntry(ctx context.Context, e *models.Enrolment) error {
	box, err := m.box(ctx, e.ParticipantID)
	if err != nil {
		return err
	}
	e.SensitiveSealed, err = SealJSON(box, "entry_sensitive", e.Sensitive)
	return err
}

func (m *importer) insertEnrolment(ctx context.Context, e *models.Enrolment) error {
	if err := m.sealEntry(ctx, e); err != nil {
		return err
	}
	return m.store.insert(ctx, "enrolments", enrolmentColumns, e)
}

// updateEnrolment completes the snapshot. What a frozen one said before is kept with the reason.
func (m *importer) updateEnrolment(ctx context.Context, before, e *models.Enrolment) error {
	if e.FrozenOn != "" {
		err := m.store.keepRevision(ctx, m.scope, e.ParticipantID, models.KindEnrolment, e.ID, before.Version, "import", before)
		if err != nil {
			return err
		}
	}
	if err := m.sealEntry(ctx, e); err != nil {
		return err
	}
	e.UpdatedAt = m.store.Now()
	return m.store.replace(ctx, "enrolments", enrolmentColumns, e)
}

// lead makes the colleague the one who accompanies; an empty cell changes nothing.
func (m *importer) lead(ctx context.Context, e *models.Enrolment, userID string) error {
	if userID == "" {
		return nil
	}
	_, err := m.store.exec(ctx, "update caseloads set until_on = ? where enrolment_id = ? and kind = 'lead' and user_id <> ? and until_on is null",
		m.store.Today(), e.ID, userID)
	if err != nil {
		return err
	}
	return m.store.addCaseload(ctx, e.CentreID, e.ParticipantID, e.ID, userID, "lead")
}

// freeze freezes the snapshots of the enrolments whose first attended contact the file brought.
func (m *importer) freeze(ctx context.Context) error {
	first := map[string]models.Date{}
	attended := func(enrolment string, on models.Date) {
		if known, ok := first[enrolment]; !ok || on < known {
			first[enrolment] = on
		}
	}
	days := map[string]models.Date{}
	for _, s := range m.x.Sessions {
		days[s.Ref] = s.On
	}
	for _, f := range m.x.FollowUps {
		if (f.Presence == "" || f.Presence == "present") && f.Mode != "demarche" {
			attended(f.Enrolment, f.On)
		}
	}
	for _, a := range m.x.Attendances {
		if on, ok := days[a.Session]; ok && (a.Status == "present" || a.Status == "retard") {
			attended(a.Enrolment, on)
		}
	}
	for enrolment, on := range first {
		if err := m.store.freezeEntry(ctx, m.enrolments[enrolment].id, on); err != nil {
			return err
		}
	}
	return nil
}
