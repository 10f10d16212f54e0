package store

import (
	"context"

	"jalon/models"
)

// TaskLimit is how many lines a block of « À compléter » shows; a block that long says that there are more.
const TaskLimit = 100

// startedWithin is the condition of a scope on the started enrolments, with what leads to an index: the caseload when the
// scope is one, else the centre.
func startedWithin(scope models.Scope, kind string) (string, []any) {
	condition, args := within(scope, kind)
	condition = " and e.frozen_on is not null and e.cancelled_at is null and " + condition
	narrow, values := inCaseload(scope, "e.participant_id")
	if narrow == "" {
		narrow, values = inCentres(scope, "e.centre_id")
	}
	if narrow != "" {
		condition, args = condition+" and "+narrow, append(args, values...)
	}
	return condition, args
}

// ExpiringPermit is a person whose residence document ends soon.
type ExpiringPermit struct {
	Person     string      `db:"person"` // public id
	FamilyName string      `db:"family_name"`
	GivenName  string      `db:"given_name"`
	ExpiresOn  models.Date `db:"permit_expires_on"`
}

// Name is the person's as lists write it.
func (e ExpiringPermit) Name() string { return models.ListName(e.FamilyName, e.GivenName) }

// ExpiringPermits lists the residence documents that end between two days, within a scope of profiles, the first first.
func (s *Store) ExpiringPermits(ctx context.Context, scope models.Scope, from, until models.Date, limit int) ([]ExpiringPermit, error) {
	condition, args := within(scope, models.KindProfile)
	if narrow, values := inCentres(scope, "p.centre_id"); narrow != "" {
		condition, args = condition+" and "+narrow, append(args, values...)
	}
	var all []ExpiringPermit
	err := s.list(ctx, &all, `select p.public_id as person, p.family_name, p.given_name, p.permit_expires_on from participants p
		where p.permit_expires_on >= ? and p.permit_expires_on <= ? and `+condition+" order by p.permit_expires_on, p.id limit ?",
		append(append([]any{from, until}, args...), limit)...)
	return all, err
}

// ExitDue is a participation without an attended contact for long: was there an exit?
type ExitDue struct {
	Enrolment   string      `db:"enrolment"` // public id
	Person      string      `db:"person"`
	FamilyName  string      `db:"family_name"`
	GivenName   string      `db:"given_name"`
	Programme   string      `db:"programme"`
	LastContact models.Date `db:"last_contact"`
}

// Name is the person's as lists write it.
func (e ExitDue) Name() string { return models.ListName(e.FamilyName, e.GivenName) }

// ExitsDue lists the running participations without an attended contact since a day, within a scope of exits, the oldest
// entry first.
func (s *Store) ExitsDue(ctx context.Context, scope models.Scope, since models.Date, limit int) ([]ExitDue, error) {
	query, args := exitsDueList(scope, since)
	var all []ExitDue
	err := s.list(ctx, &all, query, append(args, limit)...)
	return all, err
}

func exitsDueList(scope models.Scope, since models.Date) (string, []any) {
	condition, args := startedWithin(scope, models.KindExit)
	query := `select e.public_id as enrolment, p.public_id as person, p.family_name, p.given_name, o.programme,
		(select max(on_date) from ` + attendedOf + ` last_contacts) as last_contact
		from enrolments e cross join participants p cross join operations o
		where p.id = e.participant_id and o.id = e.operation_id and e.frozen_on <= ?
		and not exists (select 1 from ` + attendedOf + ` recent where recent.on_date >= ?)
		and not exists (select 1 from exits x where x.enrolment_id = e.id and x.cancelled_at is null
			and not exists (select 1 from ` + attendedOf + ` later where later.on_date > x.on_date))` +
		condition + " order by e.frozen_on, e.id limit ?"
	return query, append([]any{since, since}, args...)
}
