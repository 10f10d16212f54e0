package store

import (
	"context"

	"jalon/models"
)

const contractColumns = "id, public_id, centre_id, user_id, from_on, weekly_minutes, cancelled_at, cancelled_by, created_by, created_at"

// UserContracts lists the hours of contract of an account in the centres of a scope of accounts, by date, without cancelled ones.
func (s *Store) UserContracts(ctx context.Context, scope models.Scope, userPublicID string) ([]models.ContractHours, error) {
	condition, args := within(scope, models.KindUser)
	var rows []models.ContractHours
	err := s.list(ctx, &rows, "select "+prefixed("k", contractColumns)+` from contract_hours k join centres c on c.id = k.centre_id join users u on u.id = k.user_id
		where u.public_id = ? and k.cancelled_at is null and `+condition+" order by k.from_on, k.id", append([]any{userPublicID}, args...)...)
	return rows, err
}

// AddContract records the hours of contract of an account from a day on, in a centre of the scope where it has an access.
func (s *Store) AddContract(ctx context.Context, scope models.Scope, userPublicID string, k models.ContractHours) error {
	if scope.Kind() != models.KindUser || scope.Action() != models.Update || !scope.Covers(models.Record{CentreID: k.CentreID}) {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		account, err := tx.User(ctx, scope, userPublicID)
		if err != nil {
			return err
		}
		k.ID, k.PublicID, k.UserID, k.CreatedBy, k.CreatedAt = models.NewID(), models.NewPublicID(), account.ID, nullable(scope.Actor().UserID), tx.Now()
		if err := tx.freeContract(ctx, k); err != nil {
			return err
		}
		if err := tx.insert(ctx, "contract_hours", contractColumns, k); err != nil {
			return err
		}
		return tx.journalUser(ctx, scope, "", userPublicID, "contract hours from "+string(k.FromOn))
	})
}

// freeContract refuses a second row of the same day.
func (s *Store) freeContract(ctx context.Context, k models.ContractHours) error {
	n, err := s.count(ctx, "select count(*) from contract_hours where user_id = ? and centre_id = ? and from_on = ? and cancelled_at is null", k.UserID, k.CentreID, k.FromOn)
	if err == nil && n > 0 {
		err = models.Refuse(models.Conflict, "contract.taken")
	}
	return err
}

// CancelContract takes hours of contract back, or restores them, and gives the public id of the account.
func (s *Store) CancelContract(ctx context.Context, scope models.Scope, publicID string, cancelled bool) (string, error) {
	condition, args := within(scope, models.KindUser)
	var k struct {
		models.ContractHours
		User string `db:"account"`
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		err := tx.get(ctx, &k, "select "+prefixed("k", contractColumns)+`, u.public_id as account from contract_hours k join centres c on c.id = k.centre_id
			join users u on u.id = k.user_id where k.public_id = ? and `+condition, append([]any{publicID}, args...)...)
		if err != nil {
			return err
		}
		at, by, detail := tx.Now(), nullable(scope.Actor().UserID), "contract hours cancelled, from "+string(k.FromOn)
		if !cancelled {
			if err := tx.freeContract(ctx, k.ContractHours); err != nil {
				return err
			}
			at, by, detail = models.Instant{}, nil, "contract hours restored, from "+string(k.FromOn)
		}
		if err := tx.change(ctx, "update contract_hours set cancelled_at = ?, cancelled_by = ? where id = ?", at, by, k.ID); err != nil {
			return err
		}
		return tx.journalUser(ctx, scope, "", k.User, detail)
	})
	return k.User, err
}

// StaffContracts are the hours of contract that began until a day, by colleague (internal id), for whoever may read StaffTimes:
// a scope of kind steering reads those of its centres, one of the home page the user's own. Any other reads none.
func (s *Store) StaffContracts(ctx context.Context, scope models.Scope, until models.Date) (map[string][]models.ContractHours, error) {
	query, args := staffContractRows(scope, until)
	var rows []models.ContractHours
	err := s.list(ctx, &rows, query, args...)
	byUser := map[string][]models.ContractHours{}
	for _, row := range rows {
		byUser[row.UserID] = append(byUser[row.UserID], row)
	}
	return byUser, err
}

func staffContractRows(scope models.Scope, until models.Date) (string, []any) {
	condition, args := staffContracts(scope)
	return "select " + prefixed("k", contractColumns) + " from contract_hours k where k.cancelled_at is null and k.from_on <= ? and " + condition +
		" order by k.user_id, k.from_on, k.id", append([]any{until}, args...)
}

func staffContracts(scope models.Scope) (string, []any) {
	switch {
	case scope.Empty():
		return "1 = 0", nil
	case scope.Kind() == models.KindHome:
		return "k.user_id = ?", []any{scope.Actor().UserID}
	case scope.Kind() != models.KindSteering:
		return "1 = 0", nil
	case someReach(scope, models.ReachNetwork):
		return "1 = 1", nil
	}
	return inCentres(scope, "k.centre_id")
}
