package store

import (
	"context"
	"strings"

	"jalon/models"
)

const enrolmentColumns = `id, public_id, centre_id, participant_id, operation_id, external_ref, requested_on, frozen_on,
	entry_nationalities, entry_commune, entry_degurba, entry_forem, entry_work, entry_seeking, entry_unemployed_since,
	entry_training, entry_isced, entry_recognition, entry_income, entry_ground, sensitive_sealed, referral, audience,
	convention, exemption, assessment_on, derogation_reason, derogation_by, cancelled_at, cancelled_by, cancel_reason,
	created_by, created_at, updated_at, version`

// EnrolmentView is an enrolment as a page shows it: with its person, its operation and who accompanies.
type EnrolmentView struct {
	models.Enrolment
	OperationPublicID string      `db:"operation_public_id"`
	OperationCode     string      `db:"operation_code"`
	OperationTitle    string      `db:"operation_title"`
	Programme         string      `db:"programme"`
	Funder            string      `db:"funder"`
	Person            string      `db:"person"` // public id
	FamilyName        string      `db:"family_name"`
	GivenName         string      `db:"given_name"`
	FirstContact      models.Date `db:"first_contact"` // first attended contact: the entry
	LastContact       models.Date `db:"last_contact"`
	LastExit          models.Date `db:"last_exit"`
	LastExitReason    string      `db:"last_exit_reason"`
	Referents         []Referent  `db:"-"`
}

// State of an enrolment, computed from facts: annulee, attente (no attended contact yet), cloture, en_cours.
func (v EnrolmentView) State() string {
	switch {
	case !v.CancelledAt.IsZero():
		return "annulee"
	case v.FirstContact == "" && v.LastExit == "":
		return "attente"
	case v.LastExit != "" && v.LastContact <= v.LastExit:
		return "cloture"
	default:
		return "en_cours"
	}
}

// Referent is a colleague who accompanies a person in an enrolment.
type Referent struct {
	UserID      string      `db:"user_id"`
	PublicID    string      `db:"public_id"`
	Name        string      `db:"name"`
	Kind        string      `db:"kind"` // lead, co
	FromOn      models.Date `db:"from_on"`
	EnrolmentID string      `db:"enrolment_id"`
}

// attendedOf is the dates of attended contacts of enrolment e: follow-ups with the person, and sessions.
// A « démarche » is a step without the person: staff time only.
const attendedOf = `(select f.on_date from followups f where f.enrolment_id = e.id and f.cancelled_at is null
		and f.presence = 'present' and f.mode <> 'demarche'
	union all select s.on_date from registrations r join sessions s on s.id = r.session_id
		where r.enrolment_id = e.id and r.place <> 'annule' and r.attendance in ('present', 'retard') and s.status <> 'cancelled')`

const enrolmentView = `, o.public_id as operation_public_id, o.code as operation_code, o.title as operation_title, o.programme, o.funder,
	p.public_id as person, p.family_name, p.given_name,
	(select min(on_date) from ` + attendedOf + ` first_contacts) as first_contact,
	(select max(on_date) from ` + attendedOf + ` last_contacts) as last_contact,
	(select max(x.on_date) from exits x where x.enrolment_id = e.id and x.cancelled_at is null) as last_exit,
	coalesce((select x.reason from exits x where x.enrolment_id = e.id and x.cancelled_at is null
		order by x.on_date desc, x.id desc limit 1), '') as last_exit_reason
	from enrolments e join participants p on p.id = e.participant_id join operations o on o.id = e.operation_id`

// EnrolmentsOf lists a person's enrolments within the scope, cancelled ones last.
func (s *Store) EnrolmentsOf(ctx context.Context, scope models.Scope, personPublicID string) ([]EnrolmentView, error) {
	condition, args := within(scope, models.KindEnrolment)
	var all []EnrolmentView
	err := s.list(ctx, &all, "select "+prefixed("e", enrolmentColumns)+enrolmentView+" where p.public_id = ? and "+condition+
		" order by case when e.cancelled_at is null then 0 else 1 end, e.created_at desc, e.id desc", append([]any{personPublicID}, args...)...)
	if err != nil {
		return nil, err
	}
	return all, s.fillReferents(ctx, all)
}

// Enrolment finds one enrolment by its public id, within the scope, with its sealed answers opened. The scope may be
// of any kind that hangs on enrolments.
func (s *Store) Enrolment(ctx context.Context, scope models.Scope, publicID string) (EnrolmentView, error) {
	condition, args := withinAnchor(scope, onEnrolment)
	var v EnrolmentView
	err := s.get(ctx, &v, "select "+prefixed("e", enrolmentColumns)+enrolmentView+" where e.public_id = ? and "+condition,
		append([]any{publicID}, args...)...)
	if err != nil {
		return v, err
	}
	box, err := s.box(ctx, v.ParticipantID)
	if err != nil {
		return v, err
	}
	if v.Sensitive, err = OpenJSON[models.Sensitive](box, "entry_sensitive", v.SensitiveSealed); err != nil {
		return v, err
	}
	one := []EnrolmentView{v}
	err = s.fillReferents(ctx, one)
	return one[0], err
}

// fillReferents adds who accompanies, for a page of enrolments, in one query.
func (s *Store) fillReferents(ctx context.Context, all []EnrolmentView) error {
	if len(all) == 0 {
		return nil
	}
	ids := make([]any, len(all))
	for i, v := range all {
		ids[i] = v.ID
	}
	var referents []Referent
	err := s.list(ctx, &referents, `select k.user_id, u.public_id, u.name, k.kind, k.from_on, k.enrolment_id
		from caseloads k join users u on u.id = k.user_id
		where k.enrolment_id in (`+marks(len(ids))+`) and `+accompanies+` order by k.kind desc, u.name`, clocks(ids...)...)
	if err != nil {
		return err
	}
	for i := range all {
		for _, r := range referents {
			if r.EnrolmentID == all[i].ID {
				all[i].Referents = append(all[i].Referents, r)
			}
		}
	}
	return nil
}

// Enrol adds a person to an operation. The person must be within the scope; so must the operation's centre. A second
// enrolment in the same operation is refused: a return opens a new spell of the first one.
func (s *Store) Enrol(ctx context.Context, scope models.Scope, e models.Enrolment, leadID string) (models.Enrolment, error) {
	if scope.Kind() != models.KindEnrolment || scope.Action() != models.Create {
		return e, models.ErrForbidden
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		if err := tx.enrollable(ctx, scope, &e); err != nil {
			return err
		}
		author := scope.Actor().UserID
		e.ID, e.PublicID, e.Version, e.CreatedAt, e.UpdatedAt, e.CreatedBy = models.NewID(), models.NewPublicID(), 1, tx.Now(), tx.Now(), nullable(author)
		if err := tx.sealEntry(ctx, &e); err != nil {
			return err
		}
		if err := tx.insert(ctx, "enrolments", enrolmentColumns, e); err != nil {
			return err
		}
		if err := tx.addCaseload(ctx, e.CentreID, e.ParticipantID, e.ID, leadID, "lead"); err != nil {
			return err
		}
		return tx.journalEnrolment(ctx, scope, e, "")
	})
	return e, err
}

// enrollable checks person, operation and double enrolment, and completes the centre.
func (s *Store) enrollable(ctx context.Context, scope models.Scope, e *models.Enrolment) error {
	record, err := s.personRecord(ctx, e.ParticipantID)
	if err != nil {
		return err
	}
	var centre string
	if err := s.get(ctx, &centre, "select centre_id from operations where id = ?", e.OperationID); err != nil {
		return err
	}
	record.Operations = append(record.Operations, e.OperationID) // the new enrolment is what the rule is asked about
	if !scope.Covers(record) || centre != record.CentreID {
		return models.ErrNotFound
	}
	e.CentreID = record.CentreID
	var existing struct {
		PublicID string      `db:"public_id"`
		On       models.Date `db:"requested_on"`
	}
	err = s.get(ctx, &existing, `select public_id, requested_on from enrolments
		where participant_id = ? and operation_id = ? and cancelled_at is null limit 1`, e.ParticipantID, e.OperationID)
	if err == nil {
		return models.Refuse(models.Conflict, "enrolment.already", "Date", models.FrenchDate(existing.On), "Enrolment", existing.PublicID)
	}
	if models.CodeOf(err) != models.NotFound {
		return err
	}
	return nil
}

func (s *Store) sealEntry(ctx context.Context, e *models.Enrolment) error {
	box, err := s.box(ctx, e.ParticipantID)
	if err != nil {
		return err
	}
	e.SensitiveSealed, err = SealJSON(box, "entry_sensitive", e.Sensitive)
	return err
}

// addCaseload gives a person to a colleague; the same line twice is one line.
func (s *Store) addCaseload(ctx context.Context, centreID, participantID, enrolmentID, userID, kind string) error {
	if userID == "" {
		return nil
	}
	_, err := s.exec(ctx, `insert into caseloads (id, centre_id, participant_id, enrolment_id, user_id, kind, from_on)
		select ?, ?, ?, ?, ?, ?, ? where not exists (select 1 from caseloads k where k.participant_id = ? and k.user_id = ?
			and k.kind = ? and k.until_on is null and k.expires_at is null and (k.enrolment_id = ? or (k.enrolment_id is null and cast(? as text) is null)))`,
		models.NewID(), centreID, participantID, nullable(enrolmentID), userID, kind, s.Today(),
		participantID, userID, kind, nullable(enrolmentID), nullable(enrolmentID))
	return err
}

func (s *Store) journalEnrolment(ctx context.Context, scope models.Scope, e models.Enrolment, detail string) error {
	var person string
	if err := s.get(ctx, &person, "select public_id from participants where id = ?", e.ParticipantID); err != nil {
		return err
	}
	return s.journal(ctx, scope, models.JournalEntry{CentreID: e.CentreID, Record: e.PublicID, Participant: person, Detail: detail})
}

// CancelEnrolment marks an enrolment made in error; nothing is erased. One with contacts cannot be an error.
func (s *Store) CancelEnrolment(ctx context.Context, scope models.Scope, publicID, reason string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.Enrolment(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if v.FirstContact != "" {
			return models.Refuse(models.Conflict, "enrolment.cancel_has_contacts")
		}
		err = tx.change(ctx, `update enrolments set cancelled_at = ?, cancelled_by = ?, cancel_reason = ?, version = version + 1
			where id = ? and cancelled_at is null`, tx.Now(), nullable(scope.Actor().UserID), reason, v.ID)
		if err != nil {
			return err
		}
		if err := tx.freePlaces(ctx, v.ID); err != nil {
			return err
		}
		if err := tx.keepIntake(ctx, v.Enrolment); err != nil {
			return err
		}
		if _, err := tx.exec(ctx, "update caseloads set until_on = ? where enrolment_id = ? and until_on is null", tx.Today(), v.ID); err != nil {
			return err
		}
		return tx.journalEnrolment(ctx, scope, v.Enrolment, "")
	})
}

// keepIntake leaves the person with those who accompanied the cancelled enrolment, so that the file is not lost.
func (s *Store) keepIntake(ctx context.Context, e models.Enrolment) error {
	var users []string
	if err := s.list(ctx, &users, "select distinct k.user_id from caseloads k where k.enrolment_id = ? and "+accompanies, clocks(e.ID)...); err != nil {
		return err
	}
	for _, u := range users {
		if err := s.addCaseload(ctx, e.CentreID, e.ParticipantID, "", u, "intake"); err != nil {
			return err
		}
	}
	return nil
}

// SetReferents changes who accompanies: one lead, any co-referents. All must be colleagues of the centre.
func (s *Store) SetReferents(ctx context.Context, scope models.Scope, publicID, leadID string, coIDs []string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.Enrolment(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if _, err := tx.exec(ctx, "update caseloads set until_on = ? where enrolment_id = ? and until_on is null", tx.Today(), v.ID); err != nil {
			return err
		}
		for i, id := range append([]string{leadID}, coIDs...) {
			kind := "co"
			if i == 0 {
				kind = "lead"
			}
			if err := tx.colleague(ctx, v.CentreID, id); err != nil {
				return err
			}
			if err := tx.addCaseload(ctx, v.CentreID, v.ParticipantID, v.ID, id, kind); err != nil {
				return err
			}
		}
		return tx.journalEnrolment(ctx, scope, v.Enrolment, "referents")
	})
}

// colleague checks that a user works in the centre.
func (s *Store) colleague(ctx context.Context, centreID, userID string) error {
	var n int
	err := s.get(ctx, &n, `select count(*) from memberships m join users u on u.id = m.user_id
		where m.centre_id = ? and m.user_id = ? and m.role in ('counsellor', 'coordinator', 'manager') and u.disabled_at is null`, centreID, userID)
	if err == nil && n == 0 {
		return models.Refuse(models.Invalid, "enrolment.not_a_colleague")
	}
	return err
}

// prefixed puts an alias before each column of a list.
func prefixed(alias, columns string) string {
	names := strings.Split(columns, ",")
	for i, name := range names {
		names[i] = alias + "." + strings.TrimSpace(name)
	}
	return strings.Join(names, ", ")
}

// nullable is a foreign key that may be absent.
func nullable(id string) *string {
	if id == "" {
		return nil
	}
	return &id
}
