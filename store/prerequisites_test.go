package store_test

import (
	"context"
	"testing"

	"jalon/models"
	"jalon/store/storetest"
)

// parts gives the catalogue a module in two parts; cv, of 24/11/2026, is a session of the first.
func (w *sessionWorld) parts(t *testing.T) {
	for _, m := range [][]string{{"part1", "P1", ""}, {"part2", "P2", "P1"}} {
		w.Insert(t, "modules", map[string]any{"id": m[0], "public_id": m[0], "centre_id": "namur", "code": m[1], "programme": "LLF", "title": "Partie " + m[1],
			"after_code": m[2], "created_at": storetest.Now})
	}
	w.Exec(t, "update sessions set module_id = 'part1', on_date = '2026-11-23', starts_at = '09:00', ends_at = '12:00' where id = 'cv'")
	w.Exec(t, "update registrations set attendance = 'present' where id = 'cv-amina'")
	w.Exec(t, "update registrations set attendance = 'absent' where id = 'cv-tsehaye'")
}

func (w *sessionWorld) planPart2(t *testing.T, day models.Date) models.Session {
	n := w.plan(t, day, 5)
	w.Exec(t, "update sessions set module_id = 'part2' where public_id = '"+n.PublicID+"'")
	return n
}

func TestPartBefore(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		w.parts(t)
		n := w.planPart2(t, "2026-12-01")
		if _, err := w.register("claire", n.PublicID, "e-amina-llf"); err != nil {
			t.Errorf("the first part is followed: %v", err)
		}
		_, err := w.register("claire", n.PublicID, "e-tsehaye-llf")
		wantKey(t, err, "registration.problem.prerequisite")
		sessions, derogations := w.may("claire", models.Read, models.KindSession), w.may("claire", models.Create, models.KindDerogation)
		_, err = w.RegisterDespite(ctx, w.may("simon", models.Read, models.KindSession), w.may("simon", models.Create, models.KindRegistration),
			w.may("simon", models.Create, models.KindDerogation), n.PublicID, "e-tsehaye-llf", "vue ailleurs")
		wantKey(t, err, "registration.problem.prerequisite") // a counsellor gives no derogation
		row := must[models.SessionRow](t)(w.Session(ctx, sessions, n.PublicID))
		people := must[[]models.SeatCandidate](t)(w.SeatCandidates(ctx, w.may("claire", models.Create, models.KindRegistration), row, "", nil, 20))
		if len(people) != 2 || people[0].Before.State != models.ConditionUnmet || people[1].Before.On != "2026-11-23" {
			t.Errorf("where each stands: %+v", people)
		}
		if _, err := w.RegisterDespite(ctx, sessions, w.may("claire", models.Create, models.KindRegistration), derogations, n.PublicID, "e-tsehaye-llf", "vue ailleurs"); err != nil {
			t.Errorf("for a reason: %v", err)
		}
		if n := w.Count(t, "select count(*) from journal where detail like 'without the part before:%'"); n != 1 {
			t.Errorf("%d reasons in the journal", n)
		}
	})
}

func TestSessionChoices(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		ctx := context.Background()
		w.parts(t)
		second, full, same := w.planPart2(t, "2026-12-01"), w.plan(t, "2026-12-02", 1), w.plan(t, "2026-12-03", 5)
		kept := w.plan(t, "2026-12-04", 1)
		must[models.Registration](t)(w.register("claire", full.PublicID, "e-amina-llf"))
		w.Exec(t, "insert into session_quotas (session_id, basis, value, seats) select id, 'adressage', 'CPAS', 1 from sessions where public_id = '"+kept.PublicID+"'")
		w.Insert(t, "appointments", map[string]any{"id": "rdv", "public_id": "rdv", "centre_id": "namur", "participant_id": "tsehaye", "user_id": "simon",
			"on_date": "2026-12-03", "starts_at": "10:00", "minutes": 30, "created_at": storetest.Now})
		choices := must[[]models.SessionChoice](t)(w.SessionChoices(ctx, w.may("simon", models.Read, models.KindSession), w.may("simon", models.Read, models.KindParticipant), "p-tsehaye", []string{"o-llf"}, 20))
		found := map[string]models.SessionChoice{}
		for _, c := range choices {
			found[c.PublicID] = c
		}
		if len(choices) != 4 || !found[second.PublicID].Before.Missing() || !found[full.PublicID].Closed || found[same.PublicID].Clash == nil || !found[kept.PublicID].Closed {
			t.Errorf("what keeps tsehaye out: %+v", choices)
		}
		if found[same.PublicID].Closed || found[second.PublicID].Clash != nil {
			t.Error("one reason each")
		}
		if _, err := w.SessionChoices(ctx, w.may("nadia", models.Read, models.KindSession), w.may("nadia", models.Read, models.KindParticipant), "p-tsehaye", []string{"o-llf"}, 20); models.CodeOf(err) != models.NotFound {
			t.Errorf("a colleague's person: %v", err)
		}
	})
}
