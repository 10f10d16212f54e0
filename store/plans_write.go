package store

import (
	"context"

	"jalon/models"
)

// AddTask puts a task in the plan of a person of the scope and gives its public id. Without a colleague it is the
// author's to follow up.
func (s *Store) AddTask(ctx context.Context, scope models.Scope, personPublicID string, t models.PlanTask) (string, error) {
	if scope.Action() != models.Create {
		return "", models.ErrForbidden
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		target, err := tx.planTarget(ctx, scope, personPublicID)
		if err != nil {
			return err
		}
		if err := models.CheckPlanTask(t, "", tx.Today()).AsError(); err != nil {
			return err
		}
		author := nullable(scope.Actor().UserID)
		t.ID, t.PublicID, t.CentreID, t.ParticipantID, t.Version = models.NewID(), models.NewPublicID(), target.CentreID, target.ID, 1
		t.State, t.StateOn, t.StateBy, t.CreatedBy, t.CreatedAt = models.PlanTaskTodo, "", nil, author, tx.Now()
		if t.UserID == nil {
			t.UserID = author
		}
		if err := tx.completeTask(ctx, scope, &t); err != nil {
			return err
		}
		if err := tx.insert(ctx, "plan_tasks", planTaskColumns, t); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: t.CentreID, Record: t.PublicID, Participant: personPublicID})
	})
	return t.PublicID, err
}

// completeTask checks the colleague, finds the goal among those of the same person, and seals the words.
func (s *Store) completeTask(ctx context.Context, scope models.Scope, t *models.PlanTask) error {
	if t.UserID != nil {
		if err := s.colleague(ctx, t.CentreID, *t.UserID); err != nil {
			return err
		}
	}
	if t.Who != models.TaskByOther {
		t.Other = ""
	}
	t.GoalID = nil
	if t.Goal != "" {
		g, err := s.Goal(ctx, scope, t.Goal)
		if err == nil && g.ParticipantID != t.ParticipantID {
			err = models.ErrNotFound
		}
		if err != nil {
			return err
		}
		t.GoalID = &g.ID
	}
	box, err := s.box(ctx, t.ParticipantID)
	if err != nil {
		return err
	}
	t.WordsSealed, err = SealJSON(box, "plan task "+t.ID, t.PlanWords)
	return err
}

// UpdateTask changes what a task says; the version is the one the form was opened with. What it was before is kept.
func (s *Store) UpdateTask(ctx context.Context, scope models.Scope, t models.PlanTask) error {
	return s.Atomically(ctx, func(tx *Store) error {
		before, err := tx.PlanTask(ctx, scope, t.PublicID)
		if err != nil {
			return err
		}
		if err := changeable(scope, before.Version, t.Version); err != nil {
			return err
		}
		if err := models.CheckPlanTask(t, before.DueOn, tx.Today()).AsError(); err != nil {
			return err
		}
		t.ID, t.CentreID, t.ParticipantID = before.ID, before.CentreID, before.ParticipantID
		if err := tx.completeTask(ctx, scope, &t); err != nil {
			return err
		}
		if err := tx.keepRevision(ctx, scope, t.ParticipantID, models.KindPlan, t.ID, before.Version, "", before.PlanTask); err != nil {
			return err
		}
		err = tx.change(ctx, `update plan_tasks set goal_id = ?, words_sealed = ?, who = ?, user_id = ?, due_on = ?, version = version + 1
			where id = ? and version = ?`, t.GoalID, t.WordsSealed, t.Who, t.UserID, t.DueOn, t.ID, t.Version)
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: t.CentreID, Record: t.PublicID, Participant: before.Person})
	})
}

// changeable tells whether a form opened at a version may still be saved.
func changeable(scope models.Scope, now, opened int) error {
	switch {
	case scope.Action() != models.Update:
		return models.ErrForbidden
	case now != opened:
		return models.ErrStale
	}
	return nil
}

// SetTaskState says what became of a task on a day; « à faire » has none.
func (s *Store) SetTaskState(ctx context.Context, scope models.Scope, publicID, state string, on models.Date) error {
	return s.Atomically(ctx, func(tx *Store) error {
		t, err := tx.PlanTask(ctx, scope, publicID)
		if err != nil {
			return err
		}
		p := planRow{"plan_tasks", t.ID, t.CentreID, t.PublicID, t.Person}
		return tx.setPlanState(ctx, scope, p, state, on, models.PlanTaskStates)
	})
}

// SetGoalState says what became of a goal on a day; « ouvert » has none.
func (s *Store) SetGoalState(ctx context.Context, scope models.Scope, publicID, state string, on models.Date) error {
	return s.Atomically(ctx, func(tx *Store) error {
		g, err := tx.Goal(ctx, scope, publicID)
		if err != nil {
			return err
		}
		p := planRow{"plan_goals", g.ID, g.CentreID, g.PublicID, g.Person}
		return tx.setPlanState(ctx, scope, p, state, on, models.GoalStates)
	})
}

// planRow names a row of the plan for the writes that goals and tasks share.
type planRow struct{ table, id, centre, public, person string }

func (r planRow) entry(detail string) models.JournalEntry {
	return models.JournalEntry{CentreID: r.centre, Record: r.public, Participant: r.person, Detail: detail}
}

// setPlanState writes a state with its day and its author. The state says itself who came first: no version is asked.
func (s *Store) setPlanState(ctx context.Context, scope models.Scope, r planRow, state string, on models.Date, states []string) error {
	if scope.Action() != models.Update {
		return models.ErrForbidden
	}
	if err := models.CheckPlanState(state, on, s.Today(), states).AsError(); err != nil {
		return err
	}
	author := nullable(scope.Actor().UserID)
	if state == states[0] {
		on, author = "", nil
	}
	err := s.change(ctx, "update "+r.table+" set state = ?, state_on = ?, state_by = ?, version = version + 1 where id = ?", state, on, author, r.id)
	if err != nil {
		return err
	}
	return s.journal(ctx, scope, r.entry(state))
}

// CancelTask and CancelGoal take back what was planned by mistake: it is kept, and no longer shown. The tasks of a goal stay.
func (s *Store) CancelTask(ctx context.Context, scope models.Scope, publicID string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		t, err := tx.PlanTask(ctx, scope, publicID)
		if err != nil {
			return err
		}
		return tx.cancelPlanRow(ctx, scope, planRow{"plan_tasks", t.ID, t.CentreID, t.PublicID, t.Person})
	})
}

// CancelGoal: see CancelTask.
func (s *Store) CancelGoal(ctx context.Context, scope models.Scope, publicID string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		g, err := tx.Goal(ctx, scope, publicID)
		if err != nil {
			return err
		}
		return tx.cancelPlanRow(ctx, scope, planRow{"plan_goals", g.ID, g.CentreID, g.PublicID, g.Person})
	})
}

func (s *Store) cancelPlanRow(ctx context.Context, scope models.Scope, r planRow) error {
	if scope.Action() != models.Cancel {
		return models.ErrForbidden
	}
	err := s.change(ctx, "update "+r.table+" set cancelled_at = ?, cancelled_by = ?, version = version + 1 where id = ? and cancelled_at is null",
		s.Now(), nullable(scope.Actor().UserID), r.id)
	if err != nil {
		return err
	}
	return s.journal(ctx, scope, r.entry(""))
}

// AddGoal puts a goal in the plan of a person of the scope and gives its public id.
func (s *Store) AddGoal(ctx context.Context, scope models.Scope, personPublicID string, g models.Goal) (string, error) {
	if scope.Action() != models.Create {
		return "", models.ErrForbidden
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		target, err := tx.planTarget(ctx, scope, personPublicID)
		if err != nil {
			return err
		}
		g.ID, g.PublicID, g.CentreID, g.ParticipantID, g.Version = models.NewID(), models.NewPublicID(), target.CentreID, target.ID, 1
		g.State, g.StateOn, g.StateBy, g.CreatedBy, g.CreatedAt = models.GoalOpen, "", nil, nullable(scope.Actor().UserID), tx.Now()
		if err := tx.completeGoal(ctx, &g); err != nil {
			return err
		}
		if err := tx.insert(ctx, "plan_goals", goalColumns, g); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: g.CentreID, Record: g.PublicID, Participant: personPublicID})
	})
	return g.PublicID, err
}

func (s *Store) completeGoal(ctx context.Context, g *models.Goal) error {
	if err := models.CheckGoal(*g).AsError(); err != nil {
		return err
	}
	box, err := s.box(ctx, g.ParticipantID)
	if err != nil {
		return err
	}
	g.WordsSealed, err = SealJSON(box, "plan goal "+g.ID, g.PlanWords)
	return err
}

// UpdateGoal changes what a goal says; the version is the one the form was opened with. What it was before is kept.
func (s *Store) UpdateGoal(ctx context.Context, scope models.Scope, g models.Goal) error {
	return s.Atomically(ctx, func(tx *Store) error {
		before, err := tx.Goal(ctx, scope, g.PublicID)
		if err != nil {
			return err
		}
		if err := changeable(scope, before.Version, g.Version); err != nil {
			return err
		}
		g.ID, g.CentreID, g.ParticipantID = before.ID, before.CentreID, before.ParticipantID
		if err := tx.completeGoal(ctx, &g); err != nil {
			return err
		}
		if err := tx.keepRevision(ctx, scope, g.ParticipantID, models.KindPlan, g.ID, before.Version, "", before.Goal); err != nil {
			return err
		}
		err = tx.change(ctx, "update plan_goals set words_sealed = ?, version = version + 1 where id = ? and version = ?", g.WordsSealed, g.ID, g.Version)
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: g.CentreID, Record: g.PublicID, Participant: before.Person})
	})
}
