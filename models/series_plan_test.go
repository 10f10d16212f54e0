package models

import (
	"slices"
	"testing"
	"testing/quick"
	"time"
)

func brusselsZone(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestSeriesDays(t *testing.T) {
	own := NewCalendar([]Closure{{Kind: ClosedCentre, Label: "Pont", FromOn: "2026-12-08", UntilOn: "2026-12-08"}})
	for _, c := range []struct {
		name    string
		plan    SeriesPlan
		days    []Date
		skipped []Date
	}{
		{"tuesdays, the closing day and the holidays of winter left out", SeriesPlan{Start: "2026-12-01", Count: 4},
			[]Date{"2026-12-01", "2026-12-15", "2027-01-05", "2027-01-12"}, []Date{"2026-12-08", "2026-12-22", "2026-12-29"}},
		{"also in school holidays", SeriesPlan{Start: "2026-12-15", Count: 3, School: true}, []Date{"2026-12-15", "2026-12-22", "2026-12-29"}, nil},
		{"a legal holiday always", SeriesPlan{Start: "2026-11-04", Count: 2, School: true}, []Date{"2026-11-04", "2026-11-18"}, []Date{"2026-11-11"}},
		{"two days a week", SeriesPlan{Start: "2026-12-01", Count: 3, Weekdays: []time.Weekday{time.Tuesday, time.Thursday}},
			[]Date{"2026-12-01", "2026-12-03", "2026-12-10"}, []Date{"2026-12-08"}},
		{"from the next such day on", SeriesPlan{Start: "2026-11-25", Count: 1, Weekdays: []time.Weekday{time.Monday}}, []Date{"2026-11-30"}, nil},
		{"free dates, in order and once", SeriesPlan{Days: []Date{"2026-12-09", "2026-12-02", "2026-12-09"}}, []Date{"2026-12-02", "2026-12-09"}, nil},
		{"no start", SeriesPlan{Count: 3}, nil, nil},
	} {
		days, skipped := c.plan.SeriesDays(own)
		var left []Date
		for _, s := range skipped {
			left = append(left, s.On)
		}
		if !slices.Equal(days, c.days) || !slices.Equal(left, c.skipped) {
			t.Errorf("%s: %v without %v, want %v without %v", c.name, days, left, c.days, c.skipped)
		}
	}
}

// A session that was moved to another weekday is no rhythm; two a week are.
func TestSeriesRhythm(t *testing.T) {
	for _, c := range []struct {
		days []Date
		want []time.Weekday
		last Date
	}{
		{[]Date{"2026-12-01", "2026-12-08", "2026-12-15"}, []time.Weekday{time.Tuesday}, "2026-12-15"},
		{[]Date{"2026-12-01", "2026-12-08", "2026-12-15", "2026-12-23"}, []time.Weekday{time.Tuesday}, "2026-12-15"},
		{[]Date{"2026-12-01", "2026-12-03", "2026-12-08", "2026-12-10"}, []time.Weekday{time.Tuesday, time.Thursday}, "2026-12-10"},
		{[]Date{"2026-12-01"}, []time.Weekday{time.Tuesday}, "2026-12-01"},
	} {
		var rows []SessionRow
		for _, day := range c.days {
			rows = append(rows, SessionRow{Session: Session{OnDate: day}})
		}
		if last, days := SeriesRhythm(rows); !slices.Equal(days, c.want) || last.OnDate != c.last {
			t.Errorf("%v: %v after %s", c.days, days, last.OnDate)
		}
	}
}

// Whatever the plan, the days are in order, on the weekdays asked for, never closed, and as many as asked.
func TestSeriesDaysAlways(t *testing.T) {
	calendar := NewCalendar(nil)
	holds := func(offset uint16, mask uint8, count uint8, school bool) bool {
		plan := SeriesPlan{Start: Date("2025-09-01").AddDays(int(offset % 700)), Count: int(count%MaxSeries) + 1, School: school}
		for day := range 7 {
			if mask>>day&1 == 1 {
				plan.Weekdays = append(plan.Weekdays, time.Weekday(day))
			}
		}
		days, skipped := plan.SeriesDays(calendar)
		for i, d := range days {
			asked := len(plan.Weekdays) == 0 && d.Time().Weekday() == plan.Start.Time().Weekday() || slices.Contains(plan.Weekdays, d.Time().Weekday())
			if i > 0 && days[i-1] >= d || !asked || calendar.Closed(d, !school) != nil || d < plan.Start {
				return false
			}
		}
		for _, s := range skipped {
			if slices.Contains(days, s.On) {
				return false
			}
		}
		return len(days) == plan.Count
	}
	if err := quick.Check(holds, nil); err != nil {
		t.Error(err)
	}
}

func cvPlan() SeriesPlan {
	seats := 12
	b12, namur := "b12", "namur"
	return SeriesPlan{Start: "2026-12-01", Count: 2, Trainers: []User{{ID: "nadia", PublicID: "u-nadia", Name: "Nadia"}},
		Session: Session{OperationID: "llf", Title: "CV", StartsAt: "09:00", EndsAt: "13:00", Capacity: &seats, LocationID: &namur, Place: "Namur", RoomID: &b12, Room: "B12"}}
}

func namurPlanning(t *testing.T) Planning {
	t.Helper()
	return Planning{Operation: Operation{StartsOn: "2026-01-01", EndsOn: "2027-12-31"}, Calendar: NewCalendar(nil), Zone: brusselsZone(t), Laptops: map[string]int{"namur": 10},
		Trainers: []User{{ID: "nadia", PublicID: "u-nadia", Name: "Nadia"}, {ID: "simon", PublicID: "u-simon", Name: "Simon"}},
		Rooms: []Room{{ID: "b12", PublicID: "r-b12", LocationID: "namur", Name: "B12", SortName: "b12", Seats: 14, Place: "Namur"},
			{ID: "b14", PublicID: "r-b14", LocationID: "namur", Name: "B14", SortName: "b14", Seats: 20, Place: "Namur"}}}
}

func TestConflictsAndRemedies(t *testing.T) {
	type want struct {
		key      string
		remedies []PlanChange
	}
	other := PlanChange{"2026-12-01", ChangeDate, "", "2026-12-02"}
	remove := PlanChange{"2026-12-01", ChangeRemove, "", ""}
	for _, c := range []struct {
		name string
		have func(*SeriesPlan, *Planning)
		want want
	}{
		{"nothing in the way", func(*SeriesPlan, *Planning) {}, want{}},
		{"the room is taken", func(_ *SeriesPlan, p *Planning) {
			p.Busy = append(p.Busy, Busy{ID: "x", Title: "Accueil", On: "2026-12-01", StartsAt: "09:00", EndsAt: "12:00", Place: "NAMUR", Room: "b12"})
		}, want{roomBusy, []PlanChange{{"2026-12-01", ChangeRoom, "", "r-b14"}, other, remove}}},
		{"a session that ends when this one begins", func(_ *SeriesPlan, p *Planning) {
			p.Busy = append(p.Busy, Busy{ID: "x", Title: "Accueil", On: "2026-12-01", StartsAt: "08:00", EndsAt: "09:00", Place: "Namur", Room: "B12"})
		}, want{}},
		{"the trainer is away", func(_ *SeriesPlan, p *Planning) {
			p.Absences = append(p.Absences, Absence{UserID: "nadia", FromOn: "2026-11-30", UntilOn: "2026-12-01"})
		}, want{trainerAway, []PlanChange{{"2026-12-01", ChangeTrainer, "u-nadia", "u-simon"}, other, remove}}},
		{"the trainer sees somebody", func(_ *SeriesPlan, p *Planning) {
			p.Busy = append(p.Busy, Busy{ID: "x", On: "2026-12-01", StartsAt: "12:30", EndsAt: "13:30", Users: []string{"nadia"}})
		}, want{trainerSees, []PlanChange{{"2026-12-01", ChangeTrainer, "u-nadia", "u-simon"}, other, remove}}},
		{"laptops", func(s *SeriesPlan, p *Planning) {
			s.Session.Laptops = 8
			p.Busy = append(p.Busy, Busy{ID: "x", Title: "Smartphone", On: "2026-12-01", StartsAt: "09:00", EndsAt: "12:00", LocationID: "namur", Laptops: 4})
		}, want{laptopsGone, []PlanChange{other, remove}}},
		{"before the operation", func(_ *SeriesPlan, p *Planning) { p.Operation.StartsOn = "2026-12-03" },
			want{"session.problem.before_operation", []PlanChange{{"2026-12-01", ChangeDate, "", "2026-12-03"}, remove}}},
		{"the end before the start", func(s *SeriesPlan, _ *Planning) { s.Session.EndsAt = "08:00" },
			want{"session.problem.end_before_start", []PlanChange{remove}}},
		{"a free date on a holiday", func(s *SeriesPlan, _ *Planning) { s.Days = []Date{"2026-12-25"} },
			want{"session.problem.holiday", []PlanChange{{"2026-12-25", ChangeDate, "", "2027-01-04"}, {"2026-12-25", ChangeRemove, "", ""}}}},
	} {
		plan, planning := cvPlan(), namurPlanning(t)
		c.have(&plan, &planning)
		proposal := plan.Propose(planning)
		first := proposal.First()
		if c.want.key == "" {
			if first != nil {
				t.Errorf("%s: %+v", c.name, first)
			}
			continue
		}
		if first == nil || first.Key != c.want.key {
			t.Errorf("%s: %+v, want %s", c.name, first, c.want.key)
			continue
		}
		var remedies []PlanChange
		for _, r := range first.Remedies {
			remedies = append(remedies, r.Change)
		}
		if !slices.Equal(remedies, c.want.remedies) {
			t.Errorf("%s: remedies %v, want %v", c.name, remedies, c.want.remedies)
		}
		plan.Changes = append(plan.Changes, remedies[0])
		if after := plan.Propose(planning); c.want.key != "session.problem.end_before_start" && after.Open() != 0 {
			t.Errorf("%s: the remedy leaves %+v", c.name, after.First())
		}
	}
}

// « 16 places demandées, B12 en compte 14 » is said once, of the series.
func TestRoomSmallerThanTheCapacity(t *testing.T) {
	plan, planning := cvPlan(), namurPlanning(t)
	many := 16
	plan.Session.Capacity = &many
	proposal := plan.Propose(planning)
	if proposal.Open() != 1 || len(proposal.Whole) != 1 || proposal.Whole[0].Key != roomSmall {
		t.Fatalf("%+v", proposal)
	}
	for i, want := range []PlanChange{{"", ChangeRoom, "", "r-b14"}, {"", ChangeCapacity, "", "14"}} {
		if got := proposal.Whole[0].Remedies[i].Change; got != want {
			t.Errorf("remedy %d: %v, want %v", i, got, want)
		}
		settled := plan
		settled.Changes = []PlanChange{want}
		if after := settled.Propose(planning); after.Open() != 0 || *after.Lines[0].Session.Capacity == 16 && after.Lines[0].Session.Room != "B14" {
			t.Errorf("after %v: %+v", want, after.First())
		}
	}
}

// One line in a room that is too small gets the smallest larger room that is free, of its place if it has one, or fewer places;
// the other lines keep what they have.
func TestRoomTooSmallOnOneLine(t *testing.T) {
	plan, planning := cvPlan(), namurPlanning(t)
	many, b14, day := 16, "b14", Date("2026-12-01")
	plan.Session.Capacity, plan.Session.RoomID, plan.Session.Room = &many, &b14, "B14"
	planning.Rooms = append(planning.Rooms, Room{ID: "b20", PublicID: "r-b20", LocationID: "namur", Name: "B20", SortName: "b20", Seats: 30, Place: "Namur"},
		Room{ID: "d1", PublicID: "r-d1", LocationID: "dinant", Name: "D1", SortName: "d1", Seats: 18, Place: "Dinant"})
	plan.Changes = []PlanChange{{day, ChangeRoom, "", "r-b12"}}
	for _, c := range []struct {
		taken []string
		want  []PlanChange
	}{
		{nil, []PlanChange{{day, ChangeRoom, "", "r-b14"}, {day, ChangeCapacity, "", "14"}, {Day: day, What: ChangeRemove}}},
		{[]string{"B14"}, []PlanChange{{day, ChangeRoom, "", "r-b20"}, {day, ChangeCapacity, "", "14"}, {Day: day, What: ChangeRemove}}},
		{[]string{"B14", "B20"}, []PlanChange{{day, ChangeRoom, "", "r-d1"}, {day, ChangeCapacity, "", "14"}, {Day: day, What: ChangeRemove}}},
	} {
		busy := planning
		for _, room := range c.taken {
			busy.Busy = append(busy.Busy, Busy{ID: room, Title: "Accueil", On: day, StartsAt: "08:00", EndsAt: "18:00", Place: "Namur", Room: room})
		}
		proposal := plan.Propose(busy)
		if proposal.Open() != 1 || len(proposal.Lines[0].Conflicts) != 1 {
			t.Fatalf("%v taken: %+v", c.taken, proposal)
		}
		for i, remedy := range proposal.Lines[0].Conflicts[0].Remedies {
			if remedy.Change != c.want[i] {
				t.Errorf("%v taken: remedy %v, want %v", c.taken, remedy.Change, c.want[i])
			}
			settled := plan
			settled.Changes = append(slices.Clone(plan.Changes), remedy.Change)
			if after := settled.Propose(busy); after.Open() != 0 || after.Lines[len(after.Lines)-1].Session.Room != "B14" {
				t.Errorf("%v taken, after %v: %+v", c.taken, remedy.Change, after)
			}
		}
	}
}

// The clock of the wall is what is planned: ten o'clock stays ten o'clock when the hour changes, and an hour that does not exist
// is refused.
func TestPlanAcrossTheChangesOfTheHour(t *testing.T) {
	autumn := cvPlan()
	autumn.Start, autumn.Count, autumn.School, autumn.Session.StartsAt, autumn.Session.EndsAt = "2027-10-29", 2, true, "10:00", "12:00"
	proposal := autumn.Propose(namurPlanning(t))
	for _, line := range proposal.Lines {
		if line.Session.StartsAt != "10:00" || line.Session.Span() != 120 || len(line.Conflicts) > 0 {
			t.Errorf("%s: %+v", line.Day, line)
		}
	}
	spring := cvPlan()
	spring.Start, spring.Count, spring.Session.StartsAt, spring.Session.EndsAt = "2027-03-28", 1, "02:30", "05:00"
	if first := spring.Propose(namurPlanning(t)).First(); first == nil || first.Key != "session.problem.skipped_hour" {
		t.Errorf("28/03/2027 02:30: %+v", first)
	}
}

// Two days of one plan that were moved onto the same hours are in each other's way.
func TestSeriesAgainstItself(t *testing.T) {
	plan := cvPlan()
	plan.Changes = []PlanChange{{"2026-12-08", ChangeDate, "", "2026-12-01"}}
	if first := plan.Propose(namurPlanning(t)).First(); first == nil || first.Key != roomBusy {
		t.Errorf("%+v", first)
	}
}

func TestPlanChangeText(t *testing.T) {
	c := PlanChange{"2026-12-01", ChangeTrainer, "u-a", "u-b"}
	if again, ok := ParsePlanChange(c.String()); !ok || again != c {
		t.Errorf("%v, %v", again, ok)
	}
	for _, text := range []string{"", "a|b", "2026-13-01|date||2026-12-01", "2026-12-01|effacer||"} {
		if c, ok := ParsePlanChange(text); ok {
			t.Errorf("%q is read as %v", text, c)
		}
	}
}

func TestSchoolHolidays(t *testing.T) {
	for i, c := range SchoolHolidays() {
		if problems := CheckClosure(c); len(problems) > 0 || i > 0 && SchoolHolidays()[i-1].UntilOn >= c.FromOn {
			t.Errorf("%s: %v", c.Code, problems)
		}
	}
	moved := NewCalendar([]Closure{{Kind: ClosedSchool, Code: "2026-hiver", Label: "Vacances d'hiver", FromOn: "2026-12-28", UntilOn: "2027-01-10"}})
	if moved.Closed("2026-12-22", true) != nil || moved.Closed("2027-01-05", true) == nil {
		t.Error("the dates of a centre replace the shipped ones")
	}
}
