package store

import (
	"context"

	"jalon/models"
)

// planning reads what a centre has on the days from one to another, both included: rooms, sessions, appointments and absences of the
// colleagues with those ids, who are its trainers in that order.
func (s *Store) planning(ctx context.Context, o models.Operation, users []string, from, until models.Date) (models.Planning, error) {
	p := models.Planning{Operation: o, Zone: brussels, Laptops: map[string]int{}}
	rows, err := s.closureRows(ctx, o.CentreID)
	if err != nil {
		return p, err
	}
	p.Calendar = models.NewCalendar(rows)
	if p.Rooms, err = s.roomsOf(ctx, o.CentreID); err != nil {
		return p, err
	}
	var places []models.Location
	if err := s.list(ctx, &places, "select "+locationColumns+" from locations where centre_id = ?", o.CentreID); err != nil {
		return p, err
	}
	for _, l := range places {
		p.Laptops[l.ID] = l.Laptops
	}
	if err := s.planTrainers(ctx, &p, users, from, until); err != nil {
		return p, err
	}
	return p, s.busySessions(ctx, &p, from, until)
}

// busySessions adds the sessions of the centre, each with who gives it.
func (s *Store) busySessions(ctx context.Context, p *models.Planning, from, until models.Date) error {
	var rows []struct {
		models.Session
		User string `db:"user_id"`
	}
	err := s.list(ctx, &rows, `select x.id, x.title, x.on_date, x.starts_at, x.ends_at, x.place, x.room, x.location_id, x.laptops,
		coalesce(t.user_id, '') as user_id from sessions x left join session_trainers t on t.session_id = x.id
		where x.centre_id = ? and x.on_date >= ? and x.on_date <= ? and x.status <> 'cancelled' order by x.on_date, x.starts_at, x.id`,
		p.Operation.CentreID, from, until)
	for _, r := range rows {
		if last := len(p.Busy) - 1; last >= 0 && p.Busy[last].ID == r.ID {
			p.Busy[last].Users = append(p.Busy[last].Users, r.User)
			continue
		}
		b := models.Busy{ID: r.ID, Title: r.Title, On: r.OnDate, StartsAt: r.StartsAt, EndsAt: r.EndsAt, Place: r.Place, Room: r.Room,
			Laptops: r.Laptops, Users: []string{r.User}}
		if b.Title == "" {
			b.Title = "–" // only an appointment has none
		}
		if r.LocationID != nil {
			b.LocationID = *r.LocationID
		}
		p.Busy = append(p.Busy, b)
	}
	return err
}

// planTrainers adds the colleagues, their appointments, their sessions in other centres and their absences.
func (s *Store) planTrainers(ctx context.Context, p *models.Planning, users []string, from, until models.Date) error {
	if len(users) == 0 {
		return nil
	}
	var known []models.User
	if err := s.list(ctx, &known, "select id, public_id, name from users where id in ("+marks(len(users))+")", anys(users)...); err != nil {
		return err
	}
	for _, id := range users {
		for _, u := range known {
			if u.ID == id {
				p.Trainers = append(p.Trainers, u)
			}
		}
	}
	var times []struct {
		User     string      `db:"user_id"`
		ID       string      `db:"id"`
		Title    string      `db:"title"`
		On       models.Date `db:"on_date"`
		StartsAt string      `db:"starts_at"`
		EndsAt   string      `db:"ends_at"`
		Minutes  int         `db:"minutes"`
	}
	args := append(append(anys(users), from, until), anys(users)...)
	err := s.list(ctx, &times, `select a.user_id, a.id, '' as title, a.on_date, a.starts_at, '' as ends_at, a.minutes from appointments a
		where a.user_id in (`+marks(len(users))+`) and a.on_date >= ? and a.on_date <= ? and a.outcome in ('', 'present')
		union all
		select t.user_id, x.id, x.title, x.on_date, x.starts_at, x.ends_at, 0 as minutes from session_trainers t join sessions x on x.id = t.session_id
		where t.user_id in (`+marks(len(users))+`) and x.centre_id <> ? and x.on_date >= ? and x.on_date <= ? and x.status <> 'cancelled'`,
		append(args, p.Operation.CentreID, from, until)...)
	for _, b := range times {
		if b.EndsAt == "" {
			b.EndsAt = models.EndOf(b.StartsAt, b.Minutes)
		}
		p.Busy = append(p.Busy, models.Busy{ID: b.ID, Title: b.Title, On: b.On, StartsAt: b.StartsAt, EndsAt: b.EndsAt, Users: []string{b.User}})
	}
	if err != nil {
		return err
	}
	return s.list(ctx, &p.Absences, "select "+prefixed("b", absenceColumns)+`, u.name from absences b join users u on u.id = b.user_id
		where b.cancelled_at is null and b.until_on >= ? and b.from_on <= ? and b.user_id in (`+marks(len(users))+")",
		append([]any{from, until}, anys(users)...)...)
}

// tieRoom ties a typed place and room to those of the settings that have the same names.
func (s *Store) tieRoom(ctx context.Context, n *models.Session) error {
	n.LocationID, n.RoomID = nil, nil
	if n.Place == "" {
		return nil
	}
	var places []models.Location
	if err := s.list(ctx, &places, "select id, name from locations where centre_id = ? and sort_name = ?", n.CentreID, models.Fold(n.Place)); err != nil || len(places) == 0 {
		return err
	}
	n.LocationID = &places[0].ID
	if n.Room == "" {
		return nil
	}
	var rooms []models.Room
	err := s.list(ctx, &rooms, "select id from rooms where location_id = ? and sort_name = ?", places[0].ID, models.Fold(n.Room))
	if len(rooms) > 0 {
		n.RoomID = &rooms[0].ID
	}
	return err
}
