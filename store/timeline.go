package store

import (
	"context"
	"slices"

	"jalon/models"
)

// TimelineScopes are the proofs for each kind of moment; an empty one leaves its moments out.
type TimelineScopes struct {
	Files, Referrals                                                                         models.Scope
	FollowUps, Registrations, Enrolments, Exits, Attestations, Appointments, Barriers, Plans models.Scope
}

// TimelineSize is how many moments a page of the timeline shows at most; a day is never divided.
const TimelineSize = 40

// momentQuery is one kind of moment: its scope, and its rows as columns of models.Moment, ending in a where clause.
type momentQuery struct {
	scope models.Scope
	kind  string // of the scope
	date  string // the column the timeline is ordered by
	query string
	// beyond is true of moments of no dispositif: their query has no alias o, and a timeline of one dispositif leaves them out.
	beyond bool
}

// TimelineFilter narrows a timeline.
type TimelineFilter struct {
	Before    models.Date // continues an earlier page; "" = the start
	Programme string      // "" = all, and what belongs to none
	Kinds     []string    // of moment; none = all
}

const (
	followUpMoments = `select 'followup' as kind, f.on_date, f.starts_at, '' as ends_at, f.public_id, o.programme, '' as title, f.minutes, f.mode,
		f.place, f.presence, f.signed, f.topics, f.next_step, coalesce(u.name, '') as author
		from participants p join followups f on f.participant_id = p.id join enrolments e on e.id = f.enrolment_id
		join operations o on o.id = e.operation_id left join users u on u.id = f.user_id
		where f.cancelled_at is null and `
	sessionMoments = `select 'session' as kind, s.on_date, s.starts_at, s.ends_at, s.public_id, o.programme, s.title, 0 as minutes, '' as mode,
		s.place, r.attendance as presence, r.signed, '' as topics, '' as next_step, '' as author
		from participants p join registrations r on r.participant_id = p.id join sessions s on s.id = r.session_id
		join enrolments e on e.id = r.enrolment_id join operations o on o.id = e.operation_id
		where r.place = 'inscrit' and s.status <> 'cancelled' and `
	enrolmentMoments = `select 'enrolment' as kind, e.requested_on as on_date, '' as starts_at, '' as ends_at, e.public_id, o.programme, o.title,
		0 as minutes, '' as mode, '' as place, '' as presence, false as signed, '' as topics, '' as next_step, coalesce(u.name, '') as author
		from participants p join enrolments e on e.participant_id = p.id join operations o on o.id = e.operation_id
		left join users u on u.id = e.created_by
		where e.cancelled_at is null and e.requested_on is not null and `
	exitMoments = `select 'exit' as kind, x.on_date, '' as starts_at, '' as ends_at, x.public_id, o.programme, x.reason as title,
		0 as minutes, '' as mode, '' as place, '' as presence, false as signed, '' as topics, '' as next_step, coalesce(u.name, '') as author
		from participants p join enrolments e on e.participant_id = p.id join exits x on x.enrolment_id = e.id
		join operations o on o.id = e.operation_id left join users u on u.id = x.created_by
		where e.cancelled_at is null and x.cancelled_at is null and `
	eventMoments = `select 'event' as kind, v.on_date, '' as starts_at, '' as ends_at, v.public_id, o.programme, v.type as title,
		0 as minutes, '' as mode, '' as place, '' as presence, false as signed, '' as topics, '' as next_step, coalesce(u.name, '') as author
		from participants p join enrolments e on e.participant_id = p.id join events v on v.enrolment_id = e.id
		join operations o on o.id = e.operation_id left join users u on u.id = v.created_by
		where e.cancelled_at is null and v.cancelled_at is null and `
	attestationMoments = `select 'attestation' as kind, t.issued_on as on_date, '' as starts_at, '' as ends_at, t.public_id, o.programme, t.number as title,
		0 as minutes, '' as mode, '' as place, '' as presence, false as signed, '' as topics, '' as next_step, coalesce(u.name, '') as author
		from participants p join attestations t on t.participant_id = p.id join enrolments e on e.id = t.enrolment_id
		join operations o on o.id = e.operation_id left join users u on u.id = t.created_by
		where t.cancelled_at is null and t.issued_on is not null and `
	departureMoments = `select 'departure' as kind, d.on_date, '' as starts_at, '' as ends_at, s.public_id, o.programme, d.reason as title,
		0 as minutes, '' as mode, '' as place, case when d.late then 'retard' else '' end as presence, false as signed, s.title as topics,
		cast(s.on_date as text) as next_step, coalesce(u.name, '') as author
		from participants p join place_departures d on d.participant_id = p.id join registrations r on r.id = d.registration_id
		join sessions s on s.id = r.session_id join enrolments e on e.id = r.enrolment_id join operations o on o.id = e.operation_id
		left join users u on u.id = d.user_id
		where d.undone_at is null and d.reason <> 'erreur' and `
)

// queries lists what a timeline is made of: a kind of moment is one line.
func (t TimelineScopes) queries(filter TimelineFilter) []momentQuery {
	all := map[string]momentQuery{
		models.MomentFollowUp:    {t.FollowUps, models.KindFollowUp, "f.on_date", followUpMoments, false},
		models.MomentSession:     {t.Registrations, models.KindRegistration, "s.on_date", sessionMoments, false},
		models.MomentDeparture:   {t.Registrations, models.KindRegistration, "d.on_date", departureMoments, false},
		models.MomentEnrolment:   {t.Enrolments, models.KindEnrolment, "e.requested_on", enrolmentMoments, false},
		models.MomentExit:        {t.Exits, models.KindExit, "x.on_date", exitMoments, false},
		models.MomentEvent:       {t.Exits, models.KindExit, "v.on_date", eventMoments, false},
		models.MomentAttestation: {t.Attestations, models.KindAttestation, "t.issued_on", attestationMoments, false},
		models.MomentFile:        {t.Files, models.KindDocument, "f.added_on", fileMoments, true},
		models.MomentReferral:    {t.Referrals, models.KindReferral, "x.on_date", referralMoments, true},
		models.MomentAssessment:  {t.Barriers, models.KindBarrier, "b.on_date", assessmentMoments, true},
		models.MomentSummary:     {t.Plans, models.KindPlan, "h.handed_on", summaryMoments, true},
	}
	var queries []momentQuery
	for kind, q := range all {
		asked := len(filter.Kinds) == 0 || slices.Contains(filter.Kinds, kind)
		if !q.scope.Empty() && asked && (filter.Programme == "" || !q.beyond) {
			queries = append(queries, q)
		}
	}
	return queries
}

// Timeline lists what happened with a person, newest first, up to today: each kind under its own scope. next is the
// Before of the following page, "" at the end.
func (s *Store) Timeline(ctx context.Context, scopes TimelineScopes, publicID string, filter TimelineFilter) (moments []models.Moment, next models.Date, err error) {
	if filter.Before == "" {
		filter.Before = s.Today().AddDays(1)
	}
	for _, q := range scopes.queries(filter) {
		condition, args := within(q.scope, q.kind)
		condition += " and p.public_id = ? and " + q.date + " < ?"
		args = append(args, publicID, filter.Before)
		if filter.Programme != "" {
			condition, args = condition+" and o.programme = ?", append(args, filter.Programme)
		}
		var some []models.Moment
		err := s.list(ctx, &some, q.query+condition+" order by "+q.date+" desc limit ?", append(args, TimelineSize+1)...)
		if err != nil {
			return nil, "", err
		}
		moments = append(moments, some...)
	}
	slices.SortStableFunc(moments, func(a, b models.Moment) int {
		switch {
		case a.Later(b):
			return -1
		case b.Later(a):
			return 1
		}
		return 0
	})
	if len(moments) <= TimelineSize {
		return moments, "", nil
	}
	moments = wholeDays(moments)
	return moments, moments[len(moments)-1].OnDate, nil
}

// wholeDays cuts a page of the timeline before the day it would divide. A day of more moments than a page stays whole.
func wholeDays(moments []models.Moment) []models.Moment {
	end := TimelineSize
	for end > 0 && moments[end].OnDate == moments[end-1].OnDate {
		end--
	}
	if end > 0 {
		return moments[:end]
	}
	for end < len(moments) && moments[end].OnDate == moments[0].OnDate {
		end++
	}
	return moments[:end]
}

// NextSteps lists the appointments and sessions to come of a person, soonest first, each under its own scope.
func (s *Store) NextSteps(ctx context.Context, scopes TimelineScopes, publicID string) ([]models.Moment, error) {
	var steps []models.Moment
	if !scopes.Appointments.Empty() {
		condition, args := within(scopes.Appointments, models.KindAppointment)
		err := s.list(ctx, &steps, `select 'appointment' as kind, a.on_date, a.starts_at, '' as ends_at, a.public_id, '' as programme, '' as title,
			a.minutes, a.mode, a.place, '' as presence, false as signed, '' as topics, '' as next_step, u.name as author
			from participants p join appointments a on a.participant_id = p.id join users u on u.id = a.user_id
			where a.outcome = '' and `+condition+" and p.public_id = ? and a.on_date >= ? order by a.on_date, a.starts_at limit 10",
			append(args, publicID, s.Today())...)
		if err != nil {
			return nil, err
		}
	}
	if !scopes.Registrations.Empty() {
		condition, args := within(scopes.Registrations, models.KindRegistration)
		var sessions []models.Moment
		err := s.list(ctx, &sessions, sessionMoments+condition+" and p.public_id = ? and s.on_date >= ? and r.attendance = '' order by s.on_date, s.starts_at limit 10",
			append(args, publicID, s.Today())...)
		if err != nil {
			return nil, err
		}
		steps = append(steps, sessions...)
	}
	slices.SortStableFunc(steps, func(a, b models.Moment) int {
		if b.Later(a) {
			return -1
		}
		return 1
	})
	return steps, nil
}

// HoursOf is how far an enrolment is on the way to its attestation: signed presence, and the minutes that give it.
func (s *Store) HoursOf(ctx context.Context, scope models.Scope, enrolmentPublicID string) (models.Progress, error) {
	condition, args := within(scope, models.KindRegistration)
	var e struct {
		ID        string `db:"id"`
		Threshold int    `db:"attestation_minutes"`
	}
	err := s.get(ctx, &e, `select e.id, c.attestation_minutes from enrolments e join participants p on p.id = e.participant_id
		join centres c on c.id = e.centre_id where e.public_id = ? and `+condition, append([]any{enrolmentPublicID}, args...)...)
	if err != nil {
		return models.Progress{}, err
	}
	return s.progress(ctx, e.ID, e.Threshold)
}
