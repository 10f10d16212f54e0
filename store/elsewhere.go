package store

import (
	"context"
	"errors"

	"jalon/models"
)

const elsewhereColumns = `id, public_id, centre_id, participant_id, enrolment_id, operator, body, on_date, minutes, file_id, cancelled_at, cancelled_by,
	created_by, created_at, version`

// proven is true of hours h whose document is there.
const proven = "exists (select 1 from files f where f.id = h.file_id and f.withdrawn_at is null)"

// hoursElsewhere adds to the ways of some enrolments the hours they followed elsewhere.
func (s *Store) hoursElsewhere(ctx context.Context, enrolments []any, found map[string][]models.AttendedSession) error {
	var rows []struct {
		models.HoursElsewhere
		Proven bool `db:"proven"`
	}
	err := s.list(ctx, &rows, "select "+prefixed("h", elsewhereColumns)+", "+proven+` as proven from hours_elsewhere h
		where h.cancelled_at is null and h.enrolment_id in (`+marks(len(enrolments))+") order by h.on_date, h.id", enrolments...)
	for _, h := range rows {
		found[h.EnrolmentID] = append(found[h.EnrolmentID], h.Attended(h.Proven))
	}
	return err
}

// AddHoursElsewhere records hours followed with another operator, with the document of the person that proves them, "" for
// none yet. scope is of attestations to create.
func (s *Store) AddHoursElsewhere(ctx context.Context, scope models.Scope, enrolmentPublicID, filePublicID string, h models.HoursElsewhere) error {
	if scope.Action() != models.Create {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		f, err := tx.AttestationFile(ctx, scope, enrolmentPublicID)
		if err != nil {
			return err
		}
		if err := models.CheckHoursElsewhere(h, tx.Today()).AsError(); err != nil {
			return err
		}
		if filePublicID != "" {
			var file string
			err := tx.get(ctx, &file, "select id from files where public_id = ? and participant_id = ? and withdrawn_at is null", filePublicID, f.Person.ID)
			if errors.Is(err, models.ErrNotFound) {
				return models.Refuse(models.Invalid, "elsewhere.problem.proof")
			}
			if err != nil {
				return err
			}
			h.FileID = &file
		}
		h.ID, h.PublicID, h.CentreID, h.ParticipantID, h.EnrolmentID = models.NewID(), models.NewPublicID(), f.Enrolment.CentreID, f.Person.ID, f.Enrolment.ID
		h.CreatedBy, h.CreatedAt, h.Version = nullable(scope.Actor().UserID), tx.Now(), 1
		if err := tx.insert(ctx, "hours_elsewhere", elsewhereColumns, h); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: h.CentreID, Record: h.PublicID, Participant: f.Person.PublicID, Detail: "hours elsewhere"})
	})
}

// CancelHoursElsewhere takes hours back, or puts them where they were. They stay in the database, with who took them back.
func (s *Store) CancelHoursElsewhere(ctx context.Context, scope models.Scope, publicID string, cancelled bool) (enrolment string, err error) {
	err = s.Atomically(ctx, func(tx *Store) error {
		condition, args := within(scope, models.KindAttestation)
		var row struct {
			models.HoursElsewhere
			Enrolment string `db:"enrolment"`
			Person    string `db:"person"`
		}
		err := tx.get(ctx, &row, "select "+prefixed("h", elsewhereColumns)+`, e.public_id as enrolment, p.public_id as person from hours_elsewhere h
			join enrolments e on e.id = h.enrolment_id join participants p on p.id = h.participant_id where h.public_id = ? and `+condition,
			append([]any{publicID}, args...)...)
		if err != nil {
			return err
		}
		enrolment = row.Enrolment
		at, by := any(nil), any(nil)
		if cancelled {
			at, by = tx.Now(), nullable(scope.Actor().UserID)
		}
		if err := tx.change(ctx, "update hours_elsewhere set cancelled_at = ?, cancelled_by = ?, version = version + 1 where id = ?", at, by, row.ID); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: row.CentreID, Action: models.Cancel, Record: row.PublicID, Participant: row.Person})
	})
	return enrolment, err
}

// proven reads hours followed elsewhere, those with a proof only: the Region's report counts them as the attestation does.
func (r reportReader) proven(ctx context.Context, rows map[string]*reportRow) error {
	in, args := batchKeys(rows)
	var facts []models.HoursElsewhere
	err := r.s.list(ctx, &facts, "select "+prefixed("h", elsewhereColumns)+" from hours_elsewhere h where h.cancelled_at is null and "+proven+
		" and h.enrolment_id in "+in+" order by h.on_date, h.id", args...)
	for _, h := range facts {
		row := rows[h.EnrolmentID]
		row.facts.Proven = append(row.facts.Proven, models.ContactFact{Ref: h.PublicID, Kind: models.SessionContact, Date: h.OnDate, Minutes: h.Minutes,
			Presence: models.Present, Signed: true, Title: h.Body, Operator: h.Operator})
	}
	return err
}
