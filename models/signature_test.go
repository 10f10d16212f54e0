package models

import (
	"strings"
	"testing"
	"time"
)

func TestSlotOfTheClock(t *testing.T) {
	short, long := Session{StartsAt: "09:00", EndsAt: "12:00"}, Session{StartsAt: "09:00", EndsAt: "16:00"}
	for _, c := range []struct {
		session Session
		clock   string
		want    SignSlot
	}{
		{short, "08:40", SignSlot{Whole, MomentStart}}, {short, "10:29", SignSlot{Whole, MomentStart}}, {short, "10:31", SignSlot{Whole, MomentEnd}},
		{long, "09:10", SignSlot{Morning, MomentStart}}, {long, "11:50", SignSlot{Morning, MomentEnd}},
		{long, "12:55", SignSlot{Afternoon, MomentStart}}, {long, "16:30", SignSlot{Afternoon, MomentEnd}},
	} {
		if got := c.session.SignSlotAt(c.clock); got != c.want {
			t.Errorf("%s–%s at %s: %v, want %v", c.session.StartsAt, c.session.EndsAt, c.clock, got, c.want)
		}
	}
}

// A signature is owed for each half-day somebody was there for, and for no other.
func TestCovered(t *testing.T) {
	day := Session{StartsAt: "09:00", EndsAt: "16:00"}
	minutes := func(n int) *int { return &n }
	morning, afternoon := Signature{RegistrationID: "r", Half: Morning}, Signature{RegistrationID: "r", Half: Afternoon}
	revoked, other := afternoon, afternoon
	revoked.RevokedAt, other.RegistrationID = InstantOf(time.Unix(1, 0)), "other"
	for _, c := range []struct {
		name  string
		place Registration
		signs []Signature
		want  bool
	}{
		{"both", Registration{Attendance: Present}, []Signature{morning, afternoon}, true},
		{"one of two", Registration{Attendance: Present}, []Signature{morning}, false},
		{"revoked", Registration{Attendance: Present}, []Signature{morning, revoked}, false},
		{"somebody else's", Registration{Attendance: Present}, []Signature{morning, other}, false},
		{"left at noon", Registration{Attendance: Present, LeftEarly: 240, Minutes: minutes(180)}, []Signature{morning}, true},
		{"came after lunch", Registration{Attendance: Late, Minutes: minutes(180)}, []Signature{afternoon}, true},
		{"came a little late", Registration{Attendance: Late, Minutes: minutes(400)}, []Signature{afternoon}, false},
		{"absent", Registration{Attendance: Absent}, []Signature{morning, afternoon}, false},
	} {
		c.place.ID = "r"
		if got := day.Covered(c.place, c.signs); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestStrokes(t *testing.T) {
	for text, key := range map[string]string{
		`[[[10,10,0],[300,120,40]]]`: "", `[[[10,10,0],[60,60,9]],[[60,10,20],[10,60,30]]]`: "",
		``: "signature.problem.empty", `[]`: "signature.problem.empty", `[[[10,10,0],[12,11,5]]]`: "signature.problem.empty",
		`[[[10,10,0],[700,10,5]]]`: "signature.problem.unreadable", `[[[10,-1,0],[60,10,5]]]`: "signature.problem.unreadable",
		`<svg>`: "signature.problem.unreadable", `[` + strings.Repeat(`[[0,0,0]],`, 201) + `[[9,9,0]]]`: "signature.problem.unreadable",
	} {
		strokes, problems := ParseStrokes(text)
		if problems["strokes"].Key != key || key == "" && strokes.String() != text {
			t.Errorf("%.40s: %q, %v", text, problems["strokes"].Key, strokes)
		}
	}
	cross := Strokes{{{10, 10, 0}, {60, 60, 9}}, {{60, 10, 20}, {10, 60, 30}}}
	if !cross.IsCross() || (Strokes{{{10, 10, 0}, {60, 60, 9}}, {{100, 10, 20}, {150, 60, 30}}}).IsCross() || cross[:1].IsCross() {
		t.Error("a cross is two straight lines that meet")
	}
	if got := cross.Path(); got != "M10 10L60 60M60 10L10 60" {
		t.Error(got)
	}
}

// Whatever is changed in what was signed changes the digest.
func TestDigest(t *testing.T) {
	s := Session{PublicID: "s", OnDate: "2026-11-24", StartsAt: "09:00", EndsAt: "13:00"}
	x := Signature{Half: Whole, Moment: MomentStart, Way: SignedTablet, SignedAt: InstantOf(time.Unix(1, 0)), Strokes: Strokes{{{1, 1, 0}, {9, 9, 1}}}}
	seen := map[string]bool{x.Digest(s, "r"): true}
	moved, later, drawn := s, x, x
	moved.EndsAt, later.SignedAt, drawn.Strokes = "12:00", InstantOf(time.Unix(2, 0)), Strokes{{{1, 1, 0}, {9, 8, 1}}}
	for _, digest := range []string{x.Digest(moved, "r"), x.Digest(s, "r2"), later.Digest(s, "r"), drawn.Digest(s, "r")} {
		if seen[digest] {
			t.Error("the same digest for something else")
		}
		seen[digest] = true
	}
}

func TestLeftEarly(t *testing.T) {
	s := Session{StartsAt: "09:00", EndsAt: "13:00"}
	late := Mark{Attendance: Late, LateMinutes: 15, LeftEarly: 30}
	if m := late.Minutes(s); m == nil || *m != 195 || LateBy(s, Registration{Attendance: Late, Minutes: m, LeftEarly: 30}) != 15 {
		t.Errorf("late by 15 and gone 30 before the end of 240: %v", m)
	}
	if m := (Mark{Attendance: Present, LeftEarly: 60}).Minutes(s); m == nil || *m != 180 {
		t.Errorf("gone an hour before the end: %v", m)
	}
	if len(late.Check(s)) != 0 || !(Mark{Attendance: Late, LateMinutes: 200, LeftEarly: 40}).Check(s).Has("left") || !(Mark{Attendance: Present, LeftEarly: 240}).Check(s).Has("left") {
		t.Error("somebody who attended was there for a minute at least")
	}
}
