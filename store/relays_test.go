package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// later moves the clock of the test.
func later(t *testing.T, d time.Duration) {
	t.Helper()
	before := storetest.Now
	storetest.Now = before.Add(d)
	t.Cleanup(func() { storetest.Now = before })
}

// sees is everything through which a colleague may meet Amina: her file, lists, searches and feeds.
func (w who) sees(t *testing.T, user string) (where []string) {
	t.Helper()
	read := func(kind string) models.Scope { return w.scope(user, models.Read, kind) }
	note := func(what string, seen bool, err error) {
		if err != nil && models.CodeOf(err) != models.NotFound {
			t.Fatalf("%s: %v", what, err)
		}
		if seen {
			where = append(where, what)
		}
	}
	p, err := w.Participant(ctx, read(models.KindProfile), "p-amina")
	note("file", p.ID != "", err)
	f, err := w.FollowUp(ctx, read(models.KindFollowUp), "f-amina")
	note("followup", f.ID != "", err)
	notes, err := w.NotesOf(ctx, "f-amina", read(models.KindNote))
	note("note", len(notes) > 0, err)
	page, err := w.Cards(ctx, read(models.KindCard), read(models.KindParticipant), read(models.KindEnrolment), store.CardFilter{})
	note("opens", slices.ContainsFunc(page.Cards, func(c models.Card) bool { return c.PublicID == "p-amina" && c.Open }), err)
	mine, err := w.Cards(ctx, read(models.KindCard), read(models.KindParticipant), read(models.KindEnrolment), store.CardFilter{Mine: true})
	note("mine", slices.ContainsFunc(mine.Cards, func(c models.Card) bool { return c.PublicID == "p-amina" }), err)
	logged, err := w.FollowUps(ctx, read(models.KindFollowUp), models.FollowUpFilter{Limit: 50})
	note("log", slices.ContainsFunc(logged, func(v store.FollowUpView) bool { return v.Person == "p-amina" }), err)
	return where
}

var everywhere = "file followup note opens mine log"

func TestRelay(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		ask, answer, end := w.scope("simon", models.Create, models.KindRelay), w.scope("nadia", models.Update, models.KindRelay), w.scope("nadia", models.Cancel, models.KindRelay)
		id, err := w.AskRelay(ctx, ask, "p-amina", models.Relay{Reason: "Permanence de jeudi", EndsOn: "2026-11-27"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.AskRelay(ctx, ask, "p-amina", models.Relay{Reason: "Encore"}); models.CodeOf(err) != models.Conflict {
			t.Errorf("asked twice: %v", err)
		}
		if got := w.sees(t, "simon"); len(got) > 0 {
			t.Errorf("a request opens %v", got)
		}
		if err := w.AnswerRelay(ctx, w.scope("simon", models.Update, models.KindRelay), id, models.Relay{State: models.RelayGranted}); models.CodeOf(err) != models.NotFound {
			t.Errorf("granted by who asked: %v", err)
		}
		if err := w.AnswerRelay(ctx, w.scope("lea", models.Update, models.KindRelay), id, models.Relay{State: models.RelayGranted}); models.CodeOf(err) != models.NotFound {
			t.Errorf("granted by another centre: %v", err)
		}
		if err := w.AnswerRelay(ctx, answer, id, models.Relay{State: models.RelayGranted, EndsOn: "2026-11-27"}); err != nil {
			t.Fatal(err)
		}
		if err := w.AnswerRelay(ctx, answer, id, models.Relay{State: models.RelayRefused}); models.CodeOf(err) != models.Conflict {
			t.Errorf("answered twice: %v", err)
		}
		if got := strings.Join(w.sees(t, "simon"), " "); got != everywhere {
			t.Errorf("in relais: %s", got)
		}
		if _, err := w.EndRelay(ctx, end, id); err != nil {
			t.Fatal(err)
		}
		if got := w.sees(t, "simon"); len(got) > 0 {
			t.Errorf("after the end: %v", got)
		}
		if _, err := w.ResumeRelay(ctx, end, id); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(w.sees(t, "simon"), " "); got != everywhere {
			t.Errorf("after the undo: %s", got)
		}
		later(t, time.Date(2026, 11, 27, 22, 59, 59, 0, time.UTC).Sub(storetest.Now)) // a second before midnight in Brussels
		if got := strings.Join(w.sees(t, "simon"), " "); got != everywhere {
			t.Errorf("on its last evening: %s", got)
		}
		later(t, time.Second)
		if got := w.sees(t, "simon"); len(got) > 0 {
			t.Errorf("the day after: %v", got)
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'relay' and record = ? and participant = 'p-amina'", id); n != 4 {
			t.Errorf("%d lines in the journal", n)
		}
	})
}

func TestGivenRelay(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		give := w.scope("nadia", models.Update, models.KindRelay)
		id, err := w.GiveRelay(ctx, give, "p-amina", models.Relay{UserID: "simon"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.GiveRelay(ctx, give, "p-amina", models.Relay{UserID: "simon"}); models.CodeOf(err) != models.Conflict {
			t.Errorf("given twice: %v", err)
		}
		for _, c := range []struct {
			by, person, to string
			ends           models.Date
			want           models.Code
		}{{"nadia", "p-amina", "lea", "", models.Invalid}, {"nadia", "p-amina", "tom", "", models.Invalid}, {"nadia", "p-olha", "nadia", "", models.NotFound},
			{"nadia", "p-noori", "simon", "2026-11-23", models.Invalid}, {"nadia", "p-noori", "simon", "2029-01-01", models.Invalid}} {
			if _, err := w.GiveRelay(ctx, w.scope(c.by, models.Update, models.KindRelay), c.person, models.Relay{UserID: c.to, EndsOn: c.ends}); models.CodeOf(err) != c.want {
				t.Errorf("%+v: %v", c, err)
			}
		}
		told := func(user string) []store.Notice {
			all, err := w.Notices(ctx, user, w.noticeScopes(user), store.NoticeFilter{Unseen: true})
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		if all := told("simon"); len(all) != 1 || all[0].Kind != models.NoticeRelayGiven || all[0].Record != id || all[0].Person != "p-amina" {
			t.Errorf("simon is told %+v", all)
		}
		if _, err := w.EndRelay(ctx, w.scope("claire", models.Cancel, models.KindRelay), id); err != nil {
			t.Fatal(err)
		}
		if all := told("simon"); len(all) != 0 {
			t.Errorf("a file that is closed again is still named: %+v", all)
		}
	})
}

func (w who) noticeScopes(user string) store.NoticeScopes {
	return store.NoticeScopes{Cards: w.scope(user, models.Read, models.KindCard), Files: w.scope(user, models.Read, models.KindParticipant),
		SharedNotes: w.scope(user, models.Read, models.KindNoteShared), Relays: w.scope(user, models.Update, models.KindRelay),
		Emergencies: w.scope(user, models.Read, models.KindEmergency)}
}

func TestEmergency(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		const why = "Appel de l'hôpital au sujet de son logement"
		open := w.scope("simon", models.Create, models.KindEmergency)
		if _, err := w.OpenEmergency(ctx, open, "p-amina", "   Urgent     !    "); models.CodeOf(err) != models.Invalid {
			t.Errorf("a reason of two words: %v", err)
		}
		if _, err := w.OpenEmergency(ctx, open, "p-bruno", why); models.CodeOf(err) != models.NotFound {
			t.Errorf("a person of another centre: %v", err)
		}
		id, err := w.OpenEmergency(ctx, open, "p-amina", why)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(w.sees(t, "simon"), " "); got != "file followup note opens log" {
			t.Errorf("an urgent access opens %s", got)
		}
		if !w.scope("simon", models.Update, models.KindParticipant).Empty() && w.Reaches(ctx, w.scope("simon", models.Update, models.KindParticipant), "p-amina") {
			t.Error("an urgent access writes")
		}
		if _, err := w.OpenParticipant(ctx, w.scope("simon", models.Read, models.KindParticipant), "p-amina"); err != nil {
			t.Fatal(err)
		}
		if n := w.Count(t, "select count(*) from journal where user_id = 'simon' and participant = 'p-amina' and kind = 'participant' and reach = 'emergency'"); n != 1 {
			t.Errorf("%d lines of the opened file with the reach emergency", n)
		}
		if again, err := w.OpenEmergency(ctx, open, "p-amina", why); err != nil || again != id {
			t.Errorf("open already: %s, %v", again, err)
		}
		for _, user := range []string{"nadia", "claire", "marc"} {
			all, err := w.Notices(ctx, user, w.noticeScopes(user), store.NoticeFilter{Unseen: true})
			if err != nil || len(all) != 1 || all[0].Kind != models.NoticeEmergency || all[0].Record != id {
				t.Errorf("%s is told %+v, %v", user, all, err)
			}
		}
		if err := w.SeeEmergency(ctx, w.scope("nadia", models.Update, models.KindEmergency), id); err != nil {
			t.Fatal(err)
		}
		if err := w.SeeEmergency(ctx, w.scope("simon", models.Update, models.KindEmergency), id); models.CodeOf(err) != models.NotFound {
			t.Errorf("acknowledged by who opened it: %v", err)
		}
		later(t, models.EmergencyMinutes*time.Minute-time.Millisecond)
		if len(w.sees(t, "simon")) == 0 {
			t.Error("closed before its hour")
		}
		later(t, time.Millisecond)
		if got := w.sees(t, "simon"); len(got) > 0 {
			t.Errorf("after an hour: %v", got)
		}
		if v, err := w.Emergency(ctx, w.scope("marc", models.Read, models.KindEmergency), id); err != nil || v.Reason != why {
			t.Errorf("the manager reads %q, %v", v.Reason, err)
		}
	})
}

func TestEmergencyLimitAndEnd(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		const why = "Appel de l'hôpital ce matin"
		open := w.scope("paula", models.Create, models.KindEmergency)
		_, _ = open, why
		nadia := w.scope("nadia", models.Create, models.KindEmergency)
		simon := w.scope("simon", models.Create, models.KindEmergency)
		if _, err := w.OpenEmergency(ctx, nadia, "p-amina", why); models.CodeOf(err) != models.Conflict {
			t.Errorf("a file that is open anyway: %v", err)
		}
		if _, err := w.OpenEmergency(ctx, open, "p-tsehaye", why); models.CodeOf(err) != models.NotFound {
			t.Errorf("beyond the operations of the colleague: %v", err)
		}
		var ids []string
		for _, person := range []string{"p-amina", "p-noori", "p-joseph"} {
			id, err := w.OpenEmergency(ctx, simon, person, why)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		if person, err := w.EndEmergency(ctx, simon, ids[0]); err != nil || person != "p-amina" {
			t.Errorf("ended %s, %v", person, err)
		}
		if got := w.sees(t, "simon"); len(got) > 0 {
			t.Errorf("ended by hand: %v", got)
		}
		if _, err := w.EndEmergency(ctx, nadia, ids[1]); models.CodeOf(err) != models.NotFound {
			t.Errorf("ended by a colleague: %v", err)
		}
		if _, err := w.OpenEmergency(ctx, simon, "p-amina", why); models.CodeOf(err) != models.Invalid {
			t.Errorf("a fourth within a day: %v", err)
		}
		later(t, 24*time.Hour)
		if _, err := w.OpenEmergency(ctx, simon, "p-amina", why); err != nil {
			t.Errorf("the day after: %v", err)
		}
	})
}

// An address that names a person under an urgent access is found whatever it names.
func TestUrgentPages(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		if _, err := w.OpenEmergency(ctx, w.scope("simon", models.Create, models.KindEmergency), "p-amina", "Appel de l'hôpital ce matin"); err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string]bool{"p-amina": true, "e-amina-gtj": true, "f-amina": true, "n-amina": true, "r-cv-amina": true, "p-noori": false, "f-noori": false, "s-cv": false} {
			u, err := w.Urgent(ctx, w.Actors["simon"], []string{"x", id})
			if err != nil || (len(u) > 0) != want {
				t.Errorf("%s: %+v, %v", id, u, err)
			}
		}
		if u, err := w.Urgent(ctx, w.Actors["nadia"], []string{"p-amina"}); len(u) > 0 || err != nil {
			t.Errorf("who accompanies: %+v, %v", u, err)
		}
	})
}

// A draft about nobody yet belongs to no file: who has an urgent access still puts it away and takes it back.
func TestUrgentAboutNobody(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		if _, err := w.OpenEmergency(ctx, w.scope("simon", models.Create, models.KindEmergency), "p-amina", "Appel de l'hôpital ce matin"); err != nil {
			t.Fatal(err)
		}
		d := models.Draft{Form: "/personnes/nouvelle", Page: "page-1"}
		account, people := w.scope("simon", models.Update, models.KindAccount), w.scope("simon", models.Read, models.KindParticipant)
		if _, err := w.SaveDraft(ctx, account, people, d); err != nil {
			t.Fatal(err)
		}
		drafts, err := w.Drafts(ctx, account, people)
		if err != nil || len(drafts) != 1 {
			t.Fatalf("%+v, %v", drafts, err)
		}
		if u, err := w.Urgent(ctx, w.Actors["simon"], []string{drafts[0].PublicID}); len(u) > 0 || err != nil {
			t.Errorf("%+v, %v", u, err)
		}
	})
}

// Every table whose rows belong to a person and stand in addresses is in the list of Urgent.
func TestUrgentKnowsEveryTable(t *testing.T) {
	db := storetest.SQLite(t)
	n := db.Count(t, `select count(*) from sqlite_master m where m.type = 'table' and m.name not in ('notices')
		and exists (select 1 from pragma_table_info(m.name) where name = 'participant_id') and exists (select 1 from pragma_table_info(m.name) where name = 'public_id')`)
	if n != len(store.NamesPerson) {
		t.Errorf("%d tables of a person have public ids, Urgent knows %d", n, len(store.NamesPerson))
	}
}

// The lists of every home page find their rows by an index.
func TestTeamListsUseIndexes(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		queries, args := store.NoticeStatements("nadia", w.noticeScopes("nadia"))
		for i, query := range queries {
			refuseFullReads(t, db, "notices", query, args[i], "notices", "caseloads")
			refuseScans(t, db, "notices", query, args[i])
		}
		query, values := store.ListOf("nadia")
		refuseFullReads(t, db, "passation", query, values, "caseloads")
		refuseScans(t, db, "passation", query, values)
	})
}
