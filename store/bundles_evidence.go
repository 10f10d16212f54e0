package store

import (
	"context"
	"errors"

	"jalon/models"
)

// Evidence is what a bundle joins for one enrolment, beside what Participations says: the documents that prove something, the
// attestations in force and the pages of signed sheets of the sessions attended in the period. A CV proves nothing: it is left aside.
type Evidence struct {
	Files        []FileView // without a name unless names may be read
	Attestations []models.Attestation
	Scans        []EvidenceScan
}

// EvidenceScan is a page of a signed sheet. It shows everybody of the session.
type EvidenceScan struct {
	models.Scan
	Number string      `db:"number"` // of the sheet, "" when it was not read
	OnDate models.Date `db:"on_date"`
	Ref    string      `db:"ref"` // of the session
}

// ParticipationsOf is Participations for some enrolments, by public id, in their order, without the contacts under other operations.
func (s *Store) ParticipationsOf(ctx context.Context, scope models.Scope, operationPublicID string, enrolments []string, yield func(models.EnrolmentFacts) error) error {
	r, err := s.newReportReader(ctx, scope, operationPublicID, true)
	if err != nil {
		return err
	}
	const together = 50 // people whose facts are in memory at once
	for first := 0; first < len(enrolments); first += together {
		wanted := enrolments[first:min(first+together, len(enrolments))]
		rows, err := r.some(ctx, wanted)
		if err != nil {
			return err
		}
		byID := map[string]int{}
		for i := range rows {
			byID[rows[i].PublicID] = i
		}
		for _, id := range wanted {
			i, there := byID[id]
			if !there { // cancelled or erased since it was drawn
				continue
			}
			if err := yield(rows[i].facts); err != nil {
				return err
			}
		}
	}
	return nil
}

// some reads the rows of some enrolments.
func (r reportReader) some(ctx context.Context, publicIDs []string) ([]reportRow, error) {
	var rows []reportRow
	err := r.s.list(ctx, &rows, "select "+prefixed("e", enrolmentColumns)+reportRowQuery+"e.operation_id = ? and e.public_id in ("+marks(len(publicIDs))+")",
		append(append(clocks(), r.operation.ID), anys(publicIDs)...)...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows, r.complete(ctx, rows)
}

// Evidence lists what there is for one enrolment of an operation of the scope, which is of kind bundle, or report_nominative to
// read the names of the files too.
func (s *Store) Evidence(ctx context.Context, scope models.Scope, enrolmentPublicID string, from, to models.Date) (Evidence, error) {
	condition, args := withinAnchor(scope, onOperation)
	var e struct {
		ID          string `db:"id"`
		Participant string `db:"participant_id"`
	}
	var found Evidence
	err := s.get(ctx, &e, "select e.id, e.participant_id from enrolments e join operations o on o.id = e.operation_id where e.public_id = ? and e.cancelled_at is null and "+condition,
		append([]any{enrolmentPublicID}, args...)...)
	if err != nil {
		return found, err
	}
	err = s.list(ctx, &found.Files, "select "+prefixed("f", fileColumns)+fileSource+"f.participant_id = ? and f.withdrawn_at is null and f.kind <> ? order by f.kind, f.added_on, f.id",
		e.Participant, models.FileCV)
	if err = s.openDetails(ctx, found.Files, err); err != nil {
		return found, err
	}
	if scope.Kind() != models.KindReportNominal {
		for i := range found.Files {
			found.Files[i].FamilyName, found.Files[i].GivenName, found.Files[i].Name, found.Files[i].Comment = "", "", "", ""
		}
	}
	if err := s.list(ctx, &found.Attestations, "select "+listedAttestation+" from attestations where enrolment_id = ? and cancelled_at is null order by number", e.ID); err != nil {
		return found, err
	}
	err = s.list(ctx, &found.Scans, "select "+prefixed("z", scanColumns)+`, coalesce(h.number, '') as number, s.on_date, `+refOf("s")+` as ref
		from registrations r join sessions s on s.id = r.session_id join scans z on z.session_id = s.id left join sheets h on h.id = z.sheet_id
		where r.enrolment_id = ? and r.place = 'inscrit' and r.attendance in ('present', 'retard') and s.status <> 'cancelled' and s.on_date between ? and ?
		and z.chunks > 0 and z.withdrawn_at is null order by s.on_date, z.created_at, z.id`, e.ID, from, to)
	return found, err
}

// errNames: what shows a name is opened under a scope of names only.
var errNames = models.ErrForbidden

// EvidenceFile gives the content of a document of Evidence.
func (s *Store) EvidenceFile(ctx context.Context, scope models.Scope, f FileView, write func([]byte) error) error {
	if scope.Kind() != models.KindReportNominal {
		return errNames
	}
	return s.FileContent(ctx, f, write)
}

// EvidenceAttestation is the PDF of an attestation of Evidence; nil for one that was imported and has none.
func (s *Store) EvidenceAttestation(ctx context.Context, scope models.Scope, a models.Attestation) ([]byte, error) {
	if scope.Kind() != models.KindReportNominal {
		return nil, errNames
	}
	var sealed []byte
	if err := s.get(ctx, &sealed, "select pdf_sealed from attestations where id = ?", a.ID); err != nil || len(sealed) == 0 {
		return nil, err
	}
	box, err := s.box(ctx, a.ParticipantID)
	if err != nil {
		return nil, err
	}
	pdf, err := box.Open("attestation pdf "+a.ID, sealed)
	return []byte(pdf), err
}

// EvidenceScan is the picture of a page of Evidence, a JPEG.
func (s *Store) EvidenceScan(ctx context.Context, scope models.Scope, z models.Scan) ([]byte, error) {
	if scope.Kind() != models.KindReportNominal {
		return nil, errNames
	}
	image, err := s.scanContent(ctx, z)
	if errors.Is(err, models.ErrNotFound) {
		return nil, nil
	}
	return image, err
}
