package models

import (
	"slices"
	"strings"
)

// fseSums are the additions that tie the lines of the FSE+ report together: the reserved sums of reports.md §2.5, and every part of a
// whole beside what is left of it.
var fseSums = []struct {
	whole string
	parts []string
}{
	{TotalIndicator, []string{"EECO02", "EECO04", "EECO05"}}, {TotalIndicator, []string{"EECO06", "EECO07", MiddleAgeGroup, "EECO08"}},
	{TotalIndicator, []string{"EECO09", "EECO10", "EECO11"}}, {"EECO02", []string{"EECO03"}}, {TotalIndicator, []string{"EECO12"}},
	{TotalIndicator, []string{"EECO13"}}, {TotalIndicator, []string{"EECO14"}}, {TotalIndicator, []string{"EECO15"}},
	{TotalIndicator, []string{"EECO16"}}, {TotalIndicator, []string{"EECO17"}},
}

// LineSums are the additions among the lines of a report: what a reader can subtract.
func LineSums(kind string, lines []IndicatorCount) []CellSum {
	rank := make(map[string]int, len(lines))
	for i, line := range lines {
		rank[line.Code] = i
	}
	var sums []CellSum
	add := func(whole string, parts ...string) {
		at, known := rank[whole]
		sum := CellSum{Whole: at}
		for _, code := range parts {
			if i, found := rank[code]; found {
				sum.Parts = append(sum.Parts, i)
			}
		}
		if known && len(sum.Parts) > 0 {
			sums = append(sums, sum)
		}
	}
	switch kind {
	case "fse":
		for _, s := range fseSums {
			add(s.whole, s.parts...)
		}
	case "forem":
		for _, rule := range foremPublic {
			add(ForemTotal, linesUnder(lines, rule.code)...)
		}
	case "spw":
		add(SPWParticipants, SPWObliged, SPWVolunteers, SPWNoPublic)
		for _, total := range spwTotals[4:] {
			add(SPWParticipants, total.code)
		}
		for _, rule := range spwGroups {
			add(SPWParticipants, linesUnder(lines, rule.code)...)
		}
	}
	return sums
}

// linesUnder are the lines of a characteristic.
func linesUnder(lines []IndicatorCount, characteristic string) []string {
	var codes []string
	for _, line := range lines {
		if strings.HasPrefix(line.Code, characteristic+"_") && !slices.Contains(codes, line.Code) {
			codes = append(codes, line.Code)
		}
	}
	return codes
}
