package models

import (
	"errors"
	"strings"
	"testing"
	"time"
)

var testZone = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err)
	}
	return zone
}()

func minutesOf(n int) *int { return &n }

// Absent and excused people get 0 in all three ways of counting, and so does whoever has not signed.
func TestSessionMinutes(t *testing.T) {
	for _, c := range []struct {
		counting, attendance string
		clock, module        *int
		signed               bool
		want                 int
	}{
		{CountClock, Present, nil, minutesOf(180), true, 240},
		{CountClock, Present, minutesOf(200), minutesOf(180), true, 200},
		{CountClock, Late, minutesOf(210), nil, true, 210},
		{CountFixed, Present, minutesOf(200), minutesOf(180), true, 180},
		{CountFixed, Late, minutesOf(200), minutesOf(180), true, 180},
		{CountFixed, Present, nil, nil, true, 240},
		{CountDuration, Present, minutesOf(200), minutesOf(180), true, 240},
		{CountDuration, Late, minutesOf(200), nil, true, 240},
		{CountClock, Present, nil, nil, false, 0},
		{CountFixed, Present, nil, minutesOf(180), false, 0},
		{CountDuration, Late, nil, nil, false, 0},
		{CountClock, Excused, minutesOf(240), minutesOf(180), true, 0},
		{CountFixed, Excused, minutesOf(240), minutesOf(180), true, 0},
		{CountDuration, Excused, minutesOf(240), minutesOf(180), true, 0},
		{CountClock, Absent, minutesOf(240), minutesOf(180), true, 0},
		{CountFixed, Absent, minutesOf(240), minutesOf(180), true, 0},
		{CountDuration, Absent, minutesOf(240), minutesOf(180), true, 0},
		{CountClock, "", nil, minutesOf(180), true, 0},
		{CountFixed, "", nil, minutesOf(180), true, 0},
		{CountDuration, "", nil, minutesOf(180), true, 0},
	} {
		if got := SessionMinutes(c.counting, "09:00", "13:00", c.clock, c.module, c.attendance, c.signed); got != c.want {
			t.Errorf("%s, %q, signed %v: %d minutes, want %d", c.counting, c.attendance, c.signed, got, c.want)
		}
	}
}

func TestCheckSession(t *testing.T) {
	operation := Operation{StartsOn: "2026-01-01", EndsOn: "2026-12-31"}
	good := Session{OperationID: "o", Title: "CV", OnDate: "2026-12-01", StartsAt: "09:00", EndsAt: "12:00"}
	for name, c := range map[string]struct {
		change func(*Session)
		field  string
		key    string
	}{
		"good":             {func(*Session) {}, "", ""},
		"no operation":     {func(s *Session) { s.OperationID = "" }, "operation", "session.problem.operation"},
		"no title":         {func(s *Session) { s.Title = "  " }, "title", "session.problem.title"},
		"control":          {func(s *Session) { s.Room = "B\x0012" }, "room", "session.problem.unreadable"},
		"long title":       {func(s *Session) { s.Title = strings.Repeat("x", 500) }, "title", "session.problem.unreadable"},
		"no date":          {func(s *Session) { s.OnDate = "" }, "on_date", "session.problem.no_date"},
		"before":           {func(s *Session) { s.OnDate = "2025-12-31" }, "on_date", "session.problem.before_operation"},
		"after":            {func(s *Session) { s.OnDate = "2027-01-01" }, "on_date", "session.problem.after_operation"},
		"no start":         {func(s *Session) { s.StartsAt = "" }, "starts_at", "session.problem.no_start"},
		"no end":           {func(s *Session) { s.EndsAt = "" }, "ends_at", "session.problem.no_end"},
		"backwards":        {func(s *Session) { s.EndsAt = "09:00" }, "ends_at", "session.problem.end_before_start"},
		"too long":         {func(s *Session) { s.StartsAt, s.EndsAt = "08:00", "20:01" }, "ends_at", "session.problem.too_long"},
		"skipped hour":     {func(s *Session) { s.OnDate, s.StartsAt, s.EndsAt = "2026-03-29", "02:30", "05:00" }, "starts_at", "session.problem.skipped_hour"},
		"ends in it":       {func(s *Session) { s.OnDate, s.StartsAt, s.EndsAt = "2026-03-29", "01:00", "02:00" }, "ends_at", "session.problem.skipped_hour"},
		"repeated hour":    {func(s *Session) { s.OnDate, s.StartsAt, s.EndsAt = "2026-10-25", "02:30", "05:00" }, "", ""},
		"no seat":          {func(s *Session) { s.Capacity = minutesOf(0) }, "capacity", "session.problem.capacity"},
		"too many seats":   {func(s *Session) { s.Capacity = minutesOf(501) }, "capacity", "session.problem.capacity"},
		"last day":         {func(s *Session) { s.OnDate = "2026-12-31" }, "", ""},
		"endless is valid": {func(s *Session) { s.Capacity = nil }, "", ""},
	} {
		s := good
		c.change(&s)
		problems := CheckSession(s, operation, testZone)
		if c.field == "" && len(problems) > 0 || c.field != "" && problems[c.field].Key != c.key {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func TestSessionState(t *testing.T) {
	s := Session{Status: SessionPlanned, OnDate: "2026-11-24", StartsAt: "09:00", EndsAt: "12:00"}
	for _, c := range []struct {
		today       Date
		clock, want string
	}{{"2026-11-23", "23:00", SessionPlanned}, {"2026-11-24", "11:59", SessionPlanned}, {"2026-11-24", "12:00", SessionToClose}, {"2026-11-25", "00:01", SessionToClose}} {
		if got := s.State(c.today, c.clock); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.today, c.clock, got, c.want)
		}
	}
	s.Status = SessionCancelled
	if s.State("2027-01-01", "10:00") != SessionCancelled {
		t.Error("a cancelled session is never to close")
	}
}

func TestMayBeMarked(t *testing.T) {
	for _, c := range []struct {
		status string
		day    Date
		want   string
	}{{SessionPlanned, "2026-11-24", ""}, {SessionPlanned, "2026-11-25", "attendance.session_future"}, {SessionClosed, "2026-11-01", "attendance.session_closed"}, {SessionCancelled, "2026-11-01", "attendance.session_cancelled"}} {
		err := Session{Status: c.status, OnDate: c.day}.MayBeMarked("2026-11-24")
		var refusal *Error
		errors.As(err, &refusal)
		if c.want == "" && err != nil || c.want != "" && (refusal == nil || refusal.Key != c.want) {
			t.Errorf("%s on %s: %v, want %q", c.status, c.day, err, c.want)
		}
	}
}

func TestOverlapsAndEndOf(t *testing.T) {
	if Overlaps("09:00", "12:00", "12:00", "13:00") || !Overlaps("09:00", "12:00", "11:59", "13:00") || !Overlaps("09:00", "12:00", "10:00", "11:00") {
		t.Error("spans that touch do not overlap, spans that share a minute do")
	}
	if EndOf("09:30", 45) != "10:15" || EndOf("23:30", 120) != "23:59" || EndOf("", 10) != "" {
		t.Error(EndOf("09:30", 45), EndOf("23:30", 120))
	}
}

func TestMark(t *testing.T) {
	s := Session{StartsAt: "09:00", EndsAt: "12:00"}
	for _, c := range []struct {
		mark Mark
		ok   bool
		want *int
	}{
		{Mark{Attendance: Present}, true, nil}, {Mark{Attendance: ""}, true, nil}, {Mark{Attendance: "malade"}, false, nil},
		{Mark{Attendance: Late, LateMinutes: 30}, true, minutesOf(150)}, {Mark{Attendance: Late}, false, nil},
		{Mark{Attendance: Late, LateMinutes: 180}, false, nil}, {Mark{Attendance: Late, LateMinutes: -5}, false, nil},
	} {
		if ok := len(c.mark.Check(s)) == 0; ok != c.ok {
			t.Errorf("%+v: accepted %v", c.mark, ok)
		}
		if got := c.mark.Minutes(s); c.ok && (got == nil) != (c.want == nil) || c.ok && got != nil && *got != *c.want {
			t.Errorf("%+v: %v minutes", c.mark, got)
		}
	}
	if late := LateBy(s, Registration{Attendance: Late, Minutes: minutesOf(150)}); late != 30 {
		t.Errorf("late by %d", late)
	}
}

func TestHalfDays(t *testing.T) {
	for _, c := range []struct {
		start, end string
		want       int
	}{{"09:00", "13:00", 1}, {"13:30", "16:00", 1}, {"09:00", "16:00", 2}, {"11:00", "14:00", 1}} {
		if got := len(Session{StartsAt: c.start, EndsAt: c.end}.HalfDays()); got != c.want {
			t.Errorf("%s–%s: %d half-days, want %d", c.start, c.end, got, c.want)
		}
	}
}

func TestDefaultModules(t *testing.T) {
	count, codes := map[string]int{}, map[string]bool{}
	for _, m := range DefaultModules() {
		count[m.Programme]++
		codes[m.Code] = true
		if problems := CheckModule(m); len(problems) > 0 {
			t.Errorf("%s: %v", m.Code, problems)
		}
	}
	if count[LLF] != 23 || count[M4H] != 3 || count[GTJ] != 1 || len(codes) != 27 {
		t.Errorf("%v, %d codes", count, len(codes))
	}
}

func TestCheckModule(t *testing.T) {
	good := Module{Code: "X1", Programme: LLF, Title: "CV"}
	for name, c := range map[string]struct {
		change func(*Module)
		field  string
	}{
		"good": {func(*Module) {}, ""}, "code": {func(m *Module) { m.Code = "a b" }, "code"}, "no code": {func(m *Module) { m.Code = "" }, "code"},
		"programme": {func(m *Module) { m.Programme = "XXX" }, "programme"}, "title": {func(m *Module) { m.Title = "" }, "title"},
		"minutes": {func(m *Module) { m.Minutes = minutesOf(721) }, "minutes"}, "fixed": {func(m *Module) { m.Counting = CountFixed }, "minutes"},
		"capacity": {func(m *Module) { m.Capacity = minutesOf(0) }, "capacity"},
	} {
		m := good
		c.change(&m)
		if problems := CheckModule(m); (c.field == "") != (len(problems) == 0) || c.field != "" && !problems.Has(c.field) {
			t.Errorf("%s: %v", name, problems)
		}
	}
}
