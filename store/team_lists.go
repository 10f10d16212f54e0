package store

import (
	"context"

	"jalon/models"
)

// AbsenceLimit is how many absences a list holds; a list that long says that there are more.
const AbsenceLimit = 500

// MissedSession is a place of somebody who did not come.
type MissedSession struct {
	Person      string      `db:"person"` // public id
	FamilyName  string      `db:"family_name"`
	GivenName   string      `db:"given_name"`
	Session     string      `db:"session"` // public id
	Title       string      `db:"title"`
	OnDate      models.Date `db:"on_date"`
	StartsAt    string      `db:"starts_at"`
	Programme   string      `db:"programme"`
	Attendance  string      `db:"attendance"`   // excuse, absent
	ContactedOn models.Date `db:"contacted_on"` // last attended contact from that day on, "" = none
}

// Name is the person's as lists write it.
func (m MissedSession) Name() string { return models.ListName(m.FamilyName, m.GivenName) }

// MissedSessions lists the absences of some days within a scope of registrations, the latest first. programme narrows them to one
// dispositif ("" = all).
func (s *Store) MissedSessions(ctx context.Context, scope models.Scope, from, until models.Date, programme string) ([]MissedSession, error) {
	query, args := missedList(scope, from, until, programme)
	var all []MissedSession
	err := s.list(ctx, &all, query, args...)
	return all, err
}

func missedList(scope models.Scope, from, until models.Date, programme string) (string, []any) {
	condition, args := within(scope, models.KindRegistration)
	if narrow, values := inCentres(scope, "s.centre_id"); narrow != "" {
		condition, args = condition+" and "+narrow, append(args, values...)
	}
	if programme != "" {
		condition, args = condition+" and o.programme = ?", append(args, programme)
	}
	query := `select p.public_id as person, p.family_name, p.given_name, s.public_id as session, s.title, s.on_date, s.starts_at, o.programme, r.attendance,
		(select max(f.on_date) from followups f where f.participant_id = p.id and f.on_date >= s.on_date and f.presence = 'present' and f.cancelled_at is null) as contacted_on
		from sessions s cross join registrations r cross join enrolments e cross join participants p cross join operations o
		where r.session_id = s.id and e.id = r.enrolment_id and p.id = r.participant_id and o.id = s.operation_id and s.status <> 'cancelled'
		and s.on_date >= ? and s.on_date <= ? and r.place = 'inscrit' and r.attendance in ('excuse', 'absent') and ` + condition +
		" order by s.on_date desc, s.starts_at desc, s.id desc, r.id limit ?"
	return query, append(append([]any{from, until}, args...), AbsenceLimit)
}
