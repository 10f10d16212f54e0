package models

import (
	"cmp"
	"slices"
	"strings"
)

// ForemReport is the report of an operation to the Forem: who came, from where, how assiduously and
// with what result. Everybody who came at least once counts.
type ForemReport struct {
	Request ReportRequest
	Period  Period
	Rules   OperationRules

	Entries        IndicatorCount
	Public         []Breakdown
	Results        Breakdown
	Participations []*ForemParticipation
	Recruitment    []RecruitmentLine
	Sessions       []SessionLine
	Modules        []ModuleLine
	Qualitative    []QualitativeAnswer
	Controls       []Control

	titles  labels
	public  []breakdownTally
	results []breakdownTally
	tally   sessionTally
	sheet   controlSheet
	records recordChecks
}

// ForemParticipation is a participation with its attendance over the period and since the start.
type ForemParticipation struct {
	Participation
	InPeriod, SinceStart AttendanceSum
}

// RecruitmentLine is one candidate, whether or not they entered.
type RecruitmentLine struct {
	Ref        string // enrolment, or free reference of the candidate; never a name
	Source     string // adressage
	Date       Date
	Entered    string // oui, non
	Reason     string
	ReturnedOn Date // feedback given to the Forem
}

// QualitativeAnswer is a text the team writes for the report.
type QualitativeAnswer struct{ Question, Text string }

// ForemTotal is the code of the number of entries.
const ForemTotal = "ENTREES"

// NewForemReport starts an empty report.
func NewForemReport(request ReportRequest) *ForemReport {
	titles := labelsOf("forem", request.Operation.StartsOn, request.To)
	r := &ForemReport{
		Request: request, titles: titles, Period: ReportPeriod(request.From, request.To),
		Rules:          request.Operation.Rules().CountingEverybody(),
		Entries:        IndicatorCount{Code: ForemTotal, Label: titles[ForemTotal]},
		Participations: []*ForemParticipation{},
		public:         newBreakdowns(foremPublic, titles),
		results:        newBreakdowns([]breakdownRule{foremResults}, titles),
		sheet:          newControlSheet(foremControls),
		records:        recordChecks{identity: "F02", dates: "F03", hours: "F04", operation: request.Operation},
	}
	r.tally.asOf = r.Period.To
	return r
}

// AddSession describes a session of the operation, attended or not.
func (r *ForemReport) AddSession(facts SessionFacts) { r.tally.describe(facts) }

// AddCandidate adds a line of the recruitment list, under the reference of the enrolment it became or
// under a free one.
func (r *ForemReport) AddCandidate(candidate RecruitmentLine) {
	if candidate.Date <= r.Period.To {
		r.Recruitment = append(r.Recruitment, candidate)
	}
}

// Add counts one enrolment of the operation.
func (r *ForemReport) Add(facts EnrolmentFacts) {
	f := facts.knownOn(r.Period.To, r.Request.knownOn())
	p := ForemParticipation{
		Participation: *evaluate(f, r.Rules, r.Period.To, r.Request.knownOn()),
		InPeriod:      attendanceIn(f.Contacts, r.Period),
		SinceStart:    attendanceIn(f.Contacts, Period{To: r.Period.To}),
	}
	r.tally.take(f.Contacts)
	r.records.check(&r.sheet, f, &p.Participation)
	if p.Started() {
		r.count(&p.Participation)
		r.check(f, &p.Participation)
	}
	r.Participations = append(r.Participations, &p)
}

func (r *ForemReport) count(p *Participation) {
	entered := r.Period.Contains(p.Entry)
	r.Entries.add(p.Sex, entered)
	for i := range r.public {
		r.public[i].add(p, entered)
	}
	if p.Exit != "" {
		r.results[0].add(p, r.Period.Contains(p.Exit))
	}
}

func (r *ForemReport) check(f EnrolmentFacts, p *Participation) {
	if known(p.Snapshot.Ground) == "" {
		r.sheet.blame("F05", p.Enrolment)
	}
	if p.Exit != "" && p.WindowEnd() < p.KnownOn && foremResult(p) == "" {
		r.sheet.blame("F06", p.Enrolment)
	}
	if slices.ContainsFunc(f.Contacts, func(c ContactFact) bool { return c.Attended() && !c.Signed }) {
		r.sheet.blame("F07", p.Enrolment)
	}
	if p.Status == Incomplete {
		r.sheet.blame("F08", p.Enrolment)
	}
}

// Finish orders the lists and runs the controls on the whole. Nothing may be added afterwards.
func (r *ForemReport) Finish() {
	r.Public, r.Results = breakdowns(r.public), r.results[0].breakdown()
	r.Sessions = r.tally.sessions()
	r.Modules = modulesOf(r.Sessions, r.Period)
	r.checkCandidates()
	r.listCandidates()
	for _, group := range r.Public {
		var sum GenderCounts
		for _, line := range group.Lines {
			sum = sum.plus(line.Cumulative)
		}
		r.sheet.check("F01", sum == r.Entries.Cumulative)
	}
	r.Controls = r.sheet.controls()
}

// checkCandidates: the Forem expects feedback on each person it sent (reports.md §3.4). Enrolments that are in no list of candidates
// have no feedback to note.
func (r *ForemReport) checkCandidates() {
	for _, c := range r.Recruitment {
		if c.Entered != Yes && c.ReturnedOn == "" && strings.Contains(Fold(c.Source), "forem") {
			r.sheet.blame("F10", c.Ref)
		}
	}
}

// listCandidates completes the recruitment list with the enrolments that are not in it. One asked for after the period does not
// exist yet, unless the person came before it was written down.
func (r *ForemReport) listCandidates() {
	listed := map[string]bool{}
	for _, line := range r.Recruitment {
		listed[line.Ref] = true
	}
	for _, p := range r.Participations {
		if !listed[p.Enrolment] && (p.Started() || p.Requested <= r.Period.To) {
			r.Recruitment = append(r.Recruitment, RecruitmentLine{
				Ref: p.Enrolment, Source: p.Referral, Date: p.Requested, Entered: yesIf(p.Started()),
			})
		}
	}
	slices.SortStableFunc(r.Recruitment, func(a, b RecruitmentLine) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Ref, b.Ref))
	})
}

// Blocked tells whether a blocking control fails.
func (r *ForemReport) Blocked() bool { return blocked(r.Controls) }

// Indicators are all the counted lines, in order.
func (r *ForemReport) Indicators() []IndicatorCount {
	lines := []IndicatorCount{r.Entries}
	for _, group := range append(slices.Clone(r.Public), r.Results) {
		lines = append(lines, group.Lines...)
	}
	return lines
}
