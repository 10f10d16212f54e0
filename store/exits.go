package store

import (
	"context"
	"slices"

	"jalon/models"
)

const (
	exitColumns = `id, public_id, centre_id, enrolment_id, on_date, reason, detail, declined, cancelled_at, cancelled_by, cancel_reason,
		created_by, created_at, version`
	eventColumns = `id, public_id, centre_id, enrolment_id, on_date, type, proof, detail, position, cancelled_at, cancelled_by,
		cancel_reason, created_by, created_at, version`
	sixMonthsColumns = "enrolment_id, centre_id, on_date, status, improvement, source, created_by, created_at, version"
)

// eventRecorded refuses the same fact of the same day.
const eventRecorded = "event.already"

// Outcome is everything recorded after the support: exits, later events, the six-month answer and the calls made.
type Outcome struct {
	Exits     []models.Exit
	Events    []models.LaterEvent
	SixMonths models.SixMonths
	Attempts  []Attempt
}

// MissedDays is on how many days calls found nobody; two calls on one day are one.
func (o Outcome) MissedDays() int {
	days := map[models.Date]bool{}
	for _, t := range o.Attempts {
		if t.Outcome == "injoignable" {
			days[t.OnDate] = true
		}
	}
	return len(days)
}

// HasExit tells whether an exit is there to be cancelled.
func (o Outcome) HasExit(publicID string) bool {
	return slices.ContainsFunc(o.Exits, func(x models.Exit) bool { return x.PublicID == publicID && x.CancelledAt.IsZero() })
}

// HasEvent tells whether an event is there to be cancelled.
func (o Outcome) HasEvent(publicID string) bool {
	return slices.ContainsFunc(o.Events, func(e models.LaterEvent) bool { return e.PublicID == publicID && e.CancelledAt.IsZero() })
}

// Attempt is one call for the six-month follow-up.
type Attempt struct {
	ID          string      `db:"id"`
	EnrolmentID string      `db:"enrolment_id"`
	OnDate      models.Date `db:"on_date"`
	Outcome     string      `db:"outcome"` // joignable, injoignable
	UserID      *string     `db:"user_id"`
}

// Outcome lists what followed one enrolment, within a scope of kind exit.
func (s *Store) Outcome(ctx context.Context, scope models.Scope, enrolmentPublicID string) (Outcome, error) {
	var out Outcome
	v, err := s.Enrolment(ctx, scope, enrolmentPublicID)
	if err != nil {
		return out, err
	}
	if err := s.list(ctx, &out.Exits, "select "+exitColumns+" from exits where enrolment_id = ? order by on_date, id", v.ID); err != nil {
		return out, err
	}
	if err := s.list(ctx, &out.Events, "select "+eventColumns+" from events where enrolment_id = ? order by on_date, position, id", v.ID); err != nil {
		return out, err
	}
	err = s.get(ctx, &out.SixMonths, "select "+sixMonthsColumns+" from six_months where enrolment_id = ?", v.ID)
	if err != nil && models.CodeOf(err) != models.NotFound {
		return out, err
	}
	err = s.list(ctx, &out.Attempts, "select id, enrolment_id, on_date, outcome, user_id from six_month_attempts where enrolment_id = ? order by on_date", v.ID)
	return out, err
}

// RecordExit closes the current spell. It may not precede the last presence of that spell, nor be in the future.
func (s *Store) RecordExit(ctx context.Context, scope models.Scope, enrolmentPublicID string, x models.Exit) (models.Exit, error) {
	err := s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.Enrolment(ctx, scope, enrolmentPublicID)
		if err != nil {
			return err
		}
		// Held until the end: two clicks at once must not both find the spell open.
		if err := tx.lockPerson(ctx, v.ParticipantID); err != nil {
			return err
		}
		if v, err = tx.Enrolment(ctx, scope, enrolmentPublicID); err != nil {
			return err
		}
		if err := exitable(v, x.OnDate, tx.Today()); err != nil {
			return err
		}
		x.ID, x.PublicID, x.CentreID, x.EnrolmentID = models.NewID(), models.NewPublicID(), v.CentreID, v.ID
		x.CreatedBy, x.CreatedAt, x.Version = nullable(scope.Actor().UserID), tx.Now(), 1
		if err := tx.insert(ctx, "exits", exitColumns, x); err != nil {
			return err
		}
		return tx.journalEnrolment(ctx, scope, v.Enrolment, "exit")
	})
	return x, err
}

func exitable(v EnrolmentView, on, today models.Date) error {
	switch {
	case !v.CancelledAt.IsZero():
		return models.Refuse(models.Conflict, "enrolment.cancelled")
	case v.FirstContact == "":
		return models.Refuse(models.Conflict, "exit.no_contact")
	case on > today:
		return models.Refuse(models.Invalid, "exit.future")
	case on < v.LastContact:
		return models.Refuse(models.Invalid, "exit.before_last_presence", "Date", models.FrenchDate(v.LastContact))
	case v.LastExit != "" && v.LastContact <= v.LastExit:
		return models.Refuse(models.Conflict, "exit.already", "Date", models.FrenchDate(v.LastExit))
	}
	return nil
}

// CancelExit undoes an exit made in error, with a reason.
func (s *Store) CancelExit(ctx context.Context, scope models.Scope, enrolmentPublicID, exitPublicID, reason string) error {
	return s.cancelOutcome(ctx, scope, "exits", enrolmentPublicID, exitPublicID, reason)
}

// RecordEvent adds a dated fact: job, training, qualification… It gives the fact as it is recorded.
func (s *Store) RecordEvent(ctx context.Context, scope models.Scope, enrolmentPublicID string, ev models.LaterEvent) (models.LaterEvent, error) {
	err := s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.Enrolment(ctx, scope, enrolmentPublicID)
		if err != nil {
			return err
		}
		if ev.OnDate > tx.Today() {
			return models.Refuse(models.Invalid, "event.future")
		}
		if err := tx.lockPerson(ctx, v.ParticipantID); err != nil {
			return err
		}
		// The exchange workbook knows a fact by enrolment, date and type: a double click must not make two of it.
		same, err := tx.count(ctx, "select count(*) from events where enrolment_id = ? and on_date = ? and type = ? and cancelled_at is null", v.ID, ev.OnDate, ev.Type)
		if err != nil {
			return err
		}
		if same > 0 {
			return models.Refuse(models.Conflict, eventRecorded)
		}
		err = tx.get(ctx, &ev.Position, "select coalesce(max(position), 0) + 1 from events where enrolment_id = ?", v.ID)
		if err != nil {
			return err
		}
		ev.ID, ev.PublicID, ev.CentreID, ev.EnrolmentID = models.NewID(), models.NewPublicID(), v.CentreID, v.ID
		ev.CreatedBy, ev.CreatedAt, ev.Version = nullable(scope.Actor().UserID), tx.Now(), 1
		if err := tx.insert(ctx, "events", eventColumns, ev); err != nil {
			return err
		}
		return tx.journalEnrolment(ctx, scope, v.Enrolment, "event")
	})
	return ev, err
}

// CancelEvent undoes an event made in error, with a reason.
func (s *Store) CancelEvent(ctx context.Context, scope models.Scope, enrolmentPublicID, eventPublicID, reason string) error {
	return s.cancelOutcome(ctx, scope, "events", enrolmentPublicID, eventPublicID, reason)
}

// cancelOutcome marks a row of exits or events; table is one of these two words, never what somebody typed.
func (s *Store) cancelOutcome(ctx context.Context, scope models.Scope, table, enrolmentPublicID, publicID, reason string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.Enrolment(ctx, scope, enrolmentPublicID)
		if err != nil {
			return err
		}
		n, err := tx.exec(ctx, "update "+table+` set cancelled_at = ?, cancelled_by = ?, cancel_reason = ?, version = version + 1
			where public_id = ? and enrolment_id = ? and cancelled_at is null`, tx.Now(), nullable(scope.Actor().UserID), reason, publicID, v.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return models.ErrNotFound
		}
		return tx.journalEnrolment(ctx, scope, v.Enrolment, table)
	})
}

// SaveSixMonths records the answer to the six-month follow-up, replacing the one of m.Version (0 = none yet). models.ErrStale:
// somebody recorded another one meanwhile.
func (s *Store) SaveSixMonths(ctx context.Context, scope models.Scope, enrolmentPublicID string, m models.SixMonths) error {
	return s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.Enrolment(ctx, scope, enrolmentPublicID)
		if err != nil {
			return err
		}
		if m.OnDate > tx.Today() {
			return models.Refuse(models.Invalid, "six_months.future")
		}
		if m.OnDate != "" && m.OnDate < v.LastExit {
			return models.Refuse(models.Invalid, "six_months.before_exit", "Date", models.FrenchDate(v.LastExit))
		}
		err = tx.change(ctx, `insert into six_months (`+sixMonthsColumns+`) values (?, ?, ?, ?, ?, ?, ?, ?, 1)
			on conflict (enrolment_id) do update set on_date = excluded.on_date, status = excluded.status,
			improvement = excluded.improvement, source = excluded.source, created_by = excluded.created_by, created_at = excluded.created_at,
			version = six_months.version + 1 where six_months.version = ?`,
			v.ID, v.CentreID, m.OnDate, m.Status, m.Improvement, m.Source, nullable(scope.Actor().UserID), tx.Now(), m.Version)
		if err != nil {
			return err
		}
		return tx.journalEnrolment(ctx, scope, v.Enrolment, "six_months")
	})
}

// RecordAttempt notes a call, answered or not.
func (s *Store) RecordAttempt(ctx context.Context, scope models.Scope, enrolmentPublicID, outcome string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.Enrolment(ctx, scope, enrolmentPublicID)
		if err != nil {
			return err
		}
		_, err = tx.exec(ctx, "insert into six_month_attempts (id, enrolment_id, on_date, outcome, user_id) values (?, ?, ?, ?, ?)",
			models.NewID(), v.ID, tx.Today(), outcome, nullable(scope.Actor().UserID))
		if err != nil {
			return err
		}
		return tx.journalEnrolment(ctx, scope, v.Enrolment, "six_month_call")
	})
}

// SixMonthCall is a line of the call list.
type SixMonthCall struct {
	Enrolment  string      `db:"enrolment"` // public id
	Person     string      `db:"person"`
	FamilyName string      `db:"family_name"`
	GivenName  string      `db:"given_name"`
	Phone      string      `db:"phone"`
	Programme  string      `db:"programme"`
	ExitOn     models.Date `db:"exit_on"`
	MissedDays int         `db:"missed_days"` // on which nobody answered; two calls on one day are one
}

// DueOn is the day on which the situation is asked: exit + 6 months, clamped to the month's end.
func (c SixMonthCall) DueOn() models.Date { return c.ExitOn.AddMonths(6) }

// SixMonthCalls lists closed enrolments of operations of a funder that asks for it (FSE+), due until a day, without an answer, oldest first.
// Where a sample was drawn, only those drawn are called.
func (s *Store) SixMonthCalls(ctx context.Context, scope models.Scope, until models.Date, limit int) ([]SixMonthCall, error) {
	condition, args := within(scope, models.KindExit)
	from, narrow, values := "enrolments e cross join exits x", "", []any(nil)
	if narrow, values = inCaseload(scope, "e.participant_id"); narrow == "" {
		from = "exits x cross join enrolments e"
		narrow, values = inCentres(scope, "x.centre_id")
	}
	if narrow != "" {
		condition, args = condition+" and "+narrow, append(args, values...)
	}
	var calls []SixMonthCall
	err := s.list(ctx, &calls, `select e.public_id as enrolment, p.public_id as person, p.family_name, p.given_name, p.phone, o.programme,
			x.on_date as exit_on, (select count(distinct t.on_date) from six_month_attempts t
				where t.enrolment_id = e.id and t.outcome = 'injoignable') as missed_days
		from `+from+` cross join participants p cross join operations o
		where e.id = x.enrolment_id and p.id = e.participant_id and o.id = e.operation_id and x.on_date <= ?
			and x.cancelled_at is null and e.cancelled_at is null and o.funder = 'FSE' and `+condition+`
			and not exists (select 1 from six_month_draws d where d.operation_id = e.operation_id and d.cancelled_at is null and x.on_date between d.exits_from and d.exits_until
				and not exists (select 1 from six_month_members w where w.draw_id = d.id and w.enrolment_id = e.id))
			and not exists (select 1 from six_months m where m.enrolment_id = e.id and m.status <> '')
			and not exists (select 1 from exits y where y.enrolment_id = e.id and y.cancelled_at is null and (y.on_date, y.id) > (x.on_date, x.id))
			and not exists (select 1 from `+attendedOf+` later where later.on_date > x.on_date)
		order by x.on_date, e.public_id limit ?`,
		append(append([]any{until.AddMonths(-6).AddDays(3)}, args...), limit)...)
	// Months have different lengths: the query is three days generous, the exact rule is DueOn's.
	return slices.DeleteFunc(calls, func(c SixMonthCall) bool { return c.DueOn() > until }), err
}
