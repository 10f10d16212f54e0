package reports

import (
	"bytes"
	"encoding/json"
	"flag"
	"iter"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jalon/models"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// interview is a signed follow-up of 90 minutes at nine.
func interview(date models.Date) models.ContactFact {
	return models.ContactFact{
		Ref: "F-" + string(date), Kind: models.FollowUpContact, Date: date, Start: "09:00", Minutes: 90,
		Mode: "bureau", Presence: "present", Signed: true, Place: "Namur", Staff: "Alix Peeters",
	}
}

func inSession(date models.Date, presence string, minutes int) models.ContactFact {
	return models.ContactFact{
		Ref: "S-" + string(date), Kind: models.SessionContact, Date: date, Start: "13:00", End: "16:00", Minutes: minutes, Planned: 180,
		Presence: presence, Signed: presence == "present", Category: "Information", Module: "GTJ-INFO", Title: "Séance d'information", Place: "Dinant",
	}
}

func person(ref, sex, birth string) models.EnrolmentFacts {
	return models.EnrolmentFacts{
		Enrolment: ref + "-GTJ", Person: ref, Family: "=HYPERLINK(\"" + ref + "\")", Given: "Prénom " + ref, Requested: "2025-12-01",
		Profile: models.ProfileFacts{
			Sex: sex, Birth: models.BirthDate(birth), Nationalities: []string{"MA"}, FatherBirthCountry: "MA", MotherBirthCountry: "MA",
			Commune: "Namur", HasPhone: true,
		},
		Snapshot: models.SnapshotFacts{
			Forem: "DEI", Work: "aucun", InTraining: "non", ISCED: "3", Disability: "oui", Minority: "refus", Homeless: "non", Degurba: "3",
		},
	}
}

// world is counted by hand: four women, a man and a person of neither sex come to Go to Job.
//
//	P1  F, in since November 2025, still there: unemployed, 30-54
//	P2  M, in January, out in February, hired within 28 days, still employed six months later
//	P3  X, inactive, in and out in March, searching
//	P4  F, one session of three hours: short support
//	P5  F, no diploma recorded: incomplete
//	P6  F, registered, never came
func world() []models.EnrolmentFacts {
	p1 := person("P1", "F", "1985-05-20")
	p1.Contacts = []models.ContactFact{interview("2025-11-03"), inSession("2026-01-12", "present", 180), inSession("2026-02-09", "absent", 0)}
	p1.Snapshot.UnemployedSince = "2024-11-02"
	p2 := person("P2", "M", "1998")
	p2.Contacts = []models.ContactFact{interview("2026-01-05"), interview("2026-01-19")}
	p2.Exits = []models.ExitFact{{Date: "2026-02-02", Reason: "emploi"}}
	p2.Events = []models.EventFact{{Date: "2026-03-02", Type: "emploi", Proof: true}}
	p2.SixMonths = &models.SixMonthAnswer{Date: "2026-08-10", Status: "emploi", Improvement: "aucune"}
	p3 := person("P3", "X", "2000-02-29")
	p3.Snapshot.Forem, p3.Snapshot.Seeking = "AUCUN", "non"
	p3.Contacts = []models.ContactFact{interview("2026-03-02"), interview("2026-03-03")}
	p3.Exits = []models.ExitFact{{Date: "2026-03-31", Reason: "terme"}}
	p3.Events = []models.EventFact{{Date: "2026-04-28", Type: "recherche"}}
	p4 := person("P4", "F", "1990-01-01")
	p4.Contacts = []models.ContactFact{inSession("2026-01-12", "present", 180)}
	p5 := person("P5", "F", "1990-01-01")
	p5.Snapshot.ISCED = "inconnu"
	p5.Contacts = []models.ContactFact{interview("2026-01-05"), interview("2026-02-05")}
	p6 := person("P6", "F", "1990-01-01")
	p6.Contacts = []models.ContactFact{inSession("2026-01-12", "excuse", 0)}
	return []models.EnrolmentFacts{p1, p2, p3, p4, p5, p6}
}

func streamed(facts []models.EnrolmentFacts) iter.Seq2[models.EnrolmentFacts, error] {
	return func(yield func(models.EnrolmentFacts, error) bool) {
		for _, f := range facts {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func fseDocument(nominative bool, to models.Date) *Document {
	r := models.NewFSEReport(models.ReportRequest{
		Operation: models.Operation{Code: "GTJ", Title: "Go to Job", Programme: "GTJ", Funder: "FSE", StartsOn: "2023-06-01", EndsOn: "2026-12-31"},
		To:        to, Targets: map[string]models.Target{"EECO01": {Value: 8, FromOn: "2024-01-01", DueOn: "2027-12-31"}},
		Estimates: map[string]models.Estimate{"EECO16": {Value: 2, Method: "échantillon", Date: "2026-05-01"}},
	})
	for _, f := range world() {
		r.Add(f)
	}
	r.Finish()
	return FSE(r, Meta{
		Centre: "Centre d'exemple", Responsible: "Camille Exemple", Version: "1.0", ProducedOn: "2026-09-01",
		Nominative: nominative, Facts: streamed(world()),
	})
}

func TestGoldenJSON(t *testing.T) {
	for name, d := range map[string]*Document{
		"fse": fseDocument(false, "2026-08-31"), "forem": foremDocument(), "spw": spwDocument(),
	} {
		got, err := JSON(d)
		if err != nil {
			t.Fatal(err)
		}
		if !json.Valid(got) {
			t.Errorf("%s: not JSON", name)
		}
		file := "testdata/" + name + ".golden.json"
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// contract is the shape of interchange.md §3, read without our types.
type contract struct {
	Kind, Operation, From, To string
	Settings                  map[string]any
	Indicators                []struct {
		Code, Label        string
		Period, Cumulative map[string]int
	}
	Rates []struct {
		Code                            string
		Numerator, Denominator, Unknown *int
	}
	Participations []struct {
		Enrolment, Person, Status string
		Entry, Exit               *string
		SixMonths                 *string `json:"six_months"`
		Age                       *int
		LabourStatus              *string `json:"labour_status"`
		Indicators                []string
		Reasons                   map[string]string
	}
	Hours []struct {
		Enrolment, Category, Month string
		Minutes                    int
	}
	Controls []struct {
		Code, Level, Message string
		OK                   *bool
		Records              []string
	}
}

// The world counted by hand.
func TestFSEFiguresByHand(t *testing.T) {
	c := readContract(t, fseDocument(false, "2026-08-31"))
	if c.Kind != "fse" || c.Operation != "GTJ" || c.From != "2026-01-01" || c.To != "2026-08-31" || c.Settings["regle_cld"] != "FLAT_12M" {
		t.Errorf("head: %+v", c)
	}
	columns := func(f, m, x, nr int) map[string]int {
		return map[string]int{"F": f, "M": m, "X": x, "NR": nr, "total": f + m + x + nr}
	}
	want := map[string][2]map[string]int{ // period, cumulative
		"EECO01": {columns(1, 1, 1, 0), columns(2, 1, 1, 0)},
		"EECO02": {columns(0, 1, 0, 0), columns(1, 1, 0, 0)},
		"EECO03": {columns(0, 0, 0, 0), columns(1, 0, 0, 0)},
		"EECO04": {columns(0, 0, 1, 0), columns(0, 0, 1, 0)},
		"EECO07": {columns(0, 1, 1, 0), columns(0, 1, 1, 0)},
		"EECO17": {columns(0, 1, 1, 0), columns(1, 1, 1, 0)},
		"EECO19": {columns(0, 0, 0, 0), columns(0, 0, 0, 0)},
		"EECR01": {columns(0, 0, 1, 0), columns(0, 0, 1, 0)},
		"EECR04": {columns(0, 1, 0, 0), columns(0, 1, 0, 0)},
		"EECR05": {columns(0, 1, 0, 0), columns(0, 1, 0, 0)},
	}
	for _, line := range c.Indicators {
		if w, counted := want[line.Code]; counted && cmp.Diff(w, [2]map[string]int{line.Period, line.Cumulative}) != "" {
			t.Errorf("%s: %v %v", line.Code, line.Period, line.Cumulative)
		}
	}
	statuses := []string{}
	for _, p := range c.Participations {
		statuses = append(statuses, p.Enrolment+" "+p.Status)
	}
	if diff := cmp.Diff([]string{
		"P1-GTJ complete", "P2-GTJ complete", "P3-GTJ complete", "P4-GTJ excluded_short", "P5-GTJ incomplete", "P6-GTJ not_started",
	}, statuses); diff != "" {
		t.Error(diff)
	}
	minutes := 0
	for _, h := range c.Hours {
		minutes += h.Minutes
	}
	if minutes != 90*7+180*2 {
		t.Errorf("%d minutes", minutes)
	}
}

func readContract(t *testing.T, d *Document) contract {
	t.Helper()
	data, err := JSON(d)
	if err != nil {
		t.Fatal(err)
	}
	var c contract
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// Lists are never null, unknown values are; even of nothing.
func TestEmptyReports(t *testing.T) {
	request := models.ReportRequest{Operation: models.Operation{Code: "GTJ"}, To: "2026-06-30"}
	fse, forem, spw := models.NewFSEReport(request), models.NewForemReport(request), models.NewSPWReport(request)
	fse.Finish()
	forem.Finish()
	spw.Finish()
	for _, d := range []*Document{FSE(fse, Meta{}), Forem(forem, Meta{}), SPW(spw, Meta{})} {
		data, err := JSON(d)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), `s": null`) || !json.Valid(data) {
			t.Errorf("%s: %s", d.Kind, data)
		}
		if err := WriteWorkbook(&bytes.Buffer{}, d); err != nil {
			t.Errorf("%s: %v", d.Kind, err)
		}
	}
}

// Names only in the nominative variant, Article 9 only outside it.
func TestVariants(t *testing.T) {
	for nominative, d := range map[bool]*Document{false: fseDocument(false, "2026-08-31"), true: fseDocument(true, "2026-08-31")} {
		data, err := JSON(d)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		for _, table := range d.Tables {
			text += readable(t, table)
		}
		if strings.Contains(text, "Prénom P1") != nominative {
			t.Errorf("nominative %v: names", nominative)
		}
		keys := keysOf(d.Table("participants"))
		for _, key := range []string{"handicap", "minorite", "EECO12", "EECO15"} {
			if slices.Contains(keys, key) == nominative {
				t.Errorf("nominative %v: %s", nominative, key)
			}
		}
		for _, p := range readContract(t, d).Participations {
			_, explained := p.Reasons["EECO15"]
			if slices.Contains(p.Indicators, "EECO12") && nominative || explained == nominative {
				t.Errorf("nominative %v: %s %v", nominative, p.Enrolment, p.Indicators)
			}
		}
	}
}

func keysOf(t Table) []string {
	keys := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		keys[i] = column.Key
	}
	return keys
}

// readable is every text of a table.
func readable(t *testing.T, table Table) string {
	t.Helper()
	rows, err := table.All()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, row := range rows {
		for _, cell := range row {
			b.WriteString(cell.Text + "\n")
		}
	}
	return b.String()
}

func TestSheetsOfFSE(t *testing.T) {
	var titles []string
	for _, table := range fseDocument(false, "2026-08-31").Tables {
		titles = append(titles, table.Title)
		for row, err := range table.Rows {
			if err != nil || len(row) != len(table.Columns) {
				t.Fatalf("%s: %d cells for %d columns, %v", table.Title, len(row), len(table.Columns), err)
			}
		}
	}
	want := []string{
		"1 Couverture", "2 Réalisations", "3 Résultats", "4 Participants", "5 Heures", "6 Présences",
		"7 Fiches incomplètes", "8 Suivi 6 mois", "9 Contrôles", "10 Définitions", "11 Explications", "Fiche stagiaire",
	}
	if diff := cmp.Diff(want, titles); diff != "" {
		t.Error(diff)
	}
}

// The sheet of attendances ends at the as-of date, like every figure.
func TestAttendancesEndAtTheAsOfDate(t *testing.T) {
	rows, err := fseDocument(false, "2026-01-12").Table("presences").All()
	if err != nil || len(rows) != 6 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}
