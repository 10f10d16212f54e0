package models

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// Moments of a half-day at which a person signs (reports.md §3.2).
const (
	MomentStart = "debut"
	MomentEnd   = "fin"
)

// Ways a presence is signed.
const (
	SignedTablet    = "tablette"
	SignedCross     = "croix"     // drawn on the tablet by somebody who does not write
	SignedCertified = "certifiee" // a colleague of the session certifies it by name
	SignedPaper     = "papier"
	SignedScan      = "scan"
)

// The frame in which a signature is drawn, whatever the screen: points are in its coordinates.
const (
	FrameWidth  = 600
	FrameHeight = 200
)

// Point is a place in the frame and the milliseconds since the pen first touched it.
type Point [3]int

// Strokes are what was drawn, one list of points for each time the pen was down.
type Strokes [][]Point

// Signature is one person's for one moment of one half-day of a session. One that does not count any more is revoked.
type Signature struct {
	ID             string  `db:"id"`
	PublicID       string  `db:"public_id"`
	CentreID       string  `db:"centre_id"`
	SessionID      string  `db:"session_id"`
	RegistrationID string  `db:"registration_id"`
	ParticipantID  string  `db:"participant_id"`
	Half           HalfDay `db:"half"`
	Moment         string  `db:"moment"`
	Way            string  `db:"way"`
	StrokesSealed  []byte  `db:"strokes_sealed"`
	Hash           string  `db:"hash"` // hexadecimal, see Digest
	Device         string  `db:"device"`
	EntryKey       string  `db:"entry_key"`
	SignedAt       Instant `db:"signed_at"` // when the pen was lifted, which may be before it was received
	CertifiedBy    *string `db:"certified_by"`
	CreatedBy      *string `db:"created_by"`
	CreatedAt      Instant `db:"created_at"`
	RevokedAt      Instant `db:"revoked_at"`
	RevokedBy      *string `db:"revoked_by"`
	RevokeSealed   []byte  `db:"revoke_reason_sealed"`
	Strokes        Strokes `db:"-"` // opened
	RevokeReason   string  `db:"-"` // opened
}

// SignSlot is a half-day and one of its moments: what is signed for.
type SignSlot struct {
	Half   HalfDay
	Moment string
}

// SignSlots are those of a session, in the order of the day.
func (s Session) SignSlots() []SignSlot {
	var slots []SignSlot
	for _, half := range s.HalfDays() {
		slots = append(slots, SignSlot{half, MomentStart}, SignSlot{half, MomentEnd})
	}
	return slots
}

// Has tells whether the session is signed for at that slot.
func (s Session) Has(slot SignSlot) bool {
	for _, known := range s.SignSlots() {
		if known == slot {
			return true
		}
	}
	return false
}

// SignSlotAt is the slot people sign for at a time of the day ("09:10"): the nearer end of its half-day.
func (s Session) SignSlotAt(clock string) SignSlot {
	slots := s.SignSlots()
	best := slots[0]
	for _, slot := range slots {
		if minutesApart(clock, s.clockOf(slot)) < minutesApart(clock, s.clockOf(best)) {
			best = slot
		}
	}
	return best
}

// Where a session that has two half-days is cut: between noon and one it rests.
const (
	noon      = "12:00"
	afternoon = "13:00"
)

// clockOf is the time of the day at which a slot is signed.
func (s Session) clockOf(slot SignSlot) string {
	switch {
	case slot.Half == Morning && slot.Moment == MomentEnd:
		return noon
	case slot.Half == Afternoon && slot.Moment == MomentStart:
		return afternoon
	case slot.Moment == MomentEnd:
		return s.EndsAt
	}
	return s.StartsAt
}

func minutesApart(a, b string) int {
	d := clockMinutes(a) - clockMinutes(b)
	return max(d, -d)
}

// AttendedHalves are the half-days a person was there for part of: late past noon is no morning, gone before one is no
// afternoon. Nobody who attended has none.
func (s Session) AttendedHalves(r Registration) []HalfDay {
	if r.Attendance != Present && r.Attendance != Late {
		return nil
	}
	arrived, left := EndOf(s.StartsAt, LateBy(s, r)), EndOf(s.StartsAt, s.Span()-r.LeftEarly)
	var halves []HalfDay
	for _, half := range s.HalfDays() {
		if half == Morning && arrived >= noon || half == Afternoon && left <= afternoon {
			continue
		}
		halves = append(halves, half)
	}
	if len(halves) == 0 {
		return s.HalfDays()
	}
	return halves
}

// Covered tells whether each half-day the person attended has a signature that counts, at its start or its end.
func (s Session) Covered(r Registration, signatures []Signature) bool {
	return len(s.AttendedHalves(r)) > 0 && len(s.UnsignedHalves(r, signatures)) == 0
}

// UnsignedHalves are the half-days the person attended without a signature that counts.
func (s Session) UnsignedHalves(r Registration, signatures []Signature) []HalfDay {
	return slices.DeleteFunc(s.AttendedHalves(r), func(half HalfDay) bool {
		return slices.ContainsFunc(signatures, func(x Signature) bool { return x.RegistrationID == r.ID && x.Half == half && x.RevokedAt.IsZero() })
	})
}

// Bounds of a drawing: beyond, it is no signature but a burden.
const (
	maxStrokes = 200
	maxPoints  = 6000
	minExtent  = 8 // a dot is no signature, a short line is
)

// Check refuses a drawing that is empty, leaves the frame, or is too long to be one.
func (s Strokes) Check() Problems {
	problems := Problems{}
	points, left, right, top, bottom := 0, FrameWidth, 0, FrameHeight, 0
	for _, stroke := range s {
		for _, p := range stroke {
			if p[0] < 0 || p[0] > FrameWidth || p[1] < 0 || p[1] > FrameHeight || p[2] < 0 {
				problems.Add("strokes", "signature.problem.unreadable")
				return problems
			}
			points++
			left, right, top, bottom = min(left, p[0]), max(right, p[0]), min(top, p[1]), max(bottom, p[1])
		}
	}
	switch {
	case len(s) > maxStrokes || points > maxPoints:
		problems.Add("strokes", "signature.problem.unreadable")
	case points < 2 || max(right-left, bottom-top) < minExtent:
		problems.Add("strokes", "signature.problem.empty")
	}
	return problems
}

// ParseStrokes reads the JSON [[[x,y,t],…],…] that the tablet sends. What cannot be read is a problem of « strokes ».
func ParseStrokes(text string) (Strokes, Problems) {
	var s Strokes
	if text == "" {
		return nil, s.Check()
	}
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return nil, Problems{"strokes": Problem{Key: "signature.problem.unreadable"}}
	}
	return s, s.Check()
}

// String is the JSON that ParseStrokes reads; nothing drawn is "".
func (s Strokes) String() string {
	if len(s) == 0 {
		return ""
	}
	text, _ := json.Marshal(s) // integers only: it cannot fail
	return string(text)
}

// Path is the drawing as the d of an SVG path in a frame of 600 × 200.
func (s Strokes) Path() string {
	var d strings.Builder
	for _, stroke := range s {
		for i, p := range stroke {
			letter := "L"
			if i == 0 {
				letter = "M"
			}
			fmt.Fprintf(&d, "%s%d %d", letter, p[0], p[1])
		}
		if len(stroke) == 1 { // a dot: a line of no length, which round ends draw
			d.WriteString("l0 0")
		}
	}
	return d.String()
}

// Digest is the SHA-256, in hexadecimal, of the session, the place and what was signed. place is the public id of the
// registration: it stays the same when two files of one person are linked.
func (x Signature) Digest(s Session, place string) string {
	facts := strings.Join([]string{s.PublicID, string(s.OnDate), s.StartsAt, s.EndsAt, place, string(x.Half), x.Moment, x.Way,
		x.SignedAt.UTC().Format(time.RFC3339Nano), x.Strokes.String()}, "\n")
	sum := sha256.Sum256([]byte(facts))
	return hex.EncodeToString(sum[:])
}

// IsCross tells whether the drawing is two straight lines that meet: the signature of somebody who does not write.
func (s Strokes) IsCross() bool {
	return len(s) == 2 && straight(s[0]) && straight(s[1]) && meet(s[0], s[1])
}

// straight tells whether a stroke is hardly longer than the way between its ends.
func straight(stroke []Point) bool {
	if len(stroke) < 2 {
		return false
	}
	length := 0.0
	for i := range len(stroke) - 1 {
		length += reach(stroke[i], stroke[i+1])
	}
	return reach(stroke[0], stroke[len(stroke)-1]) > 0.85*length
}

func reach(p, q Point) float64 { return math.Hypot(float64(p[0]-q[0]), float64(p[1]-q[1])) }

// meet tells whether the lines between the ends of two strokes cross.
func meet(a, b []Point) bool {
	side := func(p, q, r Point) int { return (q[0]-p[0])*(r[1]-p[1]) - (q[1]-p[1])*(r[0]-p[0]) }
	a0, a1, b0, b1 := a[0], a[len(a)-1], b[0], b[len(b)-1]
	return (side(a0, a1, b0) > 0) != (side(a0, a1, b1) > 0) && (side(b0, b1, a0) > 0) != (side(b0, b1, a1) > 0)
}
