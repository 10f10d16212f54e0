package store

import (
	"context"

	"jalon/models"
)

const viewColumns = "id, public_id, centre_id, user_id, list, name, query, shared, created_at, version"

// viewSource reads the views a colleague sees: their own, and those that a colleague of one of their centres shares.
func viewSource(scope models.Scope) (string, []any) {
	user, centres := scope.Actor().UserID, anys(scope.Centres())
	if scope.Kind() != models.KindAccount || len(centres) == 0 {
		return "1 = 0", nil
	}
	return "v.deleted_at is null and (v.user_id = ? or v.shared and v.centre_id in (" + marks(len(centres)) + "))", append([]any{user}, centres...)
}

// Views lists the saved views of a list ("" for all of them), one's own first. The scope is of the account.
func (s *Store) Views(ctx context.Context, scope models.Scope, list string) ([]models.View, error) {
	query, args := viewsStatement(scope, list)
	var views []models.View
	err := s.list(ctx, &views, query, args...)
	return views, err
}

func viewsStatement(scope models.Scope, list string) (string, []any) {
	condition, args := viewSource(scope)
	user := scope.Actor().UserID
	args = append([]any{user}, args...)
	if list != "" {
		condition, args = condition+" and v.list = ?", append(args, list)
	}
	return "select " + prefixed("v", viewColumns) + `, u.name as author, d.view_id is not null as "default" from views v
		join users u on u.id = v.user_id left join view_defaults d on d.view_id = v.id and d.user_id = ?
		where ` + condition + " order by v.list, v.user_id <> ?, lower(v.name), v.id limit 200", append(args, user)
}

// SaveView keeps a new view of the colleague's, and opens their list with it when it is its default.
func (s *Store) SaveView(ctx context.Context, scope models.Scope, v models.View) (models.View, error) {
	if scope.Kind() != models.KindAccount || scope.Action() != models.Update || scope.Empty() {
		return v, models.ErrForbidden
	}
	v.ID, v.PublicID, v.CentreID, v.UserID = models.NewID(), models.NewPublicID(), scope.Centres()[0], scope.Actor().UserID
	v.CreatedAt, v.Version = s.Now(), 1
	err := s.Atomically(ctx, func(tx *Store) error {
		if err := tx.insert(ctx, "views", viewColumns, v); err != nil {
			return err
		}
		if v.Default {
			if err := tx.openWith(ctx, v.UserID, v); err != nil {
				return err
			}
		}
		return tx.journal(ctx, scope, viewEntry(v, "view"))
	})
	return v, err
}

func viewEntry(v models.View, detail string) models.JournalEntry {
	return models.JournalEntry{CentreID: v.CentreID, Record: v.PublicID, Detail: detail}
}

// ChangeView renames a view of the colleague's, shares it or keeps it to them. Its filters stay.
func (s *Store) ChangeView(ctx context.Context, scope models.Scope, change models.View) error {
	return s.turnView(ctx, scope, change.PublicID, "view changed", func(tx *Store, v models.View) error {
		n, err := tx.exec(ctx, "update views set name = ?, shared = ?, version = version + 1 where id = ? and version = ? and deleted_at is null",
			change.Name, change.Shared, v.ID, change.Version)
		if err == nil && n == 0 {
			err = models.ErrStale
		}
		return err
	})
}

// DropView takes a view of the colleague's away, for everybody; RestoreView puts it back.
func (s *Store) DropView(ctx context.Context, scope models.Scope, publicID string) error {
	return s.turnView(ctx, scope, publicID, "view dropped", func(tx *Store, v models.View) error {
		_, err := tx.exec(ctx, "update views set deleted_at = ?, deleted_by = ?, version = version + 1 where id = ? and deleted_at is null",
			tx.Now(), scope.Actor().UserID, v.ID)
		return err
	})
}

// RestoreView puts back a view that was taken away.
func (s *Store) RestoreView(ctx context.Context, scope models.Scope, publicID string) error {
	return s.turnView(ctx, scope, publicID, "view restored", func(tx *Store, v models.View) error {
		_, err := tx.exec(ctx, "update views set deleted_at = null, deleted_by = null, version = version + 1 where id = ?", v.ID)
		return err
	})
}

// turnView changes a view of the colleague's own, with its journal line.
func (s *Store) turnView(ctx context.Context, scope models.Scope, publicID, detail string, f func(*Store, models.View) error) error {
	if scope.Kind() != models.KindAccount || scope.Action() != models.Update {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		var v models.View
		err := tx.get(ctx, &v, "select "+viewColumns+" from views where public_id = ? and user_id = ?", publicID, scope.Actor().UserID)
		if err != nil {
			return err
		}
		if err := f(tx, v); err != nil {
			return err
		}
		return tx.journal(ctx, scope, viewEntry(v, detail))
	})
}

// OpenWith makes the colleague's list open with a view they see, their own or a shared one; with none again when it does
// already.
func (s *Store) OpenWith(ctx context.Context, scope models.Scope, publicID string) error {
	condition, args := viewSource(scope)
	return s.Atomically(ctx, func(tx *Store) error {
		var v models.View
		if err := tx.get(ctx, &v, "select "+prefixed("v", viewColumns)+" from views v where v.public_id = ? and "+condition, append([]any{publicID}, args...)...); err != nil {
			return err
		}
		n, err := tx.exec(ctx, "delete from view_defaults where user_id = ? and view_id = ?", scope.Actor().UserID, v.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			if err := tx.openWith(ctx, scope.Actor().UserID, v); err != nil {
				return err
			}
		}
		return tx.journal(ctx, scope, viewEntry(v, "view default"))
	})
}

func (s *Store) openWith(ctx context.Context, userID string, v models.View) error {
	_, err := s.exec(ctx, `insert into view_defaults (user_id, list, view_id) values (?, ?, ?)
		on conflict (user_id, list) do update set view_id = excluded.view_id`, userID, v.List, v.ID)
	return err
}
