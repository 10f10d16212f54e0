package handlers

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"jalon/models"
)

// seriesForm is what was typed in the planner of series, and the remedies accepted.
type seriesForm struct {
	Module, Operation, Title, Start, StartsAt, EndsAt, Count, Days string
	Room, Place, Capacity, Laptops, Interpreter                    string
	Weekdays, Trainers, Changes                                    []string
	School                                                         bool
}

// seriesFields names the fields in the order of the page, for the error summary.
var seriesFields = []string{"module", "operation", "title", "start", "starts_at", "ends_at", "count", "days", "room", "place", "capacity", "laptops", "trainers", "interpreter"}

// Prefixes of what the list of rooms names.
const (
	inRoom  = "local:"
	atPlace = "lieu:"
)

// seriesFormOf reads the form, sent or kept as a draft. « Remettre » takes the remedies of a day back.
func seriesFormOf(v url.Values) seriesForm {
	get := func(name string) string { return strings.TrimSpace(v.Get(name)) }
	f := seriesForm{Module: get("module"), Operation: get("operation"), Title: get("title"), Start: get("start"), StartsAt: get("starts_at"), EndsAt: get("ends_at"),
		Count: get("count"), Days: get("days"), Room: get("room"), Place: get("place"), Capacity: get("capacity"), Laptops: get("laptops"),
		Interpreter: get("interpreter"), Weekdays: v["weekdays"], Trainers: v["trainers"], School: get("school") == "1"}
	back := v.Get("remettre")
	for _, text := range v["change"] {
		c, known := models.ParsePlanChange(text)
		if known && (back == "" || string(c.Day) != back) && !slices.Contains(f.Changes, text) {
			f.Changes = append(f.Changes, text)
		}
	}
	return f
}

// seriesChoices are the closed lists of the planner.
type seriesChoices struct {
	sessionChoices
	Rooms  []models.Room
	Places []models.Location
}

// plan turns what was typed into a plan; what is left empty is the module's.
func (f seriesForm) plan(all seriesChoices, today models.Date) (models.SeriesPlan, models.Problems) {
	problems := models.Problems{}
	p := models.SeriesPlan{School: f.School}
	var problem string
	s := &p.Session
	if s.StartsAt, problem = models.ParseTypedTime(f.StartsAt); problem != "" {
		problems.Add("starts_at", problem)
	} else if s.StartsAt == "" {
		problems.Add("starts_at", "session.problem.no_start")
	}
	if s.EndsAt, problem = models.ParseTypedTime(f.EndsAt); problem != "" {
		problems.Add("ends_at", problem)
	}
	s.Title, s.Interpreter, s.Place = f.Title, f.Interpreter, f.Place
	s.Capacity = typedCount(f.Capacity, "capacity", problems)
	if n := typedCount(f.Laptops, "laptops", problems); n != nil {
		s.Laptops = *n
	}
	f.days(&p, today, problems)
	m := f.module(&p, all.Modules, problems)
	f.operation(&p, m, all.Operations, problems)
	f.room(s, all, problems)
	f.trainers(&p, m, all.Trainers, problems)
	for _, text := range f.Changes {
		if c, known := models.ParsePlanChange(text); known {
			p.Changes = append(p.Changes, c)
		}
	}
	f.check(p, problems)
	return p, problems
}

// check holds what was typed to the bounds of one session.
func (f seriesForm) check(p models.SeriesPlan, problems models.Problems) {
	s := p.Session
	switch {
	case s.Title == "":
		problems.Add("module", "series.problem.module")
	case s.EndsAt == "":
		problems.Add("ends_at", "session.problem.no_end")
	case s.StartsAt != "" && s.EndsAt <= s.StartsAt:
		problems.Add("ends_at", "session.problem.end_before_start")
	case s.StartsAt != "" && s.Span() > models.MaxSessionMinutes:
		problems.Add("ends_at", "session.problem.too_long")
	}
	if s.Capacity != nil && (*s.Capacity < 1 || *s.Capacity > models.MaxCapacity) {
		problems.Add("capacity", "session.problem.capacity", "Max", models.MaxCapacity)
	}
	if s.Laptops < 0 || s.Laptops > models.MaxSeats {
		problems.Add("laptops", "series.problem.laptops", "Max", models.MaxSeats)
	}
	merge(problems, models.CheckSessionTexts(s))
}

// days reads when: free dates, or a first day, weekdays and a number.
func (f seriesForm) days(p *models.SeriesPlan, today models.Date, problems models.Problems) {
	for _, text := range strings.FieldsFunc(f.Days, func(r rune) bool { return r == ',' || r == ';' || r == '\n' || r == '\r' }) {
		day, problem := models.ParseTypedDate(text, today)
		if problem != "" {
			problems.Add("days", "series.problem.day", "Text", strings.TrimSpace(text))
		} else if day != "" {
			p.Days = append(p.Days, day)
		}
	}
	if len(p.Days) > models.MaxSeries {
		problems.Add("days", "series.problem.count", "Max", models.MaxSeries)
	}
	if len(p.Days) > 0 {
		return
	}
	var problem string
	if p.Start, problem = models.ParseTypedDate(f.Start, today); problem != "" {
		problems.Add("start", problem)
	} else if p.Start == "" {
		problems.Add("start", "series.problem.start")
	}
	p.Count = number(f.Count)
	if p.Count < 1 || p.Count > models.MaxSeries {
		problems.Add("count", "series.problem.count", "Max", models.MaxSeries)
	}
	for _, text := range f.Weekdays {
		if n := number(text); n >= int(time.Monday) && n <= int(time.Saturday) {
			p.Weekdays = append(p.Weekdays, time.Weekday(n))
		}
	}
}

// module ties the plan to its module, which gives what was left empty.
func (f seriesForm) module(p *models.SeriesPlan, modules []models.Module, problems models.Problems) *models.Module {
	i := slices.IndexFunc(modules, func(m models.Module) bool { return m.PublicID == f.Module })
	if i < 0 {
		if f.Module != "" {
			problems.Add("module", "field.not_in_list")
		}
		return nil
	}
	m, s := &modules[i], &p.Session
	s.ModuleID, s.ModuleCode = &m.ID, m.Code
	if s.Title == "" {
		s.Title = m.Title
	}
	if f.EndsAt == "" && m.Minutes != nil && s.StartsAt != "" {
		s.EndsAt = models.EndOf(s.StartsAt, *m.Minutes)
	}
	if f.Capacity == "" {
		s.Capacity = m.Capacity
	}
	if f.Laptops == "" {
		s.Laptops = m.Laptops
	}
	return m
}

// operation is the one chosen, or the only one of the dispositif that is open on the first day.
func (f seriesForm) operation(p *models.SeriesPlan, m *models.Module, operations []models.Operation, problems models.Problems) {
	first := p.Start
	if len(p.Days) > 0 {
		first = slices.Min(p.Days)
	}
	var fitting []models.Operation
	for _, o := range operations {
		if o.PublicID == f.Operation {
			if m != nil && m.Programme != o.Programme {
				problems.Add("operation", "session.problem.module_programme", "Module", m.Title, "Operation", o.Code)
			}
			p.Session.OperationID, p.Session.CentreID = o.ID, o.CentreID
			return
		}
		if m != nil && o.Programme == m.Programme && o.CentreID == m.CentreID && (first == "" || (o.StartsOn == "" || o.StartsOn <= first) && (o.EndsOn == "" || first <= o.EndsOn)) {
			fitting = append(fitting, o)
		}
	}
	switch {
	case f.Operation != "" || m == nil || len(fitting) != 1:
		problems.Add("operation", "session.problem.operation")
	default:
		p.Session.OperationID, p.Session.CentreID = fitting[0].ID, fitting[0].CentreID
	}
}

// room is the room chosen, a place without a room, or a place that was typed.
func (f seriesForm) room(s *models.Session, all seriesChoices, problems models.Problems) {
	if f.Room == "" {
		return
	}
	for _, r := range all.Rooms {
		if f.Room == inRoom+r.PublicID {
			s.LocationID, s.RoomID, s.Place, s.Room = &r.LocationID, &r.ID, r.Place, r.Name
			return
		}
	}
	for _, l := range all.Places {
		if f.Room == atPlace+l.PublicID {
			s.LocationID, s.Place = &l.ID, l.Name
			return
		}
	}
	problems.Add("room", "field.not_in_list")
}

// trainers are those ticked, or those who usually give the module.
func (f seriesForm) trainers(p *models.SeriesPlan, m *models.Module, offered []models.User, problems models.Problems) {
	if len(f.Trainers) == 0 && m != nil {
		p.Trainers = slices.Clone(m.Trainers)
		return
	}
	for _, publicID := range f.Trainers {
		i := slices.IndexFunc(offered, func(u models.User) bool { return u.PublicID == publicID })
		if i < 0 {
			problems.Add("trainers", "field.not_in_list")
			continue
		}
		p.Trainers = append(p.Trainers, offered[i])
	}
}

// seriesFormAgain fills the form from a series that is taken up again: its usual weekdays, from the first of them after its last session.
func seriesFormAgain(rows []models.SessionRow, all seriesChoices, today models.Date) seriesForm {
	last, days := models.SeriesRhythm(rows)
	f := seriesForm{Operation: last.OperationPublicID, Title: last.Title, StartsAt: last.StartsAt, EndsAt: last.EndsAt, Count: strconv.Itoa(len(rows)),
		Interpreter: last.Interpreter}
	next := max(rows[len(rows)-1].OnDate, today).AddDays(1)
	for !slices.Contains(days, next.Time().Weekday()) {
		next = next.AddDays(1)
	}
	f.Start = models.FrenchDate(next)
	for _, day := range days {
		f.Weekdays = append(f.Weekdays, strconv.Itoa(int(day)))
	}
	if last.Capacity != nil {
		f.Capacity = strconv.Itoa(*last.Capacity)
	}
	if last.Laptops > 0 {
		f.Laptops = strconv.Itoa(last.Laptops)
	}
	for _, m := range all.Modules {
		if last.ModuleID != nil && m.ID == *last.ModuleID {
			f.Module = m.PublicID
		}
	}
	for _, u := range last.Trainers {
		f.Trainers = append(f.Trainers, u.PublicID)
	}
	f.Room, f.Place = roomChoice(last.Session, all)
	return f
}

// roomChoice is the line of the list of rooms that a session stands on, or its place as typed.
func roomChoice(s models.Session, all seriesChoices) (room, place string) {
	for _, r := range all.Rooms {
		if s.RoomID != nil && r.ID == *s.RoomID {
			return inRoom + r.PublicID, ""
		}
	}
	for _, l := range all.Places {
		if s.LocationID != nil && l.ID == *s.LocationID {
			return atPlace + l.PublicID, ""
		}
	}
	return "", s.Place
}
