package handlers

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/reports"
)

// apiOperation is an operation as programs read it.
type apiOperation struct {
	ID        string       `json:"id"`
	Code      string       `json:"code"`
	Title     string       `json:"title"`
	Programme string       `json:"programme"`
	Funder    *string      `json:"funder"`
	Number    *string      `json:"number"`
	StartsOn  models.Date  `json:"starts_on"`
	EndsOn    *models.Date `json:"ends_on"`
	Reports   []string     `json:"reports"` // kinds this reader may ask for
}

func (a *App) apiOperationOf(access Access, o models.Operation) apiOperation {
	kinds := a.reportKinds(access, o)
	if kinds == nil {
		kinds = []string{}
	}
	return apiOperation{ID: o.PublicID, Code: o.Code, Title: o.Title, Programme: o.Programme, Funder: orNil(o.Funder), Number: orNil(o.Number),
		StartsOn: o.StartsOn, EndsOn: orNil(o.EndsOn), Reports: kinds}
}

// orNil makes an unknown text null.
func orNil[T ~string](value T) *T {
	if value == "" {
		return nil
	}
	return &value
}

// apiOperations: GET /api/v1/operations.
func (a *App) apiOperations(c *gin.Context, access Access) error {
	if err := a.called(c, access.Scope, "", "operations"); err != nil {
		return err
	}
	operations, err := a.Store.Operations(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	return sendPage(c, operations, func(o models.Operation) string { return o.PublicID }, func(o models.Operation) any { return a.apiOperationOf(access, o) })
}

// apiOneOperation: GET /api/v1/operations/:operation.
func (a *App) apiOneOperation(c *gin.Context, access Access) error {
	o, err := a.Store.Operation(ctx(c), access.Scope, c.Param("operation"))
	if err != nil {
		return err
	}
	if err := a.called(c, access.Scope, o.PublicID, "operation"); err != nil {
		return err
	}
	return sendJSON(c, a.apiOperationOf(access, o))
}

// apiReport: GET /api/v1/operations/:operation/reports/:kind, the JSON of « jalon report », as the reader's pages show it.
func (a *App) apiReport(c *gin.Context, access Access) error {
	order, err := a.apiOrder(c, access, c.Param("kind"), "report")
	if err != nil {
		return err
	}
	document, err := Compile(ctx(c), a.Store, access.Scope, order)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := reports.WriteJSON(&out, document); err != nil {
		return err
	}
	return sendAPI(c, "application/json", out.Bytes())
}

// apiParticipants: GET /api/v1/operations/:operation/participants, the participations of a report, a page at a time, under their
// pseudonyms. Only those of the page are read and judged: one tells nothing of another.
func (a *App) apiParticipants(c *gin.Context, access Access) error {
	order, err := a.apiOrder(c, access, c.Query("report"), "participants")
	if err != nil {
		return err
	}
	limit, err := pageLimit(c)
	if err != nil {
		return err
	}
	facts, err := a.Store.ParticipationsAfter(ctx(c), access.Scope, order.Operation.PublicID, c.Query("after"), limit+1)
	if models.CodeOf(err) == models.NotFound {
		return models.Refuse(models.Invalid, "api.problem.after")
	}
	if err != nil {
		return err
	}
	counted := models.NewCounting(order.Kind, models.ReportRequest{Operation: order.Operation, From: order.From, To: order.To, AsOf: order.AsOf})
	all := make([]*models.Participation, len(facts))
	for i := range all {
		counted.Add(facts[i])
		all[i] = counted.Participation(i)
	}
	meta := reports.Meta{Funder: order.Funder, For: order.Operation.Funder}
	return sendItems(c, all, limit, func(p *models.Participation) string { return p.Enrolment }, func(p *models.Participation) any { return reports.ParticipationJSON(p, meta) })
}

// apiSession is a session as programs read it: nobody who gives it or comes to it.
type apiSession struct {
	ID        string      `json:"id"`
	Date      models.Date `json:"date"`
	Start     string      `json:"start"`
	End       string      `json:"end"`
	Module    *string     `json:"module"`
	Title     string      `json:"title"`
	Operator  *string     `json:"operator"`
	Minutes   int         `json:"planned_minutes"`
	Cancelled bool        `json:"cancelled"`
}

// apiSessions: GET /api/v1/operations/:operation/sessions.
func (a *App) apiSessions(c *gin.Context, access Access) error {
	o, err := a.Store.Operation(ctx(c), access.Scope, c.Param("operation"))
	if err != nil {
		return err
	}
	if err := a.called(c, access.Scope, o.PublicID, "sessions"); err != nil {
		return err
	}
	facts, err := a.Store.SessionFacts(ctx(c), access.Scope, o.PublicID)
	if err != nil {
		return err
	}
	slices.SortStableFunc(facts, func(x, y models.SessionFacts) int {
		return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.Start, y.Start), cmp.Compare(x.Ref, y.Ref))
	})
	return sendPage(c, facts, func(s models.SessionFacts) string { return s.Ref }, func(s models.SessionFacts) any {
		return apiSession{s.Ref, s.Date, s.Start, s.End, orNil(s.Module), s.Title, orNil(s.Operator), s.Planned, s.Cancelled}
	})
}

// apiOrder reads which report is asked for, and leaves the line of it in the journal. Without a kind, it is the funder's own.
func (a *App) apiOrder(c *gin.Context, access Access, kind, detail string) (ReportOrder, error) {
	var order ReportOrder
	o, err := a.Store.Operation(ctx(c), access.Scope, c.Param("operation"))
	if err != nil {
		return order, err
	}
	kinds := a.reportKinds(access, o)
	if kind == "" && len(kinds) > 0 {
		kind = kinds[0]
		for _, k := range kinds {
			if ReportKinds[k] == o.Funder {
				kind = k
			}
		}
	}
	if !slices.Contains(kinds, kind) {
		return order, models.ErrNotFound
	}
	days := map[string]models.Date{}
	for _, name := range []string{"from", "to", "as_of"} {
		d, err := models.ParseDate(c.Query(name))
		if err != nil {
			return order, models.Refuse(models.Invalid, "api.problem.date", "Name", name)
		}
		days[name] = d
	}
	order = ReportOrder{Kind: kind, Operation: o, AsOf: days["as_of"], Funder: !access.Actor.HasRole(models.Manager, models.Auditor), Version: a.Config.Version}
	order.To = cmp.Or(days["to"], min(a.today(), cmpOr(o.EndsOn, a.today())))
	order.From = cmp.Or(days["from"], models.ReportPeriod("", order.To).From)
	if order.From > order.To || order.AsOf != "" && order.AsOf < order.To {
		return order, models.Refuse(models.Invalid, "api.problem.period")
	}
	if err := a.called(c, access.Scope, o.PublicID, detail+" "+kind+" "+string(order.From)+" "+string(order.To)); err != nil {
		return order, err
	}
	order.Centre, err = a.Store.CentreName(ctx(c), access.Scope, o.CentreID)
	return order, err
}
