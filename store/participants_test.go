package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"jalon/models"
	"jalon/policies"
	"jalon/store"
	"jalon/store/storetest"
)

// who asks the gate on behalf of people of the world.
type who struct {
	*storetest.World
	gate *policies.Gate
}

func newWho(t *testing.T, db *storetest.DB) who {
	t.Helper()
	gate, err := policies.NewGate()
	if err != nil {
		t.Fatal(err)
	}
	return who{storetest.NewWorld(t, db), gate}
}

// scope is what the gate gives, empty when refused.
func (w who) scope(user, action, kind string) models.Scope {
	scope, _ := w.gate.Scope(w.Actors[user], action, kind)
	return scope
}

// add registers a person of Namur.
func (w who) add(t *testing.T, user, referent string, p models.Participant, distinct ...string) models.Participant {
	t.Helper()
	p.CentreID = "namur"
	p, err := w.CreateParticipant(context.Background(), w.scope(user, models.Create, models.KindParticipant), p, referent, distinct...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var ctx = context.Background()

func TestCreateParticipant(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		p := w.add(t, "nadia", "nadia", models.Participant{FamilyName: "Коваленко", GivenName: "Тарас", Birth: "1990-03-02",
			Phone: "+32470125678", Residence: models.Residence{Title: "A", WorkMarket: "illimite"}}, "p-olha", "p-bruno", "p-nobody")
		got, err := w.Participant(ctx, w.scope("nadia", models.Read, models.KindProfile), p.PublicID)
		if err != nil {
			t.Fatal(err)
		}
		if got.FamilyName != "Коваленко" || got.SortName != "kovalenko taras" || got.Residence.Title != "A" || got.CreatedBy == nil || *got.CreatedBy != "nadia" {
			t.Errorf("read back %+v", got)
		}
		if n := w.Count(t, "select count(*) from participants where id = ? and residence_sealed is not null", p.ID); n != 1 {
			t.Error("the residence document is not sealed")
		}
		if n := w.Count(t, "select count(*) from caseloads where participant_id = ? and user_id = 'nadia' and kind = 'intake'", p.ID); n != 1 {
			t.Errorf("intake caseloads: %d", n)
		}
		if n := w.Count(t, "select count(*) from distinct_persons"); n != 1 {
			t.Errorf("pairs told apart: %d, want olha's alone (bruno is of another centre)", n)
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'participant' and action = 'create' and record = ?", p.PublicID); n != 1 {
			t.Errorf("journal lines: %d", n)
		}
	})
}

func TestCreateParticipantScope(t *testing.T) {
	db := storetest.SQLite(t)
	w := newWho(t, db)
	p := models.Participant{FamilyName: "Test", CentreID: "liege"}
	for name, scope := range map[string]models.Scope{
		"another centre": w.scope("nadia", models.Create, models.KindParticipant),
		"read only":      w.scope("lea", models.Read, models.KindParticipant),
		"another kind":   w.scope("lea", models.Create, models.KindEnrolment),
		"no scope":       {},
	} {
		if _, err := w.CreateParticipant(ctx, scope, p, ""); !errors.Is(err, models.ErrForbidden) {
			t.Errorf("%s: %v, want forbidden", name, err)
		}
	}
	p.CentreID = "namur"
	if _, err := w.CreateParticipant(ctx, w.scope("rita", models.Create, models.KindParticipant), p, "lea"); models.CodeOf(err) != models.Invalid {
		t.Errorf("a colleague of another centre as referent: %v", err)
	}
	if n := w.Count(t, "select count(*) from participants where family_name = 'Test'"); n != 0 {
		t.Errorf("%d persons written by refused registrations", n)
	}
}

// TestParticipantScope: out of scope is not found, and a kind opens no other kind's columns.
func TestParticipantScope(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		cases := []struct {
			user, kind, person string
			found              bool
		}{
			{"nadia", models.KindParticipant, "p-amina", true},
			{"nadia", models.KindParticipant, "p-olha", false},
			{"nadia", models.KindParticipant, "p-bruno", false},
			{"rita", models.KindParticipant, "p-olha", true},
			{"rita", models.KindProfile, "p-olha", false},
			{"claire", models.KindSensitive, "p-olha", true},
			{"tom", models.KindParticipant, "p-amina", false},
			{"alex", models.KindParticipant, "p-amina", false},
			{"nadia", models.KindCard, "p-amina", false}, // a card is no file
		}
		for _, tc := range cases {
			_, err := w.Participant(ctx, w.scope(tc.user, models.Read, tc.kind), tc.person)
			if tc.found != (err == nil) || err != nil && !errors.Is(err, models.ErrNotFound) {
				t.Errorf("%s %s %s: %v", tc.user, tc.kind, tc.person, err)
			}
		}
		db.Exec(t, "update participants set household = 'seul', sensitive_sealed = ? where id = 'amina'", w.Box(t, "amina").Seal("sensitive", `{"disability":"oui"}`))
		p, err := w.Participant(ctx, w.scope("nadia", models.Read, models.KindParticipant), "p-amina")
		if err != nil || p.Household != "" || p.Sensitive.Disability != "" {
			t.Errorf("identity opened household %q, disability %q, %v", p.Household, p.Sensitive.Disability, err)
		}
		p, err = w.Participant(ctx, w.scope("nadia", models.Read, models.KindSensitive), "p-amina")
		if err != nil || p.Sensitive.Disability != "oui" || p.Household != "" {
			t.Errorf("sensitive opened %+v, household %q, %v", p.Sensitive, p.Household, err)
		}
	})
}

func TestOpeningIsJournalled(t *testing.T) {
	db := storetest.SQLite(t)
	w := newWho(t, db)
	files, cards := w.scope("nadia", models.Read, models.KindParticipant), w.scope("nadia", models.Read, models.KindCard)
	if _, err := w.OpenParticipant(ctx, files, "p-amina"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.OpenCard(ctx, cards, files, models.Scope{}, "p-olha"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.OpenParticipant(ctx, files, "p-olha"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("another colleague's file: %v", err)
	}
	if n := w.Count(t, "select count(*) from journal where user_id = 'nadia' and (kind, record, reach) in (('participant', 'p-amina', 'caseload'), ('card', 'p-olha', 'centre'))"); n != 2 {
		t.Errorf("journal lines: %d, want 2", n)
	}
	db.Exec(t, "drop table journal") // a journal that cannot be written shows nothing
	if p, err := w.OpenParticipant(ctx, files, "p-amina"); err == nil {
		t.Errorf("opened %s without a journal", p.PublicID)
	}
}

func edit(section string, version int, answers models.Answers) store.SectionEdit {
	return store.SectionEdit{Section: section, Version: version, Answers: answers}
}

func TestSaveSection(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		update := w.scope("nadia", models.Update, models.KindProfile)
		answers := models.Answers{"household": "seul", "children": "2", "father_birth_country": "SY"}
		if problems, err := w.SaveSection(ctx, update, "p-amina", edit(models.SectionFamily, 1, answers)); err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		p, err := w.Participant(ctx, w.scope("nadia", models.Read, models.KindProfile), "p-amina")
		if err != nil || p.Household != "seul" || p.Children != "2" || p.Version != 2 {
			t.Errorf("saved %+v, %v", p, err)
		}
		if n := w.Count(t, "select count(*) from journal where detail = 'children,father_birth_country,household' and record = 'p-amina'"); n != 1 {
			t.Errorf("journal lines naming the fields: %d", n)
		}
		if n := w.Count(t, "select count(*) from revisions where kind = 'participant.family' and version = 1 and record_id = 'amina'"); n != 1 {
			t.Errorf("revisions: %d", n)
		}
		if _, err := w.SaveSection(ctx, update, "p-amina", edit(models.SectionFamily, 2, answers)); err != nil {
			t.Fatal(err)
		}
		if n := w.Count(t, "select version from participants where id = 'amina'"); n != 2 {
			t.Errorf("saving the same answers made version %d", n)
		}
		problems, err := w.SaveSection(ctx, update, "p-amina", edit(models.SectionFamily, 2, models.Answers{"household": "?"}))
		if err != nil || !problems.Has("household") || w.Count(t, "select version from participants where id = 'amina'") != 2 {
			t.Errorf("a wrong answer: %v, %v", problems, err)
		}
	})
}

func TestSaveSectionScope(t *testing.T) {
	db := storetest.SQLite(t)
	w := newWho(t, db)
	family := edit(models.SectionFamily, 1, models.Answers{"household": "seul"})
	cases := map[string]struct {
		scope  models.Scope
		person string
		want   error
	}{
		"own":                  {w.scope("nadia", models.Update, models.KindProfile), "p-amina", nil},
		"a colleague's":        {w.scope("nadia", models.Update, models.KindProfile), "p-olha", models.ErrNotFound},
		"read only":            {w.scope("nadia", models.Read, models.KindProfile), "p-noori", models.ErrForbidden},
		"section of a kind":    {w.scope("nadia", models.Update, models.KindParticipant), "p-noori", models.ErrForbidden},
		"reception":            {w.scope("rita", models.Update, models.KindProfile), "p-noori", models.ErrNotFound},
		"paid by GTJ, no lead": {w.scope("paula", models.Update, models.KindProfile), "p-noori", models.ErrNotFound},
	}
	for name, tc := range cases {
		if _, err := w.SaveSection(ctx, tc.scope, tc.person, family); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
	}
}

// TestStaleEdit: another section changed meanwhile is no obstacle, the same one is.
func TestStaleEdit(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		profile, identity := w.scope("nadia", models.Update, models.KindProfile), w.scope("claire", models.Update, models.KindParticipant)
		contact := edit(models.SectionContact, 1, models.Answers{"phone": "0470 12 56 78"})
		if problems, err := w.SaveSection(ctx, identity, "p-amina", contact); err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		if _, err := w.SaveSection(ctx, profile, "p-amina", edit(models.SectionFamily, 1, models.Answers{"children": "1"})); err != nil {
			t.Errorf("the contact section stood in the way of the family section: %v", err)
		}
		if _, err := w.SaveSection(ctx, profile, "p-amina", edit(models.SectionFamily, 1, models.Answers{"children": "3"})); !errors.Is(err, models.ErrStale) {
			t.Errorf("the same section on an old version: %v, want stale", err)
		}
		name, at, err := w.LastChange(ctx, w.scope("nadia", models.Read, models.KindParticipant), "p-amina")
		if err != nil || name != "nadia" || at.IsZero() {
			t.Errorf("last change by %q at %v, %v", name, at, err)
		}
		db.Exec(t, "update participants set version = version + 1 where id = 'amina'") // a change that left no trace
		if _, err := w.SaveSection(ctx, profile, "p-amina", edit(models.SectionLanguages, 3, models.Answers{"french_level": "A1"})); !errors.Is(err, models.ErrStale) {
			t.Errorf("an untraced change: %v, want stale", err)
		}
	})
}

func TestRenamingChangesTheIndex(t *testing.T) {
	db := storetest.SQLite(t)
	w := newWho(t, db)
	p := w.add(t, "nadia", "nadia", models.Participant{FamilyName: "Ancien", GivenName: "Nom"})
	answers := models.Answers{"family_name": "Nouveau", "given_name": "Nom"}
	if problems, err := w.SaveSection(ctx, w.scope("nadia", models.Update, models.KindParticipant), p.PublicID, edit(models.SectionIdentity, 1, answers)); err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	if got := w.found(t, "nadia", "ancien"); len(got) > 0 {
		t.Errorf("the old name still finds %v", got)
	}
	if got := w.found(t, "nadia", "nouv"); len(got) != 1 {
		t.Errorf("the new name finds %v", got)
	}
}

func TestNISS(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		read, update := w.scope("nadia", models.Read, models.KindNISS), w.scope("nadia", models.Update, models.KindNISS)
		if err := w.SetNISS(ctx, update, "p-amina", 1, "85073003328"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a centre without NISS: %v", err)
		}
		db.Exec(t, "update centres set niss_enabled = ? where id = 'namur'", true)
		if err := w.SetNISS(ctx, update, "p-amina", 1, "85073003328"); err != nil {
			t.Fatal(err)
		}
		if err := w.SetNISS(ctx, w.scope("claire", models.Update, models.KindNISS), "p-olha", 1, "85073003328"); models.CodeOf(err) != models.Conflict {
			t.Errorf("another person's number: %v", err)
		}
		number, err := w.RevealNISS(ctx, read, "p-amina")
		if err != nil || number != "85073003328" {
			t.Errorf("revealed %q, %v", number, err)
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'niss' and action = 'read' and record = 'p-amina'"); n != 1 {
			t.Errorf("journal lines of the reveal: %d", n)
		}
		if n := w.Count(t, "select count(*) from journal where detail like '%8507%'"); n != 0 {
			t.Error("the number is in the journal")
		}
		if _, err := w.NISS(ctx, w.scope("nadia", models.Read, models.KindParticipant), "p-amina"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("read under another kind: %v", err)
		}
		if err := w.SetNISS(ctx, update, "p-amina", 2, models.Refused); err != nil {
			t.Fatal(err)
		}
		if n := w.Count(t, "select count(*) from participants where id = 'amina' and niss_hash = ''"); n != 1 {
			t.Error("a refusal left a hash")
		}
	})
}

func TestLookalikes(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		w.add(t, "nadia", "nadia", models.Participant{FamilyName: "Mohamed", GivenName: "Samira", Birth: "1992-03-02", Phone: "+32470125678"})
		w.add(t, "simon", "simon", models.Participant{FamilyName: "Mohamed", GivenName: "Karim", Birth: "2001-06-30"})
		cases := []struct {
			name string
			who  models.Identity
			want int
		}{
			{"spelled otherwise, same birth", models.Identity{Family: "Muhammad", Given: "Samira", Birth: "1992-03-02"}, 1},
			{"day and month inverted", models.Identity{Family: "Mohamed", Given: "Samira", Birth: "1992-02-03"}, 1},
			{"names swapped", models.Identity{Family: "Samira", Given: "Mohamed", Birth: "1992-03-02"}, 1},
			{"Arabic", models.Identity{Family: "محمد", Given: "سميرة", Birth: "1992-03-02"}, 1},
			{"a shared GSM proves nothing", models.Identity{Family: "Nguyen", Given: "Linh", Birth: "1980-01-05", Phone: "+32470125678"}, 0},
			{"a namesake of another age", models.Identity{Family: "Mohamed", Given: "Samira", Birth: "1960-07-08"}, 0},
			{"somebody else", models.Identity{Family: "Nguyen", Given: "Linh", Birth: "1992-03-02"}, 0},
			{"nothing typed", models.Identity{}, 0},
		}
		for _, tc := range cases {
			got, err := w.Lookalikes(ctx, w.scope("simon", models.Read, models.KindCard), w.scope("simon", models.Read, models.KindParticipant), "namur", tc.who)
			if err != nil || len(got) != tc.want {
				t.Errorf("%s: %d lookalikes, want %d (%v)", tc.name, len(got), tc.want, err)
				continue
			}
			if tc.want == 1 && (len(got[0].Reasons) == 0 || got[0].Open || !slices.Equal(got[0].Referents, []string{"nadia"})) {
				t.Errorf("%s: %+v", tc.name, got[0])
			}
		}
		got, err := w.Lookalikes(ctx, w.scope("lea", models.Read, models.KindCard), models.Scope{}, "namur", cases[0].who)
		if err != nil || len(got) > 0 {
			t.Errorf("a colleague of another centre saw %d cards, %v", len(got), err)
		}
	})
}

func TestKeptSearch(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		scope := w.scope("nadia", models.Read, models.KindCard)
		token, err := w.KeepSearch(ctx, scope, "haddad")
		if err != nil || strings.Contains(token, "haddad") {
			t.Fatal(token, err)
		}
		if text, err := w.KeptSearch(ctx, scope, token); err != nil || text != "haddad" {
			t.Errorf("kept %q, %v", text, err)
		}
		if _, err := w.KeptSearch(ctx, w.scope("simon", models.Read, models.KindCard), token); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("another colleague's search: %v", err)
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'card' and detail = 'search'"); n != 1 {
			t.Errorf("journal lines: %d", n)
		}
		db.Exec(t, "update searches set expires_at = ?", storetest.Now.Add(-1))
		if _, err := w.KeptSearch(ctx, scope, token); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("an old search: %v", err)
		}
	})
}
