package models

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// goToJob is an operation that lasts as long as the facts of the tests.
func goToJob() Operation {
	return Operation{Code: "GTJ", Title: "Go to Job", Programme: GTJ, Funder: FunderFSE, StartsOn: "2024-01-01", EndsOn: "2027-12-31"}
}

func reportOf(request ReportRequest, facts ...EnrolmentFacts) *FSEReport {
	r := NewFSEReport(request)
	for _, f := range facts {
		r.Add(f)
	}
	r.Finish()
	return r
}

// named gives the facts another enrolment and person.
func named(f EnrolmentFacts, ref string, change ...func(*EnrolmentFacts)) EnrolmentFacts {
	f.Enrolment, f.Person = ref, "P-"+ref
	for _, c := range change {
		c(&f)
	}
	return f
}

func sex(code string) func(*EnrolmentFacts) {
	return func(f *EnrolmentFacts) { f.Profile.Sex = code }
}

func TestPeriodAndCumulative(t *testing.T) {
	job := EventFact{Date: "2026-02-12", Type: "emploi"}
	r := reportOf(
		ReportRequest{Operation: goToJob(), To: "2026-12-31"},
		named(valid("2025-11-03"), "I1"),               // entered before the period
		named(valid("2026-01-01"), "I2", sex("M")),     // first day
		named(valid("2026-12-30"), "I3", sex("X")),     // last days
		named(valid("2027-01-01"), "I4"),               // after
		named(valid("2026-03-01"), "I5", sex("refus")), // incomplete
		named(leaver("2026-02-10", job), "I6", func(f *EnrolmentFacts) { f.SixMonths = &SixMonthAnswer{Status: "emploi"} }),
	)
	if r.Period != (Period{"2026-01-01", "2026-12-31"}) {
		t.Errorf("period %v", r.Period)
	}
	for code, want := range map[string]IndicatorCount{
		"EECO01": {Period: GenderCounts{1, 1, 1, 1, 4}, Cumulative: GenderCounts{2, 1, 1, 1, 5}},
		"EECO02": {Period: GenderCounts{1, 1, 1, 0, 3}, Cumulative: GenderCounts{2, 1, 1, 0, 4}},
		"EECR04": {Period: GenderCounts{F: 1, Total: 1}, Cumulative: GenderCounts{F: 1, Total: 1}},
		"EECR05": {Period: GenderCounts{F: 1, Total: 1}, Cumulative: GenderCounts{F: 1, Total: 1}},
	} {
		got := r.Count(code)
		if got.Period != want.Period || got.Cumulative != want.Cumulative {
			t.Errorf("%s: %v %v", code, got.Period, got.Cumulative)
		}
	}
	if r.NotStarted != 1 || r.IncompleteCumulative.Total != 1 || len(r.Participations) != 6 {
		t.Errorf("%d not started, %d incomplete, %d listed", r.NotStarted, r.IncompleteCumulative.Total, len(r.Participations))
	}
}

// A result may fall in a later period than its output: it is counted on its own date.
func TestResultsCountOnTheirDate(t *testing.T) {
	f := leaver("2026-02-10", EventFact{Date: "2026-02-12", Type: "emploi"})
	f.SixMonths = &SixMonthAnswer{Status: "emploi"}
	for _, c := range []struct {
		from, to        Date
		o, r, long      int // in the period
		co, cr, clonger int // cumulative
	}{
		{"2026-01-01", "2026-01-31", 1, 0, 0, 1, 0, 0},
		{"2026-02-01", "2026-02-28", 0, 1, 0, 1, 1, 0},
		{"2026-02-11", "2026-06-30", 0, 0, 0, 1, 1, 0},
		{"2026-08-10", "2026-08-10", 0, 0, 1, 1, 1, 1},
		{"2026-08-11", "2026-12-31", 0, 0, 0, 1, 1, 1},
	} {
		r := reportOf(ReportRequest{Operation: goToJob(), From: c.from, To: c.to}, f)
		got := []int{
			r.Count("EECO01").Period.Total, r.Count("EECR04").Period.Total, r.Count("EECR05").Period.Total,
			r.Count("EECO01").Cumulative.Total, r.Count("EECR04").Cumulative.Total, r.Count("EECR05").Cumulative.Total,
		}
		if diff := cmp.Diff([]int{c.o, c.r, c.long, c.co, c.cr, c.clonger}, got); diff != "" {
			t.Errorf("%s to %s: %s", c.from, c.to, diff)
		}
	}
}

func TestRates(t *testing.T) {
	inactive := func(f *EnrolmentFacts) { f.Snapshot.Forem, f.Snapshot.Seeking = "AUCUN", "non" }
	worker := func(f *EnrolmentFacts) { f.Snapshot.Forem, f.Snapshot.Work = "AUCUN", "salarie" }
	incomplete := func(f *EnrolmentFacts) { f.Snapshot.ISCED = "" }
	job, search := EventFact{Date: "2026-02-12", Type: "emploi"}, EventFact{Date: "2026-02-12", Type: "recherche"}
	r := reportOf(
		ReportRequest{Operation: goToJob(), To: "2026-12-31"},
		named(leaver("2026-02-10", job), "I1", func(f *EnrolmentFacts) { f.SixMonths = &SixMonthAnswer{Status: "emploi"} }),
		named(leaver("2026-02-10"), "I2"),
		named(leaver("2026-02-10", search), "I3", inactive),
		named(leaver("2026-02-10", job), "I4", inactive, func(f *EnrolmentFacts) { f.Snapshot.InTraining = "" }),
		named(leaver("2026-02-10"), "I5", worker, func(f *EnrolmentFacts) { f.SixMonths = &SixMonthAnswer{Improvement: "stable"} }),
		named(leaver("2026-12-20", EventFact{Date: "2026-12-21", Type: "formation"}), "I6"), // six months not elapsed
		named(leaver("2026-02-10", job), "I7", incomplete),
		named(valid("2026-02-10"), "I8"), // still there
	)
	want := []Rate{
		{"EECR01", 1, 2, 0}, {"EECR02", 1, 5, 2}, {"EECR03", 0, 6, 2},
		{"EECR04", 2, 5, 2}, // the two without a labour event are not known
		{"EECR05", 1, 4, 3}, {"EECR06", 1, 1, 0},
	}
	if diff := cmp.Diff(want, r.Rates); diff != "" {
		t.Error(diff)
	}
	if got := r.Count("EECR04").Provisional; got != 1 {
		t.Errorf("provisional: %d", got)
	}
}

func TestControls(t *testing.T) {
	change := func(f EnrolmentFacts, change func(*EnrolmentFacts)) EnrolmentFacts {
		change(&f)
		return f
	}
	double := func(f *EnrolmentFacts) { f.DuplicateKey = "haddad amina|1985-05-20|5000" }
	at := func(f *EnrolmentFacts, start string, i int) {
		f.Contacts[i].Start, f.Contacts[i].Date = start, f.Contacts[0].Date
	}
	for name, c := range map[string]struct {
		code  string
		facts []EnrolmentFacts
		want  []string
	}{
		"same person twice":             {"C07", []EnrolmentFacts{named(valid("2026-01-05"), "I1"), change(named(valid("2026-01-05"), "I2"), func(f *EnrolmentFacts) { f.Person = "P-I1" })}, []string{"I1", "I2"}},
		"same name, birth and postcode": {"C07", []EnrolmentFacts{named(valid("2026-01-05"), "I1", double), named(valid("2026-01-05"), "I2", double), named(valid("2026-01-05"), "I3", double)}, []string{"I1", "I2", "I3"}},
		"nobody came the second time":   {"C07", []EnrolmentFacts{named(valid("2026-01-05"), "I1", double), named(valid("2026-01-05"), "I2", double, func(f *EnrolmentFacts) { f.Contacts = nil })}, nil},
		"born after the entry":          {"C08", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) { f.Profile.Birth = "2026-01-06" })}, []string{"I1"}},
		"born on the entry":             {"C08", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) { f.Profile.Birth = "2026" })}, nil},
		"entry before the operation":    {"C08", []EnrolmentFacts{valid("2023-12-31")}, []string{"I1"}},
		"entry on its first day":        {"C08", []EnrolmentFacts{valid("2024-01-01")}, nil},
		"exit before the first contact": {"C08", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) { f.Exits = []ExitFact{{Date: "2026-01-02", Reason: "terme"}} })}, []string{"I1"}},
		"born that very day":            {"C08", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) { f.Profile.Birth = "2026-01-05" })}, nil},
		"exit on the entry day":         {"C08", []EnrolmentFacts{change(leaver("2026-01-05"), func(f *EnrolmentFacts) { f.Contacts = f.Contacts[:1] })}, nil},
		"two contacts at the same time": {"C09", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) { at(f, "09:00", 0); at(f, "09:59", 1) })}, []string{"I1"}},
		"one after the other":           {"C09", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) { at(f, "09:00", 0); at(f, "10:00", 1) })}, nil},
		"absent from one of them":       {"C09", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) { at(f, "09:00", 0); at(f, "09:30", 1); f.Contacts[1].Presence = "absent" })}, nil},
		"the same hour elsewhere": {"C09", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) {
			at(f, "09:00", 0)
			f.Elsewhere = []ContactFact{with(f.Contacts[0], func(c *ContactFact) { c.Start = "09:30" })}
		})}, []string{"I1"}},
		"only elsewhere": {"C09", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) {
			c := with(f.Contacts[0], func(c *ContactFact) { c.Start = "09:30" })
			f.Elsewhere = []ContactFact{c, c}
		})}, nil},
		"one incomplete of one":         {"C11", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) { f.Profile.Sex = "" })}, []string{"I1"}},
		"silent for 91 days":            {"C12", []EnrolmentFacts{valid("2026-09-30")}, []string{"I1"}}, // last contact 1 October
		"silent for 90 days":            {"C12", []EnrolmentFacts{valid("2026-10-01")}, nil},
		"exit without data for 29 days": {"C13", []EnrolmentFacts{leaver("2026-12-02")}, []string{"I1"}},
		"exit without data for 28 days": {"C13", []EnrolmentFacts{leaver("2026-12-03")}, nil},
		"exit with data":                {"C13", []EnrolmentFacts{leaver("2026-03-03", EventFact{Date: "2026-03-31", Type: "inactif"})}, nil},
		"data too late":                 {"C13", []EnrolmentFacts{leaver("2026-03-03", EventFact{Date: "2026-04-01", Type: "inactif"})}, []string{"I1"}},
		"six months today":              {"C14", []EnrolmentFacts{leaver("2026-06-30")}, []string{"I1"}}, // 30 June + 6 months = 30 December
		"six months tomorrow":           {"C14", []EnrolmentFacts{leaver("2026-07-01")}, nil},
		"six months answered":           {"C14", []EnrolmentFacts{change(leaver("2026-02-10"), func(f *EnrolmentFacts) { f.SixMonths = &SixMonthAnswer{Status: "inconnu"} })}, nil},
		"no telephone, no e-mail":       {"C15", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) { f.Profile.HasPhone = false })}, []string{"I1"}},
		"an e-mail":                     {"C15", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) { f.Profile.HasPhone, f.Profile.HasEmail = false, true })}, nil},
		"qualification without proof":   {"C16", []EnrolmentFacts{leaver("2026-02-10", EventFact{Date: "2026-02-10", Type: "qualification"})}, []string{"I1"}},
		"nothing signed":                {"C17", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) { f.Contacts[0].Signed, f.Contacts[1].Signed = false, false })}, []string{"I1"}},
		"aged 14":                       {"C18", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) { f.Profile.Birth = "2011-01-06" })}, []string{"I1"}},
		"aged 15":                       {"C18", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) { f.Profile.Birth = "2011-01-05" })}, nil},
		"aged 76":                       {"C18", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) { f.Profile.Birth = "1950-01-05" })}, []string{"I1"}},
		"aged 75":                       {"C18", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) { f.Profile.Birth = "1950-01-06" })}, nil},
		"a European obliged":            {"C19", []EnrolmentFacts{change(valid("2026-01-05"), func(f *EnrolmentFacts) { f.Profile.Nationalities, f.Snapshot.Public = []string{"RO"}, "oblige" })}, []string{"I1"}},
	} {
		o := goToJob()
		if c.code == "C17" {
			o.ShortHours = "0"
		}
		r := reportOf(ReportRequest{Operation: o, To: "2026-12-31"}, c.facts...)
		for _, control := range r.Controls {
			if control.Code != c.code {
				continue
			}
			if !slices.Equal(control.Records, c.want) || control.OK != (len(c.want) == 0) {
				t.Errorf("%s: ok %v %v, want %v", name, control.OK, control.Records, c.want)
			}
		}
	}
}

// The controls on figures cannot fail on figures that are right, so they are shown wrong ones.
func TestControlsSeeWrongFigures(t *testing.T) {
	for code, spoil := range map[string]func(*FSEReport){
		"C01": func(r *FSEReport) { r.line(TotalIndicator).Cumulative.Total++ },
		"C02": func(r *FSEReport) { r.line("EECO02").Period.Add("M") },
		"C03": func(r *FSEReport) { r.line("EECO07").Cumulative.Add("F") },
		"C04": func(r *FSEReport) { r.line("EECO03").Cumulative.Add("M") },
		"C05": func(r *FSEReport) { r.line("EECR06").Cumulative.Add("F") },
		"C10": func(r *FSEReport) { r.line("EECO19").Cumulative.Add("F") },
	} {
		r := NewFSEReport(ReportRequest{Operation: goToJob(), To: "2026-12-31"})
		r.Add(valid("2026-01-05"))
		spoil(r)
		r.Finish()
		for _, control := range r.Controls {
			if control.Code == code && control.OK {
				t.Errorf("%s does not see it", code)
			}
		}
		if !r.Blocked() {
			t.Errorf("%s does not block", code)
		}
	}
}

func (r *FSEReport) line(code string) *IndicatorCount { return &r.Indicators[indicatorRanks[code]] }

func TestIncompleteShare(t *testing.T) {
	incomplete := func(f *EnrolmentFacts) { f.Profile.Sex = "" }
	var facts []EnrolmentFacts
	for i := range 10 {
		facts = append(facts, named(valid("2026-01-05"), string(rune('A'+i))))
	}
	request := ReportRequest{Operation: goToJob(), To: "2026-12-31"}
	incomplete(&facts[0])
	if control := controlOf(reportOf(request, facts...), "C11"); !control.OK {
		t.Error("10 % is still right")
	}
	incomplete(&facts[1])
	amber := controlOf(reportOf(request, facts...), "C11")
	if amber.OK || amber.Message != "Trop de fiches incomplètes : complétez les données d'entrée. Fiches incomplètes : 2 sur 10 (seuil d'alerte : 10 %)." {
		t.Error(amber.Message)
	}
	incomplete(&facts[2])
	incomplete(&facts[3])
	red := controlOf(reportOf(request, facts...), "C11")
	if red.Message != "Trop de fiches incomplètes : complétez les données d'entrée. Fiches incomplètes : 4 sur 10 (seuil critique : 35 %)." {
		t.Error(red.Message)
	}
}

func controlOf(r *FSEReport, code string) Control {
	for _, control := range r.Controls {
		if control.Code == code {
			return control
		}
	}
	return Control{}
}

// On any facts the figures agree with one another and with the list of participations.
func TestReportProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := drawRules(t)
		o := goToJob()
		o.Incomplete, o.LongTerm = rules.Incomplete, rules.LongTerm
		r := NewFSEReport(ReportRequest{Operation: o, From: drawDate(t, "from"), To: drawDate(t, "to")})
		for i := range rapid.IntRange(0, 8).Draw(t, "enrolments") {
			r.Add(drawFacts(t, string(rune('A'+i))))
		}
		r.Finish()
		for _, code := range []string{"C01", "C02", "C03", "C04", "C05", "C06", "C07", "C10"} {
			if control := controlOf(r, code); !control.OK {
				t.Fatalf("%s: %s", code, control.Message)
			}
		}
		for _, line := range r.Indicators {
			listed := 0
			for i := range r.Participations {
				if r.Participations[i].Indicators.Has(line.Code) {
					listed++
				}
			}
			c := line.Cumulative
			if c.Total != listed || c.Total != c.F+c.M+c.X+c.NR || !line.Period.within(c) {
				t.Fatalf("%s: %v, %d listed", line.Code, c, listed)
			}
		}
		for _, rate := range r.Rates {
			if rate.Numerator+rate.NotKnown > rate.Denominator || rate.Numerator != r.Count(rate.Code).Cumulative.Total {
				t.Fatalf("%v", rate)
			}
		}
	})
}
