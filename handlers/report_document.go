package handlers

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"jalon/models"
	"jalon/reports"
	"jalon/store"
)

// ReportOrder is what somebody asks of a report.
type ReportOrder struct {
	Kind       string // fse, forem, spw
	Operation  models.Operation
	From, To   models.Date
	Nominative bool
	Funder     bool // read by a funder: small cells masked
	Centre     string
	Version    string
}

// ReportKinds are the three reports, with the funder each is meant for.
var ReportKinds = map[string]string{"fse": models.FunderFSE, "forem": models.FunderForem, "spw": models.FunderSPW}

// Compile counts a report and lays it out. The scope is of kind report, or report_nominative for the nominative
// variant. Web page, JSON, workbook and the command line all come through here.
func Compile(ctx context.Context, s *store.Store, scope models.Scope, order ReportOrder) (*reports.Document, error) {
	request := models.ReportRequest{Operation: order.Operation, From: order.From, To: order.To}
	meta := reports.Meta{Centre: order.Centre, Responsible: scope.Actor().Name, Version: order.Version, ProducedOn: s.Today(),
		Nominative: order.Nominative, Funder: order.Funder, Facts: factsAgain(ctx, s, scope, order.Operation.PublicID)}
	c := compiler{ctx, s, scope, order.Operation.PublicID}
	switch order.Kind {
	case "fse":
		r := models.NewFSEReport(request)
		if err := c.each(r.Add); err != nil {
			return nil, err
		}
		r.Finish()
		return reports.FSE(r, meta), nil
	case "forem":
		return c.forem(request, meta)
	case "spw":
		return c.spw(request, meta)
	}
	return nil, fmt.Errorf("unknown kind of report %q", order.Kind)
}

// compiler reads one operation for a report.
type compiler struct {
	ctx       context.Context
	store     *store.Store
	scope     models.Scope
	operation string
}

func (c compiler) each(add func(models.EnrolmentFacts)) error {
	return c.store.Participations(c.ctx, c.scope, c.operation, func(f models.EnrolmentFacts) error {
		add(f)
		return nil
	})
}

func (c compiler) forem(request models.ReportRequest, meta reports.Meta) (*reports.Document, error) {
	r := models.NewForemReport(request)
	if err := c.sessions(r.AddSession); err != nil {
		return nil, err
	}
	candidates, err := c.store.Recruitment(c.ctx, c.scope, c.operation)
	if err != nil {
		return nil, err
	}
	for _, candidate := range candidates {
		r.AddCandidate(candidate)
	}
	texts, err := c.store.ReportTexts(c.ctx, c.scope, c.operation, "forem", fmt.Sprint(request.To.Year()))
	if err != nil {
		return nil, err
	}
	for _, q := range models.ForemQuestions {
		r.Qualitative = append(r.Qualitative, models.QualitativeAnswer{Question: q.Text, Text: texts[q.Key].Body})
	}
	if err := c.each(r.Add); err != nil {
		return nil, err
	}
	r.Finish()
	return reports.Forem(r, meta), nil
}

func (c compiler) spw(request models.ReportRequest, meta reports.Meta) (*reports.Document, error) {
	r := models.NewSPWReport(request)
	if err := c.sessions(r.AddSession); err != nil {
		return nil, err
	}
	if err := c.each(r.Add); err != nil {
		return nil, err
	}
	r.Finish()
	return reports.SPW(r, meta), nil
}

func (c compiler) sessions(add func(models.SessionFacts)) error {
	all, err := c.store.SessionFacts(c.ctx, c.scope, c.operation)
	for _, facts := range all {
		add(facts)
	}
	return err
}

// factsAgain streams the enrolments a second time, for the sheet of attendances: nothing is kept in memory for it.
func factsAgain(ctx context.Context, s *store.Store, scope models.Scope, operation string) iter.Seq2[models.EnrolmentFacts, error] {
	return func(yield func(models.EnrolmentFacts, error) bool) {
		stopped := fmt.Errorf("stopped")
		err := s.Participations(ctx, scope, operation, func(f models.EnrolmentFacts) error {
			if !yield(f, nil) {
				return stopped
			}
			return nil
		})
		if err != nil && !errors.Is(err, stopped) {
			yield(models.EnrolmentFacts{}, err)
		}
	}
}
