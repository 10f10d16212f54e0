package handlers

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"jalon/models"
)

// steeringMemory keeps the figures of operations. They rest on every contact of every enrolment, so they are counted beside the pages:
// one operation at a time, each at most once for all who wait for it. Older figures are shown while newer ones are counted.
type steeringMemory struct {
	mu     sync.Mutex
	kept   map[steeringKey]*steeringKept
	failed map[string]steeringFailure // by operation
	orders []*steeringOrder           // of an operation, at most the one being counted and one that waits
	busy   bool                       // somebody counts the orders
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
	asked   models.Instant // the last time
	changed bool           // something was, since
}

// steeringFailure is why the last count of an operation gave nothing.
type steeringFailure struct {
	err error
	at  models.Instant
}

// life bounds how old a figure is when it is counted again: two hundred times what it took, from a minute (memoryLife) to a quarter
// of an hour.
func (k *steeringKept) life() time.Duration {
	return min(15*time.Minute, max(memoryLife, 200*k.took))
}

// steeringPatience is how long a page waits for figures that were never counted, before it says that they are being counted.
var steeringPatience = 3 * time.Second

const (
	// quickCount is how long it waits for newer ones, when the last count was as quick.
	quickCount = 500 * time.Millisecond
	// A memory of that many figures forgets those that nobody asked for that long.
	mostFigures, unasked = 200, 10 * time.Minute
)

// steeringOrder asks for the figures of an operation over some periods: its enrolments are read once for all of them.
type steeringOrder struct {
	scope     models.Scope // the operation was found within it
	operation models.Operation
	periods   []models.Period
	begun     bool
	done      chan struct{} // closed once counted, or err tells why not
	err       error
}

func keyOf(o models.Operation, period models.Period) steeringKey {
	return steeringKey{o.ID, o.Version, period}
}

// look tells which periods of an order are to be counted, and whether some were never: the reader has to wait for those.
func (m *steeringMemory) look(order steeringOrder, now models.Instant) (old []models.Period, patience time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, period := range order.periods {
		kept, known := m.kept[keyOf(order.operation, period)]
		switch {
		case !known:
			patience = steeringPatience
		case !kept.changed && now.Sub(kept.at.Time).Abs() < kept.life():
			continue
		case kept.took < quickCount:
			patience = max(patience, quickCount)
		}
		old = append(old, period)
	}
	return old, patience
}

// place adds an order to those that wait, or joins one of the same operation. start tells that nobody counts yet.
func (m *steeringMemory) place(order steeringOrder) (placed *steeringOrder, start bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, o := range m.orders {
		if o.operation.ID != order.operation.ID || o.operation.Version != order.operation.Version {
			continue
		}
		missing := slices.DeleteFunc(slices.Clone(order.periods), func(p models.Period) bool { return slices.Contains(o.periods, p) })
		if len(missing) == 0 {
			return o, false
		}
		if !o.begun {
			o.periods = append(o.periods, missing...)
			return o, false
		}
	}
	order.done = make(chan struct{})
	m.orders = append(m.orders, &order)
	start, m.busy = !m.busy, true
	return &order, start
}

// next is the order to count, nil when none waits.
func (m *steeringMemory) next() *steeringOrder {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.orders) == 0 {
		m.busy = false
		return nil
	}
	m.orders[0].begun = true
	return m.orders[0]
}

// settle keeps what was counted of the first order, and lets go those who wait for it.
func (m *steeringMemory) settle(figures []*models.Steering, at models.Instant, took time.Duration, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	order := m.orders[0]
	m.orders = m.orders[1:]
	if m.kept == nil {
		m.kept = map[steeringKey]*steeringKept{}
	}
	if len(m.kept) > mostFigures {
		maps.DeleteFunc(m.kept, func(_ steeringKey, k *steeringKept) bool { return at.Sub(k.asked.Time).Abs() > unasked })
	}
	for _, f := range figures {
		m.kept[keyOf(order.operation, f.Period)] = &steeringKept{figures: f, at: at, took: took, asked: at}
	}
	if m.failed == nil {
		m.failed = map[string]steeringFailure{}
	}
	if delete(m.failed, order.operation.ID); err != nil {
		m.failed[order.operation.ID] = steeringFailure{err, models.InstantOf(at.Add(took))}
	}
	order.err = err
	close(order.done)
}

// why tells why figures are not there: a count failed not long ago, which is told once, or they are being counted.
func (m *steeringMemory) why(operation string, now models.Instant) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	failure, known := m.failed[operation]
	delete(m.failed, operation)
	if known && now.Sub(failure.at.Time).Abs() < memoryLife {
		return failure.err
	}
	return errCounting
}

// take is what is kept of an order; whole tells that nothing is missing.
func (m *steeringMemory) take(order steeringOrder, now models.Instant) (found map[models.Period]steeringKept, whole bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	found = map[models.Period]steeringKept{}
	for _, period := range order.periods {
		if kept, known := m.kept[keyOf(order.operation, period)]; known {
			kept.asked = now
			found[period] = *kept
		}
	}
	return found, len(found) == len(order.periods)
}

// last is what was last counted, however long ago: the page that shows it says when.
func (m *steeringMemory) last(key steeringKey) (steeringKept, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if k, known := m.kept[key]; known {
		return *k, true
	}
	return steeringKept{}, false
}

// change has the figures of an operation counted again when they are next asked for.
func (m *steeringMemory) change(operation string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for key, kept := range m.kept {
		kept.changed = kept.changed || key.operation == operation
	}
}

// forget makes the next page count again.
func (m *steeringMemory) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = nil
}

// errCounting says that figures are being counted: the page comes back for them (showCounting).
var errCounting = errors.New("figures are being counted")

// placeOrders has the figures counted that are not, or no longer, known. It tells which of these orders a page waits for, and how long.
func (a *App) placeOrders(orders []steeringOrder) (waited []*steeringOrder, patience time.Duration) {
	nobody := false
	for _, order := range orders {
		old, wait := a.steering.look(order, a.Store.Now())
		if len(old) == 0 {
			continue
		}
		order.periods = old
		placed, start := a.steering.place(order)
		nobody = nobody || start
		if wait > 0 {
			waited, patience = append(waited, placed), max(patience, wait)
		}
	}
	if nobody {
		a.chores.done.Go(a.countOrders)
	}
	return waited, patience
}

// counted are the figures of each order, period by period. The page waits for those that were never counted, but not longer than its
// patience, and for those that are quickly counted; after that it shows older ones, or answers errCounting.
func (a *App) counted(ctx context.Context, patience time.Duration, orders ...steeringOrder) ([]map[models.Period]steeringKept, error) {
	waited, wait := a.placeOrders(orders)
	deadline := time.NewTimer(min(wait, patience))
	defer deadline.Stop()
	for over := false; len(waited) > 0 && !over; {
		select {
		case <-waited[0].done:
			if err := waited[0].err; err != nil {
				return nil, err
			}
			waited = waited[1:]
		case <-deadline.C:
			over = true
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	found := make([]map[models.Period]steeringKept, len(orders))
	for i, order := range orders {
		whole := false
		if found[i], whole = a.steering.take(order, a.Store.Now()); !whole {
			return nil, a.steering.why(order.operation.ID, a.Store.Now())
		}
	}
	return found, nil
}

// countOrders counts what was asked for, one operation after the other, until nothing waits.
func (a *App) countOrders() {
	for order := a.steering.next(); order != nil; order = a.steering.next() {
		begun, at := time.Now(), a.Store.Now()
		figures, err := a.countOrder(order)
		if err != nil && a.chores.ctx.Err() == nil {
			a.Log.Error("figures", "operation", order.operation.PublicID, "error", err)
		}
		a.steering.settle(figures, at, time.Since(begun), err)
	}
}

// countOrder reads the enrolments of an operation once for all the periods asked for.
func (a *App) countOrder(order *steeringOrder) ([]*models.Steering, error) {
	figures := make([]*models.Steering, len(order.periods))
	for i, period := range order.periods {
		figures[i] = models.NewSteering(order.operation, period)
	}
	err := a.Store.SteeringFacts(a.chores.ctx, order.scope, order.operation.PublicID, func(f models.EnrolmentFacts) error {
		for _, s := range figures {
			s.Add(f)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return figures, nil
}

// lookForDay is how often a new day is looked for.
const lookForDay = 20 * time.Second

// KeepFigures has the figures counted that pages open on, soon after the program started and then each day, until the context ends:
// the first reader finds them.
func (a *App) KeepFigures(ctx context.Context) {
	ticker := time.NewTicker(lookForDay)
	defer ticker.Stop()
	counted := models.Date("")
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if today := a.today(); today != counted {
			if err := a.orderFigures(ctx, today); err != nil && ctx.Err() == nil {
				a.Log.Error("figures", "error", err)
			}
			counted = today
		}
	}
}

// orderFigures places the orders of « Pilotage » and of the pages of funders, for every centre.
func (a *App) orderFigures(ctx context.Context, today models.Date) error {
	centres, err := a.Store.CentresByCode(ctx)
	if err != nil {
		return err
	}
	for _, centre := range centres {
		scope, err := a.Gate.Scope(a.Gate.System(centre.ID), models.Read, models.KindSteering)
		if err != nil {
			return err
		}
		_, running, err := a.steeringOrders(ctx, scope, models.ReportPeriod("", today), func(models.Operation) bool { return true })
		if err != nil {
			return err
		}
		_, funded, err := a.steeringOrders(ctx, scope, models.ReportPeriod("", monthEnded(today)), func(o models.Operation) bool { return o.Funder != "" })
		if err != nil {
			return err
		}
		a.placeOrders(append(running, funded...))
	}
	return nil
}
