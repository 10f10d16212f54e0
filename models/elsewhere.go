package models

import "strings"

// HoursElsewhere are hours of the 4-hour module that a person followed with another operator (the Forem, another centre).
// They count towards the attestation once a document proves them (product.md §1; reports.md §3.5).
type HoursElsewhere struct {
	ID            string  `db:"id"`
	PublicID      string  `db:"public_id"`
	CentreID      string  `db:"centre_id"`
	ParticipantID string  `db:"participant_id"`
	EnrolmentID   string  `db:"enrolment_id"`
	Operator      string  `db:"operator"` // CRI, FOREM
	Body          string  `db:"body"`     // who gave them: « Forem de Namur »
	OnDate        Date    `db:"on_date"`
	Minutes       int     `db:"minutes"`
	FileID        *string `db:"file_id"` // the document that proves them
	CancelledAt   Instant `db:"cancelled_at"`
	CancelledBy   *string `db:"cancelled_by"`
	CreatedBy     *string `db:"created_by"`
	CreatedAt     Instant `db:"created_at"`
	Version       int     `db:"version"`
}

// CheckHoursElsewhere says what is wrong with hours as typed.
func CheckHoursElsewhere(h HoursElsewhere, today Date) Problems {
	problems := Problems{}
	if h.Operator != OperatorCentre && h.Operator != OperatorForem {
		problems.Add("operator", "elsewhere.problem.operator")
	}
	if strings.TrimSpace(h.Body) == "" {
		problems.Add("body", "elsewhere.problem.body")
	}
	checkLine(problems, "body", h.Body)
	if !h.OnDate.Valid() || h.OnDate > today || h.OnDate < today.AddMonths(-12*10) {
		problems.Add("on_date", "elsewhere.problem.date")
	}
	if h.Minutes < 1 || h.Minutes > MaxSessionMinutes {
		problems.Add("minutes", "elsewhere.problem.minutes", "Max", MaxSessionMinutes)
	}
	return problems
}

// Attended is how the attestation counts them: proven hours are as good as signed ones.
func (h HoursElsewhere) Attended(proven bool) AttendedSession {
	return AttendedSession{OnDate: h.OnDate, Title: h.Body, Operator: h.Operator, Attendance: Present, Signed: proven, Closed: true, Minutes: h.Minutes, Elsewhere: h.PublicID}
}
