package store

import (
	"context"
	"slices"

	"jalon/models"
)

// Colleague is somebody who works in a centre, with one role there.
type Colleague struct {
	models.Membership
	PublicUserID string `db:"public_user_id"`
	Name         string `db:"name"`
	Email        string `db:"email"`
}

// Colleagues lists the memberships of a centre that give something today, and the managers of all centres.
func (s *Store) Colleagues(ctx context.Context, centreID string) ([]Colleague, error) {
	var all []Colleague
	err := s.list(ctx, &all, `select m.id, m.public_id, m.user_id, m.centre_id, m.role, m.funder, m.from_on, m.until_on, m.nominative, m.network,
		c.sharing, u.public_id as public_user_id, u.name, u.email
		from memberships m join users u on u.id = m.user_id join centres c on c.id = m.centre_id
		where (m.centre_id = ? or m.network) and u.disabled_at is null order by u.name, m.id`, centreID)
	if err != nil {
		return nil, err
	}
	var restrictions []struct {
		MembershipID string `db:"membership_id"`
		OperationID  string `db:"operation_id"`
	}
	err = s.list(ctx, &restrictions, `select x.membership_id, x.operation_id from membership_operations x join memberships m on m.id = x.membership_id
		where m.centre_id = ? or m.network`, centreID)
	if err != nil {
		return nil, err
	}
	active := all[:0]
	for _, c := range all {
		for _, r := range restrictions {
			if r.MembershipID == c.ID {
				c.Operations = append(c.Operations, r.OperationID)
			}
		}
		if c.ActiveOn(s.Today()) {
			active = append(active, c)
		}
	}
	return active, nil
}

// PersonRecord is what the gate needs to know of a person within the scope: who accompanies, in which operations.
func (s *Store) PersonRecord(ctx context.Context, scope models.Scope, publicID string) (models.Record, error) {
	condition, args := within(scope, scope.Kind())
	var id string
	err := s.get(ctx, &id, "select p.id from participants p where p.public_id = ? and "+condition, append([]any{publicID}, args...)...)
	if err != nil {
		return models.Record{}, err
	}
	return s.personRecord(ctx, id)
}

// PersonReferents lists who accompanies a person within the scope, lead colleagues first. In which dispositif is said
// only of enrolments within the scope enrolments.
func (s *Store) PersonReferents(ctx context.Context, scope, enrolments models.Scope, publicID string) ([]PersonReferent, error) {
	condition, args := within(scope, scope.Kind())
	inEnrolments, shown := within(enrolments, models.KindEnrolment)
	var all []PersonReferent
	err := s.list(ctx, &all, `select distinct u.name, u.email, k.kind, k.expires_at, case when `+inEnrolments+` then o.programme else '' end as programme,
		case k.kind when 'lead' then 1 when 'co' then 2 else 3 end as position
		from participants p join caseloads k on k.participant_id = p.id and `+accompanies+` join users u on u.id = k.user_id
		left join enrolments e on e.id = k.enrolment_id left join operations o on o.id = e.operation_id
		where p.public_id = ? and `+condition+" order by position, u.name", slices.Concat(shown, clocks(), []any{publicID}, args)...)
	return all, err
}

// PersonReferent is a colleague who accompanies a person: in a dispositif, or since the first visit.
type PersonReferent struct {
	Name      string         `db:"name"`
	Email     string         `db:"email"`
	Kind      string         `db:"kind"`       // lead, co, intake, relay, cover
	ExpiresAt models.Instant `db:"expires_at"` // zero: no end in sight
	Programme string         `db:"programme"`
	Position  int            `db:"position"`
}
