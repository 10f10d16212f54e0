package models

import (
	"slices"
	"strings"
	"time"
)

// MaxSeries is how many sessions are planned at once.
const MaxSeries = 60

// searchDays is how far after a day that does not suit another one is looked for.
const searchDays = 28

// SeriesPlan is what a coordinator asks for: sessions alike, on weekdays from a day on, or on days of their own.
type SeriesPlan struct {
	Session  Session // what every session is; its date is not read
	Trainers []User
	Start    Date
	Weekdays []time.Weekday // empty = that of Start
	Count    int
	Days     []Date // free dates; the weekdays then do not matter
	School   bool   // also during school holidays
	Changes  []PlanChange
}

// What a change of the plan does.
const (
	ChangeDate     = "date"     // With is the new day
	ChangeRoom     = "local"    // With is the public id of the room
	ChangeTrainer  = "equipe"   // Value is who is replaced, With who gives it, by public id
	ChangeRemove   = "retirer"  // the day is left out
	ChangeCapacity = "capacite" // With is the number of places
)

// PlanChange is one remedy that was accepted. Day is the day first proposed, "" = the whole series.
type PlanChange struct {
	Day         Date
	What        string
	Value, With string
}

// String writes a change as a form carries it.
func (c PlanChange) String() string {
	return strings.Join([]string{string(c.Day), c.What, c.Value, c.With}, "|")
}

// ParsePlanChange reads a change back; false for a text that is none.
func ParsePlanChange(text string) (PlanChange, bool) {
	parts := strings.Split(text, "|")
	if len(parts) != 4 {
		return PlanChange{}, false
	}
	c := PlanChange{Date(parts[0]), parts[1], parts[2], parts[3]}
	known := []string{ChangeDate, ChangeRoom, ChangeTrainer, ChangeRemove, ChangeCapacity}
	return c, (c.Day == "" || c.Day.Valid()) && slices.Contains(known, c.What)
}

// SeriesDays lists the days of the plan and those left out because the centre gives no sessions then. Free dates are kept as they
// are: whoever names a day means it.
func (p SeriesPlan) SeriesDays(calendar Calendar) (days []Date, skipped []Skip) {
	if len(p.Days) > 0 {
		days = slices.Clone(p.Days)
		slices.Sort(days)
		return slices.Compact(days), nil
	}
	if !p.Start.Valid() {
		return nil, nil
	}
	weekdays := p.Weekdays
	if len(weekdays) == 0 {
		weekdays = []time.Weekday{p.Start.Time().Weekday()}
	}
	const twoYears = 2 * 366
	for i := 0; i < twoYears && len(days) < min(p.Count, MaxSeries); i++ {
		day := p.Start.AddDays(i)
		if !slices.Contains(weekdays, day.Time().Weekday()) {
			continue
		}
		if skip := calendar.Closed(day, !p.School); skip != nil {
			skipped = append(skipped, *skip)
			continue
		}
		days = append(days, day)
	}
	return days, skipped
}

// SeriesRhythm is how a series went: its last session on one of its usual weekdays, and those weekdays. A weekday with fewer than half
// as many sessions as the most usual one is that of a session that was moved.
func SeriesRhythm(rows []SessionRow) (SessionRow, []time.Weekday) {
	count, most := map[time.Weekday]int{}, 0
	for _, r := range rows {
		day := r.OnDate.Time().Weekday()
		count[day]++
		most = max(most, count[day])
	}
	usual := func(r SessionRow) bool { return 2*count[r.OnDate.Time().Weekday()] >= most }
	last, days := rows[len(rows)-1], []time.Weekday(nil)
	for _, r := range rows {
		if !usual(r) {
			continue
		}
		last = r
		if day := r.OnDate.Time().Weekday(); !slices.Contains(days, day) {
			days = append(days, day)
		}
	}
	return last, days
}

// PlannedLine is one session of a proposal.
type PlannedLine struct {
	Day       Date // as first proposed: changes name it
	Session   Session
	Trainers  []User
	Changed   bool
	Conflicts []PlanConflict
}

// PlanConflict is what keeps a session from being planned: the sentence, and what would settle it.
type PlanConflict struct {
	Field    string // of the form of one session
	Key      string
	Args     []any
	Remedies []Remedy
}

// AsError is the conflict as a refusal.
func (c PlanConflict) AsError() error { return Refuse(Invalid, c.Key, c.Args...) }

// Remedy settles a conflict in one gesture. Name is the room or the colleague, Seats the seats or places.
type Remedy struct {
	Change PlanChange
	Name   string
	Seats  int
}

// Proposal is the plan day by day.
type Proposal struct {
	Lines   []PlannedLine
	Skipped []Skip
	Removed []Date
	Whole   []PlanConflict // of the series as a whole
}

// Open counts the points to settle.
func (p Proposal) Open() int {
	n := len(p.Whole)
	for _, line := range p.Lines {
		n += len(line.Conflicts)
	}
	return n
}

// First is the first point to settle, nil when there is none.
func (p Proposal) First() *PlanConflict {
	if len(p.Whole) > 0 {
		return &p.Whole[0]
	}
	for _, line := range p.Lines {
		if len(line.Conflicts) > 0 {
			return &line.Conflicts[0]
		}
	}
	return nil
}

// Propose lays the plan out against what the centre has already. Each session is compared with those before it, too.
func (p SeriesPlan) Propose(planning Planning) Proposal {
	p.applyWhole(planning)
	days, skipped := p.SeriesDays(planning.Calendar)
	out := Proposal{Skipped: skipped}
	for _, day := range days {
		line := p.line(planning, day)
		if line == nil {
			out.Removed = append(out.Removed, day)
			continue
		}
		out.Lines = append(out.Lines, *line)
	}
	for i := range out.Lines {
		line := &out.Lines[i]
		line.Conflicts = planning.Conflicts(line.Session, line.Trainers)
		if line.Session.RoomID != nil && p.Session.RoomID != nil && *line.Session.RoomID == *p.Session.RoomID {
			line.Conflicts = slices.DeleteFunc(line.Conflicts, func(c PlanConflict) bool { return c.Key == roomSmall }) // said once, of the series
		}
		if c := planning.ClosedDay(line.Session.OnDate); c != nil {
			line.Conflicts = append([]PlanConflict{*c}, line.Conflicts...)
		}
		planning.Busy = append(planning.Busy, busyOf(line.Session, line.Trainers))
	}
	for i := range out.Lines {
		planning.remedy(&out, i)
	}
	if c := planning.tooSmall(p.Session); c != nil {
		c.Remedies = planning.seatRemedies(out, p.Session)
		out.Whole = append(out.Whole, *c)
	}
	return out
}

// applyWhole carries out the changes of the whole series.
func (p *SeriesPlan) applyWhole(planning Planning) {
	for _, c := range p.Changes {
		if c.Day != "" {
			continue
		}
		switch c.What {
		case ChangeRoom:
			planning.setRoom(&p.Session, c.With)
		case ChangeCapacity:
			setCapacity(&p.Session, c.With)
		}
	}
}

// setCapacity gives a session the number of places a change names; what is no such number changes nothing.
func setCapacity(s *Session, text string) {
	if n := countOf(text); n > 0 && n <= MaxCapacity {
		s.Capacity = &n
	}
}

// line is the session of one day after its changes, nil when the day was left out.
func (p SeriesPlan) line(planning Planning, day Date) *PlannedLine {
	line := PlannedLine{Day: day, Session: p.Session, Trainers: slices.Clone(p.Trainers)}
	line.Session.ID = "proposed " + string(day)
	line.Session.OnDate = day
	for _, c := range p.Changes {
		if c.Day != day {
			continue
		}
		line.Changed = true
		switch c.What {
		case ChangeRemove:
			return nil
		case ChangeDate:
			if to := Date(c.With); to.Valid() {
				line.Session.OnDate = to
			}
		case ChangeRoom:
			planning.setRoom(&line.Session, c.With)
		case ChangeCapacity:
			setCapacity(&line.Session, c.With)
		case ChangeTrainer:
			with := slices.IndexFunc(planning.Trainers, func(u User) bool { return u.PublicID == c.With })
			for i, u := range line.Trainers {
				if u.PublicID == c.Value && with >= 0 {
					line.Trainers[i] = planning.Trainers[with]
				}
			}
		}
	}
	return &line
}

func countOf(text string) int {
	n := 0
	for _, r := range text {
		if r < '0' || r > '9' || n > MaxCapacity {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}
