package store_test

import (
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// link reads the second file as the first.
func (w who) link(t *testing.T, user, kept, absorbed string, take ...string) models.Link {
	t.Helper()
	l, problems, err := w.tryLink(t, user, kept, absorbed, take...)
	if err != nil || len(problems) > 0 {
		t.Fatalf("link %s and %s: %v %v", kept, absorbed, problems, err)
	}
	return l
}

func (w who) tryLink(t *testing.T, user, kept, absorbed string, take ...string) (models.Link, models.Problems, error) {
	t.Helper()
	version := func(id string) int { return w.Count(t, "select version from participants where id = ?", id) }
	return w.Link(ctx, w.scope(user, models.Create, models.KindLink), models.LinkChoice{Kept: "p-" + kept, Absorbed: "p-" + absorbed,
		KeptVersion: version(kept), AbsorbedVersion: version(absorbed), Take: take})
}

func (w who) unlink(t *testing.T, user string, l models.Link) {
	t.Helper()
	if _, err := w.Unlink(ctx, w.scope(user, models.Cancel, models.KindLink), l.PublicID); err != nil {
		t.Fatal(err)
	}
}

func (w who) content(t *testing.T) map[string]string {
	t.Helper()
	content, err := w.Content(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func (w who) figures(t *testing.T) map[string]map[string]models.EnrolmentFacts {
	figures := map[string]map[string]models.EnrolmentFacts{}
	for _, operation := range []string{"o-m4h", "o-llf", "o-gtj"} {
		figures[operation] = factsOf(t, w.World, "marc", models.KindReportNominal, operation)
	}
	return figures
}

// Linking any files and undoing it leaves every row as it was, sealed texts included, and the reports the same.
func TestLinkAndUnlinkLoseNothing(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		random := rand.New(rand.NewPCG(12, 12))
		crowd(t, w.World, random)
		w.Exec(t, "update enrolments set frozen_on = ?, entry_isced = ? where id in (select enrolment_id from followups) and id < ?", "2026-02-03", "3", "crowd15")
		w.Exec(t, "delete from meta where key = 'name_index'")
		if err := w.Migrate(ctx); err != nil { // the rows of the world are in no index
			t.Fatal(err)
		}
		before, figures := w.content(t), w.figures(t)
		var people []string
		for i := range 30 {
			id := []string{"crowd0", "crowd1", "crowd2"}[i/10] + string(rune('0'+i%10))
			if w.Count(t, "select count(*) from participants where id = ? and centre_id = 'namur'", id) == 1 {
				people = append(people, id)
			}
		}
		var links []models.Link
		linked := map[string]bool{}
		for range 12 {
			a, b := people[random.IntN(len(people))], people[random.IntN(len(people))]
			if a == b || linked[a] || linked[b] {
				continue
			}
			l, problems, err := w.tryLink(t, "claire", a, b)
			if models.CodeOf(err) == models.Conflict {
				continue // both came to one session
			}
			if err != nil || len(problems) > 0 {
				t.Fatal(problems, err)
			}
			links, linked[b] = append(links, l), true
		}
		if len(links) < 4 {
			t.Fatalf("%d links prove nothing", len(links))
		}
		if v, err := w.Verify(ctx); err != nil || len(v.Unreadable) > 0 {
			t.Errorf("sealed texts after linking: %v, %v", v.Unreadable, err)
		}
		if cmp.Equal(before, w.content(t)) {
			t.Error("linking changed nothing")
		}
		for _, l := range slices.Backward(links) {
			w.unlink(t, "claire", l)
		}
		if diff := cmp.Diff(before, w.content(t)); diff != "" {
			t.Errorf("undone, the rows differ:\n%s", diff)
		}
		if diff := cmp.Diff(figures, w.figures(t)); diff != "" {
			t.Errorf("undone, the reports differ:\n%s", diff)
		}
	})
}

func TestLinkedFileIsReadAsTheKeptOne(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		w.Exec(t, "update participants set phone = ?, sex = 'M' where id = 'noori'", "+32470123456")
		l := w.link(t, "nadia", "amina", "noori", "phone")
		if _, err := w.Participant(ctx, w.scope("claire", models.Read, models.KindParticipant), "p-noori"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("the absorbed file opens: %v", err)
		}
		kept, err := w.Participant(ctx, w.scope("nadia", models.Read, models.KindParticipant), "p-amina")
		if err != nil || kept.Phone != "+32470123456" || kept.Sex != "" {
			t.Errorf("kept file %+v, %v: want the chosen telephone and no other answer", kept, err)
		}
		if got, err := w.ReadAs(ctx, w.scope("nadia", models.Read, models.KindParticipant), "p-noori"); err != nil || got != "p-amina" {
			t.Errorf("p-noori is read as %q, %v", got, err)
		}
		if _, err := w.ReadAs(ctx, w.scope("simon", models.Read, models.KindParticipant), "p-noori"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a colleague without the kept file is led to it: %v", err)
		}
		cards := w.scope("claire", models.Read, models.KindCard)
		found, err := w.Search(ctx, cards, models.Scope{}, models.Scope{}, models.ParseSearch("noori"), 10)
		if err != nil || len(found.Cards) != 1 || found.Cards[0].PublicID != "p-amina" {
			t.Errorf("the absorbed name finds %+v, %v", found.Cards, err)
		}
		gtj := factsOf(t, w.World, "marc", models.KindReport, "o-gtj")
		if len(gtj) != 2 || len(gtj["e-amina-gtj"].Contacts) != 2 {
			t.Errorf("GTJ counts %v, want the two files once, with both contacts", slices.Collect(maps.Keys(gtj)))
		}
		if n := exportedPersons(t, w); n != 4 {
			t.Errorf("%d persons exported, want 4", n)
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'link' and record = ? and participant in ('p-amina', 'p-noori')", l.PublicID); n != 2 {
			t.Errorf("%d journal lines, want one per file", n)
		}
		w.unlink(t, "nadia", l)
		if n := exportedPersons(t, w); n != 5 {
			t.Errorf("%d persons exported after undoing, want 5", n)
		}
	})
}

func exportedPersons(t *testing.T, w who) (n int) {
	t.Helper()
	err := w.Export(ctx, w.scope("marc", models.Export, models.KindImport), func(x models.ExchangeStream) error {
		for _, err := range x.Persons {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The entry that counts is that of whichever enrolment began first; undoing gives each its own again.
func TestLinkKeepsTheFirstEntry(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		w.Exec(t, "update enrolments set frozen_on = '2026-06-01', entry_isced = '5' where id = 'amina-gtj'")
		w.Exec(t, "update enrolments set frozen_on = '2026-02-01', entry_isced = '2' where id = 'noori-gtj'")
		l := w.link(t, "claire", "amina", "noori")
		if n := w.Count(t, "select count(*) from enrolments where id = 'amina-gtj' and entry_isced = '2' and frozen_on = '2026-02-01'"); n != 1 {
			t.Error("the earlier entry is not that of the kept enrolment")
		}
		w.unlink(t, "claire", l)
		if n := w.Count(t, "select count(*) from enrolments where id = 'amina-gtj' and entry_isced = '5' and frozen_on = '2026-06-01'"); n != 1 {
			t.Error("undone, the kept enrolment has not its own entry")
		}
	})
}

// What was written since stays with the kept file, what was changed since is not overwritten.
func TestUnlinkLeavesWhatCameSince(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		w.Exec(t, "update participants set phone = '+32470123456', email = 'n@exemple.be' where id = 'noori'")
		l := w.link(t, "claire", "amina", "noori", "phone", "email")
		w.Insert(t, "followups", row{"id": "since", "public_id": "since", "centre_id": "namur", "participant_id": "amina", "enrolment_id": "amina-gtj",
			"on_date": "2026-11-20", "minutes": 30, "created_at": storetest.Now, "updated_at": storetest.Now})
		w.Exec(t, "update participants set email = 'amina@exemple.be' where id = 'amina'")
		w.unlink(t, "claire", l)
		if n := w.Count(t, "select count(*) from followups where id = 'since' and participant_id = 'amina' and enrolment_id = 'amina-gtj'"); n != 1 {
			t.Error("a follow-up written since left the kept file")
		}
		if n := w.Count(t, "select count(*) from participants where id = 'amina' and phone = '' and email = 'amina@exemple.be'"); n != 1 {
			t.Error("the telephone is not the former one, or the address typed since is lost")
		}
	})
}

// Who was told apart from one file is told apart from the file it is read as: no pair comes back by linking, alone or in a pass over
// the centre, and undoing the link leaves the judgement where it was.
func TestToldApartFollowsALink(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		haddad := models.Participant{FamilyName: "Haddad", GivenName: "Yasmine", Birth: "1991-04-17"}
		first, second, stranger := w.add(t, "claire", "", haddad), w.add(t, "claire", "", haddad), w.add(t, "claire", "", haddad)
		pairs := func(a, b models.Participant) int {
			return w.Count(t, "select count(*) from duplicate_pairs where a_id = ? and b_id = ?", min(a.ID, b.ID), max(a.ID, b.ID))
		}
		if err := w.TellApart(ctx, w.scope("claire", models.Create, models.KindLink), second.PublicID, stranger.PublicID); err != nil {
			t.Fatal(err)
		}
		if pairs(second, stranger) != 0 || pairs(first, stranger) != 1 {
			t.Fatal("telling two files apart says something of the third, or nothing")
		}
		l, problems, err := w.Link(ctx, w.scope("claire", models.Create, models.KindLink), models.LinkChoice{Kept: first.PublicID, Absorbed: second.PublicID,
			KeptVersion: first.Version, AbsorbedVersion: second.Version})
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		if pairs(first, stranger) != 0 {
			t.Error("the kept file is proposed with the person its other file was told apart from")
		}
		if err := w.FindPairs(ctx, "namur"); err != nil {
			t.Fatal(err)
		}
		if pairs(first, stranger) != 0 {
			t.Error("a pass over the centre forgets who was told apart")
		}
		w.unlink(t, "claire", l)
		if pairs(first, stranger) != 1 || pairs(second, stranger) != 0 || pairs(first, second) != 1 {
			t.Error("undone, the pairs differ")
		}
	})
}

func TestLinkIsRefused(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		for name, c := range map[string]struct {
			user, kept, absorbed string
			want                 error
		}{
			"a file of a colleague":  {"nadia", "amina", "olha", models.ErrNotFound},
			"another centre":         {"claire", "amina", "bruno", models.ErrNotFound},
			"one and the same":       {"claire", "amina", "amina", models.ErrNotFound},
			"a role that never may":  {"rita", "amina", "noori", models.ErrNotFound},
			"who only looks at them": {"marc", "amina", "noori", models.ErrNotFound},
		} {
			if _, _, err := w.tryLink(t, c.user, c.kept, c.absorbed); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		_, _, err := w.tryLink(t, "claire", "amina", "tsehaye") // both in one session
		if models.CodeOf(err) != models.Conflict {
			t.Errorf("two places in one session: %v", err)
		}
		stale := models.LinkChoice{Kept: "p-amina", Absorbed: "p-noori", KeptVersion: 1, AbsorbedVersion: 7}
		if _, _, err := w.Link(ctx, w.scope("claire", models.Create, models.KindLink), stale); !errors.Is(err, models.ErrStale) {
			t.Errorf("a file changed meanwhile: %v", err)
		}
		first := w.link(t, "claire", "amina", "noori")
		w.link(t, "claire", "amina", "joseph")
		if _, err := w.Unlink(ctx, w.scope("claire", models.Cancel, models.KindLink), first.PublicID); models.CodeOf(err) != models.Conflict {
			t.Errorf("the earlier link first: %v", err)
		}
		if _, err := w.Unlink(ctx, w.scope("simon", models.Cancel, models.KindLink), first.PublicID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("somebody else's link: %v", err)
		}
	})
}

// Every table that names a person is moved by a link, or left on purpose; its rows can be named, and no unique index stands in the way.
func TestEveryTableOfPersonsFollowsALink(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		moved, left, err := db.PersonColumns(ctx)
		if err != nil || len(moved) < 10 {
			t.Fatal(moved, err)
		}
		tables := map[string]bool{}
		for _, c := range moved {
			tables[c.Table+" "+c.Column] = true
			if !c.Keyed {
				t.Errorf("%s has no id: name its rows in rowKeys (store/schema.go)", c.Table)
			}
		}
		for _, want := range []string{"caseloads", "revisions", "enrolments", "derogations", "appointments", "followups", "notes", "registrations", "attestations"} {
			if !tables[want+" participant_id"] {
				t.Errorf("%s does not follow", want)
			}
		}
		for _, owner := range store.SealedOwners() {
			if owner[0] != "participants" && !slices.Contains(left, owner[0]) && !tables[owner[0]+" "+owner[1]] {
				t.Errorf("%s is sealed under the key of a person it does not refer to", owner[0])
			}
		}
		unique, err := db.UniqueOfPersons(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, index := range unique {
			table, _, _ := strings.Cut(index, ":")
			primary := strings.Contains(index, "_pkey") // of the tables that stay, and of handover_moves, where a person is no part of it
			if !primary && !slices.Contains(left, table) && table != "relays" {
				t.Errorf("%s: two files may both have such a row; say in uniqueAlready (store/schema.go) which stays behind", index)
			}
		}
	})
}
