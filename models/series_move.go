package models

// SeriesMove moves the sessions to come of a series by the same step. Empty fields stay as they are.
type SeriesMove struct {
	Days             int // later, or earlier below zero
	StartsAt, EndsAt string
	Place, Room      string // "" and Elsewhere = another room
	Elsewhere        bool
	Reason           string
}

// MaxMoveDays bounds a move: further is another series.
const MaxMoveDays = 366

// Apply moves one session. Without an end the length of the session stays.
func (m SeriesMove) Apply(s *Session) {
	span := s.Span()
	s.OnDate = s.OnDate.AddDays(m.Days)
	if m.StartsAt != "" {
		s.StartsAt, s.EndsAt = m.StartsAt, EndOf(m.StartsAt, span)
	}
	if m.EndsAt != "" {
		s.EndsAt = m.EndsAt
	}
	if m.Elsewhere {
		s.Place, s.Room = m.Place, m.Room
	}
}

// CheckSeriesMove says what is wrong with a move as typed.
func CheckSeriesMove(m SeriesMove) Problems {
	problems := CheckReason(m.Reason)
	if m.Days < -MaxMoveDays || m.Days > MaxMoveDays {
		problems.Add("first", "series.problem.far")
	}
	if m.Days == 0 && m.StartsAt == "" && m.EndsAt == "" && !m.Elsewhere {
		problems.Add("first", "series.problem.same")
	}
	return problems
}
