package store

import (
	"context"
	"slices"

	"jalon/models"
)

// busy is something that takes somebody's or some room's time on the day looked at.
type busy struct {
	ID       string `db:"id"`
	Title    string `db:"title"`
	StartsAt string `db:"starts_at"`
	EndsAt   string `db:"ends_at"`
	Minutes  int    `db:"minutes"` // when there is no end
}

func (b busy) end() string {
	if b.EndsAt != "" {
		return b.EndsAt
	}
	return models.EndOf(b.StartsAt, b.Minutes)
}

// clash finds the first of the busy times that shares a minute with the session, itself left out.
func clash(n models.Session, times []busy) *busy {
	for i, b := range times {
		if b.ID != n.ID && models.Overlaps(n.StartsAt, n.EndsAt, b.StartsAt, b.end()) {
			return &times[i]
		}
	}
	return nil
}

// Plans or facts: what a clash is looked for in. A presence is stopped by facts only: whoever is in the room is
// not at the appointment that had been planned.
const (
	anyClash  = "r.attendance not in ('excuse', 'absent')"
	factClash = "r.attendance in ('present', 'retard')"
)

// personClash finds what a person already has at the time of a session: a place in another session, an appointment,
// or a follow-up that took place (product.md §3, rule 3: one hour, one funder). places is anyClash or factClash.
func (s *Store) personClash(ctx context.Context, n models.Session, participantID, places string) (*busy, error) {
	days, err := s.busyOf(ctx, participantID, n.OnDate, n.OnDate, places)
	return clash(n, days[n.OnDate]), err
}

// busyOf is what takes a person's time from one day to another, both included, by day.
func (s *Store) busyOf(ctx context.Context, participantID string, from, until models.Date, places string) (map[models.Date][]busy, error) {
	var times []struct {
		busy
		OnDate models.Date `db:"on_date"`
	}
	err := s.list(ctx, &times, `select x.on_date, x.id, x.title, x.starts_at, x.ends_at, 0 as minutes from registrations r
		join sessions x on x.id = r.session_id where r.participant_id = ? and r.place = 'inscrit'
		and `+places+` and x.on_date between ? and ? and x.status <> 'cancelled'
		union all
		select a.on_date, a.id, '' as title, a.starts_at, '' as ends_at, a.minutes from appointments a
		where a.participant_id = ? and a.on_date between ? and ? and a.outcome = '' and ?
		union all
		select f.on_date, f.id, '' as title, f.starts_at, '' as ends_at, f.minutes from followups f
		where f.participant_id = ? and f.on_date between ? and ? and f.starts_at <> '' and f.presence = 'present' and f.mode <> 'demarche'
		and f.cancelled_at is null`, participantID, from, until, participantID, from, until, places == anyClash, participantID, from, until)
	days := map[models.Date][]busy{}
	for _, t := range times {
		days[t.OnDate] = append(days[t.OnDate], t.busy)
	}
	return days, err
}

// personFree turns a clash into the sentence shown: the person's name, then what and when.
func (s *Store) personFree(ctx context.Context, n models.Session, participantID, name, places string) error {
	b, err := s.personClash(ctx, n, participantID, places)
	if err != nil || b == nil {
		return err
	}
	return clashSentence(*b, name)
}

// fillClashes says of each candidate what they already have at the hour of a session, in one query for all: places,
// appointments and follow-ups of that day, as personClash does for one.
func (s *Store) fillClashes(ctx context.Context, n models.Session, people []models.SeatCandidate) error {
	if len(people) == 0 {
		return nil
	}
	ids := make([]any, len(people))
	for i, p := range people {
		ids[i] = p.ParticipantPublicID
	}
	chosen := "(select id, public_id from participants where public_id in (" + marks(len(ids)) + ")) p"
	var times []struct {
		busy
		Person string `db:"person"`
	}
	args := slices.Concat(ids, []any{n.OnDate}, ids, []any{n.OnDate}, ids, []any{n.OnDate})
	err := s.list(ctx, &times, `select p.public_id as person, x.id, x.title, x.starts_at, x.ends_at, 0 as minutes from `+chosen+` join registrations r
		on r.participant_id = p.id join sessions x on x.id = r.session_id where r.place = 'inscrit' and `+anyClash+` and x.on_date = ? and x.status <> 'cancelled'
		union all
		select p.public_id as person, a.id, '' as title, a.starts_at, '' as ends_at, a.minutes from `+chosen+` join appointments a
		on a.participant_id = p.id where a.on_date = ? and a.outcome = ''
		union all
		select p.public_id as person, f.id, '' as title, f.starts_at, '' as ends_at, f.minutes from `+chosen+` join followups f
		on f.participant_id = p.id where f.on_date = ? and f.starts_at <> '' and f.presence = 'present' and f.mode <> 'demarche' and f.cancelled_at is null`, args...)
	if err != nil {
		return err
	}
	byPerson := map[string][]busy{}
	for _, t := range times {
		byPerson[t.Person] = append(byPerson[t.Person], t.busy)
	}
	for i, p := range people {
		if b := clash(n, byPerson[p.ParticipantPublicID]); b != nil {
			people[i].Clash = clashSentence(*b, p.FullName())
		}
	}
	return nil
}

// clashSentence says who already has what, and when.
func clashSentence(b busy, name string) *models.Error {
	key := "registration.problem.clash_session"
	if b.Title == "" {
		key = "registration.problem.clash_appointment"
	}
	return models.Refuse(models.Invalid, key, "Name", name, "Title", b.Title, "Time", models.FrenchTime(b.StartsAt))
}
