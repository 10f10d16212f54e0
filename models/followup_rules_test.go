package models

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

var followUpZone, _ = time.LoadLocation("Europe/Brussels")

func goodFollowUp() FollowUp {
	return FollowUp{OnDate: "2026-11-24", StartsAt: "10:00", Minutes: 45, Mode: ModeOffice, Presence: Present, Topics: "CV;mobilite"}
}

func TestCheckFollowUp(t *testing.T) {
	operation := Operation{StartsOn: "2026-01-01", EndsOn: "2026-12-31"}
	for name, tc := range map[string]struct {
		change func(*FollowUp)
		today  Date
		want   []string
	}{
		"right":            {func(*FollowUp) {}, "2026-11-24", nil},
		"yesterday":        {func(f *FollowUp) { f.OnDate = "2026-11-23" }, "2026-11-24", nil},
		"future":           {func(f *FollowUp) { f.OnDate = "2026-11-25" }, "2026-11-24", []string{"date"}},
		"no date":          {func(f *FollowUp) { f.OnDate = "" }, "2026-11-24", []string{"date"}},
		"before operation": {func(f *FollowUp) { f.OnDate = "2025-12-31" }, "2026-11-24", []string{"date"}},
		"first day":        {func(f *FollowUp) { f.OnDate = "2026-01-01" }, "2026-11-24", nil},
		"after operation":  {func(f *FollowUp) { f.OnDate = "2027-01-01" }, "2027-02-01", []string{"date"}},
		"0 minutes":        {func(f *FollowUp) { f.Minutes = 0 }, "2026-11-24", []string{"minutes"}},
		"0 of an absence":  {func(f *FollowUp) { f.Minutes, f.Presence = 0, Absent }, "2026-11-24", nil},
		"1 minute":         {func(f *FollowUp) { f.Minutes = 1 }, "2026-11-24", nil},
		"600 minutes":      {func(f *FollowUp) { f.Minutes = 600 }, "2026-11-24", nil},
		"601 minutes":      {func(f *FollowUp) { f.Minutes = 601 }, "2026-11-24", []string{"minutes"}},
		"over midnight":    {func(f *FollowUp) { f.StartsAt = "23:30" }, "2026-11-24", []string{"starts_at"}},
		"until midnight":   {func(f *FollowUp) { f.StartsAt = "23:15" }, "2026-11-24", nil},
		"skipped hour":     {func(f *FollowUp) { f.OnDate, f.StartsAt = "2026-03-29", "02:30" }, "2026-11-24", []string{"starts_at"}},
		"no start":         {func(f *FollowUp) { f.StartsAt = "" }, "2026-11-24", nil},
		"unknown mode":     {func(f *FollowUp) { f.Mode = "fax" }, "2026-11-24", []string{"mode"}},
		"unknown presence": {func(f *FollowUp) { f.Presence = Late }, "2026-11-24", []string{"presence"}},
		"away, no place":   {func(f *FollowUp) { f.Mode = ModeAway }, "2026-11-24", []string{"place"}},
		"away":             {func(f *FollowUp) { f.Mode, f.Place = ModeAway, "Gembloux" }, "2026-11-24", nil},
		"long place":       {func(f *FollowUp) { f.Place = strings.Repeat("é", 201) }, "2026-11-24", []string{"place"}},
		"control in place": {func(f *FollowUp) { f.Place = "Nam\x00ur" }, "2026-11-24", []string{"place"}},
		"control in topic": {func(f *FollowUp) { f.Topics = "CV;\x1b[2J" }, "2026-11-24", []string{"topics"}},
	} {
		f := goodFollowUp()
		tc.change(&f)
		got := slices.Sorted(maps.Keys(CheckFollowUp(f, operation, tc.today, followUpZone)))
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: problems at %v, want %v", name, got, tc.want)
		}
	}
}

// Rule 4 of product.md §3: only attended, signed time counts; a step without the person is staff time.
func TestWhatCounts(t *testing.T) {
	for _, tc := range []struct {
		mode, presence  string
		signed          bool
		attended, staff bool
		minutes         int
	}{
		{mode: ModeOffice, presence: Present, signed: true, attended: true, staff: true, minutes: 45},
		{mode: ModePhone, presence: Present, signed: false, attended: true, staff: true},
		{mode: ModeErrand, presence: Present, signed: true, staff: true},
		{mode: ModeOffice, presence: Excused, signed: true},
		{mode: ModeOffice, presence: Absent, signed: true},
	} {
		f := FollowUp{Mode: tc.mode, Presence: tc.presence, Signed: tc.signed, Minutes: 45}
		if f.Attended() != tc.attended || f.StaffTime() != tc.staff || f.HourMinutes() != tc.minutes {
			t.Errorf("%s %s signed %v: attended %v, staff %v, %d minutes", tc.mode, tc.presence, tc.signed, f.Attended(), f.StaffTime(), f.HourMinutes())
		}
		f.CancelledAt = InstantOf(time.Now())
		if f.Attended() || f.StaffTime() || f.HourMinutes() != 0 {
			t.Errorf("%s %s: a cancelled follow-up still counts", tc.mode, tc.presence)
		}
	}
}

func TestCheckNote(t *testing.T) {
	for name, tc := range map[string]struct {
		note Note
		want []string
	}{
		"empty":              {Note{Level: NoteFile}, nil},
		"lines":              {Note{Level: NoteConfidence, Body: "une ligne\nune autre\tfin"}, nil},
		"unknown level":      {Note{Level: "secret", Body: "x"}, []string{"level"}},
		"shared with none":   {Note{Level: NoteShared, Body: "x"}, []string{"readers"}},
		"empty, shared":      {Note{Level: NoteShared}, nil},
		"shared":             {Note{Level: NoteShared, Body: "x", Readers: []string{"u"}}, nil},
		"control characters": {Note{Level: NoteFile, Body: "x\x00y"}, []string{"note"}},
		"too long":           {Note{Level: NoteFile, Body: strings.Repeat("é", maxNote+1)}, []string{"note"}},
		"as long as allowed": {Note{Level: NoteFile, Body: strings.Repeat("é", maxNote)}, nil},
	} {
		if got := slices.Sorted(maps.Keys(CheckNote(tc.note))); !slices.Equal(got, tc.want) {
			t.Errorf("%s: problems at %v, want %v", name, got, tc.want)
		}
	}
	for level, kind := range map[string]string{NoteFile: KindNote, NoteShared: KindNoteShared, NoteConfidence: KindNoteConfidence, "": "", "x": ""} {
		if got := KindOfNote(level); got != kind {
			t.Errorf("KindOfNote(%q) = %q", level, got)
		}
	}
}

func TestOrderTopics(t *testing.T) {
	first, others := OrderTopics([]string{"CV;mobilite", "mobilite;inconnu au catalogue;langue", ""})
	if !slices.Equal(first, []string{"CV", "mobilite", "langue"}) {
		t.Errorf("first = %v", first)
	}
	if len(first)+len(others) != len(Topics) || slices.Contains(others, "CV") {
		t.Errorf("others = %v: each topic once", others)
	}
	first, _ = OrderTopics([]string{strings.Join(Topics, ";")})
	if !slices.Equal(first, Topics[:RecentTopics]) {
		t.Errorf("first of many = %v", first)
	}
}

func TestCheckAppointment(t *testing.T) {
	good := Appointment{OnDate: "2026-11-24", StartsAt: "09:00", Minutes: 60, Mode: ModeOffice}
	for name, tc := range map[string]struct {
		change func(*Appointment)
		want   []string
	}{
		"right":         {func(*Appointment) {}, nil},
		"past":          {func(a *Appointment) { a.OnDate = "2026-11-23" }, []string{"date"}},
		"no date":       {func(a *Appointment) { a.OnDate = "" }, []string{"date"}},
		"wrong century": {func(a *Appointment) { a.OnDate = "2036-11-24" }, []string{"date"}},
		"no time":       {func(a *Appointment) { a.StartsAt = "" }, []string{"time"}},
		"skipped hour":  {func(a *Appointment) { a.OnDate, a.StartsAt = "2027-03-28", "02:15" }, []string{"time"}},
		"midnight":      {func(a *Appointment) { a.StartsAt = "23:30" }, []string{"time"}},
		"too short":     {func(a *Appointment) { a.Minutes = 4 }, []string{"minutes"}},
		"too long":      {func(a *Appointment) { a.Minutes = 601 }, []string{"minutes"}},
		"an errand":     {func(a *Appointment) { a.Mode = ModeErrand }, []string{"mode"}},
		"away":          {func(a *Appointment) { a.Mode = ModeAway }, []string{"place"}},
		"long purpose":  {func(a *Appointment) { a.Purpose = strings.Repeat("x", 201) }, []string{"purpose"}},
	} {
		a := good
		tc.change(&a)
		if got := slices.Sorted(maps.Keys(CheckAppointment(a, "2026-11-24", followUpZone))); !slices.Equal(got, tc.want) {
			t.Errorf("%s: problems at %v, want %v", name, got, tc.want)
		}
	}
}

func TestAppointmentState(t *testing.T) {
	for _, tc := range []struct {
		on      Date
		outcome string
		clock   string
		want    string
		taken   bool
	}{
		{"2026-11-25", "", "09:30", AppointmentToCome, true},
		{"2026-11-24", "", "09:44", AppointmentToCome, true},
		{"2026-11-24", "", "09:45", AppointmentToSpecify, true},
		{"2026-11-23", "", "00:00", AppointmentToSpecify, true},
		{"2026-11-23", Present, "09:30", Present, true},
		{"2026-11-25", OutcomeCancelled, "09:30", OutcomeCancelled, false},
		{"2026-11-23", Absent, "09:30", Absent, false},
	} {
		a := Appointment{OnDate: tc.on, StartsAt: "09:00", Minutes: 45, Outcome: tc.outcome}
		if got := a.State("2026-11-24", tc.clock); got != tc.want || a.TakesTime() != tc.taken {
			t.Errorf("%+v at %s: %s, takes time %v", a, tc.clock, got, a.TakesTime())
		}
	}
}

func TestMonday(t *testing.T) {
	for d, want := range map[Date]Date{"2026-11-24": "2026-11-23", "2026-11-23": "2026-11-23", "2026-11-29": "2026-11-23", "2027-01-01": "2026-12-28", "": ""} {
		if got := d.Monday(); got != want {
			t.Errorf("Monday of %q = %q, want %q", d, got, want)
		}
	}
}

func TestMissingAtEntry(t *testing.T) {
	complete := Entry{Forem: "DEI", ISCED: "3"}
	for name, tc := range map[string]struct {
		sex   string
		birth BirthDate
		entry Entry
		want  []string
	}{
		"complete":          {"F", "1992-02-14", complete, nil},
		"nothing":           {"", "", Entry{}, []string{MissingSex, MissingBirth, MissingLabour, MissingISCED}},
		"refused":           {Refused, "1992-02-14", complete, []string{MissingSex}},
		"a year is enough":  {"M", "1992", complete, nil},
		"a year in between": {"M", "1996", complete, []string{MissingBirth}},
		"asked, unknown":    {"F", "1992", Entry{Forem: Unknown, Work: Unknown, ISCED: Unknown}, []string{MissingLabour, MissingISCED}},
		"seeks no work":     {"F", "1992", Entry{Forem: "AUCUN", Seeking: No, ISCED: "0"}, nil},
	} {
		if got := MissingAtEntry(tc.sex, tc.birth, tc.entry, "2026-06-01"); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}
