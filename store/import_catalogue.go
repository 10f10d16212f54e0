package store

import (
	"context"
	"strconv"
	"strings"

	"jalon/models"
)

// loadStaff creates a disabled account for each colleague nobody knows, so that old notes keep their author. The
// membership is what lets an administrator find and open the account.
func (m *importer) loadStaff(ctx context.Context) error {
	for _, s := range m.namedStaff() {
		if m.staff[s.email] != "" {
			continue
		}
		now := m.store.Now()
		name, _, _ := strings.Cut(s.email, "@")
		u := models.User{ID: models.NewID(), PublicID: models.NewPublicID(), Email: s.email, Name: name, DisabledAt: now, CreatedAt: now, Version: 1}
		if err := m.store.insert(ctx, "users", userColumns, u); err != nil {
			return err
		}
		_, err := m.store.exec(ctx, "insert into memberships (id, public_id, user_id, centre_id, role, created_at) values (?, ?, ?, ?, ?, ?)",
			models.NewID(), models.NewPublicID(), u.ID, m.centre.ID, s.role, now)
		if err != nil {
			return err
		}
		m.staff[s.email] = u.ID
	}
	return nil
}

type namedColleague struct{ email, role string }

// namedStaff lists the colleagues the file names, those who accompany people first.
func (m *importer) namedStaff() []namedColleague {
	var all []namedColleague
	seen := map[string]bool{"": true}
	add := func(email, role string) {
		if !seen[email] {
			seen[email] = true
			all = append(all, namedColleague{email, role})
		}
	}
	for _, e := range m.x.Enrolments {
		add(e.Referent, models.Counsellor)
	}
	for _, f := range m.x.FollowUps {
		add(f.Counsellor, models.Counsellor)
	}
	for _, s := range m.x.Sessions {
		for _, email := range s.Trainers {
			add(email, models.Trainer)
		}
	}
	return all
}

func (m *importer) loadOperations(ctx context.Context) error {
	record := plain(m, "Operations", "operations", operationColumns, func(o *models.Operation) {
		o.ID, o.PublicID, o.CentreID, o.Version, o.CreatedAt = models.NewID(), models.NewPublicID(), m.centre.ID, 1, m.store.Now()
	})
	for _, row := range m.x.Operations {
		known := m.operations[row.Code]
		o, err := save(ctx, m, record, known, func(o *models.Operation) { applyOperation(o, row) })
		if err != nil {
			return err
		}
		m.operations[row.Code] = o.ID
		err = m.answers(ctx, o.ID, map[string]string{"dispositif": row.Programme, "bailleur": row.Funder, "regle_cld": row.LongTermRule,
			"regle_origine": row.OriginRule, "regle_incomplet": row.IncompletionRule})
		if err != nil {
			return err
		}
	}
	return nil
}

func applyOperation(o *models.Operation, row models.ExchangeOperation) {
	put(&o.Code, row.Code)
	put(&o.Title, row.Title)
	put(&o.Programme, programmeOf(row.Programme))
	put(&o.Funder, knownCode(row.Funder))
	put(&o.Number, row.Number)
	put(&o.StartsOn, row.Start)
	put(&o.EndsOn, row.End)
	put(&o.Priority, row.Priority)
	put(&o.Objective, row.Objective)
	put(&o.Zone, row.Zone)
	put(&o.ShortHours, numberText(row.ShortHours))
	put(&o.ShortDays, numberText(row.ShortDays))
	put(&o.LongTerm, knownCode(row.LongTermRule))
	put(&o.Background, knownCode(row.OriginRule))
	put(&o.Incomplete, knownCode(row.IncompletionRule))
}

// programmeOf: an unknown programme is another one.
func programmeOf(code string) string {
	if unknownAnswer(code) {
		return models.AUT
	}
	return code
}

func numberText(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func (m *importer) loadModules(ctx context.Context) error {
	m.rules = map[string]models.SessionRule{}
	record := plain(m, "Modules", "modules", moduleColumns, func(n *models.Module) {
		n.ID, n.PublicID, n.CentreID, n.Active, n.Version, n.CreatedAt = models.NewID(), models.NewPublicID(), m.centre.ID, true, 1, m.store.Now()
	})
	record.update = func(ctx context.Context, before, n *models.Module) error {
		n.Version = before.Version + 1
		if err := m.store.keepModule(ctx, m.scope, *before); err != nil {
			return err
		}
		return m.store.replace(ctx, "modules", moduleColumns, n)
	}
	for _, row := range m.x.Modules {
		known := m.modules[row.Code]
		n, err := save(ctx, m, record, known, func(n *models.Module) {
			put(&n.Code, row.Code)
			put(&n.Programme, programmeOf(row.Programme))
			put(&n.Title, row.Title)
			putNumber(&n.Minutes, row.Minutes)
			putNumber(&n.Capacity, row.Capacity)
			put(&n.Category, row.Category)
			put(&n.Counting, knownCode(row.Counting))
		})
		if err != nil {
			return err
		}
		m.modules[row.Code], m.rules[n.ID] = n.ID, n.Rule()
		if err := m.answers(ctx, n.ID, map[string]string{"dispositif": row.Programme, "comptage": row.Counting}); err != nil {
			return err
		}
	}
	return nil
}

// putNumber keeps the pointer when the number is the same, so that nothing seems to have changed.
func putNumber(field **int, value *int) {
	if value != nil && (*field == nil || **field != *value) {
		*field = value
	}
}
