package store

import (
	"context"
	"fmt"

	"jalon/models"
)

const membershipColumns = "id, public_id, user_id, centre_id, role, funder, network, from_on, until_on, nominative, created_at"

type membershipRow struct {
	models.Membership
	CreatedAt models.Instant `db:"created_at"`
}

// memberships are those of the centres of the scope, past ones included, by user.
func (s *Store) memberships(ctx context.Context, scope models.Scope) (map[string][]models.Membership, error) {
	condition, args := within(scope, models.KindUser)
	var rows []membershipRow
	err := s.list(ctx, &rows, "select "+prefixed("m", membershipColumns)+", c.sharing, c.name as centre_name from memberships m join centres c on c.id = m.centre_id where "+
		condition+" order by m.created_at, m.id", args...)
	if err != nil {
		return nil, err
	}
	byUser := map[string][]models.Membership{}
	for _, r := range rows {
		byUser[r.UserID] = append(byUser[r.UserID], r.Membership)
	}
	for userID, list := range byUser {
		if err := s.addOperations(ctx, list, userID); err != nil {
			return nil, err
		}
	}
	return byUser, nil
}

// AddMembership gives an account a role in a centre of the scope, from now on.
func (s *Store) AddMembership(ctx context.Context, scope models.Scope, m models.Membership) error {
	if scope.Kind() != models.KindUser || !scope.Covers(models.Record{CentreID: m.CentreID}) {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		m.ID, m.PublicID = models.NewID(), models.NewPublicID()
		if err := tx.insert(ctx, "memberships", membershipColumns, membershipRow{m, tx.Now()}); err != nil {
			return err
		}
		if err := tx.setOperations(ctx, m); err != nil {
			return err
		}
		return tx.journalMembership(ctx, scope, m, "role, "+m.Role)
	})
}

// SaveMembership changes the funder, the dates and the operations of a membership; another role is another
// membership. It counts from the next request on.
func (s *Store) SaveMembership(ctx context.Context, scope models.Scope, m models.Membership) error {
	return s.Atomically(ctx, func(tx *Store) error {
		known, err := tx.membership(ctx, scope, m.PublicID)
		if err != nil {
			return err
		}
		m.ID, m.UserID, m.CentreID, m.Role = known.ID, known.UserID, known.CentreID, known.Role
		if !m.ActiveOn(tx.Today()) && m.Role == models.Admin && m.UserID == scope.Actor().UserID {
			return models.Refuse(models.Conflict, "user.own_admin")
		}
		_, err = tx.exec(ctx, "update memberships set funder = ?, from_on = ?, until_on = ?, nominative = ?, network = ? where id = ?",
			m.Funder, m.FromOn, m.UntilOn, m.Nominative, m.Network, m.ID)
		if err != nil {
			return err
		}
		if err := tx.setOperations(ctx, m); err != nil {
			return err
		}
		return tx.journalMembership(ctx, scope, m, "funder, dates, operations")
	})
}

func (s *Store) membership(ctx context.Context, scope models.Scope, publicID string) (models.Membership, error) {
	condition, args := within(scope, models.KindUser)
	var r membershipRow
	err := s.get(ctx, &r, "select "+prefixed("m", membershipColumns)+" from memberships m join centres c on c.id = m.centre_id where m.public_id = ? and "+condition,
		append([]any{publicID}, args...)...)
	return r.Membership, err
}

// setOperations holds the membership to operations of its own centre; an operation of another centre is refused.
func (s *Store) setOperations(ctx context.Context, m models.Membership) error {
	if _, err := s.exec(ctx, "delete from membership_operations where membership_id = ?", m.ID); err != nil {
		return err
	}
	for _, id := range m.Operations {
		n, err := s.exec(ctx, `insert into membership_operations (membership_id, operation_id)
			select cast(? as text), o.id from operations o where o.id = ? and o.centre_id = ?`, m.ID, id, m.CentreID)
		if err != nil {
			return fmt.Errorf("operation of membership: %w", err)
		}
		if n == 0 {
			return models.ErrNotFound
		}
	}
	return nil
}

func (s *Store) journalMembership(ctx context.Context, scope models.Scope, m models.Membership, detail string) error {
	var publicID string
	if err := s.get(ctx, &publicID, "select public_id from users where id = ?", m.UserID); err != nil {
		return err
	}
	return s.journal(ctx, scope, models.JournalEntry{CentreID: m.CentreID, Kind: models.KindUser, Record: publicID, Detail: detail})
}
