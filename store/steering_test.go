package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"jalon/models"
	"jalon/policies"
	"jalon/store"
	"jalon/store/storetest"
)

var yearOf2026 = models.Period{From: "2026-01-01", To: "2026-11-24"}

func TestTargets(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		create, update, read := w.may("marc", models.Create, models.KindTarget), w.may("marc", models.Update, models.KindTarget), w.may("marc", models.Read, models.KindTarget)
		target := models.Target{Measure: models.MeasurePersons, Value: 60, FromOn: "2026-01-01", DueOn: "2026-12-31"}
		made := must[models.Target](t)(w.CreateTarget(ctx, create, "o-gtj", target))
		for name, attempt := range map[string]error{
			"another centre's operation": second(w.CreateTarget(ctx, create, "o-liege-gtj", target)), "a counsellor": second(w.CreateTarget(ctx, w.may("nadia", models.Create, models.KindTarget), "o-gtj", target)),
			"another right": second(w.CreateTarget(ctx, read, "o-gtj", target)), "another centre": w.CancelTarget(ctx, w.may("marie", models.Cancel, models.KindTarget), made.PublicID, true),
		} {
			if attempt == nil {
				t.Errorf("%s: nothing was refused", name)
			}
		}
		changed := made
		changed.Value, changed.Version = 80, 1
		if err := w.UpdateTarget(ctx, update, changed); err != nil {
			t.Fatal(err)
		}
		if err := w.UpdateTarget(ctx, update, changed); !errors.Is(err, models.ErrStale) {
			t.Errorf("the same version twice: %v", err)
		}
		all := must[[]store.TargetView](t)(w.Targets(ctx, read, yearOf2026))
		if len(all) != 1 || all[0].Value != 80 || all[0].Operation != "o-gtj" {
			t.Fatalf("targets: %+v", all)
		}
		versions := must[[]store.TargetVersion](t)(w.TargetVersions(ctx, all[0]))
		if len(versions) != 1 || versions[0].Value != 60 || versions[0].Author != "marc" {
			t.Errorf("versions: %+v", versions)
		}
		if funder := must[[]store.TargetView](t)(w.Targets(ctx, w.may("fanny", models.Read, models.KindReport), yearOf2026)); len(funder) != 1 {
			t.Errorf("the funder of the operation reads %d targets", len(funder))
		}
		cancel := w.may("marc", models.Cancel, models.KindTarget)
		for i, want := range []int{0, 1} {
			if err := w.CancelTarget(ctx, cancel, made.PublicID, i == 0); err != nil {
				t.Fatal(err)
			}
			if all := must[[]store.TargetView](t)(w.Targets(ctx, read, yearOf2026)); len(all) != want {
				t.Errorf("%d targets, want %d", len(all), want)
			}
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'target'"); n != 4 {
			t.Errorf("%d lines in the journal, want 4", n)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestFunderLinks(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		create := w.may("marc", models.Create, models.KindFunderLink)
		link := store.FunderLink{CentreID: "namur", Funder: models.FunderFSE, Label: "FSE", ExpiresOn: "2026-11-24"}
		secret := must[string](t)(w.CreateFunderLink(ctx, create, link))
		link.ExpiresOn = "2026-11-23"
		expired := must[string](t)(w.CreateFunderLink(ctx, create, link))
		if n := w.Count(t, "select count(*) from funder_links where secret_hash = ?", secret); n != 0 || len(secret) < 26 || secret == expired {
			t.Errorf("the secret %q is kept as it is, or short", secret)
		}
		opened := must[store.FunderLink](t)(w.OpenFunderLink(ctx, secret))
		for name, s := range map[string]string{"expired": expired, "unknown": "x", "empty": ""} {
			if _, err := w.OpenFunderLink(ctx, s); models.CodeOf(err) != models.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		reader := w.gate.Reader("namur", models.FunderFSE)
		scope := must[models.Scope](t)(w.gate.Scope(reader, models.Read, models.KindReport))
		for range 3 { // counted once an hour
			if err := w.FunderLinkRead(ctx, scope, opened); err != nil {
				t.Fatal(err)
			}
		}
		links := must[[]store.FunderLink](t)(w.FunderLinks(ctx, w.may("marc", models.Read, models.KindFunderLink)))
		if len(links) != 2 || links[0].Reads+links[1].Reads != 1 {
			t.Errorf("links: %+v", links)
		}
		if others := must[[]models.Operation](t)(operationsOf(w, scope)); len(others) != 1 || others[0].PublicID != "o-gtj" {
			t.Errorf("the link reads %+v", others)
		}
		for name, who := range map[string]string{"another centre": "marie", "a counsellor": "nadia", "the funder": "fanny"} {
			if err := w.RevokeFunderLink(ctx, w.may(who, models.Cancel, models.KindFunderLink), opened.PublicID); err == nil {
				t.Errorf("%s revoked the link", name)
			}
		}
		if err := w.RevokeFunderLink(ctx, w.may("marc", models.Cancel, models.KindFunderLink), opened.PublicID); err != nil {
			t.Fatal(err)
		}
		if _, err := w.OpenFunderLink(ctx, secret); models.CodeOf(err) != models.NotFound {
			t.Errorf("after it was taken back: %v", err)
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'funder_link'"); n != 4 {
			t.Errorf("%d lines in the journal, want 2 made, 1 opened, 1 taken back", n)
		}
	})
}

func operationsOf(w *sessionWorld, scope models.Scope) ([]models.Operation, error) {
	return w.OperationsIn(context.Background(), scope, yearOf2026)
}

// Less is read for « Pilotage » than for a report, and the same is counted.
func TestSteeringFacts(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		ctx := context.Background()
		centre := seeded(t, db, models.Fiction{Seed: 7, Persons: 60, FollowUps: 6, Varied: true}, nil)
		gate := must[*policies.Gate](t)(policies.NewGate())
		scope := must[models.Scope](t)(gate.Scope(gate.System(centre.ID), models.Read, models.KindSteering))
		for _, o := range must[[]models.Operation](t)(db.Operations(ctx, scope)) {
			period, minutes := models.Period{From: "2025-04-01", To: "2026-03-31"}, 0
			whole, lean := models.NewSteering(o, period), models.NewSteering(o, period)
			for _, reading := range []struct {
				of   func(context.Context, models.Scope, string, func(models.EnrolmentFacts) error) error
				into *models.Steering
			}{{db.Participations, whole}, {db.SteeringFacts, lean}} {
				if err := reading.of(ctx, scope, o.PublicID, func(f models.EnrolmentFacts) error { reading.into.Add(f); return nil }); err != nil {
					t.Fatal(err)
				}
			}
			if minutes += whole.Minutes; minutes == 0 || len(whole.Measures) < 10 {
				t.Errorf("%s counts too little to say anything: %+v", o.Code, whole.Measures)
			}
			if diff := cmp.Diff(whole, lean, cmpopts.IgnoreUnexported(models.Steering{})); diff != "" {
				t.Errorf("%s:\n%s", o.Code, diff)
			}
		}
	})
}

func TestStaffTimes(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		minutes := func(scope models.Scope) map[string]int {
			all := must[[]models.StaffTime](t)(w.StaffTimes(ctx, scope, models.Period{From: "2026-01-01", To: "2026-12-31"}))
			sums := map[string]int{}
			for _, s := range all {
				if s.Week != s.Week.Monday() {
					t.Errorf("a week that begins on %s", s.Week)
				}
				sums[s.UserID+" "+s.Programme] += s.Minutes
			}
			return sums
		}
		team := minutes(w.may("marc", models.Read, models.KindSteering))
		if team["nadia GTJ"] != 90 || team["simon LLF"] != 45 || team["tom LLF"] == 0 {
			t.Errorf("the team: %v", team)
		}
		own := minutes(w.may("nadia", models.Read, models.KindHome))
		if diff := cmp.Diff(map[string]int{"nadia GTJ": 90}, own); diff != "" {
			t.Errorf("Nadia's own:\n%s", diff)
		}
		if other := minutes(w.may("marie", models.Read, models.KindSteering)); len(other) > 0 && other["nadia GTJ"] != 0 {
			t.Errorf("another centre: %v", other)
		}
		if none := minutes(models.Scope{}); len(none) != 0 {
			t.Errorf("without a right: %v", none)
		}
	})
}

func TestBarrierMovesOf(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx, create := context.Background(), w.may("nadia", models.Create, models.KindBarrier)
		for day, level := range map[models.Date]models.Rating{"2026-03-01": "4", "2026-10-01": "2"} {
			must[string](t)(w.AddAssessment(ctx, create, "p-amina", rated(day, map[string][2]models.Rating{"langue": {level, level}})))
		}
		must[string](t)(w.AddAssessment(ctx, create, "p-noori", rated("2026-03-01", map[string][2]models.Rating{"langue": {"3", "3"}})))
		read := w.may("marc", models.Read, models.KindBarrier)
		for _, c := range []struct {
			scope     models.Scope
			programme string
			until     models.Date
			want      int
		}{{read, "", "2026-11-24", 1}, {read, models.LLF, "2026-11-24", 1}, {read, models.M4H, "2026-11-24", 0}, {read, "", "2026-09-30", 0}, {w.may("simon", models.Read, models.KindBarrier), "", "2026-11-24", 0}} {
			people := must[[][]models.BarrierMove](t)(w.BarrierMovesOf(ctx, c.scope, c.programme, c.until))
			if len(people) != c.want {
				t.Errorf("%s until %s: %d people, want %d", c.programme, c.until, len(people), c.want)
			}
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'barrier' and action = 'read' and detail = 'figures of 1 people'"); n != 2 {
			t.Errorf("%d lines for two readings that opened somebody's answers", n)
		}
		balances := models.BarrierBalances(must[[][]models.BarrierMove](t)(w.BarrierMovesOf(ctx, read, "", "2026-11-24")), yearOf2026)
		if diff := cmp.Diff([]models.BarrierBalance{{Barrier: "langue", Lighter: 1}}, balances); diff != "" {
			t.Errorf("balances:\n%s", diff)
		}
	})
}

// Each list behind « Pilotage » follows an index.
func TestSteeringQueriesFollowIndexes(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		for name, q := range store.SteeringQueries(w.may("marc", models.Read, models.KindTarget), w.may("marc", models.Read, models.KindFunderLink), w.may("marc", models.Read, models.KindSteering),
			w.may("nadia", models.Read, models.KindHome), w.may("marc", models.Read, models.KindBarrier)) {
			refuseFullReads(t, w.DB, name, q.Query, q.Args, "targets", "funder_links", "followups", "sessions", "participants")
		}
	})
}
