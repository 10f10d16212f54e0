package models

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// countings are the three reports on the same facts.
func countings(request ReportRequest, facts ...EnrolmentFacts) []Counting {
	all := []Counting{NewFSEReport(request), NewForemReport(request), NewSPWReport(request)}
	for _, c := range all {
		for _, f := range facts {
			c.Add(f)
		}
		c.Finish()
	}
	return all
}

// eachFigure goes through every cell of persons of a report.
func eachFigure(figures Figures, yield func(f Figure, size int)) {
	for _, line := range figures.Lines {
		for _, gender := range append(Genders[:], "") {
			period, cumulative := line.Period.Total, line.Cumulative.Total
			if gender != "" {
				period, cumulative = line.Period.Of(gender), line.Cumulative.Of(gender)
			}
			yield(Figure{line.Code, FigureCount, true, gender}, period)
			yield(Figure{line.Code, FigureCount, false, gender}, cumulative)
		}
	}
	for _, rate := range figures.Rates {
		yield(Figure{Line: rate.Code, Part: FigureRate}, rate.Numerator)
		yield(Figure{Line: rate.Code, Part: FigureReference}, rate.Denominator)
		yield(Figure{Line: rate.Code, Part: FigureUnknown}, rate.NotKnown)
	}
}

// A figure is a set of people: opened, it has exactly its size, and with those it leaves out it is everybody.
func TestEveryFigureOpens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		request := ReportRequest{Operation: goToJob(), From: drawDate(t, "from"), To: drawDate(t, "to")}
		var facts []EnrolmentFacts
		for i := range rapid.IntRange(0, 4).Draw(t, "n") {
			facts = append(facts, drawFacts(t, fmt.Sprint("I", i)))
		}
		for _, c := range countings(request, facts...) {
			figures := c.Figures()
			eachFigure(figures, func(f Figure, size int) {
				split, known := OpenFigure(c, f)
				if !known || len(split.In) != size {
					t.Fatalf("%s %+v: %d persons for a figure of %d", figures.Kind, f, len(split.In), size)
				}
				if f.Part != FigureRate && len(split.In)+split.Left() != len(facts) {
					t.Fatalf("%s %+v: %d + %d is not %d", figures.Kind, f, len(split.In), split.Left(), len(facts))
				}
			})
		}
	})
}

func TestFigureAt(t *testing.T) {
	for column, want := range map[string]Figure{
		"periode_f": {"L", FigureCount, true, "F"}, "cumul_nr": {"L", FigureCount, false, NoGender}, "cumul_total": {"L", FigureCount, false, ""},
		"taux": {"L", FigureRate, false, ""}, "denominateur": {"L", FigureReference, false, ""},
	} {
		if got, ok := FigureAt("L", column); !ok || got != want {
			t.Errorf("%s: %+v", column, got)
		}
	}
	for _, column := range []string{"", "cumul", "cumul_z", "autre_f", "remarque"} {
		if _, ok := FigureAt("L", column); ok {
			t.Errorf("%q is no figure", column)
		}
	}
}

// Those left out are together when the reason is the same, and each has its own words.
func TestFigureReasons(t *testing.T) {
	one := named(leaver("2026-02-10", EventFact{Date: "2026-02-12", Type: "fin_emploi", Proof: true}), "I1")
	two := named(leaver("2026-03-10", EventFact{Date: "2026-03-12", Type: "inactif"}), "I2")
	open := named(valid("2026-01-05"), "I3")
	c := countings(ReportRequest{Operation: goToJob(), To: "2026-06-30"}, one, two, open)[0]
	split, _ := OpenFigure(c, Figure{Line: "EECR04", Part: FigureCount})
	if len(split.Out) != 2 || split.Out[0].Reason != "Dernier événement professionnel jusqu'au … : …." || split.Out[1].Reason != "Pas de sortie au 30/06/2026." {
		t.Fatalf("%+v", split.Out)
	}
	first := split.Out[0].Members[0]
	if first.Reason != "Dernier événement professionnel jusqu'au 10/03/2026 : fin d'emploi." {
		t.Error(first.Reason)
	}
	want := "Premier contact : suivi S du 05/01/2026 ; Sortie : 10/02/2026 (terme prévu) ; Dernier événement : fin d'emploi le 12/02/2026, document de preuve au dossier"
	first.First.Ref = "S"
	if got := EvidenceText(first.EvidenceOf("EECR04"), true); got != want {
		t.Error(got)
	}
	if got := EvidenceText(first.EvidenceOf("EECO14"), true); got != "Premier contact : suivi S du 05/01/2026" {
		t.Errorf("a country of birth leaves the centre: %s", got)
	}
}

// A day of hand-over after the end of the period lets results be read, and nothing else.
func TestHandOver(t *testing.T) {
	f := leaver("2026-06-20", EventFact{Date: "2026-07-10", Type: "emploi"})
	f.Contacts = append(f.Contacts, met("2026-07-02"))
	at := func(asOf Date) *FSEReport {
		return reportOf(ReportRequest{Operation: goToJob(), To: "2026-06-30", AsOf: asOf}, f)
	}
	june, july := at(""), at("2026-07-31")
	if june.Count("EECR04").Cumulative.Total != 0 || july.Count("EECR04").Cumulative.Total != 1 {
		t.Error("the job of 10 July is known on 31 July and not on 30 June")
	}
	if !june.Participations[0].Provisional || july.Participations[0].Provisional {
		t.Error("provisional is read on the day of hand-over")
	}
	if july.Participations[0].Exit != "2026-06-20" || july.Participations[0].SignedMinutes != june.Participations[0].SignedMinutes {
		t.Error("a contact after the period is of the next one")
	}
}
