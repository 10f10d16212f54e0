package store

import (
	"context"

	"jalon/models"
)

// possibleReferent is the condition that a colleague may accompany people: an open account with such a role.
const possibleReferent = `u.disabled_at is null and exists (select 1 from memberships m where m.user_id = u.id
	and m.role in ('counsellor', 'coordinator', 'manager') and m.centre_id in (?))`

// PossibleReferents lists the colleagues who may accompany people in the centres of a scope, by name.
func (s *Store) PossibleReferents(ctx context.Context, scope models.Scope) ([]models.User, error) {
	condition, args := referentCondition(scope)
	var users []models.User
	err := s.list(ctx, &users, "select u.id, u.public_id, u.name from users u where "+condition+" order by lower(u.name), u.id", args...)
	return users, err
}

// PossibleReferent is one of them by public id.
func (s *Store) PossibleReferent(ctx context.Context, scope models.Scope, publicID string) (models.User, error) {
	condition, args := referentCondition(scope)
	var u models.User
	err := s.get(ctx, &u, "select u.id, u.public_id, u.name from users u where u.public_id = ? and "+condition, append([]any{publicID}, args...)...)
	return u, err
}

func referentCondition(scope models.Scope) (string, []any) {
	centres := scope.Centres()
	if len(centres) == 0 {
		return "1 = 0", nil
	}
	args := make([]any, len(centres))
	for i, id := range centres {
		args[i] = id
	}
	return replaceMark(possibleReferent, len(centres)), args
}

// Reaches tells whether a scope of a kind that hangs on persons covers one of them: shall this section appear?
// An error is a no.
func (s *Store) Reaches(ctx context.Context, scope models.Scope, personPublicID string) bool {
	if scope.Empty() {
		return false
	}
	var id string
	if err := s.get(ctx, &id, "select id from participants where public_id = ?", personPublicID); err != nil {
		return false
	}
	record, err := s.personRecord(ctx, id)
	return err == nil && scope.Covers(record)
}
