package store_test

import (
	"context"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

func importScope(action, centre string) models.Scope {
	return models.NewScope(models.Actor{System: true}, models.KindImport, action, models.Grant{Reach: models.ReachCentre, Role: models.Manager, CentreID: centre})
}

// emptyCentre is a database with nothing but a centre.
func emptyCentre(t *testing.T, db *storetest.DB) string {
	t.Helper()
	c, err := db.CreateCentre(context.Background(), models.Centre{Code: "CAI", Name: "Centre"})
	if err != nil {
		t.Fatal(err)
	}
	return c.ID
}

func load(t *testing.T, db *storetest.DB, centre string, x *models.Exchange) models.ImportResult {
	t.Helper()
	result, err := db.Import(context.Background(), importScope(models.Create, centre), x, store.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if !result.OK {
		t.Fatalf("refused: %+v", result.Findings)
	}
	return result
}

func export(t *testing.T, db *storetest.DB, centre string) *models.Exchange {
	t.Helper()
	x := &models.Exchange{}
	err := db.Export(context.Background(), importScope(models.Export, centre), func(s models.ExchangeStream) error {
		collect(t, s.Operations, &x.Operations)
		collect(t, s.Modules, &x.Modules)
		collect(t, s.Persons, &x.Persons)
		collect(t, s.Enrolments, &x.Enrolments)
		collect(t, s.FollowUps, &x.FollowUps)
		collect(t, s.Sessions, &x.Sessions)
		collect(t, s.Attendances, &x.Attendances)
		collect(t, s.Exits, &x.Exits)
		collect(t, s.Events, &x.Events)
		collect(t, s.SixMonths, &x.SixMonths)
		collect(t, s.Attestations, &x.Attestations)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func collect[T any](t *testing.T, rows iter.Seq2[T, error], into *[]T) {
	t.Helper()
	for row, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		*into = append(*into, row)
	}
}

func same(t *testing.T, want, got *models.Exchange) {
	t.Helper()
	rows := cmp.FilterPath(func(p cmp.Path) bool {
		field, ok := p.Last().(cmp.StructField)
		return ok && field.Name() == "Row"
	}, cmp.Ignore())
	if diff := cmp.Diff(want, got, rows, cmpopts.IgnoreUnexported(models.Exchange{})); diff != "" {
		t.Error(diff)
	}
}

func number(n int) *int { return &n }

// fullExchange fills every column the database keeps.
func fullExchange() *models.Exchange {
	return &models.Exchange{
		Operations: []models.ExchangeOperation{
			{Row: 2, Code: "GTJ", Title: "Go to Job", Programme: "GTJ", Funder: "FSE", Number: "F-1", Start: "2025-01-01", End: "2027-12-31", Priority: "4",
				Objective: "ESO4.8", Zone: "Namur", ShortHours: number(0), ShortDays: number(2), LongTermRule: "AGE_6_12M", OriginRule: "ONE", IncompletionRule: "PER_VARIABLE"},
			{Row: 3, Code: "M4H", Programme: "M4H", Start: "2025-01-01"},
		},
		Modules: []models.ExchangeModule{{Row: 2, Code: "INFO", Programme: "GTJ", Title: "Information", Minutes: number(120), Capacity: number(12), Category: "Information", Counting: "fixe"}},
		Persons: []models.ExchangePerson{
			{Row: 2, Ref: "P1", Family: "=HYPERLINK(1)", Given: "Amina", Sex: "F", Birth: "1990-02-03", Nationalities: []string{"MA", "XXA"}, BirthCountry: "MA",
				FatherCountry: "MA", MotherCountry: "refus", ContactLanguage: "ar", Languages: []string{"ar", "fr"}, Mobile: "0470 12 34 56", Phone: "081 22 33 44",
				Email: "amina@exemple.example", Address: "Rue de l'Exemple 1", Postcode: "5000", Commune: "92094", Arrival: "2020-05-06", Permit: "A",
				PermitExpiry: "2030-01-01", LabourMarket: "limite", FrenchLevel: "A2"},
			{Row: 3, Ref: "P2", Family: "الخطيب", Birth: "1985"},
		},
		Enrolments: []models.ExchangeEnrolment{
			{Row: 2, Ref: "E1", Person: "P1", Operation: "GTJ", Referent: "a@cai.example", Requested: "2025-01-10", Nationalities: []string{"BE"}, Forem: "DEI",
				Work: "aucun", Seeking: "oui", UnemployedSince: "2024-01-01", InTraining: "non", ISCED: "3", Recognition: "en_cours", Disability: "refus", Minority: "non",
				Homeless: "oui", Degurba: "3", Income: "CPAS", Referral: "Forem", Ground: "b", Exemption: "santé", Assessment: "2025-01-15"},
			{Row: 3, Ref: "E2", Person: "P2", Operation: "M4H", Audience: "oblige", Convention: "C1"},
		},
		FollowUps: []models.ExchangeFollowUp{
			{Row: 2, Ref: "F1", Enrolment: "E1", On: "2025-02-03", Start: "09:00", Minutes: number(60), Mode: "bureau", Place: "Namur", Presence: "present", Signed: "oui",
				Counsellor: "a@cai.example", Topics: []string{"CV", "mobilite"}, Note: "Première rencontre.", Group: "G1"},
			{Row: 3, Ref: "F2", Enrolment: "E1", On: "2025-02-10", Minutes: number(30), Presence: "absent", Signed: "non", Counsellor: "b@cai.example"},
		},
		Sessions: []models.ExchangeSession{
			{Row: 2, Ref: "S1", Operation: "GTJ", Module: "INFO", Title: "Information", On: "2025-03-04", Start: "09:00", End: "12:00", Place: "Namur", Capacity: number(12),
				Trainers: []string{"c@cai.example", "a@cai.example"}, Operator: "FOREM", Interpreter: "arabe"},
			{Row: 3, Ref: "S2", Operation: "GTJ", Module: "INCONNU-1", On: "2027-03-04", Start: "09:00", End: "12:00"},
		},
		Attendances: []models.ExchangeAttendance{
			{Row: 2, Session: "S1", Enrolment: "E1", Status: "retard", Minutes: number(150), Signed: "oui"},
			{Row: 3, Session: "S1", Enrolment: "E2", Status: "absent", Minutes: number(0), Signed: "non"},
			{Row: 4, Session: "S2", Enrolment: "E1", Status: "inscrit", Signed: "non"},
		},
		Exits:        []models.ExchangeExit{{Row: 2, Enrolment: "E1", On: "2025-06-01", Reason: "emploi"}, {Row: 3, Enrolment: "E2", On: "2025-06-02"}},
		Events:       []models.ExchangeEvent{{Row: 2, Enrolment: "E1", On: "2025-06-02", Type: "recherche", Proof: "non"}, {Row: 3, Enrolment: "E1", On: "2025-06-02", Type: "emploi", Proof: "oui", Detail: "CDI"}},
		SixMonths:    []models.ExchangeSixMonths{{Row: 2, Enrolment: "E1", On: "2025-12-01", Status: "emploi", Improvement: "stable"}},
		Attestations: []models.ExchangeAttestation{{Row: 2, Enrolment: "E2", Number: "2025-0001", On: "2025-06-01", Operator: "CRI"}, {Row: 3, Enrolment: "E2", On: "2025-06-03"}},
	}
}

func TestWhatIsImportedIsExported(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		centre := emptyCentre(t, db)
		load(t, db, centre, fullExchange())
		same(t, fullExchange(), export(t, db, centre))
	})
}

func TestImportingTwiceChangesNothing(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		centre := emptyCentre(t, db)
		first := load(t, db, centre, fullExchange())
		if first.Created["Personnes"] != 2 || first.Created["Presences"] != 3 || len(first.Updated) != 0 {
			t.Errorf("first: %+v", first)
		}
		second := load(t, db, centre, fullExchange())
		if len(second.Created) != 0 || len(second.Updated) != 0 {
			t.Errorf("second: %+v", second)
		}
		same(t, fullExchange(), export(t, db, centre))
		if n := db.Count(t, "select count(*) from caseloads"); n != 1 {
			t.Errorf("%d caseload lines", n)
		}
	})
}

func TestImportCompletesWithoutErasing(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		centre := emptyCentre(t, db)
		load(t, db, centre, fullExchange())
		db.Exec(t, "update registrations set attendance = 'present', signed = ? where attendance = ''", true)
		result := load(t, db, centre, &models.Exchange{
			Persons:     []models.ExchangePerson{{Row: 2, Ref: "P1", Given: "Aminata", Postcode: "5100"}},
			Enrolments:  []models.ExchangeEnrolment{{Row: 2, Ref: "E1", Person: "P1", Operation: "GTJ", Referent: "b@cai.example", ISCED: "4"}},
			FollowUps:   []models.ExchangeFollowUp{{Row: 2, Ref: "F1", Enrolment: "E1", On: "2025-02-03", Minutes: number(90)}},
			Attendances: []models.ExchangeAttendance{{Row: 2, Session: "S2", Enrolment: "E1", Status: "inscrit"}},
		})
		if diff := cmp.Diff(map[string]int{"Personnes": 1, "Inscriptions": 1, "Suivis": 1}, result.Updated); diff != "" || len(result.Created) > 0 {
			t.Errorf("%s %v", diff, result.Created)
		}
		want := fullExchange()
		want.Persons[0].Given, want.Persons[0].Postcode = "Aminata", "5100"
		want.Enrolments[0].Referent, want.Enrolments[0].ISCED = "b@cai.example", "4"
		want.FollowUps[0].Minutes = number(90)
		want.Attendances[2].Status, want.Attendances[2].Signed = "present", "oui"
		same(t, want, export(t, db, centre))
		if n := db.Count(t, "select count(*) from participant_words where word = 'aminata' and kind = 'w'"); n != 1 {
			t.Errorf("the new name is not searched: %d", n)
		}
		if n := db.Count(t, "select count(*) from revisions where reason = 'import' and kind = 'enrolment'"); n != 1 {
			t.Errorf("%d revisions of frozen snapshots", n)
		}
	})
}

func TestReferencesThatAreJalonsOwn(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		world := storetest.NewWorld(t, db)
		first := export(t, db, "namur")
		if len(first.Persons) != 5 || first.Persons[0].Ref == "" {
			t.Fatalf("%+v", first.Persons)
		}
		for _, f := range first.FollowUps {
			if reserved := f.Ref != "f-amina"; reserved && f.Note != "" {
				t.Errorf("a note that is not of level dossier left: %+v", f)
			}
		}
		result := load(t, world.DB, "namur", first)
		if len(result.Created) != 0 || len(result.Updated) != 0 {
			t.Errorf("its own export changed the database: %+v", result)
		}
		other := storetest.SQLite(t)
		centre := emptyCentre(t, other)
		load(t, other, centre, first)
		same(t, first, export(t, other, centre))
	})
}

func TestANoteReservedSinceDoesNotComeBack(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		centre := emptyCentre(t, db)
		load(t, db, centre, fullExchange())
		db.Exec(t, "update notes set level = 'confidence'")
		load(t, db, centre, fullExchange())
		if note := export(t, db, centre).FollowUps[0].Note; note != "" {
			t.Errorf("the reserved note is exported: %q", note)
		}
		if n := db.Count(t, "select count(*) from notes"); n != 1 {
			t.Errorf("%d notes", n)
		}
	})
}

func TestNotesOfOneFollowUpShareACell(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		centre := emptyCentre(t, db)
		load(t, db, centre, fullExchange())
		db.Exec(t, `insert into notes (id, public_id, centre_id, participant_id, followup_id, level, body_sealed)
			select 'z', 'z', centre_id, participant_id, followup_id, level, body_sealed from notes`)
		x := export(t, db, centre)
		if len(x.FollowUps) != 2 || x.FollowUps[0].Note != "Première rencontre.\n\nPremière rencontre." {
			t.Errorf("%+v", x.FollowUps)
		}
		load(t, db, centre, x)
		same(t, x, export(t, db, centre))
	})
}

func TestErrorsAndDryRunsWriteNothing(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		ctx, centre := context.Background(), emptyCentre(t, db)
		bad := fullExchange()
		bad.Exits[0].On = "2030-01-01"
		result, err := db.Import(ctx, importScope(models.Create, centre), bad, store.ImportOptions{})
		if err != nil || result.OK || !models.HasErrors(result.Findings) {
			t.Errorf("%v %+v", err, result)
		}
		found := []models.Finding{{Level: models.LevelError, Sheet: "Suivis", Row: 2}}
		result, err = db.Import(ctx, importScope(models.Create, centre), fullExchange(), store.ImportOptions{Found: found})
		if err != nil || result.OK {
			t.Errorf("an error of the reader passes: %v %+v", err, result)
		}
		tried, err := db.Import(ctx, importScope(models.Create, centre), fullExchange(), store.ImportOptions{DryRun: true})
		if err != nil || !tried.OK || tried.Created["Personnes"] != 2 {
			t.Errorf("%v %+v", err, tried)
		}
		for _, table := range []string{"participants", "operations", "users", "enrolments", "journal", "unknown_answers"} {
			if n := db.Count(t, "select count(*) from "+table); n != 0 {
				t.Errorf("%d rows left in %s", n, table)
			}
		}
		done := load(t, db, centre, fullExchange())
		if diff := cmp.Diff(tried.Findings, done.Findings); diff != "" {
			t.Errorf("the dry run said something else: %s", diff)
		}
		if n := db.Count(t, "select count(*) from journal where kind = 'import'"); n != 1 {
			t.Errorf("%d journal lines", n)
		}
	})
}

// Every code list accepts inconnu and refus; both come back (interchange.md §2).
func TestUnknownAnswersComeBack(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		centre := emptyCentre(t, db)
		for _, word := range []string{"inconnu", "refus"} {
			x := unsureExchange(word)
			load(t, db, centre, x)
			same(t, x, export(t, db, centre))
		}
		known := fullExchange()
		load(t, db, centre, known)
		if n := db.Count(t, "select count(*) from unknown_answers"); n != 0 {
			t.Errorf("%d unknown answers survive a known one", n)
		}
	})
}

func unsureExchange(word string) *models.Exchange {
	x := fullExchange()
	o, m, p, e := &x.Operations[0], &x.Modules[0], &x.Persons[0], &x.Enrolments[0]
	o.Programme, o.Funder, o.LongTermRule, o.OriginRule, o.IncompletionRule = word, word, word, word, word
	m.Programme, m.Counting = word, word
	p.Sex, p.BirthCountry, p.FatherCountry, p.MotherCountry, p.ContactLanguage, p.Commune, p.LabourMarket, p.FrenchLevel = word, word, word, word, word, word, word, word
	p.Nationalities, e.Nationalities = []string{word}, []string{"BE"}
	e.Forem, e.Work, e.Seeking, e.InTraining, e.ISCED, e.Recognition, e.Disability, e.Minority = word, word, word, word, word, word, word, word
	e.Homeless, e.Degurba, e.Audience, e.Ground = word, word, word, word
	f := &x.FollowUps[0]
	f.Mode, f.Presence, f.Signed = word, word, word
	x.Sessions[0].Operator = word
	x.Attendances[1].Status, x.Attendances[1].Signed = word, word
	x.Exits[0].Reason = word
	x.Exits = x.Exits[:1]
	x.Events = []models.ExchangeEvent{{Row: 2, Enrolment: "E1", On: "2025-06-02", Type: "inconnu", Proof: word}} // the type is part of the key
	x.SixMonths[0].Status, x.SixMonths[0].Improvement = word, word
	x.Attestations[0].Operator = word
	return x
}

func TestUnknownColleaguesGetADisabledAccount(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		centre := emptyCentre(t, db)
		load(t, db, centre, fullExchange())
		if n := db.Count(t, "select count(*) from users where disabled_at is not null and password_hash = ''"); n != 3 {
			t.Errorf("%d disabled accounts, want 3", n)
		}
		if _, err := db.UserByEmail(context.Background(), "a@cai.example"); err == nil {
			t.Error("a disabled account may sign in")
		}
	})
}

func TestImportFreezesTheSnapshot(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		centre := emptyCentre(t, db)
		load(t, db, centre, fullExchange())
		if n := db.Count(t, "select count(*) from enrolments where external_ref = 'E1' and frozen_on = '2025-02-03' and entry_commune = '92094'"); n != 1 {
			t.Error("the snapshot of E1 is not frozen on its first contact")
		}
		if n := db.Count(t, "select count(*) from enrolments where external_ref = 'E2' and frozen_on is null"); n != 1 {
			t.Error("an enrolment without attended contact is frozen")
		}
	})
}

func TestOfTwoEventsOfOneDayTheLowerRowWins(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		centre := emptyCentre(t, db)
		x := fullExchange()
		x.Events = x.Events[1:] // emploi only
		load(t, db, centre, x)
		load(t, db, centre, fullExchange()) // recherche above emploi
		last := export(t, db, centre).Events
		if len(last) != 2 || last[1].Type != "emploi" {
			t.Errorf("%+v", last)
		}
	})
}

func TestImportNeedsTheScope(t *testing.T) {
	db := storetest.SQLite(t)
	centre := emptyCentre(t, db)
	for _, scope := range []models.Scope{{}, importScope(models.Export, centre), models.NewScope(models.Actor{}, models.KindParticipant, models.Create,
		models.Grant{Reach: models.ReachCentre, CentreID: centre})} {
		if _, err := db.Import(context.Background(), scope, fullExchange(), store.ImportOptions{}); err == nil {
			t.Errorf("%s %s may import", scope.Action(), scope.Kind())
		}
	}
}
