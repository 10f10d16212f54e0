package store

import (
	"context"
	"encoding/json"
	"fmt"

	"jalon/models"
)

const listColumns = "id, public_id, centre_id, user_id, name, source, definition, shared, created_at, version"

// ownLists reads the custom lists a colleague sees: their own, and those that a colleague of one of their centres shares.
func ownLists(scope models.Scope) (string, []any) {
	centres := anys(scope.Centres())
	if scope.Kind() != models.KindList || len(centres) == 0 {
		return "1 = 0", nil
	}
	return "l.deleted_at is null and (l.user_id = ? or l.shared and l.centre_id in (" + marks(len(centres)) + "))",
		append([]any{scope.Actor().UserID}, centres...)
}

// CustomLists are the lists that the reader sees, one's own first. The scope is of lists.
func (s *Store) CustomLists(ctx context.Context, scope models.Scope) ([]models.CustomList, error) {
	query, args := customLists(scope)
	var all []models.CustomList
	if err := s.list(ctx, &all, query, args...); err != nil {
		return nil, err
	}
	for i := range all {
		if err := openDefinition(&all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func customLists(scope models.Scope) (string, []any) {
	condition, args := ownLists(scope)
	return "select " + prefixed("l", listColumns) + ", u.name as author from custom_lists l join users u on u.id = l.user_id where " + condition +
		" order by l.user_id <> ?, lower(l.name), l.id limit 200", append(args, scope.Actor().UserID)
}

func openDefinition(l *models.CustomList) error {
	if err := json.Unmarshal([]byte(l.Saved), &l.Definition); err != nil {
		return fmt.Errorf("list %s: %w", l.PublicID, err)
	}
	return nil
}

// CustomList finds one list that the reader sees.
func (s *Store) CustomList(ctx context.Context, scope models.Scope, publicID string) (models.CustomList, error) {
	condition, args := ownLists(scope)
	var l models.CustomList
	err := s.get(ctx, &l, "select "+prefixed("l", listColumns)+`, u.name as author from custom_lists l join users u on u.id = l.user_id
		where l.public_id = ? and `+condition, append([]any{publicID}, args...)...)
	if err != nil {
		return l, err
	}
	return l, openDefinition(&l)
}

// SaveList keeps a new list of the colleague's.
func (s *Store) SaveList(ctx context.Context, scope models.Scope, l models.CustomList) (models.CustomList, error) {
	if scope.Kind() != models.KindList || scope.Action() != models.Create || scope.Empty() {
		return l, models.ErrForbidden
	}
	saved, err := json.Marshal(l.Definition)
	if err != nil {
		return l, fmt.Errorf("list: %w", err)
	}
	l.ID, l.PublicID, l.CentreID, l.UserID = models.NewID(), models.NewPublicID(), scope.Centres()[0], scope.Actor().UserID
	l.Source, l.Saved, l.CreatedAt, l.Version = l.Definition.Source, string(saved), s.Now(), 1
	return l, s.Atomically(ctx, func(tx *Store) error {
		if err := tx.insert(ctx, "custom_lists", listColumns, l); err != nil {
			return err
		}
		return tx.journal(ctx, scope, listEntry(l, ""))
	})
}

func listEntry(l models.CustomList, detail string) models.JournalEntry {
	return models.JournalEntry{CentreID: l.CentreID, Record: l.PublicID, Detail: detail}
}

// ChangeList saves a list of the colleague's own again: its name, whether it is shared, what it shows.
func (s *Store) ChangeList(ctx context.Context, scope models.Scope, change models.CustomList) error {
	saved, err := json.Marshal(change.Definition)
	if err != nil {
		return fmt.Errorf("list: %w", err)
	}
	return s.turnList(ctx, scope, change.PublicID, "", func(tx *Store, l models.CustomList) error {
		return tx.change(ctx, "update custom_lists set name = ?, shared = ?, source = ?, definition = ?, version = version + 1 where id = ? and version = ? and deleted_at is null",
			change.Name, change.Shared, change.Definition.Source, string(saved), l.ID, change.Version)
	})
}

// DropList takes a list of the colleague's away, for everybody; RestoreList puts it back.
func (s *Store) DropList(ctx context.Context, scope models.Scope, publicID string) error {
	return s.turnList(ctx, scope, publicID, "dropped", func(tx *Store, l models.CustomList) error {
		_, err := tx.exec(ctx, "update custom_lists set deleted_at = ?, deleted_by = ?, version = version + 1 where id = ? and deleted_at is null",
			tx.Now(), scope.Actor().UserID, l.ID)
		return err
	})
}

// RestoreList puts back a list that was taken away.
func (s *Store) RestoreList(ctx context.Context, scope models.Scope, publicID string) error {
	return s.turnList(ctx, scope, publicID, "restored", func(tx *Store, l models.CustomList) error {
		_, err := tx.exec(ctx, "update custom_lists set deleted_at = null, deleted_by = null, version = version + 1 where id = ?", l.ID)
		return err
	})
}

// turnList changes a list of the colleague's own, with its journal line.
func (s *Store) turnList(ctx context.Context, scope models.Scope, publicID, detail string, f func(*Store, models.CustomList) error) error {
	if scope.Kind() != models.KindList || scope.Action() != models.Update {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		var l models.CustomList
		err := tx.get(ctx, &l, "select "+listColumns+" from custom_lists where public_id = ? and user_id = ?", publicID, scope.Actor().UserID)
		if err != nil {
			return err
		}
		if err := f(tx, l); err != nil {
			return err
		}
		return tx.journal(ctx, scope, listEntry(l, detail))
	})
}

// JournalList leaves the line of a list that is shown or taken out; without it, there is no list. The scope is of lists, to
// read or to export; detail says what was listed and how many lines.
func (s *Store) JournalList(ctx context.Context, scope models.Scope, publicID, detail string) error {
	if scope.Kind() != models.KindList || scope.Empty() {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: scope.Centres()[0], Record: publicID, Detail: detail})
	})
}

// ListColleagues are the accounts of the centres of a scope of lists, those that have left included: old lines keep the name of
// who made them.
func (s *Store) ListColleagues(ctx context.Context, scope models.Scope) ([]models.User, error) {
	centres := scope.Centres()
	if scope.Kind() != models.KindList || len(centres) == 0 {
		return nil, models.ErrForbidden
	}
	var users []models.User
	err := s.list(ctx, &users, `select u.id, u.public_id, u.name from users u where u.id in (select m.user_id from memberships m
		where m.role in ('counsellor', 'coordinator', 'trainer', 'manager') and m.centre_id in (`+marks(len(centres))+")) order by lower(u.name), u.id", anys(centres)...)
	return users, err
}
