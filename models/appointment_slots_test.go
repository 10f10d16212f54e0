package models

import (
	"slices"
	"testing"
)

func at(day Date, starts, ends, whose string) Taken {
	return Taken{OnDate: day, Starts: starts, Ends: ends, Whose: whose}
}

func TestFirstClash(t *testing.T) {
	a := Appointment{OnDate: "2026-11-25", StartsAt: "10:00", Minutes: 60}
	for name, tc := range map[string]struct {
		times []Taken
		seats int
		want  int
	}{
		"nothing":               {nil, 1, -1},
		"colleague":             {[]Taken{at("2026-11-25", "10:30", "11:30", TakenColleague)}, 0, 0},
		"ends when it begins":   {[]Taken{at("2026-11-25", "09:00", "10:00", TakenColleague)}, 0, -1},
		"begins when it ends":   {[]Taken{at("2026-11-25", "11:00", "12:00", TakenPerson)}, 0, -1},
		"another day":           {[]Taken{at("2026-11-26", "10:00", "11:00", TakenPerson)}, 0, -1},
		"location without end":  {[]Taken{at("2026-11-25", "10:00", "11:00", TakenLocation)}, 0, -1},
		"one seat":              {[]Taken{at("2026-11-25", "10:00", "11:00", TakenLocation)}, 1, 0},
		"two seats, one taken":  {[]Taken{at("2026-11-25", "10:00", "11:00", TakenLocation)}, 2, -1},
		"two seats, one by one": {[]Taken{at("2026-11-25", "09:30", "10:30", TakenLocation), at("2026-11-25", "10:30", "11:30", TakenLocation)}, 2, -1},
		"two seats, together":   {[]Taken{at("2026-11-25", "09:30", "10:31", TakenLocation), at("2026-11-25", "10:30", "11:30", TakenLocation)}, 2, 0},
		"the person first":      {[]Taken{at("2026-11-25", "10:00", "11:00", TakenLocation), at("2026-11-25", "10:00", "11:00", TakenPerson)}, 1, 1},
	} {
		if got := FirstClash(a, tc.times, tc.seats); got != tc.want {
			t.Errorf("%s: %d, want %d", name, got, tc.want)
		}
	}
}

func TestFreeSlots(t *testing.T) {
	a := Appointment{OnDate: "2026-11-25", StartsAt: "10:00", Minutes: 60}
	busy := []Taken{at("2026-11-25", "10:00", "11:00", TakenColleague), at("2026-11-26", "09:00", "17:00", TakenPerson)}
	got := FreeSlots(a, busy, 0, "2026-11-24", "09:30")
	want := []Slot{{"2026-11-25", "08:30"}, {"2026-11-25", "09:00"}, {"2026-11-25", "11:00"}, {"2026-11-27", "10:00"}, {"2026-11-30", "10:00"}, {"2026-12-01", "10:00"}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	// Today: nothing before now. Christmas and the weekend are not offered.
	christmas := Appointment{OnDate: "2026-12-24", StartsAt: "09:00", Minutes: 60}
	got = FreeSlots(christmas, nil, 0, "2026-12-24", "15:40")
	want = []Slot{{"2026-12-24", "16:00"}, {"2026-12-28", "09:00"}, {"2026-12-29", "09:00"}, {"2026-12-30", "09:00"}}
	if !slices.Equal(got, want) {
		t.Errorf("around Christmas: %v", got)
	}
	// Half an hour before lunch there is no room for an hour, and a whole day fits nowhere twice.
	noon := Appointment{OnDate: "2026-11-25", StartsAt: "12:00", Minutes: 60}
	for _, s := range FreeSlots(noon, nil, 0, "2026-11-24", "09:30") {
		if s.StartsAt > "11:30" && s.StartsAt < "13:00" {
			t.Errorf("over lunch: %v", s)
		}
	}
	if got := FreeSlots(Appointment{OnDate: "2026-11-25", StartsAt: "09:00", Minutes: 600}, nil, 0, "2026-11-24", "09:30"); got != nil {
		t.Errorf("ten hours in a day of eight and a half: %v", got)
	}
	// Summer time begins and ends on a Sunday: the days around are whole.
	for _, friday := range []Date{"2026-03-27", "2026-10-23"} {
		full := []Taken{at(friday, "08:00", "18:00", TakenColleague)}
		if got := FreeSlots(Appointment{OnDate: friday, StartsAt: "09:00", Minutes: 60}, full, 0, friday, "07:00"); len(got) != 3 || got[0] != (Slot{friday.AddDays(3), "09:00"}) {
			t.Errorf("after %s: %v", friday, got)
		}
	}
}

func TestGaps(t *testing.T) {
	const day = Date("2026-11-25")
	for name, tc := range map[string]struct {
		times []Taken
		from  string
		want  []string
	}{
		"a free day":     {nil, "", []string{"08:30-12:30", "13:00-17:00"}},
		"a full day":     {[]Taken{at(day, "08:00", "18:00", "")}, "", nil},
		"holes":          {[]Taken{at(day, "10:00", "11:00", ""), at(day, "09:00", "10:15", ""), at(day, "16:45", "17:30", "")}, "", []string{"08:30-09:00", "11:00-12:30", "13:00-16:45"}},
		"from now":       {nil, "11:52", []string{"12:00-12:30", "13:00-17:00"}},
		"after the day":  {nil, "18:00", nil},
		"too short":      {[]Taken{at(day, "08:50", "12:10", "")}, "", []string{"13:00-17:00"}},
		"another day's":  {[]Taken{at("2026-11-26", "08:00", "18:00", "")}, "", []string{"08:30-12:30", "13:00-17:00"}},
		"one in another": {[]Taken{at(day, "09:00", "12:00", ""), at(day, "10:00", "10:30", "")}, "", []string{"08:30-09:00", "12:00-12:30", "13:00-17:00"}},
	} {
		var got []string
		for _, g := range Gaps(day, tc.times, tc.from) {
			got = append(got, g.Starts+"-"+g.Ends)
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}

func TestHolidays(t *testing.T) {
	for day, want := range map[Date]string{"2026-04-06": "lundi_paques", "2026-05-14": "ascension", "2026-05-25": "lundi_pentecote", "2026-12-25": "noel",
		"2027-03-29": "lundi_paques", "2026-11-24": "", "": ""} {
		if got := Holiday(day); got != want {
			t.Errorf("%s: %q, want %q", day, got, want)
		}
	}
	for year, want := range map[int]Date{2024: "2024-03-31", 2025: "2025-04-20", 2026: "2026-04-05", 2038: "2038-04-25", 2285: "2285-03-22"} {
		if got := Easter(year); got != want {
			t.Errorf("Easter %d: %s, want %s", year, got, want)
		}
	}
	if WorkingDay("2026-11-28") || WorkingDay("2026-12-25") || WorkingDay("") || !WorkingDay("2026-11-27") {
		t.Error("working days")
	}
}

func TestCheckAppointmentParts(t *testing.T) {
	i := Interpreter{Interpreted: true, Interprets: " Éric Dupont "}
	if !i.SameInterpreter(Interpreter{Interpreted: true, Interprets: "eric dupont"}) || i.SameInterpreter(Interpreter{Interpreted: true}) || i.SameInterpreter(Interpreter{Interprets: "Éric Dupont"}) {
		t.Error("the same interpreter")
	}
	if p := CheckCancellation("", ""); p["side"].Key != "appointment.problem.side" {
		t.Errorf("no side: %v", p)
	}
	if p := CheckLocation(Location{Seats: 100}); !p.Has("name") || !p.Has("seats") {
		t.Errorf("location: %v", p)
	}
	problems := Problems{}
	checkInterpreter(problems, Interpreter{Language: "xx", Interprets: "\u202e"})
	if !problems.Has("interpreter_language") || !problems.Has("interpreter_name") {
		t.Errorf("interpreter: %v", problems)
	}
	if !(Location{Desk: true}).Serves(ModeAway) || (Location{Desk: true}).Serves(ModeOffice) || (Location{}).Serves(ModePhone) {
		t.Error("which place serves which mode")
	}
}
