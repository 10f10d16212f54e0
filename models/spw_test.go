package models

import (
	"slices"
	"testing"
)

func fourHours(ref string, minutes ...int) EnrolmentFacts {
	f := named(valid("2026-01-05"), ref, func(f *EnrolmentFacts) {
		f.Contacts = nil
		f.Snapshot.Public, f.Snapshot.Convention = PublicVolunteer, "C-"+ref
	})
	for i, m := range minutes {
		f.Contacts = append(f.Contacts, ContactFact{
			Ref: "S" + ref, Kind: SessionContact, Date: Date("2026-01-05").AddDays(i), Minutes: m, Presence: "present", Signed: true,
			Operator: []string{"", OperatorForem}[i%2],
		})
	}
	return f
}

func spwOf(facts ...EnrolmentFacts) *SPWReport {
	r := NewSPWReport(ReportRequest{Operation: goToJob(), To: "2026-12-31"})
	for _, f := range facts {
		r.Add(f)
	}
	r.Finish()
	return r
}

// Hours add up over sessions and operators.
func TestModuleIsComplete(t *testing.T) {
	for name, c := range map[string]struct {
		facts EnrolmentFacts
		want  Date
	}{
		"4 hours at once":          {fourHours("I1", 240), "2026-01-05"},
		"twice 2 hours":            {fourHours("I1", 120, 120), "2026-01-06"},
		"a minute short":           {fourHours("I1", 120, 119), ""},
		"the second is not signed": {func() EnrolmentFacts { f := fourHours("I1", 120, 120); f.Contacts[1].Signed = false; return f }(), ""},
		"absent from the second":   {func() EnrolmentFacts { f := fourHours("I1", 120, 120); f.Contacts[1].Presence = "absent"; return f }(), ""},
	} {
		p := spwOf(c.facts).Participations[0]
		if p.CompletedOn != c.want {
			t.Errorf("%s: %q", name, p.CompletedOn)
		}
	}
	p := spwOf(fourHours("I1", 120, 120)).Participations[0]
	if !slices.Equal(p.Operators, []string{OperatorCentre, OperatorForem}) {
		t.Errorf("operators: %v", p.Operators)
	}
}

func TestSPWControls(t *testing.T) {
	attested := func(f EnrolmentFacts) EnrolmentFacts {
		f.Attestations = append(f.Attestations, AttestationFact{Number: "2026-1", Date: "2026-02-01"})
		return f
	}
	obliged := func(f EnrolmentFacts, nationality string) EnrolmentFacts {
		f.Snapshot.Public, f.Profile.Nationalities = PublicObliged, []string{nationality}
		return f
	}
	same := func(f EnrolmentFacts) EnrolmentFacts { f.Snapshot.Convention = "C-1"; return f }
	blank := fourHours("I1", 240)
	blank.Snapshot.Public, blank.Snapshot.Convention = "", ""
	for name, c := range map[string]struct {
		code  string
		facts []EnrolmentFacts
		want  []string
	}{
		"attested on 4 hours":            {"S01", []EnrolmentFacts{attested(fourHours("I1", 240))}, nil},
		"attested on 3 h 59":             {"S01", []EnrolmentFacts{attested(fourHours("I1", 239))}, []string{"I1"}},
		"attested without coming":        {"S01", []EnrolmentFacts{attested(fourHours("I1"))}, []string{"I1"}},
		"two attestations":               {"S02", []EnrolmentFacts{attested(attested(fourHours("I1", 240)))}, []string{"I1"}},
		"two enrolments, one convention": {"S02", []EnrolmentFacts{attested(same(fourHours("I1", 240))), attested(same(fourHours("I2", 240)))}, []string{"I1", "I2"}},
		"one attestation a convention":   {"S02", []EnrolmentFacts{attested(fourHours("I1", 240)), attested(fourHours("I2", 240))}, nil},
		"a Norwegian obliged":            {"S03", []EnrolmentFacts{obliged(fourHours("I1", 240), "NO")}, []string{"I1"}},
		"a Moroccan obliged":             {"S03", []EnrolmentFacts{obliged(fourHours("I1", 240), "MA")}, nil},
		"neither obliged nor volunteer":  {"S04", []EnrolmentFacts{blank}, []string{"I1"}},
		"complete without attestation":   {"S08", []EnrolmentFacts{fourHours("I1", 240)}, []string{"I1"}},
		"without convention":             {"S09", []EnrolmentFacts{blank}, []string{"I1"}},
	} {
		for _, control := range spwOf(c.facts...).Controls {
			if control.Code == c.code && (!slices.Equal(control.Records, c.want) || control.OK != (len(c.want) == 0)) {
				t.Errorf("%s: %v %v", name, control.OK, control.Records)
			}
		}
	}
}

// Who is neither obliged nor a volunteer is shown, not left out of the sum.
func TestPublicNotRecordedIsShown(t *testing.T) {
	volunteer, obliged, blank, unknown := fourHours("I1", 240), fourHours("I2", 240), fourHours("I3", 240), fourHours("I4", 240)
	obliged.Snapshot.Public, blank.Snapshot.Public, unknown.Snapshot.Public = PublicObliged, "", Unknown
	r := spwOf(volunteer, obliged, blank, unknown)
	for code, want := range map[string]int{SPWParticipants: 4, SPWObliged: 1, SPWVolunteers: 1, SPWNoPublic: 2} {
		if line := r.Total(code); line.Cumulative.Total != want || line.Label == "" {
			t.Errorf("%s: %q %d, want %d", code, line.Label, line.Cumulative.Total, want)
		}
	}
}

// An exemption asked for after the as-of date does not exist yet; one without any date does.
func TestExemptionsStopAtTheAsOfDate(t *testing.T) {
	for _, c := range []struct {
		requested, assessed Date
		want, inPeriod      int
	}{
		{"2026-12-31", "", 1, 1}, {"2027-01-01", "", 0, 0}, {"2025-12-31", "2027-01-01", 1, 0}, {"", "2027-01-01", 0, 0}, {"", "2026-05-01", 1, 1}, {"", "", 1, 0},
	} {
		f := fourHours("I1")
		f.Requested, f.Snapshot.AssessmentDate, f.Snapshot.Exemption = c.requested, c.assessed, "travail"
		r := spwOf(f)
		var line IndicatorCount
		for _, l := range r.Exemptions.Lines {
			if l.Code == "DISPENSE_travail" {
				line = l
			}
		}
		if line.Cumulative.Total != c.want || line.Period.Total != c.inPeriod {
			t.Errorf("asked for on %q, assessed on %q: %+v", c.requested, c.assessed, line)
		}
		topics := r.Topics()
		if counted := r.Answer(0, len(topics)-1).Outcome == Counted; counted != (c.want == 1) {
			t.Errorf("asked for on %q, assessed on %q: explained as counted: %v", c.requested, c.assessed, counted)
		}
	}
}

// A session said to have no interpreter has none.
func TestInterpreterOfASession(t *testing.T) {
	for interpreter, want := range map[string]int{"": 0, No: 0, Unknown: 0, Yes: 1, "SETIS, arabe": 1} {
		f := fourHours("I1", 240)
		f.Contacts[0].Interpreter = interpreter
		if got := spwOf(f).Total("INTERPRETE").Cumulative.Total; got != want {
			t.Errorf("interpreter %q: %d, want %d", interpreter, got, want)
		}
	}
}

func TestNationalitiesAreNamed(t *testing.T) {
	for code, want := range map[string]string{"MA": "Maroc", Stateless: "Apatride", Undetermined: "Nationalité indéterminée", OtherRefugee: "Statut de réfugié (autre)"} {
		f := fourHours("I1", 240)
		f.Profile.Nationalities = []string{code}
		named := false
		for _, line := range spwOf(f).Indicators() {
			named = named || line.Code == "NATIONALITE_"+code && line.Label == want
		}
		if !named {
			t.Errorf("nationality %s is not called %q in the report", code, want)
		}
	}
}

func TestNewcomerAtEntry(t *testing.T) {
	for _, c := range []struct {
		arrival, nationality, want string
	}{
		{"2023-01-06", "MA", Yes}, {"2023-01-05", "MA", No}, {"2023", "MA", ""}, {"2024", "MA", Yes}, {"2022", "MA", No},
		{"", "MA", ""}, {"2024", "FR", No}, {"2024", "CH", No}, {"2024", "BE", No}, {"2024", "inconnu", ""},
	} {
		f := valid("2026-01-05")
		f.Profile.ArrivedInBelgium, f.Profile.Nationalities = c.arrival, []string{c.nationality}
		p := Evaluate(f, DefaultRules(), "2026-12-31")
		if got := p.NewcomerAtEntry(); got != c.want {
			t.Errorf("arrived %q, %s: %q, want %q", c.arrival, c.nationality, got, c.want)
		}
	}
}
