package models

import (
	"cmp"
	"slices"
)

// ProjectGroup is the FSE+ figures of the operations of one priority, specific objective and zone: what the agency transmits
// (reports.md §1.3).
type ProjectGroup struct {
	Priority, Objective, Zone string
	Operations                []string // codes with their centre
	Lines                     []IndicatorCount
}

// ProjectOperation is an operation of a project, with the centre that runs it and its figures.
type ProjectOperation struct {
	Operation Operation
	Centre    string
	Report    *FSEReport
}

// Project is the operations of several centres that hand in one project together. Only their sums are put side by side: no person
// is compared with another centre's.
type Project struct {
	Code       string
	Period     Period
	Operations []ProjectOperation
	Groups     []ProjectGroup // by priority, objective and zone; the whole last
}

// SumProject adds up finished reports, all of the same period.
func SumProject(code string, period Period, operations []ProjectOperation) Project {
	p := Project{Code: code, Period: period, Operations: operations}
	whole := ProjectGroup{}
	for _, o := range operations {
		at := slices.IndexFunc(p.Groups, func(g ProjectGroup) bool {
			return g.Priority == o.Operation.Priority && g.Objective == o.Operation.Objective && g.Zone == o.Operation.Zone
		})
		if at < 0 {
			at = len(p.Groups)
			p.Groups = append(p.Groups, ProjectGroup{Priority: o.Operation.Priority, Objective: o.Operation.Objective, Zone: o.Operation.Zone})
		}
		p.Groups[at].take(o)
		whole.take(o)
	}
	slices.SortFunc(p.Groups, func(a, b ProjectGroup) int {
		return cmp.Or(cmp.Compare(a.Priority, b.Priority), cmp.Compare(a.Objective, b.Objective), cmp.Compare(a.Zone, b.Zone))
	})
	p.Groups = append(p.Groups, whole)
	return p
}

func (g *ProjectGroup) take(o ProjectOperation) {
	g.Operations = append(g.Operations, o.Operation.Code+" ("+o.Centre+")")
	if g.Lines == nil {
		for _, line := range o.Report.Indicators {
			g.Lines = append(g.Lines, IndicatorCount{Code: line.Code, Label: line.Label})
		}
	}
	for i, line := range o.Report.Indicators {
		sum := &g.Lines[i]
		sum.Period, sum.Cumulative = sum.Period.plus(line.Period), sum.Cumulative.plus(line.Cumulative)
		sum.NotKnown += line.NotKnown
		sum.Provisional += line.Provisional
	}
}
