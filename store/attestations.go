package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"jalon/models"
)

const attestationColumns = `id, public_id, centre_id, participant_id, enrolment_id, number, issued_on, operator, minutes, verification,
	content_sealed, pdf_sealed, handed, handed_on, replaces_id, cancelled_at, cancelled_by, cancel_reason, created_by, created_at`

// listedAttestation leaves the document itself aside.
const listedAttestation = `id, public_id, centre_id, participant_id, enrolment_id, number, issued_on, operator, minutes, verification,
	handed, handed_on, replaces_id, cancelled_at, cancelled_by, cancel_reason, created_by, created_at`

// AttestationFile is an enrolment on the way to its attestation: the person, the hours, the attestations made so far.
type AttestationFile struct {
	Enrolment    models.Enrolment
	Person       models.Participant // identity only
	Operation    models.Operation
	Centre       models.Centre
	Progress     models.Progress
	Attestations []models.Attestation // newest first, cancelled ones included
}

// Valid is the attestation in force, nil when there is none.
func (f AttestationFile) Valid() *models.Attestation {
	for i := range f.Attestations {
		if f.Attestations[i].CancelledAt.IsZero() {
			return &f.Attestations[i]
		}
	}
	return nil
}

// AttestationFile reads the way of an enrolment to its attestation, within a scope of attestations.
func (s *Store) AttestationFile(ctx context.Context, scope models.Scope, enrolmentPublicID string) (AttestationFile, error) {
	condition, args := within(scope, models.KindAttestation)
	var f AttestationFile
	err := s.get(ctx, &f.Enrolment, "select "+prefixed("e", enrolmentColumns)+` from enrolments e join participants p on p.id = e.participant_id
		where e.public_id = ? and e.cancelled_at is null and `+condition, append([]any{enrolmentPublicID}, args...)...)
	if err != nil {
		return f, err
	}
	err = s.get(ctx, &f.Person, "select id, public_id, family_name, given_name, single_name, birth from participants where id = ?", f.Enrolment.ParticipantID)
	if err != nil {
		return f, err
	}
	if err := s.get(ctx, &f.Operation, "select "+operationColumns+" from operations where id = ?", f.Enrolment.OperationID); err != nil {
		return f, err
	}
	if err := s.get(ctx, &f.Centre, "select id, public_id, name, address, contact, attestation_minutes, signatory from centres where id = ?", f.Enrolment.CentreID); err != nil {
		return f, err
	}
	if f.Progress, err = s.progress(ctx, f.Enrolment.ID, f.Centre.AttestationMinutes); err != nil {
		return f, err
	}
	err = s.list(ctx, &f.Attestations, "select "+listedAttestation+" from attestations where enrolment_id = ? order by created_at desc, id desc", f.Enrolment.ID)
	return f, err
}

// progress adds up what an enrolment attended.
func (s *Store) progress(ctx context.Context, enrolmentID string, threshold int) (models.Progress, error) {
	found, err := s.attended(ctx, []any{enrolmentID})
	return models.Progress{Threshold: threshold, Sessions: found[enrolmentID]}, err
}

// attended is what some enrolments attended, here and elsewhere, oldest first.
func (s *Store) attended(ctx context.Context, enrolments []any) (map[string][]models.AttendedSession, error) {
	found := map[string][]models.AttendedSession{}
	var rows []struct {
		models.SessionRow
		Enrolment  string `db:"enrolment_id"`
		Attendance string `db:"attendance"`
		Clock      *int   `db:"clock"`
		Signed     bool   `db:"signed"`
	}
	err := s.list(ctx, &rows, `select r.enrolment_id, s.public_id, s.on_date, s.starts_at, s.ends_at, s.title, coalesce(m.code, s.module_code) as module_code,
		s.place, s.operator, s.status, coalesce(m.counting, '') as counting, m.minutes as module_minutes, r.attendance,
		r.minutes as clock, r.signed from registrations r join sessions s on s.id = r.session_id left join modules m on m.id = s.module_id
		where r.enrolment_id in (`+marks(len(enrolments))+`) and r.place = 'inscrit' and r.attendance in ('present', 'retard') and s.status <> 'cancelled'`, enrolments...)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		operator := r.Operator
		if operator == "" {
			operator = models.OperatorCentre
		}
		found[r.Enrolment] = append(found[r.Enrolment], models.AttendedSession{Session: r.PublicID, OnDate: r.OnDate, StartsAt: r.StartsAt, EndsAt: r.EndsAt,
			Title: r.Title, Module: r.ModuleCode, Place: r.Place, Operator: operator, Attendance: r.Attendance, Signed: r.Signed,
			Closed:  r.Status == models.SessionClosed,
			Minutes: models.CountedMinutes(r.Counting, r.Attendance, r.Clock, r.ModuleMinutes, r.StartsAt, r.EndsAt)})
	}
	if err := s.hoursElsewhere(ctx, enrolments, found); err != nil {
		return nil, err
	}
	for _, sessions := range found {
		models.SortAttended(sessions)
	}
	return found, nil
}

// NewAttestation is what a colleague typed to make one. VerificationURL of the content is the address of the public
// check page, to which the code is added.
type NewAttestation struct {
	Content  models.AttestationContent
	Replaces string // public id of the attestation cancelled by this one, "" for a first one
	Reason   string // of the replacement
	Render   func(models.AttestationContent) ([]byte, error)
}

// CreateAttestation makes the attestation of an enrolment: the next number of its centre and year, the content and the
// document, frozen together in one transaction. A second call returns the attestation in force.
func (s *Store) CreateAttestation(ctx context.Context, scope models.Scope, enrolmentPublicID string, n NewAttestation) (models.Attestation, error) {
	var made models.Attestation
	err := s.Atomically(ctx, func(tx *Store) error {
		if _, err := tx.exec(ctx, "update enrolments set version = version where public_id = ?", enrolmentPublicID); err != nil {
			return err // held: two clicks take one number
		}
		f, err := tx.AttestationFile(ctx, scope, enrolmentPublicID)
		if err != nil {
			return err
		}
		if f.Operation.Programme != models.M4H {
			return models.Refuse(models.Invalid, "attestation.problem.programme")
		}
		if valid := f.Valid(); valid != nil && valid.PublicID != n.Replaces {
			made = *valid
			return nil
		}
		if err := f.Progress.Ready(); err != nil {
			return err
		}
		made, err = tx.issue(ctx, scope, f, n)
		return err
	})
	return made, err
}

// issue writes the new attestation, and cancels the one it replaces.
func (s *Store) issue(ctx context.Context, scope models.Scope, f AttestationFile, n NewAttestation) (models.Attestation, error) {
	minutes := f.Progress.Signed()
	a := models.Attestation{ID: models.NewID(), PublicID: models.NewPublicID(), CentreID: f.Enrolment.CentreID, ParticipantID: f.Person.ID,
		EnrolmentID: f.Enrolment.ID, IssuedOn: s.Today(), Operator: models.OperatorCentre, Minutes: &minutes,
		Verification: models.NewPublicID(), CreatedBy: nullable(scope.Actor().UserID), CreatedAt: s.Now()}
	old := f.Valid()
	if old != nil {
		a.ReplacesID, n.Content.Replaces = &old.ID, old.Number
	}
	var err error
	if a.Number, err = s.nextNumber(ctx, a.CentreID, a.IssuedOn.Year()); err != nil {
		return a, err
	}
	if err := s.freeze(ctx, &a, f, n); err != nil {
		return a, err
	}
	if old != nil { // after the number: the journal is held last, by everybody
		if err := s.cancelAttestation(ctx, scope, *old, f.Person.PublicID, n.Reason); err != nil {
			return a, err
		}
	}
	if err := s.insert(ctx, "attestations", attestationColumns, a); err != nil {
		return a, err
	}
	return a, s.journal(ctx, scope, models.JournalEntry{CentreID: a.CentreID, Record: a.PublicID, Participant: f.Person.PublicID, Detail: a.Number})
}

// freeze completes the content, prints it once, and seals both: the same bytes for ever.
func (s *Store) freeze(ctx context.Context, a *models.Attestation, f AttestationFile, n NewAttestation) error {
	c := n.Content
	c.Number, c.IssuedOn, c.Verification, c.Minutes = a.Number, a.IssuedOn, a.Verification, *a.Minutes
	var err error
	if c.Logos, err = s.logosOf(ctx, f.Operation.ID); err != nil {
		return err
	}
	if c.VerificationURL != "" {
		c.VerificationURL += a.Verification
	}
	c.CentreName, c.CentreAddress, c.CentreContact = f.Centre.Name, f.Centre.Address, f.Centre.Contact
	c.Operation, c.Funder, c.Convention, c.Sessions = f.Operation.Title, f.Operation.Funder, f.Enrolment.Convention, f.Progress.Counted()
	pdf, err := n.Render(c)
	if err != nil {
		return fmt.Errorf("render attestation: %w", err)
	}
	box, err := s.box(ctx, a.ParticipantID)
	if err != nil {
		return err
	}
	text, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("attestation content: %w", err)
	}
	a.ContentSealed, a.PDFSealed = box.Seal("attestation "+a.ID, string(text)), box.Seal("attestation pdf "+a.ID, string(pdf))
	return nil
}

// nextNumber takes the next number of a centre and year, « 2026-0042 ». The counter's row is changed in the
// transaction that uses the number: a failure gives it back, so there are no gaps. A first number follows the imported ones.
func (s *Store) nextNumber(ctx context.Context, centreID string, year int) (string, error) {
	first, err := s.lastImported(ctx, centreID, year)
	if err != nil {
		return "", err
	}
	var last int
	err = s.getWriting(ctx, &last, `insert into attestation_numbers (centre_id, year, last) values (?, ?, ?)
		on conflict (centre_id, year) do update set last = attestation_numbers.last + 1 returning last`, centreID, year, first+1)
	return fmt.Sprintf("%d-%04d", year, last), err
}

func (s *Store) lastImported(ctx context.Context, centreID string, year int) (int, error) {
	prefix := strconv.Itoa(year) + "-"
	var numbers []string
	err := s.list(ctx, &numbers, "select number from attestations where centre_id = ? and verification = '' and number like ?", centreID, prefix+"%")
	last := 0
	for _, n := range numbers {
		if value, err := strconv.Atoi(strings.TrimPrefix(n, prefix)); err == nil {
			last = max(last, value)
		}
	}
	return last, err
}

// Attestation is one attestation with what was frozen, by its public id, within a scope of attestations.
func (s *Store) Attestation(ctx context.Context, scope models.Scope, publicID string) (models.Attestation, models.AttestationContent, error) {
	condition, args := within(scope, models.KindAttestation)
	var a models.Attestation
	var c models.AttestationContent
	err := s.get(ctx, &a, "select "+prefixed("t", attestationColumns)+` from attestations t join enrolments e on e.id = t.enrolment_id
		join participants p on p.id = t.participant_id where t.public_id = ? and `+condition, append([]any{publicID}, args...)...)
	if err != nil || len(a.ContentSealed) == 0 {
		return a, c, err
	}
	box, err := s.box(ctx, a.ParticipantID)
	if err != nil {
		return a, c, err
	}
	return a, c, openContent(box, a, &c)
}

func openContent(box Box, a models.Attestation, c *models.AttestationContent) error {
	text, err := box.Open("attestation "+a.ID, a.ContentSealed)
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(text), c)
}

// AttestationPDF is the document as it was printed once, with a line in the journal. An imported attestation has none.
func (s *Store) AttestationPDF(ctx context.Context, scope models.Scope, publicID string) (pdf []byte, number string, err error) {
	err = s.Audited(ctx, scope, func(tx *Store) (models.JournalEntry, error) {
		a, _, err := tx.Attestation(ctx, scope, publicID)
		if err != nil {
			return models.JournalEntry{}, err
		}
		if len(a.PDFSealed) == 0 {
			return models.JournalEntry{}, models.ErrNotFound
		}
		box, err := tx.box(ctx, a.ParticipantID)
		if err != nil {
			return models.JournalEntry{}, err
		}
		text, err := box.Open("attestation pdf "+a.ID, a.PDFSealed)
		if err != nil {
			return models.JournalEntry{}, err
		}
		pdf, number = []byte(text), a.Number
		person, err := tx.publicPerson(ctx, a.ParticipantID)
		return models.JournalEntry{CentreID: a.CentreID, Record: a.PublicID, Participant: person}, err
	})
	return pdf, number, err
}

// HandOver records how and when the person received the attestation (models.HandedInPerson, HandedSent).
func (s *Store) HandOver(ctx context.Context, scope models.Scope, publicID, how string, on models.Date) error {
	return s.Atomically(ctx, func(tx *Store) error {
		a, _, err := tx.Attestation(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if !a.CancelledAt.IsZero() {
			return models.Refuse(models.Conflict, "attestation.problem.cancelled")
		}
		if how != models.HandedInPerson && how != models.HandedSent || on < a.IssuedOn || on > tx.Today() {
			return models.Refuse(models.Invalid, "attestation.problem.handed_date", "Date", models.FrenchDate(a.IssuedOn))
		}
		if err := tx.change(ctx, "update attestations set handed = ?, handed_on = ? where id = ?", how, on, a.ID); err != nil {
			return err
		}
		person, err := tx.publicPerson(ctx, a.ParticipantID)
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: a.CentreID, Record: a.PublicID, Participant: person, Detail: how})
	})
}

// CancelAttestation cancels an attestation with a reason; its number stays taken and its document readable.
func (s *Store) CancelAttestation(ctx context.Context, scope models.Scope, publicID, reason string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		a, _, err := tx.Attestation(ctx, scope, publicID)
		if err != nil {
			return err
		}
		person, err := tx.publicPerson(ctx, a.ParticipantID)
		if err != nil {
			return err
		}
		return tx.cancelAttestation(ctx, scope, a, person, reason)
	})
}

func (s *Store) cancelAttestation(ctx context.Context, scope models.Scope, a models.Attestation, person, reason string) error {
	n, err := s.exec(ctx, "update attestations set cancelled_at = ?, cancelled_by = ?, cancel_reason = ? where id = ? and cancelled_at is null",
		s.Now(), nullable(scope.Actor().UserID), reason, a.ID)
	if err != nil {
		return err
	}
	if n == 0 {
		return models.Refuse(models.Conflict, "attestation.problem.cancelled")
	}
	return s.journal(ctx, scope, models.JournalEntry{CentreID: a.CentreID, Action: models.Cancel, Record: a.PublicID, Participant: person, Detail: a.Number})
}

// publicPerson is the public id of a person, for the journal.
func (s *Store) publicPerson(ctx context.Context, participantID string) (string, error) {
	var id string
	err := s.get(ctx, &id, "select public_id from participants where id = ?", participantID)
	return id, err
}

// VerifyAttestation answers the public check of an attestation by its code, which whoever holds the document has: it
// needs no scope and gives nothing that is not printed there. Of a person whose data were erased, the initials are gone.
func (s *Store) VerifyAttestation(ctx context.Context, code string) (models.Verification, error) {
	var v models.Verification
	var row struct {
		models.Attestation
		CentreName string `db:"centre_name"`
	}
	err := s.get(ctx, &row, "select "+prefixed("t", attestationColumns)+`, k.name as centre_name from attestations t
		join centres k on k.id = t.centre_id where t.verification = ? and t.verification <> ''`, code)
	if err != nil {
		return v, err
	}
	a := row.Attestation
	v = models.Verification{Number: a.Number, IssuedOn: a.IssuedOn, CentreName: row.CentreName, Cancelled: !a.CancelledAt.IsZero()}
	if err := s.verifyContent(ctx, a, &v); err != nil {
		return v, err
	}
	err = s.get(ctx, &v.ReplacedBy, "select number from attestations where replaces_id = ?", a.ID)
	if errors.Is(err, models.ErrNotFound) {
		err = nil
	}
	return v, err
}

// verifyContent adds what only the frozen content says: the initials, and the centre's name of that day.
func (s *Store) verifyContent(ctx context.Context, a models.Attestation, v *models.Verification) error {
	box, err := s.box(ctx, a.ParticipantID)
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	var c models.AttestationContent
	if err := openContent(box, a, &c); err != nil {
		return err
	}
	v.Initials, v.CentreName = models.NameInitials(c.FullName), c.CentreName
	return nil
}

// EnrolmentOf is the public id of the enrolment of an attestation read under the same scope.
func (s *Store) EnrolmentOf(ctx context.Context, scope models.Scope, a models.Attestation) (string, error) {
	condition, args := within(scope, models.KindAttestation)
	var id string
	err := s.get(ctx, &id, "select e.public_id from enrolments e join participants p on p.id = e.participant_id where e.id = ? and "+condition,
		append([]any{a.EnrolmentID}, args...)...)
	return id, err
}
