package models

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// met is an attended and signed follow-up of an hour.
func met(date Date) ContactFact {
	return ContactFact{Kind: FollowUpContact, Date: date, Minutes: 60, Mode: "bureau", Presence: "present", Signed: true}
}

func with(c ContactFact, change func(*ContactFact)) ContactFact {
	change(&c)
	return c
}

func TestSpells(t *testing.T) {
	leave := func(date Date) ExitFact { return ExitFact{Date: date, Reason: "terme"} }
	absent := with(met("2026-01-05"), func(c *ContactFact) { c.Presence = "absent" })
	step := with(met("2026-01-05"), func(c *ContactFact) { c.Mode = "demarche" })
	late := with(met("2026-01-05"), func(c *ContactFact) { c.Presence = "retard" })
	unsigned := with(met("2026-01-05"), func(c *ContactFact) { c.Signed = false })
	for name, c := range map[string]struct {
		contacts []ContactFact
		exits    []ExitFact
		want     []Spell
	}{
		"nothing":                        {nil, nil, nil},
		"absent opens nothing":           {[]ContactFact{absent}, nil, nil},
		"a step opens nothing":           {[]ContactFact{step}, nil, nil},
		"late is there":                  {[]ContactFact{late}, nil, []Spell{{From: "2026-01-05"}}},
		"entry needs no signature":       {[]ContactFact{unsigned}, nil, []Spell{{From: "2026-01-05"}}},
		"exit without contact":           {nil, []ExitFact{leave("2026-01-09")}, nil},
		"exit before the first contact":  {[]ContactFact{met("2026-01-05")}, []ExitFact{leave("2026-01-02")}, []Spell{{From: "2026-01-05"}}},
		"order of rows does not matter":  {[]ContactFact{met("2026-02-05"), met("2026-01-05")}, nil, []Spell{{From: "2026-01-05"}}},
		"closed":                         {[]ContactFact{met("2026-01-05")}, []ExitFact{leave("2026-01-09")}, []Spell{{"2026-01-05", "2026-01-09", "terme"}}},
		"exit on the day of the contact": {[]ContactFact{met("2026-01-05")}, []ExitFact{leave("2026-01-05")}, []Spell{{"2026-01-05", "2026-01-05", "terme"}}},
		"contact on the day of the exit": {
			[]ContactFact{met("2026-01-05"), met("2026-01-09")},
			[]ExitFact{leave("2026-01-09")},
			[]Spell{{"2026-01-05", "2026-01-09", "terme"}},
		},
		"return": {
			[]ContactFact{met("2026-01-05"), met("2026-01-10")},
			[]ExitFact{leave("2026-01-09")},
			[]Spell{{"2026-01-05", "2026-01-09", "terme"}, {From: "2026-01-10"}},
		},
		"absence after the exit is no return": {
			[]ContactFact{met("2026-01-03"), absent},
			[]ExitFact{leave("2026-01-04")},
			[]Spell{{"2026-01-03", "2026-01-04", "terme"}},
		},
		"of two exits the later counts": {
			[]ContactFact{met("2026-01-05")},
			[]ExitFact{{Date: "2026-02-09", Reason: "emploi"}, leave("2026-01-09")},
			[]Spell{{"2026-01-05", "2026-02-09", "emploi"}},
		},
		"two closed periods": {
			[]ContactFact{met("2026-01-05"), met("2026-03-01")},
			[]ExitFact{leave("2026-01-09"), leave("2026-03-01")},
			[]Spell{{"2026-01-05", "2026-01-09", "terme"}, {"2026-03-01", "2026-03-01", "terme"}},
		},
	} {
		if diff := cmp.Diff(c.want, Spells(c.contacts, c.exits)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestLabourStatus(t *testing.T) {
	for _, c := range []struct {
		forem, work, seeking string
		want                 LabourStatus
	}{
		{"DEI", "", "", Unemployed},
		{"DEI", "salarie_partiel", "non", Unemployed}, // the register wins
		{"DEI", "ale", "", Unemployed},
		{"DEI", "etudiant", "", Unemployed},
		{"DE_OCCUPE", "salarie", "oui", Employed},
		{"AUCUN", "independant", "oui", Employed},
		{"AUCUN", "art60", "", Employed},
		{"AUCUN", "etudiant", "non", Inactive},
		{"AUCUN", "ale", "oui", Unemployed},
		{"AUCUN", "aucun", "oui", Unemployed},
		{"AUCUN", "aucun", "non", Inactive},
		{"AUCUN", "aucun", "", ""},
		{"AUCUN", "aucun", "inconnu", ""},
		{"AUCUN", "aucun", "refus", ""},
		{"inconnu", "inconnu", "inconnu", ""},
		{"", "salarie", "", Employed},
		{"", "", "", ""},
	} {
		if got := labourStatus(SnapshotFacts{Forem: c.forem, Work: c.work, Seeking: c.seeking}); got != c.want {
			t.Errorf("forem %q, travail %q, cherche %q: %q, want %q", c.forem, c.work, c.seeking, got, c.want)
		}
	}
}

func TestAgeBracket(t *testing.T) {
	for _, c := range []struct {
		birth BirthDate
		entry Date
		want  AgeBracket
		age   AgeRange
	}{
		{"2008-02-29", "2026-02-28", Below18, AgeRange{true, 17, 17}}, // a birthday on 29 February is reached on 1 March
		{"2008-02-29", "2026-03-01", From18, AgeRange{true, 18, 18}},
		{"1996-06-15", "2026-06-14", From18, AgeRange{true, 29, 29}},
		{"1996-06-15", "2026-06-15", From30, AgeRange{true, 30, 30}},
		{"1971-06-15", "2026-06-14", From30, AgeRange{true, 54, 54}},
		{"1971-06-15", "2026-06-15", From55, AgeRange{true, 55, 55}},
		{"1990", "2026-06-15", From30, AgeRange{true, 35, 36}},
		{"1996", "2026-06-15", "", AgeRange{true, 29, 30}}, // either side of 30
		{"1996", "2026-12-31", From30, AgeRange{true, 30, 30}},
		{"", "2026-06-15", "", AgeRange{}},
		{"2027-01-01", "2026-06-15", "", AgeRange{}}, // not born at entry: not usable
	} {
		age := ageOn(c.birth, c.entry)
		if age != c.age || bracketOf(age) != c.want {
			t.Errorf("born %s, entry %s: %v %q, want %v %q", c.birth, c.entry, age, bracketOf(age), c.age, c.want)
		}
	}
}

func TestLongTerm(t *testing.T) {
	for name, c := range map[string]struct {
		since, entry Date
		birth        BirthDate
		rule         string
		want         string
	}{
		"exactly 12 months is not more": {"2025-01-15", "2026-01-15", "1980-01-01", LongTermFlat, No},
		"12 months and a day":           {"2025-01-15", "2026-01-16", "1980-01-01", LongTermFlat, Yes},
		"clamped to the month end":      {"2024-02-29", "2025-03-01", "1980-01-01", LongTermFlat, Yes},
		"on the clamped day":            {"2024-02-29", "2025-02-28", "1980-01-01", LongTermFlat, No},
		"not known":                     {"", "2026-01-16", "1980-01-01", LongTermFlat, ""},
		"young, flat rule":              {"2025-06-01", "2026-01-15", "2005-01-01", LongTermFlat, No},
		"young, 6 months":               {"2025-07-15", "2026-01-15", "2005-01-01", LongTermByAge, No},
		"young, 6 months and a day":     {"2025-07-15", "2026-01-16", "2005-01-01", LongTermByAge, Yes},
		"31 August + 6 months, young":   {"2025-08-31", "2026-03-01", "2005-01-01", LongTermByAge, Yes},
		"25 today: 12 months":           {"2025-06-01", "2026-01-15", "2001-01-15", LongTermByAge, No},
		"24 until tomorrow: 6 months":   {"2025-06-01", "2026-01-15", "2001-01-16", LongTermByAge, Yes},
		"24 or 25: the longer":          {"2025-06-01", "2026-01-15", "2001", LongTermByAge, No},
		"age not known: the longer":     {"2025-06-01", "2026-01-15", "", LongTermByAge, No},
		"since a date after the entry":  {"2026-03-01", "2026-01-15", "1980-01-01", LongTermFlat, No},
	} {
		f := valid(c.entry)
		f.Profile.Birth, f.Snapshot.UnemployedSince = c.birth, c.since
		rules := DefaultRules()
		rules.LongTerm = c.rule
		if p := Evaluate(f, rules, "2026-12-31"); p.LongTerm != c.want {
			t.Errorf("%s: %q, want %q", name, p.LongTerm, c.want)
		}
	}
}

func TestShortSupport(t *testing.T) {
	signed := func(date Date, minutes int) ContactFact {
		return with(met(date), func(c *ContactFact) { c.Minutes = minutes })
	}
	unsigned := with(met("2026-01-09"), func(c *ContactFact) { c.Signed = false })
	step := with(met("2026-01-09"), func(c *ContactFact) { c.Mode = "demarche" })
	for name, c := range map[string]struct {
		contacts    []ContactFact
		hours, days string
		want        ParticipationStatus
	}{
		"8 hours on one day":              {[]ContactFact{signed("2026-01-05", 300), signed("2026-01-05", 180)}, "", "", ExcludedShort},
		"8 hours and a minute on one day": {[]ContactFact{signed("2026-01-05", 481)}, "", "", Complete},
		"2 hours on two days":             {[]ContactFact{signed("2026-01-05", 60), signed("2026-01-06", 60)}, "", "", Complete},
		"the second day is not signed":    {[]ContactFact{signed("2026-01-05", 60), unsigned}, "", "", ExcludedShort},
		"the second day is a step":        {[]ContactFact{signed("2026-01-05", 60), step}, "", "", ExcludedShort},
		"nothing signed":                  {[]ContactFact{unsigned}, "", "", ExcludedShort},
		"hours 0 exclude nobody":          {[]ContactFact{unsigned}, "0", "1", Complete},
		"days 0 exclude nobody":           {[]ContactFact{unsigned}, "8", "0", Complete},
		"own thresholds":                  {[]ContactFact{signed("2026-01-05", 60), signed("2026-01-06", 60)}, "2", "2", ExcludedShort},
		"unreadable cells are defaults":   {[]ContactFact{signed("2026-01-05", 60)}, "inconnu", "inconnu", ExcludedShort},
		"nobody came":                     {[]ContactFact{step}, "0", "0", NotStarted},
	} {
		f := valid("2026-01-05")
		f.Contacts = c.contacts
		rules := Operation{ShortHours: c.hours, ShortDays: c.days}.Rules()
		if p := Evaluate(f, rules, "2026-12-31"); p.Status != c.want {
			t.Errorf("%s: %s, want %s", name, p.Status, c.want)
		}
	}
}

func TestCountedMinutes(t *testing.T) {
	recorded, module := 50, 240
	for _, c := range []struct {
		counting, presence string
		recorded, module   *int
		want               int
	}{
		{CountClock, "present", &recorded, &module, 50},
		{CountClock, "retard", nil, &module, 180},
		{"", "present", &recorded, &module, 50},
		{CountFixed, "present", &recorded, &module, 240},
		{CountFixed, "present", &recorded, nil, 180},
		{CountDuration, "present", &recorded, &module, 180},
		{CountFixed, "absent", &recorded, &module, 0},
		{CountDuration, "excuse", &recorded, &module, 0},
		{CountClock, "absent", &recorded, &module, 0},
		{CountClock, "", &recorded, &module, 0},
	} {
		if got := CountedMinutes(c.counting, c.presence, c.recorded, c.module, "09:00", "12:00"); got != c.want {
			t.Errorf("%s %s: %d, want %d", c.counting, c.presence, got, c.want)
		}
	}
	if got := CountedMinutes(CountDuration, "present", nil, nil, "12:00", ""); got != 0 {
		t.Errorf("without an end: %d", got)
	}
}

func TestHours(t *testing.T) {
	f := valid("2026-01-05")
	f.Contacts = []ContactFact{
		met("2026-01-05"),
		with(met("2026-02-05"), func(c *ContactFact) {
			c.Kind, c.Category, c.Start, c.End = SessionContact, "Orientation", "09:00", "10:30"
		}),
		with(met("2026-02-06"), func(c *ContactFact) {
			c.Kind, c.Minutes, c.Presence, c.Start, c.End = SessionContact, 0, "absent", "09:00", "12:00"
		}),
		with(met("2026-02-07"), func(c *ContactFact) { c.Signed = false }),
		with(met("2026-02-08"), func(c *ContactFact) { c.Mode = "demarche" }),
		met("2026-03-05"), // after the as-of date
	}
	p := Evaluate(f, DefaultRules(), "2026-02-28")
	want := []HoursLine{
		{CategoryIndividual, "2026-01", 60, 60},
		{"Orientation", "2026-02", 90, 60},
		{CategoryIndividual, "2026-02", 60, 0},
		{CategoryCollective, "2026-02", 180, 0},
	}
	if diff := cmp.Diff(want, p.Hours); diff != "" {
		t.Error(diff)
	}
	if p.SignedMinutes != 120 || p.SignedDays != 2 {
		t.Errorf("signed: %d minutes on %d days", p.SignedMinutes, p.SignedDays)
	}
}

// Facts dated after the as-of date do not exist.
func TestAsOf(t *testing.T) {
	f := valid("2026-01-05")
	f.Exits = []ExitFact{{Date: "2026-02-01", Reason: "emploi"}}
	f.Events = []EventFact{{Date: "2026-02-10", Type: "emploi"}}
	f.SixMonths = &SixMonthAnswer{Date: "2026-08-05", Status: "emploi"}
	for _, c := range []struct {
		asOf        Date
		status      ParticipationStatus
		exit        Date
		provisional bool
		results     []string
	}{
		{"2026-01-04", NotStarted, "", false, nil},
		{"2026-01-05", ExcludedShort, "", false, nil},
		{"2026-01-31", Complete, "", false, nil},
		{"2026-02-01", Complete, "2026-02-01", true, nil},
		{"2026-02-10", Complete, "2026-02-01", true, []string{"EECR04"}},
		{"2026-02-28", Complete, "2026-02-01", true, []string{"EECR04"}},
		{"2026-03-01", Complete, "2026-02-01", false, []string{"EECR04"}},
		{"2026-08-04", Complete, "2026-02-01", false, []string{"EECR04"}}, // due, not answered yet
		{"2026-08-05", Complete, "2026-02-01", false, []string{"EECR04", "EECR05"}},
	} {
		p := Evaluate(f, DefaultRules(), c.asOf)
		if p.Status != c.status || p.Exit != c.exit || p.Provisional != c.provisional {
			t.Errorf("%s: %s exit %q provisional %v", c.asOf, p.Status, p.Exit, p.Provisional)
		}
		if diff := cmp.Diff(c.results, results(p)); diff != "" {
			t.Errorf("%s: %s", c.asOf, diff)
		}
	}
	if len(f.Exits) != 1 || f.SixMonths == nil {
		t.Error("the facts were changed")
	}
}

// valid is an unemployed woman of full record who came on the entry date and the next day.
func valid(entry Date) EnrolmentFacts {
	return EnrolmentFacts{
		Enrolment: "I1", Person: "P1",
		Profile: ProfileFacts{
			Sex: "F", Birth: "1985-05-20", Nationalities: []string{"MA"},
			FatherBirthCountry: "MA", MotherBirthCountry: "MA", HasPhone: true,
		},
		Snapshot: SnapshotFacts{
			Forem: "DEI", Work: "aucun", Seeking: "oui", InTraining: "non", ISCED: "3",
			Disability: "non", Minority: "non", Homeless: "non", Degurba: "2",
		},
		Contacts: []ContactFact{met(entry), met(entry.AddDays(1))},
	}
}

// results are the result indicators of a participation.
func results(p Participation) []string {
	var codes []string
	for _, code := range p.Indicators.Codes() {
		if IndicatorByCode(code).Kind != Output {
			codes = append(codes, code)
		}
	}
	return codes
}

func has(p Participation, code string) bool { return slices.Contains(p.Indicators.Codes(), code) }
