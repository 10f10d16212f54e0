package models

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func identified(facts []EnrolmentFacts) []EnrolmentFacts {
	for i := range facts {
		facts[i].ID = "e-" + facts[i].Enrolment
	}
	return facts
}

func runsOf(request ReportRequest, facts ...EnrolmentFacts) []Run {
	var runs []Run
	for _, c := range countings(request, identified(facts)...) {
		runs = append(runs, RunOf(c, nil, "", "test"))
	}
	return runs
}

// Whatever was corrected, added or taken away between two runs, each figure moves by exactly those who entered and left it,
// and each of them has a reason.
func TestComparisonAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		request := ReportRequest{Operation: goToJob(), From: drawDate(t, "from"), To: drawDate(t, "to")}
		later := request
		if rapid.Bool().Draw(t, "another day") {
			later.To = drawDate(t, "later")
		}
		draw := func(label string) (facts []EnrolmentFacts) {
			for i := range 2 {
				if rapid.IntRange(0, 3).Draw(t, label) > 0 {
					facts = append(facts, drawFacts(t, fmt.Sprint("I", i)))
				}
			}
			return facts
		}
		before, after := runsOf(request, draw("before")...), runsOf(later, draw("after")...)
		for i := range before {
			c := CompareRuns(before[i], after[i])
			for _, period := range []bool{false, true} {
				for _, gender := range []string{"F", ""} {
					for _, line := range c.Lines(period, gender) {
						in := 0
						for _, row := range line.Rows {
							if len(row.Changes) == 0 || row.Changes[0].Text == "" {
								t.Fatalf("%s: no reason for %s", line.Code, row.Ref)
							}
							in += map[bool]int{true: 1, false: -1}[row.In]
						}
						if line.Before+in != line.After {
							t.Fatalf("%s %v %s: %d%+d is not %d", line.Code, period, gender, line.Before, in, line.After)
						}
					}
				}
			}
		}
	})
}

func compared(before, after []EnrolmentFacts, line string) LineChange {
	request := ReportRequest{Operation: goToJob(), To: "2026-06-30"}
	lines := CompareRuns(runsOf(request, before...)[0], runsOf(request, after...)[0]).Lines(false, "")
	return lines[slices.IndexFunc(lines, func(l LineChange) bool { return l.Code == line })]
}

func TestReasonsOfChange(t *testing.T) {
	job := EventFact{Date: "2026-02-12", Type: "emploi"}
	before := named(leaver("2026-02-10", job), "I1")
	for name, c := range map[string]struct {
		line   string
		change func(*EnrolmentFacts)
		kind   string
		text   string
	}{
		"exit corrected": {"EECR04", func(f *EnrolmentFacts) { f.Exits = []ExitFact{{Date: "2026-01-10", Reason: "terme"}} }, ChangeExit, "sortie : 10/02/2026 → 10/01/2026"},
		"event removed":  {"EECR04", func(f *EnrolmentFacts) { f.Events = nil }, ChangeResult, "dernier événement : emploi 12/02/2026 → non renseigné"},
		"entry data":     {"EECO02", func(f *EnrolmentFacts) { f.Snapshot.Forem, f.Snapshot.Work = "AUCUN", "salarie" }, ChangeEntryData, "inscription au Forem : DEI → AUCUN"},
		"file":           {"EECO13", func(f *EnrolmentFacts) { f.Profile.Nationalities, f.Profile.Commune = []string{"BE"}, "Dinant" }, ChangeFile, "nationalités : MA → BE"},
		"signature":      {"EECO01", func(f *EnrolmentFacts) { f.Contacts = f.Contacts[:1] }, ChangePresence, ""},
	} {
		after := named(leaver("2026-02-10", job), "I1")
		c.change(&after)
		line := compared([]EnrolmentFacts{before}, []EnrolmentFacts{after}, c.line)
		if len(line.Rows) != 1 || line.Rows[0].In || line.Rows[0].Changes[0].Kind != c.kind || c.text != "" && line.Rows[0].Changes[0].Text != c.text {
			t.Errorf("%s: %+v", name, line.Rows)
		}
	}
	var was, is []EnrolmentFacts
	for i := range 4 {
		f := named(leaver("2026-02-10", job), fmt.Sprint("I", i))
		was = append(was, f)
		if i > 0 {
			f.Exits = []ExitFact{{Date: "2026-01-10", Reason: "terme"}}
		}
		is = append(is, f)
	}
	if line := compared(was, is, "EECR04"); line.Before != 4 || line.After != 1 || line.Summary() != "3 sorties corrigées" {
		t.Errorf("%d → %d : %s", line.Before, line.After, line.Summary())
	}
}

// Who is no more in the operation says why; a rule changed in mid-year says so, and the run keeps its own.
func TestGoneAndRules(t *testing.T) {
	request := ReportRequest{Operation: goToJob(), To: "2026-06-30"}
	facts := identified([]EnrolmentFacts{named(valid("2026-01-05"), "I1"), named(valid("2026-01-05"), "I2"), named(valid("2026-01-05"), "I3")})
	before := runsOf(request, facts...)[0]
	now := NewFSEReport(request)
	now.Finish()
	after := RunOf(now, []GoneEnrolment{{ID: "e-I1", Why: RowMerged}, {ID: "e-I2", Why: RowCancelled}}, "", "")
	if got := CompareRuns(before, after).Lines(false, "")[0].Summary(); got != "1 dossier fusionné, 1 inscription annulée, 1 dossier effacé" {
		t.Error(got)
	}
	stricter := request
	stricter.Operation.Background = BackgroundOne
	half := named(valid("2026-01-05"), "I1", func(f *EnrolmentFacts) { f.Profile.FatherBirthCountry = "BE" })
	c := CompareRuns(runsOf(request, half)[0], runsOf(stricter, half)[0])
	for _, line := range c.Lines(false, "") {
		if line.Code == "EECO14" && line.Summary() != "1 effet d'une règle changée" {
			t.Error(line.Summary())
		}
	}
	if !slices.Equal(c.Rules, []string{"origine étrangère : BOTH → ONE"}) || before.Rules.Background != BackgroundBoth {
		t.Errorf("%v", c.Rules)
	}
}

// Control 20 prints old and new with the reason, and blames the record.
func TestRetroactiveCorrection(t *testing.T) {
	request := ReportRequest{Operation: goToJob(), To: "2026-06-30"}
	before := runsOf(request, named(leaver("2026-02-10", EventFact{Date: "2026-02-12", Type: "emploi"}), "I1"))[0]
	corrected := identified([]EnrolmentFacts{named(leaver("2026-01-10", EventFact{Date: "2026-02-12", Type: "emploi"}), "I1"), named(valid("2026-07-05"), "I2")})
	again := NewFSEReport(request)
	today := NewFSEReport(ReportRequest{Operation: goToJob(), To: "2026-12-31"})
	for _, f := range corrected {
		again.Add(f)
		today.Add(f)
	}
	again.Finish()
	today.Retroactive(CompareRuns(before, RunOf(again, nil, "", "")))
	today.Finish()
	control := controlOf(today, "C20")
	want := "Au 30/06/2026 : EECR04 : 1 → 0 (1 sortie corrigée)."
	if control.OK || !strings.HasSuffix(control.Message, want) || !slices.Equal(control.Records, []string{"I1"}) {
		t.Errorf("%+v", control)
	}
	row, _ := RunOf(again, nil, "", "").Row("e-I1")
	if what := before.Corrected(row); what != "sortie corrigée" {
		t.Errorf("corrected: %q", what)
	}
	if was, _ := before.Row("e-I1"); before.Corrected(was) != "" {
		t.Errorf("as it was, yet corrected: %q", before.Corrected(was))
	}
}

// The digest holds everything: one fact of one row is another digest, and the order of reading is not.
func TestRunDigest(t *testing.T) {
	request := ReportRequest{Operation: goToJob(), To: "2026-06-30"}
	facts := []EnrolmentFacts{named(valid("2026-01-05"), "I1"), named(valid("2026-01-05"), "I2")}
	run := runsOf(request, facts...)[0]
	first, err := run.Digest()
	slices.Reverse(facts)
	if again, _ := runsOf(request, facts...)[0].Digest(); err != nil || again != first || len(first) != 64 {
		t.Errorf("%s, then %s, %v", first, again, err)
	}
	run.Rows[1].Facts[0] = "X"
	if other, _ := run.Digest(); other == first {
		t.Error("a changed fact has the same digest")
	}
}

// What is new in a run is left out of older ones, so that their digest is still what was frozen.
func TestRunKeepsTheSurvey(t *testing.T) {
	census := RunOf(NewFSEReport(ReportRequest{Operation: goToJob(), To: "2026-06-30"}), nil, "", "")
	head, err := json.Marshal(census)
	if err != nil || strings.Contains(string(head), "survey") {
		t.Errorf("a census: %s, %v", head, err)
	}
	operation := goToJob()
	operation.Draws = SixMonthDraws{{ExitsFrom: "2026-04-01", ExitsUntil: "2026-06-30", Seed: "7"}, {ExitsFrom: "2026-01-01", ExitsUntil: "2026-03-31", Seed: "42", Population: 20, Size: 5}}
	sample := RunOf(NewFSEReport(ReportRequest{Operation: operation, To: "2026-06-30"}), nil, "", "")
	if len(sample.Survey) != 2 || sample.Survey[0].Seed != "42" || sample.Survey[0].Size != 5 {
		t.Errorf("samples: %+v", sample.Survey)
	}
	a, _ := census.Digest()
	b, _ := sample.Digest()
	if a == b {
		t.Error("the survey is no part of what is frozen")
	}
}
