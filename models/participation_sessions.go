package models

import (
	"cmp"
	"slices"
)

// SessionFacts is one session of an operation, for the sheets that list sessions and modules.
type SessionFacts struct {
	ID                 string // public id
	Ref, Module, Title string
	Date               Date
	Start, End         string // HH:MM
	Place, Staff       string
	Operator           string // CRI, FOREM; "" is the centre
	Interpreter        string
	Planned            int // minutes
	Cancelled          bool
}

// SessionLine is a session with what its places became, as of a date.
type SessionLine struct {
	SessionFacts
	Registered, Attended, Signed int // places
	SignedMinutes                int // person-minutes
}

// Held tells whether the session took place: somebody attended it.
func (s SessionLine) Held() bool { return !s.Cancelled && s.Attended > 0 }

// ModuleLine adds up the sessions of one module.
type ModuleLine struct {
	Module, Title                string
	Planned, Held                int // sessions
	PlannedMinutes, HeldMinutes  int
	Registered, Attended, Signed int // places
}

// sessionTally collects the sessions of an operation, from their own list and from the places taken.
type sessionTally struct {
	asOf  Date
	lines map[string]*SessionLine
}

// describe records a session; one dated after the as-of date does not exist.
func (t *sessionTally) describe(facts SessionFacts) {
	if facts.Date > t.asOf {
		return
	}
	t.line(facts.Ref).SessionFacts = facts
}

func (t *sessionTally) line(ref string) *SessionLine {
	if t.lines == nil {
		t.lines = map[string]*SessionLine{}
	}
	line, ok := t.lines[ref]
	if !ok {
		line = &SessionLine{SessionFacts: SessionFacts{Ref: ref}}
		t.lines[ref] = line
	}
	return line
}

// take counts the places of one enrolment. A session nobody described is known by its places.
func (t *sessionTally) take(contacts []ContactFact) {
	for _, c := range contacts {
		if c.Kind != SessionContact {
			continue
		}
		line := t.line(c.Ref)
		if line.Date == "" {
			line.SessionFacts = SessionFacts{
				Ref: c.Ref, Module: c.Module, Title: c.Title, Date: c.Date, Start: c.Start, End: c.End,
				Place: c.Place, Staff: c.Staff, Operator: c.Operator, Interpreter: c.Interpreter, Planned: c.plannedMinutes(),
			}
		}
		line.Registered++
		if c.Attended() {
			line.Attended++
		}
		if c.Attended() && c.Signed {
			line.Signed++
		}
		line.SignedMinutes += c.SignedMinutes()
	}
}

// sessions lists them by date, start and reference.
func (t *sessionTally) sessions() []SessionLine {
	list := make([]SessionLine, 0, len(t.lines))
	for _, line := range t.lines {
		list = append(list, *line)
	}
	slices.SortFunc(list, func(a, b SessionLine) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Start, b.Start), cmp.Compare(a.Ref, b.Ref))
	})
	return list
}

// modulesOf adds up the sessions of a period by module; a session without module stands under its title.
func modulesOf(sessions []SessionLine, period Period) []ModuleLine {
	lines := map[string]*ModuleLine{}
	for _, s := range sessions {
		if !period.Contains(s.Date) {
			continue
		}
		key := s.ModuleKey()
		line, ok := lines[key]
		if !ok {
			line = &ModuleLine{Module: s.Module, Title: s.Title}
			lines[key] = line
		}
		line.add(s)
	}
	list := make([]ModuleLine, 0, len(lines))
	for _, line := range lines {
		list = append(list, *line)
	}
	slices.SortFunc(list, func(a, b ModuleLine) int {
		return cmp.Or(cmp.Compare(a.Module, b.Module), cmp.Compare(a.Title, b.Title))
	})
	return list
}

// ModuleKey is the module of a session, or its title when it has none.
func (s SessionLine) ModuleKey() string { return cmp.Or(s.Module, s.Title) }

// Key is what the sessions of the line have in common.
func (l ModuleLine) Key() string { return cmp.Or(l.Module, l.Title) }

// Foreseen is how long the session lasts, in minutes.
func (s SessionLine) Foreseen() int { return cmp.Or(s.Planned, clockSpan(s.Start, s.End)) }

func (l *ModuleLine) add(s SessionLine) {
	minutes := s.Foreseen()
	l.Planned++
	l.PlannedMinutes += minutes
	if s.Held() {
		l.Held++
		l.HeldMinutes += minutes
	}
	l.Registered += s.Registered
	l.Attended += s.Attended
	l.Signed += s.Signed
}

// plannedMinutes is the time foreseen for a contact: as recorded, else by its clock times, else its
// own minutes.
func (c ContactFact) plannedMinutes() int {
	if c.Planned > 0 {
		return c.Planned
	}
	return cmp.Or(clockSpan(c.Start, c.End), c.Minutes)
}

// AttendanceSum is how assiduous one enrolment was. Steps without the person are left out.
type AttendanceSum struct {
	Planned, Signed                      int // minutes
	Places                               int
	Attended, Excused, Absent, ToSpecify int // places
}

// attendanceIn adds up the contacts of a period.
func attendanceIn(contacts []ContactFact, period Period) AttendanceSum {
	var sum AttendanceSum
	for _, c := range contacts {
		if c.Mode == "demarche" || !period.Contains(c.Date) {
			continue
		}
		sum.Places++
		sum.Planned += c.plannedMinutes()
		sum.Signed += c.SignedMinutes()
		switch c.Presence {
		case "present", "retard":
			sum.Attended++
		case "excuse":
			sum.Excused++
		case "absent":
			sum.Absent++
		default:
			sum.ToSpecify++
		}
	}
	return sum
}
