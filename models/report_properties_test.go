package models

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawCrowd draws up to four enrolments with everything the three reports look at.
func drawCrowd(t *rapid.T) []EnrolmentFacts {
	var facts []EnrolmentFacts
	for i := range rapid.IntRange(0, 4).Draw(t, "crowd") {
		f := drawFacts(t, fmt.Sprint("I", i))
		pick := func(label string, values ...string) string { return rapid.SampledFrom(values).Draw(t, label) }
		f.ID, f.Family, f.DuplicateKey = "e-"+f.Enrolment, "Nom "+f.Person, f.Person
		f.Requested = Date(pick("requested", "2025-01-10", "2025-09-01", ""))
		f.Profile.Commune, f.Profile.ContactLanguage = pick("commune", "92094", "Marseille", ""), pick("language", "ar", "uk", "")
		f.Snapshot.Public, f.Snapshot.Ground = pick("public", PublicObliged, PublicVolunteer, "inconnu", ""), pick("ground", "a", "c", "")
		f.Snapshot.Exemption, f.Snapshot.Income = pick("exemption", "travail", "", ""), pick("income", "ris", "refus", "")
		for k := range f.Contacts {
			c := &f.Contacts[k]
			c.Ref, c.Start = fmt.Sprint(f.Enrolment, "-", k), "09:00"
			if rapid.Bool().Draw(t, "session") {
				c.Kind, c.Mode, c.Module, c.Ref, c.Planned = SessionContact, "", "LLF-02", "S"+string(c.Date), 180
			}
		}
		if len(f.Exits) > 0 && rapid.Bool().Draw(t, "ties") { // events of one day: the row decides
			for k := range f.Events {
				f.Events[k].Date = f.Exits[0].Date.AddDays(k % 2)
			}
		}
		if rapid.Bool().Draw(t, "attested") {
			f.Attestations = []AttestationFact{{Number: f.Enrolment, Date: drawDate(t, "attestation")}}
		}
		facts = append(facts, f)
	}
	return facts
}

func drawRequest(t *rapid.T) ReportRequest {
	rules, o := drawRules(t), goToJob()
	o.ShortHours, o.ShortDays = fmt.Sprint(rules.ShortHours), fmt.Sprint(rules.ShortDays)
	o.LongTerm, o.Background, o.Incomplete = rules.LongTerm, rules.Background, rules.Incomplete
	from, to := drawDate(t, "from"), drawDate(t, "to")
	return ReportRequest{Operation: o, From: min(from, to), To: max(from, to)}
}

// whole tells, on one side, the persons that lines must add up to.
type whole struct {
	name  string
	lines []IndicatorCount
	sum   IndicatorCount
}

// At one as-of date, whatever the facts and the rules: the columns of every line make its total, and the lines of every characteristic make
// the population it describes, counted again from the list of participations.
func TestPartsMakeTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		request, facts := drawRequest(t), drawCrowd(t)
		for _, c := range countings(request, facts...) {
			for _, line := range c.Figures().Lines {
				for _, side := range []GenderCounts{line.Period, line.Cumulative} {
					if side.F+side.M+side.X+side.NR != side.Total {
						t.Fatalf("%s: %+v", line.Code, side)
					}
				}
			}
			for _, w := range wholesOf(c) {
				var period, cumulative GenderCounts
				for _, line := range w.lines {
					period, cumulative = period.plus(line.Period), cumulative.plus(line.Cumulative)
				}
				if period != w.sum.Period || cumulative != w.sum.Cumulative {
					t.Fatalf("%s %s: the parts make %+v and %+v, the whole is %+v", c.Figures().Kind, w.name, period, cumulative, w.sum)
				}
			}
			for i := range c.Len() {
				p, signed := c.Participation(i), 0
				for _, line := range p.Hours {
					signed += line.Signed
				}
				if signed != p.SignedMinutes {
					t.Fatalf("%s: %d minutes month by month, %d in all", p.Enrolment, signed, p.SignedMinutes)
				}
			}
		}
	})
}

// countThose adds up those a condition keeps, on the day that places them.
func countThose(c Counting, of func(*Participation) (bool, Date)) IndicatorCount {
	var count IndicatorCount
	for i := range c.Len() {
		if keep, on := of(c.Participation(i)); keep {
			count.add(c.Participation(i).Sex, c.Figures().Period.Contains(on))
		}
	}
	return count
}

func wholesOf(c Counting) []whole {
	came := countThose(c, func(p *Participation) (bool, Date) { return p.Started(), p.Entry })
	left := countThose(c, func(p *Participation) (bool, Date) { return p.Exit != "", p.Exit })
	switch r := c.(type) {
	case *ForemReport:
		all := []whole{{"entries", []IndicatorCount{r.Entries}, came}, {"results", r.Results.Lines, left}}
		for _, group := range r.Public {
			all = append(all, whole{group.Code, group.Lines, came})
		}
		return all
	case *SPWReport:
		all := []whole{{"public", []IndicatorCount{r.Total(SPWObliged), r.Total(SPWVolunteers), r.Total(SPWNoPublic)}, came}}
		for _, group := range r.Groups {
			all = append(all, whole{group.Code, group.Lines, came})
		}
		return all
	case *FSEReport:
		return fseWholes(r)
	}
	return nil
}

// fseWholes: what is not known of one characteristic is the remainder, whichever way incomplete records count.
func fseWholes(r *FSEReport) []whole {
	perVariable := r.Rules.Incomplete == IncompletePerVariable
	var all []whole
	for _, group := range []struct {
		codes   string
		missing string
	}{{"EECO02 EECO04 EECO05", MissingLabour}, {"EECO06 EECO07 EECO08 " + MiddleAgeGroup, MissingBirth}, {"EECO09 EECO10 EECO11", MissingISCED}, {TotalIndicator, ""}} {
		w := whole{name: group.codes}
		for _, code := range strings.Fields(group.codes) {
			w.lines = append(w.lines, r.Count(code))
		}
		w.sum = countThose(r, func(p *Participation) (bool, Date) {
			lacks := p.Status == Incomplete && group.missing != "" && (!perVariable || slices.Contains(p.Missing, group.missing))
			return p.Counts() && !lacks, p.Entry
		})
		all = append(all, w)
	}
	return all
}

// At one as-of date, what a longer period counts more than a shorter one is what lies in the days between, and a period from the start is
// the cumulative figure; the cumulative figure does not depend on the period.
func TestAdjacentPeriodsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		request, facts := drawRequest(t), drawCrowd(t)
		middle := drawDate(t, "middle")
		middle = min(max(middle, request.From.AddDays(1)), request.To.AddDays(1))
		later, whole := request, request
		later.From, whole.From = middle, "1900-01-01"
		long, short, start := countings(request, facts...), countings(later, facts...), countings(whole, facts...)
		for k := range long {
			for i, line := range long[k].Figures().Lines {
				brief, all := short[k].Figures().Lines[i], start[k].Figures().Lines[i]
				between := countedBetween(long[k], line.Code, request.From, middle.AddDays(-1))
				if line.Period != brief.Period.plus(between) || line.Cumulative != brief.Cumulative {
					t.Fatalf("%s from %s: %+v is not %+v and %+v", line.Code, request.From, line.Period, between, brief.Period)
				}
				if undated := countedBetween(long[k], line.Code, "", ""); all.Period.plus(undated) != all.Cumulative {
					t.Fatalf("%s from the start: %+v, cumulative %+v", line.Code, all.Period, all.Cumulative)
				}
			}
		}
	})
}

func countedBetween(c Counting, line string, from, to Date) GenderCounts {
	var count GenderCounts
	topic := topicOf(c.Topics(), line)
	for i := range c.Len() {
		if a := c.Answer(i, topic); a.Outcome == Counted && a.Line == line && a.On >= from && a.On <= to {
			count.Add(c.Participation(i).Sex)
		}
	}
	return count
}

// Flows never change afterwards: entries, places and hours of two periods that follow one another, each reported on its last day, make those
// of both together.
func TestFlowsOfFollowingPeriodsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		request, facts := drawRequest(t), drawCrowd(t)
		first, second := request, request
		first.To = min(drawDate(t, "middle"), request.To.AddDays(-1))
		first.From = min(request.From, first.To)
		request.From, second.From = first.From, first.To.AddDays(1)
		report := func(q ReportRequest) (*ForemReport, *SPWReport, *Steering) {
			c := countings(q, facts...)
			s := NewSteering(q.Operation, ReportPeriod(q.From, q.To))
			for _, f := range facts {
				s.Add(f)
			}
			return c[1].(*ForemReport), c[2].(*SPWReport), s
		}
		f1, s1, p1 := report(first)
		f2, s2, p2 := report(second)
		f, s, p := report(request)
		if f.Entries.Period != f1.Entries.Period.plus(f2.Entries.Period) || s.Total(SPWParticipants).Period != s1.Total(SPWParticipants).Period.plus(s2.Total(SPWParticipants).Period) {
			t.Fatalf("entries: %+v and %+v are not %+v", f1.Entries.Period, f2.Entries.Period, f.Entries.Period)
		}
		if p.Minutes != p1.Minutes+p2.Minutes || p.Measure(MeasureSessions) != p1.Measure(MeasureSessions)+p2.Measure(MeasureSessions) || len(p.Persons) > len(p1.Persons)+len(p2.Persons) {
			t.Fatalf("steering: %d minutes, %d and %d", p.Minutes, p1.Minutes, p2.Minutes)
		}
		for i := range f.Participations {
			a, b, both := f1.Participations[i].InPeriod, f2.Participations[i].InPeriod, f.Participations[i].InPeriod
			sum := AttendanceSum{a.Planned + b.Planned, a.Signed + b.Signed, a.Places + b.Places, a.Attended + b.Attended, a.Excused + b.Excused, a.Absent + b.Absent, a.ToSpecify + b.ToSpecify}
			if sum != both {
				t.Fatalf("%s: %+v and %+v are not %+v", f.Participations[i].Enrolment, a, b, both)
			}
		}
	})
}

// Whoever comes once more never makes a total of persons fall, nor the signed time.
func TestMoreContactsNeverLowerTheTotals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		request, before := drawRequest(t), drawCrowd(t)
		after := slices.Clone(before)
		for range rapid.IntRange(1, 4).Draw(t, "more") {
			if len(after) == 0 {
				break
			}
			f := &after[rapid.IntRange(0, len(after)-1).Draw(t, "who")]
			c := met(drawDate(t, "again"))
			c.Signed = rapid.Bool().Draw(t, "signed again")
			f.Contacts = append(slices.Clone(f.Contacts), c)
		}
		was, is := countings(request, before...), countings(request, after...)
		for k, code := range []string{TotalIndicator, ForemTotal, SPWParticipants} {
			total := func(c Counting) GenderCounts {
				lines := c.Figures().Lines
				return lines[slices.IndexFunc(lines, func(l IndicatorCount) bool { return l.Code == code })].Cumulative
			}
			if !total(was[k]).within(total(is[k])) {
				t.Fatalf("%s falls from %+v to %+v", code, total(was[k]), total(is[k]))
			}
		}
		for i := range before {
			if was[0].Participation(i).SignedMinutes > is[0].Participation(i).SignedMinutes {
				t.Fatal("signed time shrinks")
			}
		}
	})
}

// No figure depends on the order of the rows, and none on what people and files are called: anonymous, the reports say the same.
func TestFiguresForgetOrderAndNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		request, facts := drawRequest(t), drawCrowd(t)
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 1))
		shuffled := slices.Clone(facts)
		for i := range shuffled {
			f := &shuffled[i]
			f.Contacts, f.Exits, f.Events = mixed(random, f.Contacts), mixed(random, f.Exits), mixed(random, f.Events)
		}
		shuffled = mixed(random, shuffled)
		anonymous := slices.Clone(shuffled)
		for i := range anonymous {
			f := &anonymous[i]
			f.Enrolment, f.Person, f.Family, f.Given, f.Referent, f.DuplicateKey = "x"+f.Enrolment, "x"+f.Person, "", "", "", ""
			f.Profile.HasPhone, f.Profile.HasEmail = false, false
		}
		was, order, nameless := countings(request, facts...), countings(request, shuffled...), countings(request, anonymous...)
		for k := range was {
			before, after := RunOf(was[k], nil, "", ""), RunOf(order[k], nil, "", "")
			if diff := cmp.Diff(before, after); diff != "" {
				t.Fatalf("the order of the rows matters:\n%s", diff)
			}
			if diff := cmp.Diff(was[k].Figures().Lines, nameless[k].Figures().Lines) + cmp.Diff(was[k].Figures().Rates, nameless[k].Figures().Rates); diff != "" {
				t.Fatalf("the names matter:\n%s", diff)
			}
		}
		if diff := cmp.Diff(was[1].(*ForemReport).Modules, order[1].(*ForemReport).Modules) + cmp.Diff(was[1].(*ForemReport).Sessions, order[1].(*ForemReport).Sessions); diff != "" {
			t.Fatalf("the order of the rows matters to modules:\n%s", diff)
		}
	})
}

func mixed[T any](random *rand.Rand, list []T) []T {
	list = slices.Clone(list)
	random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}
