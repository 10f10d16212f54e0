package models

import (
	"errors"
	"testing"
)

func attended(day Date, minutes int, signed, closed bool) AttendedSession {
	return AttendedSession{OnDate: day, StartsAt: "09:00", Minutes: minutes, Signed: signed, Closed: closed, Module: "M4H-2A"}
}

func TestProgressTowardsTheAttestation(t *testing.T) {
	for name, c := range map[string]struct {
		sessions []AttendedSession
		missing  int
		key      string
	}{
		"nothing":          {nil, 240, "attestation.missing_hours"},
		"three hours":      {[]AttendedSession{attended("2026-10-01", 180, true, true)}, 60, "attestation.missing_hours"},
		"unsigned":         {[]AttendedSession{attended("2026-10-01", 180, true, true), attended("2026-10-02", 60, false, true)}, 60, "attestation.missing_hours"},
		"two parts":        {[]AttendedSession{attended("2026-10-01", 120, true, true), attended("2026-10-02", 120, true, true)}, 0, ""},
		"more than needed": {[]AttendedSession{attended("2026-10-01", 300, true, true)}, 0, ""},
		"still open":       {[]AttendedSession{attended("2026-10-01", 240, true, false)}, 0, "attestation.session_open"},
		"open, unsigned":   {[]AttendedSession{attended("2026-10-01", 240, true, true), attended("2026-10-02", 60, false, false)}, 0, ""},
	} {
		p := Progress{Sessions: c.sessions, Threshold: 240}
		var refusal *Error
		err := p.Ready()
		if p.Missing() != c.missing || (c.key == "") != (err == nil) || c.key != "" && (!errors.As(err, &refusal) || refusal.Key != c.key) {
			t.Errorf("%s: %d missing, %v", name, p.Missing(), err)
		}
	}
}

func TestRepeatedModule(t *testing.T) {
	twice := Progress{Sessions: []AttendedSession{attended("2026-10-01", 120, true, true), attended("2026-10-02", 120, true, true)}}
	if twice.RepeatedModule() != "M4H-2A" {
		t.Error("the same part twice is told")
	}
	twice.Sessions[1].Signed = false
	if twice.RepeatedModule() != "" {
		t.Error("a part that does not count is not repeated")
	}
}

func TestAttestationContent(t *testing.T) {
	good := AttestationContent{FullName: "GEBRU Tsehaye", Signatory: "Marc Exemple"}
	for name, c := range map[string]struct {
		change func(*AttestationContent)
		field  string
		key    string
	}{
		"good":         {func(*AttestationContent) {}, "", ""},
		"accents":      {func(c *AttestationContent) { c.FullName = "Nguyễn Thị Hồng Ánh Łukasiewicz-N'Diaye" }, "", ""},
		"no name":      {func(c *AttestationContent) { c.FullName = " " }, "full_name", "attestation.problem.no_name"},
		"script":       {func(c *AttestationContent) { c.FullName = "Коваленко Ольга" }, "full_name", "attestation.problem.script"},
		"one letter":   {func(c *AttestationContent) { c.FullName = "Kovаlenko" }, "full_name", "attestation.problem.script"}, // a Cyrillic а
		"reversed":     {func(c *AttestationContent) { c.FullName = "abc\u202edef" }, "full_name", "attestation.problem.unreadable"},
		"no signatory": {func(c *AttestationContent) { c.Signatory = "" }, "signatory", "attestation.problem.no_signatory"},
	} {
		content := good
		c.change(&content)
		if problems := content.Check(); c.field == "" && len(problems) > 0 || c.field != "" && problems[c.field].Key != c.key {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func TestNameInitials(t *testing.T) {
	for name, want := range map[string]string{"GEBRU Tsehaye": "G. T.", "": "", "Élise van den Broeck de la Tour": "É. V. D. B.", "Zarghuna": "Z."} {
		if got := NameInitials(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
