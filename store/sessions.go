package store

import (
	"context"
	"time"

	"jalon/models"
)

const sessionColumns = `id, public_id, centre_id, operation_id, module_id, module_code, external_ref, title, on_date, starts_at,
	ends_at, place, room, capacity, operator, interpreter, status, status_reason, closed_at, closed_by, created_by, created_at, version,
	series_id, location_id, room_id, laptops, counting, module_minutes, module_category`

// sessionRow reads a session with its operation and module; counts and trainers come apart (fillSessions).
var sessionRow = "select " + prefixed("s", sessionColumns) + `, o.public_id as operation_public_id, o.code as operation_code,
	o.title as operation_title, o.number as operation_number, o.programme, o.funder, coalesce(m.title, '') as module_title,
	k.name as centre_name from sessions s join operations o on o.id = s.operation_id join centres k on k.id = s.centre_id
	left join modules m on m.id = s.module_id`

// Zone is the time zone of the centres: sessions and appointments are kept as local times in it.
func (s *Store) Zone() *time.Location { return brussels }

// LocalClock is the time on the wall in Brussels, "14:30".
func (s *Store) LocalClock() string { return s.now().In(brussels).Format("15:04") }

// sessionsWithin is the condition of a scope on the alias s. The scope may be of any kind that hangs on
// sessions: sessions or attendance.
func sessionsWithin(scope models.Scope) (string, []any) {
	if a, known := anchors[scope.Kind()]; !known || a != onSession {
		return "1 = 0", nil
	}
	return within(scope, scope.Kind())
}

// Session finds one session by its public id, within a scope of sessions or of attendance.
func (s *Store) Session(ctx context.Context, scope models.Scope, publicID string) (models.SessionRow, error) {
	condition, args := sessionsWithin(scope)
	rows := make([]models.SessionRow, 1)
	err := s.get(ctx, &rows[0], sessionRow+" where s.public_id = ? and "+condition, append([]any{publicID}, args...)...)
	if err != nil {
		return models.SessionRow{}, err
	}
	err = s.fillSessions(ctx, rows)
	return rows[0], err
}

// Sessions lists one page of sessions within the scope: those to come soonest first, those past latest first.
func (s *Store) Sessions(ctx context.Context, scope models.Scope, f models.SessionFilter) ([]models.SessionRow, error) {
	query, args := s.sessionList(scope, f)
	if f.After != "" {
		after, err := s.Session(ctx, scope, f.After)
		if err != nil {
			return nil, err
		}
		query, args = s.sessionList(scope, f, after.OnDate, after.StartsAt, after.ID)
	}
	var rows []models.SessionRow
	if err := s.list(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	return rows, s.fillSessions(ctx, rows)
}

// TellDays is how long before a session its people are to be told, in days.
const TellDays = 14

// untold is true of places r of sessions s whose people no message was written to.
const untold = `r.place = 'inscrit' and not exists (select 1 from outbox m where m.session_id = s.id and m.registration_id = r.id and m.state <> 'annulee')`

// PeopleToTell counts the places of the next TellDays, within a scope of messages, that no message told of.
func (s *Store) PeopleToTell(ctx context.Context, scope models.Scope) (int, error) {
	if scope.Kind() != models.KindMessage {
		return 0, nil
	}
	condition, args := within(scope, models.KindMessage)
	return s.count(ctx, `select count(*) from sessions s join registrations r on r.session_id = s.id join participants p on p.id = r.participant_id
		where s.status = 'planned' and s.on_date >= ? and s.on_date <= ? and `+untold+" and "+condition, append([]any{s.Today(), s.Today().AddDays(TellDays)}, args...)...)
}

// sessionList is the query of one page; key is the place of the last row of the page before.
func (s *Store) sessionList(scope models.Scope, f models.SessionFilter, key ...any) (string, []any) {
	condition, args := sessionsWithin(scope)
	query := sessionRow + " where " + condition
	comparison, order := ">", ""
	switch f.View {
	case models.ViewPast:
		query, args = query+" and s.on_date < ?", append(args, s.Today())
		comparison, order = "<", " desc"
	case models.ViewToClose:
		query += " and s.status = 'planned' and s.on_date <= ? and (s.on_date < ? or s.ends_at <= ?)"
		args = append(args, s.Today(), s.Today(), s.LocalClock())
	case models.ViewToTell:
		query += " and s.status = 'planned' and s.on_date >= ? and s.on_date <= ? and exists (select 1 from registrations r where r.session_id = s.id and " + untold + ")"
		args = append(args, s.Today(), s.Today().AddDays(TellDays))
	case models.ViewNobody:
		query += " and s.status = 'planned' and s.on_date >= ? and s.on_date <= ? and (s.on_date > ? or s.ends_at > ?)" +
			" and not exists (select 1 from session_trainers t where t.session_id = s.id)"
		args = append(args, s.Today(), s.Today().AddDays(models.ConcernDays), s.Today(), s.LocalClock())
	default:
		query, args = query+" and s.on_date >= ?", append(args, s.Today())
	}
	if f.Operation != "" {
		query, args = query+" and o.public_id = ?", append(args, f.Operation)
	}
	if len(key) > 0 {
		query, args = query+" and (s.on_date, s.starts_at, s.id) "+comparison+" (?, ?, ?)", append(args, key...)
	}
	query += " order by s.on_date" + order + ", s.starts_at" + order + ", s.id" + order + " limit ?"
	return query, append(args, max(1, f.Limit))
}

// SessionsOn lists the sessions of one day within the scope, in the order of the clock.
func (s *Store) SessionsOn(ctx context.Context, scope models.Scope, day models.Date) ([]models.SessionRow, error) {
	condition, args := sessionsWithin(scope)
	var rows []models.SessionRow
	err := s.list(ctx, &rows, sessionRow+" where "+condition+" and s.on_date = ? order by s.starts_at, s.id", append(args, day)...)
	if err != nil {
		return nil, err
	}
	return rows, s.fillSessions(ctx, rows)
}

// fillSessions adds what the places became and who gives each session, in two queries for the whole list.
func (s *Store) fillSessions(ctx context.Context, rows []models.SessionRow) error {
	if len(rows) == 0 {
		return nil
	}
	at := map[string]int{}
	ids := make([]any, len(rows))
	for i, r := range rows {
		at[r.ID], ids[i] = i, r.ID
	}
	var counts []struct {
		ID         string `db:"session_id"`
		Registered int    `db:"registered"`
		Waiting    int    `db:"waiting"`
		Held       int    `db:"held"`
		Attended   int    `db:"attended"`
		Late       int    `db:"late_count"`
		Excused    int    `db:"excused_count"`
		Absent     int    `db:"absent_count"`
		ToSpecify  int    `db:"to_specify"`
		Unsigned   int    `db:"unsigned"`
	}
	err := s.list(ctx, &counts, placeCounts+" where r.session_id in ("+marks(len(ids))+") group by r.session_id", append([]any{s.Now()}, ids...)...)
	if err != nil {
		return err
	}
	for _, c := range counts {
		r := &rows[at[c.ID]]
		r.Registered, r.Waiting, r.Attended, r.LateCount = c.Registered, c.Waiting, c.Attended, c.Late
		r.ExcusedCount, r.AbsentCount, r.ToSpecify, r.Unsigned, r.Held = c.Excused, c.Absent, c.ToSpecify, c.Unsigned, c.Held
	}
	return s.fillTrainers(ctx, rows, at, ids)
}

const placeCounts = `select r.session_id,
	count(*) filter (where r.place = 'inscrit') as registered,
	count(*) filter (where r.place = 'attente') as waiting,
	count(*) filter (where r.place = 'attente' and x.id is not null) as held,
	count(*) filter (where r.place = 'inscrit' and r.attendance in ('present', 'retard')) as attended,
	count(*) filter (where r.place = 'inscrit' and r.attendance = 'retard') as late_count,
	count(*) filter (where r.place = 'inscrit' and r.attendance = 'excuse') as excused_count,
	count(*) filter (where r.place = 'inscrit' and r.attendance = 'absent') as absent_count,
	count(*) filter (where r.place = 'inscrit' and r.attendance = '') as to_specify,
	count(*) filter (where r.place = 'inscrit' and r.attendance in ('present', 'retard') and not r.signed) as unsigned
	from registrations r left join ` + openOffer + " on x.registration_id = r.id"

func (s *Store) fillTrainers(ctx context.Context, rows []models.SessionRow, at map[string]int, ids []any) error {
	var trainers []struct {
		SessionID string `db:"session_id"`
		models.User
	}
	err := s.list(ctx, &trainers, `select t.session_id, u.id, u.public_id, u.name from session_trainers t join users u on u.id = t.user_id
		where t.session_id in (`+marks(len(ids))+") order by t.position, u.name", ids...)
	for _, t := range trainers {
		r := &rows[at[t.SessionID]]
		r.Trainers = append(r.Trainers, t.User)
	}
	return err
}

// Trainers lists the colleagues who may give a session of the centre: public id and name.
func (s *Store) Trainers(ctx context.Context, scope models.Scope, centreID string) ([]models.User, error) {
	if scope.Kind() != models.KindSession || !scope.Covers(models.Record{CentreID: centreID}) {
		return nil, models.ErrForbidden
	}
	var users []models.User
	err := s.list(ctx, &users, `select distinct u.id, u.public_id, u.name from users u join memberships m on m.user_id = u.id
		where m.centre_id = ? and m.role in ('counsellor', 'coordinator', 'trainer') and u.disabled_at is null
		and (m.until_on is null or m.until_on >= ?) order by u.name`, centreID, s.Today())
	return users, err
}

// lockSession holds a session until the end of the transaction, so that places are counted one registration at a
// time on both engines, and returns it as it is now.
func (s *Store) lockSession(ctx context.Context, scope models.Scope, publicID string) (models.SessionRow, error) {
	condition, args := sessionsWithin(scope)
	n, err := s.exec(ctx, "update sessions as s set version = version where public_id = ? and "+condition, append([]any{publicID}, args...)...)
	if err != nil {
		return models.SessionRow{}, err
	}
	if n == 0 {
		return models.SessionRow{}, models.ErrNotFound
	}
	return s.Session(ctx, scope, publicID)
}

// lockPerson holds a person until the end of the transaction: their hours are compared with nobody else writing them.
func (s *Store) lockPerson(ctx context.Context, participantID string) error {
	_, err := s.exec(ctx, "update participants set version = version where id = ?", participantID)
	return err
}
