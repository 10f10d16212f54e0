package models

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Run is a report as it was frozen: its settings, its figures, and of every enrolment the facts that decided. Two of them are
// compared without counting anything again.
type Run struct {
	Kind      string           `json:"kind"`
	Operation string           `json:"operation"` // code
	From      Date             `json:"from"`
	To        Date             `json:"to"`
	AsOf      Date             `json:"as_of"`
	Rules     OperationRules   `json:"rules"`
	Lines     []IndicatorCount `json:"lines"`
	Rates     []Rate           `json:"rates"`
	// Failed are the controls that did not hold; Override is why the manager froze the report all the same.
	Failed   []Control `json:"failed"`
	Override string    `json:"override"`
	Version  string    `json:"version"` // of the software
	// Survey are the draws in force: who was asked at six months. A census has none; older runs did not keep them.
	Survey []RunDraw `json:"survey,omitempty"`
	// Rows are ordered by ID.
	Rows []RunRow `json:"-"`
}

// RunDraw is the setting of a sample at six months: with its seed anybody draws the same people again.
type RunDraw struct {
	From       Date   `json:"from"` // exits from … until
	Until      Date   `json:"until"`
	Seed       string `json:"seed"`
	Population int    `json:"population"`
	Size       int    `json:"size"`
	DrawnOn    Date   `json:"drawn_on"`
}

// runDraws are the draws of an operation in the order of their periods.
func runDraws(draws SixMonthDraws) []RunDraw {
	var all []RunDraw
	for _, d := range draws {
		all = append(all, RunDraw{d.ExitsFrom, d.ExitsUntil, d.Seed, d.Population, d.Size, DateOf(d.DrawnAt.Time)})
	}
	slices.SortFunc(all, func(a, b RunDraw) int { return cmp.Compare(a.From, b.From) })
	return all
}

// RunRow is what decided of one enrolment. It holds references and codes, never a name.
type RunRow struct {
	ID     string              `json:"id"` // public id of the enrolment
	Ref    string              `json:"ref"`
	Person string              `json:"person"`
	Gone   string              `json:"gone,omitempty"` // RowCancelled, RowMerged: no part of the report any more
	Status ParticipationStatus `json:"status,omitempty"`
	Sex    string              `json:"sex,omitempty"`
	Entry  Date                `json:"entry,omitempty"`
	Exit   Date                `json:"exit,omitempty"`
	Signed int                 `json:"signed,omitempty"` // minutes
	Days   int                 `json:"days,omitempty"`
	Lines  []RunLine           `json:"lines,omitempty"`
	// Facts are in the order of runFacts.
	Facts []string `json:"facts,omitempty"`
}

// RunLine is a line in which an enrolment counts, and the day that places it in a period.
type RunLine struct {
	Code string `json:"c"`
	On   Date   `json:"d"`
}

// Why an enrolment is no part of a report any more.
const (
	RowCancelled = "cancelled"
	RowMerged    = "merged" // with another enrolment of the same person
)

// MinOverride is how many letters the reason of an override has at least: « ok » explains nothing to an auditor.
const MinOverride = 10

// GoneEnrolment is an enrolment of the operation that counts nowhere, and why.
type GoneEnrolment struct {
	ID     string `db:"id"` // public id
	Ref    string `db:"ref"`
	Person string `db:"person"`
	Why    string `db:"why"`
}

// RunOf keeps what a finished report rests on.
func RunOf(c Counting, gone []GoneEnrolment, override, version string) Run {
	f := c.Figures()
	run := Run{Kind: f.Kind, Operation: f.Request.Operation.Code, From: f.Period.From, To: f.Period.To, AsOf: f.Request.knownOn(),
		Rules: f.Rules, Lines: f.Lines, Rates: f.Rates, Failed: failed(f.Controls), Override: override, Version: version}
	if f.Kind == "fse" {
		run.Survey = runDraws(f.Request.Operation.Draws)
	}
	for i := range c.Len() {
		run.Rows = append(run.Rows, runRow(c, i))
	}
	for _, g := range gone {
		run.Rows = append(run.Rows, RunRow{ID: g.ID, Ref: g.Ref, Person: g.Person, Gone: g.Why})
	}
	slices.SortFunc(run.Rows, func(a, b RunRow) int { return cmp.Compare(a.ID, b.ID) })
	return run
}

// failed are the controls that do not hold, their records in an order that is not that of reading.
func failed(controls []Control) []Control {
	kept := slices.DeleteFunc(slices.Clone(controls), func(c Control) bool { return c.OK })
	for i := range kept {
		kept[i].Records = slices.Sorted(slices.Values(kept[i].Records))
	}
	return kept
}

func runRow(c Counting, i int) RunRow {
	p := c.Participation(i)
	row := RunRow{ID: p.ID, Ref: p.Enrolment, Person: p.Person, Status: p.Status, Sex: p.Sex, Entry: p.Entry, Exit: p.Exit,
		Signed: p.SignedMinutes, Days: p.SignedDays, Facts: make([]string, len(runFacts))}
	for topic := range c.Topics() {
		if a := c.Answer(i, topic); a.Outcome == Counted {
			row.Lines = append(row.Lines, RunLine{a.Line, a.On})
		}
	}
	for rank, fact := range runFacts {
		row.Facts[rank] = fact.of(p)
	}
	return row
}

// Blocked tells whether a blocking control failed.
func (r Run) Blocked() bool { return blocked(r.Failed) }

// Check refuses to freeze a report that a blocking control fails, unless a reason says why all the same.
func (r Run) Check() error { return checkOverride(r.Blocked(), r.Override) }

func checkOverride(blocked bool, override string) error {
	if blocked && len([]rune(override)) < MinOverride {
		return Refuse(Invalid, "run.blocked")
	}
	return nil
}

// Digest is the SHA-256 of everything the run holds, in hexadecimal.
func (r Run) Digest() (string, error) {
	sum := sha256.New()
	out := json.NewEncoder(sum)
	if err := out.Encode(r); err != nil {
		return "", fmt.Errorf("digest of a report: %w", err)
	}
	for i := range r.Rows {
		if err := out.Encode(r.Rows[i]); err != nil {
			return "", fmt.Errorf("digest of a report: %w", err)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Row finds what a run holds of an enrolment, by its public id.
func (r Run) Row(id string) (RunRow, bool) {
	i, found := slices.BinarySearchFunc(r.Rows, id, func(row RunRow, id string) int { return cmp.Compare(row.ID, id) })
	if !found {
		return RunRow{}, false
	}
	return r.Rows[i], true
}

// Size is the value of a figure of the run; rates are not cells of persons here.
func (r Run) Size(f Figure) int {
	for _, line := range r.Lines {
		if line.Code != f.Line {
			continue
		}
		counts := line.Cumulative
		if f.Period {
			counts = line.Period
		}
		if f.Gender == "" {
			return counts.Total
		}
		return counts.Of(f.Gender)
	}
	return 0
}

// has tells whether an enrolment is in a figure of the run.
func (r Run) has(row RunRow, f Figure) bool {
	if f.Gender != "" && genderOf(row.Sex) != f.Gender {
		return false
	}
	i := slices.IndexFunc(row.Lines, func(l RunLine) bool { return l.Code == f.Line })
	return i >= 0 && (!f.Period || Period{r.From, r.To}.Contains(row.Lines[i].On))
}

// runFact is one fact that may decide; change is the kind of change it makes.
type runFact struct {
	label, change string
	of            func(*Participation) string
}

// runFacts are kept of every enrolment. The order is that of stored rows: add at the end, remove nothing.
var runFacts = []runFact{
	{"sexe", ChangeFile, func(p *Participation) string { return p.Sex }},
	{"âge à l'entrée", ChangeFile, func(p *Participation) string { return ageWords(p.Age) }},
	{"nationalités", ChangeFile, func(p *Participation) string { return strings.Join(p.NationalitiesAtEntry(), ", ") }},
	{"pays de naissance du père", ChangeFile, func(p *Participation) string { return p.Profile.FatherBirthCountry }},
	{"pays de naissance de la mère", ChangeFile, func(p *Participation) string { return p.Profile.MotherBirthCountry }},
	{"commune", ChangeFile, func(p *Participation) string { return communeOf(p) }},
	{"niveau de français", ChangeFile, func(p *Participation) string { return p.Profile.FrenchLevel }},
	{"langue de contact", ChangeFile, func(p *Participation) string { return p.Profile.ContactLanguage }},
	{"inscription au Forem", ChangeEntryData, func(p *Participation) string { return p.Snapshot.Forem }},
	{"travail", ChangeEntryData, func(p *Participation) string { return p.Snapshot.Work }},
	{"en recherche et disponible", ChangeEntryData, func(p *Participation) string { return p.Snapshot.Seeking }},
	{"inoccupation depuis", ChangeEntryData, func(p *Participation) string { return FrenchDate(p.Snapshot.UnemployedSince) }},
	{"en formation", ChangeEntryData, func(p *Participation) string { return p.Snapshot.InTraining }},
	{"diplôme", ChangeEntryData, func(p *Participation) string { return p.Snapshot.ISCED }},
	{"handicap", ChangeEntryData, func(p *Participation) string { return p.Snapshot.Disability }},
	{"minorité", ChangeEntryData, func(p *Participation) string { return p.Snapshot.Minority }},
	{"exclusion liée au logement", ChangeEntryData, func(p *Participation) string { return p.Snapshot.Homeless }},
	{"degré d'urbanisation", ChangeEntryData, func(p *Participation) string { return p.Snapshot.Degurba }},
	{"revenu", ChangeEntryData, func(p *Participation) string { return p.Snapshot.Income }},
	{"motif d'inoccupation", ChangeEntryData, func(p *Participation) string { return p.Snapshot.Ground }},
	{"public", ChangeEntryData, func(p *Participation) string { return p.Snapshot.Public }},
	{"convention", ChangeEntryData, func(p *Participation) string { return p.Snapshot.Convention }},
	{"dispense", ChangeEntryData, func(p *Participation) string { return p.Snapshot.Exemption }},
	{"bilan social", ChangeEntryData, func(p *Participation) string { return FrenchDate(p.Snapshot.AssessmentDate) }},
	{"demande", ChangeEntryData, func(p *Participation) string { return FrenchDate(p.Requested) }},
	{"motif de sortie", ChangeExit, func(p *Participation) string { return ExitName(p.ExitReason) }},
	{"dernier événement", ChangeResult, func(p *Participation) string { return onDay(EventName(p.LastLabourEvent), p.LastLabourOn) }},
	{"formation commencée", ChangeResult, func(p *Participation) string { return FrenchDate(p.TrainingOn) }},
	{"qualification avec preuve", ChangeResult, func(p *Participation) string { return FrenchDate(p.QualifiedOn) }},
	{"situation à 6 mois", ChangeSixMonths, func(p *Participation) string { return EventName(p.SixMonthStatus()) }},
	{"amélioration à 6 mois", ChangeSixMonths, func(p *Participation) string { return ImprovementName(p.Improvement()) }},
	{"attestation", ChangeAttestation, func(p *Participation) string {
		numbers := make([]string, len(p.Attestations))
		for i, a := range p.Attestations {
			numbers[i] = onDay(a.Number, a.Date)
		}
		return strings.Join(numbers, ", ")
	}},
}

func onDay(what string, on Date) string { return strings.TrimSpace(what + " " + FrenchDate(on)) }

func ageWords(age AgeRange) string {
	switch {
	case !age.Known:
		return ""
	case age.Min == age.Max:
		return fmt.Sprint(age.Min)
	default:
		return fmt.Sprintf("%d-%d", age.Min, age.Max)
	}
}
