package models

import (
	"strings"
	"time"
)

// States of a session. SessionToClose is never stored: it is a planned session that is over.
const (
	SessionPlanned   = "planned"
	SessionToClose   = "to_close"
	SessionClosed    = "closed"
	SessionCancelled = "cancelled"
)

// Limits of what may be typed for a session.
const (
	MaxCapacity       = 500
	MaxSessionMinutes = 720
	MaxReason         = 500 // characters
	maxSessionText    = 200
)

// State is the state people see, given the local day and the clock ("14:30") of the centre.
func (s Session) State(today Date, clock string) string {
	if s.Status == SessionPlanned && s.OverAt(today, clock) {
		return SessionToClose
	}
	return s.Status
}

// OverAt tells whether the session has ended.
func (s Session) OverAt(today Date, clock string) bool {
	return s.OnDate < today || s.OnDate == today && s.EndsAt <= clock
}

// MayBeMarked refuses the attendance of a session that has not begun its day, is cancelled, or is closed.
// An attended contact dated after today is an error (interchange.md §2).
func (s Session) MayBeMarked(today Date) error {
	switch {
	case s.Status == SessionCancelled:
		return Refuse(Conflict, "attendance.session_cancelled")
	case s.Status == SessionClosed:
		return Refuse(Conflict, "attendance.session_closed")
	case s.OnDate > today:
		return Refuse(Invalid, "attendance.session_future", "Date", FrenchDate(s.OnDate))
	}
	return nil
}

// Span is the length of the session on the clock, in minutes.
func (s Session) Span() int { return clockSpan(s.StartsAt, s.EndsAt) }

// Overlaps tells whether two spans of one day share a minute; one that ends when the other begins does not.
func Overlaps(startA, endA, startB, endB string) bool { return startA < endB && startB < endA }

// EndOf is the clock time some minutes after start ("09:30" + 45 = "10:15"), at most 23:59.
func EndOf(start string, minutes int) string {
	from := clockMinutes(start)
	if from < 0 {
		return ""
	}
	end := min(from+minutes, 24*60-1)
	return time.Date(0, 1, 1, end/60, end%60, 0, 0, time.UTC).Format("15:04")
}

// ClockExists tells whether the clock shows that time on that day: in spring an hour is skipped.
func ClockExists(day Date, clock string, zone *time.Location) bool {
	m := clockMinutes(clock)
	if m < 0 || !day.Valid() {
		return false
	}
	d := day.Time()
	return time.Date(d.Year(), d.Month(), d.Day(), m/60, m%60, 0, 0, zone).Format("15:04") == clock
}

// CheckSession says what is wrong with a session of an operation as typed. Rooms, trainers and people who are busy
// elsewhere are the store's to find.
func CheckSession(s Session, o Operation, zone *time.Location) Problems {
	problems := Problems{}
	if s.OperationID == "" {
		problems.Add("operation", "session.problem.operation")
	}
	if strings.TrimSpace(s.Title) == "" {
		problems.Add("title", "session.problem.title")
	}
	for field, problem := range CheckSessionTexts(s) {
		problems.Add(field, problem.Key, problem.Args...)
	}
	checkSessionDay(problems, s, o)
	checkSessionHours(problems, s, zone)
	if s.Capacity != nil && (*s.Capacity < 1 || *s.Capacity > MaxCapacity) {
		problems.Add("capacity", "session.problem.capacity", "Max", MaxCapacity)
	}
	return problems
}

// CheckSessionTexts says which typed lines of a session cannot be read.
func CheckSessionTexts(s Session) Problems {
	problems := Problems{}
	for field, text := range map[string]string{"title": s.Title, "place": s.Place, "room": s.Room, "interpreter": s.Interpreter} {
		checkLine(problems, field, text)
	}
	return problems
}

func checkSessionDay(problems Problems, s Session, o Operation) {
	switch {
	case !s.OnDate.Valid():
		problems.Add("on_date", "session.problem.no_date")
	case o.StartsOn != "" && s.OnDate < o.StartsOn:
		problems.Add("on_date", "session.problem.before_operation", "Date", FrenchDate(s.OnDate), "Start", FrenchDate(o.StartsOn))
	case o.EndsOn != "" && s.OnDate > o.EndsOn:
		problems.Add("on_date", "session.problem.after_operation", "Date", FrenchDate(s.OnDate), "End", FrenchDate(o.EndsOn))
	}
}

func checkSessionHours(problems Problems, s Session, zone *time.Location) {
	if clockMinutes(s.StartsAt) < 0 {
		problems.Add("starts_at", "session.problem.no_start")
	}
	if clockMinutes(s.EndsAt) < 0 {
		problems.Add("ends_at", "session.problem.no_end")
	}
	if problems.Has("starts_at") || problems.Has("ends_at") {
		return
	}
	switch {
	case s.EndsAt <= s.StartsAt:
		problems.Add("ends_at", "session.problem.end_before_start")
	case s.Span() > MaxSessionMinutes:
		problems.Add("ends_at", "session.problem.too_long")
	case s.OnDate.Valid() && !ClockExists(s.OnDate, s.StartsAt, zone):
		problems.Add("starts_at", "session.problem.skipped_hour")
	case s.OnDate.Valid() && !ClockExists(s.OnDate, s.EndsAt, zone):
		problems.Add("ends_at", "session.problem.skipped_hour")
	}
}

// checkLine holds a line of text to what a name may be made of: no control characters, no reversed text.
func checkLine(problems Problems, field, text string) {
	if _, err := CleanName(text); err != nil {
		problems.Add(field, "session.problem.unreadable", "Max", maxSessionText)
	}
}

// CheckReason says what is wrong with a typed reason: it is asked for whatever is undone.
func CheckReason(reason string) Problems {
	problems := Problems{}
	switch n := len([]rune(strings.TrimSpace(reason))); {
	case n == 0:
		problems.Add("reason", "session.problem.no_reason")
	case n > MaxReason:
		problems.Add("reason", "session.problem.long_reason", "Max", MaxReason)
	}
	return problems
}

// CheckModule says what is wrong with a module of the catalogue as typed.
func CheckModule(m Module) Problems {
	problems := Problems{}
	if strings.TrimSpace(m.Code) == "" || len(m.Code) > 20 || strings.ContainsAny(m.Code, " ;\t\n") {
		problems.Add("code", "module.problem.code")
	}
	if m.Programme != M4H && m.Programme != LLF && m.Programme != GTJ && m.Programme != AUT {
		problems.Add("programme", "module.problem.programme")
	}
	if strings.TrimSpace(m.Title) == "" {
		problems.Add("title", "module.problem.title")
	}
	for field, text := range map[string]string{"code": m.Code, "title": m.Title, "theme": m.Theme, "category": m.Category} {
		checkLine(problems, field, text)
	}
	if m.Minutes != nil && (*m.Minutes < 1 || *m.Minutes > MaxSessionMinutes) {
		problems.Add("minutes", "module.problem.minutes")
	}
	if m.Laptops < 0 || m.Laptops > MaxSeats {
		problems.Add("laptops", "series.problem.laptops", "Max", MaxSeats)
	}
	if m.Language != "" && LanguageName(m.Language) == "" {
		problems.Add("language", "field.not_in_list")
	}
	if m.Counting == CountFixed && m.Minutes == nil {
		problems.Add("minutes", "module.problem.fixed_minutes")
	}
	if m.Capacity != nil && (*m.Capacity < 1 || *m.Capacity > MaxCapacity) {
		problems.Add("capacity", "session.problem.capacity", "Max", MaxCapacity)
	}
	return problems
}
