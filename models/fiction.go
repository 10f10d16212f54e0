package models

import (
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Fiction invents the people of a centre and what is done with them, for demonstrations, tests and measures. Nobody
// in it exists. The same seed gives the same people, identifiers included. Persons must be asked for in order.
type Fiction struct {
	Seed      uint64
	Persons   int
	FollowUps int  // per person; in a Varied fiction, on average
	Varied    bool // some people have just come, others come often; else all have the same number of follow-ups
	Canary    bool // every sensitive field holds a token of its own
	From, To  Date // what has happened lies within
	Planned   Date // sessions are planned until then; "" = none

	CentreID    string
	CentreCode  string
	Operations  []Operation // M4H, LLF and GTJ, in this order
	Counsellors []string    // user ids
	Trainers    []string
	Modules     []Module

	days     []Date // working days from From to To
	ahead    []Date // working days after To until Planned
	rank     uint64
	busy     map[busyKey]uint32
	sessions []FictionalSession
	given    [3][]int // ranks in sessions of those of each operation, past
	toCome   [3][]int // and to come
	created  Instant
}

// FictionalPerson is a person with their enrolments; ids refer to one another.
type FictionalPerson struct {
	Participant Participant
	NISS        NISS
	Lead        string // user id, "" = registered, accompanied by nobody yet
	Courses     []FictionalCourse
	Appointment *Appointment
	Canaries    []CanaryToken
}

// FictionalCourse is one enrolment and all that hangs from it.
type FictionalCourse struct {
	Enrolment     Enrolment
	Colleague     string // co-referent, "" = none
	FollowUps     []FictionalFollowUp
	Registrations []Registration
	Exits         []Exit
	Events        []LaterEvent
	SixMonths     *SixMonths
}

// FictionalFollowUp is a follow-up with its note, which may be empty.
type FictionalFollowUp struct {
	FollowUp FollowUp
	Note     Note
}

// FictionalSession is a session with the colleague who gives it and the places taken so far.
type FictionalSession struct {
	Session Session
	Trainer string
	Taken   int
}

// Prepare draws the calendar and the sessions; it must be called before Person.
func (f *Fiction) Prepare() []FictionalSession {
	f.days = workingDays(f.From, f.To)
	if today := f.To.AddDays(1); today <= f.Planned { // a demonstration is lively on a Sunday too
		f.ahead = append([]Date{today}, workingDays(today.AddDays(1), f.Planned)...)
	}
	f.busy = map[busyKey]uint32{}
	f.created = InstantOf(f.From.Time().Add(7 * time.Hour))
	f.planSessions()
	return f.sessions
}

// Sessions are the sessions with the places taken by the persons made so far.
func (f *Fiction) Sessions() []FictionalSession { return f.sessions }

// random is the source of one person, or of another thing that has a number: it does not depend on the others.
func (f *Fiction) random(stream uint64) *rand.Rand { return rand.New(rand.NewPCG(f.Seed, stream)) }

// id is an internal key, ordered as a UUID of version 7 is, made from the seed.
func (f *Fiction) id() string {
	f.rank++
	stamp := uint64(f.From.Time().UnixMilli()) + f.rank/4096
	tail := f.mix(f.rank)
	return fmt.Sprintf("%08x-%04x-7%03x-8%03x-%012x", stamp>>16, stamp&0xffff, f.rank%4096, tail>>52, tail&0xffff_ffff_ffff)
}

// publicID looks like those of NewPublicID.
func (f *Fiction) publicID() string {
	f.rank++
	var b [10]byte
	binary.BigEndian.PutUint64(b[:], f.mix(f.rank))
	binary.BigEndian.PutUint16(b[8:], uint16(f.mix(f.rank+1<<40)))
	return strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
}

// mix spreads the seed, the centre and n over 64 bits (the finaliser of SplitMix64).
func (f *Fiction) mix(n uint64) uint64 {
	z := f.Seed*0x9e3779b97f4a7c15 + n*0xbf58476d1ce4e5b9
	for _, r := range f.CentreCode {
		z = (z ^ uint64(r)) * 0x100000001b3
	}
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// workingDays lists the days from Monday to Friday, Belgian public holidays of fixed date left out.
func workingDays(from, to Date) []Date {
	var days []Date
	for d := from; to != "" && d <= to; d = d.AddDays(1) {
		weekday := d.Time().Weekday()
		if weekday != time.Saturday && weekday != time.Sunday && !publicHolidays[string(d[5:])] {
			days = append(days, d)
		}
	}
	return days
}

var publicHolidays = map[string]bool{"01-01": true, "05-01": true, "07-21": true, "08-15": true, "11-01": true, "11-11": true, "12-25": true}

// busyKey is one colleague on one day; the value has one bit per half hour taken, from 8:30.
type busyKey struct {
	user string
	day  Date
}

const halfHours = 18 // 8:30 to 17:30

// slot finds a free time of the colleague on that day and takes it; "" when the day is full: the time is then
// not recorded.
func (f *Fiction) slot(r *rand.Rand, user string, day Date, minutes int) string {
	length := max(1, (minutes+29)/30)
	key := busyKey{user, day}
	first := r.IntN(halfHours)
	for i := range halfHours {
		start := (first + i) % halfHours
		mask := uint32(1<<length-1) << start
		if start+length <= halfHours && f.busy[key]&mask == 0 {
			f.busy[key] |= mask
			return fmt.Sprintf("%02d:%02d", 8+(start+1)/2, (start+1)%2*30)
		}
	}
	return ""
}

// pick draws one of the words of a list written with spaces.
func pick(r *rand.Rand, words string) string {
	list := strings.Fields(words)
	return list[r.IntN(len(list))]
}

// among draws one of the elements of a slice.
func among[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// chance is true in so many cases out of a hundred.
func chance(r *rand.Rand, percent int) bool { return r.IntN(100) < percent }
