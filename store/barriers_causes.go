package store

import (
	"context"
	"slices"

	"jalon/models"
)

// Cause is an action that may have made a frein change, as it is chosen and shown.
type Cause struct {
	Kind     string // models.CauseKinds
	PublicID string
	OnDate   models.Date
	Moment   models.Moment // of a follow-up or a session
	Text     string        // of a task
}

// Causes lists what was done with a person until a day, newest first: attended follow-ups and sessions, tasks carried
// out, each under its own scope. What the reader may not see is absent.
func (s *Store) Causes(ctx context.Context, scopes TimelineScopes, plan models.Scope, personPublicID string, until models.Date) ([]Cause, error) {
	causes, err := s.causesDone(ctx, plan, personPublicID, until)
	if err != nil {
		return nil, err
	}
	for _, q := range []struct {
		kind, query, date string
		scope             models.Scope
		object            string
	}{
		{models.CauseFollowUp, followUpMoments, "f.on_date", scopes.FollowUps, models.KindFollowUp},
		{models.CauseSession, sessionMoments, "s.on_date", scopes.Registrations, models.KindRegistration},
	} {
		in, args := within(q.scope, q.object)
		var moments []models.Moment
		err := s.list(ctx, &moments, q.query+in+" and p.public_id = ? and "+q.date+" <= ? order by "+q.date+" desc limit ?",
			append(args, personPublicID, until, maxCauses)...)
		if err != nil {
			return nil, err
		}
		for _, m := range moments {
			if m.Presence == models.Present || m.Presence == models.Late {
				causes = append(causes, Cause{Kind: q.kind, PublicID: m.PublicID, OnDate: m.OnDate, Moment: m})
			}
		}
	}
	slices.SortStableFunc(causes, func(a, b Cause) int {
		switch {
		case a.OnDate > b.OnDate:
			return -1
		case a.OnDate < b.OnDate:
			return 1
		}
		return 0
	})
	return causes, nil
}

// maxCauses bounds each kind of cause: years of a person's course.
const maxCauses = 300

func (s *Store) causesDone(ctx context.Context, plan models.Scope, personPublicID string, until models.Date) ([]Cause, error) {
	if plan.Empty() {
		return nil, nil
	}
	done, err := s.planTasksWhere(ctx, plan, `p.public_id = ? and t.state = 'fait' and t.cancelled_at is null and t.state_on <= ?
		order by t.state_on desc limit ?`, personPublicID, until, maxCauses)
	var causes []Cause
	for _, t := range done {
		causes = append(causes, Cause{Kind: models.CauseTask, PublicID: t.PublicID, OnDate: t.StateOn, Text: t.Text})
	}
	return causes, err
}
