package models

// SessionRow is a session as lists and its own page show it, with what its places became (never more than
// was marked: a registration is not a presence).
type SessionRow struct {
	Session
	OperationPublicID string `db:"operation_public_id"`
	OperationCode     string `db:"operation_code"`
	OperationTitle    string `db:"operation_title"`
	OperationNumber   string `db:"operation_number"`
	Programme         string `db:"programme"`
	Funder            string `db:"funder"`
	CentreName        string `db:"centre_name"`
	ModuleTitle       string `db:"module_title"`
	Registered        int    `db:"registered"`
	Waiting           int    `db:"waiting"`
	Held              int    `db:"held"`     // places held by an offer to somebody who waits
	Attended          int    `db:"attended"` // present or late
	LateCount         int    `db:"late_count"`
	ExcusedCount      int    `db:"excused_count"`
	AbsentCount       int    `db:"absent_count"`
	ToSpecify         int    `db:"to_specify"`
	Unsigned          int    `db:"unsigned"` // attended without a signature
	Trainers          []User `db:"-"`        // id, public id and name only
}

// Full tells whether the next person goes to the waiting list.
func (s SessionRow) Full() bool { return s.Capacity != nil && s.Registered+s.Held >= *s.Capacity }

// FreePlaces is the number of places left, neither taken nor offered; -1 when the session has no limit.
func (s SessionRow) FreePlaces() int {
	if s.Capacity == nil {
		return -1
	}
	return max(0, *s.Capacity-s.Registered-s.Held)
}

// Left lists what is left to do before closing: places to specify and presences without a signature.
func (s SessionRow) Left() int { return s.ToSpecify + s.Unsigned }

// StillToCome tells whether a session may still be moved or cancelled with its series: planned, not over, and nobody's presence is known
// yet.
func (s SessionRow) StillToCome(today Date, clock string) bool {
	return s.Status == SessionPlanned && !s.OverAt(today, clock) && s.Attended+s.ExcusedCount+s.AbsentCount == 0
}

// SessionFilter narrows a list of sessions.
type SessionFilter struct {
	View      string // ViewUpcoming, ViewPast, ViewToClose, ViewToTell, ViewNobody; "" = upcoming
	Operation string // public id
	After     string // public id of the last row of the page before
	Limit     int
}

// Views of the list of sessions.
const (
	ViewUpcoming = "a_venir"
	ViewPast     = "passees"
	ViewToClose  = "a_cloturer"
	ViewToTell   = "a_convoquer"    // to come soon, with people who were told nothing yet
	ViewNobody   = "sans_formation" // to come within ConcernDays, without a colleague
)

// RegistrationRow is a place with the name of the person, for the page of a session and its roll call. It carries
// nothing else of the file: it is all a trainer sees.
type RegistrationRow struct {
	Registration
	ParticipantPublicID string `db:"participant_public_id"`
	EnrolmentPublicID   string `db:"enrolment_public_id"`
	FamilyName          string `db:"family_name"`
	GivenName           string `db:"given_name"`
	SortName            string `db:"sort_name"`
	MarkedByName        string `db:"marked_by_name"`
	BirthYear           string `db:"birth_year"` // of namesakes only, "" otherwise (TellApart)
	Waiter              Waiter `db:"-"`          // of people who wait: their rank and why
	Next                bool   `db:"-"`          // first in line for a place that is free
	Offer               Offer  `db:"-"`          // the last one made to somebody who waits
}

// TellApart leaves the year of birth to people of one list who have the same name, and takes it from the others.
func TellApart(rows []RegistrationRow) {
	people := map[string]map[string]bool{} // by name, then by person: one may be listed twice
	for _, r := range rows {
		name := Fold(r.FullName())
		if people[name] == nil {
			people[name] = map[string]bool{}
		}
		people[name][r.ParticipantID] = true
	}
	for i := range rows {
		if len(people[Fold(rows[i].FullName())]) < 2 {
			rows[i].BirthYear = ""
		}
	}
}

// FullName is « HADDAD Amina »'s text as stored, family name first.
func (r RegistrationRow) FullName() string { return joinName(r.FamilyName, r.GivenName) }

// Attended tells whether the person was there.
func (r RegistrationRow) Attended() bool { return r.Attendance == Present || r.Attendance == Late }

// Absent tells whether the person was marked as not there, excused or not.
func (r RegistrationRow) Absent() bool { return r.Attendance == Excused || r.Attendance == Absent }

func joinName(family, given string) string {
	switch {
	case family == "":
		return given
	case given == "":
		return family
	}
	return family + " " + given
}

// SeatCandidate is a person who may be registered in a session: enrolled in its operation, or to be enrolled first.
type SeatCandidate struct {
	ParticipantPublicID string `db:"participant_public_id"`
	EnrolmentPublicID   string `db:"enrolment_public_id"` // "" = not enrolled in the session's operation
	FamilyName          string `db:"family_name"`
	GivenName           string `db:"given_name"`
	Birth               string `db:"birth"`
	Place               string `db:"place"` // "" = not in this session yet
	Clash               *Error `db:"-"`     // what they already have at that hour, as the sentence that says so

	Before *Prerequisite `db:"-"` // where they stand with the module before; nil when none is needed
}

// FullName is the family name first, then the given name.
func (c SeatCandidate) FullName() string { return joinName(c.FamilyName, c.GivenName) }

// BirthYear tells namesakes apart without showing the date.
func (c SeatCandidate) BirthYear() string {
	if len(c.Birth) < 4 {
		return ""
	}
	return c.Birth[:4]
}

// Mark is what one tap of a roll call says about a place.
type Mark struct {
	Attendance  string // Present, Late, Excused, Absent, "" = to be specified
	LateMinutes int    // with Late: minutes missed on the clock
	LeftEarly   int    // attended: minutes before the end
	Signed      bool
}

// Check refuses a mark that cannot be.
func (m Mark) Check(s Session) Problems {
	problems := Problems{}
	switch m.Attendance {
	case "", Present, Late, Excused, Absent:
	default:
		problems.Add("attendance", "attendance.problem.unknown")
	}
	if m.Attendance == Late && (m.LateMinutes < 1 || m.LateMinutes >= s.Span()) {
		problems.Add("late", "attendance.problem.late", "Max", s.Span()-1)
	}
	if most := s.Span() - m.missedAtStart() - 1; m.LeftEarly < 0 || m.attended() && m.LeftEarly > max(0, most) {
		problems.Add("left", "attendance.problem.left", "Max", max(0, most))
	}
	return problems
}

// Minutes is the time on the clock to record for the mark: nothing unless the person came late or left early.
func (m Mark) Minutes(s Session) *int {
	if !m.attended() || m.Attendance == Present && m.LeftEarly == 0 {
		return nil
	}
	minutes := s.Span() - m.missedAtStart() - m.LeftEarly
	return &minutes
}

func (m Mark) attended() bool { return m.Attendance == Present || m.Attendance == Late }

// missedAtStart: only a late person missed the beginning.
func (m Mark) missedAtStart() int {
	if m.Attendance != Late {
		return 0
	}
	return m.LateMinutes
}

// LateBy is how many minutes of the session a late person missed.
func LateBy(s Session, r Registration) int {
	if r.Attendance != Late || r.Minutes == nil {
		return 0
	}
	return max(0, s.Span()-*r.Minutes-r.LeftEarly)
}
