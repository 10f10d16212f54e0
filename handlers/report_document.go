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
	AsOf       models.Date // day of hand-over after To, "" without
	Nominative bool
	Funder     bool // read by a funder: small cells masked
	Centre     string
	Version    string
	// Alone leaves out what changed since the last frozen report.
	Alone bool
	// Digest and Override are printed on the cover of a frozen report.
	Digest, Override string
}

// ReportKinds are the three reports, with the funder each is meant for.
var ReportKinds = map[string]string{"fse": models.FunderFSE, "forem": models.FunderForem, "spw": models.FunderSPW}

// Compile counts a report and lays it out. The scope is of kind report, or report_nominative for the nominative
// variant. Web page, JSON, workbook and the command line all come through here.
func Compile(ctx context.Context, s *store.Store, scope models.Scope, order ReportOrder) (*reports.Document, error) {
	counted, err := Count(ctx, s, scope, order)
	if err != nil {
		return nil, err
	}
	return layOut(ctx, s, scope, order, counted)
}

// Count counts a report, without laying it out.
func Count(ctx context.Context, s *store.Store, scope models.Scope, order ReportOrder) (models.Counting, error) {
	c := compiler{ctx, s, scope, order.Operation.PublicID}
	counted, err := c.start(order)
	if err != nil {
		return nil, err
	}
	if order.Alone {
		err = c.each(counted.Add)
	} else {
		err = c.flagging(order, counted)
	}
	if err != nil {
		return nil, err
	}
	counted.Finish()
	return counted, nil
}

// flagging counts a report and, beside it, the last frozen one as it would be today: what differs is flagged.
func (c compiler) flagging(order ReportOrder, counted models.Counting) error {
	last, err := c.store.LastRun(c.ctx, order.Operation.ID, order.Kind)
	if errors.Is(err, models.ErrNotFound) {
		return c.each(counted.Add)
	}
	if err != nil {
		return err
	}
	frozen, err := c.store.RunContent(c.ctx, last)
	if err != nil {
		return err
	}
	again, err := c.start(order.as(last))
	if err != nil {
		return err
	}
	if err := c.each(func(f models.EnrolmentFacts) { counted.Add(f); again.Add(f) }); err != nil {
		return err
	}
	again.Finish()
	gone, err := c.store.Gone(c.ctx, c.scope, c.operation)
	if err == nil {
		counted.Retroactive(models.CompareRuns(frozen, models.RunOf(again, gone, "", order.Version)))
	}
	return err
}

// as asks for the report of a frozen one, under the rules of today.
func (o ReportOrder) as(run store.ReportRun) ReportOrder {
	o.Kind, o.From, o.To, o.AsOf, o.Alone = run.Kind, run.FromOn, run.ToOn, run.AsOf, true
	return o
}

// layOut makes the tables of a counted report.
func layOut(ctx context.Context, s *store.Store, scope models.Scope, order ReportOrder, counted models.Counting) (*reports.Document, error) {
	meta := reports.Meta{Centre: order.Centre, Responsible: scope.Actor().Name, Version: order.Version, ProducedOn: s.Today(),
		Nominative: order.Nominative, Funder: order.Funder, For: order.Operation.Funder, Digest: order.Digest, Override: order.Override, Facts: attendances(ctx, s, scope, order.Operation.PublicID)}
	switch r := counted.(type) {
	case *models.FSEReport:
		return reports.FSE(r, meta), nil
	case *models.ForemReport:
		return reports.Forem(r, meta), nil
	case *models.SPWReport:
		return reports.SPW(r, meta), nil
	}
	return nil, fmt.Errorf("no layout for the report %q", order.Kind)
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

// start makes the empty report of a kind, with all that is not an enrolment.
func (c compiler) start(order ReportOrder) (models.Counting, error) {
	operation, err := c.store.WithDraws(c.ctx, order.Operation)
	if err != nil {
		return nil, err
	}
	order.Operation = operation
	request := models.ReportRequest{Operation: order.Operation, From: order.From, To: order.To, AsOf: order.AsOf}
	switch order.Kind {
	case "fse":
		estimates, err := c.store.Estimates(c.ctx, c.scope, c.operation)
		if err != nil {
			return nil, err
		}
		request.Estimates = models.EstimatesOn(estimates, max(order.To, order.AsOf))
		request.Targets, err = c.targets(order.To)
		return models.NewFSEReport(request), err
	case "forem":
		return c.forem(request)
	case "spw":
		r := models.NewSPWReport(request)
		return r, c.sessions(r.AddSession)
	}
	return nil, fmt.Errorf("unknown kind of report %q", order.Kind)
}

// targets are those of the operation on a day.
func (c compiler) targets(day models.Date) (map[string]models.Target, error) {
	all, err := c.store.Targets(c.ctx, c.scope, models.Period{From: day, To: day})
	var own []models.Target
	for _, t := range all {
		if t.Operation == c.operation {
			own = append(own, t.Target)
		}
	}
	return models.TargetsOn(own, day), err
}

func (c compiler) forem(request models.ReportRequest) (*models.ForemReport, error) {
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
	return r, nil
}

func (c compiler) sessions(add func(models.SessionFacts)) error {
	all, err := c.store.SessionFacts(c.ctx, c.scope, c.operation)
	for _, facts := range all {
		add(facts)
	}
	return err
}

// attendances streams the contacts a second time, for the sheet of attendances: nothing is kept in memory for it.
func attendances(ctx context.Context, s *store.Store, scope models.Scope, operation string) iter.Seq2[models.EnrolmentFacts, error] {
	return func(yield func(models.EnrolmentFacts, error) bool) {
		stopped := fmt.Errorf("stopped")
		err := s.Attendances(ctx, scope, operation, func(f models.EnrolmentFacts) error {
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
