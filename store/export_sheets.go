package store

import (
	"iter"
	"strconv"

	"jalon/models"
)

func (e *exporter) operations() iter.Seq2[models.ExchangeOperation, error] {
	query := "select " + operationColumns + " from operations where centre_id = ? order by id"
	return streamRows(e, query, func(o *models.Operation) (models.ExchangeOperation, error) {
		return models.ExchangeOperation{
			Code: o.Code, Title: o.Title, Programme: e.said(o.ID, "dispositif", o.Programme, models.AUT), Funder: e.said(o.ID, "bailleur", o.Funder, ""),
			Number: o.Number, Start: o.StartsOn, End: o.EndsOn, Priority: o.Priority, Objective: o.Objective, Zone: o.Zone,
			ShortHours: numberOf(o.ShortHours), ShortDays: numberOf(o.ShortDays), LongTermRule: e.said(o.ID, "regle_cld", o.LongTerm, ""),
			OriginRule: e.said(o.ID, "regle_origine", o.Background, ""), IncompletionRule: e.said(o.ID, "regle_incomplet", o.Incomplete, ""),
		}, nil
	})
}

// numberOf is nil for a text that is no number.
func numberOf(text string) *int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return nil
	}
	return &n
}

func (e *exporter) modules() iter.Seq2[models.ExchangeModule, error] {
	query := "select " + moduleColumns + " from modules where centre_id = ? order by id"
	return streamRows(e, query, func(m *models.Module) (models.ExchangeModule, error) {
		return models.ExchangeModule{Code: m.Code, Programme: e.said(m.ID, "dispositif", m.Programme, models.AUT), Title: m.Title,
			Category: m.Category, Counting: e.said(m.ID, "comptage", m.Counting, ""), Minutes: m.Minutes, Capacity: m.Capacity}, nil
	})
}

type exportedPerson struct {
	models.Participant
	Ref     string `db:"ref"`
	Wrapped []byte `db:"wrapped"`
}

func (e *exporter) persons() iter.Seq2[models.ExchangePerson, error] {
	query := "select " + prefixed("p", identityColumns+profileColumns) + ", " + refOf("p") + ` as ref, k.wrapped
		from participants p join person_keys k on k.participant_id = p.id where p.centre_id = ? and p.linked_to is null order by p.id`
	return streamRows(e, query, func(p *exportedPerson) (models.ExchangePerson, error) {
		box, err := e.open(p.ID, p.Wrapped)
		if err != nil {
			return models.ExchangePerson{}, err
		}
		residence, err := OpenJSON[models.Residence](box, "residence", p.ResidenceSealed)
		return models.ExchangePerson{
			Ref: p.Ref, Family: p.FamilyName, Given: p.GivenName, Sex: p.Sex, Birth: p.Birth, Nationalities: splitList(p.Nationalities),
			BirthCountry: p.BirthCountry, FatherCountry: p.FatherBirthCountry, MotherCountry: p.MotherBirthCountry,
			ContactLanguage: p.ContactLanguage, Languages: splitList(p.Languages), Mobile: models.DisplayPhone(p.Phone),
			Phone: models.DisplayPhone(p.Landline), Email: p.Email, Address: p.Address, Postcode: p.Postcode, Commune: p.Refnis,
			Arrival: fullDate(p.ArrivedOn), Permit: residence.Title, PermitExpiry: p.PermitExpiresOn,
			LabourMarket: residence.WorkMarket, FrenchLevel: p.FrenchLevel,
		}, err
	})
}

type exportedEnrolment struct {
	models.Enrolment
	Ref              string `db:"ref"`
	PersonRef        string `db:"person_ref"`
	OperationCode    string `db:"operation_code"`
	Lead             string `db:"lead"`
	OwnNationalities string `db:"own_nationalities"`
	Wrapped          []byte `db:"wrapped"`
}

func (e *exporter) enrolments() iter.Seq2[models.ExchangeEnrolment, error] {
	query := "select " + prefixed("e", enrolmentColumns) + ", " + refOf("e") + " as ref, " + refOf("p") + ` as person_ref, o.code as operation_code,
		p.nationalities as own_nationalities, k.wrapped,
		coalesce((select u.email from caseloads k join users u on u.id = k.user_id
			where k.enrolment_id = e.id and k.kind = 'lead' and ` + inForce + ` order by k.id desc limit 1), '') as lead
		from enrolments e join participants p on p.id = e.participant_id join operations o on o.id = e.operation_id
		join person_keys k on k.participant_id = p.id where e.centre_id = ? and e.cancelled_at is null order by e.id`
	return streamRows(e, query, func(n *exportedEnrolment) (models.ExchangeEnrolment, error) {
		box, err := e.open(n.ParticipantID, n.Wrapped)
		if err != nil {
			return models.ExchangeEnrolment{}, err
		}
		sensitive, err := OpenJSON[models.Sensitive](box, "entry_sensitive", n.SensitiveSealed)
		row := models.ExchangeEnrolment{
			Ref: n.Ref, Person: n.PersonRef, Operation: n.OperationCode, Referent: n.Lead, Requested: n.RequestedOn, Forem: n.Forem, Work: n.Work,
			Seeking: n.Seeking, UnemployedSince: fullDate(n.UnemployedSince), InTraining: n.Training, ISCED: n.ISCED, Recognition: n.Recognition,
			Disability: sensitive.Disability, Minority: sensitive.Minority, Homeless: sensitive.Homeless, Degurba: n.Degurba,
			Audience: n.Audience, Convention: n.Convention, Income: n.Income, Referral: n.Referral, Ground: n.Ground, Exemption: n.Exemption,
			Assessment: fullDate(n.AssessmentOn),
		}
		if n.Nationalities != n.OwnNationalities {
			row.Nationalities = splitList(n.Nationalities)
		}
		return row, err
	}, clocks()...)
}

type exportedFollowUp struct {
	models.FollowUp
	Ref          string `db:"ref"`
	EnrolmentRef string `db:"enrolment_ref"`
	Author       string `db:"author"`
	Note         []byte `db:"note"`
	Wrapped      []byte `db:"wrapped"`
}

// followUps puts the notes of level « dossier » of one follow-up in one cell.
func (e *exporter) followUps() iter.Seq2[models.ExchangeFollowUp, error] {
	query := "select " + prefixed("f", importedFollowUpColumns) + ", " + refOf("f") + " as ref, " + refOf("e") + ` as enrolment_ref,
		coalesce(u.email, '') as author, n.body_sealed as note, k.wrapped
		from followups f join enrolments e on e.id = f.enrolment_id join person_keys k on k.participant_id = f.participant_id
		left join users u on u.id = f.user_id left join notes n on n.followup_id = f.id and n.level = 'dossier'
		where f.centre_id = ? and f.cancelled_at is null and e.cancelled_at is null order by f.id, n.id`
	return joinNotes(streamRows(e, query, e.followUp))
}

func (e *exporter) followUp(f *exportedFollowUp) (models.ExchangeFollowUp, error) {
	row := models.ExchangeFollowUp{
		Ref: f.Ref, Enrolment: f.EnrolmentRef, On: f.OnDate, Start: f.StartsAt, Minutes: &f.Minutes, Mode: f.Mode, Place: f.Place,
		Presence: f.Presence, Signed: e.said(f.ID, "signature", yesNo(f.Signed), models.No), Counsellor: f.Author, Topics: splitList(f.Topics), Group: f.GroupID,
	}
	if len(f.Note) == 0 {
		return row, nil
	}
	box, err := e.open(f.ParticipantID, f.Wrapped)
	if err != nil {
		return row, err
	}
	row.Note, err = box.Open("note", f.Note)
	return row, err
}

// joinNotes makes one row of the rows that follow one another with the same reference.
func joinNotes(rows iter.Seq2[models.ExchangeFollowUp, error]) iter.Seq2[models.ExchangeFollowUp, error] {
	return func(yield func(models.ExchangeFollowUp, error) bool) {
		var held *models.ExchangeFollowUp
		for row, err := range rows {
			switch {
			case err != nil:
				yield(row, err)
				return
			case held != nil && held.Ref == row.Ref:
				held.Note += "\n\n" + row.Note
				continue
			case held != nil && !yield(*held, nil):
				return
			}
			held = &row
		}
		if held != nil {
			yield(*held, nil)
		}
	}
}

type exportedSession struct {
	models.Session
	Ref           string `db:"ref"`
	OperationCode string `db:"operation_code"`
	CatalogueCode string `db:"catalogue_code"`
	Trainers      string `db:"trainers"`
}

func (e *exporter) sessions() iter.Seq2[models.ExchangeSession, error] {
	query := "select " + prefixed("s", sessionColumns) + ", " + refOf("s") + ` as ref, o.code as operation_code,
		coalesce(m.code, s.module_code) as catalogue_code, coalesce((` + trainerList + `), '') as trainers
		from sessions s join operations o on o.id = s.operation_id left join modules m on m.id = s.module_id
		where s.centre_id = ? and s.status <> 'cancelled' order by s.id`
	return streamRows(e, query, func(s *exportedSession) (models.ExchangeSession, error) {
		return models.ExchangeSession{
			Ref: s.Ref, Operation: s.OperationCode, Module: s.CatalogueCode, Title: s.Title, On: s.OnDate, Start: s.StartsAt, End: s.EndsAt,
			Place: s.Place, Capacity: s.Capacity, Trainers: splitList(s.Trainers), Operator: e.said(s.ID, "operateur", s.Operator, ""),
			Interpreter: s.Interpreter,
		}, nil
	})
}

// trainerList is the e-mails of the trainers of session s, in their order; string_agg is in both engines.
const trainerList = `select string_agg(x.email, ';' order by t.position, x.email) from session_trainers t
	join users x on x.id = t.user_id where t.session_id = s.id`

type exportedAttendance struct {
	models.Registration
	SessionRef   string `db:"session_ref"`
	EnrolmentRef string `db:"enrolment_ref"`
}

func (e *exporter) attendances() iter.Seq2[models.ExchangeAttendance, error] {
	query := "select " + prefixed("r", registrationColumns) + ", " + refOf("s") + " as session_ref, " + refOf("e") + ` as enrolment_ref
		from registrations r join sessions s on s.id = r.session_id join enrolments e on e.id = r.enrolment_id
		where r.centre_id = ? and r.place = 'inscrit' and s.status <> 'cancelled' and e.cancelled_at is null order by r.id`
	return streamRows(e, query, func(r *exportedAttendance) (models.ExchangeAttendance, error) {
		status := r.Attendance
		if status == "" {
			status = e.said(r.ID, "statut", "inscrit", "inscrit")
		}
		return models.ExchangeAttendance{Session: r.SessionRef, Enrolment: r.EnrolmentRef, Status: status, Minutes: r.Minutes,
			Signed: e.said(r.ID, "signature", yesNo(r.Signed), models.No)}, nil
	})
}

// outcomeOf reads the rows x of a table that hangs on enrolments.
func outcomeOf(columns, table, order string) string {
	return "select " + columns + ", " + refOf("e") + " as enrolment_ref from " + table +
		" x join enrolments e on e.id = x.enrolment_id where x.centre_id = ? and e.cancelled_at is null" + order
}

type exportedExit struct {
	models.Exit
	EnrolmentRef string `db:"enrolment_ref"`
}

func (e *exporter) exits() iter.Seq2[models.ExchangeExit, error] {
	query := outcomeOf(prefixed("x", exitColumns), "exits", " and x.cancelled_at is null order by x.id")
	return streamRows(e, query, func(x *exportedExit) (models.ExchangeExit, error) {
		return models.ExchangeExit{Enrolment: x.EnrolmentRef, On: x.OnDate, Reason: x.Reason}, nil
	})
}

type exportedEvent struct {
	models.LaterEvent
	EnrolmentRef string `db:"enrolment_ref"`
}

// events come by enrolment in the order that decides between two of one day.
func (e *exporter) events() iter.Seq2[models.ExchangeEvent, error] {
	query := outcomeOf(prefixed("x", eventColumns), "events", " and x.cancelled_at is null order by e.id, x.on_date, x.position, x.id")
	return streamRows(e, query, func(x *exportedEvent) (models.ExchangeEvent, error) {
		return models.ExchangeEvent{Enrolment: x.EnrolmentRef, On: x.OnDate, Type: x.Type, Proof: x.Proof, Detail: x.Detail}, nil
	})
}

type exportedSixMonths struct {
	models.SixMonths
	EnrolmentRef string `db:"enrolment_ref"`
}

func (e *exporter) sixMonths() iter.Seq2[models.ExchangeSixMonths, error] {
	query := outcomeOf(prefixed("x", sixMonthsColumns), "six_months", " order by e.id")
	return streamRows(e, query, func(x *exportedSixMonths) (models.ExchangeSixMonths, error) {
		return models.ExchangeSixMonths{Enrolment: x.EnrolmentRef, On: x.OnDate, Status: x.Status, Improvement: x.Improvement}, nil
	})
}

type exportedAttestation struct {
	models.Attestation
	EnrolmentRef string `db:"enrolment_ref"`
}

func (e *exporter) attestations() iter.Seq2[models.ExchangeAttestation, error] {
	query := outcomeOf(prefixed("x", listedAttestation), "attestations", " and x.cancelled_at is null order by x.id")
	return streamRows(e, query, func(x *exportedAttestation) (models.ExchangeAttestation, error) {
		return models.ExchangeAttestation{Enrolment: x.EnrolmentRef, Number: x.Number, On: x.IssuedOn,
			Operator: e.said(x.ID, "operateur", x.Operator, "")}, nil
	})
}
