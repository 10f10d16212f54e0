package handlers

import (
	"context"
	"sync"
	"time"

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

// steeringOperation is one operation; Before is nil when it did not run a year before.
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

// steeringMemory keeps the figures of operations. They rest on every contact of every enrolment: what took long to count is kept longer.
type steeringMemory struct {
	mu   sync.Mutex
	kept map[steeringKey]steeringKept
	busy map[string]*sync.Mutex // one count at a time for an operation
}

type steeringKey struct {
	operation string
	version   int // the rules of counting are part of the operation
	period    models.Period
}

type steeringKept struct {
	figures *models.Steering
	at      models.Instant
	took    time.Duration
}

// steeringLife bounds how old a figure may be: two hundred times what it took, from a minute (memoryLife) to a quarter of an hour.
func (k steeringKept) life() time.Duration {
	return min(15*time.Minute, max(memoryLife, 200*k.took))
}

func (m *steeringMemory) get(key steeringKey, now models.Instant) (steeringKept, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k, known := m.kept[key]
	return k, known && now.Sub(k.at.Time).Abs() < k.life()
}

func (m *steeringMemory) put(key steeringKey, k steeringKept) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil || len(m.kept) > 200 {
		m.kept = map[steeringKey]steeringKept{}
	}
	m.kept[key] = k
}

// forget makes the next page count again.
func (m *steeringMemory) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = nil
}

// turn is held while an operation is counted, so that two readers do not count it twice.
func (m *steeringMemory) turn(operation string) *sync.Mutex {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.busy == nil {
		m.busy = map[string]*sync.Mutex{}
	}
	if m.busy[operation] == nil {
		m.busy[operation] = &sync.Mutex{}
	}
	return m.busy[operation]
}

// steeringOf counts an operation over some periods, reading its enrolments at most once. The operation was found within the scope.
func (a *App) steeringOf(ctx context.Context, scope models.Scope, o models.Operation, periods ...models.Period) (map[models.Period]steeringKept, error) {
	turn := a.steering.turn(o.ID)
	turn.Lock()
	defer turn.Unlock()
	found, now := map[models.Period]steeringKept{}, a.Store.Now()
	missing := map[models.Period]*models.Steering{}
	for _, period := range periods {
		if kept, fresh := a.steering.get(steeringKey{o.ID, o.Version, period}, now); fresh {
			found[period] = kept
		} else {
			missing[period] = models.NewSteering(o, period)
		}
	}
	if len(missing) == 0 {
		return found, nil
	}
	begun := time.Now()
	err := a.Store.OwnParticipations(ctx, scope, o.PublicID, func(f models.EnrolmentFacts) error {
		for _, s := range missing {
			s.Add(f)
		}
		return nil
	})
	for period, s := range missing {
		found[period] = steeringKept{s, now, time.Since(begun)}
		if err == nil {
			a.steering.put(steeringKey{o.ID, o.Version, period}, found[period])
		}
	}
	return found, err
}

// gather counts the operations within a scope, those of a dispositif and of a funder when given. The operations are counted side by side.
func (a *App) gather(c *gin.Context, scope models.Scope, period models.Period, keep func(models.Operation) bool) (steeringFigures, error) {
	figures := steeringFigures{period: period, at: a.Store.Now()}
	before := models.Period{From: period.From.AddMonths(-12), To: period.To.AddMonths(-12)}
	all, err := a.Store.OperationsIn(ctx(c), scope, models.Period{From: before.From, To: period.To})
	if err != nil {
		return figures, err
	}
	targets, err := a.Store.Targets(ctx(c), scope, period)
	if err != nil {
		return figures, err
	}
	for _, o := range all {
		if keep(o) {
			figures.operations = append(figures.operations, steeringOperation{Operation: o})
		}
	}
	errs := make([]error, len(figures.operations))
	counted := make([]map[models.Period]steeringKept, len(figures.operations))
	var wait sync.WaitGroup
	for i, o := range figures.operations {
		periods := []models.Period{period, before}
		for _, t := range targets {
			if t.OperationID == o.ID {
				periods = append(periods, targetPeriod(t.Target, period.To))
			}
		}
		wait.Go(func() { counted[i], errs[i] = a.steeringOf(ctx(c), scope, o.Operation, periods...) })
	}
	wait.Wait()
	for i := range figures.operations {
		if errs[i] != nil {
			return figures, errs[i]
		}
		figures.take(i, counted[i], before, targets)
	}
	return figures, nil
}

// take puts what was counted of one operation in its place.
func (f *steeringFigures) take(i int, counted map[models.Period]steeringKept, before models.Period, targets []store.TargetView) {
	o := &f.operations[i]
	o.Now, o.Before = counted[f.period].figures, counted[before].figures
	for _, kept := range counted {
		if kept.at.Before(f.at.Time) {
			f.at = kept.at
		}
	}
	for _, t := range targets {
		if t.OperationID != o.ID {
			continue
		}
		period := targetPeriod(t.Target, f.period.To)
		state := targetState{TargetView: t, On: period.To, Done: counted[period].figures.Measure(t.Measure)}
		if t.Measure == models.MeasureOwn {
			state.Done = 0
			if t.Target.Done != nil {
				state.Done = *t.Target.Done
			}
		}
		f.targets = append(f.targets, state)
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
