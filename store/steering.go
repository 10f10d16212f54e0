package store

import (
	"context"
	"encoding/json"
	"fmt"

	"jalon/models"
)

// OperationsIn lists the operations within the scope that ran at some time of a period.
func (s *Store) OperationsIn(ctx context.Context, scope models.Scope, period models.Period) ([]models.Operation, error) {
	all, err := s.Operations(ctx, scope)
	var running []models.Operation
	for _, o := range all {
		if o.StartsOn <= period.To && (o.EndsOn == "" || o.EndsOn >= period.From) {
			running = append(running, o)
		}
	}
	return running, err
}

// BarrierMovesOf follows the freins of everybody of a centre until a day, person by person, within a scope of freins; a dispositif
// ("" = all) keeps those enrolled in it. Figures only: the journal has one line for them all.
func (s *Store) BarrierMovesOf(ctx context.Context, scope models.Scope, programme string, until models.Date) ([][]models.BarrierMove, error) {
	query, args := barrierRows(scope, programme, until)
	var rows []struct {
		models.Assessment
		Wrapped []byte `db:"wrapped"`
	}
	if err := s.list(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	var people [][]models.BarrierMove
	for first := 0; first < len(rows); {
		box, err := s.sealer.PersonBox(rows[first].ParticipantID, rows[first].Wrapped)
		if err != nil {
			return nil, err
		}
		var own []models.Assessment
		after := first
		for ; after < len(rows) && rows[after].ParticipantID == rows[first].ParticipantID; after++ {
			a := rows[after].Assessment
			text, err := box.Open("assessment "+a.ID, a.RatingsSealed)
			if err != nil {
				return nil, err
			}
			if err := json.Unmarshal([]byte(text), &a.AssessmentContent); err != nil {
				return nil, fmt.Errorf("assessment %s: %w", a.PublicID, err)
			}
			own = append(own, a)
		}
		people = append(people, models.BarrierMoves(own))
		first = after
	}
	if len(people) == 0 {
		return nil, nil
	}
	return people, s.JournalFigures(ctx, scope, fmt.Sprintf("figures of %d people", len(people)))
}

// JournalFigures leaves the line of figures that no report holds: sealed answers that were opened to be counted, a table taken away.
func (s *Store) JournalFigures(ctx context.Context, scope models.Scope, detail string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: firstCentre(scope), Detail: detail})
	})
}

// barrierRows: a person rated once cannot have moved, and is not opened.
func barrierRows(scope models.Scope, programme string, until models.Date) (string, []any) {
	condition, args := within(scope, models.KindBarrier)
	query := `select b.id, b.public_id, b.participant_id, b.on_date, b.ratings_sealed, k.wrapped from assessments b join participants p on p.id = b.participant_id
		join person_keys k on k.participant_id = p.id where ` + condition + ` and b.cancelled_at is null and b.on_date <= ?
		and exists (select 1 from assessments y where y.participant_id = b.participant_id and y.id <> b.id and y.cancelled_at is null and y.on_date <= ?)`
	args = append(args, until, until)
	if programme != "" {
		query += ` and exists (select 1 from enrolments e join operations o on o.id = e.operation_id where e.participant_id = p.id and e.cancelled_at is null and o.programme = ?)`
		args = append(args, programme)
	}
	return query + " order by b.participant_id, b.on_date, b.id", args
}

// StaffTimes adds up what colleagues did week by week: follow-ups (démarches included) and sessions given that were not cancelled.
// The scope is of kind steering; one of the home page gives the user's own time only.
func (s *Store) StaffTimes(ctx context.Context, scope models.Scope, period models.Period) ([]models.StaffTime, error) {
	var days []struct {
		UserID    string      `db:"user_id"`
		Name      string      `db:"name"`
		OnDate    models.Date `db:"on_date"`
		Programme string      `db:"programme"`
		Minutes   int         `db:"minutes"`
		Starts    string      `db:"starts_at"`
		Ends      string      `db:"ends_at"`
	}
	query, args := staffQuery(scope, period)
	if err := s.list(ctx, &days, query, args...); err != nil {
		return nil, err
	}
	type key struct {
		user, programme string
		week            models.Date
	}
	at := map[key]int{}
	var all []models.StaffTime
	for _, d := range days {
		k := key{d.UserID, d.Programme, d.OnDate.Monday()}
		i, known := at[k]
		if !known {
			i = len(all)
			at[k] = i
			all = append(all, models.StaffTime{UserID: d.UserID, Name: d.Name, Week: k.week, Programme: d.Programme})
		}
		if d.Ends != "" {
			d.Minutes *= models.CountedMinutes(models.CountDuration, "present", nil, nil, d.Starts, d.Ends)
		}
		all[i].Minutes += d.Minutes
	}
	return all, nil
}

// staffQuery: minutes of a session row is how many sessions had these hours on that day.
func staffQuery(scope models.Scope, period models.Period) (string, []any) {
	condition, own := withinAnchor(scope, onOperation)
	centre, centres := inCentres(scope, "f.centre_id")
	if scope.Kind() == models.KindHome && !scope.Empty() {
		condition, own, centre, centres = "u.id = ?", []any{scope.Actor().UserID}, "", nil
	}
	if centre != "" { // leads to the index of the days
		condition, own = condition+" and "+centre, append(own, centres...)
	}
	own = append(own, period.From, period.To)
	return `select u.id as user_id, u.name, f.on_date, o.programme, sum(f.minutes) as minutes, '' as starts_at, '' as ends_at
			from followups f join enrolments e on e.id = f.enrolment_id join operations o on o.id = e.operation_id join users u on u.id = f.user_id
			where ` + condition + ` and f.on_date >= ? and f.on_date <= ? and f.cancelled_at is null and f.presence = 'present'
			group by u.id, u.name, f.on_date, o.programme
		union all
		select u.id, u.name, f.on_date, o.programme, count(*), f.starts_at, f.ends_at
			from sessions f join operations o on o.id = f.operation_id join session_trainers t on t.session_id = f.id join users u on u.id = t.user_id
			where ` + condition + ` and f.on_date >= ? and f.on_date <= ? and f.status <> 'cancelled'
			group by u.id, u.name, f.on_date, o.programme, f.starts_at, f.ends_at
		order by 2, 3, 4`, append(own, own...)
}
