package models

import (
	"slices"
	"strings"
)

// EstimatedCodes are the characteristics that need not be asked of everybody (reports.md §1.1, V4).
var EstimatedCodes = []string{"EECO12", "EECO13", "EECO14", "EECO15", "EECO16", "EECO17"}

const maxEstimate = 999_999

// EstimateRecord is an estimate as it is written down for an operation. A later one takes its place in the report; none touches a count.
type EstimateRecord struct {
	ID          string  `db:"id"`
	PublicID    string  `db:"public_id"`
	OperationID string  `db:"operation_id"`
	Code        string  `db:"code"` // one of EstimatedCodes
	Value       int     `db:"value"`
	Method      string  `db:"method"`
	OnDate      Date    `db:"on_date"`
	CreatedBy   *string `db:"created_by"`
	CreatedAt   Instant `db:"created_at"`
	CancelledAt Instant `db:"cancelled_at"`
	CancelledBy *string `db:"cancelled_by"`
}

// CheckEstimate says what is wrong with an estimate as typed: without its method and its date it proves nothing.
func CheckEstimate(e EstimateRecord, today Date) Problems {
	problems := Problems{}
	if !slices.Contains(EstimatedCodes, e.Code) {
		problems.Add("code", "field.not_in_list")
	}
	if e.Value < 0 || e.Value > maxEstimate {
		problems.Add("valeur", "estimate.problem.value")
	}
	if len([]rune(strings.TrimSpace(e.Method))) < 10 {
		problems.Add("methode", "estimate.problem.method")
	}
	checkShortText(problems, "methode", e.Method)
	switch {
	case e.OnDate == "":
		problems.Add("date", "date.required")
	case e.OnDate > today:
		problems.Add("date", "date.future")
	}
	return problems
}

// EstimatesOn are those in force on a day: of each code the one of the latest date, and of one date the last written.
func EstimatesOn(records []EstimateRecord, day Date) map[string]Estimate {
	found, chosen := map[string]Estimate{}, map[string]EstimateRecord{}
	for _, e := range records {
		before, known := chosen[e.Code]
		if e.OnDate > day || !e.CancelledAt.IsZero() || known && (before.OnDate > e.OnDate || before.OnDate == e.OnDate && before.ID > e.ID) {
			continue
		}
		chosen[e.Code] = e
		found[e.Code] = Estimate{Value: e.Value, Method: e.Method, Date: e.OnDate}
	}
	return found
}
