package store

import (
	"context"
	"errors"

	"jalon/models"
)

const moduleColumns = `id, public_id, centre_id, code, programme, title, theme, goal, minutes, capacity, category, counting,
	active, version, created_at, content, material, language, laptops, after_code`

// moduleOrder is that of dispositifs, then of codes.
const moduleOrder = " order by g.position, m.code"

// Modules lists the catalogue of the centres within the scope, those no longer given included.
func (s *Store) Modules(ctx context.Context, scope models.Scope) ([]models.Module, error) {
	condition, args := within(scope, models.KindModule)
	var all []models.Module
	err := s.list(ctx, &all, "select "+prefixed("m", moduleColumns)+` from modules m join centres c on c.id = m.centre_id
		join programmes g on g.code = m.programme where `+condition+moduleOrder, args...)
	if err != nil {
		return nil, err
	}
	return all, s.fillModules(ctx, all)
}

// Module finds one module by its public id, within the scope.
func (s *Store) Module(ctx context.Context, scope models.Scope, publicID string) (models.Module, error) {
	condition, args := within(scope, models.KindModule)
	one := make([]models.Module, 1)
	err := s.get(ctx, &one[0], "select "+prefixed("m", moduleColumns)+` from modules m join centres c on c.id = m.centre_id
		where m.public_id = ? and `+condition, append([]any{publicID}, args...)...)
	if err != nil {
		return models.Module{}, err
	}
	err = s.fillModules(ctx, one)
	return one[0], err
}

// CreateModule adds a module to the catalogue of a centre of the scope; a code already used there is refused.
func (s *Store) CreateModule(ctx context.Context, scope models.Scope, m models.Module) (models.Module, error) {
	if scope.Kind() != models.KindModule || !scope.Covers(models.Record{CentreID: m.CentreID}) {
		return m, models.ErrForbidden
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		if err := tx.moduleFits(ctx, m, m); err != nil {
			return err
		}
		if err := tx.insertModule(ctx, &m); err != nil {
			return err
		}
		if err := tx.setModuleTrainers(ctx, m.ID, m.Trainers); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: m.CentreID, Record: m.PublicID})
	})
	return m, err
}

func (s *Store) insertModule(ctx context.Context, m *models.Module) error {
	m.ID, m.PublicID, m.Version, m.CreatedAt = models.NewID(), models.NewPublicID(), 1, s.Now()
	taken, err := s.count(ctx, "select count(*) from modules where centre_id = ? and code = ?", m.CentreID, m.Code)
	if err != nil {
		return err
	}
	if taken > 0 {
		return models.Refuse(models.Conflict, "module.problem.taken", "Code", m.Code)
	}
	return s.insert(ctx, "modules", moduleColumns, *m)
}

// UpdateModule changes a module and keeps what it was. Its code stays, since sessions and workbooks name it; so does its
// dispositif. Sessions planned before keep the rule they were planned with.
func (s *Store) UpdateModule(ctx context.Context, scope models.Scope, m models.Module) error {
	return s.Atomically(ctx, func(tx *Store) error {
		before, err := tx.Module(ctx, scope, m.PublicID)
		if err != nil {
			return err
		}
		if err := tx.moduleFits(ctx, before, m); err != nil {
			return err
		}
		if err := tx.keepModule(ctx, scope, before); err != nil {
			return err
		}
		err = tx.change(ctx, `update modules set title = ?, theme = ?, goal = ?, minutes = ?, capacity = ?, category = ?, counting = ?,
			active = ?, content = ?, material = ?, language = ?, laptops = ?, after_code = ?, version = version + 1 where id = ? and version = ?`,
			m.Title, m.Theme, m.Goal, m.Minutes, m.Capacity, m.Category, m.Counting, m.Active, m.Content, m.Material, m.Language, m.Laptops,
			m.AfterCode, before.ID, m.Version)
		if err != nil {
			return err
		}
		if err := tx.setModuleTrainers(ctx, before.ID, m.Trainers); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: before.CentreID, Record: m.PublicID})
	})
}

// SeedModules gives a centre the modules of the default catalogue it lacks, by code; what is there stays as it is.
func (s *Store) SeedModules(ctx context.Context, centreID string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		for _, m := range models.DefaultModules() {
			m.CentreID = centreID
			err := tx.insertModule(ctx, &m)
			if err != nil && !errors.Is(err, models.Refuse(models.Conflict, "module.problem.taken")) {
				return err
			}
		}
		return nil
	})
}

// count answers a question with one number.
func (s *Store) count(ctx context.Context, query string, args ...any) (int, error) {
	var n int
	err := s.get(ctx, &n, query, args...)
	return n, err
}
