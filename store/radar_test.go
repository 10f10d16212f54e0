package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"jalon/models"
	"jalon/policies"
	"jalon/store"
	"jalon/store/storetest"
)

// radarWorld gives one person of Namur each signal: amina misses twice, noori is silent, tsehaye's objective stands still, olha's permit
// ends, and amina's referral waits.
func radarWorld(t testing.TB, w *storetest.World) {
	t.Helper()
	w.Exec(t, "update enrolments set frozen_on = '2026-02-01'")
	w.Exec(t, "update registrations set attendance = 'absent' where id = 'cv-amina'")
	w.Exec(t, "update followups set presence = 'excuse' where id = 'f-amina'")
	w.Exec(t, "update followups set on_date = '2026-10-01' where id = 'f-noori'")
	w.Exec(t, "update participants set permit_expires_on = '2026-12-10' where id = 'olha'")
	w.Insert(t, "followups", row{"id": "f-olha", "public_id": "f-olha", "centre_id": "namur", "participant_id": "olha", "enrolment_id": "olha-gtj", "on_date": "2026-11-20",
		"minutes": 30, "user_id": "simon", "created_at": storetest.Now, "updated_at": storetest.Now})
	w.Insert(t, "plan_goals", row{"id": "g", "public_id": "g", "centre_id": "namur", "participant_id": "tsehaye", "words_sealed": w.Box(t, "tsehaye").Seal("plan goal g", "{}"),
		"created_at": storetest.Now.AddDate(0, -4, 0)})
	w.Insert(t, "partners", row{"id": "forem", "public_id": "pa-forem", "centre_id": "namur", "kind": "emploi", "name": "Forem", "sort_name": "forem", "created_at": storetest.Now})
	w.Insert(t, "referrals", row{"id": "x", "public_id": "re-x", "centre_id": "namur", "participant_id": "amina", "partner_id": "forem", "direction": "sortante",
		"on_date": "2026-10-20", "expected_on": "2026-11-03", "created_at": storetest.Now})
}

func radarScope(t testing.TB, w *storetest.World, name, action string) models.Scope {
	t.Helper()
	gate, err := policies.NewGate()
	if err != nil {
		t.Fatal(err)
	}
	scope, _ := gate.Scope(w.Actors[name], action, models.KindRadar)
	return scope
}

func said(alerts []models.Alert) string {
	var words []string
	for _, a := range alerts {
		word := a.Signal + " " + a.Person
		if a.Snooze != nil {
			word += " en pause"
		}
		words = append(words, word)
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

func TestRadar(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		ctx := context.Background()
		radarWorld(t, w)
		const everything = "absences p-amina, document p-olha, objectif p-tsehaye, orientation p-amina, silence p-noori"
		coordination := radarScope(t, w, "claire", models.Read)
		all := must[[]models.Alert](t)(w.Radar(ctx, coordination, ""))
		if said(all) != everything {
			t.Fatalf("coordination: %s", said(all))
		}
		if a := all[0]; a.Count != 2 || a.Excused != 1 || a.OnDate != "2026-11-10" {
			t.Errorf("absences: %+v", a)
		}
		if got := said(must[[]models.Alert](t)(w.Radar(ctx, radarScope(t, w, "nadia", models.Read), ""))); got != "absences p-amina, orientation p-amina, silence p-noori" {
			t.Errorf("a counsellor sees %s", got)
		}
		if got := said(must[[]models.Alert](t)(w.Radar(ctx, coordination, "p-amina"))); got != "absences p-amina, orientation p-amina" {
			t.Errorf("of one person: %s", got)
		}
		if _, err := w.Radar(ctx, radarScope(t, w, "tom", models.Read), ""); models.CodeOf(err) != models.Forbidden {
			t.Errorf("a trainer: %v", err)
		}
		// Each fact that answers a signal silences it.
		for _, answer := range []struct{ statement, gone string }{
			{"update followups set presence = 'present' where id = 'f-amina'", "absences p-amina"},
			{"update followups set on_date = '2026-10-26' where id = 'f-noori'", "silence p-noori"},
			{"update plan_goals set created_at = '2026-11-01 10:00:00+00:00' where id = 'g'", "objectif p-tsehaye"},
			{"update participants set permit_expires_on = '2026-12-25' where id = 'olha'", "document p-olha"},
			{"update referrals set expected_on = '2026-11-17' where id = 'x'", "orientation p-amina"}} {
			w.Exec(t, answer.statement)
			if got := said(must[[]models.Alert](t)(w.Radar(ctx, coordination, ""))); strings.Contains(got, answer.gone) {
				t.Errorf("after %s: %s", answer.statement, got)
			}
		}
	})
}

func TestRadarThresholdsAndSnoozes(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		ctx := context.Background()
		radarWorld(t, w)
		read, update := radarScope(t, w, "claire", models.Read), radarScope(t, w, "claire", models.Update)
		three := 3
		thresholds := models.Thresholds{Absences: &three}
		if err := w.SetThresholds(ctx, radarScope(t, w, "nadia", models.Read), thresholds); models.CodeOf(err) != models.Forbidden {
			t.Errorf("a counsellor sets thresholds: %v", err)
		}
		if err := w.SetThresholds(ctx, update, thresholds); err != nil {
			t.Fatal(err)
		}
		if got := said(must[[]models.Alert](t)(w.Radar(ctx, read, ""))); got != "" {
			t.Errorf("three absences, the other signals off: %s", got)
		}
		if err := w.SetThresholds(ctx, update, models.DefaultThresholds()); err != nil {
			t.Fatal(err)
		}
		history := must[[]models.Thresholds](t)(w.Thresholds(ctx, read))
		if len(history) != 2 || history[0].Author != "claire" {
			t.Errorf("%+v", history)
		}
		snooze := models.Snooze{Signal: models.SignalSilence, Reason: "à l'étranger jusqu'en décembre", UntilOn: "2026-12-15"}
		if _, err := w.SnoozeAlert(ctx, radarScope(t, w, "simon", models.Create), "p-noori", snooze); models.CodeOf(err) != models.NotFound {
			t.Errorf("somebody else's person: %v", err)
		}
		id := must[string](t)(w.SnoozeAlert(ctx, radarScope(t, w, "nadia", models.Create), "p-noori", snooze))
		alerts := must[[]models.Alert](t)(w.Radar(ctx, read, "p-noori"))
		if said(alerts) != "silence p-noori en pause" || alerts[0].Snooze.Reason != snooze.Reason || alerts[0].Snooze.Author != "nadia" {
			t.Errorf("%s", said(alerts))
		}
		if n := w.Count(t, "select count(*) from journal where kind = 'radar' and detail like '%étranger%'"); n != 0 {
			t.Error("the journal holds the reason")
		}
		if err := w.LiftSnooze(ctx, radarScope(t, w, "nadia", models.Cancel), id); err != nil {
			t.Fatal(err)
		}
		if got := said(must[[]models.Alert](t)(w.Radar(ctx, read, "p-noori"))); got != "silence p-noori" {
			t.Errorf("lifted: %s", got)
		}
	})
}

// Each signal of a centre of 20 000 people stays within what a page may take.
func BenchmarkRadar(b *testing.B) {
	w := storetest.NewWorld(b, storetest.SQLite(b))
	const people = 20000
	w.Exec(b, `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?) insert into participants (id, public_id, centre_id, family_name, given_name, sort_name, birth,
		permit_expires_on, created_at, updated_at) select 'b' || i, 'b' || i, 'namur', 'Nom' || i, 'X', 'nom' || i, '1990', date('2026-11-24', '+' || (i % 900) || ' days'), ?, ? from n`,
		people, storetest.Now, storetest.Now)
	w.Exec(b, `insert into enrolments (id, public_id, centre_id, participant_id, operation_id, requested_on, frozen_on, created_at, updated_at)
		select id, id, 'namur', id, 'llf', '2025-01-05', '2025-02-01', ?, ? from participants where id like 'b%' and id <> 'bruno'`, storetest.Now, storetest.Now)
	w.Exec(b, `insert into exits (id, public_id, centre_id, enrolment_id, on_date, created_at) select id, id, 'namur', id, '2026-01-01', ? from enrolments
		where id like 'b%' and id <> 'bruno-liege-gtj' and cast(substr(id, 2) as integer) % 5 <> 0`, storetest.Now)
	for k := range 3 { // three contacts a person, over a year and a half
		w.Exec(b, `insert into followups (id, public_id, centre_id, participant_id, enrolment_id, on_date, minutes, mode, presence, user_id, created_at, updated_at)
			select id || ?, id || ?, 'namur', participant_id, id, date('2026-11-24', '-' || ((cast(substr(id, 2) as integer) * 7 + ? * 180) % 540) || ' days'), 45, 'bureau',
			case when cast(substr(id, 2) as integer) % 9 = 0 then 'absent' else 'present' end, 'nadia', ?, ? from enrolments where id like 'b%' and id <> 'bruno-liege-gtj'`,
			fmt.Sprint("f", k), fmt.Sprint("f", k), k, storetest.Now, storetest.Now)
	}
	w.Exec(b, "analyze")
	scope := radarScope(b, w, "claire", models.Read)
	b.ResetTimer()
	for b.Loop() {
		if alerts, err := w.Radar(context.Background(), scope, ""); err != nil || len(alerts) < 100 {
			b.Fatal(len(alerts), err)
		}
	}
}

// No signal reads a whole table: each begins with the days, the centre or the people it is about.
func TestTeamQueriesUseTheirIndexes(t *testing.T) {
	w := storetest.NewWorld(t, storetest.SQLite(t))
	ctx := context.Background()
	plans := must[map[string]string](t)(w.ExplainRadar(ctx, radarScope(t, w, "claire", models.Read)))
	gate := must[*policies.Gate](t)(policies.NewGate())
	registrations := must[models.Scope](t)(gate.Scope(w.Actors["claire"], models.Read, models.KindRegistration))
	plans["missed"] = must[string](t)(w.ExplainMissed(ctx, registrations))
	plans["sessions"] = must[string](t)(w.ExplainTeamSessions(ctx, must[models.Scope](t)(gate.Scope(w.Actors["claire"], models.Read, models.KindAttendance))))
	for name, plan := range plans {
		for _, table := range []string{"SCAN p", "SCAN s", "SCAN r", "SCAN f", "SCAN a", "SCAN g", "SCAN x", "SCAN e"} {
			for _, line := range strings.Split(plan, "\n") {
				if line == strings.TrimSpace(table) {
					t.Errorf("%s reads a whole table:\n%s", name, plan)
				}
			}
		}
		if !strings.Contains(plan, "USING INDEX") && !strings.Contains(plan, "USING COVERING INDEX") {
			t.Errorf("%s:\n%s", name, plan)
		}
	}
}

func TestMissedSessions(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := storetest.NewWorld(t, db)
		ctx := context.Background()
		gate := must[*policies.Gate](t)(policies.NewGate())
		may := func(name string) models.Scope {
			scope, _ := gate.Scope(w.Actors[name], models.Read, models.KindRegistration)
			return scope
		}
		w.Exec(t, "update registrations set attendance = 'excuse' where id = 'cv-amina'")
		w.Exec(t, "update registrations set attendance = 'absent' where id in ('cv-tsehaye', 'module4h-tsehaye')")
		w.Exec(t, "update followups set on_date = '2026-11-18' where id = 'f-tsehaye'")
		missed := func(name, programme string) string {
			var words []string
			for _, m := range must[[]store.MissedSession](t)(w.MissedSessions(ctx, may(name), store.TeamFilter{From: "2026-11-01", Until: "2026-11-30", Programme: programme}, "")) {
				words = append(words, m.Person+" "+m.Session+" "+m.Attendance+" "+string(m.ContactedOn))
			}
			slices.Sort(words)
			return strings.Join(words, ", ")
		}
		const amina, cv, module = "p-amina s-cv excuse ", "p-tsehaye s-cv absent 2026-11-18", "p-tsehaye s-module4h absent 2026-11-18"
		for _, c := range []struct{ name, programme, want string }{{"claire", "", amina + ", " + cv + ", " + module}, {"claire", models.M4H, module}, {"nadia", "", amina},
			{"simon", models.LLF, cv}, {"lea", "", ""}} {
			if got := missed(c.name, c.programme); got != c.want {
				t.Errorf("%s %s: %q, want %q", c.name, c.programme, got, c.want)
			}
		}
		if n := len(must[[]store.MissedSession](t)(w.MissedSessions(ctx, may("claire"), store.TeamFilter{From: "2026-12-01", Until: "2026-12-31"}, ""))); n != 0 {
			t.Errorf("%d absences in a month without", n)
		}
		w.Exec(t, "update followups set mode = 'demarche' where id = 'f-tsehaye'") // done without them: nobody has spoken with them
		if got, want := missed("simon", models.LLF), "p-tsehaye s-cv absent "; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	})
}
