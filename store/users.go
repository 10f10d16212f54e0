package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"jalon/models"
)

const userColumns = "id, public_id, email, name, password_hash, totp_secret, totp_pending, totp_step, theme, density, disabled_at, created_at, version"

// UserByEmail finds an account that may sign in, before anybody is signed in; capitals do not matter.
func (s *Store) UserByEmail(ctx context.Context, email string) (models.User, error) {
	var u models.User
	err := s.get(ctx, &u, "select "+userColumns+" from users where email = ? and disabled_at is null", models.FoldEmail(email))
	return u, err
}

// ActorOf is the user with the memberships in force today: what every access rule looks at.
func (s *Store) ActorOf(ctx context.Context, user models.User) (models.Actor, error) {
	actor := models.Actor{UserID: user.ID, Name: user.Name}
	today := s.Today()
	err := s.list(ctx, &actor.Memberships, `select m.id, m.public_id, m.user_id, m.centre_id, m.role, m.funder, m.from_on, m.until_on,
		m.nominative, m.network, c.sharing, c.name as centre_name from memberships m join centres c on c.id = m.centre_id
		where m.user_id = ? and (m.from_on is null or m.from_on <= ?) and (m.until_on is null or m.until_on >= ?)
		order by m.created_at, m.id`, user.ID, today, today)
	if err != nil {
		return actor, fmt.Errorf("memberships: %w", err)
	}
	return actor, s.addOperations(ctx, actor.Memberships, user.ID)
}

// addOperations fills the operations each membership is held to. One that names an operation is never widened:
// the restriction is read from the same table that made it.
func (s *Store) addOperations(ctx context.Context, memberships []models.Membership, userID string) error {
	var rows []struct {
		Membership string `db:"membership_id"`
		Operation  string `db:"operation_id"`
	}
	err := s.list(ctx, &rows, `select o.membership_id, o.operation_id from membership_operations o
		join memberships m on m.id = o.membership_id where m.user_id = ? order by o.operation_id`, userID)
	if err != nil {
		return fmt.Errorf("operations of memberships: %w", err)
	}
	for _, r := range rows {
		for i := range memberships {
			if memberships[i].ID == r.Membership {
				memberships[i].Operations = append(memberships[i].Operations, r.Operation)
			}
		}
	}
	return nil
}

// SecondFactorRequired tells whether a centre in which the actor works asks for a second factor.
func (s *Store) SecondFactorRequired(ctx context.Context, actor models.Actor) (bool, error) {
	for _, m := range actor.Memberships {
		var required bool
		if err := s.get(ctx, &required, "select second_factor_required from centres where id = ?", m.CentreID); err != nil || required {
			return required, err
		}
	}
	return false, nil
}

// AddUser creates an account with its first membership, in the centre of the membership. It cannot sign in until
// a password is chosen. An e-mail that has an account already gets the membership.
func (s *Store) AddUser(ctx context.Context, scope models.Scope, user models.User, membership models.Membership) (models.User, error) {
	err := s.Atomically(ctx, func(tx *Store) error {
		known, err := tx.anyUser(ctx, user.Email)
		switch {
		case err == nil:
			user = known
		case errors.Is(err, models.ErrNotFound):
			user.ID, user.PublicID, user.Version, user.CreatedAt = models.NewID(), models.NewPublicID(), 1, tx.Now()
			user.Email, user.Name = models.FoldEmail(user.Email), strings.TrimSpace(user.Name)
			if err := tx.insert(ctx, "users", userColumns, user); err != nil {
				return err
			}
		default:
			return err
		}
		membership.UserID = user.ID
		return tx.AddMembership(ctx, scope, membership)
	})
	return user, err
}

func (s *Store) anyUser(ctx context.Context, email string) (models.User, error) {
	var u models.User
	err := s.get(ctx, &u, "select "+userColumns+" from users where email = ?", models.FoldEmail(email))
	return u, err
}

// inCentre is the condition that a user works, or worked, in a centre of the scope; whollyInside adds that they
// have no other centre: only then may an administrator touch the account itself.
func inCentre(scope models.Scope) (string, []any) {
	condition, args := within(scope, models.KindUser)
	return "exists (select 1 from memberships m join centres c on c.id = m.centre_id where m.user_id = u.id and " + condition + ")", args
}

func whollyInside(scope models.Scope) (string, []any) {
	inside, args := inCentre(scope)
	condition, more := within(scope, models.KindUser)
	return inside + " and not exists (select 1 from memberships m join centres c on c.id = m.centre_id where m.user_id = u.id and not (" +
		condition + "))", append(args, more...)
}

// Users lists the accounts of the centres of the scope with their memberships there, by name.
func (s *Store) Users(ctx context.Context, scope models.Scope) ([]models.Account, error) {
	condition, args := inCentre(scope)
	var users []models.User
	err := s.list(ctx, &users, "select "+prefixed("u", userColumns)+" from users u where "+condition+" order by lower(u.name), u.id", args...)
	if err != nil {
		return nil, err
	}
	memberships, err := s.memberships(ctx, scope)
	if err != nil {
		return nil, err
	}
	colleagues := make([]models.Account, len(users))
	for i, u := range users {
		colleagues[i] = models.Account{User: u, Memberships: memberships[u.ID]}
	}
	return colleagues, nil
}

// SoleAdmin tells whether nobody but the actor administers the centres of the scope today.
func (s *Store) SoleAdmin(ctx context.Context, scope models.Scope) (bool, error) {
	condition, args := within(scope, models.KindUser)
	today := s.Today()
	others, err := s.count(ctx, `select count(*) from memberships m join centres c on c.id = m.centre_id join users u on u.id = m.user_id
		where m.role = ? and m.user_id <> ? and u.disabled_at is null and (m.from_on is null or m.from_on <= ?) and (m.until_on is null or m.until_on >= ?)
			and `+condition, append([]any{models.Admin, scope.Actor().UserID, today, today}, args...)...)
	return others == 0, err
}

// User is one account of a centre of the scope.
func (s *Store) User(ctx context.Context, scope models.Scope, publicID string) (models.Account, error) {
	condition, args := inCentre(scope)
	var c models.Account
	err := s.get(ctx, &c.User, "select "+prefixed("u", userColumns)+" from users u where u.public_id = ? and "+condition, append([]any{publicID}, args...)...)
	if err != nil {
		return c, err
	}
	memberships, err := s.memberships(ctx, scope)
	c.Memberships = memberships[c.ID]
	return c, err
}

// SaveUser changes the name and the e-mail of an account that works nowhere else.
func (s *Store) SaveUser(ctx context.Context, scope models.Scope, user models.User) error {
	return s.Atomically(ctx, func(tx *Store) error {
		condition, args := whollyInside(scope)
		err := tx.change(ctx, "update users as u set name = ?, email = ?, version = version + 1 where public_id = ? and version = ? and "+condition,
			append([]any{strings.TrimSpace(user.Name), models.FoldEmail(user.Email), user.PublicID, user.Version}, args...)...)
		if err != nil {
			return err
		}
		return tx.journalUser(ctx, scope, "", user.PublicID, "name, email")
	})
}

// DisableUser closes an account, everywhere and at once, or opens it again. Nobody disables their own.
func (s *Store) DisableUser(ctx context.Context, scope models.Scope, publicID string, disabled bool) error {
	return s.Atomically(ctx, func(tx *Store) error {
		own, err := tx.count(ctx, "select count(*) from users where public_id = ? and id = ?", publicID, scope.Actor().UserID)
		if err != nil {
			return err
		}
		if own > 0 {
			return models.Refuse(models.Conflict, "user.disable_own")
		}
		var at models.Instant
		detail := "enabled"
		if disabled {
			at, detail = tx.Now(), "disabled"
		}
		condition, args := whollyInside(scope)
		n, err := tx.exec(ctx, "update users as u set disabled_at = ?, version = version + 1 where public_id = ? and id <> ? and "+condition,
			append([]any{at, publicID, scope.Actor().UserID}, args...)...)
		if err != nil {
			return err
		}
		if n == 0 {
			return models.ErrNotFound
		}
		if _, err := tx.exec(ctx, "delete from logins where user_id = (select id from users where public_id = ?)", publicID); err != nil {
			return err
		}
		return tx.journalUser(ctx, scope, "", publicID, detail)
	})
}

// journalUser writes what an administrator did to an account.
func (s *Store) journalUser(ctx context.Context, scope models.Scope, action, publicID, detail string) error {
	return s.journal(ctx, scope, models.JournalEntry{CentreID: firstCentre(scope), Action: action, Kind: models.KindUser, Record: publicID, Detail: detail})
}
