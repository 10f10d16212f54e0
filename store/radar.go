package store

import (
	"context"
	"slices"

	"jalon/models"
)

// RadarLimit is how many alerts of one signal and centre are listed; a list that long says that there are more.
const RadarLimit = 300

// Radar lists the signals of the people within a scope, centre by centre under its own thresholds, those put off included with
// their snooze. person narrows it to one ("" = everybody).
func (s *Store) Radar(ctx context.Context, scope models.Scope, person string) ([]models.Alert, error) {
	if scope.Kind() != models.KindRadar || scope.Empty() {
		return nil, models.ErrForbidden
	}
	var all []models.Alert
	for _, centre := range scope.Centres() {
		t, err := s.thresholdsOf(ctx, centre)
		if err != nil {
			return nil, err
		}
		r := radar{store: s, scope: scope, centre: centre, thresholds: t, today: s.Today()}
		if person != "" {
			if r.participantID, err = r.find(ctx, person); models.CodeOf(err) == models.NotFound {
				continue
			} else if err != nil {
				return nil, err
			}
		}
		for _, find := range []func(context.Context) ([]models.Alert, error){r.absences, r.silences, r.goals, r.documents, r.referrals} {
			found, err := find(ctx)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	return all, s.fillSnoozes(ctx, scope, person, all)
}

// radar looks for the signals of one centre.
type radar struct {
	store         *Store
	scope         models.Scope
	centre        string
	participantID string // of the one person asked about, found within the scope; "" = everybody
	thresholds    models.Thresholds
	today         models.Date
}

// radarRow is what every signal reads.
type radarRow struct {
	ParticipantID string         `db:"participant_id"`
	Person        string         `db:"person"`
	FamilyName    string         `db:"family_name"`
	GivenName     string         `db:"given_name"`
	Record        string         `db:"record"`
	Detail        string         `db:"detail"`
	OnDate        models.Date    `db:"on_date"`
	StartsAt      string         `db:"starts_at"`
	Presence      string         `db:"presence"`
	MovedAt       models.Instant `db:"moved_at"`
}

const radarPerson = "p.id as participant_id, p.public_id as person, p.family_name, p.given_name"

// running is true of a person whom the centre accompanies: an entry without an exit.
const running = ` and exists (select 1 from enrolments e where e.participant_id = p.id and e.frozen_on is not null and e.cancelled_at is null
	and not exists (select 1 from exits x where x.enrolment_id = e.id and x.cancelled_at is null))`

// find is the internal id of a person of the centre who is within the scope and accompanied.
func (r radar) find(ctx context.Context, person string) (string, error) {
	who, args := r.who()
	var id string
	err := r.store.get(ctx, &id, "select p.id from participants p where p.public_id = ? and "+who, append([]any{person}, args...)...)
	return id, err
}

// who is the condition on the people: the scope, the centre, accompanied; the person asked about met it already.
func (r radar) who() (string, []any) {
	if r.participantID != "" {
		return "p.id = ?", []any{r.participantID}
	}
	condition, args := within(r.scope, models.KindRadar)
	return condition + " and p.centre_id = ?" + running, append(args, r.centre)
}

// among holds a column of internal ids of persons to those asked about, before anything else is read: one person, or a caseload.
func (r radar) among(column string) (string, []any) {
	if r.participantID != "" {
		return " and " + column + " = ?", []any{r.participantID}
	}
	if narrow, args := inCaseload(r.scope, column); narrow != "" {
		return " and " + narrow, args
	}
	return "", nil
}

// places are the places of people in sessions, read from the smaller side: the sessions of some days, or the places of one person.
func (r radar) places() string {
	if r.participantID != "" {
		return "registrations r cross join sessions s"
	}
	return "sessions s cross join registrations r"
}

func (r radar) alert(signal string, row radarRow, threshold int) models.Alert {
	return models.Alert{Signal: signal, CentreID: r.centre, ParticipantID: row.ParticipantID, Person: row.Person, FamilyName: row.FamilyName, GivenName: row.GivenName,
		Record: row.Record, Detail: row.Detail, OnDate: row.OnDate, Threshold: threshold}
}

// rows reads a signal whose every row is an alert.
func (r radar) rows(ctx context.Context, signal string, threshold int, query string, args ...any) ([]models.Alert, error) {
	var rows []radarRow
	if err := r.store.list(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	alerts := make([]models.Alert, len(rows))
	for i, row := range rows {
		alerts[i] = r.alert(signal, row, threshold)
	}
	return alerts, nil
}

// missedQuery finds who missed something in the last days: of sessions, of follow-ups, of appointments. One person is looked at anyway.
func (r radar) missedQuery(from models.Date) (string, []any) {
	if r.participantID != "" {
		return "select id as participant_id from participants where id = ?", []any{r.participantID}
	}
	inSession, sessionArgs := r.among("r.participant_id")
	atFollowUp, followUpArgs := r.among("f.participant_id")
	atAppointment, appointmentArgs := r.among("a.participant_id")
	days := []any{r.centre, from, r.today}
	return `select r.participant_id from sessions s cross join registrations r where r.session_id = s.id and s.centre_id = ? and s.on_date >= ? and s.on_date <= ?
			and s.status <> 'cancelled' and r.place = 'inscrit' and r.attendance in ('excuse', 'absent')` + inSession + `
		union select f.participant_id from followups f where f.centre_id = ? and f.on_date >= ? and f.on_date <= ? and f.presence in ('excuse', 'absent') and f.cancelled_at is null` + atFollowUp + `
		union select a.participant_id from appointments a where a.centre_id = ? and a.on_date >= ? and a.on_date <= ? and a.outcome in ('excuse', 'absent')` + atAppointment,
		slices.Concat(days, sessionArgs, days, followUpArgs, days, appointmentArgs)
}

// absenceQuery reads what those who missed something did in the last days: sessions, follow-ups, appointments nobody wrote a follow-up about.
func (r radar) absenceQuery() (string, []any) {
	from := r.today.AddDays(-models.RadarWindow)
	missed, missedArgs := r.missedQuery(from)
	who, whoArgs := r.who()
	query := `with missed as (` + missed + `),
	facts as (
		select r.participant_id, s.on_date, s.starts_at, r.attendance as presence from missed m cross join registrations r cross join sessions s
			where r.participant_id = m.participant_id and s.id = r.session_id and s.on_date >= ? and s.status <> 'cancelled' and r.place = 'inscrit' and r.attendance <> ''
		union all select f.participant_id, f.on_date, f.starts_at, f.presence from missed m cross join followups f
			where f.participant_id = m.participant_id and f.on_date >= ? and f.on_date <= ? and f.mode <> 'demarche' and f.cancelled_at is null
		union all select a.participant_id, a.on_date, a.starts_at, a.outcome from missed m cross join appointments a
			where a.participant_id = m.participant_id and a.on_date >= ? and a.outcome in ('excuse', 'absent')
			and not exists (select 1 from followups w where w.appointment_id = a.id and w.cancelled_at is null))
	select ` + radarPerson + `, x.on_date, x.starts_at, x.presence from facts x cross join participants p where p.id = x.participant_id and ` + who + " order by p.id"
	return query, slices.Concat(missedArgs, []any{from, from, r.today, from}, whoArgs)
}

func (r radar) absences(ctx context.Context) ([]models.Alert, error) {
	if r.thresholds.Absences == nil {
		return nil, nil
	}
	query, args := r.absenceQuery()
	var rows []radarRow
	if err := r.store.list(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	var alerts []models.Alert
	for len(rows) > 0 && len(alerts) < RadarLimit {
		n := slices.IndexFunc(rows, func(row radarRow) bool { return row.ParticipantID != rows[0].ParticipantID })
		if n < 0 {
			n = len(rows)
		}
		var facts []models.Fact
		for _, row := range rows[:n] {
			facts = append(facts, models.Fact{OnDate: row.OnDate, StartsAt: row.StartsAt, Presence: row.Presence})
		}
		if count, excused, since := models.AbsencesInARow(facts); count >= *r.thresholds.Absences {
			a := r.alert(models.SignalAbsences, rows[0], *r.thresholds.Absences)
			a.Count, a.Excused, a.OnDate = count, excused, since
			alerts = append(alerts, a)
		}
		rows = rows[n:]
	}
	return alerts, nil
}

// silenceQuery finds the people met in the last months, not since a day, who have neither an appointment nor a place to come.
func (r radar) silenceQuery(since models.Date) (string, []any) {
	from := r.today.AddDays(-models.RadarSilence)
	inSession, sessionArgs := r.among("r.participant_id")
	atFollowUp, followUpArgs := r.among("f.participant_id")
	who, whoArgs := r.who()
	query := `with met as (select participant_id, max(on_date) as on_date from (
		select f.participant_id, f.on_date from followups f where f.centre_id = ? and f.on_date >= ? and f.on_date <= ? and f.presence = 'present'
			and f.mode <> 'demarche' and f.cancelled_at is null` + atFollowUp + `
		union all select r.participant_id, s.on_date from ` + r.places() + ` where r.session_id = s.id and s.centre_id = ? and s.on_date >= ?
			and s.on_date <= ? and r.place = 'inscrit' and r.attendance in ('present', 'retard')` + inSession + `) contacts
		group by participant_id having max(on_date) < ?)
	select ` + radarPerson + `, m.on_date from met m cross join participants p where p.id = m.participant_id and ` + who + `
		and not exists (select 1 from appointments a where a.participant_id = p.id and a.on_date >= ? and a.outcome = '')
		and not exists (select 1 from registrations r join sessions s on s.id = r.session_id where r.participant_id = p.id and r.place <> 'annule'
			and s.on_date >= ? and s.status = 'planned')
	order by m.on_date, p.id limit ?`
	args := slices.Concat([]any{r.centre, from, r.today}, followUpArgs, []any{r.centre, from, r.today}, sessionArgs, []any{since}, whoArgs, []any{r.today, r.today, RadarLimit})
	return query, args
}

func (r radar) silences(ctx context.Context) ([]models.Alert, error) {
	if r.thresholds.SilentDays == nil {
		return nil, nil
	}
	days := *r.thresholds.SilentDays
	query, args := r.silenceQuery(r.today.AddDays(1 - days))
	return r.rows(ctx, models.SignalSilence, days, query, args...)
}

// goalQuery finds the open objectives that nothing moves: no task added, done or dropped for long, none due from today on.
func (r radar) goalQuery(since models.Date) (string, []any) {
	ofPerson, args := r.among("g.participant_id")
	who, whoArgs := r.who()
	moment := endOf(since.AddDays(-1))
	query := `select ` + radarPerson + `, g.public_id as record, (select max(t.state_on) from plan_tasks t where t.goal_id = g.id and t.cancelled_at is null) as on_date,
			coalesce((select max(t.created_at) from plan_tasks t where t.goal_id = g.id and t.cancelled_at is null), g.created_at) as moved_at
		from plan_goals g cross join participants p where p.id = g.participant_id and g.centre_id = ? and g.state = 'ouvert' and g.cancelled_at is null and g.created_at < ?` + ofPerson + `
		and not exists (select 1 from plan_tasks t where t.goal_id = g.id and t.cancelled_at is null
			and (t.created_at >= ? or t.state_on >= ? or t.state = 'a_faire' and t.due_on >= ?)) and ` + who + " order by g.created_at, g.id limit ?"
	return query, slices.Concat([]any{r.centre, moment}, args, []any{moment, since, r.today}, whoArgs, []any{RadarLimit})
}

func (r radar) goals(ctx context.Context) ([]models.Alert, error) {
	if r.thresholds.StalledDays == nil {
		return nil, nil
	}
	days := *r.thresholds.StalledDays
	query, args := r.goalQuery(r.today.AddDays(1 - days))
	var rows []radarRow
	if err := r.store.list(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	var alerts []models.Alert
	for _, row := range rows {
		row.OnDate = max(row.OnDate, models.DateOf(row.MovedAt.In(brussels)))
		alerts = append(alerts, r.alert(models.SignalGoal, row, days))
	}
	return alerts, nil
}

// documentQuery finds the residence documents and the files that end soon, or ended lately.
func (r radar) documentQuery(days int) (string, []any) {
	from, until := r.today.AddDays(-models.RadarExpired), r.today.AddDays(days)
	who, whoArgs := r.who()
	ofFile, fileArgs := r.among("f.participant_id")
	ofPerson, personArgs := r.among("p.id")
	query := `select ` + radarPerson + `, '' as record, '' as detail, p.permit_expires_on as on_date from participants p
		where p.permit_expires_on >= ? and p.permit_expires_on <= ?` + ofPerson + " and " + who + `
	union all select ` + radarPerson + `, f.public_id as record, f.kind as detail, f.expires_on as on_date from files f cross join participants p
		where p.id = f.participant_id and f.centre_id = ? and f.expires_on >= ? and f.expires_on <= ? and f.withdrawn_at is null` + ofFile + `
		and not (f.kind = 'titre_sejour' and p.permit_expires_on is not null) and ` + who + " order by on_date, person limit ?"
	return query, slices.Concat([]any{from, until}, personArgs, whoArgs, []any{r.centre, from, until}, fileArgs, whoArgs, []any{RadarLimit})
}

func (r radar) documents(ctx context.Context) ([]models.Alert, error) {
	if r.thresholds.ExpiringDays == nil {
		return nil, nil
	}
	query, args := r.documentQuery(*r.thresholds.ExpiringDays)
	return r.rows(ctx, models.SignalDocument, *r.thresholds.ExpiringDays, query, args...)
}

func (r radar) referralQuery(before models.Date) (string, []any) {
	ofPerson, args := r.among("x.participant_id")
	who, whoArgs := r.who()
	query := `select ` + radarPerson + `, x.public_id as record, n.name as detail, x.expected_on as on_date from referrals x cross join participants p cross join partners n
		where p.id = x.participant_id and n.id = x.partner_id and x.outcome = '' and x.cancelled_at is null and x.direction = 'sortante' and x.centre_id = ?
		and x.expected_on < ?` + ofPerson + " and " + who + " order by x.expected_on, x.id limit ?"
	return query, slices.Concat([]any{r.centre, before}, args, whoArgs, []any{RadarLimit})
}

func (r radar) referrals(ctx context.Context) ([]models.Alert, error) {
	if r.thresholds.ReferralDays == nil {
		return nil, nil
	}
	query, args := r.referralQuery(r.today.AddDays(-*r.thresholds.ReferralDays))
	return r.rows(ctx, models.SignalReferral, *r.thresholds.ReferralDays, query, args...)
}
