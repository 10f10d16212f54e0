package store_test

import (
	"context"
	"net/url"
	"testing"
	"time"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

const aminaForm = "/suivis/nouveau?personne=p-amina"

func typedDraft(form, page, note string) models.Draft {
	return models.Draft{Form: form, Page: page, DraftBody: models.DraftBody{Title: "Encoder un suivi", Values: url.Values{"note": {note}}}}
}

func own(t *testing.T, w *storetest.World, name string) (account, people models.Scope) {
	return asked(t, w, name, models.Update, models.KindAccount), asked(t, w, name, models.Read, models.KindParticipant)
}

func TestDraft(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w, ctx := storetest.NewWorld(t, db), context.Background()
		nadia, people := own(t, w, "nadia")
		for _, note := range []string{"Cherche", "Cherche un stage"} {
			if at, err := db.SaveDraft(ctx, nadia, people, typedDraft(aminaForm, "page-1", note)); err != nil || at.IsZero() {
				t.Fatalf("%v %v", at, err)
			}
		}
		list, err := db.Drafts(ctx, nadia, people)
		if err != nil || len(list) != 1 || list[0].Values.Get("note") != "Cherche un stage" || list[0].Person != "p-amina" {
			t.Fatalf("%+v %v", list, err)
		}
		if n := db.Count(t, "select count(*) from drafts where cast(body_sealed as text) like '%stage%'"); n > 0 {
			t.Error("a draft is readable in the database")
		}
		simon, simons := own(t, w, "simon")
		if list, err := db.Drafts(ctx, simon, simons); err != nil || len(list) > 0 {
			t.Errorf("a colleague sees %v %v", list, err)
		}
		if err := db.DiscardDraft(ctx, simon, list[0].PublicID); models.CodeOf(err) != models.NotFound {
			t.Errorf("a colleague discards it: %v", err)
		}
		discarded(t, db, nadia, people, list[0])
		storetest.Now = storetest.Now.Add(models.DraftKept)
		t.Cleanup(func() { storetest.Now = storetest.Now.Add(-models.DraftKept) })
		if _, err := db.DraftOf(ctx, nadia, people, aminaForm); models.CodeOf(err) != models.NotFound {
			t.Errorf("after 30 days: %v", err)
		}
		if _, err := db.OpenLogin(ctx, nadia, models.StageComplete, "", time.Hour); err != nil {
			t.Fatal(err)
		}
		if n := db.Count(t, "select count(*) from drafts where saved_at < ?", storetest.Now.Add(-models.DraftKept)); n > 0 {
			t.Errorf("%d old drafts stay", n)
		}
	})
}

func discarded(t *testing.T, db *storetest.DB, nadia, people models.Scope, d models.Draft) {
	t.Helper()
	ctx := context.Background()
	if err := db.DiscardDraft(ctx, nadia, d.PublicID); err != nil {
		t.Fatal(err)
	}
	if _, err := db.DraftOf(ctx, nadia, people, aminaForm); models.CodeOf(err) != models.NotFound {
		t.Errorf("a discarded draft: %v", err)
	}
	if err := db.RestoreDraft(ctx, nadia, d.PublicID); err != nil {
		t.Fatal(err)
	}
	if _, err := db.DraftOf(ctx, nadia, people, aminaForm); err != nil {
		t.Errorf("a draft taken back: %v", err)
	}
}

// A draft is about a person whose file the author may open, when it is written and when it is read again.
func TestDraftOfSomebodyOutOfReach(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w, ctx := storetest.NewWorld(t, db), context.Background()
		nadia, people := own(t, w, "nadia")
		for _, form := range []string{"/suivis/nouveau?personne=p-olha", "/personnes/p-bruno/profil/contact", "/suivis/f-tsehaye-x/modifier", "/personnes/p-nobody/profil/contact"} {
			if _, err := db.SaveDraft(ctx, nadia, people, typedDraft(form, "page", "x")); models.CodeOf(err) != models.NotFound {
				t.Errorf("%s: %v", form, err)
			}
		}
		for _, form := range []string{aminaForm, "/personnes/nouvelle"} {
			if _, err := db.SaveDraft(ctx, nadia, people, typedDraft(form, "page", "x")); err != nil {
				t.Fatal(err)
			}
		}
		db.Exec(t, "update caseloads set until_on = '2026-11-23' where participant_id = 'amina'")
		list, err := db.Drafts(ctx, nadia, people)
		if err != nil || len(list) != 1 || list[0].Form != "/personnes/nouvelle" {
			t.Errorf("after the handover: %+v %v", list, err)
		}
	})
}

// Saving the form removes its draft in the same transaction, and what the page sends late is not kept.
func TestDraftIsSettled(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w, ctx := storetest.NewWorld(t, db), context.Background()
		nadia, people := own(t, w, "nadia")
		save := func(page string) models.Instant {
			at, err := db.SaveDraft(ctx, nadia, people, typedDraft(aminaForm, page, "Cherche un stage"))
			if err != nil {
				t.Fatal(err)
			}
			return at
		}
		save("page-1")
		sent := store.WithSavedForm(ctx, store.SavedForm{Form: aminaForm, Page: "page-1"})
		if _, err := db.OpenParticipant(sent, people, "p-amina"); err != nil {
			t.Fatal(err)
		}
		if _, err := db.DraftOf(ctx, nadia, people, aminaForm); err != nil {
			t.Fatalf("reading a file settles a draft: %v", err)
		}
		if err := db.SetPassword(sent, nadia, "hash", ""); err != nil { // any change with a journal line
			t.Fatal(err)
		}
		if _, err := db.DraftOf(ctx, nadia, people, aminaForm); models.CodeOf(err) != models.NotFound {
			t.Errorf("after saving: %v", err)
		}
		if err := db.SetPassword(store.WithSavedForm(ctx, store.SavedForm{Form: aminaForm}), nadia, "hash", ""); err != nil {
			t.Errorf("a form sent without the key of its page: %v", err)
		}
		if !save("page-1").IsZero() {
			t.Error("a late draft of the page that was saved is kept")
		}
		if save("page-2").IsZero() {
			t.Error("the next page of the same form keeps no draft")
		}
	})
}
