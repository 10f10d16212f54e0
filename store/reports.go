package store

import (
	"context"
	"errors"
	"slices"
	"strings"

	"jalon/models"
)

// reportBatch is how many enrolments are read at a time: memory stays bounded, each table is asked once per batch.
const reportBatch = 500

// Participations streams every enrolment of an operation with everything a report looks at, in the order of their
// internal ids. The scope is of kind report (pseudonymous) or report_nominative (names filled). Cancelled rows do
// not exist for a report.
func (s *Store) Participations(ctx context.Context, scope models.Scope, operationPublicID string, yield func(models.EnrolmentFacts) error) error {
	return s.participations(ctx, scope, operationPublicID, false, yield)
}

// SteeringFacts is Participations with no more than models.Steering counts: nothing of the same people under other operations, and of a
// follow-up neither its reference, its hour, its place nor who gave it.
func (s *Store) SteeringFacts(ctx context.Context, scope models.Scope, operationPublicID string, yield func(models.EnrolmentFacts) error) error {
	return s.participations(ctx, scope, operationPublicID, true, yield)
}

func (s *Store) participations(ctx context.Context, scope models.Scope, operationPublicID string, lean bool, yield func(models.EnrolmentFacts) error) error {
	r, err := s.newReportReader(ctx, scope, operationPublicID, lean)
	if err != nil {
		return err
	}
	r.lean = lean
	after := ""
	for {
		batch, err := r.batch(ctx, after, reportBatch)
		if err != nil || len(batch) == 0 {
			return err
		}
		for i := range batch {
			if err := yield(batch[i].facts); err != nil {
				return err
			}
		}
		after = batch[len(batch)-1].ID
	}
}

// Attendances streams the contacts of every enrolment of an operation, in the order of Participations: of its facts only the reference and
// Contacts are filled, which is all that a sheet of attendances prints.
func (s *Store) Attendances(ctx context.Context, scope models.Scope, operationPublicID string, yield func(models.EnrolmentFacts) error) error {
	r, err := s.newReportReader(ctx, scope, operationPublicID, true)
	if err != nil {
		return err
	}
	for after := ""; ; {
		var rows []reportRow
		err := s.list(ctx, &rows, "select e.id, "+refOf("e")+` as enrolment_ref from enrolments e
			where e.cancelled_at is null and e.operation_id = ? and e.id > ? order by e.id limit ?`, r.operation.ID, after, reportBatch)
		if err != nil || len(rows) == 0 {
			return err
		}
		byEnrolment := make(map[string]*reportRow, len(rows))
		for i := range rows {
			rows[i].facts.Enrolment = rows[i].EnrolmentRef
			byEnrolment[rows[i].ID] = &rows[i]
		}
		if err := errors.Join(r.followUps(ctx, byEnrolment), r.places(ctx, byEnrolment)); err != nil {
			return err
		}
		for i := range rows {
			if err := yield(rows[i].facts); err != nil {
				return err
			}
		}
		after = rows[len(rows)-1].ID
	}
}

// ParticipationsAfter is one page of Participations, of this operation alone: those that follow the enrolment of a printed reference, "" for the first page.
// It is models.ErrNotFound when the operation has no such enrolment.
func (s *Store) ParticipationsAfter(ctx context.Context, scope models.Scope, operationPublicID, reference string, limit int) ([]models.EnrolmentFacts, error) {
	r, err := s.newReportReader(ctx, scope, operationPublicID, true)
	if err != nil {
		return nil, err
	}
	after := ""
	if reference != "" {
		err := s.get(ctx, &after, `select e.id from enrolments e where e.operation_id = ? and e.public_id = ? and e.external_ref = ''
			union all select e.id from enrolments e where e.operation_id = ? and e.centre_id = ? and e.external_ref = ? and e.external_ref <> ''`,
			r.operation.ID, reference, r.operation.ID, r.operation.CentreID, reference)
		if err != nil {
			return nil, err
		}
	}
	rows, err := r.batch(ctx, after, limit)
	facts := make([]models.EnrolmentFacts, len(rows))
	for i := range rows {
		facts[i] = rows[i].facts
	}
	return facts, err
}

// newReportReader prepares the reading of one operation: its sessions and the communes.
func (s *Store) newReportReader(ctx context.Context, scope models.Scope, operationPublicID string, alone bool) (reportReader, error) {
	r := reportReader{s: s, nominative: scope.Kind() == models.KindReportNominal, alone: alone}
	var err error
	if r.operation, err = s.Operation(ctx, scope, operationPublicID); err != nil {
		return r, err
	}
	if r.sessions, err = s.reportSessions(ctx, "s.operation_id = ?", r.operation.ID); err != nil {
		return r, err
	}
	r.communes, err = s.Places(ctx)
	return r, err
}

// SessionFacts lists the sessions of an operation, for the sheets of sessions and modules.
func (s *Store) SessionFacts(ctx context.Context, scope models.Scope, operationPublicID string) ([]models.SessionFacts, error) {
	o, err := s.Operation(ctx, scope, operationPublicID)
	if err != nil {
		return nil, err
	}
	sessions, err := s.reportSessions(ctx, "s.operation_id = ?", o.ID)
	if err != nil {
		return nil, err
	}
	all := make([]models.SessionFacts, 0, len(sessions.order))
	for _, id := range sessions.order {
		all = append(all, sessions.byID[id].facts())
	}
	return all, nil
}

// Recruitment lists the candidates of an operation as the report prints them.
func (s *Store) Recruitment(ctx context.Context, scope models.Scope, operationPublicID string) ([]models.RecruitmentLine, error) {
	o, err := s.Operation(ctx, scope, operationPublicID)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		models.Recruitment
		EnrolmentRef string `db:"enrolment_ref"`
	}
	err = s.list(ctx, &rows, `select r.candidate, r.source, r.on_date, r.entered, r.reason, r.returned_on,
		coalesce(`+refOf("e")+`, '') as enrolment_ref from recruitments r left join enrolments e on e.id = r.enrolment_id
		where r.operation_id = ? order by r.on_date, r.id`, o.ID)
	lines := make([]models.RecruitmentLine, len(rows))
	for i, row := range rows {
		lines[i] = models.RecruitmentLine{Ref: row.EnrolmentRef, Source: row.Source, Date: row.OnDate, Entered: row.Entered,
			Reason: row.Reason, ReturnedOn: row.ReturnedOn}
		if lines[i].Ref == "" {
			lines[i].Ref = row.Candidate
		}
	}
	return lines, err
}

// reportReader reads one operation batch by batch.
type reportReader struct {
	s          *Store
	operation  models.Operation
	nominative bool
	alone      bool // contacts under other operations are not read
	lean       bool // nothing is read that models.Steering leaves aside
	// condition narrows the enrolments further, with its arguments; "" is all of the operation
	condition string
	args      []any
	sessions  sessionIndex
	communes  *models.Places // of today: those of the settings have a name too
}

// reportRow is one enrolment being put together.
type reportRow struct {
	models.Enrolment
	EnrolmentRef string           `db:"enrolment_ref"`
	PersonRef    string           `db:"person_ref"`
	PersonID     string           `db:"person_public_id"`
	Family       string           `db:"family_name"`
	Given        string           `db:"given_name"`
	SortName     string           `db:"sort_name"`
	Sex          string           `db:"sex"`
	Birth        models.BirthDate `db:"birth"`
	Countries    string           `db:"nationalities"`
	BirthCountry string           `db:"birth_country"`
	Father       string           `db:"father_birth_country"`
	Mother       string           `db:"mother_birth_country"`
	Refnis       string           `db:"refnis"`
	Postcode     string           `db:"postcode"`
	Phone        string           `db:"phone"`
	Landline     string           `db:"landline"`
	Email        string           `db:"email"`
	ArrivedOn    string           `db:"arrived_on"`
	French       string           `db:"french_level"`
	Language     string           `db:"contact_language"`
	PermitUntil  models.Date      `db:"permit_expires_on"`
	HouseWork    string           `db:"household_work"`
	Children     string           `db:"children"`
	Residence    []byte           `db:"residence_sealed"`
	Wrapped      []byte           `db:"wrapped"`
	Referent     string           `db:"referent"`
	facts        models.EnrolmentFacts
}

// reportRowQuery takes the arguments of clocks first.
const reportRowQuery = `, ` + personOfReport + ` from enrolments e join participants p on p.id = e.participant_id
	left join person_keys k on k.participant_id = p.id
	where e.cancelled_at is null and `

const personOfReport = `case when e.external_ref <> '' then e.external_ref else e.public_id end as enrolment_ref,
	case when p.external_ref <> '' then p.external_ref else p.public_id end as person_ref,
	p.public_id as person_public_id, p.family_name, p.given_name, p.sort_name, p.sex, p.birth, p.nationalities, p.birth_country, p.father_birth_country,
	p.mother_birth_country, p.refnis, p.postcode, p.phone, p.landline, p.email, p.arrived_on, p.french_level, p.contact_language,
	p.permit_expires_on, p.household_work, p.children, p.residence_sealed, k.wrapped,
	coalesce((select min(u.name) from caseloads k join users u on u.id = k.user_id
		where k.enrolment_id = e.id and k.kind = 'lead' and ` + inForce + `), '') as referent`

func (r reportReader) batch(ctx context.Context, after string, limit int) ([]reportRow, error) {
	var rows []reportRow
	err := r.s.list(ctx, &rows, "select "+prefixed("e", enrolmentColumns)+reportRowQuery+
		"e.operation_id = ? and e.id > ?"+r.condition+" order by e.id limit ?", slices.Concat(clocks(), []any{r.operation.ID, after}, r.args, []any{limit})...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	byPerson := map[string]*reportRow{}
	for i := range rows {
		byPerson[rows[i].ParticipantID] = &rows[i]
	}
	if err := r.complete(ctx, rows); err != nil || r.alone {
		return rows, err
	}
	return rows, r.elsewhere(ctx, byPerson)
}

// complete fills the facts of some rows, but for the contacts under other operations.
func (r reportReader) complete(ctx context.Context, rows []reportRow) error {
	byEnrolment := map[string]*reportRow{}
	for i := range rows {
		if err := r.start(&rows[i]); err != nil {
			return err
		}
		byEnrolment[rows[i].ID] = &rows[i]
	}
	readings := []func(context.Context, map[string]*reportRow) error{r.followUps, r.places, r.exits, r.events, r.sixMonths, r.attestations, r.proven}
	if r.lean {
		readings[0], readings = r.leanFollowUps, readings[:len(readings)-1]
	}
	for _, read := range readings {
		if err := read(ctx, byEnrolment); err != nil {
			return err
		}
	}
	return nil
}

// start fills what the enrolment and the person say, and opens the sealed answers.
func (r reportReader) start(row *reportRow) error {
	sensitive, residence, err := r.open(row)
	if err != nil {
		return err
	}
	f := &row.facts
	f.ID, f.PersonID = row.PublicID, row.PersonID
	f.Enrolment, f.Person, f.Requested, f.Referral, f.Referent = row.EnrolmentRef, row.PersonRef, row.RequestedOn, row.Referral, row.Referent
	if r.nominative {
		f.Family, f.Given = row.Family, row.Given
	}
	if row.Birth != "" && row.SortName != "" {
		f.DuplicateKey = row.SortName + "|" + string(row.Birth) + "|" + row.Postcode
	}
	f.Profile, f.Snapshot = row.profile(residence), row.snapshot(sensitive)
	shipped, _ := models.CommuneByRefnis(f.Profile.Commune)
	if commune, known := r.communes.ByRefnis(f.Profile.Commune); known && commune.Name != shipped.Name {
		f.Profile.CommuneName = commune.Name
	}
	return nil
}

// open reads the sealed answers. Of somebody whose data were erased the key is gone: they are not known, and the person still counts.
func (r reportReader) open(row *reportRow) (sensitive models.Sensitive, residence models.Residence, err error) {
	if row.Wrapped == nil {
		return sensitive, residence, nil
	}
	box, err := r.s.sealer.PersonBox(row.ParticipantID, row.Wrapped)
	if err != nil {
		return sensitive, residence, err
	}
	if sensitive, err = OpenJSON[models.Sensitive](box, "entry_sensitive", row.SensitiveSealed); err != nil {
		return sensitive, residence, err
	}
	residence, err = OpenJSON[models.Residence](box, "residence", row.Residence)
	return sensitive, residence, err
}

func (row *reportRow) profile(residence models.Residence) models.ProfileFacts {
	commune := row.Commune // as at the entry, once frozen
	if commune == "" {
		commune = row.Refnis
	}
	return models.ProfileFacts{Sex: row.Sex, Birth: row.Birth, Nationalities: models.SplitList(row.Countries), BirthCountry: row.BirthCountry,
		FatherBirthCountry: row.Father, MotherBirthCountry: row.Mother, Commune: commune, Postcode: row.Postcode,
		HasPhone: row.Phone != "" || row.Landline != "", HasEmail: row.Email != "", ArrivedInBelgium: row.ArrivedOn, FrenchLevel: row.French,
		ContactLanguage: row.Language, WorkMention: residence.WorkMarket, ResidencePermit: residence.Title, ResidenceExpires: row.PermitUntil,
		HouseholdWork: row.HouseWork, Children: row.Children}
}

func (row *reportRow) snapshot(sensitive models.Sensitive) models.SnapshotFacts {
	return models.SnapshotFacts{Nationalities: models.SplitList(row.Nationalities), Forem: row.Forem, Work: row.Work, Seeking: row.Seeking,
		UnemployedSince: knownDate(row.UnemployedSince), InTraining: row.Training, ISCED: row.ISCED, Equivalence: row.Recognition,
		Disability: sensitive.Disability, Minority: sensitive.Minority, Homeless: sensitive.Homeless, Degurba: row.Degurba,
		Income: row.Income, Ground: row.Ground, Public: row.Audience, Convention: row.Convention, Exemption: row.Exemption,
		AssessmentDate: knownDate(row.AssessmentOn)}
}

// knownDate drops the answers « inconnu » and « refus ».
func knownDate(s string) models.Date {
	if d := models.Date(s); d.Valid() {
		return d
	}
	return ""
}

// batchKeys is the arguments of an "in (…)" over a batch.
func batchKeys(rows map[string]*reportRow) (string, []any) {
	args := make([]any, 0, len(rows))
	for id := range rows {
		args = append(args, id)
	}
	return "(" + strings.TrimSuffix(strings.Repeat("?, ", len(args)), ", ") + ")", args
}
