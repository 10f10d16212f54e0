package store_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"jalon/models"
	"jalon/policies"
	"jalon/store"
	"jalon/store/storetest"
)

// The keystone: for random actors, actions and records, "may I?" asked of the gate for one record and the list
// that the same rule yields as SQL give the same answer, on both engines, under both sharing presets. Change one
// operator of store/scope.go and it fails.
func TestGateAndListsAgree(t *testing.T) {
	gate, err := policies.NewGate()
	if err != nil {
		t.Fatal(err)
	}
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		const seed = 20261124
		random := rand.New(rand.NewPCG(seed, 1))
		w := storetest.NewWorld(t, db)
		crowd(t, w, random)
		agreed := agreement{t: t, w: w, gate: gate, random: random}
		for _, name := range slices.Sorted(maps.Keys(w.Actors)) {
			for _, sharing := range []string{models.SharingReferent, models.SharingTeam} {
				actor := w.Actors[name]
				actor.Memberships = slices.Clone(actor.Memberships)
				actor.Memberships[0].Sharing = sharing
				agreed.check(actor)
			}
		}
		for range 25 {
			agreed.check(randomActor(w, random))
		}
		if agreed.yes < 500 || agreed.no < 500 {
			t.Errorf("%d records allowed and %d refused: too few to prove anything", agreed.yes, agreed.no)
		}
	})
}

type agreement struct {
	t       *testing.T
	w       *storetest.World
	gate    *policies.Gate
	random  *rand.Rand
	records map[string]map[string]models.Record
	yes, no int
}

// check compares both answers for every kind and action of the actor's roles, on a sample of records.
func (a *agreement) check(actor models.Actor) {
	a.t.Helper()
	ctx := context.Background()
	if a.records == nil {
		a.records = map[string]map[string]models.Record{}
	}
	for _, kind := range models.Kinds {
		if a.records[kind] == nil {
			records, err := a.w.Records(ctx, kind)
			if err != nil {
				a.t.Fatal(err)
			}
			a.records[kind] = records
		}
		for _, action := range models.Actions {
			scope, refused := a.gate.Scope(actor, action, kind)
			if refused != nil && a.random.IntN(20) > 0 {
				continue // a role that never may: a sample is enough
			}
			listed, err := a.w.Within(ctx, scope, kind)
			if err != nil {
				a.t.Fatalf("%s %s: %v", action, kind, err)
			}
			a.compare(actor, action, kind, listed)
		}
	}
}

func (a *agreement) compare(actor models.Actor, action, kind string, listed []string) {
	a.t.Helper()
	ids := slices.Sorted(maps.Keys(a.records[kind]))
	a.random.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	for _, id := range ids[:min(len(ids), 12)] {
		record := a.records[kind][id]
		may := a.gate.Can(actor, action, kind, record)
		if may != slices.Contains(listed, id) {
			a.t.Fatalf("%s %s of %s for %+v: the gate says %v, the list %v; record %+v", action, kind, id, actor.Memberships, may, !may, record)
		}
		if may {
			a.yes++
		} else {
			a.no++
		}
	}
}

// randomActor holds one to three memberships of any role, preset and restriction.
func randomActor(w *storetest.World, random *rand.Rand) models.Actor {
	users := slices.Sorted(maps.Keys(w.Actors))
	actor := models.Actor{UserID: users[random.IntN(len(users))]}
	operations := map[string][]string{"namur": {"m4h", "llf", "gtj"}, "liege": {"liege-gtj"}}
	for range 1 + random.IntN(3) {
		m := models.Membership{UserID: actor.UserID, CentreID: pick(random, "namur", "namur", "liege"), Role: pick(random, models.Roles...),
			Sharing: pick(random, models.SharingReferent, models.SharingTeam), Network: random.IntN(5) == 0, Nominative: random.IntN(2) == 0}
		if m.Role == models.FunderReader {
			m.Funder = pick(random, models.FunderSPW, models.FunderForem, models.FunderFSE)
		}
		for _, o := range operations[m.CentreID] {
			if random.IntN(4) == 0 {
				m.Operations = append(m.Operations, o)
			}
		}
		actor.Memberships = append(actor.Memberships, m)
	}
	return actor
}

// crowd adds thirty persons with random enrolments, referents, places in sessions, notes and appointments, some of
// them ended or cancelled: what makes a wrong condition visible.
func crowd(t *testing.T, w *storetest.World, random *rand.Rand) {
	t.Helper()
	staff := []string{"nadia", "simon", "paula", "claire", "tom", "marc"}
	for i, session := range []any{"cv", "module4h", "info", nil, nil, "cv", "info", "module4h"} {
		w.Insert(t, "scans", row{"id": fmt.Sprint("scan", i), "public_id": fmt.Sprint("scan", i), "centre_id": pick(random, "namur", "namur", "liege"), "batch": "b", "position": i,
			"state": "classee", "session_id": session, "created_by": pick(random, staff...), "created_at": storetest.Now})
	}
	for i := range 30 {
		id := fmt.Sprintf("crowd%02d", i)
		centre, operations := "namur", []string{"m4h", "llf", "gtj"}
		if random.IntN(5) == 0 {
			centre, operations = "liege", []string{"liege-gtj"}
		}
		w.Insert(t, "participants", row{"id": id, "public_id": "p-" + id, "centre_id": centre, "family_name": id, "sort_name": id,
			"created_at": storetest.Now, "updated_at": storetest.Now})
		w.Insert(t, "person_keys", row{"participant_id": id, "wrapped": w.Sealer().NewPersonKey(id)})
		for _, o := range operations {
			if random.IntN(2) == 0 {
				crowdEnrolment(t, w, random, id, centre, o, staff)
			}
		}
		if random.IntN(2) == 0 {
			w.Insert(t, "appointments", row{"id": "a-" + id, "public_id": "a-" + id, "centre_id": centre, "participant_id": id, "user_id": pick(random, staff...),
				"on_date": "2026-11-25", "starts_at": "10:00", "minutes": 30, "created_at": storetest.Now})
		}
	}
}

func crowdEnrolment(t *testing.T, w *storetest.World, random *rand.Rand, id, centre, operation string, staff []string) {
	t.Helper()
	enrolment := row{"id": id + "-" + operation, "public_id": "e-" + id + "-" + operation, "centre_id": centre, "participant_id": id,
		"operation_id": operation, "created_at": storetest.Now, "updated_at": storetest.Now}
	if random.IntN(4) == 0 {
		enrolment["cancelled_at"] = storetest.Now
	}
	w.Insert(t, "enrolments", enrolment)
	referent := row{"id": models.NewID(), "centre_id": centre, "participant_id": id, "enrolment_id": id + "-" + operation,
		"user_id": pick(random, staff...), "kind": "lead", "from_on": "2026-01-05"}
	if random.IntN(4) == 0 {
		referent["until_on"] = "2026-06-30"
	}
	w.Insert(t, "caseloads", referent)
	crowdTimed(t, w, random, id, centre, staff)
	session := map[string]string{"llf": "cv", "m4h": "module4h", "gtj": "info"}[operation]
	if session != "" && random.IntN(2) == 0 {
		w.Insert(t, "registrations", row{"id": session + "-" + id, "public_id": "r-" + session + "-" + id, "centre_id": centre, "session_id": session,
			"participant_id": id, "enrolment_id": id + "-" + operation, "place": pick(random, "inscrit", "attente", "annule"), "created_at": storetest.Now})
	}
	followUp := "f-" + id + "-" + operation
	w.Insert(t, "followups", row{"id": followUp, "public_id": followUp, "centre_id": centre, "participant_id": id, "enrolment_id": id + "-" + operation,
		"on_date": "2026-11-10", "minutes": 30, "user_id": pick(random, staff...), "created_at": storetest.Now, "updated_at": storetest.Now})
	w.Insert(t, "notes", row{"id": "n-" + followUp, "public_id": "n-" + followUp, "centre_id": centre, "participant_id": id, "followup_id": followUp,
		"author_id": pick(random, staff...), "level": pick(random, models.NoteFile, models.NoteShared, models.NoteConfidence), "body_sealed": w.Box(t, id).Seal("note", "x")})
	w.Insert(t, "note_readers", row{"note_id": "n-" + followUp, "user_id": pick(random, staff...)})
}

// crowdTimed adds lines of caseloads that the clock opens or closes: relais, covers and urgent accesses, to come, in force and
// past, some of them ended by hand.
func crowdTimed(t *testing.T, w *storetest.World, random *rand.Rand, id, centre string, staff []string) {
	t.Helper()
	for _, kind := range []string{"relay", "cover", "emergency", "lead"} {
		line := row{"id": models.NewID(), "centre_id": centre, "participant_id": id, "user_id": pick(random, staff...), "kind": kind,
			"from_on":    pick(random, "2026-11-01", "2026-11-24", "2026-11-25"),
			"expires_at": storetest.Now.Add(pick(random, -time.Hour, 0, time.Millisecond, time.Hour))}
		if kind != "emergency" && random.IntN(3) == 0 {
			line["expires_at"] = nil
		}
		if random.IntN(5) == 0 {
			line["until_on"] = "2026-11-24"
		}
		w.Insert(t, "caseloads", line)
	}
}

// The same for every reach the SQL knows, whether or not a rule uses it today: a rule added tomorrow finds it right.
func TestEveryReachMeansTheSameInSQL(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		random := rand.New(rand.NewPCG(7, 7))
		w := storetest.NewWorld(t, db)
		crowd(t, w, random)
		for _, kind := range models.Kinds {
			records, err := w.Records(context.Background(), kind)
			if err != nil {
				t.Fatal(err)
			}
			for _, reach := range models.Reaches {
				for range 6 {
					g := models.Grant{Reach: reach, UserID: pick(random, "nadia", "simon", "tom", "claire"), CentreID: pick(random, "namur", "namur", "liege"),
						Funder: pick(random, models.FunderSPW, models.FunderForem, models.FunderFSE)}
					if reach == models.ReachMandate || random.IntN(3) == 0 {
						g.Operations = []string{pick(random, "m4h", "llf", "gtj", "liege-gtj")}
					}
					if reach == models.ReachEmergency && random.IntN(2) == 0 {
						g.Persons = urgentPersons(random, records, g.UserID)
					}
					sameRows(t, w, kind, g, records)
				}
			}
		}
	})
}

// urgentPersons are some of the persons whose file a colleague opened as an urgent access, and one more.
func urgentPersons(random *rand.Rand, records map[string]models.Record, user string) []string {
	persons := []string{"amina"}
	for _, r := range records {
		if slices.Contains(r.Emergency, user) && random.IntN(2) == 0 {
			persons = append(persons, r.PersonID)
		}
	}
	return persons
}

func sameRows(t *testing.T, w *storetest.World, kind string, g models.Grant, records map[string]models.Record) {
	t.Helper()
	listed, err := w.Within(context.Background(), models.NewScope(models.Actor{UserID: g.UserID}, kind, models.Read, g), kind)
	if err != nil {
		t.Fatal(err)
	}
	for id, record := range records {
		covered := g.Covers(record) && (g.Reach == models.ReachNetwork || store.Renders(kind, g))
		if covered != slices.Contains(listed, id) {
			t.Fatalf("%s by %+v: %s covered %v, listed %v; %+v", kind, g, id, covered, !covered, record)
		}
	}
}

// A scope opens its own kind only, and the zero scope opens nothing.
func TestScopeOfAnotherKindReachesNothing(t *testing.T) {
	w := storetest.NewWorld(t, storetest.SQLite(t))
	gate, err := policies.NewGate()
	if err != nil {
		t.Fatal(err)
	}
	scope, err := gate.Scope(w.Actors["claire"], models.Read, models.KindNote)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range models.Kinds {
		for name, s := range map[string]models.Scope{"notes": scope, "zero": {}} {
			ids, err := w.Within(context.Background(), s, kind)
			if err != nil {
				t.Fatal(err)
			}
			if (len(ids) > 0) != (name == "notes" && kind == models.KindNote) {
				t.Errorf("the %s scope reaches %d rows of %s", name, len(ids), kind)
			}
		}
	}
}

type row = map[string]any

func pick[T any](random *rand.Rand, choices ...T) T { return choices[random.IntN(len(choices))] }
