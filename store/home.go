package store

import (
	"context"

	"jalon/models"
)

// PersonSeen is somebody the user met lately.
type PersonSeen struct {
	Person     string      `db:"person"` // public id
	FamilyName string      `db:"family_name"`
	GivenName  string      `db:"given_name"`
	OnDate     models.Date `db:"on_date"`
}

// Name is the person's as lists write it.
func (p PersonSeen) Name() string { return models.ListName(p.FamilyName, p.GivenName) }

// RecentPersons lists the people the user of a scope of follow-ups met last, each once.
func (s *Store) RecentPersons(ctx context.Context, scope models.Scope, limit int) ([]PersonSeen, error) {
	where, args := followUpWhere(scope, models.FollowUpFilter{UserID: scope.Actor().UserID})
	var rows []PersonSeen
	err := s.list(ctx, &rows, `select p.public_id as person, p.family_name, p.given_name, f.on_date
		from (select f.participant_id, f.on_date, f.id from followups f where `+where+` order by f.on_date desc, f.id desc limit ?) f
		join participants p on p.id = f.participant_id order by f.on_date desc, f.id desc`, append(args, 8*limit)...)
	var seen []PersonSeen
	known := map[string]bool{}
	for _, r := range rows {
		if !known[r.Person] && len(seen) < limit {
			known[r.Person] = true
			seen = append(seen, r)
		}
	}
	return seen, err
}

// SessionsBetween lists the sessions of some days within a scope of sessions or of attendance, in the order of the
// clock. trainerID narrows them to those a colleague gives ("" = all).
func (s *Store) SessionsBetween(ctx context.Context, scope models.Scope, from, until models.Date, trainerID string) ([]models.SessionRow, error) {
	return s.sessionsOfDays(ctx, scope, from, until, trainerID, " and s.status <> 'cancelled'", 200)
}

// FeedSessions are those of a calendar that another program reads: the cancelled ones too, so that it takes them off. trainerID is
// that of SessionsBetween.
func (s *Store) FeedSessions(ctx context.Context, scope models.Scope, from, until models.Date, trainerID string) ([]models.SessionRow, error) {
	return s.sessionsOfDays(ctx, scope, from, until, trainerID, "", CalendarLimit)
}

func (s *Store) sessionsOfDays(ctx context.Context, scope models.Scope, from, until models.Date, trainerID, which string, limit int) ([]models.SessionRow, error) {
	condition, args := sessionsWithin(scope)
	query := sessionRow + " where " + condition + " and s.on_date >= ? and s.on_date <= ?" + which
	args = append(args, from, until)
	if trainerID != "" {
		query += " and exists (select 1 from session_trainers t where t.session_id = s.id and t.user_id = ?)"
		args = append(args, trainerID)
	}
	if condition, values := inCentres(scope, "s.centre_id"); condition != "" {
		query, args = query+" and "+condition, append(args, values...)
	}
	var rows []models.SessionRow
	if err := s.list(ctx, &rows, query+" order by s.on_date, s.starts_at, s.id limit ?", append(args, limit)...); err != nil {
		return nil, err
	}
	return rows, s.fillSessions(ctx, rows)
}

// PeriodFigures are what a centre did in some days: people met at least once, and the time that counts.
type PeriodFigures struct {
	People  int `db:"people"`
	Minutes int `db:"minutes"` // attended
	Signed  int `db:"signed"`  // attended and signed: what counts as hours
}

// PeriodFigures counts the individual contacts of a period within a scope of follow-ups.
func (s *Store) PeriodFigures(ctx context.Context, scope models.Scope, from, until models.Date) (PeriodFigures, error) {
	where, args := followUpWhere(scope, models.FollowUpFilter{From: from, Until: until})
	var f PeriodFigures
	err := s.get(ctx, &f, `select count(distinct f.participant_id) as people, coalesce(sum(f.minutes), 0) as minutes,
		coalesce(sum(case when f.signed then f.minutes end), 0) as signed from followups f
		where f.presence = 'present' and f.mode <> 'demarche' and `+where, args...)
	return f, err
}
