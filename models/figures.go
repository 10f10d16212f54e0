package models

import (
	"slices"
	"strings"
)

// Figures are what the reports of all funders have in common: counted lines, rates and controls.
type Figures struct {
	Kind     string // fse, forem, spw
	Request  ReportRequest
	Period   Period
	Rules    OperationRules
	Lines    []IndicatorCount
	Rates    []Rate
	Controls []Control
}

// Topic is what a report asks of every participation: an indicator, or a characteristic whose answers are lines.
type Topic struct{ Code, Title string }

// Answer is what one participation answers to one topic.
type Answer struct {
	Line    string // code of the line in which the participation counts, "" for none
	Outcome Outcome
	On      Date // the day that places it in a period
	// Refers: in the reference population of a result.
	Refers bool
	// Reason may hold marks, filled by Participation.Sentence.
	Reason string
}

// Counting is a report as sets of participations: a figure is how many of them are in a set.
type Counting interface {
	Add(facts EnrolmentFacts)
	Finish()
	Figures() Figures
	Topics() []Topic
	// Len, Participation and Answer go through the participations, in the order in which they were added.
	Len() int
	Participation(i int) *Participation
	Answer(i, topic int) Answer
	// Retroactive flags what changed in the last frozen report; it is called before Finish.
	Retroactive(c Comparison)
}

// NewCounting is the empty report of a kind, nil for a kind that does not exist.
func NewCounting(kind string, request ReportRequest) Counting {
	switch kind {
	case "fse":
		return NewFSEReport(request)
	case "forem":
		return NewForemReport(request)
	case "spw":
		return NewSPWReport(request)
	}
	return nil
}

// Parts of a report that a figure may count.
const (
	FigureCount       = "count"
	FigureRate        = "rate"        // the numerator, among the reference population only
	FigureReference   = "reference"   // the reference population of a result
	FigureUnknown     = "unknown"     // of the reference population, those without an answer
	FigureProvisional = "provisional" // of the reference population, those whose result may still change
)

// Figure names one cell of a report.
type Figure struct {
	Line   string
	Part   string
	Period bool   // over the period, else from the start of the operation
	Gender string // one of Genders, "" for all
}

var figureParts = map[string]string{
	"denominateur": FigureReference, "taux": FigureRate, "inconnus": FigureUnknown, "provisoires": FigureProvisional,
}

// FigureAt names the cell of a line under a column of the tables: « periode_f », « cumul_total », « taux »…
func FigureAt(line, column string) (Figure, bool) {
	if part, known := figureParts[column]; known {
		return Figure{Line: line, Part: part}, true
	}
	side, gender, found := strings.Cut(column, "_")
	gender = strings.ToUpper(gender)
	if !found || side != "periode" && side != "cumul" || gender != "TOTAL" && !slices.Contains(Genders[:], gender) {
		return Figure{}, false
	}
	if gender == "TOTAL" {
		gender = ""
	}
	return Figure{Line: line, Part: FigureCount, Period: side == "periode", Gender: gender}, true
}

// FigureGroup is those a figure leaves out for one reason.
type FigureGroup struct {
	Reason  string
	Members []FigureMember
}

// FigureMember is one participation, and why it is or is not in the figure.
type FigureMember struct {
	*Participation
	Reason string
}

// FigureSplit opens a figure: In has exactly the size of the figure, and In and Out together are every participation that
// could have counted.
type FigureSplit struct {
	Topic Topic
	In    []FigureMember
	Out   []FigureGroup
}

// Left is how many are not counted.
func (s FigureSplit) Left() int {
	n := 0
	for _, group := range s.Out {
		n += len(group.Members)
	}
	return n
}

// OpenFigure finds who is behind a figure; false when the report has no such line.
func OpenFigure(c Counting, f Figure) (FigureSplit, bool) {
	figures := c.Figures()
	topic := topicOf(c.Topics(), f.Line)
	line := slices.IndexFunc(figures.Lines, func(l IndicatorCount) bool { return l.Code == f.Line })
	if topic < 0 || line < 0 {
		return FigureSplit{}, false
	}
	split := FigureSplit{Topic: c.Topics()[topic]}
	labels := map[string]string{}
	for _, l := range figures.Lines {
		labels[l.Code] = l.Label
	}
	for i := range c.Len() {
		p, answer := c.Participation(i), c.Answer(i, topic)
		if f.Part == FigureRate && !answer.Refers {
			continue
		}
		in, reason := f.judge(p, answer, figures.Period, labels)
		member := FigureMember{p, p.Sentence(reason, answer.On)}
		if in {
			split.In = append(split.In, member)
		} else {
			split.leave(general(reason, figures.Period.To), member)
		}
	}
	slices.SortStableFunc(split.Out, func(a, b FigureGroup) int { return len(b.Members) - len(a.Members) })
	return split, true
}

// general is a reason that holds for many: what differs from one to the other is left out.
func general(reason string, asOf Date) string {
	reason = strings.ReplaceAll(reason, "{arrete}", FrenchDate(asOf))
	var b strings.Builder
	for reason != "" {
		before, rest, marked := strings.Cut(reason, "{")
		b.WriteString(before)
		if !marked {
			break
		}
		_, reason, _ = strings.Cut(rest, "}")
		b.WriteString("…")
	}
	return b.String()
}

func (s *FigureSplit) leave(reason string, member FigureMember) {
	for i := range s.Out {
		if s.Out[i].Reason == reason {
			s.Out[i].Members = append(s.Out[i].Members, member)
			return
		}
	}
	s.Out = append(s.Out, FigureGroup{reason, []FigureMember{member}})
}

// judge tells whether a participation is in the figure, and why.
func (f Figure) judge(p *Participation, a Answer, period Period, labels map[string]string) (bool, string) {
	switch f.Part {
	case FigureReference:
		return a.Refers, reasonOr(a.Refers, "Dans la population de référence.", outsideReason(a))
	case FigureUnknown:
		in := a.Refers && a.Outcome == NotKnown
		return in, reasonOr(in || !a.Refers, a.Reason, "La réponse est connue.")
	case FigureProvisional:
		in := a.Refers && p.Provisional
		if in || a.Refers {
			return in, reasonOr(in, "Sortie de moins de 28 jours : le résultat peut changer.", "Résultat définitif : plus de 28 jours depuis la sortie.")
		}
		return false, outsideReason(a)
	}
	return f.count(p, a, period, labels)
}

// outsideReason: who counts for a result without being in its population never happens; what is unknown of the population
// leaves the person out of it.
func outsideReason(a Answer) string {
	return reasonOr(a.Reason != "" && a.Reason != reasonCounted, a.Reason, "Hors de la population de référence.")
}

func reasonOr(condition bool, reason, otherwise string) string {
	if condition {
		return reason
	}
	return otherwise
}

func (f Figure) count(p *Participation, a Answer, period Period, labels map[string]string) (bool, string) {
	switch {
	case a.Outcome != Counted:
		return false, a.Reason
	case a.Line != f.Line:
		return false, "Compte sous « " + labels[a.Line] + " »."
	case f.Gender != "" && genderOf(p.Sex) != f.Gender:
		return false, "Compte dans une autre colonne (sexe)."
	case f.Period && !period.Contains(a.On):
		return false, "Compte hors de la période : {jour}."
	default:
		return true, reasonCounted
	}
}

func genderOf(sex string) string {
	if slices.Contains(Genders[:], sex) {
		return sex
	}
	return NoGender
}

// topicOf finds the topic a line answers: the line itself, or the characteristic before its first underscore.
func topicOf(topics []Topic, line string) int {
	characteristic, _, _ := strings.Cut(line, "_")
	return slices.IndexFunc(topics, func(q Topic) bool { return q.Code == line || q.Code == characteristic })
}
