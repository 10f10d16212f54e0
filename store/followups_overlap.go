package store

import (
	"context"

	"jalon/models"
)

// taken is an hour of the day looked at that somebody has spent already.
type taken struct {
	Kind       string `db:"kind"` // followup, session
	ID         string `db:"id"`
	StartsAt   string `db:"starts_at"`
	EndsAt     string `db:"ends_at"`
	Minutes    int    `db:"minutes"` // when there is no end
	Title      string `db:"title"`
	Colleague  string `db:"colleague"`
	FamilyName string `db:"family_name"`
	GivenName  string `db:"given_name"`
	GroupID    string `db:"group_id"`
	Visible    bool   `db:"visible"` // within the reader's own scope: only then is it described
}

func (t taken) end() string {
	if t.EndsAt != "" {
		return t.EndsAt
	}
	return models.EndOf(t.StartsAt, t.Minutes)
}

// hourFree refuses a contact at a time at which the person attended, or the colleague gave, another one (product.md §3,
// rule 3). A contact without a start time, or that did not take place, overlaps nothing. A step without the person takes
// the colleague's time only.
func (s *Store) hourFree(ctx context.Context, scope models.Scope, f models.FollowUp) error {
	if f.StartsAt == "" || !f.StaffTime() {
		return nil
	}
	if f.Attended() {
		hours, err := s.personHours(ctx, scope, f)
		if err != nil {
			return err
		}
		if t := meeting(f, hours); t != nil {
			return overlapRefusal("person", t, f)
		}
	}
	if f.UserID == nil {
		return nil
	}
	hours, err := s.colleagueHours(ctx, scope, f)
	if err != nil {
		return err
	}
	if t := meeting(f, hours); t != nil {
		return overlapRefusal("colleague", t, f)
	}
	return nil
}

func meeting(f models.FollowUp, hours []taken) *taken {
	for i, t := range hours {
		together := f.GroupID != "" && t.GroupID == f.GroupID // the same contact, of several persons
		if t.ID != f.ID && !together && models.Overlaps(f.StartsAt, f.EndsAt(), t.StartsAt, t.end()) {
			return &hours[i]
		}
	}
	return nil
}

// overlapRefusal says with what the contact collides; what lies outside the reader's scope is only « un autre contact ».
func overlapRefusal(whose string, t *taken, f models.FollowUp) error {
	key := "followup.overlap." + whose + "." + t.Kind
	if !t.Visible {
		key = "followup.overlap." + whose + ".other"
	}
	problems := models.Problems{}
	problems.Add("starts_at", key, "From", models.FrenchTime(t.StartsAt), "To", models.FrenchTime(t.end()), "Title", t.Title,
		"Colleague", t.Colleague, "Person", models.ListName(t.FamilyName, t.GivenName), "Date", models.FrenchDate(f.OnDate))
	return problems.AsError()
}

const (
	takenFollowUp = `select 'followup' as kind, f.id, f.starts_at, '' as ends_at, f.minutes, '' as title, coalesce(u.name, '') as colleague,
		p.family_name, p.given_name, f.group_id, `
	takenFollowUpFrom = ` as visible from followups f join enrolments e on e.id = f.enrolment_id join participants p on p.id = f.participant_id
		left join users u on u.id = f.user_id where f.on_date = ? and f.starts_at <> '' and f.presence = 'present' and f.cancelled_at is null `
)

// personHours lists what the person attended that day: follow-ups, and sessions in which they were marked present or late.
func (s *Store) personHours(ctx context.Context, scope models.Scope, f models.FollowUp) ([]taken, error) {
	visible, args := within(scope, models.KindFollowUp)
	query := takenFollowUp + visible + takenFollowUpFrom + "and f.mode <> 'demarche' and f.participant_id = ?" +
		` union all select 'session', s.id, s.starts_at, s.ends_at, 0, s.title, '', p.family_name, p.given_name, '', ` + visible +
		` from registrations r join sessions s on s.id = r.session_id join enrolments e on e.id = r.enrolment_id
		join participants p on p.id = r.participant_id where s.on_date = ? and r.place = 'inscrit' and r.attendance in ('present', 'retard')
		and s.status <> 'cancelled' and r.participant_id = ?`
	day := []any{f.OnDate, f.ParticipantID}
	all := append(append(append([]any{}, args...), day...), append(append([]any{}, args...), day...)...)
	var hours []taken
	err := s.list(ctx, &hours, query, all...)
	return hours, err
}

// colleagueHours lists what took the colleague's time that day: follow-ups, steps taken for somebody, sessions given.
func (s *Store) colleagueHours(ctx context.Context, scope models.Scope, f models.FollowUp) ([]taken, error) {
	visible, args := within(scope, models.KindFollowUp)
	query := takenFollowUp + visible + takenFollowUpFrom + "and f.user_id = ?" +
		` union all select 'session', s.id, s.starts_at, s.ends_at, 0, s.title, u.name, '', '', '', cast(true as boolean) from session_trainers t
		join sessions s on s.id = t.session_id join users u on u.id = t.user_id
		where s.on_date = ? and s.status <> 'cancelled' and t.user_id = ?`
	var hours []taken
	err := s.list(ctx, &hours, query, append(append([]any{}, args...), f.OnDate, *f.UserID, f.OnDate, *f.UserID)...)
	return hours, err
}
