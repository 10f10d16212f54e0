package models

import (
	"slices"
	"strings"
	"time"
)

// Outcomes of an appointment, in the order shown. "" is to come, or to be specified once it is over.
var Outcomes = []string{Present, Excused, Absent, OutcomeCancelled}

// OutcomeCancelled: the appointment did not take place and nobody was expected any more.
const OutcomeCancelled = "annule"

// States of an appointment.
const (
	AppointmentToCome    = "a_venir"
	AppointmentToSpecify = "a_preciser" // over, without outcome (ux.md E10)
)

// AppointmentModes are the modes an appointment may be planned in: a step without the person needs none.
var AppointmentModes = []string{ModeOffice, ModePhone, ModeAway, ModeVideo}

// EndsAt is when the appointment is planned to end.
func (a Appointment) EndsAt() string { return EndOf(a.StartsAt, a.Minutes) }

// State is the outcome once there is one, else what the local day and clock ("14:30") say.
func (a Appointment) State(today Date, clock string) string {
	switch {
	case a.Outcome != "":
		return a.Outcome
	case a.OnDate < today || a.OnDate == today && a.EndsAt() <= clock:
		return AppointmentToSpecify
	default:
		return AppointmentToCome
	}
}

// TakesTime tells whether the appointment still keeps its slot.
func (a Appointment) TakesTime() bool { return a.Outcome == "" || a.Outcome == Present }

// CheckAppointment says what is wrong with an appointment as typed; a past one is refused, it is a follow-up.
func CheckAppointment(a Appointment, today Date, zone *time.Location) Problems {
	problems := Problems{}
	switch {
	case !a.OnDate.Valid():
		problems.Add("date", "date.required")
	case a.OnDate < today:
		problems.Add("date", "appointment.problem.past")
	case a.OnDate > today.AddMonths(24):
		problems.Add("date", "appointment.problem.far")
	}
	switch {
	case clockMinutes(a.StartsAt) < 0:
		problems.Add("time", "appointment.problem.time")
	case a.OnDate.Valid() && !ClockExists(a.OnDate, a.StartsAt, zone):
		problems.Add("time", "time.no_such_time")
	case clockMinutes(a.StartsAt)+a.Minutes > 24*60:
		problems.Add("time", "followup.problem.midnight")
	}
	if a.Minutes < 5 || a.Minutes > MaxFollowUpMinutes {
		problems.Add("minutes", "appointment.problem.minutes")
	}
	if !slices.Contains(AppointmentModes, a.Mode) {
		problems.Add("mode", "followup.problem.mode")
	}
	if a.Mode == ModeAway && a.LocationID == nil && strings.TrimSpace(a.Place) == "" {
		problems.Add("place", "followup.problem.place")
	}
	checkShortText(problems, "place", a.Place)
	checkShortText(problems, "purpose", a.Purpose)
	checkInterpreter(problems, a.Interpreter)
	return problems
}

// Monday is the first day of the week of d: weeks start on Monday (product.md §3, rule 10).
func (d Date) Monday() Date {
	if !d.Valid() {
		return d
	}
	return d.AddDays(-(int(d.Time().Weekday()) + 6) % 7)
}
