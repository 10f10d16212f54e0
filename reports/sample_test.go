package reports

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jalon/models"
)

// factsOf gathers the facts of the enrolments of one operation from an exchange workbook, as the
// store does from its tables.
func factsOf(x *models.Exchange, operation string) []models.EnrolmentFacts {
	var facts []models.EnrolmentFacts
	at := map[string]int{}
	persons := map[string]models.ExchangePerson{}
	for _, p := range x.Persons {
		persons[p.Ref] = p
	}
	for _, e := range x.Enrolments {
		if e.Operation == operation {
			at[e.Ref] = len(facts)
			facts = append(facts, enrolmentFacts(e, persons[e.Person]))
		}
	}
	of := func(enrolment string) *models.EnrolmentFacts {
		if i, ok := at[enrolment]; ok {
			return &facts[i]
		}
		return &models.EnrolmentFacts{}
	}
	for _, c := range x.FollowUps {
		f := of(c.Enrolment)
		f.Contacts = append(f.Contacts, models.ContactFact{
			Ref: c.Ref, Kind: models.FollowUpContact, Date: c.On, Start: c.Start, Minutes: orZero(c.Minutes), Mode: c.Mode,
			Presence: orElse(c.Presence, "present"), Signed: c.Signed == "oui", Place: c.Place,
		})
	}
	sessionFacts(x, of)
	for _, e := range x.Exits {
		of(e.Enrolment).Exits = append(of(e.Enrolment).Exits, models.ExitFact{Date: e.On, Reason: e.Reason})
	}
	for _, e := range x.Events {
		f := of(e.Enrolment)
		f.Events = append(f.Events, models.EventFact{Date: e.On, Type: e.Type, Proof: e.Proof == "oui", Order: e.Row})
	}
	for _, s := range x.SixMonths {
		of(s.Enrolment).SixMonths = &models.SixMonthAnswer{Date: s.On, Status: s.Status, Improvement: s.Improvement}
	}
	return facts
}

func sessionFacts(x *models.Exchange, of func(string) *models.EnrolmentFacts) {
	modules, sessions := map[string]models.ExchangeModule{}, map[string]models.ExchangeSession{}
	for _, m := range x.Modules {
		modules[m.Code] = m
	}
	for _, s := range x.Sessions {
		sessions[s.Ref] = s
	}
	for _, a := range x.Attendances {
		s, f := sessions[a.Session], of(a.Enrolment)
		m := modules[s.Module]
		f.Contacts = append(f.Contacts, models.ContactFact{
			Ref: s.Ref, Kind: models.SessionContact, Date: s.On, Start: s.Start, End: s.End, Presence: a.Status, Signed: a.Signed == "oui",
			Category: m.Category, Module: s.Module, Title: s.Title, Place: s.Place,
			Minutes: models.CountedMinutes(m.Counting, a.Status, a.Minutes, m.Minutes, s.Start, s.End),
		})
	}
}

func enrolmentFacts(e models.ExchangeEnrolment, p models.ExchangePerson) models.EnrolmentFacts {
	return models.EnrolmentFacts{
		Enrolment: e.Ref, Person: e.Person, DuplicateKey: p.Family + "|" + p.Given + "|" + string(p.Birth) + "|" + p.Postcode,
		Family: p.Family, Given: p.Given, Referent: e.Referent, Requested: e.Requested, Referral: e.Referral,
		Profile: models.ProfileFacts{
			Sex: p.Sex, Birth: p.Birth, Nationalities: p.Nationalities, FatherBirthCountry: p.FatherCountry,
			MotherBirthCountry: p.MotherCountry, Commune: p.Commune, HasPhone: p.Mobile+p.Phone != "", HasEmail: p.Email != "",
			ArrivedInBelgium: string(p.Arrival), FrenchLevel: p.FrenchLevel, ContactLanguage: p.ContactLanguage,
		},
		Snapshot: models.SnapshotFacts{
			Nationalities: e.Nationalities, Forem: e.Forem, Work: e.Work, Seeking: e.Seeking, UnemployedSince: e.UnemployedSince,
			InTraining: e.InTraining, ISCED: e.ISCED, Equivalence: e.Recognition, Disability: e.Disability, Minority: e.Minority,
			Homeless: e.Homeless, Degurba: e.Degurba, Public: e.Audience, Convention: e.Convention,
		},
	}
}

func orZero(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// sampleFigures are cumulative figures, by operation, rules, date and indicator.
type sampleFigures map[string]map[string]models.GenderCounts

// The figures of the sample workbook were recounted from the file by a program that shares nothing
// with this one; they are kept in testdata/sample.golden.json.
func TestSampleFigures(t *testing.T) {
	x, _, err := ReadExchange(sampleFile)
	if err != nil {
		t.Fatal(err)
	}
	figures := sampleFigures{}
	for _, operation := range []string{"M4H", "LLF", "GTJ"} {
		facts := factsOf(x, operation)
		for _, rules := range []models.Operation{
			{Code: operation, StartsOn: "2023-01-01"},
			{Code: operation, StartsOn: "2023-01-01", ShortHours: "0", LongTerm: "AGE_6_12M", Background: "ONE", Incomplete: "PER_VARIABLE"},
		} {
			for _, to := range []models.Date{"2025-06-30", "2025-12-31", "2026-06-30", "2026-11-20"} {
				r := models.NewFSEReport(models.ReportRequest{Operation: rules, To: to})
				for _, f := range facts {
					r.Add(f)
				}
				r.Finish()
				both := map[string]models.GenderCounts{}
				for _, line := range r.Indicators {
					both[line.Code] = line.Cumulative
					both[line.Code+" period"] = line.Period
				}
				figures[fmt.Sprintf("%s %s %s", operation, r.Rules.Incomplete, to)] = both
			}
		}
	}
	compareSample(t, figures)
}

func compareSample(t *testing.T, figures sampleFigures) {
	t.Helper()
	const file = "testdata/sample.golden.json"
	got, err := json.MarshalIndent(figures, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var want sampleFigures
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, figures); diff != "" {
		t.Error(diff)
	}
}
