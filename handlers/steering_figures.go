package handlers

import (
	"context"
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
)

// steeringFigures are the operations of a page of figures, each over the period and over the same days a year before.
type steeringFigures struct {
	period     models.Period
	at         models.Instant // of the oldest of the figures
	operations []steeringOperation
	targets    []targetState
}

// steeringOperation is one operation, now and a year before.
type steeringOperation struct {
	models.Operation
	Now, Before *models.Steering
}

// targetState is a target with what is done of it.
type targetState struct {
	store.TargetView
	Done int
	On   models.Date // the day until which it is counted
}

// Expected is what should be done by the day of the figures.
func (t targetState) expected() int { return t.Expected(t.On) }

// gather counts the operations within a scope that keep leaves, and in the same readings what the page asks for beside them. It answers
// errCounting when that takes long.
func (a *App) gather(c *gin.Context, scope models.Scope, period models.Period, keep func(models.Operation) bool, beside ...steeringOrder) (steeringFigures, error) {
	figures, orders, err := a.steeringOrders(ctx(c), scope, period, keep)
	if err != nil {
		return figures, err
	}
	counted, err := a.counted(ctx(c), steeringPatience, append(orders, beside...)...)
	if err != nil {
		return figures, err
	}
	figures.at = a.Store.Now()
	for i := range figures.operations {
		figures.take(i, counted[i])
	}
	return figures, nil
}

// steeringOrders prepares the figures of the operations within a scope, and what is to be counted of each.
func (a *App) steeringOrders(ctx context.Context, scope models.Scope, period models.Period, keep func(models.Operation) bool) (steeringFigures, []steeringOrder, error) {
	figures := steeringFigures{period: period}
	before := figures.before()
	all, err := a.Store.OperationsIn(ctx, scope, models.Period{From: before.From, To: period.To})
	if err != nil {
		return figures, nil, err
	}
	targets, err := a.Store.Targets(ctx, scope, period)
	if err != nil {
		return figures, nil, err
	}
	var orders []steeringOrder
	for _, o := range all {
		if !keep(o) {
			continue
		}
		order := steeringOrder{scope: scope, operation: o, periods: []models.Period{period, before}}
		for _, t := range targets {
			if t.OperationID != o.ID {
				continue
			}
			counted := targetPeriod(t.Target, period.To)
			figures.targets = append(figures.targets, targetState{TargetView: t, On: counted.To})
			if !slices.Contains(order.periods, counted) {
				order.periods = append(order.periods, counted)
			}
		}
		figures.operations, orders = append(figures.operations, steeringOperation{Operation: o}), append(orders, order)
	}
	return figures, orders, nil
}

// before is the same days a year before.
func (f steeringFigures) before() models.Period {
	return models.Period{From: f.period.From.AddMonths(-12), To: f.period.To.AddMonths(-12)}
}

// take puts what was counted of one operation in its place.
func (f *steeringFigures) take(i int, counted map[models.Period]steeringKept) {
	o := &f.operations[i]
	o.Now, o.Before = counted[f.period].figures, counted[f.before()].figures
	for _, kept := range counted {
		if kept.at.Before(f.at.Time) {
			f.at = kept.at
		}
	}
	for j := range f.targets {
		switch t := &f.targets[j]; {
		case t.OperationID != o.ID:
		case t.Measure != models.MeasureOwn:
			t.Done = counted[targetPeriod(t.Target, f.period.To)].figures.Measure(t.Measure)
		case t.Target.Done != nil:
			t.Done = *t.Target.Done
		}
	}
}

// targetPeriod is the days over which a target is counted on a day.
func targetPeriod(t models.Target, today models.Date) models.Period {
	return models.Period{From: t.FromOn, To: min(t.DueOn, today)}
}

// persons are the different people of the figures, and where they live; before tells those of a year earlier.
func (f steeringFigures) persons(programme string, before bool) map[string]models.Home {
	people := map[string]models.Home{}
	for _, o := range f.operations {
		s := o.Now
		if before {
			s = o.Before
		}
		if programme != "" && o.Programme != programme {
			continue
		}
		for person, home := range s.Persons {
			people[person] = home
		}
	}
	return people
}

// sum adds a figure up over the operations.
func (f steeringFigures) sum(of func(*models.Steering) int) int {
	total := 0
	for _, o := range f.operations {
		total += of(o.Now)
	}
	return total
}

// attendance adds the places of all sessions up, of a dispositif when given.
func (f steeringFigures) attendance(programme string) models.Attendance {
	var total models.Attendance
	for _, o := range f.operations {
		if programme != "" && o.Programme != programme {
			continue
		}
		for _, month := range o.Now.Months {
			total = total.Plus(month)
		}
	}
	return total
}

// programmes lists the dispositifs of the figures, in the order of every screen.
func (f steeringFigures) programmes() []string {
	var codes []string
	for _, code := range []string{models.M4H, models.LLF, models.GTJ, models.AUT} {
		for _, o := range f.operations {
			if o.Programme == code {
				codes = append(codes, code)
				break
			}
		}
	}
	return codes
}
