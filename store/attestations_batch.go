package store

import (
	"context"
	"slices"
	"strings"

	"jalon/models"
)

// AttestationPage is how many people a page of attestations shows, to make or to hand over.
const AttestationPage = 100

// DueAttestations lists the M4H enrolments with a place in a session, with their progress, for the batch page.
func (s *Store) DueAttestations(ctx context.Context, scope models.Scope, sessionPublicID string) ([]AttestationFile, error) {
	return s.attestationFiles(ctx, scope, `e.id in (select r.enrolment_id from registrations r join sessions n on n.id = r.session_id
		where n.public_id = ? and r.place = 'inscrit')`, sessionPublicID)
}

// Entitled are the people entitled to an attestation who have none: one page of them, by name.
type Entitled struct {
	Files []AttestationFile
	Total int    // on all pages
	Next  string // public id of the last enrolment of the page, "" when no other page follows
}

// ReadyAttestations lists who is entitled to an attestation and has none, whatever their session, after an enrolment by its public id
// ("" = from the beginning).
func (s *Store) ReadyAttestations(ctx context.Context, scope models.Scope, after string) (Entitled, error) {
	all, err := s.entitled(ctx, scope)
	page := Entitled{Total: len(all)}
	if err != nil {
		return page, err
	}
	from := 1 + slices.IndexFunc(all, func(e entitledEnrolment) bool { return e.PublicID == after })
	all = all[from:]
	if len(all) > AttestationPage {
		all = all[:AttestationPage]
		page.Next = all[AttestationPage-1].PublicID
	}
	if len(all) == 0 {
		return page, nil
	}
	ids := make([]any, len(all))
	for i, e := range all {
		ids[i] = e.ID
	}
	page.Files, err = s.attestationFiles(ctx, scope, "e.id in ("+marks(len(ids))+")", ids...)
	return page, err
}

// CountReadyAttestations is how many people are entitled to an attestation and have none.
func (s *Store) CountReadyAttestations(ctx context.Context, scope models.Scope) (int, error) {
	all, err := s.entitled(ctx, scope)
	return len(all), err
}

// entitledEnrolment is an enrolment whose hours may be complete.
type entitledEnrolment struct {
	ID        string `db:"id"`
	PublicID  string `db:"public_id"`
	Threshold int    `db:"attestation_minutes"`
}

// hoursAdded is of how many enrolments the hours are added up at a time.
const hoursAdded = 1000

// entitled lists the enrolments whose hours are complete and that have no attestation, by name. Whoever signed in no session is
// passed over by the query, the hours are added up for all the others: the rule of counting is in models.
func (s *Store) entitled(ctx context.Context, scope models.Scope) ([]entitledEnrolment, error) {
	condition, args := within(scope, models.KindAttestation)
	var candidates, all []entitledEnrolment
	err := s.list(ctx, &candidates, `select e.id, e.public_id, c.attestation_minutes
		from enrolments e join participants p on p.id = e.participant_id join operations o on o.id = e.operation_id join centres c on c.id = e.centre_id
		where e.cancelled_at is null and o.programme = 'M4H' and `+condition+`
		and not exists (select 1 from attestations t where t.enrolment_id = e.id and t.cancelled_at is null)
		and (exists (select 1 from registrations r where r.enrolment_id = e.id and r.place = 'inscrit' and r.signed)
			or exists (select 1 from hours_elsewhere h where h.enrolment_id = e.id and h.cancelled_at is null)) order by p.sort_name, e.id`, args...)
	if err != nil {
		return nil, err
	}
	for batch := range slices.Chunk(candidates, hoursAdded) {
		ids := make([]any, len(batch))
		for i, e := range batch {
			ids[i] = e.ID
		}
		attended, err := s.attended(ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, e := range batch {
			if (models.Progress{Threshold: e.Threshold, Sessions: attended[e.ID]}).Missing() == 0 {
				all = append(all, e)
			}
		}
	}
	return all, nil
}

// attestationFiles reads the ways of several M4H enrolments in a fixed number of queries, by name.
func (s *Store) attestationFiles(ctx context.Context, scope models.Scope, which string, args ...any) ([]AttestationFile, error) {
	condition, values := within(scope, models.KindAttestation)
	var rows []struct {
		models.Enrolment
		Person     string           `db:"person"`
		FamilyName string           `db:"family_name"`
		GivenName  string           `db:"given_name"`
		SingleName bool             `db:"single_name"`
		Birth      models.BirthDate `db:"birth"`
		Operation  string           `db:"operation"`
		Title      string           `db:"operation_title"`
		Funder     string           `db:"funder"`
		Centre     string           `db:"centre"`
		Address    string           `db:"address"`
		Contact    string           `db:"contact"`
		Threshold  int              `db:"attestation_minutes"`
		Signatory  string           `db:"signatory"`
	}
	err := s.list(ctx, &rows, "select "+prefixed("e", enrolmentColumns)+`, p.public_id as person, p.family_name, p.given_name, p.single_name, p.birth,
		o.public_id as operation, o.title as operation_title, o.funder, c.name as centre, c.address, c.contact, c.attestation_minutes, c.signatory
		from enrolments e join participants p on p.id = e.participant_id join operations o on o.id = e.operation_id join centres c on c.id = e.centre_id
		where e.cancelled_at is null and o.programme = 'M4H' and `+condition+" and "+which+" order by p.sort_name, e.id limit 1000", append(values, args...)...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	files, at, ids := make([]AttestationFile, len(rows)), map[string]int{}, make([]any, len(rows))
	for i, r := range rows {
		ids[i], at[r.ID] = r.ID, i
		f := &files[i]
		f.Enrolment, f.Progress.Threshold = r.Enrolment, r.Threshold
		f.Person = models.Participant{ID: r.ParticipantID, PublicID: r.Person, FamilyName: r.FamilyName, GivenName: r.GivenName, SingleName: r.SingleName, Birth: r.Birth}
		f.Operation = models.Operation{ID: r.OperationID, PublicID: r.Operation, Programme: models.M4H, Title: r.Title, Funder: r.Funder}
		f.Centre = models.Centre{ID: r.CentreID, Name: r.Centre, Address: r.Address, Contact: r.Contact, AttestationMinutes: r.Threshold, Signatory: r.Signatory}
	}
	attended, err := s.attended(ctx, ids)
	if err != nil {
		return nil, err
	}
	for id, sessions := range attended {
		files[at[id]].Progress.Sessions = sessions
	}
	var made []models.Attestation
	err = s.list(ctx, &made, "select "+listedAttestation+" from attestations where enrolment_id in ("+marks(len(ids))+") order by created_at desc, id desc", ids...)
	for _, t := range made {
		f := &files[at[t.EnrolmentID]]
		f.Attestations = append(f.Attestations, t)
	}
	return files, err
}

// AttestationView is an attestation with the name of the person, for lists.
type AttestationView struct {
	models.Attestation
	FamilyName string `db:"family_name"`
	GivenName  string `db:"given_name"`
}

// AttestationsToHand lists attestations in force that nobody received yet, oldest number first: of everybody in a session, else of the
// whole scope, a page and one more when there are others.
func (s *Store) AttestationsToHand(ctx context.Context, scope models.Scope, sessionPublicID string) ([]AttestationView, error) {
	condition, args := within(scope, models.KindAttestation)
	limit := AttestationPage + 1
	if sessionPublicID != "" {
		limit = models.MaxCapacity
		condition += ` and t.enrolment_id in (select r.enrolment_id from registrations r join sessions n on n.id = r.session_id
			where n.public_id = ? and r.place = 'inscrit')`
		args = append(args, sessionPublicID)
	}
	var all []AttestationView
	err := s.list(ctx, &all, "select "+prefixed("t", listedAttestation)+`, p.family_name, p.given_name from attestations t
		join enrolments e on e.id = t.enrolment_id join participants p on p.id = t.participant_id
		where t.cancelled_at is null and t.handed = '' and t.verification <> '' and `+condition+" order by t.number, t.id limit ?", append(args, limit)...)
	return all, err
}

// AttestationContents are what was frozen of several attestations, to be printed together, with a line of the journal each.
func (s *Store) AttestationContents(ctx context.Context, scope models.Scope, publicIDs []string) ([]models.AttestationContent, error) {
	var contents []models.AttestationContent
	err := s.Atomically(ctx, func(tx *Store) error {
		var lines []models.JournalEntry
		for _, id := range publicIDs {
			a, c, err := tx.Attestation(ctx, scope, id)
			if err != nil {
				return err
			}
			person, err := tx.publicPerson(ctx, a.ParticipantID)
			if err != nil {
				return err
			}
			contents = append(contents, c)
			lines = append(lines, models.JournalEntry{CentreID: a.CentreID, Record: a.PublicID, Participant: person})
		}
		for _, line := range lines {
			if err := tx.journal(ctx, scope, line); err != nil {
				return err
			}
		}
		return nil
	})
	return contents, err
}

// HandOverAll records how and when several people received their attestation: all of them, or none.
func (s *Store) HandOverAll(ctx context.Context, scope models.Scope, publicIDs []string, how string, on models.Date) error {
	return s.Atomically(ctx, func(tx *Store) error {
		for _, id := range publicIDs {
			if err := tx.HandOver(ctx, scope, strings.TrimSpace(id), how, on); err != nil {
				return err
			}
		}
		return nil
	})
}
