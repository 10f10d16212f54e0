package store_test

import (
	"context"
	"errors"
	"testing"

	"jalon/models"
	"jalon/store"
)

func (w *sessionWorld) files(t *testing.T, who string, filter store.FileFilter) map[string]store.FileFacts {
	t.Helper()
	ctx, scope := context.Background(), w.may(who, models.Update, models.KindEnrolment)
	o := must[models.Operation](t)(w.Operation(ctx, w.may("marc", models.Read, models.KindReport), "o-gtj"))
	files := map[string]store.FileFacts{}
	if err := w.OperationFiles(ctx, scope, o, filter, func(f store.FileFacts) { files[f.Enrolment] = f }); err != nil {
		t.Fatal(err)
	}
	return files
}

// The grid reads the very rows that the report counts, within the scope of who completes them.
func TestOperationFiles(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		w.Exec(t, "update participants set landline = '+3281123456' where id = 'noori'")
		for who, want := range map[string]int{"nadia": 2, "simon": 1, "claire": 3, "marc": 3} {
			if got := len(w.files(t, who, store.FileFilter{})); got != want {
				t.Errorf("%s completes %d files, want %d", who, got, want)
			}
		}
		if mine := w.files(t, "claire", store.FileFilter{UserID: "nadia"}); len(mine) != 2 || mine["e-noori-gtj"].Name() != "NOORI Mahdi" || mine["e-noori-gtj"].Phone != "+3281123456" {
			t.Errorf("files of nadia: %+v", mine)
		}
		if one := w.files(t, "claire", store.FileFilter{Enrolment: "e-olha-gtj"}); len(one) != 1 || one["e-olha-gtj"].Person != "p-olha" {
			t.Errorf("one file: %+v", one)
		}
		files, rows := w.files(t, "marc", store.FileFilter{}), 0
		err := w.Participations(ctx, w.may("marc", models.Read, models.KindReport), "o-gtj", func(f models.EnrolmentFacts) error {
			rows++
			if got := files[f.ID].Facts; len(got.Contacts) != len(f.Contacts) || got.Profile.Birth != f.Profile.Birth || got.Snapshot.ISCED != f.Snapshot.ISCED {
				t.Errorf("%s: the grid reads %+v, the report %+v", f.ID, got, f)
			}
			return nil
		})
		if err != nil || rows != len(files) {
			t.Errorf("the report has %d rows, the grid %d: %v", rows, len(files), err)
		}
	})
}

func TestCompleteFile(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		w.Exec(t, "update enrolments set frozen_on = '2026-11-10', entry_isced = '2' where id = 'amina-gtj'")
		complete := func(who string, answers store.FileAnswers) (models.Problems, error) {
			return w.CompleteFile(ctx, store.FileScopes{Entry: w.may(who, models.Update, models.KindEnrolment), Person: w.may(who, models.Update, models.KindParticipant),
				Profile: w.may(who, models.Update, models.KindProfile), Exit: w.may(who, models.Create, models.KindExit)}, "e-amina-gtj", answers)
		}
		asked := "demandé au téléphone"
		if _, err := complete("simon", store.FileAnswers{Labour: "forem:DEI", Reason: asked}); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("out of scope: %v", err)
		}
		if _, err := complete("nadia", store.FileAnswers{Labour: "forem:DEI"}); models.CodeOf(err) != models.Invalid {
			t.Errorf("a frozen entry without a reason: %v", err)
		}
		if _, err := complete("nadia", store.FileAnswers{Identity: models.Answers{"sex": "F"}, ISCED: "5", Reason: asked}); !errors.Is(err, models.ErrStale) {
			t.Errorf("a recorded level is replaced: %v", err)
		}
		problems, err := complete("nadia", store.FileAnswers{Identity: models.Answers{"sex": "F"}, Contact: models.Answers{"phone": "1"}})
		if err != nil || !problems.Has("phone") || w.Count(t, "select count(*) from participants where sex <> ''") != 0 {
			t.Errorf("half is written: %v, %v", problems, err)
		}
		if problems, err := complete("nadia", store.FileAnswers{Identity: models.Answers{"sex": "F"}, Labour: "cherche:non", Reason: asked}); err != nil || len(problems) > 0 {
			t.Fatalf("%v, %v", problems, err)
		}
		if w.Count(t, "select count(*) from enrolments where id = 'amina-gtj' and entry_seeking = 'non' and entry_isced = '2'") != 1 ||
			w.Count(t, "select count(*) from participants where id = 'amina' and sex = 'F'") != 1 {
			t.Error("the answers are not written")
		}
		parents := store.FileAnswers{Family: models.Answers{"father_birth_country": "SY", "mother_birth_country": models.Unknown}}
		if problems, err := complete("nadia", parents); err != nil || len(problems) > 0 ||
			w.Count(t, "select count(*) from participants where id = 'amina' and father_birth_country = 'SY' and mother_birth_country = 'inconnu'") != 1 {
			t.Errorf("countries of birth of the parents: %v, %v", problems, err)
		}
		parents.Family["father_birth_country"] = "IQ"
		if _, err := complete("nadia", parents); !errors.Is(err, models.ErrStale) {
			t.Errorf("a recorded country is replaced: %v", err)
		}
		if _, err := complete("nadia", store.FileAnswers{Situation: "emploi"}); !errors.Is(err, models.ErrStale) {
			t.Errorf("a situation without an exit: %v", err)
		}
		w.Insert(t, "exits", map[string]any{"id": "x", "public_id": "x", "centre_id": "namur", "enrolment_id": "amina-gtj", "on_date": "2026-11-20", "created_at": w.Now().Time})
		if _, err := complete("nadia", store.FileAnswers{Situation: models.Unknown}); err != nil || w.Count(t, "select count(*) from exits where declined = 'inconnu' and version = 2") != 1 {
			t.Errorf("asked and not known: %v", err)
		}
		if _, err := complete("nadia", store.FileAnswers{Situation: "emploi"}); err != nil || w.Count(t, "select count(*) from events where on_date = '2026-11-20'") != 1 {
			t.Errorf("a situation: %v", err)
		}
	})
}
