package store

import (
	"context"
	"encoding/json"
	"fmt"

	"jalon/models"
)

// keptModule is what a version keeps: the module and the names of those who usually gave it.
type keptModule struct {
	Module   models.Module `json:"module"`
	Trainers []string      `json:"trainers"`
}

// keepModule keeps what a module is before it changes.
func (s *Store) keepModule(ctx context.Context, scope models.Scope, m models.Module) error {
	kept := keptModule{Module: m}
	for _, u := range m.Trainers {
		kept.Trainers = append(kept.Trainers, u.Name)
	}
	kept.Module.Trainers = nil
	body, err := json.Marshal(kept)
	if err != nil {
		return fmt.Errorf("version of a module: %w", err)
	}
	_, err = s.exec(ctx, "insert into module_versions (id, module_id, version, body, replaced_by, replaced_at) values (?, ?, ?, ?, ?, ?)",
		models.NewID(), m.ID, m.Version, string(body), nullable(scope.Actor().UserID), s.Now())
	return err
}

// ModuleVersions lists what a module was, the present one first.
func (s *Store) ModuleVersions(ctx context.Context, scope models.Scope, publicID string) ([]models.ModuleVersion, error) {
	m, err := s.Module(ctx, scope, publicID)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		Body string         `db:"body"`
		By   string         `db:"name"`
		At   models.Instant `db:"replaced_at"`
	}
	err = s.list(ctx, &rows, `select v.body, coalesce(u.name, '') as name, v.replaced_at from module_versions v
		left join users u on u.id = v.replaced_by where v.module_id = ? order by v.version desc`, m.ID)
	versions := []models.ModuleVersion{{Module: m, Since: m.CreatedAt}}
	for i, r := range rows {
		var kept keptModule
		if err := json.Unmarshal([]byte(r.Body), &kept); err != nil {
			return nil, fmt.Errorf("version of a module: %w", err)
		}
		for _, name := range kept.Trainers {
			kept.Module.Trainers = append(kept.Module.Trainers, models.User{Name: name})
		}
		versions[i].Since, versions[i].By = r.At, r.By
		versions = append(versions, models.ModuleVersion{Module: kept.Module, Since: m.CreatedAt})
	}
	return versions, err
}

// fillModules adds who usually gives each module.
func (s *Store) fillModules(ctx context.Context, modules []models.Module) error {
	at := map[string]int{}
	ids := make([]any, len(modules))
	for i, m := range modules {
		at[m.ID], ids[i] = i, m.ID
	}
	if len(ids) == 0 {
		return nil
	}
	var trainers []struct {
		ModuleID string `db:"module_id"`
		models.User
	}
	err := s.list(ctx, &trainers, `select t.module_id, u.id, u.public_id, u.name from module_trainers t join users u on u.id = t.user_id
		where u.disabled_at is null and t.module_id in (`+marks(len(ids))+") order by t.position, u.name", ids...)
	for _, t := range trainers {
		m := &modules[at[t.ModuleID]]
		m.Trainers = append(m.Trainers, t.User)
	}
	return err
}

func (s *Store) setModuleTrainers(ctx context.Context, moduleID string, trainers []models.User) error {
	if _, err := s.exec(ctx, "delete from module_trainers where module_id = ?", moduleID); err != nil {
		return err
	}
	for i, u := range trainers {
		_, err := s.exec(ctx, "insert into module_trainers (module_id, user_id, position) values (?, ?, ?)", moduleID, u.ID, i)
		if err != nil {
			return err
		}
	}
	return nil
}

// moduleFits refuses a part before that is no module of the centre and the dispositif, or that comes after this one itself.
func (s *Store) moduleFits(ctx context.Context, before, m models.Module) error {
	for code, steps := m.AfterCode, 0; code != ""; steps++ {
		var part models.Module
		err := s.get(ctx, &part, "select "+moduleColumns+" from modules where centre_id = ? and code = ?", before.CentreID, code)
		if models.CodeOf(err) == models.NotFound || err == nil && part.Programme != before.Programme {
			return refuseField("after", "module.problem.after")
		}
		if err != nil {
			return err
		}
		if part.Code == before.Code || steps > 20 {
			return refuseField("after", "module.problem.after_itself")
		}
		code = part.AfterCode
	}
	return nil
}

// refuseField is a refusal that a form shows at one of its fields.
func refuseField(field, key string, args ...any) error {
	problems := models.Problems{}
	problems.Add(field, key, args...)
	return problems.AsError()
}
