package main

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"jalon/models"
	"jalon/store"
)

// standingReport is what the test reads of a report in JSON.
type standingReport struct {
	Participations []struct{ Enrolment, Status string }
	Controls       []struct {
		Code    string
		OK      bool
		Records []string
	}
}

// verdict is what one place says of an enrolment: its status, and the controls it fails.
type verdict struct {
	status string
	failed []string
}

// TestThePageAgreesWithTheReport: for every enrolment of the sample, on both engines and on several days, the page of the
// person and « jalon report » judge the same, and both engines print the same report to the byte.
func TestThePageAgreesWithTheReport(t *testing.T) {
	printed := map[string]string{}
	for engine, database := range databases(t) {
		t.Run(engine, func(t *testing.T) {
			dir := t.TempDir()
			mustRun(t, dir, "import", sampleWorkbook, "--database", database)
			for _, day := range []models.Date{"2025-06-30", "2026-03-31", "2026-06-30"} {
				page, kinds := pageVerdicts(t, dir, database, day)
				compared := 0
				for operation, kind := range kinds {
					out := printedReport(t, dir, database, kind, operation, day)
					where := operation + " on " + string(day)
					if other, known := printed[where]; known && other != out {
						t.Errorf("%s: another report than the other engine's", where)
					}
					printed[where] = out
					compared += compareVerdicts(t, reportVerdicts(t, out), page[operation], where)
				}
				if compared < 40 {
					t.Errorf("only %d enrolments compared on %s", compared, day)
				}
			}
		})
	}
}

func compareVerdicts(t *testing.T, report, page map[string]verdict, where string) int {
	t.Helper()
	compared := 0
	for enrolment, want := range report {
		got, shown := page[enrolment]
		if !shown || want.status != "" && got.status != want.status || !slices.Equal(got.failed, want.failed) {
			t.Errorf("%s, %s: the page says %v, the report %v", where, enrolment, got, want)
		}
		compared++
	}
	if len(page) < len(report) {
		t.Errorf("%s: %d enrolments on pages, %d in the report", where, len(page), len(report))
	}
	return compared
}

// printedReport is a report of the command line.
func printedReport(t *testing.T, dir, database, kind, operation string, day models.Date) string {
	t.Helper()
	from := string(models.ReportPeriod("", day).From)
	return mustRun(t, dir, "report", kind, "--operation", operation, "--from", from, "--to", string(day), "--format", "json", "--database", database)
}

// reportVerdicts reads a report of the command line. Controls of the whole report (a person enrolled twice, the share of
// incomplete records) and those that repeat Missing are no verdict on one record.
func reportVerdicts(t *testing.T, out string) map[string]verdict {
	t.Helper()
	var r standingReport
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	all := map[string]verdict{}
	for _, p := range r.Participations {
		all[p.Enrolment] = verdict{status: p.Status}
	}
	for _, control := range r.Controls {
		if slices.Contains([]string{"C07", "C11", "F02", "F08", "S02", "S05"}, control.Code) {
			continue
		}
		for _, enrolment := range control.Records {
			v := all[enrolment]
			v.failed = append(v.failed, control.Code)
			slices.Sort(v.failed)
			all[enrolment] = v
		}
	}
	return all
}

// pageVerdicts judges every enrolment as the page of its person does, by operation; kinds are the reports of the operations.
func pageVerdicts(t *testing.T, dir, database string, day models.Date) (all map[string]map[string]verdict, kinds map[string]string) {
	t.Helper()
	all, kinds = map[string]map[string]verdict{}, map[string]string{}
	reportOf := map[string]string{models.FunderFSE: "fse", models.FunderForem: "forem", models.FunderSPW: "spw"}
	onStore(t, dir, database, func(p *program, s *store.Store) error {
		centre, err := p.centre(context.Background(), s)
		if err != nil {
			return err
		}
		scope := func(kind string) models.Scope {
			scope, err := p.scope(centre, models.Read, kind)
			if err != nil {
				t.Fatal(err)
			}
			return scope
		}
		for _, person := range everybody(t, s, scope(models.KindCard), scope(models.KindParticipant), scope(models.KindEnrolment)) {
			facts, err := s.PersonFacts(context.Background(), scope(models.KindEnrolment), person)
			if err != nil {
				return err
			}
			for _, f := range facts {
				if all[f.Operation.Code] == nil {
					all[f.Operation.Code] = map[string]verdict{}
				}
				all[f.Operation.Code][f.Facts.Enrolment] = verdictOf(models.StandingOf(f.Operation, f.Facts, day))
				kinds[f.Operation.Code] = reportOf[f.Operation.Funder]
			}
		}
		return nil
	})
	return all, kinds
}

func verdictOf(standing models.Standing) verdict {
	v := verdict{status: string(standing.Status)}
	for _, control := range standing.Failed {
		v.failed = append(v.failed, control.Code)
	}
	slices.Sort(v.failed)
	return v
}

// everybody is the public ids of all cards, page after page.
func everybody(t *testing.T, s *store.Store, scopes ...models.Scope) []string {
	t.Helper()
	var people []string
	filter := store.CardFilter{}
	for {
		page, err := s.Cards(context.Background(), scopes[0], scopes[1], scopes[2], filter)
		if err != nil {
			t.Fatal(err)
		}
		for _, card := range page.Cards {
			people = append(people, card.PublicID)
		}
		if filter.After = page.Next; page.Next == "" {
			return people
		}
	}
}

// onStore opens the database of a test as a command does.
func onStore(t *testing.T, dir, database string, f func(p *program, s *store.Store) error) {
	t.Helper()
	p, err := newProgram(streams{strings.NewReader(""), io.Discard, io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	p.settings.Database, p.settings.KeyFile = database, dir+"/master.key"
	if err := p.withStore(context.Background(), false, func(s *store.Store) error { return f(p, s) }); err != nil {
		t.Fatal(err)
	}
}
