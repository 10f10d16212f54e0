package models

import (
	"slices"
	"strings"
	"testing"
)

const exchangeToday Date = "2026-06-30"

func ptr(n int) *int { return &n }

// smallExchange is a workbook without any finding; each case below spoils one thing.
func smallExchange() *Exchange {
	return &Exchange{
		Operations: []ExchangeOperation{{Row: 2, Code: "GTJ", Programme: "GTJ", Start: "2025-01-01", End: "2026-12-31"}},
		Modules:    []ExchangeModule{{Row: 2, Code: "INFO", Programme: "GTJ", Title: "Information"}},
		Persons: []ExchangePerson{
			{Row: 2, Ref: "P1", Family: "EXEMPLE", Given: "Amina", Birth: "1990-02-03", Postcode: "5000", Commune: "92094", Mobile: "0470 12 34 56"},
			{Row: 3, Ref: "P2", Family: "الخطيب", Birth: "1985"},
		},
		Enrolments: []ExchangeEnrolment{
			{Row: 2, Ref: "E1", Person: "P1", Operation: "GTJ", Referent: "a@cai.example", Requested: "2025-01-10"},
			{Row: 3, Ref: "E2", Person: "P2", Operation: "GTJ"},
		},
		FollowUps: []ExchangeFollowUp{
			{Row: 2, Ref: "F1", Enrolment: "E1", On: "2025-02-03", Start: "09:00", Minutes: ptr(60), Mode: "bureau", Signed: Yes, Counsellor: "a@cai.example"},
			{Row: 3, Ref: "F2", Enrolment: "E2", On: "2025-02-03", Start: "10:00", Minutes: ptr(60), Presence: "present", Signed: Yes, Counsellor: "a@cai.example"},
		},
		Sessions: []ExchangeSession{{Row: 2, Ref: "S1", Operation: "GTJ", Module: "INFO", On: "2025-03-04", Start: "09:00", End: "12:00", Trainers: []string{"a@cai.example"}}},
		Attendances: []ExchangeAttendance{
			{Row: 2, Session: "S1", Enrolment: "E1", Status: "present", Minutes: ptr(180), Signed: Yes},
			{Row: 3, Session: "S1", Enrolment: "E2", Status: "absent", Minutes: ptr(0)},
		},
		Exits:        []ExchangeExit{{Row: 2, Enrolment: "E1", On: "2025-06-01", Reason: "emploi"}},
		Events:       []ExchangeEvent{{Row: 2, Enrolment: "E1", On: "2025-06-02", Type: "emploi"}},
		SixMonths:    []ExchangeSixMonths{{Row: 2, Enrolment: "E1", On: "2025-12-01", Status: "emploi"}},
		Attestations: []ExchangeAttestation{{Row: 2, Enrolment: "E1", Number: "1", On: "2025-06-01"}},
	}
}

var knownStaff = ExchangeKnown{Staff: map[string]bool{"a@cai.example": true}, NISSEnabled: true}

func TestSmallExchangeHasNoFinding(t *testing.T) {
	if findings := CheckExchange(smallExchange(), knownStaff, exchangeToday); len(findings) > 0 {
		t.Errorf("%+v", findings)
	}
}

func TestCheckExchange(t *testing.T) {
	const e, w = LevelError, LevelWarning
	cases := []struct {
		name   string
		spoil  func(*Exchange)
		level  string
		sheet  string
		row    int
		column string
	}{
		{"operation ends before it starts", func(x *Exchange) { x.Operations[0].End = "2024-12-31" }, e, "Operations", 2, "fin"},
		{"operation code twice", func(x *Exchange) { x.Operations = append(x.Operations, ExchangeOperation{Row: 3, Code: "GTJ"}) }, e, "Operations", 3, "code"},
		{"module code twice", func(x *Exchange) { x.Modules = append(x.Modules, ExchangeModule{Row: 3, Code: "INFO"}) }, e, "Modules", 3, "code"},
		{"person reference twice", func(x *Exchange) {
			x.Persons[1].Ref = "P1"
			x.Enrolments[1].Person = "P1"
			x.FollowUps[1].Start = "15:00"
		}, e, "Personnes", 3, "ref"},
		{"no name at all", func(x *Exchange) { x.Persons[1].Family = "" }, e, "Personnes", 3, "nom"},
		{"born tomorrow", func(x *Exchange) { x.Persons[1].Birth = "2026-07-01" }, e, "Personnes", 3, "naissance"},
		{"born next year", func(x *Exchange) { x.Persons[1].Birth = "2027" }, e, "Personnes", 3, "naissance"},
		{"born in 1880", func(x *Exchange) { x.Persons[1].Birth = "1880" }, w, "Personnes", 3, "naissance"},
		{"name too long", func(x *Exchange) { x.Persons[1].Family = strings.Repeat("a", 500) }, w, "Personnes", 3, "nom"},
		{"name with a control character", func(x *Exchange) { x.Persons[1].Given = "Ami\u202ena" }, w, "Personnes", 3, "prenom"},
		{"impossible telephone", func(x *Exchange) { x.Persons[1].Mobile = "12" }, w, "Personnes", 3, "gsm"},
		{"impossible e-mail", func(x *Exchange) { x.Persons[1].Email = "amina" }, w, "Personnes", 3, "email"},
		{"postcode of another commune", func(x *Exchange) { x.Persons[0].Postcode = "4000" }, w, "Personnes", 2, "code_postal"},
		{"commune abroad", func(x *Exchange) { x.Persons[1].Commune = "Lille" }, w, "Personnes", 3, "commune"},
		{"arrived before birth", func(x *Exchange) { x.Persons[0].Arrival = "1989-01-01" }, w, "Personnes", 2, "arrivee_belgique"},
		{"NISS of another year", func(x *Exchange) { x.Persons[0].NISS = "85073003328" }, w, "Personnes", 2, "niss"},
		{"unknown person", func(x *Exchange) { x.Enrolments[0].Person = "P9" }, e, "Inscriptions", 2, "personne"},
		{"unknown operation", func(x *Exchange) { x.Enrolments[0].Operation = "XXX" }, e, "Inscriptions", 2, "operation"},
		{"unknown colleague", func(x *Exchange) { x.Enrolments[0].Referent = "b@cai.example" }, w, "Inscriptions", 2, "referent"},
		{"asked for after today", func(x *Exchange) { x.Enrolments[0].Requested = "2026-07-01" }, w, "Inscriptions", 2, "demande"},
		{"follow-up of an unknown enrolment", func(x *Exchange) { x.FollowUps[1].Enrolment = "E9" }, e, "Suivis", 3, "inscription"},
		{"follow-up attended tomorrow", func(x *Exchange) { x.FollowUps[1].On = "2026-07-01" }, e, "Suivis", 3, "date"},
		{"follow-up of no minutes", func(x *Exchange) { x.FollowUps[1].Minutes = ptr(0) }, w, "Suivis", 3, "minutes"},
		{"follow-up without signature", func(x *Exchange) { x.FollowUps[1].Signed = "" }, w, "Suivis", 3, "signature"},
		{"colleague in two places", func(x *Exchange) { x.FollowUps[1].Start = "09:59" }, w, "Suivis", 3, "debut"},
		{"person in two places", func(x *Exchange) {
			x.FollowUps[1].Enrolment, x.FollowUps[1].Start, x.FollowUps[1].Counsellor = "E1", "09:30", ""
		}, w, "Suivis", 3, "debut"},
		{"person in a session and a follow-up", func(x *Exchange) { x.FollowUps[0].On, x.FollowUps[0].Counsellor = "2025-03-04", "" }, w, "Presences", 2, "seance"},
		{"session of an unknown operation", func(x *Exchange) { x.Sessions[0].Operation = "XXX" }, e, "Seances", 2, "operation"},
		{"session of an unknown module", func(x *Exchange) { x.Sessions[0].Module = "XXX" }, w, "Seances", 2, "module"},
		{"session ends before it starts", func(x *Exchange) { x.Sessions[0].End = "08:00" }, e, "Seances", 2, "fin"},
		{"attendance of an unknown session", func(x *Exchange) { x.Attendances[1].Session = "S9" }, e, "Presences", 3, "seance"},
		{"attendance of an unknown enrolment", func(x *Exchange) { x.Attendances[1].Enrolment = "E9" }, e, "Presences", 3, "inscription"},
		{"attended a session to come", func(x *Exchange) { x.Sessions[0].On, x.Exits, x.FollowUps[0].On = "2026-07-01", nil, "2025-02-02" }, e, "Presences", 2, "statut"},
		{"attended without signature", func(x *Exchange) { x.Attendances[0].Signed = No }, w, "Presences", 2, "signature"},
		{"absent with minutes", func(x *Exchange) { x.Attendances[1].Minutes = ptr(30) }, w, "Presences", 3, "minutes"},
		{"attendance twice", func(x *Exchange) {
			x.Attendances = append(x.Attendances, ExchangeAttendance{Row: 4, Session: "S1", Enrolment: "E2", Status: "excuse"})
		}, w, "Presences", 4, "seance"},
		{"exit of an unknown enrolment", func(x *Exchange) { x.Exits[0].Enrolment = "E9" }, e, "Sorties", 2, "inscription"},
		{"exit after today", func(x *Exchange) { x.Exits[0].On = "2026-07-01" }, e, "Sorties", 2, "date"},
		{"exit before the first contact", func(x *Exchange) { x.Exits[0].On = "2025-02-02" }, e, "Sorties", 2, "date"},
		{"event after today", func(x *Exchange) { x.Events[0].On = "2026-07-01" }, e, "Evenements", 2, "date"},
		{"event of an unknown enrolment", func(x *Exchange) { x.Events[0].Enrolment = "E9" }, e, "Evenements", 2, "inscription"},
		{"event twice", func(x *Exchange) { x.Events = append(x.Events, x.Events[0]); x.Events[1].Row = 3 }, w, "Evenements", 3, "inscription"},
		{"six-month answer after today", func(x *Exchange) { x.SixMonths[0].On = "2026-07-01" }, e, "Suivi_6_mois", 2, "date"},
		{"six-month answer of an unknown enrolment", func(x *Exchange) { x.SixMonths[0].Enrolment = "E9" }, e, "Suivi_6_mois", 2, "inscription"},
		{"attestation of an unknown enrolment", func(x *Exchange) { x.Attestations[0].Enrolment = "E9" }, e, "Attestations", 2, "inscription"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			x := smallExchange()
			c.spoil(x)
			findings := CheckExchange(x, knownStaff, exchangeToday)
			found := slices.ContainsFunc(findings, func(f Finding) bool {
				return f.Level == c.level && f.Sheet == c.sheet && f.Row == c.row && f.Column == c.column && f.Message != ""
			})
			if !found {
				t.Errorf("not reported; findings: %+v", findings)
			}
			if HasErrors(findings) != (c.level == e) {
				t.Errorf("errors where only %s is due: %+v", c.level, findings)
			}
		})
	}
}

func TestDatesAfterTodayThatMayBe(t *testing.T) {
	x := smallExchange()
	x.Operations[0].End = "2030-12-31"
	x.Persons[0].PermitExpiry = "2030-01-01"
	x.FollowUps[1].On, x.FollowUps[1].Presence = "2026-07-15", "excuse"
	x.Sessions = append(x.Sessions, ExchangeSession{Row: 3, Ref: "S2", Operation: "GTJ", On: "2026-09-01", Start: "09:00", End: "12:00"})
	x.Attendances = append(x.Attendances, ExchangeAttendance{Row: 4, Session: "S2", Enrolment: "E1", Status: "inscrit"})
	if findings := CheckExchange(x, knownStaff, exchangeToday); len(findings) > 0 {
		t.Errorf("%+v", findings)
	}
}

func TestExitWithoutContactIsAWarning(t *testing.T) {
	for name, spoil := range map[string]func(*Exchange){
		"no contact":           func(x *Exchange) { x.FollowUps, x.Attendances = nil, nil },
		"absent only":          func(x *Exchange) { x.FollowUps, x.Attendances[0].Status = nil, "absent" },
		"only a démarche":      func(x *Exchange) { x.Attendances, x.FollowUps[0].Mode = nil, "demarche" },
		"registered, to come":  func(x *Exchange) { x.FollowUps, x.Attendances[0].Status = nil, "inscrit" },
		"unknown whether came": func(x *Exchange) { x.Attendances, x.FollowUps[0].Presence = nil, Unknown },
	} {
		x := smallExchange()
		spoil(x)
		x.Exits[0].On = "2025-01-15"
		findings := CheckExchange(x, knownStaff, exchangeToday)
		if HasErrors(findings) || !slices.ContainsFunc(findings, func(f Finding) bool { return f.Sheet == "Sorties" && f.Level == LevelWarning }) {
			t.Errorf("%s: %+v", name, findings)
		}
	}
}

func TestReferencesMayBeInTheDatabase(t *testing.T) {
	x := smallExchange()
	x.Operations, x.Modules, x.Persons, x.Enrolments, x.FollowUps, x.Sessions = nil, nil, nil, nil, nil, nil
	known := ExchangeKnown{
		Enrolments: map[string]bool{"E1": true, "E2": true}, Sessions: map[string]Date{"S1": "2025-03-04"},
		FirstContacts: map[string]Date{"E1": "2025-02-03"},
	}
	if findings := CheckExchange(x, known, exchangeToday); len(findings) > 0 {
		t.Errorf("%+v", findings)
	}
	x.Exits[0].On = "2025-01-15"
	if findings := CheckExchange(x, known, exchangeToday); !HasErrors(findings) {
		t.Errorf("an exit before the contacts of the database passes: %+v", findings)
	}
}

func TestNISSIsReportedMaskedWhenTheCentreDoesNotKeepIt(t *testing.T) {
	x := smallExchange()
	x.Persons[0].NISS, x.Persons[0].Birth = "85073003328", "1985-07-30"
	findings := CheckExchange(x, ExchangeKnown{Staff: knownStaff.Staff}, exchangeToday)
	if len(findings) != 1 || findings[0].Column != "niss" || findings[0].Level != LevelWarning || strings.Contains(findings[0].Value, "850730") {
		t.Errorf("%+v", findings)
	}
}

func TestUnknownColleagueIsReportedOnce(t *testing.T) {
	findings := CheckExchange(smallExchange(), ExchangeKnown{}, exchangeToday)
	if len(findings) != 1 || findings[0].Sheet != "Inscriptions" {
		t.Errorf("%+v", findings)
	}
}
