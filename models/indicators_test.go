package models

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestRegistry(t *testing.T) {
	var codes []string
	for _, indicator := range Indicators {
		codes = append(codes, indicator.Code)
		if indicator.Label == "" || indicator.Definition == "" || indicator.rule == nil {
			t.Errorf("%s is not whole", indicator.Code)
		}
		isResult := indicator.Kind != Output
		if isResult != (indicator.reference != nil) || isResult != (indicator.Population != "") {
			t.Errorf("%s: results, and only they, have a reference population", indicator.Code)
		}
	}
	want := strings.Fields("EECO01 EECO02 EECO03 EECO04 EECO05 EECO06 EECO07 EECO30_54 EECO08 EECO09 EECO10 EECO11 EECO12 EECO13 EECO14 EECO15 EECO16 EECO17 EECO18 EECO19 EECR01 EECR02 EECR03 EECR04 EECR05 EECR06")
	if diff := cmp.Diff(want, codes); diff != "" {
		t.Error(diff)
	}
}

func TestOutputs(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(*EnrolmentFacts)
		yes, no string // codes
	}{
		"as is": {func(*EnrolmentFacts) {}, "EECO01 EECO02 EECO30_54 EECO10 EECO13 EECO14", "EECO03 EECO04 EECO05 EECO12 EECO15 EECO16 EECO17 EECO18 EECO19"},
		"flags": {func(f *EnrolmentFacts) {
			f.Snapshot.Disability, f.Snapshot.Minority, f.Snapshot.Homeless, f.Snapshot.Degurba = "oui", "oui", "oui", "3"
		}, "EECO12 EECO15 EECO16 EECO17", ""},
		"refusals keep a record whole": {func(f *EnrolmentFacts) {
			f.Snapshot.Disability, f.Snapshot.Minority, f.Snapshot.Homeless = "refus", "inconnu", ""
		}, "EECO02", "EECO12 EECO15 EECO16"},
		"never schooled":                 {func(f *EnrolmentFacts) { f.Snapshot.ISCED = "0" }, "EECO09", "EECO10 EECO11"},
		"doctorate":                      {func(f *EnrolmentFacts) { f.Snapshot.ISCED = "8" }, "EECO11", "EECO09 EECO10"},
		"one EU nationality":             {func(f *EnrolmentFacts) { f.Profile.Nationalities = []string{"MA", "FR"} }, "EECO14", "EECO13"},
		"Switzerland is a third country": {func(f *EnrolmentFacts) { f.Profile.Nationalities = []string{"CH"} }, "EECO13", ""},
		"stateless":                      {func(f *EnrolmentFacts) { f.Profile.Nationalities = []string{"XXA"} }, "EECO13", ""},
		"undetermined":                   {func(f *EnrolmentFacts) { f.Profile.Nationalities = []string{"XXU"} }, "EECO13", ""},
		"refugee":                        {func(f *EnrolmentFacts) { f.Profile.Nationalities = []string{"XXB"} }, "EECO13", ""},
		"nationality not asked":          {func(f *EnrolmentFacts) { f.Profile.Nationalities = nil }, "EECO01", "EECO13"},
		"nationality not known":          {func(f *EnrolmentFacts) { f.Profile.Nationalities = []string{"inconnu"} }, "EECO01", "EECO13"},
		"the snapshot wins":              {func(f *EnrolmentFacts) { f.Snapshot.Nationalities = []string{"BE"} }, "EECO14", "EECO13"},
		"one parent Belgian":             {func(f *EnrolmentFacts) { f.Profile.FatherBirthCountry = "BE" }, "EECO13", "EECO14"},
		"one parent not known":           {func(f *EnrolmentFacts) { f.Profile.MotherBirthCountry = "inconnu" }, "EECO13", "EECO14"},
		"X":                              {func(f *EnrolmentFacts) { f.Profile.Sex = "X" }, "EECO02", ""},
	} {
		f := valid("2026-01-05")
		c.change(&f)
		p := Evaluate(f, DefaultRules(), "2026-06-30")
		check(t, name, p, c.yes, c.no)
		if p.Status != Complete {
			t.Errorf("%s: %s %v", name, p.Status, p.Missing)
		}
	}
}

func TestBackgroundOfOneParent(t *testing.T) {
	rules := DefaultRules()
	rules.Background = BackgroundOne
	for _, c := range []struct{ father, mother, want string }{
		{"MA", "BE", Yes}, {"BE", "MA", Yes}, {"MA", "", Yes}, {"BE", "BE", No}, {"BE", "", ""}, {"", "", ""},
	} {
		f := valid("2026-01-05")
		f.Profile.FatherBirthCountry, f.Profile.MotherBirthCountry = c.father, c.mother
		if p := Evaluate(f, rules, "2026-06-30"); p.ForeignBackground != c.want {
			t.Errorf("%q and %q: %q, want %q", c.father, c.mother, p.ForeignBackground, c.want)
		}
	}
}

func TestIncompleteRecords(t *testing.T) {
	perVariable := DefaultRules()
	perVariable.Incomplete = IncompletePerVariable
	for name, c := range map[string]struct {
		change  func(*EnrolmentFacts)
		missing []string
		// counted and not counted when what is known counts
		yes, no string
	}{
		"sex":      {func(f *EnrolmentFacts) { f.Profile.Sex = "refus" }, []string{MissingSex}, "EECO02 EECO30_54 EECO10 EECR04", ""},
		"birth":    {func(f *EnrolmentFacts) { f.Profile.Birth = "" }, []string{MissingBirth}, "EECO02 EECO10 EECR04", "EECO06 EECO07 EECO30_54 EECO08"},
		"year":     {func(f *EnrolmentFacts) { f.Profile.Birth = "1996" }, []string{MissingBirth}, "EECO02", "EECO07 EECO30_54"},
		"status":   {func(f *EnrolmentFacts) { f.Snapshot.Forem, f.Snapshot.Seeking = "", "" }, []string{MissingLabour}, "EECO30_54 EECR03", "EECO02 EECO04 EECO05 EECR04"},
		"diploma":  {func(f *EnrolmentFacts) { f.Snapshot.ISCED = "inconnu" }, []string{MissingISCED}, "EECO02 EECR04", "EECO09 EECO10 EECO11"},
		"two data": {func(f *EnrolmentFacts) { f.Profile.Sex, f.Snapshot.ISCED = "", "" }, []string{MissingSex, MissingISCED}, "EECO02", "EECO10"},
	} {
		f := leaver("2026-02-10", EventFact{Date: "2026-02-15", Type: "emploi"}, EventFact{Date: "2026-02-01", Type: "qualification", Proof: true})
		c.change(&f)
		strict := Evaluate(f, DefaultRules(), "2026-06-30")
		if diff := cmp.Diff([]string{"EECO01"}, strict.Indicators.Codes()); diff != "" || strict.Status != Incomplete {
			t.Errorf("%s: %s %s", name, strict.Status, diff)
		}
		if diff := cmp.Diff(c.missing, strict.Missing); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		loose := Evaluate(f, perVariable, "2026-06-30")
		if loose.Status != Incomplete {
			t.Errorf("%s: %s", name, loose.Status)
		}
		check(t, name, loose, "EECO01 EECO13 "+c.yes, c.no)
	}
}

// leaver is a valid participation of January 2026 that ended on that day, with its events in order.
func leaver(exit Date, events ...EventFact) EnrolmentFacts {
	f := valid("2026-01-05")
	f.Exits = []ExitFact{{Date: exit, Reason: "terme"}}
	for order, event := range events {
		event.Order = order
		f.Events = append(f.Events, event)
	}
	return f
}

func TestImmediateResults(t *testing.T) {
	event := func(date Date, kind string) EventFact { return EventFact{Date: date, Type: kind} }
	inactive := func(f *EnrolmentFacts) { f.Snapshot.Forem, f.Snapshot.Seeking = "AUCUN", "non" }
	worker := func(f *EnrolmentFacts) { f.Snapshot.Forem, f.Snapshot.Work = "AUCUN", "salarie" }
	same := func(*EnrolmentFacts) {}
	for name, c := range map[string]struct {
		change func(*EnrolmentFacts)
		events []EventFact
		want   []string
	}{
		"no event":                            {same, nil, nil},
		"job on the last day":                 {same, []EventFact{event("2026-03-10", "emploi")}, []string{"EECR04"}},
		"job a day too late":                  {same, []EventFact{event("2026-03-11", "emploi")}, nil},
		"job begun before the exit":           {same, []EventFact{event("2026-01-20", "emploi")}, []string{"EECR04"}},
		"on the first day of the period":      {same, []EventFact{event("2026-01-05", "independant")}, []string{"EECR04"}},
		"before the period":                   {same, []EventFact{event("2026-01-04", "emploi")}, nil},
		"the last event counts":               {same, []EventFact{event("2026-02-12", "emploi"), event("2026-02-20", "fin_emploi")}, nil},
		"in whatever order of rows":           {same, []EventFact{event("2026-02-20", "emploi"), event("2026-02-12", "chomage")}, []string{"EECR04"}},
		"of a tie the lower row":              {same, []EventFact{event("2026-02-12", "emploi"), event("2026-02-12", "chomage")}, nil},
		"of a tie the lower row, reversed":    {same, []EventFact{event("2026-02-12", "chomage"), event("2026-02-12", "emploi")}, []string{"EECR04"}},
		"training is no labour event":         {same, []EventFact{event("2026-02-12", "emploi"), event("2026-02-20", "formation")}, []string{"EECR02", "EECR04"}},
		"unemployed and still searching":      {same, []EventFact{event("2026-02-12", "recherche")}, nil},
		"inactive now searching":              {inactive, []EventFact{event("2026-02-12", "recherche")}, []string{"EECR01"}},
		"inactive now unemployed":             {inactive, []EventFact{event("2026-02-12", "emploi"), event("2026-02-20", "chomage")}, []string{"EECR01"}},
		"inactive searching then hired":       {inactive, []EventFact{event("2026-02-12", "recherche"), event("2026-03-02", "emploi")}, []string{"EECR04"}},
		"employed at entry":                   {worker, []EventFact{event("2026-02-12", "emploi")}, nil},
		"training on the day of the exit":     {same, []EventFact{event("2026-02-10", "formation")}, []string{"EECR02"}},
		"training the day before":             {same, []EventFact{event("2026-02-09", "formation")}, nil},
		"training on the last day":            {same, []EventFact{event("2026-03-10", "formation")}, []string{"EECR02"}},
		"training a day too late":             {same, []EventFact{event("2026-03-11", "formation")}, nil},
		"PFI is training and the last event":  {same, []EventFact{event("2026-02-11", "emploi"), event("2026-02-12", "contrat_formation")}, []string{"EECR02"}},
		"in training at entry":                {func(f *EnrolmentFacts) { f.Snapshot.InTraining = "oui" }, []EventFact{event("2026-02-12", "formation")}, nil},
		"training at entry not known":         {func(f *EnrolmentFacts) { f.Snapshot.InTraining = "" }, []EventFact{event("2026-02-12", "formation")}, nil},
		"qualification without proof":         {same, []EventFact{event("2026-02-12", "qualification")}, nil},
		"qualification on the entry day":      {same, []EventFact{{Date: "2026-01-05", Type: "qualification", Proof: true}}, []string{"EECR03"}},
		"qualification before the entry":      {same, []EventFact{{Date: "2026-01-04", Type: "qualification", Proof: true}}, nil},
		"qualification on the last day":       {same, []EventFact{{Date: "2026-03-10", Type: "qualification", Proof: true}}, []string{"EECR03"}},
		"qualification a day too late":        {same, []EventFact{{Date: "2026-03-11", Type: "qualification", Proof: true}}, nil},
		"one of two qualifications is proven": {same, []EventFact{event("2026-02-12", "qualification"), {Date: "2026-02-13", Type: "qualification", Proof: true}}, []string{"EECR03"}},
	} {
		f := leaver("2026-02-10", c.events...)
		c.change(&f)
		p := Evaluate(f, DefaultRules(), "2026-06-30")
		if diff := cmp.Diff(c.want, results(p)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Results of an earlier period are replaced, but a qualification is kept from the first entry.
func TestReturn(t *testing.T) {
	f := leaver("2026-02-10",
		EventFact{Date: "2026-02-12", Type: "emploi"},
		EventFact{Date: "2026-02-12", Type: "formation"},
		EventFact{Date: "2026-02-13", Type: "qualification", Proof: true})
	f.Contacts = append(f.Contacts, met("2026-03-02"))
	open := Evaluate(f, DefaultRules(), "2026-06-30")
	if open.Exit != "" || open.Entry != "2026-01-05" || len(results(open)) != 0 {
		t.Errorf("open again: entry %s exit %q %v", open.Entry, open.Exit, results(open))
	}
	f.Exits = append(f.Exits, ExitFact{Date: "2026-04-01", Reason: "terme"})
	closed := Evaluate(f, DefaultRules(), "2026-06-30")
	if diff := cmp.Diff([]string{"EECR03"}, results(closed)); diff != "" || closed.Exit != "2026-04-01" {
		t.Errorf("closed again on %s: %s", closed.Exit, diff)
	}
	f.Events = append(f.Events, EventFact{Date: "2026-03-02", Type: "emploi"})
	if p := Evaluate(f, DefaultRules(), "2026-06-30"); !has(p, "EECR04") {
		t.Error("an event on the first day of the last period counts")
	}
}

func TestSixMonths(t *testing.T) {
	worker := func(f *EnrolmentFacts) { f.Snapshot.Forem, f.Snapshot.Work = "AUCUN", "salarie" }
	same := func(*EnrolmentFacts) {}
	for name, c := range map[string]struct {
		change func(*EnrolmentFacts)
		exit   Date
		asOf   Date
		answer SixMonthAnswer
		due    Date
		want   []string
	}{
		"employed":                       {same, "2026-02-10", "2026-12-31", SixMonthAnswer{Date: "2026-09-01", Status: "emploi"}, "2026-08-10", []string{"EECR05"}},
		"self-employed":                  {same, "2026-02-10", "2026-12-31", SixMonthAnswer{Date: "2026-09-01", Status: "independant"}, "2026-08-10", []string{"EECR05"}},
		"called early, not due yet":      {same, "2026-02-10", "2026-08-09", SixMonthAnswer{Date: "2026-08-01", Status: "emploi"}, "2026-08-10", nil},
		"called early, due today":        {same, "2026-02-10", "2026-08-10", SixMonthAnswer{Date: "2026-08-01", Status: "emploi"}, "2026-08-10", []string{"EECR05"}},
		"called on an unknown day":       {same, "2026-02-10", "2026-08-10", SixMonthAnswer{Status: "emploi"}, "2026-08-10", []string{"EECR05"}},
		"clamped to 28 February":         {same, "2026-08-31", "2027-02-28", SixMonthAnswer{Status: "emploi"}, "2027-02-28", []string{"EECR05"}},
		"clamped to 29 February":         {same, "2027-08-30", "2028-02-29", SixMonthAnswer{Status: "emploi"}, "2028-02-29", []string{"EECR05"}},
		"unemployed":                     {same, "2026-02-10", "2026-12-31", SixMonthAnswer{Status: "chomage"}, "2026-08-10", nil},
		"not known":                      {same, "2026-02-10", "2026-12-31", SixMonthAnswer{Status: "inconnu"}, "2026-08-10", nil},
		"employed at entry":              {worker, "2026-02-10", "2026-12-31", SixMonthAnswer{Status: "emploi"}, "2026-08-10", nil},
		"a stable job":                   {worker, "2026-02-10", "2026-12-31", SixMonthAnswer{Status: "emploi", Improvement: "stable"}, "2026-08-10", []string{"EECR06"}},
		"full time":                      {worker, "2026-02-10", "2026-12-31", SixMonthAnswer{Improvement: "temps_plein"}, "2026-08-10", []string{"EECR06"}},
		"higher skills":                  {worker, "2026-02-10", "2026-12-31", SixMonthAnswer{Improvement: "competence"}, "2026-08-10", []string{"EECR06"}},
		"promotion":                      {worker, "2026-02-10", "2026-12-31", SixMonthAnswer{Improvement: "promotion"}, "2026-08-10", []string{"EECR06"}},
		"a rise in pay alone":            {worker, "2026-02-10", "2026-12-31", SixMonthAnswer{Improvement: "remuneration"}, "2026-08-10", nil},
		"improved but unemployed before": {same, "2026-02-10", "2026-12-31", SixMonthAnswer{Improvement: "stable"}, "2026-08-10", nil},
	} {
		f := leaver(c.exit)
		c.change(&f)
		f.SixMonths = &c.answer
		p := Evaluate(f, DefaultRules(), c.asOf)
		if diff := cmp.Diff(c.want, results(p)); diff != "" || p.SixMonths != c.due {
			t.Errorf("%s: due %s, %s", name, p.SixMonths, diff)
		}
	}
}

func TestReasons(t *testing.T) {
	f := leaver("2026-02-10", EventFact{Date: "2026-02-12", Type: "fin_emploi"})
	p := Evaluate(f, DefaultRules(), "2026-06-30")
	for code, want := range map[string]string{
		"EECO01": "Compte.",
		"EECO04": "Situation à l'entrée : chômage.",
		"EECR02": "Aucune formation commencée du 10/02/2026 au 10/03/2026.",
		"EECR04": "Dernier événement professionnel jusqu'au 10/03/2026 : fin d'emploi.",
		"EECR05": "Six mois après la sortie : le 10/08/2026, après la date d'arrêté.",
	} {
		if got := p.Why(code); got != want {
			t.Errorf("%s: %q", code, got)
		}
	}
	f.Snapshot.ISCED, f.Profile.Sex = "", ""
	p = Evaluate(f, DefaultRules(), "2026-06-30")
	if got, want := p.Why("EECO02"), "Fiche incomplète (manque : sexe, niveau de diplôme) : compte dans le total seulement."; got != want {
		t.Error(got)
	}
	if _, explained := p.Reasons()["EECO01"]; explained {
		t.Error("what counts needs no reason")
	}
}

// Every rule, on any facts: exclusive sets stay exclusive, subsets stay within, and every indicator
// that is not counted has its reason, without a mark left in it.
func TestEvaluateProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, rules := drawFacts(t, "I1"), drawRules(t)
		p := Evaluate(f, rules, drawDate(t, "asOf"))
		for _, group := range [][]string{
			{"EECO02", "EECO04", "EECO05"}, {"EECO06", "EECO07", MiddleAgeGroup, "EECO08"},
			{"EECO09", "EECO10", "EECO11"}, {"EECR01", "EECR04"},
		} {
			n := 0
			for _, code := range group {
				if has(p, code) {
					n++
				}
			}
			if n > 1 || (n == 0 && p.Status == Complete && group[0] != "EECR01") {
				t.Fatalf("%d of %v", n, group)
			}
		}
		for subset, whole := range map[string]string{"EECO03": "EECO02", "EECR01": "EECO04", "EECR06": "EECO05", "EECO02": "EECO01", "EECR03": "EECO01"} {
			if has(p, subset) && !has(p, whole) {
				t.Fatalf("%s without %s", subset, whole)
			}
		}
		if has(p, "EECO01") != p.Counts() || (p.Entry == "") != (p.Status == NotStarted) {
			t.Fatalf("status %s, %v", p.Status, p.Indicators.Codes())
		}
		reasons := p.Reasons()
		for i := range Indicators {
			reason, counts := reasons[Indicators[i].Code], has(p, Indicators[i].Code)
			if counts == (reason != "") || strings.ContainsAny(reason, "{}") {
				t.Fatalf("%s counted %v: %q", Indicators[i].Code, counts, reason)
			}
		}
		if p.Exit != "" && (p.Exit < p.Entry || p.Exit > p.AsOf) {
			t.Fatalf("entry %s exit %s as of %s", p.Entry, p.Exit, p.AsOf)
		}
	})
}

// Looking later never unmakes what existed: whoever had started has started, with the same entry,
// and signed time never shrinks. Rows in another order say the same.
func TestAsOfIsMonotonous(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, rules := drawFacts(t, "I1"), drawRules(t)
		first, second := drawDate(t, "first"), drawDate(t, "second")
		earlier, later := Evaluate(f, rules, min(first, second)), Evaluate(f, rules, max(first, second))
		if earlier.Started() && earlier.Entry != later.Entry {
			t.Fatalf("entry %s then %s", earlier.Entry, later.Entry)
		}
		if earlier.Counts() && later.Status == ExcludedShort || earlier.SignedMinutes > later.SignedMinutes {
			t.Fatalf("%s then %s", earlier.Status, later.Status)
		}
		slices.Reverse(f.Contacts)
		slices.Reverse(f.Exits)
		slices.Reverse(f.Events)
		again := Evaluate(f, rules, max(first, second))
		if again.Indicators != later.Indicators || again.Exit != later.Exit {
			t.Fatal("the order of the rows matters")
		}
	})
}

func check(t *testing.T, name string, p Participation, yes, no string) {
	t.Helper()
	for _, code := range strings.Fields(yes) {
		if !has(p, code) {
			t.Errorf("%s: not counted for %s: %s", name, code, p.Why(code))
		}
	}
	for _, code := range strings.Fields(no) {
		if has(p, code) {
			t.Errorf("%s: counted for %s", name, code)
		}
	}
}

func drawDate(t *rapid.T, label string) Date {
	return Date("2025-01-01").AddDays(rapid.IntRange(0, 500).Draw(t, label))
}

func drawRules(t *rapid.T) OperationRules {
	return OperationRules{
		ShortHours: rapid.SampledFrom([]int{0, 2, 8}).Draw(t, "hours"), ShortDays: rapid.SampledFrom([]int{0, 1, 2}).Draw(t, "days"),
		LongTerm:   rapid.SampledFrom([]string{LongTermFlat, LongTermByAge}).Draw(t, "cld"),
		Background: rapid.SampledFrom([]string{BackgroundBoth, BackgroundOne}).Draw(t, "origine"),
		Incomplete: rapid.SampledFrom([]string{IncompleteTotalOnly, IncompletePerVariable}).Draw(t, "incomplet"),
	}
}

func drawFacts(t *rapid.T, ref string) EnrolmentFacts {
	pick := func(label string, values ...string) string { return rapid.SampledFrom(values).Draw(t, label) }
	f := EnrolmentFacts{
		Enrolment: ref, Person: "P" + ref,
		Profile: ProfileFacts{
			Sex: pick("sex", "F", "M", "X", "", "refus"), Birth: BirthDate(pick("birth", "1960-01-01", "1980", "1996", "2004-02-29", "2010-07-01", "")),
			Nationalities:      []string{pick("nationality", "MA", "BE", "XXA", "inconnu")},
			FatherBirthCountry: pick("father", "MA", "BE", ""), MotherBirthCountry: pick("mother", "MA", "BE", ""),
			HasPhone: rapid.Bool().Draw(t, "phone"),
		},
		Snapshot: SnapshotFacts{
			Forem: pick("forem", "DEI", "DE_OCCUPE", "AUCUN", ""), Work: pick("work", "aucun", "salarie", "etudiant", "ale", ""),
			Seeking: pick("seeking", "oui", "non", "", "inconnu"), InTraining: pick("training", "oui", "non", ""),
			ISCED: pick("isced", "0", "3", "8", "", "inconnu"), Disability: pick("disability", "oui", "non", "refus"),
			Degurba: pick("degurba", "1", "3", ""), UnemployedSince: Date(pick("since", "2023-05-31", "2025-01-01", "")),
		},
	}
	for range rapid.IntRange(0, 5).Draw(t, "contacts") {
		c := met(drawDate(t, "contact"))
		c.Presence, c.Signed = pick("presence", "present", "retard", "absent", "excuse"), rapid.Bool().Draw(t, "signed")
		c.Mode = pick("mode", "bureau", "demarche")
		f.Contacts = append(f.Contacts, c)
	}
	exitDays := rapid.SliceOfNDistinct(rapid.IntRange(0, 500), 0, 3, rapid.ID[int]).Draw(t, "exits")
	for _, day := range exitDays {
		f.Exits = append(f.Exits, ExitFact{Date: Date("2025-01-01").AddDays(day), Reason: "terme"})
	}
	for order := range rapid.IntRange(0, 5).Draw(t, "events") {
		f.Events = append(f.Events, EventFact{
			Date: drawDate(t, "event"), Order: order, Proof: rapid.Bool().Draw(t, "proof"),
			Type: pick("type", append([]string{"formation", "qualification"}, labourEvents...)...),
		})
	}
	if rapid.Bool().Draw(t, "answered") {
		f.SixMonths = &SixMonthAnswer{Date: drawDate(t, "call"), Status: pick("status", "emploi", "chomage", "inconnu"), Improvement: pick("improvement", "stable", "aucune", "")}
	}
	return f
}
