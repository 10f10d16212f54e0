package store

import (
	"context"

	"jalon/models"
)

const (
	goalColumns = `id, public_id, centre_id, participant_id, words_sealed, state, state_on, state_by, cancelled_at, cancelled_by, created_by,
	created_at, version`
	planTaskColumns = `id, public_id, centre_id, participant_id, goal_id, words_sealed, who, user_id, due_on, state, state_on, state_by,
	cancelled_at, cancelled_by, created_by, created_at, version`
)

// GoalView is a goal with its person; PlanTaskView a task with its person and the names of the colleagues.
type GoalView struct {
	models.Goal
	Person string         `db:"person"` // public id
	Tasks  []PlanTaskView `db:"-"`
}

// PlanTaskView is a task as pages show it.
type PlanTaskView struct {
	models.PlanTask
	Person     string `db:"person"` // public id
	FamilyName string `db:"family_name"`
	GivenName  string `db:"given_name"`
	Colleague  string `db:"colleague"` // name of the colleague who does it or asks how far it is
	Wrapped    []byte `db:"wrapped"`
}

// Name is the person's as lists write it.
func (v PlanTaskView) Name() string { return models.ListName(v.FamilyName, v.GivenName) }

// Plan is a person's action plan: goals with their tasks, then the tasks of no goal, then the summaries handed over.
// What was cancelled is absent.
type Plan struct {
	Goals         []GoalView
	Loose         []PlanTaskView
	Summaries     []SummaryView
	CentreName    string
	CentreContact string
}

// Empty tells whether nothing was ever planned.
func (p Plan) Empty() bool { return len(p.Goals)+len(p.Loose) == 0 }

const (
	planTaskSource = `, coalesce(g.public_id, '') as goal, p.public_id as person, p.family_name, p.given_name, coalesce(u.name, '') as colleague, k.wrapped
		from plan_tasks t join participants p on p.id = t.participant_id join person_keys k on k.participant_id = p.id
		left join plan_goals g on g.id = t.goal_id and g.cancelled_at is null left join users u on u.id = t.user_id where `
	goalSource = ", p.public_id as person from plan_goals g join participants p on p.id = g.participant_id where "
)

// Plan reads the action plan of a person, within a scope of plans.
func (s *Store) Plan(ctx context.Context, scope models.Scope, personPublicID string) (Plan, error) {
	t, err := s.planTarget(ctx, scope, personPublicID)
	plan := Plan{CentreName: t.CentreName, CentreContact: t.CentreContact}
	if err != nil {
		return plan, err
	}
	if plan.Goals, err = s.goalsWhere(ctx, scope, "g.participant_id = ? and g.cancelled_at is null order by g.id", t.ID); err != nil {
		return plan, err
	}
	tasks, err := s.planTasksWhere(ctx, scope, "t.participant_id = ? and t.cancelled_at is null order by coalesce(t.due_on, '9999-12-31'), t.id", t.ID)
	if err != nil {
		return plan, err
	}
	plan.spread(tasks)
	plan.Summaries, err = s.summaries(ctx, scope, t.ID)
	return plan, err
}

// spread puts each task under its goal.
func (p *Plan) spread(tasks []PlanTaskView) {
	place := map[string]int{}
	for i, g := range p.Goals {
		place[g.PublicID] = i
	}
	for _, t := range tasks {
		if i, known := place[t.Goal]; known {
			p.Goals[i].Tasks = append(p.Goals[i].Tasks, t)
		} else {
			p.Loose = append(p.Loose, t)
		}
	}
}

// OpenPlan is Plan with its journal line, in one transaction.
func (s *Store) OpenPlan(ctx context.Context, scope models.Scope, personPublicID string) (Plan, error) {
	var plan Plan
	err := s.Audited(ctx, scope, func(tx *Store) (models.JournalEntry, error) {
		t, err := tx.planTarget(ctx, scope, personPublicID)
		if err == nil {
			plan, err = tx.Plan(ctx, scope, personPublicID)
		}
		return models.JournalEntry{CentreID: t.CentreID, Record: personPublicID, Participant: personPublicID}, err
	})
	return plan, err
}

// planTarget is the person a plan or an assessment is of, found within the scope of its kind.
type planTarget struct {
	ID            string `db:"id"`
	CentreID      string `db:"centre_id"`
	CentreName    string `db:"centre_name"`
	CentreContact string `db:"centre_contact"`
}

func (s *Store) planTarget(ctx context.Context, scope models.Scope, personPublicID string) (planTarget, error) {
	condition, args := withinAnchor(scope, onParticipant)
	var t planTarget
	err := s.get(ctx, &t, `select p.id, p.centre_id, x.name as centre_name, x.contact as centre_contact from participants p
		join centres x on x.id = p.centre_id where p.public_id = ? and `+condition, append([]any{personPublicID}, args...)...)
	return t, err
}

func (s *Store) goalsWhere(ctx context.Context, scope models.Scope, condition string, values ...any) ([]GoalView, error) {
	in, args := within(scope, models.KindPlan)
	var all []GoalView
	err := s.list(ctx, &all, "select "+prefixed("g", goalColumns)+goalSource+in+" and "+condition, append(args, values...)...)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	box, err := s.box(ctx, all[0].ParticipantID) // a list of goals is one person's
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].PlanWords, err = OpenJSON[models.PlanWords](box, "plan goal "+all[i].ID, all[i].WordsSealed); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s *Store) planTasksWhere(ctx context.Context, scope models.Scope, condition string, values ...any) ([]PlanTaskView, error) {
	in, args := within(scope, models.KindPlan)
	var all []PlanTaskView
	err := s.list(ctx, &all, "select "+prefixed("t", planTaskColumns)+planTaskSource+in+" and "+condition, append(args, values...)...)
	if err != nil {
		return nil, err
	}
	for i := range all {
		box, err := s.sealer.PersonBox(all[i].ParticipantID, all[i].Wrapped)
		if err != nil {
			return nil, err
		}
		if all[i].PlanWords, err = OpenJSON[models.PlanWords](box, "plan task "+all[i].ID, all[i].WordsSealed); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Goal finds one goal by its public id, within a scope of plans.
func (s *Store) Goal(ctx context.Context, scope models.Scope, publicID string) (GoalView, error) {
	found, err := s.goalsWhere(ctx, scope, "g.public_id = ? and g.cancelled_at is null", publicID)
	if err == nil && len(found) == 0 {
		err = models.ErrNotFound
	}
	if err != nil {
		return GoalView{}, err
	}
	return found[0], nil
}

// PlanTask finds one task by its public id, within a scope of plans.
func (s *Store) PlanTask(ctx context.Context, scope models.Scope, publicID string) (PlanTaskView, error) {
	found, err := s.planTasksWhere(ctx, scope, "t.public_id = ? and t.cancelled_at is null", publicID)
	if err == nil && len(found) == 0 {
		err = models.ErrNotFound
	}
	if err != nil {
		return PlanTaskView{}, err
	}
	return found[0], nil
}

// OpenTasks lists the tasks to do by a day, the first due first, within a scope of plans: for « À compléter ». userID
// keeps those the colleague does, or of the people they accompany; "" keeps everybody's.
func (s *Store) OpenTasks(ctx context.Context, scope models.Scope, userID string, until models.Date) ([]PlanTaskView, error) {
	condition, args := openTasksWhere(scope, userID, until)
	return s.planTasksWhere(ctx, scope, condition, args...)
}

func openTasksWhere(scope models.Scope, userID string, until models.Date) (string, []any) {
	condition, args := "t.state = 'a_faire' and t.cancelled_at is null and t.due_on <= ?", []any{until}
	narrow, values := inCaseload(scope, "t.participant_id")
	if narrow == "" {
		narrow, values = inCentres(scope, "t.centre_id")
	}
	if narrow != "" {
		condition, args = condition+" and "+narrow, append(args, values...)
	}
	if userID != "" {
		accompanied, values := reachCondition(onParticipant, models.Grant{Reach: models.ReachCaseload, UserID: userID})
		condition, args = condition+" and (t.user_id = ? or "+accompanied+")", append(append(args, userID), values...)
	}
	return condition + " order by t.due_on, t.id limit ?", append(args, TaskLimit)
}
