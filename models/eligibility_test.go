package models

import (
	"slices"
	"testing"
)

// somebody is a person who meets every condition of the three dispositifs on 3 November 2026.
func somebody(change func(*Candidate)) Candidate {
	c := Candidate{OnDate: "2026-11-03", RecordedOn: "2026-10-01", Audience: "oblige", Entry: Entry{Forem: "DEI", Ground: "a"},
		Person: Participant{Nationalities: "SY", Birth: "1990-02-03", Refnis: "92094", PermitExpiresOn: "2027-01-01", Residence: Residence{Title: "A", WorkMarket: "illimite"}}}
	if change != nil {
		change(&c)
	}
	return c
}

func TestEligibility(t *testing.T) {
	open := Operation{StartsOn: "2026-01-01", EndsOn: "2026-12-31"}
	cases := []struct {
		name, programme, key, state string
		change                      func(*Candidate)
		section                     string // where the datum is completed
	}{
		{"opening day", GTJ, "open", ConditionMet, func(c *Candidate) { c.OnDate = "2026-01-01" }, ""},
		{"before the opening", GTJ, "open", ConditionUnmet, func(c *Candidate) { c.OnDate = "2025-12-31" }, ""},
		{"after the end", GTJ, "open", ConditionUnmet, func(c *Candidate) { c.OnDate = "2027-01-01" }, ""},
		{"Syrian", GTJ, "foreign", ConditionMet, nil, SectionIdentity},
		{"nationality not asked", GTJ, "foreign", ConditionCheck, func(c *Candidate) { c.Person.Nationalities = "" }, SectionIdentity},
		{"nationality refused", GTJ, "foreign", ConditionCheck, func(c *Candidate) { c.Person.Nationalities = Refused }, SectionIdentity},
		{"born abroad", M4H, "foreign", ConditionMet, func(c *Candidate) { c.Person.Nationalities, c.Person.BirthCountry = "BE", "MA" }, SectionIdentity},
		{"Belgian, parents not asked", M4H, "foreign", ConditionCheck, func(c *Candidate) { c.Person.Nationalities = "BE" }, SectionFamily},
		{"Belgian, father unknown", M4H, "foreign", ConditionCheck, func(c *Candidate) {
			c.Person.Nationalities, c.Person.FatherBirthCountry, c.Person.MotherBirthCountry = "BE", Unknown, "BE"
		}, SectionFamily},
		{"Belgian, of Belgian parents", M4H, "foreign", ConditionUnmet, func(c *Candidate) {
			c.Person.Nationalities, c.Person.FatherBirthCountry, c.Person.MotherBirthCountry = "BE", "BE", "BE"
		}, SectionIdentity},
		{"document in force", LLF, "permit", ConditionMet, nil, SectionResidence},
		{"document of that day", LLF, "permit", ConditionMet, func(c *Candidate) { c.Person.PermitExpiresOn = c.OnDate }, SectionResidence},
		{"document expired the day before", LLF, "permit", ConditionUnmet, func(c *Candidate) { c.Person.PermitExpiresOn = "2026-11-02" }, SectionResidence},
		{"document without a date", LLF, "permit", ConditionCheck, func(c *Candidate) { c.Person.PermitExpiresOn = "" }, SectionResidence},
		{"Belgian, no document", LLF, "permit", ConditionMet, func(c *Candidate) { c.Person.Nationalities, c.Person.PermitExpiresOn = "SY;BE", "" }, SectionResidence},
		{"market limited", GTJ, "work_right", ConditionCheck, func(c *Candidate) { c.Person.Residence.WorkMarket = "limite" }, SectionResidence},
		{"market closed", GTJ, "work_right", ConditionUnmet, func(c *Candidate) { c.Person.Residence.WorkMarket = No }, SectionResidence},
		{"volunteer", M4H, "audience", ConditionMet, func(c *Candidate) { c.Audience = "volontaire" }, ""},
		{"public not asked", M4H, "audience", ConditionCheck, func(c *Candidate) { c.Audience = "" }, ""},
		{"registered, no proof", LLF, "unemployed", ConditionCheck, func(c *Candidate) { c.Entry.Ground = "" }, ""},
		{"at work", LLF, "unemployed", ConditionUnmet, func(c *Candidate) { c.Entry.Forem = "DE_OCCUPE" }, ""},
		{"18 that day", LLF, "adult", ConditionMet, func(c *Candidate) { c.Person.Birth = "2008-11-03" }, SectionIdentity},
		{"18 the next day", LLF, "adult", ConditionUnmet, func(c *Candidate) { c.Person.Birth = "2008-11-04" }, SectionIdentity},
		{"18 that year", LLF, "adult", ConditionCheck, func(c *Candidate) { c.Person.Birth = "2008" }, SectionIdentity},
		{"Namur", LLF, "walloon", ConditionMet, nil, SectionContact},
		{"Brussels", LLF, "walloon", ConditionUnmet, func(c *Candidate) { c.Person.Refnis = "21004" }, SectionContact},
		{"no commune", LLF, "walloon", ConditionCheck, func(c *Candidate) { c.Person.Refnis = "" }, SectionContact},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			operation := open
			operation.Programme = tc.programme
			conditions := Eligibility(operation, somebody(tc.change))
			i := slices.IndexFunc(conditions, func(c Condition) bool { return c.Key == "eligibility."+tc.key })
			if i < 0 {
				t.Fatalf("%s has no condition %s", tc.programme, tc.key)
			}
			if got := conditions[i]; got.State != tc.state || got.Section != tc.section {
				t.Errorf("state %s in section %q, want %s in %q", got.State, got.Section, tc.state, tc.section)
			}
			if sum := Eligible(conditions); sum != tc.state {
				t.Errorf("all together %s, want %s: %+v", sum, tc.state, conditions)
			}
		})
	}
}

// What a condition asks for are questions of its section: a form made of them would otherwise be empty.
func TestConditionsAskQuestionsOfTheirSection(t *testing.T) {
	for _, programme := range []string{M4H, LLF, GTJ} {
		for _, nationality := range []string{"", "BE"} {
			c := somebody(func(c *Candidate) { c.Person.Nationalities = nationality })
			for _, condition := range Eligibility(Operation{Programme: programme, StartsOn: "2026-01-01"}, c) {
				section, known := SectionOf(condition.Section)
				if !known {
					continue
				}
				answers := section.Read(c.Person)
				for _, question := range condition.Asks {
					if _, asked := answers[question]; !asked && question != "place_confirmed" {
						t.Errorf("%s: %s does not ask %s", condition.Key, section.Key, question)
					}
				}
			}
		}
	}
}
