package models

import (
	"net/url"
	"testing"
	"time"
)

// Whatever the day, a view shows whole weeks, Monday first, the day among them; the step forward then back shows the same days.
func TestCalendarDays(t *testing.T) {
	for d := Date("2026-01-01"); d < "2028-03-02"; d = d.AddDays(1) {
		for _, view := range []string{CalendarWeek, CalendarMonth} {
			days := CalendarDays(view, d)
			found := false
			for i, day := range days {
				found = found || day == d
				if i > 0 && days[i-1].AddDays(1) != day {
					t.Fatalf("%s %s: %s follows %s", view, d, day, days[i-1])
				}
			}
			if !found || len(days)%7 != 0 || days[0].Time().Weekday() != time.Monday || view == CalendarWeek && len(days) != 7 {
				t.Fatalf("%s of %s: %v", view, d, days)
			}
			back := CalendarStep(view, CalendarStep(view, d, 1), -1)
			if CalendarDays(view, back)[0] != days[0] {
				t.Fatalf("%s of %s: forward then back is %s", view, d, back)
			}
		}
		if month := CalendarDays(CalendarMonth, d); month[0] > FirstOfMonth(d) || month[len(month)-1] < FirstOfMonth(d).AddMonths(1).AddDays(-1) {
			t.Fatalf("the month of %s: %s to %s", d, month[0], month[len(month)-1])
		}
	}
}

func TestCalendarFilter(t *testing.T) {
	tom := User{PublicID: "u-tom"}
	session := SessionRow{Session: Session{Place: "Namur", Room: "B12"}, Programme: LLF, Trainers: []User{tom}}
	orphan := SessionRow{Session: Session{Place: "Namur"}, Programme: GTJ}
	for _, c := range []struct {
		filter       CalendarFilter
		kept, orphan bool
	}{{CalendarFilter{}, true, true}, {CalendarFilter{Place: "NAMUR"}, true, true}, {CalendarFilter{Place: "Dinant"}, false, false}, {CalendarFilter{Room: "b12"}, true, false},
		{CalendarFilter{Trainer: "u-tom"}, true, false}, {CalendarFilter{Trainer: CalendarNobody}, false, true}, {CalendarFilter{Programme: GTJ}, false, true},
		{CalendarFilter{Place: "Namur", Programme: GTJ, Trainer: "u-tom"}, false, false}} {
		if c.filter.Keeps(session) != c.kept || c.filter.Keeps(orphan) != c.orphan {
			t.Errorf("%+v keeps %v and %v", c.filter, c.filter.Keeps(session), c.filter.Keeps(orphan))
		}
		values, err := url.ParseQuery(c.filter.Values().Encode())
		if err != nil || CalendarFilterOf(values) != c.filter {
			t.Errorf("%+v is read back as %+v", c.filter, CalendarFilterOf(values))
		}
	}
}

func TestMovedStart(t *testing.T) {
	for _, c := range [][3]string{{"10:15", HalfMorning, "10:15"}, {"10:15", HalfAfternoon, "13:30"}, {"14:00", HalfMorning, "09:00"}, {"18:00", HalfEvening, "18:00"},
		{"09:00", HalfEvening, "17:30"}, {"09:00", "", "09:00"}, {"12:00", HalfMorning, "09:00"}} {
		if got := MovedStart(c[0], c[1]); got != c[2] {
			t.Errorf("%s moved to %s begins at %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

func TestFrenchMonthAndDay(t *testing.T) {
	if got := FrenchMonth("2026-08-01") + ", " + FrenchShortDay("2026-08-01") + FrenchMonth("") + FrenchShortDay("x"); got != "août 2026, sam. 1" {
		t.Error(got)
	}
}
