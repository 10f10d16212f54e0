package store

import (
	"context"
	"slices"

	"jalon/models"
)

// searchAhead is how far after the last day of a plan a remedy may lie, in days.
const searchAhead = 60

// ProposeSeries lays a plan out against what the centre has. The trainers of the plan who are not colleagues of the centre's list are
// refused before, by the form.
func (s *Store) ProposeSeries(ctx context.Context, scope models.Scope, plan models.SeriesPlan) (models.Proposal, error) {
	proposal, _, err := s.propose(ctx, scope, plan)
	return proposal, err
}

func (s *Store) propose(ctx context.Context, scope models.Scope, plan models.SeriesPlan) (models.Proposal, models.Operation, error) {
	var o models.Operation
	if err := s.get(ctx, &o, "select "+operationColumns+" from operations where id = ?", plan.Session.OperationID); err != nil {
		return models.Proposal{}, o, err
	}
	if scope.Kind() != models.KindSession || !scope.Covers(models.Record{CentreID: o.CentreID, Operations: []string{o.ID}, Funders: []string{o.Funder}}) {
		return models.Proposal{}, o, models.ErrNotFound
	}
	users, err := s.planUsers(ctx, scope, o.CentreID, plan)
	if err != nil {
		return models.Proposal{}, o, err
	}
	rows, err := s.closureRows(ctx, o.CentreID)
	if err != nil {
		return models.Proposal{}, o, err
	}
	days, _ := plan.SeriesDays(models.NewCalendar(rows))
	if len(days) == 0 {
		return models.Proposal{}, o, nil
	}
	planning, err := s.planning(ctx, o, users, days[0], days[len(days)-1].AddDays(searchAhead))
	if err != nil {
		return models.Proposal{}, o, err
	}
	return plan.Propose(planning), o, nil
}

// planUsers are the colleagues who may give a session: those of the plan, who usually give the module, then the others.
func (s *Store) planUsers(ctx context.Context, scope models.Scope, centreID string, plan models.SeriesPlan) ([]string, error) {
	var ids []string
	seen := map[string]bool{}
	add := func(id string) {
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	for _, u := range plan.Trainers {
		add(u.ID)
	}
	if plan.Session.ModuleID != nil {
		var usual []string
		if err := s.list(ctx, &usual, "select user_id from module_trainers where module_id = ? order by position", *plan.Session.ModuleID); err != nil {
			return nil, err
		}
		for _, id := range usual {
			add(id)
		}
	}
	others, err := s.Trainers(ctx, scope, centreID)
	for _, u := range others {
		add(u.ID)
	}
	return ids, err
}

// CreateSeries plans the sessions of a proposal, all or none: it is made again while nobody else plans in the centre, and what
// then stands in the way is refused.
func (s *Store) CreateSeries(ctx context.Context, scope models.Scope, plan models.SeriesPlan) (string, error) {
	publicID := models.NewPublicID()
	err := s.Atomically(ctx, func(tx *Store) error {
		if _, err := tx.exec(ctx, "update centres set version = version where id = (select centre_id from operations where id = ?)", plan.Session.OperationID); err != nil {
			return err
		}
		proposal, o, err := tx.propose(ctx, scope, plan)
		if err != nil {
			return err
		}
		if c := proposal.First(); c != nil {
			return models.Refuse(models.Conflict, c.Key, c.Args...)
		}
		if len(proposal.Lines) == 0 {
			return models.Refuse(models.Invalid, "series.problem.nothing")
		}
		id := models.NewID()
		_, err = tx.exec(ctx, "insert into series (id, public_id, centre_id, created_by, created_at) values (?, ?, ?, ?, ?)",
			id, publicID, o.CentreID, nullable(scope.Actor().UserID), tx.Now())
		if err != nil {
			return err
		}
		for _, line := range proposal.Lines {
			if err := tx.insertPlanned(ctx, scope, o, id, line); err != nil {
				return err
			}
		}
		return nil
	})
	return publicID, err
}

func (s *Store) insertPlanned(ctx context.Context, scope models.Scope, o models.Operation, seriesID string, line models.PlannedLine) error {
	n := line.Session
	n.ID, n.PublicID, n.CentreID, n.Version, n.CreatedAt = models.NewID(), models.NewPublicID(), o.CentreID, 1, s.Now()
	n.Status, n.CreatedBy, n.SeriesID = models.SessionPlanned, nullable(scope.Actor().UserID), &seriesID
	if err := s.freezeRule(ctx, &n); err != nil {
		return err
	}
	if err := s.insert(ctx, "sessions", sessionColumns, n); err != nil {
		return err
	}
	ids := make([]string, len(line.Trainers))
	for i, u := range line.Trainers {
		ids[i] = u.ID
	}
	if err := s.setTrainers(ctx, n, ids); err != nil {
		return err
	}
	return s.journal(ctx, scope, models.JournalEntry{CentreID: n.CentreID, Record: n.PublicID, Detail: "series"})
}

// Series lists the sessions planned together, within the scope, by date; none is models.ErrNotFound.
func (s *Store) Series(ctx context.Context, scope models.Scope, publicID string) ([]models.SessionRow, error) {
	condition, args := sessionsWithin(scope)
	var rows []models.SessionRow
	err := s.list(ctx, &rows, sessionRow+" where s.series_id = (select y.id from series y where y.public_id = ?) and "+condition+
		" order by s.on_date, s.starts_at, s.id", append([]any{publicID}, args...)...)
	if err == nil && len(rows) == 0 {
		err = models.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return rows, s.fillSessions(ctx, rows)
}

// SeriesOf is the public id of the series of a session, "" when it was planned alone.
func (s *Store) SeriesOf(ctx context.Context, n models.Session) (string, error) {
	if n.SeriesID == nil {
		return "", nil
	}
	var publicID string
	err := s.get(ctx, &publicID, "select public_id from series where id = ?", *n.SeriesID)
	return publicID, err
}

// LastSeries lists the sessions of the series planned last in the scope, those cancelled left out; of one module when moduleID is not
// empty.
func (s *Store) LastSeries(ctx context.Context, scope models.Scope, moduleID string) ([]models.SessionRow, error) {
	condition, args := sessionsWithin(scope)
	query := "select y.public_id from series y join sessions s on s.series_id = y.id where s.status <> 'cancelled' and " + condition
	if moduleID != "" {
		query, args = query+" and s.module_id = ?", append(args, moduleID)
	}
	var publicID string
	if err := s.get(ctx, &publicID, query+" order by y.created_at desc, y.id desc limit 1", args...); err != nil {
		return nil, err
	}
	rows, err := s.Series(ctx, scope, publicID)
	return slices.DeleteFunc(rows, func(r models.SessionRow) bool { return r.Status == models.SessionCancelled }), err
}
