package models

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// Planning is what a centre has already on the days of a plan: what a session is compared with.
type Planning struct {
	Operation Operation
	Calendar  Calendar
	Rooms     []Room // open ones
	Laptops   map[string]int
	Trainers  []User // who may give a session, those who usually give this module first
	Busy      []Busy
	Absences  []Absence
	Zone      *time.Location
}

// Busy is something that takes a room or colleagues for a time: a session, or an appointment, which has no title.
type Busy struct {
	ID, Title        string
	On               Date
	StartsAt, EndsAt string
	Place, Room      string
	LocationID       string
	Laptops          int
	Users            []string // ids
}

func busyOf(s Session, trainers []User) Busy {
	b := Busy{ID: s.ID, Title: s.Title, On: s.OnDate, StartsAt: s.StartsAt, EndsAt: s.EndsAt, Place: s.Place, Room: s.Room, Laptops: s.Laptops}
	if s.LocationID != nil {
		b.LocationID = *s.LocationID
	}
	for _, u := range trainers {
		b.Users = append(b.Users, u.ID)
	}
	return b
}

// meets tells whether it shares a minute with the session, itself excepted.
func (b Busy) meets(s Session) bool {
	return b.ID != s.ID && b.On == s.OnDate && Overlaps(s.StartsAt, s.EndsAt, b.StartsAt, b.EndsAt)
}

// PeopleBusy refuses a move that people with a place could not follow: their Count, the Session, and the public ids of the People.
const PeopleBusy = "session.problem.people_busy"

// Keys of the sentences that the planner looks for.
const (
	roomSmall   = "session.problem.room_small"
	roomBusy    = "session.problem.room_busy"
	trainerBusy = "session.problem.trainer_busy"
	trainerAway = "session.problem.trainer_away"
	trainerSees = "session.problem.trainer_appointment"
	laptopsGone = "session.problem.laptops"
)

// Conflicts lists what keeps a session from being planned: the rules of its day, its room, its trainers, the laptops.
func (p Planning) Conflicts(s Session, trainers []User) []PlanConflict {
	var all []PlanConflict
	problems := Problems{}
	checkSessionDay(problems, s, p.Operation)
	checkSessionHours(problems, s, p.Zone)
	for _, field := range []string{"on_date", "starts_at", "ends_at"} {
		if problem, wrong := problems[field]; wrong {
			all = append(all, PlanConflict{Field: field, Key: problem.Key, Args: problem.Args})
		}
	}
	if c := p.tooSmall(s); c != nil {
		all = append(all, *c)
	}
	if c := p.roomTaken(s); c != nil {
		all = append(all, *c)
	}
	for _, u := range trainers {
		if c := p.trainerTaken(s, u); c != nil {
			all = append(all, *c)
		}
	}
	if c := p.laptopsTaken(s); c != nil {
		all = append(all, *c)
	}
	return all
}

// tooSmall: « 16 places demandées, B12 en compte 14. »
func (p Planning) tooSmall(s Session) *PlanConflict {
	room := p.room(s)
	if room == nil || s.Capacity == nil || *s.Capacity <= room.Seats {
		return nil
	}
	return &PlanConflict{Field: "capacity", Key: roomSmall, Args: []any{"Count", *s.Capacity, "Room", room.Name, "Seats", room.Seats}}
}

// room is the known room of a session, found by its id or, where it was typed, by its name.
func (p Planning) room(s Session) *Room {
	for i, r := range p.Rooms {
		if s.RoomID != nil && *s.RoomID == r.ID || s.RoomID == nil && s.Room != "" && Fold(s.Room) == r.SortName && Fold(s.Place) == Fold(r.Place) {
			return &p.Rooms[i]
		}
	}
	return nil
}

func (p Planning) roomTaken(s Session) *PlanConflict {
	if s.Room == "" {
		return nil
	}
	for _, b := range p.Busy {
		if b.Room != "" && b.meets(s) && Fold(b.Room) == Fold(s.Room) && Fold(b.Place) == Fold(s.Place) {
			return &PlanConflict{Field: "room", Key: roomBusy, Args: []any{"Room", s.Room, "Date", FrenchDate(s.OnDate), "From", FrenchTime(b.StartsAt),
				"To", FrenchTime(b.EndsAt), "Title", b.Title}}
		}
	}
	return nil
}

func (p Planning) trainerTaken(s Session, u User) *PlanConflict {
	for _, a := range p.Absences {
		if a.UserID == u.ID && a.FromOn <= s.OnDate && s.OnDate <= a.UntilOn {
			return &PlanConflict{Field: "trainers", Key: trainerAway, Args: []any{"Name", u.Name, "Date", FrenchDate(s.OnDate)}}
		}
	}
	for _, b := range p.Busy {
		if !b.meets(s) || !slices.Contains(b.Users, u.ID) {
			continue
		}
		key := trainerBusy
		if b.Title == "" {
			key = trainerSees
		}
		return &PlanConflict{Field: "trainers", Key: key, Args: []any{"Name", u.Name, "Date", FrenchDate(s.OnDate), "From", FrenchTime(b.StartsAt),
			"To", FrenchTime(b.EndsAt), "Title", b.Title}}
	}
	return nil
}

// laptopsTaken adds up the laptops asked for at the place during the session.
func (p Planning) laptopsTaken(s Session) *PlanConflict {
	if s.Laptops == 0 || s.LocationID == nil {
		return nil
	}
	free := p.Laptops[*s.LocationID]
	for _, b := range p.Busy {
		if b.LocationID == *s.LocationID && b.meets(s) {
			free -= b.Laptops
		}
	}
	if s.Laptops <= free {
		return nil
	}
	return &PlanConflict{Field: "laptops", Key: laptopsGone, Args: []any{"Count", s.Laptops, "Place", s.Place, "Date", FrenchDate(s.OnDate), "Free", max(0, free)}}
}

// ClosedDay refuses a day on which the centre is closed; school holidays are nobody's closing day.
func (p Planning) ClosedDay(d Date) *PlanConflict {
	skip := p.Calendar.Closed(d, false)
	if skip == nil {
		return nil
	}
	key := "session.problem.closed"
	if skip.Kind == ClosedHoliday {
		key = "session.problem.holiday"
	}
	return &PlanConflict{Field: "on_date", Key: key, Args: []any{"Date", FrenchDate(d), "Label", skip.Label}}
}

// setRoom puts a session in a room of the centre; an unknown one changes nothing.
func (p Planning) setRoom(s *Session, publicID string) {
	for _, r := range p.Rooms {
		if r.PublicID == publicID {
			s.LocationID, s.RoomID, s.Place, s.Room = &r.LocationID, &r.ID, r.Place, r.Name
		}
	}
}

// seatRemedies offers the series a larger room, the one that is free on most of its days, or as many places as there are seats.
func (p Planning) seatRemedies(out Proposal, s Session) []Remedy {
	small := p.room(s)
	best, free := -1, -1
	for _, i := range p.larger(s) {
		n := 0
		for _, line := range out.Lines {
			there := line.Session
			p.setRoom(&there, p.Rooms[i].PublicID)
			if p.roomTaken(there) == nil {
				n++
			}
		}
		if n > free {
			best, free = i, n
		}
	}
	var all []Remedy
	if best >= 0 {
		all = append(all, takeRoom("", s, p.Rooms[best]))
	}
	return append(all, fewerPlaces("", *small))
}

// larger lists the rooms with enough seats for a session by their place in Rooms: those of its own place first, the smallest first.
func (p Planning) larger(s Session) []int {
	var all []int
	for i, r := range p.Rooms {
		if (s.RoomID == nil || r.ID != *s.RoomID) && (s.Capacity == nil || r.Seats >= *s.Capacity) {
			all = append(all, i)
		}
	}
	away := func(i int) int {
		if s.LocationID != nil && p.Rooms[i].LocationID == *s.LocationID {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(all, func(x, y int) int {
		return cmp.Or(cmp.Compare(away(x), away(y)), cmp.Compare(p.Rooms[x].Seats, p.Rooms[y].Seats))
	})
	return all
}

// takeRoom puts a session in another room; one of another place is named with it.
func takeRoom(day Date, s Session, r Room) Remedy {
	name := r.Name
	if s.LocationID == nil || *s.LocationID != r.LocationID {
		name = r.Place + ", " + r.Name
	}
	return Remedy{Change: PlanChange{Day: day, What: ChangeRoom, With: r.PublicID}, Name: name, Seats: r.Seats}
}

func fewerPlaces(day Date, r Room) Remedy {
	return Remedy{Change: PlanChange{Day: day, What: ChangeCapacity, With: strconv.Itoa(r.Seats)}, Seats: r.Seats}
}

// remedy finds what would settle the conflicts of one line: another free room, another colleague, another day; the
// last way out is to leave the day out.
func (p Planning) remedy(out *Proposal, at int) {
	line := &out.Lines[at]
	for i := range line.Conflicts {
		c := &line.Conflicts[i]
		switch c.Field {
		case "room", "capacity":
			c.Remedies = append(c.Remedies, p.otherRoom(*line)...)
		case "trainers":
			c.Remedies = append(c.Remedies, p.otherTrainer(*line, c)...)
		}
		if day := p.otherDay(*out, *line); day != "" && c.Key != roomSmall {
			c.Remedies = append(c.Remedies, Remedy{Change: PlanChange{line.Day, ChangeDate, "", string(day)}})
		}
		c.Remedies = append(c.Remedies, Remedy{Change: PlanChange{Day: line.Day, What: ChangeRemove}})
	}
}

// otherRoom is the smallest free room that is large enough, of the same place when it has one. A room that is too small may also
// hold fewer people.
func (p Planning) otherRoom(line PlannedLine) []Remedy {
	var all []Remedy
	for _, i := range p.larger(line.Session) {
		s := line.Session
		p.setRoom(&s, p.Rooms[i].PublicID)
		if p.roomTaken(s) == nil {
			all = append(all, takeRoom(line.Day, line.Session, p.Rooms[i]))
			break
		}
	}
	if p.tooSmall(line.Session) != nil {
		all = append(all, fewerPlaces(line.Day, *p.room(line.Session)))
	}
	return all
}

// otherTrainer is the first colleague who is free, those who usually give the module before the others.
func (p Planning) otherTrainer(line PlannedLine, c *PlanConflict) []Remedy {
	gone := slices.IndexFunc(line.Trainers, func(u User) bool { return len(c.Args) > 1 && u.Name == c.Args[1] })
	if gone < 0 {
		return nil
	}
	for _, u := range p.Trainers {
		taken := slices.ContainsFunc(line.Trainers, func(t User) bool { return t.ID == u.ID })
		if !taken && p.trainerTaken(line.Session, u) == nil {
			return []Remedy{{Change: PlanChange{line.Day, ChangeTrainer, line.Trainers[gone].PublicID, u.PublicID}, Name: u.Name}}
		}
	}
	return nil
}

// otherDay is the next working day on which the session has no conflict, "" within four weeks. A room is as small on any day.
func (p Planning) otherDay(out Proposal, line PlannedLine) Date {
	s := line.Session
	for range searchDays {
		s.OnDate = s.OnDate.AddDays(1)
		used := slices.ContainsFunc(out.Lines, func(other PlannedLine) bool { return other.Session.OnDate == s.OnDate })
		if used || !WorkingDay(s.OnDate) || p.Calendar.Closed(s.OnDate, true) != nil {
			continue
		}
		if !slices.ContainsFunc(p.Conflicts(s, line.Trainers), func(c PlanConflict) bool { return c.Key != roomSmall }) {
			return s.OnDate
		}
	}
	return ""
}
