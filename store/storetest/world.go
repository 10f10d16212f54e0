package storetest

import (
	"testing"

	"jalon/models"
	"jalon/store"
)

// World is two centres and the people in and around them. Ids equal readable names ("amina"), public ids are
// "p-amina"; memberships are named by user.
//
//	namur: nadia (counsellor), simon (counsellor), claire (coordinator), tom (trainer), rita (reception),
//	       marc (manager), fanny (funder reader FSE), alex (admin), odile (auditor of gtj), paula (counsellor paid by gtj only)
//	liege: lea (counsellor), marie (manager)
//	persons of namur: amina (nadia: llf and gtj), noori (nadia: gtj), tsehaye (simon: m4h and llf), olha (simon: gtj), joseph (nobody)
//	persons of liege: bruno (lea: liege-gtj)
//	sessions: cv (llf, tom, amina and tsehaye registered), module4h (m4h, claire, tsehaye), info (gtj, no trainer)
//	follow-ups: f-amina (nadia, note dossier), f-noori (nadia, note confidence), f-tsehaye (simon, note partagé with nadia), f-bruno (lea)
type World struct {
	*DB
	Actors map[string]models.Actor
}

// NewWorld fills a database with the world.
func NewWorld(t testing.TB, db *DB) *World {
	t.Helper()
	w := &World{DB: db, Actors: map[string]models.Actor{}}
	for _, c := range []string{"namur", "liege"} {
		db.Insert(t, "centres", row{"id": c, "public_id": "c-" + c, "code": c, "name": "Centre de " + c, "created_at": Now})
	}
	w.operations(t)
	w.colleagues(t)
	w.persons(t)
	w.sessions(t)
	w.followups(t)
	return w
}

type row = map[string]any

func (w *World) operations(t testing.TB) {
	for _, o := range [][]string{{"m4h", "namur", "M4H", "SPW"}, {"llf", "namur", "LLF", "FOREM"}, {"gtj", "namur", "GTJ", "FSE"}, {"liege-gtj", "liege", "GTJ", "FSE"}} {
		w.Insert(t, "operations", row{"id": o[0], "public_id": "o-" + o[0], "centre_id": o[1], "code": o[2], "programme": o[2],
			"funder": o[3], "title": o[2], "starts_on": "2025-01-01", "ends_on": "2027-12-31", "created_at": Now})
	}
}

func (w *World) colleagues(t testing.TB) {
	w.user(t, "nadia", "namur", models.Counsellor, "")
	w.user(t, "simon", "namur", models.Counsellor, "")
	w.user(t, "paula", "namur", models.Counsellor, "", "gtj")
	w.user(t, "claire", "namur", models.Coordinator, "")
	w.user(t, "tom", "namur", models.Trainer, "")
	w.user(t, "rita", "namur", models.Reception, "")
	w.user(t, "marc", "namur", models.Manager, "")
	w.user(t, "fanny", "namur", models.FunderReader, models.FunderFSE)
	w.user(t, "alex", "namur", models.Admin, "")
	w.user(t, "odile", "namur", models.Auditor, "", "gtj")
	w.user(t, "lea", "liege", models.Counsellor, "")
	w.user(t, "marie", "liege", models.Manager, "")
}

func (w *World) user(t testing.TB, name, centre, role, funder string, operations ...string) {
	w.Insert(t, "users", row{"id": name, "public_id": "u-" + name, "email": name + "@exemple.be", "name": name, "created_at": Now})
	w.Insert(t, "memberships", row{"id": "m-" + name, "public_id": "m-" + name, "user_id": name, "centre_id": centre, "role": role,
		"funder": funder, "created_at": Now})
	for _, o := range operations {
		w.Insert(t, "membership_operations", row{"membership_id": "m-" + name, "operation_id": o})
	}
	w.Actors[name] = models.Actor{UserID: name, Name: name, Memberships: []models.Membership{{ID: "m-" + name, PublicID: "m-" + name,
		UserID: name, CentreID: centre, Role: role, Funder: funder, Sharing: models.SharingReferent, Operations: operations}}}
}

func (w *World) persons(t testing.TB) {
	w.person(t, "amina", "namur", "Haddad", "Amina", "1992-02-14", "nadia", "llf", "gtj")
	w.person(t, "noori", "namur", "Noori", "Mahdi", "1988", "nadia", "gtj")
	w.person(t, "tsehaye", "namur", "Gebru", "Tsehaye", "1995-01-01", "simon", "m4h", "llf")
	w.person(t, "olha", "namur", "Kovalenko", "Olha", "1979-07-30", "simon", "gtj")
	w.person(t, "joseph", "namur", "Mbala", "Joseph", "", "")
	w.person(t, "bruno", "liege", "Silva", "Bruno", "2001-05-05", "lea", "liege-gtj")
}

// person is enrolled in operations; the enrolment's id is "amina-gtj".
func (w *World) person(t testing.TB, id, centre, family, given, birth, lead string, operations ...string) {
	w.Insert(t, "participants", row{"id": id, "public_id": "p-" + id, "centre_id": centre, "family_name": family, "given_name": given,
		"sort_name": family + " " + given, "birth": birth, "created_at": Now, "updated_at": Now})
	w.Insert(t, "person_keys", row{"participant_id": id, "wrapped": w.Sealer().NewPersonKey(id)})
	for _, clue := range (models.Identity{Family: family, Given: given, Birth: models.BirthDate(birth)}).Clues() {
		w.Insert(t, "participant_clues", row{"clue": clue, "participant_id": id, "centre_id": centre})
	}
	for _, o := range operations {
		w.Insert(t, "enrolments", row{"id": id + "-" + o, "public_id": "e-" + id + "-" + o, "centre_id": centre, "participant_id": id,
			"operation_id": o, "requested_on": "2026-01-05", "created_at": Now, "updated_at": Now})
		w.Insert(t, "caseloads", row{"id": models.NewID(), "centre_id": centre, "participant_id": id, "enrolment_id": id + "-" + o,
			"user_id": lead, "kind": "lead", "from_on": "2026-01-05"})
	}
}

func (w *World) sessions(t testing.TB) {
	for _, s := range [][]string{{"cv", "llf", "tom"}, {"module4h", "m4h", "claire"}, {"info", "gtj", ""}} {
		w.Insert(t, "sessions", row{"id": s[0], "public_id": "s-" + s[0], "centre_id": "namur", "operation_id": s[1], "title": s[0],
			"on_date": "2026-11-17", "starts_at": "09:00", "ends_at": "13:00", "created_at": Now})
		if s[2] != "" {
			w.Insert(t, "session_trainers", row{"session_id": s[0], "user_id": s[2]})
		}
	}
	for _, r := range [][]string{{"cv", "amina", "llf"}, {"cv", "tsehaye", "llf"}, {"module4h", "tsehaye", "m4h"}} {
		w.Insert(t, "registrations", row{"id": r[0] + "-" + r[1], "public_id": "r-" + r[0] + "-" + r[1], "centre_id": "namur",
			"session_id": r[0], "participant_id": r[1], "enrolment_id": r[1] + "-" + r[2], "created_at": Now})
	}
}

func (w *World) followups(t testing.TB) {
	w.followup(t, "amina", "gtj", "namur", "nadia", models.NoteFile)
	w.followup(t, "noori", "gtj", "namur", "nadia", models.NoteConfidence)
	w.followup(t, "tsehaye", "llf", "namur", "simon", models.NoteShared, "nadia")
	w.followup(t, "bruno", "liege-gtj", "liege", "lea", models.NoteFile)
}

func (w *World) followup(t testing.TB, person, operation, centre, author, level string, readers ...string) {
	id := "f-" + person
	w.Insert(t, "followups", row{"id": id, "public_id": id, "centre_id": centre, "participant_id": person, "enrolment_id": person + "-" + operation,
		"on_date": "2026-11-10", "starts_at": "10:00", "minutes": 45, "mode": "bureau", "signed": true, "user_id": author, "created_at": Now, "updated_at": Now})
	w.Insert(t, "notes", row{"id": "n-" + person, "public_id": "n-" + person, "centre_id": centre, "participant_id": person, "followup_id": id,
		"author_id": author, "level": level, "body_sealed": w.Box(t, person).Seal("note", "Note de "+person)})
	for _, r := range readers {
		w.Insert(t, "note_readers", row{"note_id": "n-" + person, "user_id": r})
	}
}

// Box opens and seals the columns of a person of the world.
func (w *World) Box(t testing.TB, person string) store.Box {
	t.Helper()
	var wrapped []byte
	if err := w.raw.Get(&wrapped, w.raw.Rebind("select wrapped from person_keys where participant_id = ?"), person); err != nil {
		t.Fatal(err)
	}
	box, err := w.Sealer().PersonBox(person, wrapped)
	if err != nil {
		t.Fatal(err)
	}
	return box
}
