package handlers

import (
	"strings"
	"testing"

	"jalon/store/storetest"
)

// Rooms are added, renamed with what is planned there, closed and proposed again; a name is used once in a place.
func TestRoomsOfAPlace(t *testing.T) {
	s, _, _ := plannedSite(t)
	s.Exec(t, "update sessions set place = 'Namur', room = 'B14', room_id = 'B14', location_id = 'namur', on_date = '2026-12-01' where id = 'cv'")
	alex, page := s.as(t, "alex"), "/reglages/lieux/lo-n/locaux"
	for sentence, typed := range map[string][]string{"Indiquez le nom du local.": {"seats", "8"}, "Indiquez un nombre de places": {"name", "B15", "seats", "peu"},
		"porte déjà ce nom": {"name", "b12", "seats", "9", "local", "r-B14", "version", "1"}} {
		if got := alex.post(page, form(typed...)).want(t, 422).text(".summary"); !strings.Contains(got, sentence) {
			t.Errorf("%v: %s", typed, got)
		}
	}
	alex.post(page, form("name", "B15", "seats", "8")).want(t, 303)
	edit := fields(alex.get(page+"?local=r-B14").want(t, 200))
	edit.Set("name", "Salle bleue")
	alex.post(page, edit).want(t, 303)
	alex.post(page, edit).want(t, 409)
	if s.Count(t, "select count(*) from sessions where id = 'cv' and room = 'Salle bleue'") != 1 {
		t.Error("what is planned keeps the old name")
	}
	alex.post("/reglages/locaux/r-B12/fermeture", nil).want(t, 303)
	if shown := alex.get(page).want(t, 200).text("table.data"); strings.Contains(shown, "B12") || !strings.Contains(shown, "B15") {
		t.Errorf("open rooms: %s", shown)
	}
	alex.post("/reglages/locaux/r-B12/reouverture", nil).want(t, 303)
	if s.Count(t, "select count(*) from rooms where closed_at is null") != 3 {
		t.Error("not proposed again")
	}
}

// The coordinator closes a day, corrects a school holiday, and takes it back; both lists tell the planner.
func TestDaysWithoutSessions(t *testing.T) {
	s, claire, typed := plannedSite(t)
	const page = "/reglages/fermetures"
	shown := claire.get(page).want(t, 200)
	if text := shown.text("main"); !strings.Contains(text, "Aucun jour de fermeture") || !strings.Contains(text, "Vacances d'hiver") || !strings.Contains(text, "À vérifier") {
		t.Errorf("the first days: %s", text)
	}
	for sentence, wrong := range map[string][]string{"Indiquez un intitulé": {"from", "08/12/2026"}, "Indiquez le premier jour": {"label", "Pont"}, "doit suivre": {"label", "Pont", "from", "08/12/2026", "until", "07/12/2026"}} {
		refused := claire.post(page, form(append(wrong, "submission", sentence)...)).want(t, 422)
		if got := refused.text(".summary"); !strings.Contains(got, sentence) {
			t.Errorf("%v: %s", wrong, got)
		}
	}
	claire.post(page, form("label", "Pont", "from", "08/12/2026", "kind", "fermeture", "submission", "a")).want(t, 303)
	claire.post(page, form("label", "Pont", "from", "08/12/2026", "kind", "fermeture", "submission", "a")).want(t, 303)
	if s.Count(t, "select count(*) from closures where from_on = until_on") != 1 {
		t.Error("a double click closes twice")
	}
	if plan := claire.post(seriesPlanURL, with(typed, "action", "proposer")).want(t, 200); !strings.Contains(plan.text("main"), "8 décembre 2026 évité : Pont") {
		t.Errorf("the planner: %s", plan.text("#proposition"))
	}
	edit := fields(claire.get(page+"?conge=2026-hiver").want(t, 200))
	if edit.Get("from") != "21/12/2026" {
		t.Errorf("the holiday as shipped: %v", edit)
	}
	edit.Set("until", "10/01/2027")
	claire.post(page, edit).want(t, 303)
	if text := claire.get(page).text("main"); !strings.Contains(text, "du 21/12/2026 au 10/01/2027") || strings.Contains(text, "03/01/2027") {
		t.Errorf("the holiday corrected: %s", text)
	}
	s.Exec(t, "update closures set public_id = 'cl-1' where label = 'Pont'")
	claire.post(page+"/cl-1/annulation", nil).want(t, 303)
	claire.undo(t, page)
	if s.Count(t, "select count(*) from closures where cancelled_at is null") != 2 {
		t.Error("not restored")
	}
	s.as(t, "nadia").get(page).want(t, 403)
}

// Anybody notes their own absence, the coordinator anybody's; the planner warns.
func TestAbsences(t *testing.T) {
	s, claire, typed := plannedSite(t)
	tom := s.as(t, "tom")
	tom.post(ownAbsences, form("from", "", "submission", "x")).want(t, 422)
	tom.post(ownAbsences, form("from", "01/12/2026", "until", "02/12/2026", "submission", "a")).want(t, 303)
	tom.get(teamAbsences).want(t, 403)
	if plan := claire.post(seriesPlanURL, with(typed, "action", "proposer")).want(t, 200); !strings.Contains(plan.text("main"), "tom est en congé le 01/12/2026") {
		t.Errorf("the planner: %s", plan.text("#proposition"))
	}
	if text := claire.get(teamAbsences).want(t, 200).text("table.data"); !strings.Contains(text, "du 01/12/2026 au 02/12/2026") {
		t.Errorf("the list: %s", text)
	}
	claire.post(teamAbsences, form("user", "u-lea", "from", "01/12/2026", "submission", "b")).want(t, 422)
	claire.post(teamAbsences, form("user", "u-nadia", "from", "04/12/2026", "submission", "c")).want(t, 303)
	s.Exec(t, "update absences set public_id = 'ab-' || user_id")
	s.as(t, "nadia").post(ownAbsences+"/ab-tom/annulation", nil).want(t, 404)
	claire.post(teamAbsences+"/ab-nadia/annulation", nil).want(t, 303)
	claire.undo(t, teamAbsences)
	tom.post(ownAbsences+"/ab-tom/annulation", nil).want(t, 303)
	if s.Count(t, "select count(*) from absences where cancelled_at is null") != 1 {
		t.Error("cancelled or restored the wrong absence")
	}
}

// A module keeps what it was; the part before, the trainers and the laptops are chosen from lists.
func TestModuleVersions(t *testing.T) {
	s, claire, _ := plannedSite(t)
	s.Insert(t, "modules", map[string]any{"id": "cv2", "public_id": "mo-cv2", "centre_id": "namur", "code": "LLF12", "programme": "LLF", "title": "CV, suite", "created_at": storetest.Now})
	edit := fields(claire.get("/modules/mo-cv2/modifier").want(t, 200))
	for sentence, typed := range map[string][2]string{"Choisissez un module du même dispositif.": {"after", "GTJ-INFO"}, "faire suite à lui-même": {"after", "LLF12"},
		"Choisissez une réponse de la liste.": {"trainers", "u-lea"}, "Indiquez un nombre d'ordinateurs": {"laptops", "1000"}} {
		wrong := with(edit)
		wrong.Set(typed[0], typed[1])
		if got := claire.post("/modules/mo-cv2", wrong).want(t, 422).text(".summary"); !strings.Contains(got, sentence) {
			t.Errorf("%v: %s", typed, got)
		}
	}
	edit.Set("after", "LLF11")
	edit.Set("trainers", "u-tom")
	edit.Set("laptops", "6")
	edit.Set("content", "Un modèle, puis le sien.")
	claire.post("/modules/mo-cv2", edit).want(t, 303)
	text := claire.get("/modules/mo-cv2/versions").want(t, 200).text("main")
	for _, change := range []string{"par claire", "Ordinateurs portables : « 0 » devient « 6 »", "Fait suite à : « rien » devient « LLF11 »", "« rien » devient « tom »"} {
		if !strings.Contains(text, change) {
			t.Errorf("the versions do not say %q: %s", change, text)
		}
	}
}

// Hours do not change once presences are encoded; who could not follow a move is named to who sees them.
func TestMoveNamesThePeople(t *testing.T) {
	s, claire, _ := plannedSite(t)
	s.Exec(t, "update sessions set on_date = '2026-12-01', starts_at = '09:00', ends_at = '12:00' where id = 'cv'")
	s.Exec(t, "update registrations set attendance = '' where session_id = 'cv'")
	s.Insert(t, "sessions", map[string]any{"id": "x", "public_id": "s-x", "centre_id": "namur", "operation_id": "llf", "title": "Accueil", "on_date": "2026-12-01",
		"starts_at": "14:00", "ends_at": "16:00", "created_at": storetest.Now})
	s.Insert(t, "registrations", map[string]any{"id": "x-amina", "public_id": "x-amina", "centre_id": "namur", "session_id": "x", "participant_id": "amina", "enrolment_id": "amina-llf",
		"created_at": storetest.Now})
	edit := fields(claire.get("/seances/s-cv/deplacer").want(t, 200))
	edit.Set("starts_at", "14:00")
	edit.Set("ends_at", "17:00")
	if got := claire.post("/seances/s-cv/deplacer", edit).want(t, 422).text(".summary"); !strings.Contains(got, "à ce moment : ") || !strings.Contains(strings.ToLower(got), "amina") {
		t.Errorf("who could not follow: %s", got)
	}
	s.Exec(t, "update registrations set attendance = 'present' where session_id = 'cv' and participant_id = 'amina'")
	edit.Set("starts_at", "08:00")
	edit.Set("ends_at", "11:00")
	if got := claire.post("/seances/s-cv/deplacer", edit).want(t, 422).text(".summary"); !strings.Contains(got, "Des présences sont encodées") {
		t.Errorf("other hours after presences: %s", got)
	}
}
