package models

import (
	"strings"
	"testing"
)

func TestCheckReferral(t *testing.T) {
	const today = Date("2026-11-24")
	right := Referral{Direction: ReferralOut, OnDate: today, Topic: "langue", Mode: ReferralByPhone, Consent: true, ExpectedOn: today.AddDays(ReferralDays)}
	for name, c := range map[string]struct {
		change func(*Referral)
		field  string
	}{
		"right":                 {func(*Referral) {}, ""},
		"came from a partner":   {func(r *Referral) { *r = Referral{Direction: ReferralIn, OnDate: today} }, ""},
		"an address was given":  {func(r *Referral) { r.Mode, r.Consent = ReferralByPerson, false }, ""},
		"no direction":          {func(r *Referral) { r.Direction = "" }, "direction"},
		"no date":               {func(r *Referral) { r.OnDate = "" }, "date"},
		"tomorrow":              {func(r *Referral) { r.OnDate = today.AddDays(1) }, "date"},
		"another century":       {func(r *Referral) { r.OnDate, r.ExpectedOn = "1926-11-24", "1926-12-01" }, "date"},
		"unknown topic":         {func(r *Referral) { r.Topic = "x" }, "topic"},
		"unknown way":           {func(r *Referral) { r.Mode = "pigeon" }, "mode"},
		"no agreement":          {func(r *Referral) { r.Consent = false }, "consent"},
		"expected before":       {func(r *Referral) { r.ExpectedOn = today.AddDays(-1) }, "expected_on"},
		"expected in two years": {func(r *Referral) { r.ExpectedOn = today.AddMonths(24) }, "expected_on"},
		"not expected":          {func(r *Referral) { r.ExpectedOn = "" }, "expected_on"},
		"a novel":               {func(r *Referral) { r.Reason = strings.Repeat("x", 1001) }, "reason"},
	} {
		r := right
		c.change(&r)
		problems := CheckReferral(r, today)
		if c.field == "" && len(problems) > 0 || c.field != "" && (!problems.Has(c.field) || len(problems) > 1) {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func TestLateReferral(t *testing.T) {
	const today = Date("2026-11-24")
	for name, c := range map[string]struct {
		r    Referral
		late bool
	}{
		"the day itself":  {Referral{Direction: ReferralOut, ExpectedOn: today}, false},
		"the day after":   {Referral{Direction: ReferralOut, ExpectedOn: today.AddDays(-1)}, true},
		"answered":        {Referral{Direction: ReferralOut, ExpectedOn: "2026-01-01", Outcome: ReferralRefused}, false},
		"cancelled":       {Referral{Direction: ReferralOut, ExpectedOn: "2026-01-01", CancelledAt: InstantOf(today.Time())}, false},
		"from a partner":  {Referral{Direction: ReferralIn, ExpectedOn: "2026-01-01"}, false},
		"nothing awaited": {Referral{Direction: ReferralOut}, false},
	} {
		if got := c.r.Late(today); got != c.late {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestCheckAnswer(t *testing.T) {
	const today = Date("2026-11-24")
	sent := Referral{Direction: ReferralOut, OnDate: "2026-11-01"}
	for name, c := range map[string]struct {
		outcome string
		on      Date
		field   string
	}{
		"accepted":  {ReferralAccepted, today, ""},
		"no word":   {"", today, "outcome"},
		"before":    {ReferralAccepted, "2026-10-31", "answered_on"},
		"tomorrow":  {ReferralAccepted, "2026-11-25", "answered_on"},
		"no date":   {ReferralAccepted, "", "answered_on"},
		"same day":  {ReferralDropped, "2026-11-01", ""},
		"gave up":   {ReferralUnanswered, today, ""},
		"odd words": {"peut-être", today, "outcome"},
	} {
		r := sent
		r.Outcome, r.AnsweredOn = c.outcome, c.on
		problems := CheckAnswer(r, today)
		if c.field == "" && len(problems) > 0 || c.field != "" && !problems.Has(c.field) {
			t.Errorf("%s: %v", name, problems)
		}
	}
	if p := CheckReminder(ReferralByPhone, today.AddDays(ReminderDays), today); len(p) > 0 {
		t.Errorf("a reminder: %v", p)
	}
	if p := CheckReminder("pigeon", "2026-11-23", today); !p.Has("reminder_mode") || !p.Has("reminder_expected") {
		t.Errorf("a wrong reminder: %v", p)
	}
}

func TestCheckPartner(t *testing.T) {
	right := Partner{Name: "Forem Namur", Kind: "forem", Refnis: "92094", Website: "https://leforem.be"}
	for name, c := range map[string]struct {
		change func(*Partner)
		field  string
	}{
		"right":           {func(*Partner) {}, ""},
		"no name":         {func(p *Partner) { p.Name = " " }, "name"},
		"long name":       {func(p *Partner) { p.Name = strings.Repeat("x", 201) }, "name"},
		"no kind":         {func(p *Partner) { p.Kind = "" }, "kind"},
		"no such commune": {func(p *Partner) { p.Refnis = "00000" }, "commune"},
		"a program":       {func(p *Partner) { p.Website = "javascript:alert(1).x" }, "website"},
		"no address":      {func(p *Partner) { p.Website = "https://forem" }, "website"},
		"long note":       {func(p *Partner) { p.Note = strings.Repeat("x", 1001) }, "note"},
	} {
		p := right
		c.change(&p)
		problems := CheckPartner(p, nil)
		if c.field == "" && len(problems) > 0 || c.field != "" && !problems.Has(c.field) {
			t.Errorf("%s: %v", name, problems)
		}
	}
	if p := CheckPartnerContact(PartnerContact{Email: "a@b.be"}); !p.Has("name") {
		t.Errorf("a contact without a name: %v", p)
	}
	if p := CheckPartnerContact(PartnerContact{}); len(p) > 0 {
		t.Errorf("an empty line: %v", p)
	}
	if got := WebAddress(" leforem.be "); got != "https://leforem.be" {
		t.Errorf("address %q", got)
	}
}
