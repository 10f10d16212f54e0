package store

import (
	"context"

	"jalon/models"
)

// FileFacts is one enrolment of an operation with what the report looks at, and whom it is about.
type FileFacts struct {
	Enrolment  string                `db:"enrolment"` // public id
	Person     string                `db:"person"`    // public id
	FamilyName string                `db:"family_name"`
	GivenName  string                `db:"given_name"`
	SortName   string                `db:"sort_name"`
	Phone      string                `db:"phone"`
	Facts      models.EnrolmentFacts `db:"-"`
}

// Name is the person's as lists write it.
func (f FileFacts) Name() string { return models.ListName(f.FamilyName, f.GivenName) }

// FileFilter narrows the files of an operation. Its zero value is all of them.
type FileFilter struct {
	Enrolment  string   // public id
	Enrolments []string // public ids, any of them
	UserID     string   // accompanied by that colleague
	Lacking    bool     // those that may lack a datum of the entry: the report decides
}

// OperationFiles streams the files of an operation that are within a scope of enrolments, in the order of internal ids. They hold
// the very rows that the report counts (Participations), in bounded memory.
func (s *Store) OperationFiles(ctx context.Context, scope models.Scope, o models.Operation, filter FileFilter, yield func(FileFacts)) error {
	r := reportReader{s: s, operation: o}
	r.narrow(scope, filter)
	var err error
	if r.sessions, err = s.reportSessions(ctx, "s.operation_id = ?", o.ID); err != nil {
		return err
	}
	if r.communes, err = s.Places(ctx); err != nil {
		return err
	}
	for after := ""; ; {
		batch, err := r.batch(ctx, after, reportBatch)
		if err != nil || len(batch) == 0 {
			return err
		}
		for i := range batch {
			row := &batch[i]
			phone := row.Phone
			if phone == "" {
				phone = row.Landline
			}
			yield(FileFacts{Enrolment: row.PublicID, Person: row.PersonID, FamilyName: row.Family, GivenName: row.Given, SortName: row.SortName,
				Phone: phone, Facts: row.facts})
		}
		after = batch[len(batch)-1].ID
	}
}

// incompleteEntry is true of every record that lacks one of the four data of Participation.Missing, and of a few that
// do not: a year of birth may or may not tell the age group, which the report decides.
const incompleteEntry = `(p.sex not in ('F', 'M', 'X') or length(p.birth) < 10 or e.entry_isced not in ('0', '1', '2', '3', '4', '5', '6', '7', '8')
	or not (e.entry_forem = 'DEI' or e.entry_work in ('salarie', 'salarie_partiel', 'independant', 'art60') or e.entry_seeking in ('oui', 'non')))`

// OperationPeople lists whom the files of an operation within a scope of enrolments are about, without their facts.
func (s *Store) OperationPeople(ctx context.Context, scope models.Scope, o models.Operation) ([]FileFacts, error) {
	r := reportReader{s: s, operation: o}
	r.narrow(scope, FileFilter{})
	var people []FileFacts
	err := s.list(ctx, &people, `select e.public_id as enrolment, p.public_id as person, p.family_name, p.given_name, p.sort_name,
		case when p.phone <> '' then p.phone else p.landline end as phone from enrolments e join participants p on p.id = e.participant_id
		where e.cancelled_at is null and e.operation_id = ?`+r.condition+" order by e.id", append([]any{o.ID}, r.args...)...)
	return people, err
}

// narrow adds the scope and the filter to what is read.
func (r *reportReader) narrow(scope models.Scope, filter FileFilter) {
	condition, args := within(scope, models.KindEnrolment)
	r.condition, r.args = " and "+condition, args
	if narrow, values := inCaseload(scope, "e.participant_id"); narrow != "" {
		r.condition, r.args = r.condition+" and "+narrow, append(r.args, values...)
	}
	if filter.UserID != "" {
		r.condition += " and e.participant_id in (select k.participant_id from caseloads k where k.user_id = ? and " + accompanies + ")"
		r.args = append(r.args, clocks(filter.UserID)...)
	}
	if filter.Lacking {
		r.condition += " and e.frozen_on is not null and " + incompleteEntry
	}
	if len(filter.Enrolments) > 0 {
		r.condition, r.args = r.condition+" and e.public_id in ("+marks(len(filter.Enrolments))+")", append(r.args, anys(filter.Enrolments)...)
	}
	if filter.Enrolment != "" {
		r.condition, r.args = r.condition+" and e.public_id = ?", append(r.args, filter.Enrolment)
	}
}
