package store_test

import (
	"context"
	"testing"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// At the door of a full session the coordination adds somebody beyond its places, for a reason that the journal keeps; nobody else
// gets one so.
func TestRegisterBeyondThePlaces(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		n, ids := w.plan(t, "2026-11-24", 1), w.enrolMany(t, 3)
		over := func(derogations models.Scope, enrolment, reason string) (models.Registration, error) {
			return w.RegisterOver(context.Background(), w.may("claire", models.Read, models.KindSession), w.may("claire", models.Create, models.KindRegistration), derogations,
				n.PublicID, enrolment, reason)
		}
		may := w.may("claire", models.Create, models.KindDerogation)
		must[models.Registration](t)(w.register("claire", n.PublicID, ids[0]))
		_, err := over(may, ids[1], "")
		wantKey(t, err, "registration.problem.over_reason")
		if _, err := over(models.Scope{}, ids[1], "Venue de loin"); models.CodeOf(err) != models.Forbidden {
			t.Errorf("without the right to decide: %v", err)
		}
		if r := must[models.Registration](t)(over(may, ids[1], "Venue de loin")); r.Place != models.PlaceTaken {
			t.Errorf("placed as %s", r.Place)
		}
		if r := must[models.Registration](t)(w.register("claire", n.PublicID, ids[2])); r.Place != models.PlaceWaiting {
			t.Errorf("the next one is %s, and waits", r.Place)
		}
		if lines := w.Count(t, "select count(*) from journal where detail = 'beyond the places: Venue de loin'"); lines != 1 {
			t.Errorf("%d lines of the journal", lines)
		}
		w.Exec(t, "update sessions set on_date = '2026-12-01' where public_id = ?", n.PublicID)
		w.Exec(t, "update registrations set place = 'annule', queue = null where enrolment_id = ?", ids[2])
		_, err = over(may, ids[2], "Venue de loin")
		wantKey(t, err, "registration.problem.over_early")
	})
}

// What the pages of a season read: who is to be told, the people of a series, several profiles at once, places given back, the
// cancelled sessions of a feed.
func TestSeasonReads(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		w.Insert(t, "series", map[string]any{"id": "se", "public_id": "se", "centre_id": "namur", "created_at": storetest.Now})
		w.Exec(t, "update sessions set series_id = 'se', on_date = '2026-12-01' where id = 'cv'")
		messages := w.may("claire", models.Create, models.KindMessage)
		if n := must[int](t)(w.PeopleToTell(ctx, messages)); n != 2 {
			t.Errorf("%d people to tell, want 2", n)
		}
		if n := must[int](t)(w.PeopleToTell(ctx, w.may("nadia", models.Create, models.KindMessage))); n != 1 {
			t.Errorf("%d people of nadia's to tell, want 1", n)
		}
		if people := must[map[string][]store.Recipient](t)(w.SeriesRecipients(ctx, messages, "se")); len(people["cv"]) != 2 || len(people) != 1 {
			t.Errorf("the people of the series: %+v", people)
		}
		if who := must[store.Recipient](t)(w.RecipientPerson(ctx, messages, "p-amina")); who.GivenName != "Amina" {
			t.Errorf("%+v", who)
		}
		_, err := w.RecipientPerson(ctx, messages, "p-bruno")
		wantKey(t, err, "error.not_found")
		profiles := must[map[string]models.Participant](t)(w.Profiles(ctx, w.may("nadia", models.Read, models.KindProfile), []string{"p-amina", "p-tsehaye", "p-bruno"}))
		if len(profiles) != 1 || profiles["p-amina"].FamilyName != "Haddad" {
			t.Errorf("profiles of nadia's: %+v", profiles)
		}
		_, err = w.GiveUpPlace(ctx, w.may("claire", models.Read, models.KindSession), w.may("claire", models.Cancel, models.KindRegistration), "r-cv-amina", "transport")
		if err != nil {
			t.Fatal(err)
		}
		moments, _, err := w.Timeline(ctx, store.TimelineScopes{Registrations: w.may("claire", models.Read, models.KindRegistration)}, "p-amina", store.TimelineFilter{})
		if err != nil || len(moments) != 1 || moments[0].Kind != models.MomentDeparture || moments[0].NextStep != "2026-12-01" || moments[0].Title != "transport" {
			t.Errorf("the timeline: %+v, %v", moments, err)
		}
		w.Exec(t, "update sessions set status = 'cancelled', status_reason = 'Grève' where id = 'cv'")
		sessions := w.may("claire", models.Read, models.KindSession)
		feed := must[[]models.SessionRow](t)(w.FeedSessions(ctx, sessions, "2026-12-01", "2026-12-02", ""))
		shown := must[[]models.SessionRow](t)(w.CalendarSessions(ctx, sessions, "2026-12-01", "2026-12-02"))
		if len(feed) != 1 || len(shown) != 0 {
			t.Errorf("%d sessions in the feed and %d on the calendar, want 1 and 0", len(feed), len(shown))
		}
	})
}
