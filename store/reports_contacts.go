package store

import (
	"context"

	"jalon/models"
)

// followUpFact is a follow-up as reports see it; it also serves contacts under other enrolments, with the person and the operation.
type followUpFact struct {
	Enrolment string      `db:"enrolment_id"`
	Person    string      `db:"participant_id"`
	Ref       string      `db:"ref"`
	OnDate    models.Date `db:"on_date"`
	StartsAt  string      `db:"starts_at"`
	Minutes   int         `db:"minutes"`
	Mode      string      `db:"mode"`
	Place     string      `db:"place"`
	Presence  string      `db:"presence"`
	Signed    bool        `db:"signed"`
	Staff     string      `db:"staff"`
	Operation string      `db:"operation"`
}

func (f followUpFact) contact() models.ContactFact {
	end := ""
	if f.StartsAt != "" {
		end = models.EndOf(f.StartsAt, f.Minutes)
	}
	return models.ContactFact{Ref: f.Ref, Kind: models.FollowUpContact, Date: f.OnDate, Start: f.StartsAt, End: end, Minutes: f.Minutes,
		Planned: f.Minutes, Mode: f.Mode, Presence: f.Presence, Signed: f.Signed, Place: f.Place, Staff: f.Staff, Operation: f.Operation}
}

var followUpFacts = refOf("f") + ` as ref, f.on_date, f.starts_at, f.minutes, f.mode, f.place, f.presence, f.signed, coalesce(u.name, '') as staff`

func (r reportReader) followUps(ctx context.Context, rows map[string]*reportRow) error {
	in, args := batchKeys(rows)
	var facts []followUpFact
	err := r.s.list(ctx, &facts, "select f.enrolment_id, "+followUpFacts+` from followups f left join users u on u.id = f.user_id
		where f.cancelled_at is null and f.enrolment_id in `+in+` order by f.enrolment_id, f.on_date, f.starts_at, f.id`, args...)
	attach(rows, facts)
	return err
}

// leanFollowUps reads what models.Steering counts of follow-ups: their order decides nothing there.
func (r reportReader) leanFollowUps(ctx context.Context, rows map[string]*reportRow) error {
	in, args := batchKeys(rows)
	var facts []followUpFact
	err := r.s.list(ctx, &facts, `select f.enrolment_id, f.on_date, f.minutes, f.mode, f.presence, f.signed from followups f
		where f.cancelled_at is null and f.enrolment_id in `+in, args...)
	attach(rows, facts)
	return err
}

// attach gives each enrolment its follow-ups.
func attach(rows map[string]*reportRow, facts []followUpFact) {
	for i := range facts {
		row := rows[facts[i].Enrolment]
		if row.facts.Contacts == nil {
			row.facts.Contacts = make([]models.ContactFact, 0, usualContacts)
		}
		row.facts.Contacts = append(row.facts.Contacts, facts[i].contact())
	}
}

// usualContacts is the room made for the contacts of an enrolment: most have fewer.
const usualContacts = 16

// placeFact is a place in a session; the session itself is in the index.
type placeFact struct {
	Enrolment  string `db:"enrolment_id"`
	Session    string `db:"session_id"`
	Attendance string `db:"attendance"`
	Minutes    *int   `db:"minutes"`
	Signed     bool   `db:"signed"`
}

func (r reportReader) places(ctx context.Context, rows map[string]*reportRow) error {
	in, args := batchKeys(rows)
	var facts []placeFact
	err := r.s.list(ctx, &facts, `select r.enrolment_id, r.session_id, r.attendance, r.minutes, r.signed from registrations r
		where r.place = 'inscrit' and r.enrolment_id in `+in+` order by r.id`, args...)
	for _, f := range facts {
		if session, ok := r.sessions.byID[f.Session]; ok && session.Status != "cancelled" {
			row := rows[f.Enrolment]
			row.facts.Contacts = append(row.facts.Contacts, session.contact(f))
		}
	}
	return err
}

// sessionIndex is the sessions of an operation, in the order of the calendar.
type sessionIndex struct {
	order []string
	byID  map[string]*sessionFact
}

type sessionFact struct {
	ID            string      `db:"id"`
	PublicID      string      `db:"public_id"`
	Ref           string      `db:"ref"`
	OnDate        models.Date `db:"on_date"`
	StartsAt      string      `db:"starts_at"`
	EndsAt        string      `db:"ends_at"`
	Title         string      `db:"title"`
	Place         string      `db:"place"`
	Operator      string      `db:"operator"`
	Interpreter   string      `db:"interpreter"`
	Status        string      `db:"status"`
	ModuleCode    string      `db:"code"`
	ModuleTitle   string      `db:"module_title"`
	ModuleMinutes *int        `db:"module_minutes"`
	Category      string      `db:"category"`
	Counting      string      `db:"counting"`
	Staff         string      `db:"-"`
	StaffIDs      string      `db:"-"` // public ids, in the order of Staff, separated by spaces
}

// reportSessions reads the sessions s that meet a condition.
func (s *Store) reportSessions(ctx context.Context, condition string, args ...any) (sessionIndex, error) {
	index := sessionIndex{byID: map[string]*sessionFact{}}
	var facts []sessionFact
	err := s.list(ctx, &facts, `select s.id, s.public_id, `+refOf("s")+` as ref, s.on_date, s.starts_at, s.ends_at, s.title, s.place, s.operator,
		s.interpreter, s.status, coalesce(m.code, s.module_code) as code, coalesce(m.title, '') as module_title, s.module_minutes,
		s.module_category as category, s.counting
		from sessions s left join modules m on m.id = s.module_id where `+condition+` order by s.on_date, s.starts_at, s.id`, args...)
	if err != nil {
		return index, err
	}
	for i := range facts {
		index.order, index.byID[facts[i].ID] = append(index.order, facts[i].ID), &facts[i]
	}
	var trainers []struct {
		Session string `db:"session_id"`
		Name    string `db:"name"`
		ID      string `db:"public_id"`
	}
	err = s.list(ctx, &trainers, `select t.session_id, u.name, u.public_id from sessions s join session_trainers t on t.session_id = s.id
		join users u on u.id = t.user_id where `+condition+` order by t.session_id, t.position, u.name`, args...)
	for _, t := range trainers {
		if session := index.byID[t.Session]; session.Staff == "" {
			session.Staff, session.StaffIDs = t.Name, t.ID
		} else {
			session.Staff += ", " + t.Name
			session.StaffIDs += " " + t.ID
		}
	}
	return index, err
}

func (f *sessionFact) title() string {
	if f.Title == "" {
		return f.ModuleTitle
	}
	return f.Title
}

func (f *sessionFact) facts() models.SessionFacts {
	return models.SessionFacts{ID: f.PublicID, Ref: f.Ref, Module: f.ModuleCode, Title: f.title(), Date: f.OnDate, Start: f.StartsAt, End: f.EndsAt,
		Place: f.Place, Staff: f.Staff, Operator: f.Operator, Interpreter: f.Interpreter, Planned: f.planned(), Cancelled: f.Status == "cancelled"}
}

// planned is what a person who stays from start to end is counted, by the rule of the module.
func (f *sessionFact) planned() int {
	return models.CountedMinutes(f.Counting, "present", nil, f.ModuleMinutes, f.StartsAt, f.EndsAt)
}

func (f *sessionFact) contact(place placeFact) models.ContactFact {
	presence := place.Attendance
	if presence == "" {
		presence = "inscrit"
	}
	return models.ContactFact{Ref: f.Ref, Kind: models.SessionContact, Date: f.OnDate, Start: f.StartsAt, End: f.EndsAt,
		Minutes: models.CountedMinutes(f.Counting, place.Attendance, place.Minutes, f.ModuleMinutes, f.StartsAt, f.EndsAt), Planned: f.planned(),
		Presence: presence, Signed: place.Signed, Category: f.Category, Module: f.ModuleCode, Title: f.title(), Place: f.Place, Staff: f.Staff,
		Operator: f.Operator, Interpreter: f.Interpreter, Sheet: f.Ref}
}

// elsewhere reads the attended contacts of the same persons under other operations: the same hour may not be
// charged twice.
func (r reportReader) elsewhere(ctx context.Context, persons map[string]*reportRow) error {
	in, args := batchKeys(persons)
	var facts []followUpFact
	err := r.s.list(ctx, &facts, "select f.participant_id, "+followUpFacts+`, o.code as operation from followups f join enrolments e on e.id = f.enrolment_id
		join operations o on o.id = e.operation_id left join users u on u.id = f.user_id
		where f.cancelled_at is null and f.presence = 'present' and f.starts_at <> '' and e.operation_id <> ? and f.participant_id in `+in,
		append([]any{r.operation.ID}, args...)...)
	if err != nil {
		return err
	}
	for _, f := range facts {
		row := persons[f.Person]
		row.facts.Elsewhere = append(row.facts.Elsewhere, f.contact())
	}
	return r.sessionsElsewhere(ctx, persons)
}

func (r reportReader) sessionsElsewhere(ctx context.Context, persons map[string]*reportRow) error {
	in, args := batchKeys(persons)
	var facts []struct {
		sessionFact
		Person     string `db:"participant_id"`
		Attendance string `db:"attendance"`
		Minutes    *int   `db:"minutes"`
		Signed     bool   `db:"signed"`
		Operation  string `db:"operation"`
	}
	err := r.s.list(ctx, &facts, `select s.id, `+refOf("s")+` as ref, s.on_date, s.starts_at, s.ends_at, s.title, s.operator, s.status,
		coalesce(m.code, s.module_code) as code, s.module_minutes, s.counting, r.participant_id,
		r.attendance, r.minutes, r.signed, o.code as operation
		from registrations r join sessions s on s.id = r.session_id join operations o on o.id = s.operation_id
		left join modules m on m.id = s.module_id
		where r.place = 'inscrit' and r.attendance in ('present', 'retard') and s.status <> 'cancelled' and s.operation_id <> ?
			and r.participant_id in `+in, append([]any{r.operation.ID}, args...)...)
	for _, f := range facts {
		contact := f.contact(placeFact{Attendance: f.Attendance, Minutes: f.Minutes, Signed: f.Signed})
		contact.Operation = f.Operation
		row := persons[f.Person]
		row.facts.Elsewhere = append(row.facts.Elsewhere, contact)
	}
	return err
}
