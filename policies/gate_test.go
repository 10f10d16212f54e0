package policies

import (
	"slices"
	"strings"
	"testing"

	"jalon/models"
)

func mustGate(t *testing.T) *Gate {
	t.Helper()
	g, err := NewGate()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// A word the program does not know is refused at the start, not silently never matched.
func TestPolicyWordsAreKnown(t *testing.T) {
	for _, line := range []string{"p, consellor, card, read, centre", "p, counsellor, cards, read, centre", "p, counsellor, card, see, centre",
		"p, counsellor, card, read, everything", "p, counsellor, card, read", "p, counsellor, card, read, centre, deny"} {
		if _, err := newGate(line); err == nil {
			t.Errorf("%q is accepted", line)
		}
	}
	if _, err := newGate("# nothing but a comment\np, counsellor, card, read, centre\n"); err != nil {
		t.Error(err)
	}
}

// Each word of the vocabulary is used: a kind that no rule names is closed to everybody and probably forgotten.
func TestPolicyUsesItsWords(t *testing.T) {
	for _, kind := range models.Kinds {
		if !slices.ContainsFunc(models.Actions, func(action string) bool { return len(mustGate(t).Table(action, kind)) > 0 }) {
			t.Errorf("no rule about %s", kind)
		}
	}
	for _, role := range models.Roles {
		if !strings.Contains(policyCSV, "p, "+role+", ") {
			t.Errorf("no rule about %s", role)
		}
	}
}

// What product.md §4 says in so many words.
func TestPolicySaysWhatTheProductSays(t *testing.T) {
	g := mustGate(t)
	content := []string{models.KindCard, models.KindParticipant, models.KindProfile, models.KindSensitive, models.KindNISS, models.KindEnrolment, models.KindFollowUp,
		models.KindNote, models.KindNoteShared, models.KindNoteConfidence, models.KindAppointment, models.KindAttendance, models.KindAttestation, models.KindExit,
		models.KindRegistration, models.KindReportNominal}
	for _, action := range models.Actions {
		for _, kind := range content {
			table := g.Table(action, kind)
			if table[models.Admin] != "" {
				t.Errorf("admin may %s %s", action, kind)
			}
			if table[models.FunderReader] != "" {
				t.Errorf("a funder reader may %s %s", action, kind)
			}
			if table[models.Auditor] != "" && kind != models.KindReportNominal {
				t.Errorf("an auditor may %s %s", action, kind)
			}
		}
		for role, reach := range g.Table(action, models.KindNoteConfidence) {
			if reach != models.ReachAuthor {
				t.Errorf("%s may %s a confidence with reach %s", role, action, reach)
			}
		}
		if action != models.Read && action != models.Export {
			for _, kind := range models.Kinds {
				if g.Table(action, kind)[models.Auditor] != "" && kind != models.KindAccount {
					t.Errorf("an auditor may %s %s", action, kind)
				}
			}
		}
	}
	for _, kind := range []string{models.KindSettings, models.KindUser} {
		for role := range g.Table(models.Update, kind) {
			if role != models.Admin {
				t.Errorf("%s changes %s", role, kind)
			}
		}
	}
	if reach := g.Table(models.Read, models.KindParticipant)[models.Counsellor]; reach != models.ReachCaseload+","+models.ReachEmergency {
		t.Errorf("a counsellor opens files with reach %q", reach)
	}
	if len(g.Table(models.Create, models.KindImport)) != 1 || g.Table(models.Create, models.KindImport)[models.Manager] == "" {
		t.Error("importing is the manager's alone")
	}
}

// An urgent access reads a file, and nothing more: no confidence, no shared note, no datum of article 9, no national
// number, no writing, no other role.
func TestUrgentAccessReadsOnly(t *testing.T) {
	g := mustGate(t)
	closed := []string{models.KindNoteConfidence, models.KindNoteShared, models.KindSensitive, models.KindNISS, models.KindRelay, models.KindEmergency}
	opened := 0
	for _, kind := range models.Kinds {
		for _, action := range models.Actions {
			for role, reaches := range g.Table(action, kind) {
				if !slices.Contains(strings.Split(reaches, ","), models.ReachEmergency) {
					continue
				}
				opened++
				if role != models.Counsellor || action != models.Read || slices.Contains(closed, kind) {
					t.Errorf("an urgent access lets %s %s %s", role, action, kind)
				}
			}
		}
	}
	if opened == 0 {
		t.Error("an urgent access opens nothing")
	}
}

func TestPresetsNetworksAndMandates(t *testing.T) {
	g := mustGate(t)
	record := models.Record{CentreID: "namur", Caseload: []string{"simon"}, Operations: []string{"gtj"}, Funders: []string{models.FunderFSE}}
	elsewhere := models.Record{CentreID: "liege", Operations: []string{"gtj"}}
	for name, c := range map[string]struct {
		m      models.Membership
		kind   string
		record models.Record
		want   bool
	}{
		"not in the caseload":            {models.Membership{Role: models.Counsellor, Sharing: models.SharingReferent}, models.KindParticipant, record, false},
		"preset équipe":                  {models.Membership{Role: models.Counsellor, Sharing: models.SharingTeam}, models.KindParticipant, record, true},
		"preset équipe, other centre":    {models.Membership{Role: models.Counsellor, Sharing: models.SharingTeam}, models.KindParticipant, elsewhere, false},
		"preset équipe, other operation": {models.Membership{Role: models.Counsellor, Sharing: models.SharingTeam, Operations: []string{"llf"}}, models.KindParticipant, record, false},
		"preset équipe, a confidence":    {models.Membership{Role: models.Counsellor, Sharing: models.SharingTeam}, models.KindNoteConfidence, record, false},
		"manager elsewhere":              {models.Membership{Role: models.Manager}, models.KindReport, elsewhere, false},
		"manager of all centres":         {models.Membership{Role: models.Manager, Network: true}, models.KindReport, elsewhere, true},
		"coordinator marked network":     {models.Membership{Role: models.Coordinator, Network: true}, models.KindParticipant, elsewhere, false},
		"manager, a confidence":          {models.Membership{Role: models.Manager, Network: true}, models.KindNoteConfidence, record, false},
		"auditor without operation":      {models.Membership{Role: models.Auditor}, models.KindReport, record, false},
		"auditor of the operation":       {models.Membership{Role: models.Auditor, Operations: []string{"gtj"}}, models.KindReport, record, true},
		"auditor, names":                 {models.Membership{Role: models.Auditor, Operations: []string{"gtj"}}, models.KindReportNominal, record, false},
		"auditor with names":             {models.Membership{Role: models.Auditor, Operations: []string{"gtj"}, Nominative: true}, models.KindReportNominal, record, true},
		"funder of the operation":        {models.Membership{Role: models.FunderReader, Funder: models.FunderFSE}, models.KindReport, record, true},
		"another funder":                 {models.Membership{Role: models.FunderReader, Funder: models.FunderSPW}, models.KindReport, record, false},
		"funder reader without funder":   {models.Membership{Role: models.FunderReader}, models.KindReport, models.Record{CentreID: "namur", Funders: []string{""}}, false},
	} {
		c.m.UserID, c.m.CentreID = "nadia", "namur"
		actor := models.Actor{UserID: "nadia", Memberships: []models.Membership{c.m}}
		if got := g.Can(actor, models.Read, c.kind, c.record); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// A scope adds the memberships up, and someone without any is refused.
func TestScopesAddUp(t *testing.T) {
	g := mustGate(t)
	actor := models.Actor{UserID: "nadia", Memberships: []models.Membership{
		{UserID: "nadia", CentreID: "namur", Role: models.Counsellor}, {UserID: "nadia", CentreID: "liege", Role: models.Coordinator}}}
	scope, err := g.Scope(actor, models.Read, models.KindParticipant)
	if err != nil || len(scope.Grants(models.KindParticipant)) != 3 || len(scope.Grants(models.KindNote)) != 0 {
		t.Errorf("%v, %v", scope.Grants(models.KindParticipant), err)
	}
	if _, err := g.Scope(models.Actor{UserID: "nadia"}, models.Read, models.KindHome); models.CodeOf(err) != models.Forbidden {
		t.Errorf("without a membership: %v", err)
	}
	if g.Can(models.Actor{}, models.Read, models.KindHome, models.Record{}) {
		t.Error("nobody may")
	}
}
