package store

import (
	"context"

	"jalon/models"
)

// MissedPage is how many absences a page of the list shows.
const MissedPage = 200

// MissedSession is a place of somebody who did not come.
type MissedSession struct {
	Place       string      `db:"place"`  // public id
	Person      string      `db:"person"` // public id
	FamilyName  string      `db:"family_name"`
	GivenName   string      `db:"given_name"`
	Session     string      `db:"session"` // public id
	Title       string      `db:"title"`
	OnDate      models.Date `db:"on_date"`
	StartsAt    string      `db:"starts_at"`
	Programme   string      `db:"programme"`
	Attendance  string      `db:"attendance"`   // excuse, absent
	ContactedOn models.Date `db:"contacted_on"` // last time they were met or spoken with from that day on, "" = none
}

// Name is the person's as lists write it.
func (m MissedSession) Name() string { return models.ListName(m.FamilyName, m.GivenName) }

// TeamFilter narrows a list of the team to some days and one dispositif ("" = all).
type TeamFilter struct {
	From, Until models.Date
	Programme   string
}

// MissedSessions lists the absences of some days within a scope of registrations, the latest first: a page, and one more when there
// are others. after is the public id of the last place of the page before.
func (s *Store) MissedSessions(ctx context.Context, scope models.Scope, f TeamFilter, after string) ([]MissedSession, error) {
	query, args := missedList(scope, f, after)
	var all []MissedSession
	err := s.list(ctx, &all, query, args...)
	return all, err
}

// CountMissed is how many absences the list holds.
func (s *Store) CountMissed(ctx context.Context, scope models.Scope, f TeamFilter) (int, error) {
	from, args := missedFrom(scope, f)
	return s.count(ctx, "select count(*)"+from, args...)
}

func missedList(scope models.Scope, f TeamFilter, after string) (string, []any) {
	from, args := missedFrom(scope, f)
	query := `select r.public_id as place, p.public_id as person, p.family_name, p.given_name, s.public_id as session, s.title, s.on_date, s.starts_at, o.programme, r.attendance,
		(select max(f.on_date) from followups f where f.participant_id = p.id and f.on_date >= s.on_date and f.presence = 'present' and f.mode <> 'demarche'
			and f.cancelled_at is null) as contacted_on` + from
	if after != "" {
		query += ` and (s.on_date, s.starts_at, s.id, r.id) < (select ks.on_date, ks.starts_at, ks.id, k.id from registrations k join sessions ks on ks.id = k.session_id
			where k.public_id = ?)`
		args = append(args, after)
	}
	return query + " order by s.on_date desc, s.starts_at desc, s.id desc, r.id desc limit ?", append(args, MissedPage+1)
}

func missedFrom(scope models.Scope, f TeamFilter) (string, []any) {
	condition, args := within(scope, models.KindRegistration)
	if narrow, values := inCentres(scope, "s.centre_id"); narrow != "" {
		condition, args = condition+" and "+narrow, append(args, values...)
	}
	if f.Programme != "" {
		condition, args = condition+" and o.programme = ?", append(args, f.Programme)
	}
	return ` from sessions s cross join registrations r cross join enrolments e cross join participants p cross join operations o
		where r.session_id = s.id and e.id = r.enrolment_id and p.id = r.participant_id and o.id = s.operation_id and s.status <> 'cancelled'
		and s.on_date >= ? and s.on_date <= ? and r.place = 'inscrit' and r.attendance in ('excuse', 'absent') and ` + condition,
		append([]any{f.From, f.Until}, args...)
}

// sessionsRead is how many sessions a list of the team reads at a time.
const sessionsRead = 1000

// TeamSessions lists all the sessions of some days within a scope, cancelled ones left out, in the order of the clock: what is added
// up over a year must leave none out.
func (s *Store) TeamSessions(ctx context.Context, scope models.Scope, f TeamFilter) ([]models.SessionRow, error) {
	var all []models.SessionRow
	var key []any
	for {
		query, args := teamSessions(scope, f, key...)
		var rows []models.SessionRow
		if err := s.list(ctx, &rows, query, args...); err != nil {
			return nil, err
		}
		if err := s.fillSessions(ctx, rows); err != nil {
			return nil, err
		}
		all = append(all, rows...)
		if len(rows) < sessionsRead {
			return all, nil
		}
		last := rows[len(rows)-1]
		key = []any{last.OnDate, last.StartsAt, last.ID}
	}
}

// teamSessions is the query of one read; key is the place of the last row of the read before.
func teamSessions(scope models.Scope, f TeamFilter, key ...any) (string, []any) {
	condition, args := sessionsWithin(scope)
	query := sessionRow + " where " + condition + " and s.on_date >= ? and s.on_date <= ? and s.status <> 'cancelled'"
	args = append(args, f.From, f.Until)
	if narrow, values := inCentres(scope, "s.centre_id"); narrow != "" {
		query, args = query+" and "+narrow, append(args, values...)
	}
	if f.Programme != "" {
		query, args = query+" and o.programme = ?", append(args, f.Programme)
	}
	if len(key) > 0 {
		query, args = query+" and (s.on_date, s.starts_at, s.id) > (?, ?, ?)", append(args, key...)
	}
	return query + " order by s.on_date, s.starts_at, s.id limit ?", append(args, sessionsRead)
}
