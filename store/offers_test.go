package store_test

import (
	"context"
	"os"
	"strconv"
	"sync"
	"testing"

	"jalon/models"
	"jalon/store/storetest"
)

// offerWorld is a session of one place that is taken, with two people who wait.
type offerWorld struct {
	*sessionWorld
	session                  models.Session
	places                   []models.Registration
	sessions, create, cancel models.Scope
}

func onOffers(t *testing.T, f func(*testing.T, *offerWorld)) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		o := &offerWorld{sessionWorld: w, session: w.plan(t, "2026-12-01", 1), sessions: w.may("claire", models.Read, models.KindSession),
			create: w.may("claire", models.Create, models.KindRegistration), cancel: w.may("claire", models.Cancel, models.KindRegistration)}
		for _, id := range w.enrolMany(t, 3) {
			o.places = append(o.places, must[models.Registration](t)(w.register("claire", o.session.PublicID, id)))
		}
		f(t, o)
	})
}

func (w *offerWorld) rows(t *testing.T) []models.RegistrationRow {
	return must[[]models.RegistrationRow](t)(w.Registrations(context.Background(), w.may("claire", models.Read, models.KindRegistration), w.session.PublicID))
}

func (w *offerWorld) free(t *testing.T) {
	if _, err := w.GiveUpPlace(context.Background(), w.sessions, w.cancel, w.places[0].PublicID, "transport"); err != nil {
		t.Fatal(err)
	}
}

func TestOfferHoldsThePlace(t *testing.T) {
	onOffers(t, func(t *testing.T, w *offerWorld) {
		ctx := context.Background()
		_, _, err := w.OfferPlace(ctx, w.sessions, w.create, w.places[1].PublicID)
		wantKey(t, err, "registration.problem.full")
		w.free(t)
		if rows := w.rows(t); !rows[0].Next || rows[1].Next || rows[0].Waiter.Rank != 1 || rows[1].Waiter.Rank != 2 {
			t.Fatalf("the first of the list is next: %+v", rows)
		}
		_, _, err = w.OfferPlace(ctx, w.sessions, w.create, w.places[2].PublicID)
		wantKey(t, err, "waiting.problem.not_first")
		o, _, err := w.OfferPlace(ctx, w.sessions, w.create, w.places[1].PublicID)
		if err != nil || !o.ExpiresAt.Equal(storetest.Now.AddDate(0, 0, 2)) {
			t.Fatalf("%+v, %v", o, err)
		}
		row := must[models.SessionRow](t)(w.Session(ctx, w.sessions, w.session.PublicID))
		if row.Held != 1 || !row.Full() || row.Registered != 0 {
			t.Errorf("the place is held: %+v", row)
		}
		if r := must[models.Registration](t)(w.register("claire", w.session.PublicID, "e-amina-llf")); r.Place != models.PlaceWaiting {
			t.Errorf("somebody else has the place that was offered: %+v", r)
		}
		if _, err := w.AcceptOffer(ctx, w.sessions, w.create, o.PublicID); err != nil {
			t.Fatal(err)
		}
		if rows := w.rows(t); rows[0].PublicID != w.places[1].PublicID || rows[0].Place != models.PlaceTaken {
			t.Errorf("accepted: %+v", rows)
		}
		_, err = w.AcceptOffer(ctx, w.sessions, w.create, o.PublicID)
		wantKey(t, err, "offer.problem.answered")
	})
}

func TestRefusedOfferLeavesTheList(t *testing.T) {
	onOffers(t, func(t *testing.T, w *offerWorld) {
		ctx := context.Background()
		w.free(t)
		o, _, err := w.OfferPlace(ctx, w.sessions, w.create, w.places[1].PublicID)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.RefuseOffer(ctx, w.sessions, w.cancel, o.PublicID); err != nil {
			t.Fatal(err)
		}
		if rows := w.rows(t); len(rows) != 1 || !rows[0].Next {
			t.Errorf("the next one is proposed: %+v", rows)
		}
		if _, err := w.RestorePlace(ctx, w.sessions, w.create, w.places[1].PublicID); err != nil {
			t.Fatal(err)
		}
		if rows := w.rows(t); rows[0].PublicID != w.places[1].PublicID || rows[0].Place != models.PlaceWaiting || rows[0].Waiter.Rank != 1 {
			t.Errorf("taken back, the person waits where they did: %+v", rows)
		}
	})
}

func TestExpiredOfferPassesToTheNext(t *testing.T) {
	onOffers(t, func(t *testing.T, w *offerWorld) {
		ctx := context.Background()
		w.free(t)
		o, _, err := w.OfferPlace(ctx, w.sessions, w.create, w.places[1].PublicID)
		if err != nil {
			t.Fatal(err)
		}
		w.Exec(t, "update place_offers set expires_at = ?", storetest.Now.Add(-1))
		_, err = w.AcceptOffer(ctx, w.sessions, w.create, o.PublicID)
		wantKey(t, err, "offer.problem.expired")
		rows := w.rows(t)
		if rows[0].PublicID != w.places[2].PublicID || !rows[0].Next || rows[1].Offer.State != models.OfferExpired {
			t.Fatalf("an offer that expired passes to the next as a proposal: %+v", rows)
		}
		if _, _, err := w.OfferPlace(ctx, w.sessions, w.create, w.places[2].PublicID); err != nil {
			t.Fatal(err)
		}
		if err := w.CancelSession(ctx, w.may("claire", models.Cancel, models.KindSession), w.session.PublicID, "grève"); err != nil {
			t.Fatal(err)
		}
		if n := w.Count(t, "select count(*) from place_offers where state = 'offerte' and expires_at > ?", storetest.Now); n != 0 {
			t.Errorf("%d offers of a cancelled session stand", n)
		}
	})
}

func TestWaitedBeforeComesFirst(t *testing.T) {
	onOffers(t, func(t *testing.T, w *offerWorld) {
		for i, day := range []models.Date{"2026-11-23", "2026-11-25"} { // whoever waits for one to come too has waited in vain for none yet
			n := w.plan(t, day, 1)
			for _, enrolment := range []string{"e-amina-llf", "e-many00" + strconv.Itoa(2-i)} {
				if _, err := w.register("claire", n.PublicID, enrolment); err != nil {
					t.Fatal(err)
				}
			}
		}
		if rows := w.rows(t); rows[1].PublicID != w.places[2].PublicID || rows[1].Waiter.Waited != 1 {
			t.Errorf("who waited for this module before is first in line: %+v", rows)
		} else if rows[2].Waiter.Waited != 0 {
			t.Errorf("waiting for two sessions to come at once gives a rank: %+v", rows[2].Waiter)
		}
	})
}

func TestReservedPlacesAreKept(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		n, people := w.plan(t, "2026-12-01", 3), w.enrolMany(t, 5)
		w.Exec(t, "update enrolments set referral = 'CPAS de Namur' where id in (?, ?)", people[3], people[4])
		update := w.may("claire", models.Update, models.KindSession)
		kept := []models.Quota{{Basis: models.QuotaReferral, Value: "CPAS de Namur", Seats: 2}}
		if err := w.SetQuotas(ctx, update, n.PublicID, n.Version, kept); err != nil {
			t.Fatal(err)
		}
		err := w.SetQuotas(ctx, update, n.PublicID, n.Version, nil)
		wantKey(t, err, "error.stale")
		var got []string
		for _, id := range people {
			got = append(got, must[models.Registration](t)(w.register("claire", n.PublicID, id)).Place)
		}
		if got[0] != "inscrit" || got[1] != "attente" || got[2] != "attente" || got[3] != "inscrit" || got[4] != "inscrit" {
			t.Errorf("two of three places are kept: %v", got)
		}
		quotas := must[[]models.Quota](t)(w.Quotas(ctx, w.may("claire", models.Read, models.KindSession), n.PublicID))
		if len(quotas) != 1 || quotas[0].Given != 2 {
			t.Errorf("%+v", quotas)
		}
		smaller := n
		one := 1
		smaller.Capacity, smaller.Version = &one, n.Version+1
		wantKey(t, w.UpdateSession(ctx, update, smaller, nil), "quota.problem.too_many")
		wantKey(t, w.SetQuotas(ctx, w.may("nadia", models.Read, models.KindSession), n.PublicID, n.Version+1, nil), "error.forbidden")
	})
}

func TestDepartures(t *testing.T) {
	onOffers(t, func(t *testing.T, w *offerWorld) {
		w.Exec(t, "update sessions set on_date = '2026-11-24', starts_at = '14:00', ends_at = '16:00' where public_id = ?", w.session.PublicID)
		w.free(t)
		if n := w.Count(t, "select count(*) from place_departures where late and reason = 'transport' and place = 'inscrit'"); n != 1 {
			t.Errorf("%d late departures, want 1", n)
		}
		if _, err := w.RestorePlace(context.Background(), w.sessions, w.create, w.places[0].PublicID); err != nil {
			t.Fatal(err)
		}
		if n := w.Count(t, "select count(*) from place_departures where undone_at is not null"); n != 1 {
			t.Error("taken back")
		}
	})
}

// The count of a session is exact however many colleagues register at once: JALON_ROUNDS=20 does it twenty times.
func TestRoundsOfParallelRegistrations(t *testing.T) {
	if os.Getenv("JALON_ROUNDS") == "" {
		t.Skip("JALON_ROUNDS is not set: TestNeverMorePeopleThanPlaces does one round")
	}
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		people := w.enrolMany(t, 100)
		for round := range 20 {
			n := w.plan(t, models.Date("2026-12-01").AddDays(round), 12)
			if round%2 == 1 {
				kept := []models.Quota{{Basis: models.QuotaReferral, Value: "CPAS", Seats: 4}}
				if err := w.SetQuotas(context.Background(), w.may("claire", models.Update, models.KindSession), n.PublicID, n.Version, kept); err != nil {
					t.Fatal(err)
				}
			}
			var wait sync.WaitGroup
			for _, enrolment := range people {
				wait.Go(func() {
					if _, err := w.register("claire", n.PublicID, enrolment); err != nil {
						t.Error(err)
					}
				})
			}
			wait.Wait()
			row := must[models.SessionRow](t)(w.Session(context.Background(), w.may("claire", models.Read, models.KindSession), n.PublicID))
			if want := 12 - round%2*4; row.Registered != want || row.Waiting != 100-want {
				t.Fatalf("round %d: %d places taken and %d waiting, want %d", round+1, row.Registered, row.Waiting, want)
			}
		}
	})
}
