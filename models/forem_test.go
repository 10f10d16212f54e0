package models

import (
	"fmt"
	"slices"
	"testing"
)

func foremOf(to Date, facts ...EnrolmentFacts) *ForemReport {
	r := NewForemReport(ReportRequest{Operation: goToJob(), To: to})
	for _, f := range facts {
		r.Add(f)
	}
	r.Finish()
	return r
}

// Who asks after the as-of date is no candidate yet; who came before the request was written down stays listed.
func TestRecruitmentStopsAtTheAsOfDate(t *testing.T) {
	for _, c := range []struct {
		requested, to Date
		came          bool
		want          int
	}{{"2026-06-30", "2026-06-30", false, 1}, {"2026-07-01", "2026-06-30", false, 0}, {"2026-07-01", "2026-06-30", true, 1}, {"", "2026-06-30", false, 1}} {
		f := valid("2026-01-05")
		f.Requested = c.requested
		if !c.came {
			f.Contacts = nil
		}
		if r := foremOf(c.to, f); len(r.Recruitment) != c.want {
			t.Errorf("asked on %q, report to %s: %+v", c.requested, c.to, r.Recruitment)
		}
	}
}

func TestForemResult(t *testing.T) {
	event := func(date Date, kind string) EventFact { return EventFact{Date: date, Type: kind} }
	for name, c := range map[string]struct {
		reason string
		events []EventFact
		want   string
	}{
		"job":                               {"terme", []EventFact{event("2026-02-12", "emploi")}, "Emploi"},
		"self-employment":                   {"terme", []EventFact{event("2026-02-12", "independant")}, "Emploi"},
		"job given as the reason":           {"emploi", nil, "Emploi"},
		"job as the reason, but lost":       {"emploi", []EventFact{event("2026-02-12", "fin_emploi")}, "Sans suite"},
		"PFI":                               {"formation", []EventFact{event("2026-02-12", "contrat_formation")}, "Stage ou PFI"},
		"training":                          {"terme", []EventFact{event("2026-02-12", "formation")}, "Formation"},
		"training given as the reason":      {"formation", nil, "Formation"},
		"training rather than search":       {"terme", []EventFact{event("2026-02-12", "recherche"), event("2026-02-13", "formation")}, "Formation"},
		"search":                            {"terme", []EventFact{event("2026-02-12", "recherche")}, "Recherche active"},
		"search rather than reorientation":  {"reorientation", []EventFact{event("2026-02-12", "chomage")}, "Recherche active"},
		"reorientation":                     {"reorientation", nil, "Réorientation"},
		"lost from sight":                   {"perdu_de_vue", nil, "Sans suite"},
		"inactive":                          {"terme", []EventFact{event("2026-02-12", "inactif")}, "Sans suite"},
		"nothing known":                     {"terme", nil, "Non renseigné"},
		"an event too late is not a result": {"autre", []EventFact{event("2026-03-11", "emploi")}, "Non renseigné"},
	} {
		f := leaver("2026-02-10", c.events...)
		f.Exits[0].Reason = c.reason
		p := Evaluate(f, DefaultRules(), "2026-12-31")
		if got := ForemResult(&p); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestForemPublic(t *testing.T) {
	for _, c := range []struct {
		since, entry Date
		want         string
	}{
		{"2025-07-06", "2026-01-05", "MOINS_6"}, {"2025-07-05", "2026-01-05", "6_11"}, {"2025-01-06", "2026-01-05", "6_11"},
		{"2025-01-05", "2026-01-05", "12_23"}, {"2024-01-05", "2026-01-05", "24_PLUS"}, {"", "2026-01-05", ""}, {"2026-01-06", "2026-01-05", ""},
	} {
		p := Participation{Entry: c.entry, Snapshot: SnapshotFacts{UnemployedSince: c.since}}
		if got := idleTime(&p); got != c.want {
			t.Errorf("since %s: %q, want %q", c.since, got, c.want)
		}
	}
	for _, c := range []struct {
		age  AgeRange
		want string
	}{{AgeRange{true, 24, 24}, "MOINS_25"}, {AgeRange{true, 24, 25}, ""}, {AgeRange{true, 25, 25}, "25_49"}, {AgeRange{true, 49, 49}, "25_49"}, {AgeRange{true, 50, 51}, "50_PLUS"}, {AgeRange{}, ""}} {
		if got := foremAge(&Participation{Age: c.age}); got != c.want {
			t.Errorf("%v: %q, want %q", c.age, got, c.want)
		}
	}
	for nationality, want := range map[string]string{"BE": "BE", "FR": "UE", "CH": "HORS_UE", "inconnu": ""} {
		f := valid("2026-01-05")
		f.Profile.Nationalities = []string{nationality}
		p := Evaluate(f, DefaultRules(), "2026-12-31")
		if got := nationalityGroup(&p); got != want {
			t.Errorf("%s: %q, want %q", nationality, got, want)
		}
	}
}

// A commune written by its name and by its code is one line; another place stays as written.
func TestForemCommunes(t *testing.T) {
	in := func(commune string) func(*EnrolmentFacts) {
		return func(f *EnrolmentFacts) { f.Profile.Commune = commune }
	}
	r := foremOf("2026-12-31", named(valid("2026-01-05"), "I1", in("92094")), named(valid("2026-01-05"), "I2", in("namur")),
		named(valid("2026-01-05"), "I3", in("Lille")), named(valid("2026-01-05"), "I4", in("inconnu")))
	for _, group := range r.Public {
		if group.Code != "COMMUNE" {
			continue
		}
		for i, want := range []string{"Lille 1", "Namur 2", "Non renseigné 1"} {
			if line := group.Lines[i]; fmt.Sprint(line.Label, " ", line.Cumulative.Total) != want {
				t.Errorf("%s %d, want %s", line.Label, line.Cumulative.Total, want)
			}
		}
	}
}

// Everybody who came counts, short support included, and every breakdown adds up to the entries.
func TestForemCountsEverybody(t *testing.T) {
	short := named(valid("2026-01-05"), "I2", func(f *EnrolmentFacts) { f.Contacts = f.Contacts[:1] })
	absent := named(valid("2026-01-05"), "I3", func(f *EnrolmentFacts) {
		f.Contacts = []ContactFact{with(met("2026-01-05"), func(c *ContactFact) { c.Presence = "absent" })}
	})
	r := foremOf("2026-12-31", named(valid("2025-01-05"), "I1"), short, absent)
	if r.Entries.Period.Total != 1 || r.Entries.Cumulative.Total != 2 {
		t.Errorf("entries: %+v", r.Entries)
	}
	if len(r.Recruitment) != 3 || r.Recruitment[2].Entered != No {
		t.Errorf("recruitment: %+v", r.Recruitment)
	}
	if control := r.Controls[0]; control.Code != "F01" || !control.OK {
		t.Errorf("%+v", control)
	}
	unsigned := named(valid("2026-01-05"), "I4", func(f *EnrolmentFacts) { f.Contacts[0].Signed = false })
	if records := foremOf("2026-12-31", unsigned).Controls[6].Records; !slices.Equal(records, []string{"I4"}) {
		t.Errorf("F07: %v", records)
	}
}

func TestAttendanceInPeriod(t *testing.T) {
	place := func(date Date, presence string) ContactFact {
		return ContactFact{Kind: SessionContact, Date: date, Start: "09:00", End: "12:00", Minutes: 180, Presence: presence, Signed: true}
	}
	step := with(met("2026-01-10"), func(c *ContactFact) { c.Mode = "demarche" })
	got := attendanceIn([]ContactFact{
		place("2025-12-31", "present"), place("2026-01-01", "present"), place("2026-01-02", "retard"),
		place("2026-01-03", "excuse"), place("2026-01-04", "absent"), place("2026-01-05", "inscrit"), step,
	}, Period{"2026-01-01", "2026-12-31"})
	want := AttendanceSum{Planned: 900, Signed: 360, Places: 5, Attended: 2, Excused: 1, Absent: 1, ToSpecify: 1}
	if got != want {
		t.Errorf("%+v", got)
	}
}
