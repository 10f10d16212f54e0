package store_test

import (
	"context"
	"testing"

	"jalon/models"
	"jalon/store"
)

// noteScopes are the three scopes a page asks for; a refused one is empty.
func (w *sessionWorld) noteScopes(who string) []models.Scope {
	var scopes []models.Scope
	for _, level := range models.NoteLevels {
		scopes = append(scopes, w.may(who, models.Read, models.KindOfNote(level)))
	}
	return scopes
}

// Each level of note has its own reach (product.md §4): the file's readers, the colleagues named, the author alone.
func TestNotesHaveTheirOwnReach(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		for followUp, readers := range map[string]map[string]bool{
			"f-amina":   {"nadia": true, "claire": true, "marc": true, "simon": false, "alex": false, "tom": false, "rita": false, "lea": false},
			"f-noori":   {"nadia": true, "claire": false, "marc": false, "simon": false, "alex": false},
			"f-tsehaye": {"nadia": true, "simon": false, "claire": false, "marc": false, "paula": false},
		} {
			for who, want := range readers {
				notes := must[[]store.NoteView](t)(w.NotesOf(ctx, followUp, w.noteScopes(who)...))
				if got := len(notes) == 1; got != want {
					t.Errorf("%s reads the note of %s: %v, want %v", who, followUp, got, want)
				}
			}
		}
		// The scope of one kind opens no note of another level.
		for _, kind := range []string{models.KindNote, models.KindNoteShared, models.KindParticipant} {
			notes := must[[]store.NoteView](t)(w.NotesOf(ctx, "f-noori", w.may("nadia", models.Read, kind)))
			if len(notes) != 0 {
				t.Errorf("a scope of %s opens a confidence", kind)
			}
		}
	})
}

func TestSharedNotes(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		nadia := w.may("nadia", models.Read, models.KindNoteShared)
		list := must[[]store.SharedNote](t)(w.SharedNotes(ctx, nadia, 5))
		if len(list) != 1 || list[0].PublicID != "n-tsehaye" || list[0].Author != "simon" {
			t.Fatalf("shared with Nadia: %+v", list)
		}
		n := must[store.NoteView](t)(w.OpenSharedNote(ctx, nadia, "n-tsehaye"))
		if n.Body != "Note de tsehaye" || len(n.ReaderNames) != 1 {
			t.Errorf("opened: %+v", n)
		}
		if lines := w.Count(t, "select count(*) from journal where kind = 'note_shared' and record = 'n-tsehaye' and reach = 'named'"); lines != 1 {
			t.Errorf("%d journal lines, want 1", lines)
		}
		for _, id := range []string{"n-amina", "n-noori", "none"} {
			if _, err := w.OpenSharedNote(ctx, nadia, id); models.CodeOf(err) != models.NotFound {
				t.Errorf("%s: %v, want not found", id, err)
			}
		}
		if others := must[[]store.SharedNote](t)(w.SharedNotes(ctx, w.may("claire", models.Read, models.KindNoteShared), 5)); len(others) != 0 {
			t.Errorf("shared with Claire: %+v", others)
		}
	})
}

// A colleague corrects a note of the file without taking it away from its readers, and never sees a confidence they may overwrite.
func TestWhoMayRewriteANote(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		change := func(who, followUp, enrolment string, n models.Note) error {
			v := must[store.FollowUpView](t)(w.FollowUp(ctx, w.may("claire", models.Read, models.KindFollowUp), followUp))
			action := models.Update
			if n.PublicID == "" {
				action = models.Create
			}
			return w.UpdateFollowUp(ctx, with(w.logScopes(who, action, n.Level), w.may(who, models.Update, models.KindFollowUp)),
				store.FollowUpEntry{Enrolment: enrolment, FollowUp: v.FollowUp, Note: n})
		}
		if err := change("claire", "f-amina", "e-amina-gtj", models.Note{PublicID: "n-amina", Level: models.NoteFile, Body: "Corrigée"}); err != nil {
			t.Fatal(err)
		}
		if n := w.Count(t, "select count(*) from notes where id = 'n-amina' and level = 'dossier' and author_id = 'nadia'"); n != 1 {
			t.Error("the note changed hands")
		}
		if n := w.Count(t, "select count(*) from revisions where record_id = 'n-amina' and user_id = 'claire'"); n != 1 {
			t.Errorf("%d former texts kept, want 1", n)
		}
		err := change("claire", "f-noori", "e-noori-gtj", models.Note{PublicID: "n-noori", Level: models.NoteConfidence, Body: "x"})
		if models.CodeOf(err) != models.NotFound {
			t.Errorf("rewriting a hidden confidence: %v, want not found", err)
		}
		if err := change("claire", "f-noori", "e-noori-gtj", models.Note{Level: models.NoteFile, Body: "À côté"}); err != nil {
			t.Errorf("adding one beside it: %v", err)
		}
		scopes := with(w.logScopes("nadia", models.Update, models.NoteConfidence), w.may("nadia", models.Update, models.KindFollowUp))
		scopes.Former = w.may("nadia", models.Update, models.KindNote)
		v := must[store.FollowUpView](t)(w.FollowUp(ctx, w.may("nadia", models.Read, models.KindFollowUp), "f-amina"))
		err = w.UpdateFollowUp(ctx, scopes, store.FollowUpEntry{Enrolment: "e-amina-gtj", FollowUp: v.FollowUp,
			Note: models.Note{PublicID: "n-amina", Level: models.NoteConfidence, Body: "Corrigée"}})
		if n := w.Count(t, "select count(*) from notes where id = 'n-amina' and level = 'confidence'"); err != nil || n != 1 {
			t.Errorf("the author reserves their own note: %v", err)
		}
		if err := change("nadia", "f-noori", "e-noori-gtj", models.Note{PublicID: "n-noori", Level: models.NoteConfidence, Body: ""}); err != nil {
			t.Errorf("emptying one's own: %v", err)
		}
		notes := must[[]store.NoteView](t)(w.NotesOf(ctx, "f-noori", w.noteScopes("nadia")...))
		if len(notes) != 2 || notes[0].Body != "À côté" || notes[1].Body != "" {
			t.Errorf("notes: %+v", notes)
		}
	})
}
