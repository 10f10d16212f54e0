package models

import (
	"slices"
	"strings"
	"unicode"
)

// Directions of a referral: the centre sends the person, or a partner did.
const (
	ReferralOut = "sortante"
	ReferralIn  = "entrante"
)

// ReferralDirections are both, in the order shown.
var ReferralDirections = []string{ReferralOut, ReferralIn}

// How a referral was made. With ReferralByPerson nothing is passed on: the person received the address.
const (
	ReferralByPhone    = "telephone"
	ReferralByEmail    = "email"
	ReferralByLetter   = "courrier"
	ReferralTogether   = "accompagnement"
	ReferralByPerson   = "personne"
	ReferralByPlatform = "plateforme"
)

// ReferralModes are the ways, in the order shown.
var ReferralModes = []string{ReferralByPhone, ReferralByEmail, ReferralTogether, ReferralByPerson, ReferralByPlatform, ReferralByLetter}

// Outcomes of a referral; "" is no answer yet, ReferralUnanswered gives up waiting.
const (
	ReferralAccepted   = "acceptee"
	ReferralRefused    = "refusee"
	ReferralWaiting    = "attente"
	ReferralDropped    = "sans_suite"
	ReferralUnanswered = "sans_reponse"
)

// ReferralOutcomes are the answers, in the order shown.
var ReferralOutcomes = []string{ReferralAccepted, ReferralWaiting, ReferralRefused, ReferralDropped, ReferralUnanswered}

const (
	// ReferralDays is after how many days an answer is expected when nobody says otherwise.
	ReferralDays = 21
	// ReminderDays is how long a partner that was asked again has to answer.
	ReminderDays    = 14
	maxReferralText = 1_000
)

// Referral is a person sent to a partner, or by one.
type Referral struct {
	ID                 string  `db:"id"`
	PublicID           string  `db:"public_id"`
	CentreID           string  `db:"centre_id"`
	ParticipantID      string  `db:"participant_id"`
	PartnerID          string  `db:"partner_id"`
	Direction          string  `db:"direction"`
	OnDate             Date    `db:"on_date"`
	Topic              string  `db:"topic"` // of Topics, "" = none
	Mode               string  `db:"mode"`
	Consent            bool    `db:"consent"` // the person agreed that the partner is told
	ExpectedOn         Date    `db:"expected_on"`
	Outcome            string  `db:"outcome"`
	AnsweredOn         Date    `db:"answered_on"`
	ReasonSealed       []byte  `db:"reason_sealed"`
	AnswerSealed       []byte  `db:"answer_sealed"`
	CancelledAt        Instant `db:"cancelled_at"`
	CancelledBy        *string `db:"cancelled_by"`
	CancelReasonSealed []byte  `db:"cancel_reason_sealed"`
	CreatedBy          *string `db:"created_by"`
	CreatedAt          Instant `db:"created_at"`
	Version            int     `db:"version"`
	Reason             string  `db:"-"` // why, in words
	Answer             string  `db:"-"` // what the partner said
	CancelReason       string  `db:"-"`
}

// Late tells that a partner should have answered: the day that was expected is past.
func (r Referral) Late(today Date) bool {
	return r.Open() && r.ExpectedOn != "" && r.ExpectedOn < today
}

// Open tells that an answer of the partner is waited for.
func (r Referral) Open() bool {
	return r.Direction == ReferralOut && r.Outcome == "" && r.CancelledAt.IsZero()
}

// CheckReferral says what is wrong with a referral as typed. Telling a partner about somebody needs their agreement; giving
// the person an address does not.
func CheckReferral(r Referral, today Date) Problems {
	problems := Problems{}
	oneOfCodes(problems, "direction", r.Direction, ReferralDirections, "referral.problem.direction")
	switch {
	case !r.OnDate.Valid():
		problems.Add("date", "date.required")
	case r.OnDate > today:
		problems.Add("date", "date.future")
	case r.OnDate < today.AddMonths(-12*10):
		problems.Add("date", "referral.problem.old")
	}
	if r.Topic != "" && !slices.Contains(Topics, r.Topic) {
		problems.Add("topic", "field.not_in_list")
	}
	if r.Direction == ReferralOut {
		checkSending(problems, r)
	} else if r.Mode != "" {
		oneOfCodes(problems, "mode", r.Mode, ReferralModes, "referral.problem.mode")
	}
	checkReferralText(problems, "reason", r.Reason)
	return problems
}

func checkSending(problems Problems, r Referral) {
	oneOfCodes(problems, "mode", r.Mode, ReferralModes, "referral.problem.mode")
	if !r.Consent && r.Mode != ReferralByPerson {
		problems.Add("consent", "referral.problem.consent")
	}
	if r.OnDate.Valid() && (r.ExpectedOn < r.OnDate || r.ExpectedOn > r.OnDate.AddMonths(12)) {
		problems.Add("expected_on", "referral.problem.expected")
	}
}

// CheckAnswer says what is wrong with the answer of a partner as typed.
func CheckAnswer(r Referral, today Date) Problems {
	problems := Problems{}
	oneOfCodes(problems, "outcome", r.Outcome, ReferralOutcomes, "referral.problem.outcome")
	switch {
	case !r.AnsweredOn.Valid():
		problems.Add("answered_on", "date.required")
	case r.AnsweredOn > today:
		problems.Add("answered_on", "date.future")
	case r.AnsweredOn < r.OnDate:
		problems.Add("answered_on", "referral.problem.before", "Date", FrenchDate(r.OnDate))
	}
	checkReferralText(problems, "answer", r.Answer)
	return problems
}

// CheckReminder says what is wrong with a reminder: how, and until when the partner may now answer.
func CheckReminder(mode string, expected, today Date) Problems {
	problems := Problems{}
	oneOfCodes(problems, "reminder_mode", mode, ReminderModes, "referral.problem.mode")
	if expected < today || expected > today.AddMonths(12) {
		problems.Add("reminder_expected", "referral.problem.next")
	}
	return problems
}

// ReminderModes are the ways a partner is asked again.
var ReminderModes = []string{ReferralByPhone, ReferralByEmail, ReferralByPlatform, ReferralByLetter}

func checkReferralText(problems Problems, field, text string) {
	hidden := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }
	if len([]rune(text)) > maxReferralText || strings.ContainsFunc(text, hidden) {
		problems.Add(field, "referral.problem.text", "Max", FrenchNumber(maxReferralText))
	}
}
