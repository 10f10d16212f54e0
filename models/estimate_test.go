package models

import (
	"reflect"
	"testing"
)

func TestEstimatesOn(t *testing.T) {
	cancelled := EstimateRecord{ID: "9", Code: "EECO16", Value: 99, OnDate: "2026-06-01"}
	cancelled.CancelledAt = InstantOf(Date("2026-06-02").Time())
	records := []EstimateRecord{{ID: "2", Code: "EECO16", Value: 20, Method: "échantillon de 40", OnDate: "2026-05-01"}, {ID: "1", Code: "EECO16", Value: 10, OnDate: "2026-05-01"},
		cancelled, {ID: "3", Code: "EECO16", Value: 30, OnDate: "2026-07-01"}, {ID: "4", Code: "EECO12", Value: 0, OnDate: "2026-01-01"}}
	for day, want := range map[Date]map[string]int{"2025-12-31": {}, "2026-04-30": {"EECO12": 0}, "2026-06-30": {"EECO12": 0, "EECO16": 20}, "2026-07-01": {"EECO12": 0, "EECO16": 30}} {
		got := map[string]int{}
		for code, e := range EstimatesOn(records, day) {
			got[code] = e.Value
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", day, got, want)
		}
	}
	for name, e := range map[string]EstimateRecord{"code": {Code: "EECO02", Method: "échantillon de 40", OnDate: "2026-01-01"}, "methode": {Code: "EECO12", Method: "au jugé", OnDate: "2026-01-01"},
		"date": {Code: "EECO12", Method: "échantillon de 40", OnDate: "2026-02-01"}, "valeur": {Code: "EECO12", Value: -1, Method: "échantillon de 40", OnDate: "2026-01-01"}} {
		if problems := CheckEstimate(e, "2026-01-31"); len(problems) != 1 || !problems.Has(name) {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

// The sums of a project are those of its operations, and the groups make the whole.
func TestSumProject(t *testing.T) {
	operation := func(code, zone string, women, men int) ProjectOperation {
		o := Operation{Code: code, Zone: zone, Priority: "1", StartsOn: "2025-01-01"}
		r := NewFSEReport(ReportRequest{Operation: o, To: "2026-12-31"})
		r.Indicators[0].Cumulative = GenderCounts{F: women, M: men, Total: women + men}
		r.Indicators[0].Period, r.Indicators[0].NotKnown = GenderCounts{F: women, Total: women}, men
		return ProjectOperation{Operation: o, Centre: code, Report: r}
	}
	p := SumProject("P", Period{"2026-01-01", "2026-12-31"}, []ProjectOperation{operation("B", "transition", 3, 4), operation("A", "plus développée", 10, 0), operation("C", "transition", 1, 1)})
	if len(p.Groups) != 3 || p.Groups[0].Zone != "plus développée" || len(p.Groups[1].Operations) != 2 {
		t.Fatalf("%d groups: %+v", len(p.Groups), p.Groups)
	}
	whole := p.Groups[2].Lines[0]
	if whole.Cumulative != (GenderCounts{F: 14, M: 5, Total: 19}) || whole.Period.Total != 14 || whole.NotKnown != 5 || p.Groups[1].Lines[0].Cumulative.Total != 9 {
		t.Errorf("%+v", p.Groups)
	}
	for i := range p.Groups[2].Lines {
		if p.Groups[0].Lines[i].Cumulative.plus(p.Groups[1].Lines[i].Cumulative) != p.Groups[2].Lines[i].Cumulative {
			t.Errorf("%s: the groups do not make the whole", p.Groups[2].Lines[i].Code)
		}
	}
}
