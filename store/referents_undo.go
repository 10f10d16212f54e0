package store

import (
	"context"
	"slices"
	"strings"

	"jalon/models"
)

// TeamOf names who accompanies an enrolment, in a fixed order: « lead.PUBLIC-ID ».
func TeamOf(referents []Referent) []string {
	var team []string
	for _, r := range referents {
		team = append(team, r.Kind+"."+r.PublicID)
	}
	slices.Sort(team)
	return team
}

// RestoreReferents takes back, the same day, a change of referents: before is the team it replaced, after the one it made. Whoever
// handed the person over today reaches the enrolment for this; the caller knows that it was their own change. Once the team is
// another one, there is nothing to take back: models.ErrStale.
func (s *Store) RestoreReferents(ctx context.Context, scope models.Scope, publicID string, before, after []string) error {
	if scope.Action() != models.Update || scope.Kind() != models.KindEnrolment {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.handedOver(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if !slices.Equal(TeamOf(v.Referents), after) {
			return models.ErrStale
		}
		if _, err := tx.exec(ctx, "update caseloads set until_on = ? where enrolment_id = ? and until_on is null", tx.Today(), v.ID); err != nil {
			return err
		}
		for _, member := range before {
			if err := tx.reopenLine(ctx, v.ID, member); err != nil {
				return err
			}
		}
		return tx.journalEnrolment(ctx, scope, v.Enrolment, "referents undone")
	})
}

// handedOver is an enrolment of the scope, or one that the actor accompanied until today.
func (s *Store) handedOver(ctx context.Context, scope models.Scope, publicID string) (EnrolmentView, error) {
	var v EnrolmentView
	centre, centres := inCentres(scope, "e.centre_id")
	if centre == "" {
		centre = "1 = 1"
	}
	condition, args := within(scope, models.KindEnrolment)
	args = append(append([]any{publicID}, centres...), args...)
	err := s.get(ctx, &v, "select "+prefixed("e", enrolmentColumns)+enrolmentView+" where e.public_id = ? and "+centre+" and ("+condition+
		" or exists (select 1 from caseloads k where k.enrolment_id = e.id and k.user_id = ? and k.until_on = ?))", append(args, scope.Actor().UserID, s.Today())...)
	if err != nil {
		return v, err
	}
	one := []EnrolmentView{v}
	err = s.fillReferents(ctx, one)
	return one[0], err
}

// reopenLine opens again the line of caseloads that was ended today for a member of a team, from the day it began.
func (s *Store) reopenLine(ctx context.Context, enrolmentID, member string) error {
	kind, user, _ := strings.Cut(member, ".")
	_, err := s.exec(ctx, `update caseloads set until_on = null where id = (select k.id from caseloads k join users u on u.id = k.user_id
		where k.enrolment_id = ? and k.kind = ? and u.public_id = ? and k.until_on = ? and k.expires_at is null order by k.from_on, k.id limit 1)`,
		enrolmentID, kind, user, s.Today())
	return err
}
